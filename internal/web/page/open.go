// Package page is the shell in which every room shows its pages: routes, layout, languages, forms, errors, and what
// pages share.
package page

import (
	"html/template"
	"io/fs"
	"log/slog"
	"net/netip"

	"giamngheo/internal/app"
	"giamngheo/internal/exchange"
)

// Config is what a Shell is made from.
type Config struct {
	Desks   *app.Desks
	Log     *slog.Logger
	Proxies []netip.Prefix // reverse proxies whose X-Forwarded-For and -Proto are believed
	Secure  bool           // cookies only over TLS: whenever people reach the office by a network
	Version string
}

// Shell is what all pages share: who asks, the layout, the languages, what an error looks like.
type Shell struct {
	Cfg   Config
	Log   *slog.Logger // where requests are written down, without personal data
	desks *app.Desks
	pages *pages
	menu  []*Entry // in the order of the side bar
	bars  bars
	turns turns
}

// New makes a Shell over the templates of all rooms. Errors: a page that cannot be parsed.
func New(cfg Config, templates []fs.FS) (*Shell, error) {
	s := &Shell{Cfg: cfg, desks: cfg.Desks, Log: cfg.Log}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	var err error
	var codes exchange.Codes
	if s.desks.Office != nil { // pages are looked at without an office too
		codes = *s.desks.Office.Codes()
	}
	s.pages, err = parsePages(templates, groupNames(&codes))
	return s, err
}

// groupNames are the ethnic groups' names by their two-digit codes, as the register's values write them.
func groupNames(c *exchange.Codes) map[string]string {
	out := map[string]string{}
	for _, g := range c.Groups {
		out[g.Code.String()] = g.Name
	}
	return out
}

// Each hands the templates of every language to a function, before any page is asked for.
func (s *Shell) Each(do func(lang string, t *template.Template)) {
	for lang, t := range s.pages.byLang {
		do(lang, t)
	}
}
