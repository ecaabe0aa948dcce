// Package yearend is the end of a budget year: what lines of money have left, the days of the law, and what is
// chosen to become of it. It records choices; what moves is recorded in the ledger.
package yearend

import (
	"context"
	"fmt"
	"io"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/funds"
	"giamngheo/internal/store/yearends"
	"giamngheo/internal/tablepaper"
)

// Topic is what a choice is told by.
const Topic office.Topic = "yearend"

// Desk is the end of a budget year.
type Desk struct {
	office  *office.Office
	library *library.Library
	funds   *funds.Desk
	grounds *money.Grounds
}

// New makes the desk. Errors: the file of grounds is faulty.
func New(o *office.Office, l *library.Library, f *funds.Desk) (*Desk, error) {
	g, err := money.ReadGrounds(l.Data())
	return &Desk{office: o, library: l, funds: f, grounds: g}, err
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"yearend.choose": errs.T("chose what becomes of money at the year’s end"),
	"yearend.export": errs.T("table of the year’s end taken out"),
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Grounds are those on which money may be carried over.
func (d *Desk) Grounds() *money.Grounds { return d.grounds }

// Left is a day of the law with how far it is away.
type Left struct {
	money.Deadline
	Days int // until then; below 0 since then
}

// Since is how many days it is over.
func (l Left) Since() int { return -l.Days }

// Row is a line that has something left, or is advanced, with what is chosen and what the days of the law make of it.
type Row struct {
	funds.Row
	Proposed money.Choice
	Chosen   *yearends.Choice // nil: nothing yet
	Ground   *money.Ground
	Document string
	Late     bool // the settling up is over, and nothing lets it be carried over: phải hủy
	MayPick  bool
}

// Shown is the end of a year in a place.
type Shown struct {
	Year   int
	Years  []int
	Unit   place.Unit
	On     date.Date
	Days   []Left
	Rows   []Row
	From   int // the first of the rows shown
	Count  int // of all
	B, V   money.Dong
	Sample bool
}

// onPage is how many lines a page has.
const onPage = 100

// Show shows the end of a year in a place: a page of its lines from the number from on; all of them with from below 0.
// Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Show(ctx context.Context, a *office.Ask, year int, at place.Code, from int) (*Shown, error) {
	on := d.office.Day()
	if year == 0 {
		if year = on.Year(); on.Month() <= 3 { // what is dealt with in spring is the year before
			year--
		}
	}
	board, err := d.funds.Board(ctx, a, funds.Query{Year: year, Place: at, By: funds.ByLine, On: on})
	if err != nil {
		return nil, err
	}
	lib, err := d.library.Law()
	if err != nil {
		return nil, err
	}
	v := &Shown{Year: year, Years: board.Years, Unit: board.Unit, On: on, Sample: d.grounds.Sample}
	for _, day := range money.Deadlines(lib, year) {
		l := Left{Deadline: day}
		if !day.Day.IsZero() {
			l.Days = day.Day.Sub(on)
		}
		v.Days = append(v.Days, l)
	}
	var left []funds.Row
	for _, r := range board.Rows {
		if r.Lines == 1 && r.Of.Line != 0 && (r.B() > 0 || r.V > 0) {
			left = append(left, r)
			v.B, v.V = v.B+r.B(), v.V+r.V
		}
	}
	v.Count, v.From = len(left), min(max(from, 0), len(left))
	if from >= 0 {
		left = left[v.From:min(v.From+onPage, len(left))]
	}
	terms := money.TermsOf(lib, year, on)
	documents, err := d.symbols(ctx, a)
	if err != nil {
		return nil, err
	}
	return v, d.office.Look(ctx, func(r store.Reader) error {
		for _, one := range left {
			row, err := d.row(ctx, r, a, one, terms, documents)
			if err != nil {
				return err
			}
			v.Rows = append(v.Rows, *row)
		}
		return nil
	})
}

// symbols are the documents that an actor may cite.
func (d *Desk) symbols(ctx context.Context, a *office.Ask) (map[int64]string, error) {
	all, err := d.funds.Citable(ctx, a)
	out := map[int64]string{}
	for i := range all {
		out[all[i].ID] = all[i].Symbol()
	}
	return out, err
}

func (d *Desk) row(ctx context.Context, r store.Reader, a *office.Ask, one funds.Row, terms *money.Terms,
	documents map[int64]string) (*Row, error) {
	row := &Row{Row: one}
	had, err := yearends.Of(ctx, r, d.province(), one.Of.Line)
	if err != nil {
		return nil, err
	}
	chosen := money.Choice("")
	if n := len(had); n > 0 {
		row.Chosen = &had[n-1]
		chosen = row.Chosen.Choice
		row.Ground, row.Document = d.grounds.Of(row.Chosen.Ground), documents[row.Chosen.Document]
	}
	row.Proposed = money.Proposed(one.Balance, terms, d.office.Day(), chosen)
	row.Late = row.Proposed == money.Drop
	l, err := rows.FindLine(ctx, r, d.province(), one.Of.Line)
	if err != nil {
		return nil, err
	}
	row.MayPick = d.office.PlaceScope(a, access.PayMoney, l.Place) == nil
	return row, nil
}

