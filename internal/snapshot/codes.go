package snapshot

import "strings"

// Codes returns the ids of all households, deleted ones too, by their codes.
func (s *Snapshot) Codes() map[string]int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make(map[string]int64, len(s.code))
	for slot, code := range s.code {
		out[code] = s.id[slot]
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
	for slot := range s.code {
		if s.code[slot] == code {
			return s.id[slot]
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
			out = append(out, s.communes.texts[i])
		}
	}
	return out
}

// LastNumber is the greatest number among the codes of the form prefix and digits, deleted households' too, and how many
// digits it has; 0 where there is none. It scans: for a form, a pasted sheet or an import.
func LastNumber(s *Snapshot, prefix string) (last int64, digits int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, code := range s.code {
		rest, ok := strings.CutPrefix(code, prefix)
		if !ok || rest == "" || len(rest) > 9 {
			continue
		}
		n := int64(0)
		for _, c := range []byte(rest) {
			if c < '0' || c > '9' {
				n = -1
				break
			}
			n = 10*n + int64(c-'0')
		}
		if n > last {
			last, digits = n, len(rest)
		}
	}
	return last, digits
}
