// Package privacies serves the pages of personal data: what persons ask for, what is held of a household, breaches, and
// the file on what is processed and why.
package privacies

import (
	"embed"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/privacy"
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
		{Pattern: "GET /privacy", Handle: h.list, Entry: &page.Entry{
			Group: page.Office, Order: 8, Title: errs.T("entry|Personal data"), Icon: "lock",
			Needs: access.HandlePrivacy, Counts: work.Privacy,
		}},
		{Pattern: "GET /privacy/new", Handle: h.newRequest},
		{Pattern: "POST /privacy/new", Handle: h.ask},
		{Pattern: "GET /privacy/requests/{id}", Handle: h.request},
		{Pattern: "POST /privacy/requests/{id}", Handle: h.step},
		{Pattern: "POST /households/{id}/held", Handle: h.held},
		{Pattern: "GET /privacy/breaches", Handle: h.breaches, Entry: &page.Entry{
			Group: page.Office, Order: 9, Title: errs.T("entry|Breaches of personal data"), Icon: "alert-triangle",
			Needs: access.GuardPrivacy,
		}},
		{Pattern: "POST /privacy/breaches", Handle: h.found},
		{Pattern: "GET /privacy/breaches/{id}", Handle: h.breach},
		{Pattern: "POST /privacy/breaches/{id}", Handle: h.told},
		{Pattern: "GET /privacy/file", Handle: h.file},
	}
}

// typed is what was typed into a field.
func typed(r *http.Request, name string) string {
	return norm.NFC.String(strings.TrimSpace(r.FormValue(name)))
}

type listPage struct {
	page.Page
	Items []privacies.RequestShown
	Rules *privacy.Rules
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	a, p := page.Actor(r), &listPage{}
	if p.Items, err = h.desks.Privacies.Requests(r.Context(), a); err != nil {
		return err
	}
	if p.Rules, err = h.desks.Privacies.Rules(a); err != nil {
		return err
	}
	p.Nav = "privacy"
	h.shell.Render(w, r, "privacy", errs.T("Personal data: what persons ask for"), p)
	return nil
}

type newPage struct {
	page.Page
	Rules     *privacy.Rules
	Values    map[string]string
	Household int64
	Error     string
}

// Value is what was typed into a field.
func (p *newPage) Value(name string) string { return p.Values[name] }

func (h *handlers) newRequest(w http.ResponseWriter, r *http.Request) error {
	household, err := page.FormID(r, "household")
	if err != nil {
		return err
	}
	return h.newPage(w, r, &newPage{Household: household,
		Values: map[string]string{"received": h.desks.Office.Day().Vietnamese()}}, nil)
}

