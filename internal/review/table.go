package review

import (
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// Measure is one figure of a table: what a household adds to it. The same function counts a figure and finds the
// households behind it. All says that households of no class add to it too.
type Measure struct {
	Code  string
	All   bool
	Value func(f *Fact, here, there bool) int64
}

// Column is one column of a table: a measure, or the share of one in another in percent. Formula is its place in the
// formula row of the form. Prior says that it tells of the review before, and nothing where there was none.
type Column struct {
	Group   errs.Text
	Title   errs.Text
	Measure string
	Of      string // the denominator of a share
	Formula string
	Prior   bool
	Waiting bool // of those not yet reviewed: shown while a review is under way, no part of the official form
}

// waiting is the code of those not yet reviewed, who keep their class.
const waiting = "waiting"

// Line is one row of a table within a place, where a place has several.
type Line struct {
	Title  errs.Text
	Prefix string // of the measures' codes
}

// Spec is one of the output tables: its number, title and columns. Lines is empty where a place is one row. Where
// ByEthnicity is set the lines are the ethnic groups, in the order of their codes, and the table is of a place as a
// whole.
type Spec struct {
	No      int
	Title   errs.Text
	Columns []Column
	Lines   []Line
	Note    errs.Text

	ByEthnicity bool
}

// ByMovement reports whether a table tells of movements since the review before.
func (s *Spec) ByMovement() bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Prior })
}

// Tables are the output tables of a review of law sources 2.4 with the measures that they need. The detailed lists 14
// and 15 are lists of people and not in it.
type Tables struct {
	Specs    []Spec
	Measures []Measure
	index    map[string]int
}

// both counts households (suffix h) and people (suffix p) for whom a condition holds.
func (t *Tables) both(code string, all bool, holds func(f *Fact) bool) {
	t.add(Measure{code + ".h", all, func(f *Fact, here, _ bool) int64 {
		if here && !f.Gone && holds(f) {
			return 1
		}
		return 0
	}})
	t.add(Measure{code + ".p", all, func(f *Fact, here, _ bool) int64 {
		if here && !f.Gone && holds(f) {
			return int64(f.People)
		}
		return 0
	}})
}

func (t *Tables) add(m Measure) {
	if _, dup := t.index[m.Code]; dup {
		return
	}
	t.index[m.Code] = len(t.Measures)
	t.Measures = append(t.Measures, m)
}

// Index returns the place of a measure in a Tally; -1 where there is none.
func (t *Tables) Index(code string) int {
	if i, ok := t.index[code]; ok {
		return i
	}
	return -1
}

// classWords are the two classes with their codes in measures.
var classWords = []struct {
	class, other poverty.Class
	code         string
	title        errs.Text
}{
	{poverty.Poor, poverty.NearPoor, "poor", errs.T("classWords|Poor")},
	{poverty.NearPoor, poverty.Poor, "near", errs.T("classWords|Near-poor")},
}

// Indicator is an indicator as the tables name it, in the standard's order.
type Indicator struct {
	Dimension string
	Title     errs.Text
}

// NewTables builds the tables for a standard's indicators.
func NewTables(indicators []Indicator) *Tables {
	t := &Tables{index: map[string]int{}}
	t.both("all", true, func(*Fact) bool { return true })
	t.both("all.minority", true, func(f *Fact) bool { return f.Minority })
	t.both("average", true, func(f *Fact) bool { return f.Class == poverty.AverageLivingStandard })
	for _, c := range classWords {
		t.both(c.code, false, func(f *Fact) bool { return f.Class == c.class })
		t.both(c.code+"."+waiting, false, func(f *Fact) bool { return f.Waiting && f.Class == c.class })
		t.flows(c.code, c.class, c.other)
		for i := range indicators {
			t.both(fmt.Sprintf("%s.dep%d", c.code, i), false,
				func(f *Fact) bool { return f.Class == c.class && f.Deprived>>i&1 == 1 })
		}
		for i := range len(household.PovertyReasons.Names) - 1 {
			t.both(fmt.Sprintf("%s.reason%d", c.code, i), false,
				func(f *Fact) bool { return f.Class == c.class && f.Reasons>>i&1 == 1 })
		}
		for _, g := range groups {
			t.both(c.code+"."+g.code, false, func(f *Fact) bool { return f.Class == c.class && g.holds(f) })
		}
		for e := range household.Ethnicity(57) {
			t.both(fmt.Sprintf("%s.ethnic%d", c.code, e), false,
				func(f *Fact) bool { return f.Class == c.class && f.Ethnicity == e })
		}
		t.children(c.code, c.class, indicators)
	}
	t.specs(indicators)
	for i := range t.Specs {
		t.Specs[i].addWaiting()
	}
	return t
}

