package reviews

import (
	"net/http"
	"slices"

	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/web/page"
)

// mostTasks is how many tasks the page of the reviews shows; the page of one's work shows all.
const mostTasks = 12

// tasks fills in which lists of the open campaigns wait for the actor, what is late first.
func (s *handlers) tasks(r *http.Request, p *reviewsPage) error {
	waiting, err := s.desks.Work.Lists(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	p.Tasks = slices.DeleteFunc(waiting, func(w work.Row) bool { return w.Kind != work.List })
	if n := len(p.Tasks); n > mostTasks {
		p.Tasks, p.MoreTasks = p.Tasks[:mostTasks], n-mostTasks
	}
	return nil
}

// Next says what a list of the campaign waits for.
func (p *campaignPage) Next(l reviewrows.ReviewList) errs.Text {
	if p.ForChairman(l) {
		return work.Next(&l, review.Deciding)
	}
	return work.Next(&l, l.Stage)
}
