package law

import (
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
)

// build turns the files into the library: first the register and the standards, then what refers to them, then the
// checks that need everything.
func (l *loader) build() {
	for _, f := range l.files {
		l.instruments(f)
		l.standards(f)
	}
	l.lib.sampleNotes = map[string]errs.Text{}
	for _, f := range l.files {
		if f.Sample {
			l.lib.sampleNotes[f.path] = f.Note
		}
		l.header(f)
		l.dimensions(f)
		l.parameters(f)
		l.rules(f)
		l.scores(f)
		l.terms(f)
		l.calendars(f)
		l.holidays(f)
		l.forms(f)
	}
	l.lib.Days.Reckon()
	c := checker{l}
	c.together()
	c.expressions()
	l.buildCases()
}

// source is where the entry at a path of a file stands.
func (f *file) source(path ...any) Source {
	return Source{File: f.path, Line: f.textLine(path...), Instrument: f.Instrument, Article: f.Article,
		Sample: f.Sample}
}

// header checks what a file says of itself.
func (l *loader) header(f *file) {
	if len(f.Instruments) > 0 && f.Instrument == "" {
		return // the register itself
	}
	if f.Instrument == "" {
		l.faultAt(f, nil, errs.T("missing “instrument”: which instrument this file belongs to"))
	} else if _, ok := l.lib.Instrument(f.Instrument); !ok {
		l.faultAt(f, []any{"instrument"}, errs.T("instrument “%s” is not in the register (instruments.yaml)",
			f.Instrument))
	}
	if f.Standard != "" {
		if _, ok := l.lib.Standard(f.Standard); !ok {
			l.faultAt(f, []any{"standard"}, errs.T("there is no standard “%s”", f.Standard))
		}
	}
	if f.Sample && (f.Note.VI == "" || f.Note.EN == "") {
		l.faultAt(f, []any{"sample"}, errs.T("a SAMPLE file needs a “note” (vi, en) saying what is not known"))
	}
}

func (l *loader) instruments(f *file) {
	for i, in := range f.Instruments {
		at := []any{"instruments", i}
		if in.Number == "" {
			l.faultAt(f, at, errs.T("an instrument lacks its “number”"))
			continue
		}
		if _, dup := l.lib.Instrument(in.Number); dup {
			l.faultAt(f, at, errs.T("instrument “%s” stands twice", in.Number))
		}
		l.title(f, at, in.Title)
		l.confidence(f, at, in.Confidence, true)
		if in.Period != "" && in.Short == "" {
			l.faultAt(f, at, errs.T("an instrument with a “period_until” needs its “short” name, for the mark"))
		}
		l.lib.Instruments = append(l.lib.Instruments, Instrument{
			Number: in.Number, Short: in.Short, Title: in.Title, AmendedBy: in.AmendedBy, ReplacedBy: in.ReplacedBy,
			Confidence: in.Confidence, Note: in.Note,
			Issued: l.day(f, append(at, "issued"), in.Issued), InForce: l.day(f, append(at, "in_force"), in.InForce),
			Until: l.day(f, append(at, "until"), in.Until), PeriodUntil: l.day(f, append(at, "period_until"),
				in.Period),
		})
	}
}

func (l *loader) standards(f *file) {
	for i, s := range f.Standards {
		at := []any{"standards", i}
		if s.Code == "" {
			l.faultAt(f, at, errs.T("a standard lacks its “code”"))
			continue
		}
		if _, dup := l.lib.Standard(s.Code); dup {
			l.faultAt(f, at, errs.T("standard “%s” stands twice", s.Code))
			continue
		}
		l.title(f, at, s.Title)
		l.cite(f, at, s.Cite)
		l.lib.Standards = append(l.lib.Standards, Standard{Code: s.Code, Title: s.Title, Cite: s.Cite,
			Period: l.period(f, at, s.From, s.To), Source: f.source(at...)})
	}
}

func (l *loader) dimensions(f *file) {
	for i, d := range f.Dimensions {
		at := []any{"dimensions", i}
		l.named(f, at, "code", d.Code)
		l.title(f, at, d.Title)
		l.lib.Dimensions = append(l.lib.Dimensions, Dimension{Code: d.Code, Title: d.Title, Standard: f.Standard})
	}
}

