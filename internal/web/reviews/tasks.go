package reviews

import (
	"cmp"
	"net/http"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/web/page"
)

// task is a hamlet's list that waits for the person who looks.
type task struct {
	reviewrows.ReviewList
	Unit string
	Late bool
	Next errs.Text
}

// mostTasks is how many tasks the page of the reviews shows; the campaign's page shows all.
const mostTasks = 12

// tasks fills in what waits for the actor in the open campaigns, what is late first.
func (s *handlers) tasks(r *http.Request, p *reviewsPage) error {
	a, day := page.Actor(r), s.desks.Office.Day()
	mine := s.stagesOf(a)
	for i := range p.Campaigns {
		if p.Campaigns[i].State != "open" {
			continue
		}
		c, err := s.desks.Reviews.Campaign(r.Context(), a, p.Campaigns[i].ID, "")
		if err != nil {
			return err
		}
		for _, l := range c.Lists {
			at := l.Stage
			if c.ForChairman(l) {
				at = review.Deciding
			}
			if mine[at] || s.desks.Office.May(a, access.SurveyReviews) && l.Complaints > 0 {
				p.Tasks = append(p.Tasks, task{l, c.Units[l.Commune], reviews.Late(&l, day), nextStep(&l, at)})
			}
		}
	}
	slices.SortStableFunc(p.Tasks, func(x, y task) int {
		return cmp.Or(cmp.Compare(due(&x.ReviewList), due(&y.ReviewList)), cmp.Compare(y.Stage, x.Stage))
	})
	if n := len(p.Tasks); n > mostTasks {
		p.Tasks, p.MoreTasks = p.Tasks[:mostTasks], n-mostTasks
	}
	return nil
}

// due orders lists by their deadline; without one they come last.
func due(l *reviewrows.ReviewList) int64 {
	if l.Due.IsZero() {
		return 1 << 40
	}
	return int64(l.Due)
}

// stagesOf are the stages at which a list waits for an actor.
func (s *handlers) stagesOf(a *office.Ask) map[review.Stage]bool {
	out := map[review.Stage]bool{}
	for action, stages := range map[access.Action][]review.Stage{
		access.RunReviews: {review.Listing, review.Surveying, review.Meeting, review.Posting, review.Opinion,
			review.Certifying},
		access.SurveyReviews: {review.Surveying}, access.OpineReviews: {review.Opinion},
		access.DecideReviews: {review.Deciding},
	} {
		if s.desks.Office.May(a, action) {
			for _, st := range stages {
				out[st] = true
			}
		}
	}
	return out
}

// nextStep says in a few words what a list waits for at a stage; its own page says it in full.
func nextStep(l *reviewrows.ReviewList, at review.Stage) errs.Text {
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

// Next says what a list of the campaign waits for.
func (p *campaignPage) Next(l reviewrows.ReviewList) errs.Text {
	if p.ForChairman(l) {
		return nextStep(&l, review.Deciding)
	}
	return nextStep(&l, l.Stage)
}
