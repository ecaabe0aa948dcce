// Package allocation shares a pool out by a norm, exact to the đồng, with a derivation that a stranger follows with a
// pencil; it says how two ways of sharing differ, and what a merger of places does. It must not know storage, pages,
// files, or who may decide. All amounts are whole đồng, all between them fractions; there is no float.
package allocation

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
)

// Unit is a recipient with its values by column; what is not in Values is unknown.
type Unit struct {
	Code   string
	Name   string
	Values map[string]*big.Rat
}

// Title is the unit's name, or its code where it has none.
func (u *Unit) Title() string { return cmp.Or(u.Name, u.Code) }

// Hand is a part that somebody set, with the reason.
type Hand struct {
	Amount int64
	Reason string
}

// Input is what an allocation is made of. Off is what nodes get before anything is shared out; Hands are parts that
// were set by hand, by unit.
type Input struct {
	Norm  *norm.Set
	Pool  int64 // đồng
	Units []Unit
	Off   map[string]int64
	Hands map[string]Hand
}

// Step is what one criterion gives to a unit.
type Step struct {
	Criterion   *norm.Criterion
	Value       *big.Rat
	Band        int // of Criterion.Bands, −1 where it has none
	Limit       bool
	Coefficient *big.Rat
	Highest     bool // it counts; false where another of its group does
}

// Row is a unit with its part and all that led to it.
type Row struct {
	Unit    *Unit
	Counts  []*big.Rat // by the terms of the quantity
	Steps   []Step     // by the criteria of the norm
	Floor   *int64     // the lower bound of the norm's share, nil where there is none
	Ceiling *int64     // and the upper
	Tiers   []int64    // by the norm's tiers but the last
	Whole   int64      // whole units of Share
	Rank    int        // of Remainder, from the greatest: 1; 0 where there is none
	Plus    bool       // one unit more for it
	Bound   apportion.Bound
	Result  int64
	Hand    *Hand
	weight  apportion.Fraction
	part    *apportion.Part
	of      *big.Int
	round   int64
}

// Weight is the unit's weight.
func (r *Row) Weight() *big.Rat { return r.weight.Rat() }

// Remainder is what the unit's exact share has beyond whole units, as a part of a unit.
func (r *Row) Remainder() *big.Rat { return new(big.Rat).SetFrac(r.part.Rest(), r.of) }

// Share is the unit's exact share of what the norm shares out, in đồng.
func (r *Row) Share() *big.Rat {
	x := r.Remainder()
	x.Add(x, new(big.Rat).SetInt64(r.Whole))
	return x.Mul(x, new(big.Rat).SetInt64(r.round))
}

// TierSum is what a tier needs and gets.
type TierSum struct {
	What        string
	Need, Given int64
}

// Allocation is a pool shared out by a norm.
type Allocation struct {
	Norm    *norm.Set
	Pool    int64
	Off     []OffSum
	Kept    int64 // in reserve, by the norm's percentage
	Tiers   []TierSum
	Shared  int64    // T: what the norm shares out
	Weights *big.Rat // Σ w
	Quota   *big.Rat // đồng a weight of one, of those at no bound; nil where all are
	Over    int      // units that went to the greatest remainders
	Left    int64    // what no whole unit could be made of: it goes to the reserve
	Rows    []Row    // by code
	Total   int64    // Σ Result
}

// OffSum is what a node gets before anything is shared out.
type OffSum struct {
	norm.OffTheTop
	Amount, Most int64
}

// Gap is a value that is not known. Units may have the same title; their codes differ.
type Gap struct{ Code, Unit, Column string }

// Undetermined is why nothing is shared out: values that are not known. A blank is unknown, never nothing.
type Undetermined struct {
	Gaps  []Gap
	After bool // of units of the new map, which what is known of their parts does not tell
}

// Error lists the gaps, those of a unit together.
func (u *Undetermined) Error() string { return u.Unwrap().Error() }

// Unwrap is the refusal that people are shown.
func (u *Undetermined) Unwrap() error {
	var b strings.Builder
	for i, g := range u.Gaps {
		switch {
		case i == 0:
			b.WriteString(g.Unit + ": " + g.Column)
		case g.Code == u.Gaps[i-1].Code:
			b.WriteString(", " + g.Column)
		default:
			b.WriteString("; " + g.Unit + ": " + g.Column)
		}
	}
	if u.After {
		return errs.New(errs.Invalid, "after the merger values of new units are not known; give them (merge-values): %s",
			b.String())
	}
	return errs.New(errs.Invalid,
		"values are not known, so nothing can be shared out; find them or leave these units out: %s", b.String())
}

