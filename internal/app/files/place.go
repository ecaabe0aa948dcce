package files

import (
	"context"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

// PlaceShown is a unit with what is above it, what it came from and what it became.
type PlaceShown struct {
	place.Unit
	Above    []place.Unit
	CameFrom []PlaceLink
	Became   []PlaceLink
	// the decision by which it is an especially difficult coastal commune; "" where it is not known to be
	Coastal string
}

// PlaceLink is a link with the unit at its other end.
type PlaceLink struct {
	place.Link
	Unit place.Unit
}

// Place returns the units that a code names: the one on a day, or all where the day is zero. Errors: the code names
// none that day, with its successor where there is one.
func (a *Desk) Place(code place.Code, on date.Date) ([]PlaceShown, error) {
	r, err := a.library.ShippedPlaces()
	if err != nil {
		return nil, err
	}
	units := r.Find(code)
	if !on.IsZero() {
		units = nil
		if u, ok := r.At(code, on); ok {
			units = []place.Unit{u}
		}
	}
	if len(units) == 0 {
		t := r.NotValid(code, on)
		return nil, errs.Of(errs.NotFound, t)
	}
	var out []PlaceShown
	for _, u := range units {
		out = append(out, showUnit(r, u, on))
	}
	return out, nil
}

// showUnit looks round a unit on a day of its own time.
func showUnit(r *place.Registry, u place.Unit, on date.Date) PlaceShown {
	if on.IsZero() {
		if on = u.To; on.IsZero() {
			on = u.From
		}
	}
	s := PlaceShown{Unit: u, Above: r.Ancestors(u, on)}
	for _, l := range r.CameFrom(u.Code, on) {
		if l.On >= u.From {
			old, _ := r.At(l.From, l.On.AddDays(-1))
			s.CameFrom = append(s.CameFrom, PlaceLink{l, old})
		}
	}
	if !u.To.IsZero() {
		for _, l := range r.Became(u.Code, u.To) {
			now, _ := r.At(l.To, l.On)
			s.Became = append(s.Became, PlaceLink{l, now})
		}
	}
	if is, cite := r.CoastalDifficult(u.Code, on); is == place.CoastalYes {
		s.Coastal = cite
	}
	return s
}

// Recast is a table recast onto the units of another day.
type Recast struct {
	In, Recast int64 // rows
	Refused    []RefusedRow
	Notes      []errs.Text
}

// RefusedRow is a row that could not be recast.
type RefusedRow struct {
	Sheet  string
	Row    int
	Code   string
	Reason errs.Text
}

// unitColumns are the headers by which the column of unit codes is found, lower case.
var unitColumns = []string{"commune_code", "unit_code", "code", "mã xã", "ma xa", "mã đơn vị", "ma don vi", "mã",
	"mã huyện", "mã tỉnh", "district_code", "province_code"}

// RecastTable reads a table by unit code (the first sheet of a file) and writes it as CSV by the units of another day:
// columns that count or are sums are added up exactly, others – names, years, rates, indices – are left out and named
// in the notes. A sum of which a part is not known is not written but noted. Errors: units of several levels; a column
// that can be read in two ways.
func (a *Desk) RecastTable(ctx context.Context, path string, from, to date.Date, o RecastOptions,
	out io.Writer) (_ *Recast, err error) {
	defer errs.Wrap(&err, "app.RecastTable")
	r, err := a.library.ShippedPlaces()
	if err != nil {
		return nil, err
	}
	t, err := readUnitTable(ctx, path, a.library.Data(), o)
	if err != nil {
		return nil, err
	}
	done := &Recast{In: int64(len(t.rows) + len(t.bad))}
	if err := t.refuse(func(c place.Code) (place.Unit, bool) { return r.At(c, from) }); err != nil {
		return nil, err
	}
	done.Refused = t.bad
	table, refused := r.Recast(t.rows, from, to)
	for _, f := range refused {
		done.Refused = append(done.Refused, RefusedRow{t.sheet, t.numbers[f.Row], string(f.Code), f.Reason})
	}
	slices.SortStableFunc(done.Refused, func(x, y RefusedRow) int { return x.Row - y.Row })
	done.Recast = done.In - int64(len(done.Refused))
	t.missing(r, table, from, to)
	done.Notes = t.notes
	return done, t.write(out, r, table, to)
}

// missing takes away the sums of which a row's figure is not known, and notes them and the units that the table does
// not have.
func (t *unitTable) missing(r *place.Registry, table []place.Figures, from, to date.Date) {
	at := map[place.Code]int{}
	for i := range table {
		at[table[i].Code] = i
	}
	rows, known := make([]int, len(table)), make([][]int, len(table))
	for i := range table {
		known[i] = make([]int, len(t.headers))
	}
	level := place.Commune
	for _, f := range t.rows {
		target, why := r.Target(f.Code, from, to)
		i, ok := at[target]
		if !ok || why != (errs.Text{}) {
			continue
		}
		if u, ok := r.At(f.Code, from); ok {
			level = u.Level
		}
		rows[i]++
		for k, v := range f.Values {
			if v != nil {
				known[i][k]++
			}
		}
	}
	all := t.sources(r, at, from, to, level)
	for i := range table {
		unit, _ := r.At(table[i].Code, to)
		for k, n := range known[i] {
			if n > 0 && n < rows[i] {
				t.note(
					errs.T(
						"%s, column “%s”: only %d of %d units have a figure (together %s), the others are missing: no sum", unit.FullName, t.headers[k], n, rows[i],
						table[i].Values[k].FloatString(t.decimals[k])))
				table[i].Values[k] = nil
			}
		}
		if n := all[i]; rows[i] > 0 && n > rows[i] {
			t.note(
				errs.T("%s: the table has %d of the %d units that it was made of; the others are missing in its sums",
					unit.FullName, rows[i], n))
		}
	}
}

// sources counts the units of the first day that the units of the other were made of.
func (t *unitTable) sources(r *place.Registry, at map[place.Code]int, from, to date.Date, level place.Level) []int {
	out := make([]int, len(at))
	var below func(code place.Code)
	below = func(code place.Code) {
		for _, u := range r.Children(code, from) {
			if u.Level == level {
				if target, why := r.Target(u.Code, from, to); why == (errs.Text{}) {
					if i, ok := at[target]; ok {
						out[i]++
					}
				}
				continue
			}
			below(u.Code)
		}
	}
	below("")
	return out
}

// write writes the recast table with the units' names.
func (t *unitTable) write(w io.Writer, r *place.Registry, table []place.Figures, on date.Date) error {
	c := sheet.NewCSVWriter(w)
	line := []sheet.Out{{Kind: sheet.Text, Text: "code"}, {Kind: sheet.Text, Text: "full_name"}}
	for _, h := range t.headers {
		line = append(line, sheet.Out{Kind: sheet.Text, Text: h})
	}
	if err := c.Row(line); err != nil {
		return err
	}
	for _, f := range table {
		u, _ := r.At(f.Code, on)
		line = append(line[:0], sheet.Out{Kind: sheet.Text, Text: string(f.Code)},
			sheet.Out{Kind: sheet.Text, Text: u.FullName})
		for k, v := range f.Values {
			o := sheet.Out{}
			if v != nil {
				o = sheet.Out{Kind: sheet.Number, Text: v.FloatString(t.decimals[k])}
			}
			line = append(line, o)
		}
		if err := c.Row(line); err != nil {
			return err
		}
	}
	return c.Close()
}

func texts(row *sheet.Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = strings.TrimSpace(string(c.Value))
	}
	return out
}
