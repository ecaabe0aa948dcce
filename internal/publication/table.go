package publication

import (
	"fmt"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/suppress"
)

// Table is a table of households as it is published: a row a place, the whole first; in each a count a column and,
// last, the place's sum. A count that is hidden is nil.
type Table struct {
	Code    string   `json:"code"`
	Of      string   `json:"of"` // what the sums count
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	Rounded int64    `json:"rounded,omitempty"` // all counts are multiples of it, and none is hidden
}

// Column is what is counted.
type Column struct {
	Code  string    `json:"code"`
	Title errs.Text `json:"title"`
}

// Row is a place, or some that are told together.
type Row struct {
	Code  string   `json:"code"` // the places' codes, with + between them
	Name  string   `json:"name"`
	In    int      `json:"in"` // the row of the place above; −1: none
	Cells []*int64 `json:"cells"`

	sums bool // of rows below; of what was read
}

// Proof is the certificate that is published with tables: nothing of it tells which cells are small.
type Proof struct {
	Threshold int64   `json:"threshold"`
	Hidden    int     `json:"hidden"`
	Least     int64   `json:"least_width"` // how many values the narrowest small cell leaves open, less one
	Linked    []int64 `json:"linked,omitempty"`
	Algorithm string  `json:"algorithm"`
	Sample    bool    `json:"sample"` // the threshold is nobody's rule
}

// Values are the counts of a table with how each is published, for the office alone.
type Values struct {
	Cells  [][]int64          `json:"cells"`
	States [][]suppress.State `json:"states"`
}

// Form is how coarse tables are.
type Form struct {
	Units   string // commune or district
	Groups  string // all, or two
	Rounded bool   // to multiples of the threshold, and nothing hidden
}

// Forms are the forms from the finest to the coarsest; districts are left out where there are none.
func Forms(districts bool) (out []Form) {
	for _, units := range []string{"commune", "district"} {
		if units == "district" && !districts {
			continue
		}
		out = append(out, Form{Units: units, Groups: "all"}, Form{Units: units, Groups: "two"})
	}
	return out
}

// Source says what a measure of the final result counts in a place, and which places there are.
type Source struct {
	Places []suppress.Place // the whole first
	Value  func(place, measure string) int64
}

// Made are the tables of households, with all counts.
type Made struct {
	Tables []Table
	Values []Values
	Proof  Proof
}

// whole are the columns of all households by class: what is left of all is neither poor nor near-poor.
var whole = []struct {
	code  string
	title errs.Text
}{
	{"poor", errs.T("Poor households")}, {"near", errs.T("Near-poor households")},
	{"other", errs.T("Other households")},
}

// MakeTables makes the tables of households: all by class, and the poor by ethnic group of the head. Places with
// fewer poor households than the threshold are told together with their neighbours. Errors: *suppress.OpenError
// where a small cell cannot be protected.
func (s *Spec) MakeTables(province string, in *Source, f Form) (*Made, error) {
	groups := s.GroupsOf(province)
	if f.Groups == "two" && len(groups) > 2 {
		rest := groups[len(groups)-1]
		rest.Code, rest.Title = "minority", errs.T("Ethnic minorities")
		groups = []Group{groups[0], rest}
	}
	sums := func(p int, measure string) int64 { return in.Value(in.Places[p].Code, measure) }
	places, within := suppress.Join(in.Places, s.Threshold, func(p int) int64 { return sums(p, "poor.h") })
	counts := func(of func(p int) int64) func(int) int64 {
		total := make([]int64, len(places))
		leaf := make([]bool, len(in.Places))
		for p := range leaf {
			leaf[p] = true
		}
		for _, p := range in.Places {
			if p.Parent >= 0 {
				leaf[p.Parent] = false
			}
		}
		for p := range in.Places {
			if leaf[p] {
				total[within[p]] += of(p)
			}
		}
		return func(p int) int64 { return total[p] }
	}
	classes := make([]suppress.Column, len(whole))
	titles := make([]errs.Text, len(whole))
	for c, w := range whole {
		classes[c], titles[c] = suppress.Column{Code: w.code, Name: w.title.VI, Stays: w.code == "poor"}, w.title
	}
	poor, near := counts(func(p int) int64 { return sums(p, "poor.h") }), counts(func(p int) int64 { return sums(p, "near.h") })
	all := counts(func(p int) int64 { return sums(p, "all.h") })
	byClass, err := suppress.New(places, classes, func(p, c int) int64 {
		return []int64{poor(p), near(p), all(p) - poor(p) - near(p)}[c]
	})
	if err != nil {
		return nil, err
	}
	columns, names := make([]suppress.Column, len(groups)), make([]errs.Text, len(groups))
	by := make([]func(int) int64, len(groups))
	for c := range groups {
		columns[c], names[c] = suppress.Column{Code: "poor." + groups[c].Code, Name: groups[c].Title.VI}, groups[c].Title
		by[c] = counts(func(p int) int64 { return ofGroup(groups, c, func(m string) int64 { return sums(p, m) }) })
	}
	byGroup, err := suppress.New(places, columns, func(p, c int) int64 { return by[c](p) })
	if err != nil {
		return nil, err
	}
	m := &Made{Proof: Proof{Threshold: s.Threshold, Algorithm: suppress.Version, Sample: s.Sample}}
	for i, t := range []*suppress.Table{byClass, byGroup} {
		code, of := []string{"class", "group"}[i], []string{"all", "poor"}[i]
		if err := m.add(t, code, of, [][]errs.Text{titles, names}[i], f); err != nil {
			return nil, err
		}
	}
	return m, suppress.Link([]string{"all", "poor"}, []*suppress.Table{byClass, byGroup})
}

