// Package demotest opens the demonstration for tests. It is filled once for each size and copied for each test, which
// takes a moment where filling takes seconds.
package demotest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/vault"
)

// Config says which demonstration is wanted.
type Config struct {
	Path       string           // of the database; "": in a folder of the test's
	Households int64            // 0 is the province's own number
	During     bool             // in the midst of the yearly review
	Day        func() date.Date // the working day; nil: the demonstration's own
}

func (c *Config) day() func() date.Date {
	switch {
	case c.Day != nil:
		return c.Day
	case c.During:
		return demo.ReviewDay
	}
	return demo.Day
}

// mostCopied is from how many households on a demonstration is filled where it is wanted: such a file is not wanted
// twice.
const mostCopied = 40_000

// origins are the filled demonstrations that are copied.
type origins struct {
	mu   sync.Mutex
	dir  string
	made map[size]string
}

// size is what makes one filled demonstration another than the next.
type size struct {
	households int64
	during     bool
}

var kept = origins{made: map[size]string{}}

// Main runs the tests of a package and removes what was filled for them; its result is for os.Exit.
func Main(m *testing.M) int {
	code := m.Run()
	if kept.dir != "" {
		_ = os.RemoveAll(kept.dir) // a folder that stays in the temporary one harms nobody
	}
	return code
}

// origin is the file of a filled demonstration of a size.
func origin(t testing.TB, cfg Config) string {
	t.Helper()
	kept.mu.Lock()
	defer kept.mu.Unlock()
	key := size{cfg.Households, cfg.During}
	if path := kept.made[key]; path != "" {
		return path
	}
	if kept.dir == "" {
		dir, err := os.MkdirTemp("", "giamngheo-demo-*")
		if err != nil {
			t.Fatal(err)
		}
		kept.dir = dir
	}
	dir, err := os.MkdirTemp(kept.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "office.db")
	o, st := open(t, path, Config{Households: cfg.Households, During: cfg.During})
	if err := errors.Join(o.Demo.FillDemo(context.Background(), cfg.Households, nil), o.Close(),
		st.Close()); err != nil {
		t.Fatal(err)
	}
	kept.made[key] = path
	return path
}

// Open opens a filled demonstration; it is closed when the test ends.
func Open(t testing.TB, cfg Config) (*app.Desks, *store.Store) {
	t.Helper()
	if cfg.Path == "" {
		cfg.Path = filepath.Join(t.TempDir(), "office.db")
	}
	whole := cfg.Households == 0 || cfg.Households > mostCopied
	if !whole {
		b, err := os.ReadFile(origin(t, cfg))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(cfg.Path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o, st := open(t, cfg.Path, cfg)
	if whole {
		if err := o.Demo.FillDemo(context.Background(), cfg.Households, nil); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := errors.Join(o.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	})
	return o, st
}

// tools are what the program ships with, read once for all offices of a test's program: nobody changes any of it.
var tools = sync.OnceValues(func() (*app.Tools, error) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		return nil, err
	}
	law, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		return nil, err
	}
	return app.New(library.Config{Data: data, Law: law}), nil
})

// Store opens and migrates the database of a target – a path, or a postgres:// URL – with the key of all tests.
func Store(target string) (*store.Store, error) {
	v, err := vault.New([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		return nil, err
	}
	st, err := store.Open(target, v)
	if err != nil {
		return nil, err
	}
	return st, st.Migrate(context.Background())
}

// Office opens an office of the demonstration's province on a store; what cfg leaves empty of the law, the places
// and the province is set here.
func Office(st *store.Store, cfg office.Config) (*app.Desks, error) {
	t, err := tools()
	if err != nil {
		return nil, err
	}
	if cfg.Store = st; cfg.Province == "" {
		cfg.Province = "94"
	}
	return app.Open(context.Background(), t, cfg)
}

func open(t testing.TB, path string, cfg Config) (*app.Desks, *store.Store) {
	t.Helper()
	st, err := Store(path)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Office(st, office.Config{Day: cfg.day(), Files: path + ".files", Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	return o, st
}

// Server opens an office on a PostgreSQL database as another process would: with a store and a memory of its own. It is
// closed when the test ends.
func Server(t testing.TB, target string, day func() date.Date) *app.Desks {
	t.Helper()
	st, err := Store(target)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Office(st, office.Config{Day: day, Files: filepath.Join(t.TempDir(), "files"), Demo: true})
	if err != nil {
		t.Fatal(errors.Join(err, st.Close()))
	}
	t.Cleanup(func() {
		if err := errors.Join(o.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	})
	return o
}
