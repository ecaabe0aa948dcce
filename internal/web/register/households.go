package register

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/story"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/asjson"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/reading"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// mostPrinted is how many households are printed at once; more is an export's work.
const mostPrinted = 500

// pageSize is how many households a page of a list shows.
const pageSize = 30

type listPage struct {
	page.Page
	*register.Listed
	Filter     url.Values
	Units      template.HTML
	Hamlets    []string
	Indicators []poverty.Indicator
	Offset     int
	Number     int
	Pages      int
	Names      map[place.Code]string
	Chips      []parts.Chip
	Form       url.Values
	Whole      bool // for print: as many as a list has at most
	ByNumber   bool // found by a number, which stands in no address: there is nothing to print or export by
	Error      string

	Columns []exports.Grouped // that may be chosen for a table of the list
}

// listInput reads a list's filters from an address.
func (s *handlers) listInput(r *http.Request) (in register.ListInput, err error) {
	if err := r.ParseForm(); err != nil {
		return in, errs.New(errs.Invalid, "the address cannot be read")
	}
	v := r.Form
	in.Place = place.Code(v.Get("place"))
	if in.On, err = page.FormDay(r, "on"); err != nil {
		return in, err
	}
	q := &in.Query
	q.Text, q.Hamlet, q.Sort, q.Down, q.Limit = v.Get("q"), v.Get("hamlet"), v.Get("sort"), v.Get("down") != "",
		pageSize
	if len(q.Text) > 200 {
		return in, errs.New(errs.Invalid, "the search is longer than 200 letters")
	}
	classes := func(name string) (out []poverty.Class) {
		for _, c := range v[name] {
			if k, ok := poverty.ParseClass(c); ok {
				out = append(out, k)
			}
		}
		return out
	}
	q.Classes, q.Aged, q.Now, q.Prior = classes("class"), classes("aged"), classes("recognised"), classes("prior")
	q.Moved = v.Get("moved") != ""
	std := s.desks.Book.Standard()
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

func (s *handlers) listHouseholds(w http.ResponseWriter, r *http.Request) error {
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
	l, err := s.desks.Register.List(r.Context(), page.Actor(r), in)
	if err != nil {
		return err
	}
	if page.WantsJSON(r) {
		return page.WriteJSON(w, asjson.ListOf(l.Page))
	}
	return s.showListed(w, r, in, &listPage{Listed: l, Number: number, Whole: whole})
}

// findHouseholds takes what somebody typed into the search box or the list's filters: a citizen or telephone number is
// looked for and stands in no address; anything else is a list. A name stands in the list's address, so that the list
// can be sorted, turned over, printed and come back to; addresses of the office are in no log, and a name opens
// nothing.
func (s *handlers) findHouseholds(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.PostFormValue("q"))
	if s.desks.Register.AsNumber(text) == "" {
		list := url.URL{Path: "/households", RawQuery: filters(r.PostForm).Encode()}
		http.Redirect(w, r, list.String(), http.StatusSeeOther)
		return nil
	}
	r.Form = url.Values{}
	in := register.ListInput{Query: snapshot.Query{Text: text, Limit: pageSize}}
	l, err := s.desks.Register.SearchNumber(r.Context(), page.Actor(r), in)
	failed := s.shell.Told(w, r, err)
	if err != nil {
		if failed == "" {
			return err
		}
		l = &register.Listed{}
	}
	return s.showListed(w, r, in, &listPage{Listed: l, Number: 1, ByNumber: true, Error: failed})
}

