package rule

import (
	"math/rand/v2"
	"testing"
	"time"

	"cel.dev/cel-go/cel"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// register draws households as a province has them, four members on average, a few answers missing.
func register(n int) []household.Household {
	r := rand.New(rand.NewPCG(7, 7))
	yesNo := func(share int) household.Answer {
		switch k := r.IntN(100); {
		case k == 0:
			return household.Unknown
		case k <= share:
			return household.Yes
		}
		return household.No
	}
	out := make([]household.Household, n)
	for i := range out {
		h := &out[i]
		*h = household.Household{Area: place.Area(1 + r.IntN(2)),
			IncomePerHead: household.Just(household.Dong(r.IntN(6_000_000))), Wall: household.Material(1 + r.IntN(2)),
			Pillar: household.Material(1 + r.IntN(2)), Roof: household.Material(1 + r.IntN(2)),
			FloorArea: household.Just(float64(10 + r.IntN(90))), Water: household.Water(1 + r.IntN(7)),
			Toilet: household.Toilet(1 + r.IntN(6)), Internet: yesNo(90), InformationMeans: yesNo(95)}
		for j := range 1 + r.IntN(7) {
			age := r.IntN(90)
			m := household.Member{No: j + 1, Sex: household.Sex(1 + r.IntN(2)),
				Birth: household.BornOn(date.Must(2023-age, 1+r.IntN(12), 1+r.IntN(28))), AbleToWork: yesNo(90),
				WantsWork: yesNo(80),
				Work:      household.Work(1 + r.IntN(4)), SocialAllowance: yesNo(10), Disability: yesNo(5),
				HealthInsurance: yesNo(95), Qualification: household.Qualification(1 + r.IntN(8)),
				InTraining: yesNo(10),
				Stunted:    yesNo(8), Underweight: yesNo(8), Attending: household.AttendsNone}
			switch {
			case age < 6:
				m.Attending = household.AttendsPreschool
			case age < 12:
				m.Attending = household.AttendsPrimary
			case age < 16:
				m.Attending = household.AttendsLowerSecondary
			}
			h.Members = append(h.Members, m)
		}
	}
	return out
}

func not(a household.Answer) household.Answer {
	return [...]household.Answer{household.Unknown, household.Yes, household.No}[a]
}

func and(a, b household.Answer) household.Answer {
	switch {
	case a == household.No || b == household.No:
		return household.No
	case a == household.Yes && b == household.Yes:
		return household.Yes
	}
	return household.Unknown
}

func orElse(a, b household.Answer) household.Answer {
	switch {
	case a == household.Yes || b == household.Yes:
		return household.Yes
	case a == household.No && b == household.No:
		return household.No
	}
	return household.Unknown
}

// is is whether a vocabulary's value is one of those in a mask; 0 is unknown.
func is(v uint8, mask uint16) household.Answer {
	if v == 0 {
		return household.Unknown
	}
	return household.Said(mask>>v&1 != 0)
}

// ageFrom and ageUnder are comparisons of an age in months that may lie between two bounds.
func ageFrom(lo, hi, n int) household.Answer {
	switch {
	case lo < 0:
		return household.Unknown
	case lo >= n:
		return household.Yes
	case hi < n:
		return household.No
	}
	return household.Unknown
}

func ageUnder(lo, hi, n int) household.Answer { return not(ageFrom(lo, hi, n)) }

// byHand is the twelve rules as a Go programmer writes them, with the same handling of what is not known: the
// yardstick.
func byHand(h *household.Household, on date.Date) (deprived, unanswered uint16) {
	var work, nutrition, insurance, education, school = household.No, household.No, household.No, household.No,
		household.No
	dependents, perhaps := 0, 0
	for i := range h.Members {
		m := &h.Members[i]
		lo, hi := m.Birth.Months(on)
		if work != household.Yes && m.Work != household.SelfEmployed && m.Work != household.WageContract {
			work = orElse(work, handWork(m, lo, hi))
		}
		child := ageUnder(lo, hi, 192)
		switch {
		case child == household.Yes:
			dependents++
		case m.SocialAllowance != household.No || child == household.Unknown:
			switch orElse(child, and(m.SocialAllowance, orElse(m.Disability, ageFrom(lo, hi, 720)))) {
			case household.Yes:
				dependents++
			case household.Unknown:
				perhaps++
			}
		}
		if child != household.No && nutrition != household.Yes {
			nutrition = orElse(nutrition, and(child, orElse(m.Stunted, m.Underweight)))
		}
		if m.HealthInsurance != household.Yes && insurance != household.Yes {
			insurance = orElse(insurance, and(ageFrom(lo, hi, 72), not(m.HealthInsurance)))
		}
		if lo < 372 && hi >= 192 || lo < 0 {
			education = orElse(education, handEducation(m, lo, hi))
		}
		if child != household.No && school != household.Yes {
			school = orElse(school, handSchool(m, lo, hi, child))
		}
	}
	put := func(i int, a household.Answer) {
		switch a {
		case household.Yes:
			deprived |= 1 << i
		case household.Unknown:
			unanswered |= 1 << i
		}
	}
	put(0, work)
	switch n := len(h.Members); {
	case 2*dependents > n:
		put(1, household.Yes)
	case 2*(dependents+perhaps) > n:
		put(1, household.Unknown)
	}
	put(2, nutrition)
	put(3, insurance)
	put(4, education)
	put(5, school)
	wall, pillar, roof := is(uint8(h.Wall), 1<<household.NotSolid), is(uint8(h.Pillar), 1<<household.NotSolid),
		is(uint8(h.Roof), 1<<household.NotSolid)
	put(6, orElse(orElse(and(wall, pillar), and(wall, roof)), and(pillar, roof)))
	area := household.Unknown
	if h.FloorArea.Known {
		area = household.Said(h.FloorArea.Value < 8*float64(len(h.Members)))
	}
	put(7, area)
	put(8,
		not(is(uint8(h.Water),
			1<<household.Tap|1<<household.Borehole|1<<household.ProtectedWell|1<<household.ProtectedSpring|1<<household.Rain|1<<household.Bottled)))
	put(9,
		not(is(uint8(h.Toilet), 1<<household.Septic|1<<household.PourFlush|1<<household.VIP|1<<household.DoubleVault)))
	put(10, not(h.Internet))
	put(11, not(h.InformationMeans))
	return deprived, unanswered
}

func handWork(m *household.Member, lo, hi int) household.Answer {
	workingAge := and(and(ageFrom(lo, hi, 180), ageUnder(lo, hi, 732)),
		orElse(is(uint8(m.Sex), 1<<household.Male), ageUnder(lo, hi, 676)))
	return orElse(and(and(workingAge, m.AbleToWork), and(m.WantsWork, is(uint8(m.Work), 1<<household.NotWorking))),
		is(uint8(m.Work), 1<<household.WageNoContract))
}

func handEducation(m *household.Member, lo, hi int) household.Answer {
	const upper = 1<<household.QualifiedUpperSecondary | 1<<household.QualifiedElementaryVocational | 1<<household.QualifiedIntermediateVocational | 1<<household.QualifiedCollege | 1<<household.QualifiedUniversity
	qualified := orElse(is(uint8(m.Qualification), upper), and(ageUnder(lo, hi, 216),
		is(uint8(m.Qualification), 1<<household.QualifiedLowerSecondary)))
	return and(and(ageFrom(lo, hi, 192), ageUnder(lo, hi, 372)), and(not(m.InTraining), not(qualified)))
}

func handSchool(m *household.Member, lo, hi int, child household.Answer) household.Answer {
	missed := and(and(ageFrom(lo, hi, 36), ageUnder(lo, hi, 72)),
		not(is(uint8(m.Attending), 1<<household.AttendsPreschool)))
	missed = orElse(missed, and(and(ageFrom(lo, hi, 72), ageUnder(lo, hi, 144)),
		not(is(uint8(m.Attending), 1<<household.AttendsPrimary))))
	return orElse(missed, and(and(ageFrom(lo, hi, 144), child),
		not(is(uint8(m.Attending), 1<<household.AttendsLowerSecondary))))
}

// masks evaluates the compiled rules.
func masks(t testing.TB, programs []*Program, in *Input) (deprived, unanswered uint16) {
	for i, p := range programs {
		truth, err := p.Eval(in)
		if err != nil {
			t.Fatal(err)
		}
		switch truth {
		case household.Yes:
			deprived |= 1 << i
		case household.Unknown:
			unanswered |= 1 << i
		}
	}
	return deprived, unanswered
}

// TestByHandIsTheSame: the yardstick does the same work.
func TestByHandIsTheSame(t *testing.T) {
	e := env(t, theLaw())
	var programs []*Program
	for _, r := range theRules {
		programs = append(programs, compile(t, e, r))
	}
	in := &Input{Slots: []Range{{}}}
	for _, h := range register(20_000) {
		in.H = &h
		d, u := masks(t, programs, in)
		if d2, u2 := byHand(&h, on); d != d2 || u != u2 {
			t.Fatalf("%012b %012b, by hand %012b %012b: %+v", d, u, d2, u2, h)
		}
	}
}

// BenchmarkRules evaluates the twelve rules over whole households with all their members: compiled from the law, by a
// hand-written Go function, and (over fewer households) by cel-go's interpreter on the same checked expressions.
func BenchmarkRules(b *testing.B) {
	const few, many = 400, 50_000
	e := env(b, theLaw())
	o := newOracle(b, e)
	var programs []*Program
	var interpreted []cel.Program
	for _, r := range theRules {
		programs, interpreted = append(programs, compile(b, e, r)),
			append(interpreted, o.program(b, e.cel(Household), r))
	}
	hs := register(many)
	vars := make([]map[string]any, few)
	for i := range vars {
		vars[i] = o.vars(&hs[i], Range{}) // fields and definitions are given to cel-go ready
	}
	in := &Input{Slots: []Range{{}}}
	var ours, hand, theirs time.Duration
	var sum uint64
	for b.Loop() {
		start := time.Now()
		for i := range hs {
			d, u := byHand(&hs[i], on)
			sum += uint64(d) + uint64(u)
		}
		hand += time.Since(start)
		start = time.Now()
		for i := range hs {
			in.H = &hs[i]
			d, u := masks(b, programs, in)
			sum -= uint64(d) + uint64(u)
		}
		ours += time.Since(start)
		start = time.Now()
		for i := range vars {
			for _, p := range interpreted {
				if says(p.Eval(vars[i])) == failed {
					b.Fatal("cel-go failed")
				}
			}
		}
		theirs += time.Since(start)
	}
	if sum != 0 {
		b.Fatal("not the same answers")
	}
	each := ours.Seconds() / many
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(each*1e9/float64(b.N), "ns/household")
	b.ReportMetric(ours.Seconds()/hand.Seconds(), "x-hand-written")
	b.ReportMetric(theirs.Seconds()/few/each, "x-faster-than-cel-go")
}
