package statements

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/statements"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/statement"
	rows "giamngheo/internal/store/statements"
	"giamngheo/internal/web/page"
)

// nav is the line of the side bar to which the pages belong.
const nav = "money/statements"

type holdersPage struct {
	page.Page
	Holders []statements.Holder
}

// To is where the statements of who holds lines are.
func (p *holdersPage) To(h statements.Holder) string { return of(h.Place, h.Holder) }

func of(at place.Code, holder string) string {
	return "/money/statements/of?" + url.Values{"place": {string(at)}, "holder": {holder}}.Encode()
}

func (h *handlers) holders(w http.ResponseWriter, r *http.Request) (err error) {
	p := &holdersPage{}
	if p.Holders, err = h.desks.Statements.Holders(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	p.Nav = nav
	h.shell.Render(w, r, "statements", errs.T("Treasury statements"), p)
	return nil
}

type listPage struct {
	page.Page
	Place   place.Code
	Holder  string
	Name    string
	Account *rows.Account
	Items   []rows.Statement
	MayTake bool
	Values  map[string]string
	Error   string
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error { return h.listPage(w, r, nil) }

func (h *handlers) listPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	p := &listPage{Place: place.Code(r.FormValue("place")), Holder: text(r, "holder"), Values: page.Typed(r)}
	a := page.Actor(r)
	if p.Items, p.Account, p.Name, err = h.desks.Statements.List(r.Context(), a, p.Place, p.Holder); err != nil {
		return err
	}
	p.MayTake = h.desks.Statements.MayTake(a, p.Place)
	p.Error, p.Nav = h.shell.Told(w, r, failed), nav
	h.shell.Render(w, r, "statement_list", errs.T("Statements of %s", p.Name), p)
	return nil
}

func (h *handlers) look(w http.ResponseWriter, r *http.Request) error {
	id, err := h.looked(r)
	if k := errs.KindOf(err); err != nil && k == errs.Invalid {
		return h.listPage(w, r, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/money/statements/%d", id), http.StatusSeeOther)
	return nil
}

func (h *handlers) looked(r *http.Request) (int64, error) {
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return 0, errs.New(errs.Invalid, "the file is too large")
		}
		return 0, errs.New(errs.Invalid, "the upload was cut off; check the connection and send it again")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	in := statements.Input{Place: place.Code(r.FormValue("place")), Holder: text(r, "holder"), Number: text(r,
		"number"),
		Headings: map[string]string{"day": text(r, "head_day"), "voucher": text(r, "head_voucher"),
			"amount": text(r, "head_amount")}}
	month, year, _ := strings.Cut(text(r, "month"), "/")
	in.Month, _ = strconv.Atoi(month) // what is none is refused
	in.Year, _ = strconv.Atoi(year)
	if !h.desks.Statements.MayTake(page.Actor(r), in.Place) { // before the file is asked for
		_, err := h.desks.Statements.Look(r.Context(), page.Actor(r), in, "", strings.NewReader(""))
		return 0, err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return 0, errs.New(errs.Invalid, "no file chosen: choose an .xlsx")
	}
	defer func() { _ = file.Close() }()
	return h.desks.Statements.Look(r.Context(), page.Actor(r), in, head.Filename, file)
}

type showPage struct {
	page.Page
	*statements.Shown
	Kinds  []statement.Kind
	Owners []statement.Owner
	Back   string
	Only   bool // differences alone
	Error  string
}

// mostShown is how many pairs a page lists; differences come first.
const mostShown = 300

// Listed are the pairs that a page lists: those that differ, then those that agree.
func (p *showPage) Listed() (out []statements.Difference) {
	for _, differs := range []bool{true, false} {
		for _, d := range p.Pairs {
			if (d.Kind != statement.Matched) == differs && len(out) < mostShown {
				out = append(out, d)
			}
		}
	}
	return out
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.showPage(w, r, nil) }

func (h *handlers) showPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &showPage{Kinds: statement.Kinds(), Owners: statement.Owners()}
	if p.Shown, err = h.desks.Statements.Show(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Error, p.Nav, p.Back = h.shell.Told(w, r, failed), nav, of(p.Place, p.Holder)
	h.shell.Render(w, r, "statement", errs.T("Treasury statement %d/%d – %s", p.Month, p.Year, p.Name), p)
	return nil
}

// do does something with a statement and shows the page again where it is refused.
func (h *handlers) do(w http.ResponseWriter, r *http.Request, said errs.Text, do func(id int64) error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = do(id)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.showPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/statements/%d", id), "", said)
}

func (h *handlers) take(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The statement is taken in."), func(id int64) error {
		return h.desks.Statements.Take(r.Context(), page.Actor(r), id)
	})
}

func (h *handlers) answer(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The answer is recorded."), func(id int64) error {
		return h.desks.Statements.Reply(r.Context(), page.Actor(r), id, r.FormValue("subject"),
			statement.Owner(r.FormValue("owner")), text(r, "answer"))
	})
}

func (h *handlers) close(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The month is closed."), func(id int64) error {
		version, err := page.FormID(r, "version")
		if err != nil {
			return err
		}
		return h.desks.Statements.Close(r.Context(), page.Actor(r), id, version)
	})
}

// text is a text of a form as people mean it.
func text(r *http.Request, name string) string {
	return strings.TrimSpace(norm.NFC.String(r.FormValue(name)))
}
