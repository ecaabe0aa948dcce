package inspections_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/samples"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
)

// TestSampleSentence: the golden numbers of monetary-unit sampling, and households with their interval.
func TestSampleSentence(t *testing.T) {
	money := &inspection.Sample{Kind: inspection.OfPayments, Total: 2_400_000_000, N: 60, Interval: 40_000_000, Of: 400}
	for range 60 {
		money.Rows = append(money.Rows, inspection.SampleRow{Worth: 1_000_000, Result: inspection.LookRight})
	}
	homes := &inspection.Sample{Kind: inspection.OfHouseholds, Of: 500}
	for range 50 {
		homes.Rows = append(homes.Rows, inspection.SampleRow{Result: inspection.LookRight})
	}
	says := func(s *inspection.Sample) string {
		text, err := samples.Shows(s)
		if err != nil {
			t.Fatal(err)
		}
		return text.In("vi")
	}
	if got := says(money); !strings.Contains(got, "119.828.000") || !strings.Contains(got, "4,99") {
		t.Error(got)
	}
	money.Rows[0].Result, money.Rows[0].Wrong = inspection.LookWrong, 1_000_000
	if got := says(money); !strings.Contains(got, "189.756.000") {
		t.Error(got)
	}
	money.Of = 60
	if got := says(money); !strings.Contains(got, "tất cả 60 khoản chi: 1 khoản có sai, tổng 1.000.000 đồng") {
		t.Error(got)
	}
	if got := says(homes); !strings.Contains(got, "từ 0% đến 7,1%") { // Wilson of 0 of 50
		t.Error(got)
	}
	homes.Rows[0].Result = ""
	if got := says(homes); got != "" {
		t.Errorf("one row is left, and it says %q", got)
	}
	homes.Rows, homes.Of = homes.Rows[1:], 49
	if got := says(homes); !strings.Contains(got, "tất cả 49 hộ") {
		t.Error(got)
	}
}

// TestSampleDrawn: the same text draws the same households whatever the engine; the unit sees nothing of it while the
// team is out; a text that somebody made up in a hurry, none, too many and a unit without payments are refused.
func TestSampleDrawn(t *testing.T) {
	var drawn []string
	for _, s := range []*site{open(t, officetest.Small(t)),
		open(t, officetest.SmallOn(t, postgrestest.Of(t).Database(t)))} {
		id := s.plan()
		s.field(id)
		draw := func(text string, kind inspection.SampleKind, n, year int) error {
			return s.take("thanhtra", id, inspection.Event{Step: inspection.Draw,
				Sample: &inspection.Sample{Kind: kind, Text: text, N: n, Year: year,
					Rows: []inspection.SampleRow{{ID: 1, Label: "typed"}}}})
		}
		text := "Kết quả xổ số Sóc Trăng ngày 16/10/2024, giải đặc biệt 123456"
		officetest.Refused(t, draw("ngắn", inspection.OfHouseholds, 3, 0), errs.Invalid, "20")
		officetest.Refused(t, draw(text, inspection.OfHouseholds, 0, 0), errs.Invalid, "1 đến 300")
		officetest.Refused(t, draw(text, inspection.OfHouseholds, 301, 0), errs.Invalid, "1 đến 300")
		officetest.Refused(t, draw(text, "all", 3, 0), errs.Invalid, "rút mẫu từ đâu")
		officetest.Refused(t, draw(text, inspection.OfPayments, 3, 2022), errs.Invalid, "không có gì")
		s.must(draw(text, inspection.OfHouseholds, 3, 0))
		s.must(draw(text, inspection.OfPayments, 3, 2024))
		v := s.visit(id)
		homes, paid := v.Content.Sample(1), v.Content.Sample(2)
		if len(homes.Rows) == 0 || len(homes.Rows) > 3 || homes.Of < len(homes.Rows) || homes.Rows[0].Label == "typed" {
			t.Fatalf("%+v", homes)
		}
		if len(paid.Rows) == 0 || paid.Total == 0 || paid.Rows[0].Worth == 0 || paid.Rows[0].ID != s.payment {
			t.Errorf("%+v", paid)
		}
		var codes []string
		for _, r := range homes.Rows {
			codes = append(codes, fmt.Sprintf("%s %s", r.Label, r.Stratum))
		}
		if drawn == nil {
			drawn = codes
		}
		if !slices.Equal(drawn, codes) {
			t.Errorf("drawn %v, then %v", drawn, codes)
		}
		unit, err := s.Inspections.Visit(ctx, s.As("canbo.xa"), id)
		if err != nil || len(unit.Content.Samples) != 0 || slices.ContainsFunc(unit.Events, func(e inspections.EventShown) bool {
			return e.Step == inspection.Draw || e.Step == inspection.LookAt
		}) {
			t.Errorf("the unit sees what is drawn: %v", err)
		}
		officetest.Refused(t, s.take("canbo.xa", id, inspection.Event{Step: inspection.LookAt, No: 1,
			Looked: []inspection.Looked{{Row: 1, Result: inspection.LookRight}}}), errs.Forbidden, "quyền")
	}
}
