package planning

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// Office is the office for which a draft is made, with what it knows on the plan's day.
type Office struct {
	Province string // its code
	Issuer   errs.Text
	Year     int
	Day      date.Date // on which the plan's bodies and units are those of then
	Bodies   *Bodies
	// Ethnic counts the households of the office's register by their head's ethnic group; none: nothing is known.
	Ethnic     func() map[string]int64
	EthnicName func(code string) string
	Coastal    bool // some commune is known to be an especially difficult coastal one
}

// Left is something that was not carried over, or (Look) came over as it was and is to be looked at: of a part, or of
// the plan ("").
type Left struct {
	Part string    `json:"part,omitempty"`
	Text errs.Text `json:"text"`
	Look bool      `json:"look,omitempty"`
}

// Draft is a plan that is not in force, and what was not carried into it.
type Draft struct {
	Plan target.Plan
	Left []Left
}

// maker makes one draft.
type maker struct {
	c       *Catalogue
	o       *Office
	draft   Draft
	reports []target.ReportKind // of the office's own plan: the figures as it has named them
}

func (m *maker) left(part string, text errs.Text) {
	m.draft.Left = append(m.draft.Left, Left{Part: part, Text: text})
}

func (m *maker) look(text errs.Text) {
	m.draft.Left = append(m.draft.Left, Left{Text: text, Look: true})
}

// begin is an empty plan of the office's year.
func (c *Catalogue) begin(o *Office) *maker {
	return &maker{c: c, o: o, draft: Draft{Plan: target.Plan{Year: o.Year, Province: o.Province, Issuer: o.Issuer}}}
}

// Chosen makes a draft of targets of the catalogue, in its order. Errors (errs.Invalid): a code that it has not, none.
func (c *Catalogue) Chosen(o *Office, codes []string) (*Draft, error) {
	if len(codes) == 0 {
		return nil, errs.New(errs.Invalid, "choose at least one target")
	}
	for _, code := range codes {
		if c.Entry(code) == nil {
			return nil, errs.New(errs.Invalid, "the catalogue has no target “%s”", code)
		}
	}
	m := c.begin(o)
	for i := range c.Targets {
		if slices.Contains(codes, c.Targets[i].Part.Code) {
			m.target(&target.Target{}, []target.Part{c.Targets[i].Part})
		}
	}
	return &m.draft, nil
}

// Added adds a target of the catalogue to a draft. Errors (errs.Invalid): the draft has it, or the catalogue has not.
func (c *Catalogue) Added(o *Office, p *target.Plan, code string) error {
	e := c.Entry(code)
	if e == nil {
		return errs.New(errs.Invalid, "the catalogue has no target “%s”", code)
	}
	if had, _ := p.Part(code); had != nil {
		return errs.New(errs.Invalid, "the plan has this target already: %s", had.Title)
	}
	m := &maker{c: c, o: o, draft: Draft{Plan: *p}}
	m.target(&target.Target{}, []target.Part{e.Part})
	if len(m.draft.Left) > 0 {
		return errs.Of(errs.Invalid, m.draft.Left[0].Text)
	}
	*p = m.draft.Plan
	return nil
}

// FromModel makes a draft of the targets of a plan of another province: what they count, in the catalogue's neutral
// words, and nothing else.
func (c *Catalogue) FromModel(o *Office, model *target.Plan) *Draft {
	m := c.begin(o)
	m.plan(model)
	if n := len(model.Solutions); n > 0 {
		m.left("", errs.T("%d solutions of that plan, in its words", n))
	}
	if n := len(model.Assignments); n > 0 {
		m.left("", errs.T("%d assignments to bodies of that province", n))
	}
	for i := range model.Targets {
		t := &model.Targets[i]
		var parts []target.Part
		for j := range t.Parts {
			p := t.Parts[j]
			m.values(&p)
			if e := c.Entry(p.Code); e != nil {
				p = e.Part
			} else {
				p = measured(&p)
			}
			parts = append(parts, p)
		}
		m.target(t, parts)
	}
	return &m.draft
}

// FromOwn makes a draft of the office's own plan of another year: its targets with what they count, its solutions, and
// its assignments to bodies that are still there.
func (c *Catalogue) FromOwn(o *Office, own *target.Plan) *Draft {
	m := c.begin(o)
	m.plan(own)
	m.draft.Plan.Solutions, m.reports = slices.Clone(own.Solutions), own.Reports
	for i := range own.Targets {
		t := &own.Targets[i]
		var parts []target.Part
		for j := range t.Parts {
			p := t.Parts[j]
			m.values(&p)
			body := p.Body
			p = measured(&p)
			if last, ended := o.Bodies.Ended(body.VI, o.Day); !ended {
				p.Body = body
			} else {
				m.left(p.Code, errs.T("%s: “%s” was there until %s", p.Title, body, last.Vietnamese()))
				p.Do(target.TodoBody)
			}
			parts = append(parts, p)
		}
		m.target(t, parts)
	}
	for i := range own.Assignments {
		m.assigned(own.Assignments[i])
	}
	if s, a := len(own.Solutions), len(m.draft.Plan.Assignments); s+a > 0 {
		m.look(errs.T("%d solutions and %d assignments of plan %s came over as they were: take out what does not hold in %d",
			s, a, own.Number, o.Year))
	}
	return &m.draft
}

