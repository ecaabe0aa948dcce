package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet/charset"
)

// csvFile is one CSV file as a sheet of its base name.
type csvFile struct{ name, path string }

// csvFiles is a source of CSV files.
type csvFiles []csvFile

// Sheets implements source.
func (c csvFiles) Sheets() []string {
	var out []string
	for _, f := range c {
		out = append(out, f.name)
	}
	return out
}

// Close implements source.
func (c csvFiles) Close() error { return nil }

func (c csvFiles) hidden(string) bool { return false }

func (c csvFiles) merged(*Book, string) ([]string, error) { return nil, nil }

func (c csvFiles) rows(b *Book, sheet string) (*Rows, error) {
	for _, f := range c {
		if f.name == sheet {
			return openCSV(b, f)
		}
	}
	return nil, os.ErrNotExist
}

// sampleSize is how much of a file is looked at to find its encoding and separator.
const sampleSize = 256 << 10

func openCSV(b *Book, f csvFile) (*Rows, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	b.total.Add(info.Size())
	ahead := prefetch(file, &b.read)
	in := bufio.NewReaderSize(ahead, sampleSize)
	sample, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, ahead.Close(), file.Close())
	}
	enc := charset.Detect(sample)
	if enc != charset.UTF8 {
		b.note(f.name, errs.T("the file is in %s and was converted to Unicode", enc.String()))
	}
	text := charset.NewReader(in, enc)
	if enc != charset.UTF8 {
		in = bufio.NewReaderSize(text, sampleSize)
		if sample, err = in.Peek(sampleSize); err != nil && !errors.Is(err, io.EOF) {
			return nil, errors.Join(err, ahead.Close(), file.Close())
		}
	}
	if oldMac(sample) {
		b.note(f.name, errs.T("the file's lines end as old Macintosh programs write them; they were parted there"))
		in = bufio.NewReaderSize(newlines{in}, sampleSize)
		if sample, err = in.Peek(sampleSize); err != nil && !errors.Is(err, io.EOF) {
			return nil, errors.Join(err, ahead.Close(), file.Close())
		}
	}
	p := &csvParser{sheet: f.name, in: in, limits: b.limits, sep: separator(sample), line: 1}
	if bytes.HasPrefix(sample, []byte("\ufeff")) {
		if _, err := in.Discard(3); err != nil {
			return nil, errors.Join(err, ahead.Close(), file.Close())
		}
	}
	return &Rows{next: p.next, only: func(n int) { p.only = n }, close: func() error {
		b.total.Add(ahead.taken - info.Size())
		return errors.Join(ahead.Close(), file.Close())
	}}, nil
}

// oldMac reports whether lines end with a carriage return alone, as Excel for Mac writes “CSV (Macintosh)”.
func oldMac(sample []byte) bool {
	alone := 0
	for i, c := range sample {
		if c == '\r' && (i+1 == len(sample) || sample[i+1] != '\n') {
			alone++
		}
	}
	return alone > bytes.Count(sample, []byte("\n"))
}

// newlines turns carriage returns into line feeds.
type newlines struct{ r io.Reader }

// Read implements io.Reader.
func (n newlines) Read(b []byte) (int, error) {
	k, err := n.r.Read(b)
	for i := range b[:k] {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
	return k, err
}

// separator returns the separator that the first line uses most, outside quotes.
func separator(sample []byte) byte {
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	best, most := byte(','), 0
	for _, sep := range []byte{',', ';', '\t'} {
		n, quoted := 0, false
		for _, c := range line {
			if c == '"' {
				quoted = !quoted
			}
			if c == sep && !quoted {
				n++
			}
		}
		if n > most {
			best, most = sep, n
		}
	}
	return best
}

// csvParser reads records strictly as RFC 4180 has them. A record with a fault becomes a bad row and reading goes on at
// the line after the one on which the record began.
type csvParser struct {
	sheet  string
	in     *bufio.Reader
	limits Limits
	sep    byte
	line   int
	only   int // how many columns are asked for; 0 = all

	record []byte // the record's lines
	cells  []byte // decoded quoted cells
	again  [][]byte
	spans  []span
}

// span is a cell: of record, or of cells where it was quoted with quotes inside.
type span struct {
	from, to int
	decoded  bool
}

func (p *csvParser) next(row *Row) error {
	for {
		line, err := p.readLine(p.record[:0])
		p.record = line
		if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
			return err
		}
		row.Number = p.line
		p.line++
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			continue // an empty line is no row
		}
		if bad := p.parse(err != nil); bad != nil {
			p.bad(row, bad)
			return nil
		}
		p.fill(row)
		return nil
	}
}

