package accounts

import (
	"html/template"
	"net/http"
	"net/url"

	"giamngheo/internal/access"
	"giamngheo/internal/app/people"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type listPage struct {
	accountsPage
	Pager   parts.Pager
	Wanted  people.Wanted
	Shown   []*accountrows.Account
	Total   int
	Waiting int // without a password yet
	States  []people.State
	Acts    []people.Act
	In      template.HTML // the units to narrow the list to
	Where   template.HTML // the units to move to
	Choice  people.Choice
}

// wanted is the filter of a list.
func wanted(v url.Values) people.Wanted {
	return people.Wanted{Text: v.Get("q"), Unit: place.Code(v.Get("unit")), Role: access.Role(v.Get("role")),
		State: people.State(v.Get("state"))}
}

func (h *bulk) listAccounts(w http.ResponseWriter, r *http.Request) error {
	return h.list(w, r, r.URL.Query(), people.Choice{}, nil)
}

// list shows a page of the list by a filter; a choice that was refused stands in its form, with why.
func (h *bulk) list(w http.ResponseWriter, r *http.Request, filter url.Values, c people.Choice, failed error) error {
	a := page.Actor(r)
	p := &listPage{Wanted: wanted(filter), States: people.States(), Acts: people.Acts(), Choice: c}
	found, waiting, err := h.desks.People.Listed(r.Context(), a, p.Wanted)
	if err != nil {
		return err
	}
	p.Total, p.Waiting = len(found), waiting
	p.Pager = parts.NewPager(r, "/accounts", p.Total)
	p.Pager.Filter = filter
	from := min(parts.Offset(r), p.Total)
	p.Shown = found[from:min(from+parts.PageRows, p.Total)]
	p.Names, p.due, p.conflicts = h.accountNames(p.Shown), h.desks.Accounts.CodesFrom, h.desks.Accounts.Conflicts
	if p.Holders, err = h.desks.Accounts.Holders(r.Context()); err != nil {
		return err
	}
	p.Units = withCodes(h.desks.Accounts.UnitsFor())
	p.Roles = access.RolesIn(p.Units)
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
