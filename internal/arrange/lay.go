package arrange

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Laid is a workbook shown as the register's two sheets.
type Laid struct {
	// Aliases are the columns of the two sheets by their headings, "" where one is passed over.
	Aliases map[string]map[string]string
	// Unnumbered says that the members' numbers are the order in which they stand.
	Unnumbered bool
	Notes      []errs.Text
}

// line is what is known of a row of a list.
type line struct {
	code   string
	begins bool // a household
	no     int  // the member's
	hamlet string
	pass   bool // it is none of the list
}

// lay shows one workbook.
type lay struct {
	form  *Form
	codes func(place.Code) household.ID
	lines map[int]*line // by row of the one sheet, or of the members
	out   Laid
	// what was supplied
	carried, numbered int
	passed            []int
	headed            map[string]bool // hamlets named by rows of their own
}

// Lay shows a workbook as the sheets households and members, as a form says that it is laid out. Households without
// codes get those that codes gives, the same at every reading. Errors: a form that lacks something.
func (f *Form) Lay(b *sheet.Book, codes func(place.Code) household.ID) (*Laid, error) {
	if lacks := f.Lacks(); lacks != nil {
		return nil, errs.Of(errs.Invalid, lacks[0])
	}
	l := &lay{form: f, codes: codes, lines: map[int]*line{}, headed: map[string]bool{},
		out: Laid{Aliases: map[string]map[string]string{}}}
	last := &f.Houses
	if f.Kind == Two {
		last = &f.Members
	}
	l.out.Unnumbered = !last.Has("member_no")
	l.passedOver(b)
	if l.scanned() {
		if err := l.scan(b, last); err != nil {
			return nil, err
		}
	}
	b.Show(l.view(Houses, &f.Houses), l.view(Members, last))
	l.notes()
	return &l.out, nil
}

// scanned reports whether the rows must be gone through first.
func (l *lay) scanned() bool { return l.form.Kind != Two || l.out.Unnumbered }

