package exchange

import (
	"bytes"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// parser turns the rows of one sheet into records. It keeps what it has looked up and allocates texts and members in blocks.
type parser struct {
	cfg      Config
	enums    map[*household.Enum]*vocabulary
	communes map[string]commune
	encoding charset.Encoding // of the sheet's texts
	text     strings.Builder
	pool     []household.Member
}

// commune is what a commune code was found to be.
type commune struct {
	code  place.Code
	area  place.Area
	fault *errs.Text
}

func newParser(cfg Config) *parser {
	p := &parser{cfg: cfg, enums: map[*household.Enum]*vocabulary{}, communes: map[string]commune{}}
	for _, list := range [][]household.Column{household.HouseholdColumns, household.MemberColumns} {
		for _, c := range list {
			if c.Enum != nil {
				p.enums[c.Enum] = newVocabulary(c.Enum)
			}
		}
	}
	return p
}

// blockSize is how much text shares one allocation.
const blockSize = 64 << 10

// string copies a text into the current block.
func (p *parser) string(b []byte, enc charset.Encoding) string {
	if len(b) == 0 {
		return ""
	}
	if enc != charset.UTF8 {
		return enc.Text(string(b))
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

// row is what is being parsed, with the faults found.
type row struct {
	*layout
	sheet  string
	cells  *sheet.Row
	faults []Rejection
}

func (r *row) fault(column int, value []byte, t *errs.Text) {
	value = value[:min(len(value), 200)]
	r.faults = append(r.faults, Rejection{r.sheet, r.cells.Number, r.columns[column].Name, r.at[column], string(bytes.ToValidUTF8(value, nil)), *t})
}

// value returns the cell of a column with its trimmed value, nil where it is blank; a formula and an Excel error are
// faults.
func (r *row) value(column int) (*sheet.Cell, []byte) {
	c := r.cell(r.cells, column)
	if c == nil || c.Kind == sheet.Blank {
		return nil, nil
	}
	v := trimmed(c.Value)
	switch {
	case c.Formula:
		r.fault(column, v, wrong(errs.T("the cell has a formula: paste it as a value")))
		return nil, nil
	case c.Kind == sheet.Fault:
		r.fault(column, v, wrong(errs.T("the cell shows the Excel error %s", string(v))))
		return nil, nil
	case len(v) == 0:
		return nil, nil
	}
	return c, v
}

// required adds a fault for each required column that is blank.
func (r *row) required() {
	for i, c := range r.columns {
		if !c.Required {
			continue
		}
		if cell := r.cell(r.cells, i); cell == nil || len(trimmed(cell.Value)) == 0 {
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
func (p *parser) household(l *layout, cells *sheet.Row, h *household.Household) []Rejection {
	*h = household.Household{}
	if cells.Bad != nil {
		return l.broken(Households, cells)
	}
	r := &row{l, Households, cells, nil}
	r.required()
	enc := p.encoding
	text := func(column int) string {
		_, v := r.value(column)
		return p.string(v, enc)
	}
	h.Code, h.Hamlet, h.Address, h.Phone = household.ID(text(hCode)), text(hHamlet), text(hAddress), text(hPhone)
	if c, v := r.value(hIncome); c != nil {
		n, bad := parseAmount(v)
		if h.IncomePerHead = household.Just(n); bad != nil {
			r.fault(hIncome, v, bad)
		}
	}
	h.B1Score, h.FloorArea = decimalAt(r, hB1), decimalAt(r, hFloor)
	choice(p, r, hArea, &household.Areas, &h.Area)
	choice(p, r, hWall, &household.Materials, &h.Wall)
	choice(p, r, hPillar, &household.Materials, &h.Pillar)
	choice(p, r, hRoof, &household.Materials, &h.Roof)
	choice(p, r, hWater, &household.Waters, &h.Water)
	choice(p, r, hToilet, &household.Toilets, &h.Toilet)
	answerAt(r, hInternet, &h.Internet)
	answerAt(r, hMeans, &h.InformationMeans)
	p.reasons(r, h)
	p.commune(r, h)
	return r.faults
}

func decimalAt(r *row, column int) household.Maybe[float64] {
	c, v := r.value(column)
	if c == nil {
		return household.Maybe[float64]{}
	}
	f, bad := parseDecimal(v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	return household.Just(f)
}

func choice[T ~uint8](p *parser, r *row, column int, e *household.Enum, to *T) {
	c, v := r.value(column)
	if c == nil {
		return
	}
	n, bad := p.enums[e].find(v)
	if bad != nil {
		r.fault(column, v, bad)
	}
	*to = T(n)
}

func answerAt(r *row, column int, to *household.Answer) {
	c, v := r.value(column)
	if c == nil {
		return
	}
	a, bad := parseYesNo(v)
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
		n, bad := p.enums[&household.PovertyReasons].find(one)
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
		k = p.lookUp(string(v))
		p.communes[string(v)] = k
	}
	if k.fault != nil {
		r.fault(hCommune, v, k.fault)
		return
	}
	h.Commune = k.code
	if h.Area == place.AreaUnknown {
		h.Area = k.area
	}
}

// lookUp finds a commune by its code; one that lost its leading zero as a number is found with it. A shorter one could
// be a district's or a province's and is not guessed at.
func (p *parser) lookUp(s string) commune {
	if len(s) == 4 && allDigits(s) {
		s = "0" + s
	}
	if len(s) != 5 || !allDigits(s) {
		return commune{fault: wrong(errs.T("a commune code has 5 digits (Excel may have dropped leading zeros: format the column as text)"))}
	}
	code := place.Code(strings.Clone(s))
	u, ok := p.cfg.Places.At(code, p.cfg.On)
	switch {
	case !ok:
		t := p.cfg.Places.NotValid(code, p.cfg.On)
		return commune{fault: &t}
	case u.Level != place.Commune:
		return commune{fault: wrong(errs.T("code %s (%s) is not a commune's", s, u.FullName))}
	}
	return commune{code: code, area: u.Area}
}

// The columns of the sheet members, in the order of household.MemberColumns.
const (
	mCode = iota
	mNo
	mName
	mRelationship
	mSex
	mBirth
	mEthnicity
	mCitizen
	mAble
	mWants
	mWork
	mAllowance
	mDisability
	mMerit
	mInsurance
	mAttending
	mQualification
	mTraining
	mStunted
	mUnderweight
)

// member parses a row of the sheet members.
func (p *parser) member(l *layout, cells *sheet.Row, m *household.Member, from1904 bool) []Rejection {
	if cells.Bad != nil {
		return l.broken(Members, cells)
	}
	r := &row{l, Members, cells, nil}
	r.required()
	if c, v := r.value(mNo); c != nil {
		n, ok := plainDigits(v)
		if !ok || n < 1 || n > 99 {
			r.fault(mNo, v, wrong(errs.T("member_no must be 1, 2, 3, …")))
		}
		m.No = int(n)
	}
	_, name := r.value(mName)
	m.Name = p.string(name, p.encoding)
	choice(p, r, mRelationship, &household.Relationships, &m.Relationship)
	choice(p, r, mSex, &household.Sexes, &m.Sex)
	choice(p, r, mWork, &household.Works, &m.Work)
	choice(p, r, mAttending, &household.Attendings, &m.Attending)
	choice(p, r, mQualification, &household.Qualifications, &m.Qualification)
	answerAt(r, mAble, &m.AbleToWork)
	answerAt(r, mWants, &m.WantsWork)
	answerAt(r, mAllowance, &m.SocialAllowance)
	answerAt(r, mDisability, &m.Disability)
	answerAt(r, mMerit, &m.PersonOfMerit)
	answerAt(r, mInsurance, &m.HealthInsurance)
	answerAt(r, mTraining, &m.InTraining)
	answerAt(r, mStunted, &m.Stunted)
	answerAt(r, mUnderweight, &m.Underweight)
	if c, v := r.value(mBirth); c != nil {
		b, bad := parseBirth(c, from1904)
		if m.Birth = b; bad != nil {
			r.fault(mBirth, v, bad)
		}
	}
	p.ethnicity(r, m)
	p.citizen(r, m)
	return r.faults
}

func (p *parser) ethnicity(r *row, m *household.Member) {
	c, v := r.value(mEthnicity)
	if c == nil {
		return
	}
	n, ok := p.cfg.Codes.ethnic[string(v)]
	if !ok {
		n, ok = p.cfg.Codes.ethnic[vietnamese.Fold(string(v))]
	}
	if !ok {
		n, ok = p.cfg.Codes.ethnic[strings.ReplaceAll(vietnamese.Fold(string(v)), " ", "")]
	}
	if !ok {
		r.fault(mEthnicity, v, wrong(errs.T("no such ethnic group: write its two-digit code or its name")))
	}
	m.Ethnicity = n
}

func (p *parser) citizen(r *row, m *household.Member) {
	c, v := r.value(mCitizen)
	if c == nil {
		return
	}
	if c.Kind == sheet.Number && len(v) < 12 {
		r.fault(mCitizen, v, wrong(errs.T("the number lost its leading zeros because the cell is a number: format the column as text and enter all 12 digits")))
		return
	}
	if bytes.IndexByte(v, ' ') >= 0 {
		v = bytes.ReplaceAll(v, []byte(" "), nil)
	}
	m.CitizenID = p.string(v, charset.UTF8)
	if t := p.cfg.Codes.Citizen.Check(m.CitizenID, m.Sex, m.Birth); t != (errs.Text{}) {
		r.fault(mCitizen, v, &t)
	}
}
