package exchange

import (
	"bytes"
	"math"
	"strings"
	"unicode"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// parser turns the rows of one sheet into records. It keeps what it has looked up and allocates texts and members in
// blocks.
type parser struct {
	cfg      Config
	*glance             // of the sheet
	home     place.Code // the province of the file
	enums    map[*household.Enum]*reading.Vocabulary
	communes map[string]*commune
	names    map[string][]place.Unit // communes by folded name; read when the first name is met
	met      [100]int                // members of each ethnic group so far
	lost     int                     // citizen numbers without their leading zeros, which would fit with them
	row      row                     // the one being parsed
	text     strings.Builder
	pool     []household.Member
}

// commune is what a commune code was found to be.
type commune struct {
	code  place.Code
	area  place.Area
	name  bool // it was found by its name
	unit  place.Carried
	fault *errs.Text
}

func newParser(cfg Config) *parser {
	p := &parser{cfg: cfg, enums: map[*household.Enum]*reading.Vocabulary{}, communes: map[string]*commune{}}
	for _, list := range [][]household.Column{household.HouseholdColumns, household.MemberColumns} {
		for _, c := range list {
			if c.Enum != nil {
				p.enums[c.Enum] = reading.NewVocabulary(c.Enum)
			}
		}
	}
	return p
}

// wrong makes the reason why a value is refused.
func wrong(text errs.Text) *errs.Text { return &text }

// blockSize is how much text shares one allocation.
const blockSize = 64 << 10

// string copies a text into the current block.
func (p *parser) string(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if p.text.Cap()-p.text.Len() < len(b) {
		p.text = strings.Builder{}
		p.text.Grow(max(blockSize, len(b)))
	}
	from := p.text.Len()
	p.text.Write(b)
	return p.text.String()[from:]
}

// nextMember appends a member to a household's, whose slice grows within a block shared with others.
func (p *parser) nextMember(members *[]household.Member) *household.Member {
	if len(*members) == 0 || cap(*members) == len(*members) {
		n := max(6, 2*len(*members))
		if len(p.pool) < n {
			p.pool = make([]household.Member, 1024+n)
		}
		grown := p.pool[:len(*members):n]
		p.pool = p.pool[n:]
		copy(grown, *members)
		*members = grown
	}
	*members = append(*members, household.Member{})
	return &(*members)[len(*members)-1]
}

// trimmed removes the spaces around a value, no-break ones too.
func trimmed(b []byte) []byte {
	if len(b) > 0 && b[0] > ' ' && b[0] < 0x80 && b[len(b)-1] > ' ' && b[len(b)-1] < 0x80 {
		return b
	}
	return bytes.TrimSpace(b)
}

// row is what is being parsed, with the faults and doubts found.
type row struct {
	*layout
	sheet  string
	cells  *sheet.Row
	faults []Rejection
	doubts []doubt.Doubt
	unit   *place.Carried // the commune of the day; nil: none was found
}

func (r *row) fault(column int, value []byte, t *errs.Text) {
	value = value[:min(len(value), 200)]
	r.faults = append(r.faults, Rejection{r.sheet, r.cells.Number, r.columns[column].Name, r.at[column],
		string(bytes.ToValidUTF8(value, nil)), *t})
}

// doubt keeps what a value was taken for; nil is no doubt.
func (r *row) doubt(column int, d *doubt.Doubt) {
	if d != nil {
		d.Sheet, d.Row, d.Column = r.sheet, r.cells.Number, r.columns[column].Name
		r.doubts = append(r.doubts, *d)
	}
}

// value returns the cell of a column with its trimmed value, nil where it is blank; a formula, an Excel error and the
// value of a merge that cannot be that of several rows are faults.
func (r *row) value(column int) (*sheet.Cell, []byte) {
	c := r.cell(r.cells, column)
	if c == nil || c.Kind == sheet.Blank && !c.Formula {
		return nil, nil
	}
	v := trimmed(c.Value)
	switch {
	case c.Formula && len(v) == 0:
		r.fault(column, v, wrong(
			errs.T("the cell has a formula without a value yet: open the file in Excel and save it, then send it again")))
	case c.Formula:
		r.fault(column, v, wrong(errs.T("the cell has a formula: paste it as a value")))
	case c.Kind == sheet.Fault:
		r.fault(column, v, wrong(errs.T("the cell shows the Excel error %s", string(v))))
	case len(v) == 0:
	case c.Merged && !spreads(r.columns[column]):
		r.fault(column, v, wrong(
			errs.T("the cell is merged over several rows: unmerge it and enter each row's own value")))
	default:
		if c.Merged && column > 0 { // the code of a household holds for the rows of its merge
			r.doubt(column, &doubt.Doubt{Read: string(v),
				Reason: errs.T("the cell is merged over several rows: “%s” was read for each of them", string(v))})
		}
		return c, v
	}
	return nil, nil
}

// required adds a fault for each required column that is blank.
func (r *row) required() {
	for i, c := range r.columns {
		if !c.Required {
			continue
		}
		if cell := r.cell(r.cells, i); cell == nil || len(trimmed(cell.Value)) == 0 && !cell.Formula {
			name := errs.Text{VI: c.Title, EN: c.Name}
			r.fault(i, nil, wrong(errs.T("“%s” is missing", name)))
		}
	}
}

// broken returns the faults of a row that could not be read as one.
func (l *layout) broken(name string, cells *sheet.Row) []Rejection {
	return []Rejection{{name, cells.Number, "", cells.Bad.Col - 1, "", cells.Bad.Text}}
}

// The columns by number, in the order of household.HouseholdColumns.
const (
	hCode = iota
	hCommune
	hHamlet
	hAddress
	hArea
	hIncome
	hB1
	hWall
	hPillar
	hRoof
	hFloor
	hWater
	hToilet
	hInternet
	hMeans
	hReasons
	hPhone
)

// household parses a row of the sheet households.
func (p *parser) household(l *layout, cells *sheet.Row, h *household.Household) *row {
	*h = household.Household{}
	p.row = row{layout: l, sheet: Households, cells: cells}
	r := &p.row
	if cells.Bad != nil {
		r.faults = l.broken(Households, cells)
		return r
	}
	r.required()
	h.Code = household.ID(p.code(r))
	h.Hamlet, h.Address, h.Phone = p.textAt(r, hHamlet), p.textAt(r, hAddress), p.phone(r)
	if c, v := r.value(hIncome); c != nil {
		h.IncomePerHead = household.Just(household.Dong(p.amount(r, hIncome, c, v)))
	}
	h.B1Score, h.FloorArea = p.decimal(r, hB1), p.decimal(r, hFloor)
	choice(p, r, hArea, &household.Areas, &h.Area)
	choice(p, r, hWall, &household.Materials, &h.Wall)
	choice(p, r, hPillar, &household.Materials, &h.Pillar)
	choice(p, r, hRoof, &household.Materials, &h.Roof)
	choice(p, r, hWater, &household.Waters, &h.Water)
	choice(p, r, hToilet, &household.Toilets, &h.Toilet)
	p.answer(r, hInternet, &h.Internet)
	p.answer(r, hMeans, &h.InformationMeans)
	p.reasons(r, h)
	p.commune(r, h)
	return r
}

// code reads a household's code.
func (p *parser) code(r *row) string {
	c, v := r.value(hCode)
	if c == nil {
		return ""
	}
	if c.Kind == sheet.Text {
		return p.plainText(r, hCode, v)
	}
	if bad := noText(c); bad != nil {
		r.fault(hCode, v, bad)
	}
	s, bad := reading.Code(v, true)
	if bad != nil {
		r.fault(hCode, v, bad)
	}
	return s
}

// noText refuses a cell that a spreadsheet turned into something else than a text.
func noText(c *sheet.Cell) *errs.Text {
	switch {
	case c.Kind == sheet.Number && c.Date:
		return wrong(errs.T(
			"the spreadsheet made a date of what was typed (12/5): format the column as text and enter it again"))
	case c.Kind == sheet.Bool:
		return wrong(errs.T("the cell holds TRUE or FALSE: format the column as text and enter it again"))
	}
	return nil
}

// textAt reads a text.
func (p *parser) textAt(r *row, column int) string {
	c, v := r.value(column)
	if c == nil {
		return ""
	}
	if c.Kind == sheet.Text {
		return p.plainText(r, column, v)
	}
	if bad := noText(c); bad != nil {
		r.fault(column, v, bad)
	}
	s, bad := reading.Code(v, true)
	if bad != nil {
		r.fault(column, v, bad)
	}
	return s
}

// plainText keeps a text, tidied.
func (p *parser) plainText(r *row, column int, v []byte) string {
	tidied, bad := p.texts[column].Read(v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	if tidied != nil {
		v = tidied
	}
	return p.string(v)
}

// phone reads a telephone number; nine digits lost the nought before them.
func (p *parser) phone(r *row) string {
	s := reading.Narrow(p.textAt(r, hPhone))
	if strings.ContainsFunc(s, unicode.IsLetter) {
		r.fault(hPhone, []byte(s), wrong(errs.T("a telephone number has no letters (a spreadsheet may have written it with an exponent): format the column as text and enter it again")))
		return ""
	}
	if len(s) == 9 && allDigits(s) && s[0] != '0' {
		r.doubt(hPhone, &doubt.Doubt{Read: "0" + s, Else: s,
			Reason: errs.T("the telephone number lost its leading zero and got it back")})
		return "0" + s
	}
	return s
}

// amount reads đồng, of a column that a person said to be in thousands too.
func (p *parser) amount(r *row, column int, c *sheet.Cell, v []byte) int64 {
	if p.numbers[column].Answer != doubt.Thousands {
		n, d, bad := p.numbers[column].Amount(c, v)
		if r.doubt(column, d); bad != nil {
			r.fault(column, v, bad)
		}
		return n
	}
	f, d, bad := p.numbers[column].Cell(c, v)
	f *= 1000
	if r.doubt(column, d); bad == nil && math.Abs(f-math.Round(f)) > 1e-6 {
		bad = wrong(errs.T("must be whole đồng, for example 1500000 or 1.500.000"))
	}
	if bad != nil {
		r.fault(column, v, bad)
		return 0
	}
	return int64(math.Round(f))
}

func (p *parser) decimal(r *row, column int) household.Maybe[float64] {
	c, v := r.value(column)
	if c == nil {
		return household.Maybe[float64]{}
	}
	f, d, bad := p.numbers[column].Cell(c, v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	r.doubt(column, d)
	if p.numbers[column].Answer == doubt.Thousands {
		f *= 1000
	}
	return household.Just(f)
}

func choice[T ~uint8](p *parser, r *row, column int, e *household.Enum, to *T) {
	c, v := r.value(column)
	if c == nil {
		return
	}
	n, bad := p.enums[e].Find(v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	*to = T(n)
}

func (p *parser) answer(r *row, column int, to *household.Answer) {
	c, v := r.value(column)
	if c == nil {
		return
	}
	a, bad := p.cfg.Codes.Answer(v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	*to = a
}

func (p *parser) reasons(r *row, h *household.Household) {
	c, v := r.value(hReasons)
	if c == nil {
		return
	}
	for one := range bytes.SplitSeq(v, []byte(";")) {
		if one = trimmed(one); len(one) == 0 {
			continue
		}
		n, bad := p.enums[&household.PovertyReasons].Find(one)
		if bad != nil {
			r.fault(hReasons, v, bad)
			return
		}
		h.Reasons |= 1 << (n - 1)
	}
}

// commune finds the commune and, where the row does not say, the area.
func (p *parser) commune(r *row, h *household.Household) {
	c, v := r.value(hCommune)
	if c == nil {
		return
	}
	k, ok := p.communes[string(v)]
	if !ok {
		found := p.lookUp(string(v))
		k = &found
		p.communes[string(v)] = k
	}
	if k.fault != nil {
		r.fault(hCommune, v, k.fault)
		return
	}
	if k.name {
		r.doubt(hCommune, &doubt.Doubt{Read: string(k.code),
			Reason: errs.T("the commune “%s” was found by its name: %s", string(v), string(k.code))})
	}
	h.Commune, r.unit = k.code, &k.unit
	given := h.Area
	area, contradicts := k.area.Over(given)
	h.Area = area
	if contradicts {
		r.doubt(hArea, &doubt.Doubt{Read: area.String(), Else: given.String(),
			Reason: errs.T("the area follows the commune's type on the day of the review; the cell says otherwise and was not taken")})
	}
}

// lookUp finds a commune by its code or its name; a code that lost its leading zero as a number is found with it. A
// shorter one could be a district's or a province's and is not guessed at.
func (p *parser) lookUp(s string) commune {
	s, _ = reading.Code([]byte(s), strings.HasSuffix(s, ".0"))
	if strings.ContainsFunc(s, unicode.IsLetter) {
		return p.named(s)
	}
	if len(s) == 4 && allDigits(s) {
		s = "0" + s
	}
	if len(s) != 5 || !allDigits(s) {
		return commune{fault: wrong(
			errs.T("a commune code has 5 digits (Excel may have dropped leading zeros: format the column as text)"))}
	}
	code := place.Code(strings.Clone(s))
	return p.carried(code, false)
}

// carried is a commune of the day as it is called today.
func (p *parser) carried(code place.Code, name bool) commune {
	u, why := p.cfg.Places.Carried(code, p.cfg.On, p.cfg.Today)
	switch {
	case why.VI != "" && u.Then.Code == "" && p.endedBefore(code):
		return commune{fault: wrong(errs.T("%s; if the file is of an earlier day, say that day (“The data holds from”)", why))}
	case why.VI != "":
		return commune{fault: &why}
	case u.Then.Level != place.Commune:
		return commune{fault: wrong(errs.T("code %s (%s) is not a commune's", string(code), u.Then.FullName))}
	}
	return commune{code: u.Now.Code, area: u.Area, name: name, unit: u}
}

// endedBefore reports whether a code was a commune's before the day of the file, which may be of an earlier day then.
func (p *parser) endedBefore(code place.Code) bool {
	last, ended := p.cfg.Places.Ended(code)
	return ended && last < p.cfg.On && !p.cfg.Today.IsZero()
}

// named finds a commune by its name, with or without its kind, where the province has only one of it.
func (p *parser) named(s string) commune {
	if p.names == nil {
		p.names = place.Named(p.cfg.Places, p.home, p.cfg.On, place.Commune)
	}
	for _, e := range [...]charset.Encoding{charset.UTF8, charset.TCVN3, charset.VNI} {
		if e != charset.UTF8 && charset.Score(s) >= 0 {
			break
		}
		found := p.names[vietnamese.Fold(e.Text(s))]
		if len(found) == 1 {
			return p.carried(found[0].Code, true)
		}
		if len(found) > 1 {
			var list []string
			for _, u := range found[:min(5, len(found))] {
				list = append(list, string(u.Code)+" "+u.FullName)
			}
			return commune{fault: wrong(errs.T("“%s” is the name of several communes (%s): enter the code", s,
				strings.Join(list, ", ")))}
		}
	}
	return commune{fault: wrong(errs.T("no commune of the province is called “%s”: enter its 5-digit code", s))}
}
