package inspection_test

import (
	"strings"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
)

// visitInField is a visit whose team is out.
func visitInField() *inspection.Visit {
	v := &inspection.Visit{State: inspection.InField}
	v.Origin, v.Team = inspection.Own, []inspection.Member{{Account: 7, Lead: true, Declared: true}}
	return v
}

// TestSample: a sample is drawn once and looked at row by row; a row says what is wrong, and no more than it is worth.
func TestSample(t *testing.T) {
	v := visitInField()
	drawn := func(rows int) *inspection.Event {
		s := &inspection.Sample{Kind: inspection.OfPayments, Year: 2024, Of: 9}
		for i := range rows {
			s.Rows = append(s.Rows, inspection.SampleRow{ID: int64(i + 1), Worth: 1_000_000, Result: inspection.LookRight})
		}
		return &inspection.Event{Step: inspection.Draw, By: 7, Sample: s}
	}
	look := func(l ...inspection.Looked) error {
		return v.Apply(&inspection.Event{Step: inspection.LookAt, By: 7, No: 1, Looked: l})
	}
	for rows, kind := range map[int]errs.Kind{0: errs.Invalid, inspection.MostDrawn + 1: errs.Invalid} {
		if err := v.Apply(drawn(rows)); errs.KindOf(err) != kind {
			t.Errorf("%d rows: %v", rows, err)
		}
	}
	if err := v.Apply(drawn(3)); err != nil || v.Sample(1).Left() != 3 {
		t.Fatalf("%v, %d left: what is drawn was not looked at", err, v.Sample(1).Left())
	}
	if err := v.Apply(drawn(3)); errs.KindOf(err) != errs.Conflict {
		t.Errorf("drawn again before it was looked at: %v", err)
	}
	long := strings.Repeat("a", 301)
	for _, l := range []inspection.Looked{{Row: 0, Result: inspection.LookRight}, {Row: 4, Result: inspection.LookRight},
		{Row: 1}, {Row: 1, Result: "maybe"}, {Row: 1, Result: inspection.LookRight, Wrong: 1},
		{Row: 1, Result: inspection.LookWrong, Wrong: 1}, {Row: 1, Result: inspection.LookWrong, Note: "a"},
		{Row: 1, Result: inspection.LookWrong, Note: "a", Wrong: 1_000_001},
		{Row: 1, Result: inspection.LookWrong, Note: "a", Wrong: -1},
		{Row: 1, Result: inspection.LookWrong, Note: long, Wrong: 1}} {
		if err := look(inspection.Looked{Row: 2, Result: inspection.LookRight}, l); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", l, err)
		}
	}
	if v.Sample(1).Left() != 3 {
		t.Error("what was refused was kept in part")
	}
	if err := look(); errs.KindOf(err) != errs.Invalid {
		t.Error(err)
	}
	for _, l := range [][]inspection.Looked{{{Row: 1, Result: inspection.LookRight}, {Row: 2, Result: inspection.LookRight}},
		{{Row: 3, Result: inspection.LookWrong, Wrong: 250_000, Note: "không có hoá đơn"}}} {
		if err := look(l...); err != nil {
			t.Fatal(err)
		}
	}
	s := v.Sample(1)
	if s.Left() != 0 || s.Wrongs() != 1 || s.Rows[2].Wrong != household.Dong(250_000) || s.Rows[2].By != 7 {
		t.Errorf("%+v", s)
	}
	if err := v.Apply(drawn(2)); err != nil || len(v.Samples) != 2 || v.Sample(2).No != 2 {
		t.Errorf("a second sample: %v", err)
	}
	if err := v.Apply(&inspection.Event{Step: inspection.LookAt, By: 8, No: 2,
		Looked: []inspection.Looked{{Row: 1, Result: inspection.LookRight}}}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("somebody else looks: %v", err)
	}
}
