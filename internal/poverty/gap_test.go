package poverty

import (
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// TestGap: classes laid over the law that leave a household out are refused by the law check, which names the rule, a
// household and the place; an office that has them still starts, and guesses no class.
func TestGap(t *testing.T) {
	lib := *shipped(t)
	if faults := gapFaults(&lib); len(faults) != 0 {
		t.Fatalf("the law shipped: %v", faults)
	}
	lib.Classes, lib.Cases = slices.Clone(lib.Classes), nil
	for i := range lib.Classes {
		if c := &lib.Classes[i]; c.Standard == "2022-2025" && c.Code == "none" { // as before B1 went first
			c.When = "income_given && income_per_head > average_line"
		}
	}
	faults := RunCases(&lib)
	if len(faults) != 1 || faults[0].Line == 0 || !strings.Contains(faults[0].File, "dieu-3") {
		t.Fatalf("%v", faults)
	}
	for _, want := range []string{"“none”", "2022-2025", "income_per_head > average_line"} {
		if !strings.Contains(faults[0].Text.EN, want) {
			t.Errorf("%q is missing in %s", want, faults[0].Text.EN)
		}
	}
	s, err := Compile(&lib, "", review)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Table(); err != nil {
		t.Fatal(err)
	}
	h := &household.Household{Code: "H", Area: place.Rural, B1Score: household.Just(500.0),
		Members: []household.Member{{No: 1, Birth: household.BornIn(1980)}}}
	var e Explanation
	if err := s.Classifier().Explain(h, &e); err != nil || e.Class != Undetermined {
		t.Fatalf("%s, %v", e.Class, err)
	}
	if why := s.Reason(h, &e); !strings.Contains(why.EN, "no rule of the classes fits") {
		t.Error(why.EN)
	}
}
