package target

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
)

// TestMeaning: what can be reckoned but not meant is a fault with its place: a rate of one unit over another, of one
// cohort over another, a baseline of another day; and what is meant passes.
func TestMeaning(t *testing.T) {
	households, persons := &Measure{Over: "household", Where: "poor"}, &Measure{Over: "person", Where: "poor"}
	supports := &Measure{Over: "support", Where: "kind == \"job_placed\""}
	toHouseholds := &Measure{Over: "support", Where: "kind == \"house\"", Unit: "household"}
	money, courses := &Measure{Over: "support", Sum: "amount"}, &Measure{Over: "support", Sum: "quantity"}
	report := func(code string) *Measure { return &Measure{Over: "report", Figure: code} }
	value := 2.5
	for name, c := range map[string]struct {
		part   Part
		fields string // of the faults, in order
	}{
		"one unit":                    {Part{Numerator: households, Denominator: households}, ""},
		"households over persons":     {Part{Numerator: households, Denominator: persons}, "numerator.unit"},
		"supports over households":    {Part{Numerator: supports, Denominator: households, Cohort: "start"}, "numerator.unit"},
		"households reached":          {Part{Numerator: toHouseholds, Denominator: households, Cohort: "start"}, ""},
		"reached of those of the day": {Part{Numerator: toHouseholds, Denominator: households}, "cohort"},
		"both":                        {Part{Numerator: supports, Denominator: households}, "numerator.unit cohort"},
		"money over attendances":      {Part{Numerator: money, Denominator: courses}, "numerator.unit"},
		"money over money":            {Part{Numerator: money, Denominator: money}, ""},
		"people over reported people": {Part{Numerator: persons, Denominator: report("people")}, ""},
		"households over them":        {Part{Numerator: households, Denominator: report("people")}, "numerator.unit"},
		"over a reported number":      {Part{Numerator: households, Denominator: report("number")}, ""},
		"a start of nobody reached":   {Part{Numerator: households, Denominator: households, Cohort: "start"}, "cohort"},
		"a count":                     {Part{Numerator: supports}, ""},
		"baseline of the day":         {Part{Baseline: &Baseline{Day: date.Must(2023, 12, 31), Value: &value}}, ""},
		"baseline of another year":    {Part{Baseline: &Baseline{Day: date.Must(2022, 12, 31), Value: &value}}, "baseline.day"},
		"baseline in the year before": {Part{Baseline: &Baseline{Day: date.Must(2023, 6, 30)}}, "baseline.day"},
	} {
		p := &Plan{Year: 2024, Targets: []Target{{Number: 1, Parts: []Part{c.part}}}, Reports: []ReportKind{
			{Code: "people", Unit: "people"}, {Code: "number", Unit: "number"}}}
		var fields []string
		for _, f := range p.meaning() {
			if f.Text.VI == "" || f.Target != 1 {
				t.Errorf("%s: %+v", name, f)
			}
			fields = append(fields, f.Field)
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%s: faults of %q, want %q", name, got, c.fields)
		}
	}
}
