package apportion

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// best finds by trying everything how much can be sent, the least cost of it, and of these the one with more on the
// first lanes.
func best(have, lack []int64, lanes []Lane) (out []int64) {
	have, lack = slices.Clone(have), slices.Clone(lack)
	at := make([]int64, len(lanes))
	sum, cost := int64(-1), int64(0)
	var try func(k int, sent, costs int64)
	try = func(k int, sent, costs int64) {
		if k == len(lanes) {
			if sent > sum || sent == sum && (costs < cost || costs == cost && slices.Compare(at, out) > 0) {
				sum, cost, out = sent, costs, slices.Clone(at)
			}
			return
		}
		l := lanes[k]
		for v := int64(0); v <= min(have[l.From], lack[l.To]); v++ {
			at[k], have[l.From], lack[l.To] = v, have[l.From]-v, lack[l.To]-v
			try(k+1, sent+v, costs+v*l.Cost)
			have[l.From], lack[l.To] = have[l.From]+v, lack[l.To]+v
		}
		at[k] = 0
	}
	try(0, 0, 0)
	return out
}

// TestShip holds what is sent against everything that could be, of small instances drawn at random.
func TestShip(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 6))
	amounts := func() []int64 {
		out := make([]int64, 1+r.IntN(3))
		for i := range out {
			out[i] = r.Int64N(4)
		}
		return out
	}
	for round := range 3000 {
		have, lack := amounts(), amounts()
		var lanes []Lane
		for i := range have {
			for j := range lack {
				if r.IntN(4) > 0 {
					lanes = append(lanes, Lane{i, j, r.Int64N(4)})
				}
			}
		}
		r.Shuffle(len(lanes), func(i, j int) { lanes[i], lanes[j] = lanes[j], lanes[i] })
		if got, want := Ship(have, lack, lanes), best(have, lack, lanes); !slices.Equal(got, want) {
			t.Fatalf("round %d: of %v to %v by %v goes %v, the best is %v", round, have, lack, lanes, got, want)
		}
	}
}

// TestShipForest: the lanes in use make no circle, whatever the amounts; more than all that is left over is not sent.
func TestShipForest(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 7))
	for range 200 {
		have, lack := make([]int64, 2+r.IntN(8)), make([]int64, 2+r.IntN(8))
		for i := range have {
			have[i] = r.Int64N(9_000_000_000_000)
		}
		for j := range lack {
			lack[j] = r.Int64N(9_000_000_000_000)
		}
		var lanes []Lane
		for i := range have {
			for j := range lack {
				lanes = append(lanes, Lane{i, j, r.Int64N(3) * MostCost / 2})
			}
		}
		above := make([]int, len(have)+len(lack))
		for i := range above {
			above[i] = i
		}
		root := func(i int) int {
			for above[i] != i {
				i = above[i]
			}
			return i
		}
		sum, all, wants := int64(0), int64(0), int64(0)
		for k, v := range Ship(have, lack, lanes) {
			sum += v
			if v == 0 {
				continue
			}
			a, b := root(lanes[k].From), root(len(have)+lanes[k].To)
			if a == b {
				t.Fatalf("%v to %v: what is sent goes round", have, lack)
			}
			above[a] = b
		}
		for _, v := range have {
			all += v
		}
		for _, v := range lack {
			wants += v
		}
		if sum != min(all, wants) {
			t.Fatalf("%d is sent of %d to %d", sum, all, wants)
		}
	}
}

// TestShipNothing: where there is nothing, nowhere or no way, nothing is sent.
func TestShipNothing(t *testing.T) {
	if got := Ship(nil, nil, nil); len(got) != 0 {
		t.Error(got)
	}
	if got := Ship([]int64{0, 5}, []int64{5, 0}, []Lane{{0, 0, 0}, {1, 1, 0}}); got[0] != 0 || got[1] != 0 {
		t.Error(got)
	}
}

// BenchmarkShip is the most that a proposal looks at: 66 lines with money left over, 60 that lack some, all ways between
// them; the bar is a page's tenth of a second.
func BenchmarkShip(b *testing.B) {
	r := rand.New(rand.NewPCG(16, 8))
	have, lack := make([]int64, 66), make([]int64, 60)
	var lanes []Lane
	for i := range have {
		have[i] = r.Int64N(2_000)
		for j := range lack {
			lack[j] = r.Int64N(2_000)
			lanes = append(lanes, Lane{i, j, r.Int64N(6)})
		}
	}
	for b.Loop() {
		Ship(have, lack, lanes)
	}
}
