package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
)

// mostPrinted is how many households are printed at once; more is an export's work.
const mostPrinted = 500

// pageSize is how many households a page of a list shows.
const pageSize = 30

type listPage struct {
	Page
	*register.Listed
	Filter     url.Values
	Units      template.HTML
	Hamlets    []string
	Indicators []poverty.Indicator
	Offset     int
	Number     int
	Pages      int
	Names      map[place.Code]string
	Chips      []chip
	Form       url.Values
	Whole      bool // for print: as many as a list has at most
}

// chip is a filter in force, with the address of the list without it.
type chip struct{ Text, Without string }

// listInput reads a list's filters from an address.
func (s *Server) listInput(r *http.Request) (in register.ListInput, err error) {
	if err := r.ParseForm(); err != nil {
		return in, errs.New(errs.Invalid, "the address cannot be read")
	}
	v := r.Form
	in.Place = place.Code(v.Get("place"))
	if in.On, err = formDay(r, "on"); err != nil {
		return in, err
	}
	q := &in.Query
	q.Text, q.Hamlet, q.Sort, q.Down, q.Limit = v.Get("q"), v.Get("hamlet"), v.Get("sort"), v.Get("down") != "", pageSize
	if len(q.Text) > 200 {
		return in, errs.New(errs.Invalid, "the search is longer than 200 letters")
	}
	for _, c := range v["class"] {
		if k, ok := poverty.ParseClass(c); ok {
			q.Classes = append(q.Classes, k)
		}
	}
	for _, c := range v["prior"] {
		if k, ok := poverty.ParseClass(c); ok {
			q.Prior = append(q.Prior, k)
		}
	}
	std := s.office.Book.Standard()
	for i := range std.Indicators {
		if slices.Contains(v["deprived"], std.Indicators[i].Code) {
			q.Deprived |= 1 << i
		}
		if slices.Contains(v["open"], std.Indicators[i].Code) {
			q.Open |= 1 << i
		}
	}
	for i, g := range groupNames {
		if slices.Contains(v["group"], g.code) {
			q.Groups |= 1 << i
		}
	}
	for _, n := range v["count"] {
		if k, err := strconv.Atoi(n); err == nil {
			q.Count = append(q.Count, k)
		}
	}
	for st, code := range map[uint8]string{1: "active", 2: "closed", 3: "deleted"} {
		if slices.Contains(v["state"], code) {
			q.States = append(q.States, st)
		}
	}
	if e := v.Get("ethnic"); e != "" {
		n, _ := strconv.Atoi(e)
		q.Member.Ethnicity = household.Ethnicity(n)
	}
	if age := v.Get("age"); age != "" {
		if n, err := fmt.Sscanf(age, "%d-%d", &q.Member.From, &q.Member.To); n == 2 && err == nil {
			q.Member.Age = true
		}
	}
	switch v.Get("sex") {
	case "male":
		q.Member.Sex = household.Male
	case "female":
		q.Member.Sex = household.Female
	}
	return in, nil
}

// groupNames are the groups in the order of snapshot's bits.
var groupNames = []struct {
	code  string
	title errs.Text
}{
	{"minority", errs.T("Minority head")}, {"merit", errs.T("Person of merit")},
	{"allowance", errs.T("Social allowance")}, {"female_head", errs.T("groupNames|Female head")},
	{"children", errs.T("Children under 16")}, {"elderly", errs.T("Member of 60 or more")},
	{"no_number", errs.T("Citizen number missing")},
}

func (s *Server) listHouseholds(w http.ResponseWriter, r *http.Request) error {
	in, err := s.listInput(r)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(r.Form.Get("page"))
	number = min(max(number, 1), 1<<30)
	in.Query.Offset = (number - 1) * pageSize
	whole := r.Form.Get("print") != ""
	if whole { // the same query, from its beginning
		in.Query.Offset, in.Query.Limit, number = 0, mostPrinted, 1
	}
	l, err := s.office.Register.List(r.Context(), actor(r), in)
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		return writeJSON(w, listOf(l.Page))
	}
	p := &listPage{Listed: l, Filter: r.Form, Offset: in.Query.Offset, Number: number, Pages: (l.Total + pageSize - 1) / pageSize,
		Indicators: s.office.Book.Standard().Indicators, Names: l.Units, Form: r.Form}
	p.Listed.Units = nil
	if p.Whole = whole; whole {
		p.Pages = 1
	}
	p.Sought = in.Query.Text
	if r.Header.Get("HX-Request") == "" { // the filters are outside of what a search replaces
		p.Units = unitOptions(s.office.Office.Choices(actor(r), in.On), r.Form.Get("place"))
		p.Hamlets = s.office.Register.Hamlets(actor(r), in.Place)
	}
	p.Chips = s.chips(r, lang(r))
	s.render(w, r, "households", errs.T("listHouseholds|Households"), p)
	return nil
}

