package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

type supportsPage struct {
	Page
	List      *supports.SupportsShown
	Pager     pager
	Units     template.HTML
	Groups    []supports.KindGroup
	Nodes     []nodeOption
	From, To  string
	Activity  *activities.ActivityShown
	MayExport bool
	MayOpen   bool
	MayRecord bool
	Error     string
	Reason    string
}

// nodeOption is a node of the tree in a choice.
type nodeOption struct {
	Code  string
	Title errs.Text
}

// nodeOptions are the nodes of all programmes in their order; leaves only where they alone can be chosen.
func nodeOptions(c *programme.Catalogue, leaves bool) (out []nodeOption) {
	for i := range c.Programmes {
		for j := range c.Programmes[i].Nodes {
			n := &c.Programmes[i].Nodes[j]
			if leaves && len(c.Children(n.Programme(), n.Code)) > 0 {
				continue
			}
			title := errs.T("%s. %s", n.Label, n.Name)
			if up := c.Node(n.Parent); up != nil {
				title = errs.T("%s, %s", up.Label, title)
			}
			out = append(out, nodeOption{n.Code, title})
		}
	}
	return out
}

func supportQuery(r *http.Request) (q supports.SupportQuery, err error) {
	q = supports.SupportQuery{Place: place.Code(r.FormValue("place")), Kind: r.FormValue("kind"), Node: r.FormValue("node"), Ended: r.FormValue("ended") != "", Offset: pageOffset(r), Limit: pageRows}
	if q.Activity, err = formID(r, "activity"); err != nil {
		return q, err
	}
	if q.From, err = formDay(r, "from"); err != nil {
		return q, err
	}
	if q.To, err = formDay(r, "to"); err != nil {
		return q, err
	}
	if !q.To.IsZero() && q.To < q.From {
		return q, errs.New(errs.Invalid, "the last day of the period lies before the first")
	}
	return q, nil
}

func (s *Server) listSupports(w http.ResponseWriter, r *http.Request) error {
	return s.supportsPage(w, r, nil)
}

func (s *Server) supportsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	a := actor(r)
	q, err := supportQuery(r)
	if err != nil {
		return err
	}
	l, err := s.office.Supports.Supports(r.Context(), a, q)
	if err != nil {
		return err
	}
	c, err := s.office.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &supportsPage{List: l, Pager: newPager(r, "/supports", l.Count), Units: unitOptions(s.office.Office.Choices(a, 0), string(l.Query.Place)), Nodes: nodeOptions(c, false),
		From: r.FormValue("from"), To: r.FormValue("to"), Reason: r.FormValue("reason"),
		MayExport: s.office.Office.May(a, access.ExportHouseholds), MayOpen: s.office.Office.May(a, access.RevealHouseholds), MayRecord: s.office.Office.May(a, access.RecordSupports)}
	if r.Method == http.MethodPost { // a payment list that was refused: its filters came with the form
		p.Pager.filter = url.Values{"place": {r.FormValue("place")}, "kind": {q.Kind}, "node": {q.Node}, "from": {p.From}, "to": {p.To}, "activity": {r.FormValue("activity")}}
	}
	if p.Groups, err = s.office.Supports.KindGroups(); err != nil {
		return err
	}
	if q.Activity != 0 {
		if p.Activity, err = s.office.Activities.Activity(r.Context(), a, q.Activity); err != nil {
			return err
		}
	}
	p.Nav, p.Error = "supports", s.told(w, r, failed)
	s.render(w, r, "supports", errs.T("Supports – %s", l.Place.FullName), p)
	return nil
}

func (s *Server) paymentBook(w http.ResponseWriter, r *http.Request) error {
	q, err := supportQuery(r)
	if err != nil {
		return err
	}
	write, err := s.office.Supports.PaymentList(r.Context(), actor(r), supports.PaymentInput{Query: q, Open: r.FormValue("open_numbers") != "", Reason: r.FormValue("reason")})
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return s.supportsPage(w, r, err)
	}
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return download(w, xlsxType, "danh-sach-chi-tra.xlsx", b.Bytes())
}

type supportPage struct {
	Page
	S         *supports.SupportShown
	Node      *programme.Node
	Fund      *programme.Fund
	Activity  *activities.ActivityShown
	Details   []detailShown
	Overrules []overruleShown
	MayChange bool
	Error     string
	Reason    string
}

type detailShown struct {
	Title, Value errs.Text
	Cite         string
}

type overruleShown struct {
	Title  errs.Text
	Reason string
	By     string
}

func (s *Server) showSupport(w http.ResponseWriter, r *http.Request) error {
	return s.supportPage(w, r, nil)
}

func (s *Server) supportPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	a := actor(r)
	v, err := s.office.Supports.Support(r.Context(), a, id)
	if err != nil {
		return err
	}
	c, err := s.office.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &supportPage{S: v, Fund: c.Fund(v.Source), Reason: r.FormValue("reason")}
	if v.Activity != 0 {
		if p.Activity, err = s.office.Activities.Activity(r.Context(), a, v.Activity); err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	if v.KindOf != nil {
		p.Node = c.NodeOf(v.KindOf, &v.Support.Support, nil)
		if p.Activity != nil {
			p.Node = c.NodeOf(v.KindOf, &v.Support.Support, &p.Activity.Activity.Activity)
		}
		for _, d := range v.KindOf.Details {
			if text := v.Details[d.Code]; text != "" && d.On(v.Day) {
				p.Details = append(p.Details, detailShown{d.Title, d.Show(text), d.Cite})
			}
		}
	}
	for _, o := range v.Overruled {
		one := overruleShown{Title: errs.Text{VI: o.Code, EN: o.Code}, Reason: o.Reason, By: s.office.Register.NameOf(r.Context(), o.By)}
		if f := c.Refusal(o.Code); f != nil {
			one.Title = f.Title
		}
		p.Overrules = append(p.Overrules, one)
	}
	p.MayChange = v.State == programme.Valid && s.office.Office.MayIn(a, access.RecordSupports, v.Now)
	p.Nav, p.Error = "supports", s.told(w, r, failed)
	s.render(w, r, "support", errs.T("Support no. %d", id), p)
	return nil
}

func (s *Server) withdrawSupport(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	err = s.office.Supports.WithdrawSupport(r.Context(), actor(r), id, r.FormValue("reason"))
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return s.supportPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/supports/%d", id), "", errs.T("Withdrawn: it stays on the record and does not count any more."))
}
