package planbook

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// Changes says what of a plan is otherwise than before, a line each.
func Changes(was, now *target.Plan) (out []errs.Text) {
	add := func(text errs.Text) { out = append(out, text) }
	if was.Number != now.Number || was.Date != now.Date {
		add(errs.T("Number, date: %s (%s) → %s (%s)", was.Number, was.Date, now.Number, now.Date))
	}
	value := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return DecimalText(*v)
	}
	for _, p := range now.Parts() {
		old, _ := was.Part(p.Code)
		switch {
		case old == nil:
			add(errs.T("New part: %s", p.Title))
			continue
		case value(old.Planned) != value(p.Planned):
			add(errs.T("%s: planned %s → %s", p.Title, value(old.Planned), value(p.Planned)))
		}
		if measureText(old.Numerator) != measureText(p.Numerator) ||
			measureText(old.Denominator) != measureText(p.Denominator) {
			add(errs.T("%s: counted otherwise", p.Title))
		}
	}
	for _, p := range was.Parts() {
		if now, _ := now.Part(p.Code); now == nil {
			add(errs.T("Part taken out: %s", p.Title))
		}
	}
	if len(out) == 0 {
		add(errs.T("No planned value and no measure changes"))
	}
	return out
}

func measureText(m *target.Measure) string {
	if m == nil {
		return ""
	}
	return m.Over + "|" + m.Where + "|" + m.Sum + "|" + m.Figure + "|" + m.Unit
}
