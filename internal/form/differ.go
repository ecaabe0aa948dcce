package form

import (
	"slices"

	"giamngheo/internal/place"
)

// Difference is a cell in which two sets of values differ.
type Difference struct {
	Slot     *Slot
	Was, Now Value
}

// Differences are the cells in which values differ, in the order of the forms.
func (s *Set) Differences(was, now Values) (out []Difference) {
	for i := range s.Slots {
		slot := &s.Slots[i]
		if a, b := was[slot.Key], now[slot.Key]; slot.Kind != Empty && a != b {
			out = append(out, Difference{slot, a, b})
		}
	}
	return out
}

// Recast gives what units sent to those that they have become: sums of what is added up, words and ratios not. Refused
// are units of which nobody knows what they have become; nothing of theirs is given to anybody.
func (s *Set) Recast(was map[place.Code]Values, became func(place.Code) (place.Code, bool)) (now map[place.Code]Values,
	refused []place.Code) {
	now = map[place.Code]Values{}
	for unit, values := range was {
		to, ok := became(unit)
		if !ok {
			refused = append(refused, unit)
			continue
		}
		if now[to] == nil {
			now[to] = Values{}
		}
		for i := range s.Slots {
			slot := &s.Slots[i]
			if slot.Kind != Input || slot.Type.Said() || slot.Column.Roll != Added {
				continue
			}
			v, had := now[to][slot.Key]
			switch add := values[slot.Key]; {
			case !had:
				v = add
			case add.Known:
				v = Value{Known: true, Number: v.Number + add.Number, Missing: v.Missing}
			case add.Why != OutsideScope:
				v.Missing++
			}
			now[to][slot.Key] = v
		}
	}
	for _, v := range now {
		s.Compute(v)
	}
	slices.Sort(refused)
	return now, refused
}
