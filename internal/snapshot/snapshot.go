// Package snapshot keeps a province's register as columns in memory: what lists, counts, search and statistics read, so
// that no page scans the database. It is built from the store at the start and kept current by every change; after any
// sequence of changes it equals one built anew. It holds names for the lists and keyed hashes of numbers for searching,
// never a number itself. It must not know storage, permissions or the clock: who may see what comes in as a scope.
package snapshot

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/column"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/vietnamese"
)

// Row is a household as the snapshot takes it.
type Row struct {
	ID        int64
	Version   int64
	State     uint8     // as the store has it: 1 active, 2 closed, 3 deleted
	Since     date.Date // from when its answers hold
	Result    poverty.Result
	Aged      poverty.Class // what the same answers make at the ages of another day (Snapshot.AgedOn)
	Household *household.Household
}

// Group is a bit of what a household is beside its class.
type Group uint16

// The groups that lists can be filtered by.
const (
	Minority Group = 1 << iota // the head is neither Kinh nor of unknown ethnicity
	Merit                      // a member has merit
	Allowance
	FemaleHead
	Children // a member under 16 on the snapshot's day
	Elderly  // a member of full 60 years on the snapshot's day
	NoNumber // a member without citizen number
	NoLabour // no member able to work, of poor and near-poor households
)

// Snapshot is the register in memory. It is safe for several goroutines.
type Snapshot struct {
	on   date.Date
	aged date.Date // whose ages the second class has; zero: there is none
	seed maphash.Seed

	mu         sync.RWMutex
	generation uint64 // of what is held: one more with every change
	slots      column.Slots

	// a column a field, an element a household
	id         []int64
	version    []int32
	state      []uint8
	commune    []uint16
	hamlet     []uint32
	head       []uint32 // number of the head's name
	headPerson []uint32 // number of the head's folded name, noPerson where there is no head
	headAt     []uint8  // the head's place among the members, noHead where there is none
	address    []uint32 // number of the folded address
	begins     []uint64 // a bit for each way in which a word of the address begins (beginBits)
	codes      column.Codes
	class      []poverty.Class
	agedClass  []poverty.Class // at the ages of aged
	since      []date.Date     // from when the answers hold
	deprived   []uint16
	unanswered []uint16
	size       []uint8
	area       []place.Area
	income     []uint32
	b1         []float32 // negative where not known
	groups     []Group
	phone      []uint64
	reasons    []household.Reasons
	headGroup  []household.Ethnicity
	children   [][3]uint8 // under 16; of them deprived in health, in education (poor and near-poor households)
	members    []span     // of the members' columns

	// a column a field, an element a member
	sex       []household.Sex
	ethnicity []household.Ethnicity
	born      []date.Date // the earliest birth, zero where not known
	within    []uint16    // how many days after it the latest one is
	no        []uint16    // the number in the household
	citizen   []uint64    // keyed hash of the number, 0 where there is none
	likely    []uint64    // keyed hash of folded name and exact birth, 0 where either is not known
	person    []uint32    // number of the folded name: many people share one, so that a search looks at each name once
	garbage   int         // members that no household has any more

	seen      filterBits // of citizen and likely: what is not in it need not be looked for
	communes  column.Texts
	hamlets   column.Texts      // spelled as vietnamese.Hamlet does
	spelled   map[string]uint32 // the number of a hamlet by each way it was written
	last      map[string]lastNumber
	names     column.Texts // of heads, as written
	persons   column.Texts // of members, folded
	addresses column.Texts // folded
	byCommune [][]uint32
	order     vietnamese.Ranks // of the heads' names
	byHamlet  vietnamese.Ranks // of the hamlets
}

type span struct{ from, to uint32 }

// New returns an empty snapshot whose ages are those of a day. A seed of another snapshot makes the hashes comparable.
func New(on date.Date) *Snapshot {
	return &Snapshot{on: on, seed: maphash.MakeSeed()}
}