// readLine appends the next line with its end; lines put back by a bad record come first. A line beyond the size of any
// row is cut, and its cells are then too long.
func (p *csvParser) readLine(b []byte) ([]byte, error) {
	if len(p.again) > 0 {
		b = append(b, p.again[0]...)
		p.again = p.again[1:]
		return b, nil
	}
	most := len(b) + p.limits.CellBytes*8
	for {
		part, err := p.in.ReadSlice('\n')
		if len(b) < most {
			b = append(b, part...)
		} else if n := len(part); n > 0 && part[n-1] == '\n' {
			b = append(b, '\n')
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, err
		}
	}
}

// fault makes a record's error at a column, which counts from 1.
func (p *csvParser) fault(col int, text errs.Text) *Error {
	return &Error{Sheet: p.sheet, Col: col, Text: text}
}

// parse splits the record into spans, reading on where a quoted cell spans lines.
func (p *csvParser) parse(last bool) *Error {
	p.spans, p.cells = p.spans[:0], p.cells[:0]
	if bytes.IndexByte(p.record, '"') < 0 {
		return p.plain()
	}
	for i := 0; ; {
		if len(p.spans) >= p.limits.Columns {
			return p.fault(len(p.spans), errs.T("too many columns"))
		}
		var end bool
		var bad *Error
		if i < len(p.record) && p.record[i] == '"' {
			i, end, bad = p.quoted(i, last)
		} else {
			i, end, bad = p.unquoted(i)
		}
		if bad != nil || end {
			return bad
		}
	}
}

// plain splits a record without quotes. What is wrong with a byte of it is looked for once a record; only a record with
// such a byte is looked at cell by cell.
func (p *csvParser) plain() *Error {
	rest := bytes.TrimRight(p.record, "\r\n")
	if p.only > 0 {
		return p.firstColumns(rest)
	}
	if len(rest) > p.limits.CellBytes || bytes.IndexByte(rest, 0) >= 0 || !utf8.Valid(rest) {
		return p.checked(rest)
	}
	from, sep := 0, p.sep
	for i, c := range rest {
		if c == sep {
			p.spans = append(p.spans, span{from, i, false})
			from = i + 1
		}
	}
	p.spans = append(p.spans, span{from, len(rest), false})
	if len(p.spans) > p.limits.Columns {
		return p.fault(p.limits.Columns+1, errs.T("too many columns"))
	}
	return nil
}

// firstColumns splits off the columns that are asked for and leaves the rest of the record alone.
func (p *csvParser) firstColumns(rest []byte) *Error {
	from := 0
	for range p.only {
		n := bytes.IndexByte(rest[from:], p.sep)
		if n < 0 {
			p.spans = append(p.spans, span{from, len(rest), false})
			break
		}
		p.spans = append(p.spans, span{from, from + n, false})
		from += n + 1
	}
	return nil
}

// checked splits a record without quotes and checks every cell, to name the faulty one.
func (p *csvParser) checked(rest []byte) *Error {
	for at := 0; ; {
		n := bytes.IndexByte(rest[at:], p.sep)
		end := at + n
		if n < 0 {
			end = len(rest)
		}
		if bad := p.span(at, end, false); bad != nil {
			return bad
		}
		if n < 0 {
			return nil
		}
		at = end + 1
	}
}

func (p *csvParser) span(from, to int, decoded bool) *Error {
	p.spans = append(p.spans, span{from, to, decoded})
	col := len(p.spans)
	b := p.record
	if decoded {
		b = p.cells
	}
	switch {
	case to-from > p.limits.CellBytes:
		return p.fault(col, errs.T("the cell is longer than %d bytes", p.limits.CellBytes))
	case col > p.limits.Columns:
		return p.fault(col, errs.T("too many columns"))
	case bytes.IndexByte(b[from:to], 0) >= 0:
		return p.fault(col, errs.T("the cell has a zero byte, the file may be damaged"))
	case !utf8.Valid(b[from:to]):
		return p.fault(col, errs.T("the cell has bytes that are not UTF-8"))
	}
	return nil
}

