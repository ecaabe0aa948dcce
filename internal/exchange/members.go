package exchange

import (
	"bytes"
	"errors"
	"hash/maphash"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
)

// memberStream reads the sheet members in groups of the same household. Members usually come in the order of the
// households, one household after another; a quick first pass over the codes finds out. Where a household's rows are
// scattered, all of them are gathered in memory; where only the order of households differs, groups wait until asked.
type memberStream struct {
	rows   *body
	layout *layout
	parser *parser

	scattered bool
	feed      *feed             // groups read ahead in a goroutine of their own; nil before the first is asked for
	batch     []*group          // groups taken from it
	taken     int               // how many of the batch
	waiting   map[string]*group // groups of other households
	held      int               // rows in waiting
	count     int64             // rows taken
}

// feed carries batches of groups from the goroutine that parses them to the reader, and back for reuse.
type feed struct {
	full, empty chan []*group
	stop        chan struct{}
	err         error // set before full is closed
}

// groupsAhead is how many groups travel together.
const groupsAhead = 64

// maxHeld is how many member rows may wait for their households: about 1 GB.
const maxHeld = 3_000_000

// group is the rows of one household's members.
type group struct {
	code    string
	rows    []memberRow
	members []household.Member
	faulty  bool
}

// memberRow is one row: where it stands, what is wrong with it, and its cells in case it goes back.
type memberRow struct {
	number int
	faults []Rejection
	doubts []doubt.Doubt
	buf    []byte
	cells  []rawSpan
}

type rawSpan struct {
	kind     sheet.Kind
	date     bool
	from, to int32
}

// raw returns the row's cells as they came.
func (m *memberRow) raw() []RawCell {
	out := make([]RawCell, len(m.cells))
	for i, c := range m.cells {
		out[i] = RawCell{c.kind, c.date, string(m.buf[c.from:c.to])}
	}
	return out
}

// begin takes a row's place.
func (m *memberRow) begin(row *sheet.Row) {
	m.number, m.faults, m.doubts = row.Number, nil, nil
	m.buf, m.cells = m.buf[:0], m.cells[:0]
}

// keep copies a row's cells.
func (m *memberRow) keep(row *sheet.Row) {
	if row.Line != nil {
		m.buf = append(m.buf, row.Line...)
		at := int32(0)
		for i := range row.Cells {
			end := at + int32(len(row.Cells[i].Value))
			m.cells = append(m.cells, rawSpan{row.Cells[i].Kind, false, at, end})
			at = end + 1
		}
		return
	}
	for _, c := range row.Cells {
		from := int32(len(m.buf))
		m.buf = append(m.buf, c.Value...)
		m.cells = append(m.cells, rawSpan{c.Kind, c.Date, from, int32(len(m.buf))})
	}
}

func openMembers(b *sheet.Book, name string, p *parser, aliases map[string]string) (*memberStream, error) {
	s := &memberStream{parser: p, waiting: map[string]*group{}}
	var err error
	if s.scattered, err = scattered(b, name, aliases, p.merges); err != nil {
		return nil, err
	}
	s.rows, err = begin(b, name, aliases, p.merges)
	if err == nil {
		s.layout = s.rows.layout
	}
	return s, err
}

func begin(b *sheet.Book, name string, aliases map[string]string, merges []merge) (*body, error) {
	rows, err := b.Rows(name)
	if err != nil {
		return nil, err
	}
	l, err := readHeader(b, name, rows, household.MemberColumns, aliases)
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return &body{Rows: rows, layout: l, members: true, merges: merges, first: true}, nil
}

