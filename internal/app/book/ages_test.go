package book_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the office's file, as it lies on the disk

	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/snapshot"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestClassDay: the register is classified at the day of the latest review; without one at the day that half of its
// answers have reached, never after today; of an empty register at today.
func TestClassDay(t *testing.T) {
	clock := &officetest.Clock{}
	clock.Set(date.Must(2025, 6, 20))
	path := filepath.Join(t.TempDir(), "office.db")
	o, _ := demotest.Open(t, demotest.Config{Path: path, Households: 500, Day: clock.Now})
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, c := range []struct {
		do   string
		want date.Date
	}{
		{`SELECT 1`, date.Must(2024, 12, 14)},           // of the demonstration's last review
		{`DELETE FROM review`, date.Must(2024, 12, 14)}, // and its answers are of that day too
		{`UPDATE household SET valid_from = '2025-03-01' WHERE id > 100`, date.Must(2025, 3, 1)},
		{`UPDATE household SET valid_from = '2025-02-01' WHERE id < 400`, date.Must(2025, 2, 1)},
		{`UPDATE household SET valid_from = '2025-09-01'`, date.Must(2025, 6, 20)},
		{`DELETE FROM household`, date.Must(2025, 6, 20)},
	} {
		if _, err := db.Exec(c.do); err != nil {
			t.Fatal(err)
		}
		got, err := o.Book.ClassDay(ctx)
		if err = errors.Join(err, o.Book.Reload(ctx)); err != nil || got != c.want || o.Book.View().On != c.want {
			t.Errorf("%s: %s, shown at %s: %v", c.do, got, o.Book.View().On, err)
		}
	}
}

// TestToday: a child grows out of a band while nobody asks: the calculated class stays that of the answers' day, and
// what today's ages would make of it is counted beside it, goes on with the days, and opens to the household.
func TestToday(t *testing.T) {
	clock := &officetest.Clock{}
	clock.Set(date.Must(2024, 12, 20))
	o, _ := demotest.Open(t, demotest.Config{Households: 2000, Day: clock.Now})
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	h := officetest.Fresh("AGED")
	h.Members = append(h.Members, household.Member{No: 2, Name: "Lâm Văn Bé", Relationship: household.Child,
		Sex: household.Male, Birth: household.BornOn(date.Must(2022, 2, 1)), Attending: household.AttendsNone})
	saved, err := o.Register.Save(ctx, a, register.SaveInput{Household: h, From: clock.Now()})
	if err != nil {
		t.Fatal(err)
	}
	find := func() snapshot.Item {
		it, _ := o.Book.View().Snap.Item(saved.ID)
		return it
	}
	before := find()
	if before.Since != clock.Now() || before.Class != before.Aged {
		t.Fatalf("%+v", before)
	}
	clock.Set(date.Must(2025, 6, 28)) // the last days of the old communes
	if err := o.Book.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	v := o.Book.View()
	if it := find(); v.On != date.Must(2024, 12, 14) || v.Today != clock.Now() || it.Class != before.Class {
		t.Errorf("at %s, today %s: %+v", v.On, v.Today, it)
	}
	a = officetest.SignIn(t, o, "canbo.so") // the session of last year is over
	now, err := o.Book.NewView(clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	moved := 0
	for _, id := range v.Snap.IDs(snapshot.Query{Communes: o.Office.CommunesOf(o.Office.ProvinceCode(), clock.Now())}) {
		it, _ := v.Snap.Item(id)
		ver, err := o.Book.Seen(ctx, a, id)
		if err != nil {
			t.Fatal(err)
		}
		r, err := now.Classify(&ver.Household)
		if err != nil || r.Class != it.Aged {
			t.Fatalf("%s: %s, today's ages make %s: %v", it.Code, it.Aged, r.Class, err)
		}
		if it.Class != it.Aged {
			moved++
		}
	}
	l, err := o.Register.List(ctx, a, register.ListInput{Query: snapshot.Query{Moved: true, Limit: 500}})
	if err != nil || l.Total != moved || moved == 0 || int(l.Answers.Moved) != moved {
		t.Errorf("%d of another class, the list has %d: %v", moved, l.Total, err)
	}
}
