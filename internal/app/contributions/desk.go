// Package contributions keeps what is mobilised beside the State's budgets, and what other programmes pay for the same
// purpose. What comes in as money comes into a line of the ledger in the same transaction; what is brought of an
// accepted item is held against what lines paid of it.
package contributions

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/contribution"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	rows "giamngheo/internal/store/contributions"
	fundrows "giamngheo/internal/store/funds"
)

// Topic is what a contribution is told by.
const Topic office.Topic = "contribution"

// Desk keeps contributions.
type Desk struct {
	office  *office.Office
	library *library.Library
	funds   *funds.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk) *Desk { return &Desk{o, l, f} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"contribution.add":    errs.T("recorded what was mobilised"),
	"contribution.end":    errs.T("withdrew what was recorded as mobilised"),
	"contribution.export": errs.T("took out the workbook of what was mobilised"),
}

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Query asks for the contributions of a budget year in a place and below; what is empty asks for all.
type Query struct {
	Year   int
	Place  place.Code
	Source contribution.Source
	Form   contribution.Form
	From   int // the first row of the page
}

// Row is a contribution as a list shows it.
type Row struct {
	rows.Contribution
	Unit     place.Unit
	Node     errs.Text
	Fund     errs.Text   // that it came into as money
	In       funds.Query // where the ledger has it
	Recorder string
	MayEnd   bool
}

// Shown is a year's contributions.
type Shown struct {
	Query Query
	Unit  place.Unit
	Rows  []Row
	Count int // of all rows
	*contribution.Table
	State  money.Dong // what the State's budgets have for the year there
	MayAdd bool       // record some
}

// OnPage is how many rows a page has.
const OnPage = 100

// settle fills in what a query leaves open. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) settle(a *office.Ask, q *Query) error {
	if q.Year == 0 {
		q.Year = d.office.Day().Year()
	}
	if q.Place == "" {
		q.Place = d.office.Home(a).Code
	}
	return d.office.PlaceScope(a, access.ViewMoney, q.Place)
}

// above are a place and the units in which it lies today, the nearest first.
func (d *Desk) above(code place.Code) []place.Code {
	u := d.office.Unit(d.office.Today(code))
	out := []place.Code{u.Code}
	for _, up := range d.office.Reg().Ancestors(u, d.office.Day()) {
		out = append(out, up.Code)
	}
	return out
}

// of reports of contributions whether a query asks for them: they are in its place or below.
func (d *Desk) of(q *Query) func(at place.Code, s contribution.Source, f contribution.Form) bool {
	lies := map[place.Code]bool{}
	return func(at place.Code, s contribution.Source, f contribution.Form) bool {
		in, had := lies[at]
		if !had {
			in = slices.Contains(d.above(at), q.Place)
			lies[at] = in
		}
		return in && (q.Source == "" || s == q.Source) && (q.Form == "" || f == q.Form)
	}
}

// Show shows a year's contributions: a page of rows, and what all of them add up to. What was withdrawn is shown and
// not counted. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Show(ctx context.Context, a *office.Ask, q Query) (*Shown, error) {
	if err := d.settle(a, &q); err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	v := &Shown{Query: q, Unit: d.office.Unit(q.Place), MayAdd: d.office.May(a, access.CommitMoney)}
	of := d.of(&q)
	var listed []rows.Contribution
	if err := d.office.Look(ctx, func(r store.Reader) error {
		all, err := rows.Parts(ctx, r, d.province(), q.Year)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(p contribution.Part) bool { return !of(p.Place, p.Source, p.Form) })
		for i := range all {
			v.Count += all[i].N + all[i].Ended
		}
		v.Table = contribution.Tabulate(all, func(at place.Code) place.Code { return d.row(q.Place, at) })
		v.Query.From = min(max(q.From, 0), v.Count)
		listed, err = rows.OfYear(ctx, r, d.province(), q.Year,
			func(c *rows.Contribution) bool { return of(c.Place, c.Source, c.Form) }, v.Query.From, OnPage)
		return err
	}); err != nil {
		return nil, err
	}
	for i := range listed {
		r := Row{Contribution: listed[i], Unit: d.office.Unit(d.office.Today(listed[i].Place)),
			Node: c.NodeTitle(listed[i].Node), Recorder: d.office.NameOf(ctx, listed[i].By)}
		if code := r.Contribution.Fund(); code != "" {
			r.Fund = c.FundTitle(code)
			r.In = funds.Query{Year: q.Year, Place: r.Unit.Code, Node: r.Contribution.Node, Fund: code,
				By: funds.ByLine}
		}
		r.MayEnd = r.Ended == "" && d.office.PlaceScope(a, access.CommitMoney, r.Place) == nil
		v.Rows = append(v.Rows, r)
	}
	v.State, err = d.state(ctx, a, &q)
	return v, err
}