func (s *Server) chips(r *http.Request, lang string) (out []chip) {
	add := func(key, value, text string) {
		v := url.Values{}
		for k, all := range r.Form {
			for _, one := range all {
				if one != "" && k != "page" && (k != key || one != value) {
					v.Add(k, one)
				}
			}
		}
		out = append(out, chip{text, "/households?" + v.Encode()})
	}
	for key, all := range r.Form {
		for _, one := range all {
			if one == "" {
				continue
			}
			switch key {
			case "class", "prior":
				k, _ := poverty.ParseClass(one)
				title := classTitle(lang, k)
				if key == "prior" {
					title = pick(lang, errs.T("before: %s", title))
				}
				add(key, one, title)
			case "deprived", "open":
				for _, i := range s.office.Book.Standard().Indicators {
					if i.Code == one {
						title := errs.T("deprived: %s", i.Title)
						if key == "open" {
							title = errs.T("open: %s", i.Title)
						}
						add(key, one, pick(lang, title))
					}
				}
			case "group":
				for _, g := range groupNames {
					if g.code == one {
						add(key, one, pick(lang, g.title))
					}
				}
			case "place":
				add(key, one, s.office.Office.Unit(place.Code(one)).FullName)
			case "hamlet", "age":
				add(key, one, one)
			case "on":
				if d, ok := parseDay(one); ok {
					add(key, one, pick(lang, errs.T("on %s", d)))
				}
			case "count":
				add(key, one, pick(lang, errs.T("%s deprivations", one)))
			case "ethnic":
				for _, g := range s.office.Office.Codes().Groups {
					if g.Code.String() == one {
						add(key, one, g.Name)
					}
				}
			case "sex":
				add(key, one, pick(lang, map[string]errs.Text{"male": errs.T("male"), "female": errs.T("female")}[one]))
			case "state":
				add(key, one, pick(lang, map[string]errs.Text{"active": errs.T("active"), "closed": errs.T("closed"), "deleted": errs.T("deleted")}[one]))
			}
		}
	}
	slices.SortFunc(out, func(a, b chip) int { return strings.Compare(a.Text, b.Text) })
	return out
}

// With is the address of the list with one filter changed, for links.
func (p *listPage) With(key string, value any) string {
	v := url.Values{}
	for k, all := range p.Filter {
		for _, one := range all {
			if one != "" && k != key && (k != "page" || key != "sort") {
				v.Add(k, one)
			}
		}
	}
	if text := fmt.Sprint(value); text != "" {
		v.Set(key, text)
	}
	return "/households?" + v.Encode()
}

// To is the address of a page of the list.
func (p *listPage) To(page int) string { return p.With("page", page) }

// Sorted is the address of the list sorted by a column, the other way round where it is already.
func (p *listPage) Sorted(column string) string {
	down := ""
	if p.Filter.Get("sort") == column && p.Filter.Get("down") == "" {
		down = "1"
	}
	q := listPage{Filter: url.Values{}}
	for k, v := range p.Filter {
		if k != "down" {
			q.Filter[k] = v
		}
	}
	to := q.With("sort", column)
	if down != "" {
		to += "&down=1"
	}
	return to
}

// Aria is the state of a column's order for assistive technology.
func (p *listPage) Aria(column string) string {
	sort := p.Filter.Get("sort")
	if sort == "" {
		sort = "name"
	}
	switch {
	case sort != column:
		return "none"
	case p.Filter.Get("down") != "":
		return "descending"
	}
	return "ascending"
}

// Has reports whether a filter has a value.
func (p *listPage) Has(key, value string) bool { return slices.Contains(p.Filter[key], value) }

// Groups are the groups for the filter.
func (p *listPage) Groups() (out []struct {
	Code  string
	Title errs.Text
}) {
	for _, g := range groupNames {
		out = append(out, struct {
			Code  string
			Title errs.Text
		}{g.code, g.title})
	}
	return out
}

