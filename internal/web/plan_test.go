package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/app/demo"
)

// plan opens a page of the plan; while the plan is counted for the first time it opens it again, as the page itself
// does.
func (p *person) plan(path string) (int, string) {
	p.t.Helper()
	for {
		status, page := p.get(path)
		if !has(page, "#counting") {
			return status, page
		}
	}
}

// TestPlanRoutes asks every address of the plan as every role.
func TestPlanRoutes(t *testing.T) {
	base, o := serveOn(t, 2000, demo.Day, false)
	see := map[string]bool{"canbo.xa": true, "dieutra": true, "chutich.xa": true, "canbo.huyen": true, "canbo.so": true,
		"kehoach": true, "ketoan.xa": true, "duyet": true, "lanhdao": true, "thanhtra": true}
	province := map[string]bool{"canbo.so": true, "kehoach": true, "duyet": true, "lanhdao": true,
		"thanhtra": true}
	export := map[string]bool{"canbo.xa": true, "canbo.huyen": true, "canbo.so": true, "kehoach": true,
		"thanhtra": true}
	for _, d := range o.Demo.Accounts() {
		p := newPerson(t, base, d.Username)
		expect := func(method, path string, status int, may bool) {
			t.Helper()
			if status >= 500 || (status < 400) != may {
				t.Errorf("%s %s %s: %d", d.Username, method, path, status)
			}
		}
		for _, path := range []string{"/plan", "/plan?year=2024", "/plan/2024/poor_rate", "/plan/2024/jobs",
			"/plan/2024/behind/insured?which=not_met", "/plan/2024/behind/jobs", "/plan/2024/behind/models",
			"/plan/2024/behind/stunting_coastal",
			"/plan/2024/figures", "/plan/2024/edit", "/plan/2024/plan.yaml", "/plan/2024/plan.xlsx",
			"/plan/2024/results.docx", "/plan/2024/results.xlsx"} {
			status, _ := p.plan(path)
			expect("GET", path, status, see[d.Username])
		}
		for _, path := range []string{"/plan?place=94", "/plan/2024/insured?place=31498",
			"/plan/2024/behind/insured?place=31498", "/plan/2024/share/jobs?place=94",
			"/plan/2024/results.xlsx?place=94"} {
			status, _ := p.plan(path)
			expect("GET", path, status, province[d.Username])
		}
		status, _ := p.plan("/plan/2024/behind/insured/list.xlsx")
		expect("GET", "list.xlsx", status, export[d.Username])
		for _, path := range []string{"/plan?year=1", "/plan?year=x", "/plan?on=30/02/2024", "/plan?on=01/01/2023",
			"/plan?place=99999", "/plan/2024/nothing", "/plan/2024/behind/nothing", "/plan/2024/share/nothing",
			"/plan/99999/edit", "/plan/2024/plan.yaml?version=7"} {
			if status, _ := p.plan(path); status < 400 || status >= 500 {
				t.Errorf("%s GET %s: %d", d.Username, path, status)
			}
		}
		status, _ = p.post("/plan/2024/share/jobs", url.Values{"place": {"94"}, "by": {"rule"}})
		expect("POST", "share", status, d.Username == "kehoach")
		status, _ = p.post("/plan/2024/figures", url.Values{"figure": {"stunting_coastal"}, "place": {"94"},
			"as_of": {"01/10/2024"}, "value": {"11,5"}, "source": {"thử"}})
		expect("POST", "figures", status, d.Username == "canbo.so" || d.Username == "kehoach")
		status, _ = p.post("/plan/2024/edit/save", url.Values{"text": {"plan: {}"}, "reason": {"thử quyền hạn"}})
		expect("POST", "edit/save", status, false)
		status, _ = p.post("/plan/2024/edit", nil)
		expect("POST", "edit", status, false)
	}
}

