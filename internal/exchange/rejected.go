package exchange

import (
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// RejectedWriter writes the rows that go back: by the file's ending the same workbook with the faulty cells marked
// (.xlsx), or a flat list of faults (.csv, .jsonl) in which citizen numbers are masked. The file is there only once
// Close returned without an error.
type RejectedWriter struct {
	path    string
	tmp     *os.File
	headers func(name string) []string
	book    *sheet.Writer
	csv     *sheet.CSVWriter
	lines   *json.Encoder
	begun   string
	later   *spill // members of a workbook, which come after all households
}

// NewRejectedWriter makes the writer of a file; headers gives a sheet's headers as the source has them.
func NewRejectedWriter(path string, headers func(name string) []string) (*RejectedWriter, error) {
	w := &RejectedWriter{path: path, headers: headers}
	ext, err := RejectedFormat(path)
	if err != nil {
		return nil, err
	}
	if w.tmp, err = os.CreateTemp(filepath.Dir(path), ".rejected-*"); err != nil {
		return nil, err
	}
	switch ext {
	case ".xlsx":
		w.book = sheet.NewWriter(w.tmp)
		w.later, err = newSpill(filepath.Dir(path))
		err = errors.Join(err, w.begin(Households))
	case ".csv":
		w.csv = sheet.NewCSVWriter(w.tmp)
		err = w.csv.Row(texts("sheet", "row", "column", "value", "reason"))
	default:
		w.lines = json.NewEncoder(w.tmp)
		w.lines.SetEscapeHTML(false)
	}
	return w, err
}

// RejectedFormat returns the ending of a file for rejected rows: .xlsx, .csv or .jsonl; any other is refused.
func RejectedFormat(path string) (string, error) {
	ext := strings.ToLower(filepath.Ext(path))
	if ext != ".xlsx" && ext != ".csv" && ext != ".jsonl" {
		return "", errs.New(errs.Invalid, "the file of rejected rows must end in .xlsx, .csv or .jsonl")
	}
	return ext, nil
}

func texts(all ...string) []sheet.Out {
	out := make([]sheet.Out, len(all))
	for i, s := range all {
		out[i] = sheet.Out{Kind: sheet.Text, Text: s}
	}
	return out
}

// begin starts a sheet of the workbook with the source's own headers and the reason after them.
func (w *RejectedWriter) begin(name string) error {
	w.begun = name
	const reasonWidth = 80 // a sentence or two
	var widths []float64
	for _, h := range w.kept(name) {
		widths = append(widths, float64(max(14, utf8.RuneCountInString(h)+2)))
	}
	if err := w.book.Sheet(name, sheet.Options{FreezeRows: 1, Widths: append(widths, reasonWidth)}); err != nil {
		return err
	}
	var head []sheet.Out
	for _, h := range w.kept(name) {
		head = append(head, sheet.Out{Kind: sheet.Text, Style: sheet.Header, Text: h})
	}
	return w.book.Row(append(head, sheet.Out{Kind: sheet.Text, Style: sheet.Header, Text: ReasonHeader}))
}

// kept are a sheet's headers without a reason column that it had already.
func (w *RejectedWriter) kept(name string) []string {
	h := w.headers(name)
	if n := len(h); n > 0 && vietnamese.Fold(h[n-1]) == vietnamese.Fold(ReasonHeader) {
		return h[:n-1]
	}
	return h
}

// Reject writes one row.
func (w *RejectedWriter) Reject(r RejectedRow) error {
	if w.book == nil {
		return w.flat(r)
	}
	if r.Sheet == Members {
		return w.later.put(r)
	}
	return w.bookRow(r)
}

// bookRow writes a row as it came, its faulty cells marked and the reasons last.
func (w *RejectedWriter) bookRow(r RejectedRow) error {
	width := len(w.kept(r.Sheet))
	out := make([]sheet.Out, width+1)
	for i := range min(width, len(r.Cells)) {
		out[i] = r.Cells[i].out()
	}
	var reasons []string
	for _, f := range r.Faults {
		if f.Index >= 0 && f.Index < width {
			out[f.Index].Style = sheet.Faulty
		}
		reasons = append(reasons, f.place(w.headers(r.Sheet))+f.Reason.VI)
	}
	if reasons == nil {
		reasons = []string{"dòng này đúng; trả lại vì dòng khác của hộ có lỗi"}
	}
	out[width] = sheet.Out{Kind: sheet.Text, Style: sheet.Reason, Text: fmt.Sprintf("Dòng %d: %s", r.Row,
		strings.Join(reasons, "; "))}
	return w.book.Row(out)
}

// place names a fault's column for a person.
func (f *Rejection) place(headers []string) string {
	switch {
	case f.Index < 0 || f.Index >= len(headers) || headers[f.Index] == "":
		return ""
	case headers[f.Index] == f.Column: // a file of the program's own form
		return household.ColumnTitle(f.Column).VI + ": "
	}
	return headers[f.Index] + ": "
}

// out is the cell to write for one that came.
func (c RawCell) out() sheet.Out {
	switch c.Kind {
	case sheet.Blank:
		return sheet.Out{}
	case sheet.Number, sheet.Bool:
		n, err := strconv.ParseFloat(c.Text, 64)
		if err != nil || len(c.Text) > 15 {
			break
		}
		o := sheet.Out{Kind: c.Kind, Number: n}
		if c.Date {
			o.Style = sheet.DateStyle
		}
		return o
	}
	return sheet.Out{Kind: sheet.Text, Text: c.Text}
}

// flat writes a row's faults, one a line; a row without one goes back for its household's sake and is written too, so
// that every rejected row is there.
func (w *RejectedWriter) flat(r RejectedRow) error {
	faults := r.Faults
	if len(faults) == 0 {
		faults = []Rejection{{r.Sheet, r.Row, "", -1, "",
			errs.T("right; goes back because of another row of its household")}}
	}
	for _, f := range faults {
		if f.Column == household.MemberColumns[mCitizen].Name {
			f.Value = household.Mask(f.Value)
		}
		var err error
		if w.csv != nil {
			err = w.csv.Row(texts(f.Sheet, strconv.Itoa(f.Row), f.Column, f.Value, f.Reason.VI))
		} else {
			err = w.lines.Encode(struct {
				Sheet  string    `json:"sheet"`
				Row    int       `json:"row"`
				Column string    `json:"column"`
				Value  string    `json:"value"`
				Reason errs.Text `json:"reason"`
			}{f.Sheet, f.Row, f.Column, f.Value, f.Reason})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Close ends the file and puts it in its place.
func (w *RejectedWriter) Close() error {
	if err := w.finish(); err != nil {
		return errors.Join(err, w.tmp.Close(), os.Remove(w.tmp.Name()))
	}
	if err := w.tmp.Close(); err != nil {
		return err
	}
	return os.Rename(w.tmp.Name(), w.path)
}

func (w *RejectedWriter) finish() error {
	switch {
	case w.csv != nil:
		return w.csv.Close()
	case w.book == nil:
		return nil
	}
	if err := w.begin(Members); err != nil {
		return err
	}
	if err := w.later.each(w.bookRow); err != nil {
		return err
	}
	return w.book.Close()
}

// spill holds rows in a file of its own until they are wanted.
type spill struct {
	f   *os.File
	enc *gob.Encoder
}

func newSpill(dir string) (*spill, error) {
	f, err := os.CreateTemp(dir, ".spill-*")
	if err != nil {
		return nil, err
	}
	return &spill{f, gob.NewEncoder(f)}, os.Remove(f.Name()) // an open file without a name goes with the program
}

func (s *spill) put(r RejectedRow) error { return s.enc.Encode(r) }

// each calls f with the rows in order and ends the spill.
func (s *spill) each(f func(RejectedRow) error) error {
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	dec := gob.NewDecoder(s.f)
	for {
		var r RejectedRow
		err := dec.Decode(&r)
		if errors.Is(err, io.EOF) {
			return s.f.Close()
		}
		if err != nil {
			return err
		}
		if err := f(r); err != nil {
			return err
		}
	}
}