// scattered reports whether some household's members do not stand together.
func scattered(b *sheet.Book, name string, aliases map[string]string, merges []merge) (bool, error) {
	rows, err := begin(b, name, aliases, merges)
	if err != nil {
		return false, err
	}
	if merges == nil {
		rows.Only(rows.layout.at[0] + 1)
	}
	seed, seen, last, found := maphash.MakeSeed(), map[uint64]struct{}{}, uint64(0), false
	for !found && rows.Rows.Next() {
		if merges != nil {
			rows.fill(rows.Row())
		}
		v, ok := rows.layout.rawCode(rows.Row())
		if !ok {
			code, ok := rows.layout.codeOf(rows.Row())
			if !ok || code == "" {
				continue
			}
			v = []byte(code)
		}
		h := maphash.Bytes(seed, v)
		if h == last {
			continue
		}
		_, found = seen[h] // two codes with one hash only cost memory: their rows are gathered for nothing
		seen[h] = struct{}{}
		last = h
	}
	return found, errors.Join(rows.Err(), rows.Close())
}

// rawCode is the code of a row's household where it is kept as it stands.
func (l *layout) rawCode(row *sheet.Row) ([]byte, bool) {
	c := l.cell(row, 0)
	if c == nil || c.Kind != sheet.Text || row.Bad != nil {
		return nil, false
	}
	v := trimmed(c.Value)
	return v, len(v) > 0 && reading.Bare(v)
}

// codeOf is the code of a row's household as codes are compared; of a row that cannot be read what stands where its
// code should, false where nothing does.
func (l *layout) codeOf(row *sheet.Row) (string, bool) {
	if row.Bad != nil && len(row.Cells) == 1 && l.at[0] >= 0 { // a line of CSV that could not be split
		fields := bytes.FieldsFunc(row.Cells[0].Value, func(r rune) bool { return r == ',' || r == ';' || r == '\t' })
		if l.at[0] >= len(fields) {
			return "", false
		}
		code, _ := reading.Code(bytes.Trim(trimmed(fields[l.at[0]]), "\""), false)
		return code, code != ""
	}
	c := l.cell(row, 0)
	if c == nil || c.Kind == sheet.Blank || c.Kind == sheet.Fault {
		return "", false
	}
	v := trimmed(c.Value)
	if len(v) == 0 {
		return "", false
	}
	code, _ := reading.Code(v, c.Kind == sheet.Number)
	return code, true
}

// of returns the members of a household, an empty group where it has none. The group may be used until the next call.
func (s *memberStream) of(code string) (*group, error) {
	if g, ok := s.waiting[code]; ok {
		delete(s.waiting, code)
		s.held -= len(g.rows)
		return g, nil
	}
	if s.scattered {
		if err := s.gather(); err != nil {
			return nil, err
		}
		return s.of(code)
	}
	for {
		g, err := s.next()
		if err != nil {
			return nil, err
		}
		if g == nil {
			return &group{code: code}, nil
		}
		if g.code == code {
			return g, nil
		}
		if err := s.wait(g); err != nil {
			return nil, err
		}
	}
}

// gather reads all that is left into waiting.
func (s *memberStream) gather() error {
	for {
		g, err := s.next()
		if err != nil || g == nil {
			s.scattered = false
			return err
		}
		if err := s.wait(g); err != nil {
			return err
		}
	}
}

// wait keeps the group just taken until its household comes; rows of a household that already waits join it.
func (s *memberStream) wait(g *group) error {
	s.batch[s.taken-1] = &group{} // the one kept must not be reused
	s.held += len(g.rows)
	if s.held > maxHeld {
		return errs.New(errs.Invalid,
			"the sheet members is not in the order of households and too long (%d rows held): sort both by household_code", s.held)
	}
	if w, ok := s.waiting[g.code]; ok {
		w.rows = append(w.rows, g.rows...)
		w.members = append(w.members, g.members...)
		w.faulty = w.faulty || g.faulty
		return nil
	}
	s.waiting[g.code] = g
	return nil
}

