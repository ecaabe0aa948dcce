package review_test

import (
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/rule/parse"
)

func procedure(t testing.TB) *review.Procedure {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	return review.NewProcedure(lib)
}

func campaign(t testing.TB, p *review.Procedure, kind review.Kind, year, month int) *review.Campaign {
	t.Helper()
	c, err := p.Campaign(kind, year, month)
	if err != nil {
		t.Fatal(err)
	}
	return &c
}

// TestDeadlines: worked examples, over Tết and 2 September too. Counting begins on the day after the event (Civil Code,
// Article 147); rest days do not count.
func TestDeadlines(t *testing.T) {
	p := procedure(t)
	d := date.Must
	type posted struct{ day, ends date.Date }
	for _, c := range []posted{
		{d(2024, 11, 4), d(2024, 11, 7)},  // Monday: Tuesday, Wednesday, Thursday
		{d(2024, 11, 7), d(2024, 11, 12)}, // Thursday: Friday, Monday, Tuesday
		{d(2024, 8, 29), d(2024, 9, 5)},   // Friday; 2 and 3 September rest: Wednesday, Thursday
		{d(2025, 1, 27), d(2025, 2, 5)},   // Tết: 27 January to 1 February; Monday to Wednesday
		{d(2023, 8, 31), d(2023, 9, 7)},   // 1 and 2 September rest, Monday 4 is made good
		{d(2026, 4, 24), d(2026, 5, 4)},   // Sunday 26 April is made good on Monday 27; 30 April and 1 May rest
		{d(2026, 4, 29), d(2026, 5, 6)},   // 30 April and 1 May rest
	} {
		l := posting(t, p, c.day)
		if got := l.Posted().Ends; got != c.ends {
			t.Errorf("posted on %s ends on %s, want %s", c.day, got, c.ends)
		}
	}
	annual := campaign(t, p, review.Annual, 2024, 0)
	if annual.Opens != d(2024, 9, 1) || annual.Closes != d(2024, 12, 14) || annual.Standard != "2022-2025" {
		t.Errorf("%+v", annual)
	}
	latest := p.Latest(annual)
	// Decided on Saturday 14 December: sent on Friday 6 (Monday 9 to Friday 13), posted on Monday 2 (Tuesday to
	// Thursday 5).
	if latest.Opinion != d(2024, 12, 6) || latest.Posting != d(2024, 12, 2) {
		t.Errorf("%+v", latest)
	}
	// 30 January lies in Tết
	if m := campaign(t, p, review.Monthly, 2025, 1); m.Opens != d(2025, 1, 15) || m.Closes != d(2025, 2, 3) {
		t.Errorf("%+v", m)
	}
	if m := campaign(t, p, review.Monthly, 2024, 8); m.Closes != d(2024, 8, 30) {
		t.Errorf("%+v", m)
	}
	if m := campaign(t, p, review.Monthly, 2023, 9); m.Closes != d(2023, 10, 2) { // 30 September is a Saturday
		t.Errorf("%+v", m)
	}
	if !p.HasOpinion(annual, d(2025, 6, 30)) || p.HasOpinion(annual, d(2025, 7, 1)) {
		t.Error("the district's step is there until 30/06/2025")
	}
	if p.HasOpinion(campaign(t, p, review.Monthly, 2024, 11), d(2024, 11, 20)) {
		t.Error("a monthly review does not go to the district")
	}
	if until, err := p.EscapedUntil(d(2024, 12, 10)); err != nil || until != d(2027, 12, 10) {
		t.Error(until, err)
	}
	if _, err := p.Campaign(review.Monthly, 2024, 13); errs.KindOf(err) != errs.Invalid {
		t.Error(err)
	}
}

// posting is a list posted on a day.
func posting(t *testing.T, p *review.Procedure, day date.Date) *review.List {
	t.Helper()
	l := &review.List{Campaign: &review.Campaign{Kind: review.Annual, Year: day.Year(), Opens: day.AddDays(-20),
		Closes: day.AddDays(60)}}
	must(t, p, l, review.Event{Step: review.AddHousehold, Household: 1, Source: review.Managed,
		Was: review.Standing{Class: poverty.Poor}})
	must(t, p, l, review.Event{Step: review.CloseList, Day: day.AddDays(-5)})
	must(t, p, l, review.Event{Step: review.FormB, Household: 1, By: 7, Day: day.AddDays(-5),
		Found: found(poverty.Poor)})
	must(t, p, l, review.Event{Step: review.CloseSurvey, Day: day.AddDays(-5)})
	must(t, p, l, meeting(day.AddDays(-1), 10, review.Vote{Household: 1, Agree: 5}))
	must(t, p, l, review.Event{Step: review.Post, Day: day, Place: "Nhà văn hóa ấp"})
	return l
}

