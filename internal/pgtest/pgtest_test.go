package pgtest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"giamngheo/internal/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func text(t *testing.T, conn *pgx.Conn, query string, arguments ...any) string {
	t.Helper()
	var s string
	if err := conn.QueryRow(t.Context(), query, arguments...).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// settings are what decides whether a commit survives a crash.
func settings(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	return []string{text(t, conn, "SHOW fsync"), text(t, conn, "SHOW full_page_writes"), text(t, conn, "SHOW synchronous_commit")}
}

func TestOpen(t *testing.T) {
	conn := connect(t, pgtest.Open(t))
	if got := text(t, conn, "SHOW server_encoding"); got != "UTF8" {
		t.Errorf("encoding %s", got)
	}
	if got := text(t, conn, "SELECT lower('ĐẶNG THỊ ÁNH')"); got != "đặng thị ánh" {
		t.Errorf("lower case %q", got)
	}
	if got := text(t, conn, "SELECT count(*)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"); got != "0" {
		t.Errorf("%s tables in an empty database", got)
	}
	if diff := cmp.Diff([]string{"off", "off", "off"}, settings(t, conn)); diff != "" {
		t.Error(diff)
	}
}

func TestOpenIsolates(t *testing.T) {
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			conn := connect(t, pgtest.Open(t))
			if _, err := conn.Exec(t.Context(), "CREATE TABLE household (id int PRIMARY KEY)"); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestOpenDrops(t *testing.T) {
	keep := connect(t, pgtest.Open(t))
	var name string
	t.Run("inner", func(t *testing.T) {
		// The connection stays open until after the drop: the drop must cut it off, not wait for it.
		conn, err := pgx.Connect(t.Context(), pgtest.Open(t))
		if err != nil {
			t.Fatal(err)
		}
		name = text(t, conn, "SELECT current_database()")
	})
	if got := text(t, keep, "SELECT count(*)::text FROM pg_database WHERE datname = $1", name); got != "0" {
		t.Errorf("%s is still there", name)
	}
}

func TestDurable(t *testing.T) {
	conn := connect(t, pgtest.New(t, pgtest.Durable))
	if diff := cmp.Diff([]string{"on", "on", "on"}, settings(t, conn)); diff != "" {
		t.Error(diff)
	}
}

func TestLoopback(t *testing.T) {
	url := pgtest.New(t, pgtest.Loopback)
	conn := connect(t, url)
	if got := text(t, conn, "SHOW listen_addresses"); got != "127.0.0.1" {
		t.Errorf("listens on %s", got)
	}
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Password = "wrong"
	if _, err := pgx.ConnectConfig(t.Context(), cfg); err == nil {
		t.Error("a wrong password is taken")
	}
}

// TestNoCluster runs this test binary without Main's work: Open must fail and say what to do, not skip.
func TestNoCluster(t *testing.T) {
	const reason = "PostgreSQL is not installed; these tests need it: apt-get install -y postgresql"
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOpen$", "-test.v")
	// A cluster's address keeps Main from starting one; the reason is what Open looks at first.
	cmd.Env = append(os.Environ(), "GIAMNGHEO_PGTEST_ERROR="+reason)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--- FAIL: TestOpen") || !strings.Contains(string(out), reason) {
		t.Errorf("%v\n%s", err, out)
	}
}