// row is the unit in whose row a place is counted: the one right below the place that is looked at, or that itself.
func (d *Desk) row(of, at place.Code) place.Code {
	part := d.office.Today(at)
	for _, up := range d.above(at) {
		if up == of {
			break
		}
		part = up
	}
	return part
}

// state is what the State's budgets have for a year in a place, as the board has it.
func (d *Desk) state(ctx context.Context, a *office.Ask, q *Query) (sum money.Dong, err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return 0, err
	}
	b, err := d.funds.Board(ctx, a, funds.Query{Year: q.Year, Place: q.Place, By: funds.ByFund})
	if err != nil {
		return 0, err
	}
	for i := range b.Rows {
		if f := c.Fund(b.Rows[i].Of.Fund); f != nil && f.State {
			sum += b.Rows[i].A()
		}
	}
	return sum, nil
}

// UnitOf is a unit of the table.
func (d *Desk) UnitOf(code place.Code) place.Unit { return d.office.Unit(code) }

// Add records a contribution; what is money comes into its line. It returns its number. Errors: errs.Invalid with what
// to do, errs.Forbidden, errs.NotFound.
func (d *Desk) Add(ctx context.Context, a *office.Ask, c contribution.Contribution) (int64, error) {
	if err := d.office.PlaceScope(a, access.CommitMoney, c.Place); err != nil {
		return 0, err
	}
	if err := d.check(&c); err != nil {
		return 0, err
	}
	id := int64(0)
	err := d.office.Each(ctx, a, func(tx *office.Tx) (err error) {
		id, err = d.add(ctx, tx, a, c)
		return err
	})
	return id, err
}

// check refuses what cannot be, before anything is written. Errors: errs.Invalid.
func (d *Desk) check(c *contribution.Contribution) error {
	catalogue, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	for _, s := range []*string{&c.Name, &c.Unit, &c.Basis, &c.Content} {
		*s = strings.Join(strings.Fields(*s), " ")
		if office.TooLong(*s) {
			return errs.New(errs.Invalid, "a text has at most 300 letters")
		}
	}
	if catalogue.Node(c.Node) == nil {
		return errs.New(errs.Invalid, "there is no sub-project “%s”; choose one of the list", c.Node)
	}
	return c.Settle(d.office.Day())
}

// add writes a contribution that was checked.
func (d *Desk) add(ctx context.Context, tx *office.Tx, a *office.Ask, c contribution.Contribution) (int64, error) {
	if c.Item != 0 || c.Contract != 0 {
		if err := d.fits(ctx, tx, a, &c); err != nil {
			return 0, err
		}
	}
	row := &rows.Contribution{Contribution: c, By: a.Account, At: d.office.Now()}
	if fund := c.Fund(); fund != "" {
		m := &money.Movement{Kind: money.Mobilise, Day: c.Day, Amount: c.Value, Reason: c.Content}
		year := c.Day.Year()
		l := &money.Line{Node: c.Node, Fund: fund, Origin: year, Year: year, Kind: money.AtPlace, Place: c.Place}
		if err := funds.GrantIn(ctx, tx, a, d.funds, l, m); err != nil {
			return 0, err
		}
		row.Movement = m.ID
	}
	if err := rows.Add(ctx, tx, d.province(), row); err != nil {
		return 0, err
	}
	tx.Changed(Topic, row.ID)
	return row.ID, tx.Note(ctx, office.Deed{Action: "contribution.add", Kind: "contribution",
		Subject: office.IDText(row.ID), Place: c.Place,
		Note: map[string]string{"source": string(c.Source), "form": string(c.Form), "day": c.Day.String(),
			"value": office.IDText(int64(c.Value))}})
}

