//go:build linux

package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/demotest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// counted is one of two servers, and how many pages people had from it.
type counted struct {
	*httptest.Server
	pages atomic.Int64
}

// serverOn serves an office on a database as a process of its own does.
func serverOn(t *testing.T, target string, fill bool) *counted {
	t.Helper()
	o := demotest.Server(t, target, demo.Day)
	if fill {
		if err := o.Demo.FillDemo(t.Context(), 600, nil); err != nil {
			t.Fatal(err)
		}
	}
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	c := &counted{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" { // which HAProxy asks
			c.pages.Add(1)
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(c.Close)
	return c
}

// proxy starts HAProxy with the file of doc/ha before two servers, and returns people's door.
func proxy(t *testing.T, a, b *counted) string {
	t.Helper()
	said, err := os.ReadFile("../doc/ha/haproxy.cfg")
	if err != nil {
		t.Fatal(err)
	}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	held, err := door.(*net.TCPListener).File() // so that nobody else takes the door meanwhile
	if err != nil {
		t.Fatal(err)
	}
	people, _, _ := strings.Cut(string(said), "listen database") // the database needs no door here
	port := func(c *counted) string { return c.URL[strings.LastIndex(c.URL, ":")+1:] }
	cfg := strings.NewReplacer("127.0.0.1:PEOPLE_DOOR", "fd@3", "PROGRAM_A", port(a), "PROGRAM_B", port(b)).Replace(people)
	path := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(path, []byte(cfg), 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("haproxy")
	if err != nil {
		program = "/usr/sbin/haproxy" // where Debian puts it, which not everybody looks through
	}
	ha := exec.Command(program, "-db", "-f", path)
	ha.ExtraFiles = []*os.File{held}
	log := &strings.Builder{}
	ha.Stderr = log
	if err := ha.Start(); err != nil {
		t.Fatalf("HAProxy is not installed (make setup): %v", err)
	}
	t.Cleanup(func() {
		_ = ha.Process.Kill()
		_ = ha.Wait()
		_, _ = door.Close(), held.Close()
		if t.Failed() {
			t.Log(log)
		}
	})
	return "http://" + door.Addr().String()
}

// TestTwoServers: an officer works on one server and a chairman on the other, behind HAProxy. The officer's is killed
// while a form stands filled in: what is sent is saved, by the other one, and both go on with their sessions.
func TestTwoServers(t *testing.T) {
	target := postgrestest.Of(t).Database(t)
	one := serverOn(t, target, true)
	two := serverOn(t, target, false)
	door := proxy(t, one, two)
	officer, chair := newTab(t, door), newTab(t, door)
	officer.signIn("canbo.xa", demo.Password)
	his, hers := one, two
	if one.pages.Load() == 0 {
		his, hers = two, one
	}
	before := hers.pages.Load()
	chair.signIn("chutich.xa", demo.Password)
	if before != 0 || hers.pages.Load() == 0 {
		t.Fatalf("both came to one server: %d and %d pages", his.pages.Load(), hers.pages.Load())
	}

	save := func(code, name string, meanwhile func()) {
		t.Helper()
		officer.open("/households/new")
		officer.fill(`[name="household_code"]`, code)
		officer.fill(`[name="commune_code"]`, "31708")
		officer.fill(`[name="m1_full_name"]`, name)
		officer.fill(`[name="m1_relationship"]`, "head")
		officer.fill(`[name="m1_birth_date"]`, "1980")
		meanwhile()
		officer.click(`main form button.btn-primary`)
		officer.wait(`/^\/households\/[0-9]+/.test(location.pathname)`)
		chair.open("/households?q=" + code)
		chair.waitText("main", name)
	}
	save("MAY-1", "Lâm Thị Một", func() {})
	save("MAY-2", "Lâm Thị Hai", func() {
		his.CloseClientConnections()
		his.Close()
	})
	pages := hers.pages.Load()
	officer.open("/work")
	officer.waitText("header", "Cán bộ xã")
	if hers.pages.Load() == pages {
		t.Error("nobody served the officer")
	}
	if said := fmt.Sprint(officer.problems(), chair.problems()); said != "[] []" {
		t.Error(said)
	}
}
