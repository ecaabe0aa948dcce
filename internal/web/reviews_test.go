package web_test

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
)

// replies are the codes that a page of quality asks an answer to.
func replies(page string) []string {
	return attrsOf(page, `[name="code"]`, "value", "")
}

// TestQualityAnswers: what the checks find in a group, in a household and in secret is answered on the page; an answer
// without words comes back with what was typed, one that is kept says who gave it, and what is secret stays so.
func TestQualityAnswers(t *testing.T) {
	base, o := serveOn(t, 20_000, demo.ReviewDay, true)
	officer, inspector := newPerson(t, base, "canbo.xa"), newPerson(t, base, "thanhtra")
	for i := range 20 { // crowded just below the income line
		f := newHousehold(fmt.Sprintf("SAT-%d", i))
		f.Set("income_per_head", map[bool]string{true: "1.990.000",
			false: "1.490.000"}[o.Office.Unit("31708").Area == place.Urban])
		f.Set("valid_from", "01/10/2024")
		if i == 0 {
			f.Set("m1_full_name", "Cán bộ xã (tài khoản thử)")
		}
		if status, page := officer.post("/households/new", f); status != 200 {
			t.Fatal(status, errorOf(page))
		}
	}
	if status, page := officer.post("/reviews/1/requests", url.Values{"code": {"SAT-0"}, "source": {"request01"},
		"day": {"15/10/2024"}}); status != 200 {
		t.Fatal(status, errorOf(page))
	}
	ctx, clerk, surveyor := context.Background(), as(t, o, "canbo.xa"), as(t, o, "dieutra")
	list, id := managed(t, o, clerk)
	ok(t, o.Reviews.TakeStep(ctx, clerk, list, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	ok(t, officetest.AnswerAll(o, surveyor, list, id, surveys.SurveyAnswer{Column: "income_per_head", Text: "1400000"},
		surveys.SurveyAnswer{Column: "floor_area", Text: "3", Sure: "3"}))
	_, err := o.Surveys.FinishSurvey(ctx, surveyor, list, id, o.Office.Day(), "")
	ok(t, err)

	const quality = "/reviews/1/quality?place=31708"
	open := func(p *person) (string, []string) {
		t.Helper()
		status, page := p.get(quality)
		if status != 200 {
			t.Fatal(status, errorOf(page))
		}
		return textIn(page, "#open"), replies(page)
	}
	line := "line/income/" + o.Office.Unit("31708").FullName
	said, asked := open(officer)
	if !slices.Contains(asked, line) || !slices.Contains(asked, "house_shrank") ||
		strings.Contains(strings.Join(asked, " "), "tie/") || !strings.HasSuffix(said, fmt.Sprint(": ", len(asked))) {
		t.Fatalf("%s: %q", said, asked)
	}
	if _, page := newPerson(t, base, "lanhdao").get(quality); len(replies(page)) != 0 {
		t.Error("a leader is asked for answers")
	}
	answer := func(code, text string) url.Values {
		f := url.Values{"place": {"31708"}, "code": {code}, "text": {text}}
		if code == "house_shrank" {
			f.Set("list", fmt.Sprint(list))
			f.Set("household", fmt.Sprint(id))
		}
		return f
	}
	for _, code := range []string{line, "house_shrank"} {
		if status, page := officer.post("/reviews/1/answers", answer(code, "ừ nhé")); status != 200 {
			t.Errorf("%s: %d %s", code, status, errorOf(page)) // five letters are enough
		}
		status, page := officer.post("/reviews/1/answers", answer(code, "đo?"))
		if status != 422 || !has(page, `[value="đo?"]`) || find(page, `[value="đo?"]`).Length() != 1 ||
			errorOf(page) == "" {
			t.Errorf("%s, an answer without words: %d, %d times in the page", code, status,
				find(page, `[value="đo?"]`).Length())
		}
		if status, page := officer.post("/reviews/1/answers",
			answer(code, "đã xem lại từng phiếu "+code)); status != 200 ||
			!has(page, `:contains("đã xem lại từng phiếu `+code+`") + small:contains("Cán bộ xã (tài khoản thử), ")`) {
			t.Errorf("%s: %d %s", code, status, errorOf(page))
		}
	}
	if now, _ := open(officer); now == said || strings.HasSuffix(now, fmt.Sprint(": ", len(asked))) {
		t.Errorf("still %s", now)
	}

	_, asked = open(inspector)
	i := slices.IndexFunc(asked, func(code string) bool { return strings.HasPrefix(code, "tie/") })
	if i < 0 {
		t.Fatalf("the inspector is not asked about the officer's household: %q", asked)
	}
	if status, _ := officer.post("/reviews/1/answers", answer(asked[i], "tự trả lời về mình")); status != 404 {
		t.Errorf("an officer answers what is secret: %d", status)
	}
	if status, page := inspector.post("/reviews/1/answers", answer(asked[i], "đã hỏi, không cùng hộ")); status != 200 ||
		!strings.Contains(page, "đã hỏi, không cùng hộ") {
		t.Errorf("the inspector: %d %s", status, errorOf(page))
	}
	if _, page := officer.get(quality); strings.Contains(page, "không cùng hộ") {
		t.Error("the officer reads what the inspector answered")
	}
}

// managed is a list of the commune and a household on it that is poor or near-poor already.
func managed(t testing.TB, o *app.Desks, clerk *office.Ask) (list, household int64) {
	t.Helper()
	c, err := o.Reviews.Campaign(context.Background(), clerk, 1, "31708")
	ok(t, err)
	for _, row := range c.Lists {
		l, err := o.Reviews.ReviewList(context.Background(), clerk, row.ID)
		ok(t, err)
		for _, it := range l.List.Items {
			if it.Source == review.Managed {
				return row.ID, it.Household
			}
		}
	}
	t.Fatal("no household is managed")
	return 0, 0
}

// as is somebody who works with the office itself, for what a test does before it looks at a page.
func as(t testing.TB, o *app.Desks, username string) *office.Ask {
	t.Helper()
	token, _, err := o.Accounts.SignIn(context.Background(),
		accounts.SignInInput{Username: username, Password: demo.Password, From: "10.0.0.9"})
	ok(t, err)
	a, err := o.Accounts.Authenticate(context.Background(), token, "10.0.0.9")
	ok(t, err)
	return a
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestDistrictGone: a list that was sent to the district and never answered waits for the chairman once there is no
// district any more: he is told so, and decides it where he decides the others.
func TestDistrictGone(t *testing.T) {
	var day atomic.Int32
	now := func() date.Date { return date.Date(day.Load()) }
	day.Store(int32(demo.ReviewDay()))
	base, o := serveOn(t, 20_000, now, true)
	ctx, clerk, surveyor, chairman := context.Background(), as(t, o, "canbo.xa"), as(t, o, "dieutra"),
		newPerson(t, base, "chutich.xa")
	list, _ := managed(t, o, clerk)
	take := func(e review.Event) { t.Helper(); e.Day = now(); ok(t, o.Reviews.TakeStep(ctx, clerk, list, e)) }
	take(review.Event{Step: review.CloseList})
	l, err := o.Reviews.ReviewList(ctx, clerk, list)
	ok(t, err)
	meeting := review.Event{Step: review.HoldMeeting, Place: "Nhà sinh hoạt ấp", Chair: "Trưởng ấp",
		Secretary: "Thư ký", Attendance: 10}
	for _, it := range l.List.Items {
		ok(t, officetest.AnswerAll(o, surveyor, list, it.Household,
			surveys.SurveyAnswer{Column: "income_per_head", Text: "9000000"}))
		_, err := o.Surveys.FinishSurvey(ctx, surveyor, list, it.Household, now(), "")
		ok(t, err)
		meeting.Votes = append(meeting.Votes, review.Vote{Household: it.Household, Agree: 10})
	}
	take(review.Event{Step: review.CloseSurvey})
	take(meeting)
	take(review.Event{Step: review.Post, Place: "Nhà sinh hoạt ấp"})
	day.Store(int32(date.Must(2024, 10, 21)))
	take(review.Event{Step: review.ClosePosting})
	take(review.Event{Step: review.SendOpinion})
	const campaign = "/reviews/1?place=31708"
	box, link := fmt.Sprintf(`[name="list"][value="%d"]`, list), fmt.Sprintf(`a[href="/lists/%d"]`, list)
	if _, page := chairman.get(campaign); has(page, box) {
		t.Error("the chairman may decide while the district is asked")
	}
	if _, page := chairman.get("/reviews"); has(page, link) {
		t.Error("the list waits for the chairman while the district is asked")
	}

	day.Store(int32(date.Must(2025, 7, 2)))
	if _, page := chairman.get("/reviews"); !has(page, link) {
		t.Error("the list does not wait for the chairman")
	}
	_, page := chairman.get(fmt.Sprintf("/lists/%d", list))
	if !strings.Contains(page, "Đến trang quyết định") || !strings.Contains(page, "quyet-dinh-02") {
		t.Errorf("the list's page does not lead to the decision, or has no draft of it")
	}
	if _, page = chairman.get(campaign); !has(page, box) {
		t.Fatalf("the decision is not offered: %s", errorOf(page))
	}
	status, page := chairman.post("/reviews/1/decisions", url.Values{"place": {"31708"}, "list": {fmt.Sprint(list)},
		"number": {"45/QĐ-UBND"}, "day": {"02/07/2025"}, "signer": {"Chủ tịch"}})
	if status != 200 || !strings.Contains(page, "45/QĐ-UBND") {
		t.Errorf("%d %s", status, errorOf(page))
	}
}

// seenOn is what a page says that its reader saw, for its form to send back.
func seenOn(t *testing.T, p *person, path string) string {
	t.Helper()
	status, page := p.get(path)
	if status != 200 || !has(page, `input[name="seen"]`) {
		t.Fatalf("%s does not say what was seen: %d", path, status)
	}
	return valueOf(page, `input[name="seen"]`)
}

// TestAnswerOvertaken: who answers a question that somebody else has answered since the page was opened is told,
// sees the answer that is there, and can then give another; so is one whose form does not say what it saw.
func TestAnswerOvertaken(t *testing.T) {
	base, o := serveOn(t, 20_000, demo.ReviewDay, true)
	clerk := as(t, o, "canbo.xa")
	list, id := managed(t, o, clerk)
	ok(t, o.Reviews.TakeStep(context.Background(), clerk, list,
		review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	s, err := o.Surveys.Survey(context.Background(), clerk, list, id)
	ok(t, err)
	q := slices.IndexFunc(s.Questions, func(q surveys.SurveyQuestion) bool { return q.Column == "income_per_head" })
	path := fmt.Sprintf("/survey/%d/%d", list, id)
	one, two := newPerson(t, base, "dieutra"), newPerson(t, base, "canbo.xa")
	screen := fmt.Sprintf("%s?q=%d", path, q)
	seen := seenOn(t, one, screen)
	answer := func(p *person, seen, text string) (int, string) {
		t.Helper()
		return p.post(path, url.Values{"q": {fmt.Sprint(q)}, "seen": {seen}, "h": {text}})
	}
	if status, page := answer(two, seenOn(t, two, screen), "1.100.000"); status != 200 {
		t.Fatal(status, errorOf(page))
	}
	for _, stale := range []string{seen, "", "x"} {
		if status, page := answer(one, stale, "1.200.000"); status != 409 ||
			!has(page, `[value="1100000"]`) || !strings.Contains(errorOf(page), "chưa được lưu") {
			t.Errorf("an answer over another that was not seen (%q): %d %s", stale, status, errorOf(page))
		}
	}
	if status, page := answer(one, seenOn(t, one, screen), "1.200.000"); status != 200 {
		t.Error(status, errorOf(page))
	}
	if s, err = o.Surveys.Survey(context.Background(), clerk, list, id); err != nil ||
		s.Record.Text("income_per_head") != "1200000" {
		t.Error(s.Record.Text("income_per_head"), err)
	}
	if _, page := newPerson(t, base, "thanhtra").get("/audit?kind=household&subject=" +
		fmt.Sprint(id)); !strings.Contains(page, "trả lời phiếu khảo sát") {
		t.Error("the record of deeds does not name the answers")
	}
}

// TestSurveyAsksAnew: a screen whose answers age has nothing chosen and offers that it is still the same; an unlikely
// number is asked about; the form cannot be filed from its end before all of it is asked, nor by its address. The desk's
// form and the grid ask about the same number.
func TestSurveyAsksAnew(t *testing.T) {
	base, o := serveOn(t, 20_000, demo.ReviewDay, true)
	clerk := as(t, o, "canbo.xa")
	list, id := managed(t, o, clerk)
	ok(t, o.Reviews.TakeStep(context.Background(), clerk, list,
		review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	phone, path := newPerson(t, base, "dieutra"), fmt.Sprintf("/survey/%d/%d", list, id)
	s, err := o.Surveys.Survey(context.Background(), clerk, list, id)
	ok(t, err)
	screen := func(column string) (int, string) {
		t.Helper()
		q := slices.IndexFunc(s.Questions, func(q surveys.SurveyQuestion) bool { return q.Column == column })
		status, page := phone.get(fmt.Sprintf("%s?q=%d", path, q))
		if status != 200 {
			t.Fatal(status, errorOf(page))
		}
		return q, page
	}
	if _, page := phone.get(path + "?q=99"); strings.Contains(page, "/finish") || !strings.Contains(page, `id="unasked"`) ||
		strings.Contains(page, "Không có gì thay đổi") {
		t.Error("a form of which nothing was asked can be filed, or says that nothing has changed")
	}
	finish := url.Values{"day": {"15/10/2024"}}
	if status, page := phone.post(path+"/finish?q=99", finish); status != 422 ||
		!strings.Contains(errorOf(page), "Chưa hỏi lại") {
		t.Errorf("filed by its address: %d %s", status, errorOf(page))
	}
	q, page := screen("social_allowance")
	if strings.Contains(page, " checked") || !strings.Contains(page, `value="__keep__"`) ||
		!strings.Contains(page, "Vẫn như vậy: ") || !strings.Contains(page, "Lần trước") {
		t.Error("last year's answer is chosen, or cannot be confirmed")
	}
	answer := func(q int, more url.Values) (int, string) {
		t.Helper()
		more.Set("q", fmt.Sprint(q))
		more.Set("seen", seenOn(t, phone, fmt.Sprintf("%s?q=%d", path, q)))
		return phone.post(path, more)
	}
	if status, page := answer(q, url.Values{}); status != 422 ||
		!strings.Contains(errorOf(page), s.Record.Members[0].Name) {
		t.Errorf("passed over: %d %s", status, errorOf(page))
	}
	q, _ = screen("income_per_head")
	status, page := answer(q, url.Values{"h": {"100"}})
	if status != 422 || !strings.Contains(page, `name="sure" value="100"`) || !strings.Contains(page, `value="100"`) {
		t.Errorf("an income of 100 đ: %d %s", status, errorOf(page))
	}
	if status, page = answer(q, url.Values{"h": {"1,39triệu"}}); status != 422 ||
		!strings.Contains(errorOf(page), "1500000") {
		t.Errorf("an income in words: %d %s", status, errorOf(page))
	}
	if status, _ = answer(q, url.Values{"h": {""}}); status != 422 {
		t.Errorf("an income passed over: %d", status)
	}
	if status, page = answer(q, url.Values{"h": {"100"}, "sure": {"100"}}); status != 200 {
		t.Errorf("confirmed: %d %s", status, errorOf(page))
	}
	if status, page = answer(q, url.Values{"h": {""}, "h_as": {"same"}}); status != 200 {
		t.Errorf("still the same: %d %s", status, errorOf(page))
	}
	ok(t, officetest.AnswerAll(o, as(t, o, "dieutra"), list, id))
	if _, page = phone.get(path + "?q=99"); strings.Contains(page, `id="unasked"`) {
		t.Error("all is asked, and the end does not say so")
	}
	if status, page = phone.post(path+"/finish?q=99", finish); status != 200 {
		t.Errorf("%d %s", status, errorOf(page))
	}

	officer, f := newPerson(t, base, "canbo.xa"), newHousehold("LA-1")
	f.Set("income_per_head", "99.000.000.000")
	f.Set("valid_from", "01/10/2024")
	status, page = officer.post("/households/new", f)
	if status != 422 || !strings.Contains(page, `name="confirm" value="0/income_per_head=99000000000"`) {
		t.Fatalf("an income of 99 billion: %d %s", status, errorOf(page))
	}
	if _, page = officer.post("/households/check", f); !strings.Contains(page, `"income_per_head"`) {
		t.Errorf("it is not asked about while it is typed: %s", page)
	}
	f.Set("confirm", "0/income_per_head=100")
	if status, _ = officer.post("/households/new", f); status != 422 {
		t.Errorf("another value was confirmed: %d", status)
	}
	f.Set("confirm", "0/income_per_head=99000000000")
	if status, page = officer.post("/households/new", f); status != 200 {
		t.Errorf("confirmed: %d %s", status, errorOf(page))
	}
	rows := url.Values{"on": {"15/10/2024"}, "text": {"Mã hộ\tMã xã\tHọ và tên\tGiới tính\tNgày sinh\tThu nhập bình quân\n" +
		"LA-2\t31708\tLý Văn Thử\tnam\t01/02/1980\t100"}}
	status, page = officer.post("/paste", rows)
	m := regexp.MustCompile(`name="sure" value="(LA-2[^"]*)"`).FindStringSubmatch(page)
	if status != 422 || m == nil {
		t.Fatalf("pasted: %d %.300s", status, page)
	}
	rows.Set("sure", html.UnescapeString(m[1]))
	if status, page = officer.post("/paste", rows); status != 200 {
		t.Errorf("pasted and confirmed: %d %.300s", status, page)
	}
}
