package snapshot

import "strings"

// Codes returns the ids of all households, deleted ones too, by their codes.
func (s *Snapshot) Codes() map[string]int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make(map[string]int64, len(s.id))
	for slot, id := range s.id {
		out[string(s.codes.Of(uint32(slot)))] = id
	}
	return out
}

// ByCode returns the id of the household with a code, 0 where there is none. It scans: for a form or a pasted row.
func (s *Snapshot) ByCode(code string) int64 {
	if code == "" {
		return 0
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for slot, id := range s.id {
		if string(s.codes.Of(uint32(slot))) == code {
			return id
		}
	}
	return 0
}

// Communes returns the codes of all communes that have households.
func (s *Snapshot) Communes() (out []string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for i, list := range s.byCommune {
		if len(list) > 0 {
			out = append(out, s.communes.All[i])
		}
	}
	return out
}

// lastNumber is the greatest number that codes with a prefix had, and with how many digits it was written.
type lastNumber struct {
	n      int64
	digits int
}

// officePrefix is how long a code's beginning is that the office gives: a commune's five digits and a dash.
const officePrefix = 6

// LastNumber is the greatest number that the register has had among the codes of the form prefix and digits, deleted
// households' too, and how many digits it has; 0 where there was none. The prefix is a commune's five digits and a dash.
func LastNumber(s *Snapshot, prefix string) (last int64, digits int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	l := s.last[prefix]
	return l.n, l.digits
}

// count takes note of the number in a code that the office may have given.
func (s entering) count(code string) {
	const mostDigits = 9
	if len(code) <= officePrefix || len(code) > officePrefix+mostDigits || code[officePrefix-1] != '-' {
		return
	}
	n := int64(0)
	for i, c := range []byte(code) {
		switch {
		case i == officePrefix-1:
			n = 0
		case c < '0' || c > '9':
			return
		default:
			n = 10*n + int64(c-'0')
		}
	}
	prefix, now := code[:officePrefix], lastNumber{n, len(code) - officePrefix}
	if had := s.last[prefix]; now.n < had.n || now.n == had.n && now.digits <= had.digits {
		return
	}
	if s.last == nil {
		s.last = map[string]lastNumber{}
	}
	s.last[strings.Clone(prefix)] = now
}
