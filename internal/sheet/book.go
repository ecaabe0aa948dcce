package sheet

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"giamngheo/internal/errs"
)

// Book is an open source of tables: a workbook, a CSV file or a folder of CSV files.
type Book struct {
	source
	limits Limits
	notes  []Note
	read   atomic.Int64
	total  atomic.Int64
}

// source is one kind of Book.
type source interface {
	Sheets() []string
	rows(b *Book, sheet string) (*Rows, error)
	merged(b *Book, sheet string) ([]string, error)
	hidden(sheet string) bool
	Close() error
}

// Open opens a workbook, a .csv file or a folder of .csv files, by what it is and not by its name. Errors: nothing
// there, a kind of file that is not read (with what to do), an archive beyond the limits.
func Open(path string, lim Limits) (_ *Book, err error) {
	defer errs.Wrap(&err, "sheet.Open(%q)", filepath.Base(path))
	b := &Book{limits: lim.withDefaults()}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.New(errs.NotFound, "there is no file or folder “%s”", path)
	}
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return b, b.openFolder(path)
	}
	head, err := headOf(path)
	if err != nil {
		return nil, err
	}
	switch {
	case len(head) == 0:
		return nil, refuse(errs.T("the file “%s” is empty", filepath.Base(path)))
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		b.source, err = openWorkbook(path, info.Size(), b.limits)
		return b, err
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return nil,
			refuse(
				errs.T(
					"this is an old Excel file (.xls) or one with a password: open it in Excel, remove the password and save it as .xlsx"))
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, refuse(errs.T("this is a PDF: an .xlsx or .csv file is needed"))
	}
	b.source = csvFiles{{strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), path}}
	return b, nil
}

func (b *Book) openFolder(path string) error {
	names, err := filepath.Glob(filepath.Join(path, "*.csv"))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return refuse(errs.T("the folder “%s” has no .csv file", path))
	}
	var files csvFiles
	for _, n := range names {
		files = append(files, csvFile{strings.TrimSuffix(filepath.Base(n), filepath.Ext(n)), n})
	}
	b.source = files
	return nil
}

// headOf returns the first bytes of a file.
func headOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	head := make([]byte, 8)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

// Rows begins reading a sheet. Close the rows before the book.
func (b *Book) Rows(sheet string) (*Rows, error) {
	if !slices.Contains(b.Sheets(), sheet) {
		return nil, errs.New(errs.NotFound, "there is no sheet “%s”; there are: %s", sheet,
			strings.Join(b.Sheets(), ", "))
	}
	return b.rows(b, sheet)
}

// Merged lists a sheet's merged ranges ("A1:C1"). It reads the whole sheet: for explaining a fault, not for reading.
func (b *Book) Merged(sheet string) ([]string, error) { return b.merged(b, sheet) }

// Hidden reports whether a sheet is not shown to the person who opens the workbook.
func (b *Book) Hidden(sheet string) bool { return b.hidden(sheet) }

// Visible lists the sheets that a person sees; all of them where none is seen.
func (b *Book) Visible() []string {
	seen := slices.DeleteFunc(b.Sheets(), b.Hidden)
	if len(seen) == 0 {
		return b.Sheets()
	}
	return seen
}

// Notes returns what was noted so far.
func (b *Book) Notes() []Note { return b.notes }

// Read returns how many bytes of how many were read, for a progress bar; it may be called from any goroutine. Every
// opening of a sheet counts its bytes (of a workbook the unpacked ones) and its closing takes back those not read.
func (b *Book) Read() (done, total int64) { return b.read.Load(), b.total.Load() }

func (b *Book) note(sheet string, text errs.Text) {
	n := Note{sheet, text}
	if !slices.Contains(b.notes, n) {
		b.notes = append(b.notes, n)
	}
}

// Rows reads one sheet's rows in order.
type Rows struct {
	next      func(*Row) error // io.EOF at the end
	close     func() error
	only      func(columns int) // nil where all columns cost the same
	row       Row
	err       error
	epoch1904 bool
}

// Next reads the next row; false at the end or at an error, see Err.
func (r *Rows) Next() bool {
	if r.err != nil {
		return false
	}
	r.row.Bad, r.row.Line, r.row.Hidden = nil, nil, false
	r.row.Cells = r.row.Cells[:0]
	r.err = r.next(&r.row)
	return r.err == nil
}

// Only says that no column after the first n is wanted: rows may then lack the others, and faults in them.
func (r *Rows) Only(n int) {
	if r.only != nil {
		r.only(n)
	}
}

// Row returns the row just read, valid until Next.
func (r *Rows) Row() *Row { return &r.row }

// Err returns why reading stopped before the end, nil where it did not: a sheet is never silently short.
func (r *Rows) Err() error {
	if errors.Is(r.err, io.EOF) {
		return nil
	}
	return r.err
}

// Close ends the reading.
func (r *Rows) Close() error { return r.close() }

// Epoch1904 reports whether the workbook counts days from 1904.
func (r *Rows) Epoch1904() bool { return r.epoch1904 }
