package funds

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

// Books are the ledger with all of its lines, for who reads many of them at once.
type Books struct {
	*money.Ledger
	Lines     []money.Line
	Contracts []money.Contract
	room      *room
	tree      *programme.Catalogue
}

// Read runs a function on the books as they are by now. Nobody else looks meanwhile: it asks nobody for anything.
func (d *Desk) Read(ctx context.Context, do func(*Books) error) error {
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	return d.look(ctx, func(k *kept) error { return do(&Books{k.Ledger, k.lines, k.contracts, &d.room, c}) })
}

// Of are the lines that a query asks for and an actor sees. Errors: errs.Forbidden, errs.NotFound.
func (b *Books) Of(a *office.Ask, q Query) (out []*money.Line, err error) {
	if err := b.room.settle(a, &q); err != nil {
		return nil, err
	}
	in, err := b.room.seen(a)
	if err != nil {
		return nil, err
	}
	for i := range b.Lines {
		if l := &b.Lines[i]; in(l.Place) && b.room.matches(b.tree, &q, l) {
			out = append(out, l)
		}
	}
	return out, nil
}

// Name is what a line is called.
func (b *Books) Name(l *money.Line) errs.Text { return b.room.lineTitle(b.tree, l) }

// Place is the unit in which a line lies today.
func (b *Books) Place(l *money.Line) place.Unit {
	return b.room.office.Unit(b.room.office.Today(l.Place))
}
