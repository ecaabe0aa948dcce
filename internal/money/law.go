package money

import (
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/law"
)

// TermsOf are the days of a budget year's end and the limits of advances that hold on a day, as the law has them; what
// the law's files do not know limits nothing.
func TermsOf(lib *law.Library, year int, on date.Date) *Terms {
	t, p := yearTerms(lib, year), Parameters{lib, on}
	t.Advance, t.AdvanceCite = p.Number("advance_contract_percent")
	above, _ := p.Number("advance_contract_above")
	t.AdvanceAbove = Dong(above)
	t.Recovered, t.RecoveredCite = p.Number("advance_recovered_percent")
	return t
}

// yearTerms are the days of a budget year's end.
func yearTerms(lib *law.Library, year int) *Terms {
	t, p := &Terms{}, Parameters{lib, date.Must(year, 12, 31)}
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

// Parameters are the law's values of a day.
type Parameters struct {
	Law *law.Library
	On  date.Date
}

func (p Parameters) value(name string) (any, string) {
	for i := range p.Law.Parameters {
		if v := &p.Law.Parameters[i]; v.Name == name {
			if now, ok := v.At(p.On); ok {
				return now.Value, now.Cite
			}
		}
	}
	return nil, ""
}

// Number is a whole number, 0 where the law has none on the day.
func (p Parameters) Number(name string) (int, string) {
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
func (p Parameters) day(name string, year int) (date.Date, string) {
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