// Allocate shares a pool out. Errors (errs.Invalid): a pool that is none; units that are none or twice; values that
// are not known (*Undetermined, all of them); bounds that the pool does not meet, with both sums; weights that are
// all 0; a part by hand of nobody, without a reason or of no whole units.
func Allocate(in *Input) (*Allocation, error) {
	a := &Allocation{Norm: in.Norm, Pool: in.Pool}
	if err := a.begin(in); err != nil {
		return nil, err
	}
	if err := a.weigh(in.Units); err != nil {
		return nil, err
	}
	if err := a.tiers(); err != nil {
		return nil, err
	}
	return a, a.share(in.Hands)
}

// begin checks what is given and takes what does not go to the units.
func (a *Allocation) begin(in *Input) error {
	if in.Pool <= 0 || in.Pool > norm.Most {
		return errs.New(errs.Invalid, "the pool must be from 1 to 9.000.000.000.000.000 đồng, not %s", norm.Dong(in.Pool))
	}
	if len(in.Units) == 0 {
		return errs.New(errs.Invalid, "there is nobody to share out to: the table of values has no rows")
	}
	seen := map[string]bool{}
	for i := range in.Units {
		if seen[in.Units[i].Code] {
			return errs.New(errs.Invalid, "the unit “%s” stands in the values twice", in.Units[i].Code)
		}
		seen[in.Units[i].Code] = true
	}
	for code, h := range in.Hands {
		switch {
		case !seen[code]:
			return errs.New(errs.Invalid, "a part is set by hand for “%s”, which is not among the units", code)
		case strings.TrimSpace(h.Reason) == "":
			return errs.New(errs.Invalid, "%s: say why the part is set by hand", code)
		}
	}
	a.Shared = in.Pool
	if err := a.off(in.Off); err != nil {
		return err
	}
	if r := in.Norm.Reserve; r != nil {
		a.Kept = percent(in.Pool, r.Percent, false)
		a.Shared -= a.Kept
	}
	if a.Shared < 0 {
		return errs.New(errs.Invalid, "what goes off the top and into the reserve is more than the pool")
	}
	return nil
}

func (a *Allocation) off(given map[string]int64) error {
	left := len(given)
	for _, o := range a.Norm.OffTheTop {
		s := OffSum{OffTheTop: o, Amount: given[o.Node], Most: percent(a.Pool, o.MostPercent, false)}
		if _, ok := given[o.Node]; ok {
			left--
		}
		if s.Amount < 0 || s.Amount > s.Most {
			return errs.New(errs.Invalid, "%s may get at most %s %% of the pool off the top, %s đồng (%s), not %s", o.Node,
				o.MostPercent.Text, norm.Dong(s.Most), o.Cite, norm.Dong(s.Amount))
		}
		a.Off = append(a.Off, s)
		a.Shared -= s.Amount
	}
	if left > 0 {
		return errs.New(errs.Invalid, "the norm lets nothing else go off the top than: %s", nodesOf(a.Norm.OffTheTop))
	}
	return nil
}

func nodesOf(all []norm.OffTheTop) string {
	out := make([]string, len(all))
	for i := range all {
		out[i] = all[i].Node
	}
	return cmp.Or(strings.Join(out, ", "), "–")
}

// percent is a part of a pool in whole đồng, rounded down, or up.
func percent(pool int64, p *norm.Decimal, up bool) int64 {
	x := new(big.Rat).Mul(new(big.Rat).SetInt64(pool), p.Rat)
	x.Quo(x, big.NewRat(100, 1))
	q, m := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int))
	if up && m.Sign() > 0 {
		return q.Int64() + 1
	}
	return q.Int64()
}

