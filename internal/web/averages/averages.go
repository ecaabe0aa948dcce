// Package averages serves the pages of requests to be recognised as of average living standard.
package averages

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/average"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	shell *page.Shell
	desks *app.Desks
}

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /averages", Handle: h.list, Entry: &page.Entry{
			Group: page.Reviews, Order: 3, Title: errs.T("entry|Average living standard"), Icon: "scale",
			Needs: access.ViewReviews,
		}},
		{Pattern: "POST /averages", Handle: h.receive},
		{Pattern: "GET /averages/{id}", Handle: h.show},
		{Pattern: "POST /averages/{id}", Handle: h.step},
		{Pattern: "GET /averages/{id}/paper", Handle: h.paper},
	}
}

type listPage struct {
	page.Page
	*averages.Listing
	Units    template.HTML
	Answered bool
	Whole    bool // no unit is chosen
	Found    []snapshot.Item
	Channels []average.Channel
	Values   map[string]string
	Today    string
	Error    string
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error {
	return h.listPage(w, r, nil, nil)
}

// listPage shows the requests; a request that could not be received stands in its form, with why.
func (h *handlers) listPage(w http.ResponseWriter, r *http.Request, found []snapshot.Item, failed error) (err error) {
	a := page.Actor(r)
	p := &listPage{Answered: r.FormValue("state") == "answered", Found: found, Channels: average.Channels(),
		Values: page.Typed(r), Today: h.desks.Office.Day().Vietnamese()}
	unit := place.Code(r.FormValue("place"))
	p.Whole = unit == ""
	if p.Listing, err = h.desks.Averages.List(r.Context(), a, unit, !p.Answered); err != nil {
		return err
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), string(unit))
	p.Error = h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "averages", errs.T("Requests for average living standard"), p)
	return nil
}

// receive receives a request. Until it is clear of which household, the page comes back with those that were found.
func (h *handlers) receive(w http.ResponseWriter, r *http.Request) error {
	with := strings.TrimSpace(r.PostFormValue("with"))
	code := r.PostFormValue("code")
	if code == "" || r.PostFormValue("find") != "" {
		if with == "" {
			return h.listPage(w, r, nil, errs.New(errs.Invalid, "give the head's name or the household's code"))
		}
		const mostFound = 10
		l, err := h.desks.Register.SearchNumber(r.Context(), page.Actor(r),
			register.ListInput{Query: snapshot.Query{Text: with, Limit: mostFound}})
		if page.Sought(err) {
			return h.listPage(w, r, nil, err)
		}
		if err != nil {
			return err
		}
		if len(l.Items) == 0 {
			return h.listPage(w, r, nil, errs.New(errs.NotFound, "no household is found by “%s”", with))
		}
		return h.listPage(w, r, l.Items, nil)
	}
	d := average.Done{Received: average.Channel(r.PostFormValue("channel"))}
	var err error
	if d.Day, err = page.FormDay(r, "day"); err != nil {
		return h.listPage(w, r, nil, err)
	}
	id, err := h.desks.Averages.Receive(r.Context(), page.Actor(r), household.ID(code), d)
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden {
		return h.listPage(w, r, nil, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/averages/%d", id), "", errs.T("Request received"))
}

type requestPage struct {
	page.Page
	*averages.Shown
	Values map[string]string
	Today  string
	Error  string
	Doubts book.Doubts // of the income that was given: a tick confirms it
}

// Can reports whether who asks may take a step that the request waits for.
func (p *requestPage) Can(step average.Step) bool { return p.Allows[step] }

// asking is a form for what the commune determined, in the template "average_found".
type asking struct {
	Page  *requestPage
	Step  average.Step
	Title string
}

// Asking is such a form for a step.
func (p *requestPage) Asking(step average.Step, title string) asking { return asking{p, step, title} }

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.showPage(w, r, nil) }

func (h *handlers) showPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &requestPage{Values: page.Typed(r), Today: h.desks.Office.Day().Vietnamese()}
	if p.Shown, err = h.desks.Averages.Request(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if errors.As(failed, &p.Doubts) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		p.Error = page.Pick(page.Lang(r), page.AskedAgain())
	} else {
		p.Error = h.shell.Told(w, r, failed)
	}
	h.shell.Render(w, r, "average", errs.T("Request for average living standard: %s", p.Head), p)
	return nil
}

func (h *handlers) step(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	d, err := h.done(r)
	if err == nil {
		err = h.desks.Averages.Take(r.Context(), page.Actor(r), id, d, r.PostFormValue("sure"))
	}
	var doubts book.Doubts
	if errors.As(err, &doubts) || page.Personal(err) {
		return h.showPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/averages/%d", id), "", errs.T("Recorded: %s", d.Step.Title()))
}

// reasons are the fields with the reasons of the steps that have one: what one says is not put in the mouth of another.
var reasons = map[average.Step]string{average.Object: "objection", average.Refuse: "reason",
	average.Return: "returned", average.Withdraw: "withdrawn"}

// done is the step that a form says was taken.
func (h *handlers) done(r *http.Request) (d average.Done, err error) {
	step := average.Step(r.PostFormValue("step"))
	d = average.Done{Step: step, Place: r.PostFormValue("where"), From: r.PostFormValue("from"),
		Reason: r.PostFormValue(reasons[step]), Number: r.PostFormValue("number"), Signer: r.PostFormValue("signer")}
	if d.Day, err = page.FormDay(r, "day"); err == nil && (step == average.Determine || step == average.Recheck) {
		d.Found, err = h.found(r)
	}
	return d, err
}

// found is what a form says was determined. Errors (errs.Invalid): nothing is said of the income or the livelihood.
func (h *handlers) found(r *http.Request) (*average.Found, error) {
	f := &average.Found{Farms: r.PostFormValue("farms") == "yes"}
	if strings.TrimSpace(r.PostFormValue("income")) == "" { // not the same as none: that is 0
		return nil, errs.New(errs.Invalid, "give the income a head a month that was determined, in đồng")
	}
	var err error
	if f.Income, err = h.shell.FormAmount(r, "income"); err != nil {
		return nil, err
	}
	if r.PostFormValue("farms") == "" {
		return nil, errs.New(errs.Invalid, "say whether the household lives by agriculture, forestry, fishery or salt")
	}
	if own, by := r.PostFormValue("own"), strings.TrimSpace(r.PostFormValue("by")); own != "" {
		f.Own = &average.Own{Average: own == "yes", By: by}
	}
	return f, nil
}

// paper sends the decision or the written refusal.
func (h *handlers) paper(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	name, docx, err := h.desks.Papers.AveragePaper(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	return page.Download(w, page.DocxType, name+".docx", docx)
}
