package funds

import (
	"context"
	"slices"

	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/contributions"
	"giamngheo/internal/store/documents"
)

// Account is a line with its movements, and what the actor may record of it.
type Account struct {
	money.Line
	Name      errs.Text
	Node      errs.Text
	Fund      errs.Text
	Unit      place.Unit
	Above     *Row // the line that it is shared out of, nil where there is none or it is not theirs to see
	Entries   []Entry
	Balance   money.Balance // at the end of the day looked at
	Now       money.Balance // with what is dated later
	Below     []Row
	On        date.Date
	Terms     *money.Terms
	Kinds     []money.Kind // what may be recorded of it
	Contracts []ContractShown
	Others    []Row // lines to which money may be adjusted
}

// Account shows a line as of a day. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Account(ctx context.Context, a *office.Ask, id int64, on date.Date) (*Account, error) {
	if on.IsZero() {
		on = d.office.Day()
	}
	l, err := d.lineSeen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	v := &Account{Line: *l, Name: d.lineTitle(c, l), Node: c.NodeTitle(l.Node), Fund: c.FundTitle(l.Fund),
		Unit: d.office.Unit(l.Place), On: on}
	if v.Terms, err = d.terms(l, on); err != nil {
		return nil, err
	}
	for _, kind := range money.Kinds() {
		if kind != money.Grant && kind != money.Mobilise && d.office.PlaceScope(a, kind.May(), l.Place) == nil {
			v.Kinds = append(v.Kinds, kind)
		}
	}
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	if v.Entries, v.Balance, err = d.Entries(ctx, a, Query{Year: l.Year, Place: d.office.Today(l.Place), Line: id,
		On: on}); err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for i := range v.Entries {
		e := &v.Entries[i]
		if _, had := names[e.By]; !had {
			names[e.By] = d.office.NameOf(ctx, e.By)
		}
		e.Recorder = names[e.By]
	}
	if v.Contracts, err = d.Contracts(ctx, a); err != nil {
		return nil, err
	}
	return v, d.look(ctx, func(k *kept) error {
		v.Now = k.At(id, 0)
		for i := range k.lines {
			other := &k.lines[i]
			row := Row{Title: d.lineTitle(c, other), Of: Query{Line: other.ID}, Lines: 1, Balance: k.At(other.ID, on)}
			switch {
			case !in(other.Place):
			case other.ID == l.Parent:
				v.Above = &row
			case other.Parent == id:
				v.Below = append(v.Below, row)
			case other.Fund == l.Fund && other.Origin == l.Origin && other.Year == l.Year && other.ID != id:
				v.Others = append(v.Others, row)
			}
		}
		return nil
	})
}

// Allowed refuses who may not record a kind of movement of a line. Errors: errs.NotFound, errs.Forbidden, errs.Invalid
// for a kind that there is not.
func (d *Desk) Allowed(ctx context.Context, a *office.Ask, id int64, kind money.Kind) error {
	l, err := d.lineSeen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if kind.May() == "" {
		return errs.New(errs.Invalid, "there is no such kind of movement")
	}
	return d.office.PlaceScope(a, kind.May(), l.Place)
}

// ContractShown is a contract with what was accepted and disbursed of it.
type ContractShown struct {
	money.Contract
	Unit     place.Unit
	Items    []ItemShown
	Accepted money.Dong
	Of       []Row // by line
	Sum      money.Balance
}

// ItemShown is an acceptance with what was paid of it, by whatever line.
type ItemShown struct {
	money.Item
	Paid    money.Dong
	Brought money.Dong // by others: in goods, land, work, or by another programme
}

// Left is what is neither paid nor brought of it.
func (i *ItemShown) Left() money.Dong { return i.Value - i.Paid - i.Brought }

// Contracts lists the contracts that an actor may see, the newest first.
func (d *Desk) Contracts(ctx context.Context, a *office.Ask) (out []ContractShown, err error) {
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	brought, err := contributions.AllBrought(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	err = d.look(ctx, func(k *kept) error {
		items := map[int64][]ItemShown{}
		for _, item := range k.items {
			items[item.Contract] = append(items[item.Contract], ItemShown{item, k.Settled(item.ID),
				brought[item.ID]})
		}
		for i := range k.contracts {
			if !in(k.contracts[i].Place) {
				continue
			}
			v := ContractShown{Contract: k.contracts[i], Unit: d.office.Unit(k.contracts[i].Place),
				Items: items[k.contracts[i].ID]}
			for _, item := range v.Items {
				v.Accepted += item.Value
			}
			for _, id := range k.PromisedBy(v.ID) {
				b, l := k.Promised(v.ID, id, 0), k.Line(id)
				v.Sum = v.Sum.Plus(b)
				if b != (money.Balance{}) && in(l.Place) {
					v.Of = append(v.Of, Row{Title: d.lineTitle(c, l), Of: Query{Line: l.ID}, Lines: 1, Balance: b})
				}
			}
			out = append(out, v)
		}
		return nil
	})
	slices.Reverse(out)
	return out, err
}

// Citable are the documents in force that an actor may cite, the newest first.
func (d *Desk) Citable(ctx context.Context, a *office.Ask) (out []documents.Document, err error) {
	if _, err := d.seen(a); err != nil {
		return nil, err
	}
	all, err := documents.All(ctx, d.office.Reader(), d.province())
	for i := range all {
		if all[i].State == document.InForce && appdocuments.Sees(d.office, a, &all[i]) {
			out = append(out, all[i])
		}
	}
	return out, err
}
