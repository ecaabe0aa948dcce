package snapshot

import (
	"fmt"
	"slices"
)

// Differs says where two snapshots differ in what they answer, "" where they do not; in which order households were
// put and which texts were ever interned does not matter.
func (s *Snapshot) Differs(o *Snapshot) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o.mu.RLock()
	defer o.mu.RUnlock()
	if len(s.id) != len(o.id) {
		return fmt.Sprintf("%d households, not %d", len(s.id), len(o.id))
	}
	for i, id := range s.id {
		a := uint32(i)
		b, ok := o.slots.Of(id)
		if !ok {
			return fmt.Sprintf("household %d is missing", id)
		}
		x, y := (search{s}).item(a), (search{o}).item(b)
		if s.aged != o.aged { // the second class is of another day
			x.Aged = y.Aged
		}
		if x != y {
			return fmt.Sprintf("household %d: %+v, not %+v", id, x, y)
		}
		p, q := s.members[a], o.members[b]
		if x, y := s.named(p), o.named(q); !slices.Equal(x, y) || s.codes.Folded(a) != o.codes.Folded(b) ||
			s.addresses.All[s.address[a]] != o.addresses.All[o.address[b]] {
			return fmt.Sprintf("household %d: names %q, not %q, or the code or the address", id, x, y)
		}
		if !slices.Equal(s.sex[p.from:p.to], o.sex[q.from:q.to]) ||
			!slices.Equal(s.ethnicity[p.from:p.to], o.ethnicity[q.from:q.to]) ||
			!slices.Equal(s.born[p.from:p.to], o.born[q.from:q.to]) || s.area[a] != o.area[b] ||
			!slices.Equal(s.within[p.from:p.to], o.within[q.from:q.to]) ||
			!slices.Equal(s.no[p.from:p.to], o.no[q.from:q.to]) ||
			s.reasons[a] != o.reasons[b] || s.headGroup[a] != o.headGroup[b] || s.children[a] != o.children[b] {
			return fmt.Sprintf("household %d: members differ", id)
		}
		for i := range s.citizen[p.from:p.to] { // keyed differently: only whether there is one can be compared
			if (s.citizen[p.from:p.to][i] == 0) != (o.citizen[q.from:q.to][i] == 0) {
				return fmt.Sprintf("household %d: a citizen number is missing", id)
			}
		}
		if list := s.byCommune[s.commune[a]]; !slices.Contains(list, a) {
			return fmt.Sprintf("household %d is not in its commune's list", id)
		}
	}
	for c, list := range s.byCommune {
		for _, slot := range list {
			if int(s.commune[slot]) != c {
				return fmt.Sprintf("household %d stands in another commune's list", s.id[slot])
			}
		}
	}
	return ""
}

// named are the folded names of members.
func (s *Snapshot) named(members span) (out []string) {
	for _, n := range s.person[members.from:members.to] {
		out = append(out, s.persons.All[n])
	}
	return out
}
