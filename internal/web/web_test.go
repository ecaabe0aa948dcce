package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/officetest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// TestMain removes the demonstrations that the tests copied.
func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// serve opens the demonstration over HTTP.
func serve(t testing.TB, households int64) string {
	t.Helper()
	base, _ := serveOn(t, households, demo.Day, false)
	return base
}

// serveOn is serve on a working day that a test moves, and in the midst of the yearly review where during is set.
func serveOn(t testing.TB, households int64, day func() date.Date, during bool) (string, *app.Desks) {
	t.Helper()
	o, _ := demotest.Open(t, demotest.Config{Households: households, During: during, Day: day})
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return srv.URL, o
}

// person is somebody at a browser without scripts.
type person struct {
	t    testing.TB
	base string
	c    *http.Client
}

func newPerson(t testing.TB, base, username string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t, base, &http.Client{Jar: jar}}
	if username != "" {
		if status, page := p.post("/login", url.Values{"username": {username},
			"password": {demo.Password}}); status != 200 {
			t.Fatalf("%s: %d %.300s", username, status, page)
		}
	}
	return p
}

func (p *person) read(r *http.Response, err error) (int, string) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func (p *person) get(path string) (int, string) { p.t.Helper(); return p.read(p.c.Get(p.base + path)) }

func (p *person) post(path string, form url.Values) (int, string) {
	p.t.Helper()
	return p.read(p.c.PostForm(p.base+path, form))
}

func newHousehold(code string) url.Values {
	return url.Values{"household_code": {code}, "commune_code": {"31708"}, "m1_full_name": {"Lâm Thị Mới"},
		"m1_relationship": {"head"}, "m1_birth_date": {"05/09/1980"},
		"income_per_head": {"1.500.000"}, "valid_from": {"01/12/2024"}}
}

// runs reports whether what a test sent is markup in a page: a script or a picture of its own.
func runs(page string) bool {
	return has(page, `img[src="x"]`) || strings.Contains(page, "<script>alert")
}

