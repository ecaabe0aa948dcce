package generate

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// indicator numbers the 12 indicators in the order of Decree 07/2021's annex.
type indicator int

const (
	employment indicator = iota
	dependents
	nutrition
	healthInsurance
	adultEducation
	schoolAttendance
	housingQuality
	housingArea
	water
	sanitation
	telecom
	informationMeans
	indicators
)

// deprivedShare is how common a deprivation is by class (where the family makes it possible). Assumed: plausible, and
// for the poor and near-poor near the levels that the province's plan speaks of. The dependents come from the family.
var deprivedShare = [indicators][3]float64{
	employment:       {none: 0.10, nearPoor: 0.30, poor: 0.62},
	dependents:       {},
	nutrition:        {none: 0.07, nearPoor: 0.10, poor: 0.28},
	healthInsurance:  {none: 0.16, nearPoor: 0.05, poor: 0.08},
	adultEducation:   {none: 0.80, nearPoor: 0.55, poor: 0.90},
	schoolAttendance: {none: 0.03, nearPoor: 0.06, poor: 0.16},
	housingQuality:   {none: 0.02, nearPoor: 0.08, poor: 0.19},
	housingArea:      {none: 0.02, nearPoor: 0.07, poor: 0.26},
	water:            {none: 0.01, nearPoor: 0.05, poor: 0.18},
	sanitation:       {none: 0.06, nearPoor: 0.15, poor: 0.34},
	telecom:          {none: 0.06, nearPoor: 0.11, poor: 0.25},
	informationMeans: {none: 0.01, nearPoor: 0.04, poor: 0.11},
}

// seekerTo is the age below which a person may be made to look for work: well under the retirement age of either sex.
const seekerTo = 50

// member is a person's state at a review.
type member struct {
	*person
	age                            int
	able, wants, allowance         bool
	disability, merit, insured     bool
	training, stunted, underweight bool
	work                           household.Work
	attending                      household.Attending
	qualification                  household.Qualification
}

// state is a household at a review.
type state struct {
	*home
	year     int
	on       date.Date
	class    class
	members  [maxSize + 3]member
	n        int
	deprived [indicators]bool
	walls    [3]household.Material
	area10   int64 // floor area in tenths of m²
	water    household.Water
	toilet   household.Toilet
	income   int64 // VND a head a month; negative where B1 points stand in for it
	b1       int64 // in tenths of points
	reasons  household.Reasons
	blank    int // the household's answer left unknown, 0 = none
}

// at fills in the state of a household at a review: the family as it is then, and attributes that give exactly the
// deprivations chosen for its class.
func (st *state) at(g *Register, h *home, year int) {
	st.home, st.year, st.on, st.class, st.n, st.blank = h, year, g.totals[year].On, h.class(year), 0, 0
	for i := range h.people[:h.n] {
		if p := &h.people[i]; p.in[year] {
			m := &st.members[st.n]
			*m = member{person: p, age: p.age(st.on)}
			m.settle(st.class, st.on)
			st.n++
		}
	}
	st.choose()
	st.apply()
	st.house()
	st.earn()
	st.hush(g.unknown)
}

// possible reports whether the family allows an indicator to be deprived.
func (st *state) possible(k indicator) bool {
	switch k {
	case employment:
		return st.first(seeker) >= 0
	case nutrition:
		return st.first(func(m *member) bool { return m.age < 16 }) >= 0
	case adultEducation:
		return st.first(unqualified) >= 0
	case schoolAttendance:
		return st.first(ofSchoolAge) >= 0
	}
	return true
}

func (st *state) first(is func(*member) bool) int {
	for i := range st.members[:st.n] {
		if is(&st.members[i]) {
			return i
		}
	}
	return -1
}

// seeker may be made to look for work or to work without a contract: able, of working age for either sex, not at
// school.
func seeker(m *member) bool {
	return m.age >= 18 && m.age < seekerTo && m.able && m.attending == household.AttendsNone
}

