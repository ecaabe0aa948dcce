// Package sso signs people in by the program of their province (OpenID Connect): who is linked to an account, with the
// roles of that account and no other.
package sso

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/proposals"
)

// Config is the program by which a province's officers sign in. No Issuer: there is none.
type Config struct {
	Issuer string // its address
	Client string // what it calls the office
	Secret string
	Name   string // on the button
	// Factors are what its answer says (amr, acr) where its person has shown a second factor, which the office then
	// does not ask for again; none: the office's own is asked for.
	Factors []string
}

// Desk signs people in by the program of their province.
type Desk struct {
	*doors
	*links

	office     *office.Office
	accounts   *accounts.Desk
	budget     *budget.Desk
	agreements *agreements.Desk

	mu     sync.Mutex
	cfg    Config
	known  *oidc.Provider // nil: it has not answered yet
	client *http.Client
}

// Bounds: how long a way out and back may take, a link may wait to be confirmed, how long the other program has to
// answer, and how often an address sets out.
const (
	wayLasts = 10 * time.Minute
	answers  = 10 * time.Second
	mostText = 255 // of a subject, as its standard has it
)

var settingOut = budget.Bound{What: "sso", Every: 6 * time.Second, Burst: 60}

// New makes the desk; without Configure nobody signs in by it.
func New(office *office.Office, people *accounts.Desk, budget *budget.Desk, second *agreements.Desk) *Desk {
	d := &Desk{office: office, accounts: people, budget: budget, agreements: second,
		client: &http.Client{Timeout: answers, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // what is asked of one address is not told to another
		}}}
	d.doors, d.links = &doors{d}, &links{d}
	second.Handle(proposals.Link, agreements.Way{Title: errs.T("Outside account linked"),
		Prepare: d.prepare, Show: d.show, Not: d.not})
	return d
}

// Configure says which program it is. Errors (errs.Invalid): its address is not https – but on this machine –, or
// something is missing.
func (d *Desk) Configure(c Config) error {
	u, err := url.Parse(c.Issuer)
	here := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !here) {
		return errs.New(errs.Invalid, "the address of the sign-in program (oidc-issuer) must be https")
	}
	if c.Client == "" || c.Secret == "" {
		return errs.New(errs.Invalid, "the sign-in program needs --oidc-client and --oidc-secret-file too")
	}
	if c.Name = strings.TrimSpace(c.Name); c.Name == "" {
		c.Name = u.Hostname()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cfg, d.known = c, nil
	return nil
}

// Name is what the program is called on buttons; "" where there is none.
func (d *Desk) Name() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.cfg.Name
}

// provider is the other program, asked for its addresses and keys where it has not answered yet. Errors
// (errs.Unavailable): it does not answer; errs.NotFound where there is none.
func (d *Desk) provider(ctx context.Context) (*oidc.Provider, Config, error) {
	d.mu.Lock()
	cfg, known := d.cfg, d.known
	d.mu.Unlock()
	if cfg.Issuer == "" {
		return nil, cfg, office.NotYours()
	}
	if known != nil {
		return known, cfg, nil
	}
	// the keys are asked for later, when this request is over: its values are kept, its end is not
	known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), d.client), cfg.Issuer)
	if err != nil {
		d.office.Log().Warn("the sign-in program does not answer", "err", err)
		return nil, cfg, errs.New(errs.Unavailable,
			"%s does not answer now: sign in with username and password, or try again later", cfg.Name)
	}
	d.mu.Lock()
	d.known = known
	d.mu.Unlock()
	return known, cfg, nil
}

// back is where the other program sends people back to. Errors (errs.Invalid): the office has no public address.
func (d *Desk) back(ctx context.Context) (string, error) {
	address, err := d.accounts.Address(ctx)
	if err != nil {
		return "", err
	}
	if address == "" {
		return "", errs.New(errs.Invalid,
			"this way of signing in needs the office’s public address: have the department set it under Papers")
	}
	return strings.TrimRight(address, "/") + "/login/sso/back", nil
}

// exchange is the office as the other program knows it.
func (d *Desk) exchange(ctx context.Context) (*oauth2.Config, *oidc.Provider, Config, error) {
	p, cfg, err := d.provider(ctx)
	if err != nil {
		return nil, nil, cfg, err
	}
	back, err := d.back(ctx)
	return &oauth2.Config{ClientID: cfg.Client, ClientSecret: cfg.Secret, Endpoint: p.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID}}, p, cfg, err
}

// SignOutAddress is where people sign out of the other program too; "" where it has none, or has not answered yet.
func (d *Desk) SignOutAddress() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil {
		return ""
	}
	var more struct {
		End string `json:"end_session_endpoint"`
	}
	if err := d.known.Claims(&more); err != nil {
		return ""
	}
	u, err := url.Parse(more.End)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	q := u.Query()
	q.Set("client_id", d.cfg.Client)
	u.RawQuery = q.Encode()
	return u.String()
}

// vouched reports whether an answer says that its person has shown a second factor, as the setting names it.
func vouched(factors, amr []string, acr string) bool {
	return slices.ContainsFunc(factors, func(f string) bool {
		kind, value, _ := strings.Cut(f, ":")
		return kind == "amr" && slices.Contains(amr, value) || kind == "acr" && acr == value
	})
}
