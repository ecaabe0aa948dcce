// Package check looks at what a review's surveys say: what contradicts the year before or another member, households
// bunched at a line, enumerators unlike the others, and the sample that is verified. It blocks nothing; people answer.
package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/words"
)

// Flag is something that somebody should look at before a list goes to the meeting. It blocks nothing; it is answered,
// and the answer is kept.
type Flag struct {
	Code   string // stable: an answer belongs to it
	Text   errs.Text
	Secret bool // for the inspector only
}

// shrink is how much smaller a house may be measured than the year before without a question.
const shrink = 0.8

// AcrossYears compares what a survey found with the record that it began from: what cannot have changed, and what
// seldom does.
func AcrossYears(was, now *household.Household, on date.Date) (out []Flag) {
	add := func(code string, text errs.Text) { out = append(out, Flag{Code: code, Text: text}) }
	if was.FloorArea.Known && now.FloorArea.Known && now.FloorArea.Value < shrink*was.FloorArea.Value {
		add("house_shrank", errs.T("the house shrank: %s m² → %s m²", words.Decimal(was.FloorArea.Value),
			words.Decimal(now.FloorArea.Value)))
	}
	solid := func(h *household.Household) (n int) {
		for _, m := range []household.Material{h.Wall, h.Pillar, h.Roof} {
			if m == household.Solid {
				n++
			}
		}
		return n
	}
	if solid(now)+1 < solid(was) {
		add("house_worse", errs.T("the house is less solid than the year before"))
	}
	if was.IncomePerHead.Known && now.IncomePerHead.Known && 2*now.IncomePerHead.Value < was.IncomePerHead.Value {
		add("income_halved", errs.T("the income is less than half: %s → %s đồng a head and month",
			words.Number(was.IncomePerHead.Value), words.Number(now.IncomePerHead.Value)))
	}
	for i := range was.Members {
		old := &was.Members[i]
		m := now.Member(old.No)
		if m == nil || m.Name != old.Name {
			continue
		}
		if old.Birth.Known() && m.Birth.Known() && m.Birth.Earliest > old.Birth.Latest {
			add(fmt.Sprintf("younger_%d", m.No), errs.T("%s grew younger: the birth date changed", m.Name))
		}
		if old.Sex != 0 && m.Sex != 0 && old.Sex != m.Sex {
			add(fmt.Sprintf("sex_%d", m.No), errs.T("%s: another sex than the year before", m.Name))
		}
		if old.Qualification > m.Qualification && m.Qualification != 0 {
			add(fmt.Sprintf("qualification_%d", m.No), errs.T("%s: a lower certificate than the year before", m.Name))
		}
		if old.Disability == household.Yes && m.Disability == household.No {
			add(fmt.Sprintf("disability_%d", m.No), errs.T("%s: disabled the year before", m.Name))
		}
	}
	return append(out, AcrossMembers(now, on)...)
}

const (
	headFrom     = 15 * 12 // months: of a head younger than that is asked
	parentFrom   = 12 * 12
	workFrom     = 13 * 12
	trainingFrom = 16 * 12 // from when on training is asked (Decree 07/2021, annex, adult education)
)

// Levels are the lines of a standard by area: up to them a household has a low income, by what it declares or by its
// B1 score.
type Levels interface {
	Line(place.Area) household.Dong
	B1Line(place.Area) (float64, bool)
}

// Survey finds what is to be looked at in a survey: what contradicts the record that it began from, itself, and the
// type of its commune on the day (place.AreaUnknown: nothing is known of that).
func Survey(was, now *household.Household, on date.Date, levels Levels, commune place.Area) []Flag {
	return slices.Concat(AcrossYears(was, now, on), Sides(now, levels), Area(was, commune))
}

// Sides finds a declared income and a B1 score that lie on different sides of the level.
func Sides(h *household.Household, levels Levels) []Flag {
	b1, has := levels.B1Line(h.Area)
	line := levels.Line(h.Area)
	if !has || line == 0 || !h.IncomePerHead.Known || !h.B1Score.Known ||
		(h.IncomePerHead.Value <= line) == (h.B1Score.Value <= b1) {
		return nil
	}
	score, upTo := words.Decimal(h.B1Score.Value), words.Decimal(b1)
	income, level := words.Number(h.IncomePerHead.Value), words.Number(line)
	text := errs.T("the declared income of %s đồng a head and month is a low one (up to %s đồng), the B1 score of %s points says that it is not (up to %s points)",
		income, level, score, upTo)
	if h.B1Score.Value <= b1 {
		text = errs.T("the B1 score of %s points says a low income (up to %s points), the declared income of %s đồng a head and month does not (up to %s đồng)",
			score, upTo, income, level)
	}
	return []Flag{{Code: "b1_income", Text: text}}
}

