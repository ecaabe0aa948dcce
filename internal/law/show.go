package law

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/workday"
)

// InForce is what is in force on a day.
type InForce struct {
	On          date.Date      `json:"on"`
	Instruments []Instrument   `json:"instruments"`
	Standards   []StandardView `json:"standards"`
	Parameters  []ParameterNow `json:"parameters"` // everybody's
	Definitions []Definition   `json:"definitions"`
	Terms       []TermNow      `json:"terms"`
	Counting    []Counting     `json:"counting"`
	Calendars   []CalendarNow  `json:"calendars"`
	Holidays    []workday.Day  `json:"holidays"` // of the day's year
	Scores      []Score        `json:"scores"`
	Forms       []Form         `json:"forms"`
	Samples     []SampleFile   `json:"samples"`
}

// StandardView is a standard in force with all that belongs to it.
type StandardView struct {
	Standard
	Parameters  []ParameterNow `json:"parameters"`
	Definitions []Definition   `json:"definitions"`
	Dimensions  []Dimension    `json:"dimensions"`
	Indicators  []Indicator    `json:"indicators"`
	Classes     []Class        `json:"classes"`
	Statuses    []Status       `json:"statuses"`
}

// ParameterNow is a parameter with its value in force.
type ParameterNow struct {
	Parameter
	Values struct{} `json:"-"` // hides the other days' values
	Now    Value    `json:"now"`
}

// TermNow is a term with its length in force.
type TermNow struct {
	Term
	Values struct{} `json:"-"`
	Now    Value    `json:"now"`
}

// CalendarNow is a calendar with its span in force.
type CalendarNow struct {
	Calendar
	Values struct{}     `json:"-"`
	Now    CalendarSpan `json:"now"`
}

// SampleFile is a file in force whose values are a SAMPLE.
type SampleFile struct {
	File string `json:"file"`
	VI   string `json:"vi"`
	EN   string `json:"en"`
}

// On returns what is in force on a day, with units and citations.
func (l *Library) On(on date.Date) InForce {
	v := InForce{On: on, Parameters: l.parametersNow("", on),
		Definitions: ownedBy(l.Definitions, "", func(d *Definition) string { return d.Standard })}
	for _, in := range l.Instruments {
		if !in.InForce.IsZero() && in.InForce <= on && (in.Until.IsZero() || on <= in.Until) {
			v.Instruments = append(v.Instruments, in)
		}
	}
	for _, s := range l.Standards {
		if s.Contains(on) {
			v.Standards = append(v.Standards, l.view(s, on))
		}
	}
	for _, t := range l.Terms {
		if now, ok := valueAt(t.Values, on); ok {
			v.Terms = append(v.Terms, TermNow{Term: t, Now: now})
		}
	}
	for _, c := range l.Counting {
		if c.Contains(on) {
			v.Counting = append(v.Counting, c)
		}
	}
	for _, c := range l.Calendars {
		if i := slices.IndexFunc(c.Values, func(s CalendarSpan) bool { return s.Contains(on) }); i >= 0 {
			v.Calendars = append(v.Calendars, CalendarNow{Calendar: c, Now: c.Values[i]})
		}
	}
	v.Holidays = l.Days.Of(on.Year())
	for _, s := range l.Scores {
		if s.Contains(on) {
			v.Scores = append(v.Scores, s)
		}
	}
	v.Forms = l.Forms
	v.Samples = l.samplesIn(&v)
	return v
}

func (l *Library) view(s Standard, on date.Date) StandardView {
	return StandardView{Standard: s, Parameters: l.parametersNow(s.Code, on),
		Definitions: ownedBy(l.Definitions, s.Code, func(d *Definition) string { return d.Standard }),
		Dimensions:  ownedBy(l.Dimensions, s.Code, func(d *Dimension) string { return d.Standard }),
		Indicators:  l.IndicatorsOf(s.Code), Classes: l.ClassesOf(s.Code), Statuses: l.StatusesOf(s.Code, on)}
}

func (l *Library) parametersNow(standard string, on date.Date) []ParameterNow {
	var out []ParameterNow
	for _, p := range ownedBy(l.Parameters, standard, func(p *Parameter) string { return p.Standard }) {
		if now, ok := p.At(on); ok {
			out = append(out, ParameterNow{Parameter: p, Now: now})
		}
	}
	return out
}

// ownedBy keeps the entries of exactly one owner ("" = everybody's).
func ownedBy[T any](all []T, standard string, owner func(*T) string) []T {
	var kept []T
	for i := range all {
		if owner(&all[i]) == standard {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// samplesIn lists the SAMPLE files of which something is in force.
func (l *Library) samplesIn(v *InForce) []SampleFile {
	var out []SampleFile
	add := func(src Source) {
		if src.Sample && !slices.ContainsFunc(out, func(s SampleFile) bool { return s.File == src.File }) {
			note := l.sampleNotes[src.File]
			out = append(out, SampleFile{src.File, note.VI, note.EN})
		}
	}
	for _, s := range v.Scores {
		add(s.Source)
	}
	for _, f := range v.Forms {
		add(f.Source)
	}
	for _, s := range v.Standards {
		for _, in := range s.Indicators {
			add(in.Source)
		}
		for _, p := range s.Parameters {
			add(p.Source)
		}
	}
	return out
}
