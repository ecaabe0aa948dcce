// Package feedbacks serves the office's pages of what residents ask, complain of and report.
package feedbacks

import (
	"embed"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/feedback"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/feedbacks"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
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
		{Pattern: "GET /feedback", Handle: h.list, Entry: &page.Entry{
			Group: page.Public, Order: 2, Title: errs.T("Residents’ questions and complaints"), Icon: "user-circle",
			Needs: access.ViewFeedback, Counts: work.Feedback,
		}},
		{Pattern: "GET /feedback/{id}", Handle: h.show},
		{Pattern: "POST /feedback/{id}", Handle: h.take},
	}
}

// line is one in the list.
type line struct {
	rows.Feedback
	About, Whose place.Unit
	Late         bool
}

type listPage struct {
	page.Page
	Items []line
	Pager parts.Pager
	All   bool // what is over too
	Terms feedback.Terms
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error {
	p := &listPage{All: r.FormValue("all") != "", Terms: h.desks.Feedbacks.Terms()}
	all, err := h.desks.Feedbacks.List(r.Context(), page.Actor(r), !p.All)
	if err != nil {
		return err
	}
	p.Pager = parts.NewPager(r, "/feedback", len(all))
	from := min(parts.Offset(r), len(all))
	for _, f := range all[from:min(from+parts.PageRows, len(all))] {
		p.Items = append(p.Items, line{f, h.desks.Office.Unit(f.Place), h.desks.Office.Unit(f.Unit),
			h.desks.Feedbacks.Late(&f)})
	}
	h.shell.Render(w, r, "feedbacks", errs.T("Residents’ questions and complaints"), p)
	return nil
}

type onePage struct {
	page.Page
	Of     *feedbacks.Shown
	Term   feedback.Term
	Error  string
	Values map[string]string // what was typed and is refused
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.one(w, r, nil) }

func (h *handlers) one(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &onePage{Error: h.shell.Told(w, r, failed), Values: map[string]string{}}
	for _, name := range []string{"text", "code", "from"} {
		p.Values[name] = r.PostFormValue(name)
	}
	if p.Of, err = h.desks.Feedbacks.Show(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Term = h.desks.Feedbacks.Terms().Of(p.Of.Kind)
	h.shell.Render(w, r, "feedback", errs.T("%s no. %d", p.Of.Kind.Title(), id), p)
	return nil
}

// told are what a page says after a step.
var told = map[feedback.Step]errs.Text{
	feedback.Assign: errs.T("You have taken it on."),
	feedback.Answer: errs.T("Answered: the sender reads it with the code."),
	feedback.Send:   errs.T("Sent to the other unit; the term runs on."),
	feedback.PassOn: errs.T("Passed on; the sender reads to whom."),
	feedback.Close:  errs.T("Closed."),
	feedback.Join:   errs.T("Entered among the complaints on the list; there it is re-checked."),
}

func (h *handlers) take(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	a, step := page.Actor(r), feedback.Step(r.FormValue("step"))
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	to := fmt.Sprintf("/feedback/%d", id)
	if step == feedback.Join {
		list, err := page.FormID(r, "list")
		if err != nil {
			return err
		}
		err = h.desks.Feedbacks.JoinList(r.Context(), a, id, version, list, household.ID(text("code")), text("from"))
		return h.done(w, r, to, step, err)
	}
	err = h.desks.Feedbacks.Take(r.Context(), a, id, version, step, text("text"), place.Code(text("to")))
	if step == feedback.Send { // whose it is now may not be the person's to see
		to = "/feedback"
	}
	return h.done(w, r, to, step, err)
}

func (h *handlers) done(w http.ResponseWriter, r *http.Request, to string, step feedback.Step, err error) error {
	switch k := errs.KindOf(err); {
	case err == nil:
		return page.Done(w, r, to, "", told[step])
	case k == errs.Invalid || k == errs.Conflict:
		return h.one(w, r, err)
	}
	return err
}