// Line is one line of the end of a year, for who chooses. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Line(ctx context.Context, a *office.Ask, id int64) (*Row, *money.Line, error) {
	if err := d.funds.Allowed(ctx, a, id, money.Cancel); err != nil {
		return nil, nil, err
	}
	l, err := rows.FindLine(ctx, d.office.Reader(), d.province(), id)
	if err != nil {
		return nil, nil, err
	}
	lib, err := d.library.Law()
	if err != nil {
		return nil, nil, err
	}
	board, err := d.funds.Board(ctx, a, funds.Query{Year: l.Year, Place: d.office.Today(l.Place), Line: id,
		By: funds.ByLine})
	if err != nil {
		return nil, nil, err
	}
	if len(board.Rows) == 0 {
		return nil, nil, office.NotYours()
	}
	documents, err := d.symbols(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	row, err := d.row(ctx, d.office.Reader(), a, board.Rows[0], money.TermsOf(lib, l.Year, d.office.Day()), documents)
	return row, l, err
}

// Choose records what is to become of what a line has left. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Choose(ctx context.Context, a *office.Ask, line int64, c money.Choosing) error {
	if err := d.funds.Allowed(ctx, a, line, money.Cancel); err != nil {
		return err
	}
	c.Note = strings.TrimSpace(c.Note)
	if c.Choice != money.Carry {
		c.Ground = ""
	}
	if err := c.Check(d.grounds); err != nil {
		return err
	}
	if office.TooLong(c.Note) {
		return errs.New(errs.Invalid, "a note has at most 300 letters")
	}
	deed := &office.Deed{Action: "yearend.choose", Kind: "money_line", Subject: office.IDText(line),
		Note: map[string]string{"choice": string(c.Choice), "ground": c.Ground, "document": office.IDText(c.Document)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		l, err := rows.FindLine(ctx, tx, d.province(), line)
		if err != nil {
			return err
		}
		deed.Place = l.Place
		if err := d.funds.Cites(ctx, tx, a, c.Document); err != nil {
			return err
		}
		tx.Changed(Topic, line)
		return yearends.Add(ctx, tx, d.province(), &yearends.Choice{Line: line, Choosing: c, By: a.Account,
			At: d.office.Now()})
	})
}

// Write writes the table of a year's end as a paper on a sheet. The columns of the form of Decree 347/2025 are not
// known: the paper says that it is a sample. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Write(ctx context.Context, a *office.Ask, year int, at place.Code, out io.Writer) error {
	v, err := d.Show(ctx, a, year, at, -1)
	if err != nil {
		return err
	}
	const wide = 18
	book := sheet.NewWriter(out)
	body, err := tablepaper.Begin(book, &tablepaper.Form{Sheet: "Cuối năm", Unit: v.Unit.FullName,
		Title: fmt.Sprintf("Số dư dự toán và tạm ứng cuối năm %d (MẪU)", v.Year),
		Under: []string{fmt.Sprintf("%s, số liệu đến ngày %s", v.Unit.FullName, v.On.Vietnamese()),
			"Đơn vị tính: đồng", "Các cột là MẪU: chưa có mẫu 31 của Nghị định 347/2025/NĐ-CP"},
		Columns: []tablepaper.Column{{Title: "Dòng vốn", Width: 44}, {Title: "Kế hoạch vốn (A)", Width: wide},
			{Title: "Giải ngân (K)", Width: wide}, {Title: "Dư dự toán (B)", Width: wide},
			{Title: "Dư tạm ứng (V)", Width: wide}, {Title: "Xử lý", Width: 24}, {Title: "Căn cứ, văn bản",
				Width: 34}}})
	if err != nil {
		return err
	}
	for i := range v.Rows {
		r := &v.Rows[i]
		if err := body.Row([]sheet.Out{sheet.TextCell(r.Title.VI), sheet.NumberCell(int64(r.A())),
			sheet.NumberCell(int64(r.K())), sheet.NumberCell(int64(r.B())), sheet.NumberCell(int64(r.V)),
			sheet.TextCell(r.Said().VI), sheet.TextCell(r.By())}, false); err != nil {
			return err
		}
	}
	d.office.Saw(a, office.Deed{Action: "yearend.export", Kind: "money", Place: v.Unit.Code})
	if err := body.Row([]sheet.Out{sheet.TextCell("Cộng"), {}, {}, sheet.NumberCell(int64(v.B)),
		sheet.NumberCell(int64(v.V))}, true); err != nil {
		return err
	}
	if err := body.End(nil, v.Unit.Name, v.On); err != nil {
		return err
	}
	return book.Close()
}

// Said is what is to become of it: what was chosen, unless the days of the law are over for that.
func (r *Row) Said() errs.Text {
	switch {
	case r.Late:
		return errs.T("must be cancelled")
	case r.Chosen != nil:
		return r.Chosen.Choice.Title()
	}
	return errs.T("not chosen yet")
}

// By is by what it is carried over: the ground, its article, the document, the note.
func (r *Row) By() string {
	if r.Chosen == nil {
		return ""
	}
	var said []string
	if r.Ground != nil {
		said = append(said, r.Ground.Name.VI, r.Ground.Cite)
	}
	for _, s := range []string{r.Document, r.Chosen.Note} {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, "; ")
}
