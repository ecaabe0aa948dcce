package app

import (
	"io"

	"giamngheo/internal/access"
	"giamngheo/internal/sheet"
)

// RejectedSupports writes rows that were not saved, as they came back with their reasons, as a workbook: corrected it can be
// uploaded again, where the column of reasons is passed over.
func (o *Office) RejectedSupports(a *Actor, left string, w io.Writer) error {
	if !o.May(a, access.RecordSupports) {
		return forbidden()
	}
	table, err := splitPaste(left)
	if err != nil {
		return err
	}
	book := sheet.NewWriter(w)
	widths := make([]float64, 0, 24)
	for i := range table {
		for len(widths) < len(table[i]) {
			widths = append(widths, 18)
		}
	}
	if err := book.Sheet("ho tro", sheet.Options{Widths: widths, FreezeRows: 1}); err != nil {
		return err
	}
	for i, row := range table {
		cells := make([]sheet.Out, len(row))
		for j, text := range row {
			if cells[j] = textCell(text); i == 0 {
				cells[j] = headCell(text)
			}
		}
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	return book.Close()
}
