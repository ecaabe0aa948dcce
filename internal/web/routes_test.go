package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/web/page"
)

// machines are the addresses that browsers, probes and monitors ask by themselves; no room serves them.
var machines = []string{"GET /static/", "GET /healthz", "GET /readyz", "GET /metrics"}

// TestAddresses: the list of addresses is what the rooms serve, each once, and every address, like what machines ask,
// is answered by its own route and by no wider one.
func TestAddresses(t *testing.T) {
	s, err := New(page.Config{Desks: &app.Desks{}})
	if err != nil {
		t.Fatal(err)
	}
	var served []string
	for _, room := range rooms() {
		for _, r := range room.routes(s.shell, s.desks) {
			served = append(served, r.Pattern)
		}
	}
	listed := addresses()
	for _, p := range served {
		if !slices.Contains(listed, p) {
			t.Errorf("%s is served and not listed in routes.go", p)
		}
	}
	for _, p := range listed {
		if !slices.Contains(served, p) {
			t.Errorf("%s is listed in routes.go and no room serves it", p)
		}
	}
	if len(served) != len(listed) {
		t.Errorf("%d addresses are served and %d are listed", len(served), len(listed))
	}
	mux := s.routes().(*http.ServeMux)
	blank := regexp.MustCompile(`\{[a-z]+(?:\.\.\.)?\}`)
	for _, p := range slices.Concat(listed, machines) {
		method, path, found := strings.Cut(p, " ")
		if !found {
			method, path = http.MethodGet, "/nothing"
		}
		path = blank.ReplaceAllString(strings.TrimSuffix(path, "{$}"), "7")
		if _, got := mux.Handler(httptest.NewRequest(method, path, nil)); got != p {
			t.Errorf("%s %s is answered by %q, not %q", method, path, got, p)
		}
	}
}
