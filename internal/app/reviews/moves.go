package reviews

import (
	"context"

	"giamngheo/internal/office"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
)

// Moved says what a change of the calendar moved.
type Moved struct {
	Lists     int // open lists with a deadline on another day
	Campaigns int // monthly reviews that close on another day
}

// MoveDeadlines carries a change of the calendar, in its own transaction, to every deadline that runs: those of the
// open lists move by an event of their own, which says from when to when and why; so does the last day of a monthly
// review. What has ended stands.
func (o *moving) MoveDeadlines(ctx context.Context, tx *office.Tx, a *office.Ask, after *review.Procedure,
	why string) (out Moved, err error) {
	campaigns, err := reviews.Campaigns(ctx, tx, string(o.office.ProvinceCode()))
	if err != nil {
		return out, err
	}
	for i := range campaigns {
		c := &campaigns[i]
		if c.State != "open" {
			continue
		}
		if err := o.moveCampaign(ctx, tx, c, after, &out); err != nil {
			return out, err
		}
		lists, err := reviews.Lists(ctx, tx, c.Province, c.ID)
		if err != nil {
			return out, err
		}
		for j := range lists {
			moved, err := o.moveList(ctx, tx, a, c, &lists[j], after, why)
			if err != nil {
				return out, err
			}
			if moved {
				out.Lists++
			}
		}
	}
	return out, nil
}

// moveCampaign sets the last day of a review anew where the calendar moves it, unless it is over.
func (o *moving) moveCampaign(ctx context.Context, tx *office.Tx, c *reviews.Campaign, after *review.Procedure,
	out *Moved) error {
	now, err := after.Campaign(c.Kind, c.Year, c.Month)
	if err != nil || now.Closes == c.Closes || c.Closes < o.office.Day() {
		return office.IgnoreNotFound(err)
	}
	out.Campaigns++
	c.Closes = now.Closes
	return reviews.SetCampaignCloses(ctx, tx, c.Province, c.ID, c.Closes)
}

// moveList moves what of a list's deadlines the calendar moves. A list that waits for a step without a term of its own
// is not replayed: its row knows until when it waits.
func (o *moving) moveList(ctx context.Context, tx *office.Tx, a *office.Ask, c *reviews.Campaign,
	row *reviews.ReviewList, after *review.Procedure, why string) (bool, error) {
	e := &review.Event{Step: review.MoveDeadline, Day: o.office.Day(), At: o.office.Now(), By: a.Account, Reason: why}
	switch row.Stage {
	case review.Finished, review.Certifying:
		return false, nil
	case review.Posting, review.Opinion:
		return o.moveTerms(ctx, tx, c, row, after, e)
	}
	due := after.DueOf(&c.Campaign, row.Stage)
	if due == row.Due {
		return false, nil
	}
	e.Moves = []review.Move{{Term: review.MovedStep, From: row.Due, To: due}}
	was := row.Seq
	row.Seq, row.Due = was+1, due
	e.Seq = int(row.Seq)
	if err := reviews.AddEvent(ctx, tx, row.Province, row.ID, e); err != nil {
		return false, err
	}
	return true, told(tx, row.ID, reviews.SetList(ctx, tx, row, was))
}

func (o *moving) moveTerms(ctx context.Context, tx *office.Tx, c *reviews.Campaign, row *reviews.ReviewList,
	after *review.Procedure, e *review.Event) (bool, error) {
	events, err := reviews.Events(ctx, tx, row.Province, row.ID)
	if err != nil {
		return false, err
	}
	l, err := review.Replay(after, &c.Campaign, events)
	if err != nil {
		return false, err
	}
	for _, m := range review.Moves(l, after) {
		if max(m.From, m.To) >= o.office.Day() {
			e.Moves = append(e.Moves, m)
		}
	}
	if len(e.Moves) == 0 {
		due := l.Todo(after, o.office.Day()).Due
		if due == row.Due || due.IsZero() {
			return false, nil
		}
		e.Moves = []review.Move{{Term: review.MovedStep, From: row.Due, To: due}}
	}
	if err := l.Apply(after, e); err != nil {
		return false, err
	}
	if err := reviews.AddEvent(ctx, tx, row.Province, row.ID, e); err != nil {
		return false, err
	}
	return true, o.setList(ctx, tx, after, l, row, row.Seq)
}

// LastMove is the latest change of a list's deadlines by the calendar, nil where there was none.
func (s *ListShown) LastMove() *review.Event {
	for i := len(s.Events) - 1; i >= 0; i-- {
		if s.Events[i].Step == review.MoveDeadline {
			return &s.Events[i]
		}
	}
	return nil
}
