// Package privacies answers persons whose data the office keeps – what it holds of them and who looked, what they ask for
// and until when –, and keeps what is done about a breach. Law 91/2025/QH15, as far as the data have it.
package privacies

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/privacy"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/privacies"
	"giamngheo/internal/store/supports"
)

// Paths tells what decisions recognised a household as.
type Paths interface {
	PathOf(household int64) review.Path
}

// Desk answers persons.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	days    *workdays.Desk
	paths   Paths
	rules   func() (*privacy.Rules, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, b *book.Desk, days *workdays.Desk, paths Paths) *Desk {
	read := func() (*privacy.Rules, error) { return privacy.Read(l.Data()) }
	return &Desk{o, l, b, days, paths, sync.OnceValues(read)}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"privacy.held":    errs.T("what is held of a household shown to who asked"),
	"privacy.request": errs.T("request about personal data recorded"),
	"privacy.step":    errs.T("step with a request about personal data"),
	"privacy.list":    errs.T("viewed requests about personal data"),
	"privacy.breach":  errs.T("breach of personal data recorded"),
	"privacy.told":    errs.T("step with a breach of personal data"),
	"privacy.file":    errs.T("file on the processing of personal data taken out"),
}

// Topic is that requests or breaches changed.
const Topic office.Topic = "privacy"

// mostCases is how many cases of a kind are looked at, the newest.
const mostCases = 1000

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Rules are the law's terms and what the office says of itself, for who handles requests or breaches.
func (d *Desk) Rules(a *office.Ask) (*privacy.Rules, error) {
	if !d.office.May(a, access.HandlePrivacy) && !d.office.May(a, access.GuardPrivacy) {
		return nil, office.Forbidden()
	}
	return d.rules()
}

// terms are the law's terms and the working days by which they run.
func (d *Desk) terms() (*privacy.Rules, func(date.Date) bool, error) {
	rules, err := d.rules()
	if err != nil {
		return nil, nil, err
	}
	l, err := d.days.Law()
	if err != nil {
		return nil, nil, err
	}
	return rules, l.Working, nil
}

// RequestShown is a request with its days.
type RequestShown struct {
	privacies.Case
	Right       privacy.Right
	Unit        place.Unit
	Answer, Act date.Date
	Next        date.Date // by which the next thing is done; zero where nothing is
	Left        int       // calendar days to it; below 0 it is late
	Steps       []StepShown
}

// StepShown is a step with who took it.
type StepShown struct {
	privacy.Step
	Who string
}

// Late reports whether the next thing is late.
func (r *RequestShown) Late() bool { return !r.Next.IsZero() && r.Left < 0 }

func (d *Desk) shown(c *privacies.Case, rules *privacy.Rules, working func(date.Date) bool) RequestShown {
	s := RequestShown{Case: *c, Unit: d.office.Unit(d.office.Today(c.Place))}
	if v := rules.Right(c.Request.Right); v != nil {
		s.Right = *v
	}
	s.Answer, s.Act = c.Request.Due(rules, working)
	if s.Next = c.Request.Next(rules, working); !s.Next.IsZero() {
		s.Left = s.Next.Sub(d.office.Day())
	}
	return s
}

// in reports whether an actor handles requests of a place.
func (d *Desk) in(a *office.Ask, code place.Code) bool {
	now := d.office.Today(code)
	var above []place.Code
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(now), d.office.Day()) {
		above = append(above, u.Code)
	}
	return access.Where(a.Grants, access.HandlePrivacy, d.office.Day()).Covers(now, above...)
}

// Requests are the requests of the places in which an actor handles them, those that wait first, by their days.
func (d *Desk) Requests(ctx context.Context, a *office.Ask) (out []RequestShown, err error) {
	if !d.office.May(a, access.HandlePrivacy) {
		return nil, office.Forbidden()
	}
	all, err := privacies.Of(ctx, d.office.Reader(), d.province(), privacies.Request, mostCases)
	if err != nil {
		return nil, err
	}
	rules, working, err := d.terms()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if d.in(a, all[i].Place) {
			out = append(out, d.shown(&all[i], rules, working))
		}
	}
	slices.SortStableFunc(out, func(x, y RequestShown) int {
		switch {
		case x.State.Open() != y.State.Open():
			if x.State.Open() {
				return -1
			}
			return 1
		case x.State.Open():
			return int(x.Next - y.Next)
		}
		return 0
	})
	if len(out) > 0 {
		d.office.Saw(a, office.Deed{Action: "privacy.list", Kind: "place", Subject: d.province(),
			Place: d.office.ProvinceCode(), Note: office.Counted(len(out))})
	}
	return out, nil
}

// Waiting is how many requests an actor handles wait, how many are late, and the next day.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n, late int, next date.Date, err error) {
	if !d.office.May(a, access.HandlePrivacy) {
		return 0, 0, 0, nil
	}
	all, err := privacies.Of(ctx, d.office.Reader(), d.province(), privacies.Request, mostCases)
	if err != nil {
		return 0, 0, 0, err
	}
	rules, working, err := d.terms()
	if err != nil {
		return 0, 0, 0, err
	}
	for i := range all {
		day := all[i].Request.Next(rules, working)
		if day.IsZero() || !d.in(a, all[i].Place) {
			continue
		}
		if n++; next.IsZero() || day < next {
			next = day
		}
		if day < d.office.Day() {
			late++
		}
	}
	return n, late, next, nil
}

