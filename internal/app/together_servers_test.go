package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/vault"
)

// TestTwoServers: what one of two servers writes the other has in memory before it writes itself, and before it answers
// who has seen it; files, jobs and their ends are both servers'.
func TestTwoServers(t *testing.T) {
	ctx, target := context.Background(), postgrestest.Of(t).Database(t)
	one := process(t, target)
	if err := one.Demo.FillDemo(ctx, 300, nil); err != nil {
		t.Fatal(err)
	}
	two := process(t, target)
	t.Run("seen", func(t *testing.T) {
		a := officetest.SignIn(t, one, "canbo.xa")
		in := register.SaveInput{Household: officetest.Fresh("SERVERS-1")}
		if _, err := one.Register.Save(ctx, a, in); err != nil {
			t.Fatal(err)
		}
		if err := two.Office.Reach(ctx, one.Office.Known()); err != nil {
			t.Fatal(err)
		}
		b := officetest.SignIn(t, two, "canbo.xa")
		if got := officetest.List(t, two, b, snapshot.Query{Text: "SERVERS-1"}); len(got) != 1 {
			t.Errorf("the other server does not show what was saved: %v", got)
		}
		if err := two.Office.Reach(ctx, one.Office.Known()+1000); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("a change that the database does not have: %v", err)
		}
	})
	t.Run("code taken", func(t *testing.T) {
		b := officetest.SignIn(t, two, "canbo.xa")
		in := register.SaveInput{Household: officetest.Fresh("SERVERS-1")}
		if _, err := two.Register.Save(ctx, b, in); err == nil {
			t.Error("a code was given twice")
		}
	})
	t.Run("numbered", func(t *testing.T) { numberedByBoth(t, one, two) })
	t.Run("pairs", func(t *testing.T) { pairsOfBoth(t, one, two) })
	t.Run("files", func(t *testing.T) { filesOfBoth(t, one, two) })
	t.Run("jobs", func(t *testing.T) { jobsOfBoth(t, target, one, two) })
	t.Run("import", func(t *testing.T) { importOfBoth(t, target, one, two) })
	t.Run("servers", func(t *testing.T) {
		if all, err := one.Office.Servers(ctx); err != nil || len(all) != 2 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// numberedByBoth: whoever saves at either server without a code has one of his own, and nobody is told that a code
// which he did not give is taken.
func numberedByBoth(t *testing.T, servers ...*app.Desks) {
	const people, each = 8, 12
	given := make(chan household.ID, people*each)
	var all sync.WaitGroup
	for i := range people {
		o := servers[i%len(servers)]
		a := officetest.SignIn(t, o, "canbo.xa")
		all.Go(func() {
			for n := range each {
				h := officetest.Fresh("")
				h.Members[0].Name = someone(int64(i*each + n))
				v, err := o.Register.Save(context.Background(), a.Once(), register.SaveInput{Household: h})
				if err != nil {
					t.Error(err)
					return
				}
				given <- v.Household.Code
			}
		})
	}
	all.Wait()
	close(given)
	codes := map[household.ID]bool{}
	for code := range given {
		codes[code] = true
	}
	if len(codes) != people*each {
		t.Errorf("%d codes of %d households", len(codes), people*each)
	}
}

// pairsOfBoth: a pair that one server finds waits for who decides at the other, and is decided at both.
func pairsOfBoth(t *testing.T, one, two *app.Desks) {
	ctx := context.Background()
	open := func(of, after *app.Desks) (n int) {
		t.Helper()
		err := of.Office.Reach(ctx, after.Office.Known())
		if err == nil {
			n, _, err = of.Duplicates.Count(ctx, officetest.SignIn(t, of, "canbo.so"))
		}
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := open(two, one)
	if _, err := one.Register.Save(ctx, officetest.SignIn(t, one, "canbo.xa"),
		register.SaveInput{Household: officetest.Fresh("SERVERS-2")}); err != nil {
		t.Fatal(err)
	}
	if n := open(two, one); n != before+1 {
		t.Fatalf("%d pairs wait at the other server, not %d", n, before+1)
	}
	a := officetest.SignIn(t, two, "canbo.so")
	l, err := two.Duplicates.List(ctx, a)
	if err == nil {
		err = two.Duplicates.Decide(ctx, a, l.Pairs[before].ID, false, 0, "hai người khác nhau")
	}
	if n := open(one, two); err != nil || n != before {
		t.Errorf("%d pairs wait where one was decided elsewhere, not %d: %v", n, before, err)
	}
}

// filesOfBoth: a file that one server keeps the other opens, whole, and drops.
func filesOfBoth(t *testing.T, one, two *app.Desks) {
	t.Helper()
	want := bytes.Repeat([]byte("trang sổ hộ "), 200_000) // three pieces
	name, size, err := one.Office.KeepFile(bytes.NewReader(want), office.MostUploaded)
	if err != nil || size != int64(len(want)) {
		t.Fatal(size, err)
	}
	var got bytes.Buffer
	if err := two.Office.OpenFile(name, &got); err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%d bytes, not %d: %v", got.Len(), len(want), err)
	}
	two.Office.DropFile(name)
	if err := one.Office.OpenFile(name, &got); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a file that was dropped is opened: %v", err)
	}
	if _, _, err := one.Office.KeepFile(strings.NewReader("quá dài"), 3); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a file that is too long: %v", err)
	}
}

