package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/places"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/store/sendings"
	"giamngheo/internal/vault"
)

var cluster *postgrestest.Cluster

// TestMain starts the PostgreSQL that half of the tests run on.
func TestMain(m *testing.M) {
	var err error
	if cluster, err = postgrestest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := cluster.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func key(t testing.TB) *vault.Vault {
	t.Helper()
	v, err := vault.New([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func open(t testing.TB, target string) *store.Store {
	t.Helper()
	s, err := store.Open(target, key(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// engines runs a test on an empty database of each engine: the conformance suite.
func engines(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Run("sqlite", func(t *testing.T) { f(t, open(t, filepath.Join(t.TempDir(), "office.db"))) })
	t.Run("postgres", func(t *testing.T) { f(t, open(t, cluster.Database(t))) })
}

var at = time.Date(2024, 12, 20, 3, 4, 5, 678_000, time.UTC)

func write(t testing.TB, s *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func sample(code string) household.Household {
	return household.Household{Code: household.ID(code), Commune: "31708", Hamlet: "Ấp Một", Phone: "0909123456",
		IncomePerHead: household.Just(household.Dong(900_000)),
		Members: []household.Member{{No: 1, Name: "Đặng Thị Ước", CitizenID: "099180000001",
			Relationship: household.Head, Sex: household.Female,
			Birth: household.BornOn(date.Must(1980, 9, 5)), Disability: household.Yes}}}
}

// TestManyHouseholds: what is written many at a time reads as it was given, whatever number is left over, and also where
// some were recorded by another account.
func TestManyHouseholds(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		const n = 35 // many statements of many, and some that are left
		now, past := make([]*households.Version, n), make([]*households.Version, n)
		for i := range n {
			v := households.Version{Province: "94", ID: int64(i + 1), Version: 2, State: households.Active,
				ValidFrom: date.Must(2024, 12, 14), RecordedAt: at, RecordedBy: int64(7 + i/20), Deed: "review",
				Class: poverty.Poor, Household: sample(fmt.Sprint("H", i))}
			now[i] = &v
			was := v
			was.Version, was.ValidFrom, was.ValidTo, was.Class = 1, date.Must(2023, 12, 14), v.ValidFrom, poverty.NearPoor
			was.Household.Hamlet = "Ấp Cũ"
			past[i] = &was
		}
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(households.PastMany(ctx, tx, past), households.CreateMany(ctx, tx, now))
		})
		ignore := []cmp.Option{cmpopts.IgnoreUnexported(households.Version{}), cmpopts.EquateEmpty(),
			cmpopts.EquateComparable(household.Birth{})}
		for i := range n {
			got, err := households.History(ctx, s, "94", int64(i+1))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]households.Version{*now[i], *past[i]}, got, ignore...); d != "" {
				t.Fatal(i, d)
			}
		}
		again := *now[0]
		again.ID = 100
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return households.CreateMany(ctx, tx, []*households.Version{&again})
		}); err == nil {
			t.Error("a code twice")
		}
	})
}

