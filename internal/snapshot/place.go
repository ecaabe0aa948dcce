package snapshot

// CommuneOf returns the commune of a household, "" where it is not held.
func (s *Snapshot) CommuneOf(id int64) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if slot, ok := s.slots.Of(id); ok {
		return s.communes.All[s.commune[slot]]
	}
	return ""
}

// VersionOf returns the version of a household that is held, 0 where it is not.
func VersionOf(s *Snapshot, id int64) int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if slot, ok := s.slots.Of(id); ok {
		return int64(s.version[slot])
	}
	return 0
}

// Hamlets returns the hamlets of communes that have households, in no order.
func (s *Snapshot) Hamlets(communes ...string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	seen := map[uint32]bool{}
	var out []string
	for _, code := range communes {
		c, ok := s.communes.Find(code)
		if !ok {
			continue
		}
		for _, slot := range s.byCommune[c] {
			if h := s.hamlet[slot]; !seen[h] && s.hamlets.All[h] != "" {
				seen[h] = true
				out = append(out, s.hamlets.All[h])
			}
		}
	}
	return out
}

// HamletSizes counts the active households of a commune by hamlet, each as vietnamese.Hamlet spells it.
func HamletSizes(s *Snapshot, commune string) map[string]int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := map[string]int{}
	c, ok := s.communes.Find(commune)
	if !ok {
		return out
	}
	for _, slot := range s.byCommune[c] {
		if h := s.hamlets.All[s.hamlet[slot]]; h != "" && s.state[slot] == 1 {
			out[h]++
		}
	}
	return out
}
