package work

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// begins is the yearly review whose time it is, where it has not begun in communes of who opens it.
func (o *Desk) begins(ctx context.Context, a *office.Ask) ([]Row, error) {
	if !o.office.May(a, access.OpenReviews) {
		return nil, nil
	}
	p, err := o.reviews.Procedure()
	if err != nil {
		return nil, err
	}
	today := o.office.Day()
	c, err := p.Campaign(review.Annual, today.Year(), 0)
	if err != nil || today < c.Opens || today > c.Closes {
		return nil, nil // no law of this year tells when it is, or it is not its time
	}
	communes, err := o.unbegun(ctx, a, &c)
	if err != nil || len(communes) == 0 {
		return nil, err
	}
	due := p.Latest(&c).Meeting
	if len(communes) == 1 {
		return []Row{{Kind: Begin, What: errs.T("Begin: %s", c.Title()), Due: due, Unit: communes[0],
			Where: o.office.Unit(communes[0]).FullName}}, nil
	}
	return []Row{{Kind: Begin, What: errs.T("%s has not begun in %d communes", c.Title(), len(communes)),
		Due: due}}, nil
}

// unbegun are the communes of a person in which a campaign has not begun.
func (o *Desk) unbegun(ctx context.Context, a *office.Ask, c *review.Campaign) ([]place.Code, error) {
	communes, err := o.reviews.ReviewScope(a, access.OpenReviews, "")
	if err != nil {
		return nil, err
	}
	all, err := o.reviews.Campaigns(ctx, a)
	if err != nil {
		return nil, err
	}
	begun := map[place.Code]bool{}
	for i := range all {
		if all[i].Kind != c.Kind || all[i].Year != c.Year {
			continue
		}
		in, err := reviewrows.CampaignCommunes(ctx, o.office.Reader(), all[i].Province, all[i].ID)
		if err != nil {
			return nil, err
		}
		for _, commune := range in {
			begun[commune] = true
		}
	}
	return slices.DeleteFunc(communes, func(code place.Code) bool { return begun[code] }), nil
}
