// Package allocations shares out lines of money by norms, in the office: norms with their versions, the values that the
// register has, drafts that become proposals, the decision that writes them into the ledger, and how they compare.
package allocations

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/app/tallies"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/allocations"
	lines "giamngheo/internal/store/funds"
)

// Desk shares out lines of money by norms.
type Desk struct{ room }

// room is what the use cases stand on.
type room struct {
	office  *office.Office
	library *library.Library
	funds   *funds.Desk
	norms   *norms.Desk
	tallies *tallies.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk, n *norms.Desk, t *tallies.Desk) *Desk {
	return &Desk{room{office: o, library: l, funds: f, norms: n, tallies: t}}
}

// Topic is what a changed allocation is told by.
const Topic office.Topic = "allocation"

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"allocation.make":    errs.T("allocation begun"),
	"allocation.edit":    errs.T("allocation changed"),
	"allocation.propose": errs.T("allocation proposed"),
	"allocation.return":  errs.T("allocation given back"),
	"allocation.decide":  errs.T("allocation decided"),
	"allocation.drop":    errs.T("allocation dropped"),
	"allocation.replace": errs.T("allocation superseded by another"),
	"allocation.behind":  errs.T("households behind an allocation looked at"),
	"allocation.export":  errs.T("allocation taken out as a table"),
}

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// mayEdit refuses who may not share a line out.
func (d *room) mayEdit(a *office.Ask, l *money.Line) error {
	return d.office.PlaceScope(a, access.AllotMoney, l.Place)
}

// seen is an allocation that an actor may see with its line: who sees the line all of them, others of the province what
// was decided, since it says what they get and why. Errors: errs.NotFound, errs.Forbidden.
func (d *room) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*rows.Allocation, *money.Line,
	error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, nil, office.Forbidden()
	}
	v, err := rows.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, office.NotYours()
	}
	if v.State != rows.Decided && v.State != rows.Superseded {
		l, err := d.funds.Seen(ctx, r, a, v.Line)
		return v, l, err
	}
	l, err := lines.FindLine(ctx, r, d.province(), v.Line)
	return v, l, err
}

// Listed is an allocation as a list shows it.
type Listed struct {
	rows.Allocation

	Pool int64
	Norm rows.NormRef // without its text
	Day  date.Date    // of its data
}

// MostListed is how many allocations a page lists.
const MostListed = 50

// List lists the allocations that an actor may see below a number (0: from the newest); next is where the next page
// begins, 0 where there is none. Errors: errs.Forbidden.
func (d *Desk) List(ctx context.Context, a *office.Ask, below int64) (out []Listed, next int64, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, 0, office.Forbidden()
	}
	if below <= 0 {
		below = 1 << 60
	}
	all, err := rows.Before(ctx, d.office.Reader(), d.province(), below, MostListed+1)
	if err != nil {
		return nil, 0, err
	}
	if len(all) > MostListed {
		all, next = all[:MostListed], all[MostListed-1].ID
	}
	for i := range all {
		v, _, err := d.seen(ctx, d.office.Reader(), a, all[i].ID)
		if k := errs.KindOf(err); err != nil && (k == errs.NotFound || k == errs.Forbidden) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		c, err := rows.FindVersion(ctx, d.office.Reader(), d.province(), v.ID, v.Version)
		if err != nil {
			return nil, 0, err
		}
		c.Content.Norm.Text = ""
		out = append(out, Listed{*v, c.Content.Pool, c.Content.Norm, c.Content.Day})
	}
	return out, next, nil
}

// Waiting counts the proposals that an actor may decide on, with one of them.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (n int, one *rows.Allocation, err error) {
	if !d.office.May(a, access.DecideTransfers) {
		return 0, nil, nil
	}
	all, err := rows.In(ctx, d.office.Reader(), d.province(), rows.Proposed)
	for i := range all {
		p, err := lines.FindLine(ctx, d.office.Reader(), d.province(), all[i].Line)
		if err != nil {
			return 0, nil, err
		}
		if all[i].ProposedBy != a.Account && d.office.PlaceScope(a, access.DecideTransfers, p.Place) == nil {
			if n++; one == nil {
				one = &all[i]
			}
		}
	}
	return n, one, err
}

// typed is what somebody wrote into a line of a form.
func typed(s string) string { return strings.Join(strings.Fields(s), " ") }
