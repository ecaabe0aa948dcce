package contribution

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

// Part is contributions of a place, a source and a form together.
type Part struct {
	Place    place.Code
	Source   Source
	Form     Form
	N        int // of those that hold
	Ended    int // of those that hold no more, which are in no sum
	Value    money.Dong
	Quantity int64
}

// Sum adds up contributions.
type Sum struct {
	N        int
	Value    money.Dong
	Of       map[Form]money.Dong // by form, what other programmes pay not among them
	Quantity map[Form]int64      // of land and labour
	Beside   money.Dong          // what other programmes pay
}

// Worth is what came in a form, in đồng.
func (s *Sum) Worth(form string) money.Dong { return s.Of[Form(form)] }

// Measured is how much of land or work came, in their own units.
func (s *Sum) Measured(form string) int { return int(s.Quantity[Form(form)]) }

// Gifts is all that is no credit and is paid by no other programme.
func (s *Sum) Gifts() money.Dong { return s.Value - s.Of[Credit] - s.Beside }

// Add counts a part too.
func (s *Sum) Add(p *Part) {
	if s.Of == nil {
		s.Of, s.Quantity = map[Form]money.Dong{}, map[Form]int64{}
	}
	s.N, s.Value = s.N+p.N, s.Value+p.Value
	if p.Source == Programme {
		s.Beside += p.Value
		return
	}
	s.Of[p.Form] += p.Value
	if p.Form == Land || p.Form == Labour {
		s.Quantity[p.Form] += p.Quantity
	}
}

// Table is contributions by source and by unit. Both add up to All.
type Table struct {
	All     Sum
	Sources map[Source]*Sum
	Units   map[place.Code]*Sum
	Codes   []place.Code // of the units, in the order in which they came
}

// Tabulate adds contributions up; row says in which unit's row each is counted.
func Tabulate(all []Part, row func(place.Code) place.Code) *Table {
	t := &Table{Sources: map[Source]*Sum{}, Units: map[place.Code]*Sum{}}
	for i := range all {
		p := &all[i]
		if p.N == 0 {
			continue
		}
		at := row(p.Place)
		if t.Sources[p.Source] == nil {
			t.Sources[p.Source] = &Sum{}
		}
		if t.Units[at] == nil {
			t.Units[at] = &Sum{}
			t.Codes = append(t.Codes, at)
		}
		t.All.Add(p)
		t.Sources[p.Source].Add(p)
		t.Units[at].Add(p)
	}
	return t
}

// Share is what part the contributions are of all money for the purpose, the State's with them.
func (t *Table) Share(state money.Dong) string { return money.Percent(t.All.Value, state+t.All.Value) }

// Fits refuses that more is settled of an accepted item than it is worth: paid by any line, brought by others, and
// this. Errors: errs.Invalid.
func Fits(item *money.Item, paid, brought, more money.Dong) error {
	if paid+brought+more <= item.Value {
		return nil
	}
	return errs.New(errs.Invalid,
		"“%s” is worth %s: %s is paid by lines and %s brought by others, so at most %s more: nothing is settled twice",
		item.Title, number(item.Value), number(paid), number(brought), number(max(0, item.Value-paid-brought)))
}
