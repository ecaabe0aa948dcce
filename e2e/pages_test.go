package e2e_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"giamngheo/internal/app/demo"
)

// TestPages opens every page as somebody who may, wide and narrow, light and dark: no violation of WCAG 2.2 AA, none
// of the content security policy, no error, no sideways scrolling, no other host.
func TestPages(t *testing.T) {
	for _, c := range []struct {
		username string
		paths    []string
	}{
		{"lanhdao", []string{"/", "/overview", "/components", "/households", "/households?q=khong-co-ai", "/households?print=1",
			"/households?class=poor&deprived=health_insurance", "/law", "/help", "/account", "/account/password",
			"/reviews", "/results/2024", "/results/2024/1",
			"/results/2024/2?place=947", "/results/2024/3", "/results/2024/4", "/results/2024/5", "/results/2024/6",
			"/results/2024/7", "/results/2024/8", "/results/2024/9", "/results/2024/10", "/results/2024/11",
			"/results/2024/12?place=31708", "/results/2024/13",
			"/results/2024/cell?code=poor.h", "/results/2024/cell?code=poor.again.h", "/results/2023",
			"/results/2023/3", "/whatif", "/papers", "/c/khongco",
			"/plan", "/plan?place=947", "/plan/2024/poor_rate", "/plan/2024/jobs?place=947",
			"/plan/2024/stunting_coastal", "/plan/2024/behind/insured?which=not_met", "/plan/2024/behind/jobs",
			"/plan/2024/figures"}},
		{"canbo.xa", []string{"/", "/work", "/overview", "/households", "/households/new", "/paste", "/import", "/jobs", "/duplicates",
			"FIRST", "FIRST/edit", "FIRST/history", "FIRST/change", "FIRST/notice", "/reviews", "CAMPAIGN", "LIST",
			"/survey", "/reviews/1/quality?place=31708", "/results/2024/14", "/results/2024/15", "/plan",
			"/plan/2024/insured",
			"/programme?year=2024", "/programme/DA2/people", "/programme/DA4-TDA1/people?left=1", "/supports",
			"/supports/new", "FIRST/exit", "/supports/paste?kind=job_placed", "/activities?month=2024-12",
			"/exit?budget=100000000"}},
		{"canbo.huyen", []string{"/reviews", "/reviews/1"}},
		{"dieutra", []string{"/", "/reviews", "/survey"}},
		{"quantri", []string{"/accounts", "/accounts/import", "/accounts/new", "/accounts/1", "/audit"}},
		{"kehoach", []string{"/", "/places", "/places?other=01/07/2025", "/whatif?standard=2027-2030&list=1&from=4&to=1",
			"/plan/2024/edit", "/plan/2025/edit", "/plan/2024/share/jobs", "/plan/2024/share/insured?place=947",
			"/plan/2024/figures", "/exit/costs", "/activities/new"}},
		{"thanhtra", []string{"/", "/audit", "/audit?kind=list", "/reviews/1/quality?place=31708"}},
		{"canbo.so", []string{"/reviews", "/reviews/1", "/reviews/1?place=947", "/reviews/adopt", "/papers",
			"/supports?ended=1", "/supports/1", "/supports/new?kind=communication_event&commune=31708", "/activities",
			"/activities/1", "/exit?place=31708"}},
		{"chutich.xa", []string{"/", "/reviews/1?place=31708", "/agreements"}},
		{"ketoan.xa", []string{"/money/batches", "/money/statements", "/money/statements/of?place=31708&holder=31708",
			"/money/yearend", "/money/transfers", "/money/transfers/find"}},
		{"canbo.xa", []string{"/reports", "/rounds/2", "/rounds/3", "/rounds/4"}},
		{"kehoach", []string{"/reports", "/rounds/2", "/rounds/2/whole", "/rounds/1/words", "/rounds/2/words", "/rounds/ask", "/rounds/new?schedule=nam&year=2024",
			"/reports/117", "/reports/117/changes"}},
		{"canbo.so", []string{"/privacy", "/privacy/new", "/privacy/requests/1", "/privacy/breaches", "/privacy/breaches/2",
			"/privacy/file", "/money/alerts?on=15/11/2024", "/rounds/5/whole"}},
		{"thanhtra", []string{"/inspection", "/inspection/places/31708", "/inspection/plan", "/inspection/plan/new?unit=31708",
			"/inspection/plan/draw", "/inspection/recommendations", "/inspection/visits/1", "/inspection/visits/10",
			"/inspection/visits/29", "/inspection/visits/1/paper?which=results"}},
		{"canbo.xa", []string{"/notices", "/notices/new", "/notices/1", "/notices/1/loudspeaker", "/communication", "/feedback",
			"/feedback?all=1", "/feedback/2", "FIRST/letters"}},
		{"canbo.so", []string{"/told", "/tasks", "/tasks/1", "/tasks/new?place=94", "/plan-tasks/2024/inspect", "/publications", "/publications/new?series=households", "/publications/4", "/publications/2"}},
		{"", []string{"/cong-khai", "/cong-khai/ho-ngheo", "/cong-khai/muc-tieu", "/cong-khai/nguon-von",
			"/cong-khai/huong-dan", "/cong-khai/cong-bo/2", "/cong-khai/o-trong", "/cong-khai/du-lieu", "/cong-khai/thong-bao",
			"/cong-khai/thong-bao/1", "/cong-khai/gop-y", "/cong-khai/gop-y/theo-doi", "/cong-khai/ho-ngheo?lang=km",
			"/cong-khai?lang=en", "/toi/aaaaaaaaaaaaaaaaaaaaaaaaaa"}},
		{"duyet", []string{"/money/batches", "/money/batches/1", "/money/batches/2", "/money/statements/1", "/money/statements/2",
			"/money/yearend", "/money/transfers", "/money/transfers/find"}},
		{"ketoan.xa", []string{"/money/mobilised", "/money/mobilised?year=2024&place=31708"}},
	} {
		t.Run(cmp.Or(c.username, "anybody"), func(t *testing.T) {
			p := newTab(t, base)
			if c.username != "" {
				p.signIn(c.username, demo.Password)
			}
			first := ""
			for _, path := range c.paths {
				if strings.HasPrefix(path, "FIRST") {
					if first == "" {
						p.open("/households?sort=deprivations&down=1")
						first = eval[string](p, `document.querySelector("a[data-row]").getAttribute("href")`)
					}
					path = first + strings.TrimPrefix(path, "FIRST")
				}
				switch path {
				case "CAMPAIGN":
					p.open("/reviews")
					path = eval[string](p, `document.querySelector("a[data-campaign]").getAttribute("href")`) +
						"?place=31708"
				case "LIST":
					p.open("/reviews/1?place=31708")
					path = eval[string](p, `document.querySelector("a[data-row]").getAttribute("href")`)
				}
				p.open(path)
				p.wait(`document.querySelector("h1")`)
				if status := eval[int](p,
					`performance.getEntriesByType("navigation")[0].responseStatus`); status != 200 &&
					!strings.Contains(path, "khong") {
					t.Errorf("%s: status %d", path, status)
				}
				if sought := eval[string](p,
					`(document.querySelector("[data-search]")?.value ?? "") === (new URLSearchParams(location.search).get("q") ?? "") ? "" : document.querySelector("[data-search]").value`); sought != "" {
					t.Errorf("%s: the search says %q", path, sought)
				}
				name := c.username + strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "-").Replace(path)
				p.look(name + "-1280")
				p.do(chromedp.EmulateViewport(390, 844))
				if wide := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 1 {
					t.Errorf("%s: %d pixels too wide at 390: %s", path, wide,
						eval[string](p,
							`[...document.querySelectorAll("main *, header *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-responsive, .grid-wrap")).slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(" | ")`))
				}
				p.look(name + "-390")
				p.do(chromedp.EmulateViewport(1280, 900))
				eval[bool](p, `document.documentElement.dataset.bsTheme = "dark"; true`)
				for _, v := range p.axe() {
					t.Errorf("%s in the dark: %s", path, v)
				}
			}
		})
	}
	if asked, others := shared.requests(); asked < 100 || len(others) > 0 {
		t.Errorf("of %d requests these went to other hosts: %v", asked, others)
	}
}

// TestOtherHostsAreSeen: a page that asked another host for something would be found out.
func TestOtherHostsAreSeen(t *testing.T) {
	seen := &traffic{}
	p := openTab(t, base, seen)
	p.do(chromedp.Navigate("about:blank")) // the office's own pages would not even try: their policy forbids it
	for i, ask := range []string{
		`fetch("http://elsewhere.example/a", {mode: "no-cors"}).catch(() => 0).then(() => true)`,
		`new Promise(done => { const e = new Image(); e.onerror = () => done(true); e.src = "http://elsewhere.example/b"; })`,
	} {
		eval[bool](p, ask)
		if _, others := seen.requests(); len(others) != i+1 {
			t.Errorf("%s was not seen: %v", ask, others)
		}
	}
}

func (p *tab) look(name string) {
	p.t.Helper()
	p.must(p.shot(name))
	for _, v := range p.axe() {
		p.t.Errorf("%s: %s", name, v)
	}
	for _, v := range p.problems() {
		p.t.Errorf("%s: %s", name, v)
	}
}
