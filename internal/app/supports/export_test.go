package supports

import (
	"context"
	"io"

	"giamngheo/internal/access"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/supports"
)

// WritePayments writes a payment list of supports that are not in the store.
func (o *Desk) WritePayments(ctx context.Context, a *office.Ask, in PaymentInput, all []programme.Support,
	w io.Writer) error {
	c, err := o.library.Catalogue()
	if err != nil {
		return err
	}
	open, err := o.office.Scope(a, access.RevealHouseholds, 0)
	if err != nil {
		return err
	}
	l := &paymentList{o: o, a: a, in: &in, catalogue: c, open: office.AsSet(open)}
	for i := range all {
		l.add(&supports.Support{Province: string(o.office.ProvinceCode()), Support: all[i]})
	}
	return l.write(ctx, w)
}
