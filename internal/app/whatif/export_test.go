package whatif

import (
	"context"
	"fmt"

	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/reviews"
)

// EachColumn hands the area, income, deprivations and class of every household to a function.
func (o *Desk) EachColumn(do func(c *snapshot.Columns, i int)) {
	c := o.book.View().Snap.Columns(o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day()))
	for i := range c.IDs {
		do(c, i)
	}
}

// Frozen is what a simulation must not touch: the reviews, recognitions and announced results of the store, as one
// text.
func (o *Desk) Frozen(ctx context.Context) (string, error) {
	held, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf("%+v", held)
	for _, r := range held {
		results, err := reviews.Results(ctx, o.office.Reader(), string(o.office.ProvinceCode()), r.Year)
		if err != nil {
			return "", err
		}
		out += fmt.Sprintf("%+v", results)
	}
	campaigns, err := reviews.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return "", err
	}
	out += fmt.Sprintf("%+v", campaigns)
	err = reviews.Recognitions(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		func(r *review.Recognition) { out += fmt.Sprint(*r) })
	return out, err
}
