package target

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// counts is in what a measure counts.
type counts string

const (
	inHouseholds  counts = "household"
	inPersons     counts = "person"
	inAttendances counts = "attendance" // quantities of courses, meetings: who came twice is two
	inRecords     counts = "record"
	inMoney       counts = "amount"
	inActivities  counts = "activity"
	inAnything    counts = "" // a reported rate or number: who reports it says
)

// unit is in what a measure of the plan counts.
func (p *Plan) unit(m *Measure) counts {
	switch {
	case m.Over == "household", m.Over == "support" && m.Sum == "" && m.Unit == "household":
		return inHouseholds
	case m.Over == "person", m.Over == "support" && m.Sum == "":
		return inPersons
	case m.Sum == "quantity":
		return inAttendances
	case m.Sum == "records":
		return inRecords
	case m.Sum == "amount":
		return inMoney
	case m.Over == "activity":
		return inActivities
	}
	if k := p.ReportKind(m.Figure); k != nil {
		return map[string]counts{"people": inPersons, "households": inHouseholds}[k.Unit]
	}
	return inAnything
}

func (u counts) title() errs.Text {
	return map[counts]errs.Text{inHouseholds: errs.T("households"), inPersons: errs.T("people"),
		inAttendances: errs.T("attendances"),
		inRecords:     errs.T("records"), inMoney: errs.T("money"), inActivities: errs.T("activities")}[u]
}

// meaning returns what cannot be meant although it can be reckoned: a rate of one unit over another, of one group over
// another, a baseline of another day. It is looked at when a plan comes in; plans that were taken before are counted
// with what is said of them.
func (p *Plan) meaning() Faults {
	c := &checker{p: p}
	for i := range p.Targets {
		for j := range p.Targets[i].Parts {
			part := &p.Targets[i].Parts[j]
			c.target, c.part, c.at = p.Targets[i].Number, part.Code, []any{"targets", i, "parts", j}
			c.oneUnit(part)
			c.oneCohort(part)
			if b := part.Baseline; b != nil && !b.Day.IsZero() && b.Day != p.baselineDay() {
				c.add("baseline.day",
					errs.T(
						"the baseline is of %s; a plan of %d begins on %s: give the figure of that day, or leave the value out"+
							" and the register's own is taken", b.Day.Vietnamese(), p.Year,
						p.baselineDay().Vietnamese()))
			}
		}
	}
	return c.faults
}

// baselineDay is the day from which a year's changes are counted.
func (p *Plan) baselineDay() date.Date { return date.Must(max(p.Year-1, 1900), 12, 31) }

// BaselineOf is the day from which a part's change is counted, 31 December of the year before whatever its file says,
// and whether the file's own figure is of that day.
func (p *Plan) BaselineOf(part *Part) (day date.Date, own bool) {
	return p.baselineDay(), part.Baseline != nil && part.Baseline.Value != nil && part.Baseline.Day == p.baselineDay()
}

func (c *checker) oneUnit(p *Part) {
	n, d := p.Numerator, p.Denominator
	if n == nil || d == nil {
		return
	}
	of, over := c.p.unit(n), c.p.unit(d)
	if of != over && of != inAnything && over != inAnything {
		c.add("numerator.unit", errs.T("the numerator counts %s, the denominator %s: a rate needs one unit"+
			" (write unit: household or person, or another measure)", of.title(), over.title()))
	}
}

func (c *checker) oneCohort(p *Part) {
	n, d := p.Numerator, p.Denominator
	given := n != nil && (n.Over == "support" || n.Over == "activity")
	switch {
	case given && d.ofRegister() && !p.OfStart():
		c.add("cohort",
			errs.T(
				"who was reached in the year is divided by those who are meant on the day: who leaves poverty in between"+
					" is lost below only; write cohort: start"))
	case p.OfStart() && (!given || !d.ofRegister()):
		c.add("cohort", errs.T("cohort: start is for supports over households or people of the register"))
	}
}
