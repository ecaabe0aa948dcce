package plandrafts

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/app/plans"
	"giamngheo/internal/condition"
	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/planning"
	"giamngheo/internal/programme"
	"giamngheo/internal/rule"
	"giamngheo/internal/target"
)

// PartInput is a part of a draft as its page has it.
type PartInput struct {
	Number      int // of the target; 0: as it is, or the next
	Sentence    string
	Title       string
	Kind        string
	Unit        string
	Better      string
	Planned     *float64
	NoValue     bool // nothing is planned in a number
	Body        string
	Cascade     string
	Numerator   MeasureInput
	Denominator MeasureInput
	Looked      []target.Todo // what was looked at
}

// MeasureInput is a measure of a part: of a count the denominator has no Over.
type MeasureInput struct {
	Over, Sum, Unit, Figure string
	Where                   string // the condition; see Vocabulary
}

// SetPart changes a part of a draft, or adds one where code is empty. Errors as of change.
func (o *Desk) SetPart(ctx context.Context, a *office.Ask, in Edit, code string, part PartInput) error {
	bodies, err := o.files.Bodies()
	if err != nil {
		return err
	}
	c, err := o.library.Targets()
	if err != nil {
		return err
	}
	return o.change(ctx, a, in, func(p *target.Plan) error {
		if code == "" {
			n := 0
			for i := range p.Targets {
				n = max(n, p.Targets[i].Number)
			}
			p.Targets = append(p.Targets, target.Target{Number: n + 1, Parts: []target.Part{{Code: planning.Code(p)}}})
			code = p.Targets[len(p.Targets)-1].Parts[0].Code
		}
		t, had := find(p, code)
		if had == nil {
			return plans.NoPart(code)
		}
		part.sentence(t, had)
		part.apply(p, had)
		c.Report(p, had)
		return part.body(p, had, bodies.On(planning.PlanDay(p, o.office.Day())))
	})
}

// find is a part of a plan with its target; nil where there is none.
func find(p *target.Plan, code string) (*target.Target, *target.Part) {
	for i := range p.Targets {
		for j := range p.Targets[i].Parts {
			if part := &p.Targets[i].Parts[j]; part.Code == code {
				return &p.Targets[i], part
			}
		}
	}
	return nil, nil
}

// sentence puts the target's sentence and number in.
func (in *PartInput) sentence(t *target.Target, part *target.Part) {
	text := strings.TrimSpace(in.Sentence)
	if text == "" {
		text = strings.TrimSpace(in.Title)
	} else if text != t.Text {
		for i := range t.Parts {
			t.Parts[i].Done(target.TodoSentence)
		}
	}
	t.Text = text
	if in.Number > 0 {
		t.Number = in.Number
	}
	part.Done(in.Looked...)
}

// apply puts what is counted and what is planned into a part.
func (in *PartInput) apply(p *target.Plan, part *target.Part) {
	said(&part.Title, in.Title)
	part.Kind, part.Unit, part.Better = in.Kind, in.Unit, in.Better
	part.Numerator, part.Denominator = in.Numerator.measure(part.Numerator), in.Denominator.measure(part.Denominator)
	switch part.Kind {
	case "change":
		part.Unit = "points"
		if part.Baseline == nil {
			part.Baseline = &target.Baseline{Day: planning.BaselineDay(p.Year)}
		}
	case "rate":
		part.Unit, part.Baseline = "percent", nil
	default:
		part.Denominator, part.Baseline = nil, nil
	}
	in.cascade(part)
	if part.Planned = in.Planned; in.Planned != nil || in.NoValue {
		part.Done(target.TodoPlanned)
	} else if !slices.Contains(part.Todo, target.TodoPlanned) {
		part.Todo = append(part.Todo, target.TodoPlanned)
	}
}

