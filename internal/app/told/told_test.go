package told_test

import (
	"context"
	"math"
	"os"
	"testing"

	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestTell: what the nation is told are the province's own figures as announced, once; the file carries them, and who
// may not see publications sees none of it.
func TestTell(t *testing.T) {
	o, ctx := officetest.Demo(t, 3000), context.Background()
	if err := o.Told.Tell(ctx); err != nil {
		t.Fatal(err)
	}
	a := officetest.SignIn(t, o, "canbo.so")
	shown, err := o.Told.Shown(ctx, a)
	if err != nil || len(shown.Sheets) == 0 || shown.Sheets[len(shown.Sheets)-1].Stage != cells.Final {
		t.Fatalf("%+v %v", shown, err)
	}
	head := shown.Sheets[len(shown.Sheets)-1]
	s, err := o.Told.Sheet(ctx, a, head.Review, cells.Final)
	if err != nil {
		t.Fatal(err)
	}
	final, err := o.Results.Final(ctx, head.Review)
	if err != nil {
		t.Fatal(err)
	}
	units := s.Units()
	for _, of := range []struct {
		got  cells.Count
		code string
	}{{units[0].All().Households, "all.h"}, {units[0].All().People, "all.p"}, {units[0].Poor().Households, "poor.h"},
		{units[0].Near().Households, "near.h"}, {units[0].Poor().Minority, "poor.minority.h"},
		{units[0].Poor().Open, "poor.open.h"}, {units[0].Near().Deprived[5], "near.dep5.h"}} {
		if want := final.Value("94", of.code); int64(of.got) != want || want == 0 {
			t.Errorf("%s is told as %d, announced as %d", of.code, of.got, want)
		}
	}
	for _, u := range units[1:] { // a commune that is told alone is as it was announced
		if len(u.Code) == 5 && int64(u.Poor().Households) != final.Value(place.Code(u.Code), "poor.h") {
			t.Errorf("%s: %d", u.Code, u.Poor().Households)
		}
	}
	v, err := o.Book.ViewOn(ctx, s.On)
	if err != nil {
		t.Fatal(err)
	}
	f, err := o.Book.Figures(ctx, v, officetest.AllPlaces(o), 0)
	if err != nil {
		t.Fatal(err)
	}
	m, all := f.Measures, units[0].All()
	if int64(all.MPIPoor) != m.Poor || int64(all.Measured) != m.People-m.Unmeasured || m.Poor == 0 {
		t.Errorf("%d of %d are poor in many dimensions, not %d of %d", all.MPIPoor, all.Measured, m.Poor, m.People-m.Unmeasured)
	}
	if m0 := float64(all.M0) / float64(all.Measured) / 12; math.Abs(m0-m.M0) > 1e-9 {
		t.Errorf("M0 is told as %f, not %f", m0, m.M0)
	}
	at := shown.Sheets[0].At
	if err := o.Told.Tell(ctx); err != nil {
		t.Fatal(err)
	}
	if again, err := o.Told.Shown(ctx, a); err != nil || len(again.Sheets) != len(shown.Sheets) || again.Sheets[0].At != at {
		t.Errorf("it was told again: %+v %v", again, err)
	}
	_, data, err := o.Told.File(ctx, a, head.Review, cells.Final)
	if err != nil {
		t.Fatal(err)
	}
	key, _ := told.KeyOf(o.Office.Reader().Vault(), "94")
	r, err := cells.ReadFile(data)
	if err != nil || len(r.Rejected) > 0 || !r.Key.Equal(key.Public()) || r.Accepted != len(s.Cells) {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := o.Told.Shown(ctx, officetest.SignIn(t, o, "dieutra")); errs.KindOf(err) == errs.Internal || err == nil {
		t.Errorf("an enumerator sees it: %v", err)
	}
}
