package vietnamese

import "strings"

// BeginBits has a bit for the first two and one for the first three letters of each word: a text that lacks a bit of
// another's has no words that begin like the other's, and need not be read.
func BeginBits(words []string) (bits uint64) {
	for _, w := range words {
		for n := 2; n <= 3 && n <= len(w); n++ {
			h := uint64(n)
			for i := range n {
				h = (h ^ uint64(w[i])) * 0x9e3779b97f4a7c15
			}
			bits |= 1 << (h >> 58)
		}
	}
	return bits
}

// BeginAll reports whether each of the words begins a word of the name.
func BeginAll(name string, words []string) bool {
	for _, w := range words {
		from := 0
		for {
			i := strings.Index(name[from:], w)
			if i < 0 {
				return false
			}
			if from += i; from == 0 || name[from-1] == ' ' {
				break
			}
			from++
		}
	}
	return true
}
