package results

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/sheet"
)

// WriteTables writes all output tables of a review in a place as a workbook, a sheet a table, each with its head, its
// formula row and its sum. The lists of households need the right to export; who lacks it gets the tables. The export
// is recorded.
func (o *Desk) WriteTables(ctx context.Context, a *office.Ask, year int, unit place.Code, w io.Writer) error {
	tables, err := o.ReviewTables(ctx, a, year, unit)
	if err != nil {
		return err
	}
	book := sheet.NewWriter(w)
	for i := range tables {
		if err := writeTable(book, &tables[i]); err != nil {
			return err
		}
	}
	lists, err := o.DetailedLists(year)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if err := o.writeList(ctx, a, book, l, year, unit); err != nil {
			return err
		}
	}
	o.office.Saw(a, office.Deed{Action: "review.export", Kind: "place", Subject: string(unit), Place: unit,
		Note: map[string]string{"year": fmt.Sprint(year)}})
	return book.Close()
}

func writeTable(book *sheet.Writer, t *TableShown) error {
	widths := []float64{6, 30}
	for range t.Columns {
		widths = append(widths, 14)
	}
	if len(t.Lines) > 0 {
		widths = append(widths, 14)
	}
	if err := book.Sheet(fmt.Sprintf("Biểu %d", t.No), sheet.Options{Widths: widths, FreezeRows: 4}); err != nil {
		return err
	}
	head0 := fmt.Sprintf("Biểu %d. %s – %s – rà soát năm %d (%s)", t.No, t.Title.VI, t.Place.FullName, t.Year,
		t.State.Title().VI)
	if t.State != review.Final && t.Coverage.Communes > 0 {
		head0 += " – " + t.Coverage.Sentence().VI
	}
	if err := book.Row([]sheet.Out{sheet.HeadCell(head0)}); err != nil {
		return err
	}
	head, formula := []sheet.Out{sheet.HeadCell("STT"), sheet.HeadCell("Đơn vị")},
		[]sheet.Out{sheet.HeadCell("A"), sheet.HeadCell("B")}
	if len(t.Lines) > 0 {
		head, formula = append(head, sheet.HeadCell("")), append(formula, sheet.HeadCell("C"))
	}
	groups := []sheet.Out{sheet.HeadCell(""), sheet.HeadCell("")}
	if len(t.Lines) > 0 {
		groups = append(groups, sheet.HeadCell(""))
	}
	last := ""
	for _, c := range t.Columns {
		group := c.Group.VI
		if group == last {
			group = ""
		} else {
			last = group
		}
		groups, head, formula = append(groups, sheet.HeadCell(group)), append(head, sheet.HeadCell(c.Title.VI)),
			append(formula, sheet.HeadCell(c.Formula))
	}
	if err := errors.Join(book.Row(groups), book.Row(head), book.Row(formula)); err != nil {
		return err
	}
	no := 0
	for i, r := range t.Rows {
		name, number := r.Unit.FullName, ""
		if r.Total {
			name = "Tổng cộng " + name
		} else if i == 0 || t.Rows[i-1].Unit.Code != r.Unit.Code {
			no++
			number = fmt.Sprint(no)
		}
		cells := []sheet.Out{sheet.TextCell(number), sheet.TextCell(name)}
		if len(t.Lines) > 0 {
			cells = append(cells, sheet.TextCell(r.Line.VI))
		}
		for _, c := range r.Cells {
			switch {
			case c.Disabled:
				cells = append(cells, sheet.Out{})
			case c.Share:
				cells = append(cells, sheet.RateCell(c.Value, c.Of))
			default:
				cells = append(cells, sheet.NumberCell(c.Value))
			}
		}
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	if t.Note.VI != "" {
		return book.Row([]sheet.Out{sheet.TextCell("Ghi chú: " + t.Note.VI)})
	}
	return nil
}

// movementWords name how a household came to its class.
var movementWords = map[string]errs.Text{"new": errs.T("movementWords|new"), "again": errs.T("movementWords|again"),
	"before":  errs.T("before"),
	"waiting": errs.T("not yet reviewed this year")}

// MovementTitle names how a household of a detailed list came to its class.
func MovementTitle(m string) errs.Text {
	return movementWords[m]
}

// writeList writes a detailed list: a row a member, without citizen numbers and facts of health.
func (o *Desk) writeList(ctx context.Context, a *office.Ask, book *sheet.Writer, list review.DetailedList,
	year int, unit place.Code,
) error {
	widths := []float64{8, 8, 28, 10, 10, 12, 16, 10, 8, 8, 8, 14, 24, 26, 40}
	if err := book.Sheet(fmt.Sprintf("Biểu %d", list.No), sheet.Options{Widths: widths, FreezeRows: 2}); err != nil {
		return err
	}
	title := fmt.Sprintf("Biểu %d. %s – rà soát năm %d", list.No, list.Title.VI, year)
	if err := book.Row([]sheet.Out{sheet.HeadCell(title)}); err != nil {
		return err
	}
	var head []sheet.Out
	for _, h := range []string{"STT chủ hộ", "STT thành viên", "Họ và tên", "Năm sinh nam", "Năm sinh nữ", "Dân tộc",
		"Quan hệ với chủ hộ", "Mới / tái / cũ", "CSCC", "DTTS", "KCKNLĐ", "Mã hộ", "Ấp, khóm", "Xã",
		"Chỉ số thiếu hụt (nhu cầu hỗ trợ)"} {
		head = append(head, sheet.HeadCell(h))
	}
	if err := book.Row(head); err != nil {
		return err
	}
	groups := map[household.Ethnicity]string{}
	for _, g := range o.office.Codes().Groups {
		groups[g.Code] = g.Name
	}
	std := o.book.Standard()
	cells := make([]sheet.Out, 0, len(widths))
	err := o.DetailedList(ctx, a, year, unit, list.Class, func(l *ListedHousehold) error {
		var lacking []string
		for i := range std.Indicators {
			if l.Deprived>>i&1 == 1 {
				lacking = append(lacking, std.Indicators[i].Title.VI)
			}
		}
		mark := func(b bool) sheet.Out {
			if b {
				return sheet.TextCell("x")
			}
			return sheet.Out{}
		}
		h := l.Household
		name := o.office.Unit(h.Commune).FullName
		for i := range h.Members {
			m := &h.Members[i]
			born := sheet.Out{}
			if m.Birth.Known() {
				born = sheet.NumberCell(int64(m.Birth.Earliest.Year()))
			}
			male, female := born, sheet.Out{}
			if m.Sex == household.Female {
				male, female = sheet.Out{}, born
			}
			cells = append(cells[:0], sheet.Out{}, sheet.NumberCell(int64(i+1)), sheet.TextCell(m.Name), male, female,
				sheet.TextCell(groups[m.Ethnicity]), sheet.TextCell(household.RelationWords[m.Text("relationship")]))
			if m.Relationship == household.Head {
				cells[0] = sheet.NumberCell(int64(l.No))
				cells = append(cells, sheet.TextCell(movementWords[l.Movement].VI), mark(l.Merit), mark(l.Minority),
					mark(l.NoLabour), sheet.TextCell(string(h.Code)), sheet.TextCell(h.Hamlet), sheet.TextCell(name),
					sheet.TextCell(strings.Join(lacking, "; ")))
			}
			if err := book.Row(cells); err != nil {
				return err
			}
		}
		return nil
	})
	if errs.KindOf(err) == errs.Forbidden && err != nil {
		return book.Row([]sheet.Out{sheet.TextCell("Tài khoản không có quyền xuất danh sách hộ.")})
	}
	return err
}