func found(c poverty.Class) *review.Found {
	return &review.Found{Class: c, People: 4, Income: 900_000, B1: -1}
}

func meeting(day date.Date, attendance int, votes ...review.Vote) review.Event {
	return review.Event{Step: review.HoldMeeting, Day: day, Place: "Nhà văn hóa", Chair: "Trưởng ấp",
		Secretary: "Thư ký", Attendance: attendance, Votes: votes}
}

func must(t testing.TB, p *review.Procedure, l *review.List, e review.Event) {
	t.Helper()
	if err := l.Apply(p, &e); err != nil {
		t.Fatalf("%s: %v", e.Step, err)
	}
}

func mustNot(t testing.TB, p *review.Procedure, l *review.List, kind errs.Kind, e review.Event) {
	t.Helper()
	before := l.Seq
	if err := l.Apply(p, &e); errs.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v, want kind %v", e.Step, err, kind)
	}
	if l.Seq != before {
		t.Errorf("%s was refused and counted", e.Step)
	}
}

// TestProcedure walks a hamlet from the list to the certificate, with a complaint that changes a class, the district's
// opinion and what is refused on the way.
func TestProcedure(t *testing.T) {
	p := procedure(t)
	l := &review.List{Campaign: campaign(t, p, review.Annual, 2024, 0)}
	d := func(month, day int) date.Date { return date.Must(2024, month, day) }
	poor, near := review.Standing{Class: poverty.Poor, People: 4}, review.Standing{Class: poverty.NearPoor, People: 3}
	must(t, p, l, review.Event{Step: review.AddHousehold, Household: 1, Source: review.Managed, Was: poor})
	must(t, p, l, review.Event{Step: review.AddHousehold, Household: 2, Source: review.Managed, Was: near})
	must(t, p, l, review.Event{Step: review.AddHousehold, Household: 3, Source: review.Request01, Day: d(9, 3)})
	must(t, p, l, review.Event{Step: review.AddHousehold, Household: 4, Source: review.Request01, Day: d(9, 3)})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.AddHousehold, Household: 1, Source: review.Managed})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.AddHousehold, Household: 9, Source: review.Request04,
		Was: poor})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.FormB, Household: 1, Day: d(9, 5),
		Found: found(poverty.Poor)})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.CloseList, Day: d(8, 31)})
	must(t, p, l, review.Event{Step: review.CloseList, Day: d(9, 5)})

	must(t, p, l, review.Event{Step: review.FormB, Household: 1, By: 7, Day: d(9, 10), Found: found(poverty.NearPoor)})
	must(t, p, l, review.Event{Step: review.FormB, Household: 2, By: 7, Day: d(9, 10), Found: found(poverty.None)})
	// form A first
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.FormB, Household: 3, By: 7, Day: d(9, 10),
		Found: found(poverty.Poor)})
	must(t, p, l, review.Event{Step: review.FormA, Household: 3, By: 7, Day: d(9, 10)})
	must(t, p, l, review.Event{Step: review.FormB, Household: 3, By: 7, Day: d(9, 11),
		Found: found(poverty.Undetermined)})
	must(t, p, l, review.Event{Step: review.FormA, Household: 4, By: 7, Day: d(9, 11), Unlikely: true,
		Signs: []string{"car"}})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.CloseSurvey, Day: d(9, 12)}) // household 3 is undetermined
	must(t, p, l, review.Event{Step: review.FormB, Household: 3, By: 8, Day: d(9, 12), Found: found(poverty.Poor)})
	must(t, p, l, review.Event{Step: review.CloseSurvey, Day: d(9, 12)})

	mustNot(t, p, l, errs.Invalid, meeting(d(9, 16), 10, review.Vote{Household: 1, Agree: 8, Against: 3},
		review.Vote{Household: 2}, review.Vote{Household: 3}, review.Vote{Household: 4}))
	mustNot(t, p, l, errs.Invalid, meeting(d(9, 16), 10, review.Vote{Household: 1, Agree: 8}))
	must(t, p, l, meeting(d(9, 16), 9, review.Vote{Household: 1, Agree: 5}, review.Vote{Household: 2, Agree: 9},
		review.Vote{Household: 3, Agree: 4, Against: 5}, review.Vote{Household: 4, Agree: 9}))
	if l.Stage != review.Surveying || !l.Item(3).Resurvey || !l.Item(1).Agreed {
		t.Fatalf("4 of 9 is less than half: %s", l.Stage.Title().EN)
	}
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.FormB, Household: 1, By: 7, Day: d(9, 17),
		Found: found(poverty.Poor)})
	must(t, p, l, review.Event{Step: review.FormB, Household: 3, By: 8, Day: d(9, 17), Found: found(poverty.NearPoor)})
	must(t, p, l, review.Event{Step: review.CloseSurvey, Day: d(9, 17)})
	must(t, p, l, meeting(d(9, 18), 10, review.Vote{Household: 3, Agree: 5, Against: 5})) // exactly half
	must(t, p, l, review.Event{Step: review.Post, Day: d(9, 19), Place: "Nhà văn hóa, UBND xã"})

	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.ClosePosting, Day: d(9, 24)}) // it lasts to the 24th
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.Complain, Household: 2, Day: d(9, 25), From: "Ông A",
		Text: "…"})
	must(t, p, l, review.Event{Step: review.Complain, Household: 2, Day: d(9, 23), From: "Bà B",
		Text: "hộ vẫn còn khó khăn"})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.ClosePosting, Day: d(9, 26)})
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.Recheck, Household: 2, Complaint: 1, Day: d(9, 25),
		Found: found(poverty.Undetermined), Text: "…"})
	must(t, p, l, review.Event{Step: review.Recheck, Household: 2, Complaint: 1, By: 9, Day: d(9, 25),
		Found: found(poverty.Poor), Text: "đúng như khiếu nại"})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.ClosePosting, Day: d(9, 26)}) // to be posted again
	must(t, p, l, review.Event{Step: review.Post, Day: d(9, 26), Place: "Nhà văn hóa"})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.Post, Day: d(9, 27), Place: "Nhà văn hóa"})
	must(t, p, l, review.Event{Step: review.ClosePosting, Day: d(10, 2)})
	if l.Stage != review.Opinion {
		t.Fatal(l.Stage.Title())
	}
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.GiveOpinion, Day: d(10, 3), Agree: true})
	mustNot(t, p, l, errs.Conflict, review.Event{Step: review.Decide, Day: d(10, 3), Number: "1", Signer: "CT", By: 20})
	must(t, p, l, review.Event{Step: review.SendOpinion, Day: d(10, 3)})
	if l.OpinionDue != d(10, 10) {
		t.Error(l.OpinionDue)
	}
	must(t, p, l, review.Event{Step: review.GiveOpinion, Day: d(10, 7), Agree: true, Text: "thống nhất"})

	decision := review.Event{Step: review.Decide, Day: d(10, 9), Number: "12/QĐ-UBND", Signer: "Chủ tịch", By: 20}
	early, surveyor := decision, decision
	early.Day, surveyor.By = d(9, 30), 9
	mustNot(t, p, l, errs.Invalid, early)
	mustNot(t, p, l, errs.Forbidden, surveyor)
	must(t, p, l, decision)
	want := map[int64]review.Outcome{1: review.EscapedNear, 2: review.Recognised, 3: review.Recognised,
		4: review.Refused}
	for h, o := range want {
		if got := l.Item(h).Outcome; got != o {
			t.Errorf("household %d: %s, want %s", h, got, o)
		}
	}
	mustNot(t, p, l, errs.Invalid, review.Event{Step: review.Certify, Household: 4, Day: d(10, 10), Number: "1"})
	for h := int64(1); h <= 3; h++ {
		must(t, p, l, review.Event{Step: review.Certify, Household: h, Day: d(10, 10), Number: "GCN"})
	}
	must(t, p, l, review.Event{Step: review.Refuse, Household: 4, Day: d(10, 10), Number: "TB",
		Reason: "có dấu hiệu mức sống khá"})
	if l.Stage != review.Finished {
		t.Error(l.Stage.Title())
	}
}

