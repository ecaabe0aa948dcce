//go:build linux

package cli_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/store/jobs"
)

// binary is the program in a file of its own: this one, which is the command giamngheo when it is called so (TestMain).
func binary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "giamngheo")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// server is the real program serving a folder.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string
	c    *http.Client
	done chan struct{}
	log  bytes.Buffer
}

// start runs the demonstration of a folder, by way of other programs where prefix names them, and waits for its
// address.
func start(t *testing.T, bin, dir string, jar http.CookieJar, prefix ...string) *server {
	t.Helper()
	args := append(append([]string(nil), prefix...), bin, "demo", "--dir", dir, "--households", "1500", "--addr",
		"127.0.0.1:0", "--no-browser")
	s := &server{t: t, cmd: exec.Command(args[0], args[1:]...), c: &http.Client{Jar: jar, Timeout: 20 * time.Second},
		done: make(chan struct{})}
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = &s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for s.base == "" {
		if !lines.Scan() {
			_ = s.cmd.Wait()
			t.Fatalf("the server did not start: %s", s.log.String())
		}
		if _, after, ok := strings.Cut(lines.Text(), "http://"); ok {
			s.base = "http://" + strings.Fields(after)[0]
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, out)
		_ = s.cmd.Wait()
		close(s.done)
	}()
	return s
}

// end sends a signal to the server and what it runs under, and waits until it is gone.
func (s *server) end(sig syscall.Signal) {
	_ = syscall.Kill(-s.cmd.Process.Pid, sig)
	<-s.done
}

func (s *server) post(path string, form url.Values) (status int, page string, err error) {
	r, err := s.c.PostForm(s.base+path, form)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	return r.StatusCode, string(b), err
}

func (s *server) get(path string) string {
	s.t.Helper()
	r, err := s.c.Get(s.base + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}

func (s *server) signIn() {
	s.t.Helper()
	if status, page, err := s.post("/login", url.Values{"username": {"canbo.xa"},
		"password": {demo.Password}}); err != nil || status != 200 {
		s.t.Fatalf("%d %v %.300s", status, err, page)
	}
}

func form(code string) url.Values {
	return url.Values{"household_code": {code}, "commune_code": {"31708"}, "m1_full_name": {"Lâm Thị Bền"},
		"m1_relationship": {"head"}, "m1_birth_date": {"1980"}}
}

func (s *server) has(code string) bool {
	return strings.Contains(s.get("/households?q="+code), ">"+code+"<")
}

// TestKill ends the real server with SIGKILL at sixty random moments, while people save over HTTP and backups run:
// what was confirmed is there after the restart, and the record of deeds holds. A moment is a number of confirmed saves
// and some microseconds after the last of them, so that a slow machine has as many to lose as a fast one.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("sixty restarts: left to the run without -short")
	}
	bin, dir := binary(t), filepath.Join(t.TempDir(), "office")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, bin, dir, jar)
	s.signIn()
	rng := rand.New(rand.NewPCG(7, 7))
	var next atomic.Int64
	var confirmed []string
	cycles := often(t, "KILLS", 60)
	for cycle := range cycles {
		var mu sync.Mutex
		var wg sync.WaitGroup
		var lately []string
		saves, pause := rng.IntN(6), time.Duration(rng.IntN(20_000))*time.Microsecond
		kill := func() { _ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) }
		if saves == 0 {
			time.AfterFunc(pause, kill)
		}
		for range 4 {
			wg.Go(func() {
				for {
					code := fmt.Sprintf("BEN-%05d", next.Add(1))
					status, page, err := s.post("/households/new", form(code))
					if err != nil {
						return
					}
					if status != 200 || !strings.Contains(page, code) {
						t.Errorf("cycle %d: %d %.200s", cycle, status, page)
						return
					}
					mu.Lock()
					if lately = append(lately, code); len(lately) == saves {
						time.AfterFunc(pause, kill)
					}
					mu.Unlock()
				}
			})
		}
		var backup *exec.Cmd
		if cycle%10 == 3 { // a backup that the kill may or may not meet; it is whole or not there
			path := filepath.Join(dir, fmt.Sprintf("backup-%d.db", cycle))
			backup = exec.Command(bin, "backup", path, "--db", filepath.Join(dir, "demo.db"))
			if err := backup.Start(); err != nil {
				t.Fatal(err)
			}
		}
		wg.Wait()
		if len(lately) < saves { // a save was refused, which is told above
			kill()
		}
		<-s.done
		if backup != nil {
			if err := backup.Wait(); err != nil {
				t.Errorf("cycle %d: backup: %v", cycle, err)
			}
		}
		s = start(t, bin, dir, jar)
		for _, code := range lately {
			if !s.has(code) {
				t.Fatalf("cycle %d: %s was confirmed and is lost", cycle, code)
			}
		}
		confirmed = append(confirmed, lately...)
	}
	if len(confirmed) < cycles {
		t.Errorf("only %d saves were confirmed in all cycles", len(confirmed))
	}
	for _, code := range confirmed {
		if !s.has(code) {
			t.Fatalf("%s was confirmed and is lost", code)
		}
	}
	s.end(syscall.SIGTERM)
	if out, err := exec.Command(bin, "verify", "--db", filepath.Join(dir, "demo.db")).CombinedOutput(); err != nil ||
		!strings.Contains(string(out), "Đạt") {
		t.Errorf("%v\n%s", err, out)
	}
	backups, _ := filepath.Glob(filepath.Join(dir, "backup-*.db"))
	if want := (cycles + 6) / 10; len(backups) != want { // in the fourth cycle of each ten
		t.Errorf("%d backups of %d", len(backups), want)
	}
	t.Logf("%d confirmed saves, none lost", len(confirmed))
}

