package poverty

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
	"giamngheo/internal/rule/parse"
)

func shipped(t testing.TB) *law.Library {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func compiled(t testing.TB, on date.Date) *Standard {
	t.Helper()
	s, err := Compile(shipped(t), "", on)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var review = date.Must(2024, 10, 15)

func TestGoldenCases(t *testing.T) {
	lib := shipped(t)
	if len(lib.Cases) < 100 {
		t.Errorf("%d golden cases only", len(lib.Cases))
	}
	for _, f := range RunCases(lib) {
		t.Error(f)
	}
}

// TestCasesCanFail: a case that demands something else is a fault with its place.
func TestCasesCanFail(t *testing.T) {
	lib := shipped(t)
	c := lib.Cases[0]
	c.Expect.Class = "near_poor"
	lib.Cases = []law.Case{c}
	if fs := RunCases(lib); len(fs) != 1 || !strings.Contains(fs[0].Text.VI, "near_poor ≠ poor") || fs[0].Line == 0 {
		t.Errorf("faults: %v", fs)
	}
}

func TestCompileErrors(t *testing.T) {
	lib := shipped(t)
	if _, err := Compile(lib, "", date.Must(2021, 6, 1)); err == nil || !strings.Contains(err.Error(), "2022-2025") {
		t.Errorf("no standard in force: %v", err)
	}
	if _, err := Compile(lib, "1999", review); err == nil {
		t.Error("a standard that is not there")
	}
	s, err := Compile(lib, "2027-2030", review)
	if err != nil || len(s.Samples) == 0 {
		t.Errorf("the coming standard on today's day: %v, samples %v", err, s.Samples)
	}
}

// anyHousehold draws a household with unanswered questions.
func anyHousehold(t *rapid.T, share int) household.Household {
	answer := func(label string, most uint8) uint8 {
		if rapid.IntRange(0, 99).Draw(t, label+" known") < share {
			return 0
		}
		return rapid.Uint8Range(1, most).Draw(t, label)
	}
	yesNo := func(label string) household.Answer { return household.Answer(answer(label, 2)) }
	h := household.Household{Code: "H", Area: place.Area(answer("area", 2)),
		Wall: household.Material(answer("wall", 2)), Pillar: household.Material(answer("pillar", 2)),
		Roof: household.Material(answer("roof", 2)), Water: household.Water(answer("water", 7)),
		Toilet:   household.Toilet(answer("toilet", 6)),
		Internet: yesNo("internet"), InformationMeans: yesNo("means")}
	if answer("income", 1) != 0 {
		h.IncomePerHead = household.Just(household.Dong(rapid.Int64Range(0, 4_000_000).Draw(t, "amount")))
	}
	if answer("b1", 1) != 0 {
		h.B1Score = household.Just(float64(rapid.IntRange(0, 300).Draw(t, "points")))
	}
	if answer("floor", 1) != 0 {
		h.FloorArea = household.Just(float64(rapid.IntRange(0, 100).Draw(t, "m2")))
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "size") {
		m := household.Member{No: i + 1, Relationship: household.Relationship(answer("relationship", 7)),
			Sex: household.Sex(answer("sex", 2)), AbleToWork: yesNo("able"), WantsWork: yesNo("wants"),
			Work: household.Work(answer("work", 4)), SocialAllowance: yesNo("allowance"),
			Disability: yesNo("disability"), HealthInsurance: yesNo("insurance"),
			Attending:     household.Attending(answer("attending", 7)),
			Qualification: household.Qualification(answer("qualification", 8)), InTraining: yesNo("training"),
			Stunted: yesNo("stunted"), Underweight: yesNo("underweight")}
		year := rapid.IntRange(1930, 2023).Draw(t, "year")
		switch known := answer("birth", 2); {
		case known == 1 && share > 0:
			m.Birth = household.BornIn(year)
		case known > 0:
			m.Birth = household.BornOn(date.Must(year, rapid.IntRange(1, 12).Draw(t, "month"),
				rapid.IntRange(1, 28).Draw(t, "day")))
		}
		h.Members = append(h.Members, m)
	}
	return h
}

// TestClassifyEqualsExplain: both ways to a class agree, in whatever order the members stand, and an undetermined class
// names the answers that are missing.
func TestClassifyEqualsExplain(t *testing.T) {
	s := compiled(t, review)
	c := s.Classifier()
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t, 15)
		var r Result
		var e Explanation
		if err := c.Classify(&h, &r); err != nil {
			t.Fatal(err)
		}
		if err := c.Explain(&h, &e); err != nil {
			t.Fatal(err)
		}
		if r != e.Result {
			t.Fatalf("classify %+v, explain %+v", r, e.Result)
		}
		if (r.Class == Undetermined) != (len(e.UndeterminedBy) > 0) {
			t.Fatalf("%s, undetermined by %v", r.Class, e.UndeterminedBy)
		}
		reason := s.Reason(&h, &e)
		if reason.VI == "" || reason.EN == "" || !strings.Contains(reason.VI, s.ClassTitle(r.Class).VI) {
			t.Fatalf("reason %+v", reason)
		}
		h.Members = rapid.Permutation(h.Members).Draw(t, "order")
		var again Result
		if err := c.Classify(&h, &again); err != nil || again != r {
			t.Fatalf("the order of members matters: %+v, %+v, %v", r, again, err)
		}
	})
}

