// Package panel holds what every household has been to the parts of a plan, from day to day: so many of them that a
// figure of any day and place is a sum over days on which something changed, not over households. It is filled from
// all versions of the plan's year and the one before, and mended household by household; see DESIGN.md. It must not
// know storage, rights, pages or the clock: who keeps a panel hands it the versions (Source) and says what changed
// (Touch).
package panel

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

// Version is one version of a household as the register holds it, from a day up to, but not with, another; zero is
// open.
type Version struct {
	ID        int64
	Active    bool // one that has left counts nowhere
	ValidFrom date.Date
	ValidTo   date.Date
	Household household.Household
}

// Source is where a panel reads households from. What it hands out it must not change afterwards.
type Source interface {
	// Each hands out every version that is in force at some time between two days.
	Each(ctx context.Context, from, to date.Date, do func(*Version) error) error
	// History is all versions of one household; none where there is no such household.
	History(ctx context.Context, id int64) ([]Version, error)
	// Facts returns what is so of a version on a day, and the days on which that becomes otherwise.
	Facts(v *Version) (on func(date.Date) programme.Facts, breaks []date.Date)
}

// Panel is filled by Build and kept up to date by Mend. It has one writer at a time; Touch may be called by anybody.
type Panel struct {
	source Source
	gauge  *target.Gauge
	from   date.Date // what ended before is not looked at
	to     date.Date

	rows   []contribution
	byUnit [][]int32 // rows by unit
	units  Units
	sigs   [][]partTally
	known  map[string]uint32 // signatures by their bytes
	ledger *target.Ledger

	mu    sync.Mutex
	stale map[int64]bool // households that changed since; under mu
	all   bool           // so much changed that all is counted anew; under mu
}

// New makes an empty panel of a plan's parts between two days.
func New(source Source, gauge *target.Gauge, from, to date.Date) *Panel {
	return &Panel{source: source, gauge: gauge, from: from, to: to}
}

// Gauge is the plan's; it is for the panel's writer alone (Clone it).
func (p *Panel) Gauge() *target.Gauge { return p.gauge }

// Ledger is what the units count from day to day.
func (p *Panel) Ledger() *target.Ledger { return p.ledger }

// Units number the communes of the ledger.
func (p *Panel) Units() *Units { return &p.units }

// contribution is what a household is to the parts of the plan between two days, to out; a zero to is open. Most
// households are alike: what they are is held once.
type contribution struct {
	household int64
	from, to  date.Date
	sig       uint32
	unit      uint16
}

func (r *contribution) on(day date.Date) bool { return r.from <= day && (r.to.IsZero() || r.to > day) }

type partTally struct {
	part  int
	tally target.Tally
}

// Units number communes; a number is never given anew.
type Units struct {
	codes []place.Code
	of    map[place.Code]int
}

// Number is the number of a commune, the next free one where it has none yet.
func (u *Units) Number(c place.Code) int {
	i, ok := u.of[c]
	if !ok {
		if u.of == nil {
			u.of = map[place.Code]int{}
		}
		i = len(u.codes)
		u.codes, u.of[c] = append(u.codes, c), i
	}
	return i
}

// Codes are the communes in the order of their numbers.
func (u *Units) Codes() []place.Code { return u.codes }

// mostStale is how many changed households are mended one by one; beyond, everything is counted anew.
const mostStale = 10_000

// Touch notes that households changed.
func (p *Panel) Touch(ids ...int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all = p.all || len(p.stale)+len(ids) > mostStale; p.all {
		return
	}
	if p.stale == nil {
		p.stale = map[int64]bool{}
	}
	for _, id := range ids {
		p.stale[id] = true
	}
}

// taken takes the notes of what changed.
func (p *Panel) taken() (stale map[int64]bool, all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	stale, all = p.stale, p.all
	p.stale, p.all = nil, false
	return stale, all
}

// Build counts all households.
func (p *Panel) Build(ctx context.Context) error {
	p.taken()
	// units keep their numbers: supports are counted by them too
	p.rows, p.byUnit, p.sigs, p.known = p.rows[:0], nil, nil, map[string]uint32{}
	if err := p.source.Each(ctx, p.from, p.to, p.add); err != nil {
		return err
	}
	p.index()
	return nil
}

