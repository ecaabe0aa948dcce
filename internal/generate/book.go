package generate

import (
	"context"
	"fmt"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// maxRows is how many rows a worksheet holds under its header.
const maxRows = 1_048_575

// Book is the workbook that WriteBook writes to, sheet after sheet. Widths are in characters; the first frozen rows
// stay in sight.
type Book interface {
	Sheet(name string, widths []float64, frozen int) error
	Row(cells []sheet.Out) error
}

// WriteBook writes the register as a workbook: the notice, the households, the members. The households are made twice,
// once for each sheet, so that none is kept. Errors (errs.Invalid): more rows than a worksheet holds.
func (g *Register) WriteBook(ctx context.Context, b Book, progress func(done, total int64)) error {
	if err := g.fits(ctx); err != nil {
		return err
	}
	if err := g.writeNotice(b); err != nil {
		return err
	}
	meter := newMeter(progress, 2*g.Totals().Households)
	for _, t := range []*table{{name: "households", columns: household.HouseholdColumns},
		{name: "members", columns: household.MemberColumns}} {
		if err := t.begin(b); err != nil {
			return err
		}
		if err := g.writeSheet(ctx, b, t, meter); err != nil {
			return err
		}
	}
	return nil
}

// fits refuses a register with more rows than a worksheet holds; members are counted only where there may be too many.
func (g *Register) fits(ctx context.Context) error {
	n := g.Totals().Households
	if n <= maxRows && n*maxSize > maxRows {
		n = 0
		b := new(block)
		for k := range g.blocks() {
			if err := ctx.Err(); err != nil {
				return err
			}
			b.build(g, k)
			for i := range b.homes[:b.n] {
				if h := &b.homes[i]; h.there(g.year) {
					n += int64(h.size(g.year))
				}
			}
		}
	}
	if n <= maxRows || n*maxSize <= maxRows {
		return nil
	}
	return errs.New(errs.Invalid,
		"a worksheet holds %d rows and this register needs %d; write a folder of CSV files instead: --out with a path that does not end in .xlsx", maxRows, n)
}

// Notice says, line by line, what the register is and is not.
func (g *Register) Notice() []string {
	t, o := g.Totals(), g.Official()
	return []string{
		Label + " – SYNTHETIC DATA",
		"Mọi hộ và mọi người trong sổ này đều do chương trình tạo ra, không phải người thật. Không dùng để xét hộ, báo cáo hay chi trả.",
		"Số định danh dùng đầu số không cấp cho tỉnh nào (099, 098, 097, 003); số điện thoại bắt đầu bằng 0000.",
		fmt.Sprintf(
			"Ngày rà soát: %s. Hộ: %d; hộ nghèo: %d; hộ cận nghèo: %d; hộ dân tộc thiểu số: %d, trong đó nghèo %d, cận nghèo %d.",
			o.On.Vietnamese(), t.Households, t.Poor, t.NearPoor, t.Minority, t.MinorityPoor, t.MinorityNearPoor),
		g.calibrated(),
		"Xã, phường, thị trấn là thật. Phân bố theo xã, theo dân tộc trong xã, thành phần gia đình, thu nhập và từng chỉ số thiếu hụt là giả định.",
		g.calibratedInEnglish(),
	}
}

// calibrated says what the totals rest on.
func (g *Register) calibrated() string {
	o := g.Official()
	if o.Assumed {
		return fmt.Sprintf("Số liệu giả định: không có số liệu chính thức của %s. Tỷ lệ năm %d là giả định; thành phần dân tộc theo cả nước (Tổng điều tra 2019).",
			vietnamese.LowerFirst(g.province.FullName), o.Year)
	}
	return fmt.Sprintf("Tỷ lệ lấy theo kết quả rà soát cuối năm %d của tỉnh Sóc Trăng (%d hộ; %s).", o.Year, o.Households,
		o.Source)
}

func (g *Register) calibratedInEnglish() string {
	const invented = "Every household and person in this register is invented by the program. "
	if g.Official().Assumed {
		return invented + "The totals too are assumed: no official figures of the province are shipped."
	}
	return invented + "Only the totals above follow the official review; the rest is assumed."
}

func (g *Register) writeNotice(b Book) error {
	if err := b.Sheet("LƯU Ý", []float64{140}, 1); err != nil {
		return err
	}
	for i, text := range g.Notice() {
		style := sheet.Plain
		if i == 0 {
			style = sheet.Title
		}
		if err := b.Row([]sheet.Out{{Kind: sheet.Text, Style: style, Text: text}}); err != nil {
			return err
		}
	}
	return nil
}

// table is one of the register's sheets while it is written.
type table struct {
	name    string
	columns []household.Column
	cells   []sheet.Out
}

func (t *table) begin(b Book) error {
	widths := make([]float64, len(t.columns)+1)
	t.cells = make([]sheet.Out, len(widths))
	for i, c := range t.columns {
		widths[i] = 14
		if c.Kind == household.Text {
			widths[i] = 20
		}
		t.cells[i] = sheet.Out{Kind: sheet.Text, Style: sheet.Header, Text: c.Name}
	}
	widths[len(t.columns)] = 20
	t.cells[len(t.columns)] = sheet.Out{Kind: sheet.Text, Style: sheet.Header, Text: "synthetic"}
	if err := b.Sheet(t.name, widths, 1); err != nil {
		return err
	}
	return b.Row(t.cells)
}

// Row writes a line: numbers as numbers, blanks as blanks, the rest as text.
func (t *table) Row(b Book, l *line) error {
	for i := range t.cells {
		o := sheet.Out{Kind: sheet.Text, Text: l.cell(i)}
		switch {
		case o.Text == "":
			o.Kind = sheet.Blank
		case i < len(t.columns) && isNumber(t.columns[i].Kind):
			v, err := strconv.ParseFloat(o.Text, 64)
			if err != nil {
				return err
			}
			o = sheet.Out{Kind: sheet.Number, Number: v}
			if t.columns[i].Kind == household.Amount {
				o.Style = sheet.Whole
			}
		}
		t.cells[i] = o
	}
	return b.Row(t.cells)
}

func isNumber(k household.Kind) bool {
	return k == household.Amount || k == household.Decimal || k == household.Integer
}

func (g *Register) writeSheet(ctx context.Context, b Book, t *table, meter *meter) error {
	w := new(worker)
	for k := range g.blocks() {
		if err := ctx.Err(); err != nil {
			return err
		}
		var n int64
		var failed error
		w.each(g, k, func(st *state) {
			n++
			if failed == nil {
				failed = t.household(b, w, st)
			}
		})
		if failed != nil {
			return failed
		}
		meter.add(n)
	}
	return nil
}

// household writes the rows of a household in this sheet.
func (t *table) household(b Book, w *worker, st *state) error {
	if t.name == "households" {
		w.line.household(st)
		return t.Row(b, &w.line)
	}
	for i := range st.n {
		w.line.member(st, i)
		if err := t.Row(b, &w.line); err != nil {
			return err
		}
	}
	return nil
}
