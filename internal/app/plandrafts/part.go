package plandrafts

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/app/plans"
	"giamngheo/internal/condition"
	"giamngheo/internal/date"
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
		if strings.TrimSpace(part.Title) == "" {
			return errs.New(errs.Invalid, "fill in the target’s name")
		}
		was := *had
		part.sentence(t, had)
		part.apply(p, had)
		c.Report(p, had)
		part.body(p, had, bodies, planning.PlanDay(p, o.office.Day()))
		planning.Unasked(p, &was)
		return nil
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
	for _, t := range in.Looked {
		if t.ByLooking() { // a value or a body is not there for saying so
			part.Done(t)
		}
	}
}

// apply puts what is counted and what is planned into a part.
func (in *PartInput) apply(p *target.Plan, part *target.Part) {
	said(&part.Title, in.Title)
	was := *part
	part.Kind, part.Unit, part.Better = in.Kind, in.Unit, in.Better
	part.Numerator, part.Denominator = in.Numerator.measure(part.Numerator), in.Denominator.measure(part.Denominator)
	switch part.Kind {
	case "change":
		part.Unit = "points"
		if part.Baseline == nil {
			part.Baseline = &target.Baseline{Day: planning.BaselineDay(p.Year)}
		}
	case "rate":
		part.Unit = "percent"
	default:
		part.Denominator = nil
	}
	if part.Kind != was.Kind || part.Numerator != was.Numerator || part.Denominator != was.Denominator {
		recount(part, &was)
	}
	in.cascade(part)
	if part.Planned = in.Planned; in.Planned != nil || in.NoValue {
		part.Done(target.TodoPlanned)
	} else {
		part.Do(target.TodoPlanned)
	}
}

// recount puts in what follows from what a part counts, where that is another than it was: from which day, of whom and
// how it is forecast. What was said of the measure before – how it is read, what it lacks, what its lists are called, what
// it came to at the start and in the years before, by whose publications – is not said of this one.
func recount(part, was *target.Part) {
	if part.Baseline != nil {
		part.Baseline = &target.Baseline{Day: part.Baseline.Day}
	}
	if part.Kind != "change" {
		part.Baseline = nil
	}
	part.Earlier, part.Courses, part.Official = nil, nil, nil
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
	part.Definition, part.Open, part.Lacks = errs.Text{}, errs.Text{}, errs.Text{}
	part.Counted, part.Others = errs.Text{}, errs.Text{}
	part.Missing = errs.T("what the condition asks for is to be on record")
	if was.Kind != "" { // one that is added is what its maker has just said
		part.Do(target.TodoReading)
	}
}

// cascade puts in how a part is shared out.
func (in *PartInput) cascade(part *target.Part) {
	if in.Cascade == part.Cascade.Rule || in.Cascade == "same" && part.Cascade.Rule == "" {
		return
	}
	part.Cascade = target.CascadeRule{Rule: in.Cascade}
	if in.Cascade == "proportional" { // as many as there are poor and near-poor households, until a file says otherwise
		part.Cascade.By = &target.Measure{Over: "household", Where: "poor || near_poor"}
	}
}

// body puts the body responsible in: one of the programmes' data as that writes it, any other in the words of who makes
// the plan – whether it has ended is looked at with the whole. The figures that somebody reports of the part are then
// its own to report, where they were the body's before, or nobody's who is there.
func (in *PartInput) body(p *target.Plan, part *target.Part, bodies *planning.Bodies, on date.Date) {
	name, was := strings.TrimSpace(in.Body), part.Body
	if name == "" {
		part.Body = errs.Text{}
		return
	}
	if known, ok := bodies.Named(name, on); ok && name != was.VI {
		part.Body = known
	} else {
		said(&part.Body, name)
	}
	part.Done(target.TodoBody)
	for _, m := range []*target.Measure{part.Numerator, part.Denominator} {
		if m == nil || m.Figure == "" {
			continue
		}
		kind := p.ReportKind(m.Figure)
		if kind == nil {
			continue
		}
		_, ended := bodies.Ended(kind.By.VI, on)
		if ended || planning.Unchosen(kind) || kind.By.VI == was.VI {
			kind.By = part.Body
		}
	}
}

// measure is a measure as it was changed, the same one where nothing of it was; nil where there is none.
func (in *MeasureInput) measure(was *target.Measure) *target.Measure {
	if in.Over == "" {
		return nil
	}
	m := &target.Measure{Over: in.Over, Sum: in.Sum, Unit: in.Unit, Figure: in.Figure,
		Where: strings.TrimSpace(in.Where)}
	if was != nil && m.Over == was.Over && m.Sum == was.Sum && m.Unit == was.Unit && m.Figure == was.Figure &&
		slices.Equal(strings.Fields(m.Where), strings.Fields(was.Where)) {
		return was
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
