package demo

import (
	"context"
	"errors"
	"slices"

	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// mostCarried is how many households of a list are surveyed at most; a longer list stays where forms are filled in.
const mostCarried = 60

// carrier carries the lists of the running review on, as the demonstration's people would: one list to each stage that
// the day leaves time for.
type carrier struct {
	o        *Desk
	ctx      context.Context
	campaign *reviews.CampaignShown

	officer, enumerator, chair, district *office.Ask // district nil: there is none
}

// CarryLists carries the lists of the review that runs in the accounts' commune to as many stages as the day leaves
// time for, so that everybody finds work. Everything is done by the use cases, with the days on which it may have been
// done.
func (o *Desk) CarryLists(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "app.CarryLists")
	c := &carrier{o: o, ctx: ctx}
	for name, who := range map[string]**office.Ask{"canbo.xa": &c.officer, "dieutra": &c.enumerator,
		"chutich.xa": &c.chair} {
		if *who, err = o.as(ctx, name); err != nil {
			return err
		}
	}
	if c.district, err = o.as(ctx, "canbo.huyen"); office.IgnoreNotFound(err) != nil {
		return err
	}
	campaigns, err := o.reviews.Campaigns(ctx, c.officer)
	if err != nil || len(campaigns) == 0 {
		return err
	}
	if c.campaign, err = o.reviews.Campaign(ctx, c.officer, campaigns[0].ID, ""); err != nil {
		return err
	}
	for i, l := range c.stageable() {
		if err := c.carry(l.ID, c.stages()[i%len(c.stages())]); err != nil {
			return err
		}
	}
	return nil
}

// stages are to which stages lists are carried, the last first, so that even few lists show the whole way.
func (c *carrier) stages() []review.Stage {
	out := []review.Stage{review.Posting, review.Deciding, review.Surveying, review.Meeting, review.Certifying,
		review.Finished, review.Listing}
	if c.campaign.Opines && c.district != nil {
		out = append(out, review.Opinion)
	}
	return out
}

// stageable are the lists that can be carried on, those with the fewest households first.
func (c *carrier) stageable() []reviewrows.ReviewList {
	lists := slices.Clone(c.campaign.Lists)
	slices.SortStableFunc(lists, func(x, y reviewrows.ReviewList) int { return x.Households - y.Households })
	return slices.DeleteFunc(lists, func(l reviewrows.ReviewList) bool {
		return l.Households == 0 || l.Households > mostCarried
	})
}

// errNoTime ends a list's way: its next step would lie after today.
var errNoTime = errors.New("demo: the day leaves no time for it")

// carry takes a list's steps until it has come to a stage or there is no time for more.
func (c *carrier) carry(list int64, to review.Stage) error {
	day, err := c.o.workingFrom(c.campaign.Opens.AddDays(1))
	if err != nil {
		return err
	}
	for {
		s, err := c.o.reviews.ReviewList(c.ctx, c.officer, list)
		if err != nil {
			return err
		}
		if s.Stage >= to && (to != review.Posting || s.List.Posted() != nil) {
			return nil
		}
		next, err := c.step(s, day, to)
		switch {
		case errors.Is(err, errNoTime):
			return nil
		case err != nil:
			return err
		}
		day = next
	}
}

// step takes the next step of a list on a day or the first one on which it can be, and returns the day of the one
// after.
func (c *carrier) step(s *reviews.ListShown, day date.Date, to review.Stage) (date.Date, error) {
	today := c.o.office.Day()
	after, err := c.o.workingFrom(day.AddDays(1))
	if err != nil || day > today {
		return after, errors.Join(err, late(day, today))
	}
	switch s.Stage {
	case review.Listing:
		return after, c.take(c.officer, s, review.Event{Step: review.CloseList, Day: day})
	case review.Surveying:
		return after, c.survey(s, day)
	case review.Meeting:
		return day, c.take(c.officer, s, meeting(s.List, day))
	case review.Posting:
		return c.post(s, day, to)
	case review.Opinion:
		if s.List.Sent.IsZero() {
			return after, c.take(c.officer, s, review.Event{Step: review.SendOpinion, Day: day})
		}
		return after, c.take(c.district, s, review.Event{Step: review.GiveOpinion, Day: day, Agree: true,
			Text: "Thống nhất (giả lập)"})
	case review.Deciding:
		_, err := c.o.reviews.DecideReview(c.ctx, c.chair, reviews.DecideInput{Lists: []int64{s.ID}, Day: day,
			Number: office.IDText(s.ID) + "/QĐ-UBND (GIẢ LẬP)", Signer: c.chair.FullName})
		return after, err
	case review.Certifying:
		_, _, err := c.o.reviews.Certify(c.ctx, c.officer, s.ID, day)
		return after, err
	}
	return after, errNoTime
}

