package browsertest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Click clicks with the mouse on the first element that matches, once it can be seen, is enabled, does not move and is not
// covered by another; where the click opens another page, it waits until that has loaded.
func (p *Page) Click(selector string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	var at struct{ X, Y float64 }
	p.until(ctx, &at, "target", selector)
	p.must(chromedp.Do(ctx, chromedp.MouseEvent(chromedp.MouseMoved, at.X, at.Y), chromedp.MouseClickXY(at.X, at.Y)))
	p.settle(ctx)
}

// Fill replaces what a field holds, once it can be seen and changed, as if typed. In a select it chooses the option of that
// value or text; the fields that browsers draw themselves (dates, colours, ranges) take their value.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	var typed bool
	p.until(ctx, &typed, "fill", selector, text)
	if typed {
		p.must(p.insert(ctx, text))
	}
	p.settle(ctx)
}

// insert puts a text in the place of what is selected.
func (p *Page) insert(ctx context.Context, text string) error {
	if text == "" {
		return chromedp.Do(ctx, chromedp.KeyEvent(kb.Delete))
	}
	_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
	return err
}

// Press presses keys one after the other in the element that has the focus: a character, or a name as in KeyboardEvent.key
// (Enter, Tab, Escape, Backspace, Delete, Space, Home, End, PageUp, PageDown, ArrowUp, ArrowDown, ArrowLeft, ArrowRight),
// after the keys held down meanwhile, if any: "Shift+Tab", "Control+Enter".
func (p *Page) Press(keys ...string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	for _, k := range keys {
		p.loaded(ctx)
		key, held, err := chord(k)
		p.must(err)
		p.must(chromedp.Do(ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(held...))))
		p.settle(ctx)
	}
}

// chord takes "Control+Shift+Enter" apart.
func chord(keys string) (key string, held []chromedp.Modifier, err error) {
	parts := strings.Split(keys, "+")
	for _, name := range parts[:len(parts)-1] {
		m, ok := modifier(name)
		if !ok {
			return "", nil, errors.New("no such modifier key: " + name)
		}
		held = append(held, m)
	}
	key = parts[len(parts)-1]
	if len([]rune(key)) == 1 {
		return key, held, nil
	}
	if key = named(key); key == "" {
		return "", nil, errors.New("no such key: " + keys)
	}
	return key, held, nil
}

func modifier(name string) (chromedp.Modifier, bool) {
	switch name {
	case "Alt":
		return kb.ModifierAlt, true
	case "Control":
		return kb.ModifierCtrl, true
	case "Meta":
		return kb.ModifierMeta, true
	case "Shift":
		return kb.ModifierShift, true
	}
	return kb.ModifierNone, false
}

func named(key string) string {
	return map[string]string{
		"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace, "Delete": kb.Delete,
		"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
		"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
	}[key]
}

// Upload chooses a file in the first file field that matches, which may be hidden behind a label.
func (p *Page) Upload(selector, file string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	path, err := filepath.Abs(file)
	p.must(err)
	_, err = os.Stat(path) // Chromium would take the name of a file that does not exist
	p.must(err)
	p.until(ctx, nil, "fileField", selector)
	field, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: p.call("first", selector)})
	p.must(err)
	_, err = chromedp.Call(ctx, dom.SetFileInputFiles,
		dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: field.Result.ObjectID})
	p.must(err)
	p.settle(ctx)
}

// Paste sends the first element that matches, once it can be seen, a paste event with a plain text. Unless the page takes
// the event for itself (preventDefault), the text goes where the browser would put it: in place of what is selected.
func (p *Page) Paste(selector, text string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	var insert bool
	p.until(ctx, &insert, "paste", selector, text)
	if insert {
		p.must(p.insert(ctx, text))
	}
	p.settle(ctx)
}

// Download runs an action that makes the page send a file, waits for the whole of it and returns its path, in a folder of
// the test and under the name that the page gave it.
func (p *Page) Download(action func()) (path string) {
	p.t.Helper()
	dir := p.t.TempDir()
	p.expectDownloads(dir)
	before := len(p.downloaded())
	action()
	ctx, done := p.begin() // after the action, which has its own time
	defer done()
	var d download
	p.await(ctx, func() string { return "a download" }, func() bool {
		if all := p.downloaded(); len(all) > before {
			d = all[before]
		}
		return d.state == browser.DownloadProgressStateCompleted || d.state == browser.DownloadProgressStateCanceled
	})
	if d.state == browser.DownloadProgressStateCanceled {
		p.fail("the download of %s broke off", d.name)
	}
	path = filepath.Join(dir, filepath.Base(d.name))
	p.must(os.Rename(filepath.Join(dir, d.guid), path))
	return path
}

// expectDownloads has files saved under their ids: two may have the same name.
func (p *Page) expectDownloads(dir string) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	yes := true
	_, err := chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: &yes,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	})
	p.must(err)
}

// settle lets the page do what an action has set off – a form is submitted in a task of its own, after the click – and
// waits until the page that this may open has loaded.
func (p *Page) settle(ctx context.Context) {
	p.t.Helper()
	// A navigation on its way may leave the question without an answer; it is then known to be on its way.
	turn, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, _ = p.evaluate(turn, runtime.EvaluateParams{Expression: p.call("turn")})
	p.loaded(ctx)
}
