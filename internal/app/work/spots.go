package work

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	reviewrows "giamngheo/internal/store/reviews"
)

// Spot is a commune of an open review with what catches the eye there.
type Spot struct {
	Campaign     int64
	Unit         place.Code
	Name         string
	Lists, Late  int       // late: a step of the list is overdue
	Since        date.Date // the day that the first of them was due; zero: none is late
	Complaints   int       // without a re-check
	Undetermined int       // households whose class their answers do not decide
}

// Spots are the communes of open reviews in which something is late, contested or undecided: those with most lists
// late first, then with most complaints, then with most households undetermined. Errors: errs.Forbidden.
func (o *Desk) Spots(ctx context.Context, a *office.Ask) (out []Spot, err error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, office.Forbidden()
	}
	all, err := o.reviews.Campaigns(ctx, a)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != reviewrows.CampaignOpen {
			continue
		}
		c, err := o.reviews.Campaign(ctx, a, all[i].ID, "")
		if err != nil {
			return nil, err
		}
		out = append(out, o.spots(c)...)
	}
	slices.SortStableFunc(out, func(x, y Spot) int {
		return cmp.Or(cmp.Compare(y.Late, x.Late), cmp.Compare(y.Complaints, x.Complaints),
			cmp.Compare(y.Undetermined, x.Undetermined), cmp.Compare(x.Unit, y.Unit))
	})
	return out, nil
}

func (o *Desk) spots(c *reviews.CampaignShown) (out []Spot) {
	at := map[place.Code]int{}
	for i := range c.Lists {
		l := &c.Lists[i]
		n, ok := at[l.Commune]
		if !ok {
			n = len(out)
			at[l.Commune] = n
			out = append(out, Spot{Campaign: c.ID, Unit: l.Commune, Name: c.Units[l.Commune]})
		}
		s := &out[n]
		s.Lists, s.Complaints, s.Undetermined = s.Lists+1, s.Complaints+l.Complaints, s.Undetermined+l.Undetermined
		if reviews.Late(l, o.office.Day()) {
			if s.Late++; s.Since.IsZero() || l.Due < s.Since {
				s.Since = l.Due
			}
		}
	}
	return slices.DeleteFunc(out, func(s Spot) bool { return s.Late+s.Complaints+s.Undetermined == 0 })
}
