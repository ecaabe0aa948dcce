package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Violation is a rule of accessibility that a page breaks.
type Violation struct {
	ID      string   `json:"id"`      // axe's name of the rule: image-alt
	Impact  string   `json:"impact"`  // minor, moderate, serious or critical
	Help    string   `json:"help"`    // what the rule asks for
	HelpURL string   `json:"helpUrl"` // where it is explained
	Tags    []string `json:"tags"`    // the standards it belongs to: wcag2a, wcag111
	Nodes   []Node   `json:"nodes"`   // the elements that break it
}

// Node is an element that breaks a rule.
type Node struct {
	Target  string `json:"target"`         // a CSS selector of it
	HTML    string `json:"html"`           // the element itself
	Summary string `json:"failureSummary"` // what is wrong with it
}

// String is the violation as a test prints it, an element a line.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n  %s: %s: %s", n.Target, n.HTML, strings.Join(strings.Fields(n.Summary), " "))
	}
	return b.String()
}

// audit runs axe with every rule of WCAG 2.0, 2.1 and 2.2, levels A and AA. Style sheets are not fetched again (preload):
// the record of requests stays the page's own.
const audit = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
	resultTypes: ["violations"],
	preload: false,
}).then(({violations}) => violations.map(({nodes, ...v}) =>
	({...v, nodes: nodes.map(n => ({...n, target: n.target.flat(9).join(" ")}))})))`

// Axe judges the page as it stands, without the content of frames, by WCAG 2.0 to 2.2, levels A and AA, as far as axe-core
// can, and returns what is broken.
func (p *Page) Axe() (violations []Violation) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	p.loaded(ctx)
	if p.noScript { // axe waits on timers, which need scripts; those of the page are not caught up on
		p.must(p.scripting(ctx, true))
		defer func() { p.must(p.scripting(ctx, false)) }()
	}
	found, err := p.apart(ctx, script(p.t, "axe.min.js")+";"+audit)
	p.must(err)
	p.must(json.Unmarshal(found, &violations))
	return violations
}

// apart evaluates an expression in a world that shares the document with the page, but no variables.
func (p *Page) apart(ctx context.Context, expression string) ([]byte, error) {
	p.mu.Lock()
	frame := p.main
	p.mu.Unlock()
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "axe"})
	if err != nil {
		return nil, err
	}
	return p.evaluate(ctx, runtime.EvaluateParams{Expression: expression, ContextID: world.ExecutionContextID})
}
