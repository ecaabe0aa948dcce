package web_test

import (
	"net/http"
	"strings"
	"testing"

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