// TestNoShortcut: whatever steps are tried in whatever order, a list that is decided has behind it every step before
// the decision, in order, for every household – checked against the events alone, not against the machine.
func TestNoShortcut(t *testing.T) {
	p := procedure(t)
	decidedLists := 0
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]review.Kind{review.Annual, review.Monthly}).Draw(t, "kind")
		c, err := p.Campaign(kind, 2024, 10)
		if err != nil {
			t.Fatal(err)
		}
		l := &review.List{Campaign: &c}
		var taken []review.Event
		day := c.Opens
		for range rapid.IntRange(150, 400).Draw(t, "steps") {
			day = day.AddDays(rapid.IntRange(0, 3).Draw(t, "days"))
			e := draw(t, l, day)
			before := len(l.Items)
			stage := l.Stage
			if err := l.Apply(p, &e); err == nil {
				taken = append(taken, e)
			} else if l.Stage != stage || len(l.Items) != before {
				t.Fatalf("%s was refused (%v) and changed the list", e.Step, err)
			}
		}
		again, err := review.Replay(p, &c, taken)
		if err != nil || again.Stage != l.Stage || len(again.Items) != len(l.Items) {
			t.Fatalf("replayed: %v", err)
		}
		for i := range taken {
			if taken[i].Step == review.Decide {
				decidedLists++
				decidedRightly(t, p, &c, taken[:i+1])
			}
		}
	})
	t.Logf("%d lists came to a decision", decidedLists)
	if decidedLists == 0 {
		t.Error("no list came to a decision: the property says nothing")
	}
}

