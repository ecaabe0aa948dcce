package exchange

import (
	"slices"
	"strings"

	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// layout is where a sheet's columns are.
type layout struct {
	name     string // the sheet's, as the file has it
	columns  []household.Column
	at       []int    // by column of the exchange format: the index in the row, -1 where it is not there
	headers  []string // as the file has them
	extra    []string // headers that are no column of the format
	known    []bool   // by index in the row: is it a column of the format
	byHeader map[string]int
}

// has reports whether the cell at an index in the row is of a column of the format.
func (l *layout) has(i int) bool { return i < len(l.known) && l.known[i] }

// ReasonHeader is the last column of a workbook of rejected rows; on reading it is passed over.
const ReasonHeader = "Lý do từ chối"

// headerRows is how many rows at the top of a sheet may precede its headers.
const headerRows = 20

// findSheet returns the name of one of the two sheets: of those that a person sees, if any. Two that are seen are one
// too many.
func findSheet(b *sheet.Book, which int) (string, error) {
	var seen, hidden []string
	for _, s := range b.Sheets() {
		switch {
		case ![2]arrange.Part{arrange.Houses, arrange.Members}[which].Named(s):
		case b.Hidden(s):
			hidden = append(hidden, s)
		default:
			seen = append(seen, s)
		}
	}
	switch {
	case len(seen) > 1 || len(seen) == 0 && len(hidden) > 1:
		both := strings.Join(append(seen, hidden...), ", ")
		return "", errs.New(errs.Invalid,
			"the file has several sheets of the same list (%s): which one is right? Remove or rename the others", both)
	case len(seen) == 1:
		return seen[0], nil
	case len(hidden) == 1:
		return hidden[0], nil
	}
	want := [2]string{"households (hoặc “Danh sách hộ”)", "members (hoặc “Thành viên”)"}[which]
	return "", errs.New(errs.Invalid,
		"no sheet %s; the file has: %s. A register needs the sheets households and members (or a folder with households.csv and members.csv)", want, strings.Join(b.Sheets(), ", "))
}

// readHeader reads down to the header row and finds the columns.
func readHeader(b *sheet.Book, name string, rows *sheet.Rows, columns []household.Column,
	aliases map[string]string) (*layout, error) {
	byHeader := headerIndex(columns, aliases)
	best, least := 0, min(3, len(columns))
	if aliases != nil { // it is known where the headings are
		least = 1
	}
	for n := 0; n < headerRows && rows.Next(); n++ {
		l := &layout{name: name, columns: columns, at: make([]int, len(columns))}
		for i := range l.at {
			l.at[i] = -1
		}
		l.byHeader = byHeader
		found, err := l.match(rows.Row(), byHeader)
		best = max(best, found)
		if found < least {
			continue
		}
		if err != nil {
			return nil, err
		}
		return l, l.complete(b)
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	return nil, headerMissing(b, name, columns, best)
}

// headerIndex finds a column by its folded header: its identifier, its title, or what a person has matched with it; -1
// is of a header that was said to be none.
func headerIndex(columns []household.Column, aliases map[string]string) map[string]int {
	byHeader := map[string]int{}
	for i, c := range columns {
		byHeader[vietnamese.Fold(c.Name)] = i
		byHeader[vietnamese.Fold(c.Title)] = i
	}
	for header, name := range aliases {
		byHeader[vietnamese.Fold(header)] = slices.IndexFunc(columns,
			func(c household.Column) bool { return c.Name == name })
	}
	return byHeader
}

// match finds the columns in a row and returns how many there are.
func (l *layout) match(row *sheet.Row, byHeader map[string]int) (found int, err error) {
	for i, c := range row.Cells {
		text := strings.TrimSpace(string(c.Value))
		key := vietnamese.Fold(text)
		col, ok := byHeader[key]
		for _, e := range [...]charset.Encoding{charset.TCVN3, charset.VNI} { // headings in a font of old
			if !ok && key != "" && charset.Score(text) < 0 {
				if col, ok = byHeader[vietnamese.Fold(e.Text(text))]; ok {
					text = e.Text(text)
				}
			}
		}
		l.headers, l.known = append(l.headers, text), append(l.known, ok && col >= 0)
		switch {
		case key == "", ok && col < 0:
		case !ok:
			if key != vietnamese.Fold(ReasonHeader) {
				l.extra = append(l.extra, text)
			}
		case l.at[col] >= 0:
			err = errs.New(errs.Invalid, "sheet “%s” has the column “%s” twice (%s and %s): remove one", l.name, text,
				sheet.ColumnName(l.at[col]), sheet.ColumnName(i))
		default:
			l.at[col] = i
			found++
		}
	}
	return found, err
}

// complete refuses a sheet without a required column.
func (l *layout) complete(b *sheet.Book) error {
	var missing []household.Column
	for i, c := range l.columns {
		if c.Required && l.at[i] < 0 {
			missing = append(missing, c)
		}
	}
	if missing == nil {
		return nil
	}
	hint := mergedHint(b, l.name)
	list := columnTitles(missing)
	return errs.New(errs.Invalid, "sheet “%s” lacks the columns: %s%s", l.name, list, hint)
}

// columnTitles lists what people call columns.
func columnTitles(columns []household.Column) (out errs.Text) {
	for i, c := range columns {
		if out = errs.T("%s, %s", out, household.ColumnTitle(c.Name)); i == 0 {
			out = household.ColumnTitle(c.Name)
		}
	}
	return out
}

func headerMissing(b *sheet.Book, name string, columns []household.Column, best int) error {
	want := slices.DeleteFunc(slices.Clone(columns), func(c household.Column) bool { return !c.Required })
	hint := mergedHint(b, name)
	return errs.New(errs.Invalid,
		"sheet “%s” has no header row in its first %d rows (%d columns recognised); at least: %s%s", name, headerRows,
		best, columnTitles(want), hint)
}

// mergedHint tells of merged cells, the usual cause of headers that cannot be found.
func mergedHint(b *sheet.Book, name string) errs.Text {
	merged, err := b.Merged(name)
	if err != nil || len(merged) == 0 {
		return errs.Text{}
	}
	list := strings.Join(merged[:min(3, len(merged))], ", ")
	return errs.T(". The sheet has merged cells (%s): unmerge the header row", list)
}

// cell returns the cell of a column, nil where the row does not reach it.
func (l *layout) cell(row *sheet.Row, column int) *sheet.Cell {
	if i := l.at[column]; i >= 0 && i < len(row.Cells) {
		return &row.Cells[i]
	}
	return nil
}
