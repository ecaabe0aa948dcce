package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/sealed"
	"giamngheo/internal/vault"
)

// targets runs a test with the name of a new database of each engine.
func targets(t *testing.T, f func(t *testing.T, target string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "office.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, cluster.Database(t)) })
}

// TestOneProgram: a second program is refused a file, also by another name of it, and lets others be on PostgreSQL but
// for who must be alone; what only reads runs beside the first; who comes after it has ended gets it.
func TestOneProgram(t *testing.T) {
	targets(t, func(t *testing.T, target string) {
		ctx := context.Background()
		first := open(t, target)
		names, openAgain := []string{target}, store.Open
		if store.IsPostgres(target) {
			openAgain = store.OpenAlone
			open(t, target)
		} else {
			link := filepath.Join(t.TempDir(), "another-name.db")
			if err := os.Symlink(target, link); err != nil {
				t.Fatal(err)
			}
			names = append(names, link)
		}
		for _, name := range names {
			second, err := openAgain(name, key(t))
			if errs.KindOf(err) != errs.Unavailable || second != nil {
				t.Fatalf("%s is opened twice: %v", name, err)
			}
		}
		write(t, first, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", "1") })
		beside, err := store.OpenBeside(target, key(t))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = beside.Close() }()
		if err := beside.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if got, err := beside.Setting(ctx, "x"); got != "1" || err != nil {
			t.Error(got, err)
		}
		if err := beside.Write(ctx, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", "2") }); errs.KindOf(
			err) != errs.Unavailable {
			t.Errorf("a store for reading alone writes: %v", err)
		}
		if err := beside.Backup(ctx, filepath.Join(t.TempDir(), "copy.db"), nil); err != nil {
			t.Error(err)
		}
		if _, err := sealed.Verify(ctx, beside, nil, nil); err != nil {
			t.Error(err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		open(t, target)
	})
}

// TestRestoreBesideProgram: a database that a program has open is not put away under it.
func TestRestoreBesideProgram(t *testing.T) {
	targets(t, func(t *testing.T, target string) {
		ctx := context.Background()
		s := open(t, target)
		copied := filepath.Join(t.TempDir(), "copy.db")
		if err := s.Backup(ctx, copied, nil); err != nil {
			t.Fatal(err)
		}
		if err := store.Restore(ctx, copied, target, key(t), true, nil); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("restored under a running program: %v", err)
		}
		write(t, s, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", "1") })
	})
}

// TestBesideNothing: what reads beside refuses what is not there, what is no database of this program, and other
// keys.
func TestBesideNothing(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "office.db")
	if _, err := store.OpenBeside(path, key(t)); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it was made: %v", err)
	}
	empty, err := store.OpenBeside(cluster.Database(t), key(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	if err := empty.Migrate(ctx); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an empty database: %v", err)
	}
	open(t, path)
	other, err := vault.New([]byte("fedcba9876543210fedcba9876543210"))
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := store.OpenBeside(path, other)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = foreign.Close() }()
	if err := foreign.Migrate(ctx); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another key: %v", err)
	}
}

// cutOff ends every connection to a PostgreSQL database.
func cutOff(t *testing.T, target string) {
	t.Helper()
	db, err := sql.Open("pgx", target)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
}

// TestLostConnection: a program whose connection to PostgreSQL broke takes it up again; a write that had not begun is
// made then, and who must be alone is refused as before.
func TestLostConnection(t *testing.T) {
	ctx, target := context.Background(), cluster.Database(t)
	s := open(t, target)
	for _, value := range []string{"1", "2"} {
		cutOff(t, target)
		if err := s.Write(ctx, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", value) }); err != nil {
			t.Fatalf("a write that could wait was refused: %v", err)
		}
		if got, err := s.Setting(ctx, "x"); err != nil || got != value {
			t.Errorf("%q %v", got, err)
		}
	}
	if _, err := store.OpenAlone(target, key(t)); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("one is alone beside another: %v", err)
	}
}