// fits refuses that more is brought of an accepted item than is left of it: paid by whatever line, brought by others.
// Errors: errs.Invalid; errs.NotFound of a contract that is not theirs to see, errs.Forbidden of one that they may see
// and record nothing of.
func (d *Desk) fits(ctx context.Context, tx *office.Tx, a *office.Ask, c *contribution.Contribution) error {
	signed, err := fundrows.FindContract(ctx, tx, d.province(), c.Contract)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || d.office.PlaceScope(a, access.ViewMoney, signed.Place) != nil {
		return office.NotYours()
	}
	if err := d.office.PlaceScope(a, access.CommitMoney, signed.Place); err != nil { // lines pay it that much less
		return err
	}
	items, err := fundrows.ItemsOf(ctx, tx, d.province(), c.Contract)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(items, func(i money.Item) bool { return i.ID == c.Item })
	if i < 0 {
		return errs.New(errs.Invalid, "choose what was accepted of this contract")
	}
	moved, err := fundrows.Of(ctx, tx, d.province(), c.Contract)
	if err != nil {
		return err
	}
	paid := money.NewLedger(nil)
	for k := range moved {
		paid.Restore(&moved[k].Movement)
	}
	brought, err := rows.Brought(ctx, tx, d.province(), c.Contract)
	if err != nil {
		return err
	}
	return contribution.Fits(&items[i], paid.Settled(c.Item), brought[c.Item], c.Value)
}

// seen is a contribution that an actor may see. Errors: errs.NotFound.
func (d *Desk) seen(ctx context.Context, a *office.Ask, id int64) (*rows.Contribution, error) {
	c, err := rows.Find(ctx, d.office.Reader(), d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || d.office.PlaceScope(a, access.ViewMoney, c.Place) != nil {
		return nil, office.NotYours()
	}
	return c, nil
}

// Allowed refuses who may not withdraw a contribution. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Allowed(ctx context.Context, a *office.Ask, id int64) error {
	if !d.office.May(a, access.ViewMoney) {
		return office.Forbidden()
	}
	c, err := d.seen(ctx, a, id)
	if err != nil {
		return err
	}
	return d.office.PlaceScope(a, access.CommitMoney, c.Place)
}

// Withdraw records that a contribution was a mistake, with its movement in the ledger. Errors: errs.Invalid where the
// money is spent already, errs.Conflict where it is withdrawn, errs.Forbidden, errs.NotFound.
func (d *Desk) Withdraw(ctx context.Context, a *office.Ask, id int64, reason string) error {
	if err := d.Allowed(ctx, a, id); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		c, err := rows.Find(ctx, tx, d.province(), id)
		if err != nil {
			return err
		}
		if c.Ended != "" {
			return errs.New(errs.Conflict, "it is withdrawn already: open the page again")
		}
		if c.Movement != 0 {
			if err := funds.TakeBackIn(ctx, tx, a, d.funds, c.Movement, id, date.Date(0), reason); err != nil {
				return err
			}
		}
		if err := rows.End(ctx, tx, d.province(), id, reason, a.Account, d.office.Now()); err != nil {
			return err
		}
		tx.Changed(Topic, id)
		return tx.Note(ctx, office.Deed{Action: "contribution.end", Kind: "contribution", Subject: office.IDText(id),
			Place: c.Place, Reason: reason})
	})
}
