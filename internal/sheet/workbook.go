package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet/xmlscan"
)

// workbook is an open .xlsx file.
type workbook struct {
	*archive
	sheets    []sheetPart
	looks     []look // by cell style
	epoch1904 bool
	strings   *sharedStrings // read on first use
	shared    string         // name of the part
}

type sheetPart struct {
	name, part string
	hidden     bool
}

// look is how a cell style shows a number.
type look struct {
	date  bool
	part  Part
	zeros uint8 // digits of a format of zeros
}

// relationships is an OPC relationships part.
type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
		Mode   string `xml:"TargetMode,attr"`
	} `xml:"Relationship"`
}

func openWorkbook(name string, size int64, lim Limits) (_ *workbook, err error) {
	a, err := openArchive(name, size, lim)
	if err != nil {
		return nil, err
	}
	w := &workbook{archive: a}
	if err := w.read(); err != nil {
		return nil, errors.Join(err, a.file.Close())
	}
	return w, nil
}

// Close implements source.
func (w *workbook) Close() error { return w.file.Close() }

// Sheets implements source.
func (w *workbook) Sheets() []string {
	var out []string
	for _, s := range w.sheets {
		out = append(out, s.name)
	}
	return out
}

// read finds the workbook's parts: sheets, styles, shared strings.
func (w *workbook) read() error {
	main, err := w.mainPart()
	if err != nil {
		return err
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Refs  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode(main, &book); err != nil {
		return err
	}
	w.epoch1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	rels, err := w.relations(main)
	if err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range rels.List {
		part := target(main, r.Target)
		targets[r.ID] = part
		switch path.Base(r.Type) {
		case "styles":
			if err := w.styles(part); err != nil {
				return err
			}
		case "sharedStrings":
			w.shared = part
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.Refs {
			if a.Name.Local == "id" && w.parts[partName(targets[a.Value])] != nil &&
				!strings.Contains(targets[a.Value], "chartsheets/") {
				w.sheets = append(w.sheets, sheetPart{s.Name, targets[a.Value], s.State == "hidden" ||
					s.State == "veryHidden"})
			}
		}
	}
	if len(w.sheets) == 0 {
		return notAWorkbook("no sheets")
	}
	return nil
}

func notAWorkbook(why string) error {
	return errs.New(errs.Invalid,
		"this is no .xlsx workbook (or it is .xlsb, .ods, .docx): open it in Excel and save it as .xlsx").Because(
		errors.New(why))
}

// mainPart returns the name of the workbook part.
func (w *workbook) mainPart() (string, error) {
	rels, err := w.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range rels.List {
		if path.Base(r.Type) == "officeDocument" && strings.HasSuffix(r.Target, ".xml") {
			return target("", r.Target), nil
		}
	}
	if w.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml", nil
	}
	return "", notAWorkbook("no workbook part")
}

// relations reads the relationships of a part; none where there are none.
func (w *workbook) relations(part string) (relationships, error) {
	var rels relationships
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if w.parts[partName(name)] == nil {
		return rels, nil
	}
	return rels, w.decode(name, &rels)
}

// target resolves a relationship's target against its part.
func target(from, to string) string {
	if strings.HasPrefix(to, "/") {
		return strings.TrimPrefix(path.Clean(to), "/")
	}
	return strings.TrimPrefix(path.Join("/", path.Dir(from), to), "/")
}

// decode reads a small XML part into v. Parts with a DOCTYPE are refused.
func (w *workbook) decode(part string, v any) error {
	b, err := w.part(part)
	if err != nil {
		return err
	}
	if b == nil {
		return notAWorkbook("no part " + part)
	}
	if bytes.Contains(b[:min(len(b), 1024)], []byte("<!DOCTYPE")) {
		return damaged(part, xmlscan.ErrDoctype)
	}
	if err := xml.Unmarshal(b, v); err != nil {
		return damaged(part, err)
	}
	return nil
}

// hidden implements source.
func (w *workbook) hidden(sheet string) bool {
	for _, s := range w.sheets {
		if s.name == sheet {
			return s.hidden
		}
	}
	return false
}

// styles notes how cell styles show a number: as a date, with leading zeros.
func (w *workbook) styles(part string) error {
	var st struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(part, &st); err != nil {
		return err
	}
	custom := map[int]look{}
	for _, f := range st.Formats {
		custom[f.ID] = lookOf(f.Code)
	}
	for _, c := range st.Cells {
		l, own := custom[c.Format]
		if !own {
			l.date = builtinDate(c.Format)
			if c.Format == monthFormat {
				l.part = Month
			}
		}
		w.looks = append(w.looks, l)
	}
	return nil
}

// monthFormat is Excel's own mmm-yy.
const monthFormat = 17

// lookOf tells how a format code of a workbook shows a number.
func lookOf(code string) (l look) {
	first, _, _ := strings.Cut(code, ";")
	if zeros := strings.Trim(first, "0"); zeros == "" && len(first) > 1 && len(first) < 20 {
		l.zeros = uint8(len(first))
	}
	if l.date = isDateFormat(code); !l.date {
		return l
	}
	bare := strings.ToLower(unquoted(first))
	year, month, day := strings.Contains(bare, "y"), strings.Contains(bare, "m"), strings.Contains(bare, "d")
	clock := strings.ContainsAny(bare, "hs")
	switch {
	case day || clock || !year:
	case month:
		l.part = Month
	default:
		l.part = Year
	}
	return l
}

// unquoted is a format code without what is in quotes, brackets and escapes.
func unquoted(code string) string {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			i += skip(code[i+1:], '"')
		case '[':
			i += skip(code[i+1:], ']')
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// builtinDate reports whether one of Excel's own number formats shows a date or a time.
func builtinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// isDateFormat reports whether a format code has a day, month or year outside quotes, brackets and escapes.
func isDateFormat(code string) bool {
	first, _, _ := strings.Cut(code, ";")
	for i := 0; i < len(first); i++ {
		switch c := first[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			i += skip(first[i+1:], '"')
		case '[':
			i += skip(first[i+1:], ']')
		case 'd', 'D', 'y', 'Y', 'm', 'M', 'h', 'H', 's', 'S':
			return true
		case '0', '#', '?':
			return false
		}
	}
	return false
}

func skip(s string, to byte) int {
	if n := strings.IndexByte(s, to); n >= 0 {
		return n + 1
	}
	return len(s)
}

// sharedStrings are a workbook's strings in one block of memory. long holds the indexes of those beyond the cell limit.
type sharedStrings struct {
	text []byte
	ends []uint32
	long map[uint32]bool
}

func (s *sharedStrings) at(i uint32) ([]byte, bool) {
	if int64(i) >= int64(len(s.ends)) {
		return nil, false
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.text[from:s.ends[i]], true
}

// sharedOnce reads the shared strings when the first sheet is opened.
func (w *workbook) sharedOnce(b *Book) (*sharedStrings, error) {
	if w.strings != nil {
		return w.strings, nil
	}
	s := &sharedStrings{long: map[uint32]bool{}}
	f := w.parts[partName(w.shared)]
	if w.shared == "" || f == nil {
		w.strings = s
		return s, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(w.shared, err)
	}
	ahead := prefetch(r, nil)
	err = s.read(xmlscan.New(ahead), b.limits, f)
	if err = errors.Join(err, ahead.Close(), r.Close()); err != nil {
		return nil, err
	}
	w.strings = s
	return s, nil
}

func (s *sharedStrings) read(x *xmlscan.Scanner, lim Limits, f *zip.File) error {
	most := min(lim.SharedStringBytes, 1<<32-1)
	s.text = make([]byte, 0, min(int64(f.UncompressedSize64)/2, most))
	in, phonetic, from := false, 0, 0
	for {
		err := x.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(f.Name, err)
		}
		switch string(x.Name) {
		case "rPh":
			phonetic += depthOf(x.Kind)
		case "t":
			if x.Kind != xmlscan.Text {
				in = x.Kind == xmlscan.Start
			}
		case "si":
			if x.Kind == xmlscan.End || x.Kind == xmlscan.Empty {
				s.end(from, lim)
				from = len(s.text)
			}
		}
		if x.Kind == xmlscan.Text && in && phonetic == 0 && len(s.text)-from <= lim.CellBytes {
			s.text = appendPiece(s.text, x)
		}
		if int64(len(s.text)) > most {
			return refuse(errs.T("the workbook's shared strings are too large: split the file or use CSV"))
		}
	}
}

func depthOf(k xmlscan.Kind) int {
	switch k {
	case xmlscan.Start:
		return 1
	case xmlscan.End:
		return -1
	}
	return 0
}

func appendPiece(b []byte, x *xmlscan.Scanner) []byte {
	if x.Raw {
		return append(b, x.Text...)
	}
	return xmlscan.AppendText(b, x.Text)
}

// end closes the string that begins at from.
func (s *sharedStrings) end(from int, lim Limits) {
	s.text = xmlscan.Unescape(s.text, from)
	if len(s.text)-from > lim.CellBytes {
		s.text = s.text[:from]
		s.long[uint32(len(s.ends))] = true
	}
	s.ends = append(s.ends, uint32(len(s.text)))
}

// merged finds a sheet's merged ranges, which stand behind all its rows: the part is unpacked and searched, not parsed.
func (w *workbook) merged(_ *Book, sheet string) (out []string, err error) {
	for _, s := range w.sheets {
		if s.name != sheet {
			continue
		}
		r, err := w.parts[partName(s.part)].Open()
		if err != nil {
			return nil, damaged(s.part, err)
		}
		defer func() { _ = r.Close() }() // read only
		tail, err := behind(r, []byte("mergeCells"))
		if err != nil {
			return nil, damaged(s.part, err)
		}
		x := xmlscan.New(bytes.NewReader(append([]byte("<m>"), tail...)))
		for x.Next() == nil && len(out) < mostMerged {
			if ref, ok := x.Attr("ref"); ok && x.Kind != xmlscan.End && string(x.Name) == "mergeCell" {
				out = append(out, string(ref))
			}
		}
	}
	return out, nil
}

// mostMerged is how many merged ranges of a sheet are looked at, mostBehind how much of the part that holds them.
const (
	mostMerged = 100_000
	mostBehind = 16 << 20
)

// behind returns what stands behind the tag in which a word is found; nothing where it is not.
func behind(r io.Reader, word []byte) ([]byte, error) {
	buf, n := make([]byte, 256<<10), 0
	for {
		k, err := io.ReadFull(r, buf[n:])
		n += k
		if i := bytes.Index(buf[:n], word); i >= 0 {
			rest, err := io.ReadAll(io.LimitReader(r, mostBehind))
			tail := append(bytes.Clone(buf[i:n]), rest...)
			if end := bytes.IndexByte(tail, '>'); end >= 0 {
				return tail[end+1:], err
			}
			return nil, err
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		n = copy(buf, buf[n-len(word):n])
	}
}
