package report

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/form"
	"giamngheo/internal/place"
)

// UnitReport is a unit with its report, for adding up.
type UnitReport struct {
	Unit   place.Code
	Report *Report
}

// Counted is what a cell of a report counts above it: while it is returned or its answer is not accepted, what was sent
// before; then it is pending.
func (r *Report) Counted(k form.Key) (v form.Value, pending bool) {
	c := r.Cells[k]
	if c != nil && c.Was != nil && (c.State == CellReturned || c.State == CellAnswered) {
		return *c.Was, true
	}
	return c.Value(), false
}

// Roll adds reports up: those that were sent; the others are the gap. Whole has, of cells that are not added up, what
// the office knows of all units together. Computed cells are formed anew from the sums.
func Roll(s *form.Set, units []UnitReport, whole form.Values) *Rolled {
	out := &Rolled{Values: form.Values{}, Units: len(units)}
	var sent []*Report
	for i := range units {
		u := &units[i]
		switch {
		case u.Report == nil || !u.Report.State.Sent():
			out.Gap = append(out.Gap, u.Unit)
			continue
		case u.Report.State != Approved:
			out.Unapproved = append(out.Unapproved, u.Unit)
		}
		sent = append(sent, u.Report)
	}
	out.Counted = len(sent)
	for i := range s.Slots {
		slot := &s.Slots[i]
		if slot.Kind == form.Input && slot.Column.Roll == form.Tallied {
			out.tally(slot, sent)
		}
		if slot.Kind != form.Input || slot.Type.Said() {
			continue
		}
		switch slot.Column.Roll {
		case form.Added:
			v, pending := add(slot.Key, sent)
			if v.Missing += len(out.Gap); slot.Column.Optional {
				v.Missing = 0 // who does not say it lacks nothing
			}
			out.Values[slot.Key] = v
			if pending {
				out.Pending = append(out.Pending, slot.Key)
			}
		case form.Distinct:
			out.Values[slot.Key] = whole[slot.Key]
		case form.Recompute, form.Tallied, form.NotRolled:
		}
	}
	s.Compute(out.Values)
	for i := range s.Slots { // what is computed of something pending is pending
		slot := &s.Slots[i]
		if slot.Kind == form.Input || slot.Kind == form.Empty {
			continue
		}
		if rests(s, slot, out.Pending) {
			out.Pending = append(out.Pending, slot.Key)
		}
	}
	return out
}

// tally counts who chose what in a cell.
func (r *Rolled) tally(slot *form.Slot, sent []*Report) {
	answers, pending := make([]form.Value, len(sent)), false
	for i, one := range sent {
		var waits bool
		answers[i], waits = one.Counted(slot.Key)
		pending = pending || waits
	}
	v := slot.Tally(answers)
	if v.Missing += len(r.Gap); slot.Column.Optional {
		v.Missing = 0
	}
	r.Values[slot.Key] = v
	if pending {
		r.Pending = append(r.Pending, slot.Key)
	}
}

// rests reports whether a computed cell is made of one of some cells.
func rests(s *form.Set, slot *form.Slot, on []form.Key) bool {
	return len(on) > 0 && slices.ContainsFunc(slot.Parts, func(k form.Key) bool {
		if slices.Contains(on, k) {
			return true
		}
		p := s.Slot(k)
		return p != nil && rests(s, p, on)
	})
}

// add adds a cell of reports up: what is known, and how many units say nothing.
func add(k form.Key, sent []*Report) (out form.Value, pending bool) {
	for _, r := range sent {
		v, waits := r.Counted(k)
		pending = pending || waits
		switch {
		case v.Known:
			out.Known = true
			out.Number += v.Number
		case v.Why != form.OutsideScope:
			out.Missing++
		}
	}
	if out.Number > form.Most || out.Number < -form.Most {
		return form.Value{Missing: len(sent)}, pending
	}
	return out, pending
}

// Values are a report's values with those that are computed, as the unit has them; what the office knows stands where
// nothing was sent yet.
func Values(s *form.Set, r *Report, known map[form.Key]Known) form.Values {
	out := form.Values{}
	for i := range s.Slots {
		slot := &s.Slots[i]
		if slot.Kind != form.Input {
			continue
		}
		v := r.Cells[slot.Key].Value()
		if c := r.Cells[slot.Key]; (c == nil || c.Entered == nil && c.Auto == nil) && !r.State.Sent() {
			v = known[slot.Key].Value
		}
		out[slot.Key] = v
	}
	s.Compute(out)
	return out
}

// Before are a report's values as they were last accepted.
func Before(s *form.Set, r *Report) form.Values {
	out := form.Values{}
	for i := range s.Slots {
		if s.Slots[i].Kind == form.Input {
			out[s.Slots[i].Key], _ = r.Counted(s.Slots[i].Key)
		}
	}
	s.Compute(out)
	return out
}

// Standing is where a report stands towards its day.
type Standing string

// The standings.
const (
	NotDue   Standing = "not_due"
	OnTime   Standing = "on_time"
	Late     Standing = "late"
	Extended Standing = "extended"
	Back     Standing = "returned" // cells are with the unit
)

// Lateness is whose days a report has taken, in working days.
type Lateness struct {
	Standing Standing
	Unit     int  // days the unit was late, over all its turns
	Above    int  // days the report lay with the level above
	Waits    bool // with the level above
}

// Late counts by the law's calendar: the unit's clock runs after its day while the report is with it, and stands while
// the report is above; the other way round for who reads it.
func (r *Report) Late(today date.Date, working func(date.Date) bool) (l Lateness) {
	count := func(after, to date.Date) (n int) {
		for d, last := after.AddDays(1), min(to, after.AddDays(mostDays)); d <= last; d = d.AddDays(1) {
			if working(d) {
				n++
			}
		}
		return n
	}
	over := false
	for i := range r.Turns {
		t := &r.Turns[i]
		to := t.To
		if to.IsZero() {
			to = today
		}
		if t.Above {
			l.Above += count(t.From, to)
		} else if to > t.Due {
			over = true
			l.Unit += count(max(t.Due, t.From), to)
		}
	}
	switch {
	case len(returned(r)) > 0:
		l.Standing = Back
	case over:
		l.Standing = Late
	case !r.Sent.IsZero():
		l.Standing = OnTime
	case r.Extended:
		l.Standing = Extended
	default:
		l.Standing = NotDue
	}
	if n := len(r.Turns); n > 0 && r.State.Sent() {
		l.Waits = r.Turns[n-1].Above && r.Turns[n-1].To.IsZero()
	}
	return l
}

// mostDays bounds how far days are counted.
const mostDays = 1000
