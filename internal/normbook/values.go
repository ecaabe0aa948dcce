// Package normbook reads the tables of values by which a norm shares money out, and writes what came of it: a
// workbook with the derivation of every part, to be printed and followed by hand, and lines of JSON for programs. It
// knows no office, and decides nothing.
package normbook

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/allocation"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/norm"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// mostUnits is how many units an allocation is shared out to at most; the country has a sixth of it.
const mostUnits = 20_000

// mostText is how many bytes a cell that is read has at most, so that the table takes bounded memory.
const mostText = 1000

// mostFaults is how many faults are told one by one.
const mostFaults = 50

// Values is a table of values as read.
type Values struct {
	Units []allocation.Unit
	Notes []errs.Text
}

// Fault is what is wrong in a table of values.
type Fault struct {
	Row    int // in the file; 0 of the last, which says how many more there are
	Column string
	Text   errs.Text
}

// Faults are all that is wrong, as far as it is told.
type Faults []Fault

// Error lists the faults, a line each.
func (fs Faults) Error() string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString("\n")
		if f.Row > 0 {
			fmt.Fprintf(&b, "dòng %d", f.Row)
		}
		if f.Column != "" {
			fmt.Fprintf(&b, ", cột %s", f.Column)
		}
		if f.Row > 0 {
			b.WriteString(": ")
		}
		b.WriteString(f.Text.VI)
	}
	return b.String()
}

// placeNames and titleNames are what the columns of codes and names are called, folded.
var (
	placeNames = []string{"place", "unit", "unit_code", "commune_code", "district_code", "code", "ma", "ma xa",
		"ma don vi", "ma huyen"}
	titleNames = []string{"name", "ten", "ten xa", "ten don vi", "don vi"}
)

// Read reads a table of values (the first sheet of a file that a person sees) for a norm. A blank cell is unknown.
// Errors: what sheet.Open refuses; no column of codes, or a needed one missing; Faults (errs.Invalid), all of the
// table's. dot is what a sign before three digits is; NoNumber where the columns say.
func Read(ctx context.Context, path string, s *norm.Set, codes *reading.Codes, dot reading.Shape) (*Values, error) {
	return read(ctx, path, &table{set: s, codes: codes, dot: dot, seen: map[string]int{}})
}

// ReadSome is Read for a table that may lack columns: what it lacks is not known.
func ReadSome(ctx context.Context, path string, s *norm.Set, codes *reading.Codes, dot reading.Shape) (*Values, error) {
	return read(ctx, path, &table{set: s, codes: codes, dot: dot, seen: map[string]int{}, some: true})
}

