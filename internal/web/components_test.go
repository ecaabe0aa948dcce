package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestComponents: the page of the parts has each of them (TestDemoDay: an office for real work has no such page).
func TestComponents(t *testing.T) {
	p := newPerson(t, serve(t, 500), "lanhdao")
	status, page := p.get("/components")
	if status != http.StatusOK || strings.Contains(page, "%!") {
		t.Fatalf("%d %.300s", status, page)
	}
	for _, part := range []string{"#c-required[required]", "#c-wrong[aria-invalid]", "#c-wrong-error", ".calculated-poor",
		".light-red", ".task-late", ".progress-list progress", ".timeline .ended", "table.cards td[data-label]", ".stays table",
		"#chart-sample[data-chart=bar]", ".tiles .tile-4", ".pagination a[rel=next]", ".alert-danger[role=alert]",
		"form[data-confirm]"} {
		if !has(page, part) {
			t.Errorf("there is no %s", part)
		}
	}
}
