package accounts

import (
	"fmt"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/passkeys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
	ssorows "giamngheo/internal/store/sso"
	"giamngheo/internal/web/page"
)

type accountsPage struct {
	page.Page
	Account   *accountrows.Account
	Roles     []access.Role
	Units     []place.Unit
	Temporary string
	Error     string
	Values    map[string]string
	Fresh     bool
	Second    bool // a second person has to agree to a reset of the password
	Names     map[place.Code]string
	Keys      []passkeys.Key // of the account
	SSO       string         // the program of the province
	Links     []ssorows.Link // of the account
	Holders   map[int64]int  // how many passkeys each account has
	due       func(*accountrows.Account) date.Date
	conflicts func(*accountrows.Account) [][2]access.Role
}

// Due is the day from which an account without one-time codes is let in no further; nil where there is none.
func (p *accountsPage) Due(acc *accountrows.Account) *date.Date {
	if on := p.due(acc); !on.IsZero() && acc.Disabled.IsZero() {
		return &on
	}
	return nil
}

// Holds reports whether a role is in force today.
func (p *accountsPage) Holds(g access.Grant) bool { return g.Holds(p.Day) }

// Over reports whether a role is in force neither today nor later.
func (p *accountsPage) Over(g access.Grant) bool { return g.Over(p.Day) }

// Conflicts are the pairs of roles of an account that nobody may hold in the same time.
func (p *accountsPage) Conflicts(acc *accountrows.Account) [][2]access.Role {
	if !acc.Disabled.IsZero() {
		return nil
	}
	return p.conflicts(acc)
}

func (s *handlers) accountNames(all []*accountrows.Account) map[place.Code]string {
	out := map[place.Code]string{}
	for _, a := range all {
		for _, g := range a.Grants {
			out[g.Place] = s.desks.Office.Unit(g.Place).FullName
		}
	}
	return out
}

func (s *handlers) newAccount(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.desks.Accounts.Accounts(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	return s.accountForm(w, r, &accountsPage{Values: map[string]string{}})
}

func (s *handlers) accountForm(w http.ResponseWriter, r *http.Request, p *accountsPage) error {
	p.Units = s.desks.Accounts.UnitsFor()
	p.Roles, p.Fresh, p.Nav = access.RolesIn(p.Units), s.desks.Office.NeedFresh(page.Actor(r)) == nil, "accounts"
	s.shell.Render(w, r, "account_new", errs.T("New account"), p)
	return nil
}

func (s *handlers) grantOf(r *http.Request) (access.Grant, error) {
	g := access.Grant{Role: access.Role(r.FormValue("role")), Place: place.Code(r.FormValue("place"))}
	var err error
	if g.From, err = page.FormDay(r, "from"); err != nil {
		return g, err
	}
	if g.From.IsZero() {
		g.From = s.desks.Office.Day()
	}
	g.To, err = page.FormDay(r, "to")
	return g, err
}

func (s *handlers) createAccount(w http.ResponseWriter, r *http.Request) error {
	g, err := s.grantOf(r)
	in := accounts.NewAccount{Username: r.FormValue("username"), FullName: r.FormValue("full_name"),
		Grants: []access.Grant{g}}
	var acc *accountrows.Account
	var temporary string
	if err == nil {
		acc, temporary, err = s.desks.Accounts.CreateAccount(r.Context(), page.Actor(r), in)
	}
	var e *errs.Error
	if page.AsError(err, &e) && (e.Kind == errs.Invalid || e.Kind == errs.Conflict) {
		w.WriteHeader(page.StatusOf(err))
		return s.accountForm(w, r, &accountsPage{Error: page.Pick(page.Lang(r), e.Text()),
			Values: map[string]string{"username": in.Username, "full_name": in.FullName,
				"role": string(g.Role), "place": string(g.Place)}})
	}
	if err != nil {
		return err
	}
	return s.showTemporary(w, r, acc, temporary)
}

// showTemporary shows a temporary password once: it is neither stored nor in an address.
func (s *handlers) showTemporary(w http.ResponseWriter, r *http.Request, acc *accountrows.Account,
	temporary string) error {
	p := &accountsPage{Account: acc, Temporary: temporary}
	p.Nav = "accounts"
	s.shell.Render(w, r, "temporary", errs.T("Temporary password"), p)
	return nil
}

func (s *handlers) oneAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if !s.desks.Office.May(page.Actor(r), access.ManageAccounts) {
		return s.desks.Register.Refuse()
	}
	acc, err := s.desks.Accounts.AccountOf(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	units := s.desks.Accounts.UnitsFor()
	p := &accountsPage{Account: acc, Roles: access.RolesIn(units), Units: units,
		Fresh: s.desks.Office.NeedFresh(page.Actor(r)) == nil, Names: s.accountNames([]*accountrows.Account{acc}),
		conflicts: s.desks.Accounts.Conflicts}
	if p.Second, err = s.desks.Accounts.NeedsSecond(r.Context(), s.desks.Office.Reader(), acc); err != nil {
		return err
	}
	if p.Keys, err = s.desks.Passkeys.Of(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.SSO = s.desks.SSO.Name(); p.SSO != "" {
		if p.Links, err = s.desks.SSO.Of(r.Context(), page.Actor(r), id); err != nil {
			return err
		}
	}
	p.Nav = "accounts"
	s.shell.Render(w, r, "account_one", errs.Text{VI: acc.FullName, EN: acc.FullName}, p)
	return nil
}

func (s *handlers) resetAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	temporary, err := s.desks.Accounts.ResetPassword(r.Context(), page.Actor(r), id, r.PostFormValue("reason"))
	if err != nil {
		return err
	}
	acc, err := s.desks.Accounts.AccountOf(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	return s.showTemporary(w, r, acc, temporary)
}

func (s *handlers) disableAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := s.desks.Accounts.SetDisabled(r.Context(), page.Actor(r), id, r.FormValue("disabled") == "1"); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Changed."))
}

func (s *handlers) addRole(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	g, err := s.grantOf(r)
	if err != nil {
		return err
	}
	if err := s.desks.Accounts.AddRole(r.Context(), page.Actor(r), id, g); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Role given."))
}

func (s *handlers) endRole(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	grant, err := page.FormID(r, "grant")
	if err != nil {
		return err
	}
	if err := s.desks.Accounts.EndRole(r.Context(), page.Actor(r), id, grant); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Role ended; it acts at once."))
}
