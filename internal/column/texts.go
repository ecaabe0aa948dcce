// Package column has columns of a register that take little memory: texts that repeat, codes, and where a household of
// a number stands. It knows nothing of what they are for.
package column

import (
	"hash/maphash"
	"strings"
)

// Texts numbers texts. Their numbers are found in a table of its own: a map would have every text's head twice, which
// for the names of a province is as much as the names.
type Texts struct {
	All   []string // by their numbers; not to be changed
	chunk strings.Builder
	table []uint32 // a text's number and one, where its hash says or after it; 0: free
}

// internSeed is of the tables, which do not outlive the process. Not to be changed.
var internSeed = maphash.MakeSeed()

// at is where a text stands in the table, or would. The table is not full.
func (n *Texts) at(hash uint64, is func(number uint32) bool) int {
	mask := len(n.table) - 1
	i := int(hash) & mask
	for n.table[i] != 0 && !is(n.table[i]-1) {
		i = (i + 1) & mask
	}
	return i
}

// Find is the number of a text, false where it has none.
func (n *Texts) Find(s string) (uint32, bool) {
	if len(n.table) == 0 {
		return 0, false
	}
	i := n.at(maphash.String(internSeed, s), func(k uint32) bool { return n.All[k] == s })
	return n.table[i] - 1, n.table[i] != 0
}

// findBytes is Find without making a string.
func (n *Texts) findBytes(b []byte) (uint32, bool) {
	if len(n.table) == 0 {
		return 0, false
	}
	i := n.at(maphash.Bytes(internSeed, b), func(k uint32) bool { return n.All[k] == string(b) })
	return n.table[i] - 1, n.table[i] != 0
}

// Of is the number of a text, which it is given where it has none.
func (n *Texts) Of(s string) uint32 {
	if i, ok := n.Find(s); ok {
		return i
	}
	if 4*(len(n.All)+1) > 3*len(n.table) {
		n.grow()
	}
	n.All = append(n.All, n.keep(s))
	i := uint32(len(n.All))
	n.table[n.at(maphash.String(internSeed, s), func(uint32) bool { return false })] = i
	return i - 1
}

// keep copies a text behind the ones before: it then holds nothing of what it was read from, and no room of its own.
func (n *Texts) keep(s string) string {
	const room, large = 1 << 15, 1 << 10
	if len(s) > large {
		return strings.Clone(s)
	}
	if n.chunk.Cap()-n.chunk.Len() < len(s) {
		n.chunk = strings.Builder{}
		n.chunk.Grow(room)
	}
	from := n.chunk.Len()
	n.chunk.WriteString(s)
	return n.chunk.String()[from:]
}

// OfBytes is Of without making a string of a text that is known already.
func (n *Texts) OfBytes(b []byte) uint32 {
	if i, ok := n.findBytes(b); ok {
		return i
	}
	return n.Of(string(b))
}

// grow makes the table twice as large.
func (n *Texts) grow() {
	const least = 64
	n.table = make([]uint32, max(2*len(n.table), least))
	for k, s := range n.All {
		n.table[n.at(maphash.String(internSeed, s), func(uint32) bool { return false })] = uint32(k + 1)
	}
}
