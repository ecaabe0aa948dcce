// Package pgtest gives tests a real PostgreSQL: one cluster for a test process, one empty database for a test.
// It knows nothing of the office's tables and must be imported by tests only.
//
// A package that uses it says so in its TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The cluster of Main is handed to Open through the environment: it needs no package variable, and the processes that a
// test starts – the workers of a fuzz target, the program under test – share the cluster instead of starting their own.
const (
	urlVariable   = "GIAMNGHEO_PGTEST_URL"
	errorVariable = "GIAMNGHEO_PGTEST_ERROR"
)

// limit bounds every wait for the cluster.
const limit = 60 * time.Second

// Option changes how a cluster is run.
type Option func(*config)

type config struct {
	durable bool
	tcp     bool
}

// Durable makes the cluster write through to the disk as an office's would (fsync, full pages, synchronous commit);
// without it the cluster is several times faster and would not survive a crash of the machine.
func Durable(c *config) { c.durable = true }

// Loopback makes the cluster listen on a free port of 127.0.0.1, with a password, instead of a Unix socket. It is the
// only way on Windows and chosen there by itself.
func Loopback(c *config) { c.tcp = true }

// Main runs the tests with a cluster around them and returns the exit code for os.Exit. Where the cluster does not start,
// the tests run all the same, and those that call Open fail with the reason.
func Main(m *testing.M, opts ...Option) int { return Around(m.Run, opts...) }

// Around is Main for a package whose TestMain needs something else around the tests as well.
func Around(run func() int, opts ...Option) int {
	if os.Getenv(urlVariable) != "" || listing() {
		return run()
	}
	c, err := start(opts)
	if err != nil {
		return during(errorVariable, err.Error(), run)
	}
	code := during(urlVariable, c.url("postgres"), run)
	if err := c.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	return code
}

// listing tells whether the process only lists its tests, which needs no cluster.
func listing() bool {
	if !flag.Parsed() {
		flag.Parse()
	}
	f := flag.Lookup("test.list")
	return f != nil && f.Value.String() != ""
}

func during(variable, value string, run func() int) int {
	if err := os.Setenv(variable, value); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		return 1
	}
	defer func() { _ = os.Unsetenv(variable) }() // fails on an empty name only
	return run()
}

// Open returns the postgres:// connection string of a fresh empty database (UTF8, C.UTF-8) in the cluster of Main; the
// database is dropped when the test ends, connections to it cut off.
func Open(t testing.TB) string {
	t.Helper()
	if reason := os.Getenv(errorVariable); reason != "" {
		t.Fatal("pgtest: ", reason)
	}
	admin := os.Getenv(urlVariable)
	if admin == "" {
		t.Fatal("pgtest: no cluster; the package needs func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }")
	}
	return create(t, admin)
}

// New starts a cluster for one test, stopped and deleted when the test ends, and returns the connection string of an
// empty database in it: for tests that need other options than their package's, Durable above all.
func New(t testing.TB, opts ...Option) string {
	t.Helper()
	c, err := start(opts)
	if err != nil {
		t.Fatal("pgtest: ", err)
	}
	t.Cleanup(func() {
		if err := c.stop(); err != nil {
			t.Error("pgtest: ", err)
		}
	})
	return create(t, c.url("postgres"))
}

func create(t testing.TB, admin string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := execute(admin, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatal("pgtest: ", err)
	}
	t.Cleanup(func() {
		if err := execute(admin, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error("pgtest: ", err)
		}
	})
	return strings.Replace(admin, "/postgres?", "/"+name+"?", 1)
}

// execute runs one statement on a connection of its own: a kept one would be one more thing to close in every test.
func execute(url, statement string) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
