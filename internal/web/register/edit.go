package register

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/asjson"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
	"giamngheo/internal/web/page"
)

type editPage struct {
	page.Page
	ID        int64
	Version   int64
	Form      *householdForm
	Columns   []household.Column
	MColumns  []household.Column
	Communes  []place.Unit
	Ethnic    []exchange.Ethnic
	From      string
	Reason    string
	Deed      string
	Draft     string
	Error     string
	Conflict  []conflictField
	Theirs    *households.Version
	TheirsBy  string
	Questions question.Questions
	Doubts    book.Doubts // unlikely values: are they right?
	NextCode  string      // the next free code, where the commune is known
	Confirmed []string    // the keys of questions that the person has answered with yes
	Hamlets   []string    // of the commune, where it is known
}

// Of is whose an unlikely value is, "" for the household's own.
func (p *editPage) Of(member int) string { return p.Form.Values[memberField(member, "full_name")] }

// FieldOf is the field of an unlikely value.
func (p *editPage) FieldOf(d doubt.Doubt) string { return doubtField(d) }

// Member are the fields of a member.
func (p *editPage) Member(no int) memberFields { return memberFields{p, strconv.Itoa(no)} }

// NewMember are the fields from which a script makes those of another member.
func (p *editPage) NewMember() memberFields { return memberFields{p, "__N__"} }

// mostUnfolded is how many members of a household that is edited are not folded.
const mostUnfolded = 4

// Folded reports whether the fields of a member are folded at first: of a large household those in which nothing is
// wrong.
func (m memberFields) Folded() bool {
	return m.Page.ID > 0 && len(m.Page.Form.Nos) > mostUnfolded && len(m.Page.Form.Faults) == 0
}

// Input is the field of a column of the household or of a member.
func (p *editPage) Input(name string, c household.Column) columnInput {
	in := columnInput{Name: name, C: c, Value: p.Form.Values[name], Fault: p.Form.Faults[name], Ethnic: p.Ethnic}
	if c.Name == "hamlet" {
		in.Known = p.Hamlets
	}
	return in
}

// conflictField is one field on which two people differ.
type conflictField struct {
	Member             int
	Column             string
	Base, Mine, Theirs string
	Clash              bool // both changed it
}

func (s *handlers) editPage(r *http.Request, p *editPage) *editPage {
	p.Columns, p.MColumns = household.HouseholdColumns[2:], household.MemberColumns[2:]
	p.Communes, p.Ethnic, p.Nav = s.desks.Register.EditableCommunes(page.Actor(r)), s.desks.Office.Codes().Groups,
		"households"
	p.Draft = "household-" + strconv.FormatInt(p.ID, 10)
	if p.From == "" {
		p.From = s.desks.Office.Day().Vietnamese()
	}
	if c := place.Code(p.Form.Values["commune_code"]); c != "" {
		p.Hamlets = s.desks.Register.HamletsNow(page.Actor(r), c)
	}
	if c := p.Form.Values["commune_code"]; p.ID == 0 && c != "" {
		p.NextCode = string(s.desks.Register.Numbering().Next(place.Code(c)))
	}
	return p
}

func (s *handlers) newHousehold(w http.ResponseWriter, r *http.Request) error {
	if !s.desks.Office.May(page.Actor(r), access.EditHouseholds) {
		return s.desks.Register.Refuse()
	}
	h := &household.Household{Members: []household.Member{{No: 1, Relationship: household.Head}}}
	if c := s.desks.Register.EditableCommunes(page.Actor(r)); len(c) == 1 {
		h.Commune = c[0].Code
	}
	s.shell.Render(w, r, "edit", errs.T("New household"), s.editPage(r, &editPage{Form: formOf(h)}))
	return nil
}

func (s *handlers) editHousehold(w http.ResponseWriter, r *http.Request) error {
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
	s.shell.Render(w, r, "edit", errs.T("Edit household %s", v.Household.Code),
		s.editPage(r, &editPage{ID: id, Version: v.Version, Form: formOf(&v.Household)}))
	return nil
}

