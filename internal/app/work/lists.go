package work

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// Lists are the hamlets' lists of open reviews that wait for the person, by their day; who takes no step sees which
// communes are late. Days are not counted.
func (o *Desk) Lists(ctx context.Context, a *office.Ask) (out []Row, err error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, nil
	}
	all, err := o.reviews.Campaigns(ctx, a)
	if err != nil {
		return nil, err
	}
	mine := o.stages(a)
	for i := range all {
		if all[i].State != reviewrows.CampaignOpen {
			continue
		}
		c, err := o.reviews.Campaign(ctx, a, all[i].ID, "")
		if err != nil {
			return nil, err
		}
		if len(mine) == 0 {
			out = append(out, o.late(c)...)
			continue
		}
		for j := range c.Lists {
			l := &c.Lists[j]
			at := l.Stage
			if c.ForChairman(*l) {
				at = review.Deciding
			}
			if !mine[at] && (l.Complaints == 0 || !o.office.May(a, access.SurveyReviews)) {
				continue
			}
			out = append(out, Row{Kind: List, ID: l.ID, What: Next(l, at), Unit: l.Commune, Due: l.Due,
				Where: o.hamletOf(a, l.Hamlet, c.Units[l.Commune]), Late: reviews.Late(l, o.office.Day()),
				Why: stands(l, at), Blocks: before(at)})
		}
	}
	slices.SortStableFunc(out, func(x, y Row) int { return cmp.Compare(order(&x), order(&y)) })
	return out, nil
}

// after are the stages that surely follow one: what comes after a posting is the district's opinion or the decision.
var after = map[review.Stage]review.Stage{review.Listing: review.Surveying, review.Surveying: review.Meeting,
	review.Meeting: review.Posting, review.Deciding: review.Certifying}

// before is what surely waits for a stage; empty where that is not known.
func before(at review.Stage) errs.Text {
	if next, ok := after[at]; ok {
		return next.Title()
	}
	return errs.Text{}
}

// stands says how a list stands at a stage.
func stands(l *reviewrows.ReviewList, at review.Stage) errs.Text {
	switch at {
	case review.Listing:
		return errs.N(l.Households, "%d household on the list", "%d households on the list")
	case review.Surveying:
		return errs.T("%d of %d households surveyed", l.Surveyed, l.Households)
	}
	return errs.T("%d poor and %d near-poor of %d households", l.Poor, l.NearPoor, l.Households)
}

// Hamlet is how far the list of a hamlet has come.
type Hamlet struct {
	List                 int64
	Name                 string
	Stage                review.Stage
	Households, Surveyed int
	Late                 bool
}

// mostHamlets is how many hamlets are shown at once: who has more looks at the review's own page.
const mostHamlets = 40

// Hamlets are how far the lists of open reviews have come, for who has few of them; none for others.
func (o *Desk) Hamlets(ctx context.Context, a *office.Ask) (out []Hamlet, err error) {
	if !o.office.May(a, access.ViewReviews) {
		return nil, nil
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
		if len(out)+len(c.Lists) > mostHamlets {
			return nil, nil
		}
		for j := range c.Lists {
			l := &c.Lists[j]
			out = append(out, Hamlet{l.ID, o.hamletOf(a, l.Hamlet, c.Units[l.Commune]), l.Stage, l.Households,
				l.Surveyed, reviews.Late(l, o.office.Day())})
		}
	}
	return out, nil
}

// hamletOf names a hamlet, with its commune where the person has others too.
func (o *Desk) hamletOf(a *office.Ask, hamlet, commune string) string {
	switch {
	case hamlet == "":
		return commune
	case o.office.Home(a).Level == place.Commune:
		return hamlet
	}
	return hamlet + ", " + commune
}

// late are the communes of a campaign with lists that are overdue, each with the day of the first of them.
func (o *Desk) late(c *reviews.CampaignShown) (out []Row) {
	today, of := o.office.Day(), map[place.Code]*Row{}
	count := map[place.Code]int{}
	for i := range c.Lists {
		l := &c.Lists[i]
		if !reviews.Late(l, today) {
			continue
		}
		count[l.Commune]++
		if r := of[l.Commune]; r == nil {
			of[l.Commune] = &Row{Kind: Late, ID: c.ID, Unit: l.Commune, Where: c.Units[l.Commune], Due: l.Due,
				Late: true}
		} else {
			r.Due = min(r.Due, l.Due)
		}
	}
	for commune, r := range of {
		r.What = errs.N(count[commune], "%d list is overdue", "%d lists are overdue")
		out = append(out, *r)
	}
	slices.SortFunc(out, func(x, y Row) int { return cmp.Compare(x.Unit, y.Unit) })
	return out
}

// stages are those at which a list waits for a person.
func (o *Desk) stages(a *office.Ask) map[review.Stage]bool {
	out := map[review.Stage]bool{}
	for action, stages := range map[access.Action][]review.Stage{
		access.RunReviews: {review.Listing, review.Surveying, review.Meeting, review.Posting, review.Opinion,
			review.Certifying},
		access.SurveyReviews: {review.Surveying}, access.OpineReviews: {review.Opinion},
		access.DecideReviews: {review.Deciding},
	} {
		if o.office.May(a, action) {
			for _, st := range stages {
				out[st] = true
			}
		}
	}
	return out
}

// Next says in a few words what a list waits for at a stage; its own page says it in full.
func Next(l *reviewrows.ReviewList, at review.Stage) errs.Text {
	switch at {
	case review.Listing:
		return errs.T("Check and close the list")
	case review.Surveying:
		if left := l.Households - l.Surveyed; left > 0 {
			return errs.N(left, "Survey: %d household left", "Survey: %d households left")
		}
		if l.Undetermined > 0 {
			return errs.N(l.Undetermined, "Complete the answers of %d household",
				"Complete the answers of %d households")
		}
		return errs.T("nextStep|Close the survey")
	case review.Meeting:
		return errs.T("Hold the village meeting")
	case review.Posting:
		if l.Complaints > 0 {
			return errs.N(l.Complaints, "Re-check %d complaint", "Re-check %d complaints")
		}
		return errs.T("Post and receive complaints")
	case review.Opinion:
		return errs.T("nextStep|The district's opinion")
	case review.Deciding:
		return errs.T("The chairman's decision")
	case review.Certifying:
		return errs.T("Certificates and written refusals")
	}
	return errs.T("Finished")
}
