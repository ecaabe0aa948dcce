package reviews_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/records"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// TestAskedAnew: what ages is asked anew of whom it concerns, or the form is not filed; what is filed without a
// question is refused; another class is named with its cause in every language; an unlikely answer is kept only when
// confirmed.
func TestAskedAnew(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra")
	var list, id int64
	for _, row := range d.Lists(officer) {
		v, err := o.Reviews.ReviewList(ctx, officer, row.ID)
		d.Ok(err)
		for _, it := range v.List.Items {
			h, err := o.Book.Peek(ctx, officer, it.Household)
			d.Ok(err)
			if it.Was.Class == poverty.NearPoor && id == 0 && slices.ContainsFunc(h.Household.Members,
				func(m household.Member) bool { return m.Attending > household.AttendsNone }) {
				list, id = row.ID, it.Household
			}
		}
	}
	if id == 0 {
		t.Fatal("no near-poor household with a pupil")
	}
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	show := func() *surveys.Survey {
		t.Helper()
		s, err := o.Surveys.Survey(ctx, enumerator, list, id)
		d.Ok(err)
		return s
	}
	finish := func() error {
		_, err := o.Surveys.FinishSurvey(ctx, enumerator, list, id, o.Office.Day(), "")
		return err
	}
	answer := func(answers ...surveys.SurveyAnswer) error {
		return o.Surveys.AnswerSurvey(ctx, enumerator, list, id, answers, 1)
	}

	t.Run("what ages is asked", func(t *testing.T) {
		s := show()
		asked := map[string][]int{}
		for _, u := range s.Unasked() {
			asked[s.Questions[u.Question].Column] = u.Members
		}
		if len(asked["income_per_head"]) != 1 || len(asked["attending"]) == 0 || len(asked["work"]) == 0 ||
			len(asked["social_allowance"]) != len(s.Record.Members) || asked["floor_area"] != nil || asked["wall"] != nil {
			t.Errorf("asked anew: %v", asked)
		}
		for _, no := range asked["health_insurance"] {
			if least, _ := s.Record.Member(no).Birth.Months(s.Standard.On); least >= 8*12 {
				t.Errorf("the insurance of somebody of %d months is asked anew", least)
			}
		}
	})
	refused := func(what string, err error, says string) {
		t.Helper()
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("nothing asked", finish(), "Đang học cấp nào?")
	d.Ok(answer(surveys.SurveyAnswer{Column: "wall", Text: "solid"}))
	refused("only what does not age asked", finish(), "Vẫn như vậy")

	unlikely := func(a surveys.SurveyAnswer) {
		t.Helper()
		var doubts book.Doubts
		before := show().Revision
		if err := answer(a); !errors.As(err, &doubts) || len(doubts) != 1 || show().Revision != before {
			t.Errorf("%+v: %v", a, err)
		}
	}
	unlikely(surveys.SurveyAnswer{Column: "income_per_head", Text: "100"})
	unlikely(surveys.SurveyAnswer{Column: "income_per_head", Text: "99000000000", Sure: "100"})
	var faults book.Faults
	if err := answer(surveys.SurveyAnswer{Column: "income_per_head", Text: "1,39triệu"}); !errors.As(err, &faults) ||
		!strings.Contains(faults[0].Text.VI, "1500000") {
		t.Errorf("an income in words: %v", faults)
	}
	d.Ok(answer(surveys.SurveyAnswer{Column: "floor_area", Text: "3", Sure: "3"}))
	d.Ok(answer(surveys.SurveyAnswer{Column: "floor_area", Text: "3"})) // confirmed before
	if got := show().Record.Text("floor_area"); got != "3" {
		t.Errorf("the confirmed floor area: %s", got)
	}
	if log, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "thanhtra"), "household", "", 0); err != nil ||
		!slices.ContainsFunc(log, func(e records.Line) bool {
			return strings.Contains(e.Detail.Note["unlikely"], "floor_area 3")
		}) {
		t.Errorf("the confirmation is not on the record: %v", err)
	}
	d.Ok(answer(surveys.SurveyAnswer{Column: "floor_area", Same: true}))

	d.Ok(officetest.AnswerAll(o, enumerator, list, id))
	s := show()
	if len(s.Unasked()) != 0 || !s.Opened() || s.Record.Text("income_per_head") != s.Base.Text("income_per_head") {
		t.Errorf("still to be asked: %v", s.Unasked())
	}
	d.Ok(finish())
	v, err := o.Reviews.ReviewList(ctx, officer, list)
	d.Ok(err)
	filed := v.Events[len(v.Events)-1]
	if filed.Step != review.FormB || filed.Sitting == nil || filed.Sitting.Began.IsZero() ||
		!slices.Contains(filed.Sitting.Opened, "attending") || len(filed.Sitting.Gaps) == 0 {
		t.Errorf("how it was filled in: %+v", filed.Sitting)
	}
	refused("filed again and nothing asked since", finish(), "chưa mở câu nào")

	t.Run("another class says why", func(t *testing.T) {
		lacks := []surveys.SurveyAnswer{{Column: "income_per_head", Text: "600.000 đ"}, {Column: "b1_score"},
			{Column: "toilet", Text: "none"}, {Column: "water_source", Text: "other"}, {Column: "internet", Text: "no"},
			{Column: "information_means", Text: "không"}}
		d.Ok(answer(lacks...))
		s = show()
		turn := s.Before.Turn
		if s.Explanation.Class != poverty.Poor || !s.Before.Recognised || s.Before.Class != poverty.NearPoor ||
			!strings.HasPrefix(turn.VI, "lần trước hộ cận nghèo") || !strings.Contains(turn.VI, "→ nay hộ nghèo, vì ") ||
			!strings.Contains(turn.VI, "nhà tiêu") || turn.EN == turn.VI || turn.KM == "" || turn.KM == turn.VI {
			t.Errorf("%v: %+v", s.Explanation.Class, s.Before)
		}
		d.Ok(finish())
	})
}
