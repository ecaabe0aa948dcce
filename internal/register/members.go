package register

import (
	"errors"
	"fmt"
	"hash/maphash"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
)

// memberStream reads the sheet members in groups of the same household. Members usually come in the order of the
// households, one household after another; a quick first pass over the codes finds out. Where a household's rows are
// scattered, all of them are gathered in memory; where only the order of households differs, groups wait until asked.
type memberStream struct {
	book   *sheet.Book
	rows   *sheet.Rows
	layout *layout
	parser *parser

	scattered bool
	ahead     *group            // read but not asked for yet
	waiting   map[string]*group // groups of other households
	held      int               // rows in waiting
	count     int64
	free      *group
	done      bool
}

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

// keep copies a row's cells.
func (m *memberRow) keep(row *sheet.Row) {
	m.number, m.faults = row.Number, nil
	m.buf, m.cells = m.buf[:0], m.cells[:0]
	for _, c := range row.Cells {
		from := int32(len(m.buf))
		m.buf = append(m.buf, c.Value...)
		m.cells = append(m.cells, rawSpan{c.Kind, c.Date, from, int32(len(m.buf))})
	}
}

func openMembers(b *sheet.Book, name string, p *parser) (*memberStream, error) {
	s := &memberStream{book: b, parser: p, waiting: map[string]*group{}}
	var err error
	if s.scattered, err = scattered(b, name); err != nil {
		return nil, err
	}
	s.rows, s.layout, err = begin(b, name)
	return s, err
}

func begin(b *sheet.Book, name string) (*sheet.Rows, *layout, error) {
	rows, err := b.Rows(name)
	if err != nil {
		return nil, nil, err
	}
	l, err := readHeader(b, name, rows, household.MemberColumns)
	if err != nil {
		return nil, nil, errors.Join(err, rows.Close())
	}
	return rows, l, nil
}

// scattered reports whether some household's members do not stand together.
func scattered(b *sheet.Book, name string) (bool, error) {
	rows, l, err := begin(b, name)
	if err != nil {
		return false, err
	}
	rows.Only(l.at[0] + 1)
	seed, seen, last, found := maphash.MakeSeed(), map[uint64]struct{}{}, uint64(0), false
	for !found && rows.Next() {
		c := l.cell(rows.Row(), 0)
		if c == nil || rows.Row().Bad != nil {
			continue
		}
		h := maphash.Bytes(seed, trimmed(c.Value))
		if h == last {
			continue
		}
		_, found = seen[h] // two codes with one hash only cost memory: their rows are gathered for nothing
		seen[h] = struct{}{}
		last = h
	}
	return found, errors.Join(rows.Err(), rows.Close())
}

// of returns the members of a household, an empty group where it has none.
func (s *memberStream) of(code string) (*group, error) {
	if g, ok := s.waiting[code]; ok {
		delete(s.waiting, code)
		s.held -= len(g.rows)
		return g, nil
	}
	for {
		g, err := s.next()
		if err != nil {
			return nil, err
		}
		if g == nil {
			return &group{code: code}, nil
		}
		if g.code == code && !s.scattered {
			s.free = g
			return g, nil
		}
		if err := s.wait(g); err != nil {
			return nil, err
		}
		if s.scattered {
			if err := s.gather(); err != nil {
				return nil, err
			}
			return s.of(code)
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

// wait keeps a group until its household comes; rows of a household that already waits join it.
func (s *memberStream) wait(g *group) error {
	s.free = nil
	s.held += len(g.rows)
	if s.held > maxHeld {
		return errs.New(errs.Invalid, fmt.Sprintf("trang members không theo thứ tự của trang households và quá dài (%d dòng phải giữ): sắp xếp cả hai trang theo Mã hộ rồi gửi lại", s.held),
			fmt.Sprintf("the sheet members is not in the order of households and too long (%d rows held): sort both by household_code", s.held))
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

// next reads the next rows of the same household; nil at the end. The group is the stream's own until wait keeps it.
func (s *memberStream) next() (*group, error) {
	g := s.ahead
	s.ahead = nil
	if g == nil {
		if s.done || !s.rows.Next() {
			s.done = true
			return nil, s.rows.Err()
		}
		g = s.fresh()
		s.read(g)
	}
	for s.rows.Next() {
		row := s.rows.Row()
		if c := s.layout.cell(row, 0); row.Bad != nil || c == nil || string(trimmed(c.Value)) != g.code || g.code == "" {
			s.ahead = s.fresh()
			s.read(s.ahead)
			return g, nil
		}
		s.read(g)
	}
	s.done = true
	return g, s.rows.Err()
}

// fresh returns an empty group, reusing the memory of the one handed out last.
func (s *memberStream) fresh() *group {
	g := s.free
	s.free = nil
	if g == nil {
		return &group{}
	}
	g.code, g.rows, g.members, g.faulty = "", g.rows[:0], nil, false
	return g
}

// read adds the current row to a group.
func (s *memberStream) read(g *group) {
	s.count++
	if n := len(g.rows); n < cap(g.rows) {
		g.rows = g.rows[:n+1]
	} else {
		g.rows = append(g.rows, memberRow{})
	}
	row := &g.rows[len(g.rows)-1]
	row.keep(s.rows.Row())
	m := s.parser.nextMember(&g.members)
	row.faults = s.parser.member(s.layout, s.rows.Row(), m, s.rows.Epoch1904())
	g.faulty = g.faulty || len(row.faults) > 0
	if len(g.rows) == 1 {
		if c := s.layout.cell(s.rows.Row(), 0); c != nil && s.rows.Row().Bad == nil {
			g.code = string(trimmed(c.Value))
		}
	}
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
