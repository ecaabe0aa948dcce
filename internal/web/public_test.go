package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/web/page"
)

// lightest is how heavy a public page may be, with its style, as it is sent without packing.
const lightest = 60 << 10

// TestPublicShell: the public pages set no cookie and look at none, need no script, are light, are kept by browsers until
// something is published, and are there in three languages by their addresses.
func TestPublicShell(t *testing.T) {
	base := serve(t, 500)
	p := newPerson(t, base, "canbo.xa") // a session is nothing to them
	_, style := p.get("/cong-khai/trang.css")
	for _, lang := range page.Languages() {
		for _, path := range []string{"/cong-khai", "/cong-khai/khong-co"} {
			r, err := p.c.Get(base + path + "?lang=" + lang)
			status, body := p.read(r, err)
			if len(r.Cookies()) > 0 || strings.Contains(body, "<script") || strings.Contains(body, "style=") {
				t.Errorf("%s %s: cookies %v or a script", path, lang, r.Cookies())
			}
			if !strings.Contains(body, `<html lang="`+lang+`"`) || strings.Contains(body, "Cán bộ") {
				t.Errorf("%s %s is not in its language, or knows who asks: %.400s", path, lang, body)
			}
			if len(body)+len(style) > lightest {
				t.Errorf("%s %s has %d bytes", path, lang, len(body))
			}
			tag := r.Header.Get("ETag")
			if (status == http.StatusOK) != (tag != "") {
				t.Errorf("%s %s: %d with the tag %q", path, lang, status, tag)
			}
			if tag == "" {
				continue
			}
			again := request(t, http.MethodGet, base+path+"?lang="+lang)
			again.Header.Set("If-None-Match", tag)
			if r, err := p.c.Do(again); err != nil || r.StatusCode != http.StatusNotModified {
				t.Errorf("%s %s is sent again: %v", path, lang, err)
			}
		}
	}
	_, body := p.get("/cong-khai")
	if !strings.Contains(body, "Ghi rõ nguồn “Sở Kế hoạch và Đầu tư tỉnh Sóc Trăng”") {
		t.Errorf("no source line: %s", body)
	}
}

// TestPublicCrawl: somebody who follows every link of the public pages, in every language and to every file, meets no
// name, number or telephone of the register, no page that is heavy, and no script.
func TestPublicCrawl(t *testing.T) {
	base := serve(t, 3000)
	officer := newPerson(t, base, "canbo.xa")
	planted := newHousehold("DO-TIM-1")
	for name, value := range map[string]string{"m1_full_name": "Lâm Thị Dò Tìm", "m1_citizen_id": "094180054321",
		"phone": "0919555777", "address": "Hẻm Dò Tìm 77"} {
		planted.Set(name, value)
	}
	accepted(officer, "/households/new", planted)
	secret := []string{"Dò Tìm", "094180054321", "0919555777", "0919 555 777", "DO-TIM-1"}
	_, list := officer.get("/households")
	for _, name := range textsOf(list, `main a[href^="/households/"]`) {
		if len(strings.Fields(name)) > 2 {
			secret = append(secret, strings.TrimSpace(name))
		}
	}
	if len(secret) < 6 {
		t.Fatalf("no names of the register: %v", secret)
	}
	_, style := officer.get("/cong-khai/trang.css")
	anybody := newPerson(t, base, "")
	var queue []string
	for _, lang := range page.Languages() {
		queue = append(queue, "/cong-khai?lang="+lang, "/cong-khai/khong-co?lang="+lang)
	}
	for i := 0; i < len(queue); i++ {
		r, err := anybody.c.Get(base + queue[i])
		status, body := anybody.read(r, err)
		if status >= 500 || len(r.Cookies()) > 0 {
			t.Errorf("%s: %d, cookies %v", queue[i], status, r.Cookies())
		}
		for _, s := range secret {
			if strings.Contains(body, s) {
				t.Errorf("%s tells “%s”", queue[i], s)
			}
			for name, values := range r.Header {
				if strings.Contains(strings.Join(values, " "), s) {
					t.Errorf("%s tells “%s” in %s", queue[i], s, name)
				}
			}
		}
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			continue
		}
		if len(body)+len(style) > lightest || strings.Contains(body, "<script") || strings.Contains(body, " style=") {
			t.Errorf("%s: %d bytes, or a script or style of its own", queue[i], len(body)+len(style))
		}
		for _, to := range attrsOf(body, "main a, nav a, header a", "href", "") {
			u, err := url.Parse(to)
			if err == nil && strings.HasPrefix(u.Path, "/cong-khai") && !slices.Contains(queue, to) {
				queue = append(queue, to)
			}
		}
	}
	for _, file := range []string{"/cong-khai/du-lieu/dcat.jsonld", "/cong-khai/ho-ngheo?lang=km"} {
		if !slices.Contains(queue, file) {
			t.Errorf("no link leads to %s: %d pages", file, len(queue))
		}
	}
	if !slices.ContainsFunc(queue, func(s string) bool { return strings.HasSuffix(s, "-class.csv") }) || len(queue) < 30 {
		t.Errorf("only %d pages: %v", len(queue), queue)
	}
}

// BenchmarkPublic asks for a public page beside a plain file of the same size: the bar is 0.7 times as many requests.
func BenchmarkPublic(b *testing.B) {
	base := serve(b, 3000)
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}} // both are sent as they are
	get := func(b *testing.B, address string) {
		r, err := client.Get(address) //nolint:noctx // its own server
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Fatal(err)
		}
		_ = r.Body.Close()
	}
	r, err := client.Get(base + "/cong-khai/ho-ngheo") //nolint:noctx // its own server
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.Fatal(err)
	}
	_ = r.Body.Close()
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "trang.html"), body, 0o600); err != nil {
		b.Fatal(err)
	}
	files := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer files.Close()
	took := map[string]time.Duration{}
	addresses := map[string]string{"page": base + "/cong-khai/ho-ngheo", "file": files.URL + "/trang.html"}
	for round := range 21 { // by turns; the first is to warm up
		for name, address := range addresses {
			start := time.Now()
			for range 200 {
				get(b, address)
			}
			if round > 0 {
				took[name] += time.Since(start)
			}
		}
	}
	for b.Loop() {
		get(b, base+"/cong-khai/ho-ngheo")
	}
	b.ReportMetric(took["file"].Seconds()/took["page"].Seconds(), "x-file")
	b.ReportMetric(4000/took["page"].Seconds(), "pages/s")
}
