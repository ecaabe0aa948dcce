package batches

import (
	"cmp"
	"context"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/funds"
)

// named is a line of money as an actor sees it. Errors: errs.NotFound, errs.Forbidden.
func (d *room) named(ctx context.Context, a *office.Ask, id int64) (*funds.Row, error) {
	l, err := rows.FindLine(ctx, d.office.Reader(), d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, l.Place) {
		return nil, office.NotYours()
	}
	b, err := d.funds.Board(ctx, a, funds.Query{Year: l.Year, Place: d.office.Today(l.Place), Line: id,
		By: funds.ByLine})
	if err != nil || len(b.Rows) == 0 {
		return nil, cmp.Or(err, error(errs.New(errs.NotFound, "not found, or not yours to see")))
	}
	return &b.Rows[0], nil
}

// linesFor are the lines of a year from which an actor sees money for a node, of the fund of a source, "" of any.
func (d *room) linesFor(ctx context.Context, a *office.Ask, node, source string, year int) (out []funds.Row,
	err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	all, err := rows.Lines(ctx, d.office.Reader(), d.province(), 0)
	if err != nil {
		return nil, err
	}
	of := map[int64]bool{}
	for i := range all {
		if l := &all[i]; l.Year == year && pays(c, l, node, cmp.Or(source, l.Fund)) {
			of[l.ID] = true
		}
	}
	b, err := d.funds.Board(ctx, a, funds.Query{Year: year, By: funds.ByLine})
	if err != nil {
		return nil, err
	}
	for _, r := range b.Rows {
		if of[r.Of.Line] {
			out = append(out, r)
		}
	}
	return out, nil
}

// pays reports whether a line's money is for a node and of the fund that a support names as its source.
func pays(c *programme.Catalogue, l *money.Line, node, source string) bool {
	of := source
	if f := c.Fund(source); f != nil && f.Carried {
		of = f.Of
	}
	return l.Fund == of && c.Within(node, l.Node)
}

// balance is a line's balance with all that was recorded, whatever its day.
func (d *room) balance(ctx context.Context, r store.Reader, line int64) (money.Balance, error) {
	l, err := rows.FindLine(ctx, r, d.province(), line)
	if err != nil {
		return money.Balance{}, err
	}
	ledger := money.NewLedger(nil)
	ledger.Open(*l)
	for _, read := range []func(context.Context, store.Reader, string, int64) ([]rows.Movement, error){rows.From,
		rows.To} {
		all, err := read(ctx, r, d.province(), line)
		if err != nil {
			return money.Balance{}, err
		}
		for i := range all {
			ledger.Restore(&all[i].Movement)
		}
	}
	return ledger.At(line, 0), nil
}