func TestHouseholds(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		v := &households.Version{Province: "94", State: households.Active, ValidFrom: date.Must(2024, 1, 1),
			RecordedAt: at, RecordedBy: 7, Deed: "create",
			Class: poverty.Poor, Household: sample("H1")}
		write(t, s, func(tx *store.Tx) error { return households.Create(ctx, tx, v) })
		got, err := households.Find(ctx, s, "94", v.ID)
		if err != nil {
			t.Fatal(err)
		}
		ignore := []cmp.Option{cmpopts.IgnoreUnexported(households.Version{}), cmpopts.EquateEmpty(),
			cmpopts.EquateComparable(household.Birth{})}
		if d := cmp.Diff(v, got, ignore...); d != "" {
			t.Error(d)
		}
		next := *got
		next.Household = *got.Household.Clone()
		next.Household.Address, next.ValidFrom, next.Deed = "Số 9", date.Must(2024, 6, 1), "edit"
		write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &next, 1) })
		if err := s.Write(ctx, func(tx *store.Tx) error {
			stale := next
			return households.Supersede(ctx, tx, &stale,
				1)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a stale version: %v", err)
		}
		if err := s.Write(ctx, func(tx *store.Tx) error {
			dup := *v
			dup.ID = 0
			return households.Create(ctx, tx,
				&dup)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a code twice: %v", err)
		}
		history, err := households.History(ctx, s, "94", v.ID)
		if err != nil || len(history) != 2 || history[0].Household.Address != "Số 9" ||
			history[1].ValidTo != date.Must(2024, 6, 1) {
			t.Errorf("%+v %v", history, err)
		}
		for day, want := range map[date.Date]string{date.Must(2023, 12, 31): "-", date.Must(2024, 1, 1): "",
			date.Must(2024, 5, 31): "", date.Must(2024, 6, 1): "Số 9", 0: "Số 9"} {
			found := "-"
			if err := households.Each(ctx, s, "94", day,
				func(v *households.Version) error { found = v.Household.Address; return nil }); err != nil {
				t.Fatal(err)
			}
			if found != want {
				t.Errorf("on %s: %q, want %q", day, found, want)
			}
		}
		if id, err := households.ByCode(ctx, s, "94", "H1"); id != v.ID || err != nil {
			t.Error(id, err)
		}
		if _, err := households.Find(ctx, s, "92", v.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another province: %v", err)
		}
	})
}

func TestAccounts(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		a := &accounts.Account{Username: " An.NGUYEN ", FullName: "Nguyễn An", Password: "x", Created: at,
			Phone: "0987654321"}
		g := access.Grant{Role: access.CommuneOfficer, Place: "31708", From: date.Must(2024, 1, 1)}
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(accounts.Create(ctx, tx, a), accounts.AddGrant(ctx, tx, a.ID, g, 0, at))
		})
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return accounts.Create(ctx, tx, &accounts.Account{Username: "an.nguyen", FullName: "x", Created: at})
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a username twice: %v", err)
		}
		got, err := accounts.FindByName(ctx, s, "AN.nguyen")
		if err != nil || got.FullName != "Nguyễn An" || got.Phone != a.Phone || len(got.Grants) != 1 || got.Grants[0] != g {
			t.Fatalf("%+v %v", got, err)
		}
		got.TOTP, got.Recovery = "SECRET", []string{"a", "b"}
		write(t, s, func(tx *store.Tx) error { return accounts.Update(ctx, tx, got) })
		if err := s.Write(ctx, func(tx *store.Tx) error {
			old := *got
			old.Version--
			return accounts.Update(ctx, tx,
				&old)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a stale account: %v", err)
		}
		if again, err := accounts.Find(ctx, s, a.ID); err != nil || again.TOTP != "SECRET" || len(again.Recovery) != 2 {
			t.Errorf("%+v %v", again, err)
		}
		v := &accounts.Session{Account: a.ID, Stage: "in", Address: "127.0.0.1", Created: at, Seen: at, Fresh: at}
		write(t, s, func(tx *store.Tx) error { return accounts.CreateSession(ctx, tx, "token", v) })
		if got, err := accounts.FindSession(ctx, s, "token"); err != nil || cmp.Diff(v, got) != "" {
			t.Error(cmp.Diff(v, got), err)
		}
		write(t, s, func(tx *store.Tx) error { _, err := accounts.EndSessions(ctx, tx, a.ID, 0, 0); return err })
		if _, err := accounts.FindSession(ctx, s, "token"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an ended session: %v", err)
		}
		write(t, s, func(tx *store.Tx) error {
			return accounts.EndGrant(ctx, tx, a.ID, got.GrantIDs[0], date.Must(2024, 2, 1), at)
		})
		again, _ := accounts.Find(ctx, s, a.ID)
		if again.Grants[0].To != date.Must(2024, 2, 1) || !again.Ended[0].At.Equal(at) || !again.Ended[0].To.IsZero() {
			t.Errorf("%+v %+v", again.Grants, again.Ended)
		}
		write(t, s, func(tx *store.Tx) error { // what it was before the first end is what comes back
			again.Phone = "0912345678"
			return errors.Join(accounts.EndGrant(ctx, tx, a.ID, got.GrantIDs[0], date.Must(2024, 1, 31), at),
				accounts.RestoreGrant(ctx, tx, a.ID, got.GrantIDs[0]), accounts.Update(ctx, tx, again))
		})
		if again, _ := accounts.Find(ctx, s, a.ID); !again.Grants[0].To.IsZero() || !again.Ended[0].At.IsZero() ||
			again.Phone != "0912345678" {
			t.Errorf("%+v", again)
		}
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return accounts.RestoreGrant(ctx, tx, a.ID, got.GrantIDs[0])
		}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a role that nobody has ended: %v", err)
		}
	})
}