// TestUnknownIsSound: whatever the missing answers turn out to be, a class that was decided without them stays.
func TestUnknownIsSound(t *testing.T) {
	s := compiled(t, review)
	c := s.Classifier()
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t, 20)
		var r, full Result
		if err := c.Classify(&h, &r); err != nil {
			t.Fatal(err)
		}
		other := anyHousehold(t, 0)
		fill(&h, &other)
		if err := c.Classify(&h, &full); err != nil {
			t.Fatal(err)
		}
		if full.Deprived&r.Deprived != r.Deprived || full.Deprived&^(r.Deprived|r.Unanswered) != 0 {
			t.Fatalf("indicators decided without an answer changed with it: %+v, %+v", r, full)
		}
		if r.Class != Undetermined && full.Class != r.Class {
			t.Fatalf("decided as %s, with all answers %s", r.Class, full.Class)
		}
	})
}

// fill answers what h leaves open with what another household answers.
func fill(h, other *household.Household) {
	set(&h.Area, other.Area)
	set(&h.Wall, other.Wall)
	set(&h.Pillar, other.Pillar)
	set(&h.Roof, other.Roof)
	set(&h.Water, other.Water)
	set(&h.Toilet, other.Toilet)
	set(&h.Internet, other.Internet)
	set(&h.InformationMeans, other.InformationMeans)
	// an income given beside B1 points replaces them: a correction, no missing answer
	if !h.IncomePerHead.Known && !h.B1Score.Known {
		h.IncomePerHead = other.IncomePerHead
	}
	set(&h.FloorArea, other.FloorArea)
	for i := range h.Members {
		m, o := &h.Members[i], &other.Members[i%len(other.Members)]
		set(&m.Sex, o.Sex)
		set(&m.AbleToWork, o.AbleToWork)
		set(&m.WantsWork, o.WantsWork)
		set(&m.Work, o.Work)
		set(&m.SocialAllowance, o.SocialAllowance)
		set(&m.Disability, o.Disability)
		set(&m.HealthInsurance, o.HealthInsurance)
		set(&m.Attending, o.Attending)
		set(&m.Qualification, o.Qualification)
		set(&m.InTraining, o.InTraining)
		set(&m.Stunted, o.Stunted)
		set(&m.Underweight, o.Underweight)
		switch {
		case !m.Birth.Known():
			m.Birth = o.Birth
		case !m.Birth.Exact():
			m.Birth = household.BornOn(m.Birth.Earliest.AddDays(200))
		}
	}
}

func set[T comparable](to *T, v T) {
	var zero T
	if *to == zero {
		*to = v
	}
}

// TestMoreDeprivationNeverMakesLessPoor: taking something away from a household never lifts its class.
func TestMoreDeprivationNeverMakesLessPoor(t *testing.T) {
	s := compiled(t, review)
	c := s.Classifier()
	worse := []func(*household.Household){
		func(h *household.Household) { h.Internet = household.No },
		func(h *household.Household) { h.InformationMeans = household.No },
		func(h *household.Household) { h.Toilet = household.ToiletNone },
		func(h *household.Household) { h.Water = household.WaterOther },
		func(h *household.Household) { h.Wall, h.Roof = household.NotSolid, household.NotSolid },
		func(h *household.Household) { h.FloorArea = household.Just(0.0) },
		func(h *household.Household) { h.Members[0].HealthInsurance = household.No },
		func(h *household.Household) { h.Members[0].Work = household.WageNoContract },
	}
	rank := map[Class]int{Poor: 3, NearPoor: 2, AverageLivingStandard: 1, None: 0}
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t, 0)
		var before, after Result
		if err := c.Classify(&h, &before); err != nil {
			t.Fatal(err)
		}
		rapid.SampledFrom(worse).Draw(t, "worse")(&h)
		if err := c.Classify(&h, &after); err != nil {
			t.Fatal(err)
		}
		if rank[after.Class] < rank[before.Class] || after.Deprived&before.Deprived != before.Deprived {
			t.Fatalf("%s %b became %s %b", before.Class, before.Deprived, after.Class, after.Deprived)
		}
	})
}
