package snapshot

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/least"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/vietnamese"
)

// Query says which households are wanted. Communes are the units that may be seen and are asked for: none means no
// household. Everything else narrows; a zero field does not.
type Query struct {
	Communes []place.Code
	States   []uint8           // none: active ones
	Classes  []poverty.Class   // any of them, as calculated
	Aged     []poverty.Class   // any of them, as calculated at the other day's ages
	Moved    bool              // of another class at the other day's ages
	Stand    *review.Standings // what decisions say: asked for by the two below, and for what items tell of it
	Now      []poverty.Class   // as recognised on the day
	Prior    []poverty.Class   // in the review before; undetermined: no decision then
	Deprived uint16            // all of these
	Open     uint16            // one of these not decided
	Groups   Group             // all of them
	Count    []int             // least numbers of deprivations
	Hamlet   string
	// a name without or with diacritics, a household code or the end of one, a citizen number, a phone number, an
	// address
	Text   string
	Number bool // the text is looked for among citizen and telephone numbers too
	Member MemberQuery
	Sort   string // name (default), code, income, deprivations, hamlet, commune, size
	Down   bool   // the greatest first
	Offset int
	Limit  int // 0: all
}

// MemberQuery narrows to households with a member of a sex, an ethnicity or an age in full years between two, both in.
type MemberQuery struct {
	Sex       household.Sex
	Ethnicity household.Ethnicity
	Age       bool
	From, To  int
}

// Item is a household in a list.
type Item struct {
	ID         int64
	Version    int64
	State      uint8
	Code       string
	Commune    place.Code
	Hamlet     string
	Head       string
	Size       int
	Since      date.Date     // from when its answers hold
	Class      poverty.Class // calculated
	Aged       poverty.Class // calculated at the other day's ages
	Now        poverty.Class // recognised on the day asked; undetermined where it was not asked
	Prior      poverty.Class // in the review before; undetermined: no decision then
	Deprived   uint16
	Unanswered uint16
	Income     int64 // -1 where not known
	Groups     Group
	Match      Match // what answers the text that was asked for
}

// Match is what of a household answers a search.
type Match uint8

// The matches.
const (
	NoMatch       Match = iota // or no text was asked for
	MatchedHead                // the head's name
	MatchedMember              // another member's name
	MatchedCode
	MatchedPhone
	MatchedNumber // a member's citizen number
	MatchedAddress
)

// matches say what answered, where it is not what a list shows anyway.
var matches = map[Match]errs.Text{MatchedMember: errs.T("found by the member"),
	MatchedPhone:  errs.T("found by the telephone"),
	MatchedNumber: errs.T("found by the citizen number of"), MatchedAddress: errs.T("found by the address")}

// Title says what answered, with whom or which to follow; nothing where the list shows it anyway.
func (m Match) Title() errs.Text { return matches[m] }

// Page is part of what a query found: Total households, of whom Items are those from Offset on.
type Page struct {
	Total   int
	Items   []Item
	Answers Answers // of all that was found
	Near    bool    // nobody answers the text; these do but for one letter of a name
}

// search is a register while it is searched; its lock is held.
type search struct{ *Snapshot }

// Find answers a query. A page beyond the last is empty.
func (s *Snapshot) Find(q Query) Page {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f, found := search{s}.nearest(&q)
	p := Page{Total: found.len(), Answers: Answers{AgedOn: s.aged}, Near: f.near}
	for _, slots := range [][]uint32{found.found, found.beside} {
		for _, slot := range slots {
			p.Answers.take(s, slot)
		}
	}
	if q.Offset < 0 || q.Offset >= p.Total {
		return p
	}
	end := p.Total
	if q.Limit > 0 && q.Limit < end-q.Offset {
		end = q.Offset + q.Limit
	}
	p.Items = make([]Item, 0, end-q.Offset)
	for _, slot := range (search{s}).sorted(found, end, &q)[q.Offset:] {
		it := search{s}.item(slot)
		if f.said != nil {
			it.Match = f.match(slot)
		}
		if q.Stand != nil {
			it.Now, it.Prior = q.Stand.Of(it.ID)
		}
		p.Items = append(p.Items, it)
	}
	return p
}