// ofGroup is how many poor households a group of ethnic groups has.
func ofGroup(groups []Group, c int, value func(measure string) int64) (n int64) {
	if len(groups[c].Ethnic) > 0 {
		for _, e := range groups[c].Ethnic {
			n += value("poor.ethnic" + strconv.Itoa(e) + ".h")
		}
		return n
	}
	n = value("poor.h")
	for other := range groups {
		if other != c {
			n -= ofGroup(groups, other, value)
		}
	}
	return n
}

// add protects a table and takes it in.
func (m *Made) add(t *suppress.Table, code, of string, titles []errs.Text, f Form) error {
	out := Table{Code: code, Of: of}
	for c := range t.Columns {
		out.Columns = append(out.Columns, Column{t.Columns[c].Code, titles[c]})
	}
	var rounded [][]int64
	if f.Rounded {
		var err error
		if rounded, err = suppress.Round(t, m.Proof.Threshold); err != nil {
			return err
		}
		out.Rounded = m.Proof.Threshold
	} else {
		if err := suppress.Protect(t, m.Proof.Threshold); err != nil {
			return err
		}
		a := suppress.Check(t, m.Proof.Threshold)
		if len(a.Open) > 0 {
			return &suppress.OpenError{Faults: a.Open}
		}
		m.Proof.Hidden += len(a.Cells)
		if a.Primaries > 0 && (m.Proof.Least == 0 || a.Least < m.Proof.Least) {
			m.Proof.Least = a.Least
		}
	}
	v := Values{}
	for p := range t.Places {
		row := Row{Code: t.Places[p].Code, Name: t.Places[p].Name, In: t.Places[p].Parent}
		var cells []int64
		var states []suppress.State
		for c := range t.Cells[p] {
			cell := t.Cells[p][c]
			shown := &cell.Value
			if rounded != nil {
				shown = &rounded[p][c]
			}
			if cell.Hidden() {
				shown = nil
			}
			row.Cells = append(row.Cells, shown)
			cells, states = append(cells, cell.Value), append(states, cell.State)
		}
		out.Rows = append(out.Rows, row)
		v.Cells, v.States = append(v.Cells, cells), append(v.States, states)
	}
	m.Tables, m.Values = append(m.Tables, out), append(m.Values, v)
	return nil
}