// draw makes a step: mostly one that fits the stage, sometimes any.
func draw(t *rapid.T, l *review.List, day date.Date) review.Event {
	all := []review.Step{review.AddHousehold, review.RemoveHousehold, review.CloseList, review.FormA, review.FormB,
		review.CloseSurvey, review.HoldMeeting, review.Post,
		review.Complain, review.Recheck, review.ClosePosting, review.SendOpinion, review.GiveOpinion, review.Decide,
		review.Certify, review.Refuse, review.GoBack}
	fitting := map[review.Stage][]review.Step{
		review.Listing:   {review.AddHousehold, review.AddHousehold, review.CloseList},
		review.Surveying: {review.FormA, review.FormB, review.FormB, review.CloseSurvey},
		review.Meeting:   {review.HoldMeeting}, review.Posting: {review.Post, review.ClosePosting, review.ClosePosting,
			review.Complain, review.Recheck, review.Recheck},
		review.Opinion: {review.SendOpinion, review.GiveOpinion}, review.Deciding: {review.Decide},
		review.Certifying: {review.Certify, review.Refuse}, review.Finished: all}
	step := rapid.SampledFrom(fitting[l.Stage]).Draw(t, "step")
	if rapid.IntRange(0, 9).Draw(t, "any") == 0 {
		step = rapid.SampledFrom(all).Draw(t, "anyStep")
	}
	e := review.Event{Step: step, Day: day, By: rapid.Int64Range(1, 4).Draw(t, "by"),
		Household: rapid.Int64Range(1, 3).Draw(t, "household"), Place: "nơi", Chair: "c", Secretary: "s",
		From: "người dân", Text: "nội dung", Reason: "lý do rõ ràng", Number: "1", Signer: "CT",
		Agree: rapid.Bool().Draw(t, "agree")}
	class := rapid.SampledFrom([]poverty.Class{poverty.Undetermined, poverty.Poor, poverty.NearPoor, poverty.None,
		poverty.Poor, poverty.None}).Draw(t, "class")
	switch step {
	case review.AddHousehold:
		e.Source = rapid.SampledFrom([]review.Source{review.Managed, review.Request01, review.Request04}).Draw(t,
			"source")
		e.Was.Class = rapid.SampledFrom([]poverty.Class{poverty.None, poverty.Poor, poverty.NearPoor}).Draw(t, "was")
	case review.FormA:
		e.Unlikely = rapid.Bool().Draw(t, "unlikely")
	case review.FormB, review.Recheck:
		e.Found = found(class)
		if n := len(l.Complaints); n > 0 {
			e.Complaint = rapid.IntRange(1, n).Draw(t, "complaint")
			if step == review.Recheck && rapid.IntRange(0, 3).Draw(t, "right") > 0 {
				e.Household = l.Complaints[e.Complaint-1].Household
			}
		}
	case review.HoldMeeting:
		e.Attendance = 10
		for _, it := range l.ToVote() {
			e.Votes = append(e.Votes, review.Vote{Household: it.Household,
				Agree: rapid.SampledFrom([]int{4, 5, 9, 9, 9}).Draw(t, "for")})
		}
	case review.GiveOpinion:
		e.Households = []int64{e.Household}
	case review.GoBack:
		e.To = review.Stage(rapid.IntRange(0, 6).Draw(t, "to"))
	}
	return e
}