// cascade puts in how a part is shared out, and how it is forecast where what it counts asks for another way.
func (in *PartInput) cascade(part *target.Part) {
	switch by := part.Cascade.By; {
	case in.Cascade != "proportional":
		part.Cascade.By = nil
	case by == nil: // as many as there are poor and near-poor households, until a file says otherwise
		part.Cascade.By = &target.Measure{Over: "household", Where: "poor || near_poor"}
	}
	if in.Cascade != "own" {
		part.Cascade.Least, part.Cascade.LeastRate = 0, 0
	}
	part.Cascade.Rule = in.Cascade
	given := part.Numerator != nil && (part.Numerator.Over == "support" || part.Numerator.Over == "activity")
	ofRegister := part.Denominator != nil && (part.Denominator.Over == "household" || part.Denominator.Over == "person")
	if part.Cohort = ""; given && ofRegister {
		part.Cohort = "start" // who was reached in the year, of those who were meant at its start
	}
	switch {
	case part.Kind == "change":
		part.Method = forecast.Review
	case part.Kind == "count":
		part.Method = forecast.Pace
	case part.Method == forecast.Pace || part.Method == "" || part.Method == forecast.Review:
		part.Method = forecast.Trend
	}
	if part.Missing.VI == "" {
		part.Missing = errs.T("what the condition asks for is to be on record")
	}
}

// body puts the body responsible in; the figures that somebody reports of the part are then its own to report.
func (in *PartInput) body(p *target.Plan, part *target.Part, on []errs.Text) error {
	if in.Body == "" {
		part.Body = errs.Text{}
		return nil
	}
	i := slices.IndexFunc(on, func(t errs.Text) bool { return t.VI == in.Body })
	if i < 0 && in.Body != part.Body.VI {
		return errs.New(errs.Invalid, "“%s” is not among the programme’s bodies of that day", in.Body)
	}
	if i >= 0 {
		part.Body = on[i]
	}
	part.Done(target.TodoBody)
	for _, m := range []*target.Measure{part.Numerator, part.Denominator} {
		if m != nil && m.Figure != "" {
			if kind := p.ReportKind(m.Figure); kind != nil {
				kind.By = part.Body
			}
		}
	}
	return nil
}

// measure is a measure as it was changed; nil where there is none.
func (in *MeasureInput) measure(was *target.Measure) *target.Measure {
	if in.Over == "" {
		return nil
	}
	m := &target.Measure{Over: in.Over, Sum: in.Sum, Unit: in.Unit, Figure: in.Figure,
		Where: strings.TrimSpace(in.Where)}
	if was != nil && was.FigureTitle.VI != "" && was.Figure == m.Figure {
		m.FigureTitle = was.FigureTitle
	}
	return m
}

// Vocabularies are the words of conditions over each of what they may be asked of, in a plan of a year.
func (o *Desk) Vocabularies(year int) (map[condition.Over]*condition.Vocabulary, error) {
	names, err := o.names(year)
	if err != nil {
		return nil, err
	}
	out := map[condition.Over]*condition.Vocabulary{}
	for _, over := range []condition.Over{condition.Household, condition.Person, condition.Support,
		condition.Activity} {
		out[over] = condition.New(over, names)
	}
	return out, nil
}

// names are what conditions may name beside the register's columns.
func (o *Desk) names(year int) (*condition.Names, error) {
	lang, err := o.plans.Language(year)
	if err != nil {
		return nil, err
	}
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	n := &condition.Names{}
	if std, ok := lib.StandardOn(lang.On); ok {
		n.Definitions = defined(lang, lib.DefinitionsOf(std.Code))
	}
	for _, g := range o.office.Codes().Groups {
		n.Ethnic = append(n.Ethnic, condition.Word{Name: g.Code.String(), Title: errs.Text{VI: g.Name, EN: g.Name}})
	}
	for i := range c.Kinds {
		n.Kinds = append(n.Kinds, condition.Word{Name: c.Kinds[i].Code, Title: c.Kinds[i].Name})
	}
	for i := range c.Activities {
		n.Activities = append(n.Activities, condition.Word{Name: c.Activities[i].Code, Title: c.Activities[i].Name})
	}
	for i, name := range target.StateNames() {
		n.States = append(n.States, condition.Word{Name: name, Title: programme.ActivityState(i + 1).Title()})
	}
	return n, nil
}

// defined are the law's definitions of a person that are yes or no.
func defined(lang *target.Language, all []law.Definition) (out []condition.Word) {
	for i := range all {
		d := &all[i]
		yes := d.Scope == rule.Person && lang.Misread(&target.Measure{Over: "person", Where: "m." + d.Name}) == nil
		if yes && !slices.ContainsFunc(out, func(w condition.Word) bool { return w.Name == d.Name }) {
			out = append(out, condition.Word{Name: d.Name, Title: d.Title})
		}
	}
	return out
}
