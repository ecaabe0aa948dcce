package supports

import (
	"io"

	"giamngheo/internal/access"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
)

// RejectedSupports writes rows that were not saved, as they came back with their reasons, as a workbook: corrected it
// can be uploaded again, where the column of reasons is passed over.
func (o *bulk) RejectedSupports(a *office.Ask, left string, w io.Writer) error {
	if !o.office.May(a, access.RecordSupports) {
		return office.Forbidden()
	}
	table, err := paste.Split(left)
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
			if cells[j] = sheet.TextCell(text); i == 0 {
				cells[j] = sheet.HeadCell(text)
			}
		}
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	return book.Close()
}
