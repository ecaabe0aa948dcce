package contributions

import (
	"bytes"
	"errors"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
)

func asError(err error, e **errs.Error) bool { return errors.As(err, e) }

// mark writes the rows that are returned, as they were typed, with why.
func (t *Taken) mark() error {
	if len(t.Bad) == 0 {
		return nil
	}
	var out bytes.Buffer
	book := sheet.NewWriter(&out)
	if err := begin(book); err != nil {
		return err
	}
	for i := range t.Bad {
		var cells []sheet.Out
		for _, h := range headings() {
			text := t.Bad[i].Cells[h.Name]
			if h.Name == "fault" {
				cells = append(cells, sheet.Out{Kind: sheet.Text, Style: sheet.Faulty, Text: t.Bad[i].Fault.VI})
				continue
			}
			cells = append(cells, sheet.TextCell(text))
		}
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	err := book.Close()
	t.Book = out.Bytes()
	return err
}
