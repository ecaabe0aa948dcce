package inspection_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
)

var today = date.Must(2024, 10, 7)

const (
	head, member, officer, other int64 = 1, 2, 3, 4
	words                              = "đủ dài để là một lý do"
)

func matter() *inspection.Matter {
	return &inspection.Matter{
		Unit:    "31708",
		Year:    2024,
		Origin:  inspection.Own,
		Basis:   "risk",
		Subject: "Kiểm tra rà soát hộ nghèo",
		Team:    []inspection.Member{{Account: head, Name: "Trưởng đoàn", Lead: true}, {Account: member, Name: "Thành viên"}},
	}
}

// walk takes steps one after another and stops at the first that is refused.
func walk(t *testing.T, v *inspection.Visit, events ...inspection.Event) {
	t.Helper()
	for i := range events {
		if err := v.Apply(&events[i]); err != nil {
			t.Fatalf("%s: %v", events[i].Step, err)
		}
	}
}

func event(step inspection.Step, by int64, with ...func(*inspection.Event)) inspection.Event {
	e := inspection.Event{Step: step, By: by, Day: today, Reason: words, Content: words}
	for _, f := range with {
		f(&e)
	}
	return e
}

func first(e *inspection.Event) { e.No = 1 }

func on(d date.Date) func(*inspection.Event) { return func(e *inspection.Event) { e.Day = d } }

func found(amount, worth household.Dong, article string) func(*inspection.Event) {
	return func(e *inspection.Event) {
		e.Finding = &inspection.Finding{Code: "recover", Severity: 2, Text: "Chi sai 2 hộ", Amount: amount, Article: article}
		if worth > 0 {
			e.Finding.Links = []inspection.Link{{Kind: inspection.ToSupport, ID: 7, Label: "Hỗ trợ 7", Worth: worth}}
		}
	}
}

func declared(by int64) inspection.Event {
	return event(inspection.Declare, by, func(e *inspection.Event) { e.Reason = "" })
}

// inField is a visit in the field.
func inField(t *testing.T) *inspection.Visit {
	v := &inspection.Visit{}
	walk(
		t,
		v,
		event(inspection.Begin, head, func(e *inspection.Event) { e.Matter = matter() }),
		declared(head),
		declared(member),
		event(
			inspection.Announce,
			head,
			func(e *inspection.Event) { e.From, e.Earliest = today.AddDays(7), today.AddDays(7) },
		),
		event(inspection.GoOut, head, on(today.AddDays(7))),
	)
	return v
}

func concluded(t *testing.T) *inspection.Visit {
	v := inField(t)
	walk(t, v, event(inspection.Find, head, found(5_000_000, 6_000_000, "Quyết định 24/2021/QĐ-TTg, Điều 5")),
		event(inspection.Draft, head, func(e *inspection.Event) { e.Due = today.AddDays(20) }),
		event(inspection.Reply, officer, func(e *inspection.Event) { e.Replies = []inspection.UnitReply{{No: 1}} }),
		event(inspection.Conclude, head, func(e *inspection.Event) { e.Document, e.Symbol = 5, "12/KL-BCĐ" }))
	return v
}

func following(t *testing.T, amount household.Dong) *inspection.Visit {
	v := concluded(t)
	walk(t, v, event(inspection.Recommend, head, func(e *inspection.Event) {
		e.Rec = &inspection.Recommendation{Finding: 1, What: "Thu hồi tiền chi sai", Due: today.AddDays(60), Amount: amount}
	}))
	return v
}

// refused is a step that is refused and changes nothing.
func refused(t *testing.T, v *inspection.Visit, e inspection.Event, kind errs.Kind, says string) {
	t.Helper()
	before, _ := json.Marshal(v)
	err := v.Apply(&e)
	after, _ := json.Marshal(v)
	if err == nil || errs.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v does not say %q", e.Step, err, says)
	}
	if string(before) != string(after) {
		t.Errorf("%s was refused and changed the visit:\n%s\n%s", e.Step, before, after)
	}
}

