package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store"
	"giamngheo/internal/web"
	"giamngheo/internal/web/answer"
	"giamngheo/internal/web/page"
)

var onceKey = regexp.MustCompile(`name="once" value="([A-Z2-7]{26})"`)

// keyOf is the key of the form that a page sends to an address.
func (p *person) keyOf(address, action string) string {
	p.t.Helper()
	_, shown := p.get(address)
	_, after, _ := strings.Cut(shown, `action="`+action+`"`)
	m := onceKey.FindStringSubmatch(after)
	if m == nil {
		p.t.Fatalf("the form of %s has no key: %.300s", address, shown)
	}
	return m[1]
}

// sent posts a form without following where it leads: the status, where it leads, and what is said there.
func (p *person) sent(path string, form url.Values) (status int, to, said string) {
	p.t.Helper()
	return p.sends(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (p *person) sends(path, kind string, body io.Reader) (status int, to, said string) {
	p.t.Helper()
	c := *p.c
	c.Jar = nil
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := http.NewRequest(http.MethodPost, p.base+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Referer", p.base+"/households/new")
	for _, cookie := range p.c.Jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
	answer, err := c.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	for _, cookie := range answer.Cookies() {
		if cookie.Name == "notice" {
			said, _ = url.QueryUnescape(cookie.Value)
		}
	}
	return answer.StatusCode, answer.Header.Get("Location"), said
}

// entriesOf counts what is on the record of one action.
func entriesOf(t *testing.T, s *store.Store, action string) (n int) {
	t.Helper()
	all, err := s.Audit(context.Background(), store.AuditQuery{Province: "94", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].Action == action {
			n++
		}
	}
	return n
}

// TestOnce: a form that is sent again – after the answer, at once, by a browser that heard nothing – is answered as it
// was the first time, and nothing is written; its key is its person's and its own. Both engines, one server and two.
func TestOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		o, s := demotest.Open(t, demotest.Config{Households: 2000})
		base := serveDesks(t, o)
		onceOn(t, s, base, base)
	})
	t.Run("two servers", func(t *testing.T) {
		target := postgrestest.Of(t).Database(t)
		one, s := beside(t, target)
		if err := one.Demo.FillDemo(context.Background(), 300, nil); err != nil {
			t.Fatal(err)
		}
		two, _ := beside(t, target)
		onceOn(t, s, serveDesks(t, one), serveDesks(t, two))
	})
}

func serveDesks(t *testing.T, o *app.Desks) string {
	t.Helper()
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return srv.URL
}

