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
	"giamngheo/internal/question"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/web/page"
)

type changePage struct {
	page.Page
	Version *households.Version
	Unit    place.Unit
	MayDrop bool
	Nobody  string // says that a split was begun without anybody who leaves
	Found   []snapshot.Item
	Query   string // by which the other household was looked for
	Error   string // why it was not
	Split   *splitForm
	Merge   *mergeForm
}

// splitForm is the second step of a split: who leaves is known.
type splitForm struct {
	refused
	Leave, Stay    []household.Member
	Head, StayHead int // chosen, else proposed
	HeadLeaves     bool
	NextCode       string
}

// mergeForm is the second step of a merger: the other household is known.
type mergeForm struct {
	refused
	Other *households.Version
	Join  []household.Member // who is not in the first household already
}

// refused is what a form of a change had that was not taken, with why.
type refused struct {
	Values    map[string]string
	Faults    map[string]string // by field; "" of the whole
	Questions question.Questions
	Confirmed []string
}

// Relation is the field for what a member is to a new head.
func (f refused) Relation(m household.Member) relationField {
	name := fmt.Sprintf("relationship_%d", m.No)
	return relationField{&m, name, f.Values[name], f.Faults, household.Relationships.Names[2:]}
}

// relationField is the field for what a member is to a new head, in the template "relation".
type relationField struct {
	Member    *household.Member
	Name, Now string
	Faults    map[string]string
	Choices   []string
}

// changeHousehold is the page of what happens to a household as a whole: split, merge, close, delete, bring back.
func (s *changing) changeHousehold(w http.ResponseWriter, r *http.Request) error {
	p, err := s.changePage(r)
	if err != nil {
		return err
	}
	if leave := numbersOf(r, "member"); len(leave) > 0 {
		p.Split = s.splitForm(p.Version, leave, refused{})
	} else if r.FormValue("split") != "" {
		p.Nobody = page.Pick(page.Lang(r), errs.T("Choose who leaves, then go on."))
	}
	if r.FormValue("other") != "" {
		if p.Merge, err = s.mergeForm(r, p.Version, refused{}); err != nil {
			return err
		}
	}
	s.shell.Render(w, r, "change", errs.T("Changes of household %s", p.Version.Household.Code), p)
	return nil
}

// findOther looks for the household that is merged into one: by a form, for names and numbers of people belong in no
// address.
func (s *changing) findOther(w http.ResponseWriter, r *http.Request) error {
	p, err := s.changePage(r)
	if err != nil {
		return err
	}
	const mostFound = 10
	if p.Query = strings.TrimSpace(r.PostFormValue("with")); p.Query == "" {
		err = errs.New(errs.Invalid, "give the head's name or the household's code")
	} else {
		var l *register.Listed
		l, err = s.desks.Register.SearchNumber(r.Context(), page.Actor(r),
			register.ListInput{Query: snapshot.Query{Text: p.Query, Limit: mostFound}})
		if err == nil {
			p.Found = slices.DeleteFunc(l.Items, func(i snapshot.Item) bool { return i.ID == p.Version.ID })
		}
	}
	if err != nil && !page.Sought(err) {
		return err
	}
	p.Error = s.shell.Told(w, r, err)
	s.shell.Render(w, r, "change", errs.T("Changes of household %s", p.Version.Household.Code), p)
	return nil
}

func (s *changing) changePage(r *http.Request) (*changePage, error) {
	id, err := page.PathID(r)
	if err != nil {
		return nil, err
	}
	v, err := s.desks.Book.Peek(r.Context(), page.Actor(r), id)
	if err != nil {
		return nil, err
	}
	if !s.desks.Office.MayIn(page.Actor(r), access.EditHouseholds, v.Household.Commune) {
		return nil, s.desks.Register.Refuse()
	}
	p := &changePage{Version: v, Unit: s.desks.Office.Unit(v.Household.Commune),
		MayDrop: s.desks.Office.MayIn(page.Actor(r), access.RemoveHouseholds, v.Household.Commune)}
	p.Nav = "households"
	return p, nil
}

// splitForm begins or shows again the second step of a split. The eldest of those who leave is proposed as their head,
// the eldest of those who stay as theirs where the head leaves.
func (s *changing) splitForm(v *households.Version, leave []int, f refused) *splitForm {
	out := &splitForm{refused: f, NextCode: string(s.desks.Register.Numbering().Next(v.Household.Commune))}
	for _, m := range v.Household.Members {
		if !slices.Contains(leave, m.No) {
			out.Stay = append(out.Stay, m)
			continue
		}
		out.Leave = append(out.Leave, m)
		out.HeadLeaves = out.HeadLeaves || m.Relationship == household.Head
	}
	out.Head, out.StayHead = eldest(out.Leave, f.Values["head"]), eldest(out.Stay, f.Values["stay_head"])
	return out
}

// eldest is the number of the member who was chosen, else of the eldest; 0 of nobody.
func eldest(members []household.Member, chosen string) (no int) {
	var born date.Date
	for i := range members {
		m := &members[i]
		if chosen == strconv.Itoa(m.No) {
			return m.No
		}
		if no == 0 || m.Birth.Known() && (born.IsZero() || m.Birth.Earliest < born) {
			no, born = m.No, m.Birth.Earliest
		}
	}
	return no
}

