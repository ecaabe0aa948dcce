package receipts

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/supports"
)

// given is a support as counting and lists look at it: 56 bytes. Its texts stay sealed in the store.
type given struct {
	id        int64
	household int64
	amount    int64
	quantity  int64
	day       date.Date
	activity  int32
	kind      uint16
	commune   uint16
	facts     programme.Facts
	source    uint8
	member    uint8
	state     programme.SupportState
}

// Shelf holds all supports in memory, kept current by every change.
type Shelf struct {
	mu        sync.RWMutex
	epoch     uint64     // one more whenever all of it was read anew
	changes   []Receiver // whose supports changed since, in order
	rows      []given
	at        map[int64]int // by id
	household map[int64][]int32
	kinds     numbered
	communes  numbered
	sources   numbered
}

// Receiver is who received: a household, or – where it was nobody of the register – one support by itself.
type Receiver struct{ household, support int64 }

// ReceiverOf is who received a support.
func ReceiverOf(v *programme.Support) Receiver {
	if v.Household == 0 {
		return Receiver{support: v.ID}
	}
	return Receiver{household: v.Household}
}

// numbered gives texts small numbers.
type numbered struct {
	texts  []string
	number map[string]int
}

func (n *numbered) of(s string) int {
	i, ok := n.number[s]
	if !ok {
		if n.number == nil {
			n.number = map[string]int{}
		}
		i = len(n.texts)
		n.texts, n.number[s] = append(n.texts, s), i
	}
	return i
}

// Put adds supports, or changes the state of those that are there.
func (s *Shelf) Put(all ...*programme.Support) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil {
		s.at, s.household = map[int64]int{}, map[int64][]int32{}
	}
	for _, v := range all {
		s.changes = append(s.changes, ReceiverOf(v))
		g := given{id: v.ID, household: v.Household, amount: int64(v.Amount), quantity: v.Quantity, day: v.Day,
			activity: int32(v.Activity), kind: uint16(s.kinds.of(v.Kind)),
			commune: uint16(s.communes.of(string(v.Commune))), facts: v.Facts, source: uint8(s.sources.of(v.Source)),
			member: uint8(min(v.Member, 255)), state: v.State}
		if i, ok := s.at[v.ID]; ok {
			s.rows[i] = g
			continue
		}
		s.at[v.ID] = len(s.rows)
		if v.Household != 0 {
			s.household[v.Household] = append(s.household[v.Household], int32(len(s.rows)))
		}
		s.rows = append(s.rows, g)
	}
}

// End marks a support as one that does not count any more.
func (s *Shelf) End(id int64, state programme.SupportState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.at[id]; ok {
		g := &s.rows[i]
		g.state = state
		if s.changes = append(s.changes, Receiver{household: g.household}); g.household == 0 {
			s.changes[len(s.changes)-1].support = id
		}
	}
}

// fill makes of a row what counting takes: a support without its texts.
func (s *Shelf) fill(g *given, v *programme.Support) {
	*v = programme.Support{ID: g.id, Kind: s.kinds.texts[g.kind], Household: g.household, Member: int(g.member),
		Commune: place.Code(s.communes.texts[g.commune]), Day: g.day, Quantity: g.quantity,
		Amount: household.Dong(g.amount), Source: s.sources.texts[g.source], Activity: int64(g.activity),
		Facts: g.facts, State: g.state}
}

// Each hands every support to a function; the value is used again for the next one.
func (s *Shelf) Each(do func(*programme.Support)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var v programme.Support
	for i := range s.rows {
		s.fill(&s.rows[i], &v)
		do(&v)
	}
}

// Loose hands the supports that belong to no household to a function.
func (s *Shelf) Loose(do func(*programme.Support)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var v programme.Support
	for i := range s.rows {
		if s.rows[i].household == 0 {
			s.fill(&s.rows[i], &v)
			do(&v)
		}
	}
}

// Of hands the supports of a household to a function.
func (s *Shelf) Of(id int64, do func(*programme.Support)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var v programme.Support
	for _, i := range s.household[id] {
		s.fill(&s.rows[i], &v)
		do(&v)
	}
}

// Received returns the valid supports of a receiver in a year.
func (s *Shelf) Received(r Receiver, year int) (out []programme.Support) {
	keep := func(v *programme.Support) {
		if v.State == programme.Valid && v.Day.Year() == year {
			out = append(out, *v)
		}
	}
	if r.household != 0 {
		s.Of(r.household, keep)
		return out
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if i, ok := s.at[r.support]; ok {
		var v programme.Support
		s.fill(&s.rows[i], &v)
		keep(&v)
	}
	return out
}

// Since returns whose supports changed after a place in the log of changes, and the place now; false where all was
// read anew.
func (s *Shelf) Since(epoch uint64, place int) (changed []Receiver, nowEpoch uint64, now int, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if epoch != s.epoch || place > len(s.changes) {
		return nil, s.epoch, len(s.changes), false
	}
	return slices.Clone(s.changes[place:]), s.epoch, len(s.changes), true
}

// LoadSupports reads all supports.
func (o *Desk) LoadSupports(ctx context.Context) error {
	fresh := &Shelf{}
	if err := supports.Each(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		func(v *supports.Support) { fresh.Put(&v.Support) }); err != nil {
		return err
	}
	s := &o.Shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	s.changes = nil
	s.rows, s.at, s.household, s.kinds, s.communes, s.sources = fresh.rows, fresh.at, fresh.household, fresh.kinds,
		fresh.communes, fresh.sources
	return nil
}

// reread reads supports anew that another process has recorded or ended: all of them where it does not say which.
func (o *Desk) reread(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return o.LoadSupports(ctx)
	}
	for _, id := range ids {
		v, err := supports.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
		if err != nil {
			return err
		}
		o.Shelf.Put(&v.Support)
	}
	return nil
}

// Begin says how the supports in memory take in what other processes changed.
func (o *Desk) Begin() {
	o.office.Elsewhere(office.TopicSupport, o.reread)
}
