package whatif_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/whatif"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

// TestRights: who tries another standard in Thạnh Phú.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	s.Rights(t, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
		duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
		forbidden: ketoan.xa ketoan.so quantri quantri2`,
		func(a *office.Ask) error {
			_, err := s.Whatif.WhatIf(ctx, a, whatif.Input{Place: officetest.ThanhPhu})
			return err
		})
}

// TestSmall: the classes of Thạnh Phú's sixteen households, unchanged under the standard in force; under lines that
// nobody reaches the poor are none; nothing is stored, and what cannot be tried is refused.
func TestSmall(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, since := s.As("canbo.xa"), s.Seq()
	w, err := s.Whatif.WhatIf(ctx, officer, whatif.Input{Place: officetest.ThanhPhu})
	if err != nil {
		t.Fatal(err)
	}
	for class, want := range map[poverty.Class]int64{poverty.Poor: 5, poverty.NearPoor: 4, poverty.AverageLivingStandard: 1,
		poverty.None: 5, poverty.Undetermined: 1} {
		if got := w.Households[class][class]; got != want {
			t.Errorf("%d stay %s, not %d", got, class, want)
		}
	}
	if w.Changed != 0 || w.Tried.Code != "2022-2025" {
		t.Errorf("%d changed under %s", w.Changed, w.Tried.Code)
	}
	if w, err = s.Whatif.WhatIf(ctx, officer, whatif.Input{Place: officetest.ThanhPhu, Standard: "2027-2030", List: true,
		Limit: 50}); err != nil || w.Tried.Code != "2027-2030" || int64(w.Count) > 16 || len(w.Tried.Samples) == 0 {
		t.Errorf("%+v %v", w, err)
	}
	for name, c := range map[string]struct {
		in   whatif.Input
		kind errs.Kind
		says string
	}{
		"no such standard":      {whatif.Input{Standard: "1999"}, errs.NotFound, "1999"},
		"another's commune":     {whatif.Input{Place: officetest.LongPhu}, errs.NotFound, "không được xem"},
		"no place":              {whatif.Input{Place: place.Code("0")}, errs.NotFound, "không được xem"},
		"a weight that is none": {whatif.Input{Weights: map[string]string{"employment": "x"}}, errs.Invalid, "không phải trọng số"},
	} {
		_, err := s.Whatif.WhatIf(ctx, officer, c.in)
		t.Run(name, func(t *testing.T) { officetest.Refused(t, err, c.kind, c.says) })
	}
	for _, e := range s.Deeds(since) {
		if e.Action != "review.whatif" {
			t.Errorf("it has done %q", e.Action)
		}
	}
}
