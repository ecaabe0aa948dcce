package tasks

import (
	"context"
	"fmt"
	"io"

	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
)

// WriteBoard writes who leads, who helps, by when and how far as a paper on sheets of a workbook. The reading is
// on the record. Errors: errs.Forbidden.
func (d *Desk) WriteBoard(ctx context.Context, a *office.Ask, year int, finished bool, out io.Writer) error {
	b, err := d.Board(ctx, a, year, finished)
	if err != nil {
		return err
	}
	book := sheet.NewWriter(out)
	unit := d.office.Province()
	under := []string{fmt.Sprintf("Đến ngày %s", d.office.Day().Vietnamese())}
	if b.Plan != nil {
		under = append([]string{fmt.Sprintf("Kế hoạch số %s ngày %s", b.Plan.Number, b.Plan.Date.Vietnamese())}, under...)
	}
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Nhiệm vụ kế hoạch", Unit: unit.FullName,
		Title: fmt.Sprintf("Ai chủ trì, ai phối hợp, đến đâu: nhiệm vụ của kế hoạch năm %d", b.Year), Under: under,
		Columns: []tablepaper.Column{{Title: "Nhiệm vụ", Width: 44}, {Title: "Chủ trì", Width: 24},
			{Title: "Phối hợp", Width: 26},
			{Title: "Thời hạn", Width: 16}, {Title: "Người thực hiện", Width: 20}, {Title: "Đến đâu", Width: 20}}})
	if err != nil {
		return err
	}
	for i := range b.Of {
		r := &b.Of[i]
		with := ""
		for j, one := range r.With {
			if j > 0 {
				with += "; "
			}
			with += bodyText(one)
		}
		if err := body.Row(texts(r.Text, bodyText(r.Lead), with, when(r), r.Person, howFar(r)), false); err != nil {
			return err
		}
	}
	if err := body.End(nil, unit.Name, d.office.Day()); err != nil {
		return err
	}
	if err := d.writeMade(book, b); err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "task.export", Kind: kind, Place: d.office.Home(a).Code})
	return book.Close()
}

// writeMade writes the tasks that were made by hand.
func (d *room) writeMade(book *sheet.Writer, b *Board) error {
	unit := d.office.Province()
	title := "Việc được giao, đang làm"
	if b.Finished {
		title = "Việc được giao, đã xong hoặc thôi làm"
	}
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Việc được giao", Unit: unit.FullName, Title: title,
		Under: []string{fmt.Sprintf("Đến ngày %s", d.office.Day().Vietnamese())},
		Columns: []tablepaper.Column{{Title: "Số", Width: 8}, {Title: "Việc", Width: 52}, {Title: "Đơn vị", Width: 26},
			{Title: "Người thực hiện", Width: 24}, {Title: "Thời hạn", Width: 16}, {Title: "Đến đâu", Width: 24}}})
	if err != nil {
		return err
	}
	for i := range b.Rows {
		r := &b.Rows[i]
		due := "không ghi"
		if !r.Due.IsZero() {
			due = r.Due.Vietnamese()
		}
		cells := texts(office.IDText(r.ID), r.Text, r.Unit.FullName, r.Person, due, howFar(r))
		if err := body.Row(cells, false); err != nil {
			return err
		}
	}
	return body.End(nil, unit.Name, d.office.Day())
}

func texts(all ...string) (out []sheet.Out) {
	for _, s := range all {
		out = append(out, sheet.TextCell(s))
	}
	return out
}

func bodyText(b Body) string {
	if b.Changed() {
		return fmt.Sprintf("%s (từ %s; kế hoạch ghi %s)", b.Now.VI, b.By.Last.AddDays(1).Vietnamese(), b.Name.VI)
	}
	return b.Name.VI
}

// when is by when a task of the plan is to be done.
func when(r *Row) string {
	switch {
	case !r.Due.IsZero():
		return r.Due.Vietnamese()
	case r.By != "":
		return r.By
	}
	return "Kế hoạch không ghi"
}

func howFar(r *Row) string {
	text := r.State.Title().VI
	if r.Waits != "" {
		text += ": " + r.Waits
	}
	if r.For != 0 {
		text += fmt.Sprintf(" (chờ việc số %d)", r.For)
	}
	if r.Evidence > 0 {
		text += fmt.Sprintf("; %d minh chứng", r.Evidence)
	}
	if r.Late {
		text += "; quá hạn"
	}
	return text
}
