package reportdemo

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/form"
	"giamngheo/internal/report"
)

// because is why cells are returned.
const because = "Số cuộc đối thoại không khớp biên bản của xã (MẪU)"

// on takes the report of a unit as far as its round has come: of every thirteen units one is late and one has not
// begun, the demonstration's own commune has a cell to answer, another has answered.
func (w *walk) on(ctx context.Context, opened date.Date, to stage) error {
	home, late, missing := w.unit == w.f.by.Home, w.n%13 == 5, w.n%13 == 11
	by := int64(0) // there are no accounts of other communes
	if home {
		by, late, missing = w.f.by.Officer, false, false
	}
	w.take(opened, w.f.by.Planner, report.Open, report.Detail{Due: w.r.Dues.Commune})
	if to == begun && (home || w.n%4 != 0) || to == midway && missing {
		return w.write(ctx)
	}
	sent := w.before(w.r.Dues.Commune, w.n%3)
	if late {
		sent = w.after(w.r.Dues.Commune, 1+w.n%4)
	}
	sent = min(max(sent, opened), w.f.day)
	w.take(sent, by, report.FillIn, report.Detail{Writes: w.typed()})
	if to == begun && w.n%8 != 0 || w.r.Dues.CutOff > w.f.day {
		return w.write(ctx) // they are still at it
	}
	w.take(sent, by, report.Submit, report.Detail{Known: w.knows(sent)})
	if to == begun {
		return w.write(ctx)
	}
	checked := w.after(sent, 1+w.n%5)
	if to == signed {
		checked = min(checked, w.before(w.r.Dues.Aim, 0))
		checked = max(checked, sent)
	}
	w.check(checked, by, to, home)
	return w.write(ctx)
}

// check has the level above look at the report.
func (w *walk) check(day date.Date, by int64, to stage, home bool) {
	f := w.f
	w.take(day, f.by.Checker, report.Receive, report.Detail{})
	cell := w.asked()
	if to == midway && cell != "" && (home || w.n%13 == 3) {
		due := w.after(f.day, 3)
		w.take(max(day, f.day.AddDays(-2)), f.by.Checker, report.Return, report.Detail{Keys: []form.Key{cell},
			Reason: because, Due: due})
		if !home {
			w.take(f.day, by, report.FillIn, report.Detail{Writes: []report.Write{{Key: cell,
				Value: form.Of(int64(10 + w.n%7)), Seen: 99, Reason: "đã đối chiếu biên bản"}}})
			w.take(f.day, by, report.Resubmit, report.Detail{})
		}
		return
	}
	if to == midway && w.n%5 == 4 {
		return // nobody has got to it yet
	}
	w.take(day, f.by.Checker, report.Accept, report.Detail{})
	if to == signed || w.n%2 == 0 {
		w.take(min(w.after(day, 2), f.day), f.by.Approver, report.Approve, report.Detail{})
	}
}

// before and after are so many working days from a day.
func (w *walk) before(d date.Date, days int) date.Date { return w.move(d.AddDays(1), days+1, -1) }

func (w *walk) after(d date.Date, days int) date.Date { return w.move(d, days, 1) }

func (w *walk) move(d date.Date, days, way int) date.Date {
	for tries := 0; days > 0 && tries < 100; tries++ {
		if d = d.AddDays(way); w.f.working(d) {
			days--
		}
	}
	return d
}

// asked is a cell that the unit types: the one that is returned.
func (w *walk) asked() form.Key {
	for i := range w.set.Slots {
		if s := &w.set.Slots[i]; s.Asked() && s.Row.Code == "doi_thoai" {
			return s.Key
		}
	}
	return ""
}

// knows is what the office knows of the unit's cells.
func (w *walk) knows(on date.Date) map[form.Key]report.Known {
	out := map[form.Key]report.Known{}
	for i := range w.set.Slots {
		s := &w.set.Slots[i]
		switch {
		case s.Kind != form.Input:
		case s.Column.Fill == form.Previous:
			out[s.Key] = report.Known{Value: form.Value{Why: form.OutsideScope}, Day: on}
		case s.Source != nil:
			if v, ok := w.known[s.Source.Key()]; ok {
				out[s.Key] = report.Known{Value: v, Day: min(on, w.r.Dues.CutOff)}
			}
		}
	}
	return out
}

// typed are values for the cells that nobody knows; an estimate is a little more than what is known.
func (w *walk) typed() (out []report.Write) {
	known, typed := w.knows(w.r.Dues.CutOff), map[form.Key]int64{}
	for i := range w.set.Slots {
		s := &w.set.Slots[i]
		if s.Type == form.Choice && s.Kind == form.Input && !s.Column.Optional {
			one := s.Column.Choices[w.f.rnd.IntN(len(s.Column.Choices))]
			out = append(out, report.Write{Key: s.Key, Value: form.Value{Known: true, Text: one.VI}})
		}
		if s.Kind != form.Input || s.Type.Said() || s.Column.Optional || !known[s.Key].Value.Blank() {
			continue
		}
		v := form.Of(int64(10 + w.f.rnd.IntN(7)))
		of, row, _ := s.Key.Parts()
		now := form.At(of, row, "thuc_hien")
		beside := known[now].Value
		if n, ok := typed[now]; ok {
			beside = form.Of(n)
		}
		switch {
		case s.Estimated() && beside.Known:
			v = form.Of(beside.Number + beside.Number/50)
		case s.Row.Code == "can_bo":
			v = form.Of(int64(1 + w.f.rnd.IntN(3)))
		case s.Row.Code == "doi_thoai" && w.n == 20:
			v = form.Of(90) // what is asked about: unlike all others
		}
		typed[s.Key] = v.Number
		out = append(out, report.Write{Key: s.Key, Value: v})
	}
	return out
}
