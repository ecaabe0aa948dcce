// Package law holds the law as data: it loads the YAML under law/ strictly – an unknown key, a wrong type, overlapping
// or gapped dates, a missing citation, an expression that does not type-check are faults with file and line – and
// answers what is in force on a date. It knows dates, citations and (for checking) the language of rules; it must not
// know any household, file format or what the values mean.
package law

import (
	"cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
	"giamngheo/internal/workday"
)

// Source says where a value stands: the file, the instrument and its article. Sample marks a value that is not known
// and is shipped as an example for an official to replace.
type Source struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	Instrument string `json:"instrument"`
	Article    string `json:"article,omitempty"`
	Sample     bool   `json:"sample,omitempty"`
}

// Period is a span of days, both ends in it; a zero To is open.
type Period struct {
	From date.Date `json:"from"`
	To   date.Date `json:"to,omitzero"`
}

// Contains reports whether a day lies in the period.
func (p Period) Contains(on date.Date) bool {
	return on >= p.From && (p.To.IsZero() || on <= p.To)
}

// Instrument is one entry of the register of legal instruments.
type Instrument struct {
	Number  string    `json:"number"`
	Title   errs.Text `json:"title"`
	Issued  date.Date `json:"issued,omitzero"`
	InForce date.Date `json:"in_force,omitzero"` // zero = the day is not known
	Until   date.Date `json:"until,omitzero"`
	// PeriodUntil is the last day of the period that the instrument says of itself that it is for; it may be used
	// after that day where nothing replaces it, and then says so.
	PeriodUntil date.Date `json:"period_until,omitzero"`
	Short       string    `json:"short,omitempty"` // as marks name it
	AmendedBy   []string  `json:"amended_by,omitempty"`
	ReplacedBy  []string  `json:"replaced_by,omitempty"`
	Confidence  string    `json:"confidence"`
	Note        errs.Text `json:"note,omitzero"`
}

// Standard is a multidimensional poverty standard and the days on which it classifies.
type Standard struct {
	Code  string    `json:"code"`
	Title errs.Text `json:"title"`
	Period
	Cite string `json:"cite"`
	Source
}

// Dimension groups indicators.
type Dimension struct {
	Code     string    `json:"code"`
	Title    errs.Text `json:"title"`
	Standard string    `json:"-"`
}

// Value is what a parameter is during a period. Value is nil where the law closed it; for a parameter by area it is an
// AreaValue.
type Value struct {
	Period
	Value      any       `json:"value"`
	Cite       string    `json:"cite"`
	Confidence string    `json:"confidence,omitempty"`
	Note       errs.Text `json:"note,omitzero"`
}

// AreaValue is a value that differs between rural and urban places.
type AreaValue struct {
	Rural any `json:"rural"`
	Urban any `json:"urban"`
}

// Parameter is a named, dated value that rules may use. Standard is empty where every standard uses it.
type Parameter struct {
	Name     string    `json:"name"`
	Title    errs.Text `json:"title"`
	Unit     string    `json:"unit"`
	Type     rule.Type `json:"-"`
	ByArea   bool      `json:"-"`
	Standard string    `json:"standard,omitempty"`
	Values   []Value   `json:"values"`
	Source
}

// At returns the value in force on a day, false where there is none or the law closed it.
func (p *Parameter) At(on date.Date) (Value, bool) { return valueAt(p.Values, on) }

func valueAt(vs []Value, on date.Date) (Value, bool) {
	for _, v := range vs {
		if v.Contains(on) {
			return v, v.Value != nil
		}
	}
	return Value{}, false
}

// Definition is a named expression that rules may use.
type Definition struct {
	Name     string     `json:"name"`
	Scope    rule.Scope `json:"-"`
	Title    errs.Text  `json:"title"`
	Expr     string     `json:"expr"`
	Cite     string     `json:"cite"`
	Open     errs.Text  `json:"open,omitzero"`
	Standard string     `json:"-"`
	Source
}

// Indicator is a yes/no deprivation of a household. Open says what the text of the law leaves open.
type Indicator struct {
	Code       string    `json:"code"`
	Dimension  string    `json:"dimension"`
	Title      errs.Text `json:"title"`
	Deprived   string    `json:"deprived"`
	Cite       string    `json:"cite"`
	Confidence string    `json:"confidence,omitempty"`
	Open       errs.Text `json:"open,omitzero"`
	Standard   string    `json:"-"`
	Source
}

// Class is one class of a standard with its condition; the first class whose condition holds is a household's.
type Class struct {
	Code     string    `json:"code"`
	Title    errs.Text `json:"title"`
	When     string    `json:"when"`
	Cite     string    `json:"cite"`
	Open     errs.Text `json:"open,omitzero"`
	Standard string    `json:"-"`
	Source
}

// Status is a quality of a person that the law attaches rights to, beside the household's class.
type Status struct {
	Code  string    `json:"code"`
	Title errs.Text `json:"title"`
	Period
	When     string    `json:"when"`
	Cite     string    `json:"cite"`
	Open     errs.Text `json:"open,omitzero"`
	Standard string    `json:"-"`
	Source
}