// unquoted reads a cell without quotes from i; end is true where the record ends with it.
func (p *csvParser) unquoted(i int) (next int, end bool, bad *Error) {
	rest := p.record[i:]
	n := bytes.IndexAny(rest, string([]byte{p.sep, '\n', '"'}))
	if n < 0 {
		return 0, true, p.span(i, i+len(bytes.TrimRight(rest, "\r")), false)
	}
	if rest[n] == '"' {
		return 0, false,
			p.fault(len(p.spans)+1,
				errs.T(`a quote inside a cell: such a cell must be quoted and its quotes doubled ("")`))
	}
	bad = p.span(i, i+len(bytes.TrimRight(rest[:n], "\r")), false)
	return i + n + 1, rest[n] == '\n', bad
}

// quoted reads a cell in quotes from i, reading further lines where it spans them.
func (p *csvParser) quoted(i int, last bool) (next int, end bool, bad *Error) {
	from := len(p.cells)
	for i++; ; {
		n := bytes.IndexByte(p.record[i:], '"')
		if n < 0 {
			p.cells = append(p.cells, p.record[i:]...)
			i = len(p.record)
			if bad := p.another(&last, len(p.cells)-from); bad != nil {
				return 0, false, bad
			}
			continue
		}
		p.cells = append(p.cells, p.record[i:i+n]...)
		i += n + 1
		if i < len(p.record) && p.record[i] == '"' {
			p.cells = append(p.cells, '"')
			i++
			continue
		}
		return p.afterQuote(i, from)
	}
}

// another appends a further line to a record whose quote is still open.
func (p *csvParser) another(last *bool, soFar int) *Error {
	open := p.fault(len(p.spans)+1, errs.T("the closing quote is missing"))
	if *last || soFar > p.limits.CellBytes {
		return open
	}
	before := len(p.record)
	record, err := p.readLine(p.record)
	p.record = record
	*last = err != nil
	if len(p.record) == before {
		return open
	}
	p.line++
	return nil
}

// afterQuote ends a quoted cell: a separator or the record's end must follow.
func (p *csvParser) afterQuote(i, from int) (next int, end bool, bad *Error) {
	bad = p.span(from, len(p.cells), true)
	rest := bytes.TrimRight(p.record[i:], "\r\n")
	switch {
	case len(rest) == 0:
		return 0, true, bad
	case p.record[i] == p.sep:
		return i + 1, false, bad
	}
	return 0, false, p.fault(len(p.spans), errs.T("a separator must follow the closing quote"))
}

// bad makes the row a bad one and puts back all its lines but the first, to be read again as rows of their own.
func (p *csvParser) bad(row *Row, e *Error) {
	first := p.record
	if n := bytes.IndexByte(p.record, '\n'); n >= 0 {
		first = p.record[:n]
		var back [][]byte
		for rest := p.record[n+1:]; len(rest) > 0; {
			line := rest
			if k := bytes.IndexByte(rest, '\n'); k >= 0 {
				line = rest[:k+1]
			}
			rest = rest[len(line):]
			back = append(back, bytes.Clone(line))
		}
		p.again = append(back, p.again...)
		p.line = row.Number + 1
	}
	e.Row = row.Number
	row.Bad = e
	raw := bytes.ToValidUTF8(first[:min(len(first), 200)], []byte("?"))
	row.Cells = append(row.Cells[:0], Cell{Kind: Text, Value: bytes.TrimRight(raw, "\r\n")})
}

func (p *csvParser) fill(row *Row) {
	asWritten := true
	for _, s := range p.spans {
		b := p.record
		if s.decoded {
			b, asWritten = p.cells, false
		}
		c := Cell{Value: b[s.from:s.to]}
		if len(c.Value) > 0 {
			c.Kind = Text
		}
		if len(c.Value) > 1 && c.Value[0] == '\'' && guarded(c.Value[1]) {
			c.Value, asWritten = c.Value[1:], false // written by CSVWriter, see there
		}
		row.Cells = append(row.Cells, c)
	}
	if asWritten && len(p.spans) > 0 {
		row.Line = p.record[p.spans[0].from:p.spans[len(p.spans)-1].to]
	}
}

// guarded reports whether a spreadsheet would take a cell that begins with c for a formula.
func guarded(c byte) bool {
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\''
}
