package generate

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// settle gives the member what its age and traits say on a day, without any deprivation but unfinished schooling.
func (m *member) settle(c class, on date.Date) {
	m.insured, m.attending, m.qualification, m.work = true, household.AttendsNone, household.QualifiedNone,
		household.NotWorking
	m.disability = m.trait(1) < 0.008+0.0006*float64(m.age)
	m.able = m.age >= 15 && m.age < 76 && (!m.disability || m.trait(2) < 0.4)
	m.allowance = m.onAllowance()
	m.merit = m.age >= 60 && m.trait(4) < 0.02
	m.study(schoolYear(on) - m.birth.Year())
	m.employ(c)
}

// onAllowance: most people of 80 and more, half of the disabled, and some others of 60 and more. The class of the
// household plays no part, so that an allowance stays from review to review.
func (m *member) onAllowance() bool {
	switch {
	case m.age >= 80:
		return m.trait(3) < 0.85
	case m.disability:
		return m.trait(3) < 0.55
	}
	return m.age >= 60 && m.trait(3) < 0.06
}

// schoolYear is the year in which the school year of a day began.
func schoolYear(on date.Date) int {
	if on.Month() < 9 {
		return on.Year() - 1
	}
	return on.Year()
}

// The grades by the year of birth (Education Law 2019, Article 28): who turns 6 in the year enters grade 1, 11 grade 6,
// 15 grade 10. Some begin a year early, some repeat a year. Assumed: one in a hundred, and three.
const (
	firstPrimary, firstLowerSecondary, firstUpperSecondary = 6, 11, 15

	early, repeats = 0.01, 0.03
)

// study gives schooling by the year of birth, and the highest qualification reached; byYear is the age that the school
// counts, by the calendar year in which its year began.
func (m *member) study(byYear int) {
	bright := m.trait(10) // how far the person goes at school
	switch grade := m.placed(byYear); {
	case m.age < 3:
	case m.age < 16 && grade < firstPrimary:
		m.attending = household.AttendsPreschool
	case m.age < 16 && grade < firstLowerSecondary:
		m.attending = household.AttendsPrimary
	case m.age < 16 && (grade < firstUpperSecondary || bright < 0.32):
		m.attending, m.qualification = household.AttendsLowerSecondary, household.QualifiedPrimary
	case m.age < 18:
		m.studyOn(bright)
	default:
		m.graduate(bright)
	}
	if m.attending >= household.AttendsUpperSecondary {
		m.training = true
	}
}

// placed is the age whose grade a child is in: its own by the year, one more of who began early, one less of who
// repeated, but for a year that would put it below both the level of its full years and that of its calendar year.
func (m *member) placed(byYear int) int {
	switch t := m.trait(11); {
	case t < early && byYear >= firstPrimary-1:
		return byYear + 1
	case t > 1-repeats && byYear > firstPrimary && (byYear != firstLowerSecondary || m.age < 12):
		return byYear - 1
	}
	return byYear
}

// studyOn is schooling in upper secondary years.
func (m *member) studyOn(bright float64) {
	m.qualification = household.QualifiedPrimary
	if bright < 0.12 {
		return
	}
	m.qualification = household.QualifiedLowerSecondary
	switch {
	case bright >= 0.74 && bright < 0.86:
		m.attending = household.AttendsVocational
	case bright >= 0.32:
		m.attending = household.AttendsUpperSecondary
	}
}

// graduate is schooling from 18 on: those born earlier went to school for less time.
func (m *member) graduate(bright float64) {
	shift := min(0.4, max(0, float64(1994-m.birth.Year())*0.012))
	switch reached := bright - shift; {
	case reached < -0.1:
		m.qualification = household.QualifiedNone
	case reached < 0.12:
		m.qualification = household.QualifiedPrimary
	case reached < 0.32:
		m.qualification = household.QualifiedLowerSecondary
	case reached < 0.74:
		m.qualification = household.QualifiedUpperSecondary
	case reached < 0.80:
		m.qualification = household.QualifiedElementaryVocational
	case reached < 0.86:
		m.qualification = household.QualifiedIntermediateVocational
	default:
		m.finish(reached)
	}
}

// finish is college and university: upper secondary until then.
func (m *member) finish(reached float64) {
	until, degree := 21, household.QualifiedCollege
	if reached >= 0.91 {
		until, degree = 22, household.QualifiedUniversity
	}
	m.qualification = degree
	if m.age < until {
		m.qualification, m.attending = household.QualifiedUpperSecondary, household.AttendsHigher
	}
}

// employ gives work: with a contract or on one's own, or none and none wanted. Who is of age and able works for the
// most part; poor households have fewer contracts.
func (m *member) employ(c class) {
	if !m.able || m.age < 15 || m.attending != household.AttendsNone {
		return
	}
	t, contract := m.trait(20), 0.34
	if c != none {
		contract = 0.08
	}
	works := 0.93
	switch {
	case m.age < 18:
		works = 0.3
	case m.age >= 65:
		works = 0.3
	case m.age >= 56:
		works = 0.7
	}
	if m.sex == household.Female && m.age < 40 {
		works -= 0.12
	}
	if t >= works {
		return
	}
	m.wants, m.work = true, household.SelfEmployed
	if m.age >= 18 && m.age < 60 && m.trait(21) < contract {
		m.work = household.WageContract
	}
}
