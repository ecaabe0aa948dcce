package web

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
)

// pageRows is how many supports, activities or beneficiaries a page shows.
const pageRows = 50

// pager leads to the other pages of a list; the address keeps its filters.
type pager struct {
	path   string
	filter url.Values
	Number int
	Pages  int
}

func newPager(r *http.Request, path string, total int) pager {
	number, _ := strconv.Atoi(r.FormValue("page"))
	return pager{path, r.URL.Query(), min(max(number, 1), 1<<30), (total + pageRows - 1) / pageRows}
}

// pageOffset is where the page that an address asks for begins.
func pageOffset(r *http.Request) int {
	number, _ := strconv.Atoi(r.FormValue("page"))
	return (min(max(number, 1), 1<<30/pageRows) - 1) * pageRows
}

// To is the address of a page.
func (p pager) To(number int) string { return p.With("page", number) }

// With is the address of the list with one filter changed, on its first page.
func (p pager) With(key string, value any) string {
	v := url.Values{}
	for k, all := range p.filter {
		for _, one := range all {
			if one != "" && k != key && k != "page" {
				v.Add(k, one)
			}
		}
	}
	if text := fmt.Sprint(value); text != "" {
		v.Set(key, text)
	}
	return p.path + "?" + v.Encode()
}

type programmePage struct {
	Page
	Tree  *programmes.TreeShown
	Units template.HTML
}

// Supports is the address of the supports behind a figure.
func (p *programmePage) Supports(key, value string) string {
	return "/supports?" + url.Values{key: {value}, "place": {string(p.Tree.Query.Place)}, "from": {fmt.Sprintf("01/01/%d", p.Tree.Query.Year)}, "to": {fmt.Sprintf("31/12/%d", p.Tree.Query.Year)}}.Encode()
}

// Activities is the address of the activities behind a figure.
func (p *programmePage) Activities(node, state string) string {
	return "/activities?" + url.Values{"node": {node}, "place": {string(p.Tree.Query.Place)}, "year": {strconv.Itoa(p.Tree.Query.Year)}, "state": {state}}.Encode()
}

// ListsPeople reports whether a node is for households or persons who can be listed.
func (p *programmePage) ListsPeople(n programmes.NodeShown) bool {
	return n.Who != "" && (n.Unit == "person" || n.Unit == "household") && p.May["support_view"]
}

func (s *Server) showProgramme(w http.ResponseWriter, r *http.Request) error {
	year, _ := strconv.Atoi(r.FormValue("year"))
	if year != 0 && (year < 2000 || year > 2100) {
		return errs.New(errs.Invalid, "the year must lie between 2000 and 2100")
	}
	tree, err := s.office.Programmes.Tree(r.Context(), actor(r), programmes.TreeQuery{Programme: r.FormValue("programme"), Place: place.Code(r.FormValue("place")), Year: year})
	if err != nil {
		return err
	}
	p := &programmePage{Tree: tree, Units: unitOptions(s.office.Office.Choices(actor(r), 0), string(tree.Query.Place))}
	s.render(w, r, "programme", errs.T("Programme – %s", tree.Place.FullName), p)
	return nil
}

type peoplePage struct {
	Page
	List      *programmes.BeneficiariesShown
	Pager     pager
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

func (s *Server) peopleQuery(r *http.Request) (q programmes.BeneficiaryQuery, err error) {
	q = programmes.BeneficiaryQuery{Node: r.PathValue("node"), Place: place.Code(r.FormValue("place")), LeftOut: r.FormValue("left") != "", Offset: pageOffset(r), Limit: pageRows}
	q.Priority, _ = strconv.Atoi(r.FormValue("priority"))
	q.On, err = formDay(r, "on")
	return q, err
}

func (s *Server) listPeople(w http.ResponseWriter, r *http.Request) error {
	q, err := s.peopleQuery(r)
	if err != nil {
		return err
	}
	a := actor(r)
	l, err := s.office.Programmes.Beneficiaries(r.Context(), a, q)
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
	p := &peoplePage{List: l, Pager: newPager(r, "/programme/"+url.PathEscape(q.Node)+"/people", total), Units: unitOptions(s.office.Office.Choices(a, 0), string(l.Query.Place)), OnText: l.Query.On.Vietnamese(),
		MayExport: s.office.Office.May(a, access.ExportHouseholds), MayRecord: s.office.Office.May(a, access.RecordSupports)}
	c, err := s.office.Library.Catalogue()
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
	s.render(w, r, "people", title, p)
	return nil
}

func (s *Server) peopleBook(w http.ResponseWriter, r *http.Request) error {
	q, err := s.peopleQuery(r)
	if err != nil {
		return err
	}
	write, err := s.office.Programmes.Invitations(r.Context(), actor(r), q)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return download(w, xlsxType, "danh-sach-moi.xlsx", b.Bytes())
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
