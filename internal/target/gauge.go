package target

import (
	"fmt"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/programme"
	"giamngheo/internal/rule"
)

// Gauge is a plan compiled: it says what one household, support or activity is to each part, in the order of
// Plan.Parts. It belongs to one goroutine; Clone gives another one its own.
type Gauge struct {
	plan  *Plan
	lang  *Language
	parts []*Part
	count []counters
	uses  programme.Facts // all facts that rules over the register read
	given map[string]*given
	in    rule.Input

	ofStart  uint64 // the parts with a cohort of the year's start, a bit each
	computed bool   // classes are computed from answers, none was recognised: an undetermined one may be any
}

// given is what a support of a kind is to the parts, by its facts: a bit for each part, of numerators and denominators.
type given [facts][2]uint64

// maxParts is how many parts a plan may have: Receipts keeps a bit for each.
const maxParts = 64

// NewGauge compiles a plan. The error (errs.Invalid) carries Faults, every expression at fault with its line.
func NewGauge(p *Plan, l *Language) (*Gauge, error) {
	g := &Gauge{plan: p, lang: l, parts: p.Parts(), in: rule.Input{Slots: make([]rule.Range, 1)}}
	if len(g.parts) > maxParts {
		return nil, errs.New(errs.Invalid, "the plan has %d parts, at most %d are possible", len(g.parts), maxParts)
	}
	var faults Faults
	if g.count, faults = l.compile(p); faults != nil {
		return nil, faults.asError("kế hoạch " + p.Number)
	}
	for _, c := range g.count {
		for _, m := range []*counter{c.numerator, c.denominator, c.weight} {
			if m != nil && m.record != nil {
				g.uses |= m.record.uses
			}
		}
	}
	for i, part := range g.parts {
		if part.OfStart() {
			g.ofStart |= 1 << i
		}
	}
	g.tabulate()
	return g, nil
}

// tabulate lays the tables of all parts over supports into one a kind.
func (g *Gauge) tabulate() {
	g.given = map[string]*given{}
	for _, kind := range g.lang.kinds {
		all := &given{}
		g.given[kind] = all
		for i := range g.count {
			for side, m := range [2]*counter{g.count[i].numerator, g.count[i].denominator} {
				if m == nil || m.given == nil {
					continue
				}
				for f, is := range m.given[kind] {
					if is {
						all[f][side] |= 1 << i
					}
				}
			}
		}
	}
}

// Clone returns a gauge of the same plan for another goroutine.
func (g *Gauge) Clone() *Gauge {
	c := *g
	c.in = rule.Input{Slots: make([]rule.Range, 1)}
	return &c
}

// OfStart are the parts whose denominator is of the year's start, a bit each in the order of Parts.
func (g *Gauge) OfStart() uint64 { return g.ofStart }

// Parts returns the parts that the indexes mean.
func (g *Gauge) Parts() []*Part { return g.parts }

// Register adds to out what a household is to every part with a measure over households or persons. is are its facts on
// the day of the language; unsure those of which it is not known whether they are so (poor and near-poor where its
// class is undetermined, coastal where the list is not known). Facts of persons are found here.
//
// Who belongs to a denominator by its class is decided by what was recognised: an undetermined household belongs to
// none. Where classes are computed from the answers of a file it may belong to any. Anything else that is not known is
// counted unknown, never as no.
func (g *Gauge) Register(h *household.Household, is, unsure programme.Facts, out []Tally) error {
	unsure |= g.unsureOf(h) &^ is
	g.in.H = h
	for i := range g.count {
		c := &g.count[i]
		if !c.numerator.overRecords() && !c.denominator.overRecords() {
			continue
		}
		if err := g.register(c, h, is, unsure, &out[i]); err != nil {
			return fmt.Errorf("%s: %w", g.parts[i].Code, err)
		}
	}
	return nil
}

func (c *counter) overRecords() bool { return c != nil && c.record != nil }

func (c *counter) counted() bool { return c != nil && c.Over != "report" }

func (g *Gauge) register(c *counters, h *household.Household, is, unsure programme.Facts, t *Tally) error {
	one := c.numerator
	if !one.overRecords() {
		one = c.denominator
	}
	g.in.M = nil
	if one.Over == "household" {
		return g.one(c, is, unsure, t)
	}
	for j := range h.Members {
		m := &h.Members[j]
		g.in.M = m
		person, open := programme.PersonFacts(m, g.lang.On), g.unsurePerson(m)
		if err := g.one(c, is|person, unsure|open&^person, t); err != nil {
			return err
		}
	}
	return nil
}

// undetermined are the facts that a class decides.
const undetermined = programme.Poor | programme.NearPoor

