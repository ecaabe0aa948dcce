package snapshot

import (
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// Facts hands every household of communes to a function as the tables of a review see it: its class is what the
// register makes of it, and what decisions made of it is the caller's to fill in. Closed and deleted ones come too, as
// Gone. The fact is used again for the next one. None of communes means all.
func (s *Snapshot) Facts(communes []place.Code, each func(*review.Fact)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var f review.Fact
	one := func(slot uint32) {
		g := s.groups[slot]
		f = review.Fact{Household: s.id[slot], Commune: place.Code(s.communes.All[s.commune[slot]]),
			Hamlet: s.hamlets.All[s.hamlet[slot]], Class: s.class[slot],
			People: int32(s.size[slot]), Gone: s.state[slot] != 1, Minority: g&Minority != 0, NoLabour: g&NoLabour != 0,
			Merit: g&Merit != 0, FemaleHead: g&FemaleHead != 0,
			Ethnicity: s.headGroup[slot], Deprived: s.deprived[slot], Reasons: s.reasons[slot],
			Children: s.children[slot][0], ChildHealth: s.children[slot][1],
			ChildSchool: s.children[slot][2]}
		f.PriorCommune = f.Commune
		each(&f)
	}
	if len(communes) == 0 {
		for slot := range s.id {
			one(uint32(slot))
		}
		return
	}
	for _, code := range communes {
		if c, ok := s.communes.Find(string(code)); ok {
			for _, slot := range s.byCommune[c] {
				one(slot)
			}
		}
	}
}

// Columns returns the households of communes as columns for a kernel, with their ids and communes: active ones only.
func (s *Snapshot) Columns(communes []place.Code) *Columns {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := &Columns{}
	for _, code := range communes {
		c, ok := s.communes.Find(string(code))
		if !ok {
			continue
		}
		for _, slot := range s.byCommune[c] {
			if s.state[slot] != 1 {
				continue
			}
			out.IDs = append(out.IDs, s.id[slot])
			out.Communes = append(out.Communes, code)
			out.Class = append(out.Class, s.class[slot])
			out.Deprived, out.Unanswered = append(out.Deprived, s.deprived[slot]),
				append(out.Unanswered, s.unanswered[slot])
			out.Size, out.Area, out.Income = append(out.Size, s.size[slot]), append(out.Area, s.area[slot]),
				append(out.Income, s.income[slot])
			out.B1 = append(out.B1, s.b1[slot])
		}
	}
	return out
}

// Columns are households side by side, an element each.
type Columns struct {
	IDs        []int64
	Communes   []place.Code
	Class      []poverty.Class
	Deprived   []uint16
	Unanswered []uint16
	Size       []uint8
	Area       []place.Area
	Income     []uint32  // poverty.UnknownIncome where not known
	B1         []float32 // negative where not known
}
