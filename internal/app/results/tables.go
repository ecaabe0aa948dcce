package results

import (
	"context"
	"fmt"
	"io"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
	"giamngheo/internal/vietnamese"
)

// WriteTables writes all output tables of a review in a place as a workbook, a sheet a table, each as a paper that is
// printed, with its head, its formula row and its sum. The lists of households need the right to export; who lacks it
// gets the tables. The export is recorded.
func (o *Desk) WriteTables(ctx context.Context, a *office.Ask, year int, unit place.Code, w io.Writer) error {
	tables, err := o.ReviewTables(ctx, a, year, unit)
	if err != nil {
		return err
	}
	book := tablesBook{o, sheet.NewWriter(w)}
	for i := range tables {
		if err := book.table(&tables[i]); err != nil {
			return err
		}
	}
	lists, err := o.DetailedLists(year)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if err := book.list(ctx, a, l, &tables[0]); err != nil {
			return err
		}
	}
	o.office.Saw(a, office.Deed{Action: "review.export", Kind: "place", Subject: string(unit), Place: unit,
		Note: map[string]string{"year": fmt.Sprint(year)}})
	return book.writer.Close()
}

// tablesBook is a workbook of tables.
type tablesBook struct {
	*Desk
	writer *sheet.Writer
}

// table writes a table as a paper of its place.
func (o tablesBook) table(t *TableShown) error {
	f := o.form(t, t.No, t.Title.VI)
	fixed := []tablepaper.Column{{Title: "STT", Formula: "A", Width: 5}, {Title: "Đơn vị", Formula: "B", Width: 26}}
	if t.ByEthnicity {
		fixed = []tablepaper.Column{{Title: "Dân tộc", Formula: "C", Width: 26}}
	} else if len(t.Lines) > 0 {
		fixed = append(fixed, tablepaper.Column{Formula: "C", Width: 12})
	}
	f.Columns = append(fixed, t.columns(len(fixed))...)
	body, err := tablepaper.Begin(o.writer, f)
	if err != nil {
		return err
	}
	number := 0
	for i := range t.Rows {
		r := &t.Rows[i]
		first := i == 0 || t.Rows[i-1].Unit.Code != r.Unit.Code || t.Rows[i-1].Total != r.Total
		if first && !r.Total {
			number++
		}
		if err := body.Row(t.cells(r, number, first), r.Total); err != nil {
			return err
		}
		if n := len(t.Lines); n > 1 && !t.ByEthnicity && (i+1)%n == 0 {
			body.Down(0, n)
			body.Down(1, n)
		}
	}
	return body.End(t.remarks(), t.Place.Spoken(), o.office.Day())
}

// form is what a paper of a table says above its rows.
func (o tablesBook) form(t *TableShown, no int, title string) *tablepaper.Form {
	number := fmt.Sprintf("Biểu %d", no)
	f := &tablepaper.Form{Sheet: number, Number: number, Unit: t.Place.FullName, Title: title,
		Under: []string{fmt.Sprintf("%s – rà soát năm %d (%s, ngày %s)", t.Place.FullName, t.Year, t.State.Title().VI,
			t.On.Vietnamese())}}
	if t.State != review.Final && t.Coverage.Communes > 0 {
		f.Under = append(f.Under, vietnamese.UpperFirst(t.Coverage.Sentence().VI))
	}
	if o.office.Demo() {
		f.Under = append(f.Under, generate.Label)
	}
	return f
}

// columns are a table's own columns with their widths, beside so many others.
func (t *TableShown) columns(others int) []tablepaper.Column {
	wide := min(16, max(8.5, float64(tablepaper.Across-31)/float64(len(t.Columns)+others-2)))
	out := make([]tablepaper.Column, len(t.Columns))
	for j, c := range t.Columns {
		out[j] = tablepaper.Column{Group: c.Group.VI, Title: c.Title.VI, Formula: c.Formula, Width: wide}
		for i := range t.Rows {
			out[j].Width = max(out[j].Width, tablepaper.WholeWidth(t.Rows[i].Cells[j].Value))
		}
	}
	return out
}

// cells are the cells of a row of a table; the number and name of a unit stand in its first line.
func (t *TableShown) cells(r *TableRow, number int, first bool) (cells []sheet.Out) {
	if !t.ByEthnicity {
		cells = []sheet.Out{{Style: sheet.GridMark}, {}}
		switch {
		case first && r.Total:
			cells[1] = sheet.TextCell("Tổng cộng")
		case first:
			cells = []sheet.Out{{Kind: sheet.Number, Style: sheet.GridMark, Number: float64(number)},
				sheet.TextCell(r.Unit.FullName)}
		}
	}
	if len(t.Lines) > 0 {
		cells = append(cells, sheet.TextCell(r.Line.VI))
	}
	for _, c := range r.Cells {
		one := sheet.NumberCell(c.Value)
		if c.Share {
			one = sheet.RateCell(c.Value, c.Of)
			one.Style = sheet.GridShare
		}
		if c.Disabled {
			one = sheet.Out{}
		}
		cells = append(cells, one)
	}
	return cells
}

