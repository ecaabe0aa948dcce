package funds

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/store/funds"
)

// Sign records a contract. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Sign(ctx context.Context, a *office.Ask, c money.Contract) (int64, error) {
	if err := d.office.PlaceScope(a, access.CommitMoney, c.Place); err != nil {
		return 0, err
	}
	catalogue, err := d.library.Catalogue()
	if err != nil {
		return 0, err
	}
	c.ID, c.Number, c.Partner, c.Title = 0, clean(c.Number), clean(c.Partner), clean(c.Title)
	switch {
	case c.Number == "" || c.Partner == "" || c.Title == "":
		return 0, errs.New(errs.Invalid, "a contract needs its number, with whom it is, and what for")
	case office.TooLong(c.Number), office.TooLong(c.Partner), office.TooLong(c.Title):
		return 0, errs.New(errs.Invalid, "the number, the partner and the purpose have at most 300 letters each")
	case catalogue.Node(c.Node) == nil:
		return 0, errs.New(errs.Invalid, "there is no sub-project “%s”; choose one of the list", c.Node)
	case c.Day.IsZero() || c.Day > d.office.Day():
		return 0, errs.New(errs.Invalid, "the day of the contract is missing, or lies after today")
	case !c.End.IsZero() && c.End < c.Day:
		return 0, errs.New(errs.Invalid, "the last day lies before the first")
	case c.Value <= 0 || c.Value > money.Most:
		return 0, errs.New(errs.Invalid, "an amount is a whole number of đồng, for example 1.500.000.000")
	}
	deed := &office.Deed{Action: "money.contract", Kind: "money_contract", Place: c.Place,
		Note: map[string]string{"number": c.Number, "value": office.IDText(int64(c.Value))}}
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := funds.AddContract(ctx, tx, d.province(), &c, funds.By{Account: a.Account,
			At: d.office.Now()}); err != nil {
			return err
		}
		deed.Subject = office.IDText(c.ID)
		tx.Changed(office.TopicMoney, c.ID)
		return nil
	})
	return c.ID, err
}

// MayAccept refuses who may not record what was accepted of a contract. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) MayAccept(ctx context.Context, a *office.Ask, contract int64) error {
	g := &gathered{Ledger: money.NewLedger(nil)}
	if err := d.gatherContract(ctx, d.office.Reader(), a, g, contract); err != nil {
		return err
	}
	return d.office.PlaceScope(a, access.CommitMoney, g.Contract(contract).Place)
}

// Accept records what was accepted of a contract. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Accept(ctx context.Context, a *office.Ask, i money.Item) error {
	i.ID, i.Title = 0, clean(i.Title)
	switch {
	case i.Title == "" || office.TooLong(i.Title):
		return errs.New(errs.Invalid, "say what was accepted, in at most 300 letters")
	case i.Day.IsZero() || i.Day > d.office.Day():
		return errs.New(errs.Invalid, "the day of the acceptance is missing, or lies after today")
	case i.Value <= 0 || i.Value > money.Most:
		return errs.New(errs.Invalid, "an amount is a whole number of đồng, for example 1.500.000.000")
	}
	deed := &office.Deed{Action: "money.item", Kind: "money_contract", Subject: office.IDText(i.Contract),
		Note: map[string]string{"title": i.Title, "value": office.IDText(int64(i.Value))}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		g := &gathered{Ledger: money.NewLedger(nil)}
		if err := d.gatherContract(ctx, tx, a, g, i.Contract); err != nil {
			return err
		}
		c := g.Contract(i.Contract)
		deed.Place = c.Place
		if err := d.office.PlaceScope(a, access.CommitMoney, c.Place); err != nil {
			return err
		}
		if i.Day < c.Day {
			return errs.New(errs.Invalid, "it was accepted on %s, before the contract of %s", i.Day, c.Day)
		}
		if err := g.Accept(i); err != nil {
			return err
		}
		if err := funds.AddItem(ctx, tx, d.province(), &i, funds.By{Account: a.Account,
			At: d.office.Now()}); err != nil {
			return err
		}
		tx.Changed(office.TopicMoney, i.ID)
		return nil
	})
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