// measured is a part with what it counts, and nothing of a year.
func measured(p *target.Part) target.Part {
	return target.Part{Code: p.Code, Title: p.Title, Definition: p.Definition, Kind: p.Kind, Unit: p.Unit,
		Better: p.Better, Numerator: p.Numerator, Denominator: p.Denominator, Cohort: p.Cohort, Cascade: p.Cascade,
		Method: p.Method, Missing: p.Missing, Open: p.Open, Lacks: p.Lacks, Counted: p.Counted, Others: p.Others}
}

// plan notes what of another plan as a whole is not carried over.
func (m *maker) plan(p *target.Plan) {
	m.left("", errs.T("number, date, signer and title of plan %s of %s", p.Number, p.Date.Vietnamese()))
	if p.Goal.VI != "" || p.Beneficiaries.VI != "" {
		m.left("", errs.T("the goal and whom the plan is for, in that plan’s words"))
	}
	if p.Source.VI != "" {
		m.left("", errs.T("the source of that plan’s text: %s", p.Source))
	}
	if n := len(p.Open); n > 0 {
		m.left("", errs.T("%d remarks on what that plan’s text leaves open", n))
	}
	m.left("", errs.T("what was shared out to the units of then"))
}

// values notes what of a part of another plan is not carried over.
func (m *maker) values(p *target.Part) {
	if p.Planned != nil {
		m.left(p.Code, errs.T("%s: the value %s of that plan", p.Title, number(*p.Planned)))
	}
	if b := p.Baseline; b != nil && b.Value != nil {
		m.left(p.Code, errs.T("%s: the baseline %s of %s (%s)", p.Title, number(*b.Value), b.Day.Vietnamese(), b.Source))
	}
	if n := len(p.Earlier) + len(p.Courses); n > 0 {
		m.left(p.Code, errs.T("%s: %d figures of years before", p.Title, n))
	}
	if p.Official != nil {
		m.left(p.Code, errs.T("%s: the published series of that province", p.Title))
	}
}

// number is a value as Vietnamese write it.
func number(v float64) string { return vietnamese.Decimal(v, -1) }

// ethnic is where a condition names ethnic groups, one or a list of them; after “!” it names whom it does not mean.
var ethnic = regexp.MustCompile(`(!\s*\(?\s*)?(?:\w+\.)?ethnicity\s*(?:==\s*(["']\d\d["'])|in\s*\[([^\]]*)\])`)

// code is an ethnic group's in a condition.
var code = regexp.MustCompile(`\d\d`)

// groups are the ethnic groups that a measure is of, by their codes.
func groups(w *target.Measure) (out []string) {
	if w == nil {
		return nil
	}
	for _, found := range ethnic.FindAllStringSubmatch(w.Where, -1) {
		if found[1] == "" {
			out = append(out, code.FindAllString(found[2]+found[3], -1)...)
		}
	}
	return out
}

// ofHeads is where a condition asks for the head of a household.
var ofHeads = regexp.MustCompile(`relationship\s*==\s*["']head["']`)

// nobody says that a part is of ethnic groups of which no head of the register is; no text otherwise. What the heads do
// not tell – of a register without households, of members whoever they are – is to be looked at.
func (m *maker) nobody(p *target.Part) errs.Text {
	for _, w := range []*target.Measure{p.Numerator, p.Denominator} {
		named := groups(w)
		if len(named) == 0 {
			continue
		}
		heads := m.o.Ethnic()
		switch {
		case slices.ContainsFunc(named, func(code string) bool { return heads[code] > 0 }):
		case len(heads) == 0 || !ofHeads.MatchString(w.Where):
			p.Do(target.TodoReading)
		default:
			names := make([]string, len(named))
			for i := range named {
				names[i] = m.o.EthnicName(named[i])
			}
			return errs.T("%s: the register has nobody of the %s", p.Title, strings.Join(names, ", "))
		}
	}
	return errs.Text{}
}

// target adds a target with parts, as they stand in a draft: without value, with a sentence to be put in the plan's own
// words.
func (m *maker) target(was *target.Target, parts []target.Part) {
	p := &m.draft.Plan
	t := target.Target{Number: len(p.Targets) + 1}
	for _, part := range parts {
		part.Todo = slices.Clone(part.Todo)
		if why := m.nobody(&part); why.VI != "" {
			m.left(part.Code, why)
			continue
		}
		part.Do(target.TodoPlanned)
		if len(t.Parts) == 0 {
			part.Do(target.TodoSentence)
			t.Text = part.Title.VI
		}
		if part.Lacks.VI != "" || coastal.MatchString(texts(&part)) && !m.o.Coastal {
			part.Do(target.TodoReading)
		}
		if part.Kind == "change" {
			part.Baseline = &target.Baseline{Day: BaselineDay(m.o.Year)}
		}
		m.reported(&part)
		t.Parts = append(t.Parts, part)
	}
	if len(t.Parts) == 0 {
		return
	}
	if was.Text != "" {
		m.left("", errs.T("target %d’s sentence: “%s”", was.Number, shortened(was.Text)))
	}
	p.Targets = append(p.Targets, t)
}

