package register

// numberSet remembers citizen numbers and the row each stood in: 12 bytes an entry, at most half full. A register of a
// province has 1.3 million of them.
type numberSet struct {
	keys []uint64 // 0 = free
	rows []uint32
	n    int
}

// add remembers a number that is not 0; where it was there already it returns its row and true.
func (s *numberSet) add(key uint64, row int) (first int, dup bool) {
	if 2*s.n >= len(s.keys) {
		s.grow()
	}
	i := s.slot(key)
	if s.keys[i] == key {
		return int(s.rows[i]), true
	}
	s.keys[i], s.rows[i] = key, uint32(row)
	s.n++
	return 0, false
}

// slot returns where a number is or would be.
func (s *numberSet) slot(key uint64) int {
	mask := uint64(len(s.keys) - 1)
	i := key * 0x9e3779b97f4a7c15 >> 20 & mask
	for s.keys[i] != 0 && s.keys[i] != key {
		i = (i + 1) & mask
	}
	return int(i)
}

func (s *numberSet) grow() {
	old := *s
	size := max(1024, 2*len(old.keys))
	s.keys, s.rows = make([]uint64, size), make([]uint32, size)
	for i, k := range old.keys {
		if k != 0 {
			j := s.slot(k)
			s.keys[j], s.rows[j] = k, old.rows[i]
		}
	}
}