// showListed shows a page of households.
func (s *handlers) showListed(w http.ResponseWriter, r *http.Request, in register.ListInput, p *listPage) error {
	p.Filter, p.Form, p.Offset, p.Sought = r.Form, r.Form, in.Query.Offset, in.Query.Text
	p.Indicators, p.Names = s.desks.Book.Standard().Indicators, p.Listed.Units
	p.Listed.Units = nil
	if p.Pages = (p.Total + pageSize - 1) / pageSize; p.Whole {
		p.Pages = 1
	}
	if r.Header.Get("HX-Request") == "" { // the filters are outside of what a search replaces
		p.Units = page.UnitOptions(s.desks.Office.Choices(page.Actor(r), in.On), r.Form.Get("place"))
		var err error
		if p.Hamlets, err = s.desks.Register.Hamlets(r.Context(), page.Actor(r), in.Place, in.On); err != nil {
			return err
		}
	}
	p.Chips = s.chips(r, page.Lang(r))
	if !p.ByNumber {
		var err error
		if p.Columns, err = s.desks.Exports.Columns(r.Context(), page.Actor(r), in.On); err != nil {
			return err
		}
	}
	s.shell.Render(w, r, "households", errs.T("listHouseholds|Households"), p)
	return nil
}

func (s *handlers) chips(r *http.Request, lang string) (out []parts.Chip) {
	add := func(key, value, text string) {
		v := url.Values{}
		for k, all := range r.Form {
			for _, one := range all {
				if one != "" && k != "page" && (k != key || one != value) {
					v.Add(k, one)
				}
			}
		}
		out = append(out, parts.Chip{Text: text, Without: "/households?" + v.Encode()})
	}
	for key, all := range r.Form {
		for _, one := range all {
			if one == "" {
				continue
			}
			switch key {
			case "class", "recognised", "prior", "aged":
				k, _ := poverty.ParseClass(one)
				title := parts.ClassTitle(lang, k)
				said := errs.T("calculated: %s", title)
				switch {
				case key == "aged":
					said = errs.T("with the ages of today: %s", title)
				case key == "recognised":
					said = errs.T("recognised: %s", title)
				case key == "prior" && k == poverty.Undetermined:
					said = errs.T("no decision in the review before")
				case key == "prior":
					said = errs.T("before: %s", title)
				}
				add(key, one, page.Pick(lang, said))
			case "deprived", "open":
				for _, i := range s.desks.Book.Standard().Indicators {
					if i.Code == one {
						title := errs.T("deprived: %s", i.Title)
						if key == "open" {
							title = errs.T("open: %s", i.Title)
						}
						add(key, one, page.Pick(lang, title))
					}
				}
			case "group":
				for _, g := range groupNames {
					if g.code == one {
						add(key, one, page.Pick(lang, g.title))
					}
				}
			case "moved":
				add(key, one, page.Pick(lang, errs.T("of another class with the ages of today")))
			case "place":
				add(key, one, s.desks.Office.Unit(place.Code(one)).FullName)
			case "hamlet", "age":
				add(key, one, one)
			case "on":
				if d, ok := reading.Day(one); ok {
					add(key, one, page.Pick(lang, errs.T("on %s", d)))
				}
			case "count":
				add(key, one, page.Pick(lang, errs.T("%s deprivations", one)))
			case "ethnic":
				for _, g := range s.desks.Office.Codes().Groups {
					if g.Code.String() == one {
						add(key, one, g.Name)
					}
				}
			case "sex":
				add(key, one, page.Pick(lang, map[string]errs.Text{"male": errs.T("male"),
					"female": errs.T("female")}[one]))
			case "state":
				add(key, one, page.Pick(lang, map[string]errs.Text{"active": errs.T("active"),
					"closed": errs.T("closed"), "deleted": errs.T("deleted")}[one]))
			}
		}
	}
	slices.SortFunc(out, func(a, b parts.Chip) int { return vietnamese.Compare(a.Text, b.Text) })
	return out
}

