// Package hamlet knows the hamlets (ấp, khóm, thôn) of a commune as a list with days, and what a name that somebody
// writes is on it. It must not know households, storage or the clock.
package hamlet

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

// Hamlet is one hamlet of a commune, from a day (zero: since before the list) to the day before another (zero: still).
type Hamlet struct {
	ID      int64
	Commune place.Code
	Name    string
	From    date.Date
	Until   date.Date
	Became  string // the name of the hamlet that it was taken into or renamed to on Until; "" where it only ended
	Source  string // the resolution or decision, or where else the name is from

	key string // what the spellings of Name have in common; "": not reckoned yet (List.Keyed)
}

// spelled is what the spellings of the name have in common.
func (h *Hamlet) spelled() string {
	if h.key != "" {
		return h.key
	}
	return vietnamese.Spelling(h.Name)
}

// Holds reports whether there is the hamlet on a day.
func (h *Hamlet) Holds(on date.Date) bool { return h.From <= on && (h.Until.IsZero() || on < h.Until) }

// List is the hamlets of a commune, past ones too.
type List []Hamlet

// Keyed returns the list with what looking a name up compares: what is looked at often is kept so.
func (l List) Keyed() List {
	for i := range l {
		l[i].key = vietnamese.Spelling(l[i].Name)
	}
	return l
}

// Entered reports whether people have made the list; else it is what a register's households say.
func (l List) Entered() bool { return len(l) > 0 && l[0].ID != 0 }

// On are the hamlets of a day, in the order of their names.
func (l List) On(day date.Date) (out List) {
	for i := range l {
		if l[i].Holds(day) {
			out = append(out, l[i])
		}
	}
	out.Sort()
	return out
}

// Sort puts the hamlets in the order of their names, the older of one name first.
func (l List) Sort() {
	slices.SortFunc(l, func(a, b Hamlet) int {
		if c := vietnamese.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return int(a.From) - int(b.From)
	})
}

// Standing is what a name is on a list.
type Standing uint8

// The standings.
const (
	Listed  Standing = iota // it is there on the day, or nothing is asked of it
	Unknown                 // no hamlet has or had the name
	Ended                   // it was, and ended or became another
	Early                   // it begins after the day
)

// Looked is what a list says of a name on a day.
type Looked struct {
	Standing Standing
	Name     string    // as the list spells it, for an unknown one as vietnamese.Hamlet does
	Became   string    // of an ended one: the hamlet of the day that it went into, "" where there is none
	Day      date.Date // on which it ended, or begins
	Like     []string  // hamlets of the day with nearly the name
}

// Look says what a name is on the list on a day. Spelling – case, marks' places, spaces – does not matter. No name is
// listed, and on an empty list every name is: the list begins with what is written first.
func (l List) Look(name string, on date.Date) Looked {
	for i := range l { // as the list spells it: nearly every name of a register
		if l[i].Name == name && l[i].Holds(on) {
			return Looked{Name: name}
		}
	}
	out := Looked{Name: vietnamese.Hamlet(name)}
	if out.Name == "" || len(l) == 0 {
		return out
	}
	key := vietnamese.Spelling(out.Name)
	var past, future *Hamlet
	for i := range l {
		switch h := &l[i]; {
		case h.spelled() != key:
		case h.Holds(on):
			out.Name = h.Name
			return out
		case h.From <= on:
			if past == nil || h.Until >= past.Until { // of two that ended on a day the one entered last
				past = h
			}
		case future == nil || h.From < future.From:
			future = h
		}
	}
	switch {
	case past != nil:
		out.Standing, out.Name, out.Day, out.Became = Ended, past.Name, past.Until, l.follow(past, on)
	case future != nil:
		out.Standing, out.Name, out.Day = Early, future.Name, future.From
	default:
		out.Standing, out.Like = Unknown, l.like(out.Name, on)
	}
	return out
}

// Free reports whether no hamlet has a name on a day or after it: a new one may have it from then on.
func (l List) Free(name string, from date.Date) bool {
	key := vietnamese.Spelling(name)
	return !slices.ContainsFunc(l, func(h Hamlet) bool {
		return h.spelled() == key && (h.Until.IsZero() || h.Until > from)
	})
}

// Carry is what becomes of a household that is in a hamlet from a day on, where that hamlet is no more today: the day
// on which it is in another, and which. "" where it stays: the hamlet is listed today, or only ended.
func (l List) Carry(name string, from, today date.Date) (became string, day date.Date) {
	key := vietnamese.Spelling(name)
	if looked := l.Look(name, today); looked.Standing != Ended || looked.Became == "" {
		return "", 0
	}
	var in, first *Hamlet // in: on the day, else the last one before
	for i := range l {
		h := &l[i]
		if h.spelled() != key {
			continue
		}
		if first == nil || h.From < first.From {
			first = h
		}
		if h.Holds(from) {
			in = h
			break
		}
		if h.From <= from && (in == nil || h.Until >= in.Until) {
			in = h
		}
	}
	if in == nil { // it was in the hamlet before the list says that there was one
		in = first
	}
	day = max(from, in.Until)
	return l.follow(in, day), day
}

// TakenIn returns a hamlet that went into one of a name after a day, nil where none did.
func (l List) TakenIn(name string, after date.Date) *Hamlet {
	key := vietnamese.Spelling(name)
	for i := range l {
		if h := &l[i]; h.Became != "" && h.Until > after && vietnamese.Spelling(h.Became) == key {
			return h
		}
	}
	return nil
}

// follow is the hamlet of a day that a past one has come to, through all that lies between; "" where it only ended.
func (l List) follow(h *Hamlet, on date.Date) string {
	for range l { // as many steps as there are hamlets at most: a circle of renamings ends
		next := (*Hamlet)(nil)
		for i := range l { // the one that was entered last: a name may come back on the day on which it went
			if n := &l[i]; n.Name == h.Became && n.From <= h.Until && n.ID != h.ID {
				next = n
			}
		}
		if h.Became == "" || next == nil {
			return ""
		}
		if h = next; h.Holds(on) {
			return h.Name
		}
	}
	return ""
}

// kinds are the words before a hamlet's own name, folded, those that begin with another before it. Not to be changed.
var kinds = []string{"ap", "khom", "thon", "ban", "to dan pho", "to", "khu pho", "khu vuc", "khu", "kp"}

// own is a hamlet's own name, folded: without marks and without the word for what it is.
func own(name string) string {
	folded := vietnamese.Fold(name)
	for _, k := range kinds {
		if rest, ok := strings.CutPrefix(folded, k+" "); ok {
			return rest
		}
	}
	return folded
}

// like are the hamlets of a day whose own name is this one's but for marks, or lacks, adds or changes one letter.
func (l List) like(name string, on date.Date) (out []string) {
	want := own(name)
	for _, h := range l.On(on) {
		if near(want, own(h.Name)) {
			out = append(out, h.Name)
		}
	}
	return out
}

// Near are the other hamlets of a day whose names are nearly a hamlet's: they may be one.
func (l List) Near(name string, on date.Date) []string {
	return slices.DeleteFunc(l.like(name, on), func(other string) bool { return other == name })
}

// near reports whether two texts are one letter apart at most; numbers must be the same.
func near(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i < len(b) && '0' <= b[i] && b[i] <= '9' || i < len(a) && '0' <= a[i] && a[i] <= '9' {
		return false
	}
	switch len(b) - len(a) {
	case 0:
		return a[i+1:] == b[i+1:] && len(a) > 2
	case 1:
		return a[i:] == b[i+1:] && len(a) > 2
	}
	return false
}
