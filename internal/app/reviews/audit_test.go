package reviews_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/accounts"
)

// TestEveryStepAudited: whatever steps people with whatever roles try on a list, each one that was taken is one event
// and one entry of the record, by the same person; what was refused left neither. No decision comes about without the
// chairman.
func TestEveryStepAudited(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	inspector := officetest.SignIn(t, o, "thanhtra")
	actors := map[string]*office.Ask{}
	for _, name := range []string{"canbo.xa", "dieutra", "chutich.xa", "canbo.huyen", "canbo.so", "kehoach", "lanhdao",
		"thanhtra"} {
		actors[name] = officetest.SignIn(t, o, name)
	}
	names := []string{"canbo.xa", "canbo.xa", "canbo.xa", "canbo.xa", "dieutra", "dieutra", "chutich.xa", "canbo.huyen",
		"canbo.huyen", "canbo.so", "kehoach", "lanhdao", "thanhtra"}
	rng := rand.New(rand.NewPCG(3, 5))
	row := d.Lists(actors["canbo.xa"])[0]
	for _, l := range d.Lists(actors["canbo.xa"]) {
		if l.Households > row.Households && l.Households < 5 {
			row = l
		}
	}
	v, err := o.Reviews.ReviewList(ctx, actors["canbo.xa"], row.ID)
	d.Ok(err)
	began := len(v.Events)
	day := o.Office.Day()
	taken, decided := map[review.Step]int{}, 0
	for range 900 {
		if rng.IntN(8) == 0 && day < date.Must(2024, 12, 14) {
			day = day.AddDays(1)
			c.Set(day)
		}
		who := names[rng.IntN(len(names))]
		a := actors[who]
		if v, err = o.Reviews.ReviewList(ctx, actors["canbo.xa"], row.ID); err != nil {
			t.Fatal(err)
		}
		household := v.List.Items[rng.IntN(len(v.List.Items))].Household
		e := review.Event{Day: day, Household: 0, Place: "nơi", Chair: "Trưởng ấp", Secretary: "Thư ký",
			From: "Người dân", Text: "nội dung", Reason: "lý do rõ ràng", Agree: rng.IntN(4) > 0}
		steps := []review.Step{review.CloseList, review.CloseSurvey, review.HoldMeeting, review.Post, review.Complain,
			review.ClosePosting, review.SendOpinion, review.GiveOpinion, review.Answer, review.GoBack}
		fitting := map[review.Stage][]review.Step{review.Listing: {review.CloseList},
			review.Surveying: {review.CloseSurvey}, review.Meeting: {review.HoldMeeting},
			review.Posting: {review.Post, review.ClosePosting},
			review.Opinion: {review.SendOpinion, review.GiveOpinion}}
		before, had := v.Seq, len(v.Events)
		what := rng.IntN(14)
		if v.Stage == review.Surveying && rng.IntN(2) == 0 {
			what = 0
		}
		if v.Stage == review.Deciding && rng.IntN(2) == 0 {
			what = 3
		}
		switch what {
		case 0, 1, 2:
			if i := slices.IndexFunc(v.List.Items, func(it *review.Item) bool { return !it.Settled() }); i >= 0 &&
				rng.IntN(3) > 0 {
				household = v.List.Items[i].Household
			}
			if err := officetest.AnswerAll(o, a, row.ID, household,
				surveys.SurveyAnswer{Column: "income_per_head", Text: "9000000"}); err != nil &&
				errs.KindOf(err) == errs.Internal {
				t.Fatal(err)
			}
			_, err = o.Surveys.FinishSurvey(ctx, a, row.ID, household, day, "kết quả phúc tra")
			e.Step = review.FormB
		case 3:
			_, err = o.Reviews.DecideReview(ctx, a, reviews.DecideInput{Lists: []int64{row.ID}, Day: day,
				Number: "1/QĐ", Signer: "Chủ tịch"})
			e.Step = review.Decide
			if err == nil {
				if decided++; who != "chutich.xa" {
					t.Fatalf("decided by %s", who)
				}
			}
		default:
			e.Step = steps[rng.IntN(len(steps))]
			if fit := fitting[v.Stage]; len(fit) > 0 && rng.IntN(2) == 0 {
				e.Step = fit[rng.IntN(len(fit))]
			}
			if e.Step == review.GoBack && rng.IntN(6) > 0 || e.Step == review.Complain && rng.IntN(3) > 0 {
				continue
			}
			switch e.Step {
			case review.Complain, review.Answer:
				e.Household = household
			case review.HoldMeeting:
				e.Attendance = 10
				for _, it := range v.List.ToVote() {
					e.Votes = append(e.Votes, review.Vote{Household: it.Household,
						Agree: []int{4, 9, 9, 9, 9, 9, 9, 9}[rng.IntN(8)]})
				}
			case review.GiveOpinion:
				e.Households = []int64{household}
			case review.GoBack:
				e.To = review.Stage(rng.IntN(4))
			}
			err = o.Reviews.TakeStep(ctx, a, row.ID, e)
		}
		now, err2 := o.Reviews.ReviewList(ctx, actors["canbo.xa"], row.ID)
		d.Ok(err2)
		switch {
		case err == nil && (len(now.Events) != had+1 || now.Seq != before+1 || now.Events[had].By != a.Account):
			t.Fatalf("%s by %s was taken: %d events, were %d", e.Step, who, len(now.Events), had)
		case err != nil && (len(now.Events) != had || now.Seq != before):
			t.Fatalf("%s by %s was refused (%v) and left an event", e.Step, who, err)
		case err != nil && errs.KindOf(err) == errs.Internal:
			t.Fatalf("%s by %s: %v", e.Step, who, err)
		case err == nil:
			taken[now.Events[had].Step]++
		}
	}
	if len(taken) < 9 || decided == 0 {
		t.Errorf("only %v were taken, %d decisions: the walk says little", taken, decided)
	}
	t.Logf("taken: %v", taken)
	t.Run("on the record", func(t *testing.T) {
		written := map[string]int{}
		for _, e := range officetest.EntriesOf(t, o, inspector, row.ID) {
			written[e.Action+" "+strconv.FormatInt(e.Account, 10)]++
		}
		if v, err = o.Reviews.ReviewList(ctx, actors["canbo.xa"], row.ID); err != nil {
			t.Fatal(err)
		}
		for _, e := range v.Events[began:] {
			key := "review." + string(e.Step) + " " + strconv.FormatInt(e.By, 10)
			if written[key]--; written[key] < 0 {
				t.Errorf("%s is an event and no entry of the record", key)
			}
		}
		for key, n := range written {
			if n != 0 &&
				slices.ContainsFunc(v.Events, func(e review.Event) bool {
					return key == fmt.Sprintf("review.%s %d", e.Step,
						e.By)
				}) {
				t.Errorf("%s is on the record %d times too often", key, n)
			}
		}
		if _, err := o.Records.Verify(ctx, nil); err != nil {
			t.Error(err)
		}
	})
}