// rules reads what holds expressions, except score tables.
func (l *loader) rules(f *file) {
	for i, d := range f.Definitions {
		at := []any{"definitions", i}
		l.named(f, at, "name", d.Name)
		l.cite(f, at, d.Cite)
		scope := rule.Household
		switch d.Scope {
		case "household":
		case "person":
			scope = rule.Person
		default:
			l.faultAt(f, append(at, "scope"), errs.T("“scope” must be household or person"))
		}
		l.lib.Definitions = append(l.lib.Definitions, Definition{Name: d.Name, Scope: scope, Title: d.Title,
			Expr: d.Expr,
			Cite: d.Cite, Open: d.Open, Standard: f.Standard, Source: f.source(append(at, "expr")...)})
	}
	for i, d := range f.Indicators {
		at := []any{"indicators", i}
		l.named(f, at, "code", d.Code)
		l.title(f, at, d.Title)
		l.cite(f, at, d.Cite)
		l.confidence(f, at, d.Confidence, false)
		l.ownsStandard(f, at)
		l.lib.Indicators = append(l.lib.Indicators, Indicator{Code: d.Code, Dimension: d.Dimension, Title: d.Title,
			Deprived: d.Deprived, Cite: d.Cite, Confidence: d.Confidence, Open: d.Open, Standard: f.Standard,
			Source: f.source(append(at, "deprived")...)})
	}
	for i, c := range f.Classes {
		at := []any{"classes", i}
		l.named(f, at, "code", c.Code)
		l.title(f, at, c.Title)
		l.cite(f, at, c.Cite)
		l.ownsStandard(f, at)
		l.lib.Classes = append(l.lib.Classes, Class{Code: c.Code, Title: c.Title, When: c.When, Cite: c.Cite,
			Open:     c.Open,
			Standard: f.Standard, Source: f.source(append(at, "when")...)})
	}
	for i, s := range f.Statuses {
		at := []any{"statuses", i}
		l.named(f, at, "code", s.Code)
		l.title(f, at, s.Title)
		l.cite(f, at, s.Cite)
		l.lib.Statuses = append(l.lib.Statuses, Status{Code: s.Code, Title: s.Title,
			Period: l.period(f, at, s.From, s.To),
			When:   s.When, Cite: s.Cite, Open: s.Open, Standard: f.Standard, Source: f.source(append(at, "when")...)})
	}
}

func (l *loader) scores(f *file) {
	for i, s := range f.Scores {
		at := []any{"scores", i}
		l.named(f, at, "name", s.Name)
		l.title(f, at, s.Title)
		l.cite(f, at, s.Cite)
		t := Score{Name: s.Name, Title: s.Title, Cite: s.Cite, Period: l.period(f, at, s.From, s.To),
			Standard: f.Standard, Source: f.source(append(at, "rows")...)}
		for j, r := range s.Rows {
			l.named(f, append(at, "rows", j), "code", r.Code)
			l.title(f, append(at, "rows", j), r.Title)
			t.Rows = append(t.Rows, ScoreItem(r))
		}
		l.lib.Scores = append(l.lib.Scores, t)
	}
}

// together checks what only the whole library shows: standards that overlap, names used twice, dimensions that are not
// there, classes without an end.
func (l *checker) together() {
	l.standardsApart()
	l.unique()
	for _, s := range l.lib.Standards {
		l.standardWhole(s)
	}
}

func (l *checker) standardsApart() {
	for i, a := range l.lib.Standards {
		for _, b := range l.lib.Standards[i+1:] {
			if a.Contains(b.From) || b.Contains(a.From) {
				l.add(b.Source, errs.T("standards “%s” and “%s” overlap", a.Code, b.Code))
			}
		}
	}
}

// unique refuses a name that stands twice for the same standard.
func (l *checker) unique() {
	seen := map[string]Source{}
	once := func(kind, standard, name string, src Source) {
		key := kind + "\x00" + standard + "\x00" + name
		if first, dup := seen[key]; dup && name != "" {
			l.add(src, errs.T("“%s” already stands in %s:%d", name, first.File, first.Line))
			return
		}
		seen[key] = src
	}
	for _, p := range l.lib.Parameters {
		once("name", p.Standard, p.Name, p.Source)
	}
	for _, d := range l.lib.Definitions {
		once("name", d.Standard, d.Name, d.Source)
	}
	for _, d := range l.lib.Indicators {
		once("indicator", d.Standard, d.Code, d.Source)
	}
	for _, c := range l.lib.Classes {
		once("class", c.Standard, c.Code, c.Source)
	}
	for _, t := range l.lib.Terms {
		once("term", "", t.Name, t.Source)
	}
	for _, c := range l.lib.Calendars {
		once("calendar", "", c.Name, c.Source)
	}
}

// standardWhole checks that a standard has its indicators, classes and parameters for all its days.
func (l *checker) standardWhole(s Standard) {
	if len(l.lib.IndicatorsOf(s.Code)) == 0 {
		l.add(s.Source, errs.T("standard “%s” has no indicators", s.Code))
	}
	if len(l.lib.IndicatorsOf(s.Code)) > MaxIndicators {
		l.add(s.Source, errs.T("standard “%s” has more than %d indicators", s.Code, MaxIndicators))
	}
	if len(l.lib.ClassesOf(s.Code)) == 0 {
		l.add(s.Source, errs.T("standard “%s” has no classes", s.Code))
	}
	for _, in := range l.lib.IndicatorsOf(s.Code) {
		if !slices.ContainsFunc(l.lib.Dimensions, func(d Dimension) bool {
			return d.Code == in.Dimension &&
				d.Standard == s.Code
		}) {
			l.add(in.Source, errs.T("dimension “%s” is not declared in “dimensions”", in.Dimension))
		}
	}
	for _, p := range l.lib.Parameters {
		if p.Standard == s.Code {
			l.covers(p, s)
		}
	}
}

// MaxIndicators is how many indicators a standard may have: a household's deprivations are one 16-bit mask.
const MaxIndicators = 16

// add records a fault where an entry stands.
func (l *fields) add(src Source, text errs.Text) {
	l.faults = append(l.faults, Fault{src.File, src.Line, text})
}
