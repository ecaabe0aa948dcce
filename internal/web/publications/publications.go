package publications

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/publishing"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/publication"
	"giamngheo/internal/web/page"
)

type listPage struct {
	page.Page
	Items      []publishing.Shown
	Series     []publication.Series
	MayPrepare bool
}

// refused reports whether an error is told beside the form.
func refused(err error) bool {
	k := errs.KindOf(err)
	return err != nil && (k == errs.Invalid || k == errs.Conflict || k == errs.NotFound)
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	a := page.Actor(r)
	p := &listPage{Series: publication.AllSeries(), MayPrepare: h.desks.Office.May(a, access.PreparePublications)}
	if p.Items, err = h.desks.Publishing.All(r.Context(), a); err != nil {
		return err
	}
	h.shell.Render(w, r, "publications", errs.T("Publications"), p)
	return nil
}

type formPage struct {
	page.Page
	In     publishing.Input
	Of     errs.Text
	Years  []int
	Offers []publishing.Offer
	Error  string
}

// Is reports whether a form of tables is chosen.
func (p *formPage) Is(f publication.Form) bool { return p.In.Form == f }

// Key is a form as a value.
func (p *formPage) Key(f publication.Form) string { return keyOf(f) }

// Where is the first cell of an offer that cannot be protected.
func (p *formPage) Where(o publishing.Offer) string { return o.Open.Faults[0].Where }

func keyOf(f publication.Form) string {
	key := f.Units + "," + f.Groups
	if f.Rounded {
		key += ",rounded"
	}
	return key
}

func (h *handlers) input(r *http.Request) (in publishing.Input) {
	in.Series = publication.Series(r.FormValue("series"))
	in.Year, _ = strconv.Atoi(r.FormValue("year"))
	in.Corrects, _ = strconv.ParseInt(r.FormValue("corrects"), 10, 64)
	in.Form = publication.Form{Units: "commune", Groups: "all"}
	for _, f := range publication.Forms(true) {
		if key := r.FormValue("form"); keyOf(f) == key || keyOf(f)+",rounded" == key {
			in.Form = f
			in.Form.Rounded = strings.HasSuffix(key, ",rounded")
		}
	}
	return in
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request) error { return h.formPage(w, r, nil) }

func (h *handlers) formPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	a, ctx := page.Actor(r), r.Context()
	if !h.desks.Office.May(a, access.PreparePublications) {
		return office.Forbidden()
	}
	p := &formPage{In: h.input(r)}
	if !slices.Contains(publication.AllSeries(), p.In.Series) {
		p.In.Series = publication.Households
	}
	p.Of = p.In.Series.Title()
	p.Years = []int{h.desks.Office.Day().Year(), h.desks.Office.Day().Year() - 1}
	if p.In.Series == publication.Households {
		if p.Years, err = h.desks.Publishing.Years(ctx); err != nil {
			return err
		}
	}
	if p.In.Year == 0 && len(p.Years) > 0 {
		p.In.Year = p.Years[0]
	}
	if p.In.Series == publication.Households && slices.Contains(p.Years, p.In.Year) {
		p.Offers, err = h.desks.Publishing.Offers(ctx, a, p.In.Year)
		if err != nil && !refused(err) {
			return err
		}
		if r.FormValue("form") == "" {
			if i := slices.IndexFunc(p.Offers, func(o publishing.Offer) bool { return o.Open == nil }); i >= 0 {
				p.In.Form = p.Offers[i].Form
			}
		}
	}
	if failed != nil {
		err = failed
	}
	p.Error = h.shell.Told(w, r, err)
	h.shell.Render(w, r, "publication_form", errs.T("Prepare a publication"), p)
	return nil
}

func (h *handlers) prepare(w http.ResponseWriter, r *http.Request) error {
	id, err := h.desks.Publishing.Prepare(r.Context(), page.Actor(r), h.input(r))
	if refused(err) {
		return h.formPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", errs.T("Prepared and audited. Another person approves it."))
}

func address(id int64) string { return fmt.Sprintf("/publications/%d", id) }

type onePage struct {
	page.Page
	Of    *publishing.Shown
	Error string
}

// Next reports whether a step can be taken now.
func (p *onePage) Next(step string) bool {
	return slices.Contains(p.Of.MayStep, publication.Step(step))
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.onePage(w, r, nil) }

func (h *handlers) onePage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &onePage{}
	if p.Of, err = h.desks.Publishing.Find(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Error = h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "publication", errs.T("%s, %s", p.Of.Series.Title(), p.Of.Period), p)
	return nil
}

// told are what a page says after a step.
var told = map[publication.Step]errs.Text{
	publication.Approve:  errs.T("Approved: public from its day on, and never changed."),
	publication.Refuse:   errs.T("Refused. It stays here with the reason."),
	publication.Withdraw: errs.T("Withdrawn: it stays visible as withdrawn, with the reason."),
}

func (h *handlers) step(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	step := publication.Step(r.FormValue("step"))
	from, err := page.FormDay(r, "from")
	if err == nil {
		err = h.desks.Publishing.Step(r.Context(), page.Actor(r), id, step, from, r.FormValue("reason"))
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.onePage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", told[step])
}
