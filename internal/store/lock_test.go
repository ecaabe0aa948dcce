package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

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

// TestOneProgram: a second program is refused a database, also by another name of its file; what only reads runs
// beside the first; who comes after it has ended gets it.
func TestOneProgram(t *testing.T) {
	targets(t, func(t *testing.T, target string) {
		ctx := context.Background()
		first := open(t, target)
		names := []string{target}
		if !store.IsPostgres(target) {
			link := filepath.Join(t.TempDir(), "another-name.db")
			if err := os.Symlink(target, link); err != nil {
				t.Fatal(err)
			}
			names = append(names, link)
		}
		for _, name := range names {
			second, err := store.Open(name, key(t))
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
		if _, _, err := sealed.Verify(ctx, beside, nil); err != nil {
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

// TestLostLock: a program whose connection to PostgreSQL broke takes its database again; where another program has
// had it in the meantime, what this one remembers is old, and it writes nothing any more.
func TestLostLock(t *testing.T) {
	ctx, target := context.Background(), cluster.Database(t)
	s := open(t, target)
	set := func(value string) error {
		return s.Write(ctx, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", value) })
	}
	cutOff(t, target)
	if err := set("1"); err == nil {
		t.Error("a write on a broken connection was confirmed")
	}
	if err := set("2"); err != nil {
		t.Fatalf("the database was not taken again: %v", err)
	}
	if _, err := store.Open(target, key(t)); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("the lock was not taken again: %v", err)
	}
	cutOff(t, target)
	second := open(t, target)
	write(t, second, func(tx *store.Tx) error { return tx.SetSetting(ctx, "x", "theirs") })
	for range 2 {
		if err := set("3"); err == nil {
			t.Fatal("two programs write")
		}
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := set("4"); errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("a program writes that has not seen what another wrote: %v", err)
		}
	}
	if errs.KindOf(s.Broken()) != errs.Unavailable {
		t.Errorf("it does not say so: %v", s.Broken())
	}
	if got, err := s.Setting(ctx, "x"); err != nil || got != "theirs" {
		t.Errorf("it does not read: %q %v", got, err)
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
