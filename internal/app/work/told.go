package work

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// told is what an office tells and is asked.
type told struct{ *Desk }

// toPublish are the notices of others that wait for the person.
func (o told) toPublish(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, one, err := o.notices.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	title := one.In("vi").Title
	return []Row{{Kind: Notice, ID: one.ID, Of: n, Unit: one.Place, Where: o.office.Unit(one.Place).FullName,
		What: errs.N(n, "%d notice waits to be published", "%d notices wait to be published"),
		Why:  errs.Text{VI: title, EN: title}}}, nil
}
