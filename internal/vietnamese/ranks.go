package vietnamese

import (
	"slices"
	"strings"
	"sync"
)

// Ranks ranks names or other texts; it is made when it is first needed and again when there are new names.
type Ranks struct {
	mu    sync.Mutex
	keys  []string
	ranks []uint32
}

// Of returns the ranks of texts by their keys, of which there are only ever more.
func (o *Ranks) Of(names []string, key func(*Order, string) string) []uint32 {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.ranks) >= len(names) {
		return o.ranks
	}
	by := NewOrder()
	for _, name := range names[len(o.keys):] {
		o.keys = append(o.keys, key(by, name))
	}
	numbers := make([]uint32, len(o.keys))
	for i := range numbers {
		numbers[i] = uint32(i)
	}
	slices.SortFunc(numbers, func(a, b uint32) int { return strings.Compare(o.keys[a], o.keys[b]) })
	o.ranks = make([]uint32, len(numbers)) // a new slice: readers may still hold the old one
	for rank, n := range numbers {
		o.ranks[n] = uint32(rank)
	}
	return o.ranks
}
