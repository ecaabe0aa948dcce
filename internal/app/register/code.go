package register

import (
	"errors"
	"fmt"
	"sync"

	"giamngheo/internal/app/book"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// Numbering gives codes to new households, commune by commune: the commune's code and the number after the greatest.
type Numbering struct {
	snap *snapshot.Snapshot
	last map[place.Code]numbered
}

type numbered struct {
	n      int64
	digits int
}

// codeDigits is how many digits a commune's first number has.
const codeDigits = 6

// Next gives a commune's next code: whoever saves it first has it.
func (n *Numbering) Next(commune place.Code) household.ID {
	l, ok := n.last[commune]
	if !ok {
		l.n, l.digits = snapshot.LastNumber(n.snap, string(commune)+"-")
		if l.digits == 0 {
			l.digits = codeDigits
		}
	}
	l.n++
	n.last[commune] = l
	return household.ID(fmt.Sprintf("%s-%0*d", commune, l.digits, l.n))
}

// codes are the codes that households are being saved under: others who save meanwhile are given the next ones.
type codes struct {
	book *book.Desk

	mu     sync.Mutex
	giving map[household.ID]bool
}

// Numbering begins where the register stands.
func (o *codes) Numbering() *Numbering {
	return &Numbering{o.book.View().Snap, map[place.Code]numbered{}}
}

// mostTries is how often a code that somebody else took first is given anew: at every try somebody has one, and of two
// servers it may be the other one many times.
const mostTries = 50

// numbered saves a new household, as a function does under a code, under the next free one of its commune.
func (o *codes) numbered(commune place.Code,
	save func(household.ID) (*households.Version, error)) (v *households.Version, err error) {
	for range mostTries {
		code := o.next(commune)
		v, err = save(code)
		o.over(code)
		var faults book.Faults
		if !errors.As(err, &faults) || !faults.Taken() {
			break
		}
	}
	return v, err
}

// next takes a commune's next code, of the register as it is by now, that is given to nobody just now.
func (o *codes) next(commune place.Code) household.ID {
	o.mu.Lock()
	defer o.mu.Unlock()
	numbers := o.Numbering()
	code := numbers.Next(commune)
	for o.giving[code] {
		code = numbers.Next(commune)
	}
	if o.giving == nil {
		o.giving = map[household.ID]bool{}
	}
	o.giving[code] = true
	return code
}

// over says that a household was saved under a code, or not.
func (o *codes) over(code household.ID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.giving, code)
}
