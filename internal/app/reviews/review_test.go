package reviews_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	reviewrows "giamngheo/internal/store/reviews"
)

// TestReviewOfACommune walks a hamlet through the yearly review of 2024, from its list to certificates, the register
// and the balance, with a complaint that brings in another household and what is refused on the way.
func TestReviewOfACommune(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 40_000)
	ctx := context.Background()
	officer, chair, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "chutich.xa"),
		officetest.SignIn(t, o, "dieutra")
	district, department, leader, inspector := officetest.SignIn(t, o, "canbo.huyen"),
		officetest.SignIn(t, o, "canbo.so"), officetest.SignIn(t, o, "lanhdao"), officetest.SignIn(t, o, "thanhtra")
	kind := func(want errs.Kind, err error, what string) {
		t.Helper()
		if err == nil || errs.KindOf(err) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := o.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: "31708"})
	kind(errs.Conflict, err, "opened twice")
	_, err = o.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: "31711"})
	kind(errs.NotFound, err, "another commune's review")
	_, err = o.Reviews.OpenReview(ctx, leader, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "31708"})
	kind(errs.Forbidden, err, "opened by a leader")
	_, err = o.Reviews.OpenReview(ctx, officer, reviews.OpenReviewInput{Kind: review.Annual, Year: 2025,
		Place: "31708"})
	kind(errs.Invalid, err, "opened before its time")

	campaigns, err := o.Reviews.Campaigns(ctx, officer)
	ok(err)
	shown, err := o.Reviews.Campaign(ctx, officer, campaigns[0].ID, "")
	ok(err)
	var list reviewrows.ReviewList
	for _, l := range shown.Lists {
		v, err := o.Reviews.ReviewList(ctx, officer, l.ID)
		ok(err)
		for _, it := range v.List.Items {
			if it.Was.Class == poverty.Poor && l.Households >= 3 {
				list = l
			}
		}
	}
	if list.ID == 0 {
		t.Fatalf("no hamlet with three managed households, one of them poor: %+v", shown.Lists)
	}
	_, err = o.Reviews.ReviewList(ctx, &office.Ask{Account: 99, Stage: office.StageIn}, list.ID)
	kind(errs.NotFound, err, "seen without a right")

	d := func(month, day int) date.Date { return date.Must(2024, month, day) }
	take := func(a *office.Ask, e review.Event) error { return o.Reviews.TakeStep(ctx, a, list.ID, e) }
	kind(errs.Invalid, take(officer, review.Event{Step: review.CloseList, Day: d(10, 16)}), "a step of tomorrow")
	kind(errs.Forbidden, take(chair, review.Event{Step: review.CloseList, Day: d(10, 15)}),
		"the chairman closes a list")

	// A request by form 01 of a household that is not poor, and a household that is on the list already.
	none := officetest.MustFind(t, o, officer, snapshot.Query{Classes: []poverty.Class{poverty.None},
		Hamlet: list.Hamlet})
	got, err := o.Reviews.Request(ctx, officer, campaigns[0].ID, household.ID(none.Code), review.Request01, d(10, 14))
	ok(err)
	if got != list.ID {
		t.Errorf("the request is on list %d, not on its hamlet's %d", got, list.ID)
	}
	_, err = o.Reviews.Request(ctx, officer, campaigns[0].ID, household.ID(none.Code), review.Request01, d(10, 14))
	kind(errs.Conflict, err, "asked twice")
	_, err = o.Reviews.Request(ctx, officer, campaigns[0].ID, "không có", review.Request01, d(10, 14))
	kind(errs.NotFound, err, "a household that is not there")
	ok(take(officer, review.Event{Step: review.CloseList, Day: d(10, 15)}))

	view, err := o.Reviews.ReviewList(ctx, enumerator, list.ID)
	ok(err)
	c.Set(d(10, 21))
	var poorID int64
	classes := map[int64]poverty.Class{}
	for _, it := range view.List.Items {
		id := it.Household
		if it.Source == review.Request01 {
			_, err := o.Surveys.FinishSurvey(ctx, enumerator, list.ID, id, d(10, 21), "")
			kind(errs.Conflict, err, "form B before form A")
			kind(errs.Invalid, o.Surveys.ScreenSurvey(ctx, enumerator, list.ID, id, d(10, 21), []string{"plane"}),
				"a sign that the form does not know")
			ok(o.Surveys.ScreenSurvey(ctx, enumerator, list.ID, id, d(10, 21), []string{"car", "aircon", "salary"}))
			continue
		}
		answers := []surveys.SurveyAnswer{{Column: "income_per_head", Text: "1400000"}}
		if poorID == 0 && it.Was.Class == poverty.Poor { // this household has come above the line
			poorID, answers[0].Text = id, "9000000"
			answers = append(answers, surveys.SurveyAnswer{Column: "b1_score", Text: "260"})
		}
		kind(errs.Forbidden, o.Surveys.AnswerSurvey(ctx, chair, list.ID, id, answers, 1), "the chairman surveys")
		var faults book.Faults
		if err := o.Surveys.AnswerSurvey(ctx, enumerator, list.ID, id,
			[]surveys.SurveyAnswer{{Column: "income_per_head", Text: "nhiều"}}, 1); !errors.As(err, &faults) {
			t.Errorf("an income in words: %v", err)
		}
		if err := o.Surveys.AnswerSurvey(ctx, enumerator, list.ID, id,
			[]surveys.SurveyAnswer{{Column: "household_code", Text: "X"}}, 1); !errors.As(err, &faults) {
			t.Errorf("a column that the form does not ask: %v", err)
		}
		ok(officetest.AnswerAll(o, enumerator, list.ID, id, answers...))
		s, err := o.Surveys.FinishSurvey(ctx, enumerator, list.ID, id, d(10, 21), "")
		ok(err)
		classes[id] = s.Explanation.Class
	}
	if poorID == 0 || classes[poorID] != poverty.None {
		t.Fatalf("the poor household with 9,000,000 a head is %v", classes[poorID])
	}
	kind(errs.Forbidden, take(enumerator, review.Event{Step: review.CloseSurvey, Day: d(10, 21)}),
		"an enumerator closes the survey")
	ok(take(officer, review.Event{Step: review.CloseSurvey, Day: d(10, 21)}))

	view, err = o.Reviews.ReviewList(ctx, officer, list.ID)
	ok(err)
	var votes []review.Vote
	for _, it := range view.List.ToVote() {
		votes = append(votes, review.Vote{Household: it.Household, Agree: 18, Against: 2})
	}
	c.Set(d(10, 24))
	meeting := review.Event{Step: review.HoldMeeting, Day: d(10, 24), Place: "Nhà sinh hoạt ấp", Chair: "Trưởng ấp",
		Secretary: "Thư ký", Attendance: 19, Votes: votes}
	kind(errs.Invalid, take(officer, meeting), "20 votes of 19 people")
	meeting.Attendance = 20
	ok(take(officer, meeting))
	ok(take(officer, review.Event{Step: review.Post, Day: d(10, 24), Place: "Nhà sinh hoạt ấp; trụ sở UBND xã"}))

	// Somebody says that another household should be on the list; the re-check agrees, and the list is posted again.
	c.Set(d(10, 25))
	other := officetest.MustFind(t, o, officer, snapshot.Query{Classes: []poverty.Class{poverty.None},
		Hamlet: list.Hamlet, Offset: 1})
	ok(o.Reviews.Complaint(ctx, officer, list.ID, household.ID(other.Code),
		review.Event{Day: d(10, 25), From: "Ông Danh A", Text: "hộ này rất khó khăn mà không có trong danh sách"}))
	s, err := o.Surveys.Survey(ctx, enumerator, list.ID, other.ID)
	ok(err)
	if s.Complaint == nil || s.Complaint.Due != d(10, 30) {
		t.Errorf("the complaint: %+v", s.Complaint)
	}
	ok(officetest.AnswerAll(o, enumerator, list.ID, other.ID,
		[]surveys.SurveyAnswer{{Column: "income_per_head", Text: "700000"}, {Column: "water_source", Text: "other"},
			{Column: "toilet", Text: "none"},
			{Column: "internet", Text: "no"}, {Column: "information_means", Text: "no"}}...))
	c.Set(d(10, 29))
	kind(errs.Invalid, func() error {
		_, err := o.Surveys.FinishSurvey(ctx, enumerator, list.ID, other.ID, d(10, 29), "")
		return err
	}(), "a re-check without its result")
	s, err = o.Surveys.FinishSurvey(ctx, enumerator, list.ID, other.ID, d(10, 29), "khiếu nại đúng")
	ok(err)
	if s.Explanation.Class != poverty.Poor {
		t.Fatalf("the household of the complaint is %v", s.Explanation.Class)
	}
	kind(errs.Conflict, take(officer, review.Event{Step: review.ClosePosting, Day: d(10, 29)}),
		"closed without posting again")
	ok(take(officer, review.Event{Step: review.Post, Day: d(10, 29), Place: "Nhà sinh hoạt ấp"}))
	c.Set(d(11, 4))
	ok(take(officer, review.Event{Step: review.ClosePosting, Day: d(11, 4)}))
	ok(take(officer, review.Event{Step: review.SendOpinion, Day: d(11, 4)}))
	kind(errs.Forbidden, take(officer, review.Event{Step: review.GiveOpinion, Day: d(11, 4), Agree: true}),
		"the commune gives the district's opinion")
	decision := reviews.DecideInput{Lists: []int64{list.ID}, Day: d(11, 6), Number: "45/QĐ-UBND",
		Signer: "Chủ tịch UBND xã"}
	c.Set(d(11, 6))
	_, err = o.Reviews.DecideReview(ctx, chair, decision)
	kind(errs.Conflict, err, "decided without the district")
	ok(take(district, review.Event{Step: review.GiveOpinion, Day: d(11, 6), Agree: true, Text: "thống nhất"}))
	_, err = o.Reviews.DecideReview(ctx, officer, decision)
	kind(errs.Forbidden, err, "decided by the officer")
	early := decision
	early.Day = d(10, 31)
	_, err = o.Reviews.DecideReview(ctx, chair, early)
	kind(errs.Invalid, err, "decided before the posting ended")
	made, err := o.Reviews.DecideReview(ctx, chair, decision)
	ok(err)
	if made.Year != 2024 {
		t.Errorf("the decision belongs to %d", made.Year)
	}

	path, err := o.Reviews.Path(ctx, officer, poorID)
	ok(err)
	if class, newly, until := path.Status(d(11, 6)); class != poverty.None || !newly ||
		until != date.Must(2027, 11, 6) {
		t.Errorf("escaped: %v %v %v", class, newly, until)
	}
	hh, err := o.Register.Show(ctx, officer, other.ID, 0)
	ok(err)
	if hh.Deed != "review" || hh.Class != poverty.Poor || hh.ValidFrom != d(11, 6) ||
		hh.Household.Internet != household.No {
		t.Errorf("the register: %s %v %s", hh.Deed, hh.Class, hh.ValidFrom)
	}

	certificates, refusals, err := o.Reviews.Certify(ctx, officer, list.ID, d(11, 6))
	ok(err)
	if refusals != 1 || certificates == 0 {
		t.Errorf("%d certificates, %d refusals", certificates, refusals)
	}
	view, err = o.Reviews.ReviewList(ctx, officer, list.ID)
	ok(err)
	if view.Stage != review.Finished {
		t.Errorf("the list is at %v", view.Stage.Title())
	}
	certified, err := o.Reviews.Certificates(ctx, officer, other.ID)
	ok(err)
	if st, err := o.Reviews.CheckCertificate(ctx, certified[0].Token); err != nil || st.State != "valid" ||
		st.Class != poverty.Poor {
		t.Errorf("%+v %v", st, err)
	}
	if st, err := o.Reviews.CheckCertificate(ctx, "khongco"); err != nil || st.State != "unknown" {
		t.Errorf("%+v %v", st, err)
	}
	gone, stop := context.WithCancel(ctx)
	stop()
	if st, err := o.Reviews.CheckCertificate(gone, certified[0].Token); err == nil {
		t.Errorf("the store cannot be read, and the certificate is %+v", st)
	}
	path, _ = o.Reviews.Path(ctx, officer, other.ID)
	fix := corrections.Input{Household: other.ID, Recognition: path[0].ID, Number: "50/QĐ-UBND", Day: d(11, 6),
		Reason: "khai không đúng thu nhập"}
	c.Set(d(11, 7))
	fix.Day = d(11, 7)
	ok(officetest.Corrected(o, officer, chair, fix))
	if st, err := o.Reviews.CheckCertificate(ctx, certified[0].Token); err != nil || st.State != "superseded" ||
		st.Class != poverty.Undetermined && st.Class != 0 {
		t.Errorf("after the withdrawal: %+v", st)
	}

	kind(errs.Conflict, o.Results.Announce(ctx, department, 2024, "final"), "final with lists undecided")
	kind(errs.Forbidden, o.Results.Announce(ctx, officer, 2024, "preliminary"), "announced by a commune")
	ok(officetest.Preliminary(o, department, 2024))
	results, err := o.Results.Results(ctx, leader, 2024)
	ok(err)
	if len(results) != 1 || results[0].Poor == 0 {
		t.Errorf("%+v", results)
	}

	log, err := o.Records.AuditLog(ctx, inspector, "list", strconv.FormatInt(list.ID, 10), 0)
	ok(err)
	had := map[string]bool{}
	for _, e := range log {
		had[e.Action] = true
	}
	for _, e := range view.Events {
		if !had["review."+string(e.Step)] && e.Step != review.AddHousehold {
			t.Errorf("%s is not on the record", e.Step)
		}
	}
}