// IDs returns the ids of all that a query finds, in its order.
func (s *Snapshot) IDs(q Query) []int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, found := search{s}.nearest(&q)
	out := make([]int64, found.len())
	for i, slot := range (search{s}).sorted(found, len(out), &q) {
		out[i] = s.id[slot]
	}
	return out
}

// Item returns a household as lists show it, false where it is not held.
func (s *Snapshot) Item(id int64) (Item, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	slot, ok := s.slots.Of(id)
	if !ok {
		return Item{}, false
	}
	return search{s}.item(slot), true
}

func (s search) item(slot uint32) Item {
	income := int64(-1)
	if s.income[slot] != poverty.UnknownIncome {
		income = int64(s.income[slot])
	}
	return Item{ID: s.id[slot], Version: int64(s.version[slot]), State: s.state[slot], Code: string(s.codes.Of(slot)),
		Commune: place.Code(s.communes.All[s.commune[slot]]), Hamlet: s.hamlets.All[s.hamlet[slot]],
		Head: s.names.All[s.head[slot]],
		Size: int(s.size[slot]), Since: s.since[slot], Class: s.class[slot], Aged: s.agedClass[slot],
		Deprived: s.deprived[slot], Unanswered: s.unanswered[slot],
		Income: income, Groups: s.groups[slot]}
}

// parallelFrom is from how many households on a search is shared between processors.
const parallelFrom = 20_000

// slots are those that a query finds, in no particular order: beside are those that only their address answers for.
type slots struct{ found, beside []uint32 }

func (s *slots) len() int { return len(s.found) + len(s.beside) }

// sorted returns the first n of what was found in the query's order, by name those first that more than an address
// answers for.
func (s search) sorted(of slots, n int, q *Query) []uint32 {
	if q.Sort != "" {
		of.found, of.beside = append(of.found, of.beside...), nil
	}
	s.sort(of.found, min(n, len(of.found)), q)
	if rest := n - len(of.found); rest > 0 {
		s.sort(of.beside, rest, q)
	}
	return append(of.found, of.beside...)[:n]
}

// nearest finds what answers a query; where nothing does, whose names answer its text but for one letter.
func (s search) nearest(q *Query) (*filter, slots) {
	f := s.filter(q)
	found := s.find(f)
	if found.len() > 0 || f.said == nil || f.number != 0 || len(f.code) < nearFrom {
		return f, found
	}
	if f.ask(vietnamese.NearAll); !f.named {
		return f, found
	}
	found = s.find(f)
	f.near = found.len() > 0
	return f, found
}

// nearFrom is from how many letters on a text may have one that is wrong: fewer are near too many names.
const nearFrom = 5

func (s search) find(f *filter) slots {
	if f.nothing {
		return slots{}
	}
	var lists [][]uint32
	n := 0
	for _, code := range f.q.Communes {
		if c, ok := s.communes.Find(string(code)); ok {
			lists = append(lists, s.byCommune[c])
			n += len(s.byCommune[c])
		}
	}
	parts := make([]slots, 1)
	if n >= parallelFrom && f.slow() {
		parts = make([]slots, runtime.GOMAXPROCS(0))
	}
	onAll(len(parts), func(w int) {
		for i := w; i < len(lists); i += len(parts) {
			f.scan(&parts[w], lists[i])
		}
	})
	for _, p := range parts[1:] {
		parts[0].found, parts[0].beside = append(parts[0].found, p.found...), append(parts[0].beside, p.beside...)
	}
	return parts[0]
}

// onAll has so many processors do something, each its part. Where one panics so does who asked, not the process.
func onAll(workers int, do func(w int)) {
	var wg sync.WaitGroup
	failed := make([]any, workers)
	for w := range workers {
		wg.Go(func() {
			defer func() { failed[w] = recover() }()
			do(w)
		})
	}
	wg.Wait()
	if i := slices.IndexFunc(failed, func(p any) bool { return p != nil }); i >= 0 {
		panic(failed[i])
	}
}

// ask asks of every name whether it answers; the processors share them.
func (f *filter) ask(answers func(name string, words []string) bool) {
	names, found := f.s.persons.All, make([]bool, runtime.GOMAXPROCS(0))
	onAll(len(found), func(w int) {
		for i := w * len(names) / len(found); i < (w+1)*len(names)/len(found); i++ {
			f.said[i] = answers(names[i], f.words)
			found[w] = found[w] || f.said[i]
		}
	})
	f.named = slices.Contains(found, true)
}

