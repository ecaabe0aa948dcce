package target

import (
	"math"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Figure is what is known of a part of a place on a day. Why says why it is not known.
type Figure struct {
	Known       bool    `json:"known"`
	Value       float64 `json:"value"` // percent, points or a number, by the part's unit
	Numerator   int64   `json:"numerator"`
	Denominator int64   `json:"denominator"` // 0 where there is none
	Unknown     int64   `json:"unknown"`     // whose answers are missing: in neither
	// Low and High are what the value lies between, whatever the unknown answers are;
	Low      float64   `json:"low"`
	High     float64   `json:"high"` // both are Value where none is unknown
	Before   *float64  `json:"before,omitempty"`
	Source   errs.Text `json:"source,omitzero"`
	AsOf     date.Date `json:"as_of"`
	Reported bool      `json:"reported"` // somebody reports it, the register does not know it
	Why      errs.Text `json:"why,omitzero"`
}

// Report is a figure that a department or a survey reports of a place, with its source and the day that it holds for.
// Numerator and Denominator are 0 where only the value was reported.
type Report struct {
	Figure                 string
	Place                  place.Code
	AsOf                   date.Date
	Value                  float64
	Numerator, Denominator int64
	Source                 string
	Note                   string
}

// CheckReport says what is wrong with a reported figure; nil where nothing is. Error (errs.Invalid).
func (p *Plan) CheckReport(r *Report, today date.Date) error {
	kind := p.ReportKind(r.Figure)
	wrong := func(text errs.Text) error { return errs.Of(errs.Invalid, text) }
	switch {
	case kind == nil:
		return wrong(errs.T("plan %s knows no reported figure “%s”; choose one of the list", p.Number, r.Figure))
	case r.Source == "":
		return wrong(errs.T("a reported figure needs its source: the report or survey, its number and day"))
	case r.AsOf.IsZero() || r.AsOf > today:
		return wrong(errs.T("the figure's day is missing or lies ahead; give the day that it holds for"))
	case r.Numerator < 0 || r.Denominator < 0 || r.Value < 0 || math.IsNaN(r.Value) || math.IsInf(r.Value, 0):
		return wrong(errs.T("a figure cannot be below zero"))
	case r.Denominator == 0 && r.Numerator != 0:
		return wrong(errs.T("the denominator is 0: give the total, or the rate alone"))
	case kind.Unit == "percent" && r.Denominator == 0 && r.Value > 100, r.Numerator > r.Denominator:
		return wrong(errs.T("a rate cannot be above 100 %"))
	}
	return nil
}

// value is what was reported: the rate of numerator and denominator where both were.
func (r *Report) value() float64 {
	if r.Denominator > 0 {
		return 100 * float64(r.Numerator) / float64(r.Denominator)
	}
	return r.Value
}

// Evidence is what a part's figure is found from: the tally of the day and, of a change, that of the baseline's day
// (nil where it was not counted then), and what was reported.
type Evidence struct {
	AsOf   date.Date
	Now    Tally
	Before *Tally
	Whole  bool                               // of the plan's own province, of which the plan gives a baseline
	Report func(figure string) (Report, bool) // the newest not after the day; nil: nothing was reported
}

// Figure finds the figure of a part.
func (p *Part) Figure(e *Evidence) Figure {
	f := Figure{AsOf: e.AsOf, Unknown: e.Now.Unknown}
	switch {
	case p.Numerator == nil:
		f.Why = p.Missing
	case p.Numerator.reported() && p.Denominator == nil:
		p.reportedFigure(&f, e)
	case p.Denominator == nil:
		f.Known, f.Numerator, f.Value = true, e.Now.Met, float64(e.Now.Met)
		f.Source = sources[p.Numerator.Over]
	default:
		p.rate(&f, e)
	}
	if f.Known {
		p.between(&f, e)
	}
	if p.Kind == "change" && f.Known {
		p.change(&f, e)
	}
	return f
}

// between finds what the value lies between: every unknown answer may be either.
func (p *Part) between(f *Figure, e *Evidence) {
	f.Low, f.High = f.Value, f.Value
	switch {
	case e.Now.Unknown <= 0:
	case p.Denominator == nil:
		if p.Numerator.ofRegister() {
			f.High += float64(e.Now.Unknown)
		}
	case p.Denominator.ofRegister():
		f.Low, f.High = e.Now.bounds(p.Numerator.ofRegister())
	case p.Numerator.ofRegister(): // over what was reported
		f.High += 100 * float64(e.Now.Unknown) / float64(f.Denominator)
	}
}

// sources say where a counted figure comes from.
var sources = map[string]errs.Text{
	"household": errs.T("counted in the register"),
	"person":    errs.T("counted in the register, by person"),
	"support":   errs.T("counted from the supports given"),
	"activity":  errs.T("counted from the activities"),
}

// reportOf returns what was reported for a measure, noting in f what it rests on or that nothing was.
func (e *Evidence) reportOf(f *Figure, m *Measure) (Report, bool) {
	f.Reported = true
	if e.Report != nil {
		if r, ok := e.Report(m.Figure); ok {
			f.Source, f.AsOf = errs.Text{VI: r.Source, EN: r.Source}, r.AsOf
			return r, true
		}
	}
	f.Why = errs.T("“%s” was not reported; enter it with its source and day", m.FigureTitle)
	return Report{}, false
}

func (p *Part) reportedFigure(f *Figure, e *Evidence) {
	if r, ok := e.reportOf(f, p.Numerator); ok {
		f.Known, f.Value, f.Numerator, f.Denominator = true, r.value(), r.Numerator, r.Denominator
		if p.Kind == "count" {
			f.Value = r.Value
		}
	}
}

// rate divides; a reported part of it comes from the report.
func (p *Part) rate(f *Figure, e *Evidence) {
	f.Numerator, f.Denominator = e.Now.Met, e.Now.Met+e.Now.NotMet
	f.Source = sources[p.Numerator.Over]
	if p.Denominator.reported() {
		r, ok := e.reportOf(f, p.Denominator)
		if !ok {
			return
		}
		f.Denominator = int64(math.Round(r.Value))
		if p.Numerator.counted() {
			f.Source = errs.T("%s; denominator: %s", sources[p.Numerator.Over], r.Source)
		}
	}
	if p.Numerator.reported() {
		r, ok := e.reportOf(f, p.Numerator)
		if !ok {
			return
		}
		f.Numerator = int64(math.Round(r.Value))
	}
	if f.Denominator <= 0 {
		f.Why = errs.T("the denominator is 0: there is nobody to count")
		if f.Unknown > 0 {
			f.Why = errs.T("the denominator is 0: all %d cases are unknown", f.Unknown)
		}
		return
	}
	f.Known, f.Value = true, 100*float64(f.Numerator)/float64(f.Denominator)
}

func (m *Measure) counted() bool { return m.Over != "report" }

// change turns a rate into its change from the baseline: counted on the baseline's day, or as the plan gives it.
func (p *Part) change(f *Figure, e *Evidence) {
	if e.Before != nil {
		if before, ok := e.Before.Rate(); ok {
			low, high := e.Before.bounds(true)
			f.Before, f.Value = &before, steady(f.Value-before)
			f.Low, f.High = steady(f.Low-high), steady(f.High-low)
			return
		}
	}
	if p.Baseline != nil && p.Baseline.Value != nil && e.Whole {
		before := *p.Baseline.Value
		f.Before, f.Value = &before, steady(f.Value-before)
		f.Low, f.High = steady(f.Low-before), steady(f.High-before)
		f.Source = errs.T("%s; baseline: %s", f.Source, p.Baseline.Source)
		return
	}
	f.Known, f.Why = false, errs.T("there is no baseline to compare with")
	if !e.Whole {
		f.Why = errs.T("no register of this place was kept on the baseline's day: there is nothing to compare with")
	}
}

// Straddles reports whether what is unknown decides how a figure stands to what is planned: with some answers it would
// be reached, with others not.
func (p *Part) Straddles(planned *float64, f *Figure) bool {
	return f.Known && planned != nil && p.reaches(*planned, f.Low) != p.reaches(*planned, f.High)
}

// steady takes the noise of binary fractions away, so that it decides nothing.
func steady(v float64) float64 { return math.Round(v*1e9) / 1e9 }