// often is how many times a drill is done: what the gate has time for, or what its make target says.
func often(t *testing.T, name string, gate int) int {
	t.Helper()
	said := os.Getenv(name)
	if said == "" {
		return gate
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s", name, said)
	}
	return n
}

// TestKillImport ends the real server at random moments of imports that were confirmed: each is stored whole after the
// restart, and what was stored is stored once.
func TestKillImport(t *testing.T) {
	if testing.Short() {
		t.Skip("imports and restarts: left to the run without -short")
	}
	bin, dir := binary(t), filepath.Join(t.TempDir(), "office")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, bin, dir, jar)
	if status, _, err := s.post("/login", url.Values{"username": {"canbo.so"},
		"password": {demo.Password}}); err != nil || status != 200 {
		t.Fatal(status, err)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for cycle := range often(t, "KILLED_IMPORTS", 4) {
		book := filepath.Join(t.TempDir(), "so.xlsx")
		if out, err := exec.Command(bin, "generate", "--households", "2500", "--year", "2024", "--seed",
			fmt.Sprint(cycle+50), "--out", book).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		job := s.upload(book)
		s.until(job, string(jobs.Ready))
		go func() { _, _, _ = s.post(job+"/commit", nil) }()
		time.AfterFunc(time.Duration(rng.IntN(500))*time.Millisecond,
			func() { _ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) })
		<-s.done
		s = start(t, bin, dir, jar)
		page := s.until(job, string(jobs.Ready), string(jobs.Done))
		if strings.Contains(page, `data-state="ready"`) { // it had not been confirmed: nothing of it may be there
			if status, _, err := s.post(job+"/commit", nil); status != 200 || err != nil {
				t.Fatal(status, err)
			}
			s.until(job, string(jobs.Done))
		}
		again := s.upload(book) // the same file finds nothing to do
		if page := s.until(again, string(jobs.Ready)); !strings.Contains(page, `id="sum-new">0<`) ||
			!strings.Contains(page, `id="sum-changed">0<`) {
			t.Fatalf("cycle %d: not all of the file was stored", cycle)
		}
	}
	s.end(syscall.SIGTERM)
	if out, err := exec.Command(bin, "verify", "--db", filepath.Join(dir, "demo.db")).CombinedOutput(); err != nil {
		t.Errorf("%v %s", err, out)
	}
}

