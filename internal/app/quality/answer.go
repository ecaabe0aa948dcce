package quality

import (
	"context"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/check"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// Code is under what an answer to the reading of a group is kept.
func (l *Line) Code(group string) string { return "line/" + l.Name + "/" + group }

// WorkCode is under what an answer to an enumerator's figures is kept.
func WorkCode(by string) string { return "work/" + by }

// tieCode is under what an answer to a household's tie to an officer is kept: for the inspector only.
func tieCode(household int64) string { return secretCodes + office.IDText(household) }

// Own reports whether a group is the commune of a page or one of its enumerators: what is answered there.
func (l *Line) Own(group string, commune place.Unit) bool {
	return strings.HasSuffix(l.Name, ".by") || group == commune.FullName
}

const secretCodes = "tie/"

// qualityAnswers adds the answers and counts what is still open: of this commune and its enumerators.
func (o *Desk) qualityAnswers(ctx context.Context, q *Quality) error {
	all, err := reviewrows.Answers(ctx, o.office.Reader(), q.Campaign.Province, q.Campaign.ID, q.Unit.Code)
	if err != nil {
		return err
	}
	q.Answers = map[string]reviewrows.Answer{}
	for _, one := range all {
		if q.MayInspect || !strings.HasPrefix(one.Code, secretCodes) {
			q.Answers[one.Code] = one
			q.Names[one.By] = o.office.NameOf(ctx, one.By)
		}
	}
	open := func(g check.Grade, code string) {
		if _, answered := q.Answers[code]; !answered && (g == check.Look || g == check.Strange) {
			q.Open++
		}
	}
	for _, w := range q.Enumerators {
		open(w.Grade, WorkCode(w.By))
	}
	for i := range q.Lines {
		l := &q.Lines[i]
		for _, b := range l.Groups {
			if l.Own(b.Group, q.Unit) {
				open(b.Grade, l.Code(b.Group))
			}
		}
	}
	return nil
}

// AnswerQuality keeps an answer to what a check found in a group (a code of Line.Code or WorkCode), or to a secret
// flag by its code. Answers are kept, the newest counts. Errors: errs.Forbidden, errs.Invalid.
func (o *Desk) AnswerQuality(ctx context.Context, a *office.Ask, campaign int64, commune place.Code, code,
	text string) error {
	action := access.RunReviews
	if o.office.In(a, access.InspectReviews, access.ViewReviews, commune) == nil {
		action = access.InspectReviews
	}
	if err := o.office.In(a, action, access.ViewReviews, commune); err != nil {
		return err
	}
	kind, _, found := strings.Cut(code, "/")
	if !found || kind != "line" && kind != "work" && kind+"/" != secretCodes || office.TooLong(code) ||
		action != access.InspectReviews && kind+"/" == secretCodes {
		return office.NotYours()
	}
	if err := office.NeedReason(text); err != nil {
		return err
	}
	if _, err := reviewrows.FindCampaign(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		campaign); err != nil {
		return err
	}
	deed := &office.Deed{Action: "review.answer", Kind: "campaign", Subject: office.IDText(campaign),
		Place: commune, Reason: text, Note: map[string]string{"code": code}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return reviewrows.AddAnswer(ctx, tx, string(o.office.ProvinceCode()),
			&reviewrows.Answer{Campaign: campaign, Commune: commune, Code: code, Text: text, At: o.office.Now(),
				By: a.Account})
	})
}

// answered tells who answered a flag of a household last, and when.
func (o *Desk) answered(ctx context.Context, l *reviews.ListShown, household int64,
	code string) (by string, at time.Time) {
	for i := range l.Events {
		if e := &l.Events[i]; e.Step == review.Answer && e.Household == household && e.Text == code {
			by, at = o.office.NameOf(ctx, e.By), e.At
		}
	}
	return by, at
}
