package sheet

import (
	"errors"
	"io"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet/xmlscan"
)

// rows begins reading a sheet of the workbook.
func (w *workbook) rows(b *Book, sheet string) (*Rows, error) {
	shared, err := w.sharedOnce(b)
	if err != nil {
		return nil, err
	}
	for _, s := range w.sheets {
		if s.name != sheet {
			continue
		}
		f := w.parts[partName(s.part)]
		r, err := f.Open()
		if err != nil {
			return nil, damaged(s.part, err)
		}
		size := int64(f.UncompressedSize64)
		b.total.Add(size)
		ahead := prefetch(r, &b.read)
		p := &rowParser{x: xmlscan.New(ahead), book: w, shared: shared, sheet: sheet, limits: b.limits}
		return &Rows{next: p.next, epoch1904: w.epoch1904, close: func() error {
			b.total.Add(ahead.taken - size)
			return errors.Join(ahead.Close(), r.Close())
		}}, nil
	}
	return nil, errs.New(errs.NotFound, "there is no sheet “%s”", sheet)
}

// rowParser turns a sheet's XML into rows.
type rowParser struct {
	x      *xmlscan.Scanner
	book   *workbook
	shared *sharedStrings
	sheet  string
	limits Limits

	number int    // of the row being read
	arena  []byte // texts of the row that are not shared strings
	spans  []cellSpan
	bad    *Error
	hidden bool
	ended  bool
}

// cellSpan remembers where in the arena a cell's text lies, until the row is whole.
type cellSpan struct{ col, from, to int }

func (p *rowParser) next(row *Row) error {
	for !p.ended {
		err := p.x.Next()
		if err != nil {
			return p.stop(err)
		}
		switch {
		case p.x.Kind == xmlscan.End && string(p.x.Name) == "sheetData":
			p.ended = true
		case p.x.Kind == xmlscan.Empty && string(p.x.Name) == "row":
			if err := p.begin(); err != nil {
				return err
			}
		case p.x.Kind == xmlscan.Start && string(p.x.Name) == "row":
			if err := p.begin(); err != nil {
				return err
			}
			return p.read(row)
		}
	}
	return p.drain()
}

// drain reads what follows the rows, so that a file cut short there is not taken for whole.
func (p *rowParser) drain() error {
	for {
		if err := p.x.Next(); err != nil {
			return p.stop(err)
		}
	}
}

// stop ends the reading: a part that ends before its end tags is damaged.
func (p *rowParser) stop(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return &Error{Sheet: p.sheet, Row: p.number, Err: err,
		Text: errs.T(
			"the file is damaged or cut short after this row: fetch it again, or open it in Excel and save it")}
}

func (p *rowParser) fault(col int, text errs.Text) *Error {
	return &Error{Sheet: p.sheet, Row: p.number, Col: col, Text: text}
}

// begin takes a row's number: its own, or the one after the row before.
func (p *rowParser) begin() error {
	before := p.number
	p.number++
	if r, ok := p.x.Attr("r"); ok {
		n := digits(r)
		if n <= before || n > 1<<20 {
			return p.fault(0, errs.T("rows out of order (row %d after row %d)", n, before))
		}
		p.number = n
	}
	p.arena, p.spans, p.bad = p.arena[:0], p.spans[:0], nil
	h, ok := p.x.Attr("hidden")
	p.hidden = ok && (string(h) == "1" || string(h) == "true")
	return nil
}

// digits reads a decimal number; -1 where there is anything else or too much.
func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<30 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if len(b) == 0 {
		return -1
	}
	return n
}

// read reads the cells of a row up to its end tag.
func (p *rowParser) read(row *Row) error {
	col := -1
	for {
		if err := p.x.Next(); err != nil {
			return p.stop(err)
		}
		switch p.x.Kind {
		case xmlscan.End:
			if string(p.x.Name) == "row" {
				p.finish(row)
				return nil
			}
		case xmlscan.Start, xmlscan.Empty:
			if string(p.x.Name) != "c" {
				continue
			}
			var err error
			if col, err = p.cell(row, col); err != nil {
				return err
			}
		}
	}
}

// finish points the cells at their texts, now that the arena stays where it is.
func (p *rowParser) finish(row *Row) {
	row.Number = p.number
	row.Bad, row.Hidden = p.bad, p.hidden
	for _, s := range p.spans {
		row.Cells[s.col].Value = p.arena[s.from:s.to]
	}
}

