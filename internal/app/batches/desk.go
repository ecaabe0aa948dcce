// Package batches pays people: lists of what an activity's supports are worth, approved, sent, handed out and held
// against supports and ledger. Whatever moves money does so in one transaction with the list.
package batches

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
)

// Topic is what changes of batches are told by.
const Topic office.Topic = "batch"

// Desk pays people.
type Desk struct{ room }

type room struct {
	office     *office.Office
	library    *library.Library
	book       *book.Desk
	activities *activities.Desk
	supports   *supports.Desk
	funds      *funds.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, b *book.Desk, a *activities.Desk, s *supports.Desk,
	f *funds.Desk) *Desk {
	return &Desk{room{office: o, library: l, book: b, activities: a, supports: s, funds: f}}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"batch.draft":     errs.T("payment list drawn up"),
	"batch.drop":      errs.T("taken off a payment list"),
	"batch.approve":   errs.T("payment list approved"),
	"batch.reject":    errs.T("payment list rejected"),
	"batch.send":      errs.T("payment list sent to be paid"),
	"batch.result":    errs.T("payments to people recorded"),
	"batch.return":    errs.T("what was not received given back"),
	"batch.recover":   errs.T("wrong payment recovered"),
	"batch.reconcile": errs.T("payment list reconciled"),
	"batch.close":     errs.T("payment list closed"),
	"batch.view":      errs.T("viewed payment list"),
}

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// seen is a batch that an actor may see: who sees the money of its place. What is nowhere and what is elsewhere answer
// the same. Errors: errs.NotFound.
func (d *room) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*batches.Batch, error) {
	b, err := batches.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, b.Place) {
		return nil, office.NotYours()
	}
	return b, nil
}

// sees reports whether an actor sees the batches of a place.
func (d *room) sees(a *office.Ask, at place.Code) bool {
	s := access.Where(a.Grants, access.ViewMoney, d.office.Day())
	return s.Covers(d.office.Today(at), d.above(at)...)
}

// above are the units in which a place lies today, the nearest first.
func (d *room) above(at place.Code) (out []place.Code) {
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(d.office.Today(at)), d.office.Day()) {
		out = append(out, u.Code)
	}
	return out
}

// allowed is a batch with which an actor may do something. Errors: errs.NotFound, errs.Forbidden.
func (d *room) allowed(ctx context.Context, r store.Reader, a *office.Ask, id int64,
	any ...access.Action) (b *batches.Batch, err error) {
	if b, err = d.seen(ctx, r, a, id); err != nil {
		return nil, err
	}
	for _, action := range any {
		if err = d.office.PlaceScope(a, action, b.Place); err == nil {
			return b, nil
		}
	}
	return nil, err
}