// suppressed is a table as it is audited: its places and columns as published, its counts as the office has them.
// Errors (errs.Invalid): what is published is not what the office has.
func (t *Table) suppressed(v *Values) (*suppress.Table, error) {
	wrong := func(format string, args ...any) error {
		return errs.New(errs.Invalid, "table %s: %s", t.Code, fmt.Sprintf(format, args...))
	}
	if len(v.Cells) != len(t.Rows) || len(v.States) != len(t.Rows) {
		return nil, wrong("%d/%d", len(v.Cells), len(t.Rows))
	}
	var places []suppress.Place
	for _, r := range t.Rows {
		places = append(places, suppress.Place{Code: r.Code, Name: r.Name, Parent: r.In})
	}
	var columns []suppress.Column
	for _, c := range t.Columns {
		columns = append(columns, suppress.Column{Code: c.Code, Name: c.Title.VI, Stays: c.Code == "poor"})
	}
	for p := range t.Rows {
		wide := len(columns) + 1
		if len(t.Rows[p].Cells) != wide || len(v.Cells[p]) != wide || len(v.States[p]) != wide {
			return nil, wrong("%s", t.Rows[p].Name)
		}
	}
	out, err := suppress.New(places, columns, func(p, c int) int64 { return v.Cells[p][c] })
	if err != nil {
		return nil, err
	}
	for p := range out.Cells {
		for c := range out.Cells[p] {
			cell, shown := &out.Cells[p][c], t.Rows[p].Cells[c]
			cell.State = v.States[p][c]
			switch {
			case cell.Value != v.Cells[p][c], (shown == nil) != cell.Hidden(),
				shown != nil && t.Rounded == 0 && *shown != cell.Value:
				return nil, wrong("%s", out.Where(p, c))
			}
		}
	}
	return out, nil
}

// Audit audits tables again from what was kept: that what is shown is what the office has, that no hidden small
// cell can be computed back, alone, by an insider, from another table of the publication, or from the publication
// that it corrects (nil: none). Rounded tables hide nothing. It returns what is open.
func (c *Content) Audit(values []Values, was *Content, had []Values) (open []suppress.Fault, err error) {
	if len(values) != len(c.Tables) {
		return nil, errs.New(errs.Invalid, "the publication has %d tables and %d are kept", len(c.Tables), len(values))
	}
	var tables []*suppress.Table
	var of []string
	for i := range c.Tables {
		t, err := c.Tables[i].suppressed(&values[i])
		if err != nil {
			return nil, err
		}
		if c.Tables[i].Rounded > 0 {
			continue
		}
		threshold := c.Certificate.Threshold
		again := t.Clone()
		again.Mark(threshold)
		for p := range again.Cells {
			for k := range again.Cells[p] {
				if again.Cells[p][k].State == suppress.Primary && !t.Cells[p][k].Hidden() {
					v := t.Cells[p][k].Value
					open = append(open, suppress.Fault{Where: t.Where(p, k),
						Interval: suppress.Interval{Place: p, Column: k, Low: v, High: v, Primary: true}})
				}
			}
		}
		open = append(open, suppress.Check(t, threshold).Open...)
		if before := was.tableOf(c.Tables[i].Code, had); before != nil {
			open = append(open, suppress.Joint(t, before, threshold)...)
		}
		tables, of = append(tables, t), append(of, c.Tables[i].Of)
	}
	return open, suppress.Link(of, tables)
}

// tableOf is a table of a publication as it is audited; nil where there is none.
func (c *Content) tableOf(code string, values []Values) *suppress.Table {
	if c == nil {
		return nil
	}
	for i := range c.Tables {
		if c.Tables[i].Code == code && c.Tables[i].Rounded == 0 && i < len(values) {
			if t, err := c.Tables[i].suppressed(&values[i]); err == nil {
				return t
			}
		}
	}
	return nil
}

// Count is a cell as it is shown.
type Count struct {
	Hidden bool
	Value  int64
}

// Counts are a row's cells as they are shown.
func (r *Row) Counts() []Count {
	out := make([]Count, len(r.Cells))
	for i, c := range r.Cells {
		if c == nil {
			out[i].Hidden = true
		} else {
			out[i].Value = *c
		}
	}
	return out
}

// Share is a row's first column in its sum, in hundredths of a percent; false where either is hidden or the rate
// is of fewer than least.
func (r *Row) Share(least int64) (int64, bool) {
	part, all := r.Cells[0], r.Cells[len(r.Cells)-1]
	if part == nil || all == nil || *all < max(1, least) {
		return 0, false
	}
	return (*part*20_000 + *all) / (2 * *all), true
}
