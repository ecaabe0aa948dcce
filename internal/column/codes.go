package column

import (
	"bytes"
	"slices"

	"giamngheo/internal/vietnamese"
)

// Codes are the codes of households one after another, by slot: two strings each would take three times as much. A code
// is searched folded; nearly always that is the same text letter by letter, and is not kept.
type Codes struct {
	text []byte
	from []uint32
	size []uint16
	odd  map[uint32]string // by slot: the folded code where it is not the same letter by letter
}

// foldLetter is a letter of a code as it is folded.
func foldLetter(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return c
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	}
	return ' '
}

// Set writes a slot's code.
func (c *Codes) Set(slot uint32, code string) {
	if string(c.Of(slot)) == code && code != "" {
		return
	}
	code = code[:min(len(code), 1<<16-1)]
	c.from[slot], c.size[slot] = uint32(len(c.text)), uint16(len(code))
	c.text = append(c.text, code...)
	delete(c.odd, slot)
	var room [64]byte
	folded := vietnamese.AppendFold(room[:0], code)
	same := len(folded) == len(code)
	for i := 0; same && i < len(code); i++ {
		same = foldLetter(code[i]) == folded[i]
	}
	if !same {
		if c.odd == nil {
			c.odd = map[uint32]string{}
		}
		c.odd[slot] = string(folded)
	}
}

// Of is a slot's code; it is not to be changed.
func (c *Codes) Of(slot uint32) []byte {
	from := c.from[slot]
	return c.text[from : from+uint32(c.size[slot])]
}

// Folded is a slot's code folded.
func (c *Codes) Folded(slot uint32) string {
	if key, ok := c.odd[slot]; ok {
		return key
	}
	return vietnamese.Fold(string(c.Of(slot)))
}

// Begins reports whether the folded code of a slot begins with a text.
func (c *Codes) Begins(slot uint32, with string) bool {
	if key, ok := c.odd[slot]; ok {
		return len(key) >= len(with) && key[:len(with)] == with
	}
	return sameFolded(c.Of(slot), with)
}

// Ends reports whether the folded code of a slot ends with a text.
func (c *Codes) Ends(slot uint32, with string) bool {
	if key, ok := c.odd[slot]; ok {
		return len(key) >= len(with) && key[len(key)-len(with):] == with
	}
	code := c.Of(slot)
	return len(code) >= len(with) && sameFolded(code[len(code)-len(with):], with)
}

// sameFolded reports whether a code begins with a folded text, letter by letter.
func sameFolded(code []byte, with string) bool {
	if len(code) < len(with) {
		return false
	}
	for i := range len(with) {
		if foldLetter(code[i]) != with[i] {
			return false
		}
	}
	return true
}

// Compare puts two slots in the order of their codes.
func (c *Codes) Compare(a, b uint32) int { return bytes.Compare(c.Of(a), c.Of(b)) }

// Add adds a slot without a code.
func (c *Codes) Add() { c.from, c.size = append(c.from, 0), append(c.size, 0) }

// Trim gives back the room that is not used.
func (c *Codes) Trim() {
	Of(&c.from).Trim()
	Of(&c.size).Trim()
	Of(&c.text).Trim()
}

// Grow makes room for n more slots.
func (c *Codes) Grow(n int) {
	const usual = 14 // bytes a code
	c.from, c.size, c.text = slices.Grow(c.from, n), slices.Grow(c.size, n), slices.Grow(c.text, usual*n)
}
