// Package exports writes households as workbooks in the exchange format.
package exports

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
)

// Desk writes households as workbooks.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	register *register.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, register *register.Desk) *Desk {
	return &Desk{office, book, register}
}

// jobExport is an export in the background.
const jobExport jobs.Kind = "export"

// Input asks for a list's households as a workbook in the exchange format. Confidential columns are in it only
// where Open is set, which needs the right and a reason; a file without them can still be edited and brought back. Where
// columns are named it is a table of these instead.
type Input struct {
	List    register.ListInput `json:"list"`
	Open    bool               `json:"open"`
	Reason  string             `json:"reason"`
	Columns []string           `json:"columns,omitempty"`
}

// directExport is up to how many households an export is written while the person waits.
const directExport = 5000

// Export prepares an export: write streams the workbook where it is short, else job does it in the background.
func (o *Desk) Export(ctx context.Context, a *office.Ask,
	in Input) (write func(io.Writer) error, job *jobs.Job, err error) {
	if err := o.MayExport(a, in); err != nil {
		return nil, nil, err
	}
	if len(in.Columns) > 0 {
		view, err := o.book.ViewOn(ctx, in.List.On)
		if err != nil {
			return nil, nil, err
		}
		columns, err := in.chosen(view.Std)
		if err != nil {
			return nil, nil, err
		}
		if err := o.choose(ctx, a, columns); err != nil {
			return nil, nil, err
		}
	}
	ids, err := o.register.IDs(ctx, a, in.List)
	if err != nil {
		return nil, nil, err
	}
	if len(ids) > directExport {
		j := &jobs.Job{Kind: jobExport}
		return nil, j, o.office.Queue(ctx, a, j, in)
	}
	if err := o.noteExport(ctx, a, in, len(ids)); err != nil {
		return nil, nil, err
	}
	return func(w io.Writer) error { return o.writeBook(ctx, w, ids, in, nil) }, nil, nil
}

// MayExport refuses an export for which somebody has no right (errs.Forbidden), and one of open fields without a reason
// or a fresh password.
func (o *Desk) MayExport(a *office.Ask, in Input) error {
	if !o.office.May(a, access.ExportHouseholds) {
		return office.Forbidden()
	}
	if !in.Open {
		return nil
	}
	if !o.office.May(a, access.RevealHouseholds) {
		return office.Forbidden()
	}
	return errors.Join(office.NeedReason(in.Reason), o.office.NeedFresh(a))
}

func (o *Desk) noteExport(ctx context.Context, a *office.Ask, in Input, n int) error {
	query, err := json.Marshal(in.List.Query)
	if err != nil {
		return err
	}
	note := map[string]string{"households": strconv.Itoa(n), "open": strconv.FormatBool(in.Open),
		"query": string(query)}
	if len(in.Columns) > 0 {
		note["columns"] = strings.Join(in.Columns, " ")
	}
	return o.office.Do(ctx, a, &office.Deed{Action: "household.export", Kind: "list", Place: in.List.Place,
		Reason: in.Reason, Note: note}, nil)
}

func (o *Desk) runExport(ctx context.Context, j *jobs.Job, progress office.Progress) error {
	var in Input
	if err := json.Unmarshal([]byte(j.Input), &in); err != nil {
		return err
	}
	a, err := o.office.ActorOf(ctx, j)
	if err != nil {
		return err
	}
	if err := o.MayExport(a, in); err != nil {
		return err
	}
	ids, err := o.register.IDs(ctx, a, in.List)
	if err != nil {
		return err
	}
	if err := o.noteExport(ctx, a, in, len(ids)); err != nil {
		return err
	}
	if err := os.MkdirAll(o.office.Folder(), 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.office.Folder(), "work-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	f, err := os.OpenFile(filepath.Join(dir, "export.xlsx"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if err := o.writeBook(ctx, f, ids, in, progress); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if j.OutFile, _, err = o.office.KeepFile(f, 4<<30); err != nil {
		return err
	}
	j.State = jobs.Done
	return nil
}

// File writes the workbook of a finished export.
func (o *Desk) File(ctx context.Context, a *office.Ask, id int64, w io.Writer) error {
	j, err := o.office.Job(ctx, a, id)
	if err != nil {
		return err
	}
	if j.Kind != jobExport || j.OutFile == "" || !o.office.May(a, access.ExportHouseholds) {
		return office.NotYours()
	}
	return o.office.OpenFile(j.OutFile, w)
}

// exported are the columns of an export.
func exported(all []household.Column, open bool) []household.Column {
	return slices.DeleteFunc(slices.Clone(all), func(c household.Column) bool {
		return !open &&
			household.Confidential(c.Name)
	})
}

// mostRows is how many rows a worksheet holds.
const mostRows = 1_048_576