// one counts one household or person.
func (g *Gauge) one(c *counters, is, unsure programme.Facts, t *Tally) error {
	belongs := household.Yes
	var err error
	if c.denominator.overRecords() {
		open := unsure
		if !g.computed {
			open &^= undetermined
		}
		if belongs, err = c.denominator.record.eval(&g.in, is, open); err != nil || belongs == household.No {
			return err
		}
	}
	if belongs == household.Unknown {
		t.Unknown++
		return nil
	}
	if !c.numerator.overRecords() { // supports or activities are the numerator
		t.NotMet++
		return nil
	}
	met, err := c.numerator.record.eval(&g.in, is, unsure)
	if err != nil || met == household.No && !c.denominator.counted() {
		return err
	}
	t.count(met)
	return nil
}

// unsureOf are the facts that a household's record leaves open, of those that the plan asks for.
func (g *Gauge) unsureOf(h *household.Household) (open programme.Facts) {
	if g.uses&programme.Minority != 0 && h.EthnicMinority() == household.Unknown {
		open |= programme.Minority
	}
	if g.uses&programme.Merit != 0 {
		for i := range h.Members {
			if h.Members[i].PersonOfMerit == household.Unknown {
				open |= programme.Merit
			}
		}
	}
	return open
}

func (g *Gauge) unsurePerson(m *household.Member) (open programme.Facts) {
	if g.uses&programme.Child != 0 && !m.Birth.Exact() {
		// The oldest that the person may be decides PersonFacts; the youngest may be a child all the same.
		young := household.Member{Birth: household.BornOn(m.Birth.Latest)}
		if !m.Birth.Known() || programme.PersonFacts(&young, g.lang.On)&programme.Child != 0 {
			open |= programme.Child
		}
	}
	if g.uses&programme.Disabled != 0 && m.Disability == household.Unknown {
		open |= programme.Disabled
	}
	if g.uses&programme.Woman != 0 && m.Sex == 0 {
		open |= programme.Woman
	}
	return open
}

// Weigh adds to out how much a household weighs when a part is shared out to places (cascade.by).
func (g *Gauge) Weigh(h *household.Household, is, unsure programme.Facts, out []int64) error {
	g.in.H = h
	for i := range g.count {
		w := g.count[i].weight
		if !w.overRecords() {
			continue
		}
		var t Tally
		if err := g.register(&counters{numerator: w}, h, is, unsure|g.unsureOf(h)&^is, &t); err != nil {
			return fmt.Errorf("%s: %w", g.parts[i].Code, err)
		}
		out[i] += t.Met
	}
	return nil
}

// Share is what one support or activity is to a part: its amounts in the numerator and in the denominator. Of distinct
// receivers the amount is 1, whoever received before; Receipts counts each once.
type Share struct{ Numerator, Denominator int64 }

// Support sets out to what a support is to every part; one that does not stand any more, or of another year, is
// nothing. Error (errs.Invalid): a kind that the language does not know.
func (g *Gauge) Support(s *programme.Support, out []Share) error {
	clear(out)
	bits, err := g.bits(s)
	if err != nil {
		return err
	}
	for i := range out {
		out[i] = g.share(i, bits, s)
	}
	return nil
}

// bits are the parts whose numerators and denominators a support is in.
func (g *Gauge) bits(s *programme.Support) ([2]uint64, error) {
	if g.lang.support == nil || s.State != programme.Valid || s.Day.Year() != g.plan.Year {
		return [2]uint64{}, nil
	}
	table, ok := g.given[s.Kind]
	if !ok {
		return [2]uint64{}, errs.New(errs.Invalid, "there is no kind of support “%s”; load the right catalogue", s.Kind)
	}
	return table[s.Facts%facts], nil
}

func (g *Gauge) share(part int, bits [2]uint64, s *programme.Support) (out Share) {
	if bits[0]>>part&1 == 1 {
		out.Numerator = amountOf(g.count[part].numerator.Sum, s.Quantity, s.Amount)
	}
	if bits[1]>>part&1 == 1 {
		out.Denominator = amountOf(g.count[part].denominator.Sum, s.Quantity, s.Amount)
	}
	return out
}

func amountOf(sum string, quantity int64, money household.Dong) int64 {
	switch sum {
	case "quantity":
		return quantity
	case "amount":
		return int64(money)
	}
	return 1
}

// Activity sets out to what an activity is to every part; one that did not begin in the plan's year is nothing.
// Error (errs.Invalid): a kind that the language does not know.
func (g *Gauge) Activity(a *programme.Activity, out []Share) error {
	clear(out)
	if g.lang.activity == nil || a.From.IsZero() || a.From.Year() != g.plan.Year || a.State == 0 {
		return nil
	}
	if !slices.Contains(g.lang.activities, a.Kind) {
		return errs.New(errs.Invalid, "there is no kind of activity “%s”; load the right catalogue", a.Kind)
	}
	in := func(m *counter) int64 {
		if m == nil || m.done == nil || m.done[a.Kind]>>(a.State-1)&1 == 0 {
			return 0
		}
		return amountOf(m.Sum, a.Quantity, a.Money)
	}
	for i := range g.count {
		out[i] = Share{in(g.count[i].numerator), in(g.count[i].denominator)}
	}
	return nil
}