// TestBadInput: whatever is sent, nobody sees an error of the program, and nothing that was sent runs anywhere.
func TestBadInput(t *testing.T) {
	base := serve(t, 2000)
	p := newPerson(t, base, "canbo.xa")
	nasty := []string{`'; DROP TABLE household; --`, `" OR 1=1 --`, `<script>alert(1)</script>`,
		`<img src=x onerror=alert(1)>`, `=cmd|' /C calc'!A0`, `{{.}}`, "\x00\x01", strings.Repeat("ạ", 5000),
		"%s%n", "../../etc/passwd", "𝕏", "\u202egnp"}
	for i, s := range nasty {
		f := newHousehold(fmt.Sprintf("X-%d", i))
		for _, name := range []string{"hamlet", "address", "phone", "floor_area", "water_source", "internet",
			"poverty_reasons", "m1_full_name", "m1_citizen_id", "m1_sex", "m1_ethnicity", "reason", "deed"} {
			g := url.Values{}
			for k, v := range f {
				g[k] = v
			}
			g.Set(name, s)
			status, page := p.post("/households/new", g)
			if status >= 500 {
				t.Errorf("%s=%.30q: %d", name, s, status)
			}
			if runs(page) {
				t.Errorf("%s=%.30q comes back as markup", name, s)
			}
		}
		for _, path := range []string{"/households?q=", "/households?class=", "/households?sort=",
			"/households?hamlet=", "/households?age=", "/households?on=", "/households?place=", "/?on=", "/?place=",
			"/places?on=", "/audit?kind=", "/law?rule="} {
			if status, page := p.get(path + url.QueryEscape(s)); status >= 500 || runs(page) {
				t.Errorf("%s%.30q: %d", path, s, status)
			}
		}
	}
	for _, path := range []string{"/households?page=1000000000", "/households?page=-7",
		"/households?page=99999999999999999999", "/households/0", "/households/-1", "/households/99999999999999999999",
		"/households/x", "/jobs/1", "/duplicates/1", "/accounts/1", "/nothing", "/households?on=31/12/1899",
		"/households?on=30/02/2024", "/static/../web.go", "/static/nothing"} {
		if status, _ := p.get(path); status >= 500 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, page := p.get("/households?page=1000000000"); status != 200 ||
		!strings.Contains(page, "Không có hộ nào") {
		t.Errorf("a page beyond the last: %d", status)
	}
	for what, c := range map[string]struct {
		change func(url.Values)
		says   string
	}{
		"a date before 1900":      {func(f url.Values) { f.Set("valid_from", "31/12/1899") }, "1900"},
		"a date to come":          {func(f url.Values) { f.Set("valid_from", "01/01/2031") }, "sau hôm nay"},
		"another province's code": {func(f url.Values) { f.Set("commune_code", "00001") }, "không"},
		"a commune not his":       {func(f url.Values) { f.Set("commune_code", "31498") }, "không"},
		"no head":                 {func(f url.Values) { f.Set("m1_relationship", "child") }, "không có chủ hộ"},
		"a wrong citizen number": {func(f url.Values) {
			f.Set("m1_citizen_id", "001080000001")
			f.Set("m1_sex",
				"female")
		}, "m1_citizen_id-error"},
		"sixty-one members": {func(f url.Values) {
			for i := range 61 {
				f.Set(fmt.Sprintf("m%d_full_name", i+1), "A")
			}
		}, "60"},
	} {
		f := newHousehold("BAD-1")
		c.change(f)
		if status, page := p.post("/households/new", f); status < 400 || status >= 500 ||
			!strings.Contains(page, c.says) {
			t.Errorf("%s: %d, says %.200q", what, status, errorOf(page))
		}
	}
	if _, page := p.get("/households?q=BAD-1"); !strings.Contains(page, "Không có hộ nào") {
		t.Error("a refused household was saved")
	}
	if status, _ := p.post("/households/new", url.Values{"x": {strings.Repeat("x", 5<<20)}}); status < 400 ||
		status >= 500 {
		t.Errorf("five megabytes in a form: %d", status)
	}
}

// TestFormTwice: a form sent twice makes one household; an edit sent twice makes one version.
func TestFormTwice(t *testing.T) {
	p := newPerson(t, serve(t, 1000), "canbo.xa")
	f := newHousehold("HAI-LAN")
	if status, _ := p.post("/households/new", f); status != 200 {
		t.Fatal(status)
	}
	if status, page := p.post("/households/new", f); status != 422 || !strings.Contains(page, "đã có trong sổ") {
		t.Errorf("again: %d %s", status, errorOf(page))
	}
	_, page := p.get("/households?q=HAI-LAN")
	id := numberIn(page, "/households/")
	f.Set("version", "1")
	f.Set("address", "Số 5")
	for range 2 {
		if status, page := p.post("/households/"+id+"/edit", f); status != 200 && status != 409 {
			t.Errorf("%d %s", status, errorOf(page))
		}
	}
	if _, page := p.get("/households/" + id + "/history"); strings.Count(page, "bản 3") != 0 ||
		!strings.Contains(page, "bản 2") {
		t.Error("an edit sent twice made two versions")
	}
}

// TestSessions: nothing opens without signing in; a session ended elsewhere is over; a token set by somebody else is
// not kept.
func TestSessions(t *testing.T) {
	base := serve(t, 500)
	nobody := newPerson(t, base, "")
	nobody.c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, path := range []string{"/", "/households", "/households/1", "/accounts", "/audit", "/import",
		"/jobs/1/export.xlsx", "/places", "/law"} {
		if status, _ := nobody.get(path); status != http.StatusSeeOther {
			t.Errorf("%s for nobody: %d", path, status)
		}
	}
	if status, _ := nobody.post("/households/export", nil); status != http.StatusSeeOther {
		t.Errorf("an export for nobody: %d", status)
	}
	one, two := newPerson(t, base, "lanhdao"), newPerson(t, base, "lanhdao")
	if status, _ := one.post("/account/sessions/end", url.Values{}); status != 200 {
		t.Fatal(status)
	}
	if _, page := two.get("/households"); !has(page, "#password") {
		t.Error("a session ended elsewhere goes on")
	}
	if _, page := one.get("/households"); has(page, "#password") {
		t.Error("the present session ended too")
	}
	u, _ := url.Parse(base)
	before := one.c.Jar.Cookies(u)[0].Value
	if status, _ := one.post("/login", url.Values{"username": {"lanhdao"},
		"password": {demo.Password}}); status != 200 {
		t.Fatal(status)
	}
	for _, c := range one.c.Jar.Cookies(u) {
		if c.Name == "giamngheo" && c.Value == before {
			t.Error("the token stayed the same at sign-in")
		}
	}
}

// TestRefusalsAreNoted: pages and forms that one may not see or do are on the record, a bounded number of them, whether
// the refusal is a page of its own or stands in the form.
func TestRefusalsAreNoted(t *testing.T) {
	base, o := serveOn(t, 300, demo.Day, false)
	inspector := officetest.SignIn(t, o, "thanhtra")
	p := newPerson(t, base, "lanhdao")
	for range 30 {
		if status, _ := p.get("/households/99999999"); status != http.StatusNotFound {
			t.Fatal(status)
		}
	}
	if status, _ := p.get("/nguoi-nao-do/079180000123"); status != http.StatusNotFound {
		t.Error(status)
	}
	other := newPerson(t, base, "canbo.xa")
	if status, _ := other.post("/accounts/new", url.Values{"username": {"x"}}); status != http.StatusForbidden {
		t.Error(status)
	}
	if err := o.Office.Close(); err != nil { // everything is on the record then
		t.Fatal(err)
	}
	lines, err := o.Records.AuditLog(context.Background(), inspector, "session", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]int{}
	for _, l := range lines {
		if l.Action == "session.turned_away" {
			by[l.Who+" "+l.Detail.Note["code"]+" "+l.Detail.Note["which"]]++
		}
	}
	if want := map[string]int{"lanhdao 404 GET /households/{id}": 20,
		"canbo.xa 403 POST /accounts/new": 1}; !maps.Equal(by, want) {
		t.Errorf("%v, not %v", by, want)
	}
}

// TestCrossSite: a form from another site changes nothing, and no page can be framed, sniffed or kept.
func TestCrossSite(t *testing.T) {
	base := serve(t, 500)
	p := newPerson(t, base, "canbo.xa")
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		r, err := http.NewRequest(http.MethodPost, base+"/households/new",
			strings.NewReader(newHousehold("CSRF").Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header, value)
		if status, _ := p.read(p.c.Do(r)); status != http.StatusForbidden {
			t.Errorf("%s: %d", header, status)
		}
	}
	r, err := p.c.Get(base + "/households")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	for name, want := range map[string]string{"Content-Security-Policy": "frame-ancestors 'none'",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin"} {
		if !strings.Contains(r.Header.Get(name), want) {
			t.Errorf("%s: %q", name, r.Header.Get(name))
		}
	}
	if csp := r.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
}

// TestRoutes asks every address as every role: no error of the program, and household data for nobody who may not see
// it.
func TestRoutes(t *testing.T) {
	base, o := serveOn(t, 2000, demo.Day, false)
	boss := newPerson(t, base, "lanhdao")
	_, page := boss.get("/households?place=31498")
	id := numberIn(page, "/households/")
	gets := []string{"/", "/households", "/households/" + id, "/households/" + id + "/edit", "/households/" + id +
		"/history", "/households/" + id + "/notice", "/households/" + id + "/change",
		"/households/new", "/duplicates", "/duplicates/1", "/import", "/paste", "/jobs", "/jobs/1",
		"/jobs/1/rejected.xlsx", "/jobs/1/doubts.csv", "/jobs/1/export.xlsx", "/places", "/audit", "/accounts",
		"/accounts/new", "/accounts/1", "/account", "/account/totp", "/law", "/help",
		"/programme", "/programme?year=2026", "/programme/DA2/people", "/programme/DA4-TDA1/people?left=1",
		"/programme/DA2/people.xlsx", "/supports", "/supports?ended=1&node=DA4", "/supports/new",
		"/supports/new?household=" + id,
		"/supports/new?kind=job_abroad&household=" + id, "/supports/new?kind=communication_event&commune=31708",
		"/supports/paste", "/supports/paste?kind=house", "/supports/1", "/activities", "/activities?month=2024-12",
		"/activities/new",
		"/activities/1", "/activities/1/edit", "/activities/1/files/1", "/households/" + id + "/exit", "/exit",
		"/exit?budget=1000000", "/exit/costs",
		"/reviews", "/reviews/1?place=31708", "/reviews/1/quality?place=31708", "/whatif", "/whatif?standard=x"}
	posts := []string{"/households/new", "/households/check", "/households/export", "/households/" + id + "/edit",
		"/households/" + id + "/state", "/households/" + id + "/split",
		"/households/" + id + "/merge", "/households/" + id + "/reveal", "/duplicates/1", "/import", "/paste",
		"/paste/check", "/jobs/1/arrange", "/jobs/1/answer", "/jobs/1/agree", "/jobs/1/commit", "/jobs/1/undo", "/jobs/1/cancel",
		"/places/changes", "/places/changes/1", "/accounts/new", "/accounts/1/reset", "/accounts/1/disable",
		"/accounts/1/roles", "/accounts/1/roles/end", "/account/sessions/end",
		"/supports/new", "/supports/check", "/supports/paste", "/supports/paste/check", "/supports/paste/book",
		"/supports/paste/undo", "/supports/paste/rejected.xlsx", "/supports/payment.xlsx", "/supports/999999/withdraw",
		"/activities/new", "/activities/1/edit", "/activities/1/state", "/activities/1/files",
		"/activities/1/files/1/remove", "/exit/adopt", "/exit/costs", "/households/" + id + "/exit",
		"/reviews/1/answers", "/reviews/1/requests", "/whatif"}
	// of another commune or district, or never
	outsiders := map[string]bool{"canbo.xa": true, "dieutra": true, "canbo.huyen": true, "ketoan.xa": true, "quantri": true}
	for _, d := range o.Demo.Accounts() {
		p := newPerson(t, base, d.Username)
		for _, path := range gets {
			status, page := p.get(path)
			if status >= 500 {
				t.Errorf("%s GET %s: %d %s", d.Username, path, status, errorOf(page))
			}
			if strings.HasPrefix(path, "/households/"+id) && outsiders[d.Username] && status < 400 {
				t.Errorf("%s GET %s: %d", d.Username, path, status)
			}
		}
		for _, path := range posts {
			if d.Username == "quantri" && strings.HasPrefix(path, "/accounts/1/") {
				continue // it would work, and end the test's other people
			}
			status, page := p.post(path, url.Values{"id": {id}, "version": {"1"}, "reason": {"thử quyền hạn"}})
			if status >= 500 {
				t.Errorf("%s POST %s: %d %s", d.Username, path, status, errorOf(page))
			}
			if strings.HasPrefix(path, "/households/"+id) && outsiders[d.Username] && status < 400 {
				t.Errorf("%s POST %s: %d", d.Username, path, status)
			}
			if strings.HasPrefix(path, "/accounts") && d.Username != "quantri" && status != http.StatusForbidden {
				t.Errorf("%s POST %s: %d", d.Username, path, status)
			}
		}
		if status, _ := p.read(p.c.Do(request(t, http.MethodDelete, base+"/households/"+id))); status < 400 ||
			status >= 500 {
			t.Errorf("DELETE: %d", status)
		}
	}
}

func request(t testing.TB, method, address string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestUploadLimits: an upload that is too large or cut off is refused with words.
func TestUploadLimits(t *testing.T) {
	base := serve(t, 500)
	p := newPerson(t, base, "canbo.xa")
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "../../../etc/passwd.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("không phải Excel")); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	whole := b.Bytes()
	for what, body := range map[string][]byte{"not a workbook": whole, "cut off": whole[:len(whole)-30],
		"nothing": nil} {
		r := request(t, http.MethodPost, base+"/import")
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Type", w.FormDataContentType())
		if status, page := p.read(p.c.Do(r)); status != 422 || errorOf(page) == "" &&
			!has(page, `[role="alert"]`) {
			t.Errorf("%s: %d", what, status)
		}
	}
	r := request(t, http.MethodPost, base+"/import")
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader("")), 1<<40
	r.Header.Set("Content-Type", w.FormDataContentType())
	if res, err := p.c.Do(r); err == nil {
		if res.StatusCode != 422 {
			t.Errorf("a terabyte: %d", res.StatusCode)
		}
		_ = res.Body.Close()
	}
}

// TestManyAtOnce: sixteen officers edit and read at once; no update is lost and nobody sees an error of the program.
func TestManyAtOnce(t *testing.T) {
	base := serve(t, 1000)
	p := newPerson(t, base, "canbo.xa")
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			q := &person{t, base, &http.Client{Jar: p.c.Jar}}
			for j := range 10 {
				if status, page := q.post("/households/new",
					newHousehold("CUNG-"+strconv.Itoa(i)+"-"+strconv.Itoa(j))); status != 200 {
					t.Errorf("%d %s", status, errorOf(page))
				}
				if status, _ := q.get("/households?q=CUNG"); status != 200 {
					t.Error(status)
				}
			}
		})
	}
	wg.Wait()
	if _, page := p.get("/households?q=CUNG-"); textIn(page, "#total") != "160" {
		t.Errorf("not all 160 are there: %s", textIn(page, "#total"))
	}
}

// TestKhmer: the catalogue begun for residents can be read and answers every class.
func TestKhmer(t *testing.T) {
	p := newPerson(t, serve(t, 500), "lanhdao")
	_, page := p.get("/households")
	id := numberIn(page, "/households/")
	if _, page := p.get("/households/" + id + "/notice"); find(page, `[lang="km"]`).Length() < 4 ||
		has(page, `span[lang="km"]:empty`) {
		t.Error("the notice has no Khmer")
	}
}
