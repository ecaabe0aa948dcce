// Package xmlscan reads XML as spreadsheet programs write it: tokens over one sliding buffer, in bounded memory,
// without an allocation a token. It knows no spreadsheet.
package xmlscan

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// Kind is a piece of XML.
type Kind uint8

// The pieces of XML.
const (
	Text  Kind = iota // character data; a long one comes in several pieces
	Start             // <name attrs>
	Empty             // <name attrs/>
	End               // </name>
)

// ErrDoctype refuses a DOCTYPE: no spreadsheet program writes one.
var (
	ErrDoctype   = errors.New("DOCTYPE in a spreadsheet part")
	errBadXML    = errors.New("malformed XML")
	errLongTag   = errors.New("a tag of more than 64 KB")
	errTruncated = errors.New("the part ends in the middle")
)

// Scanner reads XML as spreadsheet programs write it, a token at a time, over one sliding buffer. Slices are valid
// until the next token.
type Scanner struct {
	r    io.Reader
	buf  []byte
	pos  int // of the next unread byte
	end  int // of the bytes read
	eof  bool
	rerr error

	Kind  Kind
	Name  []byte // local name, without a prefix
	Attrs []byte // what follows the name
	Text  []byte // raw: entities are not decoded
	Raw   bool   // text of a CDATA section: nothing to decode
	deep  int    // open elements
}

const scanBuffer = 128 << 10

// New returns a scanner of r.
func New(r io.Reader) *Scanner { return &Scanner{r: r, buf: make([]byte, scanBuffer)} }

