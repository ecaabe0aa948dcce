package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestHome: the first page begins with the person's work and has what their role looks at; the figures are a page of
// their own, at which an address of before arrives.
func TestHome(t *testing.T) {
	base := serve(t, 2000)
	all := []string{"#work", "#visits", "#say", "#targets", "#failing", "#changed", "#late-works", "#spots", "#hamlets-done",
		"#place", "#map", "#look"}
	for name, want := range map[string][]string{
		"canbo.xa":   {"#work", "#hamlets-done", "#place"},
		"dieutra":    {"#work", "#visits", "#hamlets-done", "#place"},
		"chutich.xa": {"#work", "#say", "#targets", "#hamlets-done", "#place"},
		"kehoach":    {"#work", "#failing", "#late-works", "#changed", "#hamlets-done", "#place"},
		"canbo.so":   {"#work", "#failing", "#late-works", "#changed", "#hamlets-done", "#place"},
		"lanhdao":    {"#say", "#targets", "#hamlets-done", "#place", "#map"},
		"thanhtra":   {"#work", "#look", "#spots", "#failing", "#late-works", "#changed", "#hamlets-done", "#place"},
	} {
		p := newPerson(t, base, name)
		p.plan("/plan") // has been counted
		status, page := p.get("/")
		if status != http.StatusOK || strings.Contains(page, "%!") {
			t.Fatalf("%s: %d %.300s", name, status, page)
		}
		for _, part := range all {
			if has(page, part) != slices.Contains(want, part) {
				t.Errorf("%s: %s is there: %t", name, part, has(page, part))
			}
		}
		if has(page, "#chart-deprived") {
			t.Errorf("%s: the first page has statistics", name)
		}
		for _, link := range attrsOf(page, "main section a[href]", "href", "") {
			if status, _ := p.get(link); status != http.StatusOK {
				t.Errorf("%s: %s answers %d", name, link, status)
			}
		}
	}
	p := newPerson(t, base, "lanhdao")
	if _, page := p.get("/?place=947"); !has(page, "#chart-deprived") || !strings.Contains(page, "Huyện Mỹ Xuyên") {
		t.Error("an address of before does not arrive at the figures")
	}
	_, page := p.get("/")
	if got := len(textsOf(page, "#say li")); got != 5 {
		t.Errorf("%d sentences", got)
	}
	if got := len(textsOf(page, "#targets li")); got != 12 {
		t.Errorf("%d targets of the plan", got)
	}
}