// TestFinding: a finding without subject or article is drafted and not stated; its amount is no more than its rows.
func TestFinding(t *testing.T) {
	draft := event(inspection.Draft, head, func(e *inspection.Event) { e.Due = today.AddDays(20) })
	for says, f := range map[string]func(*inspection.Event){"chưa gắn với": found(0, 0, "Điều 5"), "chưa ghi điều": found(0, 1, "")} {
		v := inField(t)
		walk(t, v, event(inspection.Find, member, f))
		refused(t, v, draft, errs.Invalid, says)
		walk(t, v, event(inspection.Settle, head, first), draft)
		if v.Findings[0].State != inspection.FindingDropped || v.State != inspection.Drafted {
			t.Errorf("%+v", v)
		}
	}
	v := inField(t)
	refused(t, v, event(inspection.Find, head, found(6_000_001, 6_000_000, "Điều 5")), errs.Invalid, "6.000.000")
	refused(
		t,
		v,
		event(
			inspection.Find,
			head,
			func(e *inspection.Event) { e.Finding = &inspection.Finding{Code: "other", Severity: 4, Text: "x"} },
		),
		errs.Invalid,
		"",
	)
	refused(t, v, event(inspection.Find, other, found(1, 2, "Điều 5")), errs.Forbidden, "đoàn")
}

// TestTerm: no conclusion before the unit's answer or its term's end; what is contested is settled first.
func TestTerm(t *testing.T) {
	v := inField(t)
	walk(t, v, event(inspection.Find, head, found(1, 2, "Điều 5")),
		event(inspection.Draft, head, func(e *inspection.Event) { e.Due = today.AddDays(20) }))
	conclude := event(inspection.Conclude, head, func(e *inspection.Event) { e.Document = 5 })
	refused(t, v, conclude, errs.Invalid, "27/10/2024")
	conclude.Day = today.AddDays(20)
	refused(t, v, conclude, errs.Invalid, "27/10/2024")
	late := *v
	conclude.Day = today.AddDays(21)
	walk(t, &late, conclude)
	if late.State != inspection.Concluded || late.Findings[0].State != inspection.FindingConfirmed {
		t.Errorf("%+v", late)
	}
	refused(t, v, event(inspection.Reply, officer), errs.Invalid, "1")
	refused(
		t,
		v,
		event(
			inspection.Reply,
			officer,
			func(e *inspection.Event) { e.Replies = []inspection.UnitReply{{No: 1, Contest: true, Text: "sai"}} },
		),
		errs.Invalid,
		"",
	)
	walk(t, v, event(inspection.Reply, officer, func(e *inspection.Event) {
		e.Replies = []inspection.UnitReply{{No: 1, Contest: true, Text: "Hộ đã có quyết định công nhận"}}
	}))
	conclude.Day = today
	refused(t, v, conclude, errs.Invalid, "1")
	walk(t, v, event(inspection.Settle, head, first, func(e *inspection.Event) { e.Confirm = true }), conclude)
}

// TestTeam: nobody goes out before all have declared their interests; who has one takes no step; notice is kept or its
// lack
// is reasoned.
func TestTeam(t *testing.T) {
	v := &inspection.Visit{}
	walk(t, v, event(inspection.Begin, head, func(e *inspection.Event) { e.Matter = matter() }), declared(head))
	announce := event(
		inspection.Announce,
		head,
		func(e *inspection.Event) { e.From, e.Earliest, e.Reason = today.AddDays(2), today.AddDays(7), "" },
	)
	refused(t, v, announce, errs.Invalid, "14/10/2024")
	announce.Reason = "Kiểm tra đột xuất theo đơn"
	refused(t, v, announce, errs.Invalid, "Thành viên")
	walk(t, v, event(inspection.Declare, member), announce)
	if v.Surprise == "" || v.State != inspection.Announced {
		t.Errorf("%+v", v)
	}
	refused(t, v, event(inspection.GoOut, head), errs.Invalid, "09/10/2024")
	refused(t, v, event(inspection.GoOut, member, on(today.AddDays(3))), errs.Forbidden, "")
	walk(t, v, event(inspection.GoOut, head, on(today.AddDays(3))))
	refused(t, v, event(inspection.Check, head, func(e *inspection.Event) {
		e.Checks = map[string]inspection.Answer{"posted": {Result: inspection.No}}
	}), errs.Invalid, "")
	walk(t, v, event(inspection.Check, head, func(e *inspection.Event) {
		e.Checks = map[string]inspection.Answer{"posted": {Result: inspection.No, Note: "Không có biên bản"}}
	}))
	bad := &inspection.Visit{}
	two := matter()
	two.Team[1].Lead = true
	refused(
		t,
		bad,
		event(inspection.Begin, head, func(e *inspection.Event) { e.Matter = two }),
		errs.Invalid,
		"trưởng đoàn",
	)
}

