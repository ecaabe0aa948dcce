package guides_test

import (
	"context"
	"os"
	"testing"

	"giamngheo/internal/app/guides"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestGuide: who sees reports sees how they are monitored, by the days of the year; one project alone, a year without
// a plan; nobody else, and no project that there is not.
func TestGuide(t *testing.T) {
	o, ctx := officetest.Demo(t, 2000), context.Background()
	officer := officetest.SignIn(t, o, "canbo.xa")
	g, err := o.Guides.Guide(ctx, officer, guides.Query{Year: 2024})
	if err != nil || g.Plan == nil || g.On != date.Must(2024, 12, 31) && g.On != o.Office.Day() {
		t.Fatal(g, err)
	}
	for i, s := range g.Schedules {
		if s.Code == "nam" && (g.Due[i] == nil || g.Due[i].Province != date.Must(2024, 11, 30) || g.Due[i].Other.IsZero()) {
			t.Errorf("%+v", g.Due[i])
		}
		if s.Code == "quy-von" && g.Due[i].Province != date.Must(2024, 4, 10) {
			t.Errorf("%+v", g.Due[i])
		}
	}
	if g.Rounds["B01"] == 0 {
		t.Error("the demonstration's rounds are not found", g.Rounds)
	}
	if g, err = o.Guides.Guide(ctx, officer, guides.Query{Year: 2024, Node: "DA4"}); err != nil || len(g.Sections) != 4 {
		t.Error(g, err)
	}
	if g, err = o.Guides.Guide(ctx, officer, guides.Query{Year: 2035}); err != nil || g.Plan != nil || len(g.Sections) == 0 {
		t.Error(g, err)
	}
	if _, err = o.Guides.Guide(ctx, officer, guides.Query{Year: 2024, Node: "DA99"}); errs.KindOf(err) != errs.NotFound {
		t.Error(err)
	}
	if _, err = o.Guides.Guide(ctx, officetest.SignIn(t, o, "dieutra"), guides.Query{}); errs.KindOf(err) != errs.Forbidden {
		t.Error(err)
	}
}
