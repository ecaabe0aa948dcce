package programmes

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/app/programmes"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type programmePage struct {
	page.Page
	Tree  *programmes.TreeShown
	Units template.HTML
}

// Supports is the address of the supports behind a figure.
func (p *programmePage) Supports(key, value string) string {
	return "/supports?" + url.Values{key: {value}, "place": {string(p.Tree.Query.Place)},
		"from": {fmt.Sprintf("01/01/%d", p.Tree.Query.Year)},
		"to":   {fmt.Sprintf("31/12/%d", p.Tree.Query.Year)}}.Encode()
}

// Activities is the address of the activities behind a figure.
func (p *programmePage) Activities(node, state string) string {
	return "/activities?" + url.Values{"node": {node}, "place": {string(p.Tree.Query.Place)},
		"year": {strconv.Itoa(p.Tree.Query.Year)}, "state": {state}}.Encode()
}

// ListsPeople reports whether a node is for households or persons who can be listed.
func (p *programmePage) ListsPeople(n programmes.NodeShown) bool {
	return n.Who != "" && (n.Unit == "person" || n.Unit == "household") && p.May["support_view"]
}

func (s *handlers) showProgramme(w http.ResponseWriter, r *http.Request) error {
	year, _ := strconv.Atoi(r.FormValue("year"))
	if year != 0 && (year < 2000 || year > 2100) {
		return errs.New(errs.Invalid, "the year must lie between 2000 and 2100")
	}
	tree, err := s.desks.Programmes.Tree(r.Context(), page.Actor(r),
		programmes.TreeQuery{Programme: r.FormValue("programme"), Place: place.Code(r.FormValue("place")), Year: year})
	if err != nil {
		return err
	}
	p := &programmePage{Tree: tree, Units: page.UnitOptions(s.desks.Office.Choices(page.Actor(r), 0),
		string(tree.Query.Place))}
	s.shell.Render(w, r, "programme", errs.T("Programme – %s", tree.Place.FullName), p)
	return nil
}

type peoplePage struct {
	page.Page
	List      *programmes.BeneficiariesShown
	Pager     parts.Pager
	Units     template.HTML
	OnText    string
	MayExport bool
	MayRecord bool
	Kinds     []string // codes of the kinds that the node gives to its receivers
}

// Record is the address of the form for a support to somebody of the list.
func (p *peoplePage) Record(b programmes.Beneficiary) string {
	v := url.Values{"household": {strconv.FormatInt(b.ID, 10)}}
	if b.Member != 0 {
		v.Set("member", strconv.Itoa(b.Member))
	}
	if len(p.Kinds) == 1 {
		v.Set("kind", p.Kinds[0])
	}
	return "/supports/new?" + v.Encode()
}

// Age is a person's age on the list's day, in full years; "" where it is not known.
func (p *peoplePage) Age(b programmes.Beneficiary) string {
	least, greatest := b.Born.Months(p.List.Query.On)
	switch {
	case greatest < 0:
		return ""
	case least/12 == greatest/12:
		return strconv.Itoa(greatest / 12)
	}
	return strconv.Itoa(least/12) + "–" + strconv.Itoa(greatest/12)
}

func (s *handlers) peopleQuery(r *http.Request) (q programmes.BeneficiaryQuery, err error) {
	q = programmes.BeneficiaryQuery{Node: r.PathValue("node"), Place: place.Code(r.FormValue("place")),
		LeftOut: r.FormValue("left") != "", Offset: parts.Offset(r), Limit: parts.PageRows}
	q.Priority, _ = strconv.Atoi(r.FormValue("priority"))
	q.On, err = page.FormDay(r, "on")
	return q, err
}

func (s *handlers) listPeople(w http.ResponseWriter, r *http.Request) error {
	q, err := s.peopleQuery(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	l, err := s.desks.Programmes.Beneficiaries(r.Context(), a, q)
	if err != nil {
		return err
	}
	total := l.Eligible
	switch {
	case q.LeftOut:
		total = l.LeftOut
	case q.Priority > 0 && q.Priority <= len(l.Priorities):
		total = l.Priorities[q.Priority-1].Count
	}
	p := &peoplePage{List: l, Pager: parts.NewPager(r, "/programme/"+url.PathEscape(q.Node)+"/people", total),
		Units: page.UnitOptions(s.desks.Office.Choices(a, 0), string(l.Query.Place)), OnText: l.Query.On.Vietnamese(),
		MayExport: s.desks.Office.May(a, access.ExportHouseholds),
		MayRecord: s.desks.Office.May(a, access.RecordSupports)}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	for _, k := range c.KindsOf(q.Node) {
		if k.OfRegister() {
			p.Kinds = append(p.Kinds, k.Code)
		}
	}
	p.Nav = "programme"
	title := errs.T("Beneficiaries of %s", l.Node.Label)
	if q.LeftOut {
		title = errs.T("Left out of %s", l.Node.Label)
	}
	s.shell.Render(w, r, "people", title, p)
	return nil
}

func (s *handlers) peopleBook(w http.ResponseWriter, r *http.Request) error {
	q, err := s.peopleQuery(r)
	if err != nil {
		return err
	}
	write, err := s.desks.Programmes.Invitations(r.Context(), page.Actor(r), q)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "danh-sach-moi.xlsx", b.Bytes())
}