// TestRecovery: it closes with recoveries of its amount, or with a decision for what is missing, and not else; who
// claims
// does not verify, nor does the unit.
func TestRecovery(t *testing.T) {
	v := following(t, 5_000_000)
	refused(t, v, event(inspection.Recommend, head, func(e *inspection.Event) {
		e.Rec = &inspection.Recommendation{Finding: 1, What: "Thu hồi thêm nữa", Due: today.AddDays(9), Amount: 1}
	}), errs.Invalid, "")
	walk(t, v, event(inspection.Claim, officer, first))
	refused(t, v, event(inspection.Verify, officer, first), errs.Forbidden, "")
	refused(
		t,
		v,
		event(inspection.Verify, other, first, func(e *inspection.Event) { e.Object = true }),
		errs.Forbidden,
		"",
	)
	walk(t, v, event(inspection.Verify, other, first))
	closing := event(inspection.CloseRec, other, first)
	refused(t, v, closing, errs.Invalid, "5.000.000")
	back := func(movement int64, amount household.Dong) inspection.Event {
		return event(inspection.Recover, other, first, func(e *inspection.Event) {
			e.Recovery = &inspection.Recovery{Movement: movement, Amount: amount, Day: today}
		})
	}
	refused(t, v, back(9, 5_000_001), errs.Invalid, "5.000.000")
	walk(t, v, back(9, 3_000_000))
	refused(t, v, back(9, 1), errs.Conflict, "")
	refused(t, v, closing, errs.Invalid, "2.000.000")
	waive := event(
		inspection.Waive,
		other,
		first,
		func(e *inspection.Event) { e.Waiver = &inspection.Waiver{Amount: 2_000_000, Reason: words} },
	)
	refused(t, v, waive, errs.Invalid, "văn bản")
	waive.Waiver.Document = 8
	walk(t, v, waive, closing)
	if v.Recs[0].State != inspection.RecClosed || v.State != inspection.Closed || v.Recs[0].Back() != 3_000_000 {
		t.Errorf("%+v", v)
	}
	v = following(t, 5_000_000)
	walk(t, v, event(inspection.Object, officer, first))
	refused(t, v, event(inspection.Withdraw, other, first), errs.Invalid, "")
	refused(t, v, event(inspection.Close, head), errs.Invalid, "1")
}

// TestOutside: a conclusion of the State Audit is registered with its document and followed up alike.
func TestOutside(t *testing.T) {
	m := matter()
	m.Origin, m.Team = inspection.StateAudit, nil
	v := &inspection.Visit{}
	register := event(inspection.Register, other, func(e *inspection.Event) { e.Matter = m })
	refused(t, v, register, errs.Invalid, "văn bản")
	register.Document = 3
	walk(t, v, register, event(inspection.Recommend, other, func(e *inspection.Event) {
		e.Rec = &inspection.Recommendation{What: "Thu hồi kinh phí", Due: today.AddDays(30), Amount: 7}
	}))
	if !v.Recs[0].Overdue(today.AddDays(31)) || v.Recs[0].Overdue(today.AddDays(30)) || v.State != inspection.Following {
		t.Errorf("%+v", v)
	}
}

// TestWalk: on random walks nothing is closed whose money is not back or waived, no finding is stated without subject
// and
// article, no conclusion comes before the answer or its term, nobody verifies what they claimed, refused steps change
// nothing, and the events alone make the visit again.
func TestWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 7))
	steps := inspection.Steps()
	reached, walks := map[inspection.State]int{}, 2000
	for w := range walks {
		v, events, day := &inspection.Visit{}, []inspection.Event(nil), today
		for range 90 {
			day = day.AddDays(r.IntN(4))
			e := random(r, steps, v, day)
			before, _ := json.Marshal(v)
			answered := v.State == inspection.Answered
			if err := v.Apply(&e); err != nil {
				if after, _ := json.Marshal(v); string(before) != string(after) {
					t.Fatalf("walk %d: %s was refused (%v) and changed the visit", w, e.Step, err)
				}
				continue
			}
			events = append(events, e)
			if e.Step == inspection.Conclude && !answered && day <= v.AnswerBy {
				t.Fatalf("walk %d: concluded on %s before the answer and the term %s", w, day, v.AnswerBy)
			}
			if err := sound(v); err != nil {
				t.Fatalf("walk %d after %s: %v", w, e.Step, err)
			}
		}
		reached[v.State]++
		again, err := inspection.Replay(events)
		one, _ := json.Marshal(v)
		two, _ := json.Marshal(again)
		if err != nil || string(one) != string(two) {
			t.Fatalf("walk %d: the events make another visit: %v\n%s\n%s", w, err, one, two)
		}
	}
	if reached[inspection.Closed] < walks/100 || reached[inspection.Following] < walks/100 {
		t.Errorf("the walks do not reach: %v", reached)
	}
}

