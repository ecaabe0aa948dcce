package accounts

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/app/people"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/web/page"
)

type bulkPage struct {
	page.Page
	*people.Outlook
	Fresh bool
	Unit  place.Unit
}

// Refused is with how many accounts it cannot be done.
func (p *bulkPage) Refused() int { return len(p.Of) - len(p.Good()) }

// choice is what a form says shall be done, with the accounts that are ticked or all that its list has.
func (h *bulk) choice(r *http.Request) (c people.Choice, err error) {
	c = people.Choice{Act: people.Act(r.PostFormValue("act")), To: place.Code(r.PostFormValue("to"))}
	if c.Day, err = page.FormDay(r, "day"); err != nil {
		return c, err
	}
	switch {
	case r.PostFormValue("waiting") != "":
		c.IDs, err = h.desks.People.Waiting(r.Context(), page.Actor(r))
	case r.PostFormValue("all") != "":
		var found []*accountrows.Account
		found, err = h.desks.People.Find(r.Context(), page.Actor(r), wanted(r.PostForm))
		for _, acc := range found {
			c.IDs = append(c.IDs, acc.ID)
		}
	default:
		for _, text := range r.PostForm["id"] {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return c, page.NotThere()
			}
			c.IDs = append(c.IDs, id)
		}
	}
	return c, err
}

// lookAct shows what would become of the accounts that are chosen; nothing is done by it.
func (h *bulk) lookAct(w http.ResponseWriter, r *http.Request) error {
	c, err := h.choice(r)
	var look *people.Outlook
	if err == nil {
		look, err = h.desks.People.Look(r.Context(), page.Actor(r), c)
	}
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return h.list(w, r, filterOf(r), c, err)
	}
	if err != nil {
		return err
	}
	p := &bulkPage{Outlook: look, Fresh: h.desks.Office.NeedFresh(page.Actor(r)) == nil,
		Unit: h.desks.Office.Unit(look.To)}
	p.Nav = "accounts"
	h.shell.Render(w, r, "account_bulk", look.Act.Title(), p)
	return nil
}

// filterOf is the filter of the list from which a form was sent.
func filterOf(r *http.Request) url.Values {
	out := url.Values{}
	for _, name := range []string{"q", "unit", "role", "state"} {
		out.Set(name, r.PostFormValue(name))
	}
	return out
}

// doAct does what was looked at.
func (h *bulk) doAct(w http.ResponseWriter, r *http.Request) error {
	c, err := h.choice(r)
	if err != nil {
		return err
	}
	n, err := h.desks.People.Do(r.Context(), page.Actor(r), c)
	if err != nil {
		return err
	}
	return page.Done(w, r, "/accounts", "", errs.T("%s: done with %d accounts.", c.Act.Title(), n))
}

type lettersPage struct {
	page.Page
	Letters []letter
	Address string // at which the office is opened
	Count   int
	Error   string
}

// letter is a letter with what is printed beside the password.
type letter struct {
	people.Letter
	Roles []heldRole
	Codes date.Date // from when the account signs in with one-time codes only; zero: it need not
}

// heldRole is a role on a letter.
type heldRole struct {
	Role     errs.Text
	Unit     string
	From, To date.Date
	Later    bool // it has not begun
}

// letters gives accounts temporary passwords and shows their letters, once: the passwords are neither stored nor in an
// address. A password takes a moment: the page says how far it is while it is being made.
func (h *bulk) letters(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	c, err := h.choice(r)
	if err != nil {
		return err
	}
	p := &lettersPage{Count: len(c.IDs)}
	p.Nav = "accounts"
	if p.Address, err = h.desks.Papers.PublicAddress(r.Context()); err != nil {
		return err
	}
	begun := false
	made, err := h.desks.People.Letters(r.Context(), a, c.IDs, func(done, total int64) {
		if !begun {
			begun = true
			h.shell.Render(w, r, "letters_begin", errs.T("Letters to the people"), p)
		}
		if done%toldEach == 0 && done < total {
			_, _ = fmt.Fprintf(w, "%d… ", done) // who is gone is not told
			_ = http.NewResponseController(w).Flush()
		}
	})
	if err != nil && !begun {
		return err
	}
	if err != nil { // the page has begun: it says the rest
		if p.Error = page.Pick(page.Lang(r), textOf(err)); p.Error == "" {
			return err
		}
	}
	for _, l := range made {
		p.Letters = append(p.Letters, h.letterOf(l))
	}
	h.shell.Render(w, r, "letters_end", errs.T("Letters to the people"), p)
	return nil
}

// toldEach is after how many passwords the page says how far it is.
const toldEach = 10

// textOf is what an error says to people; empty where it is the program's own.
func textOf(err error) errs.Text {
	var e *errs.Error
	if page.AsError(err, &e) {
		return e.Text()
	}
	return errs.Text{}
}

func (h *bulk) letterOf(l people.Letter) letter {
	today := h.desks.Office.Day()
	out := letter{Letter: l, Codes: h.desks.Accounts.CodesFrom(l.Account)}
	for _, g := range l.Account.Grants {
		if !g.Over(today) {
			out.Roles = append(out.Roles, heldRole{Role: g.Role.Title(), Unit: h.desks.Office.Unit(g.Place).FullName,
				From: g.From, To: g.To, Later: g.From > today})
		}
	}
	return out
}