// Score is a table of points, such as form B1's.
type Score struct {
	Name  string    `json:"name"`
	Title errs.Text `json:"title"`
	Period
	Cite     string      `json:"cite"`
	Rows     []ScoreItem `json:"rows"`
	Standard string      `json:"-"`
	Source
}

// ScoreItem is one row of a Score: the points a household gets when the condition holds.
type ScoreItem struct {
	Code   string    `json:"code"`
	Title  errs.Text `json:"title"`
	When   string    `json:"when"`
	Points float64   `json:"points"`
}

// Library is all the law of a folder, checked.
type Library struct {
	Instruments []Instrument
	Standards   []Standard
	Dimensions  []Dimension
	Parameters  []Parameter
	Definitions []Definition
	Indicators  []Indicator
	Classes     []Class
	Statuses    []Status
	Scores      []Score
	Terms       []Term
	Counting    []Counting
	Calendars   []Calendar
	Days        workday.Calendar
	Forms       []Form
	Cases       []Case

	sampleNotes map[string]errs.Text // by file
	parser      rule.Parser
}

// SampleNote says what is not known in a SAMPLE file.
func (l *Library) SampleNote(file string) errs.Text { return l.sampleNotes[file] }

// Standard returns a standard by its code.
func (l *Library) Standard(code string) (Standard, bool) {
	for _, s := range l.Standards {
		if s.Code == code {
			return s, true
		}
	}
	return Standard{}, false
}

// StandardOn returns the standard that classifies on a day.
func (l *Library) StandardOn(on date.Date) (Standard, bool) {
	for _, s := range l.Standards {
		if s.Contains(on) {
			return s, true
		}
	}
	return Standard{}, false
}

// Instrument returns an entry of the register by its number.
func (l *Library) Instrument(number string) (Instrument, bool) {
	for _, i := range l.Instruments {
		if i.Number == number {
			return i, true
		}
	}
	return Instrument{}, false
}

// Outlived says that an instrument is used on a day after its own period; empty where it is not, or the register does
// not know it.
func (l *Library) Outlived(number string, on date.Date) errs.Text {
	in, _ := l.Instrument(number)
	if in.PeriodUntil.IsZero() || on <= in.PeriodUntil {
		return errs.Text{}
	}
	name := cmp.Or(in.Short, in.Number)
	return errs.T("by %s; what replaces it is not in the program", name)
}

// of keeps the entries of a standard and those of everybody.
func of[T any](all []T, standard string, owner func(*T) string) []T {
	var kept []T
	for i := range all {
		if o := owner(&all[i]); o == "" || o == standard {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// IndicatorsOf returns the indicators of a standard in the law's order.
func (l *Library) IndicatorsOf(standard string) []Indicator {
	return of(l.Indicators, standard, func(i *Indicator) string { return i.Standard })
}

// ClassesOf returns the classes of a standard in the order in which they are tried.
func (l *Library) ClassesOf(standard string) []Class {
	return of(l.Classes, standard, func(c *Class) string { return c.Standard })
}

// ParametersOf returns the parameters that a standard's rules may use.
func (l *Library) ParametersOf(standard string) []Parameter {
	return of(l.Parameters, standard, func(p *Parameter) string { return p.Standard })
}

// DefinitionsOf returns the definitions that a standard's rules may use.
func (l *Library) DefinitionsOf(standard string) []Definition {
	return of(l.Definitions, standard, func(d *Definition) string { return d.Standard })
}

// StatusesOf returns the statuses that a standard's rules define on a day.
func (l *Library) StatusesOf(standard string, on date.Date) []Status {
	var kept []Status
	for _, s := range of(l.Statuses, standard, func(s *Status) string { return s.Standard }) {
		if s.Contains(on) {
			kept = append(kept, s)
		}
	}
	return kept
}

// SlotDeprivations is the integer that a class's condition may name: how many indicators the household is deprived in.
const SlotDeprivations = "deprivations"

// Env returns the language of a standard's rules: the parameters in force on the day inForce and the definitions, with
// ages counted on the day ages. The two differ where a household is tried under a standard of another time.
func (l *Library) Env(standard string, inForce, ages date.Date, flags ...string) (*rule.Env, error) {
	cfg := rule.Config{On: ages, Slots: []string{SlotDeprivations}, Flags: flags}
	for _, p := range l.ParametersOf(standard) {
		if v, ok := p.At(inForce); ok {
			cfg.Params = append(cfg.Params, ruleParam(&p, v.Value))
		}
	}
	for _, d := range l.DefinitionsOf(standard) {
		cfg.Definitions = append(cfg.Definitions, rule.Definition{Name: d.Name, Scope: d.Scope, Expr: d.Expr})
	}
	return rule.New(cfg, l.parser)
}

func ruleParam(p *Parameter, value any) rule.Param {
	if a, ok := value.(AreaValue); ok {
		return rule.Param{Name: p.Name, Type: p.Type, Rural: a.Rural, Urban: a.Urban}
	}
	return rule.Param{Name: p.Name, Type: p.Type, Value: value}
}