// scan goes through the rows once: where a household begins, what its code is, which number a member has.
func (l *lay) scan(b *sheet.Book, t *Table) (err error) {
	rows, err := b.Rows(t.Sheet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	s := scan{lay: l, t: t, begun: map[string]bool{}, count: map[string]int{}}
	for rows.Next() {
		if row := rows.Row(); row.Number > t.To {
			s.row(row)
		}
	}
	s.trailers()
	return rows.Err()
}

// scan is one going through.
type scan struct {
	*lay
	t       *Table
	code    string // of the household that stands above
	hamlet  string
	begun   map[string]bool
	count   map[string]int // members by code
	trailer []int          // rows with a single text since the last with more
	closed  bool           // the list was signed
	some    bool           // a row was seen
}

func (s *scan) text(row *sheet.Row, column string) string {
	if i := s.t.index(column); i >= 0 && i < len(row.Cells) {
		return strings.TrimSpace(string(row.Cells[i].Value))
	}
	return ""
}

// row looks at one row. What is blank, a total or a second head is left to the reader.
func (s *scan) row(row *sheet.Row) {
	if row.Bad != nil {
		s.lines[row.Number] = &line{begins: s.form.Kind == Heads}
		return
	}
	var texts []string
	for i := range row.Cells {
		if text := strings.TrimSpace(string(row.Cells[i].Value)); text != "" {
			texts = append(texts, text)
		}
	}
	name := s.text(row, "full_name")
	if len(texts) == 0 || Total(row) || s.repeats(row) {
		return
	}
	first := !s.some
	if s.some = true; first && Numbering(row) { // of the columns
		s.passOver(row.Number)
		return
	}
	if s.form.Kind != Two {
		if s.closed = closing(texts) || s.closed && len(texts) <= mostSigned; s.closed {
			s.passOver(row.Number)
			return
		}
		if hamlet, is := section(texts); is {
			if s.passOver(row.Number); hamlet != "" && !s.t.Has("hamlet") {
				s.hamlet, s.headed[hamlet] = hamlet, true
			}
			return
		}
	}
	if s.form.Kind != Two && len(texts) == 1 && !digits(texts[0]) {
		s.trailer = append(s.trailer, row.Number)
	} else {
		s.trailer = nil
	}
	if name == "" && len(texts) == 1 { // a running number
		return
	}
	s.member(row, name)
}

// member gives a row its household and its number.
func (s *scan) member(row *sheet.Row, name string) {
	one := &line{hamlet: s.hamlet}
	code, head := s.text(row, "household_code"), s.form.Kind == Heads || isHead(s.text(row, "relationship"))
	switch {
	case s.form.Kind == Two:
		one.code = code
	case !s.t.Has("household_code"):
		if head && name != "" {
			s.code, one.begins = string(s.codes(s.commune(row))), true
			s.numbered++
		}
		one.code = s.code
	case code == "" && !head && s.code != "":
		one.code = s.code
		s.carried++
	default: // a head without a code begins a household that goes back
		one.code, s.code = code, code
		one.begins = !s.begun[code] || s.form.Kind == Heads
		s.begun[code] = code != ""
	}
	s.count[one.code]++
	one.no = s.count[one.code]
	s.lines[row.Number] = one
}

// commune is that of a row for a new code.
func (s *scan) commune(row *sheet.Row) place.Code {
	if code := s.text(row, "commune_code"); len(code) == 5 && digits(code) {
		return place.Code(code)
	}
	return s.form.Commune
}

// repeats reports whether a row has the headings once more.
func (s *scan) repeats(row *sheet.Row) bool {
	same := 0
	for i := range row.Cells {
		if i < len(s.t.Headings) && s.t.Columns[i] != "" &&
			vietnamese.Fold(string(row.Cells[i].Value)) == vietnamese.Fold(s.t.Headings[i]) {
			same++
		}
	}
	return same >= 3
}

// trailers passes over what stands below the list in single texts: who signed it, notes.
func (s *scan) trailers() {
	for _, n := range s.trailer {
		s.passOver(n)
	}
}

func (s *scan) passOver(row int) {
	s.lines[row] = &line{pass: true}
	s.passed = append(s.passed, row)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isHead reports whether a relationship is that of the head.
func isHead(text string) bool {
	key := vietnamese.Fold(text)
	words := append([]string{household.Relationships.Names[household.Head], "ch"},
		household.Relationships.Titles[household.Head]...)
	return slices.ContainsFunc(words, func(w string) bool { return key == vietnamese.Fold(w) })
}

// view is one of the register's sheets: the workbook's columns that are its part's, and behind them what is supplied.
func (l *lay) view(p Part, t *Table) sheet.View {
	v := sheet.View{Name: string(p), Of: t.Sheet, From: t.To, Heads: make([]string, len(t.Headings))}
	names := map[string]string{}
	for i, h := range t.Headings {
		column := t.Columns[i]
		switch {
		case h == "" || l.form.Kind != Two && column != "" && !p.Has(column):
			continue
		case column == BirthMale, column == BirthFemale, column == SexMale, column == SexFemale:
			column = ""
		}
		v.Heads[i], names[h] = h, column
	}
	e := edit{lay: l, part: p, table: t, at: map[string]int{}}
	for _, c := range e.supplies() {
		if e.at[c] = t.index(c); e.at[c] < 0 {
			e.at[c] = len(v.Heads)
			title := household.ColumnTitle(c).VI
			v.Heads, names[title] = append(v.Heads, title), c
		}
	}
	if l.out.Aliases[string(p)] = names; len(e.at) > 0 || l.form.Kind != Two {
		v.Edit = e.row
	}
	return v
}

// edit supplies what the rows of a part lack.
type edit struct {
	*lay
	part  Part
	table *Table
	at    map[string]int // where what is supplied goes
}

// supplies are the columns that are supplied.
func (e *edit) supplies() (out []string) {
	one := e.form.Kind != Two
	add := func(column string, is bool) {
		if is {
			out = append(out, column)
		}
	}
	add("household_code", one)
	if e.part == Houses {
		add("commune_code", e.form.Commune != "")
		add("hamlet", len(e.headed) > 0)
		return out
	}
	add("member_no", e.out.Unnumbered)
	add("relationship", e.form.Kind == Heads && !e.table.Has("relationship"))
	add("birth_date", e.table.Has(BirthMale) || e.table.Has(BirthFemale))
	add("sex", e.table.Has(BirthMale) || e.table.Has(BirthFemale) || e.table.Has(SexMale) || e.table.Has(SexFemale))
	return out
}

// row changes a row; false where it is none of the part.
func (e *edit) row(r *sheet.Row) bool {
	one, known := e.lines[r.Number]
	single := e.form.Kind != Two
	switch {
	case known && one.pass, e.part == Houses && e.form.Kind == Mixed && (!known || !one.begins),
		e.part == Members && e.form.Kind == Heads && !known:
		return false
	case r.Bad != nil, !known && e.part == Members, !known && single:
		return true
	}
	if single {
		e.set(r, "household_code", one.code)
	}
	if e.part == Houses {
		if e.blank(r, "commune_code") && e.some(r) {
			e.set(r, "commune_code", string(e.form.Commune))
		}
		if single {
			e.set(r, "hamlet", one.hamlet)
		}
		return true
	}
	if e.out.Unnumbered {
		e.set(r, "member_no", strconv.Itoa(one.no))
	}
	e.set(r, "relationship", household.Relationships.Names[household.Head])
	e.sexed(r)
	return true
}

// some reports whether a row has anything in a column that is known.
func (e *edit) some(r *sheet.Row) bool {
	for i := range r.Cells {
		if i < len(e.table.Columns) && e.table.Columns[i] != "" && len(strings.TrimSpace(string(r.Cells[i].Value))) > 0 {
			return !Total(r)
		}
	}
	return false
}

func (e *edit) blank(r *sheet.Row, column string) bool {
	i, ok := e.at[column]
	return ok && (i >= len(r.Cells) || len(strings.TrimSpace(string(r.Cells[i].Value))) == 0 && !r.Cells[i].Formula)
}

// set writes a text where a column is supplied; a code that stands there is left as it is.
func (e *edit) set(r *sheet.Row, column, text string) {
	i, ok := e.at[column]
	stays := column == "household_code" || column == "commune_code"
	if ok && text != "" && (e.blank(r, column) || !stays) {
		e.put(r, i, sheet.Cell{Kind: sheet.Text, Value: []byte(text)})
	}
}

func (e *edit) put(r *sheet.Row, i int, c sheet.Cell) {
	for len(r.Cells) <= i {
		r.Cells = append(r.Cells, sheet.Cell{})
	}
	r.Cells[i], r.Line = c, nil
}

// sexed makes a birth and a sex of columns that have both in one: the year stands below the sex. Where both are filled
// in the texts of both stay, which is no date.
func (e *edit) sexed(r *sheet.Row) {
	cell := func(column string) sheet.Cell {
		i := e.table.index(column)
		if i >= 0 && i < len(r.Cells) && len(strings.TrimSpace(string(r.Cells[i].Value))) > 0 {
			return r.Cells[i]
		}
		return sheet.Cell{}
	}
	male, female := cell(BirthMale), cell(BirthFemale)
	if i, ok := e.at["birth_date"]; ok {
		switch {
		case male.Kind != sheet.Blank && female.Kind != sheet.Blank:
			e.put(r, i, sheet.Cell{Kind: sheet.Text, Value: []byte(string(male.Value) + " / " + string(female.Value))})
		case male.Kind != sheet.Blank:
			e.put(r, i, male)
		case female.Kind != sheet.Blank:
			e.put(r, i, female)
		}
	}
	isMale := male.Kind != sheet.Blank || cell(SexMale).Kind != sheet.Blank
	isFemale := female.Kind != sheet.Blank || cell(SexFemale).Kind != sheet.Blank
	switch {
	case isMale && isFemale:
		e.set(r, "sex", "nam, nữ")
	case isMale:
		e.set(r, "sex", household.Sexes.Names[household.Male])
	case isFemale:
		e.set(r, "sex", household.Sexes.Names[household.Female])
	}
}

// passedOver notes sheets and columns that are not read, and a sheet that is hidden.
func (l *lay) passedOver(b *sheet.Book) {
	note := func(t errs.Text) { l.out.Notes = append(l.out.Notes, t) }
	used := map[string]bool{}
	for _, t := range l.form.Tables() {
		used[t.Sheet] = true
		if b.Hidden(t.Sheet) {
			note(errs.T("the sheet “%s” is hidden and was read", t.Sheet))
		}
		var over, shown []string
		for i, h := range t.Headings {
			switch {
			case h == "" || t.Columns[i] != "":
			case IsShown(h):
				shown = append(shown, strings.TrimSuffix(h, shownOnly))
			default:
				over = append(over, h)
			}
		}
		if shown != nil {
			note(errs.T("not read, because they follow from what is entered or decided: %s", strings.Join(shown, ", ")))
		}
		if over != nil {
			note(errs.T("sheet “%s”: columns passed over: %s", t.Sheet, strings.Join(over, ", ")))
		}
	}
	if others := slices.DeleteFunc(b.Sheets(), func(s string) bool { return used[s] }); len(others) > 0 {
		note(errs.T("sheets passed over: %s", strings.Join(others, ", ")))
	}
}

// mostNamed is how many rows a note names.
const mostNamed = 12

// notes say what was supplied and what was passed over.
func (l *lay) notes() {
	note := func(n int, t errs.Text) {
		if n > 0 {
			l.out.Notes = append(l.out.Notes, t)
		}
	}
	note(l.numbered, errs.T("%d households have no code in the file: they get new ones", l.numbered))
	note(l.carried, errs.T("%d rows without a code were read as members of the household above them", l.carried))
	if l.form.Commune != "" {
		note(1, errs.T("the commune %s was supplied where the file says none", string(l.form.Commune)))
	}
	if len(l.headed) > 0 {
		note(1, errs.T("the hamlet was taken from the rows that head each part of the list"))
	}
	var rows []string
	for _, n := range l.passed[:min(len(l.passed), mostNamed)] {
		rows = append(rows, strconv.Itoa(n))
	}
	if more := len(l.passed) - len(rows); more > 0 {
		rows = append(rows, "…")
	}
	note(len(l.passed), errs.T("%d rows of titles and signatures passed over: %s", len(l.passed), strings.Join(rows, ", ")))
}
