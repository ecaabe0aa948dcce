package feedbacks

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	rows "giamngheo/internal/store/reviews"
)

// Posted is a list of a review that is posted now.
type Posted struct {
	ID     int64
	Hamlet string
	Of     errs.Text // the review
}

// posted are the lists of a commune that are posted now.
func (d *Desk) posted(ctx context.Context, commune place.Code) (out []Posted, err error) {
	all, err := rows.Campaigns(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != rows.CampaignOpen {
			continue
		}
		lists, err := rows.Lists(ctx, d.office.Reader(), d.province(), all[i].ID)
		if err != nil {
			return nil, err
		}
		for j := range lists {
			if l := &lists[j]; l.Commune == commune && l.Stage == review.Posting {
				out = append(out, Posted{l.ID, l.Hamlet, all[i].Title()})
			}
		}
	}
	return out, nil
}
