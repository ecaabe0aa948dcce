package supports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/supports"
)

// PaymentInput asks for the list of what was paid out. Open puts whole citizen numbers where a column asks for them,
// which needs the right and a reason; without it they are masked.
type PaymentInput struct {
	Query  SupportQuery
	Open   bool
	Reason string
}

// mostPaid is how many supports a payment list has at most.
const mostPaid = 20_000

// PaymentList prepares the list of payments with the columns that the circular of each payment's day asks; write
// streams the workbook. It is on the record. Errors: errs.Forbidden, errs.Invalid, errs.NotFound.
func (o *lists) PaymentList(ctx context.Context, a *office.Ask,
	in PaymentInput) (write func(io.Writer) error, err error) {
	if err := o.exports.MayExport(a, exports.Input{Open: in.Open, Reason: in.Reason}); err != nil {
		return nil, err
	}
	in.Query.Ended = false
	ids, _, err := o.supportIDs(a, access.ExportHouseholds, &in.Query)
	if err != nil {
		return nil, err
	}
	if len(ids) > mostPaid {
		return nil,
			errs.New(errs.Invalid, "%d supports, a payment list holds %d: narrow the period, the kind or the commune",
				len(ids), mostPaid)
	}
	l := &paymentList{o: o.Desk, a: a, in: &in}
	if l.catalogue, err = o.library.Catalogue(); err != nil {
		return nil, err
	}
	if in.Open {
		open, err := o.office.Scope(a, access.RevealHouseholds, 0)
		if err != nil {
			return nil, err
		}
		l.open = office.AsSet(open)
	}
	for i := len(ids) - 1; i >= 0; i-- { // the oldest first
		v, err := supports.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), ids[i])
		if err != nil {
			return nil, err
		}
		l.add(v)
	}
	deed := &office.Deed{Action: "support.payment", Kind: "list", Place: in.Query.Place, Reason: in.Reason,
		Note: map[string]string{"supports": strconv.Itoa(l.listed), "open": strconv.FormatBool(in.Open),
			"kind": in.Query.Kind, "node": in.Query.Node, "activity": office.IDText(in.Query.Activity),
			"from": dayOrNone(in.Query.From), "to": dayOrNone(in.Query.To)}}
	if err := o.office.Do(ctx, a, deed, nil); err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return l.write(ctx, w) }, nil
}

