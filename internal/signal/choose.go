package signal

import (
	"cmp"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/sampling"
)

// Unit is a unit that may be chosen.
type Unit struct {
	Code    string
	Points  int
	Highest int  // the highest grade of its signals
	Years   int  // full years since its last check; -1: it was never checked
	Last    bool // it was checked the year before
}

// Rule is by what units are chosen.
type Rule struct {
	Units   int    // how many
	Lottery int    // of them by lottery, in percent
	Within  int    // each unit is checked once in so many years; 0: no such rule
	Text    string // the lottery's, published before the draw
}

// Basis is why a unit is checked.
type Basis string

// The bases. Complaints and orders come from elsewhere.
const (
	Risk      Basis = "risk"
	Lots      Basis = "lottery"
	Turn      Basis = "turn" // it has not been checked for as long as the rule allows
	Complaint Basis = "complaint"
	Order     Basis = "order"
)

// Bases lists the bases in order.
func Bases() []Basis { return []Basis{Risk, Lots, Turn, Complaint, Order} }

// Title is a basis's name.
func (b Basis) Title() errs.Text {
	return map[Basis]errs.Text{Risk: errs.T("basis|By risk"), Lots: errs.T("basis|By lottery"),
		Turn:      errs.T("basis|By turn"),
		Complaint: errs.T("basis|After a complaint"), Order: errs.T("basis|By order")}[b]
}

// Chosen is a unit with why it was chosen.
type Chosen struct {
	Unit
	Basis  Basis
	Number string // of a lottery: its ticket
}

// grave is the grade with which a unit is checked two years running.
const grave = 3

// mostUnits is how many units are chosen at most.
const mostUnits = 200

// ByRisk is how many units are chosen by their score: ⌈(1−r)·m⌉.
func (r *Rule) ByRisk() int { return (r.Units*(100-r.Lottery) + 99) / 100 }

// Choose chooses units: those whose turn it is and then those with the highest scores, the rest by lottery among those
// that are left. Who was checked the year before is left out but for a signal of the highest grade. The same
// units, rule and text choose the same, whatever their order. Errors: errs.Invalid.
func Choose(units []Unit, r Rule) ([]Chosen, error) {
	if r.Units < 1 || r.Units > mostUnits || r.Lottery < 0 || r.Lottery > 100 || r.Within < 0 {
		return nil, errs.New(errs.Invalid, "choose 1 to %d units, and 0 to 100%% of them by lottery", mostUnits)
	}
	able := slices.DeleteFunc(slices.Clone(units), func(u Unit) bool { return u.Last && u.Highest < grave })
	turn := func(u *Unit) bool { return r.Within > 0 && u.Years >= r.Within }
	slices.SortFunc(able, func(x, y Unit) int {
		return cmp.Or(
			cmp.Compare(rank(turn(&y)), rank(turn(&x))),
			cmp.Compare(y.Points, x.Points),
			cmp.Compare(x.Code, y.Code),
		)
	})
	n := min(r.ByRisk(), len(able))
	out := make([]Chosen, 0, r.Units)
	for _, u := range able[:n] {
		c := Chosen{Unit: u, Basis: Risk}
		if turn(&u) {
			c.Basis = Turn
		}
		out = append(out, c)
	}
	rest := min(r.Units-r.ByRisk(), len(able)-n)
	if rest <= 0 {
		return out, nil
	}
	seed, err := sampling.Seed(r.Text)
	if err != nil {
		return nil, err
	}
	codes, by := make([]string, 0, len(able)-n), map[string]Unit{}
	for _, u := range able[n:] {
		codes, by[u.Code] = append(codes, u.Code), u
	}
	for _, t := range sampling.Lottery(seed, codes, rest) {
		out = append(out, Chosen{Unit: by[t.Unit], Basis: Lots, Number: t.Number})
	}
	return out, nil
}

func rank(is bool) int {
	if is {
		return 1
	}
	return 0
}