// Members finds that the register has other members by now than the filed form, which began from it.
func Members(filed, now *household.Household) []Flag {
	joined, left := household.Joined(filed, now), household.Joined(now, filed)
	if len(joined)+len(left) == 0 {
		return nil
	}
	names := func(all []household.Member) errs.Text {
		if len(all) == 0 {
			return errs.T("check|nobody")
		}
		out := make([]string, len(all))
		for i := range all {
			out[i] = all[i].Name
		}
		said := strings.Join(out, ", ")
		return errs.Text{VI: said, EN: said}
	}
	return []Flag{{Code: "members", Text: errs.T(
		"the household has other members since the form was filed (joined: %s; left: %s): ask and file it again",
		names(joined), names(left))}}
}

// Area finds a record that says rural in a commune that is urban, or the other way round.
func Area(h *household.Household, commune place.Area) []Flag {
	if _, other := commune.Over(h.Area); !other {
		return nil
	}
	text := errs.T("the record says urban, the commune is rural: the commune’s line holds")
	if commune == place.Urban {
		text = errs.T("the record says rural, the commune is urban: the commune’s line holds")
	}
	return []Flag{{Code: "area", Text: text}}
}

// AcrossMembers finds what does not fit between the members of one household.
func AcrossMembers(h *household.Household, on date.Date) (out []Flag) {
	add := func(code string, text errs.Text) { out = append(out, Flag{Code: code, Text: text}) }
	head := h.Head()
	if head == nil {
		return nil
	}
	if t := HeadTooYoung(h, on); t.EN != "" {
		add("head_young", t)
	}
	for i := range h.Members {
		m := &h.Members[i]
		least, greatest := m.Birth.Months(on)
		if m.InTraining == household.No && m.Attending >= household.AttendsPreschool && greatest >= trainingFrom {
			add(fmt.Sprintf("training_%d", m.No), errs.T("%s: goes to school, and is said not to be in training", m.Name))
		}
		if m.Relationship == household.Child && head.Birth.Known() && m.Birth.Known() &&
			m.Birth.Latest.MonthsSince(head.Birth.Earliest) < parentFrom {
			add(fmt.Sprintf("child_%d", m.No), errs.T("%s: a child less than 12 years younger than the head", m.Name))
		}
		if m.Relationship == household.Parent && head.Birth.Known() && m.Birth.Known() &&
			head.Birth.Latest.MonthsSince(m.Birth.Earliest) < parentFrom {
			add(fmt.Sprintf("parent_%d", m.No), errs.T("%s: a parent less than 12 years older than the head", m.Name))
		}
		if greatest >= 0 && greatest < workFrom && m.Work != 0 && m.Work != household.NotWorking {
			add(fmt.Sprintf("works_%d", m.No), errs.T("%s: a child with a job", m.Name))
		}
		if least >= 25*12 && m.Attending >= household.AttendsPreschool &&
			m.Attending <= household.AttendsLowerSecondary {
			add(fmt.Sprintf("attends_%d", m.No), errs.T("%s: an adult at school of children", m.Name))
		}
	}
	return out
}

// HeadTooYoung says why a household cannot be headed by its head on a day, empty where it can.
func HeadTooYoung(h *household.Household, on date.Date) errs.Text {
	m := h.Head()
	if m == nil {
		return errs.Text{}
	}
	if _, greatest := m.Birth.Months(on); greatest >= 0 && greatest < headFrom {
		return errs.T("the head %s is %d years old: check the birth date or choose another head", m.Name, greatest/12)
	}
	return errs.Text{}
}

// Interval is a share with its 95 % interval (Wilson).
type Interval struct {
	K, N         int
	Share        float64
	Lower, Upper float64
}

// z95 is the 97.5 % point of the normal distribution.
const z95 = 1.959963984540054

// Wilson returns the share k of n with its 95 % interval by Wilson; of none, everything is possible.
func Wilson(k, n int) Interval {
	if n == 0 {
		return Interval{Upper: 1}
	}
	p, m := float64(k)/float64(n), float64(n)
	centre := (p + z95*z95/(2*m)) / (1 + z95*z95/m)
	half := z95 / (1 + z95*z95/m) * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m))
	return Interval{K: k, N: n, Share: p, Lower: math.Max(0, centre-half), Upper: math.Min(1, centre+half)}
}