// weigh finds every unit's weight, or all the values that are missing.
func (a *Allocation) weigh(units []Unit) error {
	var gaps []Gap
	a.Rows = make([]Row, len(units))
	terms, n := a.Norm.Terms(), len(a.Norm.Criteria)
	steps, counts := make([]Step, n*len(units)), make([]*big.Rat, len(terms)*len(units))
	for i := range units {
		a.Rows[i].Unit, a.Rows[i].Steps = &units[i], steps[i*n:(i+1)*n:(i+1)*n]
		a.Rows[i].Counts = counts[i*len(terms) : (i+1)*len(terms) : (i+1)*len(terms)]
		gaps = append(gaps, a.Rows[i].weigh(a.Norm, terms)...)
	}
	if len(gaps) > 0 {
		return &Undetermined{Gaps: gaps}
	}
	slices.SortFunc(a.Rows, func(x, y Row) int { return strings.Compare(x.Unit.Code, y.Unit.Code) })
	return nil
}

// weigh finds a unit's weight; it returns what is not known.
func (r *Row) weigh(s *norm.Set, terms []norm.Term) (gaps []Gap) {
	miss := func(column string) { gaps = append(gaps, Gap{r.Unit.Code, r.Unit.Title(), column}) }
	quantity := apportion.FractionOf(none)
	for i := range terms {
		v := r.Unit.Values[terms[i].Code]
		if v == nil {
			miss(terms[i].Code)
			continue
		}
		r.Counts[i] = v
		part := apportion.FractionOf(v)
		part.Mul(apportion.FractionOf(terms[i].Times.Rat))
		quantity.Add(part)
	}
	for i := range s.Criteria {
		r.Steps[i] = step(&s.Criteria[i], r.Unit.Values[s.Criteria[i].Code], s.Form)
	}
	r.highest(s)
	for i := range r.Steps {
		if st := &r.Steps[i]; st.Value == nil && st.Highest {
			miss(st.Criterion.Code)
		}
	}
	for _, t := range s.Tiers {
		if t.What != norm.ByNorm && r.Unit.Values[t.What] == nil {
			miss(t.What)
		}
	}
	if len(gaps) > 0 {
		return gaps
	}
	for i := range r.Steps {
		switch st := &r.Steps[i]; {
		case !st.Highest:
		case s.Form == norm.Product:
			quantity.Mul(apportion.FractionOf(st.Coefficient))
		default:
			quantity.Add(apportion.FractionOf(st.Coefficient))
		}
	}
	r.weight = quantity
	return nil
}

// The coefficients of who is not on a list. Not to be changed.
var none, once = new(big.Rat), big.NewRat(1, 1)

// nothing is the coefficient of who is not on a list.
func nothing(f norm.Form) *big.Rat {
	if f == norm.Product {
		return once
	}
	return none
}

// step finds the coefficient of a value; none where the value is not known.
func step(c *norm.Criterion, v *big.Rat, f norm.Form) Step {
	st := Step{Criterion: c, Value: v, Band: -1, Highest: true}
	switch {
	case v == nil:
	case c.List != "" && v.Sign() == 0:
		st.Coefficient = nothing(f)
	case c.List != "":
		st.Coefficient = c.Coefficient.Rat
	case c.Each != nil:
		st.Coefficient = new(big.Rat).Mul(v, c.Each.Rat)
	default:
		st.Band, st.Limit = c.Band(v)
		st.Coefficient = c.Bands[st.Band].Coefficient.Rat
	}
	return st
}

// highest leaves of each group the highest coefficient of those that apply – a list applies to who is on it; of equal
// ones the first. One that is not known does not count where it could not be higher than one that is.
func (r *Row) highest(s *norm.Set) {
	for _, group := range s.HighestOf {
		var best *Step
		steps := make([]*Step, 0, len(group))
		for _, code := range group {
			st := &r.Steps[slices.IndexFunc(s.Criteria, func(c norm.Criterion) bool { return c.Code == code })]
			if st.Criterion.List != "" && st.Value != nil && st.Value.Sign() == 0 {
				continue
			}
			steps = append(steps, st)
			if st.Value != nil && (best == nil || st.Coefficient.Cmp(best.Coefficient) > 0) {
				best = st
			}
		}
		for _, st := range steps {
			switch {
			case st.Value != nil:
				st.Highest = st == best
			case best != nil:
				most := st.Criterion.Most()
				st.Highest = most == nil || most.Cmp(best.Coefficient) > 0
			}
		}
	}
}