// sentHousehold reads the form of a household over the version that the person began from.
func (s *handlers) sentHousehold(r *http.Request,
	id int64) (h *household.Household, f *householdForm, base *households.Version, err error) {
	if id == 0 {
		h, f, err = readForm(r, nil, s.desks.Office.Codes())
		return h, f, nil, err
	}
	version, err := page.FormID(r, "version")
	if err != nil {
		return nil, nil, nil, err
	}
	if base, err = s.desks.Book.VersionOf(r.Context(), page.Actor(r), id, version); err != nil {
		return nil, nil, nil, err
	}
	h, f, err = readForm(r, &base.Household, s.desks.Office.Codes())
	return h, f, base, err
}

func (s *handlers) saveHousehold(w http.ResponseWriter, r *http.Request) error {
	id := int64(0)
	if r.PathValue("id") != "" {
		var err error
		if id, err = page.PathID(r); err != nil {
			return err
		}
	}
	h, f, base, err := s.sentHousehold(r, id)
	if err != nil {
		return err
	}
	p := &editPage{ID: id, Form: f, From: r.PostForm.Get("valid_from"), Reason: r.PostForm.Get("reason"),
		Deed: r.PostForm.Get("deed"), Confirmed: r.PostForm["confirm"]}
	if base != nil {
		p.Version = base.Version
	}
	from, err := page.FormDay(r, "valid_from")
	if err != nil {
		var e *errs.Error
		page.AsError(err, &e)
		f.Faults["valid_from"] = page.Pick(page.Lang(r), e.Text())
	}
	if len(f.Faults) > 0 {
		f.addFaults(h, s.desks.Book.Check(h, s.desks.Office.Day()), page.Lang(r))
		return s.again(w, r, p, errs.T("Some fields are wrong; correct the marked ones and save again."))
	}
	if latest, e := s.latest(r, id); e == nil && latest > 0 && r.PostForm.Get("resolved") != "" {
		p.Version = latest
	}
	v, err := s.desks.Register.Save(r.Context(), page.Actor(r),
		register.SaveInput{ID: id, Version: p.Version, Household: h, From: from, Deed: deedOf(p.Deed),
			Reason: p.Reason, Read: f.Doubts, Confirmed: p.Confirmed})
	var faults book.Faults
	var conflict *book.ConflictError
	switch {
	case errors.As(err, &faults):
		f.addFaults(h, faults, page.Lang(r))
		return s.again(w, r, p, errs.T("Some fields are wrong; correct the marked ones and save again."))
	case errors.As(err, &p.Questions):
		errors.As(err, &p.Doubts)
		return s.again(w, r, p, errs.T("Answer the questions below and save again: nothing is saved yet."))
	case errors.As(err, &p.Doubts):
		return s.again(w, r, p, page.AskedAgain())
	case errors.As(err, &conflict):
		return s.mergePage(w, r, p, h, base, conflict)
	case err != nil:
		return err
	}
	return page.Done(w, r, "/households/"+strconv.FormatInt(v.ID, 10), "household-"+strconv.FormatInt(id, 10),
		errs.T("Household %s saved.", v.Household.Code))
}

// latest is the version that a person has seen on the merge page and decided on.
func (s *handlers) latest(r *http.Request, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	return page.FormID(r, "theirs")
}

func deedOf(d string) households.Deed {
	if deed := households.Deed(d); deed == households.DeedMove || deed == households.DeedMembers {
		return deed
	}
	return households.DeedEdit
}

func (s *handlers) again(w http.ResponseWriter, r *http.Request, p *editPage, why errs.Text) error {
	w.WriteHeader(http.StatusUnprocessableEntity)
	p.Error = page.Pick(page.Lang(r), why)
	s.shell.Render(w, r, "edit", errs.T("Check before saving"), s.editPage(r, p))
	return nil
}

