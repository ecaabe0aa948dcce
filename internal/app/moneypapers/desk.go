// Package moneypapers writes the programme's money as papers on sheets of workbooks.
package moneypapers

import (
	"context"
	"fmt"
	"io"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
)

// Desk writes papers of the programme's money.
type Desk struct {
	office  *office.Office
	library *library.Library
	funds   *funds.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, funds *funds.Desk) *Desk {
	return &Desk{office, library, funds}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"money.export": errs.T("table of money taken out"),
}

// figures are the columns of a balance on a paper.
func figures() []tablepaper.Column {
	const wide = 17
	return []tablepaper.Column{{Title: "Kế hoạch vốn (A)", Width: wide}, {Title: "Cam kết (C)", Width: wide},
		{Title: "Giải ngân (K)", Width: wide}, {Title: "Dư tạm ứng (V)", Width: wide},
		{Title: "Thanh toán khối lượng (P)", Width: wide}, {Title: "Chưa chi (B)", Width: wide},
		{Title: "Giải ngân % (K/A)", Width: 11}, {Title: "Thanh toán % (P/A)", Width: 11}}
}

// cells are a balance on a paper: whole đồng, and the shares as they are said.
func cells(b money.Balance) []sheet.Out {
	var out []sheet.Out
	for _, v := range []money.Dong{b.A(), b.C, b.K(), b.V, b.P, b.B()} {
		out = append(out, sheet.Out{Kind: sheet.Number, Number: float64(v)})
	}
	return append(out, sheet.TextCell(b.Disbursed()), sheet.TextCell(b.Paid()))
}

// WriteBoard writes a board as a paper on a sheet of a workbook. The reading is on the record.
func (d *Desk) WriteBoard(ctx context.Context, a *office.Ask, q funds.Query, out io.Writer) error {
	b, err := d.funds.Board(ctx, a, q)
	if err != nil {
		return err
	}
	book := sheet.NewWriter(out)
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Vốn", Unit: b.Unit.FullName,
		Title: fmt.Sprintf("Tình hình vốn năm %d", b.Query.Year),
		Under: []string{fmt.Sprintf("%s, số liệu đến ngày %s", b.Unit.FullName, b.Query.On.Vietnamese()),
			"Đơn vị tính: đồng",
			d.filter(&b.Query)},
		Columns: append([]tablepaper.Column{{Title: b.Query.By.Title().VI, Width: 40}}, figures()...)})
	if err != nil {
		return err
	}
	for i := range b.Rows {
		if err := body.Row(append([]sheet.Out{sheet.TextCell(b.Rows[i].Title.VI)}, cells(b.Rows[i].Balance)...),
			false); err != nil {
			return err
		}
	}
	if err := body.Row(append([]sheet.Out{sheet.TextCell(b.Sum.Title.VI)}, cells(b.Sum.Balance)...), true); err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "money.export", Kind: "money", Place: b.Query.Place})
	if err := body.End(nil, b.Unit.Name, d.office.Day()); err != nil {
		return err
	}
	return book.Close()
}

// filter says of what a board is, beyond its place and year.
func (d *Desk) filter(q *funds.Query) string {
	c, err := d.library.Catalogue()
	if err != nil {
		return ""
	}
	said := ""
	if q.Node != "" {
		said = c.NodeTitle(q.Node).VI
	}
	if q.Fund != "" {
		said += " " + c.FundTitle(q.Fund).VI
	}
	if q.Origin != 0 {
		said += fmt.Sprintf(" vốn gốc năm %d", q.Origin)
	}
	return said
}

// WriteAccount writes the account of a line as a paper. The reading is on the record.
func (d *Desk) WriteAccount(ctx context.Context, a *office.Ask, id int64, on date.Date, out io.Writer) error {
	v, err := d.funds.Account(ctx, a, id, on)
	if err != nil {
		return err
	}
	const wide = 17
	book := sheet.NewWriter(out)
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Sổ chi tiết", Unit: v.Unit.FullName,
		Title: "Sổ chi tiết dòng vốn", Under: []string{v.Name.VI, v.Node.VI,
			fmt.Sprintf("Năm ngân sách %d, vốn gốc năm %d, đến ngày %s", v.Year, v.Origin, v.On.Vietnamese()),
			"Mã chương, loại khoản, chương trình: " + v.CodesText(), "Đơn vị tính: đồng"},
		Columns: []tablepaper.Column{{Title: "Ngày", Width: 11}, {Title: "Khoản", Width: 24}, {Title: "Số tiền",
			Width: wide},
			{Title: "Văn bản, chứng từ", Width: 26}, {Title: "Kế hoạch vốn (A)", Width: wide},
			{Title: "Giải ngân (K)", Width: wide},
			{Title: "Thanh toán (P)", Width: wide}, {Title: "Chưa chi (B)", Width: wide}}})
	if err != nil {
		return err
	}
	amount := func(v money.Dong) sheet.Out { return sheet.Out{Kind: sheet.Number, Number: float64(v)} }
	for i := range v.Entries {
		e := &v.Entries[i]
		said := e.Kind.Title().VI
		if e.Reverses != 0 {
			said += fmt.Sprintf(" (ghi đảo khoản số %d)", e.Reverses)
		}
		if err := body.Row([]sheet.Out{sheet.TextCell(e.Day.Vietnamese()), sheet.TextCell(said), amount(e.Amount),
			sheet.TextCell(e.Papers()), amount(e.After.A()), amount(e.After.K()), amount(e.After.P),
			amount(e.After.B())},
			false); err != nil {
			return err
		}
	}
	d.office.Saw(a, office.Deed{Action: "money.export", Kind: "money_line", Subject: office.IDText(id), Place: v.Place})
	if err := body.End(nil, v.Unit.Name, d.office.Day()); err != nil {
		return err
	}
	return book.Close()
}