// On is the day of the snapshot's ages.
func (s *Snapshot) On() date.Date { return s.on }

// SetAged says at whose day's ages the second class of the rows is; before the first one is put.
func (s *Snapshot) SetAged(day date.Date) { s.aged = day }

// entering is a register while rows are put into it; its lock is held by who writes.
type entering struct{ *Snapshot }

// Put adds households or replaces them. A row of an older version than the one held is passed over.
func (s *Snapshot) Put(rows ...Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.generation++
	for i := range rows {
		entering{s}.put(&rows[i])
	}
	if s.garbage > 1000 && s.garbage > len(s.sex)/4 {
		entering{s}.compact()
	}
}

func (s entering) put(r *Row) {
	slot, had := s.slots.Of(r.ID)
	commune := uint16(s.communes.Of(string(r.Household.Commune)))
	for len(s.byCommune) <= int(commune) {
		s.byCommune = append(s.byCommune, nil)
	}
	switch {
	case !had:
		slot = s.grow()
		s.slots.Set(r.ID, slot)
		s.id[slot] = r.ID
		s.enter(slot, commune)
	case int64(s.version[slot]) > r.Version:
		return
	case s.commune[slot] != commune:
		old := s.byCommune[s.commune[slot]]
		if i, ok := slices.BinarySearch(old, slot); ok {
			s.byCommune[s.commune[slot]] = slices.Delete(old, i, i+1)
		}
		s.enter(slot, commune)
	}
	h := r.Household
	s.version[slot], s.state[slot], s.commune[slot] = int32(r.Version), r.State, commune
	s.hamlet[slot] = s.hamletOf(h.Hamlet)
	s.codes.Set(slot, string(h.Code))
	s.count(string(h.Code))
	s.head[slot] = s.names.Of(headName(h))
	s.class[slot], s.deprived[slot], s.unanswered[slot] = r.Result.Class, r.Result.Deprived, r.Result.Unanswered
	if s.since[slot], s.agedClass[slot] = r.Since, r.Aged; s.aged.IsZero() {
		s.agedClass[slot] = r.Result.Class
	}
	s.size[slot], s.area[slot] = uint8(min(len(h.Members), 255)), h.Area
	s.b1[slot] = -1
	if h.B1Score.Known {
		s.b1[slot] = float32(h.B1Score.Value)
	}
	s.income[slot] = poverty.UnknownIncome
	if h.IncomePerHead.Known {
		s.income[slot] = uint32(min(int64(h.IncomePerHead.Value), poverty.UnknownIncome-1))
	}
	s.groups[slot], s.phone[slot] = s.groupsOf(h), s.hash(vietnamese.Phone(h.Phone))
	if b := &r.Result.Breakdown; b.NoLabour {
		s.groups[slot] |= NoLabour
	}
	s.children[slot] = [3]uint8{r.Result.Breakdown.Children, r.Result.Breakdown.ChildHealth,
		r.Result.Breakdown.ChildSchool}
	s.reasons[slot], s.headGroup[slot] = h.Reasons, 0
	if m := h.Head(); m != nil {
		s.headGroup[slot] = m.Ethnicity
	}
	s.putMembers(slot, h)
}

// hamletOf numbers a hamlet: one number for all ways of writing it.
func (s entering) hamletOf(written string) uint32 {
	n, ok := s.spelled[written]
	if !ok {
		if s.spelled == nil {
			s.spelled = map[string]uint32{}
		}
		n = s.hamlets.Of(vietnamese.Hamlet(written))
		s.spelled[written] = n
	}
	return n
}

// enter adds a slot to a commune's list, which stays in order.
func (s entering) enter(slot uint32, commune uint16) {
	list := s.byCommune[commune]
	i, _ := slices.BinarySearch(list, slot)
	s.byCommune[commune] = slices.Insert(list, i, slot)
}