// tiers meets the needs that come before the norm, as far as there is money; where a tier cannot be met, by need.
func (a *Allocation) tiers() error {
	for _, t := range a.Norm.Tiers {
		if t.What == norm.ByNorm {
			break
		}
		claims, need := make([]apportion.Claim, len(a.Rows)), new(big.Int)
		for i := range a.Rows {
			v := a.Rows[i].Unit.Values[t.What]
			if !v.IsInt() || !v.Num().IsInt64() || v.Num().Int64() > norm.Most {
				return errs.New(errs.Invalid, "%s: the need “%s” is no whole number of đồng, for example 1.500.000.000",
					a.Rows[i].Unit.Title(), t.What)
			}
			high := v.Num().Int64()
			claims[i] = apportion.Claim{Code: a.Rows[i].Unit.Code, Weight: apportion.FractionOf(v), High: &high}
			need.Add(need, v.Num())
		}
		given := a.Shared
		if need.Cmp(big.NewInt(given)) < 0 {
			given = need.Int64()
		}
		s, err := apportion.Share(given, 1, claims)
		if err != nil {
			return err
		}
		for i := range a.Rows {
			a.Rows[i].Tiers = append(a.Rows[i].Tiers, s.Parts[i].Result)
			a.Rows[i].Result += s.Parts[i].Result
		}
		sum := TierSum{What: t.What, Given: given, Need: norm.Most}
		if need.IsInt64() {
			sum.Need = need.Int64()
		}
		a.Tiers = append(a.Tiers, sum)
		a.Shared -= given
	}
	return nil
}

// share shares out by weight what is left.
func (a *Allocation) share(hands map[string]Hand) error {
	round := a.Norm.RoundTo
	claims := make([]apportion.Claim, len(a.Rows))
	for i := range a.Rows {
		r := &a.Rows[i]
		r.Floor, r.Ceiling = limit(a.Norm.Floor, a.Pool, true), limit(a.Norm.Ceiling, a.Pool, false)
		claims[i] = apportion.Claim{Code: r.Unit.Code, Weight: r.weight, High: r.Ceiling}
		if r.Floor != nil {
			claims[i].Low = *r.Floor
		}
		if h, ok := hands[r.Unit.Code]; ok {
			by := h.Amount - r.Result // what the tiers gave is a part of it
			if by < 0 {
				return errs.New(errs.Invalid, "%s: the part set by hand is less than the %s đồng that come before the norm",
					r.Unit.Title(), norm.Dong(r.Result))
			}
			if by%round != 0 {
				return errs.New(errs.Invalid, "%s: a part set by hand must be whole units of %s đồng", r.Unit.Title(),
					norm.Dong(round))
			}
			r.Hand = &h
			claims[i].Low, claims[i].High = by, &by
		}
	}
	s, err := apportion.Share(a.Shared, round, claims)
	if err != nil {
		return a.refused(err)
	}
	a.Quota, a.Weights, a.Over, a.Left = s.Unit, s.Weights, s.Over, s.Left
	for i := range a.Rows {
		r, p := &a.Rows[i], &s.Parts[i]
		r.Whole, r.Rank, r.Plus, r.Bound, r.part, r.of, r.round = p.Whole, p.Rank, p.Plus, p.Bound, p, s.Of, round
		r.Result += p.Result
		a.Total += r.Result
	}
	return nil
}

// limit is a limit in đồng; nil where there is none.
func limit(l *norm.Limit, pool int64, up bool) *int64 {
	switch {
	case l == nil:
		return nil
	case l.Amount != nil:
		return &l.Amount.Dong
	}
	out := percent(pool, l.PercentOfPool, up)
	return &out
}

// refused says for people why a sharing out was refused.
func (a *Allocation) refused(err error) error {
	var r *apportion.Refused
	if !errors.As(err, &r) {
		return err
	}
	switch r.Why {
	case apportion.NoWeight:
		return errs.New(errs.Invalid, "all weights are 0: by this norm no unit has a claim to anything")
	case apportion.BadBounds:
		return errs.New(errs.Invalid, "the floor is above the ceiling")
	case apportion.OutOfBounds:
		high := "∞"
		if !r.Open {
			high = bigDong(r.High)
		}
		return errs.New(errs.Invalid,
			"the bounds cannot be held: the lower ones add up to %s đồng, the upper ones to %s, and %s are to be shared out",
			bigDong(r.Low), high, norm.Dong(a.Shared))
	}
	return errs.Of(errs.Invalid, errs.T("nothing can be shared out: %s", err.Error()))
}

func bigDong(n *big.Int) string {
	s, _ := norm.Decimals(new(big.Rat).SetInt(n), 0)
	return s
}
