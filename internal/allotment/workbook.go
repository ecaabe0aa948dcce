package allotment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/norm"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
)

// Book is the workbook of an allocation that goes out to be edited: what its units get by now, with a column for what
// they should get. Rows are by district. Its first column is hidden, and says of which row of which version a line is.
type Book struct {
	Allocation, Version int64
	Rows                []BookRow
	Names               map[string]string // of the districts
}

// BookRow is a unit of a workbook. Amount is what it gets by now, in đồng.
type BookRow struct {
	Code, Name, Above string
	Amount            int64
	Reason            string // of a part set by hand
}

// Back is a row that came back. Where it is returned, Fault says why.
type Back struct {
	Row                        int // in the file
	Key, Code, Name            string
	Typed, Reason              string
	Amount                     int64
	Fault                      *errs.Text
	unit, changed, sum, number bool
}

// Returned is what became of a workbook that came in again: In = Accepted + len(Bad), sums counted too. Hands are the
// accepted rows with another amount than before, by unit.
type Returned struct {
	In, Accepted int
	Bad          []Back
	Hands        map[string]Back
	rows         []Back
}

// The columns of a workbook, with their heads.
const (
	keyColumn = iota
	numberColumn
	codeColumn
	nameColumn
	nowColumn
	newColumn
	differenceColumn
	reasonColumn
	faultColumn
)

var heads = []string{"Mã dòng (không sửa)", "TT", "Mã đơn vị", "Đơn vị", "Đang được phân bổ (đồng)",
	"Phân bổ lại (đồng)", "Chênh lệch (đồng)", "Lý do", "Vì sao trả lại"}

// bounds of what is read.
const (
	mostRows   = 20_000
	mostText   = 1000
	mostReason = 300
	leastWhy   = 5
)

const (
	unitKey     = "u"
	districtKey = "d"
	totalKey    = "t"
)

func (b *Book) key(kind, code string) string {
	return fmt.Sprintf("%d/%d/%s/%s", b.Allocation, b.Version, kind, code)
}

// Write writes a workbook; rows that were returned have what was typed, marked, and why. Sums are formulas.
func (b *Book) Write(w io.Writer, bad []Back) error {
	book := sheet.NewWriter(w)
	err := book.Sheet("Phân bổ", sheet.Options{Widths: []float64{4, 6, 11, 32, 20, 20, 18, 40, 60}, FreezeRows: 1,
		Hidden: 1})
	var head []sheet.Out
	for _, h := range heads {
		head = append(head, sheet.HeadCell(h))
	}
	err = errors.Join(err, book.Row(head))
	marks := map[string]*Back{}
	for i := range bad {
		if _, _, code := apart(bad[i].Key); bad[i].unit {
			marks[code] = &bad[i]
		}
	}
	var sums []int
	for from, to := 0, 0; from < len(b.Rows); from = to {
		for to = from; to < len(b.Rows) && b.Rows[to].Above == b.Rows[from].Above; to++ {
		}
		first := book.Rows() + 1
		if above := b.Rows[from].Above; above != "" {
			sums, first = append(sums, first), first+1
			err = errors.Join(err, book.Row(b.sumRow(b.key(districtKey, above), above, b.Names[above], b.Rows[from:to],
				first-1, func(c string) string { return fmt.Sprintf("SUM(%s%d:%s%d)", c, first, c, first+to-from-1) })))
		} else {
			for i := range to - from {
				sums = append(sums, first+i)
			}
		}
		for i := from; i < to; i++ {
			err = errors.Join(err, book.Row(b.unitRow(&b.Rows[i], book.Rows()+1, i-from+1, marks[b.Rows[i].Code])))
		}
	}
	err = errors.Join(err, book.Row(b.sumRow(b.key(totalKey, ""), "", "Tổng cộng", b.Rows, book.Rows()+1, addUp(sums))))
	for i := range bad {
		if !bad[i].unit {
			err = errors.Join(err, book.Row([]sheet.Out{{}, {}, faulty(bad[i].Code), faulty(bad[i].Name), {},
				faulty(bad[i].Typed), {}, faulty(bad[i].Reason), faulty(bad[i].Fault.VI)}))
		}
	}
	return errors.Join(err, book.Close())
}

// addUp is how a spreadsheet adds up rows of a column, those that follow one another as a range.
func addUp(rows []int) func(string) string {
	return func(column string) string {
		var parts []string
		for i, to := 0, 0; i < len(rows); i = to {
			for to = i + 1; to < len(rows) && rows[to] == rows[to-1]+1; to++ {
			}
			parts = append(parts, fmt.Sprintf("SUM(%s%d:%s%d)", column, rows[i], column, rows[to-1]))
		}
		return strings.Join(parts, "+")
	}
}

