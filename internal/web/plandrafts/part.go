package plandrafts

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/condition"
	"giamngheo/internal/errs"
	"giamngheo/internal/planbook"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// partPage is the form of one part of a draft.
type partPage struct {
	page.Page
	*plandrafts.Opened
	Year     int
	Of       int64  // the version of the draft that whoever fills the form in began from
	Code     string // "new" of one that is added
	Error    string
	In       plandrafts.PartInput
	Planned  string // as it was typed
	Had      *target.Part
	Measures []*measureForm
	Words    map[condition.Over]*condition.Vocabulary
}

// newPart stands for the code of a part that is added.
const newPart = "new"

func (h *handlers) part(w http.ResponseWriter, r *http.Request) error {
	p, err := h.partOf(r)
	if err != nil {
		return err
	}
	if p.Had != nil {
		p.kept()
	} else {
		p.In = plandrafts.PartInput{Kind: "rate", Unit: "percent", Better: "higher", Cascade: "same"}
		p.Measures = []*measureForm{p.measure("n", &target.Measure{Over: "household"}),
			p.measure("d", &target.Measure{Over: "household"})}
	}
	return h.partPage(w, r, p, nil)
}

func (h *handlers) partPage(w http.ResponseWriter, r *http.Request, p *partPage, failed error) error {
	p.Nav, p.Error = "plan", h.shell.Told(w, r, failed)
	title := errs.T("A new target of the plan of %d", p.Year)
	if p.Had != nil {
		title = errs.T("%s (draft of %d)", p.Had.Title, p.Year)
	}
	h.shell.Render(w, r, "plan_part", title, p)
	return nil
}

// partOf is the page of the part in the address.
func (h *handlers) partOf(r *http.Request) (*partPage, error) {
	year, err := page.PathYear(r)
	if err != nil {
		return nil, err
	}
	p := &partPage{Year: year, Code: r.PathValue("part")}
	if p.Words, err = h.desks.PlanDrafts.Vocabularies(year); err != nil {
		return nil, err
	}
	if p.Opened, err = h.desks.PlanDrafts.Opened(r.Context(), page.Actor(r), year); err != nil {
		return nil, err
	}
	p.Of = p.Version
	if p.Code == newPart {
		return p, nil
	}
	if p.Had, _ = p.Plan.Part(p.Code); p.Had == nil {
		return nil, page.NotThere()
	}
	return p, nil
}

// kept fills the form with what the draft has.
func (p *partPage) kept() {
	p.In = plandrafts.PartInput{Title: p.Had.Title.VI, Kind: p.Had.Kind, Unit: p.Had.Unit, Better: p.Had.Better,
		Planned: p.Had.Planned, Body: p.Had.Body.VI, Cascade: p.Had.Cascade.Rule,
		NoValue: p.Had.Planned == nil && !slices.Contains(p.Had.Todo, target.TodoPlanned)}
	if p.Had.Planned != nil {
		p.Planned = planbook.CommaText(*p.Had.Planned)
	}
	for i := range p.Plan.Targets {
		t := &p.Plan.Targets[i]
		if slices.ContainsFunc(t.Parts, func(x target.Part) bool { return x.Code == p.Code }) {
			p.In.Number, p.In.Sentence = t.Number, t.Text
		}
	}
	p.Measures = []*measureForm{p.measure("n", p.Had.Numerator), p.measure("d", p.Had.Denominator)}
}

// Todos are what is to be looked at of the part, with their words.
func (p *partPage) Todos() []target.Todo {
	if p.Had == nil {
		return nil
	}
	return p.Had.Todo
}

// Looked reports whether the form says that something was looked at.
func (p *partPage) Looked(t target.Todo) bool { return slices.Contains(p.In.Looked, t) }

// choice is one option of a choice.
type choice struct {
	Code  string
	Title errs.Text
}

func choicesOf(title func(string) errs.Text, codes ...string) (out []choice) {
	for _, c := range codes {
		out = append(out, choice{c, title(c)})
	}
	return out
}

// Kinds, Units, Directions, Cascades and Overs are what there is to choose from.
func (p *partPage) Kinds() []choice {
	return choicesOf(func(k string) errs.Text {
		return map[string]errs.Text{"rate": errs.T("kind|a rate in percent: how many of how many"),
			"change": errs.T("kind|a change of a rate since 31 December before (points)"),
			"count":  errs.T("kind|a count of the year")}[k]
	}, "rate", "change", "count")
}

// Units are the units; of a rate and a change they follow from the kind.
func (p *partPage) Units() []choice {
	all := choicesOf(unitTitle, "percent", "points", "people", "households", "models", "number")
	if !slices.ContainsFunc(all, func(c choice) bool { return c.Code == p.In.Unit }) && p.In.Unit != "" {
		all = append(all, choice{p.In.Unit, errs.Text{VI: p.In.Unit, EN: p.In.Unit}})
	}
	return all
}

