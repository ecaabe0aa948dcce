package funds

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/words"
)

// Pool is a line whose money may be shared out, with what it has by now.
type Pool struct {
	money.Line
	Name    errs.Text
	Unit    place.Unit
	Balance money.Balance
}

// Pools are the lines with unspent money that an actor may allot from, those of the newest year first.
func (d *Desk) Pools(ctx context.Context, a *office.Ask) (out []Pool, err error) {
	s := access.Where(a.Grants, access.AllotMoney, d.office.Day())
	c, err := d.library.Catalogue()
	if err != nil || s.Nowhere() {
		return nil, err
	}
	err = d.look(ctx, func(k *kept) error {
		for i := range k.lines {
			l := &k.lines[i]
			if b := k.At(l.ID, 0); b.B() > 0 && s.Covers(d.office.Today(l.Place), d.above(l.Place)...) {
				out = append(out, Pool{*l, d.lineTitle(c, l), d.office.Unit(l.Place), b})
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y Pool) int {
		if x.Year != y.Year {
			return y.Year - x.Year
		}
		return int(x.Unit.Level) - int(y.Unit.Level)
	})
	return out, err
}

// Pool is a line with its balance, for who was let in by what is said of it; Seen is for who may see the line itself.
// Errors: errs.NotFound.
func (d *Desk) Pool(ctx context.Context, id int64) (*Pool, error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	l, err := funds.FindLine(ctx, d.office.Reader(), d.province(), id)
	if err != nil {
		return nil, err
	}
	p := &Pool{Line: *l, Name: d.lineTitle(c, l), Unit: d.office.Unit(l.Place)}
	return p, d.look(ctx, func(k *kept) error {
		p.Balance = k.At(id, 0)
		return nil
	})
}

// Seen refuses who may not see a line. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*money.Line, error) {
	return d.lineSeen(ctx, r, a, id)
}

// CitedBy counts the movements that carry a document out, and adds up what they moved.
func (d *Desk) CitedBy(ctx context.Context, document int64) (n int, sum money.Dong, err error) {
	err = d.look(ctx, func(k *kept) error {
		for i := range k.movements {
			if m := &k.movements[i]; m.Document == document && m.Reverses == 0 && !k.Reversed(m.ID) {
				n, sum = n+1, sum+m.Amount
			}
		}
		return nil
	})
	return n, sum, err
}

// DecideIn shares a line's money out by a decision, within its transaction, for who may sign it; of who is to have less
// than before the amount is below 0. Errors: those of Allot; a line that has too little, with its figures.
func (d *Desk) DecideIn(ctx context.Context, tx *office.Tx, a *office.Ask, from int64, shares []Share,
	m money.Movement) error {
	sum := money.Dong(0)
	for i := range shares {
		sum += shares[i].Amount
	}
	m.Kind, m.From, m.To = money.Allot, from, 0
	g, err := d.gather(ctx, tx, a, &m, access.DecideTransfers)
	if err != nil {
		return err
	}
	if b := g.At(from, m.Day); sum > b.B() {
		return errs.New(errs.Invalid,
			"the line has too little on %s: A %s, K %s, B %s đồng, and %s are shared out, %s more. Grant it more first, or share out less",
			m.Day, words.Number(int64(b.A())), words.Number(int64(b.K())), words.Number(int64(b.B())),
			words.Number(int64(sum)), words.Number(int64(sum-b.B())))
	}
	slices.SortStableFunc(shares, func(x, y Share) int { // what is taken back first is there to be given
		return sign(x.Amount) - sign(y.Amount)
	})
	return d.allot(ctx, tx, a, from, shares, m, access.DecideTransfers)
}

func sign(n money.Dong) int {
	if n < 0 {
		return -1
	}
	return 1
}