func faulty(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Style: sheet.Faulty, Text: s} }

func whole(n int64, formula string) sheet.Out {
	return sheet.Out{Kind: sheet.Number, Style: sheet.Whole, Number: float64(n), Formula: formula}
}

// unitRow is a unit's row.
func (b *Book) unitRow(r *BookRow, row, number int, bad *Back) []sheet.Out {
	at := strconv.Itoa(row)
	cells := []sheet.Out{sheet.TextCell(b.key(unitKey, r.Code)), sheet.NumberCell(int64(number)),
		sheet.TextCell(r.Code), sheet.TextCell(r.Name), whole(r.Amount, ""), whole(r.Amount, ""),
		whole(0, "F"+at+"-E"+at),
		sheet.TextCell(r.Reason)}
	if bad != nil {
		cells[newColumn], cells[reasonColumn] = faulty(bad.Typed), sheet.TextCell(bad.Reason)
		cells[differenceColumn] = sheet.Out{}
		if bad.number {
			cells[newColumn] = sheet.Out{Kind: sheet.Number, Style: sheet.Faulty, Number: float64(bad.Amount)}
			cells[differenceColumn] = whole(bad.Amount-r.Amount, "F"+at+"-E"+at)
		}
		cells = append(cells, faulty(bad.Fault.VI))
	}
	return cells
}

// sumRow is the row of a district, or of all.
func (b *Book) sumRow(key, code, name string, of []BookRow, row int, formula func(column string) string) []sheet.Out {
	sum := int64(0)
	for i := range of {
		sum += of[i].Amount
	}
	at := strconv.Itoa(row)
	return []sheet.Out{sheet.TextCell(key), {}, sheet.TextCell(code), sheet.HeadCell(name), whole(sum, formula("E")),
		whole(sum, formula("F")), whole(0, "F"+at+"-E"+at)}
}

// apart takes a key apart; kind is "" of what is none.
func apart(key string) (version, kind, code string) {
	p := strings.SplitN(key, "/", 4)
	if len(p) != 4 {
		return "", "", ""
	}
	return p[0] + "/" + p[1], p[2], p[3]
}

