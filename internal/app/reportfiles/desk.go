// Package reportfiles writes reports as workbooks, filled with what is known, and reads them back cell by cell.
package reportfiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/reports"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/sheet"
	rows "giamngheo/internal/store/reports"
	"giamngheo/internal/tablepaper"
)

// Desk writes and reads workbooks of reports.
type Desk struct {
	office  *office.Office
	reports *reports.Desk
}

// New makes the desk.
func New(o *office.Office, r *reports.Desk) *Desk { return &Desk{o, r} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"report.export": errs.T("report taken out"),
}

// keyed begins the line by which a workbook is known again: the round, the unit, the last step that it shows.
const keyed = "Mã phiếu: "

// layout is a form as a table on paper; the first column has the codes of rows, the row under the heads those of
// columns.
func layout(f *form.Form, unit string, under ...string) *tablepaper.Form {
	t := &tablepaper.Form{Sheet: f.Code, Number: f.Number, Unit: unit, Title: f.Title.VI, Under: under}
	t.Columns = []tablepaper.Column{{Title: "Mã dòng", Formula: "mã", Width: 14}, {Title: "Chỉ tiêu", Width: 44},
		{Title: "Đơn vị tính", Width: 12}}
	for i := range f.Columns {
		c := &f.Columns[i]
		wide := 17.0
		if c.Type.Said() {
			wide = 26
		}
		t.Columns = append(t.Columns, tablepaper.Column{Title: c.Title.VI, Formula: c.Code, Width: wide})
	}
	return t
}

// out is a value on paper.
func out(v form.Value, t form.Type) sheet.Out {
	switch {
	case v.Why != "":
		return sheet.TextCell(v.Why.Title().VI)
	case !v.Known || t.Said():
		return sheet.TextCell(v.Text)
	case t.Places() > 0:
		return sheet.Out{Kind: sheet.Number, Style: sheet.GridShare, Number: float64(v.Number) / 100}
	}
	return sheet.Out{Kind: sheet.Number, Number: float64(v.Number)} // exact below 2^53, which form.Most lies under
}

// body writes a form's rows.
func body(b *tablepaper.Body, set *form.Set, f *form.Form, v form.Values) error {
	for i := range f.Rows {
		r := &f.Rows[i]
		cells := []sheet.Out{sheet.TextCell(r.Code), sheet.TextCell(r.Title.VI), sheet.TextCell(r.Unit.VI)}
		if r.Head {
			if err := b.Spread(cells[:2], 1); err != nil {
				return err
			}
			continue
		}
		for j := range f.Columns {
			s := set.Slot(form.At(f.Code, r.Code, f.Columns[j].Code))
			cells = append(cells, out(v[s.Key], s.Type))
		}
		if err := b.Row(cells, len(r.Sum) > 0); err != nil {
			return err
		}
	}
	return nil
}

// remarks are what stands under a form.
func remarks(r *rows.Round, f *form.Form) (out []string) {
	if f.Sample {
		out = append(out, "MẪU. "+f.Note.VI)
	}
	for _, t := range f.Open {
		out = append(out, t.VI)
	}
	return append(out, r.Sample.VI)
}

// WriteReport writes a unit's report as a workbook, filled with what is known, and returns a name for it. It can be
// read back. The reading is on the record. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) WriteReport(ctx context.Context, a *office.Ask, id int64, w io.Writer) (string, error) {
	s, err := d.reports.Report(ctx, a, id)
	if err != nil {
		return "", err
	}
	book := sheet.NewWriter(w)
	for _, f := range s.Set.Forms {
		b, err := tablepaper.Begin(book, layout(f, s.Unit.FullName, s.Round.Title.VI,
			"Số liệu đến ngày "+s.Round.Dues.CutOff.Vietnamese(), fmt.Sprintf("%s%d/%s/%d", keyed, s.Round.ID,
				s.Report.Unit, s.Seq)))
		if err != nil {
			return "", err
		}
		if err := body(b, s.Set, f, s.Values); err != nil {
			return "", err
		}
		if err := b.End(remarks(s.Round, f), s.Unit.Name, d.office.Day()); err != nil {
			return "", err
		}
	}
	d.office.Saw(a, office.Deed{Action: "report.export", Kind: "report", Subject: office.IDText(id),
		Place: s.Report.Unit})
	return fmt.Sprintf("bao-cao-%d-%s.xlsx", s.Round.ID, s.Report.Unit), book.Close()
}

