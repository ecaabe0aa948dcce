package apportion

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func results(s *Shares) (out []int64) {
	for i := range s.Parts {
		out = append(out, s.Parts[i].Result)
	}
	return out
}

func claims(weights ...string) (out []Claim) {
	for i, w := range weights {
		out = append(out, Claim{Code: string(rune('A' + i)), Weight: FractionOf(rat(w))})
	}
	return out
}

func bounded(low, high int64, all []Claim) []Claim {
	for i := range all {
		all[i].Low, all[i].High = low, &high
	}
	return all
}

// TestShareGolden has five communes' shares of 1,000,000,003 đ by points, by products and within bounds.
func TestShareGolden(t *testing.T) {
	products := []string{"276", "140", "114.54", "486.2", "25"}
	for _, c := range []struct {
		name   string
		claims []Claim
		want   []int64
		plus   string // who got one more
	}{
		{"points", claims("1.1", "0.7", "1.2", "1.5", "0.4"),
			[]int64{224489797, 142857143, 244897960, 306122450, 81632653}, "ACD"},
		{"products", claims(products...), []int64{264941349, 134390539, 109950660, 466719144, 23998311}, "ACE"},
		{"bounds", bounded(30_000_000, 500_000_000, claims(products...)),
			[]int64{263312155, 133564137, 109274545, 463849166, 30000000}, ""},
		{"all at one bound or the other", bounded(1, 600_000_000, claims("1", "0", "0"))[:2], nil, ""},
	} {
		s, err := Share(1_000_000_003, 1, c.claims)
		if c.want == nil {
			var r *Refused
			if !errors.As(err, &r) || r.Why != OutOfBounds || r.Low.Int64() != 2 || r.High.Int64() != 600_000_001 {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, results(s)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if plus := plussed(s); c.plus != "" && plus != c.plus || s.Shared != 1_000_000_003 || s.Left != 0 {
			t.Errorf("%s: one more to %s, shared %d, left %d", c.name, plus, s.Shared, s.Left)
		}
	}
	s, err := Share(1_000_000_003, 1, claims("1.1", "0.7", "1.2", "1.5", "0.4"))
	if err != nil || s.Unit.RatString() != "10000000030/49" || s.Over != 3 {
		t.Error(s.Unit, s.Over, err)
	}
	// the greatest remainders: C .9184, D .8980, A .5918
	if got := []int{s.Parts[2].Rank, s.Parts[3].Rank, s.Parts[0].Rank}; !slices.Equal(got, []int{1, 2, 3}) {
		t.Error(got)
	}
}

func plussed(s *Shares) string {
	var b strings.Builder
	for i := range s.Parts {
		if s.Parts[i].Plus {
			b.WriteByte(byte('A' + i))
		}
	}
	return b.String()
}

// TestShareUnits: in units of a million what no unit can be made of is left over, and bounds are narrowed to whole
// units.
func TestShareUnits(t *testing.T) {
	high := int64(4_999_999)
	in := claims("1", "1", "1")
	in[0].Low, in[1].High = 5_000_001, &high
	s, err := Share(14_500_000, 1_000_000, in)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int64{6_000_000, 4_000_000, 4_000_000}, results(s)); d != "" || s.Left != 500_000 {
		t.Error(d, s.Left)
	}
	// equal remainders: the greater weight, then the lesser code
	s, err = Share(3, 1, claims("1", "3", "2")) // 0.5, 1.5, 1
	if got := results(s); err != nil || !slices.Equal(got, []int64{0, 2, 1}) {
		t.Error(got, err)
	}
	wide := claims("1", "3", "2")
	for i := range wide { // too wide for 64 bits
		wide[i].Weight.Mul(FractionOf(rat("1/340282366920938463463374607431768211457")))
	}
	if s, err = Share(3, 1, wide); err != nil || !slices.Equal(results(s), []int64{0, 2, 1}) {
		t.Error(results(s), err)
	}
	s, err = Share(1, 1, claims("1", "1", "1"))
	if got := results(s); err != nil || !slices.Equal(got, []int64{1, 0, 0}) {
		t.Error(got, err)
	}
}

func TestShareRefuses(t *testing.T) {
	none, below := int64(0), int64(-1)
	for name, c := range map[string]struct {
		total, round int64
		claims       []Claim
		why          Why
	}{
		"a total below zero":     {-1, 1, claims("1"), BadTotal},
		"a unit of nothing":      {1, 0, claims("1"), BadTotal},
		"a weight below zero":    {1, 1, claims("1", "-1"), BadWeight},
		"no weight":              {1, 1, []Claim{{Code: "A"}}, BadWeight},
		"weights all 0":          {1, 1, claims("0", "0"), NoWeight},
		"bounds that exclude":    {1, 1, []Claim{{Code: "A", Weight: FractionOf(rat("1")), Low: 1, High: &none}}, BadBounds},
		"a bound below zero":     {1, 1, []Claim{{Code: "A", Weight: FractionOf(rat("1")), High: &below}}, BadBounds},
		"lower bounds too much":  {1, 1, []Claim{{Code: "A", Weight: FractionOf(rat("1")), Low: 2}}, OutOfBounds},
		"nobody to give it to":   {1, 1, nil, NoWeight},
		"upper bounds too small": {9, 1, bounded(0, 4, claims("1", "1")), OutOfBounds},
	} {
		var r *Refused
		if _, err := Share(c.total, c.round, c.claims); !errors.As(err, &r) || r.Why != c.why || err.Error() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s, err := Share(0, 1, claims("0", "0")); err != nil || s.Shared != 0 {
		t.Error("nothing is shared out to nobody", err)
	}
}

// TestPublished holds results that others have published.
func TestPublished(t *testing.T) {
	b, err := os.ReadFile("testdata/published.txt")
	if err != nil {
		t.Fatal(err)
	}
	numbers := func(s string) (out []int64) {
		for _, f := range strings.Fields(s) {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, n)
		}
		return out
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		fields := strings.Split(line, "|")
		if len(fields) != 3 {
			continue
		}
		n++
		votes := numbers(fields[1])
		got, err := Whole(numbers(fields[0])[0], make([]string, len(votes)), votes)
		if d := cmp.Diff(numbers(fields[2]), got); d != "" || err != nil {
			t.Errorf("%s: %v %s", line, err, d)
		}
	}
	if n != 9 {
		t.Errorf("%d results", n)
	}
}

// TestAlabama: largest remainders are not monotone: with one more to share out somebody may get less (1880: Alabama
// had 8 of 299 seats and 7 of 300). In small: 6, 6, 2 of 10 and 11.
func TestAlabama(t *testing.T) {
	ten, _ := Whole(10, []string{"A", "B", "C"}, []int64{6, 6, 2})
	eleven, _ := Whole(11, []string{"A", "B", "C"}, []int64{6, 6, 2})
	if !slices.Equal(ten, []int64{4, 4, 2}) || !slices.Equal(eleven, []int64{5, 5, 1}) {
		t.Error(ten, eleven)
	}
}

// drawn is a random sharing out that bounds allow, often on a limit.
func drawn(t *rapid.T) (total, round int64, in []Claim) {
	in = make([]Claim, rapid.IntRange(1, 12).Draw(t, "n"))
	round = rapid.SampledFrom([]int64{1, 7, 1000}).Draw(t, "round")
	var low, high int64
	open := false
	for i := range in {
		in[i].Code = string(rune('A' + i))
		in[i].Weight = FractionOf(big.NewRat(rapid.Int64Range(0, 12).Draw(t, "weight"), rapid.Int64Range(1, 4).Draw(t, "of")))
		if rapid.IntRange(0, 40).Draw(t, "wide") == 0 {
			in[i].Weight.Mul(FractionOf(rat("340282366920938463463374607431768211457/340282366920938463463374607431768211456")))
		}
		if rapid.Bool().Draw(t, "has low") {
			in[i].Low = round * rapid.Int64Range(0, 20).Draw(t, "low")
		}
		low += in[i].Low
		if in[i].Weight.Rat().Sign() == 0 {
			high += in[i].Low
		} else if rapid.Bool().Draw(t, "has high") {
			h := in[i].Low + round*rapid.Int64Range(0, 20).Draw(t, "room")
			in[i].High = &h
			high += h
		} else {
			open = true
		}
	}
	if open {
		high = low + 100*round
	}
	return rapid.Int64Range(low, high).Draw(t, "total") + rapid.Int64Range(0, round-1).Draw(t, "rest"), round, in
}

// exact finds the shares in another way: λ by the sign of what a guess leaves over, between neighbouring turns.
func exact(total int64, in []Claim) []*big.Rat {
	at := func(rate *big.Rat) (out []*big.Rat, sum *big.Rat) {
		sum = new(big.Rat)
		for i := range in {
			x := new(big.Rat).Mul(in[i].Weight.Rat(), rate)
			if low := new(big.Rat).SetInt64(in[i].Low); x.Cmp(low) < 0 {
				x = low
			}
			if in[i].High != nil && in[i].Weight.Rat().Sign() > 0 && x.Cmp(new(big.Rat).SetInt64(*in[i].High)) > 0 {
				x = new(big.Rat).SetInt64(*in[i].High)
			}
			out, sum = append(out, x), sum.Add(sum, x)
		}
		return out, sum
	}
	turns := []*big.Rat{new(big.Rat)}
	for i := range in {
		if in[i].Weight.Rat().Sign() > 0 {
			turns = append(turns, new(big.Rat).Quo(new(big.Rat).SetInt64(in[i].Low), in[i].Weight.Rat()))
			if in[i].High != nil {
				turns = append(turns, new(big.Rat).Quo(new(big.Rat).SetInt64(*in[i].High), in[i].Weight.Rat()))
			}
		}
	}
	slices.SortFunc(turns, (*big.Rat).Cmp)
	turns = append(turns, new(big.Rat).Add(turns[len(turns)-1], rat("1000000000")))
	want := new(big.Rat).SetInt64(total)
	for k := 0; k+1 < len(turns); k++ {
		_, here := at(turns[k])
		shares, there := at(turns[k+1])
		switch slope := new(big.Rat).Sub(there, here); {
		case there.Cmp(want) < 0:
			if k+2 == len(turns) {
				return shares // less than a unit more than all may have
			}
		case slope.Sign() == 0:
			return shares
		default:
			part := new(big.Rat).Quo(new(big.Rat).Sub(want, here), slope)
			part.Mul(part, new(big.Rat).Sub(turns[k+1], turns[k]))
			shares, _ = at(part.Add(part, turns[k]))
			return shares
		}
	}
	return nil
}

// TestShareProperties: sums, quota, bounds, order, scale, equals and remainders, against shares found in another way.
func TestShareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, round, in := drawn(t)
		s, err := Share(total, round, in)
		if err != nil {
			t.Fatal(err)
		}
		if s.Shared+s.Left != total || s.Left >= round {
			t.Fatalf("%d and %d of %d", s.Shared, s.Left, total)
		}
		shares := exact(total, in)
		for i := range s.Parts {
			p := &s.Parts[i]
			if s.Exact(p, round).Cmp(shares[i]) != 0 {
				t.Fatalf("%s: exactly %s, not %s", in[i].Code, shares[i], s.Exact(p, round))
			}
			off := new(big.Rat).Sub(new(big.Rat).SetInt64(p.Result), shares[i])
			if off.Abs(off).Cmp(new(big.Rat).SetInt64(round)) >= 0 {
				t.Fatalf("%s: %d of %s", in[i].Code, p.Result, shares[i])
			}
			if p.Result < in[i].Low || in[i].High != nil && p.Result > *in[i].High || p.Result%round != 0 {
				t.Fatalf("%s: %d beyond its bounds", in[i].Code, p.Result)
			}
			for j := range s.Parts {
				q := &s.Parts[j]
				if p.Plus && !q.Plus && q.Rest().Cmp(p.Rest()) > 0 {
					t.Fatalf("%s has one more, and %s the greater remainder", in[i].Code, in[j].Code)
				}
				if in[i].Weight.Rat().Cmp(in[j].Weight.Rat()) == 0 && p.Bound == Free && q.Bound == Free &&
					max(p.Result, q.Result)-min(p.Result, q.Result) > round {
					t.Fatalf("equal weights, %d and %d", p.Result, q.Result)
				}
			}
		}
		other := slices.Clone(in)
		rand.New(rand.NewPCG(uint64(total), 1)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		for i := range other {
			other[i].Weight.Mul(FractionOf(rat("7/3")))
		}
		again, err := Share(total, round, other)
		if err != nil {
			t.Fatal(err)
		}
		for i := range other {
			if at := int(other[i].Code[0] - 'A'); again.Parts[i].Result != s.Parts[at].Result {
				t.Fatalf("%s: %d in another order and scale, not %d", other[i].Code, again.Parts[i].Result,
					s.Parts[at].Result)
			}
		}
	})
}

