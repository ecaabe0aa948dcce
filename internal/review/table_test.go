package review_test

import (
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

func indicators() (out []review.Indicator) {
	for _, d := range []string{"employment", "employment", "health", "health", "education", "education", "housing",
		"housing", "water_sanitation", "water_sanitation", "information", "information"} {
		out = append(out, review.Indicator{Dimension: d, Title: errs.Text{VI: d, EN: d}})
	}
	return out
}

// province is place 0, districts 1 and 2, communes 3 to 6 (3 and 4 in district 1).
var unitsOf = map[place.Code][]int{"a": {0, 1, 3}, "b": {0, 1, 4}, "c": {0, 2, 5}, "d": {0, 2, 6}}

func count(tables *review.Tables, facts ...review.Fact) []review.Tally {
	c := tables.Counter(7)
	for i := range facts {
		c.Add(&facts[i], unitsOf[facts[i].Commune], unitsOf[facts[i].PriorCommune])
	}
	return c.Tallies
}

// TestFlows: one household a flow, by hand.
func TestFlows(t *testing.T) {
	tables := review.NewTables(indicators())
	poor, near, none := poverty.Poor, poverty.NearPoor, poverty.None
	for _, c := range []struct {
		name string
		fact review.Fact
		want map[string]int64 // of the province
	}{
		{"stays poor and has grown", review.Fact{Commune: "a", PriorCommune: "a", Prior: poor, Class: poor,
			PriorPeople: 4, People: 5},
			map[string]int64{"poor.open.p": 4, "poor.gained.p": 1, "poor.p": 5, "poor.h": 1, "poor.gained.h": 0}},
		{"escapes to near-poor with a death", review.Fact{Commune: "a", PriorCommune: "a", Prior: poor, Class: near,
			PriorPeople: 4, People: 3},
			map[string]int64{"poor.tonear.h": 1, "poor.tonear.p": 4, "near.from.p": 4, "near.lost.p": 1, "near.p": 3}},
		{"escapes above", review.Fact{Commune: "a", PriorCommune: "a", Prior: poor, Class: none, PriorPeople: 4,
			People: 4}, map[string]int64{"poor.above.h": 1, "poor.above.p": 4}},
		{"left the register", review.Fact{PriorCommune: "a", Prior: poor, Class: poor, PriorPeople: 4, Gone: true},
			map[string]int64{"poor.lost.h": 1, "poor.lost.p": 4, "poor.h": 0}},
		{"near-poor became poor", review.Fact{Commune: "a", PriorCommune: "a", Prior: near, Class: poor, PriorPeople: 2,
			People: 2}, map[string]int64{"near.tonear.h": 1, "poor.from.h": 1}},
		{"fell back", review.Fact{Commune: "a", PriorCommune: "a", Prior: none, Class: poor, People: 2, EverPoor: true},
			map[string]int64{"poor.again.h": 1, "poor.again.p": 2}},
		{"newly arisen", review.Fact{Commune: "a", PriorCommune: "a", Prior: none, Class: poor, People: 2},
			map[string]int64{"poor.new.h": 1, "poor.new.p": 2}},
		{"newly arisen near-poor", review.Fact{Commune: "a", Prior: none, Class: near, People: 2},
			map[string]int64{"near.new.h": 1}},
		{"split from a poor household", review.Fact{Commune: "a", Class: poor, People: 2, Came: true},
			map[string]int64{"poor.gained.h": 1}},
		{"moved within the province", review.Fact{Commune: "c", PriorCommune: "a", Prior: poor, Class: poor,
			PriorPeople: 4, People: 4}, map[string]int64{"poor.lost.h": 0, "poor.gained.h": 0, "poor.h": 1}},
	} {
		tally := count(tables, c.fact)[0]
		for code, want := range c.want {
			if got := tables.Value(tally, code); got != want {
				t.Errorf("%s: %s = %d, want %d", c.name, code, got, want)
			}
		}
	}
	moved := count(tables, review.Fact{Commune: "c", PriorCommune: "a", Prior: poor, Class: poor, PriorPeople: 4,
		People: 4})
	if tables.Value(moved[3], "poor.lost.h") != 1 || tables.Value(moved[5], "poor.gained.h") != 1 ||
		tables.Value(moved[1], "poor.lost.p") != 4 {
		t.Error("a household that moved leaves one commune and comes to another")
	}
}

// TestBalances: closing = opening − decreases + increases for households and people in every place, and the balances
// agree on who goes from one class to the other, whatever the households do.
func TestBalances(t *testing.T) {
	tables := review.NewTables(indicators())
	rapid.Check(t, func(t *rapid.T) {
		class := rapid.SampledFrom([]poverty.Class{poverty.None, poverty.Poor, poverty.NearPoor,
			poverty.AverageLivingStandard, poverty.Undetermined})
		commune := rapid.SampledFrom([]place.Code{"a", "b", "c", "d"})
		var facts []review.Fact
		for i := range rapid.IntRange(0, 30).Draw(t, "households") {
			f := review.Fact{Household: int64(i), Commune: commune.Draw(t, "commune"), Class: class.Draw(t, "class"),
				Prior:       class.Draw(t, "prior"),
				People:      rapid.Int32Range(1, 9).Draw(t, "people"),
				PriorPeople: rapid.Int32Range(1, 9).Draw(t, "people before"), Gone: rapid.Bool().Draw(t, "gone"),
				EverPoor: rapid.Bool().Draw(t, "ever poor"), EverNear: rapid.Bool().Draw(t, "ever near-poor"),
				Came: rapid.Bool().Draw(t, "came")}
			f.PriorCommune = f.Commune
			if rapid.IntRange(0, 3).Draw(t, "moves") == 0 {
				f.PriorCommune = commune.Draw(t, "commune before")
			}
			facts = append(facts, f)
		}
		tallies := count(tables, facts...)
		for p, tally := range tallies {
			for _, c := range []string{"poor", "near"} {
				for _, u := range []string{"h", "p"} {
					if closing, computed := tables.Balance(tally, c, u); closing != computed {
						t.Fatalf("place %d, %s.%s: closing %d, computed %d", p, c, u, closing, computed)
					}
				}
			}
			for _, u := range []string{".h", ".p"} {
				if a, b := tables.Value(tally, "poor.tonear"+u), tables.Value(tally, "near.from"+u); a != b {
					t.Fatalf("place %d: %d left for near-poor, %d came from poor", p, a, b)
				}
			}
		}
		for i := range tables.Measures {
			m := tables.Measures[i].Code
			if len(m) > 5 && (m[5:] == "h" || m[5:] == "p") && tallies[0][i] != tallies[1][i]+tallies[2][i] {
				t.Fatalf("%s: the province has %d, its districts %d and %d", m, tallies[0][i], tallies[1][i],
					tallies[2][i])
			}
		}
	})
}

// TestEveryColumnIsThere: every column of every table names measures that exist.
func TestEveryColumnIsThere(t *testing.T) {
	tables := review.NewTables(indicators())
	if len(tables.Specs) != 13 {
		t.Errorf("%d tables", len(tables.Specs))
	}
	for _, s := range tables.Specs {
		for _, c := range s.Columns {
			suffixes := []string{}
			for _, l := range s.Lines {
				suffixes = append(suffixes, l.Prefix)
			}
			if len(s.Lines) == 0 {
				suffixes = []string{""}
			}
			for _, suffix := range suffixes {
				if code := review.CodeOf(s.No, c.Measure, suffix); tables.Index(code) < 0 {
					t.Errorf("table %d: no measure %q", s.No, code)
				}
			}
			if c.Of != "" && tables.Index(c.Of) < 0 {
				t.Errorf("table %d: no measure %q", s.No, c.Of)
			}
			if c.Formula == "" {
				t.Errorf("table %d: a column without its formula", s.No)
			}
		}
	}
}
