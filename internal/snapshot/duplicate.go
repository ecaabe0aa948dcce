package snapshot

import (
	"slices"

	"giamngheo/internal/household"
	"giamngheo/internal/vietnamese"
)

// Member is a member of a household: its id, the member's place in it, from 0, and the member's number.
type Member struct {
	Household int64
	Index     int
	No        int
}

// Alike is by what two members may be one person, or two households one.
type Alike uint8

// The ways of being alike. Of people or households who are alike by anything but one number two numbers are two.
const (
	ByNumber Alike = iota // the same citizen number
	ByBirth               // the folded name and the exact birth, in one commune
	ByHead                // households of one commune: the heads' folded name, and the telephone, address or hamlet
)

// Pair is two members who may be one person, or the heads of two households that may be one.
type Pair struct {
	By       Alike
	One, Two Member
}

// SameNumber returns the members in the whole register with a citizen number, but for those of one household.
func (s *Snapshot) SameNumber(number string, but int64) []Member {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return (search{s}).withHash(s.citizen, s.hash(number), func(slot, _ uint32) bool { return s.id[slot] != but })
}

// Likely returns the members of some communes with the same folded name and exact birth date as somebody, but for those
// of one household and who has a number where somebody has one.
func (s *Snapshot) Likely(m *household.Member, but int64, in func(commune string) bool) []Member {
	var name [128]byte
	folded := vietnamese.AppendFold(name[:0], m.Name)
	s.mu.RLock()
	defer s.mu.RUnlock()
	return (search{s}).withHash(s.likely, entering{s}.likelyHash(folded, m.Birth), func(slot, i uint32) bool {
		return s.id[slot] != but && (m.CitizenID == "" || s.citizen[i] == 0) && in(s.communes.All[s.commune[slot]])
	})
}

// filterBits tells at once that a hash is not there, for most of those that are not: a Bloom filter with one hash, 4
// MB. With 2.4 million hashes in it, it is wrong about one in fourteen, which are then looked for in vain.
type filterBits []uint64

// filterSize is how many bits it has; a power of two.
const filterSize = 1 << 25

func (f *filterBits) add(h uint64) {
	if *f == nil {
		*f = make(filterBits, filterSize/64)
	}
	i := h >> 8 & (filterSize - 1) // the lowest bit of a number's hash is always set
	(*f)[i/64] |= 1 << (i % 64)
}

func (f filterBits) may(h uint64) bool {
	i := h >> 8 & (filterSize - 1)
	return f != nil && f[i/64]&(1<<(i%64)) != 0
}

// mostAlike is how many members with the same hash are looked at: a person decides about a few, not about hundreds.
const mostAlike = 8

// withHash finds the active members with a hash in a column who fit. Where it is not there at all, the column is
// scanned: 1.2 million in about a millisecond.
func (s search) withHash(column []uint64, want uint64, fits func(slot, i uint32) bool) (out []Member) {
	if want == 0 || !s.seen.may(want) || !slices.Contains(column, want) {
		return nil
	}
	for slot, m := range s.members {
		for i := m.from; i < m.to && s.state[slot] == 1; i++ {
			if column[i] != want || !fits(uint32(slot), i) {
				continue
			}
			if out = append(out, s.member(uint32(slot), i)); len(out) == mostAlike {
				return out
			}
		}
	}
	return out
}

// member is a member of a household that is held.
func (s search) member(slot, i uint32) Member {
	return Member{s.id[slot], int(i - s.members[slot].from), int(s.no[i])}
}

// headOf is the head of a household that is held and has one.
func (s search) headOf(slot uint32) Member {
	return s.member(slot, s.members[slot].from+uint32(s.headAt[slot]))
}

