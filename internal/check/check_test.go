package check_test

import (
	"math"
	"slices"
	"testing"

	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// TestWilson: intervals published in textbooks (Brown, Cai and DasGupta 2001 use the same formula; 5 of 10 gives
// 0.2366–0.7634).
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n   int
		lo, hi float64
	}{{5, 10, 0.2366, 0.7634}, {0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {0, 0, 0, 1}} {
		if w := check.Wilson(c.k, c.n); math.Abs(w.Lower-c.lo) > 1e-4 || math.Abs(w.Upper-c.hi) > 1e-4 {
			t.Errorf("%d of %d: %.4f–%.4f", c.k, c.n, w.Lower, w.Upper)
		}
	}
	if p := check.AtLeast(8, 10, 0.5); math.Abs(p-56.0/1024) > 1e-12 {
		t.Errorf("8 or more heads of 10: %v", p)
	}
}

// TestBunching: a commune in which nearly all households near the line lie on its poor side is found, one like the
// others is not, and one with few households is not judged.
func TestBunching(t *testing.T) {
	groups := []check.Near{{Group: "crowded", Inside: 38, Away: 2}, {Group: "few", Inside: 4}}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		groups = append(groups, check.Near{Group: name, Inside: 20, Away: 20})
	}
	grades := map[string]check.Grade{}
	for _, b := range check.Bunching(groups) {
		grades[b.Group] = b.Grade
		if b.Reading().VI == "" {
			t.Error("no reading")
		}
	}
	if grades["crowded"] != check.Strange || grades["few"] != check.Few || grades["a"] != check.Usual {
		t.Errorf("%v", grades)
	}
	works := check.Enumerators([]check.Work{{By: "x", Surveyed: 40, Poor: 39}, {By: "y", Surveyed: 40, Poor: 20},
		{By: "z", Surveyed: 40, Poor: 21}, {By: "v", Surveyed: 40, Poor: 22}, {By: "w", Surveyed: 40, Poor: 21}})
	if works[0].By != "x" || works[0].Grade != check.Strange || works[4].Grade != check.Usual {
		t.Errorf("%+v", works)
	}
}

// TestSample: the same seed draws the same households in whatever order they come, another seed others.
func TestSample(t *testing.T) {
	var all []int64
	for i := range int64(200) {
		all = append(all, i+1)
	}
	first := check.Sample("2024/31708", all, check.SampleSize(len(all)))
	slices.Reverse(all)
	if again := check.Sample("2024/31708", all, 10); !slices.Equal(first, again) || len(first) != 10 {
		t.Errorf("%v, %v", first, again)
	}
	if slices.Equal(first, check.Sample("2024/31709", all, 10)) {
		t.Error("another seed draws the same")
	}
	if check.SampleSize(3) != 3 || check.SampleSize(60) != 5 || check.SampleSize(0) != 0 {
		t.Error("sizes")
	}
}

func TestFlags(t *testing.T) {
	on := date.Must(2024, 10, 1)
	was := &household.Household{FloorArea: household.Just(60.0), Wall: household.Solid, Pillar: household.Solid,
		Roof: household.Solid,
		Members: []household.Member{{No: 1, Name: "Lâm A", Relationship: household.Head, Sex: household.Male,
			Birth: household.BornOn(date.Must(1980, 1, 1))},
			{No: 2, Name: "Lâm B", Relationship: household.Child, Sex: household.Female,
				Birth: household.BornOn(date.Must(2010, 1, 1))}}}
	if flags := check.AcrossYears(was, was.Clone(), on); len(flags) != 0 {
		t.Errorf("nothing changed: %v", flags)
	}
	now := was.Clone()
	now.FloorArea = household.Just(40.0)
	now.Wall, now.Roof = household.NotSolid, household.NotSolid
	now.Members[0].Birth = household.BornOn(date.Must(1999, 1, 1))
	now.Members[1].Sex, now.Members[1].Birth = household.Male, household.BornOn(date.Must(2015, 1, 1))
	now.Members[1].Work = household.SelfEmployed
	var codes []string
	for _, f := range check.AcrossYears(was, now, on) {
		codes = append(codes, f.Code)
	}
	for _, want := range []string{"house_shrank", "house_worse", "younger_1", "younger_2", "sex_2", "works_2"} {
		if !slices.Contains(codes, want) {
			t.Errorf("%s is not flagged: %v", want, codes)
		}
	}
	now.Members[0].Birth = household.BornOn(date.Must(2017, 1, 1))
	if check.HeadTooYoung(now, on).VI == "" || check.HeadTooYoung(was, on).VI != "" {
		t.Error("a head of 7 years")
	}
}

// levels are the lines of a standard that is not real.
type levels struct{}

func (levels) Line(a place.Area) household.Dong {
	if a == place.Urban {
		return 2_000_000
	}
	return 1_500_000
}

func (levels) B1Line(place.Area) (float64, bool) { return 140, true }

