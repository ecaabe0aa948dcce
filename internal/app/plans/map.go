package plans

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
)

// MapPart is how a part stands in a commune of the map, which is that of 1 July 2025.
type MapPart struct {
	place.Unit
	Figure target.Figure
}

// mapped recasts the counted units of the place that is looked at onto the communes of the map. What departments report
// by place is not drawn.
func (c *counting) mapped(part int, out *TargetShown) {
	p := c.Parts[part]
	if p.Numerator == nil || p.Numerator.Over == "report" || p.Denominator != nil && p.Denominator.Over == "report" {
		return
	}
	c.P.mu.Lock()
	defer c.P.mu.Unlock()
	var codes []place.Code
	now, before := map[place.Code]*target.Tally{}, map[place.Code]*target.Tally{}
	for unit, code := range c.P.panel.Units().Codes() {
		if !slices.Contains(c.Places.Of(code), c.Here) {
			continue
		}
		tally := c.P.tally(unit, part, c.in.On)
		was := c.P.tally(unit, part, c.baseline(p))
		if tally == (target.Tally{}) && was == tally {
			continue
		}
		to, why := c.onMap(code)
		if why.VI != "" {
			name := c.o.office.Unit(code).FullName
			out.MapGaps = append(out.MapGaps, errs.T("%s: %s", name, why))
			continue
		}
		if now[to] == nil {
			codes = append(codes, to)
			now[to], before[to] = &target.Tally{}, &target.Tally{}
		}
		now[to].Add(tally)
		before[to].Add(was)
	}
	slices.Sort(codes)
	for _, code := range codes {
		u, ok := c.o.office.Reg().At(code, max(c.in.On, place.MergerDay))
		if !ok {
			continue
		}
		e := &target.Evidence{AsOf: c.in.On, Now: *now[code]}
		if p.Kind == "change" {
			e.Before = before[code]
		}
		out.Map = append(out.Map, MapPart{u, p.Figure(e)})
	}
}

// onMap is the commune of the map that a commune has become.
func (c *counting) onMap(code place.Code) (place.Code, errs.Text) {
	if u, ok := c.o.office.Reg().At(code, place.MergerDay); ok && u.Level == place.Commune {
		return code, errs.Text{}
	}
	day := c.in.On
	if _, ok := c.o.office.Reg().At(code, day); !ok {
		for _, u := range c.o.office.Reg().Find(code) {
			if day = u.From; !u.To.IsZero() {
				day = u.To
			}
		}
	}
	if day >= place.MergerDay {
		return code, errs.Text{}
	}
	return c.o.office.Reg().Target(code, day, place.MergerDay)
}

// tally is what a unit counts in a part on a day, from all that is counted. p.mu is held.
func (p *planKept) tally(unit, part int, day date.Date) (t target.Tally) {
	t = p.panel.Ledger().At(unit, part, p.registerDay(part, day))
	for _, l := range []*target.Ledger{p.given, p.acts} {
		t.Add(l.At(unit, part, day))
	}
	return t
}
