package whatif

import (
	"context"
	"fmt"

	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
)

// EachColumn hands the area, income, deprivations and class of every household to a function.
func (o *Desk) EachColumn(do func(c *snapshot.Columns, i int)) {
	c := o.book.View().Snap.Columns(o.office.CommunesOf(o.office.ProvinceCode(), o.office.Day()))
	for i := range c.IDs {
		do(c, i)
	}
}

// Frozen is what a simulation must not touch: the reviews, recognitions and announced results of the store, as one text.
func (o *Desk) Frozen(ctx context.Context) (string, error) {
	reviews, err := o.office.Store().Reviews(ctx, string(o.office.ProvinceCode()))
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf("%+v", reviews)
	for _, r := range reviews {
		results, err := o.office.Store().ReviewResults(ctx, string(o.office.ProvinceCode()), r.Year)
		if err != nil {
			return "", err
		}
		out += fmt.Sprintf("%+v", results)
	}
	campaigns, err := o.office.Store().Campaigns(ctx, string(o.office.ProvinceCode()))
	if err != nil {
		return "", err
	}
	out += fmt.Sprintf("%+v", campaigns)
	err = o.office.Store().Recognitions(ctx, string(o.office.ProvinceCode()), func(r *review.Recognition) { out += fmt.Sprint(*r) })
	return out, err
}