// filter is a query made ready for a scan.
type filter struct {
	s        *Snapshot
	q        *Query
	states   [8]bool
	classes  [8]bool
	ageds    [8]bool
	nows     [8]bool
	priors   [8]bool
	counts   [poverty.MaxCount]bool
	hamlet   uint32
	said     []bool   // by the number of a folded name: each word of the text begins a word of it
	named    bool     // some name does
	code     string   // or the household's code begins or ends so
	words    []string // or each begins a word of the address
	begins   uint64   // which then has these bits
	number   uint64   // or a member's citizen number or the phone is this
	near     bool     // one letter of the text may be wrong
	nothing  bool
	anyClass bool
	anyStand bool
	anyCount bool
}

func (s search) filter(q *Query) *filter {
	f := &filter{
		s: s.Snapshot, q: q, anyClass: len(q.Classes) == 0, anyCount: len(q.Count) == 0,
		anyStand: q.Stand == nil || len(q.Now) == 0 && len(q.Prior) == 0,
	}
	f.states[1] = len(q.States) == 0
	for _, st := range q.States {
		f.states[st&7] = true
	}
	for _, c := range q.Classes {
		f.classes[c&7] = true
	}
	for c := range f.ageds {
		f.ageds[c] = len(q.Aged) == 0 || slices.Contains(q.Aged, poverty.Class(c))
	}
	for c := range f.nows {
		f.nows[c] = len(q.Now) == 0 || slices.Contains(q.Now, poverty.Class(c))
		f.priors[c] = len(q.Prior) == 0 || slices.Contains(q.Prior, poverty.Class(c))
	}
	for _, n := range q.Count {
		if n >= 0 && n < len(f.counts) {
			f.counts[n] = true
		}
	}
	if q.Hamlet != "" {
		h, ok := s.hamlets.Find(vietnamese.Hamlet(q.Hamlet))
		f.hamlet, f.nothing = h, !ok
	}
	if strings.TrimSpace(q.Text) != "" {
		f.text(q.Text)
	}
	return f
}

func (f *filter) text(text string) {
	folded := vietnamese.Fold(text)
	if folded == "" {
		f.nothing = true
		return
	}
	words := strings.Split(folded, " ")
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the rarest first
	f.code, f.words, f.begins = folded, words, vietnamese.BeginBits(words)
	f.said = make([]bool, len(f.s.persons.All))
	f.ask(vietnamese.BeginAll)
	if f.q.Number {
		f.number = f.s.hash(vietnamese.AsNumber(text))
	}
}

func (f *filter) slow() bool { return f.said != nil || f.q.Member != (MemberQuery{}) }

// scan appends the slots of a list that the filter lets through.
func (f *filter) scan(out *slots, list []uint32) {
	s, q := f.s, f.q
	for _, slot := range list {
		if !f.states[s.state[slot]&7] || !f.anyClass && !f.classes[s.class[slot]&7] {
			continue
		}
		if !f.ageds[s.agedClass[slot]&7] || q.Moved && s.agedClass[slot] == s.class[slot] {
			continue
		}
		if s.deprived[slot]&q.Deprived != q.Deprived || q.Open != 0 && s.unanswered[slot]&q.Open == 0 ||
			s.groups[slot]&q.Groups != q.Groups {
			continue
		}
		if !f.anyCount {
			r := poverty.Result{Deprived: s.deprived[slot]}
			if n, _ := r.Count(); !f.counts[n] {
				continue
			}
		}
		if !f.anyStand {
			if now, prior := q.Stand.Of(s.id[slot]); !f.nows[now&7] || !f.priors[prior&7] {
				continue
			}
		}
		if q.Hamlet != "" && s.hamlet[slot] != f.hamlet || q.Member != (MemberQuery{}) && !f.member(slot) {
			continue
		}
		if f.said == nil {
			out.found = append(out.found, slot)
			continue
		}
		switch f.match(slot) {
		case NoMatch:
		case MatchedAddress:
			out.beside = append(out.beside, slot)
		default:
			out.found = append(out.found, slot)
		}
	}
}

// endFrom is from how many letters on the end of a code is looked for: fewer end too many.
const endFrom = 3