// addWaiting adds the columns of those not yet reviewed to a table: one for each class that it tells of.
func (s *Spec) addWaiting() {
	if s.ByEthnicity {
		return
	}
	for _, c := range classWords {
		mine := func(col Column) bool { return col.Measure == c.code || strings.HasPrefix(col.Measure, c.code+".") }
		if !slices.ContainsFunc(s.Columns, mine) {
			continue
		}
		unit := ".h"
		if len(s.Lines) > 0 {
			unit = "" // the lines are households and people
		}
		s.Columns = append(s.Columns, Column{Group: errs.T("Of them not yet reviewed"), Title: c.title,
			Measure: c.code + "." + waiting + unit, Formula: fmt.Sprint(len(s.Columns) + 1), Waiting: true})
	}
}

// groups are those of table 8, and the female heads of 12 and 13.
var groups = []struct {
	code  string
	title errs.Text
	holds func(f *Fact) bool
}{
	{"minority", errs.T("Ethnic minority"), func(f *Fact) bool { return f.Minority }},
	{"nolabour", errs.T("No member able to work"), func(f *Fact) bool { return f.NoLabour }},
	{"merit", errs.T("With a person of merit"), func(f *Fact) bool { return f.Merit }},
	{"other", errs.T("groups|Others"), func(f *Fact) bool { return !f.Minority && !f.NoLabour && !f.Merit }},
	{"female", errs.T("groups|Female head"), func(f *Fact) bool { return f.FemaleHead }},
	{"kinh", errs.T("Kinh"), func(f *Fact) bool { return !f.Minority }},
}

// flowNames are the columns of the balances, in the order of the form.
var flowNames = []struct {
	flow         Flow
	code         string
	poor, near   errs.Text
	down, formal bool
}{
	{DownNear, "tonear", errs.T("flowNames|Escaped to near-poor"), errs.T("Became poor"), true, true},
	{DownAbove, "above", errs.T("Escaped above the near-poor standard"),
		errs.T("flowNames|Escaped above the near-poor standard"), true, true},
	{DownOther, "lost", errs.T("Other decrease"), errs.T("Other decrease"), true, true},
	{UpFrom, "from", errs.T("From near-poor"), errs.T("From poor"), false, true},
	{UpAgain, "again", errs.T("Fell back"), errs.T("Fell back to near-poor"), false, true},
	{UpNew, "new", errs.T("Newly arisen"), errs.T("Newly arisen"), false, true},
	{UpOther, "gained", errs.T("Other increase"), errs.T("Other increase"), false, true},
}

// flows are the balance's measures. A household that goes from one class to the other carries the people of the
// beginning in both balances; who was born, died, came or left within it since is another increase or decrease of
// where it is at the end.
func (t *Tables) flows(code string, class, other poverty.Class) {
	t.add(Measure{code + ".open.h", false, func(f *Fact, _, there bool) int64 {
		return one(there &&
			f.Prior == class)
	}})
	t.add(Measure{code + ".open.p", false, func(f *Fact, _, there bool) int64 {
		return one(there &&
			f.Prior == class) * int64(f.PriorPeople)
	}})
	for _, n := range flowNames {
		t.add(Measure{code + "." + n.code + ".h", false, func(f *Fact, here,
			there bool) int64 {
			return one(f.flow(class, other, here, there) == n.flow)
		}})
		t.add(Measure{code + "." + n.code + ".p", false, func(f *Fact, here, there bool) int64 {
			return flowPeople(f, f.flow(class, other, here, there), n.flow)
		}})
	}
}

