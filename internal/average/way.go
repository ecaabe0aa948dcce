package average

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// The names by which this package knows values of the law; what they are stands in law/.
const (
	calendarBegins = "average_review"
	termDecision   = "average_decision"
	termPosting    = "average_posting"
	termRecheck    = "average_recheck"
	paramSteps     = "average_steps"
	instrument     = "24/2021/QĐ-TTg"
)

// Way is what the law says of the request, asked by day. Ends of terms are counted anew by the calendar in force
// whenever they are asked for, so a change of the calendar moves them at once.
type Way struct{ lib *law.Library }

// NewWay returns the way of a library of law.
func NewWay(lib *law.Library) *Way { return &Way{lib} }

// Steps are the stages between receiving and answering on a day, in order. Errors (errs.NotFound): the law has none.
func (w *Way) Steps(on date.Date) ([]Stage, error) {
	for _, p := range w.lib.Parameters {
		if v, ok := p.At(on); ok && p.Name == paramSteps {
			names, _ := v.Value.([]string) // law.Load checked the type
			out := make([]Stage, len(names))
			for i, name := range names {
				out[i] = Stage(name)
			}
			return out, nil
		}
	}
	return nil, errs.New(errs.NotFound, "the law has no procedure for average living standard on %s", on)
}

// next brings a request to the stage that follows another ("": the first).
func (w *Way) next(r *Request, after Stage, on date.Date) error {
	steps, err := w.Steps(on)
	if err != nil {
		return err
	}
	r.Stage = Decision
	if i := slices.Index(steps, after) + 1; i < len(steps) {
		r.Stage = steps[i]
	}
	return nil
}

// Begins is when the identification of a household begins whose request came on a day: on that day of a month, or the
// next one's (Article 3.2).
func (w *Way) Begins(received date.Date) (date.Date, error) {
	for i := range 2 {
		y, m := received.Year(), received.Month()+i
		if m > 12 {
			y, m = y+1, 1
		}
		opens, _, _, err := w.lib.Span(calendarBegins, y, m)
		if err != nil || opens >= received {
			return opens, err
		}
	}
	return received, nil
}

// Due is the last day for the answer. Errors: errs.NotFound.
func (w *Way) Due(r *Request) (date.Date, error) {
	begins, err := w.Begins(r.Received)
	if err != nil {
		return 0, err
	}
	return w.end(termDecision, begins)
}

// DueOtherwise is the last day for the answer where the term runs from the day of the request: the other reading.
func (w *Way) DueOtherwise(r *Request) (date.Date, error) { return w.end(termDecision, r.Received) }

// PostingEnds is the last day of a posting, zero where there is none.
func (w *Way) PostingEnds(r *Request) (date.Date, error) {
	if r.Posted.IsZero() {
		return 0, nil
	}
	return w.end(termPosting, r.Posted)
}

// RecheckDue is the last day for the re-check of an objection, zero where there is none.
func (w *Way) RecheckDue(r *Request) (date.Date, error) {
	if r.Objected.IsZero() {
		return 0, nil
	}
	return w.end(termRecheck, r.Objected)
}

func (w *Way) end(term string, event date.Date) (date.Date, error) {
	e, err := w.lib.End(term, event)
	return e.Last, err
}

// Mark says that the procedure is used on a day after the period of its own instrument; empty where it is not.
func (w *Way) Mark(on date.Date) errs.Text { return w.lib.Outlived(instrument, on) }

// Open is what is open of the term, with the reading that is used.
func (w *Way) Open() errs.Text {
	for _, t := range w.lib.Terms {
		if t.Name == termDecision {
			return t.Open
		}
	}
	return errs.Text{}
}

// CheckSteps refuses steps that there are not, twice, or without the decision at their end; each fault where the
// parameter stands.
func CheckSteps(lib *law.Library) (out law.Faults) {
	for _, p := range lib.Parameters {
		for _, v := range p.Values {
			names, ok := v.Value.([]string)
			if p.Name != paramSteps || ok && sound(names) {
				continue
			}
			out = append(out, law.Fault{File: p.File, Line: p.Line,
				Text: errs.T("the steps are check and, if the law asks for it, posting; decision stands at the end")})
		}
	}
	return out
}

func sound(names []string) bool {
	return slices.Equal(names, []string{string(Check), string(Decision)}) ||
		slices.Equal(names, []string{string(Check), string(Posting), string(Decision)})
}
