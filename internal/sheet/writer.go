package sheet

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet/xmlscan"
)

// Writer writes a workbook, a row at a time, in bounded memory. Packing runs in a goroutine of its own.
type Writer struct {
	out    *bufio.Writer
	zip    *zip.Writer
	names  []string
	buf    []byte
	row    int
	packer *packer
	look   Options // of the sheet at hand
	merged []byte
	named  []byte // the names that the workbook defines
}

// Options say how a sheet looks: the widths of its columns in characters and how many rows stay at the top; whether the
// first row filters those below it; of which columns the cells are chosen from a list; and how it is printed, nil where
// nobody cares.
type Options struct {
	Widths     []float64
	Hidden     int // so many of the first columns are not shown
	FreezeRows int
	Filter     bool
	Lists      []List
	Print      *Print
}

// List says that the cells of a column, from the second row on, are chosen from those of a column of another sheet, from
// its second row on; others may still be typed.
type List struct {
	Column, Rows int    // 0 is A
	From         string // the other sheet
	Of, Items    int
}

// append appends the list as a workbook has it.
func (l *List) append(b []byte) []byte {
	column, of := ColumnName(l.Column), ColumnName(l.Of)
	return fmt.Appendf(b, `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="%s2:%s%d">`+
		`<formula1>'%s'!$%s$2:$%s$%d</formula1></dataValidation>`, column, column, l.Rows+1, l.From, of, of, l.Items+1)
}

// NewWriter returns a writer of a workbook to w.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriterSize(w, 64<<10)
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 1) })
	return &Writer{out: out, zip: z, buf: make([]byte, 0, blockSize+8<<10)}
}

const blockSize = 64 << 10

// packer compresses blocks in a goroutine.
type packer struct {
	full  chan []byte
	empty chan []byte
	done  chan error
}

func newPacker(w io.Writer) *packer {
	p := &packer{make(chan []byte, 4), make(chan []byte, 6), make(chan error, 1)}
	for range 5 {
		p.empty <- make([]byte, 0, blockSize+8<<10)
	}
	go func() {
		var err error
		for b := range p.full {
			if err == nil {
				_, err = w.Write(b)
			}
			p.empty <- b[:0]
		}
		p.done <- err
	}()
	return p
}

// maxRows is how many rows Excel's sheets have.
const maxRows = 1 << 20

// Sheet begins a sheet and ends the one before. Names are at most 31 characters without : \ / ? * [ ].
func (w *Writer) Sheet(name string, opt Options) error {
	if name == "" || utf8.RuneCountInString(name) > 31 || strings.ContainsAny(name, `:\/?*[]`) {
		return fmt.Errorf("sheet: %q cannot name a sheet", name)
	}
	if err := w.endSheet(); err != nil {
		return err
	}
	w.names = append(w.names, name)
	part, err := w.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.names)))
	if err != nil {
		return err
	}
	w.packer, w.row, w.look, w.merged = newPacker(part), 0, opt, nil
	w.buf = append(w.buf, xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`...)
	if opt.Print != nil {
		w.buf = append(w.buf, `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`...)
	}
	if opt.FreezeRows > 0 {
		w.buf = fmt.Appendf(w.buf,
			`<sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
			opt.FreezeRows, opt.FreezeRows+1)
	}
	if len(opt.Widths) > 0 {
		w.buf = append(w.buf, "<cols>"...)
		for i, width := range opt.Widths {
			w.buf = fmt.Appendf(w.buf, `<col min="%d" max="%d" width="%g" customWidth="1"`, i+1, i+1, width)
			if i < opt.Hidden {
				w.buf = append(w.buf, ` hidden="1"`...)
			}
			w.buf = append(w.buf, "/>"...)
		}
		w.buf = append(w.buf, "</cols>"...)
	}
	w.buf = append(w.buf, "<sheetData>"...)
	return nil
}

// Row writes one row to the sheet.
func (w *Writer) Row(cells []Out) error { return w.High(0, cells) }

// High writes one row so many points high; 0 leaves it to who opens the workbook.
func (w *Writer) High(points float64, cells []Out) error {
	if w.packer == nil {
		return errors.New("sheet: a row before any sheet")
	}
	if w.row == maxRows {
		return refuse(errs.T("an Excel sheet has 1,048,576 rows only: use a CSV folder"))
	}
	w.row++
	w.buf = append(w.buf, `<row r="`...)
	w.buf = strconv.AppendInt(w.buf, int64(w.row), 10)
	if points > 0 {
		w.buf = fmt.Appendf(w.buf, `" ht="%g" customHeight="1`, points)
	}
	w.buf = append(w.buf, `">`...)
	for i := range cells {
		w.buf = cells[i].append(w.buf, i, w.row)
	}
	w.buf = append(w.buf, "</row>"...)
	w.flush(blockSize)
	return nil
}

// flush hands the buffer to the packer once it holds so much.
func (w *Writer) flush(least int) {
	if len(w.buf) < least {
		return
	}
	next := <-w.packer.empty
	w.packer.full <- w.buf
	w.buf = next
}

