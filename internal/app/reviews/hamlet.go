package reviews

import (
	"context"
	"slices"

	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// RenameHamlet has the lists of a hamlet in reviews under way bear its new name. A list stays as it is where the new
// name has one already: two lists are two meetings.
func (o *moving) RenameHamlet(ctx context.Context, tx *office.Tx, commune place.Code, from, to, why string) error {
	p, err := o.Procedure()
	if err != nil {
		return err
	}
	campaigns, err := reviews.Campaigns(ctx, tx, string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	for i := range campaigns {
		if campaigns[i].State != reviews.CampaignOpen {
			continue
		}
		lists, err := reviews.Lists(ctx, tx, campaigns[i].Province, campaigns[i].ID)
		if err != nil {
			return err
		}
		of := func(hamlet string) int {
			return slices.IndexFunc(lists, func(l reviews.ReviewList) bool {
				return l.Commune == commune && vietnamese.Spelling(l.Hamlet) == vietnamese.Spelling(hamlet)
			})
		}
		if at := of(from); at >= 0 && of(to) < 0 {
			if err := o.renameList(ctx, tx, p, &campaigns[i], &lists[at], to, why); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *moving) renameList(ctx context.Context, tx *office.Tx, p *review.Procedure, c *reviews.Campaign,
	row *reviews.ReviewList, to, why string) error {
	events, err := reviews.Events(ctx, tx, c.Province, row.ID)
	if err != nil {
		return err
	}
	l, err := review.Replay(p, &c.Campaign, events)
	if err != nil {
		return err
	}
	e := review.Event{Step: review.RenameHamlet, At: o.office.Now(), By: tx.Who(),
		Reason: row.Hamlet + " → " + to + ": " + why}
	if err := l.Apply(p, &e); err != nil {
		return err
	}
	s := &ListShown{ReviewList: *row, Campaign: *c, List: l}
	s.Hamlet = to
	return o.Stepped(ctx, tx, p, s, &e, nil)
}
