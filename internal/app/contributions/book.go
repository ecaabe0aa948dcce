package contributions

import (
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/contribution"
	"giamngheo/internal/errs"
	"giamngheo/internal/listing"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/contributions"
	"giamngheo/internal/vietnamese"
)

// heads are the columns of the workbook, in order; numberHead has the number of what is recorded, empty of what is new.
const numberHead = "Số trong sổ"

func headings() []listing.Heading {
	return []listing.Heading{
		{Name: "id", Says: []string{numberHead}},
		{Name: "day", Says: []string{"Ngày"}, Needs: true},
		{Name: "place", Says: []string{"Mã đơn vị"}, Needs: true},
		{Name: "unit", Says: []string{"Đơn vị"}},
		{Name: "node", Says: []string{"Dự án, tiểu dự án", "Tiểu dự án", "Dự án"}, Needs: true},
		{Name: "source", Says: []string{"Nguồn"}, Needs: true},
		{Name: "name", Says: []string{"Bên đóng góp"}, Needs: true},
		{Name: "form", Says: []string{"Hình thức"}, Needs: true},
		{Name: "quantity", Says: []string{"Số lượng"}, Needs: true},
		{Name: "measure", Says: []string{"Đơn vị tính"}},
		{Name: "price", Says: []string{"Đơn giá (đồng)", "Đơn giá"}},
		{Name: "value", Says: []string{"Giá trị (đồng)", "Giá trị"}},
		{Name: "basis", Says: []string{"Căn cứ định giá"}},
		{Name: "content", Says: []string{"Nội dung"}, Needs: true},
		{Name: "fault", Says: []string{"Vì sao trả lại"}},
	}
}

// mostRows is how many rows a workbook has at most.
const mostRows = 5000

// Back is a row that was returned.
type Back struct {
	Row   int
	Cells map[string]string
	Fault errs.Text
}

// Taken is what became of a workbook: In = Added + Had + len(Bad).
type Taken struct {
	In, Added, Had int
	Bad            []Back
	Book           []byte // with the returned rows and why; nil where there are none
}

// WriteBook writes a year's contributions as a workbook, to which rows can be added. The reading is on the record.
// Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) WriteBook(ctx context.Context, a *office.Ask, q Query, out io.Writer) error {
	if err := d.settle(a, &q); err != nil {
		return err
	}
	of := d.of(&q)
	all, err := rows.OfYear(ctx, d.office.Reader(), d.province(), q.Year, func(c *rows.Contribution) bool {
		return c.Ended == "" && of(c.Place, c.Source, c.Form)
	}, 0, math.MaxInt)
	if err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "contribution.export", Kind: "place", Subject: string(q.Place), Place: q.Place})
	book := sheet.NewWriter(out)
	if err := begin(book); err != nil {
		return err
	}
	for i := range slices.Backward(all) {
		c := &all[i]
		at := strconv.Itoa(book.Rows() + 1)
		value := sheet.Out{Kind: sheet.Number, Style: sheet.Whole, Number: float64(c.Value),
			Formula: "I" + at + "*K" + at}
		if err := book.Row([]sheet.Out{sheet.NumberCell(c.ID), sheet.DayCell(c.Day), sheet.TextCell(string(c.Place)),
			sheet.TextCell(d.office.Unit(c.Place).FullName), sheet.TextCell(c.Node),
			sheet.TextCell(c.Source.Title().VI), sheet.TextCell(c.Name), sheet.TextCell(c.Form.Title().VI),
			sheet.NumberCell(c.Quantity), sheet.TextCell(c.Unit),
			sheet.NumberCell(int64(c.Price)), value, sheet.TextCell(c.Basis), sheet.TextCell(c.Content)}); err != nil {
			return err
		}
	}
	return book.Close()
}

func begin(book *sheet.Writer) error {
	if err := book.Sheet("Huy động, lồng ghép", sheet.Options{Widths: []float64{10, 12, 11, 28, 14, 26, 28, 18, 14, 12, 16,
		18, 36, 40, 60}, FreezeRows: 1}); err != nil {
		return err
	}
	var head []sheet.Out
	for _, h := range headings() {
		head = append(head, sheet.HeadCell(h.Says[0]))
	}
	return book.Row(head)
}

