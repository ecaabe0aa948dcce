package app_test

import (
	"context"
	"fmt"
	"testing"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/poverty"
)

// TestSafeTogether: on PostgreSQL and over two offices on it, wrong passwords are counted together, a correction that one
// office proposes is taken in the other and stands in both, and what was read is told.
func TestSafeTogether(t *testing.T) {
	s, ctx := officetest.SmallOn(t, postgrestest.Of(t).Database(t)), context.Background()
	other := s.Second(t)

	for i := range 11 {
		desk := []*accounts.Desk{s.Accounts, other.Accounts}[i%2]
		_, _, err := desk.SignIn(ctx, accounts.SignInInput{Username: "canbo.xa", Password: "đoán mò mãi không ra",
			From: fmt.Sprintf("203.0.113.%d", i)})
		want := errs.Invalid
		if i == 10 {
			want = errs.Unavailable
		}
		if errs.KindOf(err) != want {
			t.Fatalf("guess %d: %v", i, err)
		}
	}

	household, path := int64(0), s.Reviews.PathOf(1)
	for id := int64(1); id < 100 && household == 0; id++ {
		if path = s.Reviews.PathOf(id); len(path) > 0 && path[0].Commune == "31708" && path[0].Class == poverty.Poor {
			household = id
		}
	}
	id, err := s.Corrections.Propose(ctx, s.As("canbo.xa"), corrections.Input{Household: household,
		Recognition: path[0].ID, Correct: true, Class: poverty.NearPoor, Number: "9/QĐ-UBND", Day: s.Now(),
		Reason: "chấm nhầm một chỉ số"})
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Corrections.Take(ctx, s.As("chutich.xa"), id); err != nil {
		t.Fatal(err)
	}
	if err := s.Office.Reach(ctx, other.Office.Known()); err != nil {
		t.Fatal(err)
	}
	for i, o := range []*reviews.Desk{s.Reviews, other.Reviews} {
		if r := o.PathOf(household).On(s.Now()); r == nil || r.Class != poverty.NearPoor {
			t.Errorf("office %d: %+v", i, r)
		}
	}

	s.Office.Saw(s.As("lanhdao"), office.Deed{Action: "household.list", Kind: "place", Subject: "94", Place: "94",
		Note: office.Counted(2000)})
	if err := s.Office.Close(); err != nil { // everything is written then
		t.Fatal(err)
	}
	if n, err := other.Meter.Much(ctx, s.As("thanhtra")); n != 1 || err != nil {
		t.Errorf("the inspector is told of %d: %v", n, err)
	}
}