func late(day, today date.Date) error {
	if day > today {
		return errNoTime
	}
	return nil
}

func (c *carrier) take(by *office.Ask, s *reviews.ListShown, e review.Event) error {
	return c.o.reviews.TakeStep(c.ctx, by, s.ID, e)
}

// meeting is the meeting of a hamlet, which agrees.
func meeting(l *review.List, day date.Date) review.Event {
	e := review.Event{Step: review.HoldMeeting, Day: day, Place: "Nhà sinh hoạt (giả lập)",
		Chair: "Trưởng thôn, ấp (giả lập)", Secretary: "Thư ký (giả lập)", Attendance: 20}
	for _, it := range l.ToVote() {
		e.Votes = append(e.Votes, review.Vote{Household: it.Household, Agree: 19, Against: 1})
	}
	return e
}

// post posts a list, and closes the posting once it is over. A list that is to stay posted is posted as late as can be.
func (c *carrier) post(s *reviews.ListShown, day date.Date, to review.Stage) (date.Date, error) {
	if p := s.List.Posted(); p != nil {
		over, err := c.o.workingFrom(max(day, p.Ends.AddDays(1)))
		if err != nil || over > c.o.office.Day() {
			return over, errors.Join(err, late(over, c.o.office.Day()))
		}
		return over, c.take(c.officer, s, review.Event{Step: review.ClosePosting, Day: over})
	}
	if to == review.Posting {
		for d := c.o.office.Day(); d > day; d = d.AddDays(-1) {
			if working, err := c.o.workingFrom(d); err != nil || working == d {
				day = d
				break
			}
		}
	}
	return day, c.take(c.officer, s, review.Event{Step: review.Post, Day: day,
		Place: "Nhà sinh hoạt; trụ sở UBND xã (giả lập)"})
}

// survey fills in the forms of a list and closes it: every third household has risen over the lines.
func (c *carrier) survey(s *reviews.ListShown, day date.Date) error {
	for i, it := range s.List.Items {
		if it.Found != nil {
			continue
		}
		income, points := "1200000", ""
		if i%3 == 2 {
			income, points = "9000000", "260"
		}
		found, err := c.form(s.ID, it.Household, day, income, points)
		if err == nil && found == poverty.Undetermined {
			_, err = c.form(s.ID, it.Household, day, "9000000", "260")
		}
		if err != nil {
			return err
		}
	}
	return c.take(c.officer, s, review.Event{Step: review.CloseSurvey, Day: day})
}

// form fills in form B of a household: its income, and of all else that it is as it was.
func (c *carrier) form(list, id int64, day date.Date, income, points string) (poverty.Class, error) {
	s, err := c.o.surveys.Survey(c.ctx, c.enumerator, list, id)
	if err != nil {
		return 0, err
	}
	answers := []surveys.SurveyAnswer{{Column: "income_per_head", Text: income}, {Column: "b1_score", Text: points}}
	for _, u := range s.Unasked() {
		for _, no := range u.Members {
			column := s.Questions[u.Question].Column
			if no != 0 || column != answers[0].Column && column != answers[1].Column {
				answers = append(answers, surveys.SurveyAnswer{Member: no, Column: column, Same: true})
			}
		}
	}
	if err := c.o.surveys.AnswerSurvey(c.ctx, c.enumerator, list, id, answers, len(s.Questions)); err != nil {
		return 0, err
	}
	done, err := c.o.surveys.FinishSurvey(c.ctx, c.enumerator, list, id, day, "")
	if err != nil {
		return 0, err
	}
	return done.Explanation.Class, nil
}