// Directions are the directions.
func (p *partPage) Directions() []choice {
	return choicesOf(directionTitle, "higher", "lower", "below")
}

// Cascades are the rules by which the province's value becomes that of places.
func (p *partPage) Cascades() []choice {
	return choicesOf(func(k string) errs.Text {
		return map[string]errs.Text{"same": errs.T("cascade|the same for every place"),
			"own":          errs.T("cascade|each place by its own rate (of a change)"),
			"proportional": errs.T("cascade|in proportion (of a count)"),
			"manual":       errs.T("cascade|by hand, on the page of shares")}[k]
	}, "same", "own", "proportional", "manual")
}

// Overs are what a measure may count.
func (p *partPage) Overs() []choice {
	return choicesOf(overTitle, "household", "person", "support", "activity", "report")
}

// Figures are the figures that somebody reports.
func (p *partPage) Figures() []target.ReportKind {
	out := slices.Clone(p.Plan.Reports)
	for _, k := range p.Addable.Reports {
		if p.Plan.ReportKind(k.Code) == nil {
			out = append(out, k)
		}
	}
	return out
}

func (h *handlers) savePart(w http.ResponseWriter, r *http.Request) error {
	p, err := h.partOf(r)
	if err != nil {
		return err
	}
	in, err := editOf(r)
	if err != nil {
		return err
	}
	p.Of = in.Was
	again, failed := p.posted(r)
	if again || failed != nil {
		return h.partPage(w, r, p, failed)
	}
	code := p.Code
	if code == newPart {
		code = ""
	}
	err = h.desks.PlanDrafts.SetPart(r.Context(), page.Actor(r), in, code, p.In)
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden && errs.KindOf(err) != errs.NotFound {
		return h.partPage(w, r, p, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/plan/%d/draft#targets", p.Year), "",
		errs.T("The target is saved in the draft."))
}

// posted fills the form with what was sent. It is shown again where a condition was added or something cannot be read.
func (p *partPage) posted(r *http.Request) (again bool, err error) {
	p.In = plandrafts.PartInput{Sentence: r.PostFormValue("sentence"), Title: r.PostFormValue("title"),
		Kind: r.PostFormValue("kind"), Unit: r.PostFormValue("unit"), Better: r.PostFormValue("better"),
		Body: r.PostFormValue("body"), Cascade: r.PostFormValue("cascade"), NoValue: r.PostFormValue("no_value") != ""}
	p.Planned = r.PostFormValue("planned")
	for _, t := range r.PostForm["looked"] {
		p.In.Looked = append(p.In.Looked, target.Todo(t))
	}
	p.In.Number, _ = strconv.Atoi(r.PostFormValue("number")) // no number: as it is
	var wrong []error
	var ok bool
	if p.In.Planned, ok = planbook.PlanNumber(strings.TrimSpace(p.Planned)); !ok {
		wrong = append(wrong, errs.New(errs.Invalid, "“%s” is no number; write 6.500 or 2,5", p.Planned))
	}
	if p.In.NoValue && p.In.Planned != nil {
		wrong = append(wrong, errs.New(errs.Invalid, "either a value or “no value”, not both"))
	}
	for _, prefix := range []string{"n", "d"} {
		m, added, err := p.readMeasure(r, prefix)
		p.Measures = append(p.Measures, m)
		again = again || added
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	if again {
		return true, nil
	}
	p.In.Numerator = p.Measures[0].input()
	if p.In.Kind != "count" {
		p.In.Denominator = p.Measures[1].input()
		if p.In.Numerator.Over == "report" && p.In.Denominator.Over != "report" {
			p.In.Denominator = plandrafts.MeasureInput{} // a reported rate has none
		}
	}
	if len(wrong) > 0 {
		return false, wrong[0]
	}
	return false, nil
}

// measureForm is a measure on the form: its condition by choices, or as a text where choices cannot say it.
type measureForm struct {
	Prefix                  string // n, d
	Over, Sum, Unit, Figure string
	Words                   *condition.Vocabulary
	Clauses                 []condition.Clause
	Text                    string
	ByText                  bool
	Said                    bool // choices can say the text
}

// measure is a measure of the draft on the form.
func (p *partPage) measure(prefix string, m *target.Measure) *measureForm {
	f := &measureForm{Prefix: prefix, Said: true}
	if m == nil {
		return f
	}
	f.Over, f.Sum, f.Unit, f.Figure, f.Text = m.Over, m.Sum, m.Unit, m.Figure, m.Where
	if f.Words = p.Words[condition.Over(m.Over)]; f.Words == nil || f.Text == "" {
		return f
	}
	f.Clauses, f.Said = f.Words.Read(m.Where)
	f.ByText = !f.Said
	return f
}

// input is the measure as it is to be saved.
func (f *measureForm) input() plandrafts.MeasureInput {
	in := plandrafts.MeasureInput{Over: f.Over, Sum: f.Sum, Unit: f.Unit}
	switch {
	case f.Over == "report":
		in.Figure, in.Sum, in.Unit = f.Figure, "", ""
	case f.ByText:
		in.Where = f.Text
	case f.Words != nil:
		in.Where = f.Words.Text(f.Clauses)
	}
	if f.Over != "support" && f.Over != "activity" {
		in.Sum, in.Unit = "", ""
	}
	return in
}

// CEL is the condition as a rule.
func (f *measureForm) CEL() string {
	if f.ByText || f.Words == nil {
		return f.Text
	}
	return f.Words.Text(slices.Clone(f.Clauses))
}

// Field is the field of a clause.
func (f *measureForm) Field(name string) *condition.Field { return f.Words.Field(name) }

// Has reports whether a clause has a value.
func (f *measureForm) Has(c condition.Clause, value string) bool {
	return slices.Contains(c.Values, value)
}

// Number is the number of a clause as Vietnamese write it; what is none as it was typed.
func (f *measureForm) Number(c condition.Clause) string {
	text := strings.Join(c.Values, "")
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return planbook.CommaText(v)
	}
	return text
}

// mostClauses is how many conditions a form has at most.
const mostClauses = 30

// readMeasure reads a measure from the form; added where it is to be shown again with another condition.
func (p *partPage) readMeasure(r *http.Request, prefix string) (f *measureForm, added bool, err error) {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(prefix + "_" + name)) }
	f = &measureForm{Prefix: prefix, Over: get("over"), Sum: get("sum"), Unit: get("unit"), Figure: get("figure"),
		Text: get("text"), ByText: get("by") == "text", Said: true}
	f.Words = p.Words[condition.Over(f.Over)]
	again := r.PostFormValue("do") == prefix+"_over"
	switch {
	case f.Words == nil:
		return f, again, nil
	case f.ByText:
		if f.Text != "" {
			f.Clauses, f.Said = f.Words.Read(f.Text)
		}
		if get("add") == "" {
			return f, again, nil
		}
		if !f.Said {
			return f, false, errs.New(errs.Invalid,
				"the rule says more than choices can: add the condition to the rule itself, or take “choices” and begin anew")
		}
		f.ByText = false // choices say all of it: one is added to them
	default:
		err = f.chosen(r)
	}
	if field := f.Words.Field(get("add")); field != nil {
		f.Clauses = append(f.Clauses, condition.Clause{Field: field.Name, Compare: field.Kind.Compares()[0]})
		return f, true, nil
	}
	return f, again, err
}

