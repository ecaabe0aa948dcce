package target

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
)

// checker gathers the faults of a plan.
type checker struct {
	p      *Plan
	faults Faults
	target int
	part   string
	at     []any // the path of the target or part in the file
}

// add records a fault of a field of what is looked at.
func (c *checker) add(field string, text errs.Text) {
	path := slices.Clone(c.at)
	for step := range strings.SplitSeq(field, ".") {
		path = append(path, step)
	}
	c.faults = append(c.faults, Fault{File: c.p.src.file, Line: c.p.src.line(path...), Target: c.target, Part: c.part,
		Field: field, Text: text})
}

// lack records that something is missing without which no plan is in force; a draft may lack it.
func (c *checker) lack(field string, given bool) {
	if !given {
		c.add(field, errs.T("is missing"))
		c.faults[len(c.faults)-1].Later = true
	}
}

// oneOf refuses a value that is none of some.
func (c *checker) oneOf(field, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		allowed = slices.DeleteFunc(allowed, func(s string) bool { return s == "" })
		c.add(field, errs.T("must be one of: %s; not “%s”", strings.Join(allowed, ", "), value))
	}
}

func (c *checker) need(field string, given bool) {
	if !given {
		c.add(field, errs.T("is missing"))
	}
}

var codePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (c *checker) code(code string, seen map[string]bool) {
	switch {
	case !codePattern.MatchString(code):
		c.add("code", errs.T("the code “%s” must be of a–z, digits and _", code))
	case seen[code]:
		c.add("code", errs.T("the code “%s” is used above", code))
	}
	seen[code] = true
}

// structure returns everything wrong in a plan but for its expressions.
func (p *Plan) structure() Faults {
	c := &checker{p: p, at: []any{"plan"}}
	c.lack("number", p.Number != "")
	c.lack("date", !p.Date.IsZero())
	c.need("year", p.Year > 0)
	c.lack("title", p.Title.VI != "")
	c.at = nil
	c.lack("targets", len(p.Targets) > 0)
	c.reports()
	c.words()
	numbers, codes := map[int]bool{}, map[string]bool{}
	for i := range p.Targets {
		t := &p.Targets[i]
		c.target, c.part, c.at = t.Number, "", []any{"targets", i}
		if t.Number < 1 || numbers[t.Number] {
			c.add("number", errs.T("the target's number %d must be from 1 and stand once", t.Number))
		}
		numbers[t.Number] = true
		c.need("text", t.Text != "")
		c.need("parts", len(t.Parts) > 0)
		for j := range t.Parts {
			c.part, c.at = t.Parts[j].Code, []any{"targets", i, "parts", j}
			c.code(t.Parts[j].Code, codes)
			c.onePart(&t.Parts[j])
		}
	}
	return c.faults
}

func (c *checker) reports() {
	codes := map[string]bool{}
	for i, r := range c.p.Reports {
		c.at = []any{"reports", i}
		c.code(r.Code, codes)
		c.need("title", r.Title.VI != "")
		c.need("by", r.By.VI != "")
		c.oneOf("unit", r.Unit, "percent", "people", "households", "number")
	}
}

func (c *checker) words() {
	codes := map[string]bool{}
	for i, s := range c.p.Solutions {
		c.at = []any{"solutions", i}
		c.code(s.Code, codes)
		c.need("text", s.Text.VI != "")
	}
	tasks := map[string]bool{}
	for i, a := range c.p.Assignments {
		c.at = []any{"assignments", i}
		c.need("body", a.Body.VI != "")
		c.need("task", a.Task.VI != "")
		if a.Code != "" {
			c.code(a.Code, tasks)
		}
	}
}

func (c *checker) onePart(p *Part) {
	for _, todo := range p.Todo {
		text, known := todoTexts()[todo]
		if !known {
			c.add("todo", errs.T("there is nothing “%s” to be filled in", string(todo)))
			continue
		}
		c.add("todo", text)
		c.faults[len(c.faults)-1].Later = true
	}
	c.need("title", p.Title.VI != "")
	c.oneOf("kind", p.Kind, "change", "rate", "count")
	c.oneOf("better", p.Better, "higher", "lower", "below")
	c.need("unit", p.Unit != "")
	if unit := map[string]string{"change": "points", "rate": "percent"}[p.Kind]; unit != "" && p.Unit != "" &&
		p.Unit != unit {
		c.oneOf("unit", p.Unit, unit)
	}
	c.planned(p)
	if p.Official == nil && !p.fromRegister() && p.Missing.VI == "" {
		c.add("missing", errs.T("without an official figure or the register's, say what is missing"))
	}
	c.measures(p)
	c.rest(p)
}

func (c *checker) planned(p *Part) {
	if p.Planned == nil {
		return
	}
	v := *p.Planned
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		c.add("planned", errs.T("must be a number"))
	case p.Kind == "rate" && (v < 0 || v > 100):
		c.add("planned", errs.T("a rate must be from 0 to 100"))
	case p.Kind == "count" && (v < 0 || v != math.Trunc(v)):
		c.add("planned", errs.T("a count must be a whole number from 0"))
	}
}

// fromRegister reports whether a register of households alone answers a part.
func (p *Part) fromRegister() bool {
	return p.Numerator.ofRegister() && (p.Denominator == nil || p.Denominator.ofRegister())
}

func (m *Measure) ofRegister() bool { return m != nil && (m.Over == "household" || m.Over == "person") }

func (m *Measure) reported() bool { return m != nil && m.Over == "report" }