// TestWhoSurveyedDoesNotDecide: a person who holds both roles decides no list in which he surveyed a household, and
// decides others.
func TestWhoSurveyedDoesNotDecide(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	admin := officetest.SignIn(t, o, "quantri")
	everybody, err := o.Accounts.Accounts(ctx, admin)
	d.Ok(err)
	i := slices.IndexFunc(everybody, func(a *accounts.Account) bool { return a.Username == "canbo.xa" })
	both := officetest.SignIn(t, o, "canbo.xa")
	row := d.Lists(both)[0]
	d.Ok(o.Reviews.TakeStep(ctx, both, row.ID,
		review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	v, err := o.Reviews.ReviewList(ctx, both, row.ID)
	d.Ok(err)
	d.Survey(both, row.ID, v.List.Items[0].Household, o.Office.Day())
	d.To(review.Deciding)
	// the surveyor becomes chairman: never both in the same time, and still not of what was surveyed
	chair := access.Grant{Role: access.CommuneChair, Place: "31708", From: o.Office.Day()}
	admin = officetest.SignIn(t, o, "quantri")
	if err := o.Accounts.AddRole(ctx, admin, everybody[i].ID, chair); errs.KindOf(err) != errs.Invalid {
		t.Errorf("surveyor and chairman in the same time: %v", err)
	}
	d.Ok(o.Accounts.EndRole(ctx, admin, everybody[i].ID, everybody[i].GrantIDs[0]))
	d.Ok(o.Accounts.AddRole(ctx, admin, everybody[i].ID, chair))
	both = officetest.SignIn(t, o, "canbo.xa")
	decide := func(list int64) error {
		_, err := o.Reviews.DecideReview(ctx, both, reviews.DecideInput{Lists: []int64{list}, Day: o.Office.Day(),
			Number: fmt.Sprintf("%d/QĐ-UBND", list), Signer: "Chủ tịch"})
		return err
	}
	if err := decide(row.ID); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("decided by who surveyed: %v", err)
	}
	d.Ok(decide(d.Lists(both)[1].ID))
}

// TestYearOfADecision: a yearly campaign's decision counts in its own year, however late; a monthly one's after the
// yearly review has ended counts in the next.
func TestYearOfADecision(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	d.To(review.Deciding)
	officer, chair := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "chutich.xa")
	row := d.Lists(officer)[0]
	c.Set(date.Must(2024, 12, 20))
	if !reviews.Late(&row, o.Office.Day()) {
		t.Errorf("decided by %s, and on %s it is not late", row.Due, o.Office.Day())
	}
	made, err := o.Reviews.DecideReview(ctx, chair, reviews.DecideInput{Lists: []int64{row.ID}, Day: o.Office.Day(),
		Number: "1/QĐ", Signer: "Chủ tịch"})
	if err != nil || made.Year != 2024 {
		t.Errorf("a late decision of 2024 counts in %+v: %v", made, err)
	}
	opened, err := o.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Monthly, Year: 2024,
		Month: 12, Place: "31708"})
	d.Ok(err)
	v, err := o.Reviews.ReviewList(ctx, officer, d.Lists(officer)[1].ID)
	d.Ok(err)
	head := v.Heads[v.List.Items[0].Household]
	for _, it := range v.List.Items {
		if it.Was.Class == poverty.Poor || it.Was.Class == poverty.NearPoor {
			head = v.Heads[it.Household]
		}
	}
	h, err := o.Book.Peek(ctx, officer, head.ID)
	d.Ok(err)
	list, err := o.Reviews.Request(ctx, officer, opened.Campaign.ID, h.Household.Code, review.Request04, o.Office.Day())
	d.Ok(err)
	enumerator := officetest.SignIn(t, o, "dieutra")
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	d.Ok(officetest.AnswerAll(o, enumerator, list, h.ID,
		surveys.SurveyAnswer{Column: "income_per_head", Text: "9000000"}))
	_, err = o.Surveys.FinishSurvey(ctx, enumerator, list, h.ID, o.Office.Day(), "")
	d.Ok(err)
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.CloseSurvey, Day: o.Office.Day()}))
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.HoldMeeting, Day: o.Office.Day(), Place: "ấp",
		Chair: "A", Secretary: "B", Attendance: 9, Votes: []review.Vote{{Household: h.ID, Agree: 9}}}))
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.Post, Day: o.Office.Day(), Place: "ấp"}))
	c.Set(date.Must(2024, 12, 26))
	d.Ok(o.Reviews.TakeStep(ctx, officer, list, review.Event{Step: review.ClosePosting, Day: o.Office.Day()}))
	made, err = o.Reviews.DecideReview(ctx, chair, reviews.DecideInput{Lists: []int64{list}, Day: o.Office.Day(),
		Number: "3/QĐ", Signer: "Chủ tịch"})
	if err != nil || made.Year != 2025 {
		t.Errorf("a monthly decision after the review of 2024 counts in %+v: %v", made, err)
	}
}
