package files

import (
	"context"
	"errors"
	"io/fs"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/datafile"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

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

// RecastOptions say which columns of a table are summed and what a point or comma before three digits is in it.
type RecastOptions struct {
	Sum []string      // headers; empty: those that are known to count or to be sums
	Dot reading.Shape // Grouped, Pointed, or NoNumber where the columns say
}

// line is a row of the table as it stands.
type line struct {
	row   int
	cells []sheet.Cell
}

func (l *line) text(i int) string {
	if i >= len(l.cells) {
		return ""
	}
	return strings.TrimSpace(string(l.cells[i].Value))
}

// readUnitTable reads the first sheet of a file that a person sees.
func readUnitTable(ctx context.Context, path string, data fs.FS, o RecastOptions) (_ *unitTable, err error) {
	b, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	t := &unitTable{sheet: b.Visible()[0]}
	if len(b.Sheets()) > 1 {
		t.note(errs.T("sheets passed over: %s", strings.Join(slices.DeleteFunc(b.Sheets(),
			func(s string) bool { return s == t.sheet }), ", ")))
	}
	rows, err := b.Rows(t.sheet)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	header, unit, err := unitHeader(rows)
	if err != nil {
		return nil, err
	}
	lines, err := t.lines(ctx, rows, unit)
	if err != nil {
		return nil, err
	}
	words, err := readSumWords(data)
	if err != nil {
		return nil, err
	}
	return t, t.sum(header, unit, lines, words, o)
}

func (t *unitTable) note(n errs.Text) { t.notes = append(t.notes, n) }

// mostHeaderRows is how many rows of titles may stand above a table's headings.
const mostHeaderRows = 20

// unitHeader reads down to the headings.
func unitHeader(rows *sheet.Rows) (header []string, unit int, err error) {
	for n := 0; n < mostHeaderRows && rows.Next(); n++ {
		header = texts(rows.Row())
		unit = slices.IndexFunc(header, func(h string) bool {
			return slices.Contains(unitColumns,
				strings.ToLower(reading.Tidy(h)))
		})
		if unit >= 0 {
			return header, unit, nil
		}
	}
	if err := rows.Err(); err != nil {
		return nil, 0, err
	}
	if header == nil {
		return nil, 0, errs.New(errs.Invalid, "the table has no rows")
	}
	return nil, 0, errs.New(errs.Invalid, "the table has no column of unit codes; one must be named: %s",
		strings.Join(unitColumns[:6], ", "))
}

// lines reads the rows. Blank rows are none; totals are passed over, for they would count twice.
func (t *unitTable) lines(ctx context.Context, rows *sheet.Rows, unit int) (out []line, err error) {
	hidden, totals := 0, 0
	for rows.Next() {
		row := rows.Row()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if row.Bad != nil {
			t.bad = append(t.bad, RefusedRow{t.sheet, row.Number, "", row.Bad.Text})
			continue
		}
		l := line{row.Number, slices.Clone(row.Cells)}
		for i := range l.cells {
			l.cells[i].Value = slices.Clone(l.cells[i].Value)
		}
		switch {
		case l.blank():
			continue
		case l.total(unit):
			totals++
			continue
		case row.Hidden:
			hidden++
		}
		out = append(out, l)
	}
	if hidden > 0 {
		t.note(errs.T("%d hidden rows (by hand or by a filter) were read like the others", hidden))
	}
	if totals > 0 {
		t.note(errs.T("%d rows of totals passed over", totals))
	}
	return out, rows.Err()
}

func (l *line) blank() bool {
	for i := range l.cells {
		if l.text(i) != "" || l.cells[i].Formula {
			return false
		}
	}
	return true
}

// total reports whether a row adds others up: it says so, and names no unit by a code.
func (l *line) total(unit int) bool {
	if code := l.text(unit); code != "" && strings.Trim(code, "0123456789.") == "" {
		return false
	}
	for i := range l.cells {
		switch key := vietnamese.Fold(l.text(i)); {
		case key == "tong" || key == "cong" || key == "total" || strings.HasPrefix(key, "tong cong") ||
			strings.HasPrefix(key, "tong so") || strings.HasPrefix(key, "toan "):
			return true
		}
	}
	return false
}

// sumKind is what a column's heading says of adding its figures up.
type sumKind uint8

const (
	unknownSum sumKind = iota
	count              // whole things: households, people
	amount             // money, land
	noSum              // years, shares, indices, densities, ranks
)

// sumWord is a word of headings.
type sumWord struct {
	word, ascii string
	kind        sumKind
}

func readSumWords(data fs.FS) (out []sumWord, err error) {
	kinds := map[string]sumKind{"count": count, "amount": amount, "no": noSum}
	err = datafile.Each(data, "place/recast_words.csv", func(row datafile.Row) error {
		k, ok := kinds[row("sums")]
		if !ok {
			return errors.New("place/recast_words.csv: " + row("word"))
		}
		out = append(out, sumWord{strings.ToLower(row("word")), row("ascii"), k})
		return nil
	})
	return out, err
}

// kindOf says what a heading's words say: one that cannot be summed decides, then whole things before sums of money. A
// heading without marks is compared without marks.
func kindOf(header string, words []sumWord) (kind sumKind) {
	if strings.Contains(header, "%") || strings.Contains(header, "‰") || strings.Contains(header, "/") {
		return noSum
	}
	low, bare := strings.ToLower(reading.Tidy(header)), vietnamese.Fold(header)
	marked := strings.ContainsFunc(low, func(r rune) bool { return r >= 0x80 })
	for _, w := range words {
		if marked && hasWord(low, w.word) || !marked && w.ascii != "" && hasWord(bare, w.ascii) {
			switch {
			case w.kind == noSum:
				return noSum
			case kind == unknownSum || w.kind == amount:
				kind = w.kind
			}
		}
	}
	return kind
}

// hasWord reports whether words stand in a text, whole.
func hasWord(text, word string) bool {
	notLetter := func(r rune) bool { return strings.ContainsRune(" ,.;:()[]_-–\n", r) }
	return strings.Contains(" "+strings.Join(strings.FieldsFunc(text, notLetter), " ")+" ", " "+
		strings.Join(strings.FieldsFunc(word, notLetter), " ")+" ")
}

// sum decides which columns are summed and takes their figures. Errors: a column to be summed that is not there or is
// not of numbers.
func (t *unitTable) sum(header []string, unit int, lines []line, words []sumWord, o RecastOptions) error {
	for _, name := range o.Sum {
		if !slices.Contains(header, name) {
			return errs.New(errs.Invalid, "there is no column “%s”; the columns: %s", name, strings.Join(header, ", "))
		}
	}
	for i := range lines {
		t.rows = append(t.rows, place.Figures{Code: codeOf(&lines[i], unit)})
		t.numbers = append(t.numbers, lines[i].row)
	}
	for k, h := range header {
		if k == unit || h == "" {
			continue
		}
		kind := kindOf(h, words)
		why := left(h, k, lines, kind, o)
		if why != (errs.Text{}) {
			t.note(why)
			continue
		}
		if err := t.take(h, k, lines, kind, o); err != nil {
			return err
		}
	}
	return nil
}

// left says why a column is left out; empty where it is to be summed.
func left(header string, k int, lines []line, kind sumKind, o RecastOptions) errs.Text {
	numbers := slices.ContainsFunc(lines, func(l line) bool {
		_, ok := figure(strings.TrimPrefix(l.text(k), "-"))
		return ok || reading.ParseNumber(strings.TrimPrefix(l.text(k), "-")).Shape != reading.NoNumber
	})
	switch {
	case len(o.Sum) > 0 && slices.Contains(o.Sum, header):
		return errs.Text{}
	case len(o.Sum) > 0:
		return errs.T("column “%s” is not among those to be summed: left out", header)
	case !numbers:
		for i := range lines {
			if s := lines[i].text(k); s != "" {
				return errs.T("column “%s” is not of numbers (“%s”): left out", header, s)
			}
		}
		return errs.T("column “%s” is empty: left out", header)
	case kind == noSum:
		return errs.T("column “%s” is a rate, an average, a year, an index or a rank and cannot be summed: left out",
			header)
	case kind == unknownSum:
		return errs.T("column “%s” is not known to be a count or a sum: left out; have it summed with --sum \"%s\"",
			header, header)
	}
	return errs.Text{}
}

// dashes stand for a figure that is not there.
var dashes = []string{"", "-", "–", "—", "…", "...", "..", "x", "X"}

// take reads the figures of a column. A cell that is no number counts as missing and is named.
func (t *unitTable) take(header string, k int, lines []line, kind sumKind, o RecastOptions) error {
	c := &reading.Column{Name: header, Whole: kind == count && o.Dot == reading.NoNumber, Dot: o.Dot}
	for i := range lines {
		if k < len(lines[i].cells) && lines[i].cells[k].Kind == sheet.Text {
			c.Learn(strings.TrimPrefix(lines[i].text(k), "-"))
		}
	}
	values, decimals := make([]*big.Rat, len(lines)), 0
	for i := range lines {
		s := lines[i].text(k)
		if k < len(lines[i].cells) && lines[i].cells[k].Formula && s == "" {
			t.note(
				errs.T(
					"column “%s”, row %d: the formula has no value yet (open the file in Excel and save it); counted as missing", header, lines[i].row))
			continue
		}
		if slices.Contains(dashes, s) {
			continue
		}
		text, bad := numberText(c, &lines[i].cells[k], s)
		if bad != nil && reading.ParseNumber(strings.TrimPrefix(s, "-")).Shape == reading.Either {
			return errs.New(errs.Invalid, "column “%s”: %s; say it with --dot thousands or --dot decimal", header, *bad)
		}
		v, ok := figure(text)
		if bad != nil || !ok {
			t.note(errs.T("column “%s”, row %d: “%s” is no number; counted as missing", header, lines[i].row, reading.Short(s)))
			continue
		}
		if kind == count && len(o.Sum) == 0 && !v.IsInt() {
			t.note(
				errs.T(
					"column “%s” is not of whole numbers (“%s”) and no count: left out; have it summed with --sum \"%s\"", header, s, header))
			return nil
		}
		values[i] = v
		if _, fraction, ok := strings.Cut(text, "."); ok && !strings.ContainsAny(text, "eE") {
			decimals = max(decimals, len(fraction))
		}
	}
	for i := range t.rows {
		t.rows[i].Values = append(t.rows[i].Values, values[i])
	}
	t.headers, t.decimals = append(t.headers, header), append(t.decimals, min(decimals, 12))
	return nil
}

// numberText is a cell's number as a program writes it; one that a spreadsheet stores is written so.
func numberText(c *reading.Column, cell *sheet.Cell, s string) (string, *errs.Text) {
	if cell.Kind == sheet.Number {
		return s, nil
	}
	if cell.Kind == sheet.Bool || cell.Kind == sheet.Fault {
		return "", nil
	}
	bare, negative := strings.CutPrefix(s, "-")
	text, _, bad := c.Text(bare)
	if negative {
		text = "-" + text
	}
	return text, bad
}

// codeOf is a unit's code: a number's “.0” is none of it.
func codeOf(l *line, unit int) place.Code {
	if unit >= len(l.cells) {
		return ""
	}
	s, bad := reading.Code([]byte(l.text(unit)), l.cells[unit].Kind == sheet.Number ||
		strings.HasSuffix(l.text(unit), ".0"))
	if bad != nil {
		return place.Code(l.text(unit))
	}
	return place.Code(s)
}

// figure reads a number as a program writes it, exactly; an empty text is none.
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

// refuse refuses the rows of a code that stands more than once: nobody knows which is right, and both would count
// twice. Errors: units of several levels, of which the higher hold the lower.
func (t *unitTable) refuse(on func(place.Code) (place.Unit, bool)) error {
	first, twice := map[place.Code]int{}, map[place.Code]bool{}
	levels := map[place.Level]place.Unit{}
	for i, f := range t.rows {
		if _, had := first[f.Code]; had && f.Code != "" {
			twice[f.Code] = true
		} else {
			first[f.Code] = t.numbers[i]
		}
		if u, ok := on(f.Code); ok {
			levels[u.Level] = u
		}
	}
	if len(levels) > 1 {
		var list []string
		for _, l := range []place.Level{place.Province, place.District, place.Commune} {
			if u, ok := levels[l]; ok {
				list = append(list, string(u.Code)+" "+u.FullName)
			}
		}
		return errs.New(errs.Invalid,
			"the table has units of several levels (%s), which would count twice: keep one level",
			strings.Join(list, ", "))
	}
	rows, numbers := t.rows[:0:0], t.numbers[:0:0]
	for i, f := range t.rows {
		if twice[f.Code] {
			t.bad = append(t.bad, RefusedRow{t.sheet, t.numbers[i], string(f.Code),
				errs.T("the unit %s stands in several rows, the first is row %d: keep one", f.Code, first[f.Code])})
			continue
		}
		rows, numbers = append(rows, f), append(numbers, t.numbers[i])
	}
	t.rows, t.numbers = rows, numbers
	return nil
}
