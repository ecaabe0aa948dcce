package rule

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// TestFunctions: the project's own functions and names, on what is known and what is not.
func TestFunctions(t *testing.T) {
	e := env(t, theLaw())
	known := &household.Household{Hamlet: "Ấp Phú Phú", Commune: "31708", FloorArea: household.Just(15.0),
		Reasons: 1 | 1<<6,
		Members: []household.Member{{No: 1, Birth: household.BornOn(date.Must(1964, 10, 15))},
			{No: 2, Birth: household.BornOn(date.Must(2018, 3, 1))}}}
	open := &household.Household{Members: []household.Member{{No: 1, Birth: household.BornIn(1964)}}}
	for _, c := range []struct {
		expr        string
		known, open Truth
	}{
		{"members.map(m, m.age).sum() == 66", household.Yes, household.Unknown},
		{"members.filter(m, m.age > 200).map(m, m.age).sum() == 0", household.Yes, household.Yes},
		{"[1.5, 2.5].sum() == 4.0", household.Yes, household.Yes},
		{`members.exists(m, m.birth_date <= date("1964-10-15"))`, household.Yes, household.Unknown},
		{`members.exists(m, m.birth_date < date("1964-01-01"))`, household.No, household.No},
		{`date("2024-10-15") == review_date`, household.Yes, household.Yes},
		{`hamlet.matches("^Ấp (Phú )+Phú$|^Khóm")`, household.Yes, household.Unknown},
		{`commune_code.matches("^9")`, household.No, household.Unknown},
		{`"no_land" in poverty_reasons`, household.Yes, household.Unknown},
		{`"other" in poverty_reasons`, household.No, household.Unknown},
		{`poverty_reasons.exists(r, r == "illness") && poverty_reasons.size() == 2`, household.Yes, household.Unknown},
		{"floor_area / size < 8.0", household.Yes, household.Unknown},
		{"floor_area - 7.5 * size == 0.0", household.Yes, household.Unknown},
		{"1 + 0.5 == 1.5", household.Yes, household.Yes},
	} {
		p := compile(t, e, c.expr)
		for h, want := range map[*household.Household]Truth{known: c.known, open: c.open} {
			if got := ours(t, p, &Input{H: h, Slots: []Range{{}}}); got != state(want) {
				t.Errorf("%s: %d, want %d (hamlet %q)", c.expr, got, want, h.Hamlet)
			}
		}
	}
}
