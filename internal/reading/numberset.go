package reading

// NumberSet remembers citizen numbers and the row each stood in: 16 bytes an entry, at most half full. A register of a
// province has 1.3 million of them.
type NumberSet struct {
	slots []numbered
	n     int
}

// numbered is a number with its row; a key of 0 is a free slot.
type numbered struct {
	key uint64
	row int
}

// Add remembers a number that is not 0; where it was there already it returns its row and true.
func (s *NumberSet) Add(key uint64, row int) (first int, dup bool) {
	if 2*s.n >= len(s.slots) {
		s.grow()
	}
	e := s.slot(key)
	if e.key == key {
		return e.row, true
	}
	*e = numbered{key, row}
	s.n++
	return 0, false
}

// slot returns where a number is or would be.
func (s *NumberSet) slot(key uint64) *numbered {
	mask := uint64(len(s.slots) - 1)
	i := key * 0x9e3779b97f4a7c15 >> 20 & mask
	for s.slots[i].key != 0 && s.slots[i].key != key {
		i = (i + 1) & mask
	}
	return &s.slots[i]
}

func (s *NumberSet) grow() {
	old := s.slots
	s.slots = make([]numbered, max(1024, 4*len(old)))
	for _, e := range old {
		if e.key != 0 {
			*s.slot(e.key) = e
		}
	}
}