// unqualified is of the ages of the adult education indicator and lacks the certificate of the age.
func unqualified(m *member) bool {
	return m.age >= 16 && m.age <= 30 && m.attending == household.AttendsNone && m.lacksCertificate()
}

func (m *member) lacksCertificate() bool {
	return m.qualification < household.QualifiedLowerSecondary ||
		(m.age >= 18 && m.qualification == household.QualifiedLowerSecondary)
}

func ofSchoolAge(m *member) bool { return m.age >= 3 && m.age < 16 }

// choose picks the deprivations: each is likely or not by class, by a number that stays the household's own from review
// to review; then the likeliest others are added until a poor household has three, and the least likely dropped until a
// near-poor one has two.
func (st *state) choose() {
	var score [indicators]float64
	n := 0
	for k := range indicators {
		st.deprived[k], score[k] = false, 1e9
		if k == dependents {
			st.deprived[k], score[k] = st.tooManyDependents(), -1
		} else if st.possible(k) {
			score[k] = st.trait(100+uint64(k)) / deprivedShare[k][st.class]
			st.deprived[k] = score[k] < 1
		}
		if st.deprived[k] {
			n++
		}
	}
	for ; st.class == poor && n < 3; n++ {
		st.deprived[st.extreme(&score, false)] = true
	}
	for ; st.class == nearPoor && n > 2; n-- {
		st.deprived[st.extreme(&score, true)] = false
	}
}

// extreme finds the indicator to change: of the deprived ones the one with the greatest score, of the others the one
// with the least.
func (st *state) extreme(score *[indicators]float64, deprived bool) indicator {
	best := indicator(-1)
	for k := range indicators {
		if k == dependents || st.deprived[k] != deprived {
			continue
		}
		if best < 0 || (score[k] > score[best]) == deprived && score[k] != score[best] {
			best = k
		}
	}
	return best
}

func (st *state) tooManyDependents() bool {
	n := 0
	for i := range st.members[:st.n] {
		m := &st.members[i]
		if m.age < 16 || (m.allowance && (m.disability || m.age >= 60)) {
			n++
		}
	}
	return 2*n > st.n
}

// carry calls f for the members to whom a deprivation belongs: the first who may have it, and each other by chance.
func (st *state) carry(salt uint64, others float64, is func(*member) bool, f func(*member)) {
	first := true
	for i := range st.members[:st.n] {
		if m := &st.members[i]; is(m) && (first || m.trait(salt) < others) {
			f(m)
			first = false
		}
	}
}

// apply makes the members as the chosen deprivations say. They were settled without any but unfinished schooling.
func (st *state) apply() {
	if !st.deprived[adultEducation] {
		st.carry(201, 1, unqualified, train)
	} else {
		st.trainSome()
	}
	if st.deprived[employment] {
		st.carry(202, 0.3, seeker, (*member).withoutContract)
	}
	if st.deprived[nutrition] {
		st.carry(203, 0.3, func(m *member) bool { return m.age < 16 }, (*member).malnourished)
	}
	if st.deprived[healthInsurance] {
		st.carry(204, 0.3, func(m *member) bool { return m.age >= 6 }, func(m *member) { m.insured = false })
	}
	if st.deprived[schoolAttendance] {
		st.carry(205, 0.3, ofSchoolAge, func(m *member) { m.attending = household.AttendsNone })
	}
}

func train(m *member) { m.training = true }

// trainSome puts some of the unqualified but the first into training.
func (st *state) trainSome() {
	first := true
	for i := range st.members[:st.n] {
		m := &st.members[i]
		if unqualified(m) {
			m.training = !first && m.trait(201) < 0.1
			first = false
		}
	}
}

func (m *member) withoutContract() {
	if m.trait(206) < 0.8 {
		m.work, m.wants = household.WageNoContract, true
		return
	}
	m.work, m.wants = household.NotWorking, true
}

func (m *member) malnourished() {
	t := m.trait(207)
	m.stunted, m.underweight = t < 0.75, t > 0.5
}