// coastal are the conditions and figures that are of the especially difficult coastal communes.
var coastal = regexp.MustCompile(`\bcoastal\b|_coastal\b`)

func texts(p *target.Part) (out string) {
	for _, w := range []*target.Measure{p.Numerator, p.Denominator} {
		if w != nil {
			out += " " + w.Where + " " + w.Figure
		}
	}
	return out
}

// reported adds the figures that a part asks somebody to report: as the office's own plan has them, with who reports
// them where that body is still there.
func (m *maker) reported(p *target.Part) {
	plan := &m.draft.Plan
	for i := range m.reports {
		own := m.reports[i]
		if !p.Reports(own.Code) || plan.ReportKind(own.Code) != nil {
			continue
		}
		if last, ended := m.o.Bodies.Ended(own.By.VI, m.o.Day); ended {
			m.left(p.Code, errs.T("%s: “%s” was there until %s", own.Title, own.By, last.Vietnamese()))
			own.By = toChoose()
		}
		plan.Reports = append(plan.Reports, own)
	}
	m.c.Report(plan, p)
}

// toChoose stands for who reports a figure until somebody is chosen.
func toChoose() errs.Text { return errs.T("to be chosen") }

// Unchosen reports whether nobody is chosen yet who reports a figure.
func Unchosen(k *target.ReportKind) bool { return k.By.VI == toChoose().VI }

// Unasked takes the figures out of a plan that a part asked for, as it was, and that none asks for now.
func Unasked(p *target.Plan, was *target.Part) {
	parts := p.Parts()
	p.Reports = slices.DeleteFunc(p.Reports, func(k target.ReportKind) bool {
		asks := func(x *target.Part) bool { return x.Reports(k.Code) }
		return was.Reports(k.Code) && !slices.ContainsFunc(parts, asks)
	})
}

// Report adds the figures that a part asks somebody to report and that a plan does not have yet; who reports them is the
// office's to say, by each part that asks for them until somebody is chosen.
func (c *Catalogue) Report(plan *target.Plan, p *target.Part) {
	for _, w := range []*target.Measure{p.Numerator, p.Denominator} {
		if w == nil || w.Figure == "" {
			continue
		}
		if had := plan.ReportKind(w.Figure); had != nil {
			if Unchosen(had) {
				p.Do(target.TodoBody)
			}
			continue
		}
		kind := c.report(w.Figure)
		if kind == nil {
			kind = &target.ReportKind{Code: w.Figure, Title: p.Title, Unit: "number"}
		}
		k := *kind
		k.By = toChoose()
		plan.Reports = append(plan.Reports, k)
		p.Do(target.TodoBody)
	}
}

// assigned carries an assignment over where its body is still there, without the bodies that are not.
func (m *maker) assigned(a target.Assignment) {
	if last, ended := m.o.Bodies.Ended(a.Body.VI, m.o.Day); ended {
		m.left("", errs.T("the assignment “%s” to %s, which was there until %s", a.Task, a.Body, last.Vietnamese()))
		return
	}
	var with []errs.Text
	for _, b := range a.With {
		if last, ended := m.o.Bodies.Ended(b.VI, m.o.Day); ended {
			m.left("", errs.T("%s beside %s in “%s”: it was there until %s", b, a.Body, a.Task, last.Vietnamese()))
			continue
		}
		with = append(with, b)
	}
	if a.By != "" {
		m.left("", errs.T("the deadline “%s” of “%s”", a.By, a.Task))
	}
	a.With, a.By, a.Due, a.Cite, a.Open = with, "", 0, "", errs.Text{}
	m.draft.Plan.Assignments = append(m.draft.Plan.Assignments, a)
}

// shortened is the beginning of a sentence.
func shortened(s string) string {
	const most = 90
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// PlanDay is the day on which the bodies of a year's plan are to be there: its own, else the nearest of its year to
// today.
func PlanDay(p *target.Plan, today date.Date) date.Date {
	first, last := date.Must(p.Year, 1, 1), date.Must(p.Year, 12, 31)
	if y := p.Date.Year(); !p.Date.IsZero() && (y == p.Year || y == p.Year-1) {
		return p.Date
	}
	return min(max(today, first), last)
}

// BaselineDay is the day from which the changes of a year's plan are counted.
func BaselineDay(year int) date.Date { return date.Must(year-1, 12, 31) }

// Code is a code for a new part that no other has.
func Code(p *target.Plan) string {
	for n := 1; ; n++ {
		code := "target_" + strconv.Itoa(n)
		if had, _ := p.Part(code); had == nil {
			return code
		}
	}
}
