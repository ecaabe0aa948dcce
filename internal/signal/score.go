package signal

import (
	"strconv"
	"strings"

	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/words"
)

// Value is what is known of a fact of a place. Its zero value is: nothing.
type Value struct {
	Known  bool
	Number float64 // of a number
	K, N   int     // of a rate: K of N
}

// Is is a known number.
func Is(n float64) Value { return Value{Known: true, Number: n} }

// Of is a known rate; of none of none nothing is known.
func Of(k, n int) Value { return Value{Known: n > 0, K: k, N: n} }

// Facts are what is known of a place, by code. What is not in it is not known.
type Facts map[string]Value

// Named is a fact with what is known of it.
type Named struct {
	*Fact
	Value
}

// Term is one line of the addition.
type Term struct {
	*Signal
	Grade  int // 0 to 3
	Points int // weight × grade
	Facts  []Named
	Few    bool // it would have a grade by its raw share, but there are too few to say
	Lacks  bool // something of it is not known
}

// Score is a place's addition. Terms are those of all signals, in their order.
type Score struct {
	Points int
	Terms  []Term
}

// Score adds a place's signals up; without the secret ones unless they may be seen.
func (s *Set) Score(facts Facts, secret bool) (out Score, err error) {
	lacks := 0
	for i := range s.Signals {
		g := &s.Signals[i]
		if g.Secret && !secret {
			continue
		}
		if g.uses(lacking) {
			facts = facts.with(lacking, Is(float64(lacks)))
		}
		t, err := s.term(g, facts)
		if err != nil {
			return out, err
		}
		if t.Lacks {
			lacks++
		}
		out.Terms, out.Points = append(out.Terms, t), out.Points+t.Points
	}
	return out, nil
}

func (g *Signal) uses(code string) bool {
	for _, f := range g.Facts {
		if f == code {
			return true
		}
	}
	return false
}

func (f Facts) with(code string, v Value) Facts {
	out := Facts{code: v}
	for k, had := range f {
		if k != code {
			out[k] = had
		}
	}
	return out
}

func (s *Set) term(g *Signal, facts Facts) (Term, error) {
	t := Term{Signal: g}
	low, raw := s.blank(), s.blank()
	for _, code := range g.Facts {
		f, v := s.Fact(code), facts[code]
		t.Facts = append(t.Facts, Named{f, v})
		if !v.Known {
			t.Lacks = true
			continue
		}
		low[code], raw[code] = v.Number, v.Number
		if f.Kind == Rate {
			w := check.Wilson(v.K, v.N)
			low[code], raw[code] = 100*w.Lower, 100*w.Share
		}
	}
	if t.Lacks {
		return t, nil
	}
	var err error
	if t.Grade, err = g.grade(low); err != nil {
		return t, err
	}
	t.Points = g.Weight * t.Grade
	if t.Grade == 0 {
		would, err := g.grade(raw)
		t.Few = would > 0
		return t, err
	}
	return t, nil
}

// blank are values of all facts: a condition is worked out on all names of its language.
func (s *Set) blank() map[string]any {
	out := make(map[string]any, len(s.Facts))
	for i := range s.Facts {
		out[s.Facts[i].Code] = 0.0
	}
	return out
}

func (g *Signal) grade(values map[string]any) (int, error) {
	for i := range g.Grades {
		is, err := g.Grades[i].when.Holds(values)
		if is || err != nil {
			return g.Grades[i].Grade, err
		}
	}
	return 0, nil
}

// Highest is the highest grade of a score's terms.
func (s *Score) Highest() (out int) {
	for i := range s.Terms {
		out = max(out, s.Terms[i].Grade)
	}
	return out
}

// Scored are the terms with points, Lacking those of which something is not known, Few those with too few to say.
func (s *Score) Scored() []Term { return s.having(func(t *Term) bool { return t.Points > 0 }) }

// Lacking are the terms of which something is not known.
func (s *Score) Lacking() []Term { return s.having(func(t *Term) bool { return t.Lacks }) }

// Few are the terms of which there are too few to say.
func (s *Score) Few() []Term { return s.having(func(t *Term) bool { return t.Few }) }

func (s *Score) having(is func(*Term) bool) (out []Term) {
	for i := range s.Terms {
		if is(&s.Terms[i]) {
			out = append(out, s.Terms[i])
		}
	}
	return out
}

// Addition prints the score: "9 + 4 + 1 + 2 = 16".
func (s *Score) Addition() string {
	var parts []string
	for _, t := range s.Scored() {
		parts = append(parts, strconv.Itoa(t.Points))
	}
	if len(parts) < 2 {
		return strconv.Itoa(s.Points)
	}
	return strings.Join(parts, " + ") + " = " + strconv.Itoa(s.Points)
}

// Says tells a fact as it is known.
func (n *Named) Says() errs.Text {
	switch {
	case !n.Known:
		return errs.T("signal|not known: %s", n.Of)
	case n.Kind == Rate:
		w := check.Wilson(n.K, n.N)
		return errs.T(
			"%d of %d (%s%%, at least %s%% with 95%% confidence): %s",
			n.K,
			n.N,
			tenth(w.Share),
			tenth(w.Lower),
			n.Of,
		)
	}
	return errs.T("signal|%s: %s", number(n.Number), n.Of)
}

func tenth(share float64) any { return words.Decimal(float64(int(1000*share+0.5)) / 10) }

func number(v float64) any { return words.Decimal(float64(int(10*v+0.5)) / 10) }

// Shrunk is a share of a list drawn towards the mean of all by its size: mean and strength (how many rows the mean
// counts as) are given. So 1 of 9 stands behind 6 of 60.
func Shrunk(k, n int, mean, strength float64) float64 {
	return (float64(k) + mean*strength) / (float64(n) + strength)
}