// chosen reads the conditions that were chosen from the form.
func (f *measureForm) chosen(r *http.Request) (err error) {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(f.Prefix + "_" + name)) }
	for i := range mostClauses {
		c := condition.Clause{Field: get(fmt.Sprint("field_", i)), Compare: condition.Compare(get(fmt.Sprint("compare_", i))),
			Values: r.PostForm[fmt.Sprintf("%s_value_%d", f.Prefix, i)]}
		field := f.Words.Field(c.Field)
		if field == nil || get(fmt.Sprint("drop_", i)) != "" {
			continue // nothing, or of what was counted before
		}
		if why := clauseRead(field, &c); why != nil && err == nil {
			err = why
		}
		f.Clauses = append(f.Clauses, c)
	}
	return err
}

// clauseRead reads what was typed or chosen of a clause.
func clauseRead(f *condition.Field, c *condition.Clause) error {
	if !slices.Contains(f.Kind.Compares(), c.Compare) {
		c.Compare = f.Kind.Compares()[0]
	}
	switch f.Kind {
	case condition.YesNo:
		c.Values = nil
		return nil
	case condition.Number:
		v, ok := planbook.PlanNumber(strings.TrimSpace(strings.Join(c.Values, "")))
		if !ok || v == nil {
			return errs.New(errs.Invalid, "%s: write a number, as 15 or 2.000.000", f.Title)
		}
		c.Values = []string{planbook.DecimalText(*v)}
		return nil
	case condition.Words, condition.Group:
	}
	c.Values = slices.DeleteFunc(c.Values, func(v string) bool { return f.Word(v) == nil })
	if len(c.Values) == 0 {
		return errs.New(errs.Invalid, "%s: choose at least one", f.Title)
	}
	return nil
}