// match is what of a household answers the text: names, code, numbers, address.
func (f *filter) match(slot uint32) Match {
	s := f.s
	m := s.members[slot]
	if head := s.headPerson[slot]; f.named && head != noPerson && f.said[head] {
		return MatchedHead
	}
	if f.named && slices.ContainsFunc(s.person[m.from:m.to], func(n uint32) bool { return f.said[n] }) {
		return MatchedMember
	}
	switch {
	case s.codes.Begins(slot, f.code), len(f.code) >= endFrom && s.codes.Ends(slot, f.code):
		return MatchedCode
	case f.number != 0 && s.phone[slot] == f.number:
		return MatchedPhone
	case f.number != 0 && slices.Contains(s.citizen[m.from:m.to], f.number):
		return MatchedNumber
	case s.begins[slot] != 0 && s.begins[slot]&f.begins == f.begins &&
		vietnamese.BeginAll(s.addresses.All[s.address[slot]], f.words):
		return MatchedAddress
	}
	return NoMatch
}

func (f *filter) member(slot uint32) bool {
	s, q := f.s, &f.q.Member
	for i := s.members[slot].from; i < s.members[slot].to; i++ {
		if q.Sex != 0 && s.sex[i] != q.Sex || q.Ethnicity != 0 && s.ethnicity[i] != q.Ethnicity {
			continue
		}
		if q.Age {
			if s.born[i].IsZero() {
				continue
			}
			if age := s.on.MonthsSince(s.born[i]) / 12; age < q.From || age > q.To {
				continue
			}
		}
		return true
	}
	return false
}

// ranks returns the rank of every head's name in Vietnamese order.
func (s search) ranks() []uint32 { return s.order.Of(s.names.All, (*vietnamese.Order).Key) }

// ChangedAfter reports whether the answers or the state of any household hold only since a later day than this.
func ChangedAfter(s *Snapshot, on date.Date) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.ContainsFunc(s.since, func(d date.Date) bool { return d > on })
}

// Warm makes what the first list would otherwise wait for, once a register is loaded, and gives back the room that is not
// used. Changes do not wait for it.
func (s *Snapshot) Warm() {
	trim(s)
	s.mu.RLock()
	names := s.names.All
	s.mu.RUnlock()
	s.order.Of(names, (*vietnamese.Order).Key)
}

// sort brings the first n of the slots found into the query's order.
func (s search) sort(found []uint32, n int, q *Query) {
	less := s.compare(q)
	if n < len(found)/4 {
		least.First(found, n, less)
		found = found[:n]
	}
	slices.SortFunc(found, less)
}

// compare is the query's order; households that are equal in it come by name, then by code, so that pages never
// overlap.
func (s search) compare(q *Query) func(a, b uint32) int {
	ranks := s.ranks()
	byName := func(a, b uint32) int {
		if c := cmp.Compare(ranks[s.head[a]], ranks[s.head[b]]); c != 0 {
			return c
		}
		if c := s.codes.Compare(a, b); c != 0 {
			return c
		}
		return cmp.Compare(s.id[a], s.id[b])
	}
	by := func(a, b uint32) int { return 0 }
	switch q.Sort {
	case "code":
		by = s.codes.Compare
	case "income":
		by = func(a, b uint32) int { return cmp.Compare(s.income[a], s.income[b]) }
	case "deprivations":
		count := func(slot uint32) int { r := poverty.Result{Deprived: s.deprived[slot]}; n, _ := r.Count(); return n }
		by = func(a, b uint32) int { return cmp.Compare(count(a), count(b)) }
	case "size":
		by = func(a, b uint32) int { return cmp.Compare(s.size[a], s.size[b]) }
	case "hamlet":
		of := s.byHamlet.Of(s.hamlets.All, (*vietnamese.Order).TextKey)
		by = func(a, b uint32) int { return cmp.Compare(of[s.hamlet[a]], of[s.hamlet[b]]) }
	case "commune":
		by = func(a, b uint32) int {
			return strings.Compare(s.communes.All[s.commune[a]], s.communes.All[s.commune[b]])
		}
	default:
		if q.Down {
			return func(a, b uint32) int { return byName(b, a) }
		}
		return byName
	}
	return func(a, b uint32) int {
		c := by(a, b)
		if q.Down {
			c = -c
		}
		if c == 0 {
			c = byName(a, b)
		}
		return c
	}
}
