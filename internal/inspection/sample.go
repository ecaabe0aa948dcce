package inspection

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// SampleKind is what a sample is drawn from.
type SampleKind string

// What samples are drawn from.
const (
	OfHouseholds SampleKind = "households" // recognised as poor or near-poor, by class and hamlet
	OfPayments   SampleKind = "payments"   // each đồng that was paid has the same chance
)

// SampleKinds lists what samples are drawn from.
func SampleKinds() []SampleKind { return []SampleKind{OfHouseholds, OfPayments} }

// Title is its name.
func (k SampleKind) Title() errs.Text {
	return map[SampleKind]errs.Text{OfHouseholds: errs.T("sample|Recognised households"),
		OfPayments: errs.T("sample|Payments")}[k]
}

// Look is what a row of a sample was found to be.
type Look string

// What a row was found to be; a paper that is not there is wrong.
const (
	LookRight Look = "right"
	LookWrong Look = "wrong"
)

// SampleRow is a row that was drawn.
type SampleRow struct {
	ID      int64          `json:"id"`
	Label   string         `json:"label"` // a household's code, a payment's number
	Stratum string         `json:"stratum,omitempty"`
	Worth   household.Dong `json:"worth,omitempty"` // of a payment
	Result  Look           `json:"result,omitempty"`
	Wrong   household.Dong `json:"wrong,omitempty"` // of a payment, 0 to its worth
	Note    string         `json:"note,omitempty"`
	By      int64          `json:"by,omitempty"`
}

// Sample is a sample that was drawn in a visit. It is never drawn again: a second one stands beside it.
type Sample struct {
	No    int            `json:"no"`
	Kind  SampleKind     `json:"kind"`
	Year  int            `json:"year,omitempty"` // of payments
	Text  string         `json:"text"`           // of the lottery, whole
	Of    int            `json:"of"`             // rows from which it was drawn
	Total household.Dong `json:"total,omitempty"`
	N     int            `json:"n"` // asked for: households, or đồng that were drawn

	Interval household.Dong `json:"interval,omitempty"`
	Start    household.Dong `json:"start,omitempty"`
	Day      date.Date      `json:"day"`
	By       int64          `json:"by"`
	Rows     []SampleRow    `json:"rows"`
}

// Left is how many rows were not looked at yet.
func (s *Sample) Left() (n int) {
	for i := range s.Rows {
		if s.Rows[i].Result == "" {
			n++
		}
	}
	return n
}

// Wrongs is how many rows were found wrong.
func (s *Sample) Wrongs() (n int) {
	for i := range s.Rows {
		if s.Rows[i].Result == LookWrong {
			n++
		}
	}
	return n
}

// Looked is what somebody saw of a row of a sample.
type Looked struct {
	Row    int            `json:"row"` // from 1
	Result Look           `json:"result"`
	Wrong  household.Dong `json:"wrong,omitempty"`
	Note   string         `json:"note,omitempty"`
}

// MostDrawn is how many rows a sample has at most.
const MostDrawn = 300

// mostSamples is how many samples a visit has.
const mostSamples = 10

// mostNote is how long a note on a row is.
const mostNote = 300

// Sample is a sample by its number, nil for none.
func (v *Visit) Sample(no int) *Sample {
	if no < 1 || no > len(v.Samples) {
		return nil
	}
	return &v.Samples[no-1]
}

func drawSample(v *Visit, e *Event) error {
	switch s := e.Sample; {
	case s == nil || !slices.Contains(SampleKinds(), s.Kind):
		return errs.New(errs.Invalid, "choose what the sample is drawn from")
	case len(s.Rows) == 0:
		return errs.New(errs.Invalid, "there is nothing to draw from in this unit")
	case len(s.Rows) > MostDrawn:
		return errs.New(errs.Invalid, "a sample has at most %d rows", MostDrawn)
	case len(v.Samples) >= mostSamples:
		return errs.New(errs.Invalid, "a visit has at most %d samples", mostSamples)
	case slices.ContainsFunc(v.Samples, func(o Sample) bool {
		return o.Kind == s.Kind && o.Year == s.Year && o.Left() > 0
	}):
		return errs.New(errs.Conflict, "a sample of this kind is drawn already: look at all its rows first")
	}
	s := *e.Sample
	s.No, s.Day, s.By, s.Rows = len(v.Samples)+1, e.Day, e.By, slices.Clone(s.Rows)
	for i := range s.Rows {
		r := &s.Rows[i]
		r.Result, r.Wrong, r.Note, r.By = "", 0, "", 0
	}
	v.Samples = append(slices.Clone(v.Samples), s)
	return nil
}

func lookAtSample(v *Visit, e *Event) error {
	had := v.Sample(e.No)
	if had == nil {
		return errs.New(errs.NotFound, "there is no such sample")
	}
	s := *had
	s.Rows = slices.Clone(s.Rows)
	if len(e.Looked) == 0 || len(e.Looked) > len(s.Rows) {
		return errs.New(errs.Invalid, "say of at least one row what you saw")
	}
	for _, l := range e.Looked {
		if l.Row < 1 || l.Row > len(s.Rows) {
			return errs.New(errs.Invalid, "the sample has no row %d", l.Row)
		}
		r := &s.Rows[l.Row-1]
		if err := r.look(s.Kind, &l); err != nil {
			return err
		}
		r.By = e.By
	}
	v.Samples = slices.Clone(v.Samples)
	v.Samples[e.No-1] = s
	return nil
}

func (r *SampleRow) look(kind SampleKind, l *Looked) error {
	note := strings.TrimSpace(l.Note)
	switch {
	case l.Result != LookRight && l.Result != LookWrong:
		return errs.New(errs.Invalid, "row %d: say whether it is right or wrong", l.Row)
	case l.Result == LookRight && l.Wrong != 0:
		return errs.New(errs.Invalid, "row %d is right, and an amount that is wrong stands beside it", l.Row)
	case l.Result == LookWrong && note == "":
		return errs.New(errs.Invalid, "row %d is wrong: write what you saw", l.Row)
	case len([]rune(note)) > mostNote:
		return errs.New(errs.Invalid, "row %d: a note has at most %d letters", l.Row, mostNote)
	case l.Result == LookWrong && kind == OfPayments && (l.Wrong < 1 || l.Wrong > r.Worth):
		return errs.New(errs.Invalid, "row %d: of a payment of %s at most %s can be wrong, and at least 1 đồng", l.Row,
			num(r.Worth), num(r.Worth))
	case kind != OfPayments && l.Wrong != 0:
		return errs.New(errs.Invalid, "row %d: a household has no amount", l.Row)
	}
	r.Result, r.Wrong, r.Note = l.Result, l.Wrong, note
	return nil
}
