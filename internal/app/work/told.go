package work

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// toPublish are the notices of others that wait for the person.
func (o *Desk) toPublish(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, one, err := o.notices.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	title := one.In("vi").Title
	return []Row{{Kind: Notice, ID: one.ID, Of: n, Unit: one.Place, Where: o.office.Unit(one.Place).FullName,
		What: errs.N(n, "%d notice waits to be published", "%d notices wait to be published"),
		Why:  errs.Text{VI: title, EN: title}}}, nil
}
