// Package exitplan finds what stands between poor households and the line, which supports answer it, and the set of
// supports that lifts most households for a sum: a proposal that an officer edits, with the bound that says how much
// better any other set could be. It decides from what it is given; it must not know storage, files, rules of classes
// or the clock.
package exitplan

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// Goal is what lifts a household.
type Goal uint8

// The goals.
const (
	// an income over the line, or fewer deprivations than the cut-off (it may be near-poor then)
	LeavePoverty     Goal = iota
	LeaveNearPoverty      // an income over the line
)

// Household is a household that the plan looks at. Deprived is as the class rules count it; an answer that is not known
// counts as deprived here, so that nobody is promised to leave on a guess.
type Household struct {
	ID       int64
	People   int
	Gap      household.Maybe[household.Dong] // what each person lacks a month to stand over the line; see GapTo
	Deprived uint16                          // deprivations, a bit each
	Weight   int64                           // how much lifting it counts; 0 is 1
	Options  []Option                        // what is possible for it, each kind once
}

// Option is a support that is possible for a household, at what it would cost there.
type Option struct {
	Kind     string
	Cost     household.Dong
	Quantity int64          // counted against the limit of its kind: cards, houses, places; 0 is 1
	Removes  uint16         // deprivations that it answers
	Income   household.Dong // what it is assumed to bring the household a month; shown as an assumption
	Chance   float64        // how likely it is assumed to do so, over 0 to 1; 0 is 1
}

// Limit is how much of a kind of support there is, in number and in money; what is not known is not limited.
type Limit struct {
	Kind     string
	Quantity household.Maybe[int64]
	Money    household.Maybe[household.Dong]
}

// Lock is an officer's edit: this household gets this kind in any case (In), or never. A lock out without a kind
// leaves the household out of the proposal.
type Lock struct {
	Household int64
	Kind      string
	In        bool
}

// Problem is whom the plan may help, with how much.
type Problem struct {
	Goal       Goal
	Cutoff     int // deprivations from which a household below the income line is poor
	Budget     household.Dong
	Limits     []Limit
	Households []Household
	Locks      []Lock
	// how long the search goes on after its first proposal, in millions of steps; 0 is DefaultEffort, less is none
	Effort int
}

// State is what a proposal says of a household. Each household of the problem is in exactly one.
type State uint8

// The states.
const (
	Lifted        State = iota + 1 // the proposed supports lift it
	Above                          // it needs nothing for the goal
	Waiting                        // supports could lift it, but not within the sum and the limits beside the others
	Beyond                         // no set of the supports possible for it lifts it
	IncomeUnknown                  // its income is not known and removing deprivations cannot lift it: survey it first
	LeftOut                        // an officer left it out
)

// Becomes is what a lifted household becomes, if its supports do what is assumed of them.
type Becomes uint8

// What a household becomes.
const (
	NearPoor  Becomes = iota + 1 // fewer deprivations than the cut-off, its income still under the line, or not known
	AboveLine                    // its income is over the line
)

// Outcome is the proposal for a household. A household that is not lifted has only the supports that are locked in.
type Outcome struct {
	ID       int64
	State    State
	Supports []string // kinds, in the order of its options
	Cost     household.Dong
	Cheapest household.Maybe[household.Dong] // of the sets that would lift it; not known where none does
	Becomes  Becomes                         // of a lifted one
	Chance   float64                         // of a lifted one: how likely all its supports do what is assumed
}

// Use is what the proposal takes of a kind.
type Use struct {
	Kind     string
	Quantity int64
	Money    household.Dong
}

// Solution is a proposal with the proof of how good it is: no set of supports within the sum and the limits reaches
// more than Bound, and this one reaches Value.
type Solution struct {
	Outcomes   []Outcome // one a household, in the order of the problem
	Lifted     int       // households: NearPoor and AboveLine together
	NearPoor   int       // of these become near-poor
	AboveLine  int       // of these come over the line
	Expected   float64   // of the lifted, by their chances
	Value      int64     // their weights added; Lifted where all weights are 1
	Cost       household.Dong
	Uses       []Use // by kind
	Bound      int64
	Relaxation float64 // the bound of the linear relaxation before rounding down
	Gap        int64   // Bound - Value
	Optimal    bool    // proven: Gap is 0
	Stopped    bool    // the context ended first: the best found so far
	Parts      int     // of the search that were looked at; 0: it needed none
	Method     errs.Text
}

// Count returns how many households are in a state.
func (s *Solution) Count(state State) (n int) {
	for i := range s.Outcomes {
		if s.Outcomes[i].State == state {
			n++
		}
	}
	return n
}

// GapTo is what each person of a household lacks a month to stand over a line: the line itself is not over it.
func GapTo(income household.Maybe[household.Dong], line household.Dong) household.Maybe[household.Dong] {
	if !income.Known {
		return household.Maybe[household.Dong]{}
	}
	return household.Just(max(line+1-income.Value, 0))
}

func (h *Household) weight() int64 { return max(h.Weight, 1) }

func (o *Option) quantity() int64 { return max(o.Quantity, 1) }
