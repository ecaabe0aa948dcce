package demo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/accounts"
	reviewrows "giamngheo/internal/store/reviews"
)

// opened opens an empty demonstration of a province on a day.
func opened(t *testing.T, province place.Code, day date.Date) *app.Desks {
	t.Helper()
	o, closed := openedAt(t, filepath.Join(t.TempDir(), "office.db"), province, day)
	t.Cleanup(closed)
	return o
}

// openedAt opens the demonstration of a file.
func openedAt(t *testing.T, path string, province place.Code, day date.Date) (o *app.Desks, closed func()) {
	t.Helper()
	st, err := demotest.Store(path)
	if err != nil {
		t.Fatal(err)
	}
	o, err = demotest.Office(st, office.Config{Province: province, Day: func() date.Date { return day }, Demo: true,
		Files: path + ".files"})
	if err != nil {
		t.Fatal(err)
	}
	return o, func() {
		if err := errors.Join(o.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	}
}

// filled is a demonstration with a register.
func filled(t *testing.T, province place.Code, day date.Date, households int64) *app.Desks {
	t.Helper()
	o := opened(t, province, day)
	if err := o.Demo.FillDemo(context.Background(), households, nil); err != nil {
		t.Fatal(err)
	}
	return o
}

// as is one of the demonstration's people.
func as(t *testing.T, o *app.Desks, username string) *office.Ask {
	t.Helper()
	acc, err := accounts.FindByName(context.Background(), o.Office.Reader(), username)
	if err != nil {
		t.Fatal(username, err)
	}
	return &office.Ask{Account: acc.ID, Username: acc.Username, FullName: acc.FullName, Grants: acc.Grants, From: "cli",
		Stage: office.StageIn}
}

// standing is a demonstration that is to stand.
type standing struct {
	province  place.Code
	day       date.Date
	year      int // of the last review
	during    bool
	districts bool
}

// provinces are those that the gate tries; DEMOS=1 tries all 34 of today, before and within a review.
func provinces(t *testing.T) (out []standing, households int64) {
	t.Helper()
	if os.Getenv("DEMOS") == "" {
		return []standing{
			{"92", date.Must(2026, 10, 15), 2025, true, false},
			{"11", date.Must(2026, 8, 31), 2025, false, false},
			{"75", date.Must(2025, 3, 1), 2024, false, true},
			{"01", date.Must(2027, 3, 1), 2026, false, false},
			{"93", date.Must(2022, 12, 20), 2022, false, true},
		}, 200
	}
	places := opened(t, "92", date.Must(2026, 1, 5)).Office.Places()
	for n := range 100 {
		code := place.Code(fmt.Sprintf("%02d", n))
		if _, why := place.ProvinceOn(places, code, date.Must(2026, 1, 5)); why.EN == "" {
			out = append(out, standing{code, date.Must(2026, 10, 15), 2025, true, false},
				standing{code, date.Must(2026, 3, 2), 2025, false, false})
		}
	}
	if len(out) != 68 {
		t.Fatalf("%d demonstrations", len(out))
	}
	return out, 5000
}

// TestDemonstrations: a demonstration of any province stands on any day, with the accounts of its day, its own
// communes,
// the last review's result, and lists for everybody while a review runs.
func TestDemonstrations(t *testing.T) {
	all, households := provinces(t)
	for _, c := range all {
		t.Run(fmt.Sprintf("%s %s", c.province, c.day), func(t *testing.T) {
			o := filled(t, c.province, c.day, households)
			ours := o.Office.CommunesOf(c.province, c.day)
			there := o.Book.View().Snap.Find(snapshot.Query{Communes: ours, Limit: 1}).Total
			if int64(there) != households || o.Demo.Assumed().EN == "" {
				t.Errorf("%d of the households lie in the province's communes, assumed %q", there, o.Demo.Assumed().EN)
			}
			reviews, err := reviewrows.Reviews(context.Background(), o.Office.Reader(), string(c.province))
			if err != nil || len(reviews) == 0 || reviews[0].Year != c.year {
				t.Errorf("reviews %v, %v", reviews, err)
			}
			roles := map[access.Role]bool{}
			for _, a := range o.Demo.Accounts() {
				roles[a.Role] = true
				if u, ok := o.Office.Places().At(a.Place, c.day); !ok {
					t.Errorf("%s in %v", a.Username, u)
				}
			}
			if roles[access.DistrictOfficer] != c.districts {
				t.Errorf("a district officer: %v", !c.districts)
			}
			stagesOf(t, o, c.during)
		})
	}
}

// stagesOf: while the yearly review runs its lists stand in every stage that there is.
func stagesOf(t *testing.T, o *app.Desks, during bool) {
	t.Helper()
	ctx, officer := context.Background(), as(t, o, "canbo.xa")
	campaigns, err := o.Reviews.Campaigns(ctx, officer)
	if err != nil || len(campaigns) != 1 || (campaigns[0].Kind == review.Annual) != during {
		// 2027 has a monthly review too: the standard of 2027-2030 is a sample, and says so
		t.Fatalf("campaigns %v, %v", campaigns, err)
	}
	if !during {
		return
	}
	if err := o.Demo.CarryLists(ctx); err != nil {
		t.Fatal(err)
	}
	c, err := o.Reviews.Campaign(ctx, officer, campaigns[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	at := map[review.Stage]int{}
	for _, l := range c.Lists {
		at[l.Stage]++
	}
	for st := range review.Stages {
		if st != review.Opinion && at[st] == 0 && len(c.Lists) >= 7 {
			t.Errorf("no list of %d at %v", len(c.Lists), st)
		}
	}
	if at[review.Opinion] != 0 {
		t.Error("a list waits for a district that is not there")
	}
}

// TestMoveDay: the day goes on and never back, what hangs on it follows at once, and it is on the record.
func TestMoveDay(t *testing.T) {
	ctx, day := context.Background(), date.Must(2026, 10, 15) // a Thursday
	o := filled(t, "92", day, 200)
	if err := o.Demo.CarryLists(ctx); err != nil {
		t.Fatal(err)
	}
	officer := as(t, o, "canbo.xa")
	if to, err := o.Demo.MoveDay(ctx, officer, demo.PostingsOver, 0); err != nil || to <= day.AddDays(2) {
		t.Fatalf("after the posting it is %s, %v", to, err)
	}
	if _, err := o.Demo.MoveDay(ctx, officer, demo.PostingsOver, 0); errs.KindOf(err) != errs.Invalid {
		t.Errorf("no posting runs: %v", err)
	}
	friday := date.Must(2026, 10, 30)
	for _, c := range []struct {
		how  demo.Move
		day  date.Date
		want date.Date
		kind errs.Kind
	}{
		{demo.GivenDay, friday, friday, 0}, {demo.NextWorkingDay, 0, date.Must(2026, 11, 2), 0},
		{demo.GivenDay, friday, 0, errs.Invalid}, {demo.GivenDay, 0, 0, errs.Invalid}, {"back", 0, 0, errs.Invalid},
		{demo.GivenDay, date.Must(2028, 5, 1), 0, errs.Invalid},
		{demo.GivenDay, date.Must(2026, 12, 20), date.Must(2026, 12, 20), 0},
	} {
		was := o.Office.Day()
		to, err := o.Demo.MoveDay(ctx, officer, c.how, c.day)
		if to != c.want || errs.KindOf(err) != c.kind {
			t.Errorf("%s %s: %s, %v", c.how, c.day, to, err)
		}
		if want := max(c.want, was); o.Office.Day() != want || o.Book.View().Today != want {
			t.Errorf("%s %s: it is %s, ages of %s", c.how, c.day, o.Office.Day(), o.Book.View().Today)
		}
	}
	if _, err := o.Demo.MoveDay(ctx, as(t, o, "lanhdao"), demo.NextWorkingDay, 0); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a leader moves the day: %v", err)
	}
	log, err := o.Records.AuditLog(ctx, as(t, o, "thanhtra"), "day", "2026-12-20", 0)
	if err != nil || len(log) != 1 || !strings.Contains(fmt.Sprint(log[0]), "2026-11-02") {
		t.Errorf("the record: %v, %v", log, err)
	}
}

// TestMovedDayStays: who press at once move it one after another; a new start takes it up, and one that begins on a
// later
// day does not go back to it; it stops where the province's units change.
func TestMovedDayStays(t *testing.T) {
	ctx, path, day := context.Background(), filepath.Join(t.TempDir(), "office.db"), date.Must(2025, 3, 3) // a Monday
	o, closed := openedAt(t, path, "75", day)
	planner := &office.Ask{Username: "x", Grants: []access.Grant{{Role: access.Planner, Place: "75"}}}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := o.Demo.MoveDay(ctx, planner, demo.NextWorkingDay, 0); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	friday := day.AddDays(4)
	if o.Office.Day() != friday {
		t.Errorf("four working days after %s it is %s", day, o.Office.Day())
	}
	for _, to := range []date.Date{date.Must(2025, 7, 1), date.Must(2026, 10, 15)} {
		_, err := o.Demo.MoveDay(ctx, planner, demo.GivenDay, to)
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(vietnameseOf(err), "--province 75 --day "+to.Vietnamese()) ||
			o.Office.Day() != friday {
			t.Errorf("the districts ended: it is %s, %v", o.Office.Day(), err)
		}
	}
	closed()
	for _, begins := range []date.Date{day, friday.AddDays(9)} {
		o, closed := openedAt(t, path, "75", begins)
		if want := max(begins, friday); o.Office.Day() != want || o.Book.View().Today != want {
			t.Errorf("begun anew on %s it is %s, ages of %s", begins, o.Office.Day(), o.Book.View().Today)
		}
		closed()
	}
}

// TestNotInARealOffice: an office for real work has no clock to be moved.
func TestNotInARealOffice(t *testing.T) {
	st, err := demotest.Store(filepath.Join(t.TempDir(), "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := demotest.Office(st, office.Config{Province: "92"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(o.Close(), st.Close()) }()
	chair := &office.Ask{Username: "x", Grants: []access.Grant{{Role: access.Planner, Place: "92"}}}
	before := o.Office.Day()
	_, err = o.Demo.MoveDay(context.Background(), chair, demo.GivenDay, before.AddDays(40))
	if errs.KindOf(err) != errs.NotFound || o.Office.Day() >= before.AddDays(40) {
		t.Errorf("%v, it is %s", err, o.Office.Day())
	}
	defer func() {
		if recover() == nil {
			t.Error("the kernel moves the day of an office for real work")
		}
	}()
	o.Office.MoveTo(before.AddDays(40))
}

// TestScenes: which review a day has behind it, and which days cannot be.
func TestScenes(t *testing.T) {
	o := opened(t, "92", date.Must(2026, 1, 5))
	for _, c := range []struct {
		province place.Code
		day      string
		want     string // the reviews, which is the last, whether one runs; or what the refusal says
	}{
		{"94", "2024-12-20", "2023 2024 1 false"}, {"94", "2024-10-15", "2023 2024 0 true"},
		{"94", "2024-03-01", "2022 2023 1 false"}, {"94", "2023-01-05", "2022 2023 0 false"},
		{"92", "2026-12-14", "2025 2026 0 true"}, {"92", "2026-12-15", "2025 2026 1 false"},
		{"92", "2027-10-01", "2025 2026 1 true"}, {"96", "2025-07-01", "2023 2024 1 false"},
		{"92", "2022-12-14", "15/12/2022"}, {"92", "2019-01-01", "15/12/2022"}, {"92", "2028-01-01", "14/12/2027"},
		{"94", "2025-07-01", "nay là 92"}, {"00", "2026-01-01", "mã 00 không có"}, {"92", "2099-01-01", "2060"},
	} {
		day, err := date.Parse(c.day)
		if err != nil {
			t.Fatal(err)
		}
		s, err := demo.SceneOf(o.Library, o.Office.Places(), c.province, day)
		got := fmt.Sprint(s.Pair[0], s.Pair[1], s.Last, s.During)
		if err != nil {
			got = vietnameseOf(err)
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s %s: %s, want %s", c.province, c.day, got, c.want)
		}
	}
}

// vietnameseOf is what an error says to people.
func vietnameseOf(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Text().In("vi")
}