// SameHead returns the heads of the active households that may be a household of an id: all who share the telephone or
// the address, and mostAlike of those who share the hamlet alone.
func SameHead(s *Snapshot, id int64, h *household.Household) (out []Member) {
	head := h.Head()
	if head == nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	person, known := s.persons.Find(vietnamese.Fold(head.Name))
	commune, held := s.communes.Find(string(h.Commune))
	if !known || !held {
		return nil
	}
	home := home{s.hash(vietnamese.Phone(h.Phone)), nowhere, nowhere, s.hash(head.CitizenID), head.Birth}
	if n, ok := s.hamlets.Find(vietnamese.Hamlet(h.Hamlet)); ok {
		home.hamlet = n
	}
	if n, ok := s.addresses.Find(vietnamese.Fold(h.Address)); ok {
		home.address = n
	}
	var same []uint32
	for _, other := range s.byCommune[commune] {
		if s.headPerson[other] == person && s.id[other] != id && s.state[other] == 1 {
			same = append(same, other)
		}
	}
	for _, slot := range (search{s}).twins(&home, same) {
		out = append(out, (search{s}).headOf(slot))
	}
	return out
}

// home is where a household lives and its phone, by their numbers, and its head's citizen number, hashed, and birth;
// nowhere is the number of what nobody else has.
type home struct {
	phone           uint64
	hamlet, address uint32
	citizen         uint64
	born            household.Birth
}

const nowhere = ^uint32(0)

// homeOf is the home of a household that is held.
func (s search) homeOf(slot uint32) home {
	h := home{phone: s.phone[slot], hamlet: s.hamlet[slot], address: s.address[slot]}
	if at := s.members[slot].from + uint32(s.headAt[slot]); s.headAt[slot] != noHead {
		h.citizen = s.citizen[at]
		if born := s.born[at]; !born.IsZero() {
			h.born = household.Birth{Earliest: born, Latest: born.AddDays(int(s.within[at]))}
		}
	}
	return h
}

// twins are those of other households, whose heads have the name of a home's, that may be the same.
func (s search) twins(h *home, others []uint32) (out []uint32) {
	weak := 0
	for _, other := range others {
		switch alike, strong := s.alike(h, other); {
		case strong:
			out = append(out, other)
		case alike && weak < mostAlike:
			out = append(out, other)
			weak++
		}
	}
	return out
}

// alike reports whether another household, whose head has the name of a home's, may be the same; strong where they share
// the telephone or the address. One hamlet alone says little: then the heads' births must not say otherwise, nor two
// numbers. One number is a pair of its own.
func (s search) alike(h *home, other uint32) (alike, strong bool) {
	o := s.homeOf(other)
	if h.citizen != 0 && h.citizen == o.citizen {
		return false, false
	}
	same := h.hamlet == o.hamlet
	if h.phone != 0 && o.phone == h.phone || same && o.address == h.address && s.addresses.All[o.address] != "" {
		return true, true
	}
	return same && s.hamlets.All[o.hamlet] != "" && (h.citizen == 0 || o.citizen == 0) && h.born.MayBe(o.born), false
}

// HeadPairs returns the pairs of active households of one commune that may be one, each pair once. As with SameHead what
// shares the hamlet alone is bounded.
func HeadPairs(s *Snapshot) (out []Pair) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, list := range s.byCommune {
		by := make(map[uint32][]uint32, len(list))
		for _, slot := range list {
			p := s.headPerson[slot]
			if s.state[slot] != 1 || p == noPerson || s.persons.All[p] == "" {
				continue
			}
			if len(by[p]) > 0 {
				home := (search{s}).homeOf(slot)
				for _, other := range (search{s}).twins(&home, by[p]) {
					out = append(out, Pair{ByHead, (search{s}).headOf(other), (search{s}).headOf(slot)})
				}
			}
			by[p] = append(by[p], slot)
		}
	}
	return out
}

