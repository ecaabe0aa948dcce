package browsertest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// record is what the browser tells about a page while the test acts on it.
type record struct {
	mu        sync.Mutex
	main      cdp.FrameID // the page's frame, not one of its iframes
	at        string      // the address of the main frame
	busy      bool        // the main frame loads or is about to
	requests  []string
	errors    []string
	downloads []download
	noScript  bool // not guarded: only the test's goroutine uses it
}

// download is a file that the page sends, saved under its id.
type download struct {
	guid, name string
	state      browser.DownloadProgressState
}

// Requests are the addresses that the page has asked for since it was opened, in order; those that its content security
// policy stopped are among them.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Hosts are the distinct hosts (with the port where it is not the scheme's) of Requests, sorted.
func (p *Page) Hosts() []string {
	var hosts []string
	for _, r := range p.Requests() {
		if u, err := url.Parse(r); err == nil && u.Host != "" {
			hosts = append(hosts, u.Host)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Errors are the console's errors, uncaught exceptions, violations of the content security policy and failed requests –
// a page of status 404 is one – since the page was opened, in order.
func (p *Page) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.errors)
}

func (p *Page) loading() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.busy
}

func (p *Page) downloaded() []download {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.downloads)
}

func (p *Page) address() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// listen is called with every event of the page, in order, and must not block.
func (p *Page) listen(event any) {
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
		go p.accept()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.track(event)
	p.note(event)
}

// accept answers a dialog, which would otherwise stop the page and every command to it.
func (p *Page) accept() {
	ctx, done := p.begin()
	defer done()
	_, err := chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	if err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.errors = append(p.errors, "dialog: "+err.Error())
	}
}

// track follows the main frame's navigations. A request for one counts as loading: between the click on a button and the
// first byte of the next page, the old page must not be read as if it were the new one.
func (r *record) track(event any) {
	switch e := event.(type) {
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" {
			r.main, r.at = e.Frame.ID, e.Frame.URL+e.Frame.URLFragment
		}
	case *page.EventNavigatedWithinDocument:
		if e.FrameID == r.main {
			r.at = e.URL
		}
	case *page.EventFrameRequestedNavigation:
		// Other schemes (mailto:, javascript:) and other tabs load nothing here.
		here := e.Disposition == page.ClientNavigationDispositionCurrentTab && strings.HasPrefix(e.URL, "http")
		r.busy = r.busy || e.FrameID == r.main && here
	case *page.EventFrameStartedLoading:
		r.busy = r.busy || e.FrameID == r.main
	case *page.EventFrameStoppedLoading:
		r.busy = r.busy && e.FrameID != r.main
	}
}

// note keeps what a test may ask about later.
func (r *record) note(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.requests = append(r.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		r.requests = append(r.requests, e.URL)
	case *runtime.EventExceptionThrown:
		r.errors = append(r.errors, "uncaught: "+describe(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			r.errors = append(r.errors, "console: "+printed(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			r.errors = append(r.errors, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *browser.EventDownloadWillBegin:
		r.downloads = append(r.downloads, download{guid: e.GUID, name: e.SuggestedFilename})
	case *browser.EventDownloadProgress:
		for i := range r.downloads {
			if r.downloads[i].guid == e.GUID {
				r.downloads[i].state = e.State
			}
		}
	}
}

func describe(e *runtime.ExceptionDetails) string {
	text := e.Text
	if e.Exception != nil && e.Exception.Description != "" {
		text = e.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, e.URL, e.LineNumber+1)
}

// printed is what the console shows for a call of console.error.
func printed(arguments []*runtime.RemoteObject) string {
	var words []string
	for _, a := range arguments {
		if a.Description != "" {
			words = append(words, a.Description)
		} else {
			words = append(words, strings.Trim(string(a.Value), `"`))
		}
	}
	return strings.Join(words, " ")
}
