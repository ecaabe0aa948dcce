package accounts

import (
	"html/template"
	"net/http"
	"net/url"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/web/page"
)

type listPage struct {
	accountsPage
	Pager   page.Pager
	Wanted  accounts.Wanted
	Shown   []*accountrows.Account
	Total   int
	Waiting int // without a password yet
	States  []accounts.State
	Acts    []accounts.Act
	In      template.HTML // the units to narrow the list to
	Where   template.HTML // the units to move to
	Choice  accounts.Choice
}

// wanted is the filter of a list.
func wanted(v url.Values) accounts.Wanted {
	return accounts.Wanted{Text: v.Get("q"), Unit: place.Code(v.Get("unit")), Role: access.Role(v.Get("role")),
		State: accounts.State(v.Get("state"))}
}

func (h *bulk) listAccounts(w http.ResponseWriter, r *http.Request) error {
	return h.list(w, r, r.URL.Query(), accounts.Choice{}, nil)
}

// list shows a page of the list by a filter; a choice that was refused stands in its form, with why.
func (h *bulk) list(w http.ResponseWriter, r *http.Request, filter url.Values, c accounts.Choice, failed error) error {
	a := page.Actor(r)
	p := &listPage{Wanted: wanted(filter), States: accounts.States(), Acts: accounts.Acts(), Choice: c}
	found, err := h.desks.Accounts.Find(r.Context(), a, p.Wanted)
	if err != nil {
		return err
	}
	waiting, err := h.desks.Accounts.Waiting(r.Context(), a)
	if err != nil {
		return err
	}
	p.Total, p.Waiting = len(found), len(waiting)
	p.Pager = page.NewPager(r, "/accounts", p.Total)
	p.Pager.Filter = filter
	from := min(page.Offset(r), p.Total)
	p.Shown = found[from:min(from+page.PageRows, p.Total)]
	p.Names, p.due, p.conflicts = h.accountNames(p.Shown), h.desks.Accounts.CodesFrom, h.desks.Accounts.Conflicts
	p.Roles, p.Units = h.desks.Accounts.Roles(), withCodes(h.desks.Accounts.UnitsFor())
	p.In, p.Where = page.UnitOptions(p.Units, string(p.Wanted.Unit)), page.UnitOptions(p.Units, string(c.To))
	p.Fresh = h.desks.Office.NeedFresh(a) == nil
	p.Nav, p.Error = "accounts", h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "accounts", errs.T("Accounts"), p)
	return nil
}

// withCodes are units with their codes in their names: there are some of one name.
func withCodes(units []place.Unit) []place.Unit {
	out := make([]place.Unit, len(units))
	for i, u := range units {
		u.FullName += " (" + string(u.Code) + ")"
		out[i] = u
	}
	return out
}