// fill makes room and reads more; false at the end of the part.
func (s *Scanner) fill() bool {
	if s.eof {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		return false // the buffer is full of one token
	}
	for {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err != nil {
			s.eof = true
			if !errors.Is(err, io.EOF) {
				s.rerr = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
}

// Next reads the next token; io.EOF at the end of the part.
func (s *Scanner) Next() error {
	for {
		if s.pos == s.end && !s.fill() {
			return s.atEnd()
		}
		if s.buf[s.pos] != '<' {
			s.readText()
			if s.rerr != nil {
				return s.rerr
			}
			if len(s.Text) > 0 {
				return nil
			}
			return errBadXML
		}
		found, err := s.readTag()
		if err != nil || found {
			return err
		}
	}
}

func (s *Scanner) atEnd() error {
	switch {
	case s.rerr != nil:
		return s.rerr
	case s.deep > 0:
		return errTruncated
	}
	return io.EOF
}

// readText takes character data up to the next tag; where the buffer is full a piece of it, cut before an entity that
// may go on.
func (s *Scanner) readText() {
	from := s.pos
	for {
		n := bytes.IndexByte(s.buf[from:s.end], '<')
		if n >= 0 {
			s.emitText(from + n)
			return
		}
		from = s.end
		off := from - s.pos
		if !s.fill() {
			cut := s.end
			if !s.eof {
				if i := bytes.LastIndexByte(s.buf[max(s.pos, s.end-12):s.end], '&'); i >= 0 {
					cut = max(s.pos, s.end-12) + i
				}
				for cut > s.pos+1 && !utf8.RuneStart(s.buf[cut-1]) {
					cut--
				}
			}
			s.emitText(max(cut, s.pos+1))
			return
		}
		from = s.pos + off
	}
}

func (s *Scanner) emitText(to int) {
	s.Kind, s.Raw = Text, false
	s.Text = s.buf[s.pos:to]
	s.pos = to
}

// readTag takes a tag; false where it was a comment, a declaration or an empty CDATA section.
func (s *Scanner) readTag() (bool, error) {
	for s.end-s.pos < 9 && s.fill() {
	}
	b := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return false, s.skipTo("-->")
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return s.cdata()
	case bytes.HasPrefix(b, []byte("<?")):
		return false, s.skipTo("?>")
	case bytes.HasPrefix(b, []byte("<!")):
		return false, ErrDoctype
	}
	n, err := s.tagEnd()
	if err != nil {
		return false, err
	}
	return true, s.splitTag(s.buf[s.pos-n : s.pos])
}

// tagEnd moves past the tag's ">" that is outside quotes, and returns the tag's length.
func (s *Scanner) tagEnd() (int, error) {
	i, quote := 1, byte(0)
	for {
		b := s.buf[s.pos:s.end]
		for i < len(b) {
			c := b[i]
			i++
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				s.pos += i
				return i, nil
			}
		}
		if !s.fill() {
			if s.rerr != nil {
				return 0, s.rerr
			}
			if s.eof {
				return 0, errTruncated
			}
			return 0, errLongTag
		}
	}
}

// splitTag tells a tag's kind, local name and attributes.
func (s *Scanner) splitTag(tag []byte) error {
	tag = tag[1 : len(tag)-1]
	s.Kind = Start
	switch {
	case len(tag) == 0:
		return errBadXML
	case tag[0] == '/':
		s.Kind, tag = End, tag[1:]
		s.deep--
	case tag[len(tag)-1] == '/':
		s.Kind, tag = Empty, tag[:len(tag)-1]
	default:
		s.deep++
	}
	n := 0
	start := 0
	for n < len(tag) && tag[n] != ' ' && tag[n] != '\n' && tag[n] != '\t' && tag[n] != '\r' {
		if tag[n] == ':' {
			start = n + 1
		}
		n++
	}
	s.Name, s.Attrs = tag[start:n], tag[n:]
	if len(s.Name) == 0 || s.deep < 0 {
		return errBadXML
	}
	return nil
}

func (s *Scanner) cdata() (bool, error) {
	s.pos += len("<![CDATA[")
	for {
		if n := bytes.Index(s.buf[s.pos:s.end], []byte("]]>")); n >= 0 {
			s.Text, s.Kind, s.Raw = s.buf[s.pos:s.pos+n], Text, true
			s.pos += n + 3
			return n > 0, nil
		}
		if !s.fill() {
			return false, errors.Join(errTruncated, s.rerr)
		}
	}
}

// skipTo moves past a mark, however far it is.
func (s *Scanner) skipTo(mark string) error {
	for {
		if n := bytes.Index(s.buf[s.pos:s.end], []byte(mark)); n >= 0 {
			s.pos += n + len(mark)
			return nil
		}
		s.pos = max(s.pos, s.end-len(mark)+1)
		if !s.fill() {
			return errors.Join(errTruncated, s.rerr)
		}
	}
}

// Attr returns the raw value of an attribute by its local name.
func (s *Scanner) Attr(name string) ([]byte, bool) {
	a := s.Attrs
	for {
		key, value, rest, ok := NextAttr(a)
		if !ok {
			return nil, false
		}
		if string(key) == name {
			return value, true
		}
		a = rest
	}
}

// NextAttr splits off the first attribute: its local name and raw value.
func NextAttr(a []byte) (key, value, rest []byte, ok bool) {
	i := 0
	for i < len(a) && a[i] <= ' ' {
		i++
	}
	start := i
	for i < len(a) && a[i] != '=' && a[i] > ' ' {
		if a[i] == ':' {
			start = i + 1
		}
		i++
	}
	key = a[start:i]
	for i < len(a) && (a[i] == '=' || a[i] <= ' ') {
		i++
	}
	if i >= len(a) || (a[i] != '"' && a[i] != '\'') {
		return nil, nil, nil, false
	}
	n := bytes.IndexByte(a[i+1:], a[i])
	if n < 0 {
		return nil, nil, nil, false
	}
	return key, a[i+1 : i+1+n], a[i+n+2:], true
}

// AppendText appends character data with its entities decoded; an entity that is none stays as it is.
func AppendText(b, raw []byte) []byte {
	for {
		n := bytes.IndexByte(raw, '&')
		if n < 0 {
			return append(b, raw...)
		}
		b = append(b, raw[:n]...)
		raw = raw[n:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			b = append(b, '&')
			raw = raw[1:]
			continue
		}
		if r, ok := entity(raw[1:end]); ok {
			b = utf8.AppendRune(b, r)
		} else {
			b = append(b, raw[:end+1]...)
		}
		raw = raw[end+1:]
	}
}

func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := string(name[1:]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !utf8.ValidRune(rune(n)) || n == 0 {
		return 0, false
	}
	return rune(n), true
}

// Unescape undoes Excel's _xHHHH_ for characters that XML cannot hold, in place from a position on.
func Unescape(b []byte, from int) []byte {
	if !bytes.Contains(b[from:], []byte("_x")) {
		return b
	}
	out := from
	for i := from; i < len(b); {
		if r, ok := Escaped(b[i:]); ok {
			var enc [utf8.UTFMax]byte
			out += copy(b[out:], enc[:utf8.EncodeRune(enc[:], r)])
			i += 7
			continue
		}
		b[out] = b[i]
		out++
		i++
	}
	return b[:out]
}

// Escaped returns the character that _xHHHH_ at the start of b stands for.
func Escaped(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}