func (s entering) grow() uint32 {
	s.id, s.version, s.state, s.commune = append(s.id, 0), append(s.version, 0), append(s.state, 0),
		append(s.commune, 0)
	s.hamlet, s.head = append(s.hamlet, 0), append(s.head, 0)
	s.codes.Add()
	s.class, s.agedClass, s.since = append(s.class, 0), append(s.agedClass, 0), append(s.since, 0)
	s.headPerson, s.address, s.begins = append(s.headPerson, noPerson), append(s.address, 0), append(s.begins, 0)
	s.headAt = append(s.headAt, noHead)
	s.deprived, s.unanswered, s.size = append(s.deprived, 0), append(s.unanswered, 0), append(s.size, 0)
	s.area, s.income, s.groups, s.phone = append(s.area, 0), append(s.income, 0), append(s.groups, 0),
		append(s.phone, 0)
	s.members, s.b1 = append(s.members, span{}), append(s.b1, -1)
	s.reasons, s.headGroup, s.children = append(s.reasons, 0), append(s.headGroup, 0), append(s.children, [3]uint8{})
	return uint32(len(s.id) - 1)
}

// columnsOf are those of households and of members, as what makes room in them sees them.
func columnsOf(s *Snapshot) (households, members []column.Room) {
	of := func(all ...column.Room) []column.Room { return all }
	return of(&s.codes, column.Of(&s.id), column.Of(&s.version), column.Of(&s.state), column.Of(&s.commune),
			column.Of(&s.hamlet), column.Of(&s.head), column.Of(&s.headPerson), column.Of(&s.headAt),
			column.Of(&s.address),
			column.Of(&s.begins), column.Of(&s.class), column.Of(&s.agedClass), column.Of(&s.since),
			column.Of(&s.deprived),
			column.Of(&s.unanswered), column.Of(&s.size), column.Of(&s.area), column.Of(&s.income), column.Of(&s.b1),
			column.Of(&s.groups), column.Of(&s.phone), column.Of(&s.reasons), column.Of(&s.headGroup),
			column.Of(&s.children), column.Of(&s.members)),
		of(column.Of(&s.sex), column.Of(&s.ethnicity), column.Of(&s.born), column.Of(&s.within), column.Of(&s.no),
			column.Of(&s.citizen), column.Of(&s.likely), column.Of(&s.person))
}

// Reserve makes room for n more households of about four members each.
func (s *Snapshot) Reserve(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	households, members := columnsOf(s)
	for _, c := range households {
		c.Grow(n)
	}
	for _, c := range members {
		c.Grow(4 * n)
	}
}

// trim gives back the room that growing left, once a register is loaded: a fifth of it.
func trim(s *Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	households, members := columnsOf(s)
	for _, c := range append(households, members...) {
		c.Trim()
	}
}

func (s entering) putMembers(slot uint32, h *household.Household) {
	old := s.members[slot]
	s.garbage += int(old.to - old.from)
	at := span{uint32(len(s.sex)), uint32(len(s.sex) + len(h.Members))}
	var name [128]byte
	for i := range h.Members {
		m := &h.Members[i]
		s.sex, s.ethnicity, s.born = append(s.sex, m.Sex), append(s.ethnicity, m.Ethnicity),
			append(s.born, m.Birth.Earliest)
		s.within, s.no = append(s.within, uint16(m.Birth.Days())), append(s.no, uint16(m.No))
		s.citizen = append(s.citizen, s.hash(m.CitizenID))
		s.seen.add(s.citizen[len(s.citizen)-1])
		folded := vietnamese.AppendFold(name[:0], m.Name)
		s.person = append(s.person, s.persons.OfBytes(folded))
		s.likely = append(s.likely, s.likelyHash(folded, m.Birth))
		s.seen.add(s.likely[len(s.likely)-1])
	}
	s.members[slot] = at
	s.headPerson[slot], s.headAt[slot] = noPerson, noHead
	if i := slices.IndexFunc(h.Members, isHead); i >= 0 {
		s.headPerson[slot], s.headAt[slot] = s.person[int(at.from)+i], uint8(min(i, noHead))
	}
	address := vietnamese.Fold(h.Address)
	s.address[slot], s.begins[slot] = s.addresses.Of(address), vietnamese.BeginBits(strings.Split(address, " "))
}

