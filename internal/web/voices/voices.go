// Package voices serves the public pages at which residents ask, complain and report, and follow what became of it: no
// account, no cookie, no script.
package voices

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/errs"
	"giamngheo/internal/feedback"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/site"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

// Desk is what takes feedback from anybody, and all of it that these pages know.
type Desk interface {
	Terms() feedback.Terms
	Places() []place.Unit
	Receive(ctx context.Context, address string, in feedbacks.Sent) (*feedbacks.Receipt, error)
	Follow(ctx context.Context, address, code string) (*feedbacks.Status, error)
	Object(ctx context.Context, address, code, text string) error
}

type handlers struct {
	site *site.Shell
	desk Desk
}

// most is how large a form may be, in bytes: 4,000 letters and the rest.
const most = 64 << 10

// Routes are the addresses.
func Routes(s *site.Shell, d Desk) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /cong-khai/gop-y", Bare: true, Handle: s.Handle(h.form)},
		{Pattern: "POST /cong-khai/gop-y", Bare: true, Most: most, Handle: s.Handle(h.send)},
		{Pattern: "GET /cong-khai/gop-y/theo-doi", Bare: true, Handle: s.Handle(h.code)},
		{Pattern: "POST /cong-khai/gop-y/theo-doi", Bare: true, Most: most, Handle: s.Handle(h.follow)},
	}
}

type formPage struct {
	site.Page
	Kinds   []feedback.Kind
	Terms   feedback.Terms
	Places  []place.Unit
	Values  map[string]string
	Error   string
	Receipt *feedbacks.Receipt // it was sent
	Least   int
	Most    int
}

// Term is that of a kind.
func (p *formPage) Term(k feedback.Kind) feedback.Term { return p.Terms.Of(k) }

func (h *handlers) form(w http.ResponseWriter, r *http.Request) error {
	p := &formPage{Values: map[string]string{"kind": r.FormValue("kind"), "place": r.FormValue("place")}}
	return h.show(w, r, http.StatusOK, p)
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request, status int, p *formPage) error {
	p.Kinds, p.Terms, p.Places, p.Least, p.Most = feedback.Kinds(), h.desk.Terms(), h.desk.Places(), feedback.LeastText,
		feedback.MostText
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	title := errs.T("Ask, complain or report something wrong")
	if p.Receipt != nil {
		title = errs.T("We have received it")
	}
	return h.site.Render(w, r, "voices_form", title, p)
}

// text is a field of a form as it is meant.
func text(r *http.Request, name string) string {
	return norm.NFC.String(strings.TrimSpace(r.FormValue(name)))
}

func (h *handlers) send(w http.ResponseWriter, r *http.Request) error {
	in := feedbacks.Sent{Kind: feedback.Kind(text(r, "kind")), Place: place.Code(text(r, "place")),
		Above: text(r, "above") != "", Text: text(r, "text"), Contact: text(r, "contact"), Key: r.PostFormValue("key")}
	receipt, err := h.desk.Receive(r.Context(), h.site.Address(r), in)
	if err == nil {
		return h.show(w, r, http.StatusOK, &formPage{Receipt: receipt})
	}
	if errs.KindOf(err) != errs.Invalid {
		return err
	}
	p := &formPage{Values: map[string]string{}, Error: said(r, err)}
	for _, name := range []string{"kind", "place", "above", "text", "contact"} {
		p.Values[name] = text(r, name)
	}
	return h.show(w, r, http.StatusUnprocessableEntity, p)
}

// said is what is told of an error, in the language of the page.
func said(r *http.Request, err error) string {
	var e *errs.Error
	if page.AsError(err, &e) {
		return e.Text().In(site.LangOf(r))
	}
	return ""
}

type followPage struct {
	site.Page
	Code   string
	Error  string
	Status *feedbacks.Status
	Done   bool // that the sender is not content was noted
}

// MayObject reports whether there is an answer with which the sender may be not content.
func (p *followPage) MayObject() bool { return p.Status.State == feedback.Answered }

// Answers are the steps with something written to the sender, in order.
func (p *followPage) Answers() []feedbacks.Event {
	return slices.DeleteFunc(slices.Clone(p.Status.Events),
		func(e feedbacks.Event) bool { return e.Step == feedback.Assign })
}

func (h *handlers) code(w http.ResponseWriter, r *http.Request) error {
	return h.followed(w, r, http.StatusOK, &followPage{})
}

func (h *handlers) followed(w http.ResponseWriter, r *http.Request, status int, p *followPage) error {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return h.site.Render(w, r, "voices_follow", errs.T("Follow what you sent"), p)
}

func (h *handlers) follow(w http.ResponseWriter, r *http.Request) (err error) {
	p := &followPage{Code: text(r, "code")}
	if r.PostFormValue("object") != "" {
		if err := h.desk.Object(r.Context(), h.site.Address(r), p.Code, text(r, "text")); err != nil {
			if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict {
				return err
			}
			p.Error = said(r, err)
		} else {
			p.Done = true
		}
	}
	if p.Status, err = h.desk.Follow(r.Context(), h.site.Address(r), p.Code); err != nil {
		if errs.KindOf(err) != errs.NotFound {
			return err
		}
		p.Error = said(r, err)
		return h.followed(w, r, http.StatusNotFound, p)
	}
	return h.followed(w, r, http.StatusOK, p)
}
