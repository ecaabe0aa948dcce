// Package browsertest gives tests a real Chromium: pages that are clicked, filled and read as a person would, with every
// request, console error and violation of the page's content security policy on record, and axe-core to judge
// accessibility. It knows nothing of the office's pages and must be imported by tests only.
//
// No method sleeps: each waits for what it needs, ten seconds at most, and then fails the test with what it saw. Methods
// must be called from the test's own goroutine; tests with a page each may run in parallel.
//
// axe.min.js is axe-core 4.14.1 (npm package axe-core), © Deque Systems, Inc., under the Mozilla Public License 2.0, the
// text of which is in axe.LICENSE.
package browsertest

import (
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// limit bounds every wait, and patience the start of the browser, which shares the processor with the start of all others.
const (
	limit    = 10 * time.Second
	patience = 60 * time.Second
)

// Browser is a headless Chromium of one test.
type Browser struct{ ctx context.Context }

// Start starts a browser and closes it when the test ends. It takes a fifth of a second, so a test can have its own; it
// ends with the test process even when that is killed, because it hangs on a pipe.
func Start(t testing.TB) *Browser {
	t.Helper()
	path, err := executable()
	if err != nil {
		t.Fatal("browsertest: ", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		// The sandbox refuses root and needs rights that containers do not give; the pages are our own.
		chromedp.NoSandbox,
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	return &Browser{ctx: open(t, ctx)}
}

// executable finds a Chromium, the one without a user interface first: it starts fastest.
func executable() (string, error) {
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("Chromium is not installed; these tests need it: apt-get install -y chromium-headless-shell " +
		"(elsewhere: chromium or google-chrome in PATH)")
}

// open starts a browser or a tab. What starts lives as long as the context of its first command, so the wait cannot be
// bounded by a context with a deadline.
func open(t testing.TB, parent context.Context, options ...chromedp.ContextOption) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent, options...)
	t.Cleanup(cancel)
	timer := time.AfterFunc(patience, cancel)
	defer timer.Stop()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("browsertest: start of Chromium: ", err)
	}
	return ctx
}
