// Package funds keeps the programme's money: lines, what moves between them, contracts and what was accepted of them.
// Every movement is held against the ledger inside its own transaction: two at once cannot spend the same money.
package funds

import (
	"context"
	"maps"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/funds"
)

// Desk keeps the programme's money.
type Desk struct{ room }

// room is what the desk's use cases stand on: the ledger in memory, who sees what, what is held against what.
type room struct {
	office  *office.Office
	library *library.Library

	mu   sync.Mutex
	kept *kept // nil: not read yet
}

// kept is the ledger in memory. Nothing of it is ever changed, so what is new is all there is to read.
type kept struct {
	*money.Ledger
	lines     []money.Line
	movements []funds.Movement
	contracts []money.Contract
	items     []money.Item
	batches   map[int64]int64 // of movements
}

// New makes the desk.
func New(office *office.Office, library *library.Library) *Desk {
	return &Desk{room{office: office, library: library}}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"money.line":     errs.T("line of money opened"),
	"money.record":   errs.T("movement of money recorded"),
	"money.reverse":  errs.T("movement of money taken back"),
	"money.contract": errs.T("contract recorded"),
	"money.item":     errs.T("acceptance recorded"),
}

// Begin says that the ledger is read anew where the database is another one than before.
func (d *Desk) Begin() {
	d.office.On(office.TopicMoney, func(ids []int64) {
		if len(ids) == 0 {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.kept = nil
		}
	})
}

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// look runs a function on the ledger as it is by now. Nobody else looks meanwhile.
func (d *room) look(ctx context.Context, do func(*kept) error) error {
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	k := d.kept
	if k == nil {
		k = &kept{Ledger: money.NewLedger(c.Within), batches: map[int64]int64{}}
	}
	var news kept
	if err := d.office.Look(ctx, func(r store.Reader) (err error) {
		news, err = k.since(ctx, r, d.province())
		return err
	}); err != nil {
		return err
	}
	if err := k.take(&news); err != nil {
		d.kept = nil
		return err
	}
	d.kept = k
	return do(k)
}

// since reads what was recorded since. It changes nothing: who goes away meanwhile leaves the ledger to the next.
func (k *kept) since(ctx context.Context, r store.Reader, of string) (news kept, err error) {
	if news.lines, err = funds.Lines(ctx, r, of, last(k.lines, func(l *money.Line) int64 { return l.ID })); err != nil {
		return news, err
	}
	if news.contracts, err = funds.Contracts(ctx, r, of,
		last(k.contracts, func(c *money.Contract) int64 { return c.ID })); err != nil {
		return news, err
	}
	if news.items, err = funds.Items(ctx, r, of, last(k.items, func(i *money.Item) int64 { return i.ID })); err != nil {
		return news, err
	}
	after := last(k.movements, func(m *funds.Movement) int64 { return m.ID })
	if news.movements, err = funds.Movements(ctx, r, of, after); err != nil {
		return news, err
	}
	news.batches, err = batches.Linked(ctx, r, of, after)
	return news, err
}

// take puts what is new into the ledger.
func (k *kept) take(news *kept) error {
	for i := range news.lines {
		k.Open(news.lines[i])
	}
	for i := range news.contracts {
		k.Sign(news.contracts[i])
	}
	for i := range news.items {
		if err := k.Accept(news.items[i]); err != nil {
			return err
		}
	}
	for i := range news.movements {
		k.Restore(&news.movements[i].Movement)
	}
	maps.Copy(k.batches, news.batches)
	k.lines, k.contracts = append(k.lines, news.lines...), append(k.contracts, news.contracts...)
	k.items, k.movements = append(k.items, news.items...), append(k.movements, news.movements...)
	return nil
}

// last is the number of the last of many, 0 of none.
func last[T any](all []T, id func(*T) int64) int64 {
	if len(all) == 0 {
		return 0
	}
	return id(&all[len(all)-1])
}

// seen tells which places' money an actor sees. Errors (errs.Forbidden): none.
func (d *room) seen(a *office.Ask) (func(place.Code) bool, error) {
	s := access.Where(a.Grants, access.ViewMoney, d.office.Day())
	if s.Nowhere() {
		return nil, office.Forbidden()
	}
	had := map[place.Code]bool{}
	return func(code place.Code) bool {
		in, ok := had[code]
		if !ok {
			in = s.Covers(d.office.Today(code), d.above(code)...)
			had[code] = in
		}
		return in
	}, nil
}

// above are the units in which a place lies today, the nearest first.
func (d *room) above(code place.Code) (out []place.Code) {
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(d.office.Today(code)), d.office.Day()) {
		out = append(out, u.Code)
	}
	return out
}

// lineSeen is a line that an actor may see. Errors: errs.NotFound, errs.Forbidden.
func (d *room) lineSeen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*money.Line, error) {
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	l, err := funds.FindLine(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !in(l.Place) {
		return nil, office.NotYours()
	}
	return l, nil
}