func TestAuditChain(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for i := range 5 {
			write(t, s, func(tx *store.Tx) error {
				return tx.Audit(ctx, &audit.Entry{Province: "94", At: at.Add(time.Duration(i) * time.Second), Who: "an",
					Action: "household.edit", Kind: "household",
					Subject: fmt.Sprint(i), Detail: audit.Detail{Reason: "vì",
						Changes: []household.Change{{Column: "roof", After: "solid"}}}})
			})
		}
		if n, err := s.VerifyAudit(ctx, nil); n != 5 || err != nil {
			t.Fatal(n, err)
		}
		if all, err := s.Audit(ctx, store.AuditQuery{Province: "94", Kind: "household", Limit: 9}); err != nil ||
			len(all) < 2 {
			t.Errorf("entries of a kind: %d, %v", len(all), err)
		}
		got, err := s.Audit(ctx, store.AuditQuery{Province: "94", Kind: "household", Subject: "3", Limit: 9})
		if err != nil || len(got) != 1 || got[0].Detail.Reason != "vì" || got[0].Seq != 4 {
			t.Errorf("%+v %v", got, err)
		}
	})
}

// TestTampering: whoever changes, removes or swaps entries behind the program's back is found.
func TestTampering(t *testing.T) {
	ctx := context.Background()
	for name, deed := range map[string]string{
		"edit": `UPDATE audit SET who = 'khác' WHERE seq = 3`, "delete": `DELETE FROM audit WHERE seq = 3`,
		"delete the newest": `DELETE FROM audit WHERE seq = 6`,
		"swap":              `UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3); UPDATE audit SET seq = -seq WHERE seq < 0`,
		"detail of another": `UPDATE audit SET sealed_detail = (SELECT sealed_detail FROM audit WHERE seq = 1) WHERE seq = 2`,
	} {
		path := filepath.Join(t.TempDir(), "office.db")
		s := open(t, path)
		for range 6 {
			write(t, s, func(tx *store.Tx) error {
				return tx.Audit(ctx,
					&audit.Entry{Province: "94", At: at, Action: "x"})
			})
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(deed); err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		if _, err := s.VerifyAudit(ctx, nil); !errors.Is(err, audit.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestGroupCommit: many writers at once all get their own answer; a failure and a panic are nobody else's.
func TestGroupCommit(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var wg sync.WaitGroup
		var order []int
		for i := range 200 {
			wg.Go(func() {
				err := s.Write(ctx, func(tx *store.Tx) error {
					if err := tx.SetSetting(ctx, fmt.Sprintf("n%d", i), "x"); err != nil {
						return err
					}
					if i%10 == 3 {
						return errors.New("mine alone")
					}
					if i%10 == 7 {
						panic("mine alone")
					}
					tx.After(func() { order = append(order, i) })
					return nil
				})
				if (err != nil) != (i%10 == 3 || i%10 == 7) {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if len(order) != 160 {
			t.Errorf("%d functions ran after their transaction", len(order))
		}
		for i := range 200 {
			v, err := s.Setting(ctx, fmt.Sprintf("n%d", i))
			if want := i%10 != 3 && i%10 != 7; (v == "x") != want || err != nil {
				t.Errorf("%d: %q %v", i, v, err)
			}
		}
	})
}

// TestQueues: duplicates, jobs, column matches, reviews and mergers keep what they are given.
func TestQueues(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := &households.Duplicate{Province: "94", Kind: "citizen", One: 9, OneMember: 1, Two: 4, TwoMember: 2,
			Found: at}
		j := &jobs.Job{Province: "94", Kind: "import", Account: 1, State: "queued", Input: "{}", Created: at}
		c := &places.Change{Province: "94", On: date.Must(2025, 1, 1), State: "proposed", Basis: "QĐ", Units: "[]",
			RecordedBy: 1, Recorded: at}
		a := &accounts.Account{Username: "a", FullName: "A", Created: at}
		write(t, s, func(tx *store.Tx) error {
			again := *d
			return errors.Join(households.AddDuplicate(ctx, tx, d), households.AddDuplicate(ctx, tx, &again),
				jobs.Add(ctx, tx, j), places.Add(ctx, tx, c), accounts.Create(ctx, tx, a),
				jobs.SetColumnMatch(ctx, tx, 1, "h", "{}", at), jobs.SetColumnMatch(ctx, tx, 1, "h", "{1}", at),
				reviews.SetReview(ctx, tx, reviews.Review{Province: "94", Year: 2024, On: date.Must(2024, 12, 14),
					Standard: "s", State: "preliminary"}),
				reviews.SetReview(ctx, tx, reviews.Review{Province: "94", Year: 2024, On: date.Must(2024, 12, 14),
					Standard: "s", State: "final"}))
		})
		if got, err := households.Duplicates(ctx, s, "94", "open", 0, 9); err != nil || len(got) != 1 || got[0].One != 4 ||
			got[0].OneMember != 2 {
			t.Errorf("%+v %v", got, err)
		}
		state := func() households.DuplicateState {
			all, err := households.DuplicateStates(ctx, s, "94")
			if err != nil || len(all) != 1 || all[d.Key()].ID != d.ID {
				t.Errorf("%+v %v", all, err)
			}
			return all[d.Key()].State
		}
		write(t, s, func(tx *store.Tx) error { return households.EndDuplicate(ctx, tx, "94", d.ID, at) })
		if got := state(); got != households.DuplicateGone {
			t.Errorf("%s", got)
		}
		again := *d
		write(t, s, func(tx *store.Tx) error { return households.AddDuplicate(ctx, tx, &again) })
		if got := state(); got != households.DuplicateOpen || again.ID != d.ID {
			t.Errorf("%s, id %d", got, again.ID)
		}
		d.State, d.Decided, d.DecidedBy = "different", at, 1
		write(t, s, func(tx *store.Tx) error { return households.DecideDuplicate(ctx, tx, d) })
		if err := s.Write(ctx, func(tx *store.Tx) error { return households.DecideDuplicate(ctx, tx, d) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("decided twice: %v", err)
		}
		write(t, s, func(tx *store.Tx) error { return households.EndDuplicate(ctx, tx, "94", d.ID, at) })
		if got := state(); got != households.DuplicateDifferent {
			t.Errorf("%s", got)
		}
		lease(t, s, j.ID)
		if m, err := jobs.ColumnMatches(ctx, s, 1); m["h"] != "{1}" || err != nil {
			t.Error(m, err)
		}
		if got, err := reviews.Reviews(ctx, s, "94"); err != nil || len(got) != 1 || got[0].State != "final" {
			t.Errorf("%+v %v", got, err)
		}
		if got, err := places.Changes(ctx, s, "94"); err != nil || len(got) != 1 || got[0].On != c.On {
			t.Errorf("%+v %v", got, err)
		}
	})
}

// lease: a job is one server's until its lease ends without a word; then another has it, and the first no more.
func lease(t *testing.T, s *store.Store, id int64) {
	t.Helper()
	ctx := context.Background()
	take := func(owner string, now time.Time) (j *jobs.Job) {
		write(t, s, func(tx *store.Tx) (err error) {
			j, err = jobs.Take(ctx, tx, "94", owner, false, now, now.Add(time.Minute))
			return err
		})
		return j
	}
	waits := func(alone bool, now time.Time, want bool) {
		t.Helper()
		if got, err := jobs.Waiting(ctx, s, "94", alone, now); err != nil || got != want {
			t.Errorf("a job waits: %v %v", got, err)
		}
	}
	renew := func(j *jobs.Job, now time.Time, want bool) {
		t.Helper()
		write(t, s, func(tx *store.Tx) error {
			got, err := jobs.Renew(ctx, tx, j, now.Add(time.Minute))
			if got != want {
				t.Errorf("renewed: %v", got)
			}
			return err
		})
	}
	waits(false, at, true)
	one := take("one", at)
	if one == nil || one.ID != id || one.State != jobs.Running || one.Owner != "one" {
		t.Fatalf("%+v", one)
	}
	waits(false, at, false)
	waits(true, at, true)
	if two := take("two", at.Add(30*time.Second)); two != nil {
		t.Errorf("two servers run a job: %+v", two)
	}
	one.Done, one.Total = 3, 9
	renew(one, at.Add(30*time.Second), true)
	if two := take("two", at.Add(80*time.Second)); two != nil {
		t.Errorf("two servers run a job that was renewed: %+v", two)
	}
	two := take("two", at.Add(91*time.Second))
	if two == nil || two.Done != 3 || two.Total != 9 || two.Cancel {
		t.Fatalf("%+v", two)
	}
	renew(one, at.Add(92*time.Second), false)
	write(t, s, func(tx *store.Tx) error { return jobs.AskEnd(ctx, tx, "94", id) })
	if got, err := jobs.Find(ctx, s, "94", id); err != nil || !got.Cancel || got.Owner != "two" {
		t.Errorf("%+v %v", got, err)
	}
}

// TestEnginesAgree: what is written to PostgreSQL, backed up and restored to SQLite, and the other way, is the same: every
// row of every table, byte for byte.
func TestEnginesAgree(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	pg := open(t, cluster.Database(t))
	for i := range 50 {
		write(t, pg, func(tx *store.Tx) error {
			v := &households.Version{Province: "94", State: households.Active, ValidFrom: date.Must(2024, 1, 1),
				RecordedAt: at, Deed: "create", Household: sample(fmt.Sprintf("H%d", i))}
			return errors.Join(households.Create(ctx, tx, v),
				tx.Audit(ctx, &audit.Entry{Province: "94", At: at, Action: "household.create",
					Subject: fmt.Sprint(v.ID)}))
		})
	}
	write(t, pg, func(tx *store.Tx) error {
		return accounts.Create(ctx, tx, &accounts.Account{Username: "a", FullName: "Đỗ A", Password: "p", Created: at})
	})
	fillTables(t, pg)
	backup := filepath.Join(dir, "backup.db")
	if err := pg.Backup(ctx, backup, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(ctx, backup, filepath.Join(dir, "restored.db"), key(t), false, nil); err != nil {
		t.Fatal(err)
	}
	lite := open(t, filepath.Join(dir, "restored.db"))
	second := filepath.Join(dir, "second.db")
	if err := lite.Backup(ctx, second, nil); err != nil {
		t.Fatal(err)
	}
	target := cluster.Database(t)
	if err := store.Restore(ctx, second, target, key(t), false, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(ctx, second, target, key(t), false, nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over data: %v", err)
	}
	want := dump(t, pg)
	for name, s := range map[string]*store.Store{"sqlite": lite, "postgres again": open(t, target)} {
		if d := cmp.Diff(want, dump(t, s)); d != "" {
			t.Errorf("%s: %.2000s", name, d)
		}
		if n, err := s.VerifyAudit(ctx, nil); n != 50 || err != nil {
			t.Errorf("%s: %d %v", name, n, err)
		}
	}
}

// column is a column of a table, as PostgreSQL knows it.
type column struct{ table, name, kind string }

// columnsOf are the columns of all tables, by table.
func columnsOf(t *testing.T, pg *store.Store) map[string][]column {
	t.Helper()
	out := map[string][]column{}
	rows, err := pg.Stream(context.Background(), `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' ORDER BY table_name, ordinal_position`)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		var c column
		err := r.Scan(&c.table, &c.name, &c.kind)
		out[c.table] = append(out[c.table], c)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// fillTables has every table hold a row: one of every column's type where nothing else has written one.
func fillTables(t *testing.T, pg *store.Store) {
	t.Helper()
	ctx := context.Background()
	write(t, pg, func(tx *store.Tx) error {
		for table, columns := range columnsOf(t, pg) {
			var n int
			if err := tx.Row(ctx, `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil || n > 0 {
				if err != nil {
					return err
				}
				continue
			}
			var names, marks []string
			var values []any
			for _, c := range columns {
				names, marks = append(names, c.name), append(marks, fmt.Sprintf("$%d", len(marks)+1))
				switch c.kind {
				case "bytea":
					values = append(values, []byte{0, 0xff, 'a', 0, 0x80}) // no text
				case "text":
					values = append(values, "Đỗ")
				default:
					values = append(values, 1)
				}
			}
			if _, err := tx.Exec(ctx, `INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+
				strings.Join(marks, ", ")+`)`, values...); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return nil
	})
}

// dump is every row of every table, as text; a table without a row is a fault of the test.
func dump(t *testing.T, s *store.Store) (out []string) {
	t.Helper()
	query := `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	if !s.Postgres() {
		query = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
	}
	var tables []string
	rows, err := s.Stream(context.Background(), query)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		var name string
		err := r.Scan(&name)
		tables = append(tables, name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if strings.HasPrefix(table, "goose") {
			continue
		}
		before := len(out)
		if out = append(out, rowsOf(t, s, table)...); len(out) == before {
			t.Errorf("nothing in %s: what is not there cannot be lost", table)
		}
	}
	slices.Sort(out)
	return out
}

// rowsOf is every row of a table, with the types of its values.
func rowsOf(t *testing.T, s *store.Store, table string) (out []string) {
	t.Helper()
	rows, err := s.Stream(context.Background(), `SELECT * FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Each(rows, nil, func(r store.Scanner) error {
		values, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			at[i] = &values[i]
		}
		err := r.Scan(at...)
		line := table
		for i, v := range values {
			line += fmt.Sprintf(" %s=%T %v", columns[i], v, v)
		}
		out = append(out, line)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRestoreRefuses: a damaged, foreign or otherwise sealed file is refused and nothing is replaced unasked.
func TestRestoreRefuses(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := open(t, filepath.Join(dir, "office.db"))
	for i := range 200 {
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(households.Create(ctx, tx, &households.Version{Province: "94", State: 1,
				ValidFrom: date.Must(2024, 1, 1), RecordedAt: at, Household: sample(fmt.Sprint(i))}),
				tx.Audit(ctx, &audit.Entry{Province: "94", At: at, Action: "x"}))
		})
	}
	good := filepath.Join(dir, "good.db")
	if err := s.Backup(ctx, good, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, good, nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over a backup: %v", err)
	}
	b, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "099180000001") || strings.Contains(string(b), "0909123456") ||
		strings.Contains(string(b), "Đặng Thị Ước") {
		t.Error("the backup holds personal data in the clear")
	}
	put := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	damaged := append([]byte(nil), b...)
	for i := len(damaged) / 2; i < len(damaged)/2+20_000 && i < len(damaged); i++ {
		damaged[i] = 0x55
	}
	other, err := vault.New([]byte("another key, of exactly 32 bytes"))
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "target.db")
	for name, c := range map[string]struct {
		path string
		v    *vault.Vault
	}{
		"foreign":   {put("foreign.db", []byte("PK\x03\x04 not a database at all")), key(t)},
		"empty":     {put("empty.db", nil), key(t)},
		"cut short": {put("cut.db", b[:len(b)/3]), key(t)}, "damaged": {put("damaged.db", damaged), key(t)},
		"other key": {good, other},
		"missing":   {filepath.Join(dir, "missing.db"), key(t)},
	} {
		if err := store.Restore(ctx, c.path, target, c.v, false, nil); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(target); err == nil {
			t.Errorf("%s: something was restored", name)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(ctx, good, filepath.Join(dir, "office.db"), key(t), false,
		nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over a database: %v", err)
	}
	if err := store.Restore(ctx, good, target, key(t), false, nil); err != nil {
		t.Error(err)
	}
	if n, err := open(t, target).VerifyAudit(ctx, nil); n != 200 || err != nil {
		t.Error(n, err)
	}
}

// TestRotation: a new key seals every record again; what the old key alone could read is gone.
func TestRotation(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	file := filepath.Join(dir, "keys")
	v1, err := vault.CreateFile(file)
	if err != nil {
		t.Fatal(err)
	}
	openWith := func(v *vault.Vault) *store.Store {
		s, err := store.Open(filepath.Join(dir, "office.db"), v)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := openWith(v1)
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	v := &households.Version{Province: "94", State: 1, ValidFrom: date.Must(2024, 1, 1), RecordedAt: at,
		Household: sample("H1")}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(households.Create(ctx, tx, v), tx.Audit(ctx, &audit.Entry{Province: "94", At: at}),
			reviews.AddItem(ctx, tx, &reviews.ReviewItem{Province: "94", Campaign: 3, Household: 5, List: 2,
				Record: sample("H5")}),
			reviews.AddEvent(ctx, tx, "94", 2, &review.Event{Seq: 1, At: at, Step: review.CloseList}),
			reviews.AddAnswer(ctx, tx, "94", &reviews.Answer{Campaign: 3, Commune: "31708", Code: "work/x",
				Text: "đã xem", At: at}))
	})
	next := *v
	officer := &accounts.Account{Username: "canbo", FullName: "Cán Bộ", Password: "x", Created: at}
	write(t, s, func(tx *store.Tx) error {
		if err := errors.Join(households.Supersede(ctx, tx, &next, 1), accounts.Create(ctx, tx, officer)); err != nil {
			return err
		}
		officer.TOTP = "JBSWY3DPEHPK3PXP"
		return accounts.Update(ctx, tx, officer)
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	v2, err := vault.AddKey(file)
	if err != nil {
		t.Fatal(err)
	}
	s = openWith(v2)
	if err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	total := 0
	for {
		n := 0
		write(t, s, func(tx *store.Tx) (err error) { n, err = sealed.Reseal(ctx, tx, 1); return err })
		if total += n; n == 0 {
			break
		}
	}
	if total != 7 {
		t.Errorf("%d records were sealed again, not 7", total)
	}
	if got, err := accounts.FindByName(ctx, s, "canbo"); err != nil || got.TOTP != officer.TOTP {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := households.History(ctx, s, "94", v.ID); err != nil || len(got) != 2 ||
		got[0].Household.Members[0].CitizenID != "099180000001" {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := reviews.FindItem(ctx, s, "94", 3, 5); err != nil || got.Record.Code != "H5" {
		t.Error(got, err)
	}
	if got, err := reviews.Answers(ctx, s, "94", 3, "31708"); err != nil || len(got) != 1 || got[0].Text != "đã xem" {
		t.Error(got, err)
	}
	if got, err := reviews.Events(ctx, s, "94", 2); err != nil || len(got) != 1 {
		t.Error(got, err)
	}
	if err := store.Resign(ctx, s); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Witness(ctx, nil); err != nil || len(v.Faults) > 0 || v.Rows != 6 {
		t.Errorf("%+v %v", v, err)
	}
	var old int
	if err := s.Row(ctx, `SELECT COUNT(*) FROM row_seal WHERE substr(signature, 1, 1) <> $1`,
		[]byte{v2.Newest()}).Scan(&old); err != nil || old > 0 {
		t.Errorf("%d rows are signed with the old key: %v", old, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	foreign := openWith(key(t))
	defer func() { _ = foreign.Close() }()
	if err := foreign.Migrate(ctx); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another key file: %v", err)
	}
}

// TestSchema: both engines have the same tables with the same columns in the same order, and a second migration finds
// nothing to do.
func TestSchema(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "office.db")
	target := cluster.Database(t)
	again := func() {
		for _, s := range []*store.Store{open(t, path), open(t, target)} {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	again()
	columns := func(driver, dsn, query string) (out []string) {
		db, err := sql.Open(driver, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		rows, err := db.QueryContext(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var table, column, kind string
			if err := rows.Scan(&table, &column, &kind); err != nil {
				t.Fatal(err)
			}
			kind = strings.NewReplacer("bigint", "integer", "bytea", "blob").Replace(strings.ToLower(kind))
			out = append(out, table+"."+column+" "+kind)
		}
		return out
	}
	lite := columns("sqlite", path, `SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid`)
	pg := columns("pgx", target, `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' ORDER BY table_name, ordinal_position`)
	if d := cmp.Diff(lite, pg); d != "" || len(lite) < 80 {
		t.Errorf("%d columns: %s", len(lite), d)
	}
	again()
}

// TestEntriesByPlace: the entries of a place are found however many others came after, page by page, none twice.
func TestEntriesByPlace(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		write(t, s, func(tx *store.Tx) error {
			for i := range 60 {
				e := &audit.Entry{Province: "94", At: at, Action: "x", Kind: "household", Place: "1"}
				if i > 5 {
					e.Place, e.Kind = "2", "session"
				}
				if err := tx.Audit(ctx, e); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			q    store.AuditQuery
			want int
		}{
			"a place": {store.AuditQuery{Places: []string{"1"}}, 6}, "two places": {store.AuditQuery{Places: []string{"2", "1"}}, 60},
			"no place": {store.AuditQuery{Places: []string{"3"}}, 0}, "a kind": {store.AuditQuery{Kinds: []string{"session"}}, 54},
			"a kind not allowed":  {store.AuditQuery{Kinds: []string{"session"}, Kind: "household"}, 0},
			"a place and a kind":  {store.AuditQuery{Places: []string{"1", "2"}, Kind: "household"}, 6},
			"everything, by page": {store.AuditQuery{}, 60},
		} {
			c.q.Province, c.q.Limit = "94", 7
			seen := map[int64]bool{}
			for {
				page, err := s.Audit(ctx, c.q)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page {
					if seen[e.Seq] || c.q.Before > 0 && e.Seq >= c.q.Before {
						t.Errorf("%s: entry %d twice, or out of order", name, e.Seq)
					}
					seen[e.Seq], c.q.Before = true, e.Seq
				}
				if len(page) < 7 {
					break
				}
			}
			if len(seen) != c.want {
				t.Errorf("%s: %d entries, not %d", name, len(seen), c.want)
			}
		}
	})
}

// TestSendings: what was sent with a form's key is found under it, answered, replaced, and forgotten after its time.
func TestSendings(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		want := &sendings.Sending{Province: "94", ID: "K", Account: 3, Form: "/plan", Content: []byte{1, 0, 2}, At: at}
		find := func(want *sendings.Sending) {
			t.Helper()
			if got, err := sendings.Find(ctx, s, "94", "K"); err != nil || cmp.Diff(got, want) != "" {
				t.Errorf("%v %s", err, cmp.Diff(got, want))
			}
		}
		find(nil)
		write(t, s, func(tx *store.Tx) error { return sendings.Add(ctx, tx, want) })
		find(want)
		want.Answer = "/plan/2024"
		write(t, s, func(tx *store.Tx) error { return sendings.Answer(ctx, tx, want) })
		find(want)
		want = &sendings.Sending{Province: "94", ID: "K", Account: 3, Form: "/plan", Content: []byte{9}, At: at.Add(time.Hour)}
		write(t, s, func(tx *store.Tx) error { return sendings.Add(ctx, tx, want) })
		find(want)
		write(t, s, func(tx *store.Tx) error { return sendings.Sweep(ctx, tx, "94", at.Add(time.Hour)) })
		find(want)
		write(t, s, func(tx *store.Tx) error { return sendings.Sweep(ctx, tx, "94", at.Add(2*time.Hour)) })
		find(nil)
	})
}

// TestChoice: how an account likes something is kept under its name, apart from others'.
func TestChoice(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var ids []int64
		for _, name := range []string{"one", "two"} {
			a := &accounts.Account{Username: name, Created: at}
			write(t, s, func(tx *store.Tx) error { return accounts.Create(ctx, tx, a) })
			ids = append(ids, a.ID)
		}
		for _, value := range []string{"a b", "", "c"} {
			write(t, s, func(tx *store.Tx) error { return accounts.SetChoice(ctx, tx, ids[0], "columns", value) })
			if got, err := accounts.Choice(ctx, s, ids[0], "columns"); err != nil || got != value {
				t.Errorf("%q, not %q: %v", got, value, err)
			}
		}
		for _, of := range []struct {
			account int64
			name    string
		}{{ids[1], "columns"}, {ids[0], "filters"}} {
			if got, err := accounts.Choice(ctx, s, of.account, of.name); err != nil || got != "" {
				t.Errorf("%v: %q %v", of, got, err)
			}
		}
	})
}