// TestBrokenReads: a connection that breaks while somebody reads – between two rows, in a view, in a transaction – is a
// database that is away, and never a fault of the program or a row that is not there.
func TestBrokenReads(t *testing.T) {
	ctx, target := context.Background(), cluster.Database(t)
	s := open(t, target)
	// ends its own connection after rows that went out already
	const breaks = `SELECT CASE WHEN n < 5000 THEN n ELSE length(pg_terminate_backend(pg_backend_pid())::TEXT) END
		FROM generate_series(1, 9000) AS n`
	each := func(r store.Reader) error {
		n := 0
		rows, err := r.Query(ctx, breaks)
		err = store.Each(rows, err, func(r store.Scanner) error { n++; return r.Scan(new(int)) })
		if n == 0 {
			t.Errorf("it broke before the first row: %v", err)
		}
		return err
	}
	one := func(r store.Reader) error {
		cutOff(t, target)
		return r.Row(ctx, `SELECT 1`).Scan(new(int))
	}
	for name, do := range map[string]func() error{
		"rows": func() error { return each(s) },
		"rows of a stream": func() error {
			rows, err := s.Stream(ctx, breaks)
			return store.Each(rows, err, func(store.Scanner) error { return nil })
		},
		"rows of a view":         func() error { return s.View(ctx, each) },
		"a row of a view":        func() error { return s.View(ctx, one) },
		"rows of a transaction":  func() error { return s.Write(ctx, func(tx *store.Tx) error { return each(tx) }) },
		"a row of a transaction": func() error { return s.Write(ctx, func(tx *store.Tx) error { return one(tx) }) },
		"what was asked for again": func() error {
			return s.View(ctx, func(r store.Reader) error { _ = one(r); return r.Row(ctx, `SELECT 1`).Scan(new(int)) })
		},
		"not there": func() error {
			return s.View(ctx, func(r store.Reader) error { _ = one(r); _, err := households.Find(ctx, r, "94", 1); return err })
		},
	} {
		if err := do(); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	cutOff(t, target)
	if err := s.View(ctx, func(r store.Reader) error { return r.Row(ctx, `SELECT 1`).Scan(new(int)) }); err != nil {
		t.Errorf("a view after a break: %v", err)
	}
}

// turns counts the turns of a program's writes.
type turns struct{ began, ended int }

func (n *turns) Begin(context.Context) error { n.began++; return nil }
func (n *turns) End()                        { n.ended++ }

// writeYears writes a witnessed row, another one anew, and takes one away: rows that the other program wrote among them.
func writeYears(ctx context.Context, tx *store.Tx, n int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO review (province, year, on_day, standard, state) VALUES ($1, $2, $3, $4, $5)`, "94",
		n, "2024-12-14", "x", "open")
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE review SET note = $1 WHERE province = $2 AND year = $3`, fmt.Sprint(n), "94", n-1)
	}
	if err == nil && n%3 == 0 {
		_, err = tx.Exec(ctx, `DELETE FROM review WHERE province = $1 AND year = $2`, "94", n-2)
	}
	return err
}

// TestTwoWriters: the writes of two programs on one PostgreSQL follow each other: no number is given twice, no save is
// refused, the record of deeds is one chain, every row has its signature under one head, and each program is told of its
// turns.
func TestTwoWriters(t *testing.T) {
	const each = 300
	ctx, target := context.Background(), cluster.Database(t)
	both := []*store.Store{open(t, target), open(t, target)}
	counts := []turns{{}, {}}
	var all sync.WaitGroup
	for i, s := range both {
		store.Take(s, &counts[i])
		for range 4 {
			all.Go(func() {
				for range each / 4 {
					err := s.Write(ctx, func(tx *store.Tx) error {
						n, err := tx.Next(ctx, "94", "x", 1)
						if err != nil {
							return err
						}
						c := &store.Change{Origin: fmt.Sprint(i), Topic: "x", At: at}
						return errors.Join(tx.AddChange(ctx, "94", c), tx.Audit(ctx, &audit.Entry{Province: "94", At: at}),
							writeYears(ctx, tx, n))
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	s := both[0]
	last, err := s.LastChange(ctx, "94")
	if err != nil || last.Seq != 2*each {
		t.Errorf("%d changes, not %d: %v", last.Seq, 2*each, err)
	}
	for _, s := range both { // each after a write of its own, made on what the other's last one left
		if v, err := s.Witness(ctx, nil); err != nil || v.Entries < 2*each || v.Rows < each || len(v.Faults) > 0 {
			t.Errorf("%+v holds: %v", v, err)
		}
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.Next(ctx, "94", "x", 1)
			return errors.Join(err, writeYears(ctx, tx, n), tx.Audit(ctx, &audit.Entry{Province: "94", At: at}))
		})
	}
	if n, err := s.VerifyAudit(ctx, nil); err != nil || n != 2*each+2 {
		t.Errorf("%d entries hold, not %d: %v", n, 2*each+2, err)
	}
	for i := range both {
		if err := both[i].Close(); err != nil { // its last turn has ended then
			t.Error(err)
		}
		if counts[i].began == 0 || counts[i].began != counts[i].ended {
			t.Errorf("program %d: %+v", i, counts[i])
		}
	}
}

// TestView: what runs in a view reads one state, whatever is written meanwhile, and can write nothing.
func TestView(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		v := &households.Version{Province: "94", State: households.Active, ValidFrom: date.Must(2024, 1, 1),
			RecordedAt: at, Household: sample("H1")}
		write(t, s, func(tx *store.Tx) error { return households.Create(ctx, tx, v) })
		err := s.View(ctx, func(r store.Reader) error {
			if _, err := households.Find(ctx, r, "94", v.ID); err != nil {
				return err
			}
			next := *v
			next.Household = *v.Household.Clone()
			next.Household.Address = "Số 9"
			write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &next, 1) })
			if got, err := households.Find(ctx, r, "94", v.ID); err != nil || got.Version != 1 {
				t.Errorf("%+v %v", got, err)
			}
			tx, ok := r.(*store.Tx)
			if !ok {
				t.Fatalf("%T", r)
			}
			if err := tx.SetSetting(ctx, "x", "1"); err == nil {
				t.Error("a view writes")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := households.Find(ctx, s, "94", v.ID); err != nil || got.Version != 2 {
			t.Errorf("%+v %v", got, err)
		}
		if got, err := s.Setting(ctx, "x"); got != "" || err != nil {
			t.Error(got, err)
		}
	})
}
