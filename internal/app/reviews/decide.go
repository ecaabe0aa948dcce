package reviews

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
)

// DecideInput is a chairman's decision on some of a commune's lists.
type DecideInput struct {
	Lists  []int64
	Day    date.Date
	Number string
	Signer string
}

// DecideReview recognises what the lists have found: one decision, all its households, their register records and their
// recognitions in one transaction. Errors: errs.Forbidden for who surveyed, and what the procedure says against it.
func (o *deciding) DecideReview(ctx context.Context, a *office.Ask, in DecideInput) (*reviews.Decision, error) {
	if len(in.Lists) == 0 {
		return nil, errs.New(errs.Invalid, "DecideReview|choose a list")
	}
	if in.Day > o.office.Day() {
		return nil, errs.New(errs.Invalid, "the decision lies after today")
	}
	var shown []*ListShown
	var p *review.Procedure
	var steps []*review.Event
	for _, id := range in.Lists {
		s, q, err := o.List(ctx, o.office.Reader(), a, access.DecideReviews, id)
		if err != nil {
			return nil, err
		}
		if p = q; s.Campaign.State != reviews.CampaignOpen {
			return nil, errs.New(errs.Conflict, "this review is closed")
		}
		e := &review.Event{Step: review.Decide, Day: in.Day, Number: in.Number, Signer: in.Signer, By: a.Account,
			At: o.office.Now()}
		if err := s.List.Apply(p, e); err != nil {
			return nil, inHamlet(err, s)
		}
		if len(shown) > 0 && (shown[0].Commune != s.Commune || shown[0].ReviewList.Campaign != s.ReviewList.Campaign) {
			return nil, errs.New(errs.Invalid, "a decision is of one commune in one review")
		}
		shown, steps = append(shown, s), append(steps, e)
	}
	year, err := o.yearOf(p, &shown[0].Campaign.Campaign, in.Day)
	if err != nil {
		return nil, err
	}
	d := &reviews.Decision{Province: string(o.office.ProvinceCode()), Campaign: shown[0].ReviewList.Campaign,
		Commune: shown[0].Commune, Year: year, Number: strings.TrimSpace(in.Number),
		Day: in.Day, Signer: strings.TrimSpace(in.Signer), RecordedBy: a.Account, Recorded: o.office.Now()}
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		if err := reviews.AddDecision(ctx, tx, d); err != nil {
			return err
		}
		for i, s := range shown {
			if err := o.Stepped(ctx, tx, p, s, steps[i], nil); err != nil {
				return err
			}
			for _, it := range s.List.Items {
				if err := o.recognise(ctx, tx, a, p, s, it, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return d, err
}

// inHamlet says which list an error is of.
func inHamlet(err error, s *ListShown) error {
	var e *errs.Error
	if errors.As(err, &e) {
		return errs.New(e.Kind, "%s: %s", s.Hamlet, e.Text())
	}
	return err
}

// yearOf is the yearly review whose balance a decision on a day belongs to: a yearly campaign's own, however late it
// is; what a monthly one decides after a year's review has ended moves in the next one.
func (o *deciding) yearOf(p *review.Procedure, of *review.Campaign, day date.Date) (int, error) {
	if of.Kind == review.Annual {
		return of.Year, nil
	}
	c, err := p.Campaign(review.Annual, day.Year(), 0)
	if err != nil {
		return 0, err
	}
	if day > c.Closes {
		return day.Year() + 1, nil
	}
	return day.Year(), nil
}

// recognise writes what a decision makes of one household.
func (o *deciding) recognise(ctx context.Context, tx *office.Tx, a *office.Ask, p *review.Procedure, s *ListShown,
	it *review.Item, d *reviews.Decision) error {
	var newly date.Date
	class := it.Class()
	switch it.Outcome {
	case review.Refused, review.Unchanged:
		return nil
	case review.Escaped, review.EscapedNear:
		var err error
		if newly, err = p.EscapedUntil(d.Day); err != nil {
			return err
		}
	}
	if it.Outcome == review.Escaped || it.Outcome == review.EscapedNearPoor {
		class = poverty.None
	}
	people := it.Was.People
	if it.Found != nil {
		people = it.Found.People
	}
	r := review.Recognition{Household: it.Household, Year: d.Year, Commune: s.Commune, Class: class, Was: it.Was.Class,
		People: people, From: d.Day, Newly: newly, Decision: d.ID}
	if err := reviews.AddRecognition(ctx, tx, s.Province, &r); err != nil {
		return err
	}
	tx.After(func() {
		o.PutPaths(r)
	})
	tx.Changed(office.TopicRecognition, r.Household)
	return o.intoRegister(ctx, tx, a, s, it, d)
}

// intoRegister puts what form B found into the register: the answers that the survey changed, on top of what the
// register holds today, so that nothing entered since is lost.
func (o *deciding) intoRegister(ctx context.Context, tx *office.Tx, a *office.Ask, s *ListShown, it *review.Item,
	d *reviews.Decision) error {
	item, err := reviews.FindItem(ctx, tx, s.Province, s.ReviewList.Campaign, it.Household)
	if err != nil {
		return err
	}
	was, err := households.Find(ctx, tx, s.Province, it.Household)
	if err != nil {
		return err
	}
	if was.State != households.Active {
		return nil // it left the register since: the decision is kept, and the balance counts it as gone
	}
	base, _, err := RecordsOf(ctx, tx, item, was)
	if err != nil {
		return err
	}
	v := o.book.Next(a, was, "review", max(d.Day, was.ValidFrom))
	if err := household.Carry(base, &item.Record, &v.Household); err != nil {
		return err
	}
	return o.book.SupersedeIn(ctx, tx, v, was, "household.review", "QĐ "+d.Number)
}

// RecordsOf are the record on which a survey's answers lie, and the one that it began from before anybody changed the
// household during the review, now being the newest version.
func RecordsOf(ctx context.Context, from store.Reader, item *reviews.ReviewItem,
	now *households.Version) (base, began *household.Household, err error) {
	base, began = &now.Household, &now.Household // where there is no such version
	since := cmp.Or(item.Sitting.Since, item.Version)
	if now.Version == item.Version && now.Version == since {
		return base, began, nil
	}
	all, err := households.History(ctx, from, now.Province, now.ID)
	for i := range all {
		if all[i].Version == item.Version {
			base = &all[i].Household
		}
		if all[i].Version == since {
			began = &all[i].Household
		}
	}
	return base, began, err
}
