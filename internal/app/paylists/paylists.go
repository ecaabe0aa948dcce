// Package paylists writes lists by which people are paid: on paper, to be signed in, as files for who pays, and the
// rows of a file that come back.
package paylists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"giamngheo/internal/app/batches"
	appsupports "giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payfile"
	"giamngheo/internal/payout"
	"giamngheo/internal/programme"
	"giamngheo/internal/sheet"
	batchrows "giamngheo/internal/store/batches"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/tablepaper"
)

// Desk writes payment lists.
type Desk struct {
	office   *office.Office
	batches  *batches.Desk
	supports *appsupports.Desk
}

// New makes the desk.
func New(o *office.Office, b *batches.Desk, s *appsupports.Desk) *Desk { return &Desk{o, b, s} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{"paylist.export": errs.T("payment list taken out")}

// listed is a batch whose list is written.
type listed struct {
	b       *batchrows.Batch
	payees  *appsupports.Payees
	columns []programme.Column
}

// list prepares a list: who may, with what; the taking out is on the record. Open has whole citizen numbers.
func (d *Desk) list(ctx context.Context, a *office.Ask, id int64, open bool, reason string) (*listed, error) {
	b, err := d.batches.ToList(ctx, a, id)
	if err != nil {
		return nil, err
	}
	p, err := d.supports.Payees(a, open, reason)
	if err != nil {
		return nil, err
	}
	l := &listed{b: b, payees: p, columns: p.Columns(b.Day, false)}
	if len(l.columns) == 0 {
		return nil, errs.New(errs.Invalid,
			"what the list of a payment of %s must have is not known: the list cannot be approved for that day", b.Day)
	}
	deed := &office.Deed{Action: "paylist.export", Kind: "batch", Subject: office.IDText(id), Place: b.Place,
		Reason: reason,
		Note:   map[string]string{"open": fmt.Sprint(open)}}
	return l, d.office.Do(ctx, a, deed, nil)
}

// width is how wide a column of the paper is, in characters.
func width(code string) float64 {
	switch code {
	case "full_name", "goods_name":
		return 24
	case "address", "goods_specs":
		return 40
	case "signature":
		return 22
	}
	return 15
}

// Paper prepares the list on paper: A4 across, with a column to sign in. Errors: errs.Invalid, errs.Forbidden,
// errs.NotFound.
func (d *Desk) Paper(ctx context.Context, a *office.Ask, id int64, open bool,
	reason string) (func(io.Writer) error, error) {
	l, err := d.list(ctx, a, id, open, reason)
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error {
		book := sheet.NewWriter(w)
		return errors.Join(d.paper(ctx, a, l, book), book.Close())
	}, nil
}

func (d *Desk) paper(ctx context.Context, a *office.Ask, l *listed, book *sheet.Writer) error {
	unit := d.office.Unit(l.b.Place)
	columns := []tablepaper.Column{{Title: "STT", Width: 6}}
	for _, c := range l.columns {
		columns = append(columns, tablepaper.Column{Title: c.Name.VI, Width: width(c.Code)})
	}
	columns = append(columns, tablepaper.Column{Title: "Mã dòng", Width: 16})
	title := "Danh sách chi trả"
	if d.office.Demo() {
		title = "Dữ liệu giả lập – danh sách chi trả"
	}
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Danh sách chi trả", Unit: unit.FullName, Title: title,
		Under: []string{l.b.Title, fmt.Sprintf("Danh sách số %d, ngày chi trả %s", l.b.ID, l.b.Day.Vietnamese()),
			"Các cột theo " + l.columns[0].Cite, "Đơn vị tính: đồng"}, Columns: columns})
	if err != nil {
		return err
	}
	n, sum := 0, money.Dong(0)
	if err := d.rows(ctx, a, l, func(line *payout.Line, payee *appsupports.Payee) error {
		n, sum = n+1, sum+line.Amount
		cells := append([]sheet.Out{sheet.NumberCell(int64(n))}, payee.Cells...)
		return body.Row(append(cells, sheet.TextCell(payout.Key(l.b.ID, line.Support))), false)
	}); err != nil {
		return err
	}
	total := []sheet.Out{{}}
	for i, c := range l.columns {
		cell := sheet.Out{}
		switch {
		case c.Code == "amount":
			cell = sheet.NumberCell(int64(sum))
		case i == 0:
			cell = sheet.TextCell(fmt.Sprintf("Cộng %d khoản", n))
		}
		total = append(total, cell)
	}
	return errors.Join(body.Row(total, true), body.End(nil, unit.Name, d.office.Day()))
}

// rows hands the lines of a list that are on it to a function, with what the list says of each. Of a person whom the
// actor may not see there is no list: it is refused.
func (d *Desk) rows(ctx context.Context, a *office.Ask, l *listed,
	do func(*payout.Line, *appsupports.Payee) error) error {
	return d.batches.Each(ctx, l.b.ID, func(line *payout.Line) error {
		if line.State == payout.Dropped {
			return nil
		}
		v, err := supports.Find(ctx, d.office.Reader(), string(d.office.ProvinceCode()), line.Support)
		if err != nil {
			return err
		}
		shown, err := d.batches.Some(ctx, a, []int64{line.Support})
		if err != nil {
			return err
		}
		if shown[line.Support] == nil {
			return errs.New(errs.Forbidden,
				"there are people of other units on the list: ask who sees all of them to print it")
		}
		payee, err := l.payees.Of(ctx, v, l.columns)
		if err != nil {
			return err
		}
		return do(line, payee)
	})
}

