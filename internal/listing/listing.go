// Package listing reads a table that somebody keeps in a workbook or CSV file as texts: its rows under their own
// numbers, and which column is which by what people write over it. It does not know what the table is of.
package listing

import (
	"errors"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Line is a row of a table as people see it: its number in the file, and the texts of its cells, tidied.
type Line struct {
	Number int
	Cells  []string
}

// Cell is the text of a cell, "" where the row is shorter.
func (l *Line) Cell(i int) string {
	if i < 0 || i >= len(l.Cells) {
		return ""
	}
	return l.Cells[i]
}

// Empty reports whether a row says nothing.
func (l *Line) Empty() bool { return strings.Join(l.Cells, "") == "" }

// Table reads the first sheet of a workbook or CSV file as texts, at most so many rows. Errors (errs.Invalid): there
// is no sheet, more rows.
func Table(path string, lim sheet.Limits, most int) (out []Line, err error) {
	book, err := sheet.Open(path, lim)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	names := book.Sheets()
	if len(names) == 0 {
		return nil, errs.New(errs.Invalid, "the file has no sheet")
	}
	rows, err := book.Rows(names[0])
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		if len(out) == most {
			return nil, errors.Join(errs.New(errs.Invalid, "more than %d rows: split the file", most), rows.Close())
		}
		row := rows.Row()
		if row.Bad != nil {
			return nil, errors.Join(row.Bad, rows.Close())
		}
		l := Line{Number: row.Number, Cells: make([]string, len(row.Cells))}
		for i := range row.Cells {
			l.Cells[i] = reading.Tidy(reading.Shown(&row.Cells[i], rows.Epoch1904()))
		}
		out = append(out, l)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

// Heading is a column that a table may have: its name in the program and what people write over it, folded.
type Heading struct {
	Name  string
	Says  []string
	Needs bool
}

// mostTop is how many rows at the top are looked at for headings: above them stand titles.
const mostTop = 30

// Headings finds the row of headings of a table, the first that has the most of those that are needed, and where each
// column is. Remembered are the texts over columns as they were matched before. Errors (errs.Invalid): one that is
// needed is not there.
func Headings(table []Line, all []Heading, remembered map[string]string) (at int, where map[string]int, err error) {
	at = -1
	for i := range table[:min(mostTop, len(table))] {
		found := map[string]int{}
		for j, text := range table[i].Cells {
			name := named(all, remembered, text)
			if _, had := found[name]; name != "" && !had {
				found[name] = j
			}
		}
		if len(found) > len(where) {
			at, where = i, found
		}
	}
	for _, h := range all {
		if _, ok := where[h.Name]; h.Needs && !ok {
			return 0, nil, errs.New(errs.Invalid, "the file has no column “%s”: the first rows must name it",
				h.Says[0])
		}
	}
	return at, where, nil
}

func named(all []Heading, remembered map[string]string, text string) string {
	folded := vietnamese.Fold(text)
	if folded == "" {
		return ""
	}
	if name, ok := remembered[folded]; ok {
		return name
	}
	for _, h := range all {
		if slices.ContainsFunc(h.Says, func(s string) bool { return vietnamese.Fold(s) == folded }) {
			return h.Name
		}
	}
	return ""
}