// Stands reports whether a pair, by the members' numbers, is one still: both are in the register, and as alike as they
// were.
func Stands(s *Snapshot, p *Pair) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	one, i := (search{s}).numbered(&p.One)
	two, j := (search{s}).numbered(&p.Two)
	if i < 0 || j < 0 {
		return false
	}
	if p.By == ByNumber {
		return s.citizen[i] != 0 && s.citizen[i] == s.citizen[j]
	}
	if s.commune[one] != s.commune[two] {
		return false
	}
	if p.By == ByBirth {
		return s.likely[i] != 0 && s.likely[i] == s.likely[j] && (s.citizen[i] == 0 || s.citizen[j] == 0)
	}
	home := (search{s}).homeOf(one)
	alike, _ := (search{s}).alike(&home, two)
	return alike && s.person[i] == s.person[j] && (search{s}).isHead(one, i) && (search{s}).isHead(two, j)
}

// isHead reports whether the head of a household is the member at a place among all.
func (s search) isHead(slot uint32, at int) bool {
	return s.headAt[slot] != noHead && int(s.members[slot].from)+int(s.headAt[slot]) == at
}

// numbered is where a member of an active household is, by the number; -1 where there is none.
func (s search) numbered(m *Member) (slot uint32, at int) {
	slot, ok := s.slots.Of(m.Household)
	if !ok || s.state[slot] != 1 {
		return 0, -1
	}
	in := s.members[slot]
	i := slices.Index(s.no[in.from:in.to], uint16(m.No))
	if i < 0 {
		return 0, -1
	}
	return slot, int(in.from) + i
}

// Pairs returns all pairs of active households' members with the same number, or with the same folded name and exact
// birth in the same commune, where not both have a number: each with mostAlike before it.
func Pairs(s *Snapshot) []Pair {
	s.mu.RLock()
	citizen, likely := slices.Clone(s.citizen), slices.Clone(s.likely)
	s.mu.RUnlock()
	twice := [...]map[uint64]bool{repeated(citizen), repeated(likely)} // who saves does not wait for this
	s.mu.RLock()
	defer s.mu.RUnlock()
	p := pairing{search{s}, map[pairKey][]Member{}, nil}
	for slot, m := range s.members {
		if s.state[slot] != 1 {
			continue
		}
		for i := m.from; i < m.to; i++ {
			if h := s.citizen[i]; twice[0][h] {
				me := p.member(uint32(slot), i)
				p.meet(pairKey{hash: h}, me)
				p.enter(pairKey{hash: h}, me)
			}
			if h := s.likely[i]; twice[1][h] {
				p.meetLikely(pairKey{h, s.commune[slot], true, s.citizen[i] != 0}, p.member(uint32(slot), i))
			}
		}
	}
	return p.out
}

// pairing is who was met with a number, or a name and birth, while looking for pairs.
type pairing struct {
	search
	seen map[pairKey][]Member
	out  []Pair
}

type pairKey struct {
	hash             uint64
	commune          uint16
	likely, numbered bool
}

// meet pairs a member with those before.
func (p *pairing) meet(k pairKey, me Member) {
	by := ByNumber
	if k.likely {
		by = ByBirth
	}
	for _, other := range p.seen[k] {
		p.out = append(p.out, Pair{by, other, me})
	}
}

// meetLikely pairs somebody with those before of the name and birth: who has a number only with those without, so that
// many with a number hide nobody who has none.
func (p *pairing) meetLikely(k pairKey, me Member) {
	with, without := k, k
	with.numbered, without.numbered = true, false
	p.meet(without, me)
	if !k.numbered {
		p.meet(with, me)
	}
	p.enter(k, me)
}

// enter has those who come after meet a member.
func (p *pairing) enter(k pairKey, me Member) {
	if len(p.seen[k]) < mostAlike {
		p.seen[k] = append(p.seen[k], me)
	}
}

// repeated returns the hashes that stand more than once in a copy of a column, which it sorts: a map of all of them
// would take ten times the memory.
func repeated(sorted []uint64) map[uint64]bool {
	slices.Sort(sorted)
	out := map[uint64]bool{}
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] && sorted[i] != 0 {
			out[sorted[i]] = true
		}
	}
	return out
}