// writeBook writes households and their members, each sheet in one pass, with what is kept in memory bounded.
func (o *Desk) writeBook(ctx context.Context, w io.Writer, ids []int64, in Input,
	progress office.Progress) error {
	if len(ids) >= mostRows {
		return errs.New(errs.Invalid, "too many households for a worksheet; narrow the list, by district for example")
	}
	book := sheet.NewWriter(w)
	rank := make(map[int64]int, len(ids))
	for i, id := range ids {
		rank[id] = i
	}
	total := int64(2 * len(ids))
	done := int64(0)
	step := func() {
		if done++; progress != nil && done%512 == 0 {
			progress(done, total)
		}
	}
	if len(in.Columns) > 0 {
		total = int64(len(ids))
		return errors.Join(o.writeTable(ctx, book, ids, &in, step), book.Close())
	}
	columns := exported(household.HouseholdColumns, in.Open)
	derived, err := o.derive(ctx, ids, in.List.On)
	if err != nil {
		return err
	}
	if err := begin(book, "households", slices.Concat(columns, derived.heads()), sheet.Options{}); err != nil {
		return err
	}
	cells := make([]sheet.Out, 0, 32)
	err = o.eachOf(ctx, ids, in.List.On, func(v *households.Version) error {
		step()
		cells = cells[:0]
		for _, c := range columns {
			cells = append(cells, o.cell(c, v.Household.Text(c.Name)))
		}
		more, err := derived.cells(ctx, v)
		return errors.Join(err, book.Row(append(cells, more...)))
	})
	if err != nil {
		return err
	}
	columns = exported(household.MemberColumns, in.Open)
	if err := begin(book, "members", columns, sheet.Options{}); err != nil {
		return err
	}
	err = o.eachOf(ctx, ids, in.List.On, func(v *households.Version) error {
		step()
		h := &v.Household
		for i := range h.Members {
			cells = cells[:0]
			for _, c := range columns {
				text := h.Members[i].Text(c.Name)
				if c.Name == "household_code" {
					text = string(h.Code)
				}
				cells = append(cells, o.cell(c, text))
			}
			if err := book.Row(cells); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, book.Close())
}

func begin(book *sheet.Writer, name string, columns []household.Column, look sheet.Options) error {
	widths := make([]float64, len(columns))
	head := make([]sheet.Out, len(columns))
	for i, c := range columns {
		widths[i] = float64(max(12, len([]rune(c.Title))+2))
		head[i] = sheet.Out{Kind: sheet.Text, Style: sheet.Header, Text: c.Title}
	}
	look.Widths, look.FreezeRows = widths, 1
	if err := book.Sheet(name, look); err != nil {
		return err
	}
	return book.Row(head)
}

// cell is a value as people read it: numbers as numbers, vocabulary in Vietnamese, everything else as text.
func (o *Desk) cell(c household.Column, text string) sheet.Out {
	if text == "" {
		return sheet.Out{}
	}
	switch c.Kind {
	case household.Amount, household.Decimal, household.Integer:
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return sheet.Out{Kind: sheet.Number, Number: v}
		}
	case household.YesNo:
		text = map[string]string{"yes": "có", "no": "không"}[text]
	case household.Choice:
		text = Word(c.Enum, text)
	}
	return sheet.Out{Kind: sheet.Text, Text: text}
}

// Word is the Vietnamese word of an identifier in a vocabulary.
func Word(e *household.Enum, name string) string {
	if i := slices.Index(e.Names, name); i > 0 {
		return e.Titles[i][0]
	}
	return name
}

// scanFrom is from what share of the register on an export reads it through instead of household by household.
const scanFrom = 4

// eachOf hands households to a function in the order of a list. A large part of the register comes in the order of the
// ids: one pass over the table costs less than as many searches.
func (o *Desk) eachOf(ctx context.Context, ids []int64, on date.Date, do func(*households.Version) error) error {
	if len(ids) > directExport && len(ids)*scanFrom > o.book.Size() || !on.IsZero() && on < o.office.Day() {
		want := make(map[int64]struct{}, len(ids))
		for _, id := range ids {
			want[id] = struct{}{}
		}
		if on >= o.office.Day() {
			on = 0
		}
		return households.Each(ctx, o.office.Reader(), string(o.office.ProvinceCode()), on,
			func(v *households.Version) error {
				if _, ok := want[v.ID]; !ok {
					return ctx.Err()
				}
				return do(v)
			})
	}
	for _, id := range ids {
		v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
		if errs.KindOf(err) == errs.NotFound && err != nil {
			continue
		}
		if err != nil {
			return err
		}
		if err := do(v); err != nil {
			return err
		}
	}
	return nil
}

// Begin runs the jobs that export.
func (o *Desk) Begin() {
	o.office.Handle(jobExport, errs.T("stateTitles|Export"), o.runExport)
}