// jobsOfBoth: a job whose server says nothing any more is run by another one; one that another server runs ends where
// its person asks for it on this one.
func jobsOfBoth(t *testing.T, target string, one, two *app.Desks) {
	t.Helper()
	ctx := context.Background()
	started, ends := make(chan string, 8), make(chan struct{})
	run := func(by string) func(context.Context, *jobs.Job, office.Progress) error {
		return func(ctx context.Context, j *jobs.Job, _ office.Progress) error {
			started <- by
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-ends:
				j.State = jobs.Done
				return nil
			}
		}
	}
	one.Office.Handle("toy", errs.T("Preview"), run("one"))
	two.Office.Handle("toy", errs.T("Preview"), run("two"))
	for i, o := range []*app.Desks{one, two} {
		o.Office.Entitle(office.Titles{"job.toy": errs.T(fmt.Sprintf("Preview %d", i))})
	}
	a := officetest.SignIn(t, one, "canbo.xa")
	b := officetest.SignIn(t, two, "canbo.xa")
	j := &jobs.Job{Kind: "toy"}
	if err := one.Office.Queue(ctx, a, j, nil); err != nil {
		t.Fatal(err)
	}
	owner := <-started
	asks, who := two, b // the one that does not run it
	if owner == "two" {
		asks, who = one, a
	}
	if err := asks.Office.CancelJob(ctx, who, j.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := asks.Office.WaitJob(ctx, who, j.ID); err != nil || got.State != jobs.Cancelled {
		t.Errorf("%+v %v", got, err)
	}
	close(ends)
	leave(t, target, j.ID, time.Now().Add(-time.Second))
	asks.Office.WakeJobs()
	<-started
	if got, err := asks.Office.WaitJob(ctx, who, j.ID); err != nil || got.State != jobs.Done {
		t.Errorf("a job whose server was killed did not end: %+v %v", got, err)
	}
}

// importOfBoth: an import that was decided when its server was killed is in the register and in every server's memory
// once another one has taken it up.
func importOfBoth(t *testing.T, target string, one, two *app.Desks) {
	t.Helper()
	ctx := context.Background()
	a := officetest.SignIn(t, one, "canbo.xa")
	j := &jobs.Job{Province: "94", Kind: "import", Account: a.Account, State: jobs.Failed, Input: "{}", Created: time.Now()}
	beside(t, target, func(tx *store.Tx) error {
		if err := jobs.Add(ctx, tx, j); err != nil {
			return err
		}
		j.Result = `{"stored":true}`
		id, err := households.Reserve(ctx, tx, "94", 1)
		v := &households.Version{Province: "94", ID: id, Version: 1, State: households.Active, ValidFrom: demo.Day(),
			RecordedAt: time.Now(), Deed: "import", Household: *officetest.Fresh("S-9")}
		return errors.Join(err, jobs.Set(ctx, tx, j), households.BeginImport(ctx, tx, "94", j.ID),
			households.Stage(ctx, tx, j.ID, 1, v, 0), households.DecideImport(ctx, tx, "94", j.ID))
	})
	leave(t, target, j.ID, time.Now().Add(-time.Second))
	two.Office.WakeJobs()
	if got, err := one.Office.WaitJob(ctx, a, j.ID); err != nil || got.State != jobs.Done {
		t.Fatalf("%+v %v", got, err)
	}
	for i, o := range []*app.Desks{one, two} {
		if err := o.Office.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		b := officetest.SignIn(t, o, "canbo.xa")
		if got := officetest.List(t, o, b, snapshot.Query{Text: "S-9"}); len(got) != 1 {
			t.Errorf("server %d does not show what was imported: %v", i, got)
		}
	}
}

// leave leaves a job as a server leaves it that was killed while it ran it.
func leave(t *testing.T, target string, id int64, lease time.Time) {
	t.Helper()
	ctx := context.Background()
	beside(t, target, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET state = 'running', owner = 'killed', lease = $1, cancel = 0 WHERE id = $2`,
			lease.UnixMicro(), id)
		return err
	})
}

// beside writes into the database as another program.
func beside(t *testing.T, target string, do func(*store.Tx) error) {
	t.Helper()
	v, err := vault.New([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(target, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Write(context.Background(), do), s.Close()); err != nil {
		t.Fatal(err)
	}
}