// beside opens an office on a database that others may have open.
func beside(t *testing.T, target string) (*app.Desks, *store.Store) {
	t.Helper()
	s, err := demotest.Store(target)
	if err != nil {
		t.Fatal(err)
	}
	o, err := demotest.Office(s, office.Config{Day: demo.Day, Files: filepath.Join(t.TempDir(), "files"), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(o.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	})
	return o, s
}

func onceOn(t *testing.T, s *store.Store, one, two string) {
	here, there := newPerson(t, one, "canbo.xa"), newPerson(t, two, "canbo.xa")
	const to = "/households/new"
	keyed := func(code string) url.Values {
		form := newHousehold(code)
		form.Set("once", here.keyOf(to, to))
		return form
	}
	saved := func() int { t.Helper(); return entriesOf(t, s, "household.create") }
	was := saved()
	grown := func(what string, by int) {
		t.Helper()
		if now := saved(); now != was+by {
			t.Errorf("%s: %d households were written, not %d", what, now-was, by)
		}
		was = saved()
	}

	var form url.Values
	var leads []string
	t.Run("sent again", func(t *testing.T) {
		form = keyed("ONCE-1")
		status, led, said := here.sent(to, form)
		if status != http.StatusSeeOther || !strings.HasPrefix(led, "/households/") || !strings.Contains(said, "ONCE-1") {
			t.Fatalf("%d %q %q", status, led, said)
		}
		for _, p := range []*person{here, there} {
			if again, to2, said2 := p.sent(to, form); again != status || to2 != led || said2 != said {
				t.Errorf("sent again: %d %q %q, first %d %q %q", again, to2, said2, status, led, said)
			}
		}
		grown("sent three times", 1)
	})

	t.Run("at once", func(t *testing.T) {
		form = keyed("ONCE-2")
		var all sync.WaitGroup
		leads = make([]string, 8)
		for i := range leads {
			all.Go(func() { _, leads[i], _ = []*person{here, there}[i%2].sent(to, form) })
		}
		all.Wait()
		for _, l := range leads {
			if l == "" || l != leads[0] {
				t.Errorf("sent at once, led to %q", leads)
			}
		}
		grown("sent at once", 1)
	})

	t.Run("changed", func(t *testing.T) {
		form.Set("household_code", "ONCE-3") // what was changed in the form since is something new
		if status, led, _ := here.sent(to, form); status != http.StatusSeeOther || led == leads[0] {
			t.Errorf("changed and sent again: %d %q", status, led)
		}
		grown("changed", 1)
	})

	t.Run("refused", func(t *testing.T) {
		form.Set("household_code", "ONCE-4")
		other := newPerson(t, two, "canbo.so")
		for what, send := range map[string]func() (int, string, string){
			"another person": func() (int, string, string) { return other.sent(to, form) },
			"another form": func() (int, string, string) {
				return here.sent(leads[0]+"/state", url.Values{"once": form["once"], "version": {"1"}, "to": {"close"},
					"reason": {"chuyển đi nơi khác"}, "from": {"02/12/2024"}})
			},
		} {
			if status, _, _ := send(); status != http.StatusForbidden {
				t.Errorf("%s with a used key: %d", what, status)
			}
		}
		for _, key := range []string{"short", strings.Repeat("A", 65), "một khóa nào đó của ai"} {
			form.Set("once", key)
			if status, _, _ := here.sent(to, form); status != http.StatusUnprocessableEntity {
				t.Errorf("the key %q: %d", key, status)
			}
		}
		grown("refused", 0)
	})

	t.Run("without a key", func(t *testing.T) {
		form.Del("once") // a program, a page from before
		if status, _, _ := here.sent(to, form); status != http.StatusSeeOther {
			t.Errorf("without a key: %d", status)
		}
		grown("without a key", 1)
	})

	t.Run("corrected", func(t *testing.T) {
		form = keyed("ONCE-5")
		form.Set("valid_from", "31/02/2024")
		if status, _, _ := here.sent(to, form); status == http.StatusSeeOther {
			t.Error("a form that is wrong is taken")
		}
		form.Set("valid_from", "01/12/2024") // corrected on the same page
		if status, _, _ := here.sent(to, form); status != http.StatusSeeOther {
			t.Errorf("corrected: %d", status)
		}
		grown("corrected", 1)
	})

	t.Run("a file", func(t *testing.T) {
		upload := func(p *person, key, content string) (to string) {
			t.Helper()
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			part, err := w.CreateFormFile("file", "sổ.xlsx")
			if err == nil {
				_, err = part.Write([]byte(content))
			}
			if err = errors.Join(err, w.WriteField("once", key), w.WriteField("on", "14/12/2024"), w.Close()); err != nil {
				t.Fatal(err)
			}
			_, to, _ = p.sends("/import", w.FormDataContentType(), &b)
			return to
		}
		key := here.keyOf("/import", "/import")
		_, book := here.get("/import/template.xlsx")
		_, example := here.get("/import/example.xlsx")
		job := upload(here, key, book)
		if again, changed := upload(there, key, book), upload(here, key, example); !strings.HasPrefix(job, "/jobs/") ||
			again != job || changed == job || !strings.HasPrefix(changed, "/jobs/") {
			t.Errorf("a file that was sent twice: %q, %q; another file: %q", job, again, changed)
		}
	})

	t.Run("a download", func(t *testing.T) {
		export := url.Values{"reason": {"đối chiếu với xã"}, "open_numbers": {"1"}, "q": {"dang"},
			"once": {here.keyOf("/households", "/households/export")}}
		for range 2 { // the second time its browser heard no answer to the first
			if status, led, _ := here.sent("/households/export", export); status != http.StatusOK {
				t.Errorf("a file that is asked for again: %d %q", status, led)
			}
			silence(t, s, export.Get("once"))
		}
	})

	t.Run("killed", func(t *testing.T) {
		form = keyed("ONCE-6")
		if _, led, _ := here.sent(to, form); led == "" {
			t.Fatal("not saved")
		}
		silence(t, s, form.Get("once")) // the server was killed before it had answered
		if status, to2, said := there.sent(to, form); status != http.StatusSeeOther || to2 != to ||
			!strings.Contains(said, "đã được lưu ngay từ lần gửi đầu") {
			t.Errorf("sent again to another server: %d %q %q", status, to2, said)
		}
		grown("killed", 1)
	})
}

// TestUploadsLeaveNothing: what of a form lies on the disk while it is read is gone once it is answered, whoever sends it
// and wherever to.
func TestUploadsLeaveNothing(t *testing.T) {
	o, _ := demotest.Open(t, demotest.Config{Households: 2000})
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	p, dir := newPerson(t, srv.URL, "canbo.xa"), t.TempDir()
	t.Setenv("TMPDIR", dir)
	key := p.keyOf("/import", "/import")
	lay := 0
	for _, c := range []struct {
		to, once string
		known    bool
	}{
		{"/import", "", true}, {"/import", key, true}, {"/activities/1/documents", key, true}, {"/supports/paste/check", "", true},
		{"/households/new", "no key", true}, {"/login", "", false}, {"/nowhere", "", true},
	} {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, err := w.CreateFormFile("file", "sổ.xlsx")
		if err == nil {
			_, err = part.Write(bytes.Repeat([]byte("PK\x03\x04"), (8<<20+1<<16)/4))
		}
		if err = errors.Join(err, w.WriteField("once", c.once), w.Close()); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, srv.URL+c.to, lies{&b, dir, &lay})
		r.Header.Set("Content-Type", w.FormDataContentType())
		if c.known {
			for _, cookie := range p.c.Jar.Cookies(r.URL) {
				r.AddCookie(cookie)
			}
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s leaves %v: %v", c.to, left, err)
		}
	}
	if lay == 0 {
		t.Error("nothing of what was sent lay on the disk: the test looks at nothing")
	}
}

// lies is the body of a form that notes whether something of it lay in a folder while it was read.
type lies struct {
	io.Reader
	dir string
	lay *int
}

// Read reads, and looks.
func (l lies) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if found, _ := os.ReadDir(l.dir); len(found) > 0 {
		*l.lay++
	}
	return n, err
}

// silence takes away what was answered to a form.
func silence(t *testing.T, s *store.Store, key string) {
	t.Helper()
	ctx := context.Background()
	for kept := ""; kept == ""; { // the answer is kept beside it
		if err := s.Row(ctx, `SELECT answer FROM sending WHERE id = $1`, key).Scan(&kept); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE sending SET answer = '' WHERE id = $1`, key)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestKeys: every form that is posted, in every template, has its key.
func TestKeys(t *testing.T) {
	files, err := filepath.Glob("*/*.html")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	posted := regexp.MustCompile(`method="post"`)
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		forms := len(posted.FindAll(b, -1)) - strings.Count(string(b), `formmethod="post"`)
		if keys := strings.Count(answer.WithKeys(string(b)), `name="once"`); keys != forms {
			t.Errorf("%s: %d forms, %d keys", name, forms, keys)
		}
	}
}