// mergePage shows what each of two people made of the same household: what only one changed is taken over, what both
// changed is marked, and the form holds the result for the person to decide.
func (s *handlers) mergePage(w http.ResponseWriter, r *http.Request, p *editPage, mine *household.Household,
	base *households.Version, c *book.ConflictError) error {
	baseHousehold := &c.Base.Household
	if base != nil {
		baseHousehold = &base.Household
	}
	theirs := &c.Theirs.Household
	mineBy, theirsBy := changesBy(baseHousehold, mine), changesBy(baseHousehold, theirs)
	merged := theirs.Clone()
	for _, change := range household.Changes(baseHousehold, mine) {
		key := changeKey{change.Member, change.Column}
		f := conflictField{Member: change.Member, Column: change.Column,
			Base: asjson.Masked(change.Column, change.Before), Mine: asjson.Masked(change.Column, change.After)}
		if their, ok := theirsBy[key]; ok && their.After != change.After {
			f.Clash, f.Theirs = true, asjson.Masked(change.Column, their.After)
		}
		p.Conflict = append(p.Conflict, f)
		applyChange(merged, mine, change)
	}
	for key, their := range theirsBy {
		if _, ok := mineBy[key]; !ok {
			p.Conflict = append(p.Conflict, conflictField{Member: key.member, Column: key.column,
				Base: asjson.Masked(key.column, their.Before), Theirs: asjson.Masked(key.column, their.After)})
		}
	}
	slices.SortFunc(p.Conflict, func(a, b conflictField) int {
		if a.Member != b.Member {
			return a.Member - b.Member
		}
		return strings.Compare(a.Column, b.Column)
	})
	p.Form, p.Version, p.Theirs, p.TheirsBy = formOf(merged), c.Theirs.Version, c.Theirs,
		s.desks.Register.NameOf(r.Context(), c.Theirs.RecordedBy)
	for no, m := range confidentialSent(r, mine) { // what was typed into a hidden field stays typed
		p.Form.Values[no] = m
	}
	w.WriteHeader(http.StatusConflict)
	s.shell.Render(w, r, "edit", errs.T("Two people changed this household"), s.editPage(r, p))
	return nil
}

type changeKey struct {
	member int
	column string
}

func changesBy(before, after *household.Household) map[changeKey]household.Change {
	out := map[changeKey]household.Change{}
	for _, c := range household.Changes(before, after) {
		out[changeKey{c.Member, c.Column}] = c
	}
	return out
}

// applyChange sets one changed field on the merged household; a member who joined comes whole.
func applyChange(to, mine *household.Household, c household.Change) {
	if c.Member == 0 {
		_ = to.Set(c.Column, c.After) // it was set from the same text before
		return
	}
	m := to.Member(c.Member)
	mineMember := mine.Member(c.Member)
	switch {
	case mineMember == nil:
		to.Members = slices.DeleteFunc(to.Members, func(k household.Member) bool { return k.No == c.Member })
	case m == nil:
		to.Members = append(to.Members, *mineMember)
	default:
		_ = m.Set(c.Column, c.After)
	}
}

func confidentialSent(r *http.Request, mine *household.Household) map[string]string {
	out := map[string]string{}
	for i := range mine.Members {
		name := memberField(mine.Members[i].No, "citizen_id")
		if v := r.PostForm.Get(name); len(v) == 12 && !strings.Contains(v, "•") {
			out[name] = v
		}
	}
	return out
}

// checkHousehold answers the form while it is being filled in.
func (s *handlers) checkHousehold(w http.ResponseWriter, r *http.Request) error {
	id, err := page.FormID(r, "id")
	if err != nil {
		return err
	}
	h, f, base, err := s.sentHousehold(r, id)
	if err != nil {
		return err
	}
	f.addFaults(h, s.desks.Book.Check(h, s.desks.Office.Day()), page.Lang(r))
	var was *household.Household
	if base != nil {
		was = &base.Household
	}
	f.addDoubts(s.desks.Book.Doubted(h, was, f.Doubts, s.desks.Office.Day(), r.PostForm["confirm"]), page.Lang(r))
	type fault struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	live, err := s.desks.Story.Live(h)
	if err != nil {
		return err
	}
	out := struct {
		Faults []fault `json:"faults"`
		Live   string  `json:"live"`
	}{[]fault{}, page.Pick(page.Lang(r), live)}
	for name, text := range f.Faults {
		out.Faults = append(out.Faults, fault{name, text})
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(out)
}