// next takes the next group; nil at the end.
func (s *memberStream) next() (*group, error) {
	if s.feed == nil {
		s.start()
	}
	if s.taken == len(s.batch) {
		if s.batch != nil {
			s.feed.empty <- s.batch
		}
		s.batch, s.taken = <-s.feed.full, 0
		if s.batch == nil {
			return nil, s.feed.err
		}
	}
	g := s.batch[s.taken]
	s.taken++
	s.count += int64(len(g.rows))
	return g, nil
}

// start begins parsing ahead.
func (s *memberStream) start() {
	s.feed = &feed{make(chan []*group, 8), make(chan []*group, 10), make(chan struct{}), nil}
	for range 10 {
		b := make([]*group, groupsAhead)
		for i := range b {
			b[i] = &group{}
		}
		s.feed.empty <- b
	}
	go s.run()
}

// run parses groups until the end or until the stream is closed.
func (s *memberStream) run() {
	defer close(s.feed.full)
	more := s.rows.Next()
	for more {
		var b []*group
		select {
		case b = <-s.feed.empty:
			b = b[:groupsAhead]
		case <-s.feed.stop:
			return
		}
		n := 0
		for n < len(b) && more {
			more = s.group(b[n])
			n++
		}
		select {
		case s.feed.full <- b[:n]:
		case <-s.feed.stop:
			return
		}
	}
	s.feed.err = s.rows.Err()
}

// group reads the current row and those after it of the same household; more is whether a row of another stands next. A
// row without a code stands below the household that it most likely belongs to, which then goes back whole: it is not
// classified without a member.
func (s *memberStream) group(g *group) (more bool) {
	g.code, g.rows, g.members, g.faulty = "", g.rows[:0], nil, false
	g.code, _ = s.layout.codeOf(s.rows.Row())
	apart := s.rows.second > 0
	s.read(g)
	for s.rows.Next() {
		if g.code == "" || apart || s.rows.second > 0 || s.layout.another(s.rows.Row(), g.code) {
			return true
		}
		s.read(g)
	}
	return false
}

// another reports whether a row is of another household than that of a code.
func (l *layout) another(row *sheet.Row, code string) bool {
	if v, ok := l.rawCode(row); ok {
		return string(v) != code
	}
	its, ok := l.codeOf(row)
	return ok && its != code
}

// read adds the current row to a group.
func (s *memberStream) read(g *group) {
	if n := len(g.rows); n < cap(g.rows) {
		g.rows = g.rows[:n+1]
	} else {
		g.rows = append(g.rows, memberRow{})
	}
	row := &g.rows[len(g.rows)-1]
	row.begin(s.rows.Row())
	if s.parser.cfg.Rejects != nil { // else nobody asks for the cells again
		row.keep(s.rows.Row())
	}
	m := s.parser.nextMember(&g.members)
	r := s.parser.member(s.layout, s.rows.Row(), m)
	row.faults, row.doubts = r.faults, r.doubts
	g.faulty = g.faulty || len(row.faults) > 0
}

// Close stops the goroutine and ends the reading.
func (s *memberStream) Close() error {
	if s.feed != nil {
		close(s.feed.stop)
		for range s.feed.full { // it closes the channel when it is done
		}
	}
	return s.rows.Close()
}

// fault makes a fault of a row that was read.
func (s *memberStream) fault(row *memberRow, column string, text errs.Text) Rejection {
	i := s.layout.index(column)
	value := ""
	if i >= 0 && i < len(row.cells) {
		value = string(row.buf[row.cells[i].from:row.cells[i].to])
	}
	return Rejection{Members, row.number, column, i, value, text}
}

// rest calls f with the groups that no household asked for.
func (s *memberStream) rest(f func(*group) error) error {
	for {
		g, err := s.next()
		if err != nil {
			return err
		}
		if g == nil {
			break
		}
		if err := s.wait(g); err != nil {
			return err
		}
	}
	for code, g := range s.waiting {
		delete(s.waiting, code)
		if err := f(g); err != nil {
			return err
		}
	}
	return nil
}