// TestLeadersPage: the twelve targets in the plan's order and words, the published figures beside them with their
// source, a light in words, and a way down to a household.
func TestLeadersPage(t *testing.T) {
	p := newPerson(t, serve(t, 3358), "lanhdao")
	_, page := p.plan("/plan")
	if n := strings.Count(page, "plan-sentence"); n != 12 {
		t.Errorf("%d targets", n)
	}
	if n := strings.Count(page, "data-part="); n != 19 {
		t.Errorf("%d parts", n)
	}
	at := 0
	for _, s := range []string{"Giảm tỷ lệ hộ nghèo bình quân 01%/năm", "2,54 % → 1,32 %", "−1,22 điểm", "đạt",
		"Báo Sóc Trăng", "−1,77 điểm", "dân tộc thiểu số nói chung", "−2 điểm",
		"Giải quyết việc làm cho 6.000 lao động", "6.000 người",
		"Đào tạo nghề cho 3.500 người", "95% người dân biết đến trợ giúp pháp lý"} {
		i := strings.Index(page[at:], s)
		if i < 0 {
			t.Fatalf("%q is not there in its place", s)
		}
		at += i
	}
	if !strings.Contains(page, "Nguy cơ không đạt") || !strings.Contains(page, "GIẢ LẬP") {
		t.Error("no light in words, or the demonstration does not say so")
	}
	_, page = p.plan("/plan/2024/insured")
	const row = `a[data-row][href^="/plan/2024/insured?place="]`
	district := attrOf(page, row, "href")
	if district == "" || !strings.Contains(page, "Còn để ngỏ") || !strings.Contains(page, "m.health_insurance") ||
		!has(page, "#reconcile") || !has(page, "#table-map") {
		t.Fatal("a target's page")
	}
	_, page = p.plan(district)
	commune := attrOf(page, row, "href")
	if commune == "" {
		t.Fatal("no communes in a district")
	}
	_, page = p.plan(strings.Replace(commune, "/insured?", "/behind/insured?which=met&", 1))
	household := attrOf(page, `a[data-row][href^="/households/"]`, "href")
	if household == "" {
		t.Fatalf("no household behind a commune's figure: %s", commune)
	}
	if status, _ := p.get(household); status != http.StatusOK {
		t.Errorf("%s: %d", household, status)
	}
	if _, page := p.get("/"); !has(page, "#plan-card") {
		t.Error("the first page has no card of the plan")
	}
	if _, page := p.plan("/plan?lang=x&on=01/07/2024"); !has(page, `[value="01/07/2024"]`) {
		t.Error("another day")
	}
}

