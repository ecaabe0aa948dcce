package column

// Slots says in which slot a household is. The ids of a province are given one after another, so that most stand in a
// plain column; what is far beyond those is in a map.
type Slots struct {
	near []uint32 // by id: the slot and one; 0: none
	far  map[int64]uint32
	n    int64
}

// Of is where a household is, false where it is not.
func (s *Slots) Of(id int64) (slot uint32, ok bool) {
	if id >= 0 && id < int64(len(s.near)) && s.near[id] != 0 {
		return s.near[id] - 1, true
	}
	slot, ok = s.far[id]
	return slot, ok
}

// Set says where a household that is not held yet is.
func (s *Slots) Set(id int64, slot uint32) {
	const room = 1 << 16
	s.n++
	if id < 0 || id >= 2*s.n+room {
		if s.far == nil {
			s.far = map[int64]uint32{}
		}
		s.far[id] = slot
		return
	}
	if id >= int64(len(s.near)) {
		if int64(cap(s.near)) <= id {
			grown := make([]uint32, len(s.near), max(id+1, int64(cap(s.near))*9/8+room/16))
			copy(grown, s.near)
			s.near = grown
		}
		s.near = s.near[:id+1]
	}
	s.near[id] = slot + 1
}
