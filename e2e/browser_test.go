// Package e2e_test looks at the office as people do: in a real browser, over HTTP, with the program's own pages.
package e2e_test

import (
	"context"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed axe.min.js
var axe string

// patience bounds every wait; a wait ends as soon as what it waits for is there.
const patience = 20 * time.Second

// browser is a Chromium that reaches the office alone: requests to any other host go to a proxy that refuses them.
// Some are the browser's own (a whole Chromium looks for updates, accounts, lists of dangerous pages); what the pages
// ask is noted.
type browser struct {
	ctx  context.Context
	stop func()
	traffic
}

// traffic is what pages asked the network for.
type traffic struct {
	mu     sync.Mutex
	asked  int
	others []string
}

// findBrowser is the Chromium that GIAMNGHEO_BROWSER names, else the first that is installed.
func findBrowser() (string, error) {
	names := []string{"chromium-headless-shell", "headless-shell", "chromium", "google-chrome"}
	if wanted := os.Getenv("GIAMNGHEO_BROWSER"); wanted != "" {
		names = []string{wanted}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium: apt-get install -y chromium-headless-shell")
}

// quiet are the switches with which a whole Chromium asks for little on its own.
func quiet() (out []chromedp.ExecAllocatorOption) {
	for _, name := range []string{"disable-background-networking", "disable-component-update", "disable-sync",
		"disable-domain-reliability", "disable-client-side-phishing-detection", "no-first-run",
		"no-default-browser-check", "no-pings", "no-service-autorun"} {
		out = append(out, chromedp.Flag(name, true))
	}
	return append(out, chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter,"+
		"AutofillServerCommunication,CertificateTransparencyComponentUpdater"))
}

func startBrowser() (*browser, error) {
	path, err := findBrowser()
	if err != nil {
		return nil, err
	}
	b := &browser{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.ProxyServer(proxy.URL), chromedp.Flag("proxy-bypass-list", "127.0.0.1"))
	opts = append(opts, quiet()...)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stop := chromedp.NewContext(alloc)
	b.ctx, b.stop = ctx, func() { stop(); stopAlloc(); proxy.Close() }
	return b, chromedp.Do(ctx)
}

// note hears a tab's events and notes what its frames ask the network for: documents, scripts, pictures, fetches.
// What the browser asks for on its own has no frame.
func (f *traffic) note(ev any) {
	e, ok := ev.(*network.EventRequestWillBeSent)
	if !ok || e.FrameID == "" {
		return
	}
	u, err := url.Parse(e.Request.URL)
	if err == nil && u.Host == "" { // data:, blob:, about:
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if err != nil || u.Hostname() != "127.0.0.1" {
		f.others = append(f.others, e.Request.URL)
	}
}

// requests returns how many requests the pages made, and those that went to other hosts than the office.
func (f *traffic) requests() (asked int, others []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked, slices.Clone(f.others)
}

// tab is one person's browser window, with cookies of its own.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// watch notes what a person would not see: violations of the content security policy and errors of scripts.
const watch = `window.__problems = []; addEventListener("securitypolicyviolation", e => __problems.push("csp " + e.violatedDirective + " " + e.blockedURI));
addEventListener("error", e => __problems.push("error " + e.message)); addEventListener("unhandledrejection", e => __problems.push("rejection " + e.reason));`

func newTab(t *testing.T, base string) *tab { t.Helper(); return openTab(t, base, &shared.traffic) }

// openTab is newTab for who counts the requests apart.
func openTab(t *testing.T, base string, seen *traffic) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(shared.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	p := &tab{t, ctx, base}
	p.must(chromedp.Do(ctx)) // the tab is there, so that it can be listened to from its first page on
	p.must(chromedp.Listen(ctx, seen.note))
	p.must(chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tg *chromedp.Target) error {
		_, err := cdp.Call(ctx, tg, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}), chromedp.EmulateViewport(1280, 900)))
	return p
}

func (p *tab) must(err error) {
	p.t.Helper()
	if err != nil {
		_ = p.shot("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-"))
		p.t.Fatal(err)
	}
}

// do runs steps within the bound.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	p.must(chromedp.Do(ctx, steps...))
}

func eval[T any](p *tab, js string) T {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	v, err := chromedp.Run(ctx,
		chromedp.Evaluate[T](js, func(e *runtime.EvaluateParams) { yes := true; e.AwaitPromise = &yes }))
	p.must(err)
	return v
}

func (p *tab) open(path string) { p.t.Helper(); p.do(chromedp.Navigate(p.base + path)) }

func (p *tab) click(css string) {
	p.t.Helper()
	p.wait("!!document.querySelector(" + quote(css) + ")")
	p.do(chromedp.ScrollIntoView(chromedp.CSS(css)), chromedp.Click(chromedp.CSS(css)))
}

func (p *tab) fill(css, text string) {
	p.t.Helper()
	p.wait("!!document.querySelector(" + quote(css) + ")")
	eval[bool](p,
		fmt.Sprintf(
			`(() => { const e = document.querySelector(%s); e.focus(); e.value = %s; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return true })()`,
			quote(css), quote(text)))
}

func (p *tab) keys(text string) { p.t.Helper(); p.do(chromedp.KeyEvent(text)) }

// wait polls until an expression is true.
func (p *tab) wait(js string) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState !== "loading" && !!(`+js+`)`))
		if err == nil && ok {
			return
		}
		if ctx.Err() != nil {
			_ = p.shot("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-"))
			p.t.Fatalf("waited in vain for %s at %s: %v\n%.600s", js, p.url(), err, p.text("main"))
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *tab) waitText(css, want string) {
	p.t.Helper()
	p.wait(fmt.Sprintf(`(document.querySelector(%s)?.textContent ?? "").includes(%s)`, quote(css), quote(want)))
}

func (p *tab) text(css string) string {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx,
		chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%s)?.textContent ?? ""`, quote(css))))
	if err != nil {
		return err.Error()
	}
	return v
}

func (p *tab) url() string {
	v, _ := chromedp.Run(p.ctx, chromedp.Location())
	return v
}

// shot writes a picture of the page where GIAMNGHEO_SHOTS names a folder.
func (p *tab) shot(name string) error {
	dir := os.Getenv("GIAMNGHEO_SHOTS")
	if dir == "" {
		return nil
	}
	b, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".png"), b, 0o644)
}

// problems are violations of the content security policy and errors of scripts on the page.
func (p *tab) problems() []string { return eval[[]string](p, "window.__problems ?? []") }

// axe returns the page's violations of WCAG 2.2 A and AA.
func (p *tab) axe() (out []string) {
	p.t.Helper()
	// from the top: what has been scrolled half under the head that stays is not smaller for that
	eval[bool](p, axe+`; scrollTo({top: 0, behavior: "instant"}); true`)
	found := eval[string](p,
		`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join(" | "))))`)
	p.must(json.Unmarshal([]byte(found), &out))
	return out
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func (p *tab) signIn(username, password string) {
	p.t.Helper()
	p.open("/login")
	p.fill("#username", username)
	p.fill("#password", password)
	p.click("main form button.btn-primary")
	p.wait(`location.pathname !== "/login"`)
}

func decode64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