func random(r *rand.Rand, steps []inspection.Step, v *inspection.Visit, day date.Date) inspection.Event {
	e := inspection.Event{Step: steps[r.IntN(len(steps))], By: 1 + r.Int64N(4), Day: day, Earliest: day.AddDays(2),
		From: day.AddDays(r.IntN(6)), Due: day.AddDays(r.IntN(9)), Document: r.Int64N(3), No: 1 + r.IntN(2),
		Confirm: r.IntN(2) == 0, Object: r.IntN(3) == 0}
	if able := (&inspection.Visit{State: v.State}).State; r.IntN(3) > 0 { // rather what can follow
		for range 20 {
			if able == "" || v.Allows(e.Step, e.By) {
				break
			}
			e.Step, e.By = steps[r.IntN(len(steps))], 1+r.Int64N(4)
		}
	}
	if r.IntN(4) > 0 {
		e.Reason, e.Content = words, words
	}
	m := matter()
	e.Matter = m
	if r.IntN(4) > 0 {
		e.Rec = &inspection.Recommendation{
			What:    words,
			Due:     day.AddDays(r.IntN(30)),
			Finding: r.IntN(3),
			Amount:  household.Dong(r.IntN(4)),
		}
		e.Recovery = &inspection.Recovery{Movement: r.Int64N(5), Amount: household.Dong(r.IntN(5)), Day: day}
		e.Waiver = &inspection.Waiver{Document: r.Int64N(2), Amount: household.Dong(r.IntN(4)), Reason: words}
		e.Finding = &inspection.Finding{
			No:       r.IntN(3),
			Code:     "recover",
			Severity: 1 + r.IntN(3),
			Text:     words,
			Amount:   household.Dong(r.IntN(6)),
		}
		if r.IntN(3) > 0 {
			e.Finding.Article, e.Finding.Links = "Điều 5", []inspection.Link{
				{Kind: inspection.ToSupport, ID: 1, Worth: household.Dong(r.IntN(6))},
			}
		}
		for n := range 3 {
			e.Replies = append(e.Replies, inspection.UnitReply{No: n + 1, Contest: r.IntN(3) == 0, Text: words})
		}
	}
	if e.Step == inspection.Declare && r.IntN(5) > 0 {
		e.Reason = ""
	}
	if e.Step == inspection.Cancel && r.IntN(60) > 0 {
		e.Step = inspection.Check
	}
	return e
}

// sound says what must hold of a visit in whatever way it came about.
func sound(v *inspection.Visit) error {
	var why []error
	for i := range v.Findings {
		f := &v.Findings[i]
		if f.State != inspection.FindingDraft && f.State != inspection.FindingDropped && f.Lacks() != nil {
			why = append(why, fmt.Errorf("finding %d is %s without what it needs", f.No, f.State))
		}
	}
	for i := range v.Recs {
		r := &v.Recs[i]
		if !r.State.Open() && r.Left() != 0 || r.Left() < 0 {
			why = append(why, fmt.Errorf("recommendation %d is %s with %d left", r.No, r.State, r.Left()))
		}
		if r.Verifier != 0 && r.Verifier == r.Claimer {
			why = append(why, fmt.Errorf("recommendation %d was verified by who claimed it", r.No))
		}
	}
	if v.State == inspection.Closed && v.OpenRecs() > 0 {
		why = append(why, errors.New("closed with recommendations that run"))
	}
	return errors.Join(why...)
}

// TestRead: the shipped rules are sound; what a visit asks depends on its projects.
func TestRead(t *testing.T) {
	r, err := inspection.Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Asked(nil)) != 1 || len(r.Asked([]string{"DA1"})) != 2 || r.Finding("recover") == nil ||
		r.Finding("x") != nil {
		t.Errorf("%+v", r)
	}
}
