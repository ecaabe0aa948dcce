//go:build linux

package postgrestest

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Pair is a primary and its synchronous standby: what the primary confirms, the standby has.
type Pair struct {
	t       testing.TB
	bin     string
	primary *Cluster
	standby *Cluster // nil: the other one died, and nobody stands by yet
	hosts   []string // the folders of their sockets
	free    string   // that of who died
}

// PairOf starts a pair that ends with its test.
func PairOf(t testing.TB) *Pair {
	t.Helper()
	p := &Pair{t: t}
	t.Cleanup(func() {
		for _, c := range []*Cluster{p.primary, p.standby} {
			if c == nil {
				continue
			}
			if err := c.Stop(); err != nil {
				t.Error(err)
			}
		}
	})
	var err error
	if p.bin, err = binaries(); err == nil {
		p.primary, err = Start()
	}
	p.must(err)
	p.free, err = os.MkdirTemp("", "pgtest-*")
	p.must(err)
	p.must(giveAway(p.free))
	p.hosts = []string{p.primary.dir, p.free}
	p.Stand()
	return p
}

func (p *Pair) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// Stand has a new standby stand by the primary; from then on the primary confirms nothing that it lacks.
func (p *Pair) Stand() {
	p.t.Helper()
	s := &Cluster{dir: p.free}
	p.standby = s
	copied := exec.Command(filepath.Join(p.bin, "pg_basebackup"), "-h", p.primary.dir, "-U", "postgres", "-D", s.data(),
		"-R", "-X", "stream", "-c", "fast", "--no-sync")
	copied.Dir = s.dir
	asNobody(copied)
	if out, err := copied.CombinedOutput(); err != nil {
		p.t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	p.must(s.start(p.bin))
	p.primary.run(p.t, `ALTER SYSTEM SET synchronous_standby_names = '*'`, `SELECT pg_reload_conf()`)
}

// Kill ends the primary as a power cut does: all its processes at once, with no word to anybody.
func (p *Pair) Kill() {
	p.t.Helper()
	pid := p.primary.cmd.Process.Pid
	said, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	p.must(err)
	p.must(syscall.Kill(pid, syscall.SIGKILL))
	for child := range strings.FieldsSeq(string(said)) {
		n, err := strconv.Atoi(child)
		p.must(err)
		_ = syscall.Kill(n, syscall.SIGKILL) // it may have ended by itself
	}
	_ = p.primary.cmd.Wait() // it was killed
	p.free = p.primary.dir
	p.must(os.RemoveAll(p.primary.data()))
}

// Promote makes the standby the primary; it waits for nobody until another stands by.
func (p *Pair) Promote() {
	p.t.Helper()
	p.primary, p.standby = p.standby, nil
	p.primary.run(p.t, `SELECT pg_promote(true, 30)`, `ALTER SYSTEM SET synchronous_standby_names = ''`,
		`SELECT pg_reload_conf()`)
}

// Database makes a new empty database and returns its connection string, which names both servers: whoever uses it
// finds the one that leads.
func (p *Pair) Database() string {
	p.t.Helper()
	one := p.primary.Database(p.t)
	name, _, _ := strings.Cut(one, "?")
	return fmt.Sprintf("%s?host=%s&target_session_attrs=read-write&connect_timeout=5", name, strings.Join(p.hosts, ","))
}

// Standby is the connection string of a database on the server that stands by, where it is only read, once that has all
// that the primary has.
func (p *Pair) Standby(database string) string {
	p.t.Helper()
	name, _, _ := strings.Cut(database, "?")
	p.primary.run(p.t, `SET synchronous_commit = remote_apply`, `SELECT txid_current()`) // what came before is there too
	return fmt.Sprintf("%s?host=%s", name, p.standby.dir)
}

// run runs statements one after another.
func (c *Cluster) run(t testing.TB, statements ...string) {
	t.Helper()
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1) // settings are a connection's
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", s, err))
		}
	}
}
