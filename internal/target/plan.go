// Package target holds the targets of a plan as data – what each sentence of the plan measures, what was planned – and
// finds the actual figures: official ones that were published, those that a register of households, the supports given
// and the activities show, and those that departments report. It forecasts, shares a target out to places and says
// where one stands. It must not know file formats other than its own data, storage or the clock.
package target

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
)

// Plan is a year's plan with its targets.
type Plan struct {
	Number   string    `yaml:"number" json:"number"`
	Date     date.Date `yaml:"date" json:"date"`
	Year     int       `yaml:"year" json:"year"`
	Province string    `yaml:"province" json:"province"`
	Issuer   errs.Text `yaml:"issuer" json:"issuer"`
	Signer   string    `yaml:"signer,omitempty" json:"signer,omitempty"`
	Title    errs.Text `yaml:"title" json:"title"`
	// what the plan is for, in its words
	Goal          errs.Text `yaml:"goal,omitempty" json:"goal,omitzero"`
	Beneficiaries errs.Text `yaml:"beneficiaries,omitempty" json:"beneficiaries,omitzero"` // whom, in its words
	// the text that the plan was read from
	Source      errs.Text    `yaml:"source,omitempty" json:"source,omitzero"`
	Open        []errs.Text  `yaml:"open,omitempty" json:"open,omitempty"` // what that text does not say
	Targets     []Target     `yaml:"-" json:"targets"`
	Solutions   []Solution   `yaml:"-" json:"solutions,omitempty"`
	Assignments []Assignment `yaml:"-" json:"assignments,omitempty"`
	Reports     []ReportKind `yaml:"-" json:"reports,omitempty"`

	src source
}

// Solution is one way in which the plan is to be carried out, in its words.
type Solution struct {
	Code string    `yaml:"code" json:"code"`
	Text errs.Text `yaml:"text" json:"text"`
	Cite string    `yaml:"cite,omitempty" json:"cite,omitempty"`
}

// Assignment is what a body has to do: as the one that leads, with whom, by when in the plan's words, and the day
// where the plan names one (zero: it names none).
type Assignment struct {
	Code string      `yaml:"code,omitempty" json:"code,omitempty"`
	Body errs.Text   `yaml:"body" json:"body"`
	Lead bool        `yaml:"lead" json:"lead"`
	With []errs.Text `yaml:"with,omitempty" json:"with,omitempty"`
	Task errs.Text   `yaml:"task" json:"task"`
	By   string      `yaml:"by,omitempty" json:"by,omitempty"`
	Due  date.Date   `yaml:"due,omitempty" json:"due,omitzero"`
	Cite string      `yaml:"cite,omitempty" json:"cite,omitempty"` // where in the plan it stands
	Open errs.Text   `yaml:"open,omitempty" json:"open,omitzero"`
}

// Key is by what a task of the plan is known: its code, or where it has none what its words come to.
func (a *Assignment) Key() string {
	if a.Code != "" {
		return a.Code
	}
	sum := sha256.Sum256([]byte(a.Body.VI + "\x00" + a.Task.VI))
	return "w" + hex.EncodeToString(sum[:8])
}

// Assignment returns the task of a key; nil where the plan has none.
func (p *Plan) Assignment(key string) *Assignment {
	for i := range p.Assignments {
		if p.Assignments[i].Key() == key {
			return &p.Assignments[i]
		}
	}
	return nil
}

// ReportKind is a figure that no register knows: who reports it, from a survey or from its files.
type ReportKind struct {
	Code   string    `yaml:"code" json:"code"`
	Title  errs.Text `yaml:"title" json:"title"`
	Unit   string    `yaml:"unit" json:"unit"` // percent, people
	By     errs.Text `yaml:"by" json:"by"`
	Survey bool      `yaml:"survey,omitempty" json:"survey,omitempty"`
}

// Target is one numbered target: the plan's sentence and the parts that it measures.
type Target struct {
	Number int    `yaml:"number" json:"number"`
	Text   string `yaml:"text" json:"text"`
	Parts  []Part `yaml:"parts" json:"parts"`
}