// Read reads a workbook that came in again. Gone says what became of a unit that is none of the allocation's any more,
// empty where nothing is known of it. Errors: what sheet.Open refuses; errs.Invalid where it is no such workbook;
// errs.Conflict where all of it is of another version.
func (b *Book) Read(ctx context.Context, path string, gone func(code string) errs.Text) (_ *Returned, err error) {
	file, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rows, err := file.Rows(file.Visible()[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() || len(rows.Row().Cells) < reasonColumn || tidy(rows.Row().Cells, keyColumn) != heads[keyColumn] ||
		tidy(rows.Row().Cells, newColumn) != heads[newColumn] {
		return nil, errors.Join(rows.Err(), errs.New(errs.Invalid,
			"this is not the workbook of an allocation: take it out here, edit it, and send the same file"))
	}
	r := &Returned{Hands: map[string]Back{}}
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.take(rows.Row())
		if len(r.rows) > mostRows {
			return nil, errs.New(errs.Invalid, "the workbook has more than %d rows", mostRows)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	b.judge(r, gone)
	return r, b.add(r)
}

// tidy is a cell's text.
func tidy(cells []sheet.Cell, at int) string {
	if at >= len(cells) {
		return ""
	}
	s := reading.Tidy(string(cells[at].Value[:min(len(cells[at].Value), mostText)]))
	return s
}

// take keeps a row that is not blank, with its amount.
func (r *Returned) take(row *sheet.Row) {
	c := row.Cells
	l := Back{Row: row.Number, Key: tidy(c, keyColumn), Code: tidy(c, codeColumn), Name: tidy(c, nameColumn),
		Typed: tidy(c, newColumn), Reason: tidy(c, reasonColumn)}
	if l.Key == "" && l.Code == "" && l.Typed == "" {
		return
	}
	if row.Bad != nil {
		l.Fault = &row.Bad.Text
	}
	_, kind, _ := apart(l.Key)
	l.sum = kind == districtKey || kind == totalKey
	if n, ok := amount(c); ok {
		l.Amount, l.number = n, true
	}
	r.rows = append(r.rows, l)
}

// amount is what a unit should get.
func amount(c []sheet.Cell) (int64, bool) {
	text := tidy(c, newColumn)
	if text == "" || c[newColumn].Kind == sheet.Fault || c[newColumn].Date {
		return 0, false
	}
	if c[newColumn].Kind == sheet.Number {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || !(f >= 0 && f <= 9e15) || f != float64(int64(f)) {
			return 0, false
		}
		return int64(f), true
	}
	n, err := money.Amount(text)
	return int64(n), err == nil
}

func said(t errs.Text) *errs.Text { return &t }

// judge says of each row of a unit what is wrong with it alone.
func (b *Book) judge(r *Returned, gone func(string) errs.Text) {
	mine := fmt.Sprintf("%d/%d", b.Allocation, b.Version)
	seen := map[string]int{}
	for i := range r.rows {
		seen[r.rows[i].Key]++
	}
	units := map[string]*BookRow{}
	for i := range b.Rows {
		units[b.Rows[i].Code] = &b.Rows[i]
	}
	for i := range r.rows {
		l := &r.rows[i]
		version, kind, code := apart(l.Key)
		was := units[code]
		l.unit = kind == unitKey && was != nil && version == mine && seen[l.Key] == 1
		if l.unit {
			l.changed = l.number && l.Amount != was.Amount
		}
		switch {
		case l.Fault != nil:
		case kind == "" && gone(l.Code).VI != "":
			l.Fault = said(errs.T("the unit “%s” is none of the allocation’s: %s", l.Code, gone(l.Code)))
		case kind == "":
			l.Fault = said(errs.T("the code “%s” is unknown here, or the row’s hidden code was deleted: take the workbook out again",
				l.Code))
		case version != mine:
			l.Fault = said(errs.T("the row is of another allocation, or of a version that was changed meanwhile"))
		case l.sum && l.Typed != "" && !l.number:
			l.Fault = said(errs.T("“%s” is no whole number of đồng", l.Typed))
		case l.sum:
		case was == nil && gone(code).VI != "":
			l.Fault = said(errs.T("the unit “%s” is none of the allocation’s: %s", code, gone(code)))
		case was == nil || l.Code != code:
			l.Fault = said(errs.T("the code “%s” is not the row’s own", l.Code))
		case seen[l.Key] > 1:
			l.Fault = said(errs.T("the unit stands in several rows"))
		case !l.number:
			l.Fault = said(errs.T("“%s” is no whole number of đồng", l.Typed))
		case l.changed && (len([]rune(l.Reason)) < leastWhy || len([]rune(l.Reason)) > mostReason):
			l.Fault = said(errs.T("the amount is another: say why, in %d to %d letters", leastWhy, mostReason))
		}
	}
}

// add looks whether what is changed adds up, by district and in all, and takes it. Errors: errs.Conflict.
func (b *Book) add(r *Returned) error {
	above := map[string]string{}
	for i := range b.Rows {
		above[b.Rows[i].Code] = b.Rows[i].Above
	}
	of := map[string]int64{}
	for i := range r.rows {
		if l := &r.rows[i]; l.unit && l.number {
			_, _, code := apart(l.Key)
			of[totalKey] += l.Amount
			of[districtKey+above[code]] += l.Amount
		}
	}
	wrong := map[string]bool{}
	for i := range r.rows {
		l := &r.rows[i]
		if _, kind, code := apart(l.Key); l.sum && l.Fault == nil && l.number && l.Amount != of[kind+code] {
			l.Fault = said(errs.T("the rows add up to %s, and here stands %s", Dong(of[kind+code]), Dong(l.Amount)))
			wrong[kind+code] = true
		}
	}
	var off int64
	for i := range r.rows {
		l := &r.rows[i]
		_, _, code := apart(l.Key)
		if l.changed && l.Fault == nil && (wrong[totalKey] || wrong[districtKey+above[code]]) {
			l.Fault = said(errs.T("the rows of the district or of all do not add up to its sum"))
		} else if l.changed && l.Fault == nil {
			off += l.Amount - b.now(code)
		}
	}
	for i := range r.rows {
		l := &r.rows[i]
		_, _, code := apart(l.Key)
		if l.changed && l.Fault == nil && off != 0 {
			l.Fault = said(errs.T("what is accepted would change the total by %s đồng: what one unit gets more others must get less",
				Dong(off)))
		}
		if r.In++; l.Fault != nil {
			r.Bad = append(r.Bad, *l)
			continue
		}
		r.Accepted++
		if l.changed {
			r.Hands[code] = *l
		}
	}
	if r.In == 0 {
		return errs.New(errs.Invalid, "the workbook has no rows")
	}
	return nil
}

// Dong is an amount as it is written, with its sign.
func Dong(n int64) string {
	if n < 0 {
		return "-" + norm.Dong(-n)
	}
	return norm.Dong(n)
}

// now is what a unit gets by now.
func (b *Book) now(code string) int64 {
	at := slices.IndexFunc(b.Rows, func(r BookRow) bool { return r.Code == code })
	return b.Rows[at].Amount
}

// Sort puts the rows by district.
func (b *Book) Sort() {
	slices.SortFunc(b.Rows, func(x, y BookRow) int {
		return cmp.Or(cmp.Compare(x.Above, y.Above), cmp.Compare(x.Code, y.Code))
	})
}
