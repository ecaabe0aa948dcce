package allocations

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
)

// units are who a norm shares a line's money out to, without values. Errors: errs.Invalid where there are none.
func (d *room) units(s *norm.Set, of place.Code, on date.Date) (out []rows.Unit, err error) {
	add := func(u place.Unit) {
		above := ""
		if up := d.office.UnitOn(u.Parent, on); up.Level == place.District {
			above = string(up.Code)
		}
		out = append(out, rows.Unit{Code: string(u.Code), Name: u.FullName, Above: above,
			Cells: map[string]rows.Cell{}})
	}
	switch s.Recipients {
	case norm.Communes:
		for _, c := range d.office.CommunesOf(of, on) {
			add(d.office.UnitOn(c, on))
		}
	case norm.Districts:
		for _, u := range d.office.Reg().Children(of, on) {
			if u.Level == place.District {
				add(u)
			}
		}
	case norm.Bodies:
		return nil, nil
	}
	if len(out) == 0 {
		return nil, errs.New(errs.Invalid,
			"there are no units to share out to on %s: choose another day of the map, or a norm for other recipients", on)
	}
	slices.SortFunc(out, func(x, y rows.Unit) int { return strings.Compare(x.Code, y.Code) })
	return out, nil
}

// Fill counts the values of units from the register and the lists that are known. What somebody set by hand stays.
func (d *room) Fill(ctx context.Context, a *office.Ask, c *rows.Content, s *norm.Set) error {
	got, err := d.tallies.Count(ctx, a, s, c.Day, c.Map)
	if err != nil {
		return err
	}
	columns := s.Columns()
	for i := range c.Units {
		u := &c.Units[i]
		for k := range columns {
			if u.Cells[columns[k].Code].By != rows.ByHand {
				u.Cells[columns[k].Code] = d.tallies.Known(got, s, &columns[k], place.Code(u.Code), c)
			}
		}
	}
	return nil
}
