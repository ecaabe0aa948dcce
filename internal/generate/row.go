package generate

import (
	"strconv"

	"giamngheo/internal/household"
)

// line is one row of a table: the cells' texts one after another, and where each ends.
type line struct {
	text []byte
	ends []int
}

func (l *line) reset() { l.text, l.ends = l.text[:0], l.ends[:0] }

func (l *line) end() { l.ends = append(l.ends, len(l.text)) }

func (l *line) put(s string) {
	l.text = append(l.text, s...)
	l.end()
}

func (l *line) yes(b bool) {
	if b {
		l.put("yes")
	} else {
		l.put("no")
	}
}

// said writes an answer, or nothing where it is left unknown.
func (l *line) said(b, known bool) {
	if known {
		l.yes(b)
	} else {
		l.end()
	}
}

func (l *line) number(v int64) {
	l.text = strconv.AppendInt(l.text, v, 10)
	l.end()
}

// tenths writes a number held in tenths.
func (l *line) tenths(v int64) {
	l.text = strconv.AppendInt(l.text, v/10, 10)
	if v%10 != 0 {
		l.text = append(l.text, '.', byte('0'+v%10))
	}
	l.end()
}

func (h *home) appendCode(b []byte) []byte {
	return appendDigits(append(append(b, h.commune.code[0]...), '-'), h.number, 6)
}

// household writes the row of sheet "households", in the order of household.HouseholdColumns, and the label.
func (l *line) household(st *state) {
	l.reset()
	l.text = st.appendCode(l.text)
	l.end()
	l.put(string(st.commune.code[st.year]))
	l.text = st.appendHamlet(l.text)
	l.end()
	l.text = strconv.AppendInt(append(l.text, "Số "...), int64(1+st.trait(91)*400), 10)
	l.end()
	l.put(st.commune.area.String())
	if st.income >= 0 {
		l.number(st.income)
		l.end()
	} else {
		l.end()
		l.tenths(st.b1)
	}
	for _, w := range st.walls {
		l.put(w.String())
	}
	l.service(st)
	l.reasonList(st.reasons)
	l.text = appendDigits(append(l.text, "0000"...), int64(st.trait(92)*1e6), 6)
	l.end()
	l.put(Label)
}

func (l *line) service(st *state) {
	if st.blank == blankFloor {
		l.end()
	} else {
		l.tenths(st.area10)
	}
	if st.blank == blankWater {
		l.end()
	} else {
		l.put(st.water.String())
	}
	if st.blank == blankToilet {
		l.end()
	} else {
		l.put(st.toilet.String())
	}
	l.said(!st.deprived[telecom], st.blank != blankInternet)
	l.yes(!st.deprived[informationMeans])
}

func (l *line) reasonList(r household.Reasons) {
	first := true
	for i, name := range household.PovertyReasons.Names[1:] {
		if r>>i&1 == 1 {
			if !first {
				l.text = append(l.text, ';')
			}
			l.text, first = append(l.text, name...), false
		}
	}
	l.end()
}

// member writes the row of member i in sheet "members", in the order of household.MemberColumns, and the label.
func (l *line) member(st *state, i int) {
	m := &st.members[i]
	l.reset()
	l.text = st.appendCode(l.text)
	l.end()
	l.number(int64(i + 1))
	l.text = m.appendName(l.text)
	l.end()
	l.put(m.rel.String())
	l.put(m.sex.String())
	l.birth(m)
	l.put(m.ethnicity().String())
	l.text = m.appendCitizen(l.text)
	l.end()
	l.yes(m.able)
	l.yes(m.wants)
	l.put(m.work.String())
	l.yes(m.allowance)
	l.yes(m.disability)
	l.yes(m.merit)
	l.said(m.insured, st.blank != blankInsurance || i > 0)
	l.put(m.attending.String())
	l.put(m.qualification.String())
	l.yes(m.training)
	l.said(m.stunted, m.age < 16)
	l.said(m.underweight, m.age < 16)
	l.put(Label)
}

func (l *line) birth(m *member) {
	if m.yearOnly() {
		l.number(int64(m.birth.Year()))
		return
	}
	l.text = m.birth.Append(l.text)
	l.end()
}

// yearOnly reports whether only the year of birth is on the old papers: of some people whom no day of it can bring
// under an age that matters (60) or over one (80).
func (m *member) yearOnly() bool {
	return m.age > 62 && (m.age < 78 || m.age > 81) && m.trait(60) < 0.12
}

// minorityCodes are the groups a household of "other minority" may be of: Tày, Mường, Chăm.
var minorityCodes = [...]household.Ethnicity{2, 6, 16}

func (p *person) ethnicity() household.Ethnicity {
	if p.group == otherMinority && p.other != 0 {
		return p.other
	}
	switch p.group {
	case kinh:
		return household.Kinh
	case khmer:
		return household.Khmer
	case hoa:
		return household.Hoa
	}
	return minorityCodes[p.surname%3]
}

// record returns the state as the household that a reader of its rows would make.
func (st *state) record() *household.Household {
	var l line
	l.household(st)
	h := &household.Household{Code: household.ID(st.appendCode(nil)), Commune: st.commune.code[st.year],
		Hamlet: string(st.appendHamlet(nil)), Area: st.commune.area, Wall: st.walls[0], Pillar: st.walls[1],
		Roof:  st.walls[2],
		Water: st.water, Toilet: st.toilet, InformationMeans: household.Said(!st.deprived[informationMeans]),
		Internet: household.Said(!st.deprived[telecom]), FloorArea: household.Just(float64(st.area10) / 10),
		Reasons: st.reasons}
	h.Address, h.Phone = l.cell(3), l.cell(16)
	if st.income >= 0 {
		h.IncomePerHead = household.Just(household.Dong(st.income))
	} else {
		h.B1Score = household.Just(float64(st.b1) / 10)
	}
	h.Members = make([]household.Member, st.n)
	for i := range h.Members {
		h.Members[i] = st.members[i].record(i)
	}
	switch st.blank {
	case blankWater:
		h.Water = 0
	case blankToilet:
		h.Toilet = 0
	case blankInternet:
		h.Internet = household.Unknown
	case blankFloor:
		h.FloorArea = household.Maybe[float64]{}
	case blankInsurance:
		h.Members[0].HealthInsurance = household.Unknown
	}
	return h
}

func (l *line) cell(i int) string {
	from := 0
	if i > 0 {
		from = l.ends[i-1]
	}
	return string(l.text[from:l.ends[i]])
}

func (m *member) record(i int) household.Member {
	r := household.Member{No: i + 1, Name: string(m.appendName(nil)), CitizenID: string(m.appendCitizen(nil)),
		Birth: household.BornOn(m.birth), Relationship: m.rel, Sex: m.sex, Ethnicity: m.ethnicity(),
		AbleToWork: household.Said(m.able), WantsWork: household.Said(m.wants), Work: m.work,
		SocialAllowance: household.Said(m.allowance), Disability: household.Said(m.disability),
		PersonOfMerit: household.Said(m.merit), HealthInsurance: household.Said(m.insured), Attending: m.attending,
		Qualification: m.qualification, InTraining: household.Said(m.training)}
	if m.yearOnly() {
		r.Birth = household.BornIn(m.birth.Year())
	}
	if m.age < 16 {
		r.Stunted, r.Underweight = household.Said(m.stunted), household.Said(m.underweight)
	}
	return r
}
