package snapshot

import (
	"slices"

	"giamngheo/internal/household"
	"giamngheo/internal/vietnamese"
)

// Member is a member of a household: its id and the member's place in it, from 0.
type Member struct {
	Household int64
	Index     int
}

// SameNumber returns the members in the whole register with a citizen number, but for those of one household.
func (s *Snapshot) SameNumber(number string, but int64) []Member {
	if number == "" {
		return nil
	}
	return withHash(s, func(s *Snapshot) []uint64 { return s.citizen },
		func(s *Snapshot) uint64 { return s.hash(number) }, but)
}

// Likely returns the members of the same folded name and exact birth date as somebody, but for those of one household.
func (s *Snapshot) Likely(m *household.Member, but int64) []Member {
	var name [128]byte
	folded := vietnamese.AppendFold(name[:0], m.Name)
	return withHash(s, func(s *Snapshot) []uint64 { return s.likely },
		func(s *Snapshot) uint64 { return entering{s}.likelyHash(folded, m.Birth) }, but)
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

// withHash scans a column of the members: 1.2 million in about a millisecond.
func withHash(s *Snapshot, column func(*Snapshot) []uint64, key func(*Snapshot) uint64, but int64) (out []Member) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	want := key(s)
	if want == 0 || !s.seen.may(want) {
		return nil
	}
	var at []uint32
	for i, v := range column(s) {
		if v == want {
			if at = append(at, uint32(i)); len(at) == mostAlike {
				break
			}
		}
	}
	if len(at) == 0 {
		return nil
	}
	for slot, m := range s.members { // only where something was found
		for _, i := range at {
			if i >= m.from && i < m.to && s.id[slot] != but && s.state[slot] == 1 {
				out = append(out, Member{s.id[slot], int(i - m.from)})
			}
		}
	}
	return out
}

// SameHead returns the active households of a household's commune whose head has the folded name of its head, but for
// the one of its id, with what they share of phone, address (in the same hamlet) and hamlet: all who share the phone or
// the address, and mostAlike of those who share the hamlet alone.
func SameHead(s *Snapshot, id int64, h *household.Household) (out []HeadTwin) {
	head := h.Head()
	if head == nil {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	person, known := s.persons.number[vietnamese.Fold(head.Name)]
	commune, held := s.communes.number[string(h.Commune)]
	if !known || !held {
		return nil
	}
	home := home{s.hash(vietnamese.Digits(h.Phone)), nowhere, nowhere, s.hash(head.CitizenID)}
	if n, ok := s.hamlets.number[vietnamese.Hamlet(h.Hamlet)]; ok {
		home.hamlet = n
	}
	if n, ok := s.addresses.number[vietnamese.Fold(h.Address)]; ok {
		home.address = n
	}
	var same []uint32
	for _, other := range s.byCommune[commune] {
		if s.headPerson[other] == person && s.id[other] != id && s.state[other] == 1 {
			same = append(same, other)
		}
	}
	return (search{s}).twins(home, same)
}

// home is where a household lives and its phone, by their numbers, and its head's citizen number, hashed; nowhere is
// the number of what nobody else has.
type home struct {
	phone           uint64
	hamlet, address uint32
	citizen         uint64
}

const nowhere = ^uint32(0)

// homeOf is the home of a household that is held.
func (s search) homeOf(slot uint32) home {
	h := home{phone: s.phone[slot], hamlet: s.hamlet[slot], address: s.address[slot]}
	if at := s.members[slot].from + uint32(s.headAt[slot]); s.headAt[slot] != noHead {
		h.citizen = s.citizen[at]
	}
	return h
}

// twins are those of other households that share something of a home.
func (s search) twins(h home, others []uint32) (out []HeadTwin) {
	weak := 0
	for _, other := range others {
		switch t := s.twin(h, other); {
		case t.Phone || t.Address:
			out = append(out, t)
		case t.Hamlet && weak < mostAlike:
			out = append(out, t)
			weak++
		}
	}
	return out
}

// twin is what another household shares with a home: nothing where the heads' citizen numbers are one, which is a pair
// of its own, and not the hamlet alone where they are two.
func (s search) twin(h home, other uint32) HeadTwin {
	o := s.homeOf(other)
	if h.citizen != 0 && h.citizen == o.citizen {
		return HeadTwin{}
	}
	same := h.hamlet == o.hamlet
	t := HeadTwin{Household: s.id[other], Phone: h.phone != 0 && o.phone == h.phone,
		Address: same && o.address == h.address && s.addresses.texts[o.address] != "",
		Hamlet:  same && s.hamlets.texts[o.hamlet] != ""}
	if !t.Phone && !t.Address && h.citizen != 0 && o.citizen != 0 {
		t.Hamlet = false
	}
	return t
}

// HeadPairs returns the pairs of active households of one commune with the same head's name and the same phone, address
// or hamlet, each pair once, by their ids. As with SameHead what shares the hamlet alone is bounded.
func HeadPairs(s *Snapshot) (out []HeadPair) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, list := range s.byCommune {
		by := make(map[uint32][]uint32, len(list))
		for _, slot := range list {
			p := s.headPerson[slot]
			if s.state[slot] != 1 || p == noPerson || s.persons.texts[p] == "" {
				continue
			}
			if len(by[p]) > 0 {
				for _, t := range (search{s}).twins((search{s}).homeOf(slot), by[p]) {
					one := t.Household
					t.Household = s.id[slot]
					out = append(out, HeadPair{one, t})
				}
			}
			by[p] = append(by[p], slot)
		}
	}
	return out
}

// HeadPair is a household and another whose head has the name of its head.
type HeadPair struct {
	One int64
	HeadTwin
}

// HeadTwin is a household whose head has the name of another's, with what else they share.
type HeadTwin struct {
	Household              int64
	Phone, Address, Hamlet bool
}

// Pair is two members who may be one person.
type Pair struct {
	Likely   bool // alike by name and birth only, and not both with a number; else the same number
	One, Two Member
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
	p := pairing{seen: map[pairKey][]pairSide{}}
	for slot, m := range s.members {
		if s.state[slot] != 1 {
			continue
		}
		for i := m.from; i < m.to; i++ {
			me := pairSide{Member{s.id[slot], int(i - m.from)}, s.citizen[i] != 0}
			if h := s.citizen[i]; twice[0][h] {
				p.meet(pairKey{hash: h}, me)
			}
			if h := s.likely[i]; twice[1][h] {
				p.meet(pairKey{h, s.commune[slot], true}, me)
			}
		}
	}
	return p.out
}

// pairing is who was met with a number, or a name and birth, while looking for pairs.
type pairing struct {
	seen map[pairKey][]pairSide
	out  []Pair
}

type pairKey struct {
	hash    uint64
	commune uint16
	likely  bool
}

type pairSide struct {
	Member
	numbered bool
}

// meet pairs a member with those before: of two who only look alike two numbers are two people, and one number is a
// pair of its own.
func (p *pairing) meet(k pairKey, me pairSide) {
	for _, other := range p.seen[k] {
		if !k.likely || !me.numbered || !other.numbered {
			p.out = append(p.out, Pair{k.likely, other.Member, me.Member})
		}
	}
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
