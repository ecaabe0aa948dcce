package web

import (
	"fmt"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/register"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	accountrows "giamngheo/internal/store/accounts"
)

type accountsPage struct {
	Page
	Accounts  []*accountrows.Account
	Account   *accountrows.Account
	Roles     []access.Role
	Units     []place.Unit
	Temporary string
	Error     string
	Values    map[string]string
	Fresh     bool
	Names     map[place.Code]string
}

// Holds reports whether a role is in force today.
func (p *accountsPage) Holds(g access.Grant) bool { return g.Holds(p.Day) }

func (s *Server) accountNames(all []*accountrows.Account) map[place.Code]string {
	out := map[place.Code]string{}
	for _, a := range all {
		for _, g := range a.Grants {
			out[g.Place] = s.office.Office.Unit(g.Place).FullName
		}
	}
	return out
}

func (s *Server) listAccounts(w http.ResponseWriter, r *http.Request) error {
	all, err := s.office.Accounts.Accounts(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s.render(w, r, "accounts", errs.T("Accounts"), &accountsPage{Accounts: all, Names: s.accountNames(all)})
	return nil
}

func (s *Server) newAccount(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.office.Accounts.Accounts(r.Context(), actor(r)); err != nil {
		return err
	}
	return s.accountForm(w, r, &accountsPage{Values: map[string]string{}})
}

func (s *Server) accountForm(w http.ResponseWriter, r *http.Request, p *accountsPage) error {
	p.Roles, p.Units, p.Fresh, p.Nav = access.Roles(), s.office.Accounts.UnitsFor(), s.office.Office.NeedFresh(actor(r)) == nil, "accounts"
	s.render(w, r, "account_new", errs.T("New account"), p)
	return nil
}

func (s *Server) grantOf(r *http.Request) (access.Grant, error) {
	g := access.Grant{Role: access.Role(r.FormValue("role")), Place: place.Code(r.FormValue("place"))}
	var err error
	if g.From, err = formDay(r, "from"); err != nil {
		return g, err
	}
	if g.From.IsZero() {
		g.From = s.office.Office.Day()
	}
	g.To, err = formDay(r, "to")
	return g, err
}

func (s *Server) createAccount(w http.ResponseWriter, r *http.Request) error {
	g, err := s.grantOf(r)
	in := accounts.NewAccount{Username: r.FormValue("username"), FullName: r.FormValue("full_name"), Grants: []access.Grant{g}}
	var acc *accountrows.Account
	var temporary string
	if err == nil {
		acc, temporary, err = s.office.Accounts.CreateAccount(r.Context(), actor(r), in)
	}
	var e *errs.Error
	if asError(err, &e) && (e.Kind == errs.Invalid || e.Kind == errs.Conflict) {
		w.WriteHeader(statusOf(err))
		return s.accountForm(w, r, &accountsPage{Error: pick(lang(r), e.Text()), Values: map[string]string{"username": in.Username, "full_name": in.FullName,
			"role": string(g.Role), "place": string(g.Place)}})
	}
	if err != nil {
		return err
	}
	return s.showTemporary(w, r, acc, temporary)
}

// showTemporary shows a temporary password once: it is neither stored nor in an address.
func (s *Server) showTemporary(w http.ResponseWriter, r *http.Request, acc *accountrows.Account, temporary string) error {
	p := &accountsPage{Account: acc, Temporary: temporary}
	p.Nav = "accounts"
	s.render(w, r, "temporary", errs.T("Temporary password"), p)
	return nil
}

func (s *Server) oneAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if !s.office.Office.May(actor(r), access.ManageAccounts) {
		return s.office.Register.Refuse()
	}
	acc, err := s.office.Accounts.AccountOf(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	p := &accountsPage{Account: acc, Roles: access.Roles(), Units: s.office.Accounts.UnitsFor(), Fresh: s.office.Office.NeedFresh(actor(r)) == nil, Names: s.accountNames([]*accountrows.Account{acc})}
	p.Nav = "accounts"
	s.render(w, r, "account_one", errs.Text{VI: acc.FullName, EN: acc.FullName}, p)
	return nil
}

func (s *Server) resetAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	temporary, err := s.office.Accounts.ResetPassword(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	acc, err := s.office.Accounts.AccountOf(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	return s.showTemporary(w, r, acc, temporary)
}

func (s *Server) disableAccount(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := s.office.Accounts.SetDisabled(r.Context(), actor(r), id, r.FormValue("disabled") == "1"); err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Changed."))
}

func (s *Server) addRole(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	g, err := s.grantOf(r)
	if err != nil {
		return err
	}
	if err := s.office.Accounts.AddRole(r.Context(), actor(r), id, g); err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Role given."))
}

func (s *Server) endRole(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	grant, err := formID(r, "grant")
	if err != nil {
		return err
	}
	if err := s.office.Accounts.EndRole(r.Context(), actor(r), id, grant); err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/accounts/%d", id), "", errs.T("Role ended; it acts at once."))
}

type auditPage struct {
	Page
	Entries       []audit.Entry
	Kind, Subject string
	Next          int64
}

func (s *Server) showAudit(w http.ResponseWriter, r *http.Request) error {
	before, err := formID(r, "before")
	if err != nil {
		return err
	}
	p := &auditPage{Kind: r.FormValue("kind"), Subject: r.FormValue("subject")}
	if p.Entries, err = s.office.Records.AuditLog(r.Context(), actor(r), p.Kind, p.Subject, before); err != nil {
		return err
	}
	if n := len(p.Entries); n > 0 && p.Entries[n-1].Seq > 1 {
		p.Next = p.Entries[n-1].Seq
	}
	s.render(w, r, "audit", errs.T("Record of deeds"), p)
	return nil
}

type duplicatesPage struct {
	Page
	Pairs []register.DuplicateShown
	Pair  *register.DuplicateShown
}

func (s *Server) listDuplicates(w http.ResponseWriter, r *http.Request) error {
	pairs, err := s.office.Register.Duplicates(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s.render(w, r, "duplicates", errs.T("Likely duplicates"), &duplicatesPage{Pairs: pairs})
	return nil
}

func (s *Server) showDuplicate(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	d, err := s.office.Register.Duplicate(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	p := &duplicatesPage{Pair: d}
	p.Nav = "duplicates"
	s.render(w, r, "duplicate", errs.T("Likely duplicate"), p)
	return nil
}

func (s *Server) decideDuplicate(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	drop, err := formID(r, "drop")
	if err != nil {
		return err
	}
	if err := s.office.Register.DecideDuplicate(r.Context(), actor(r), id, r.FormValue("same") == "1", drop, r.FormValue("reason")); err != nil {
		return stale(err)
	}
	return done(w, r, "/duplicates", "", errs.T("decideDuplicate|Decided."))
}

type placesPage struct {
	Page
	On, Other   date.Date
	Left, Right []placeRow
	Changes     []places.PlaceChangeShown
	MayChange   bool
	MayApprove  bool
	Preview     *places.PlacePreview
}

type placeRow struct {
	place.Unit
	Depth      int
	Came       []place.Link
	Became     []place.Link
	Households int
}

func (s *Server) placeTree(on date.Date) (out []placeRow) {
	reg := s.office.Office.Places()
	root, ok := reg.At(s.office.Office.Province().Code, on)
	if !ok { // the province itself was merged: show what it became
		if links := reg.Became(s.office.Office.Province().Code, on.AddDays(-400)); len(links) > 0 {
			root, ok = reg.At(links[len(links)-1].To, on)
		}
		if !ok {
			return nil
		}
	}
	var walk func(u place.Unit, depth int)
	walk = func(u place.Unit, depth int) {
		out = append(out, placeRow{Unit: u, Depth: depth, Came: reg.CameFrom(u.Code, on), Became: reg.Became(u.Code, on)})
		for _, c := range reg.Children(u.Code, on) {
			walk(c, depth+1)
		}
	}
	walk(root, 0)
	return out
}

func (s *Server) showPlaces(w http.ResponseWriter, r *http.Request) error {
	p := &placesPage{MayChange: s.office.Office.May(actor(r), access.ChangePlaces), MayApprove: s.office.Office.May(actor(r), access.ApprovePlaces)}
	var err error
	if p.On, err = formDay(r, "on"); err != nil {
		return err
	}
	if p.Other, err = formDay(r, "other"); err != nil {
		return err
	}
	if p.On.IsZero() {
		p.On = s.office.Office.Day()
	}
	p.Left = s.placeTree(p.On)
	if !p.Other.IsZero() {
		p.Right = s.placeTree(p.Other)
	}
	if p.Changes, err = s.office.Places.PlaceChanges(r.Context(), actor(r)); err != nil {
		return err
	}
	s.render(w, r, "places", errs.T("Administrative units"), p)
	return nil
}

func (s *Server) proposePlaces(w http.ResponseWriter, r *http.Request) error {
	on, err := formDay(r, "from")
	if err != nil {
		return err
	}
	in := places.PlaceChangeInput{On: on, Basis: r.FormValue("basis"), Text: r.FormValue("units"), Confirm: r.FormValue("confirm") == "1"}
	preview, err := s.office.Places.ProposePlaces(r.Context(), actor(r), in)
	if err != nil {
		return err
	}
	if !in.Confirm {
		p := &placesPage{Preview: preview, MayChange: true}
		p.Nav = "places"
		s.render(w, r, "place_preview", errs.T("Preview of the merger"), p)
		return nil
	}
	return done(w, r, "/places", "", errs.T("Proposed; somebody else who may approve decides."))
}

func (s *Server) decidePlaces(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := s.office.Places.DecidePlaces(r.Context(), actor(r), id, r.FormValue("approve") == "1", r.FormValue("reason")); err != nil {
		return err
	}
	return done(w, r, "/places", "", errs.T("decidePlaces|Decided."))
}
