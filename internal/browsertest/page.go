package browsertest

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// scripts are evaluated through the protocol, which no content security policy forbids.
//
//go:embed page.js axe.min.js
var scripts embed.FS

// Page is a tab in a browser context of its own: no cookies, storage or cache shared with other pages. Dialogs (alert,
// confirm, leaving the page) are accepted as they open.
type Page struct {
	t   testing.TB
	ctx context.Context
	js  string // page.js
	record
}

// Page opens an empty page of 1280 × 900 pixels in light colours and closes it when the test ends.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	p := &Page{t: t, js: script(t, "page.js")}
	p.ctx = open(t, b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	ctx, done := p.begin()
	defer done()
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.must(err)
	p.Resize(1280, 900)
	p.Dark(false)
	return p
}

func script(t testing.TB, name string) string {
	t.Helper()
	b, err := scripts.ReadFile(name)
	if err != nil {
		t.Fatal("browsertest: ", err)
	}
	return string(b)
}

// Goto opens an address and waits until the page has loaded. An answer of 404 or 500 is a page too.
func (p *Page) Goto(url string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		p.fail("open %s: %v", url, err)
	}
	p.loaded(ctx)
}

// URL is the address of the page.
func (p *Page) URL() string {
	p.t.Helper()
	var url string
	p.Eval("location.href", &url)
	return url
}

// Resize gives the page a size in CSS pixels.
func (p *Page) Resize(width, height int) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	p.must(chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))))
}

// Dark makes the page see that its reader prefers dark colours, or light ones.
func (p *Page) Dark(dark bool) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	scheme := emulation.MediaFeature{Name: "prefers-color-scheme", Value: "light"}
	if dark {
		scheme.Value = "dark"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{&scheme}})
	p.must(err)
}

// JavaScript switches the pages' own scripts on or off, from the next page that is opened.
func (p *Page) JavaScript(enabled bool) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	p.must(p.scripting(ctx, enabled))
	p.noScript = !enabled
}

func (p *Page) scripting(ctx context.Context, enabled bool) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: !enabled})
	return err
}

// Screenshot writes the whole page, not only what is in view, to a PNG file.
func (p *Page) Screenshot(path string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100)) // 100 makes it a PNG
	p.must(err)
	p.must(os.MkdirAll(filepath.Dir(path), 0o755))
	p.must(os.WriteFile(path, image, 0o644))
}

// Eval evaluates an expression in the page, waits for it where it is a promise, and decodes the result, by way of JSON,
// into what out points to. A nil out, or the result undefined, is left alone.
func (p *Page) Eval(js string, out any) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	value, err := p.evaluate(ctx, runtime.EvaluateParams{Expression: js})
	if err == nil && out != nil && value != nil {
		err = json.Unmarshal(value, out)
	}
	if err != nil {
		p.fail("%s: %v", shortened(js), err)
	}
}

// evaluate returns the JSON of an expression's value, nil for undefined.
func (p *Page) evaluate(ctx context.Context, params runtime.EvaluateParams) ([]byte, error) {
	yes := true
	params.ReturnByValue, params.AwaitPromise, params.UserGesture = &yes, &yes, &yes
	result, err := chromedp.Call(ctx, runtime.Evaluate, params)
	if err != nil {
		return nil, err
	}
	if thrown := result.ExceptionDetails; thrown != nil {
		return nil, errors.New(describe(thrown))
	}
	return result.Result.Value, nil
}

// call is the expression that calls a function of page.js.
func (p *Page) call(function string, arguments ...any) string {
	p.t.Helper()
	list, err := json.Marshal(arguments)
	p.must(err)
	return fmt.Sprintf("(%s).%s(...%s)", p.js, function, list)
}

// answer is what the functions of page.js return: a value, or what there is to wait for.
type answer struct {
	Value json.RawMessage `json:"value"`
	Wait  string          `json:"wait"`
}

// until calls a function of page.js until it has a value, which it decodes into out.
func (p *Page) until(ctx context.Context, out any, function string, arguments ...any) {
	p.t.Helper()
	expression := p.call(function, arguments...)
	var last error
	p.await(ctx, func() string { return fmt.Sprintf("%s(%s): %v", function, list(arguments), last) }, func() bool {
		p.loaded(ctx)
		var a answer
		value, err := p.evaluate(ctx, runtime.EvaluateParams{Expression: expression})
		if err == nil {
			err = json.Unmarshal(value, &a)
		}
		if err == nil && a.Wait != "" {
			err = errors.New(a.Wait)
		}
		if err == nil && out != nil {
			err = json.Unmarshal(a.Value, out)
		}
		if err != nil && (last == nil || ctx.Err() == nil) { // that time is up explains nothing
			last = err
		}
		return err == nil
	})
}

// await asks, every few milliseconds, whether something has come about, and fails the test when time is up.
func (p *Page) await(ctx context.Context, what func() string, come func() bool) {
	p.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !come() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			p.fail("waited %s for %s", limit, what())
		}
	}
}

// loaded waits until the page neither loads nor is about to.
func (p *Page) loaded(ctx context.Context) {
	p.t.Helper()
	p.await(ctx, func() string { return "the page to load" }, func() bool { return !p.loading() })
}

// begin starts the time that a method has for everything it does.
func (p *Page) begin() (context.Context, context.CancelFunc) { return context.WithTimeout(p.ctx, limit) }

func (p *Page) must(err error) {
	p.t.Helper()
	if err != nil {
		p.fail("%v", err)
	}
}

// fail ends the test with what explains the failure best: where the page is, and its own complaints.
func (p *Page) fail(format string, arguments ...any) {
	p.t.Helper()
	about := fmt.Sprintf(format, arguments...) + "\n  page: " + p.address()
	for _, e := range p.Errors() {
		about += "\n  " + e
	}
	p.t.Fatal("browsertest: ", about)
}

func shortened(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func list(arguments []any) string {
	var b strings.Builder
	for i, a := range arguments {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", shortened(fmt.Sprint(a)))
	}
	return b.String()
}
