package means

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/words"
)

func cmpText(x, y string) int { return strings.Compare(x, y) }

// Payer is a line that can pay a support.
type Payer struct {
	ID   int64
	Fund string
	Name errs.Text
	Node string
	Unit place.Unit
	Old  bool // its money was given for an earlier year
	money.Balance
}

// payer is a line of the books with its balance of now.
func payer(b *funds.Books, l *money.Line) Payer {
	return Payer{l.ID, l.Fund, b.Name(l), l.Node, b.Place(l), l.Carried(), b.At(l.ID, 0)}
}

// Empty reports whether nothing of it is left.
func (p *Payer) Empty() bool { return p.B() <= 0 }

// Payers are the lines of a budget year that can pay what a project gives in a commune: of the commune first, then of
// the units above it that the actor sees.
type Payers struct {
	Node   string
	Year   int
	Lines  []Payer
	Above  int  // lines of units above that are not the actor's to see
	Hidden bool // the actor sees no money at all

	funds func(code string) *programme.Fund
}

// Payers finds the lines that can pay a support of a project in a commune on a day; node "" is paid by none.
func (d *Desk) Payers(ctx context.Context, a *office.Ask, commune place.Code, node string, day date.Date) (*Payers,
	error) {
	out := &Payers{Node: node, Year: day.Year()}
	scope := access.Where(a.Grants, access.ViewMoney, d.office.Day())
	if scope.Nowhere() || node == "" {
		out.Hidden = true
		return out, nil
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	out.funds = c.Fund
	near := map[place.Code]int{d.office.Today(commune): 0}
	for i, code := range d.above(d.office.Today(commune)) {
		near[code] = i + 1
	}
	err = d.funds.Read(ctx, func(b *funds.Books) error {
		for i := range b.Lines {
			l := &b.Lines[i]
			at := d.office.Today(l.Place)
			if _, ok := near[at]; !ok || l.Year != out.Year || !c.Within(node, l.Node) {
				continue
			}
			if !scope.Covers(at, d.above(at)...) {
				out.Above++
				continue
			}
			out.Lines = append(out.Lines, payer(b, l))
		}
		return nil
	})
	slices.SortStableFunc(out.Lines, func(x, y Payer) int {
		return cmp.Or(cmp.Compare(near[x.Unit.Code], near[y.Unit.Code]), cmpText(x.Fund, y.Fund))
	})
	return out, err
}

// Says is what the lines of a fund say of an amount: how much is left, that it is not enough, that there is none. A
// payment list is paid from one line, so it is that of one: the nearest that has enough, or the one that has most. A
// support is recorded all the same – it may have been paid already; the payment list is refused while the line is
// empty. Empty where there is nothing to say.
func (p *Payers) Says(fund string, amount money.Dong) errs.Text {
	if p.Hidden || fund == "" {
		return errs.Text{}
	}
	var of *Payer
	old := false
	if f := p.funds(fund); f != nil && f.Carried {
		fund, old = f.Of, true
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Fund == fund && l.Old == old && (of == nil || of.B() < amount && of.B() < l.B()) {
			of = l
		}
	}
	switch {
	case of == nil && p.Above > 0:
		return errs.T("No line of this fund is here for %s in %d; units above have %d lines of the project", p.Node, p.Year,
			p.Above)
	case of == nil:
		return errs.T("No line of this fund is recorded for %s in %d: its payment list cannot be approved", p.Node, p.Year)
	case of.Empty():
		return errs.T("The line %s is empty (%d): it may be recorded where it was paid; a payment list is refused until the line has money",
			of.Name, p.Year)
	case amount > of.B():
		return errs.T("The line %s has %s đồng left (%d), %s less than this amount: a payment list with it is refused",
			of.Name, words.Number(int64(of.B())), p.Year, words.Number(int64(amount-of.B())))
	}
	return errs.T("The line %s has %s đồng left (%d)", of.Name, words.Number(int64(of.B())), p.Year)
}

// Purse takes a sum from a line for the people of a place: all that is left of it where the sum is 0. It returns the
// line, the sum, and the place that it is for: a unit's money is for the people of that unit. Errors: errs.Invalid with
// the line where it is of another budget year, has nothing, or less than the sum; errs.NotFound, errs.Forbidden.
func (d *Desk) Purse(ctx context.Context, a *office.Ask, id int64, sum money.Dong, at place.Code) (l *Payer,
	take money.Dong, of place.Code, err error) {
	if _, err := d.funds.Seen(ctx, d.office.Reader(), a, id); err != nil {
		return nil, 0, at, err
	}
	p, err := d.funds.Pool(ctx, id)
	if err != nil {
		return nil, 0, at, err
	}
	l = &Payer{p.ID, p.Fund, p.Name, p.Node, p.Unit, p.Carried(), p.Balance}
	left := l.B()
	switch {
	case p.Year != d.office.Day().Year():
		err = errs.New(errs.Invalid, "the line is of %d: choose a line of this budget year, or type the sum", p.Year)
	case left <= 0:
		err = errs.New(errs.Invalid, "the line has nothing left: choose another, or type the sum")
	case sum > left:
		err = errs.New(errs.Invalid, "the line has %s đồng left, less than the %s that were typed: type at most what it has, or leave the sum empty to take all",
			words.Number(int64(left)), words.Number(int64(sum)))
	case sum == 0:
		sum = left
	}
	if !d.reaches(l, at) {
		at = l.Unit.Code
	}
	return l, sum, at, err
}

// reaches reports whether a place is the unit of a line, or lies in it.
func (d *Desk) reaches(l *Payer, at place.Code) bool {
	today := d.office.Today(at)
	return today == l.Unit.Code || slices.Contains(d.above(today), l.Unit.Code)
}

// above are the units in which a unit of today lies, the nearest first.
func (d *Desk) above(code place.Code) (out []place.Code) {
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(code), d.office.Day()) {
		out = append(out, u.Code)
	}
	return out
}

// Purses are the lines of a place and below, of this budget year, that have something left, the greatest first; none
// for who sees no money of the place.
func (d *Desk) Purses(ctx context.Context, a *office.Ask, at place.Code) (out []Payer, err error) {
	if d.office.PlaceScope(a, access.ViewMoney, at) != nil {
		return nil, nil
	}
	err = d.funds.Read(ctx, func(b *funds.Books) error {
		lines, err := b.Of(a, funds.Query{Place: at, Year: d.office.Day().Year()})
		for _, l := range lines {
			if p := payer(b, l); !p.Empty() {
				out = append(out, p)
			}
		}
		return err
	})
	slices.SortStableFunc(out, func(x, y Payer) int { return cmp.Compare(y.B(), x.B()) })
	return out[:min(len(out), mostPurses)], err
}

// mostPurses is how many lines there are to choose from.
const mostPurses = 60
