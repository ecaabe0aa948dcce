package shift

import (
	"cmp"
	"slices"

	"giamngheo/internal/apportion"
	"giamngheo/internal/money"
)

// Move is a transfer from one line to another.
type Move struct {
	From   int64      `json:"from"`
	To     int64      `json:"to"`
	Amount money.Dong `json:"amount"`
	Rule   string     `json:"rule"`             // the code of its kind
	Reason string     `json:"reason,omitempty"` // of what was set by hand
	Hand   bool       `json:"hand,omitempty"`
}

// Proposal is what could go where.
type Proposal struct {
	Moves []Move     // the greatest first
	Spare money.Dong // all that could be spared, and all that lacks
	Lacks money.Dong
	Moved money.Dong
	Small money.Dong // what would go in amounts too small to be proposed
	Rest  int        // moves beyond the greatest, and their sum
	Other money.Dong
	Unmet []Unmet
}

// Unmet is a line that still lacks money, with why no more comes.
type Unmet struct {
	To   int64
	Left money.Dong
	Bars []Bar
}

// Bar is a rule that keeps what other lines could spare from a line; Rule is nil where no kind of transfers is so.
type Bar struct {
	Rule  *Forbidden
	Lines int
	Sum   money.Dong // what these lines still have to spare
}

// mostLacking is how many lines that lack money are looked at, the greatest; mostLanes bounds how many that could spare
// some are: a thousand where few lack money, as many as lack it where many do. So a page takes a tenth of a second.
const mostLacking, mostLanes = 60, 4000

// Propose says what could go where: as much as the rules let, then the nearest, then by the fewest moves that are
// found. Amounts are whole units of Round: what is spared is rounded down, what lacks up. The order of the lines does
// not matter.
func (r *Rules) Propose(lines []Standing) *Proposal {
	p := &Proposal{}
	from, to := r.sides(p, lines)
	have, lack := make([]int64, len(from)), make([]int64, len(to))
	for i, s := range from {
		have[i] = int64(s.Spare() / r.Round)
	}
	for j, s := range to {
		lack[j] = int64((s.Lacks() + r.Round - 1) / r.Round)
	}
	lanes, rules := r.lanes(from, to, have, lack)
	for k, units := range apportion.Ship(have, lack, lanes) {
		l, amount := lanes[k], money.Dong(units)*r.Round
		switch {
		case units == 0:
		case amount < r.Least:
			p.Small += amount
		default:
			p.Moves = append(p.Moves, Move{From: from[l.From].ID, To: to[l.To].ID, Amount: amount, Rule: rules[k]})
		}
	}
	slices.SortStableFunc(p.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for len(p.Moves) > r.Most {
		last := len(p.Moves) - 1
		p.Rest, p.Other, p.Moves = p.Rest+1, p.Other+p.Moves[last].Amount, p.Moves[:last]
	}
	for i := range p.Moves {
		p.Moved += p.Moves[i].Amount
	}
	r.unmet(p, from, to)
	return p
}

// sides are the lines that can spare money and those that lack it, the greatest first, added up.
func (r *Rules) sides(p *Proposal, lines []Standing) (from, to []*Standing) {
	for i := range lines {
		p.Spare, p.Lacks = p.Spare+lines[i].Spare(), p.Lacks+lines[i].Lacks()
		switch s := &lines[i]; {
		case s.Lacks() > 0:
			to = append(to, s)
		case s.Spare() >= r.Round:
			from = append(from, s)
		}
	}
	greatest := func(of func(*Standing) money.Dong) func(a, b *Standing) int {
		return func(a, b *Standing) int { return cmp.Or(cmp.Compare(of(b), of(a)), cmp.Compare(a.ID, b.ID)) }
	}
	slices.SortFunc(from, greatest(func(s *Standing) money.Dong { return s.Spare() }))
	slices.SortFunc(to, greatest(func(s *Standing) money.Dong { return s.Lacks() }))
	to = to[:min(len(to), mostLacking)]
	return from[:min(len(from), mostLanes/max(len(to), 1))], to
}

// lanes are the ways that the rules let, the nearest first and there those that carry most, each with its kind.
func (r *Rules) lanes(from, to []*Standing, have, lack []int64) (lanes []apportion.Lane, rules []string) {
	for i := range from {
		for j := range to {
			if kind, far, _ := r.Judge(&from[i].Line, &to[j].Line); kind != nil {
				lanes = append(lanes, apportion.Lane{From: i, To: j, Cost: int64(far)})
			}
		}
	}
	most := func(l apportion.Lane) int64 { return min(have[l.From], lack[l.To]) }
	slices.SortFunc(lanes, func(a, b apportion.Lane) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(most(b), most(a)),
			cmp.Compare(from[a.From].ID, from[b.From].ID), cmp.Compare(to[a.To].ID, to[b.To].ID))
	})
	for _, l := range lanes {
		rules = append(rules, r.Allowed[l.Cost].Code)
	}
	return lanes, rules
}

// unmet says of the lines that still lack money what keeps others' from them.
func (r *Rules) unmet(p *Proposal, from, to []*Standing) {
	gone, come := map[int64]money.Dong{}, map[int64]money.Dong{}
	for i := range p.Moves {
		gone[p.Moves[i].From] += p.Moves[i].Amount
		come[p.Moves[i].To] += p.Moves[i].Amount
	}
	for _, t := range to {
		u := Unmet{To: t.ID, Left: t.Lacks() - come[t.ID]}
		if u.Left <= 0 {
			continue
		}
		at := map[*Forbidden]int{}
		for _, s := range from {
			left := s.Spare() - gone[s.ID]
			kind, _, bar := r.Judge(&s.Line, &t.Line)
			if kind != nil || left <= 0 {
				continue
			}
			if _, had := at[bar]; !had {
				at[bar] = len(u.Bars)
				u.Bars = append(u.Bars, Bar{Rule: bar})
			}
			b := &u.Bars[at[bar]]
			b.Lines, b.Sum = b.Lines+1, b.Sum+left
		}
		p.Unmet = append(p.Unmet, u)
	}
}