// Part is one measurable part of a target.
type Part struct {
	Code       string    `yaml:"code" json:"code"`
	Title      errs.Text `yaml:"title" json:"title"`
	Definition errs.Text `yaml:"definition,omitempty" json:"definition,omitzero"`
	Kind       string    `yaml:"kind" json:"kind"` // change (points from the baseline's day), rate or count
	Unit       string    `yaml:"unit" json:"unit"` // points, percent, people, models
	Planned    *float64  `yaml:"planned" json:"planned"`
	Better     string    `yaml:"better" json:"better"` // higher (at least), lower (at most) or below (less than)
	Source     string    `yaml:"source,omitempty" json:"source,omitempty"`
	Numerator  *Measure  `yaml:"numerator,omitempty" json:"numerator,omitempty"`
	// nil for a count and for a reported rate
	Denominator *Measure `yaml:"denominator,omitempty" json:"denominator,omitempty"`
	// of the denominator: day (""), start; see OfStart
	Cohort   string          `yaml:"cohort,omitempty" json:"cohort,omitempty"`
	Baseline *Baseline       `yaml:"baseline,omitempty" json:"baseline,omitempty"`
	Cascade  CascadeRule     `yaml:"cascade,omitempty" json:"cascade,omitzero"`
	Method   forecast.Nature `yaml:"forecast,omitempty" json:"forecast,omitempty"` // a forecast.Nature
	Earlier  []Earlier       `yaml:"earlier,omitempty" json:"earlier,omitempty"`   // what the years before came to
	// how a count grew in the years before
	Courses  []Course  `yaml:"courses,omitempty" json:"courses,omitempty"`
	Official *Official `yaml:"official,omitempty" json:"-"`
	Missing  errs.Text `yaml:"missing,omitempty" json:"-"`
	Open     errs.Text `yaml:"open,omitempty" json:"open,omitzero"`
	// what the sentence asks and nothing measures: never met for sure
	Lacks errs.Text `yaml:"lacks,omitempty" json:"lacks,omitzero"`
	// what those of the numerator are called in a list
	Counted errs.Text `yaml:"counted,omitempty" json:"counted,omitzero"`
	Others  errs.Text `yaml:"others,omitempty" json:"others,omitzero"` // and those of the denominator alone
	// the body that is responsible
	Body errs.Text `yaml:"body,omitempty" json:"body,omitzero"`
	// what is still to be filled in or looked at of a draft; nothing of a plan in force
	Todo []Todo `yaml:"todo,omitempty,flow" json:"todo,omitempty"`
}

// OfStart reports whether the denominator is those who were meant at the start of the year, on 31 December before it,
// whatever has become of them since, and the numerator those of them who were reached.
func (p *Part) OfStart() bool { return p.Cohort == "start" }

// CountedTitle names those of the numerator by the direction of the part: of a rate that is to fall they are not
// achieved.
func (p *Part) CountedTitle() errs.Text {
	switch {
	case p.Counted.VI != "":
		return p.Counted
	case p.Better != "higher":
		return errs.T("Still counted (to become fewer)")
	}
	return errs.T("Those who are met")
}

// OthersTitle names those of the denominator alone.
func (p *Part) OthersTitle() errs.Text {
	switch {
	case p.Others.VI != "":
		return p.Others
	case p.Better != "higher":
		return errs.T("Not counted any more")
	}
	return errs.T("Not met")
}

// Measure says what is counted: over households or persons of the register, the supports given, the activities, or a
// figure that somebody reports.
type Measure struct {
	Over  string `yaml:"over" json:"over"`                       // household, person, support, activity, report
	Where string `yaml:"where,omitempty" json:"where,omitempty"` // CEL; see Language
	// "": how many, supports by distinct receivers; quantity, amount, records
	Sum    string `yaml:"sum,omitempty" json:"sum,omitempty"`
	Figure string `yaml:"figure,omitempty" json:"figure,omitempty"` // the code of a ReportKind
	// of supports: whom a receiver is counted as, person ("") or household
	Unit string `yaml:"unit,omitempty" json:"unit,omitempty"`

	FigureTitle errs.Text `yaml:"-" json:"-"` // of the ReportKind: what people call the figure
}

// Baseline is where a part stood before the plan. Place is the unit that its value is of, where it is said.
type Baseline struct {
	Place  string    `yaml:"place,omitempty" json:"place,omitempty"`
	Day    date.Date `yaml:"day" json:"day"`
	Value  *float64  `yaml:"value,omitempty" json:"value,omitempty"`
	Source string    `yaml:"source,omitempty" json:"source,omitempty"`
	Note   errs.Text `yaml:"note,omitempty" json:"note,omitzero"`
}

// Earlier is what a part came to in a year before, as it was published.
type Earlier struct {
	Year   int     `yaml:"year" json:"year"`
	Value  float64 `yaml:"value" json:"value"`
	Source string  `yaml:"source" json:"source"`
}

// Course is how a count grew in a year before: what it had come to at the end of each month.
type Course struct {
	Year   int       `yaml:"year" json:"year"`
	Months []float64 `yaml:"months,flow" json:"months"` // twelve
	Source string    `yaml:"source" json:"source"`
}