func (s *changing) mergeForm(r *http.Request, v *households.Version, f refused) (*mergeForm, error) {
	id, err := page.FormID(r, "other")
	if err != nil {
		return nil, err
	}
	other, err := s.desks.Book.Peek(r.Context(), page.Actor(r), id)
	if err != nil {
		return nil, err
	}
	out := &mergeForm{refused: f, Other: other}
	for _, m := range other.Household.Members {
		if !register.Doubled(&v.Household, &m) {
			out.Join = append(out.Join, m)
		}
	}
	return out, nil
}

// numbersOf are the numbers of a field that stands several times in a form; what is none is passed over.
func numbersOf(r *http.Request, name string) (out []int) {
	if err := r.ParseForm(); err != nil { // again, where the form was read: it does nothing then
		return nil
	}
	for _, text := range r.Form[name] {
		if n, err := strconv.Atoi(text); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// relationsOf are what the members are said to be to a new head: the fields relationship_<number>.
func relationsOf(r *http.Request) register.Relations {
	out := register.Relations{}
	for field := range r.PostForm {
		if no, err := strconv.Atoi(strings.TrimPrefix(field, "relationship_")); err == nil {
			var m household.Member
			if m.Set("relationship", r.PostForm.Get(field)) == nil {
				out[no] = m.Relationship
			}
		}
	}
	return out
}

// refusedWith takes from an error what its form shows; false where it is none of a form.
func refusedWith(r *http.Request, err error, of *household.Household) (f refused, ok bool) {
	f = refused{Values: page.Typed(r), Faults: map[string]string{}, Confirmed: r.PostForm["confirm"]}
	var faults book.Faults
	var plain *errs.Error
	switch {
	case errors.As(err, &f.Questions):
		f.Faults[""] = page.Pick(page.Lang(r), errs.T("Answer the questions below and save again: nothing is saved yet."))
		return f, true
	case errors.As(err, &faults):
		for _, v := range faults {
			name := v.Column
			if v.Member >= 0 && v.Member < len(of.Members) {
				name = fmt.Sprintf("%s_%d", v.Column, of.Members[v.Member].No)
			}
			f.Faults[name] = page.Pick(page.Lang(r), v.Text)
		}
		return f, true
	case errors.As(err, &plain) && plain.Kind == errs.Invalid:
		f.Faults[""] = page.Pick(page.Lang(r), plain.Text())
		return f, true
	}
	return f, false
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
	p, err := s.changePage(r)
	if err != nil {
		return err
	}
	id, version, from, err := s.changeForm(r)
	in := register.SplitInput{ID: id, Version: version, From: from, Members: numbersOf(r, "member"),
		Code: household.ID(strings.TrimSpace(r.FormValue("code"))), Reason: r.FormValue("reason"),
		Relations: relationsOf(r), Confirmed: r.PostForm["confirm"]}
	in.Head, _ = strconv.Atoi(r.FormValue("head"))
	in.StayHead, _ = strconv.Atoi(r.FormValue("stay_head"))
	var v *households.Version
	if err == nil {
		v, err = s.desks.Register.Split(r.Context(), page.Actor(r), in)
	}
	if f, ok := refusedWith(r, err, &p.Version.Household); ok {
		p.Split = s.splitForm(p.Version, in.Members, f)
		return s.changeAgain(w, r, p)
	}
	if err != nil {
		return stale(err)
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", v.ID), "",
		errs.T("Split. This is the new household. Check its income, telephone and house: they are copied from the old one."))
}

// changeAgain shows a change that was refused in its form.
func (s *changing) changeAgain(w http.ResponseWriter, r *http.Request, p *changePage) error {
	w.WriteHeader(http.StatusUnprocessableEntity)
	s.shell.Render(w, r, "change", errs.T("Changes of household %s", p.Version.Household.Code), p)
	return nil
}

func (s *changing) mergeHousehold(w http.ResponseWriter, r *http.Request) error {
	p, err := s.changePage(r)
	if err != nil {
		return err
	}
	merge, err := s.mergeForm(r, p.Version, refused{})
	if err != nil {
		return err
	}
	id, version, day, err := s.changeForm(r)
	otherVersion, errOther := page.FormID(r, "other_version")
	if errOther != nil {
		return errOther
	}
	var v *households.Version
	if err == nil {
		v, err = s.desks.Register.Merge(r.Context(), page.Actor(r), register.MergeInput{Into: id, IntoVersion: version,
			From: merge.Other.ID, FromVersion: otherVersion, Relations: relationsOf(r), Day: day,
			Reason: r.FormValue("reason")})
	}
	if f, ok := refusedWith(r, err, &merge.Other.Household); ok {
		merge.refused, p.Merge = f, merge
		return s.changeAgain(w, r, p)
	}
	if err != nil {
		return stale(err)
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", v.ID), "",
		errs.T("The two households are one now. Check its income, telephone and house: they are those of before."))
}