func (o *Out) append(b []byte, col, row int) []byte {
	if o.Kind == Blank && o.Style == Plain {
		return b
	}
	b = append(b, `<c r="`...)
	b = appendRef(b, col, row)
	if o.Style != Plain {
		b = append(b, `" s="`...)
		b = strconv.AppendInt(b, int64(o.Style), 10)
	}
	switch o.Kind {
	case Blank:
		return append(b, `"/>`...)
	case Number:
		b = append(b, `">`...)
		if o.Formula != "" {
			b = append(appendEscaped(append(b, `<f>`...), o.Formula), `</f>`...)
		}
		b = append(b, `<v>`...)
		b = appendNumber(b, o.Number)
		return append(b, "</v></c>"...)
	case Bool:
		b = append(b, `" t="b"><v>`...)
		b = appendNumber(b, o.Number)
		return append(b, "</v></c>"...)
	}
	b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
	b = appendEscaped(b, o.Text)
	return append(b, "</t></is></c>"...)
}

// appendRef appends A1, AB12.
func appendRef(b []byte, col, row int) []byte {
	switch {
	case col < 26:
		b = append(b, byte('A'+col))
	case col < 26*27:
		b = append(b, byte('A'+col/26-1), byte('A'+col%26))
	default:
		b = append(b, ColumnName(col)...)
	}
	return strconv.AppendInt(b, int64(row), 10)
}

// appendEscaped appends a text as character data: XML's own signs as entities, what XML cannot hold as Excel's _xHHHH_.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '<' && c != '>' && c != '&' && c != '_' && c < 0x80 {
			continue
		}
		if c >= 0x80 {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError && r != '\ufffe' && r != '\uffff' {
				i += n - 1
				continue
			}
			b = append(append(b, s[from:i]...), "\ufffd"...)
			i += n - 1
			from = i + 1
			continue
		}
		if c == '\t' || c == '\n' || c == '_' && !looksEscaped(s[i:]) {
			continue
		}
		b = appendSign(append(b, s[from:i]...), c)
		from = i + 1
	}
	return append(b, s[from:]...)
}

func looksEscaped(s string) bool {
	_, ok := xmlscan.Escaped([]byte(s[:min(len(s), 7)]))
	return ok
}

func appendSign(b []byte, c byte) []byte {
	switch c {
	case '<':
		return append(b, "&lt;"...)
	case '>':
		return append(b, "&gt;"...)
	case '&':
		return append(b, "&amp;"...)
	}
	return fmt.Appendf(b, "_x%04X_", c)
}

func (w *Writer) endSheet() error {
	if w.packer == nil {
		return nil
	}
	w.buf = append(w.buf, "</sheetData>"...)
	if w.look.Filter && w.row > 0 {
		w.buf = fmt.Appendf(w.buf, `<autoFilter ref="A1:%s%d"/>`, ColumnName(len(w.look.Widths)-1), w.row)
	}
	if len(w.merged) > 0 {
		w.buf = append(append(append(w.buf, "<mergeCells>"...), w.merged...), "</mergeCells>"...)
	}
	if lists := w.look.Lists; len(lists) > 0 {
		w.buf = fmt.Appendf(w.buf, `<dataValidations count="%d">`, len(lists))
		for i := range lists {
			w.buf = lists[i].append(w.buf)
		}
		w.buf = append(w.buf, "</dataValidations>"...)
	}
	if p := w.look.Print; p != nil {
		w.buf = p.append(w.buf)
		w.named = p.names(w.named, len(w.names)-1, w.names[len(w.names)-1], len(w.look.Widths), w.row)
	}
	w.buf = append(w.buf, "</worksheet>"...)
	w.flush(1)
	close(w.packer.full)
	err := <-w.packer.done
	w.packer = nil
	return err
}

// Close ends the workbook; a workbook without it cannot be opened.
func (w *Writer) Close() error {
	if len(w.names) == 0 {
		if err := w.Sheet("Sheet1", Options{}); err != nil {
			return err
		}
	}
	if err := w.endSheet(); err != nil {
		return err
	}
	for _, p := range w.fixedParts() {
		f, err := w.zip.Create(p[0])
		if err == nil {
			_, err = io.WriteString(f, xmlHead+p[1])
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.zip.Close(), w.out.Flush())
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// fixedParts are the parts that every workbook has.
func (w *Writer) fixedParts() [][2]string {
	const (
		types = "http://schemas.openxmlformats.org/package/2006/content-types"
		rels  = "http://schemas.openxmlformats.org/package/2006/relationships"
		doc   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		main  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		kind  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	var overrides, sheets, links []byte
	defined := ""
	if len(w.named) > 0 {
		defined = "<definedNames>" + string(w.named) + "</definedNames>"
	}
	for i, name := range w.names {
		overrides = fmt.Appendf(overrides,
			`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, kind)
		sheets = fmt.Appendf(sheets, `<sheet name="`)
		sheets = append(appendEscaped(sheets, strings.ReplaceAll(name, `"`, "”")),
			fmt.Sprintf(`" sheetId="%d" r:id="rId%d"/>`, i+1, i+1)...)
		links = fmt.Appendf(links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+
			1, doc, i+1)
	}
	return [][2]string{
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + doc + `"><sheets>` + string(sheets) +
			`</sheets>` + defined + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + rels + `">` + string(links) +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(w.names)+
				1, doc)},
		{"xl/styles.xml", styleSheet()},
		{"[Content_Types].xml", `<Types xmlns="` + types +
			`"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + kind + `sheet.main+xml"/>` + string(overrides) +
			`<Override PartName="/xl/styles.xml" ContentType="` + kind + `styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="rId1" Type="` + doc +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	}
}
