package pgtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// cluster is a running PostgreSQL in a temporary folder.
type cluster struct {
	bin, dir string // the programs; the folder that holds data, socket and log
	port     int
	password string // empty: trusted, through a socket in a folder that only the tests may enter
	exited   chan struct{}
}

// start makes a cluster and waits until it answers.
func start(opts []Option) (*cluster, error) {
	cfg := config{tcp: runtime.GOOS == "windows"}
	for _, opt := range opts {
		opt(&cfg)
	}
	bin, err := programs(debian)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	c := &cluster{bin: bin, dir: dir, port: 5432, exited: make(chan struct{})}
	if err := c.run(cfg); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := c.ready(); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

// debian is where Debian keeps PostgreSQL's programs, a folder a version and none of them in PATH.
const debian = "/usr/lib/postgresql/*/bin/initdb"

// programs finds the folder of initdb, postgres and pg_ctl: the newest version that matches a pattern, or what is in PATH.
func programs(pattern string) (string, error) {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed; these tests need it: apt-get install -y postgresql " +
			"(macOS: brew install postgresql; elsewhere: initdb, postgres and pg_ctl in PATH)")
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", err
	}
	return filepath.Dir(path), nil
}

// version is the number in /usr/lib/postgresql/15/bin/initdb, so that 9 comes before 15.
func version(initdb string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	if err != nil {
		return 0
	}
	return n
}

// run makes the data folder and starts the server.
func (c *cluster) run(cfg config) error {
	if err := give(c.dir); err != nil {
		return err
	}
	arguments := []string{"-D", c.data(), "-U", "postgres", "-E", "UTF8", "--locale=" + locale()}
	if !cfg.durable {
		arguments = append(arguments, "--no-sync")
	}
	authentication, err := c.authenticate(cfg)
	if err != nil {
		return err
	}
	if out, err := c.command("initdb", append(arguments, authentication...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return c.serve(c.command("postgres", c.settings(cfg)...))
}

// locale orders by code point everywhere; only glibc and musl are sure to know the letters of C.UTF-8.
func locale() string {
	if runtime.GOOS == "linux" {
		return "C.UTF-8"
	}
	return "C"
}

// authenticate chooses who may connect: whoever reaches the socket, or over TCP – where everybody on the machine can
// reach the port – who knows the password.
func (c *cluster) authenticate(cfg config) ([]string, error) {
	if !cfg.tcp {
		return []string{"-A", "trust"}, nil
	}
	c.password = rand.Text()
	file := filepath.Join(c.dir, "password")
	if err := os.WriteFile(file, []byte(c.password), 0o600); err != nil {
		return nil, err
	}
	if err := give(file); err != nil {
		return nil, err
	}
	port, err := freePort()
	c.port = port
	return []string{"-A", "scram-sha-256", "--pwfile=" + file}, err
}

func freePort() (port int, err error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (c *cluster) settings(cfg config) []string {
	settings := []string{"-D", c.data(), "-c", "port=" + strconv.Itoa(c.port), "-c", "max_connections=200"}
	if cfg.tcp {
		settings = append(settings, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
	} else {
		settings = append(settings, "-c", "listen_addresses=", "-c", "unix_socket_directories="+c.dir)
	}
	if !cfg.durable {
		settings = append(settings, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	}
	return settings
}

// serve starts the server, its log in the cluster's folder.
func (c *cluster) serve(cmd *exec.Cmd) error {
	log, err := os.Create(c.log())
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return errors.Join(err, log.Close())
	}
	go func() {
		_ = cmd.Wait()  // how it ended stands in its log
		_ = log.Close() // the server's writes are its own
		close(c.exited)
	}()
	return nil
}

// ready waits until the server takes a connection, or says why it never will.
func (c *cluster) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := execute(c.url("postgres"), "")
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-c.exited:
			return c.failed("stopped at once", err)
		case <-ctx.Done():
			return c.failed("does not answer", err)
		}
	}
}

func (c *cluster) failed(how string, cause error) error {
	log, err := os.ReadFile(c.log())
	return fmt.Errorf("postgres %s: %w\n%s", how, errors.Join(cause, err), log)
}

// stop ends the server and deletes its folder. It does not wait for clients or for a checkpoint: the data go anyway.
func (c *cluster) stop() error {
	var errs []error
	select {
	case <-c.exited:
	default:
		if out, err := c.command("pg_ctl", "stop", "-D", c.data(), "-m", "immediate").CombinedOutput(); err != nil {
			errs = append(errs, fmt.Errorf("pg_ctl stop: %w\n%s", err, bytes.TrimSpace(out)))
		}
		select {
		case <-c.exited:
		case <-time.After(limit):
			errs = append(errs, errors.New("postgres does not stop"))
		}
	}
	return errors.Join(append(errs, os.RemoveAll(c.dir))...)
}

// command is one of the cluster's programs, run as a user that PostgreSQL accepts and in a folder that this user may
// enter.
func (c *cluster) command(program string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, program), arguments...)
	cmd.Dir = c.dir
	demote(cmd)
	return cmd
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }
func (c *cluster) log() string  { return filepath.Join(c.dir, "log") }

// url names a database of the cluster.
func (c *cluster) url(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database}
	query := url.Values{"sslmode": {"disable"}, "port": {strconv.Itoa(c.port)}, "host": {c.dir}}
	if c.password != "" {
		u.User = url.UserPassword("postgres", c.password)
		query.Set("host", "127.0.0.1")
	}
	u.RawQuery = query.Encode()
	return u.String()
}