// AgesOf say of when the answers of what was found are, and how many today's ages would move.
func (p *listPage) AgesOf() *parts.Ages {
	q := url.Values{}
	for key, all := range p.Filter {
		if key != "page" && key != "moved" && key != "print" {
			q[key] = all
		}
	}
	return &parts.Ages{Answers: p.Answers, On: p.Ages, Query: q}
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

type householdPage struct {
	page.Page
	shell *page.Shell
	*register.HouseholdShown
	Open             bool // confidential fields are shown
	Columns          []household.Column
	MColumns         []household.Column
	Texts            map[string]string // of the members' and the household's columns
	MayEdit          bool
	MayDrop          bool
	Error            string
	Others           []snapshot.Item
	MayOpen, MayHold bool // MayHold: answers who asks what is held of them

	Until        date.Date     // whose decisions are shown
	Recognised   review.Path   // of all years
	Now          poverty.Class // recognised on the day
	Final        int           // the year of the latest final result; 0: none
	FinalClass   poverty.Class // what it made of the household
	NotYet       bool          // recognised by an earlier review, and this year's is under way
	Certificates []reviews.Certificate
	MayCorrect   bool
	Proposed     []corrections.Shown // open corrections of what it is recognised as
	Averages     []averages.Row      // requests for average living standard
	MaySupports  bool
	MayRecord    bool
	Supports     []supports.SupportShown
	Payments     map[int64][]batches.Payment // by support
	Needs        []supports.Need
	Story        *story.Story
}

// Differs reports whether the register's answers make another class than the decision that holds: poor, near-poor or
// neither.
func (p *householdPage) Differs() bool {
	calculated := p.Explanation.Class
	return (review.Low(calculated) || review.Low(p.Now)) && calculated != p.Now && calculated != poverty.Undetermined
}

func (s *handlers) householdPage(r *http.Request) (*householdPage, error) {
	id, err := page.PathID(r)
	if err != nil {
		return nil, err
	}
	on, err := page.FormDay(r, "on")
	if err != nil {
		return nil, err
	}
	h, err := s.desks.Register.Show(r.Context(), page.Actor(r), id, on)
	if err != nil {
		return nil, err
	}
	p := &householdPage{shell: s.shell, HouseholdShown: h, Columns: household.HouseholdColumns[2:],
		MColumns: household.MemberColumns[3:]}
	a := page.Actor(r)
	may := func(action access.Action) bool { return s.desks.Office.MayIn(a, action, h.Household.Commune) }
	p.MayEdit, p.MayDrop = may(access.EditHouseholds), may(access.RemoveHouseholds)
	p.MayOpen, p.MayHold = may(access.RevealHouseholds), s.desks.Privacies.MayHold(a, h.Household.Commune)
	if p.Recognised, err = s.desks.Reviews.Path(r.Context(), page.Actor(r), id); err != nil {
		return nil, err
	}
	if p.Until = on; on.IsZero() {
		p.Until = s.desks.Office.Day()
	}
	p.Now, _, _ = p.Recognised.Status(p.Until)
	if p.Final, p.FinalClass, err = s.desks.Results.FinalOf(r.Context(), p.Recognised, p.Until); err != nil {
		return nil, err
	}
	if p.NotYet, err = s.desks.Results.NotYet(r.Context(), id, p.Recognised); err != nil {
		return nil, err
	}
	if p.Certificates, err = s.desks.Reviews.Certificates(r.Context(), page.Actor(r), id); err != nil {
		return nil, err
	}
	if p.Averages, err = s.desks.Averages.OfHousehold(r.Context(), page.Actor(r), id); err != nil {
		return nil, err
	}
	p.MayCorrect = len(p.Recognised) > 0 && s.desks.Corrections.MayPropose(page.Actor(r), h.Household.Commune)
	if p.Proposed, err = s.desks.Corrections.OpenOf(r.Context(), page.Actor(r), id); err != nil {
		return nil, err
	}
	if p.MaySupports = s.desks.Office.MayIn(page.Actor(r), access.ViewSupports, h.Household.Commune); p.MaySupports {
		p.MayRecord = s.desks.Office.MayIn(page.Actor(r), access.RecordSupports, h.Household.Commune)
		if p.Supports, err = s.desks.Supports.SupportsOf(r.Context(), page.Actor(r), id); err != nil {
			return nil, err
		}
		if p.Payments, err = s.desks.Batches.PaymentsOf(r.Context(), page.Actor(r), id); err != nil {
			return nil, err
		}
		if p.Needs, err = s.desks.Supports.Needs(r.Context(), page.Actor(r), id); err != nil {
			return nil, err
		}
	}
	p.Nav = "households"
	p.Story, err = s.desks.Story.Tell(r.Context(), page.Actor(r), &story.Facts{Household: h, Path: p.Recognised,
		Supports: p.Supports, Certificates: p.Certificates, Averages: p.Averages, Until: p.Until})
	return p, err
}

// mostEvents is how many events of a household are shown at once.
const mostEvents = 10

// Events are the newest events of the household; OlderEvents those before.
func (p *householdPage) Events() []story.Event {
	return p.Story.Events[:min(mostEvents, len(p.Story.Events))]
}

// OlderEvents are the events before those that are shown at once.
func (p *householdPage) OlderEvents() []story.Event {
	return p.Story.Events[min(mostEvents, len(p.Story.Events)):]
}

// Age says how old a member is on the day whose ages made the class; "" where that is not known.
func (p *householdPage) Age(m *household.Member) string {
	if !m.Birth.Known() {
		return ""
	}
	least, most := m.Birth.Months(p.Ages)
	if least/12 == most/12 {
		return page.Pick(p.Lang, errs.N(least/12, "%d year old", "%d years old"))
	}
	return page.Pick(p.Lang, errs.T("%d or %d years old", least/12, most/12))
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

// Values are a member's texts in all columns, as a person reads them.
func (p *householdPage) Values(m *household.Member) (out []string) {
	for _, c := range p.MColumns {
		out = append(out, page.Value(p.shell, p.Lang, c.Name, p.Shown(m, c.Name)))
	}
	return out
}

func (s *handlers) showHousehold(w http.ResponseWriter, r *http.Request) error {
	if page.WantsJSON(r) {
		id, err := page.PathID(r)
		if err != nil {
			return err
		}
		v, err := s.desks.Book.Peek(r.Context(), page.Actor(r), id)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		_, err = w.Write(asjson.AppendHousehold(make([]byte, 0, 4096), &v.Household, v.ID, v.Version, v.Class.String()))
		return err
	}
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "household", errs.T("Household %s", p.Household.Code), p)
	return nil
}

func (s *handlers) revealHousehold(w http.ResponseWriter, r *http.Request) error {
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	_, err = s.desks.Register.Reveal(r.Context(), page.Actor(r), p.ID, r.FormValue("reason"))
	var e *errs.Error
	if page.AsError(err, &e) && e.Kind == errs.Invalid {
		w.WriteHeader(page.StatusOf(err))
		p.Error = page.Pick(page.Lang(r), e.Text())
	} else if err != nil {
		return err
	}
	p.Open = err == nil
	s.shell.Render(w, r, "household", errs.T("Household %s", p.Household.Code), p)
	return nil
}

func (s *handlers) householdNotice(w http.ResponseWriter, r *http.Request) error {
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "notice", errs.T("Why this result"), p)
	return nil
}

type historyPage struct {
	page.Page
	ID      int64
	Code    household.ID
	Entries []register.HistoryEntry
}

func (s *handlers) householdHistory(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	h, err := s.desks.Register.History(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "history", errs.T("householdHistory|History"),
		&historyPage{ID: id, Code: h[0].Household.Code, Entries: h})
	return nil
}

// memberFields are the fields of a member, in the template "member".
type memberFields struct {
	Page *editPage
	No   string // or what a script puts the number in the place of
}

// columnInput is the field of a column, in the template "input".
type columnInput struct {
	Name         string
	C            household.Column
	Value, Fault string
	Ethnic       []exchange.Ethnic
	Known        []string // what it may be, offered while one types
}