// WriteWhole writes what is added up, as it stands now, as a workbook. The reading is on the record. Errors:
// errs.NotFound, errs.Forbidden.
func (d *Desk) WriteWhole(ctx context.Context, a *office.Ask, id int64, w io.Writer) error {
	v, err := d.reports.Whole(ctx, a, id)
	if err != nil {
		return err
	}
	book := sheet.NewWriter(w)
	gap := fmt.Sprintf("Đã tổng hợp %d/%d đơn vị", v.Rolled.Counted, v.Rolled.Units)
	if len(v.Gap) > 0 {
		names := make([]string, len(v.Gap))
		for i, u := range v.Gap {
			names[i] = u.FullName
		}
		gap += "; còn thiếu: " + strings.Join(names, ", ")
	}
	for _, f := range v.Set.Forms {
		b, err := tablepaper.Begin(book, layout(f, v.Unit.FullName, v.Round.Title.VI,
			"Số liệu đến ngày "+v.Round.Dues.CutOff.Vietnamese()))
		if err != nil {
			return err
		}
		if err := body(b, v.Set, f, v.Rolled.Values); err != nil {
			return err
		}
		if err := b.End(append([]string{gap}, remarks(v.Round, f)...), v.Unit.Name, d.office.Day()); err != nil {
			return err
		}
	}
	d.office.Saw(a, office.Deed{Action: "report.export", Kind: "report_round", Subject: office.IDText(id),
		Place: v.Unit.Code})
	return book.Close()
}

// Refused is a cell of a workbook that was not taken, with its place in the workbook.
type Refused struct {
	Sheet  string
	Row    int
	Column string
	Text   errs.Text
}

// ReadBook is what was read of a report's workbook: every cell that says something else than the report is either saved
// or refused.
type ReadBook struct {
	Saved   int
	Refused []Refused
	Ignored []string // rows and columns that no form has
}

// mostLines and mostRefused bound what is read of a workbook and listed.
const (
	mostLines   = 2000
	mostRefused = 200
)

// ReadReport takes a report's workbook back, cell by cell. Errors: errs.Invalid where it is none, or that of another
// round or unit.
func (d *Desk) ReadReport(ctx context.Context, a *office.Ask, id int64, path string) (*ReadBook, error) {
	s, err := d.reports.Report(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if !s.MayFill {
		return nil, office.Forbidden()
	}
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		return nil, err
	}
	rd := &reader{s: s, out: &ReadBook{}}
	for _, name := range book.Visible() {
		if err = rd.sheet(ctx, book, name); err != nil {
			break
		}
	}
	if err = errors.Join(err, book.Close()); err != nil {
		return nil, err
	}
	if rd.keys == 0 {
		return nil, errs.New(errs.Invalid,
			"this is no workbook of a report: take the report’s own by “As a table (Excel)”, and fill that in")
	}
	if rd.round != s.Round.ID || rd.unit != s.Report.Unit {
		return nil, d.elsewhere(ctx, a, rd)
	}
	return rd.out, d.readIn(ctx, a, id, rd)
}

// readIn saves what was read; cells that somebody else has written since the workbook was taken out are refused.
func (d *Desk) readIn(ctx context.Context, a *office.Ask, id int64, rd *reader) error {
	for range 2 {
		if len(rd.writes) == 0 {
			return nil
		}
		err := d.reports.Step(ctx, a, id, rd.seen, report.Event{Step: report.FillIn,
			Detail: report.Detail{Writes: rd.writes}})
		var clash *report.Clash
		if !errors.As(err, &clash) {
			if err == nil {
				rd.out.Saved = len(rd.writes)
			}
			return err
		}
		rd.writes = slices.DeleteFunc(rd.writes, func(w report.Write) bool {
			if !slices.Contains(clash.Keys, w.Key) {
				return false
			}
			at := rd.at[w.Key]
			at.Text = errs.T("somebody else has filled in this cell since the workbook was taken out")
			rd.out.Refused = append(rd.out.Refused, at)
			return true
		})
	}
	return nil
}

// elsewhere refuses the workbook of another report, and says of which.
func (d *Desk) elsewhere(ctx context.Context, a *office.Ask, rd *reader) error {
	other, err := d.reports.Board(ctx, a, rd.round)
	if err != nil {
		return errs.New(errs.Invalid, "the workbook is of another round; take this report’s own")
	}
	return errs.New(errs.Invalid, "the workbook is of “%s”, %s: send it on the page of that report", other.Title,
		d.office.Unit(rd.unit).FullName)
}

