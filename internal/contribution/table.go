package contribution

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

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

// Add counts one more.
func (s *Sum) Add(c *Contribution) {
	if s.Of == nil {
		s.Of, s.Quantity = map[Form]money.Dong{}, map[Form]int64{}
	}
	s.N, s.Value = s.N+1, s.Value+c.Value
	if c.Source == Programme {
		s.Beside += c.Value
		return
	}
	s.Of[c.Form] += c.Value
	if c.Form == Land || c.Form == Labour {
		s.Quantity[c.Form] += c.Quantity
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
func Tabulate(all []Contribution, row func(place.Code) place.Code) *Table {
	t := &Table{Sources: map[Source]*Sum{}, Units: map[place.Code]*Sum{}}
	for i := range all {
		c := &all[i]
		at := row(c.Place)
		if t.Sources[c.Source] == nil {
			t.Sources[c.Source] = &Sum{}
		}
		if t.Units[at] == nil {
			t.Units[at] = &Sum{}
			t.Codes = append(t.Codes, at)
		}
		t.All.Add(c)
		t.Sources[c.Source].Add(c)
		t.Units[at].Add(c)
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
