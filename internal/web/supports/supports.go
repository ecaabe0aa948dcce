package supports

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
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type supportsPage struct {
	page.Page
	List      *supports.Shown
	Pager     parts.Pager
	Units     template.HTML
	Groups    []supports.KindGroup
	Nodes     []page.NodeOption
	From, To  string
	Activity  *activities.ActivityShown
	MayExport bool
	MayOpen   bool
	MayRecord bool
	Error     string
	Reason    string
}

func supportQuery(r *http.Request) (q supports.SupportQuery, err error) {
	q = supports.SupportQuery{Place: place.Code(r.FormValue("place")), Kind: r.FormValue("kind"),
		Node: r.FormValue("node"), Ended: r.FormValue("ended") != "", Offset: parts.Offset(r), Limit: parts.PageRows}
	if q.Activity, err = page.FormID(r, "activity"); err != nil {
		return q, err
	}
	if q.From, err = page.FormDay(r, "from"); err != nil {
		return q, err
	}
	if q.To, err = page.FormDay(r, "to"); err != nil {
		return q, err
	}
	if !q.To.IsZero() && q.To < q.From {
		return q, errs.New(errs.Invalid, "the last day of the period lies before the first")
	}
	return q, nil
}

func (s *handlers) listSupports(w http.ResponseWriter, r *http.Request) error {
	return s.supportsPage(w, r, nil)
}

func (s *handlers) supportsPage(w http.ResponseWriter, r *http.Request, failed error) error {
	a := page.Actor(r)
	q, err := supportQuery(r)
	if err != nil {
		return err
	}
	l, err := s.desks.Supports.Supports(r.Context(), a, q)
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &supportsPage{List: l, Pager: parts.NewPager(r, "/supports", l.Count),
		Units: page.UnitOptions(s.desks.Office.Choices(a, 0), string(l.Query.Place)), Nodes: page.NodeOptions(c, false),
		From: r.FormValue("from"), To: r.FormValue("to"), Reason: r.FormValue("reason"),
		MayExport: s.desks.Office.May(a, access.ExportHouseholds),
		MayOpen:   s.desks.Office.May(a, access.RevealHouseholds),
		MayRecord: s.desks.Office.May(a, access.RecordSupports)}
	if r.Method == http.MethodPost { // a payment list that was refused: its filters came with the form
		p.Pager.Filter = url.Values{"place": {r.FormValue("place")}, "kind": {q.Kind}, "node": {q.Node},
			"from": {p.From}, "to": {p.To}, "activity": {r.FormValue("activity")}}
	}
	if p.Groups, err = s.desks.Supports.KindGroups(); err != nil {
		return err
	}
	if q.Activity != 0 {
		if p.Activity, err = s.desks.Activities.Activity(r.Context(), a, q.Activity); err != nil {
			return err
		}
	}
	p.Nav, p.Error = "supports", s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "supports", errs.T("Supports – %s", l.Place.FullName), p)
	return nil
}

func (s *handlers) paymentBook(w http.ResponseWriter, r *http.Request) error {
	q, err := supportQuery(r)
	if err != nil {
		return err
	}
	write, err := s.desks.Supports.PaymentList(r.Context(), page.Actor(r),
		supports.PaymentInput{Query: q, Open: r.FormValue("open_numbers") != "", Reason: r.FormValue("reason")})
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
	return page.Download(w, page.XlsxType, "danh-sach-chi-tra.xlsx", b.Bytes())
}

type supportPage struct {
	page.Page
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

func (s *handlers) showSupport(w http.ResponseWriter, r *http.Request) error {
	return s.supportPage(w, r, nil)
}

func (s *handlers) supportPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	v, err := s.desks.Supports.Support(r.Context(), a, id)
	if err != nil {
		return err
	}
	c, err := s.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p := &supportPage{S: v, Fund: c.Fund(v.Source), Reason: r.FormValue("reason")}
	if v.Activity != 0 {
		if p.Activity, err = s.desks.Activities.Activity(r.Context(), a, v.Activity); err != nil &&
			errs.KindOf(err) != errs.NotFound {
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
		one := overruleShown{Title: errs.Text{VI: o.Code, EN: o.Code}, Reason: o.Reason,
			By: s.desks.Register.NameOf(r.Context(), o.By)}
		if f := c.Refusal(o.Code); f != nil {
			one.Title = f.Title
		}
		p.Overrules = append(p.Overrules, one)
	}
	p.MayChange = v.State == programme.Valid && s.desks.Office.MayIn(a, access.RecordSupports, v.Now)
	p.Nav, p.Error = "supports", s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "support", errs.T("Support no. %d", id), p)
	return nil
}

func (s *handlers) withdrawSupport(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = s.desks.Supports.WithdrawSupport(r.Context(), page.Actor(r), id, r.FormValue("reason"))
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return s.supportPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/supports/%d", id), "",
		errs.T("Withdrawn: it stays on the record and does not count any more."))
}