// Request is one request. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Request(ctx context.Context, a *office.Ask, id int64) (*RequestShown, error) {
	c, err := d.find(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	rules, working, err := d.terms()
	if err != nil {
		return nil, err
	}
	s := d.shown(c, rules, working)
	for _, step := range c.Request.Steps {
		s.Steps = append(s.Steps, StepShown{step, d.office.NameOf(ctx, step.By)})
	}
	return &s, nil
}

func (d *Desk) find(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*privacies.Case, error) {
	if !d.office.May(a, access.HandlePrivacy) {
		return nil, office.Forbidden()
	}
	c, err := privacies.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || c.Kind != privacies.Request || !d.in(a, c.Place) {
		return nil, office.NotYours()
	}
	return c, nil
}

// Ask records a request, of a household where one is named, else of a place. Errors: errs.Invalid, errs.NotFound,
// errs.Forbidden.
func (d *Desk) Ask(ctx context.Context, a *office.Ask, q privacy.Request, household int64,
	at place.Code) (int64, error) {
	if !d.office.May(a, access.HandlePrivacy) {
		return 0, office.Forbidden()
	}
	if household != 0 {
		v, err := d.book.Seen(ctx, a, household)
		if err != nil {
			return 0, err
		}
		at = v.Household.Commune
	}
	if at == "" {
		at = d.office.Home(a).Code
	}
	if !d.in(a, at) {
		return 0, office.NotYours()
	}
	rules, err := d.rules()
	if err != nil {
		return 0, err
	}
	if err := q.Sound(rules, d.office.Day()); err != nil {
		return 0, err
	}
	q.State, q.Extended, q.Steps = privacy.Received, false, nil
	c := &privacies.Case{Province: d.province(), Kind: privacies.Request, Place: at, Household: household,
		OpenedBy: a.Account, Opened: d.office.Now(), Request: &q}
	err = d.office.Each(ctx, a, func(tx *office.Tx) error {
		if err := privacies.Add(ctx, tx, c); err != nil {
			return err
		}
		tx.Changed(Topic, c.ID)
		return tx.Note(ctx, office.Deed{Action: "privacy.request", Kind: "privacy", Subject: office.IDText(c.ID),
			Place: at, Note: map[string]string{"right": q.Right}})
	})
	return c.ID, err
}

// Step takes a step with a request; version is that which the page showed. Errors: errs.Invalid, errs.Conflict,
// errs.NotFound, errs.Forbidden.
func (d *Desk) Step(ctx context.Context, a *office.Ask, id, version int64, s privacy.Step) error {
	rules, err := d.rules()
	if err != nil {
		return err
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		c, err := d.find(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if c.Version != version {
			return store.Overtaken()
		}
		s.By, s.Day, s.At = a.Account, d.office.Day(), d.office.Now()
		if err := c.Request.Take(rules, s); err != nil {
			return err
		}
		if err := privacies.Set(ctx, tx, c); err != nil {
			return err
		}
		tx.Changed(Topic, id)
		return tx.Note(ctx, office.Deed{Action: "privacy.step", Kind: "privacy", Subject: office.IDText(id), Place: c.Place,
			Note: map[string]string{"state": string(c.Request.State)}})
	})
}

// Held is what the office holds of a household and who looked at it.
type Held struct {
	Version    *households.Version
	Unit       place.Unit
	Data       []household.Change // every field that is filled in; of member 0 are those of the household
	Recognised review.Path
	Supports   []supports.Support
	Looked     []audit.Entry // the newest first
	More       bool          // there are more than are listed
	Rules      *privacy.Rules
	On         date.Date
	Titles     func(action string) errs.Text
	Kinds      *programme.Catalogue
}

// mostLooked is how many entries of the record are listed.
const mostLooked = 300

// MayHold reports whether an actor shows what is held of households of a commune: who handles what persons ask there,
// and may open their numbers and facts of health.
func (d *Desk) MayHold(a *office.Ask, commune place.Code) bool {
	return d.in(a, commune) && d.office.MayIn(a, access.RevealHouseholds, commune)
}