// remarks are the lines under a table.
func (t *TableShown) remarks() []string {
	out := []string{t.Note.VI}
	if t.Prior == 0 && t.ByMovement() {
		out = append(out, errs.T("There is no result of the review before, so no movement can be told.").VI)
	}
	for _, s := range t.Outlived {
		out = append(out, vietnamese.UpperFirst(s.VI)+".")
	}
	for _, s := range t.Samples {
		out = append(out, "MẪU: "+s.VI)
	}
	return out
}

// movementWords name how a household came to its class.
var movementWords = map[string]errs.Text{"new": errs.T("movementWords|new"), "again": errs.T("movementWords|again"),
	"before":  errs.T("before"),
	"waiting": errs.T("not yet reviewed this year")}

// MovementTitle names how a household of a detailed list came to its class.
func MovementTitle(m string) errs.Text {
	return movementWords[m]
}

// listColumns are the columns of a detailed list. Not to be changed.
var listColumns = []tablepaper.Column{{Title: "STT chủ hộ", Width: 6}, {Title: "STT thành viên", Width: 7},
	{Title: "Họ và tên", Width: 24}, {Group: "Năm sinh", Title: "Nam", Width: 7},
	{Group: "Năm sinh", Title: "Nữ", Width: 7}, {Title: "Dân tộc", Width: 10}, {Title: "Quan hệ với chủ hộ", Width: 12},
	{Title: "Mới / tái / cũ", Width: 10}, {Title: "CSCC", Width: 7}, {Title: "DTTS", Width: 7},
	{Title: "KCKNLĐ", Width: 9}, {Title: "Mã hộ", Width: 13}, {Title: "Ấp, khóm", Width: 18}, {Title: "Xã", Width: 20},
	{Title: "Chỉ số thiếu hụt (nhu cầu hỗ trợ)", Width: 36}}

// list writes a detailed list beside a table: a row a member, without citizen numbers and facts of health.
func (o tablesBook) list(ctx context.Context, a *office.Ask, list review.DetailedList, t *TableShown) error {
	f := o.form(t, list.No, list.Title.VI)
	f.Columns = listColumns
	body, err := tablepaper.Begin(o.writer, f)
	if err != nil {
		return err
	}
	groups := map[household.Ethnicity]string{}
	for _, g := range o.office.Codes().Groups {
		groups[g.Code] = g.Name
	}
	std := o.book.Standard()
	cells := make([]sheet.Out, 0, len(listColumns))
	num := func(n int) sheet.Out { return sheet.Out{Kind: sheet.Number, Style: sheet.GridMark, Number: float64(n)} }
	err = o.DetailedList(ctx, a, t.Year, t.Place.Code, list.Class, func(l *ListedHousehold) error {
		var lacking []string
		for i := range std.Indicators {
			if l.Deprived>>i&1 == 1 {
				lacking = append(lacking, std.Indicators[i].Title.VI)
			}
		}
		mark := func(b bool) sheet.Out {
			if b {
				return sheet.Out{Kind: sheet.Text, Style: sheet.GridMark, Text: "x"}
			}
			return sheet.Out{}
		}
		h := l.Household
		name := o.office.Unit(h.Commune).FullName
		for i := range h.Members {
			m := &h.Members[i]
			born := sheet.Out{}
			if m.Birth.Known() {
				born = num(m.Birth.Earliest.Year())
			}
			male, female := born, sheet.Out{}
			if m.Sex == household.Female {
				male, female = sheet.Out{}, born
			}
			cells = append(cells[:0], sheet.Out{}, num(i+1), sheet.TextCell(m.Name), male, female,
				sheet.TextCell(groups[m.Ethnicity]), sheet.TextCell(household.RelationWords[m.Text("relationship")]))
			if m.Relationship == household.Head {
				cells[0] = num(l.No)
				cells = append(cells, sheet.TextCell(movementWords[l.Movement].VI), mark(l.Merit), mark(l.Minority),
					mark(l.NoLabour), sheet.TextCell(string(h.Code)), sheet.TextCell(h.Hamlet), sheet.TextCell(name),
					sheet.TextCell(strings.Join(lacking, "; ")))
			}
			if err := body.Row(cells, false); err != nil {
				return err
			}
		}
		return nil
	})
	if errs.KindOf(err) == errs.Forbidden && err != nil {
		return body.Spread([]sheet.Out{{}, {}, sheet.TextCell("Tài khoản không có quyền xuất danh sách hộ.")}, 2)
	}
	if err != nil {
		return err
	}
	return body.End(nil, t.Place.Spoken(), o.office.Day())
}
