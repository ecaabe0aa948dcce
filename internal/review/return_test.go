package review_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/workday"
)

// TestReturn: a list returns to an earlier step with a reason only; its forms, votes and postings are kept, what
// follows the step is to be done again, and a decided list does not return.
func TestReturn(t *testing.T) {
	p := procedure(t)
	day := date.Must(2024, 10, 1)
	l := posting(t, p, day)
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.GoBack, To: review.Surveying})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.GoBack, To: review.Posting,
		Reason: "cùng bước, không phải bước trước"})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.GoBack, To: review.Certifying, Reason: "bước sau"})
	must(t, p, l, review.Event{Step: review.GoBack, To: review.Surveying, Reason: "chấm nhầm diện tích nhà"})
	it := l.Item(1)
	if l.Stage != review.Surveying || it.Found == nil || it.Agreed || l.Posted() != nil {
		t.Errorf("at %s, found %v, agreed %v, posted %v", l.Stage.Title().EN, it.Found, it.Agreed, l.Posted())
	}
	if len(l.Meetings) != 1 || !l.Meetings[0].Void || l.Meetings[0].Votes[0].Agree != 5 || len(l.Postings) != 1 ||
		!l.Postings[0].Void || l.Postings[0].Day != day {
		t.Errorf("what was is not kept: %+v %+v", l.Meetings, l.Postings)
	}
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.Post, Day: day, Place: "Nhà văn hóa"})
	must(t, p, l, review.Event{Step: review.FormB, Household: 1, By: 8, Day: day, Found: found(poverty.NearPoor)})
	must(t, p, l, review.Event{Step: review.CloseSurvey, Day: day})
	must(t, p, l, meeting(day, 10, review.Vote{Household: 1, Agree: 10}))
	must(t, p, l, review.Event{Step: review.Post, Day: day, Place: "Nhà văn hóa"})
	if pub := l.Posted(); pub.Again || pub.Ends != date.Must(2024, 10, 4) {
		t.Errorf("%+v", pub)
	}
	must(t, p, l, review.Event{Step: review.ClosePosting, Day: day.AddDays(6)})
	must(t, p, l, review.Event{Step: review.GoBack, To: review.Posting, Reason: "niêm yết thiếu một nơi"})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.ClosePosting, Day: day.AddDays(7)})
	must(t, p, l, review.Event{Step: review.Post, Day: day.AddDays(7), Place: "Nhà văn hóa"})
	must(t, p, l, review.Event{Step: review.ClosePosting, Day: day.AddDays(13)})
	must(t, p, l, review.Event{Step: review.SendOpinion, Day: day.AddDays(13)})
	must(t, p, l, review.Event{Step: review.GiveOpinion, Day: day.AddDays(14), Agree: true})
	must(t, p, l, review.Event{Step: review.Decide, Day: day.AddDays(15), Number: "1", Signer: "CT", By: 20})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.GoBack, To: review.Surveying, Reason: "đã có quyết định"})
	for _, by := range []int64{7, 8} {
		if errs.KindOf(l.MayDecide(by)) != errs.Forbidden {
			t.Errorf("who surveyed before the return (%d) may decide", by)
		}
	}
}