// CascadeRule says how the province's target becomes that of districts and communes. Own is of a fall: each place
// falls in proportion to its own rate at the baseline, so that the whole falls as planned. Places with fewer than
// Least of the denominator, or a rate below LeastRate, have no target of their own.
type CascadeRule struct {
	Rule      string   `yaml:"rule" json:"rule"` // same, own, proportional, manual
	By        *Measure `yaml:"by,omitempty" json:"by,omitempty"`
	Least     int      `yaml:"least,omitempty" json:"least,omitempty"`
	LeastRate float64  `yaml:"least_rate,omitempty" json:"least_rate,omitempty"` // percent
}

// Official names the published series that answers a part: a row of the statistics office (Indicator, Metric) or of
// decisions and the press (Press, Geo). StandsFor is said where the series is not exactly the part's.
type Official struct {
	Indicator string    `yaml:"indicator,omitempty"`
	Metric    string    `yaml:"metric,omitempty"`
	Press     string    `yaml:"press,omitempty"`
	Geo       string    `yaml:"geo,omitempty"`
	StandsFor errs.Text `yaml:"stands_for,omitempty"`
}

// planFile is a plan as its file has it.
type planFile struct {
	Plan        *Plan        `yaml:"plan"`
	Targets     []Target     `yaml:"targets"`
	Solutions   []Solution   `yaml:"solutions,omitempty"`
	Assignments []Assignment `yaml:"assignments,omitempty"`
	Reports     []ReportKind `yaml:"reports,omitempty"`
}

// lightsFile is no plan, nor is forecastsFile.
const lightsFile = "plan/lights.yaml"

// forecastsFile has the methods of package forecast.
const forecastsFile = "plan/forecasts.yaml"

// Plans reads the plans of the folder plan/, strictly. Errors name the file and every line at fault.
func Plans(data fs.FS) (plans []Plan, err error) {
	defer errs.Wrap(&err, "target.Plans")
	names, err := fs.Glob(data, "plan/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == lightsFile || name == forecastsFile {
			continue
		}
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, err
		}
		p, err := ReadPlan(name, b)
		if err != nil {
			return nil, err
		}
		plans = append(plans, *p)
	}
	return plans, nil
}

// ReadPlan reads a plan from the text of its file, strictly. The error (errs.Invalid) carries Faults, all of them with
// their lines; the plan is then what could be read of it, nil where nothing could. Expressions are looked at by Check.
func ReadPlan(name string, b []byte) (*Plan, error) {
	p := &Plan{src: source{file: name}}
	f := planFile{Plan: p}
	faults, ok := p.src.decode(b, &f)
	if !ok {
		return nil, faults.asError("tệp kế hoạch " + path.Base(name))
	}
	if f.Plan != p { // "plan: null" sets the pointer to nil
		f.Plan = p
	}
	p.Targets, p.Solutions, p.Assignments, p.Reports = f.Targets, f.Solutions, f.Assignments, f.Reports
	return p, append(faults, p.structure()...).asError("tệp kế hoạch " + path.Base(name))
}

// YAML writes the plan as the text of a file that ReadPlan reads back.
func (p *Plan) YAML() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	err := enc.Encode(planFile{p, p.Targets, p.Solutions, p.Assignments, p.Reports})
	return b.Bytes(), err
}

// Parts returns all parts in the order of the plan; their indexes are those of a Gauge and a Ledger.
func (p *Plan) Parts() []*Part {
	var out []*Part
	for i := range p.Targets {
		for j := range p.Targets[i].Parts {
			out = append(out, &p.Targets[i].Parts[j])
		}
	}
	return out
}

// Part returns the part of a code with its index in Parts; nil where there is none.
func (p *Plan) Part(code string) (*Part, int) {
	for i, part := range p.Parts() {
		if part.Code == code {
			return part, i
		}
	}
	return nil, -1
}

// ReportKind returns what the plan says of a reported figure; nil where the plan knows none of this code.
func (p *Plan) ReportKind(code string) *ReportKind {
	for i := range p.Reports {
		if p.Reports[i].Code == code {
			return &p.Reports[i]
		}
	}
	return nil
}

// Reports reports whether a part rests on a reported figure.
func (p *Part) Reports(figure string) bool {
	for _, m := range []*Measure{p.Numerator, p.Denominator} {
		if m.reported() && m.Figure == figure {
			return true
		}
	}
	return false
}

// Reached reports whether a figure reaches what was planned; false where nothing was.
func (p *Part) Reached(figure float64) bool { return p.Planned != nil && p.reaches(*p.Planned, figure) }

// reaches is Reached against the planned value of any place.
func (p *Part) reaches(planned, figure float64) bool {
	switch p.Better {
	case "higher":
		return figure >= planned
	case "lower":
		return figure <= planned
	}
	return figure < planned
}