// cell reads one cell; col is the column of the cell before.
func (p *rowParser) cell(row *Row, col int) (int, error) {
	var c Cell
	typ := byte('n')
	col++
	for a := p.x.Attrs; ; {
		key, value, rest, ok := xmlscan.NextAttr(a)
		if !ok {
			break
		}
		a = rest
		if len(key) != 1 {
			continue
		}
		switch key[0] {
		case 'r':
			at := column(value)
			if at < col {
				return 0, p.fault(col+1, errs.T("cells out of order"))
			}
			col = at
		case 's':
			if n := digits(value); n >= 0 && n < len(p.book.looks) {
				l := &p.book.looks[n]
				c.Date, c.Part, c.Zeros = l.date, l.part, l.zeros
			}
		case 't':
			typ = cellType(value)
		}
	}
	if col >= p.limits.Columns {
		return 0, p.fault(col+1, errs.T("too many columns"))
	}
	for len(row.Cells) <= col {
		row.Cells = append(row.Cells, Cell{})
	}
	if p.x.Kind == xmlscan.Empty {
		return col, nil
	}
	from := len(p.arena)
	formula, err := p.content(col)
	if err != nil {
		return 0, err
	}
	c.Formula = formula
	p.arena = unescapeInline(p.arena, from, typ)
	p.settle(&row.Cells[col], c, typ, col, from)
	return col, nil
}

func unescapeInline(b []byte, from int, typ byte) []byte {
	if typ == 'i' || typ == 'r' {
		return xmlscan.Unescape(b, from)
	}
	return b
}

// cellType shortens the type attribute to a byte: s shared, i inline, r formula string, b boolean, e error, d date, n
// number.
func cellType(v []byte) byte {
	switch string(v) {
	case "s":
		return 's'
	case "inlineStr":
		return 'i'
	case "str":
		return 'r'
	case "b":
		return 'b'
	case "e":
		return 'e'
	case "d":
		return 'd'
	}
	return 'n'
}

// column reads the letters of a reference (AB12); -1 where there are none.
func column(ref []byte) int {
	n := 0
	for i, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' || i > 3 {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// content appends the text of <v> or <is> to the arena, up to the cell's end tag.
func (p *rowParser) content(col int) (formula bool, err error) {
	from, in, phonetic := len(p.arena), false, 0
	for {
		if err := p.x.Next(); err != nil {
			return false, p.stop(err)
		}
		if p.x.Kind == xmlscan.Text {
			if in && phonetic == 0 {
				p.arena = appendPiece(p.arena, p.x)
				if len(p.arena)-from > p.limits.CellBytes {
					p.tooLong(col)
					p.arena = p.arena[:from]
				}
			}
			continue
		}
		switch string(p.x.Name) {
		case "v", "t":
			in = p.x.Kind == xmlscan.Start
		case "f":
			formula = true
		case "rPh":
			phonetic += depthOf(p.x.Kind)
		case "c":
			return formula, nil
		}
	}
}

func (p *rowParser) tooLong(col int) {
	if p.bad == nil {
		p.bad = p.fault(col+1, errs.T("the cell is longer than %d bytes", p.limits.CellBytes))
	}
}

// settle gives a cell its kind and value from what lies in the arena.
func (p *rowParser) settle(dst *Cell, c Cell, typ byte, col, from int) {
	value := p.arena[from:]
	switch typ {
	case 's':
		i := digits(value)
		p.arena = p.arena[:from]
		text, ok := p.shared.at(uint32(max(i, 0)))
		switch {
		case i < 0 || !ok:
			if p.bad == nil {
				p.bad = p.fault(col+1, errs.T("the cell points to a text that is not there: the file is damaged"))
			}
			return
		case p.shared.long[uint32(i)]:
			p.tooLong(col)
			return
		}
		c.Kind, c.Date, c.Value = Text, false, text
	case 'i', 'r', 'd':
		c.Kind, c.Date = Text, false
	case 'b':
		c.Kind, c.Date = Bool, false
	case 'e':
		c.Kind, c.Date = Fault, false
	default:
		c.Kind = Number
	}
	if typ != 's' && len(value) > 0 {
		p.spans = append(p.spans, cellSpan{col, from, len(p.arena)})
	}
	if len(value) == 0 && typ != 's' || typ == 's' && len(c.Value) == 0 {
		c.Kind = Blank
	}
	*dst = c
}