func dayOrNone(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// paymentList gathers payments by the columns that their day asks, money and goods apart.
type paymentList struct {
	o         *Desk
	a         *office.Ask
	in        *PaymentInput
	catalogue *programme.Catalogue
	open      map[place.Code]bool // where citizen numbers may be whole
	sheets    []paymentSheet
	without   []*supports.Support // of days for which no columns are known
	listed    int
}

type paymentSheet struct {
	goods   bool
	columns []programme.Column
	rows    []*supports.Support
}

func (l *paymentList) add(v *supports.Support) {
	k := l.catalogue.Kind(v.Kind)
	if k == nil || !k.Paid {
		return
	}
	goods := v.Details["goods_name"] != ""
	var columns []programme.Column
	for _, c := range l.catalogue.PaymentColumns(v.Day) {
		if c.For == "" || c.For == "goods" && goods || c.For == "money" && (!goods || v.Amount != 0) {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		l.without = append(l.without, v)
		return
	}
	l.listed++
	for i := range l.sheets {
		if s := &l.sheets[i]; s.goods == goods && sameColumns(s.columns, columns) {
			s.rows = append(s.rows, v)
			return
		}
	}
	l.sheets = append(l.sheets, paymentSheet{goods, columns, []*supports.Support{v}})
}

func sameColumns(one, two []programme.Column) bool {
	if len(one) != len(two) {
		return false
	}
	for i := range one {
		if one[i].Code != two[i].Code || one[i].From != two[i].From {
			return false
		}
	}
	return true
}

func (l *paymentList) write(ctx context.Context, w io.Writer) error {
	book := sheet.NewWriter(w)
	for i := range l.sheets {
		if err := l.sheet(ctx, book, &l.sheets[i], i+1); err != nil {
			return err
		}
	}
	if len(l.without) > 0 || len(l.sheets) == 0 {
		if err := l.left(book); err != nil {
			return err
		}
	}
	return book.Close()
}

func (l *paymentList) sheet(ctx context.Context, book *sheet.Writer, s *paymentSheet, no int) error {
	what := "tiền"
	if s.goods {
		what = "hàng hóa"
	}
	widths := []float64{6}
	head := []sheet.Out{sheet.HeadCell("STT")}
	for _, c := range s.columns {
		width := max(14, float64(len([]rune(c.Name.VI))))
		widths, head = append(widths, min(width, 36)), append(head, sheet.HeadCell(c.Name.VI))
	}
	for _, extra := range []string{"Nội dung hỗ trợ", "Ngày hỗ trợ", "Mã hộ", "Chứng từ"} { // to find the record again
		widths, head = append(widths, 22), append(head, sheet.HeadCell(extra))
	}
	if err := book.Sheet(fmt.Sprintf("%d. Chi trả %s", no, what),
		sheet.Options{Widths: widths, FreezeRows: 3}); err != nil {
		return err
	}
	title := "Danh sách chi trả " + what + " – " + l.o.office.Unit(l.in.Query.Place).FullName
	if l.o.office.Demo() {
		title = "DỮ LIỆU GIẢ LẬP – " + title
	}
	if err := errors.Join(book.Row([]sheet.Out{sheet.HeadCell(title)}),
		book.Row([]sheet.Out{sheet.TextCell(l.period() + "Các cột theo " + s.columns[0].Cite)}),
		book.Row(head)); err != nil {
		return err
	}
	sum := int64(0)
	for i, v := range s.rows {
		cells, err := l.Row(ctx, s, v, i+1)
		if err != nil {
			return err
		}
		sum += int64(v.Amount)
		if err := book.Row(cells); err != nil {
			return err
		}
	}
	total := []sheet.Out{{}, sheet.HeadCell(fmt.Sprintf("Cộng %d khoản", len(s.rows)))}
	for _, c := range s.columns[1:] {
		one := sheet.Out{}
		if c.Code == "amount" {
			one = sheet.NumberCell(sum)
		}
		total = append(total, one)
	}
	return book.Row(total)
}

func (l *paymentList) period() string {
	q := &l.in.Query
	switch {
	case q.From.IsZero() && q.To.IsZero():
		return ""
	case q.From.IsZero():
		return "Đến " + q.To.Vietnamese() + ". "
	case q.To.IsZero():
		return "Từ " + q.From.Vietnamese() + ". "
	}
	return "Từ " + q.From.Vietnamese() + " đến " + q.To.Vietnamese() + ". "
}

func (l *paymentList) Row(ctx context.Context, s *paymentSheet, v *supports.Support, no int) ([]sheet.Out, error) {
	h, m, err := l.receiver(ctx, v)
	if err != nil {
		return nil, err
	}
	cells := []sheet.Out{sheet.NumberCell(int64(no))}
	for _, c := range s.columns {
		cells = append(cells, l.cell(c.Code, v, h, m))
	}
	kind := l.catalogue.Kind(v.Kind).Name.VI
	if v.Content != "" {
		kind += ": " + v.Content
	}
	code := ""
	if h != nil {
		code = string(h.Code)
	}
	return append(cells, sheet.TextCell(kind), sheet.TextCell(v.Day.Vietnamese()), sheet.TextCell(code),
		sheet.TextCell(v.Evidence)), nil
}

// receiver is the household and the person that a payment went to: the person is looked for on the day of the support
// where the household does not have him any more; the household's head stands for it.
func (l *paymentList) receiver(ctx context.Context,
	v *supports.Support) (*household.Household, *household.Member, error) {
	if v.Household == 0 {
		return nil, nil, nil
	}
	now, err := households.Find(ctx, l.o.office.Reader(), v.Province, v.Household)
	if err != nil {
		return nil, nil, err
	}
	h := &now.Household
	if v.Member == 0 {
		return h, h.Head(), nil
	}
	if m := h.Member(v.Member); m != nil {
		return h, m, nil
	}
	then, err := book.VersionOn(ctx, l.o.office.Reader(), now, v.Day)
	if errs.KindOf(err) == errs.NotFound && err != nil {
		return h, h.Head(), nil
	}
	if err != nil {
		return nil, nil, err
	}
	return &then.Household, then.Household.Member(v.Member), nil
}

func (l *paymentList) cell(code string, v *supports.Support, h *household.Household, m *household.Member) sheet.Out {
	unit := l.o.office.Unit(l.o.nowCommune(v)).FullName
	switch code {
	case "full_name":
		if m != nil {
			return sheet.TextCell(m.Name)
		}
		return sheet.TextCell(unit)
	case "citizen_id":
		if m == nil || m.CitizenID == "" {
			return sheet.Out{}
		}
		if l.in.Open && l.open[l.o.nowCommune(v)] {
			return sheet.TextCell(m.CitizenID)
		}
		return sheet.TextCell(household.Mask(m.CitizenID))
	case "address":
		if h == nil {
			return sheet.TextCell(unit)
		}
		var parts []string
		for _, p := range []string{h.Text("address"), h.Hamlet, unit} {
			if p != "" {
				parts = append(parts, p)
			}
		}
		return sheet.TextCell(strings.Join(parts, ", "))
	case "amount":
		return sheet.NumberCell(int64(v.Amount))
	case "quantity":
		return sheet.NumberCell(v.Quantity)
	case "signature":
		return sheet.Out{}
	}
	return sheet.TextCell(v.Details[code])
}

// left lists the payments for whose day no list is laid down, so that none is missing without a word.
func (l *paymentList) left(book *sheet.Writer) error {
	if err := book.Sheet("Không vào danh sách", sheet.Options{Widths: []float64{10, 14, 40, 16, 60},
		FreezeRows: 1}); err != nil {
		return err
	}
	if err := book.Row([]sheet.Out{sheet.HeadCell("Số"), sheet.HeadCell("Ngày"), sheet.HeadCell("Loại hỗ trợ"),
		sheet.HeadCell("Số tiền"), sheet.HeadCell("Lý do")}); err != nil {
		return err
	}
	for _, v := range l.without {
		if err := book.Row([]sheet.Out{sheet.NumberCell(v.ID), sheet.TextCell(v.Day.Vietnamese()),
			sheet.TextCell(l.catalogue.Kind(v.Kind).Name.VI), sheet.NumberCell(int64(v.Amount)),
			sheet.TextCell("chưa có quy định về cột của danh sách cho ngày này trong dữ liệu")}); err != nil {
			return err
		}
	}
	if len(l.without) == 0 {
		return book.Row([]sheet.Out{{}, {}, sheet.TextCell("Không có khoản chi trả nào phù hợp.")})
	}
	return nil
}