// TestPlanForms: what a planner does without scripts: shares, a reported figure, a plan's file with faults and without.
func TestPlanForms(t *testing.T) {
	base := serve(t, 2000)
	p := newPerson(t, base, "kehoach")
	form := url.Values{"place": {"94"}, "by": {"hand"}, "reason": {"theo đề nghị của huyện"}, "v-941": {"1.200"},
		"v-942": {"sáu trăm"}}
	status, page := p.post("/plan/2024/share/jobs", form)
	if status != 422 || !strings.Contains(page, "không phải số") || !has(page, `[value="1.200"]`) ||
		!has(page, `[value="sáu trăm"]`) || !strings.Contains(page, "theo đề nghị của huyện") {
		t.Errorf("a value that is no number: %d, what was typed is lost", status)
	}
	form.Set("v-942", "600")
	if status, page = p.post("/plan/2024/share/jobs", form); status != 200 ||
		!strings.Contains(page, "ít hơn mức của tỉnh (6.000) là 4.200") || !strings.Contains(page, "chưa giao cho") {
		t.Errorf("shares by hand: %d %s", status, textIn(page, "#reconcile"))
	}
	bad := url.Values{"figure": {"legal_aid_known"}, "place": {"94"}, "as_of": {"01/10/2024"}, "numerator": {"5"},
		"denominator": {"0"}, "source": {"Khảo sát thử"}}
	if status, page = p.post("/plan/2024/figures", bad); status != 422 || !strings.Contains(page, "ẫu số bằng 0") ||
		!strings.Contains(page, "Khảo sát thử") {
		t.Errorf("a zero denominator: %d %s", status, errorOf(page))
	}
	good := url.Values{"figure": {"legal_aid_known"}, "place": {"94"}, "as_of": {"01/10/2024"}, "numerator": {"1.140"},
		"denominator": {"1.200"}, "source": {"Khảo sát thử"}}
	for range 2 {
		if status, page = p.post("/plan/2024/figures", good); status != 200 {
			t.Fatalf("a figure: %d %s", status, errorOf(page))
		}
	}
	if !has(page, ".superseded") || strings.Count(page, "Khảo sát thử") != 2 {
		t.Error("the earlier figure is not struck through")
	}

	_, yaml := p.get("/plan/2024/plan.yaml")
	upload := func(name, text string) (int, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = w.Close()
		r := request(t, http.MethodPost, base+"/plan/2024/edit")
		r.Body, r.ContentLength = io.NopCloser(&b), int64(b.Len())
		r.Header.Set("Content-Type", w.FormDataContentType())
		return p.read(p.c.Do(r))
	}
	status, page = upload("<script>alert(1)</script>.yaml", strings.Replace(yaml, "planned: 3500", "planned: 3500.5",
		1))
	if line := 1 + strings.Count(yaml[:strings.Index(yaml, "planned: 3500")], "\n"); status != 422 ||
		!strings.Contains(page, fmt.Sprintf("dòng %d", line)) || !strings.Contains(page, "trained") ||
		runs(page) {
		t.Errorf("a fault: %d", status)
	}
	status, page = upload("ke-hoach.yaml", strings.Replace(yaml, "planned: 3500", "planned: 3600", 1))
	if status != 200 || !strings.Contains(page, ">3.500<") || !strings.Contains(page, ">3.600<") {
		t.Fatalf("a clean file: %d %s", status, errorOf(page))
	}
	text, was := valueOf(page, `textarea[name="text"]`), valueOf(page, `[name="was"]`)
	if text == "" || was == "" {
		t.Fatal("the page has no form to confirm")
	}
	save := url.Values{"text": {strings.ReplaceAll(text, "\n", "\r\n")}, "was": {was},
		"shares": {"null"}}
	if status, page = p.post("/plan/2024/edit/save", save); status != 422 || !strings.Contains(page, "hi lý do") ||
		!strings.Contains(page, "planned: 3600") {
		t.Errorf("without a reason: %d, the file is lost", status)
	}
	save.Set("reason", "giao thêm đào tạo nghề")
	if status, page = p.post("/plan/2024/edit/save", save); status != 200 ||
		!strings.Contains(page, "giao thêm đào tạo nghề") {
		t.Errorf("saved: %d %s", status, errorOf(page))
	}
	if _, page = p.plan("/plan"); !strings.Contains(page, "3.600 người") {
		t.Error("the plan is the old one")
	}
	if status, page = p.post("/plan/2024/edit/save", save); status != 409 ||
		valueOf(page, `[name="was"]`) != was { // sent again it would overwrite what was saved meanwhile
		t.Errorf("saved twice: %d %s, now of version %s", status, errorOf(page), valueOf(page, `[name="was"]`))
	}
}

// BenchmarkPlanPage: the leader's page and a target's page over HTTP, on the province's register, and the first page
// with its card.
func BenchmarkPlanPage(b *testing.B) {
	p := newPerson(b, serve(b, 335_886), "lanhdao")
	start := time.Now()
	p.plan("/plan")
	b.ReportMetric(time.Since(start).Seconds(), "s-to-first-page")
	for name, path := range map[string]string{"leader": "/plan", "district": "/plan?place=947",
		"target": "/plan/2024/insured", "behind": "/plan/2024/behind/insured?which=not_met", "dashboard": "/"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if status, page := p.get(path); status != 200 {
					b.Fatalf("%s: %d %.200s", path, status, page)
				}
			}
		})
	}
}

// TestBriefOfADay: a brief of a day that cannot be is that of today, with what is wrong with the day; one of a year
// without a plan says so; a place that is nowhere is not there.
func TestBriefOfADay(t *testing.T) {
	_, base := small(t)
	p := newPerson(t, base, "lanhdao")
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/plan/2024/brief":               {200, ""},
		"/plan/2024/brief?on=31/12/2023": {422, "Chọn một ngày từ 01/01/2024"},
		"/plan/2024/brief?on=x":          {422, "không phải ngày"},
		"/plan/2024/brief?place=999":     {404, ""},
	} {
		status, page := p.plan(path)
		if status != want.status || !strings.Contains(errorOf(page), want.says) ||
			has(page, "#brief-sum") != (status != 404) {
			t.Errorf("%s: %d %q, told %v", path, status, errorOf(page), has(page, "#brief-sum"))
		}
	}
	if _, page := p.get("/plan/2027/brief"); !strings.Contains(plain(find(page, "h1")), "2027") || has(page, "#brief-sum") {
		t.Errorf("of a year without a plan: %s", plain(find(page, "h1")))
	}
}
