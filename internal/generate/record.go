package generate

import (
	"context"
	"iter"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// Citizen numbers: a prefix that is not issued to any province, then a million numbers for each sex and birth year.
var prefixes = [...]string{"099", "098", "097", "003"}

const citizenNumbers = int64(len(prefixes)) * 1_000_000

// blockSize is how many homes are built together: citizen numbers are counted within a block.
const blockSize = 1024

// block is a run of homes with the counters of citizen numbers.
type block struct {
	homes  [blockSize]home
	n      int
	counts [3][256]int32 // by sex, by birth year from 1850
}

// build builds the homes of block k, those of both reviews, so that everybody keeps their citizen number.
func (b *block) build(g *Register, k int64) {
	b.n, b.counts = 0, [3][256]int32{}
	c := g.communeOf(k * blockSize)
	for slot := k * blockSize; slot < min((k+1)*blockSize, g.slots); slot++ {
		for slot >= g.communes[c].first+g.communes[c].size() {
			c++
		}
		h := &b.homes[b.n]
		h.grow(g, &g.communes[c], slot-g.communes[c].first)
		for i := range h.people[:h.n] {
			p := &h.people[i]
			n := &b.counts[p.sex][(p.birth.Year()-1850)&255]
			p.citizen = -1
			if int64(*n) < g.quota {
				p.citizen = k*g.quota + int64(*n)
				*n++
			}
		}
		b.n++
	}
}

// communeOf returns the index of the commune of a slot.
func (g *Register) communeOf(slot int64) int {
	lo, hi := 0, len(g.communes)-1
	for lo < hi {
		if mid := (lo + hi + 1) / 2; g.communes[mid].first <= slot {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

func (g *Register) blocks() int64 { return (g.slots + blockSize - 1) / blockSize }

// appendCitizen appends the 12 digits of a citizen number: prefix, sex and century, birth year, number.
func (p *person) appendCitizen(b []byte) []byte {
	if p.citizen < 0 {
		return b
	}
	year := p.birth.Year()
	digit := byte('0' + p.sex - household.Male)
	if year >= 2000 {
		digit += 2
	}
	b = append(append(b, prefixes[p.citizen/1_000_000]...), digit, byte('0'+year/10%10), byte('0'+year%10))
	return appendDigits(b, p.citizen%1_000_000, 6)
}

// appendDigits appends v with at least width digits.
func appendDigits(b []byte, v int64, width int) []byte {
	var d [20]byte
	i := len(d)
	for ; v > 0 || width > 0; width-- {
		i--
		d[i] = byte('0' + v%10)
		v /= 10
	}
	return append(b, d[i:]...)
}

// Households returns the households of the register one after another, each of them new; for what has to be done
// with households rather than with files.
func (g *Register) Households(ctx context.Context) iter.Seq[*household.Household] {
	return func(yield func(*household.Household) bool) {
		b, st := new(block), new(state)
		for k := range g.blocks() {
			if ctx.Err() != nil {
				return
			}
			b.build(g, k)
			for i := range b.homes[:b.n] {
				if h := &b.homes[i]; h.there(g.year) {
					st.at(g, h, g.year)
					if !yield(st.record()) {
						return
					}
				}
			}
		}
	}
}

// Reviews returns every household at both reviews, the earlier one first; nil where it was not in the register then.
func (g *Register) Reviews(ctx context.Context) iter.Seq2[*household.Household, *household.Household] {
	return func(yield func(before, after *household.Household) bool) {
		b, st := new(block), new(state)
		for k := range g.blocks() {
			if ctx.Err() != nil {
				return
			}
			b.build(g, k)
			for i := range b.homes[:b.n] {
				var at [2]*household.Household
				for year := range at {
					if h := &b.homes[i]; h.there(year) {
						st.at(g, h, year)
						at[year] = st.record()
					}
				}
				if (at[0] != nil || at[1] != nil) && !yield(at[0], at[1]) {
					return
				}
			}
		}
	}
}

// Days returns the days of the two reviews.
func (g *Register) Days() [2]date.Date { return [2]date.Date{g.totals[0].On, g.totals[1].On} }
