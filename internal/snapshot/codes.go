package snapshot

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