// noPerson is the number of no name, noHead the place of a head who is not there or not among the first.
const (
	noPerson = ^uint32(0)
	noHead   = 255
)

func isHead(m household.Member) bool { return m.Relationship == household.Head }

// likelyHash is the keyed hash of a folded name and an exact birth date, 0 where either is not known.
func (s entering) likelyHash(folded []byte, born household.Birth) uint64 {
	if !born.Exact() || len(folded) == 0 {
		return 0
	}
	var key [4]byte
	binary.LittleEndian.PutUint32(key[:], uint32(born.Earliest))
	return maphash.Bytes(s.seed, folded) ^ maphash.Bytes(s.seed, key[:])
}

// compact writes the members' columns anew without those that no household has.
func (s entering) compact() {
	old := struct {
		sex             []household.Sex
		ethnicity       []household.Ethnicity
		born            []date.Date
		citizen, likely []uint64
		person          []uint32
		within, no      []uint16
	}{s.sex, s.ethnicity, s.born, s.citizen, s.likely, s.person, s.within, s.no}
	n := len(s.sex) - s.garbage
	s.sex, s.ethnicity, s.born = make([]household.Sex, 0, n), make([]household.Ethnicity, 0, n), make([]date.Date, 0, n)
	s.citizen, s.likely = make([]uint64, 0, n), make([]uint64, 0, n)
	s.person, s.garbage = make([]uint32, 0, n), 0
	s.within, s.no = make([]uint16, 0, n), make([]uint16, 0, n)
	for slot := range s.members {
		m := s.members[slot]
		s.members[slot] = span{uint32(len(s.sex)), uint32(len(s.sex)) + m.to - m.from}
		s.sex, s.ethnicity = append(s.sex, old.sex[m.from:m.to]...), append(s.ethnicity, old.ethnicity[m.from:m.to]...)
		s.born, s.citizen = append(s.born, old.born[m.from:m.to]...), append(s.citizen, old.citizen[m.from:m.to]...)
		s.likely, s.person = append(s.likely, old.likely[m.from:m.to]...), append(s.person, old.person[m.from:m.to]...)
		s.within, s.no = append(s.within, old.within[m.from:m.to]...), append(s.no, old.no[m.from:m.to]...)
	}
}

// hash is the keyed hash of a number, 0 for none; its key lives as long as the process.
func (s *Snapshot) hash(number string) uint64 {
	if number == "" {
		return 0
	}
	return maphash.String(s.seed, number) | 1
}

func headName(h *household.Household) string {
	if m := h.Head(); m != nil {
		return m.Name
	}
	return ""
}

const (
	childMonths   = 16 * 12
	elderlyMonths = 60 * 12
)

func (s entering) groupsOf(h *household.Household) Group {
	var g Group
	if h.EthnicMinority() == household.Yes {
		g |= Minority
	}
	if m := h.Head(); m != nil && m.Sex == household.Female {
		g |= FemaleHead
	}
	for i := range h.Members {
		m := &h.Members[i]
		if m.PersonOfMerit == household.Yes {
			g |= Merit
		}
		if m.SocialAllowance == household.Yes {
			g |= Allowance
		}
		if m.CitizenID == "" {
			g |= NoNumber
		}
		if least, greatest := m.Birth.Months(s.on); least >= 0 {
			if greatest < childMonths {
				g |= Children
			}
			if least >= elderlyMonths {
				g |= Elderly
			}
		}
	}
	return g
}

// Generation tells two states of the snapshot apart: it grows with every change.
func (s *Snapshot) Generation() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.generation
}

// Len is how many households are held, closed and deleted ones too.
func (s *Snapshot) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.id)
}
