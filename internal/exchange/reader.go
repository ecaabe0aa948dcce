// Package exchange is the adapter between files in the exchange format – a workbook with the sheets households and
// members, or a folder of CSV files – and household.Household. It streams: rows that are right go through, a household
// with a faulty row goes back whole, and rows in = rows accepted + rows rejected on each sheet. It decides nothing
// about poverty.
package exchange

import (
	"errors"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// Config is what a Reader is made from. Rejects is called for each row that goes back, household rows before their
// members; it may be nil.
type Config struct {
	On      date.Date // the day of the review
	Today   date.Date // communes of On are carried over to those of this later day; zero: they are not
	Places  *place.Registry
	Codes   *Codes
	Rejects func(RejectedRow) error
	Limits  sheet.Limits
	// Accept, where not nil, says what else is wrong with a household whose rows are right, as Household.Check does.
	Accept func(*household.Household) []household.Invalidity
	// Doubtful, where not nil, says what else is unlikely in a household that was accepted, as Codes.Doubts does.
	Doubtful func(*household.Household) []doubt.Doubt
	// Aliases name the columns of headers that the format does not know, by sheet, as a person has matched them; "" is
	// none.
	Aliases map[string]map[string]string
	// Doubts, where not nil, is called for each value of an accepted household that was taken with a note, after its
	// rows.
	Doubts func(doubt.Doubt) error
	// Answers say how columns are read that could be read in two ways, by the column's identifier.
	Answers map[string]doubt.Answer
	// Province is the office's: a commune's name that is the only one there is a code. Empty: the only one of the
	// country.
	Province place.Code
}

// QuestionsError stops the reading of a file before its first row: somebody must say how columns are to be read.
type QuestionsError struct{ Questions []doubt.Question }

// Error names the columns.
func (e *QuestionsError) Error() string {
	var all []string
	for _, q := range e.Questions {
		all = append(all, household.ColumnTitle(q.Column).VI)
	}
	return strings.Join(all, ", ")
}

// Reader reads a register, household by household, in the order of the sheet households.
type Reader struct {
	cfg     Config
	book    *sheet.Book
	parser  *parser
	carry   place.Carry
	houses  *body
	house   *layout
	asked   []doubt.Question // what must be answered first
	offers  []doubt.Question // what may be answered for more to be taken
	members *memberStream
	counts  Counts
	notes   []sheet.Note
	codes   map[string]int    // household codes seen: the row
	numbers reading.NumberSet // citizen numbers seen
	err     error
	ended   bool
}

// Open opens a register. Errors say what is wrong with the file as a whole: not a register, a sheet or a column
// missing, a damaged file.
func Open(path string, cfg Config) (_ *Reader, err error) {
	defer errs.Wrap(&err, "exchange.Open")
	b, err := sheet.Open(path, cfg.Limits)
	if err != nil {
		return nil, err
	}
	return OpenBook(b, cfg)
}

// OpenBook opens the register that a book is; closing it closes the book.
func OpenBook(b *sheet.Book, cfg Config) (_ *Reader, err error) {
	defer errs.Wrap(&err, "exchange.OpenBook")
	r := &Reader{cfg: cfg, book: b, codes: map[string]int{}, parser: newParser(cfg)}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (r *Reader) open() error {
	house, err := findSheet(r.book, 0)
	if err != nil {
		return err
	}
	member, err := findSheet(r.book, 1)
	if err != nil {
		return err
	}
	members := newParser(r.cfg)
	if r.parser.glance, err = r.look(house, Households, household.HouseholdColumns); err != nil {
		return err
	}
	if members.glance, err = r.look(member, Members, household.MemberColumns); err != nil {
		return err
	}
	if err := unanswered(r.asked); err != nil {
		return err
	}
	r.parser.home = homeOf(r.cfg, r.parser.glance)
	members.home = r.parser.home
	if r.members, err = openMembers(r.book, member, members, r.cfg.Aliases[Members]); err != nil {
		return err
	}
	rows, err := r.book.Rows(house)
	if err != nil {
		return err
	}
	r.houses = &body{Rows: rows, merges: r.parser.merges, first: true}
	if r.house, err = readHeader(r.book, house, rows, household.HouseholdColumns,
		r.cfg.Aliases[Households]); err != nil {
		return err
	}
	r.houses.layout = r.house
	r.noteSheets(house, member)
	return nil
}

// noteSheets says what of the file is passed over or not seen.
func (r *Reader) noteSheets(house, member string) {
	for _, l := range []*layout{r.house, r.members.layout} {
		if len(l.extra) > 0 {
			list := strings.Join(l.extra, ", ")
			r.notes = append(r.notes, sheet.Note{Sheet: l.name, Text: errs.T("columns passed over: %s", list)})
		}
	}
	var others []string
	for _, s := range r.book.Sheets() {
		switch s {
		case house, member:
			if r.book.Hidden(s) {
				r.notes = append(r.notes,
					sheet.Note{Sheet: s, Text: errs.T("the sheet is hidden and was read: there is no other")})
			}
		default:
			others = append(others, s)
		}
	}
	if others != nil {
		list := strings.Join(others, ", ")
		r.notes = append(r.notes, sheet.Note{Sheet: house, Text: errs.T("sheets passed over: %s", list)})
	}
}

// homeOf is the province that words and names are meant of: the office's, else the only one of the file's commune
// codes.
func homeOf(cfg Config, g *glance) place.Code {
	if cfg.Province != "" {
		return cfg.Province
	}
	if cfg.Codes.Home != "" {
		return cfg.Codes.Home
	}
	if len(g.provinces) == 1 {
		for code := range g.provinces {
			return code
		}
	}
	return ""
}

// Has reports whether a sheet of the file has a column: what a file does not have it does not change.
func (r *Reader) Has(sheet, column string) bool {
	l := r.house
	if sheet == Members {
		l = r.members.layout
	}
	for i, c := range l.columns {
		if c.Name == column {
			return l.at[i] >= 0
		}
	}
	return false
}

// Questions are what a person may say of whole columns, so that more is taken than was; whole after Next returned
// false.
func (r *Reader) Questions() []doubt.Question { return r.offers }

// Doubts has what is taken with a note handed to f, as Config.Doubts does.
func (r *Reader) Doubts(f func(doubt.Doubt) error) { r.cfg.Doubts = f }

// Synthetic reports whether the file says that its data is synthetic: it has the generator's column.
func (r *Reader) Synthetic() bool {
	for _, h := range r.house.extra {
		if vietnamese.Fold(h) == "synthetic" || vietnamese.Fold(h) == "du lieu gia lap" {
			return true
		}
	}
	return false
}

// Next reads the next household that is right into h; false at the end or at an error, see Err. What h holds is its
// own: it may be kept and handed to another goroutine.
func (r *Reader) Next(h *household.Household) bool {
	for r.err == nil && !r.ended {
		if !r.houses.Next() {
			r.ended = true
			if r.err = r.houses.Err(); r.err == nil {
				r.err = r.leftOver()
				r.end()
			}
			break
		}
		ok, err := r.one(h)
		if err != nil {
			r.err = err
		} else if ok {
			return true
		}
	}
	return false
}

// one reads one row of the sheet households and its members; ok is false where they go back.
func (r *Reader) one(h *household.Household) (ok bool, err error) {
	row := r.houses.Row()
	r.counts.Households.In++
	parsed := r.parser.household(r.house, row, h)
	faults := parsed.faults
	code := string(h.Code)
	if row.Bad != nil { // its members go back with it
		code, _ = r.house.codeOf(row)
		code = strings.Clone(code)
	}
	if first, dup := r.codes[code]; dup && code != "" {
		f := faultOf(Households, row.Number, "household_code", r.house, code,
			errs.T("the code stands in row %d already", first))
		return false, r.reject(RejectedRow{Households, row.Number, raw(row), append(faults, f)}, nil)
	}
	if code == "" {
		return false, r.reject(RejectedRow{Households, row.Number, raw(row), faults}, nil)
	}
	r.codes[code] = row.Number
	g, err := r.members.of(code)
	if err != nil {
		return false, err
	}
	h.Members = g.members
	bad := len(faults) > 0 || g.faulty
	if !bad {
		bad = r.check(h, &faults, row.Number, g)
	}
	bad = r.duplicateNumbers(h, g) || bad
	if bad {
		return false, r.reject(RejectedRow{Households, row.Number, raw(row), faults}, g)
	}
	if u := parsed.unit; u != nil && u.Then.Code != u.Now.Code {
		r.carry.Add(*u)
	}
	r.counts.Households.Accepted++
	r.counts.Members.Accepted += int64(len(g.rows))
	return true, r.doubt(h, parsed, g)
}

// doubt hands on what was doubtful in the rows of a household that was accepted, and what is unlikely in it.
func (r *Reader) doubt(h *household.Household, parsed *row, g *group) error {
	unlikely := r.cfg.Codes.Doubts(h, r.cfg.On)
	if r.cfg.Doubtful != nil {
		unlikely = append(unlikely, r.cfg.Doubtful(h)...)
	}
	for i := range unlikely {
		d := &unlikely[i]
		d.Sheet, d.Row = Households, parsed.cells.Number
		for k := range h.Members {
			if d.Member > 0 && h.Members[k].No == d.Member {
				d.Sheet, d.Row = Members, g.rows[k].number
			}
		}
	}
	err := r.hand(h, parsed.doubts)
	for i := range g.rows {
		err = errors.Join(err, r.hand(h, g.rows[i].doubts))
	}
	return errors.Join(err, r.hand(h, unlikely))
}

func (r *Reader) hand(h *household.Household, list []doubt.Doubt) (err error) {
	r.counts.Doubts += int64(len(list))
	for i := range list {
		list[i].Code = string(h.Code)
		if r.cfg.Doubts != nil {
			err = errors.Join(err, r.cfg.Doubts(list[i]))
		}
	}
	return err
}

// end notes what was passed over, and what could have been read with a word from a person.
func (r *Reader) end() {
	r.notes = append(r.notes, r.houses.passed.notes(r.house.name)...)
	r.notes = append(r.notes, r.members.rows.passed.notes(r.members.layout.name)...)
	for _, p := range []struct {
		*parser
		*layout
	}{{r.parser, r.house}, {r.members.parser, r.members.layout}} {
		n := 0
		for i := range p.texts {
			if p.texts[i].Encoding == charset.UTF8 {
				n += p.texts[i].Decoded
			}
		}
		if n > 0 {
			r.notes = append(r.notes,
				sheet.Note{Sheet: p.name,
					Text: errs.T("%d cells in a font of old (TCVN3, VNI) among Unicode were converted", n)})
		}
	}
	if n := r.members.parser.lost; n > 0 {
		r.offers = append(r.offers, doubt.Question{Sheet: Members, Column: "citizen_id",
			Answers: []doubt.Answer{doubt.Zeros}, Cells: n,
			Text: errs.T("%d citizen numbers lost their leading zeros; with them they fit the province, the sex and the year of birth: give them back?", n)})
	}
}

// check adds the household's impossibilities to the rows that they are in.
func (r *Reader) check(h *household.Household, faults *[]Rejection, rowNumber int, g *group) bool {
	found := h.Check(r.cfg.On)
	if r.cfg.Accept != nil && len(found) == 0 {
		found = r.cfg.Accept(h)
	}
	for _, f := range found {
		if f.Member < 0 || f.Member >= len(g.rows) {
			*faults = append(*faults, faultOf(Households, rowNumber, f.Column, r.house, "", f.Text))
			continue
		}
		row := &g.rows[f.Member]
		row.faults = append(row.faults, r.members.fault(row, f.Column, f.Text))
	}
	return len(found) > 0
}

// duplicateNumbers refuses a citizen number that an earlier row has.
func (r *Reader) duplicateNumbers(h *household.Household, g *group) bool {
	found := false
	for i := range h.Members {
		n, ok := reading.PlainDigits([]byte(h.Members[i].CitizenID))
		if !ok || len(h.Members[i].CitizenID) != 12 {
			continue
		}
		row := &g.rows[i]
		if first, dup := r.numbers.Add(uint64(n)+1, row.number); dup {
			found = true
			row.faults = append(row.faults, r.members.fault(row, "citizen_id",
				errs.T("the number stands in row %d already", first)))
		}
	}
	return found
}

func faultOf(name string, row int, column string, l *layout, value string, text errs.Text) Rejection {
	return Rejection{name, row, column, l.index(column), value, text}
}

// index returns where a column of the format is in the file, -1 where it is not.
func (l *layout) index(column string) int {
	for i, c := range l.columns {
		if c.Name == column {
			return l.at[i]
		}
	}
	return -1
}

// reject sends a household's row and its members back.
func (r *Reader) reject(row RejectedRow, g *group) error {
	r.counts.Households.Rejected++
	if err := r.send(row); err != nil || g == nil {
		return err
	}
	return r.rejectMembers(g)
}

func (r *Reader) rejectMembers(g *group) error {
	for i := range g.rows {
		r.counts.Members.Rejected++
		if err := r.send(RejectedRow{Members, g.rows[i].number, g.rows[i].raw(), g.rows[i].faults}); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) send(row RejectedRow) error {
	if r.cfg.Rejects == nil {
		return nil
	}
	return r.cfg.Rejects(row)
}

// leftOver sends back the members whose household has no row of its own.
func (r *Reader) leftOver() error {
	err := r.members.rest(func(g *group) error {
		_, known := r.codes[g.code]
		for i := range g.rows {
			row := &g.rows[i]
			text := errs.T("no household “%s” in the sheet households", g.code)
			if known { // cannot happen: scattered members are gathered before
				text = errs.T("the rows of household “%s” are scattered", g.code)
			}
			if len(row.faults) == 0 || g.code != "" {
				row.faults = append(row.faults, r.members.fault(row, "household_code", text))
			}
		}
		return r.rejectMembers(g)
	})
	r.counts.Members.In = r.members.count
	return err
}

// Err returns why reading stopped before the end, nil where it did not.
func (r *Reader) Err() error { return r.err }

// Counts returns the rows so far; whole after Next returned false.
func (r *Reader) Counts() Counts {
	c := r.counts
	c.Members.In = r.members.count
	return c
}

// Notes returns what a person should know though nothing was lost.
func (r *Reader) Notes() []sheet.Note {
	out := append(r.book.Notes(), r.notes...)
	for _, t := range r.carry.Texts() {
		out = append(out, sheet.Note{Sheet: Households, Text: t})
	}
	return out
}

// Headers returns the headers of a sheet as the file has them, for writing rejected rows.
func (r *Reader) Headers(name string) []string {
	if name == Households {
		return r.house.headers
	}
	return r.members.layout.headers
}

// Read returns how many bytes of how many were read, for a progress bar.
func (r *Reader) Read() (done, total int64) { return r.book.Read() }

// Close ends the reading.
func (r *Reader) Close() error {
	var err error
	if r.houses != nil {
		err = r.houses.Close()
	}
	if r.members != nil {
		err = errors.Join(err, r.members.Close())
	}
	return errors.Join(err, r.book.Close())
}