func (c *checker) measures(p *Part) {
	n, d := p.Numerator, p.Denominator
	c.measure("numerator", n)
	c.measure("denominator", d)
	switch {
	case n == nil && d != nil:
		c.add("numerator", errs.T("a denominator needs a numerator"))
	case n == nil:
	case d == nil && p.Kind != "count" && !n.reported():
		c.add("denominator", errs.T("the denominator is missing: a rate needs both"))
	case d != nil && p.Kind == "count":
		c.add("denominator", errs.T("a count has no denominator"))
	case n.ofRegister() && d.ofRegister() && n.Over != d.Over:
		c.add("denominator.over", errs.T("numerator and denominator must both be over households or both over persons"))
	case n.ofRegister() && d != nil && (d.Over == "support" || d.Over == "activity"), n.reported() && d != nil &&
		!d.reported():
		c.add("denominator.over", errs.T("“%s” cannot be divided by “%s”", n.Over, d.Over))
	}
	if d != nil && strings.TrimSpace(d.Where) == "false" {
		c.add("denominator.where", errs.T("the denominator is always 0: write a condition that some meet"))
	}
}

// sums are what may be summed over what.
var sums = map[string][]string{"household": {""}, "person": {""}, "report": {""},
	"support": {"", "quantity", "amount", "records"}, "activity": {"", "quantity", "amount", "records"}}

func (c *checker) measure(field string, m *Measure) {
	if m == nil {
		return
	}
	allowed, ok := sums[m.Over]
	if !ok {
		c.oneOf(field+".over", m.Over, "household", "person", "support", "activity", "report")
		return
	}
	if !slices.Contains(allowed, m.Sum) {
		c.add(field+".sum", errs.T("“%s” cannot be summed over %s", m.Sum, m.Over))
	}
	c.oneOf(field+".unit", m.Unit, "", "household", "person")
	switch {
	case m.Over != "report":
		c.need(field+".where", strings.TrimSpace(m.Where) != "")
		if m.Figure != "" {
			c.add(field+".figure", errs.T("only over: report has a figure"))
		}
	case m.Where != "":
		c.add(field+".where", errs.T("a reported figure has no condition"))
	case c.p.ReportKind(m.Figure) == nil:
		have := "(chưa có)"
		for i, r := range c.p.Reports {
			have = strings.TrimPrefix(have, "(chưa có)")
			if i > 0 {
				have += ", "
			}
			have += r.Code
		}
		c.add(field+".figure", errs.T("no figure “%s” stands under reports; there are: %s", m.Figure, have))
	default:
		m.FigureTitle = c.p.ReportKind(m.Figure).Title
	}
}

func (c *checker) rest(p *Part) {
	c.oneOf("forecast", string(p.Method), "", "pace", "trend", "last", "review")
	c.oneOf("cohort", p.Cohort, "", "day", "start")
	for i, course := range p.Courses {
		if len(course.Months) != 12 || course.Source == "" || course.Year >= c.p.Year ||
			!slices.IsSorted(course.Months) {
			c.add("courses."+strconv.Itoa(i),
				errs.T("a course is a year before, twelve figures that do not fall, and their source"))
		}
	}
	if p.Method == forecast.Pace && p.Kind != "count" {
		c.add("forecast", errs.T("pace is for counts; a rate takes trend or last"))
	}
	if b := p.Baseline; b != nil && (b.Day.IsZero() || b.Day.Year() >= c.p.Year) {
		c.add("baseline.day", errs.T("must be a day before %d", c.p.Year))
	}
	if b := p.Baseline; b != nil && b.Value != nil && b.Source == "" {
		c.add("baseline.source", errs.T("a value needs its source"))
	}
	if p.Kind == "change" && p.Baseline == nil {
		c.add("baseline", errs.T("a change needs the day that it is from (baseline.day)"))
	}
	c.oneOf("cascade.rule", p.Cascade.Rule, "", "same", "own", "proportional", "manual")
	c.measure("cascade.by", p.Cascade.By)
	switch by := p.Cascade.By; {
	case p.Cascade.Rule == "proportional" && p.Kind != "count":
		c.add("cascade.rule", errs.T("only a count is shared out; a rate takes same or manual"))
	case p.Cascade.Rule == "own" && p.Kind != "change":
		c.add("cascade.rule", errs.T("only a change is shared out by the places' own rates"))
	case p.Cascade.Least < 0 || p.Cascade.LeastRate < 0 || p.Cascade.LeastRate > 100:
		c.add("cascade", errs.T("the least size and the least rate (0 to 100) cannot be below zero"))
	case p.Cascade.Rule == "proportional" && by == nil:
		c.add("cascade.by", errs.T("in proportion to what?"))
	case by != nil && !by.ofRegister():
		c.add("cascade.by.over", errs.T("weights are over household or person"))
	}
}

// Check returns everything wrong in a plan, its expressions too; nil where nothing is. The error (errs.Invalid) carries
// Faults.
func (p *Plan) Check(l *Language) error {
	faults := append(p.structure(), p.meaning()...)
	_, more := l.compile(p)
	return append(faults, more...).asError("kế hoạch " + p.Number)
}

// FaultAt is a fault at a path of keys and indexes of the plan's file – "assignments", 2, "body" –, with its line.
func (p *Plan) FaultAt(text errs.Text, path ...any) Fault {
	f := Fault{File: p.src.file, Line: p.src.line(path...), Text: text}
	if len(path) >= 4 && path[0] == "targets" {
		t := &p.Targets[path[1].(int)]
		f.Target, f.Part = t.Number, t.Parts[path[3].(int)].Code
	}
	for i := len(path) - 1; i >= 0; i-- {
		step, ok := path[i].(string)
		if !ok {
			break
		}
		f.Field = strings.TrimSuffix(step+"."+f.Field, ".")
	}
	return f
}