// upload sends a file and returns the address of its job.
func (s *server) upload(path string) string {
	s.t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "so.xlsx")
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = part.Write(b) // to memory
	_ = w.WriteField("on", "14/12/2024")
	_ = w.Close()
	r, err := s.c.Post(s.base+"/import", w.FormDataContentType(), &body)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = r.Body.Close()
	if !strings.HasPrefix(r.Request.URL.Path, "/jobs/") {
		s.t.Fatalf("the upload led to %s: %d", r.Request.URL.Path, r.StatusCode)
	}
	return r.Request.URL.Path
}

// until asks for a job's page until it is in one of some states.
func (s *server) until(job string, states ...string) string {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		page := s.get(job)
		for _, state := range states {
			if strings.Contains(page, `data-state="`+state+`"`) {
				return page
			}
		}
		if strings.Contains(page, `data-state="failed"`) {
			s.t.Fatalf("the job failed: %.3000s", page)
		}
	}
	s.t.Fatalf("%s does not become %v", job, states)
	return ""
}

// TestDiskFull fills the disk under the real server: saves are refused with words, what was confirmed stays, reading
// goes on, and saving works again once there is room.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Fatalf("a small disk cannot be made (%v): run the tests as root or under unshare -rm", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, binary(t), filepath.Join(dir, "office"), jar)
	defer s.end(syscall.SIGKILL)
	s.signIn()
	ballast := filepath.Join(dir, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	chunk := make([]byte, 64<<10)
	for {
		if _, err := f.Write(chunk); err != nil {
			break
		}
	}
	_ = f.Close()
	var confirmed []string
	refused := ""
	for i := 0; i < 5000 && refused == ""; i++ {
		code := fmt.Sprintf("DAY-%04d", i)
		switch status, page, err := s.post("/households/new", form(code)); {
		case err != nil:
			t.Fatal(err)
		case status == 200:
			confirmed = append(confirmed, code)
		case status == http.StatusServiceUnavailable && strings.Contains(strings.ToLower(page), "đĩa đã đầy"):
			refused = code
		default:
			t.Fatalf("%d %.300s", status, page)
		}
	}
	if refused == "" {
		t.Fatal("the disk never was full")
	}
	if s.has(refused) {
		t.Error("a refused household is there")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for _, code := range confirmed {
		if !s.has(code) {
			t.Fatalf("%s was confirmed and is lost", code)
		}
	}
	if status, _, err := s.post("/households/new", form(refused)); status != 200 || err != nil {
		t.Errorf("with room again: %d %v", status, err)
	}
}

// TestSyncFails makes the disk fail at a sync: the save is refused, the office only reads and says so, and nothing
// that was confirmed is lost.
func TestSyncFails(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("strace is missing: apt-get install -y strace")
	}
	bin, dir := binary(t), filepath.Join(t.TempDir(), "office")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, bin, dir, jar) // fills the folder with nothing in its way
	s.signIn()
	s.end(syscall.SIGTERM)
	for _, when := range []int{1, 2, 5, 9, 14} {
		s = start(t, bin, dir, jar, "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
			fmt.Sprintf("inject=fsync,fdatasync:error=EIO:when=%d+", when))
		var confirmed []string
		failed := false
		for i := 0; i < 60 && !failed; i++ {
			code := fmt.Sprintf("LOI-%d-%d", when, i)
			status, page, err := s.post("/households/new", form(code))
			switch {
			case err != nil:
				t.Fatal(err)
			case status == 200:
				confirmed = append(confirmed, code)
			case status == http.StatusServiceUnavailable && strings.Contains(strings.ToLower(page), "đĩa của máy chủ báo lỗi"):
				failed = true
			default:
				t.Fatalf("when %d: %d %.300s", when, status, page)
			}
		}
		if !failed {
			t.Errorf("when %d: the failing disk was never noticed", when)
		}
		if page := s.get("/households"); !strings.Contains(page, "chỉ đọc") {
			t.Errorf("when %d: the page does not say that the office only reads", when)
		}
		if r, err := s.c.Get(s.base + "/readyz"); err != nil || r.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("when %d: ready: %v", when, err)
		}
		s.end(syscall.SIGKILL)
		s = start(t, bin, dir, jar)
		for _, code := range confirmed {
			if !s.has(code) {
				t.Errorf("when %d: %s was confirmed and is lost", when, code)
			}
		}
		s.end(syscall.SIGTERM)
	}
}
