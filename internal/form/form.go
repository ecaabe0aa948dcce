// Package form holds the forms that units fill in upwards as data – rows, columns, where each value comes from, how
// it is added up and checked – with the schedules by which they are sent, and reads them strictly. It must not know
// storage, pages, the clock, who has filled in what, or how a figure of the office is counted. Values are whole
// numbers in units of their last decimal place; there is no float.
package form

import (
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Type is what a cell holds.
type Type string

// The types: whole numbers, numbers with two decimals, percentages with two decimals, đồng, words, one of a column's
// choices.
const (
	Whole   Type = "whole"
	Decimal Type = "decimal"
	Percent Type = "percent"
	Money   Type = "money"
	Words   Type = "text"
	Choice  Type = "choice"
)

// Places are the decimals that a value of a type has.
func (t Type) Places() int {
	if t == Decimal || t == Percent {
		return 2
	}
	return 0
}

// Said reports whether a cell holds words, which are not added up.
func (t Type) Said() bool { return t == Words || t == Choice }

// Fill is where a column's values come from.
type Fill string

// The fills: what the office counts, the sum of columns, the ratio of two, the period before, an estimate, what is
// asked.
const (
	Figure   Fill = "figure"
	Sum      Fill = "sum"
	Ratio    Fill = "ratio"
	Previous Fill = "previous"
	Estimate Fill = "estimate"
	Ask      Fill = "ask"
)

// Roll is how the values of units become one above them.
type Roll string

// The rolls: added up; formed again from its parts; counted once over all units, where adding would count twice; how
// many units have chosen what; not at all.
const (
	Added     Roll = "sum"
	Recompute Roll = "recompute"
	Distinct  Roll = "distinct"
	Tallied   Roll = "tally"
	NotRolled Roll = "none"
)

// Source is a figure that the office knows: of a part of the year's plan, of the money of the row's project, or a class
// recognised by decisions.
type Source struct {
	Part  string `yaml:"part,omitempty" json:"part,omitempty"`
	Count string `yaml:"count,omitempty" json:"count,omitempty"` // of a part: met, or of (met and not met)
	Money string `yaml:"money,omitempty" json:"money,omitempty"` // A, C, K, P, V or B of the ledger
	Node  string `yaml:"-" json:"node,omitempty"`                // of money; the row's
	Class string `yaml:"class,omitempty" json:"class,omitempty"` // poor, near_poor: households by decisions
}

// Key names a source among others.
func (s *Source) Key() string {
	switch {
	case s.Part != "":
		return "part:" + s.Part + ":" + s.Count
	case s.Money != "":
		return "money:" + s.Node + ":" + s.Money
	}
	return "class:" + s.Class
}

// Row is a row of a form: a heading, or cells in every column. Its own sum or ratio goes before its columns'.
type Row struct {
	Code   string    `yaml:"code"`
	Title  errs.Text `yaml:"title"`
	Unit   errs.Text `yaml:"unit,omitempty"`
	Type   Type      `yaml:"type,omitempty"`
	Head   bool      `yaml:"head,omitempty"`
	Figure *Source   `yaml:"figure,omitempty"`
	Node   string    `yaml:"node,omitempty"` // of the programme's tree, for columns of money
	Sum    []string  `yaml:"sum,omitempty,flow"`
	Num    string    `yaml:"num,omitempty"`
	Den    string    `yaml:"den,omitempty"`
	Cite   string    `yaml:"cite,omitempty"`
}

// Column is a column of a form.
type Column struct {
	Code       string      `yaml:"code"`
	Title      errs.Text   `yaml:"title"`
	Group      errs.Text   `yaml:"group,omitempty"`
	Type       Type        `yaml:"type,omitempty"` // "" is the row's
	Fill       Fill        `yaml:"fill"`
	Sum        []string    `yaml:"sum,omitempty,flow"`
	Num        string      `yaml:"num,omitempty"`
	Den        string      `yaml:"den,omitempty"`
	Of         string      `yaml:"of,omitempty"` // of previous: the column of the period before
	Figure     *Source     `yaml:"figure,omitempty"`
	Roll       Roll        `yaml:"roll"`
	Override   bool        `yaml:"override,omitempty"`   // an officer may set another value, with a reason
	Cumulative bool        `yaml:"cumulative,omitempty"` // from the beginning of the year on: never falls without a note
	Optional   bool        `yaml:"optional,omitempty"`   // may stay empty
	Choices    []errs.Text `yaml:"choices,omitempty"`
}

// Form is a table that units fill in.
type Form struct {
	Code       string      `yaml:"form"`
	Title      errs.Text   `yaml:"title"`
	Instrument string      `yaml:"instrument"`
	Number     string      `yaml:"number,omitempty"` // in the upper right corner of its paper
	Sample     bool        `yaml:"sample,omitempty"`
	Note       errs.Text   `yaml:"note,omitempty"`
	Open       []errs.Text `yaml:"open,omitempty"`
	From       date.Date   `yaml:"from"`
	To         date.Date   `yaml:"to,omitempty"`
	Columns    []Column    `yaml:"columns"`
	Rows       []Row       `yaml:"rows"`
	Checks     []Check     `yaml:"checks,omitempty"`
}

// Holds reports whether a form is in force on a day.
func (f *Form) Holds(on date.Date) bool { return on >= f.From && (f.To.IsZero() || on <= f.To) }

// Key names a cell: form/row/column.
type Key string

// At is the key of a cell.
func At(form, row, column string) Key { return Key(form + "/" + row + "/" + column) }

// Parts are the codes of a key, empty where it is none.
func (k Key) Parts() (form, row, column string) {
	form, rest, _ := strings.Cut(string(k), "/")
	row, column, _ = strings.Cut(rest, "/")
	return form, row, column
}

// Kind is what a cell is made of.
type Kind uint8

// The kinds: nothing, what is typed or known, a sum of cells, the ratio of two.
const (
	Empty Kind = iota
	Input
	Summed
	Divided
)

// Slot is a cell of a form before it has a value.
type Slot struct {
	Key    Key
	Kind   Kind
	Type   Type
	Row    *Row
	Column *Column
	Parts  []Key   // of a sum; numerator and denominator of a ratio
	Source *Source // what the office knows of it; nil: nobody knows
}

// Estimated reports whether a value is an estimate, which no series takes in.
func (s *Slot) Estimated() bool { return s.Column.Fill == Estimate }

// Asked reports whether somebody must type the value: no figure of the office and no period before has it.
func (s *Slot) Asked() bool {
	return s.Kind == Input && s.Source == nil && s.Column.Fill != Previous && !s.Column.Optional
}

// slot makes the cell of a row and a column.
func (f *Form) slot(r *Row, c *Column) Slot {
	s := Slot{Key: At(f.Code, r.Code, c.Code), Kind: Input, Type: c.Type, Row: r, Column: c}
	if s.Type == "" {
		s.Type = r.Type
	}
	row := func(codes ...string) (out []Key) {
		for _, code := range codes {
			out = append(out, At(f.Code, code, c.Code))
		}
		return out
	}
	column := func(codes ...string) (out []Key) {
		for _, code := range codes {
			out = append(out, At(f.Code, r.Code, code))
		}
		return out
	}
	switch {
	case r.Head:
		s.Kind = Empty
	case s.Type.Said():
	case c.Fill == Ratio:
		s.Kind, s.Parts, s.Type = Divided, column(c.Num, c.Den), Percent
	case r.Num != "":
		s.Kind, s.Parts, s.Type = Divided, row(r.Num, r.Den), Percent
	case len(r.Sum) > 0:
		s.Kind, s.Parts = Summed, row(r.Sum...)
	case c.Fill == Sum:
		s.Kind, s.Parts = Summed, column(c.Sum...)
	case c.Fill == Figure:
		s.Source = source(r, c)
	}
	return s
}

// source is what the office knows of a cell of a column of figures.
func source(r *Row, c *Column) *Source {
	switch {
	case c.Figure != nil && c.Figure.Money != "":
		if r.Node == "" {
			return nil
		}
		s := *c.Figure
		s.Node = r.Node
		return &s
	case c.Figure != nil:
		return c.Figure
	}
	return r.Figure
}

// Set are the forms of a round with their cells, in the order of the paper: rows, then columns.
type Set struct {
	Forms []*Form
	Slots []Slot
	at    map[Key]int
	order []int // of computed cells, what they are made of first
}

// NewSet lays forms out.
func NewSet(forms []*Form) *Set {
	s := &Set{Forms: forms, at: map[Key]int{}}
	for _, f := range forms {
		for i := range f.Rows {
			for j := range f.Columns {
				slot := f.slot(&f.Rows[i], &f.Columns[j])
				s.at[slot.Key] = len(s.Slots)
				s.Slots = append(s.Slots, slot)
			}
		}
	}
	done := make([]bool, len(s.Slots))
	var visit func(i int)
	visit = func(i int) {
		if done[i] {
			return
		}
		done[i] = true // before its parts: a ring, which the reader of forms refuses, ends here
		for _, p := range s.Slots[i].Parts {
			if at, ok := s.at[p]; ok {
				visit(at)
			}
		}
		if k := s.Slots[i].Kind; k == Summed || k == Divided {
			s.order = append(s.order, i)
		}
	}
	for i := range s.Slots {
		visit(i)
	}
	return s
}

// Slot is a cell by its key, nil where there is none.
func (s *Set) Slot(k Key) *Slot {
	if i, ok := s.at[k]; ok {
		return &s.Slots[i]
	}
	return nil
}

// Form is the form of a code, nil where the set has none.
func (s *Set) Form(code string) *Form {
	for _, f := range s.Forms {
		if f.Code == code {
			return f
		}
	}
	return nil
}

// Sources are what the office is asked to count, each once.
func (s *Set) Sources() (out []*Source) {
	had := map[string]bool{}
	for i := range s.Slots {
		if src := s.Slots[i].Source; src != nil && !had[src.Key()] {
			had[src.Key()] = true
			out = append(out, src)
		}
	}
	return out
}

// Burden is how many of a set's cells are asked of people, and how many there are that are typed or known.
func (s *Set) Burden() (asked, of int) {
	for i := range s.Slots {
		if s.Slots[i].Kind != Input {
			continue
		}
		of++
		if s.Slots[i].Asked() {
			asked++
		}
	}
	return asked, of
}
