package quality_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/quality"
	"giamngheo/internal/app/records"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// TestQuality: what changed oddly against the year before is flagged and blocks nothing; answers are kept; ties to an
// officer are for the inspector alone; the sample is the same for the same households and its error has an interval.
func TestQuality(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator, inspector := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra"),
		officetest.SignIn(t, o, "thanhtra")

	// An officer's own household, and a relative's at the same address who asks to be recognised.
	officerName := "Cán bộ xã (tài khoản thử)"
	home := officetest.Fresh("CB-1")
	home.Members[0].Name, home.Address = officerName, "Số 12 đường Hai Bà Trưng"
	_, err := o.Register.Save(ctx, officer, register.SaveInput{Household: home})
	d.Ok(err)
	relative := officetest.Fresh("CB-2")
	relative.Members[0].Name = "Người Thân Giả Lập"
	relative.Address = home.Address
	_, err = o.Register.Save(ctx, officer, register.SaveInput{Household: relative})
	d.Ok(err)
	_, err = o.Reviews.Request(ctx, officer, d.Campaign, relative.Code, review.Request01, o.Office.Day())
	d.Ok(err)

	row := d.Lists(officer)[0]
	for _, l := range d.Lists(officer) {
		if l.Households > row.Households {
			row = l
		}
	}
	d.Ok(o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	v, err := o.Reviews.ReviewList(ctx, enumerator, row.ID)
	d.Ok(err)
	id := v.List.Items[0].Household
	s, err := o.Surveys.Survey(ctx, enumerator, row.ID, id)
	d.Ok(err)
	if !s.Base.FloorArea.Known {
		t.Fatal("the household's floor area is not known")
	}
	d.Ok(officetest.AnswerAll(o, enumerator, row.ID, id,
		surveys.SurveyAnswer{Column: "income_per_head", Text: "1400000"},
		surveys.SurveyAnswer{Column: "floor_area", Text: "3", Sure: "3"}))
	_, err = o.Surveys.FinishSurvey(ctx, enumerator, row.ID, id, o.Office.Day(), "")
	d.Ok(err)

	q, err := o.Quality.ReviewQuality(ctx, officer, d.Campaign, "31708")
	d.Ok(err)
	i := slices.IndexFunc(q.Flags, func(f quality.Flagged) bool {
		return f.Household.ID == id &&
			f.Code == "house_shrank"
	})
	if i < 0 || q.Open == 0 || q.Flags[i].Answer != "" {
		t.Fatalf("the house that shrank is not flagged: %+v", q.Flags)
	}
	if !slices.ContainsFunc(q.Flags, func(f quality.Flagged) bool {
		return f.Household.ID == id && f.Code == "form_hasty" // all answers were sent at once
	}) {
		t.Errorf("the form that was filled in at once is not flagged: %+v", q.Flags)
	}
	if len(q.Secret) != 0 || q.MayInspect {
		t.Errorf("an officer sees what is for the inspector: %+v", q.Secret)
	}
	open := q.Open
	for range 2 { // the second answer counts, the first is kept among the events
		d.Ok(o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.Answer, Household: id,
			Text: "house_shrank", Reason: "đã đo lại, năm trước đo cả sân"}))
	}
	for _, code := range []string{quality.WorkCode("Điều tra viên (tài khoản thử)"), q.Lines[0].Code(q.Unit.FullName)} {
		d.Ok(o.Quality.AnswerQuality(ctx, officer, d.Campaign, "31708", code, "đã xem lại phiếu"))
	}
	if err := o.Quality.AnswerQuality(ctx, officer, d.Campaign, "31708", "work/x",
		"…"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an answer without words: %v", err)
	}
	if err := o.Quality.AnswerQuality(ctx, officer, d.Campaign, "31708", "tie/1",
		"tự trả lời về mình"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an officer answers what is secret: %v", err)
	}
	if err := o.Quality.AnswerQuality(ctx, officer, d.Campaign, "31711", "work/x",
		"xã khác"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another commune's: %v", err)
	}
	q, err = o.Quality.ReviewQuality(ctx, officer, d.Campaign, "31708")
	d.Ok(err)
	if f := q.Flags[i]; f.Answer == "" || f.By != officerName || f.At.IsZero() ||
		q.Names[q.Answers[q.Lines[0].Code(q.Unit.FullName)].By] != officerName {
		t.Errorf("who answered, and when, is not told: %+v %v", f, q.Names)
	}
	if q.Open >= open || q.Answers[q.Lines[0].Code(q.Unit.FullName)].Text != "đã xem lại phiếu" {
		t.Errorf("%d open, were %d; %+v", q.Open, open, q.Answers)
	}

	t.Run("the inspector", func(t *testing.T) {
		// The inspector sees the tie, answers it, and the officer still sees nothing of it.
		q, err = o.Quality.ReviewQuality(ctx, inspector, d.Campaign, "31708")
		d.Ok(err)
		i = slices.IndexFunc(q.Secret, func(f quality.Flagged) bool { return f.Household.Code == "CB-2" })
		if i < 0 || !q.Secret[i].Secret || !strings.Contains(q.Secret[i].Text.VI, officerName) {
			t.Fatalf("the relative's household is not flagged: %+v", q.Secret)
		}
		d.Ok(o.Quality.AnswerQuality(ctx, inspector, d.Campaign, "31708", q.Secret[i].Code, "đã hỏi, không cùng hộ"))
		q, err = o.Quality.ReviewQuality(ctx, inspector, d.Campaign, "31708")
		d.Ok(err)
		if q.Secret[i].Answer == "" {
			t.Error("the inspector's answer is not kept")
		}
		q, err = o.Quality.ReviewQuality(ctx, officer, d.Campaign, "31708")
		d.Ok(err)
		for code := range q.Answers {
			if strings.HasPrefix(code, "tie/") {
				t.Errorf("an officer sees the answer to %s", code)
			}
		}
		flagged := q.Flags
		v, err = o.Reviews.ReviewList(ctx, officer, row.ID)
		d.Ok(err)
		if n := slices.IndexFunc(v.Events, func(e review.Event) bool { return e.Step == review.Answer }); n < 0 ||
			len(flagged) == 0 {
			t.Error("the answer to a flag is not among the list's events")
		}
	})

	t.Run("a sample", func(t *testing.T) {
		// Nothing of it blocks: the household is decided on like any other.
		for _, it := range v.List.Items[1:] {
			d.Survey(enumerator, row.ID, it.Household, o.Office.Day())
		}
		d.Ok(o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.CloseSurvey, Day: o.Office.Day()}))

		if err := o.Quality.DrawSample(ctx, officer, d.Campaign, "31708"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an officer draws the sample: %v", err)
		}
		d.Ok(o.Quality.DrawSample(ctx, inspector, d.Campaign, "31708"))
		if err := o.Quality.DrawSample(ctx, inspector, d.Campaign, "31708"); errs.KindOf(err) != errs.Conflict {
			t.Errorf("drawn twice: %v", err)
		}
		q, err = o.Quality.ReviewQuality(ctx, inspector, d.Campaign, "31708")
		d.Ok(err)
		var surveyed []int64
		for _, it := range v.List.Items {
			surveyed = append(surveyed, it.Household)
		}
		if want := check.Sample(q.Sample.Seed, surveyed, check.SampleSize(len(surveyed))); !slices.Equal(
			q.Sample.Households, want) || q.Sample.Population != len(surveyed) {
			t.Errorf("%v, by its seed %v", q.Sample.Households, want)
		}
		if e := q.Sample.Error; e.N != 0 || e.Lower != 0 || e.Upper != 1 {
			t.Errorf("before anything is verified: %+v", e)
		}
		for n, it := range q.Sample.Items {
			class := it.Review
			if n == 0 { // one of them was found otherwise
				class = map[bool]poverty.Class{true: poverty.NearPoor, false: poverty.Poor}[it.Review == poverty.Poor]
			}
			d.Ok(o.Quality.VerifySample(ctx, inspector, d.Campaign, "31708", it.ID, class, "khảo sát lần hai"))
		}
		if err := o.Quality.VerifySample(ctx, inspector, d.Campaign, "31708", 1<<40, poverty.Poor,
			"ngoài mẫu"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a household outside the sample: %v", err)
		}
		q, err = o.Quality.ReviewQuality(ctx, inspector, d.Campaign, "31708")
		d.Ok(err)
		if e, w := q.Sample.Error, check.Wilson(1, len(q.Sample.Items)); e != w || e.K != 1 ||
			math.Abs(e.Share-1/float64(e.N)) > 1e-12 || e.Lower <= 0 || e.Upper >= 1 {
			t.Errorf("%+v, want %+v", e, w)
		}
		if entries, err := o.Records.AuditLog(ctx, inspector, "", "", 0); err != nil ||
			!slices.ContainsFunc(entries, func(e records.Line) bool { return e.Action == "review.sample" }) {
			t.Errorf("the drawing is not on the record: %v", err)
		}
	})
}