func (s *Server) exportHouseholds(w http.ResponseWriter, r *http.Request) error {
	in, err := s.listInput(r)
	if err != nil {
		return err
	}
	write, job, err := s.office.Transfer.Export(r.Context(), actor(r), transfer.ExportInput{List: in, Open: r.Form.Get("open_numbers") != "", Reason: r.Form.Get("reason")})
	if err != nil {
		return err
	}
	if job != nil {
		http.Redirect(w, r, "/jobs/"+strconv.FormatInt(job.ID, 10), http.StatusSeeOther)
		return nil
	}
	attachment(w, "danh-sach-ho.xlsx")
	return write(w)
}

// attachment makes the answer a download: never shown by the browser in the office's own name.
func attachment(w http.ResponseWriter, name string) {
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
}

type householdPage struct {
	Page
	*register.HouseholdShown
	Open     bool // confidential fields are shown
	Columns  []household.Column
	MColumns []household.Column
	Texts    map[string]string // of the members' and the household's columns
	MayEdit  bool
	MayDrop  bool
	MayOpen  bool
	Error    string
	Others   []snapshot.Item

	Recognised   review.Path
	Certificates []reviews.Certificate
	MayCorrect   bool
	MaySupports  bool
	MayRecord    bool
	Supports     []supports.SupportShown
	Needs        []supports.Need
}

func (s *Server) householdPage(r *http.Request) (*householdPage, error) {
	id, err := pathID(r)
	if err != nil {
		return nil, err
	}
	on, err := formDay(r, "on")
	if err != nil {
		return nil, err
	}
	h, err := s.office.Register.Show(r.Context(), actor(r), id, on)
	if err != nil {
		return nil, err
	}
	p := &householdPage{HouseholdShown: h, Columns: household.HouseholdColumns[2:], MColumns: household.MemberColumns[3:]}
	p.MayEdit = s.office.Office.MayIn(actor(r), access.EditHouseholds, h.Household.Commune)
	p.MayDrop = s.office.Office.MayIn(actor(r), access.RemoveHouseholds, h.Household.Commune)
	p.MayOpen = s.office.Office.MayIn(actor(r), access.RevealHouseholds, h.Household.Commune)
	if p.Recognised, err = s.office.Reviews.Path(r.Context(), actor(r), id); err != nil {
		return nil, err
	}
	if p.Certificates, err = s.office.Reviews.Certificates(r.Context(), actor(r), id); err != nil {
		return nil, err
	}
	p.MayCorrect = len(p.Recognised) > 0 && s.office.Office.MayIn(actor(r), access.DecideReviews, h.Household.Commune)
	if p.MaySupports = s.office.Office.MayIn(actor(r), access.ViewSupports, h.Household.Commune); p.MaySupports {
		p.MayRecord = s.office.Office.MayIn(actor(r), access.RecordSupports, h.Household.Commune)
		if p.Supports, err = s.office.Supports.SupportsOf(r.Context(), actor(r), id); err != nil {
			return nil, err
		}
		if p.Needs, err = s.office.Supports.Needs(r.Context(), actor(r), id); err != nil {
			return nil, err
		}
	}
	p.Nav = "households"
	return p, nil
}

// Shown is a member's text in a column: confidential ones are masked unless opened.
func (p *householdPage) Shown(m *household.Member, column string) string {
	text := m.Text(column)
	switch {
	case text == "" || p.Open || !household.Confidential(column):
		return text
	case column == "citizen_id":
		return household.Mask(text)
	}
	return "•••"
}

func (s *Server) showHousehold(w http.ResponseWriter, r *http.Request) error {
	if wantsJSON(r) {
		id, err := pathID(r)
		if err != nil {
			return err
		}
		v, err := s.office.Book.Peek(r.Context(), actor(r), id)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		_, err = w.Write(appendHousehold(make([]byte, 0, 4096), &v.Household, v.ID, v.Version, v.Class.String()))
		return err
	}
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	s.render(w, r, "household", errs.T("Household %s", p.Household.Code), p)
	return nil
}

func (s *Server) revealHousehold(w http.ResponseWriter, r *http.Request) error {
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	_, err = s.office.Register.Reveal(r.Context(), actor(r), p.ID, r.FormValue("reason"))
	var e *errs.Error
	if asError(err, &e) && e.Kind == errs.Invalid {
		w.WriteHeader(statusOf(err))
		p.Error = pick(lang(r), e.Text())
	} else if err != nil {
		return err
	}
	p.Open = err == nil
	s.render(w, r, "household", errs.T("Household %s", p.Household.Code), p)
	return nil
}

