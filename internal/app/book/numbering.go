package book

import (
	"fmt"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
)

// Numbering gives codes to new households, commune by commune: the commune's code and the number after the greatest.
type Numbering struct {
	view *View
	last map[place.Code]numbered
}

type numbered struct {
	n      int64
	digits int
}

// codeDigits is how many digits a commune's first number has.
const codeDigits = 6

// Numbering begins where the register stands.
func (o *Desk) Numbering() *Numbering { return &Numbering{o.View(), map[place.Code]numbered{}} }

// Next gives a commune's next code: whoever saves it first has it.
func (n *Numbering) Next(commune place.Code) household.ID {
	l, ok := n.last[commune]
	if !ok {
		l.n, l.digits = snapshot.LastNumber(n.view.Snap, string(commune)+"-")
		if l.digits == 0 {
			l.digits = codeDigits
		}
	}
	l.n++
	n.last[commune] = l
	return household.ID(fmt.Sprintf("%s-%0*d", commune, l.digits, l.n))
}
