package web_test

import (
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// TestDemoDay: in the demonstration of another province every page says that its figures are assumed and names nothing
// of Sóc Trăng; its day is moved on from the banner, and never in an office for real work.
func TestDemoDay(t *testing.T) {
	for _, demonstration := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "office.db")
		st, err := demotest.Store(path)
		if err != nil {
			t.Fatal(err)
		}
		o, err := demotest.Office(st, office.Config{Province: "11", Demo: demonstration, Files: path + ".files",
			Day: func() date.Date { return date.Must(2026, 3, 6) }}) // a Friday
		if err != nil {
			t.Fatal(err)
		}
		s, err := web.New(page.Config{Desks: o})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(s)
		if demonstration {
			if err := o.Demo.FillDemo(t.Context(), 60, nil); err != nil {
				t.Fatal(err)
			}
			moveOn(t, srv.URL, o.Demo.Password())
		} else {
			stays(t, o, srv.URL)
		}
		srv.Close()
		if err := o.Close(); err != nil {
			t.Error(err)
		}
		_ = st.Close()
	}
}

// stays: whoever may move a demonstration's day finds nothing to move in an office for real work.
func stays(t *testing.T, o *app.Desks, base string) {
	t.Helper()
	day := o.Office.Day()
	_, _, err := o.Accounts.EnterAccount(t.Context(), &office.Ask{Username: "x", From: "cli"},
		accounts.NewAccount{Username: "kehoach", FullName: "Người kế hoạch", Password: demo.Password,
			Grants: []access.Grant{{Role: access.Planner, Place: "11", From: day}}})
	if err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, base, "kehoach")
	if status, _ := p.post("/demo/day", url.Values{"to": {"next"}}); status != 404 || o.Office.Day() != day {
		t.Errorf("an office for real work: %d, it is %s", status, o.Office.Day())
	}
	if status, _ := p.get("/components"); status != 404 {
		t.Errorf("the parts of pages in an office for real work: %d", status)
	}
	if _, body := p.get("/places"); has(body, `form[action="/demo/day"]`) {
		t.Error("an office for real work offers to move the day")
	}
}

func moveOn(t *testing.T, base, password string) {
	t.Helper()
	p := newPerson(t, base, "")
	status, signIn := p.get("/login")
	if status != 200 || strings.Contains(signIn, "Sóc Trăng") || strings.Contains(signIn, "Soc Trang") ||
		strings.Contains(signIn, "canbo.huyen") || !strings.Contains(signIn, password) {
		t.Errorf("the page to sign in: %d %s", status, signIn)
	}
	p.post("/login", url.Values{"username": {"kehoach"}, "password": {password}})
	for _, path := range []string{"/", "/households", "/reviews", "/results/2025", "/plan", "/programme",
		"/programme?year=2025", "/places"} {
		status, body := p.get(path)
		if status != 200 || strings.Contains(body, "Sóc Trăng") ||
			!strings.Contains(body, "số liệu giả định: không có số liệu chính thức của tỉnh Điện Biên") ||
			!has(body, `form[action="/demo/day"] button[value="next"]`) || // and Enter in the field moves to its day
			!has(body, `form#demo-to input[type="hidden"][name="to"][value="day"]`) ||
			has(body, `form#demo-to button[name]`) {
			t.Errorf("%s: %d", path, status)
		}
	}
	if _, body := p.post("/demo/day", url.Values{"to": {"next"}, "next": {"/plan"}}); !strings.Contains(body, "09/03/2026") {
		t.Error("the next working day is not Monday")
	}
	if status, body := p.post("/demo/day", url.Values{"to": {"day"}, "day": {"06/03/2026"}}); status != 422 ||
		!strings.Contains(body, "không lùi về trước") {
		t.Errorf("back to Friday: %d", status)
	}
}
