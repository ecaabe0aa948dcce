// Package postgrestest starts a real PostgreSQL cluster for tests, in a temporary folder and as a user without rights.
package postgrestest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Cluster is a running PostgreSQL.
type Cluster struct {
	dir  string
	cmd  *exec.Cmd
	next atomic.Int64
}

// errMissing says what a machine needs.
var errMissing = errors.New("PostgreSQL is not installed: apt-get install -y postgresql")

// Start starts a cluster; Stop it after use. Errors: PostgreSQL is not installed, it does not start.
func Start() (_ *Cluster, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest-*") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Stop())
		}
	}()
	if err := giveAway(dir); err != nil {
		return nil, err
	}
	init := exec.Command(filepath.Join(bin, "initdb"), "-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C.UTF-8", "--no-sync")
	init.Dir = dir
	asNobody(init)
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return c, c.start(bin)
}

// start starts the server of a folder that has its data, and waits until it answers.
func (c *Cluster) start(bin string) error {
	c.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c",
		"fsync=off", "-c", "max_connections=60")
	c.cmd.Dir = c.dir
	asNobody(c.cmd)
	if err := c.cmd.Start(); err != nil {
		return err
	}
	return c.wait()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if p, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(p), nil
	}
	return "", errMissing
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s", database, c.dir)
}

// wait asks until the cluster answers.
func (c *Cluster) wait() error {
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for {
		if err = db.PingContext(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Database makes a new empty database and returns its connection string.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", c.next.Add(1))
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(`CREATE DATABASE ` + name + ` TEMPLATE template0`); err != nil {
		t.Fatal(err)
	}
	return c.url(name)
}

// Of starts a cluster that ends with its test.
func Of(t testing.TB) *Cluster {
	t.Helper()
	c, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// Stop ends the cluster and removes its folder.
func (c *Cluster) Stop() error {
	if c.cmd != nil && c.cmd.Process != nil {
		_ = c.cmd.Process.Signal(os.Interrupt)
		_ = c.cmd.Wait()
	}
	if !strings.Contains(c.dir, "pgtest-") {
		return nil
	}
	return os.RemoveAll(c.dir)
}
