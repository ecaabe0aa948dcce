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
// the one of its id, with what they share of phone, address (in the same hamlet) and hamlet. At most mostAlike.
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
	home := home{s.hash(vietnamese.Digits(h.Phone)), nowhere, nowhere}
	if n, ok := s.hamlets.number[vietnamese.Hamlet(h.Hamlet)]; ok {
		home.hamlet = n
	}
	if n, ok := s.addresses.number[vietnamese.Fold(h.Address)]; ok {
		home.address = n
	}
	for _, other := range s.byCommune[commune] {
		if s.headPerson[other] != person || s.id[other] == id || s.state[other] != 1 {
			continue
		}
		if t := (search{s}).twin(home, other); t.alike() && len(out) < mostAlike {
			out = append(out, t)
		}
	}
	return out
}

// home is where a household lives and its phone, by their numbers; nowhere is the number of what nobody else has.
type home struct {
	phone           uint64
	hamlet, address uint32
}

const nowhere = ^uint32(0)

// twin is what another household shares with a home.
func (s search) twin(h home, other uint32) HeadTwin {
	same := h.hamlet == s.hamlet[other]
	return HeadTwin{Household: s.id[other], Phone: h.phone != 0 && s.phone[other] == h.phone,
		Address: same && s.address[other] == h.address && s.addresses.texts[s.address[other]] != "",
		Hamlet:  same && s.hamlets.texts[s.hamlet[other]] != ""}
}

func (t *HeadTwin) alike() bool { return t.Phone || t.Address || t.Hamlet }

// HeadPairs returns the pairs of active households of one commune with the same head's name and the same phone, address
// or hamlet, at most limit.
func HeadPairs(s *Snapshot, limit int) (out []HeadPair) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, list := range s.byCommune {
		by := make(map[uint32][]uint32, len(list))
		for _, slot := range list {
			p := s.headPerson[slot]
			if s.state[slot] != 1 || p == noPerson || s.persons.texts[p] == "" {
				continue
			}
			for _, other := range by[p] {
				t := (search{s}).twin(home{s.phone[other], s.hamlet[other], s.address[other]}, slot)
				if t.alike() {
					if out = append(out, HeadPair{s.id[other], t}); len(out) == limit {
						return out
					}
				}
			}
			if len(by[p]) < mostAlike {
				by[p] = append(by[p], slot)
			}
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
	Likely   bool // alike by name and birth only; else the same number
	One, Two Member
}

// Pairs returns all pairs of active households' members with the same number, or with the same folded name and exact
// birth in the same commune, at most limit.
func (s *Snapshot) Pairs(limit int) (out []Pair) {
	s.mu.RLock()
	citizen, likely := slices.Clone(s.citizen), slices.Clone(s.likely)
	s.mu.RUnlock()
	twice := [...]map[uint64]bool{repeated(citizen), repeated(likely)} // who saves does not wait for this
	s.mu.RLock()
	defer s.mu.RUnlock()
	type key struct {
		hash    uint64
		commune uint16
		kind    bool
	}
	seen := map[key]Member{}
	for slot, m := range s.members {
		if s.state[slot] != 1 {
			continue
		}
		for i := m.from; i < m.to && len(out) < limit; i++ {
			me := Member{s.id[slot], int(i - m.from)}
			for kind, h := range [...]uint64{s.citizen[i], s.likely[i]} {
				if !twice[kind][h] {
					continue
				}
				k := key{hash: h, kind: kind == 1}
				if k.kind {
					k.commune = s.commune[slot]
				}
				if other, ok := seen[k]; ok {
					out = append(out, Pair{kind == 1, other, me})
				} else {
					seen[k] = me
				}
			}
		}
	}
	return out
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

// CommuneOf returns the commune of a household, "" where it is not held.
func (s *Snapshot) CommuneOf(id int64) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if slot, ok := s.slots[id]; ok {
		return s.communes.texts[s.commune[slot]]
	}
	return ""
}

// Hamlets returns the hamlets of communes that have households, in no order.
func (s *Snapshot) Hamlets(communes ...string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	seen := map[uint32]bool{}
	var out []string
	for _, code := range communes {
		c, ok := s.communes.number[code]
		if !ok {
			continue
		}
		for _, slot := range s.byCommune[c] {
			if h := s.hamlet[slot]; !seen[h] && s.hamlets.texts[h] != "" {
				seen[h] = true
				out = append(out, s.hamlets.texts[h])
			}
		}
	}
	return out
}
