package vietnamese

import (
	"math/bits"
	"strings"
)

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

// leastNear is of how many letters a word is whose beginning may have one letter wrong: shorter ones are too like.
const leastNear = 3

// NearAll is BeginAll where one letter of all the words may be wrong, too many or too few, or stand before the one
// before it. Name and words are folded.
func NearAll(name string, words []string) bool {
	var asked uint64
	for _, w := range words {
		asked |= letters(w)
	}
	if bits.OnesCount64(asked&^letters(name)) > 1 { // two letters are not in the name at all
		return false
	}
	wrong := false
	for _, w := range words {
		switch {
		case BeginAll(name, []string{w}):
		case wrong || len(w) < leastNear || !nearAny(name, w):
			return false
		default:
			wrong = true
		}
	}
	return wrong
}

// letters has a bit for each letter of a folded text; others share a bit, so that no letter is missed.
func letters(text string) (set uint64) {
	for i := range len(text) {
		if text[i] != ' ' {
			set |= 1 << (text[i] & 63)
		}
	}
	return set
}

// nearAny reports whether a word nearly begins one of a name's.
func nearAny(name, word string) bool {
	for of := range strings.SplitSeq(name, " ") {
		if nearBegins(of, word) {
			return true
		}
	}
	return false
}

// nearBegins reports whether a word begins another but for one letter.
func nearBegins(of, word string) bool {
	i := 0
	for i < len(of) && i < len(word) && of[i] == word[i] {
		i++
	}
	rest, mine := of[i:], word[i:]
	switch {
	case mine == "":
		return true
	case rest == "":
		return len(mine) == 1 // one too many
	case strings.HasPrefix(rest[1:], mine[1:]), strings.HasPrefix(rest, mine[1:]), strings.HasPrefix(rest[1:], mine):
		return true
	}
	return len(rest) > 1 && len(mine) > 1 && rest[0] == mine[1] && rest[1] == mine[0] &&
		strings.HasPrefix(rest[2:], mine[2:])
}
