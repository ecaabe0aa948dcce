package funds

import (
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/law"
	"giamngheo/internal/money"
)

// terms are the days and limits of the law for spending a line's money on a day. What the law's files do not know limits
// nothing.
func (d *Desk) terms(l *money.Line, on date.Date) (*money.Terms, error) {
	lib, err := d.library.Law()
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	t := YearTerms(lib, l.Year)
	p := parameters{lib, on}
	t.Advance, t.AdvanceCite = p.number("advance_contract_percent")
	above, _ := p.number("advance_contract_above")
	t.AdvanceAbove = money.Dong(above)
	t.Recovered, t.RecoveredCite = p.number("advance_recovered_percent")
	if f := c.Fund(l.Fund); f != nil {
		t.Recurrent = f.Use == "recurrent"
	}
	if n := c.Node(l.Node); n != nil {
		if p := c.Programme(n.Programme()); p != nil && !p.SpendUntil.IsZero() {
			t.ClosesBy, t.ClosesCite = p.SpendUntil, p.SpendCite
		}
	}
	return t, nil
}

// YearTerms are the days of a budget year's end.
func YearTerms(lib *law.Library, year int) *money.Terms {
	t, p := &money.Terms{}, parameters{lib, date.Must(year, 12, 31)}
	for _, name := range []string{"budget_spend_until", "budget_spend_until_2026"} {
		if day, cite := p.day(name, year); cite != "" {
			t.SpendUntil, t.YearCite = day, cite
		}
	}
	for _, name := range []string{"budget_settle_until", "budget_settle_until_2026"} {
		if day, cite := p.day(name, year+1); cite != "" {
			t.SettleUntil = day
		}
	}
	return t
}

// parameters are the law's values of a day.
type parameters struct {
	lib *law.Library
	on  date.Date
}

func (p parameters) value(name string) (any, string) {
	for i := range p.lib.Parameters {
		if v := &p.lib.Parameters[i]; v.Name == name {
			if now, ok := v.At(p.on); ok {
				return now.Value, now.Cite
			}
		}
	}
	return nil, ""
}

// number is a whole number, 0 where the law has none on the day.
func (p parameters) number(name string) (int, string) {
	v, cite := p.value(name)
	switch n := v.(type) {
	case int64:
		return int(n), cite
	case int:
		return n, cite
	}
	return 0, ""
}

// day is a day of a year, written MM-DD; its article is "" where the law has none.
func (p parameters) day(name string, year int) (date.Date, string) {
	v, cite := p.value(name)
	text, ok := v.(string)
	if !ok {
		return 0, ""
	}
	day, err := date.Parse(strconv.Itoa(year) + "-" + text)
	if err != nil {
		return 0, ""
	}
	return day, cite
}