// flowPeople is how many people a household's flow adds to a column of the balance.
func flowPeople(f *Fact, is, column Flow) int64 {
	grown := int64(f.People) - int64(f.PriorPeople)
	people := int64(0)
	if is == column {
		switch is {
		case DownNear, DownAbove, DownOther, UpFrom:
			people = int64(f.PriorPeople)
		case UpAgain, UpNew, UpOther:
			people = int64(f.People)
		}
	}
	if is == Stays || is == UpFrom {
		switch {
		case column == UpOther && grown > 0:
			people += grown
		case column == DownOther && grown < 0:
			people -= grown
		}
	}
	return people
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (t *Tables) children(code string, class poverty.Class, indicators []Indicator) {
	count := func(name string, of func(f *Fact) uint8) {
		t.add(Measure{code + ".child." + name, false, func(f *Fact, here, _ bool) int64 {
			if here && !f.Gone && f.Class == class {
				return int64(of(f))
			}
			return 0
		}})
	}
	count("all", func(f *Fact) uint8 { return f.Children })
	count("health", func(f *Fact) uint8 { return f.ChildHealth })
	count("school", func(f *Fact) uint8 { return f.ChildSchool })
	for _, d := range [][2]string{{"house", "housing"}, {"water", "water_sanitation"}, {"info", "information"}} {
		bits := uint16(0)
		for i := range indicators {
			if indicators[i].Dimension == d[1] {
				bits |= 1 << i
			}
		}
		count(d[0], func(f *Fact) uint8 {
			if f.Deprived&bits != 0 {
				return f.Children
			}
			return 0
		})
	}
}

// Tally are the measures of one place.
type Tally []int64

// Counter adds up facts by place.
type Counter struct {
	t        *Tables
	Tallies  []Tally // by number of place
	all, low []int
}

// Counter returns a counter of n places.
func (t *Tables) Counter(n int) *Counter {
	c := &Counter{t: t, Tallies: make([]Tally, n)}
	for i := range c.Tallies {
		c.Tallies[i] = make(Tally, len(t.Measures))
	}
	for i := range t.Measures {
		c.low = append(c.low, i)
		if t.Measures[i].All {
			c.all = append(c.all, i)
		}
	}
	return c
}

// Add counts a household in the places in which it lies at the end (here) and lay at the beginning (there): a unit
// with those above it. A household that moved is judged in each place by itself: within the province it is no movement.
func (c *Counter) Add(f *Fact, here, there []int) {
	use := c.all
	if f.Low() {
		use = c.low
	}
	for _, p := range here {
		c.add(c.Tallies[p], f, use, true, slices.Contains(there, p))
	}
	for _, p := range there {
		if !slices.Contains(here, p) {
			c.add(c.Tallies[p], f, use, false, true)
		}
	}
}

func (c *Counter) add(to Tally, f *Fact, use []int, here, there bool) {
	for _, i := range use {
		to[i] += c.t.Measures[i].Value(f, here, there)
	}
}

// Value is a measure of a tally by its code, 0 where there is none.
func (t *Tables) Value(tally Tally, code string) int64 {
	if i := t.Index(code); i >= 0 {
		return tally[i]
	}
	return 0
}

// Balance checks closing = opening − decreases + increases of a class (poor or near) for households (h) or people (p);
// it returns both sides.
func (t *Tables) Balance(tally Tally, class, unit string) (closing, computed int64) {
	computed = t.Value(tally, class+".open."+unit)
	for _, n := range flowNames {
		v := t.Value(tally, class+"."+n.code+"."+unit)
		if n.down {
			v = -v
		}
		computed += v
	}
	return t.Value(tally, class+"."+unit), computed
}

// CodeOf is the code of a table's cell: its column's measure on one of its lines. In table 9 households (h) and people
// (p) are columns and the ethnic groups lines; elsewhere the lines are households and people.
func CodeOf(table int, measure, line string) string {
	if table == byEthnicityNo {
		class, unit, _ := strings.Cut(measure, "|")
		return class + line + "." + unit
	}
	return measure + line
}

// byEthnicityNo is the table whose lines are ethnic groups.
const byEthnicityNo = 9
