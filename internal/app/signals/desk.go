// Package signals says where to look first: facts of every commune from what the office has anyway, and their score as
// an
// addition. Each group of facts is kept until something that it rests on has changed.
package signals

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/quality"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/signal"
)

// Desk says where to look first.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	receipts *receipts.Desk
	funds    *funds.Desk
	set      *signal.Set
	groups   []*group
	quality  *quality.Desk
	spans    spans
	rechecks rechecks
}

// group is facts that rest on the same things.
type group struct {
	topics []office.Topic
	count  func(context.Context) (facts, error)

	mu    sync.Mutex // held while it is counted: who asks meanwhile waits for it
	kept  facts
	of    uint64 // of which state
	day   date.Date
	mark  sync.Mutex
	state uint64 // how often something changed; under mark
}

// facts are what is known of communes, as they are today.
type facts map[place.Code]signal.Facts

func (f facts) set(c place.Code, code string, v signal.Value) {
	if f[c] == nil {
		f[c] = signal.Facts{}
	}
	f[c][code] = v
}

// Checks is what changes of checks are told by.
const Checks office.Topic = "inspection"

// New makes the desk; the signals are data.
func New(o *office.Office, b *book.Desk, r *receipts.Desk, f *funds.Desk, q *quality.Desk, set *signal.Set) *Desk {
	d := &Desk{office: o, book: b, receipts: r, funds: f, quality: q, set: set}
	d.groups = []*group{
		{topics: []office.Topic{office.TopicHousehold, office.TopicReview, office.TopicPlace}, count: d.bunched},
		{topics: []office.Topic{office.TopicSupport, office.TopicPlace}, count: d.doubled},
		{topics: []office.Topic{office.TopicList, office.TopicReview, office.TopicPlace}, count: d.reviewed},
		{topics: []office.Topic{office.TopicMoney, office.TopicPlace}, count: d.spent},
		{topics: []office.Topic{office.TopicReport, office.TopicPlace}, count: d.reported},
		{topics: []office.Topic{Checks, office.TopicPlace}, count: d.checked},
	}
	return d
}

// Begin has each group of facts forgotten when something changes on which it rests.
func (d *Desk) Begin() {
	for _, g := range d.groups {
		for _, t := range g.topics {
			d.office.On(t, func([]int64) {
				g.mark.Lock()
				defer g.mark.Unlock()
				g.state++
			})
		}
	}
}

// now are a group's facts as they are.
func (g *group) now(ctx context.Context, day date.Date) (facts, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mark.Lock()
	state := g.state
	g.mark.Unlock()
	if g.kept != nil && g.of == state && g.day == day {
		return g.kept, nil
	}
	f, err := g.count(ctx)
	if err != nil {
		return nil, err
	}
	g.kept, g.of, g.day = f, state, day
	return f, nil
}

// Set are the signals.
func (d *Desk) Set() *signal.Set { return d.set }

// Place is a commune with its score.
type Place struct {
	Unit  place.Unit
	Above place.Unit
	signal.Score

	Seen   bool // whether it was ever checked
	Months int  // since its last check; 0 where it was not
}

// Facts are what is known of every commune today.
func (d *Desk) Facts(ctx context.Context) (map[place.Code]signal.Facts, error) {
	out := facts{}
	for _, g := range d.groups {
		f, err := g.now(ctx, d.office.Day())
		if err != nil {
			return nil, err
		}
		for c, known := range f {
			if out[c] == nil {
				out[c] = signal.Facts{}
			}
			maps.Copy(out[c], known)
		}
	}
	return out, nil
}

// Board are the communes that an actor may look at, the highest score first. Secret signals are counted where the actor
// inspects only. Errors: errs.Forbidden.
func (d *Desk) Board(ctx context.Context, a *office.Ask) ([]Place, error) {
	if !d.office.May(a, access.LookFirst) {
		return nil, office.Forbidden()
	}
	communes, err := d.office.Scope(a, access.LookFirst, 0)
	if err != nil {
		return nil, err
	}
	var secret map[place.Code]bool
	if d.office.May(a, access.InspectReviews) {
		inspects, err := d.office.Scope(a, access.InspectReviews, 0)
		if err != nil {
			return nil, err
		}
		secret = office.AsSet(inspects)
	}
	return d.scores(ctx, communes, func(c place.Code) bool { return secret[c] })
}

// Whole are all communes, without secret signals: what is chosen by them can be held against what everybody sees.
func (d *Desk) Whole(ctx context.Context) ([]Place, error) {
	return d.scores(ctx, d.communes(), func(place.Code) bool { return false })
}

func (d *Desk) scores(ctx context.Context, communes []place.Code, secret func(place.Code) bool) ([]Place, error) {
	all, err := d.Facts(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Place, 0, len(communes))
	for _, c := range communes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		u := d.office.Unit(c)
		p := Place{Unit: u, Above: d.office.Unit(u.Parent)}
		if p.Score, err = d.set.Score(all[c], secret(c)); err != nil {
			return nil, err
		}
		if v := all[c][unseen]; v.Known && v.Number < never {
			p.Seen, p.Months = true, int(v.Number)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y Place) int {
		return cmp.Or(cmp.Compare(y.Points, x.Points), cmp.Compare(x.Unit.Code, y.Unit.Code))
	})
	return out, nil
}

// One is a commune's score. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) One(ctx context.Context, a *office.Ask, commune place.Code) (*Place, error) {
	if err := d.office.PlaceScope(a, access.LookFirst, commune); err != nil {
		return nil, err
	}
	if u := d.office.Unit(commune); u.Level != place.Commune {
		return nil, errs.New(errs.Invalid, "choose a commune")
	}
	secret := d.office.PlaceScope(a, access.InspectReviews, commune) == nil
	all, err := d.scores(ctx, []place.Code{commune}, func(place.Code) bool { return secret })
	if err != nil {
		return nil, err
	}
	return &all[0], nil
}