// index lays the rows out by unit and fills the ledger.
func (p *Panel) index() {
	p.ledger = target.NewLedger(len(p.gauge.Parts()))
	p.layOut()
	for u := range p.byUnit {
		p.post(u)
	}
}

// layOut finds the rows of every unit.
func (p *Panel) layOut() {
	p.byUnit = make([][]int32, len(p.units.codes))
	for i := range p.rows {
		u := p.rows[i].unit
		p.byUnit[u] = append(p.byUnit[u], int32(i))
	}
}

// post writes a unit's rows into the ledger.
func (p *Panel) post(unit int) {
	for _, i := range p.byUnit[unit] {
		r := &p.rows[i]
		for _, t := range p.sigs[r.sig] {
			p.ledger.Add(unit, t.part, r.from, r.to, t.tally)
		}
	}
}

// Mend counts the changed households anew and names them; all is that everything was. Where it fails nothing is lost:
// the next time everything is counted anew.
func (p *Panel) Mend(ctx context.Context) (changed map[int64]bool, all bool, err error) {
	stale, all := p.taken()
	defer func() {
		if err != nil {
			p.mu.Lock()
			p.all = true
			p.mu.Unlock()
		}
	}()
	switch {
	case all:
		return nil, true, p.Build(ctx)
	case len(stale) == 0:
		return nil, false, nil
	}
	touched := map[int]bool{}
	p.rows = slices.DeleteFunc(p.rows, func(r contribution) bool {
		if stale[r.household] {
			touched[int(r.unit)] = true
		}
		return stale[r.household]
	})
	from := len(p.rows)
	for id := range stale {
		versions, err := p.source.History(ctx, id)
		if err != nil {
			return nil, false, err
		}
		for i := range versions {
			if err := p.add(&versions[i]); err != nil {
				return nil, false, err
			}
		}
	}
	for _, r := range p.rows[from:] {
		touched[int(r.unit)] = true
	}
	p.layOut()
	for u := range touched {
		p.ledger.Reset(u)
		p.post(u)
	}
	return stale, false, nil
}

// add notes what one version of a household is, between the days on which what was recognised of it changed.
func (p *Panel) add(v *Version) error {
	from, to := max(v.ValidFrom, p.from), v.ValidTo
	if !v.Active || !to.IsZero() && to <= from || from > p.to {
		return nil
	}
	facts, breaks := p.source.Facts(v)
	days := []date.Date{from}
	for _, d := range breaks {
		if d > from && (to.IsZero() || d < to) && d <= p.to {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	unit := p.units.Number(v.Household.Commune)
	tallies := make([]target.Tally, len(p.gauge.Parts()))
	for i, day := range days {
		clear(tallies)
		if err := p.gauge.Register(&v.Household, facts(day), 0, tallies); err != nil {
			return err
		}
		until := to
		if i+1 < len(days) {
			until = days[i+1]
		}
		if sig, any := p.signature(tallies); any {
			p.rows = append(p.rows, contribution{v.ID, day, until, sig, uint16(unit)})
		}
	}
	return nil
}

// Counted hands out what every household of a unit counts in a part on a day.
func (p *Panel) Counted(unit, part int, day date.Date, do func(household int64, t target.Tally)) {
	if unit >= len(p.byUnit) {
		return
	}
	for _, row := range p.byUnit[unit] {
		r := &p.rows[row]
		if !r.on(day) {
			continue
		}
		for _, t := range p.sigs[r.sig] {
			if t.part == part {
				do(r.household, t.tally)
			}
		}
	}
}

// signature is the number of what a household is to the parts; false where it is nothing to all of them.
func (p *Panel) signature(tallies []target.Tally) (uint32, bool) {
	var key [64 * 7]byte
	b := key[:0]
	for i, t := range tallies {
		if t == (target.Tally{}) {
			continue
		}
		b = append(b, byte(i))
		for _, n := range []int64{t.Met, t.NotMet, t.Unknown} {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(n)))
		}
	}
	if len(b) == 0 {
		return 0, false
	}
	if sig, ok := p.known[string(b)]; ok {
		return sig, true
	}
	var sig []partTally
	for i, t := range tallies {
		if t != (target.Tally{}) {
			sig = append(sig, partTally{i, t})
		}
	}
	p.sigs = append(p.sigs, sig)
	p.known[string(b)] = uint32(len(p.sigs) - 1)
	return uint32(len(p.sigs) - 1), true
}