// TestDistrictAsksAgain: the district may have households looked at again; each is re-checked and the list is posted
// again before it is sent once more.
func TestDistrictAsksAgain(t *testing.T) {
	p := procedure(t)
	day := date.Must(2024, 10, 1)
	l := posting(t, p, day)
	must(t, p, l, review.Event{Step: review.ClosePosting, Day: day.AddDays(6)})
	must(t, p, l, review.Event{Step: review.SendOpinion, Day: day.AddDays(6)})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.GiveOpinion, Day: day.AddDays(7), Text: "xem lại"})
	mustNot(t, p, l, errs.NotFound, review.Event{Step: review.GiveOpinion, Day: day.AddDays(7), Text: "xem lại",
		Households: []int64{99}})
	must(t, p, l, review.Event{Step: review.GiveOpinion, Day: day.AddDays(7), Text: "xem lại thu nhập",
		Households: []int64{1}})
	if todo := l.Todo(p, day.AddDays(7)); l.Stage != review.Posting || l.OpenComplaints() != 1 ||
		todo.Due != date.Must(2024, 10, 11) {
		t.Errorf("%s, %d open, %+v", l.Stage.Title().EN, l.OpenComplaints(), todo)
	}
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.Post, Day: day.AddDays(8), Place: "Nhà văn hóa"})
	must(t, p, l, review.Event{Step: review.Recheck, Household: 1, Complaint: 1, By: 9, Day: day.AddDays(8),
		Found: found(poverty.NearPoor), Text: "đã xem lại"})
	must(t, p, l, review.Event{Step: review.Post, Day: day.AddDays(8), Place: "Nhà văn hóa"})
	must(t, p, l, review.Event{Step: review.ClosePosting, Day: day.AddDays(14)})
	if l.Stage != review.Opinion || !l.Sent.IsZero() {
		t.Errorf("%s, sent %s", l.Stage.Title().EN, l.Sent)
	}
}

// TestDistrictEnds: the district's step is there until 30/06/2025. A list posted before and closed after goes to the
// decision, and one that was sent and not answered is not stuck.
func TestDistrictEnds(t *testing.T) {
	p := procedure(t)
	last := date.Must(2025, 6, 30)
	closed := posting(t, p, date.Must(2025, 6, 25))
	must(t, p, closed, review.Event{Step: review.ClosePosting, Day: last.AddDays(1)})
	if closed.Stage != review.Deciding {
		t.Errorf("closed on 01/07/2025: %s", closed.Stage.Title().EN)
	}
	sent := posting(t, p, date.Must(2025, 6, 23))
	must(t, p, sent, review.Event{Step: review.ClosePosting, Day: last})
	if sent.Stage != review.Opinion {
		t.Fatalf("closed on 30/06/2025: %s", sent.Stage.Title().EN)
	}
	must(t, p, sent, review.Event{Step: review.SendOpinion, Day: last})
	decision := review.Event{Step: review.Decide, Day: last, Number: "1", Signer: "CT", By: 20}
	mustNot(t, p, sent, errs.Conflict, decision)
	if before, after := sent.Todo(p, last).What.EN, sent.Todo(p, last.AddDays(1)).What.EN; before == after ||
		after != "The chairman's decision" {
		t.Errorf("to be done before: %s, after: %s", before, after)
	}
	decision.Day = last.AddDays(1)
	must(t, p, sent, decision)

	later := campaign(t, p, review.Annual, 2025, 0)
	if p.HasOpinion(later, later.Closes) || !p.Latest(later).Opinion.IsZero() ||
		p.Latest(later).Posting != date.Must(2025, 12, 9) {
		t.Errorf("the review of 2025: %+v", p.Latest(later)) // Tuesday 9: Wednesday to Friday 12, decided by Sunday 14
	}
}