// Take takes a workbook in: rows without a number are recorded, those that are recorded already are left, those at
// fault are returned with why. The same file again records nothing. Errors: errs.Invalid of what is no such workbook,
// errs.Forbidden.
func (d *Desk) Take(ctx context.Context, a *office.Ask, name string, src io.Reader) (*Taken, error) {
	if !d.office.May(a, access.CommitMoney) {
		return nil, office.Forbidden()
	}
	table, err := office.Table(d.office, src, name, mostRows)
	if err != nil {
		return nil, err
	}
	at, where, err := listing.Headings(table, headings(), nil)
	if err != nil {
		return nil, err
	}
	t := &Taken{}
	var new []Back
	for i := at + 1; i < len(table); i++ {
		if table[i].Empty() {
			continue
		}
		b := Back{Row: table[i].Number, Cells: map[string]string{}}
		for column, n := range where {
			b.Cells[column] = reading.Tidy(table[i].Cell(n))
		}
		t.In++
		new = append(new, b)
	}
	if t.In == 0 {
		return nil, errs.New(errs.Invalid, "the file has no row below its headings")
	}
	err = d.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		t.Added, t.Had, t.Bad = 0, 0, nil
		known := map[int]said{}
		for i := range new {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := d.takeRow(ctx, tx, a, t, &new[i], known); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, t.mark()
}

// said are what contributions of a year say.
type said map[contribution.Contribution]bool

// saidIn is what the contributions of a year that hold say.
func (d *Desk) saidIn(ctx context.Context, r store.Reader, year int) (said, error) {
	all, err := rows.OfYear(ctx, r, d.province(), year, func(c *rows.Contribution) bool { return c.Ended == "" }, 0,
		math.MaxInt)
	out := said{}
	for i := range all {
		out[all[i].Saying()] = true
	}
	return out, err
}

// takeRow records a row, leaves it where it is recorded, or returns it.
func (d *Desk) takeRow(ctx context.Context, tx *office.Tx, a *office.Ask, t *Taken, b *Back,
	known map[int]said) error {
	c, err := d.read(b)
	if err == nil {
		err = d.office.PlaceScope(a, access.CommitMoney, c.Place)
	}
	if err == nil {
		err = d.check(c)
	}
	if err == nil {
		year := c.Day.Year()
		if _, had := known[year]; !had {
			if known[year], err = d.saidIn(ctx, tx, year); err != nil {
				return err
			}
		}
		id, typed := strconv.ParseInt(b.Cells["id"], 10, 64)
		switch {
		case known[year][c.Saying()]:
			t.Had++
			return nil
		case typed == nil && id != 0:
			err = errs.New(errs.Invalid,
				"what is recorded is not changed by a file: withdraw no. %d on the page, and send the row again without its number",
				id)
		default:
			if c.ID, err = d.add(ctx, tx, a, *c); err == nil {
				known[year][c.Saying()] = true
				t.Added++
				return nil
			}
		}
	}
	return t.back(b, err)
}

// back returns a row where a person can mend it. What it wrote before it failed is nothing: it is checked first.
func (t *Taken) back(b *Back, err error) error {
	var e *errs.Error
	if !asError(err, &e) || e.Kind == errs.Internal {
		return err
	}
	b.Fault = e.Text()
	t.Bad = append(t.Bad, *b)
	return nil
}

// read makes a contribution of a row. Errors: errs.Invalid.
func (d *Desk) read(b *Back) (*contribution.Contribution, error) {
	c := &contribution.Contribution{Place: place.Code(b.Cells["place"]), Name: b.Cells["name"],
		Unit: b.Cells["measure"], Basis: b.Cells["basis"], Content: b.Cells["content"]}
	c.Node, _, _ = strings.Cut(b.Cells["node"], ":")
	var ok bool
	if c.Day, ok = reading.Day(b.Cells["day"]); !ok {
		return nil, errs.New(errs.Invalid, "“%s” is no day: write it as 15/07/2024", b.Cells["day"])
	}
	for _, s := range contribution.Sources() {
		if vietnamese.Fold(s.Title().VI) == vietnamese.Fold(b.Cells["source"]) {
			c.Source = s
		}
	}
	for _, f := range contribution.Forms() {
		if vietnamese.Fold(f.Title().VI) == vietnamese.Fold(b.Cells["form"]) {
			c.Form = f
		}
	}
	n, err := money.Amount(b.Cells["quantity"])
	if err != nil {
		return nil, errs.New(errs.Invalid, "“%s” is no whole number", b.Cells["quantity"])
	}
	c.Quantity = int64(n)
	if !c.Form.Money() {
		if c.Price, err = money.Amount(b.Cells["price"]); err != nil {
			return nil, err
		}
	}
	return c, nil
}
