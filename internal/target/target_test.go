package target

import (
	"os"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/parse"
)

func plan2024(t *testing.T) *Plan {
	t.Helper()
	plans, err := Plans(os.DirFS("../../data"))
	if err != nil || len(plans) != 1 {
		t.Fatal(plans, err)
	}
	return &plans[0]
}

// TestPlan35 holds the plan's figures against its text.
func TestPlan35(t *testing.T) {
	p := plan2024(t)
	if p.Number != "35/KH-UBND" || p.Date != date.Must(2024, 2, 27) || p.Year != 2024 || len(p.Targets) != 12 {
		t.Errorf("%s of %s, %d targets", p.Number, p.Date, len(p.Targets))
	}
	want := map[string]float64{"poor_rate": -1, "khmer_poor_rate": -2, "jobs": 6000, "jobs_abroad": 60, "trained": 3500,
		"models": 15, "production_support": 80,
		"officers_trained": 100, "stunting_coastal": 12, "insured": 100, "school": 94, "safe_house": 65, "water": 80,
		"latrine": 80, "internet": 85,
		"information_means": 94, "legal_aid_known": 95, "legal_aid_given": 100}
	seen := map[string]bool{}
	for i, target := range p.Targets {
		if target.Number != i+1 || target.Text == "" {
			t.Errorf("target %d is numbered %d", i+1, target.Number)
		}
		for _, part := range target.Parts {
			if seen[part.Code] {
				t.Errorf("part %s stands twice", part.Code)
			}
			seen[part.Code] = true
			if v, planned := want[part.Code]; planned != (part.Planned != nil) || planned && *part.Planned != v {
				t.Errorf("%s: planned %v, want %v", part.Code, part.Planned, v)
			}
		}
	}
	if len(seen) != len(want)+1 { // lasting_work has no figure in the plan
		t.Errorf("%d parts, want %d", len(seen), len(want)+1)
	}
}

func TestMeter(t *testing.T) {
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewMeter(plan2024(t), lib, "", date.Must(2024, 12, 14))
	if err != nil {
		t.Fatal(err)
	}
	person := func(age int, insured household.Answer, attending household.Attending) household.Member {
		return household.Member{Birth: household.BornOn(date.Must(2024-age, 1, 1)), HealthInsurance: insured,
			Attending: attending}
	}
	poor := household.Household{Wall: household.Solid, Pillar: household.Solid, Roof: household.NotSolid,
		Water: household.Tap, Internet: household.No,
		Members: []household.Member{person(40, household.Yes, household.AttendsNone),
			person(8, household.No, household.AttendsPrimary), person(10, household.Unknown, household.AttendsNone)}}
	near := household.Household{Wall: household.Solid, Pillar: household.Solid, Roof: household.Solid,
		Internet: household.Yes,
		Members:  []household.Member{person(40, household.Yes, household.AttendsNone)}}
	for _, c := range []struct {
		h     *household.Household
		class poverty.Class
	}{{&poor, poverty.Poor}, {&near, poverty.NearPoor}, {&near, poverty.None}, {&near, poverty.Undetermined}} {
		if err := m.Add(c.h, c.class); err != nil {
			t.Fatal(err)
		}
	}
	for code, want := range map[string]Tally{
		"poor_rate":  {1, 2, 1}, // the undetermined one is neither
		"insured":    {2, 1, 2}, // that of the undetermined household may be meant
		"school":     {1, 1, 0}, // the child of 8, not that of 10; the adults are of no school age
		"safe_house": {0, 1, 1}, // poor households only
		"water":      {1, 0, 2},
		"internet":   {1, 1, 1},
		"latrine":    {0, 0, 3},
	} {
		if got := m.Tallies()[code]; got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
	if m.Households != 4 || m.Undetermined != 1 {
		t.Errorf("%d households, %d undetermined", m.Households, m.Undetermined)
	}
	if _, ok := (Tally{Unknown: 3}).Rate(); ok {
		t.Error("a rate of nothing known")
	}
}

func TestReached(t *testing.T) {
	v := 12.0
	for better, want := range map[string][3]bool{"higher": {false, true, true}, "lower": {true, true, false},
		"below": {true, false, false}} {
		p := Part{Planned: &v, Better: better}
		if got := [3]bool{p.Reached(11.9), p.Reached(12), p.Reached(12.1)}; got != want {
			t.Errorf("%s: %v, want %v", better, got, want)
		}
	}
	if (&Part{Better: "higher"}).Reached(1) {
		t.Error("nothing planned was reached")
	}
}