// TestNotice: the days that the yearly notice adds move the deadlines; an official adds them to the law folder.
func TestNotice(t *testing.T) {
	notice := `instrument: 45/2019/QH14
holidays:
  - {date: 2025-01-27, title: {vi: Nghỉ Tết, en: Tết}, cite: thông báo (MẪU)}
  - {date: 2025-01-28, title: {vi: Nghỉ Tết, en: Tết}, cite: thông báo (MẪU)}
  - {date: 2025-01-30, title: {vi: Nghỉ Tết, en: Tết}, cite: thông báo (MẪU)}
  - {date: 2025-01-31, title: {vi: Nghỉ Tết, en: Tết}, cite: thông báo (MẪU)}
  - {date: 2024-09-03, title: {vi: Nghỉ Quốc khánh, en: National Day}, cite: thông báo (MẪU)}
`
	lib, err := law.Load(law.Overlay(os.DirFS("../../law"),
		fstest.MapFS{"45-2019-qh14/thong-bao.yaml": {Data: []byte(notice)}}), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	p := review.NewProcedure(lib)
	d := date.Must
	for _, c := range []struct{ day, ends date.Date }{
		{d(2025, 1, 23), d(2025, 2, 4)},  // Thursday before Tết: Friday 24, then Monday 3 and Tuesday 4 February
		{d(2025, 1, 24), d(2025, 2, 5)},  // Friday: Monday 3 to Wednesday 5 February
		{d(2024, 8, 30), d(2024, 9, 6)},  // Friday: Monday 2 and Tuesday 3 rest; Wednesday 4 to Friday 6
		{d(2024, 11, 4), d(2024, 11, 7)}, // no notice: as before
	} {
		if got := posting(t, p, c.day).Posted().Ends; got != c.ends {
			t.Errorf("posted on %s ends on %s, want %s", c.day, got, c.ends)
		}
	}
	// 30 January rests, and so on to the weekend
	if m := campaign(t, p, review.Monthly, 2025, 1); m.Closes != d(2025, 2, 3) {
		t.Errorf("%+v", m)
	}
}

// TestHolidays: the first day of Tết and the Hùng Kings' day of 2023 to 2027, and the fixed days, are days of rest.
func TestHolidays(t *testing.T) {
	lib := procedure(t).Law()
	days := []date.Date{date.Must(2023, 1, 22), date.Must(2024, 2, 10), date.Must(2025, 1, 29), date.Must(2026, 2, 17),
		date.Must(2027, 2, 6),
		date.Must(2023, 4, 29), date.Must(2024, 4, 18), date.Must(2025, 4, 7), date.Must(2026, 4, 26)}
	for year := 2023; year <= 2027; year++ {
		days = append(days, date.Must(year, 1, 1), date.Must(year, 4, 30), date.Must(year, 5, 1), date.Must(year, 9, 2))
	}
	listed := map[date.Date]string{}
	for _, h := range lib.Days.Listed {
		listed[h.Date] = h.Cite
	}
	for _, day := range days {
		if listed[day] == "" || lib.Working(day) {
			t.Errorf("%s is no day of rest, or says not why", day)
		}
	}
	if !lib.Working(date.Must(2024, 4, 19)) || !lib.Working(date.Must(2025, 4, 8)) {
		t.Error("the days after the Hùng Kings' are working days")
	}
}

// TestMoves: a change of the calendar moves what runs of a posting, a re-check and an opinion; a list replayed later
// says the same, whatever its law says.
func TestMoves(t *testing.T) {
	p, d := procedure(t), date.Must
	rest := workday.Change{Day: d(2024, 11, 6), Kind: workday.Rest, Title: "nghỉ", Number: "1/TB",
		Issued: d(2024, 11, 1)}
	after := review.NewProcedure(p.Law().With(p.Law().Days.Changed([]workday.Change{rest})))
	l := posting(t, p, d(2024, 11, 4)) // Monday: to Thursday 7
	must(t, p, l, review.Event{Step: review.Complain, Day: d(2024, 11, 5), Household: 1, From: "ông A",
		Text: "sai thu nhập"})
	got := review.Moves(l, after)
	want := []review.Move{{Term: review.MovedPosting, From: d(2024, 11, 7), To: d(2024, 11, 8)},
		{Term: review.MovedRecheck, No: 1, From: d(2024, 11, 8), To: d(2024, 11, 11)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	mustNot(t, after, l, errs.Invalid, review.Event{Step: review.MoveDeadline, Moves: got})
	must(t, after, l, review.Event{Step: review.MoveDeadline, Moves: got, Reason: rest.Why()})
	if l.Posted().Ends != d(2024, 11, 8) || l.Complaints[0].Due != d(2024, 11, 11) || len(review.Moves(l, after)) != 0 {
		t.Errorf("%+v %+v", l.Posted(), l.Complaints)
	}
	if back := review.Moves(l, p); len(back) != 2 || back[0].To != d(2024, 11, 7) {
		t.Errorf("undone: %+v", back)
	}
}
