package files

import (
	"context"
	"io"
	"math/big"
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
	Coastal  string // the decision by which it is an especially difficult coastal commune; "" where it is not known to be
}

// PlaceLink is a link with the unit at its other end.
type PlaceLink struct {
	place.Link
	Unit place.Unit
}

// Place returns the units that a code names: the one on a day, or all where the day is zero. Errors: the code names none
// that day, with its successor where there is one.
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
var unitColumns = []string{"commune_code", "unit_code", "code", "mã xã", "ma xa", "mã đơn vị", "ma don vi", "mã", "mã huyện", "mã tỉnh", "district_code", "province_code"}

// RecastTable reads a table by unit code (the first sheet of a file) and writes it as CSV by the units of another day:
// columns of numbers are summed exactly, others – names, rates, which cannot be added – are left out and named in the
// notes.
func (a *Desk) RecastTable(ctx context.Context, path string, from, to date.Date, out io.Writer) (_ *Recast, err error) {
	defer errs.Wrap(&err, "app.RecastTable")
	r, err := a.library.ShippedPlaces()
	if err != nil {
		return nil, err
	}
	t, err := readUnitTable(ctx, path)
	if err != nil {
		return nil, err
	}
	done := &Recast{In: int64(len(t.rows) + len(t.bad)), Refused: t.bad, Notes: t.notes}
	table, refused := r.Recast(t.rows, from, to)
	for _, f := range refused {
		done.Refused = append(done.Refused, RefusedRow{t.sheet, t.numbers[f.Row], string(f.Code), f.Reason})
	}
	slices.SortStableFunc(done.Refused, func(x, y RefusedRow) int { return x.Row - y.Row })
	done.Recast = done.In - int64(len(done.Refused))
	return done, t.write(out, r, table, to)
}

// unitTable is a table by unit as read.
type unitTable struct {
	sheet    string
	headers  []string // of the columns that are summed
	decimals []int
	rows     []place.Figures
	numbers  []int // the row in the file of each
	bad      []RefusedRow
	notes    []errs.Text
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
		line = append(line[:0], sheet.Out{Kind: sheet.Text, Text: string(f.Code)}, sheet.Out{Kind: sheet.Text, Text: u.FullName})
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

// readUnitTable reads the first sheet of a file.
func readUnitTable(ctx context.Context, path string) (_ *unitTable, err error) {
	b, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }() // read only
	t := &unitTable{sheet: b.Sheets()[0]}
	rows, err := b.Rows(t.sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, errs.New(errs.Invalid, "the table has no rows")
	}
	header := texts(rows.Row())
	unit := slices.IndexFunc(header, func(h string) bool { return slices.Contains(unitColumns, strings.ToLower(h)) })
	if unit < 0 {
		return nil, errs.New(errs.Invalid, "the table has no column of unit codes; one must be named: %s", strings.Join(unitColumns[:6], ", "))
	}
	var lines [][]string
	for rows.Next() {
		row := rows.Row()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if row.Bad != nil {
			t.bad = append(t.bad, RefusedRow{t.sheet, row.Number, "", row.Bad.Text})
			continue
		}
		lines, t.numbers = append(lines, texts(row)), append(t.numbers, row.Number)
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	t.sum(header, unit, lines)
	return t, nil
}

func texts(row *sheet.Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = strings.TrimSpace(string(c.Value))
	}
	return out
}

// sum decides which columns are summed and takes their figures.
func (t *unitTable) sum(header []string, unit int, lines [][]string) {
	var columns []int
	for k, h := range header {
		if k == unit || h == "" {
			continue
		}
		if why := notSummed(h, k, lines); why != (errs.Text{}) {
			t.notes = append(t.notes, why)
			continue
		}
		columns = append(columns, k)
		t.headers = append(t.headers, h)
		t.decimals = append(t.decimals, decimalsOf(k, lines))
	}
	for _, l := range lines {
		f := place.Figures{Values: make([]*big.Rat, len(columns))}
		if unit < len(l) {
			f.Code = place.Code(l[unit])
		}
		for i, k := range columns {
			if k < len(l) {
				f.Values[i], _ = figure(l[k])
			}
		}
		t.rows = append(t.rows, f)
	}
}

// notSummed says why a column is left out; empty where it is summed.
func notSummed(header string, k int, lines [][]string) errs.Text {
	low := strings.ToLower(header)
	for _, word := range []string{"%", "rate", "percent", "tỷ lệ", "ty le", "tỉ lệ", "bình quân"} {
		if strings.Contains(low, word) {
			return errs.T("column “%s” is a rate or an average and cannot be summed: left out", header)
		}
	}
	for _, l := range lines {
		if k < len(l) && l[k] != "" {
			if _, ok := figure(l[k]); !ok {
				return errs.T("column “%s” is not of numbers (“%s”): left out", header, l[k])
			}
		}
	}
	return errs.Text{}
}

// figure reads a decimal number exactly; an empty cell is no figure.
func figure(s string) (*big.Rat, bool) {
	if s == "" {
		return nil, false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != 'E' && c != 'e' && c != '+' {
			return nil, false
		}
	}
	if len(s) > 40 || strings.Count(strings.ToLower(s), "e") == 1 && len(s[strings.IndexAny(s, "eE"):]) > 4 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// decimalsOf returns the most decimals in a column.
func decimalsOf(k int, lines [][]string) int {
	most := 0
	for _, l := range lines {
		if k < len(l) {
			if _, fraction, ok := strings.Cut(l[k], "."); ok {
				most = max(most, len(fraction))
			}
		}
	}
	return min(most, 12)
}
