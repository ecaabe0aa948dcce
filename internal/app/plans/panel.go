package plans

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/households"
	"giamngheo/internal/target"
)

// panel is what every household has been to the parts of a plan, from day to day: so many of them that a figure of any day
// and place is a sum over days on which something changed, not over households. It is filled from all versions of the plan's
// year and the one before, and mended household by household.
type panel struct {
	o     *Desk
	gauge *target.Gauge
	from  date.Date // what ended before is not looked at
	to    date.Date

	rows   []contribution
	byUnit [][]int32 // rows by unit
	units  unitNumbers
	sigs   [][]partTally
	known  map[string]uint32 // signatures by their bytes
	ledger *target.Ledger

	mu    sync.Mutex
	stale map[int64]bool // households that changed since; under mu
	all   bool           // so much changed that all is counted anew; under mu
}

// contribution is what a household is to the parts of the plan between two days, to out; a zero to is open. Most households are
// alike: what they are is held once.
type contribution struct {
	household int64
	from, to  date.Date
	sig       uint32
	unit      uint16
}

type partTally struct {
	part  int
	tally target.Tally
}

// unitNumbers number communes.
type unitNumbers struct {
	codes []place.Code
	of    map[place.Code]int
}

func (u *unitNumbers) number(c place.Code) int {
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

// mostStale is how many changed households are mended one by one; beyond, everything is counted anew.
const mostStale = 10_000

// touch notes that households changed.
func (p *panel) touch(ids ...int64) {
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
func (p *panel) taken() (stale map[int64]bool, all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	stale, all = p.stale, p.all
	p.stale, p.all = nil, false
	return stale, all
}

// build counts all households. Versions are read in one goroutine and judged in another.
func (p *panel) build(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p.rows, p.byUnit, p.sigs, p.known = p.rows[:0], nil, nil, map[string]uint32{} // units keep their numbers: supports are counted by them too
	batches := make(chan []households.Version, 4)
	go func() {
		defer close(batches)
		defer office.Caught(cancel)
		batch := make([]households.Version, 0, book.LoadBatch)
		err := households.EachVersion(ctx, p.o.office.Reader(), string(p.o.office.ProvinceCode()), p.from, p.to, func(v *households.Version) error {
			batch = append(batch, *v)
			v.Household = household.Household{} // its members are the batch's now
			if len(batch) == book.LoadBatch {
				batches <- batch
				batch = make([]households.Version, 0, book.LoadBatch)
			}
			return ctx.Err()
		})
		batches <- batch
		if err != nil {
			cancel(err)
		}
	}()
	for batch := range batches {
		for i := range batch {
			if err := p.add(&batch[i]); err != nil {
				cancel(err)
			}
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	p.index()
	return nil
}

// index lays the rows out by unit and fills the ledger.
func (p *panel) index() {
	p.ledger = target.NewLedger(len(p.gauge.Parts()))
	p.layOut()
	for u := range p.byUnit {
		p.post(u)
	}
}

// layOut finds the rows of every unit.
func (p *panel) layOut() {
	p.byUnit = make([][]int32, len(p.units.codes))
	for i := range p.rows {
		u := p.rows[i].unit
		p.byUnit[u] = append(p.byUnit[u], int32(i))
	}
}

// post writes a unit's rows into the ledger.
func (p *panel) post(unit int) {
	for _, i := range p.byUnit[unit] {
		r := &p.rows[i]
		for _, t := range p.sigs[r.sig] {
			p.ledger.Add(unit, t.part, r.from, r.to, t.tally)
		}
	}
}

// mend counts the changed households anew. Where it fails nothing is lost: the next time everything is counted anew.
func (p *panel) mend(ctx context.Context) (err error) {
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
		return p.build(ctx)
	case len(stale) == 0:
		return nil
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
		versions, err := households.History(ctx, p.o.office.Reader(), string(p.o.office.ProvinceCode()), id)
		if err != nil && office.IgnoreNotFound(err) != nil {
			return err
		}
		for i := range versions {
			if err := p.add(&versions[i]); err != nil {
				return err
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
	return nil
}

// add notes what one version of a household is, between the days on which what was recognised of it changed.
func (p *panel) add(v *households.Version) error {
	from, to := max(v.ValidFrom, p.from), v.ValidTo
	if v.State != households.Active || !to.IsZero() && to <= from || from > p.to {
		return nil
	}
	path := p.o.reviews.PathOf(v.ID)
	h := &v.Household
	days := []date.Date{from}
	for _, d := range breaks(path, p.o.office.Reg().CoastalChanges(h.Commune)) {
		if d > from && (to.IsZero() || d < to) && d <= p.to {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	unit := p.units.number(h.Commune)
	tallies := make([]target.Tally, len(p.gauge.Parts()))
	for i, day := range days {
		clear(tallies)
		if err := p.gauge.Register(h, p.o.factsFor(h, path, day), 0, tallies); err != nil {
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

// breaks are the days on which what is so of a household becomes otherwise.
func breaks(path review.Path, days []date.Date) []date.Date {
	for i := range path {
		days = append(days, path[i].From)
		for _, last := range []date.Date{path[i].To, path[i].Newly} {
			if !last.IsZero() {
				days = append(days, last.AddDays(1))
			}
		}
	}
	return days
}

// factsFor is what is so of a household on a day. A commune of which it is not known whether it is an especially difficult
// coastal one counts as none: the full list is not known, and a figure would else be unknown for nearly everybody.
func (o *Desk) factsFor(h *household.Household, path review.Path, day date.Date) programme.Facts {
	class, newly, _ := path.Status(day)
	return programme.FactsOf(h, nil, day, class, newly, o.office.Coastal(h.Commune, day))
}

// signature is the number of what a household is to the parts; false where it is nothing to all of them.
func (p *panel) signature(tallies []target.Tally) (uint32, bool) {
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