// ServiceFile prepares the file for who pays people: the list with the key of each line, and the columns that come
// back filled in. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) ServiceFile(ctx context.Context, a *office.Ask, id int64, open bool,
	reason string) (func(io.Writer) error, error) {
	l, err := d.list(ctx, a, id, open, reason)
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error {
		book := sheet.NewWriter(w)
		return errors.Join(d.serviceFile(ctx, a, l, book), book.Close())
	}, nil
}

func (d *Desk) serviceFile(ctx context.Context, a *office.Ask, l *listed, book *sheet.Writer) error {
	back := payfile.Columns()
	head, widths := []sheet.Out{sheet.HeadCell(back[0].Says[0])}, []float64{18}
	for _, c := range l.columns {
		if c.Code != "signature" {
			head, widths = append(head, sheet.HeadCell(c.Name.VI)), append(widths, width(c.Code))
		}
	}
	for _, c := range back[1:] {
		head, widths = append(head, sheet.HeadCell(c.Says[0])), append(widths, 18)
	}
	if err := errors.Join(book.Sheet("Chi tra", sheet.Options{Widths: widths, FreezeRows: 1,
		Lists: []sheet.List{}}), book.Row(head)); err != nil {
		return err
	}
	if err := d.rows(ctx, a, l, func(line *payout.Line, payee *appsupports.Payee) error {
		cells := []sheet.Out{sheet.TextCell(payout.Key(l.b.ID, line.Support))}
		for i, c := range l.columns {
			if c.Code != "signature" {
				cells = append(cells, payee.Cells[i])
			}
		}
		return book.Row(append(cells, known(line)...))
	}); err != nil {
		return err
	}
	return hints(book)
}

// known are the columns that come back, with what is known of a line already.
func known(l *payout.Line) []sheet.Out {
	if l.State == payout.Due {
		return nil
	}
	said := map[payout.LineState]string{payout.Paid: "đã nhận", payout.NotReceived: "không nhận",
		payout.Replaced: "nhận thay", payout.Returned: "không nhận"}[l.State]
	day, reason := "", l.Said
	if !l.Day.IsZero() {
		day = l.Day.Vietnamese()
	}
	if l.Reason != "" {
		reason = l.Reason.Title().VI
	}
	return []sheet.Out{sheet.TextCell(said), sheet.TextCell(day), sheet.TextCell(l.Receipt), sheet.TextCell(reason),
		sheet.TextCell(l.Person), sheet.TextCell(l.Paper)}
}

// hints is the sheet that says how the file is filled in.
func hints(book *sheet.Writer) error {
	if err := book.Sheet("Huong dan", sheet.Options{Widths: []float64{100}}); err != nil {
		return err
	}
	reasons := ""
	for _, r := range payout.Reasons() {
		if reasons != "" {
			reasons += "; "
		}
		reasons += r.Title().VI
	}
	for _, s := range []string{"Không sửa cột Mã dòng: mỗi mã là một khoản chi.",
		"Kết quả: đã nhận, không nhận hoặc nhận thay. Dòng để trống là chưa có kết quả.",
		"Đã nhận: ghi Chứng từ (số phiếu, số trang danh sách có ký nhận). Ngày để trống là ngày chi trả của danh sách.",
		"Không nhận: ghi Lý do, một trong: " + reasons + ".",
		"Nhận thay: ghi Người nhận thay và Giấy tờ nhận thay (giấy chứng nhận người thừa kế, giấy ủy quyền)."} {
		if err := book.Row([]sheet.Out{sheet.TextCell(s)}); err != nil {
			return err
		}
	}
	return nil
}

// Left are the rows of a file that come back, as they came, with why as a last column: tabs between cells.
func Left(f *batches.Filed) string {
	var b strings.Builder
	row := func(cells []string, last string) {
		for _, c := range cells {
			b.WriteString(strings.Join(strings.Fields(c), " "))
			b.WriteByte('\t')
		}
		b.WriteString(last)
		b.WriteByte('\n')
	}
	row(f.Head.Cells, "Lý do trả lại")
	for _, back := range f.File.Back {
		row(back.Cells, back.Why.VI)
	}
	return b.String()
}

// BackFile writes rows that come back, as Left has them, as a workbook: corrected it may be sent again.
func BackFile(left string, w io.Writer) error {
	book := sheet.NewWriter(w)
	widths := make([]float64, 16)
	for i := range widths {
		widths[i] = 20
	}
	err := book.Sheet("Tra lai", sheet.Options{Widths: widths, FreezeRows: 1})
	for i, line := range strings.Split(strings.TrimRight(strings.ReplaceAll(left, "\r", ""), "\n"), "\n") {
		var cells []sheet.Out
		for _, c := range strings.Split(line, "\t") {
			if cells = append(cells, sheet.TextCell(c)); i == 0 {
				cells[len(cells)-1] = sheet.HeadCell(c)
			}
		}
		err = errors.Join(err, book.Row(cells))
	}
	return errors.Join(err, book.Close())
}