// TestFigures: a figure in a question has its unit, and the thousands and decimals of the language.
func TestFigures(t *testing.T) {
	of := func(income household.Dong, b1, floor float64) *household.Household {
		return &household.Household{Area: place.Rural, IncomePerHead: household.Just(income), B1Score: household.Just(b1),
			FloorArea: household.Just(floor)}
	}
	for name, c := range map[string]struct {
		was, now *household.Household
		vi, en   string
	}{
		"a smaller house": {of(1_000_000, 100, 60.5), of(1_000_000, 100, 40.25), "nhà nhỏ đi: 60,5 m² → 40,25 m²",
			"the house shrank: 60.5 m² → 40.25 m²"},
		"less than half": {of(2_400_000, 180.5, 40), of(1_100_000, 130, 40),
			"thu nhập giảm hơn một nửa: 2.400.000 → 1.100.000 đồng/người/tháng",
			"the income is less than half: 2,400,000 → 1,100,000 đồng a head and month"},
		"B1 says low": {of(1_600_000, 139.5, 40), of(1_600_000, 139.5, 40),
			"điểm B1 139,5 điểm cho thấy thu nhập thấp (đến 140 điểm), thu nhập khai 1.600.000 đồng/người/tháng thì không (đến 1.500.000 đồng)",
			"the B1 score of 139.5 points says a low income (up to 140 points), the declared income of 1,600,000 đồng a head and month does not (up to 1,500,000 đồng)"},
		"the income says low": {of(1_400_000, 1040.5, 40), of(1_400_000, 1040.5, 40),
			"thu nhập khai 1.400.000 đồng/người/tháng là thấp (đến 1.500.000 đồng), điểm B1 1.040,5 điểm thì không (đến 140 điểm)",
			"the declared income of 1,400,000 đồng a head and month is a low one (up to 1,500,000 đồng), the B1 score of 1,040.5 points says that it is not (up to 140 points)"},
	} {
		got := check.Survey(c.was, c.now, date.Must(2024, 12, 14), levels{}, place.Rural)
		if len(got) != 1 || got[0].Text.VI != c.vi || got[0].Text.EN != c.en {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestSurvey: an income and a B1 score on two sides of the level, a pupil who is not in training, and an area that is
// not the commune's are each asked about; what agrees or is not known is not.
func TestSurvey(t *testing.T) {
	on := date.Must(2024, 12, 14)
	of := func(area place.Area, income household.Dong, b1 float64) *household.Household {
		return &household.Household{Area: area, IncomePerHead: household.Just(income), B1Score: household.Just(b1),
			Members: []household.Member{{No: 1, Name: "Lý An", Relationship: household.Head, Birth: household.BornIn(1980)}}}
	}
	pupil := func(born int, at household.Attending, trains household.Answer) *household.Household {
		h := of(place.Rural, 1, 1)
		h.Members = append(h.Members, household.Member{No: 2, Name: "Lý Em", Relationship: household.Child,
			Birth: household.BornIn(born), Attending: at, InTraining: trains})
		return h
	}
	unknown := of(place.Rural, 1, 1)
	unknown.B1Score = household.Maybe[float64]{}
	child := of(place.Rural, 1, 1)
	child.Members[0].Birth = household.BornIn(2011)
	for name, c := range map[string]struct {
		h    *household.Household
		in   place.Area
		want []string
	}{
		"both low":           {of(place.Rural, 1_500_000, 140), place.Rural, nil},
		"both high":          {of(place.Rural, 1_500_001, 140.5), place.Rural, nil},
		"B1 low":             {of(place.Rural, 1_500_001, 140), place.Rural, []string{"b1_income"}},
		"income low":         {of(place.Urban, 1_900_000, 141), place.Urban, []string{"b1_income"}},
		"no B1":              {unknown, place.Rural, nil},
		"a ward, rural":      {of(place.Rural, 1, 1), place.Urban, []string{"area"}},
		"a commune, urban":   {of(place.Urban, 1, 1), place.Rural, []string{"area"}},
		"a commune of none":  {of(place.Urban, 1, 1), place.AreaUnknown, nil},
		"nothing said":       {of(place.AreaUnknown, 1, 1), place.Urban, nil},
		"a student":          {pupil(2005, household.AttendsHigher, household.No), place.Rural, []string{"training_2"}},
		"a student trains":   {pupil(2005, household.AttendsHigher, household.Yes), place.Rural, nil},
		"a student, unknown": {pupil(2005, household.AttendsHigher, household.Unknown), place.Rural, nil},
		"at no school":       {pupil(2005, household.AttendsNone, household.No), place.Rural, nil},
		"a pupil of 10":      {pupil(2014, household.AttendsPrimary, household.No), place.Rural, nil},
		"a child heads":      {child, place.Rural, []string{"head_young"}},
	} {
		var got []string
		for _, f := range check.Survey(c.h, c.h, on, levels{}, c.in) {
			got = append(got, f.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}