func (s *Server) householdNotice(w http.ResponseWriter, r *http.Request) error {
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	s.render(w, r, "notice", errs.T("Why this result"), p)
	return nil
}

type historyPage struct {
	Page
	ID      int64
	Code    household.ID
	Entries []register.HistoryEntry
}

func (s *Server) householdHistory(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	h, err := s.office.Register.History(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	s.render(w, r, "history", errs.T("householdHistory|History"), &historyPage{ID: id, Code: h[0].Household.Code, Entries: h})
	return nil
}

type editPage struct {
	Page
	ID       int64
	Version  int64
	Form     *householdForm
	Columns  []household.Column
	MColumns []household.Column
	Communes []place.Unit
	Ethnic   []exchange.Ethnic
	From     string
	Reason   string
	Deed     string
	Draft    string
	Error    string
	Conflict []conflictField
	Theirs   *households.Version
	TheirsBy string
}

// memberFields are the fields of a member, in the template "member".
type memberFields struct {
	Page *editPage
	No   string // or what a script puts the number in the place of
}

// Member are the fields of a member.
func (p *editPage) Member(no int) memberFields { return memberFields{p, strconv.Itoa(no)} }

// NewMember are the fields from which a script makes those of another member.
func (p *editPage) NewMember() memberFields { return memberFields{p, "__N__"} }

// columnInput is the field of a column, in the template "input".
type columnInput struct {
	Name         string
	C            household.Column
	Value, Fault string
	Ethnic       []exchange.Ethnic
}

// Input is the field of a column of the household or of a member.
func (p *editPage) Input(name string, c household.Column) columnInput {
	return columnInput{name, c, p.Form.Values[name], p.Form.Faults[name], p.Ethnic}
}

// conflictField is one field on which two people differ.
type conflictField struct {
	Member             int
	Column             string
	Base, Mine, Theirs string
	Clash              bool // both changed it
}

func (s *Server) editPage(r *http.Request, p *editPage) *editPage {
	p.Columns, p.MColumns = household.HouseholdColumns[2:], household.MemberColumns[2:]
	p.Communes, p.Ethnic, p.Nav = s.office.Register.EditableCommunes(actor(r)), s.office.Office.Codes().Groups, "households"
	p.Draft = "household-" + strconv.FormatInt(p.ID, 10)
	if p.From == "" {
		p.From = s.office.Office.Day().Vietnamese()
	}
	return p
}

func (s *Server) newHousehold(w http.ResponseWriter, r *http.Request) error {
	if !s.office.Office.May(actor(r), access.EditHouseholds) {
		return s.office.Register.Refuse()
	}
	h := &household.Household{Members: []household.Member{{No: 1, Relationship: household.Head}}}
	if c := s.office.Register.EditableCommunes(actor(r)); len(c) == 1 {
		h.Commune = c[0].Code
	}
	s.render(w, r, "edit", errs.T("New household"), s.editPage(r, &editPage{Form: formOf(h)}))
	return nil
}

func (s *Server) editHousehold(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	v, err := s.office.Book.Peek(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if !s.office.Office.MayIn(actor(r), access.EditHouseholds, v.Household.Commune) {
		return s.office.Register.Refuse()
	}
	s.render(w, r, "edit", errs.T("Edit household %s", v.Household.Code),
		s.editPage(r, &editPage{ID: id, Version: v.Version, Form: formOf(&v.Household)}))
	return nil
}

// sentHousehold reads the form of a household over the version that the person began from.
func (s *Server) sentHousehold(r *http.Request, id int64) (h *household.Household, f *householdForm, base *households.Version, err error) {
	if id == 0 {
		h, f, err = readForm(r, nil, s.office.Office.Codes())
		return h, f, nil, err
	}
	version, err := formID(r, "version")
	if err != nil {
		return nil, nil, nil, err
	}
	if base, err = s.office.Book.VersionOf(r.Context(), actor(r), id, version); err != nil {
		return nil, nil, nil, err
	}
	h, f, err = readForm(r, &base.Household, s.office.Office.Codes())
	return h, f, base, err
}

func (s *Server) saveHousehold(w http.ResponseWriter, r *http.Request) error {
	id := int64(0)
	if r.PathValue("id") != "" {
		var err error
		if id, err = pathID(r); err != nil {
			return err
		}
	}
	h, f, base, err := s.sentHousehold(r, id)
	if err != nil {
		return err
	}
	p := &editPage{ID: id, Form: f, From: r.PostForm.Get("valid_from"), Reason: r.PostForm.Get("reason"), Deed: r.PostForm.Get("deed")}
	if base != nil {
		p.Version = base.Version
	}
	from, err := formDay(r, "valid_from")
	if err != nil {
		var e *errs.Error
		asError(err, &e)
		f.Faults["valid_from"] = pick(lang(r), e.Text())
	}
	if len(f.Faults) > 0 {
		f.addFaults(h, s.office.Book.Check(h, s.office.Office.Day()), lang(r))
		return s.again(w, r, p, errs.T("Some fields are wrong; correct the marked ones and save again."))
	}
	if latest, e := s.latest(r, id); e == nil && latest > 0 && r.PostForm.Get("resolved") != "" {
		p.Version = latest
	}
	v, err := s.office.Register.Save(r.Context(), actor(r), register.SaveInput{ID: id, Version: p.Version, Household: h, From: from, Deed: deedOf(p.Deed), Reason: p.Reason})
	var faults book.Faults
	var conflict *book.ConflictError
	switch {
	case errors.As(err, &faults):
		f.addFaults(h, faults, lang(r))
		return s.again(w, r, p, errs.T("Some fields are wrong; correct the marked ones and save again."))
	case errors.As(err, &conflict):
		return s.mergePage(w, r, p, h, base, conflict)
	case err != nil:
		return err
	}
	return done(w, r, "/households/"+strconv.FormatInt(v.ID, 10), "household-"+strconv.FormatInt(id, 10), errs.T("Household %s saved.", h.Code))
}

// latest is the version that a person has seen on the merge page and decided on.
func (s *Server) latest(r *http.Request, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	return formID(r, "theirs")
}

func deedOf(d string) string {
	if d == "move" || d == "members" {
		return d
	}
	return "edit"
}

func (s *Server) again(w http.ResponseWriter, r *http.Request, p *editPage, why errs.Text) error {
	w.WriteHeader(http.StatusUnprocessableEntity)
	p.Error = pick(lang(r), why)
	s.render(w, r, "edit", errs.T("Check before saving"), s.editPage(r, p))
	return nil
}

// mergePage shows what each of two people made of the same household: what only one changed is taken over, what both changed
// is marked, and the form holds the result for the person to decide.
func (s *Server) mergePage(w http.ResponseWriter, r *http.Request, p *editPage, mine *household.Household, base *households.Version, c *book.ConflictError) error {
	baseHousehold := &c.Base.Household
	if base != nil {
		baseHousehold = &base.Household
	}
	theirs := &c.Theirs.Household
	mineBy, theirsBy := changesBy(baseHousehold, mine), changesBy(baseHousehold, theirs)
	merged := theirs.Clone()
	for _, change := range household.Changes(baseHousehold, mine) {
		key := changeKey{change.Member, change.Column}
		f := conflictField{Member: change.Member, Column: change.Column, Base: masked(change.Column, change.Before), Mine: masked(change.Column, change.After)}
		if their, ok := theirsBy[key]; ok && their.After != change.After {
			f.Clash, f.Theirs = true, masked(change.Column, their.After)
		}
		p.Conflict = append(p.Conflict, f)
		applyChange(merged, mine, change)
	}
	for key, their := range theirsBy {
		if _, ok := mineBy[key]; !ok {
			p.Conflict = append(p.Conflict, conflictField{Member: key.member, Column: key.column, Base: masked(key.column, their.Before), Theirs: masked(key.column, their.After)})
		}
	}
	slices.SortFunc(p.Conflict, func(a, b conflictField) int {
		if a.Member != b.Member {
			return a.Member - b.Member
		}
		return strings.Compare(a.Column, b.Column)
	})
	p.Form, p.Version, p.Theirs, p.TheirsBy = formOf(merged), c.Theirs.Version, c.Theirs, s.office.Register.NameOf(r.Context(), c.Theirs.RecordedBy)
	for no, m := range confidentialSent(r, mine) { // what was typed into a hidden field stays typed
		p.Form.Values[no] = m
	}
	w.WriteHeader(http.StatusConflict)
	s.render(w, r, "edit", errs.T("Two people changed this household"), s.editPage(r, p))
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

func masked(column, text string) string {
	switch {
	case text == "" || !household.Confidential(column):
		return text
	case column == "citizen_id":
		return household.Mask(text)
	}
	return "•••"
}

// checkHousehold answers the form while it is being filled in.
func (s *Server) checkHousehold(w http.ResponseWriter, r *http.Request) error {
	id, err := formID(r, "id")
	if err != nil {
		return err
	}
	h, f, _, err := s.sentHousehold(r, id)
	if err != nil {
		return err
	}
	f.addFaults(h, s.office.Book.Check(h, s.office.Office.Day()), lang(r))
	type fault struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	out := struct {
		Faults []fault `json:"faults"`
	}{Faults: []fault{}}
	for name, text := range f.Faults {
		out.Faults = append(out.Faults, fault{name, text})
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(out)
}

type changePage struct {
	Page
	Version *households.Version
	Unit    place.Unit
	MayDrop bool
	Found   []snapshot.Item
	Query   string
	Error   string
}

// changeHousehold is the page of what happens to a household as a whole: split, merge, close, delete, bring back.
func (s *Server) changeHousehold(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	v, err := s.office.Book.Peek(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if !s.office.Office.MayIn(actor(r), access.EditHouseholds, v.Household.Commune) {
		return s.office.Register.Refuse()
	}
	p := &changePage{Version: v, Unit: s.office.Office.Unit(v.Household.Commune), MayDrop: s.office.Office.MayIn(actor(r), access.RemoveHouseholds, v.Household.Commune), Query: r.FormValue("with")}
	if p.Query != "" {
		l, err := s.office.Register.List(r.Context(), actor(r), register.ListInput{Query: snapshot.Query{Text: p.Query, Limit: 10}})
		if err != nil {
			return err
		}
		p.Found = slices.DeleteFunc(l.Items, func(i snapshot.Item) bool { return i.ID == id })
	}
	p.Nav = "households"
	s.render(w, r, "change", errs.T("Changes of household %s", v.Household.Code), p)
	return nil
}

func (s *Server) changeForm(r *http.Request) (id, version int64, from date.Date, err error) {
	if id, err = pathID(r); err != nil {
		return
	}
	if version, err = formID(r, "version"); err != nil {
		return
	}
	from, err = formDay(r, "from")
	return
}

func (s *Server) setState(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	state, ok := map[string]households.State{"close": households.Closed, "delete": households.Deleted, "restore": households.Active}[r.FormValue("to")]
	if !ok {
		return errs.New(errs.Invalid, "what shall happen to the household?")
	}
	if _, err := s.office.Register.SetState(r.Context(), actor(r), id, version, state, from, r.FormValue("reason")); err != nil {
		return stale(err)
	}
	return done(w, r, fmt.Sprintf("/households/%d", id), "", errs.T("Recorded."))
}

// stale turns a conflict without a form to merge into an error for people.
func stale(err error) error {
	var c *book.ConflictError
	if errors.As(err, &c) {
		return errs.New(errs.Conflict, "somebody has just changed this household; open it again and look before you repeat this")
	}
	return err
}

func (s *Server) splitHousehold(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	in := register.SplitInput{ID: id, Version: version, From: from, Code: household.ID(strings.TrimSpace(r.FormValue("code"))), Reason: r.FormValue("reason")}
	for _, m := range r.PostForm["member"] {
		no, _ := strconv.Atoi(m)
		in.Members = append(in.Members, no)
	}
	in.Head, _ = strconv.Atoi(r.FormValue("head"))
	v, err := s.office.Register.Split(r.Context(), actor(r), in)
	if err != nil {
		return stale(err)
	}
	return done(w, r, fmt.Sprintf("/households/%d", v.ID), "", errs.T("Split. This is the new household."))
}

func (s *Server) mergeHousehold(w http.ResponseWriter, r *http.Request) error {
	id, version, from, err := s.changeForm(r)
	if err != nil {
		return err
	}
	other, err := formID(r, "other")
	if err != nil {
		return err
	}
	otherVersion, err := formID(r, "other_version")
	if err != nil {
		return err
	}
	v, err := s.office.Register.Merge(r.Context(), actor(r), id, version, other, otherVersion, from, r.FormValue("reason"))
	if err != nil {
		return stale(err)
	}
	return done(w, r, fmt.Sprintf("/households/%d", v.ID), "", errs.T("The two households are one now."))
}
