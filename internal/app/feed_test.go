package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// process opens an office on a PostgreSQL database as another process would.
func process(t *testing.T, target string) *app.Desks {
	t.Helper()
	return demotest.Server(t, target, demo.Day)
}

// memory is what an office has in memory: its households as the tables see them, what they are recognised as, and all
// supports.
func memory(o *app.Desks) map[string]string {
	out := map[string]string{}
	o.Book.View().Snap.Facts(nil, func(f *review.Fact) {
		out[fmt.Sprintf("household %d", f.Household)] = fmt.Sprintf("%+v %v", *f, o.Reviews.PathOf(f.Household))
	})
	o.Receipts.Shelf.Each(func(s *programme.Support) { out[fmt.Sprintf("support %d", s.ID)] = fmt.Sprintf("%+v", *s) })
	return out
}

// TestFeed: whatever people do in two processes on one database, once each has caught up both have in memory what one
// has that is opened anew; who is disabled in one is out in the other.
func TestFeed(t *testing.T) {
	ctx, target := context.Background(), postgrestest.Of(t).Database(t)
	one := process(t, target)
	if err := one.Demo.FillDemo(ctx, 3000, nil); err != nil {
		t.Fatal(err)
	}
	two := process(t, target)
	if diff := cmp.Diff(memory(one), memory(two)); diff != "" {
		t.Fatalf("before anything: %s", diff)
	}
	both, rnd := []*app.Desks{one, two}, rand.New(rand.NewPCG(7, 2024))
	catchUp := func() {
		t.Helper()
		for i, o := range both {
			if err := o.Office.CatchUp(ctx); err != nil {
				t.Fatalf("process %d: %v", i, err)
			}
		}
	}
	saved, supported := 0, 0
	for round := range 40 {
		o := both[rnd.IntN(2)]
		switch rnd.IntN(3) {
		case 0: // a new household
			a := officetest.SignIn(t, o, "canbo.xa")
			in := register.SaveInput{Household: officetest.Fresh(fmt.Sprintf("F-%d", round))}
			if _, err := o.Register.Save(ctx, a, in); err != nil {
				t.Fatal(err)
			}
			saved++
		case 1: // a household that is there, closed
			a := officetest.SignIn(t, o, "canbo.xa")
			items := officetest.List(t, o, a, snapshot.Query{States: []uint8{1}})
			it := items[rnd.IntN(len(items))]
			if _, err := o.Register.SetState(ctx, a, it.ID, it.Version, households.Closed, demo.Day(),
				"chuyển đi nơi khác"); err != nil {
				t.Fatal(err)
			}
			saved++
		default: // a support, where the law allows it
			a := officetest.SignIn(t, o, "canbo.so")
			items := officetest.List(t, o, a, snapshot.Query{Classes: []poverty.Class{poverty.Poor, poverty.NearPoor},
				States: []uint8{1}})
			it := items[rnd.IntN(len(items))]
			in := officetest.Job(it.ID, 1, demo.Day())
			v, err := o.Supports.RecordSupport(ctx, a, in)
			if err != nil {
				break
			}
			if supported++; supported%2 == 0 { // corrected, at the other one, where it is known
				catchUp()
				in.Replaces = v.ID
				if _, err := both[rnd.IntN(2)].Supports.RecordSupport(ctx, a, in); err != nil {
					t.Fatal(err)
				}
			}
		}
		if rnd.IntN(3) == 0 {
			catchUp()
		}
	}
	catchUp()
	if saved < 10 || supported < 1 {
		t.Errorf("%d households were saved and %d supports recorded", saved, supported)
	}
	want := memory(process(t, target))
	for i, o := range both {
		if diff := cmp.Diff(want, memory(o)); diff != "" {
			t.Errorf("process %d: %s", i, diff)
		}
	}
	disabledEverywhere(t, one, two)
}

// disabledEverywhere: an account that is disabled in one process is refused in the other.
func disabledEverywhere(t *testing.T, one, two *app.Desks) {
	t.Helper()
	ctx := context.Background()
	admin := officetest.SignIn(t, one, "quantri")
	token, _, err := two.Accounts.SignIn(ctx, accounts.SignInInput{Username: "lanhdao", Password: demo.Password,
		From: "10.0.0.9"})
	if err != nil {
		t.Fatal(err)
	}
	leader, err := two.Accounts.Authenticate(ctx, token, "10.0.0.9")
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Accounts.SetDisabled(ctx, admin, leader.Account, true); err != nil {
		t.Fatal(err)
	}
	if err := two.Office.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Accounts.Authenticate(ctx, token, "10.0.0.9"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a disabled account goes on in another process: %v", err)
	}
}
