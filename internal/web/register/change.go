package register

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/web/page"
)

type changePage struct {
	page.Page
	Version *households.Version
	Unit    place.Unit
	MayDrop bool
	Found   []snapshot.Item
	Query   string
	Error   string
}

// changeHousehold is the page of what happens to a household as a whole: split, merge, close, delete, bring back.
func (s *changing) changeHousehold(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	v, err := s.desks.Book.Peek(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if !s.desks.Office.MayIn(page.Actor(r), access.EditHouseholds, v.Household.Commune) {
		return s.desks.Register.Refuse()
	}
	p := &changePage{Version: v, Unit: s.desks.Office.Unit(v.Household.Commune),
		MayDrop: s.desks.Office.MayIn(page.Actor(r), access.RemoveHouseholds, v.Household.Commune),
		Query:   r.FormValue("with")}
	if p.Query != "" {
		l, err := s.desks.Register.List(r.Context(), page.Actor(r),
			register.ListInput{Query: snapshot.Query{Text: p.Query, Limit: 10}})
		if err != nil {
			return err
		}
		p.Found = slices.DeleteFunc(l.Items, func(i snapshot.Item) bool { return i.ID == id })
	}
	p.Nav = "households"
	s.shell.Render(w, r, "change", errs.T("Changes of household %s", v.Household.Code), p)
	return nil
}

func (s *changing) changeForm(r *http.Request) (id, version int64, from date.Date, err error) {
	if id, err = page.PathID(r); err != nil {
		return
	}
	if version, err = page.FormID(r, "version"); err != nil {
		return
	}
	from, err = page.FormDay(r, "from")
	return
}

func (s *changing) setState(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	state, ok := map[string]households.State{"close": households.Closed, "delete": households.Deleted,
		"restore": households.Active}[r.FormValue("to")]
	if !ok {
		return errs.New(errs.Invalid, "what shall happen to the household?")
	}
	if _, err := s.desks.Register.SetState(r.Context(), page.Actor(r), id, version, state, from,
		r.FormValue("reason")); err != nil {
		return stale(err)
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", id), "", errs.T("Recorded."))
}

// stale turns a conflict without a form to merge into an error for people.
func stale(err error) error {
	var c *book.ConflictError
	if errors.As(err, &c) {
		return errs.New(errs.Conflict,
			"somebody has just changed this household; open it again and look before you repeat this")
	}
	return err
}

func (s *changing) splitHousehold(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	in := register.SplitInput{ID: id, Version: version, From: from,
		Code: household.ID(strings.TrimSpace(r.FormValue("code"))), Reason: r.FormValue("reason")}
	for _, m := range r.PostForm["member"] {
		no, _ := strconv.Atoi(m)
		in.Members = append(in.Members, no)
	}
	in.Head, _ = strconv.Atoi(r.FormValue("head"))
	v, err := s.desks.Register.Split(r.Context(), page.Actor(r), in)
	if err != nil {
		return stale(err)
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", v.ID), "", errs.T("Split. This is the new household."))
}

func (s *changing) mergeHousehold(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	other, err := page.FormID(r, "other")
	if err != nil {
		return err
	}
	otherVersion, err := page.FormID(r, "other_version")
	if err != nil {
		return err
	}
	v, err := s.desks.Register.Merge(r.Context(), page.Actor(r), id, version, other, otherVersion, from,
		r.FormValue("reason"))
	if err != nil {
		return stale(err)
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", v.ID), "", errs.T("The two households are one now."))
}