// reader reads a report's workbook.
type reader struct {
	s      *reports.Shown
	keys   int // sheets that say whose they are
	round  int64
	unit   place.Code
	seen   int64
	writes []report.Write
	at     map[form.Key]Refused // where each stands in the workbook
	out    *ReadBook
}

func (rd *reader) sheet(ctx context.Context, book *sheet.Book, name string) (failed error) {
	rows, err := book.Rows(name)
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, rows.Close()) }()
	var columns []string
	f := rd.s.Set.Form(name)
	for n := 0; rows.Next() && n < mostLines; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts := make([]string, len(rows.Row().Cells))
		for i := range rows.Row().Cells {
			texts[i] = cellText(&rows.Row().Cells[i])
		}
		switch {
		case len(texts) == 0:
		case strings.HasPrefix(texts[0], keyed):
			rd.key(texts[0])
		case texts[0] == "mã":
			columns = texts
		case columns != nil && f != nil:
			rd.row(f, columns, texts, rows.Row().Number)
		}
	}
	if f == nil {
		rd.ignore(name)
	}
	return rows.Err()
}

// key reads whose a workbook is.
func (rd *reader) key(text string) {
	parts := strings.Split(strings.TrimPrefix(text, keyed), "/")
	if len(parts) != 3 {
		return
	}
	round, err1 := strconv.ParseInt(parts[0], 10, 64)
	seen, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 == nil && err2 == nil {
		rd.keys++
		rd.round, rd.unit, rd.seen = round, place.Code(parts[1]), seen
	}
}

func (rd *reader) ignore(what string) {
	if len(rd.out.Ignored) < mostRefused && !slices.Contains(rd.out.Ignored, what) {
		rd.out.Ignored = append(rd.out.Ignored, what)
	}
}

// cellText is a cell as somebody would type it.
func cellText(c *sheet.Cell) string {
	text := strings.Join(strings.Fields(norm.NFC.String(string(c.Value))), " ")
	if c.Kind != sheet.Number {
		return text
	}
	if v, err := strconv.ParseFloat(text, 64); err == nil { // 52.730000000000004 is 52.73
		return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
	}
	return text
}

func (rd *reader) row(f *form.Form, columns, texts []string, number int) {
	code := texts[0]
	if !slices.ContainsFunc(f.Rows, func(r form.Row) bool { return r.Code == code }) {
		if code != "" && !strings.Contains(code, " ") {
			rd.ignore(f.Code + " " + code)
		}
		return
	}
	for i := 3; i < len(columns); i++ {
		if columns[i] == "" {
			continue
		}
		slot := rd.s.Set.Slot(form.At(f.Code, code, columns[i]))
		if slot == nil {
			rd.ignore(f.Code + " " + columns[i])
			continue
		}
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		if slot.Kind == form.Input {
			rd.cell(slot, text, Refused{Sheet: f.Code, Row: number, Column: sheet.ColumnName(i)})
		}
	}
}

// cell takes a cell, or refuses it.
func (rd *reader) cell(slot *form.Slot, text string, at Refused) {
	refuse := func(why errs.Text) {
		if at.Text = why; len(rd.out.Refused) < mostRefused {
			rd.out.Refused = append(rd.out.Refused, at)
		}
	}
	v, err := form.ReadValue(slot, text)
	var e *errs.Error
	if errors.As(err, &e) {
		refuse(e.Text())
		return
	}
	is, known := rd.s.Values[slot.Key], rd.s.Known[slot.Key]
	if v == is {
		return
	}
	switch {
	case !rd.s.Content.OpenTo(slot):
		errors.As(report.Locked(slot), &e)
		refuse(e.Text())
		return
	case !known.Value.Blank() && !slot.Column.Override && v != known.Value:
		refuse(errs.T("a figure of the office is not typed over"))
		return
	}
	w := report.Write{Key: slot.Key, Value: v, Seen: rd.seen}
	if c := rd.s.Content.Cells[slot.Key]; c != nil {
		w.Reason = c.Reason
	}
	if rd.at == nil {
		rd.at = map[form.Key]Refused{}
	}
	rd.at[slot.Key] = at
	rd.writes = append(rd.writes, w)
}
