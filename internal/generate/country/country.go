// Package country makes what provinces of a synthetic country tell: every household is drawn and counted as it comes,
// so that memory does not grow with their number. No figure of it is anybody's; every sheet says so.
package country

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"sync"

	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Input asks for a country.
type Input struct {
	Households int64 // of all provinces together
	Seed       uint64
	On         date.Date // the day of the review
	Standard   string
	Cutoff     int
	Indicators []cells.Indicator
	Threshold  int64
}

// Province is what one province tells, with the key that signs it.
type Province struct {
	Sheet *cells.Sheet
	Key   ed25519.PrivateKey
}

// MostHouseholds bounds a country.
const MostHouseholds = 100_000_000

// Make makes the provinces of a day, as many at once as there are processors, and hands them over one at a time.
// Errors: errs.Invalid; of the function that takes them.
func Make(ctx context.Context, reg *place.Registry, in Input, take func(*Province) error) error {
	if in.Households < 1 || in.Households > MostHouseholds {
		return errs.New(errs.Invalid, "the number of households must be between 1 and %d", int64(MostHouseholds))
	}
	units := provinces(reg, in.On)
	sh := shares{households: in.Households, before: make([]int64, len(units)+1)}
	for i, u := range units {
		for _, c := range communes(reg, u.Code, in.On) {
			sh.total += weight(in.Seed, c.Code)
		}
		sh.before[i+1] = sh.total
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				p, err := province(ctx, reg, &in, units[i], sh.before[i], &sh)
				mu.Lock()
				if err == nil && failed == nil {
					err = take(p)
				}
				if failed == nil {
					failed = err
				}
				mu.Unlock()
			}
		})
	}
	for i := range units {
		next <- i
	}
	close(next)
	wg.Wait()
	return failed
}

func provinces(reg *place.Registry, on date.Date) (out []place.Unit) {
	for i := range 100 {
		if u, ok := reg.At(place.Code(fmt.Sprintf("%02d", i)), on); ok && u.Level == place.Province {
			out = append(out, u)
		}
	}
	return out
}

// communes are those of a province, with their districts where there are some.
func communes(reg *place.Registry, of place.Code, on date.Date) (out []place.Unit) {
	for _, u := range reg.Children(of, on) {
		if u.Level == place.Commune {
			out = append(out, u)
			continue
		}
		out = append(out, reg.Children(u.Code, on)...)
	}
	return out
}

// shares share the households out between the communes, by their weights in order, so that all of them are drawn.
type shares struct {
	households, total int64
	before            []int64 // the weight of all provinces before one
}

// upTo is how many households the communes up to a weight have.
func (s *shares) upTo(weight int64) int64 {
	all, part := s.households/s.total, s.households%s.total
	return all*weight + part*weight/s.total
}

// weight is how large a commune is against others: from half to one and a half times the mean.
func weight(seed uint64, code place.Code) int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%s", seed, code))
	return 500 + int64(uint16(sum[0])<<8|uint16(sum[1]))*1000/65536
}

// rates are how likely a household of a province is what it is, of 65,536.
type rates struct{ poor, near, minority uint64 }

// province draws a province.
func province(ctx context.Context, reg *place.Registry, in *Input, u place.Unit, at int64,
	sh *shares) (*Province, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "SYNTHETIC %d %s", in.Seed, u.Code))
	own := uint64(sum[0])<<8 | uint64(sum[1])
	r := rand.New(rand.NewPCG(in.Seed, own)) //nolint:gosec // a country is drawn again from its seed
	of := rates{poor: 400 + r.Uint64N(6000), near: 800 + r.Uint64N(5000), minority: 1000 + r.Uint64N(40_000)}
	whole := cells.Leaf{Code: string(u.Code), Name: u.FullName}
	var leaves []cells.Leaf
	for _, c := range communes(reg, u.Code, in.On) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l := cells.Leaf{Code: string(c.Code), Name: c.FullName, Area: c.Area}
		if c.Parent != u.Code {
			l.Above = string(c.Parent)
		}
		next := at + weight(in.Seed, c.Code)
		for range sh.upTo(next) - sh.upTo(at) {
			draw(r, &of, in, &l)
		}
		at = next
		leaves = append(leaves, l)
		for k := range l.Of {
			whole.Of[k] = whole.Of[k].Plus(l.Of[k])
		}
	}
	s, err := cells.Make(cells.Head{Province: string(u.Code), Name: u.FullName, Review: in.On.Year(),
		Prior: in.On.Year() - 1, Stage: cells.Final, On: in.On, Made: in.On.AddDays(5),
		Standard: in.Standard, Cutoff: in.Cutoff,
		Indicators: in.Indicators, Threshold: in.Threshold, Sample: true, Synthetic: true}, &whole, leaves)
	return &Province{s, ed25519.NewKeyFromSeed(sum[:])}, err
}

// class draws a class of the review before: 1 poor, 2 near-poor, 0 neither.
func class(n uint64, of *rates, minority bool) int {
	poor, near := of.poor, of.near
	if minority {
		poor, near = 2*poor, 2*near
	}
	switch {
	case n < poor:
		return 1
	case n < poor+near:
		return 2
	}
	return 0
}

// draw draws a household and counts it.
func draw(r *rand.Rand, of *rates, in *Input, l *cells.Leaf) {
	a, b := r.Uint64(), r.Uint64()
	minority := a&0xffff < of.minority
	was := class(a>>16&0xffff, of, minority)
	now, move := was, a>>32&0xff
	switch { // one in seven of the poor rises, one in eleven near-poor; a few fall
	case was == 1 && move < 36:
		now = int(move%2) * 2
	case was == 2 && move < 23:
		now = int(move % 2)
	case was == 0 && move == 0:
		now = 2
	}
	people := cells.Count(1 + a>>40%4 + a>>48%3)
	mask := uint16(b & (b >> 16) & (b >> 32) & (b >> 48)) // one in sixteen
	switch now {
	case 1:
		mask = uint16(b & (b>>16 | b>>32)) // three in eight
	case 2:
		mask = uint16(b & (b >> 16)) // one in four
	}
	mask &= 1<<len(in.Indicators) - 1
	count(&l.Of[0], people, minority, 0, 0, 0)
	l.Of[0].Measured += people
	if n := bits.OnesCount16(mask); n >= in.Cutoff {
		l.Of[0].MPIPoor += people
		l.Of[0].M0 += people * cells.Count(n)
	}
	if was != 0 {
		l.Of[was].Open++
	}
	switch {
	case now == was && now != 0:
		count(&l.Of[now], people, minority, mask, 1, 0)
	default:
		if was != 0 {
			l.Of[was].Out++
		}
		if now != 0 {
			count(&l.Of[now], people, minority, mask, 0, 1)
		}
	}
}

func count(s *cells.Sums, people cells.Count, minority bool, mask uint16, stays, came cells.Count) {
	s.Households++
	s.People += people
	if minority {
		s.Minority++
		s.MinorityPeople += people
	}
	s.Stays += stays
	s.Came += came
	for m := mask; m != 0; m &= m - 1 {
		s.Deprived[bits.TrailingZeros16(m)]++
	}
}
