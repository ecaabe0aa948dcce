//go:build linux

package postgrestest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Archive has a cluster keep its log in a folder, piece by piece, as a province does on another machine, and takes a
// base backup of it. The database can be brought back from both to any moment after it.
type Archive struct {
	t    testing.TB
	c    *Cluster
	bin  string
	base string // of the backup
	log  string
}

// Keep begins to archive.
func (c *Cluster) Keep(t testing.TB) *Archive {
	t.Helper()
	a := &Archive{t: t, c: c, log: filepath.Join(c.dir, "log"), base: filepath.Join(c.dir, "base")}
	var err error
	if a.bin, err = binaries(); err != nil {
		t.Fatal(err)
	}
	a.make(a.log)
	c.run(t, `ALTER SYSTEM SET archive_mode = on`,
		fmt.Sprintf(`ALTER SYSTEM SET archive_command = 'cp %%p %s/%%f'`, a.log))
	c.restart(t, a.bin)
	a.must("pg_basebackup", "-h", c.dir, "-U", "postgres", "-D", a.base, "-X", "none", "-c", "fast", "--no-sync")
	return a
}

// Now is a moment by the cluster's clock: what was confirmed before it is before it.
func (a *Archive) Now() string {
	a.t.Helper()
	return a.must("psql", "-h", a.c.dir, "-U", "postgres", "-Atc", "SELECT clock_timestamp()")
}

// To brings the databases back as they were at a moment, in a cluster of its own that ends with the test.
func (a *Archive) To(moment string) *Cluster {
	a.t.Helper()
	a.must("psql", "-h", a.c.dir, "-U", "postgres", "-Atc", "SELECT pg_switch_wal()") // the last piece too
	dir, err := os.MkdirTemp("", "pgtest-*")
	if err != nil {
		a.t.Fatal(err)
	}
	back := &Cluster{dir: dir}
	a.t.Cleanup(func() {
		if err := back.Stop(); err != nil {
			a.t.Error(err)
		}
	})
	if err := giveAway(dir); err != nil {
		a.t.Fatal(err)
	}
	a.must("cp", "-a", a.base, back.data())
	settings := fmt.Sprintf("archive_mode = off\nrestore_command = 'cp %s/%%f %%p'\nrecovery_target_time = '%s'\n"+
		"recovery_target_action = 'promote'\n", a.log, moment)
	for name, text := range map[string]string{"postgresql.auto.conf": settings, "recovery.signal": ""} {
		path := filepath.Join(back.data(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			a.t.Fatal(err)
		}
		if err := giveAway(path); err != nil {
			a.t.Fatal(err)
		}
	}
	if err := back.start(a.bin); err != nil {
		a.t.Fatal(err)
	}
	back.run(a.t, `DO $$ BEGIN WHILE pg_is_in_recovery() LOOP PERFORM pg_sleep(0.05); END LOOP; END $$`)
	return back
}

// Moved is the connection string of a database of the cluster's in another one.
func (c *Cluster) Moved(database string) string {
	name, _, _ := strings.Cut(database, "?")
	return name + "?host=" + c.dir
}

func (a *Archive) make(dir string) {
	a.t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		a.t.Fatal(err)
	}
	if err := giveAway(dir); err != nil {
		a.t.Fatal(err)
	}
}

// must runs one of PostgreSQL's programs, or the system's, as who PostgreSQL runs as, and returns what it says.
func (a *Archive) must(program string, args ...string) string {
	a.t.Helper()
	path := filepath.Join(a.bin, program)
	if _, err := os.Stat(path); err != nil {
		path = program
	}
	c := exec.Command(path, args...)
	c.Dir = a.c.dir
	asNobody(c)
	out, err := c.CombinedOutput()
	if err != nil {
		a.t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return strings.TrimSpace(string(out))
}

// restart has the cluster take settings that it reads at its start.
func (c *Cluster) restart(t testing.TB, bin string) {
	t.Helper()
	_ = c.cmd.Process.Signal(os.Interrupt)
	_ = c.cmd.Wait()
	if err := c.start(bin); err != nil {
		t.Fatal(err)
	}
}
