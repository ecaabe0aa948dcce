package exchange

import (
	"bytes"
	"strings"
	"unicode"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
)

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
func (p *parser) member(l *layout, cells *sheet.Row, m *household.Member) *row {
	p.row = row{layout: l, sheet: Members, cells: cells}
	r := &p.row
	if cells.Bad != nil {
		r.faults = l.broken(Members, cells)
		return r
	}
	r.required()
	p.memberNo(r, m)
	if m.Name = p.textAt(r, mName); m.Name != "" && !strings.ContainsFunc(m.Name, unicode.IsLetter) {
		r.fault(mName, []byte(m.Name), wrong(errs.T("a name has letters")))
	}
	choice(p, r, mRelationship, &household.Relationships, &m.Relationship)
	choice(p, r, mSex, &household.Sexes, &m.Sex)
	choice(p, r, mWork, &household.Works, &m.Work)
	choice(p, r, mAttending, &household.Attendings, &m.Attending)
	choice(p, r, mQualification, &household.Qualifications, &m.Qualification)
	p.answer(r, mAble, &m.AbleToWork)
	p.answer(r, mWants, &m.WantsWork)
	p.answer(r, mAllowance, &m.SocialAllowance)
	p.answer(r, mDisability, &m.Disability)
	p.answer(r, mMerit, &m.PersonOfMerit)
	p.answer(r, mInsurance, &m.HealthInsurance)
	p.answer(r, mTraining, &m.InTraining)
	p.answer(r, mStunted, &m.Stunted)
	p.answer(r, mUnderweight, &m.Underweight)
	if c, v := r.value(mBirth); c != nil {
		b, d, bad := p.births.Read(c, v, elder(m.Relationship))
		r.doubt(mBirth, d)
		if m.Birth = b; bad != nil {
			r.fault(mBirth, v, bad)
		}
	}
	p.ethnicity(r, m)
	p.citizen(r, m)
	for i := range r.doubts {
		r.doubts[i].Member = m.No
	}
	return r
}

// elder reports whether somebody is no child by who they are to the head.
func elder(r household.Relationship) bool {
	return r == household.Head || r == household.Spouse || r == household.Parent || r == household.Grandparent
}

func (p *parser) memberNo(r *row, m *household.Member) {
	c, v := r.value(mNo)
	if c == nil {
		return
	}
	if c.Kind == sheet.Number {
		v = bytes.TrimSuffix(v, []byte(".0"))
	}
	n, ok := reading.PlainDigits(v)
	if !ok || n < 1 || n > 99 {
		r.fault(mNo, v, wrong(errs.T("member_no must be 1, 2, 3, …")))
	}
	m.No = int(n)
}

func (p *parser) ethnicity(r *row, m *household.Member) {
	c, v := r.value(mEthnicity)
	if c == nil {
		return
	}
	if n, ok := p.cfg.Codes.Coded(v); ok { // the usual
		m.Ethnicity = n
		p.met[n]++
		return
	}
	text := string(v)
	if c.Kind == sheet.Number {
		text = strings.TrimSuffix(text, ".0")
	}
	n, d, bad := p.cfg.Codes.Group(text, p.home)
	for _, e := range [...]charset.Encoding{charset.TCVN3, charset.VNI} { // a name in a font of old
		if bad != nil && charset.Score(text) < 0 && e.Text(text) != text {
			if n2, d2, bad2 := p.cfg.Codes.Group(e.Text(text), p.home); bad2 == nil {
				n, d, bad = n2, d2, nil
			}
		}
	}
	if bad != nil && reading.Collective(text) {
		bad = p.metGroups(text, bad)
	}
	if bad != nil {
		r.fault(mEthnicity, v, bad)
	}
	r.doubt(mEthnicity, d)
	m.Ethnicity = n
	p.met[n]++
}

// metGroups names the groups that the file has had so far beside the majority, for a word that means any of them.
func (p *parser) metGroups(text string, otherwise *errs.Text) *errs.Text {
	var names []string
	for _, g := range p.cfg.Codes.Groups {
		if g.Code > 1 && p.met[g.Code] > 0 && len(names) < 5 {
			names = append(names, g.Name+" ("+g.Code.String()+")")
		}
	}
	if names == nil {
		return otherwise
	}
	return wrong(errs.T("“%s” means many groups: write the group's own name; this file has %s", text,
		strings.Join(names, ", ")))
}

// citizen reads a citizen number. One that a spreadsheet shows with its leading zeros has them; one that lost them is
// offered back with them where all that is known of the person fits, and has them where a person said so for the
// column.
func (p *parser) citizen(r *row, m *household.Member) {
	c, v := r.value(mCitizen)
	if c == nil {
		return
	}
	if c.Kind == sheet.Number {
		v = bytes.TrimSuffix(v, []byte(".0"))
	}
	if s := v; !allDigits(string(s)) {
		v = []byte(strings.ReplaceAll(reading.Tidy(reading.Narrow(string(s))), " ", ""))
	}
	rules := &p.cfg.Codes.Citizen
	if len(v) < 12 && allDigits(string(v)) {
		whole := strings.Repeat("0", 12-len(v)) + string(v)
		fits := len(v) >= 10 && rules.Check(whole, m.Sex, m.Birth) == (errs.Text{})
		switch {
		case c.Kind == sheet.Number && c.Zeros == 12:
			v = []byte(whole)
		case fits && p.cfg.Answers[r.columns[mCitizen].Name] == doubt.Zeros:
			v = []byte(whole)
			r.doubt(mCitizen, &doubt.Doubt{Read: household.Mask(whole),
				Reason: errs.T("the number lost its leading zeros and got them back; province, sex and year of birth fit")})
		case fits:
			p.lost++
			r.fault(mCitizen, v,
				wrong(errs.T("the number lost its leading zeros; with them it ends in %s and fits the province, the sex and the year of birth: format the column as text and enter all 12 digits, or have the column's zeros given back", whole[9:])))
			return
		case c.Kind == sheet.Number:
			r.fault(mCitizen, v,
				wrong(errs.T("the number lost its leading zeros because the cell is a number: format the column as text and enter all 12 digits")))
			return
		}
	}
	m.CitizenID = p.string(v)
	if t := rules.Check(m.CitizenID, m.Sex, m.Birth); t != (errs.Text{}) {
		r.fault(mCitizen, v, &t)
	}
}