func (h *handlers) newPage(w http.ResponseWriter, r *http.Request, p *newPage, failed error) (err error) {
	if !h.desks.Office.May(page.Actor(r), access.HandlePrivacy) {
		return office.Forbidden()
	}
	if p.Rules, err = h.desks.Privacies.Rules(page.Actor(r)); err != nil {
		return err
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "privacy"
	h.shell.Render(w, r, "privacy_new", errs.T("A request about personal data"), p)
	return nil
}

func (h *handlers) ask(w http.ResponseWriter, r *http.Request) error {
	household, err := page.FormID(r, "household")
	if err != nil {
		return err
	}
	q := privacy.Request{Right: r.FormValue("right"), Who: typed(r, "who"), Contact: typed(r, "contact"),
		What: typed(r, "what"), Shared: r.FormValue("shared") != ""}
	id := int64(0)
	if q.Received, err = page.FormDay(r, "received"); err == nil {
		id, err = h.desks.Privacies.Ask(r.Context(), page.Actor(r), q, household, "")
	}
	if page.Mendable(err) {
		return h.newPage(w, r, &newPage{Values: page.Typed(r), Household: household}, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/privacy/requests/%d", id), "",
		errs.T("The request is recorded; its days run from when it was received."))
}

type requestPage struct {
	page.Page
	*privacies.RequestShown
	Rules *privacy.Rules
	Error string
}

func (h *handlers) request(w http.ResponseWriter, r *http.Request) error {
	return h.requestPage(w, r, nil)
}

func (h *handlers) requestPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &requestPage{}
	if p.RequestShown, err = h.desks.Privacies.Request(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Rules, err = h.desks.Privacies.Rules(page.Actor(r)); err != nil {
		return err
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "privacy"
	h.shell.Render(w, r, "privacy_request", errs.T("Request no. %d", p.ID), p)
	return nil
}

// stepOf reads a step from a form.
func stepOf(r *http.Request) (id, version int64, s privacy.Step, err error) {
	if id, err = page.PathID(r); err != nil {
		return 0, 0, s, err
	}
	version, err = page.FormID(r, "version")
	to := r.FormValue("to")
	s = privacy.Step{To: privacy.State(to), Reason: typed(r, "reason"), Paper: typed(r, "paper"),
		Extend: to == "extend"}
	return id, version, s, err
}

func (h *handlers) step(w http.ResponseWriter, r *http.Request) error {
	id, version, s, err := stepOf(r)
	if err != nil {
		return err
	}
	err = h.desks.Privacies.Step(r.Context(), page.Actor(r), id, version, s)
	if page.Mendable(err) {
		return h.requestPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/privacy/requests/%d", id), "", errs.T("The step is recorded."))
}

type heldPage struct {
	page.Page
	*privacies.Held
	Reason string
}

// Member is the name of a member, "" of the household itself.
func (p *heldPage) Member(no int) string {
	for i := range p.Version.Household.Members {
		if m := &p.Version.Household.Members[i]; m.No == no {
			return m.Name
		}
	}
	return ""
}

// Kind is what a kind of support is called.
func (p *heldPage) Kind(code string) errs.Text {
	if k := p.Kinds.Kind(code); k != nil {
		return k.Name
	}
	return errs.Text{VI: code}
}

// Of are the fields of a member; of 0 those of the household.
func (p *heldPage) Of(no int) (out []household.Change) {
	for _, c := range p.Data {
		if c.Member == no {
			out = append(out, c)
		}
	}
	return out
}

// Members are the household itself and its members, by their numbers.
func (p *heldPage) Members() []int {
	out := []int{0}
	for i := range p.Version.Household.Members {
		out = append(out, p.Version.Household.Members[i].No)
	}
	return out
}

func (h *handlers) held(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &heldPage{Reason: typed(r, "reason")}
	if p.Held, err = h.desks.Privacies.Held(r.Context(), page.Actor(r), id, p.Reason); err != nil {
		return err
	}
	p.Nav = "households"
	h.shell.Render(w, r, "privacy_held", errs.T("What the office holds of household %s",
		string(p.Version.Household.Code)), p)
	return nil
}

type breachesPage struct {
	page.Page
	Items  []privacies.BreachShown
	Rules  *privacy.Rules
	Values map[string]string
	Error  string
}

// Value is what was typed into a field.
func (p *breachesPage) Value(name string) string { return p.Values[name] }

func (h *handlers) breaches(w http.ResponseWriter, r *http.Request) error {
	return h.breachesPage(w, r, nil)
}

func (h *handlers) breachesPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	a, p := page.Actor(r), &breachesPage{Values: page.Typed(r)}
	if p.Items, err = h.desks.Privacies.Breaches(r.Context(), a); err != nil {
		return err
	}
	if p.Rules, err = h.desks.Privacies.Rules(a); err != nil {
		return err
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "privacy/breaches"
	h.shell.Render(w, r, "breaches", errs.T("Breaches of personal data"), p)
	return nil
}

// momentOf reads a day and an hour as they are here.
func momentOf(r *http.Request) (time.Time, error) {
	day, err := page.FormDay(r, "day")
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse("15:04", typed(r, "hour"))
	if err != nil {
		return time.Time{}, errs.New(errs.Invalid, "write the hour as 08:30")
	}
	return office.Moment(day, at.Hour(), at.Minute()), nil
}

func (h *handlers) found(w http.ResponseWriter, r *http.Request) error {
	b := privacy.Breach{What: typed(r, "what"), Data: typed(r, "data"), People: typed(r, "people"),
		Measures: typed(r, "measures")}
	at, err := momentOf(r)
	id := int64(0)
	if err == nil {
		b.Found = at
		id, err = h.desks.Privacies.Found(r.Context(), page.Actor(r), b)
	}
	if page.Mendable(err) {
		return h.breachesPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/privacy/breaches/%d", id), "",
		errs.T("The breach is recorded; its term runs."))
}

type breachPage struct {
	page.Page
	*privacies.BreachShown
	Rules *privacy.Rules
	Error string
}

func (h *handlers) breach(w http.ResponseWriter, r *http.Request) error {
	return h.breachPage(w, r, nil)
}

func (h *handlers) breachPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &breachPage{}
	if p.BreachShown, err = h.desks.Privacies.Breach(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Rules, err = h.desks.Privacies.Rules(page.Actor(r)); err != nil {
		return err
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "privacy/breaches"
	h.shell.Render(w, r, "breach", errs.T("Breach no. %d", p.ID), p)
	return nil
}

func (h *handlers) told(w http.ResponseWriter, r *http.Request) error {
	id, version, s, err := stepOf(r)
	if err != nil {
		return err
	}
	err = h.desks.Privacies.Told(r.Context(), page.Actor(r), id, version, s)
	if page.Mendable(err) {
		return h.breachPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/privacy/breaches/%d", id), "", errs.T("The step is recorded."))
}

type filePage struct {
	page.Page
	*privacy.Rules
	Roles []access.Role
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) (err error) {
	p := &filePage{}
	if p.Rules, err = h.desks.Privacies.File(page.Actor(r)); err != nil {
		return err
	}
	for _, role := range access.Roles() {
		if role.Allows(access.ViewHouseholds) {
			p.Roles = append(p.Roles, role)
		}
	}
	p.Nav = "privacy/breaches"
	h.shell.Render(w, r, "privacy_file", errs.T("File on the processing of personal data"), p)
	return nil
}