// TestShareIsWide: no amount is too large.
func TestShareIsWide(t *testing.T) {
	s, err := Share(9_000_000_000_000_000, 1, claims("123456789012345678901234567890/7", "0.000000000000000000001", "1e30"))
	if err != nil || s.Shared != 9_000_000_000_000_000 {
		t.Error(err)
	}
}

// TestFraction: quick fractions are the same as big ones, however large.
func TestFraction(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) *big.Rat {
		if rapid.Bool().Draw(t, "small") {
			return big.NewRat(rapid.Int64Range(0, 999).Draw(t, "n"), rapid.Int64Range(1, 1000).Draw(t, "d"))
		}
		return new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(rapid.Int64Range(0, 1<<62).Draw(t, "n")),
			rapid.UintRange(0, 9).Draw(t, "up")), big.NewInt(rapid.Int64Range(1, 1<<62).Draw(t, "d")))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := some.Draw(t, "a"), some.Draw(t, "b")
		sum, product := FractionOf(a), FractionOf(a)
		sum.Add(FractionOf(b))
		product.Mul(FractionOf(b))
		if sum.Rat().Cmp(new(big.Rat).Add(a, b)) != 0 || product.Rat().Cmp(new(big.Rat).Mul(a, b)) != 0 ||
			Compare(a, b) != a.Cmp(b) || Compare(a, a) != 0 {
			t.Fatal(a, b)
		}
	})
}
