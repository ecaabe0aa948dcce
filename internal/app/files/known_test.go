package files

import (
	"math"
	"os"
	"testing"

	"giamngheo/internal/target"
)

// TestUnknownIsNotReached: of 120 people insurance is known of one, of 40 households' water that of three: neither is
// reached nor missed, and what the rates lie between is shown. A house without a known floor is never reached for sure.
func TestUnknownIsNotReached(t *testing.T) {
	plans, err := target.Plans(os.DirFS("../../../data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code      string
		t         target.Tally
		low, high float64 // 0: not shown
		open      bool
		reached   string
	}{
		{"insured", target.Tally{Met: 1, Unknown: 119}, 100. / 120, 100, true, ""},
		{"water", target.Tally{Met: 3, Unknown: 37}, 7.5, 100, true, ""},
		{"water", target.Tally{Met: 39, NotMet: 1}, 0, 0, false, "yes"},
		{"water", target.Tally{Met: 1, NotMet: 30, Unknown: 9}, 2.5, 25, false, "no"},
		{"safe_house", target.Tally{Met: 39, NotMet: 1}, 0, 0, true, ""},
		{"safe_house", target.Tally{Met: 1, NotMet: 39}, 0, 0, false, "no"},
	} {
		part, _ := plans[0].Part(c.code)
		s := known(part, nil, map[string]target.Tally{c.code: c.t})
		reached := ""
		if s.Reached != nil {
			reached = map[bool]string{true: "yes", false: "no"}[*s.Reached]
		}
		if s.Open != c.open || reached != c.reached || (s.High != nil) != (c.high > 0) {
			t.Errorf("%s of %+v: %+v", c.code, c.t, s)
		}
		if s.High != nil && (math.Abs(*s.Low-c.low) > 1e-9 || math.Abs(*s.High-c.high) > 1e-9) {
			t.Errorf("%s of %+v: %g to %g", c.code, c.t, *s.Low, *s.High)
		}
	}
}
