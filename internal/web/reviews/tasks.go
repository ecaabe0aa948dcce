package reviews

import (
	"net/http"

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
	mine, err := s.desks.Work.Mine(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	for i := range mine.Rows {
		if mine.Rows[i].Kind == work.List {
			p.Tasks = append(p.Tasks, mine.Rows[i])
		}
	}
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