// decidedRightly looks at the events up to a decision: the households left on the list were surveyed with a decided
// class, then agreed on by a meeting (or re-checked), then posted for the days of the law, complaints all re-checked
// and posted again, and the district agreed where it has a say.
func decidedRightly(t *rapid.T, p *review.Procedure, c *review.Campaign, events []review.Event) {
	decision := events[len(events)-1]
	type state struct {
		class             poverty.Class
		surveyed, meeting int // index of the event
		contested         bool
	}
	at := map[int64]*state{}
	closed, survey, posted, postedDay, opinion := -1, -1, -1, date.Date(0), -1
	open := map[int]int64{}
	complaints, surveyors := 0, []int64{}
	for i, e := range events[:len(events)-1] {
		switch e.Step {
		case review.AddHousehold:
			at[e.Household] = &state{surveyed: -1, meeting: -1}
		case review.RemoveHousehold:
			delete(at, e.Household)
		case review.CloseList:
			if closed < 0 { // a list that returned to the listing keeps its surveys
				closed = i
			}
		case review.FormA:
			surveyors = append(surveyors, e.By)
			if e.Unlikely {
				at[e.Household].class, at[e.Household].surveyed = poverty.None, i
			}
		case review.FormB:
			surveyors = append(surveyors, e.By)
			at[e.Household].class, at[e.Household].surveyed = e.Found.Class, i
		case review.CloseSurvey:
			survey = i
		case review.HoldMeeting:
			for _, v := range e.Votes {
				if 2*v.Agree >= e.Attendance {
					at[v.Household].meeting = i
				}
			}
		case review.Complain:
			complaints++
			open[complaints] = e.Household
			if at[e.Household] == nil {
				at[e.Household] = &state{surveyed: -1, meeting: -1, contested: true}
			}
		case review.Recheck:
			surveyors = append(surveyors, e.By)
			delete(open, e.Complaint)
			s := at[e.Household]
			s.class, s.surveyed = e.Found.Class, i
			s.contested, posted = true, -1
		case review.Post:
			posted, postedDay = i, e.Day
		case review.GiveOpinion:
			if opinion = -1; e.Agree {
				opinion = i
			} else {
				for _, h := range e.Households {
					complaints++
					open[complaints] = h
				}
			}
		case review.GoBack:
			posted, opinion = -1, -1
			if e.To <= review.Meeting {
				for _, s := range at {
					s.meeting, s.contested = -1, false
				}
			}
		}
	}
	if closed < 0 || survey < closed || posted < survey || len(open) > 0 {
		t.Fatalf("decided: list closed at %d, survey at %d, posted at %d, %d complaints open", closed, survey, posted,
			len(open))
	}
	for h, s := range at {
		if s.surveyed < closed || s.class == poverty.Undetermined {
			t.Fatalf("household %d decided as %s, surveyed at %d", h, s.class, s.surveyed)
		}
		if !s.contested && s.meeting < s.surveyed {
			t.Fatalf("household %d decided without a meeting that agreed on its last survey", h)
		}
		if posted < s.meeting || posted < s.surveyed {
			t.Fatalf("household %d decided without a posting of what was agreed", h)
		}
	}
	working := 0
	for d := postedDay.AddDays(1); d < decision.Day; d = d.AddDays(1) {
		if p.Law().Working(d) {
			working++
		}
	}
	if working < 3 {
		t.Fatalf("decided on %s after %d working days of posting from %s", decision.Day, working, postedDay)
	}
	if p.HasOpinion(c, decision.Day) && opinion < posted {
		t.Fatal("decided without the district's opinion")
	}
	if slices.Contains(surveyors, decision.By) {
		t.Fatal("decided by who surveyed")
	}
}