// TestOneAddress keeps what ties households apart from what does not: another hamlet's same address is none.
func TestOneAddress(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, inspector := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "thanhtra")
	officetest.Hamlets(t, o, "31708", "Ấp Rất Xa")
	home, far := officetest.Fresh("CB-3"), officetest.Fresh("CB-4")
	home.Members[0].Name, home.Address = "Cán bộ xã (tài khoản thử)", "Số 3"
	far.Address, far.Hamlet = "Số 3", "Ấp Rất Xa"
	for _, h := range []*household.Household{home, far} {
		_, err := o.Register.Save(ctx, officer, register.SaveInput{Household: h})
		d.Ok(err)
	}
	_, err := o.Reviews.Request(ctx, officer, d.Campaign, far.Code, review.Request01, o.Office.Day())
	d.Ok(err)
	q, err := o.Quality.ReviewQuality(ctx, inspector, d.Campaign, "31708")
	d.Ok(err)
	if len(q.Secret) != 0 {
		t.Errorf("%+v", q.Secret)
	}
}

// TestOwnCommuneShown: who reads the whole province sees the page's own commune among the groups of a line, however
// usual it is, and once: a ward of the same name in another town is told apart.
func TestOwnCommuneShown(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	department := officetest.SignIn(t, o, "canbo.so")
	names := map[string]int{}
	var communes []place.Unit
	for _, district := range o.Office.Places().Children("94", o.Office.Day()) {
		for _, u := range o.Office.Places().Children(district.Code, o.Office.Day()) {
			communes = append(communes, u)
			names[u.FullName]++
		}
	}
	looked, twins := 0, 0
	for i, u := range communes {
		if i%8 != 0 && names[u.FullName] == 1 {
			continue
		}
		q, err := o.Quality.ReviewQuality(ctx, department, d.Campaign, u.Code)
		d.Ok(err)
		own := 0
		for _, g := range q.Lines[0].Groups {
			if q.Lines[0].Own(g.Group, q.Unit) {
				own++
			}
		}
		if own != 1 || len(q.Lines[0].Groups) > 21 {
			t.Errorf("%s is %d times among %d groups", u.FullName, own, len(q.Lines[0].Groups))
		}
		if looked++; names[u.FullName] > 1 {
			twins++
		}
	}
	if looked < 10 || twins < 2 {
		t.Errorf("%d communes, %d of them with a namesake: the test says nothing", looked, twins)
	}
}
