package reviews

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// stepActions say which right a step asks for; steps that are not here have a use case of their own.
var stepActions = map[review.Step]access.Action{
	review.RemoveHousehold: access.RunReviews, review.CloseList: access.RunReviews, review.FormA: access.SurveyReviews,
	review.CloseSurvey: access.RunReviews,
	review.HoldMeeting: access.RunReviews, review.Post: access.RunReviews, review.Complain: access.RunReviews,
	review.ClosePosting: access.RunReviews,
	review.SendOpinion:  access.RunReviews, review.GiveOpinion: access.OpineReviews, review.GoBack: access.RunReviews,
	review.Answer: access.RunReviews,
}

// TakeStep takes a step of a list. Errors: errs.Forbidden, errs.NotFound, and what the procedure says against it.
func (o *Desk) TakeStep(ctx context.Context, a *office.Ask, list int64, e review.Event) error {
	action, ok := stepActions[e.Step]
	if !ok {
		return errs.New(errs.Invalid, "there is no such step")
	}
	return o.step(ctx, a, action, list, &e, func(tx *office.Tx, s *ListShown) error {
		switch e.Step {
		case review.RemoveHousehold:
			return reviews.DropItem(ctx, tx, s.Province, s.ReviewList.Campaign, e.Household)
		case review.Complain:
			return o.contested(ctx, tx, s, e.Household)
		}
		return nil
	})
}

// contested puts a household that a complaint has brought onto the list among its forms.
func (o *Desk) contested(ctx context.Context, tx *office.Tx, s *ListShown, id int64) error {
	if it := s.List.Item(id); it == nil || it.Source != review.Contested || it.Found != nil {
		return nil
	}
	v, err := households.Find(ctx, tx, s.Province, id)
	if err != nil {
		return err
	}
	if v.Household.Commune != s.Commune {
		return errs.New(errs.Invalid, "the household belongs to another commune")
	}
	return reviews.AddItem(ctx, tx, &reviews.ReviewItem{Province: s.Province, Campaign: s.ReviewList.Campaign,
		Household: id, List: s.ID, Version: v.Version, Record: v.Household})
}

// Complaint records a complaint about a household given by its code: one on the list, or one that should be on it.
func (o *Desk) Complaint(ctx context.Context, a *office.Ask, list int64, code household.ID, e review.Event) error {
	id, err := o.idOf(ctx, a, code)
	if err != nil {
		return err
	}
	e.Step, e.Household, e.Was = review.Complain, id, o.standing(id)
	return o.TakeStep(ctx, a, list, e)
}

// idOf finds a household that the actor may see by its code. Errors: errs.NotFound.
func (o *Desk) idOf(ctx context.Context, a *office.Ask, code household.ID) (int64, error) {
	id, err := households.ByCode(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		household.ID(strings.TrimSpace(string(code))))
	if err != nil {
		return 0, err
	}
	if id != 0 {
		_, err = o.book.Seen(ctx, a, id)
	}
	if id == 0 || errs.KindOf(err) == errs.NotFound { // elsewhere or nowhere: the same answer
		return 0, errs.New(errs.NotFound, "there is no household “%s” that you may see: look it up by its head's name",
			code)
	}
	return id, err
}

// Request puts a household that filed form 01 or 04 on its hamlet's list; the list is begun where there is none.
func (o *Desk) Request(ctx context.Context, a *office.Ask, campaign int64, code household.ID, source review.Source,
	day date.Date) (list int64, err error) {
	if source != review.Request01 && source != review.Request04 {
		return 0, errs.New(errs.Invalid, "choose form 01 or 04")
	}
	id, err := o.idOf(ctx, a, code)
	if err != nil {
		return 0, err
	}
	v, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return 0, err
	}
	if err := o.office.In(a, access.RunReviews, access.ViewReviews, v.Household.Commune); err != nil {
		return 0, err
	}
	c, err := o.openCampaign(ctx, campaign, v.Household.Commune)
	if err != nil {
		return 0, err
	}
	lists, err := reviews.Lists(ctx, o.office.Reader(), c.Province, campaign)
	if err != nil {
		return 0, err
	}
	e := review.Event{Step: review.AddHousehold, Household: id, Source: source, Day: day, Was: o.standing(id),
		At: o.office.Now(), By: a.Account}
	if day.IsZero() || day > o.office.Day() {
		return 0, errs.New(errs.Invalid, "give the day of the request, not after today")
	}
	p, err := o.Procedure()
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(lists, func(l reviews.ReviewList) bool {
		return l.Commune == v.Household.Commune && vietnamese.Hamlet(l.Hamlet) == vietnamese.Hamlet(v.Household.Hamlet)
	})
	s := &ListShown{ReviewList: reviews.ReviewList{Province: c.Province, Campaign: campaign,
		Commune: v.Household.Commune, Hamlet: v.Household.Hamlet}, Campaign: *c,
		List: &review.List{Campaign: &c.Campaign}}
	if i >= 0 {
		if s, p, err = o.List(ctx, o.office.Reader(), a, access.RunReviews, lists[i].ID); err != nil {
			return 0, err
		}
	}
	was := s.Seq
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		now, err := reviews.FindCampaign(ctx, tx, c.Province, campaign)
		if err != nil {
			return err
		}
		if err := StillOpen(now); err != nil {
			return err
		}
		if i < 0 {
			if err := reviews.AddList(ctx, tx, &s.ReviewList); err != nil {
				return err
			}
		}
		if err := o.putOn(ctx, tx, p, s.List, &s.ReviewList, &e); err != nil {
			return err
		}
		if err := o.setList(ctx, tx, p, s.List, &s.ReviewList, was); err != nil {
			return err
		}
		return tx.Note(ctx, stepDeed(s, &e))
	})
	return s.ID, err
}

// openCampaign returns a campaign that is open in a commune. Errors: errs.Conflict.
func (o *Desk) openCampaign(ctx context.Context, id int64, commune place.Code) (*reviews.Campaign, error) {
	c, err := reviews.FindCampaign(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	taking, err := reviews.CampaignCommunes(ctx, o.office.Reader(), c.Province, id)
	if err != nil {
		return nil, err
	}
	if c.State != reviews.CampaignOpen || !slices.Contains(taking, commune) {
		return nil, errs.New(errs.Conflict, "this review is not open in %s", o.office.Unit(commune).FullName)
	}
	return c, nil
}

// GiveList gives a list to an enumerator (an account's user name), or to anybody where it is empty.
func (o *Desk) GiveList(ctx context.Context, a *office.Ask, list int64, username string) error {
	s, p, err := o.List(ctx, o.office.Reader(), a, access.RunReviews, list)
	if err != nil {
		return err
	}
	s.ReviewList.Enumerator = 0
	if username != "" {
		acc, err := accounts.FindByName(ctx, o.office.Reader(), username)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		// who has an account elsewhere, or in another office of the province, is not told here
		if err != nil || !access.Where(acc.Grants, access.SurveyReviews, o.office.Day()).Covers(s.Commune) {
			return errs.New(errs.Invalid,
				"nobody called “%s” may survey in this commune: choose one of its enumerators", username)
		}
		s.ReviewList.Enumerator = acc.ID
	}
	deed := &office.Deed{Action: "review.give", Kind: "list", Subject: office.IDText(list), Place: s.Commune,
		Note: map[string]string{"to": username}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return o.setList(ctx, tx, p, s.List, &s.ReviewList, s.Seq)
	})
}
