package target

import (
	"cmp"
	"slices"

	"giamngheo/internal/date"
)

// Ledger holds what every unit (a commune, by its index) counts in every part as it changes from day to day, so that
// any day and any series is answered without visiting households again. It has one writer at a time; once settled, any
// number of readers may ask until the next change.
type Ledger struct {
	parts int
	units []page
}

// page is a unit's account: for each day on which anything changes a row with a tally a part.
type page struct {
	rows    map[date.Date]int32
	days    []date.Date
	changes []Tally // in the order in which the days were first met
	last    int32   // the row used last: what follows mostly goes to the same day

	settled bool
	order   []date.Date // the days in order
	sums    []Tally     // up to and with each of them
}

// NewLedger makes an empty ledger of so many parts.
func NewLedger(parts int) *Ledger { return &Ledger{parts: parts} }

// Parts is how many parts the ledger has.
func (l *Ledger) Parts() int { return l.parts }

// Units is one more than the highest unit that anything was added to.
func (l *Ledger) Units() int { return len(l.units) }

func (l *Ledger) page(unit int) *page {
	for len(l.units) <= unit {
		l.units = append(l.units, page{})
	}
	return &l.units[unit]
}

// Row returns the tallies of a day's change.
func (p *page) Row(day date.Date, parts int) []Tally {
	p.settled = false
	if len(p.days) == 0 || p.days[p.last] != day {
		i, ok := p.rows[day]
		if !ok {
			if p.rows == nil {
				p.rows = map[date.Date]int32{}
			}
			i = int32(len(p.days))
			p.rows[day] = i
			p.days = append(p.days, day)
			p.changes = append(p.changes, make([]Tally, parts)...)
		}
		p.last = i
	}
	return p.changes[int(p.last)*parts : (int(p.last)+1)*parts]
}

// Add adds a tally to a part of a unit from a day up to, but not with, another; to zero is open. Added negated it is
// taken back.
func (l *Ledger) Add(unit, part int, from, to date.Date, t Tally) {
	if t == (Tally{}) || !to.IsZero() && to <= from {
		return
	}
	p := l.page(unit)
	p.Row(from, l.parts)[part].Add(t)
	if !to.IsZero() {
		p.Row(to, l.parts)[part].Add(t.Negated())
	}
}

// AddAll is Add of a tally a part, as Gauge.Register gives them.
func (l *Ledger) AddAll(unit int, from, to date.Date, all []Tally) {
	if !to.IsZero() && to <= from {
		return
	}
	p := l.page(unit)
	row := p.Row(from, l.parts)
	for i := range all {
		row[i].Add(all[i])
	}
	if to.IsZero() {
		return
	}
	row = p.Row(to, l.parts)
	for i := range all {
		row[i].Add(all[i].Negated())
	}
}

// Reset forgets all of a unit, to add it anew.
func (l *Ledger) Reset(unit int) { *l.page(unit) = page{} }

// Settle puts what was added in order; without it every answer adds up all changes.
func (l *Ledger) Settle() {
	for i := range l.units {
		l.units[i].settle(l.parts)
	}
}

func (p *page) settle(parts int) {
	if p.settled {
		return
	}
	order := make([]int32, len(p.days))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(p.days[a], p.days[b]) })
	p.order, p.sums = make([]date.Date, len(order)), make([]Tally, len(order)*parts)
	for i, row := range order {
		p.order[i] = p.days[row]
		sum, change := p.sums[i*parts:(i+1)*parts], p.changes[int(row)*parts:int(row+1)*parts]
		if i > 0 {
			copy(sum, p.sums[(i-1)*parts:i*parts])
		}
		for j := range sum {
			sum[j].Add(change[j])
		}
	}
	p.settled = true
}

// At is what a unit counts in a part on a day.
func (l *Ledger) At(unit, part int, day date.Date) (t Tally) {
	if unit >= len(l.units) {
		return Tally{}
	}
	p := &l.units[unit]
	if !p.settled {
		for i, d := range p.days {
			if d <= day {
				t.Add(p.changes[i*l.parts+part])
			}
		}
		return t
	}
	if i := p.upTo(day); i > 0 {
		return p.sums[(i-1)*l.parts+part]
	}
	return Tally{}
}

// upTo is how many days of a settled page are not after a day.
func (p *page) upTo(day date.Date) int {
	i, found := slices.BinarySearch(p.order, day)
	if found {
		i++
	}
	return i
}

// AddTo adds to out what a unit counts in every part on a day.
func (l *Ledger) AddTo(out []Tally, unit int, day date.Date) {
	if unit >= len(l.units) {
		return
	}
	p := &l.units[unit]
	if !p.settled {
		for i := range out {
			out[i].Add(l.At(unit, i, day))
		}
		return
	}
	if i := p.upTo(day); i > 0 {
		for j, t := range p.sums[(i-1)*l.parts : i*l.parts] {
			out[j].Add(t)
		}
	}
}

// Series is what a unit counts in a part on each of some days.
func (l *Ledger) Series(unit, part int, days []date.Date) []Tally {
	out := make([]Tally, len(days))
	for i, d := range days {
		out[i] = l.At(unit, part, d)
	}
	return out
}