func read(ctx context.Context, path string, t *table) (_ *Values, err error) {
	b, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	rows, err := b.Rows(b.Visible()[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if err := t.header(rows); err != nil {
		return nil, err
	}
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := t.row(rows.Row()); err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return t.values()
}

// table is a table on its way into values.
type table struct {
	set         *norm.Set
	codes       *reading.Codes
	dot         reading.Shape
	some        bool // columns may be missing
	place, name int
	columns     []norm.Column
	at          []int             // the column in the file of each, −1: there is none
	learnt      []*reading.Column // how the numbers of each are written
	lines       []line
	seen        map[string]int
	faults      Faults
	more        int // faults that are not told
	totals      int // rows
	notes       []errs.Text
}

// line is a row's cells, by the columns of the norm.
type line struct {
	row   int
	unit  allocation.Unit
	cells []sheet.Cell
}

func tidy(c *sheet.Cell) string { return reading.Tidy(string(c.Value)) }

// header reads down to the heads, which name the places.
func (t *table) header(rows *sheet.Rows) error {
	for n := 0; n < 20 && rows.Next(); n++ {
		heads := make([]string, len(rows.Row().Cells))
		for i := range heads {
			heads[i] = tidy(&rows.Row().Cells[i])
		}
		if t.place = slices.IndexFunc(heads, named(placeNames)); t.place >= 0 {
			return t.heads(heads)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return errs.New(errs.Invalid, "the table of values has no column “place” with the codes of the units")
}

func named(names []string) func(string) bool {
	return func(h string) bool { return slices.Contains(names, strings.ToLower(vietnamese.Fold(h))) }
}

// heads finds the columns of the norm.
func (t *table) heads(heads []string) error {
	t.name = slices.IndexFunc(heads, named(titleNames))
	used := map[int]bool{t.place: true}
	if t.name >= 0 {
		used[t.name] = true
	}
	var missing []string
	t.columns = t.set.Columns()
	for _, c := range t.columns {
		at := -1
		for i, h := range heads {
			if strings.EqualFold(h, c.Code) || c.Title.VI != "" && vietnamese.Fold(h) == vietnamese.Fold(c.Title.VI) {
				if at >= 0 {
					return errs.New(errs.Invalid, "the table of values has the column “%s” twice", c.Code)
				}
				at, used[i] = i, true
			}
		}
		if at < 0 && !c.Merger && !t.some {
			missing = append(missing, c.Code)
		}
		t.at = append(t.at, at)
		t.learnt = append(t.learnt, &reading.Column{Name: c.Code, Whole: c.Whole, Dot: t.dot})
	}
	if len(missing) > 0 {
		return errs.New(errs.Invalid, "the table of values lacks columns that the norm needs: %s",
			strings.Join(missing, ", "))
	}
	var passed []string
	for i, h := range heads {
		if h != "" && !used[i] {
			passed = append(passed, h)
		}
	}
	if len(passed) > 0 {
		t.notes = append(t.notes, errs.T("columns passed over: %s", strings.Join(passed, ", ")))
	}
	return nil
}

// row keeps a row until all are seen. Blank rows and totals are none.
func (t *table) row(r *sheet.Row) error {
	if r.Bad != nil {
		t.fault(r.Number, "", r.Bad.Text)
		return nil
	}
	l := line{row: r.Number, cells: make([]sheet.Cell, len(t.columns))}
	cell := func(at int) sheet.Cell {
		if at < 0 || at >= len(r.Cells) {
			return sheet.Cell{}
		}
		return r.Cells[at]
	}
	place, name := cell(t.place), cell(t.name)
	if len(place.Value) > mostText || len(name.Value) > mostText {
		t.fault(r.Number, "place", errs.T("the code or the name of the unit is too long"))
		return nil
	}
	l.unit.Code, l.unit.Name = tidy(&place), tidy(&name)
	blank := l.unit.Code == ""
	for i := range t.columns {
		if l.cells[i] = cell(t.at[i]); len(l.cells[i].Value) > mostText {
			t.fault(r.Number, t.columns[i].Code, errs.T("this is too long to be a value"))
			l.cells[i] = sheet.Cell{}
		}
		l.cells[i].Value = slices.Clone(l.cells[i].Value)
		if blank = blank && l.cells[i].Kind == sheet.Blank; l.cells[i].Kind == sheet.Text {
			t.learnt[i].Learn(strings.TrimSuffix(tidy(&l.cells[i]), "%"))
		}
	}
	switch key := vietnamese.Fold(l.unit.Code + " " + l.unit.Name); {
	case blank:
		return nil
	case strings.HasPrefix(strings.TrimSpace(key), "tong") || strings.TrimSpace(key) == "cong":
		if t.totals++; t.totals <= mostFaults {
			t.notes = append(t.notes, errs.T("row %d is a total and passed over", r.Number))
		}
		return nil
	case l.unit.Code == "":
		t.fault(r.Number, "place", errs.T("the code of the unit is missing"))
	case len(l.unit.Code) > 64:
		t.fault(r.Number, "place", errs.T("the code of the unit is too long"))
	case t.seen[l.unit.Code] > 0:
		t.fault(r.Number, "place", errs.T("the unit “%s” stands in row %d too", l.unit.Code, t.seen[l.unit.Code]))
	}
	t.seen[l.unit.Code] = r.Number
	if t.lines = append(t.lines, l); len(t.lines) > mostUnits {
		return errs.New(errs.Invalid, "the table of values has more than %d units", mostUnits)
	}
	return nil
}

func (t *table) fault(row int, column string, text errs.Text) {
	if len(t.faults) < mostFaults {
		t.faults = append(t.faults, Fault{row, column, text})
		return
	}
	t.more++
}

// values reads the cells, now that all of each column were seen.
func (t *table) values() (*Values, error) {
	if more := t.totals - mostFaults; more > 0 {
		t.notes = append(t.notes, errs.T("%d rows more are totals and passed over", more))
	}
	v := &Values{Notes: t.notes}
	for i := range t.lines {
		l := &t.lines[i]
		l.unit.Values = map[string]*big.Rat{}
		for k := range t.columns {
			value, bad := t.cell(&l.cells[k], k)
			if bad != nil {
				t.fault(l.row, t.columns[k].Code, *bad)
			} else if value != nil {
				l.unit.Values[t.columns[k].Code] = value
			}
		}
		v.Units = append(v.Units, l.unit)
	}
	all := len(t.faults) + t.more
	if t.more > 0 {
		t.faults = append(t.faults, Fault{0, "", errs.T("and %d more", t.more)})
	}
	if len(t.faults) > 0 {
		return nil, errs.New(errs.Invalid, "the table of values has %d faults; mend them and load it again",
			all).Because(t.faults)
	}
	return v, nil
}

// Value reads one value as people type it into a form; why says why it is none.
func Value(c *norm.Column, text string, codes *reading.Codes) (*big.Rat, *errs.Text) {
	t := &table{codes: codes, columns: []norm.Column{*c}, learnt: []*reading.Column{{Name: c.Code, Whole: c.Whole}}}
	t.learnt[0].Learn(strings.TrimSuffix(text, "%"))
	v, bad := t.cell(&sheet.Cell{Kind: sheet.Text, Value: []byte(text)}, 0)
	if v == nil && bad == nil || len(text) > mostText {
		return nil, said(errs.T("“%s” is no value: enter it again", text[:min(len(text), mostText)]))
	}
	return v, bad
}

// cell reads a value; none where it is blank.
func (t *table) cell(c *sheet.Cell, k int) (*big.Rat, *errs.Text) {
	column := &t.columns[k]
	text := tidy(c)
	if c.Kind == sheet.Blank || text == "" {
		return nil, nil
	}
	if c.Kind == sheet.Fault || c.Date {
		return nil, said(errs.T("“%s” is no value: enter it again", text))
	}
	if column.Kind == norm.YesNo {
		return t.answer(text)
	}
	return t.number(c, text, k)
}

func said(t errs.Text) *errs.Text { return &t }

func (t *table) answer(text string) (*big.Rat, *errs.Text) {
	a, bad := t.codes.Answer([]byte(text))
	switch {
	case bad != nil:
		return nil, bad
	case a == household.Yes:
		return big.NewRat(1, 1), nil
	case a == household.No:
		return new(big.Rat), nil
	}
	return nil, nil
}

// mostDigits is how many digits a value has at most.
const mostDigits = 30

func (t *table) number(c *sheet.Cell, text string, k int) (*big.Rat, *errs.Text) {
	column := &t.columns[k]
	percent := strings.HasSuffix(text, "%")
	text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	var read string
	if c.Kind == sheet.Number {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || !(f >= 0 && f <= float64(norm.Most)) {
			return nil, said(errs.T("“%s” is no number from 0 up", text))
		}
		read = strconv.FormatFloat(f, 'g', 15, 64) // what a spreadsheet shows: the rest is its noise
	} else {
		var bad *errs.Text
		if read, _, bad = t.learnt[k].Text(text); bad != nil {
			return nil, bad
		}
	}
	v, ok := new(big.Rat), len(read) <= mostDigits
	if ok {
		v, ok = v.SetString(read)
	}
	if !ok || v.Sign() < 0 || v.Cmp(new(big.Rat).SetInt64(norm.Most)) > 0 {
		return nil, said(errs.T("“%s” is no number from 0 up", text))
	}
	if percent {
		v.Quo(v, big.NewRat(100, 1))
	}
	switch {
	case column.Kind == norm.Share && v.Cmp(big.NewRat(1, 1)) > 0:
		return nil, said(errs.T("a share of %s is above 1: write 0.42 or 42 %%", text))
	case column.Whole && !v.IsInt():
		return nil, said(errs.T("“%s” must be a whole number", text))
	}
	return v, nil
}