// Held shows what the office holds of a household, in full, for a reason that is on the record before anything is shown.
// Errors: errs.Invalid without a reason, errs.NotFound, errs.Forbidden.
func (d *Desk) Held(ctx context.Context, a *office.Ask, id int64, reason string) (*Held, error) {
	v, err := d.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if !d.MayHold(a, v.Household.Commune) {
		return nil, office.Forbidden()
	}
	if err := office.NeedReason(reason); err != nil {
		return nil, err
	}
	if err := d.office.Do(ctx, a, &office.Deed{Action: "privacy.held", Kind: "household", Subject: office.IDText(id),
		Place: v.Household.Commune, Reason: strings.TrimSpace(reason)}, nil); err != nil {
		return nil, err
	}
	h := &Held{Version: v, Unit: d.office.Unit(v.Household.Commune), Data: household.Changes(nil, &v.Household),
		Recognised: d.paths.PathOf(id), On: d.office.Day(), Titles: d.office.ActionTitle}
	if h.Rules, err = d.rules(); err != nil {
		return nil, err
	}
	if h.Kinds, err = d.library.Catalogue(); err != nil {
		return nil, err
	}
	if h.Supports, err = supports.Of(ctx, d.office.Reader(), d.province(), id); err != nil {
		return nil, err
	}
	h.Looked, err = d.office.Entries(ctx, store.AuditQuery{Province: d.province(), Kind: "household",
		Subject: office.IDText(id), Limit: mostLooked + 1})
	if len(h.Looked) > mostLooked {
		h.Looked, h.More = h.Looked[:mostLooked], true
	}
	return h, err
}

// BreachShown is a breach with its moment.
type BreachShown struct {
	privacies.Case
	Due   time.Time
	Late  bool // and nobody was told
	Steps []StepShown
}

func (d *Desk) breach(c *privacies.Case, rules *privacy.Rules) BreachShown {
	due := c.Breach.Due(rules)
	return BreachShown{Case: *c, Due: due, Late: c.State == privacy.Found && d.office.Now().After(due)}
}

// guards refuses who does not guard personal data.
func (d *Desk) guards(a *office.Ask) error {
	if !access.Where(a.Grants, access.GuardPrivacy, d.office.Day()).Covers(d.office.ProvinceCode()) {
		return office.Forbidden()
	}
	return nil
}

// Breaches are the breaches, the newest first. Errors: errs.Forbidden.
func (d *Desk) Breaches(ctx context.Context, a *office.Ask) (out []BreachShown, err error) {
	if err := d.guards(a); err != nil {
		return nil, err
	}
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	all, err := privacies.Of(ctx, d.office.Reader(), d.province(), privacies.Breach, mostCases)
	for i := range all {
		out = append(out, d.breach(&all[i], rules))
	}
	return out, err
}

// Breach is one breach. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Breach(ctx context.Context, a *office.Ask, id int64) (*BreachShown, error) {
	c, err := d.findBreach(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	s := d.breach(c, rules)
	for _, step := range c.Breach.Steps {
		s.Steps = append(s.Steps, StepShown{step, d.office.NameOf(ctx, step.By)})
	}
	return &s, nil
}

func (d *Desk) findBreach(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*privacies.Case, error) {
	if err := d.guards(a); err != nil {
		return nil, err
	}
	c, err := privacies.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || c.Kind != privacies.Breach {
		return nil, office.NotYours()
	}
	return c, nil
}

// Found records a breach. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) Found(ctx context.Context, a *office.Ask, b privacy.Breach) (int64, error) {
	if err := d.guards(a); err != nil {
		return 0, err
	}
	if err := b.Sound(d.office.Now()); err != nil {
		return 0, err
	}
	b.State, b.Steps = privacy.Found, nil
	c := &privacies.Case{Province: d.province(), Kind: privacies.Breach, Place: d.office.ProvinceCode(),
		OpenedBy: a.Account, Opened: d.office.Now(), Breach: &b}
	err := d.office.Each(ctx, a, func(tx *office.Tx) error {
		if err := privacies.Add(ctx, tx, c); err != nil {
			return err
		}
		tx.Changed(Topic, c.ID)
		return tx.Note(ctx, office.Deed{Action: "privacy.breach", Kind: "privacy", Subject: office.IDText(c.ID),
			Place: c.Place})
	})
	return c.ID, err
}

// Told takes a step with a breach; version is that which the page showed. Errors: errs.Invalid, errs.Conflict,
// errs.NotFound, errs.Forbidden.
func (d *Desk) Told(ctx context.Context, a *office.Ask, id, version int64, s privacy.Step) error {
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		c, err := d.findBreach(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if c.Version != version {
			return store.Overtaken()
		}
		s.By, s.Day, s.At = a.Account, d.office.Day(), d.office.Now()
		if err := c.Breach.Take(s); err != nil {
			return err
		}
		if err := privacies.Set(ctx, tx, c); err != nil {
			return err
		}
		tx.Changed(Topic, id)
		return tx.Note(ctx, office.Deed{Action: "privacy.told", Kind: "privacy", Subject: office.IDText(id), Place: c.Place,
			Note: map[string]string{"state": string(c.Breach.State)}})
	})
}

// File is what the office says of its processing of personal data: the file on its effects, of the same data.
func (d *Desk) File(a *office.Ask) (*privacy.Rules, error) {
	if err := d.guards(a); err != nil {
		return nil, err
	}
	rules, err := d.rules()
	if err == nil {
		d.office.Saw(a, office.Deed{Action: "privacy.file", Kind: "place", Subject: d.province(),
			Place: d.office.ProvinceCode()})
	}
	return rules, err
}
