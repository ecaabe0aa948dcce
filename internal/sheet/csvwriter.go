package sheet

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Style is how a cell looks.
type Style uint8

// The styles; the numbers are those of the workbook's style table.
const (
	Plain Style = iota
	Header
	Faulty    // a cell to be corrected: red
	Title     // large and bold
	Whole     // #.##0
	DateStyle // Number is Excel's serial day
	Reason    // why a row came back
	Centred   // on a paper: a line in the middle of its cells
	Strong    // the same, bold
	Leaning   // the same, italic
	Remark    // italic, from the left, broken into lines
	GridHead  // in a table with lines: a heading
	GridText  // words, broken into lines
	GridMark  // a sign or number of a row, in the middle
	GridWhole // #.##0 as Vietnamese papers have it
	GridShare // #.##0,00
	GridFree  // a number as it is
	SumText   // the same of the row of the sum, bold
	SumMark
	SumWhole
	SumShare
	styles
)

// Out is one cell to write: Text in Text, a Number or Bool (1 or 0) in Number. A Number with a Text is written to CSV
// as that text: a decimal beyond what a float64 holds. A Number with a Formula is reckoned anew by a spreadsheet;
// Number is then what it comes to.
type Out struct {
	Kind    Kind
	Style   Style
	Text    string
	Formula string // without its equals sign
	Number  float64
}

// CSVWriter writes rows as CSV in UTF-8, without a byte order mark: scripts read it. A text that a spreadsheet would
// run as a formula gets an apostrophe before it, which this package's reader takes away again.
type CSVWriter struct {
	w   *bufio.Writer
	buf []byte
}

// NewCSVWriter returns a writer of CSV to w.
func NewCSVWriter(w io.Writer) *CSVWriter {
	return &CSVWriter{w: bufio.NewWriterSize(w, 64<<10)}
}

// Row writes one row.
func (c *CSVWriter) Row(cells []Out) error {
	for i, o := range cells {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.buf = o.appendCSV(c.buf)
	}
	c.buf = append(c.buf, '\n')
	_, err := c.w.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

// Close writes what is left.
func (c *CSVWriter) Close() error { return c.w.Flush() }

func (o *Out) appendCSV(b []byte) []byte {
	switch {
	case o.Kind == Blank:
		return b
	case o.Kind == Text:
		return AppendCSV(b, o.Text)
	case o.Kind == Number && o.Text != "":
		return append(b, o.Text...)
	case o.Style == DateStyle:
		return serialDay(o.Number).AppendFormat(b, time.DateOnly)
	}
	return appendNumber(b, o.Number)
}

// AppendCSV appends a text as one CSV cell, guarded and quoted where needed.
func AppendCSV(b []byte, s string) []byte {
	guard := len(s) > 0 && guarded(s[0])
	if strings.ContainsAny(s, "\",;\t\r\n") || (guard && len(s) == 1) || strings.HasPrefix(s, " ") ||
		strings.HasSuffix(s, " ") {
		b = append(b, '"')
		if guard {
			b = append(b, '\'')
		}
		for i := range len(s) {
			if s[i] == '"' {
				b = append(b, '"')
			}
			b = append(b, s[i])
		}
		return append(b, '"')
	}
	if guard {
		b = append(b, '\'')
	}
	return append(b, s...)
}

func appendNumber(b []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.AppendInt(b, int64(v), 10)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}

// serialDay returns the day of Excel's serial number in the 1900 system.
func serialDay(n float64) time.Time {
	return time.Date(1899, 12, 30+int(n), 0, 0, 0, 0, time.UTC)
}