// AtLeast is the chance of k or more of n where each has chance p (binomial tail, exact).
func AtLeast(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n || p <= 0:
		return 0
	case p >= 1:
		return 1
	}
	sum := 0.0
	for i := k; i <= n; i++ {
		sum += math.Exp(logChoose(n, i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return math.Min(1, sum)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// Near is how many surveyed households lie just on either side of a line, in a group (a commune, an enumerator).
type Near struct {
	Group        string
	Inside, Away int // just poor by the line, just not
}

// Bunch is the reading of one group: is the share on the poor side of a line more than elsewhere could bring about?
type Bunch struct {
	Near
	Interval
	Elsewhere float64 // the share in all other groups
	Chance    float64 // of so many or more, were it as elsewhere
	Grade     Grade
}

// Grade is how a reading is to be taken.
type Grade uint8

// The grades.
const (
	Usual Grade = iota
	Look        // less likely than one in twenty by chance
	Strange
	Few // too few to say
)

// fewest is the least number of households near a line that say anything.
const fewest = 10

// Bunching reads the households near a line in every group against all the others. Strange is what stays unlikely
// though so many groups were looked at (Bonferroni).
func Bunching(groups []Near) []Bunch {
	inside, all := 0, 0
	for _, g := range groups {
		inside += g.Inside
		all += g.Inside + g.Away
	}
	out := make([]Bunch, 0, len(groups))
	for _, g := range groups {
		n := g.Inside + g.Away
		b := Bunch{Near: g, Interval: Wilson(g.Inside, n), Chance: 1}
		rest := all - n
		if rest > 0 {
			b.Elsewhere = float64(inside-g.Inside) / float64(rest)
		}
		if n < fewest || rest < fewest {
			b.Grade = Few
			out = append(out, b)
			continue
		}
		b.Chance = AtLeast(g.Inside, n, b.Elsewhere)
		switch {
		case b.Chance*float64(len(groups)) < 0.05:
			b.Grade = Strange
		case b.Chance < 0.05:
			b.Grade = Look
		}
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(x, y Bunch) int { return cmp.Compare(x.Chance, y.Chance) })
	return out
}

// Reading tells a bunch in plain words, with its uncertainty.
func (b *Bunch) Reading() errs.Text {
	pc := func(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }
	if b.Grade == Few {
		return errs.N(b.N, "Only %d household near the line: too few to say.",
			"Only %d households near the line: too few to say.")
	}
	found := errs.T(
		"%d of %d households near the line are on the side that benefits (%s; 95%% interval %s–%s), elsewhere %s.", b.K,
		b.N, pc(b.Share), pc(b.Lower), pc(b.Upper), pc(b.Elsewhere))
	switch b.Grade {
	case Strange:
		return errs.T("%s Hardly by chance: look again before the meeting.", found)
	case Look:
		return errs.T("%s It may be chance, but look at some of them.", found)
	}
	return errs.T("%s Nothing unusual.", found)
}

// Work is what one enumerator found in a commune.
type Work struct {
	By                   string
	Surveyed, Deprived   int // households; deprivations of all of them
	Poor                 int // poor or near-poor
	PoorShare, Elsewhere float64
	Chance               float64
	Grade                Grade
}

// Enumerators compares how often each enumerator finds a household poor or near-poor with all the others of the same
// review.
func Enumerators(all []Work) []Work {
	poor, n := 0, 0
	for _, w := range all {
		poor += w.Poor
		n += w.Surveyed
	}
	for i := range all {
		w := &all[i]
		if w.Surveyed > 0 {
			w.PoorShare = float64(w.Poor) / float64(w.Surveyed)
		}
		rest := n - w.Surveyed
		if w.Surveyed < fewest || rest < fewest {
			w.Grade, w.Chance = Few, 1
			continue
		}
		w.Elsewhere = float64(poor-w.Poor) / float64(rest)
		up, down := AtLeast(w.Poor, w.Surveyed, w.Elsewhere), AtLeast(w.Surveyed-w.Poor, w.Surveyed, 1-w.Elsewhere)
		w.Chance = math.Min(1, 2*math.Min(up, down))
		switch {
		case w.Chance*float64(len(all)) < 0.05:
			w.Grade = Strange
		case w.Chance < 0.05:
			w.Grade = Look
		}
	}
	slices.SortStableFunc(all, func(x, y Work) int { return cmp.Compare(x.Chance, y.Chance) })
	return all
}

// Sample draws n of the households at random by a seed: the same seed and households give the same sample on any
// machine.
func Sample(seed string, households []int64, n int) []int64 {
	type ticket struct {
		number    uint64
		household int64
	}
	tickets := make([]ticket, len(households))
	for i, h := range households {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", seed, h))
		tickets[i] = ticket{binary.BigEndian.Uint64(sum[:8]), h}
	}
	slices.SortFunc(tickets, func(a, b ticket) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.household, b.household))
	})
	out := make([]int64, 0, n)
	for _, t := range tickets[:min(n, len(tickets))] {
		out = append(out, t.household)
	}
	slices.Sort(out)
	return out
}

// SampleSize is how many of n households a commune re-verifies: one in twenty, at least five.
func SampleSize(n int) int { return min(n, max(5, (n+19)/20)) }
