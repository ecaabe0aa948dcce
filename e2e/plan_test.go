package e2e_test

import (
	"strconv"
	"strings"
	"testing"

	"giamngheo/internal/app/demo"
)

// TestPlanOpens: the leader's page → a failing target → the district and the commune where it fails → the list behind
// → a household → a support → the article.
func TestPlanOpens(t *testing.T) {
	p := newTab(t, base)
	p.signIn("lanhdao", demo.Password)
	p.open("/plan")
	p.wait(`document.querySelector("#plan-table")`)
	if n := eval[int](p,
		`new Set([...document.querySelectorAll(".plan-sentence .plan-no")].map(e => e.textContent.trim())).size`); n != 12 {
		t.Errorf("%d targets on the page", n)
	}
	p.waitText(`[data-part="poor_rate"] [data-official]`, "2,54 % → 1,32 %, −1,22")
	p.waitText(`[data-part="poor_rate"] [data-official]`, "đạt")
	p.waitText(`[data-part="khmer_poor_rate"] [data-official]`, "−1,77")
	if !eval[bool](p, `!!document.querySelector('[data-part="jobs"] .light-red')`) {
		t.Error("so small a register cannot have 6,000 jobs, and the light is not red")
	}
	p.click(`[data-part="jobs"] .plan-name a`)
	p.waitText("h1", "việc làm")
	p.waitText("#reconcile", "6.000")
	p.waitText(".cel", "job_placed || job_abroad")
	if got, want := p.text("#actual"),
		eval[int](p,
			`[...document.querySelectorAll("#ranking tbody tr")].reduce((s, r) => s + Number(r.cells[2].textContent.replaceAll(".", "")), 0)`); !strings.HasPrefix(strings.TrimSpace(got), numberVI(want)) {
		t.Errorf("the province has %s, its districts %d", got, want)
	}

	// Down to the district and the commune that stand worst and have any.
	for range 2 {
		p.wait(`document.querySelector("#ranking")`)
		place := eval[string](p,
			`new URL([...document.querySelectorAll("#ranking tbody tr")].find(r => Number(r.cells[2].textContent.replaceAll(".", "")) > 0).querySelector("a[data-row]").href).searchParams.get("place")`)
		p.click(`#ranking a[data-row][href*="place=` + place + `"]`)
		p.wait(`new URLSearchParams(location.search).get("place") === "` + place +
			`" && document.querySelector("#actual")`)
	}
	people := strings.TrimSuffix(strings.TrimSpace(p.text("#actual")), " người")
	p.click(`#behind a`)
	p.wait(`document.querySelector("#behind-total")`)
	if n := eval[int](p, `document.querySelectorAll("a[data-row]").length`); numberVI(n) != people {
		t.Errorf("%d supports behind %s workers", n, people)
	}
	p.click(`tbody tr td a[href^="/households/"]`)
	p.waitText("#supports", "Giới thiệu việc làm")
	p.click(`#supports a[href^="/supports/"]`)
	p.wait(`location.pathname.startsWith("/supports/")`)
	p.waitText("#articles", "Kế hoạch 35/KH-UBND")
	p.waitText("#articles", "400.000 đồng")
	p.waitText("#articles", "Thông tư 55/2023/TT-BTC, Điều 72")
}

// numberVI writes a number as the pages do.
func numberVI(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
