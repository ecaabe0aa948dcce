package privacy

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

func rules(t *testing.T) *Rules {
	t.Helper()
	r, err := Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func weekdays(d date.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }

// TestDue: answered within two working days of the request, done within 15 days, 20 where somebody else processes the
// data too, once 15 more.
func TestDue(t *testing.T) {
	r := rules(t)
	for _, c := range []struct {
		received    date.Date
		shared, ext bool
		answer, act date.Date
	}{
		{date.Must(2026, 11, 26), false, false, date.Must(2026, 11, 30), date.Must(2026, 12, 11)}, // a Thursday
		{date.Must(2026, 11, 27), true, false, date.Must(2026, 12, 1), date.Must(2026, 12, 17)},   // a Friday
		{date.Must(2026, 11, 28), false, true, date.Must(2026, 12, 1), date.Must(2026, 12, 28)},   // a Saturday
		{date.Must(2026, 11, 23), true, true, date.Must(2026, 11, 25), date.Must(2026, 12, 28)},
	} {
		q := &Request{State: Received, Right: "see", Received: c.received, Shared: c.shared, Extended: c.ext}
		if answer, act := q.Due(r, weekdays); answer != c.answer || act != c.act {
			t.Errorf("%s: %s, %s", c.received, answer, act)
		}
		if q.Next(r, weekdays) != c.answer {
			t.Errorf("%s: next %s", c.received, q.Next(r, weekdays))
		}
		if q.State = Accepted; q.Next(r, weekdays) != c.act {
			t.Errorf("%s: next %s", c.received, q.Next(r, weekdays))
		}
		if q.State = Done; !q.Next(r, weekdays).IsZero() {
			t.Error("something is next of what is done")
		}
	}
}

// TestWalk: whatever steps are tried, a request ends once, is extended at most once and only while it is worked on, and
// its steps are exactly those that were taken; what is refused or done says why.
func TestWalk(t *testing.T) {
	r, rnd := rules(t), rand.New(rand.NewPCG(91, 2025))
	for range 2000 {
		q := &Request{State: Received, Right: "erase", Received: date.Must(2026, 3, 2)}
		taken, extended, ended := 0, 0, false
		for range 12 {
			s := Step{To: []State{Received, Accepted, Done, Refused, TakenOff, Found, ""}[rnd.IntN(7)], Extend: rnd.IntN(4) == 0}
			if rnd.IntN(2) == 0 {
				s.Reason = "vì một lý do đủ dài"
			}
			was := q.State
			if err := q.Take(r, s); err != nil {
				if q.State != was || len(q.Steps) != taken {
					t.Fatal("a refused step changed something")
				}
				continue
			}
			if taken++; ended {
				t.Fatalf("%s after the end", q.State)
			}
			if s.Extend {
				extended++
			} else if (q.State == Done || q.State == Refused) && s.Reason == "" {
				t.Fatal("ended without a word")
			}
			ended = !q.State.Open()
		}
		if len(q.Steps) != taken || extended > 1 {
			t.Fatalf("%d steps of %d, extended %d times", len(q.Steps), taken, extended)
		}
	}
}

// TestBreach: 72 hours from the moment it was found; told with the number of the notice, then dealt with, in this order.
func TestBreach(t *testing.T) {
	r := rules(t)
	found := time.Date(2026, 11, 27, 1, 30, 0, 0, time.UTC)
	b := &Breach{State: Found, Found: found, What: "mất máy tính xách tay", Data: "danh sách", People: "40"}
	if due := b.Due(r); due != found.Add(72*time.Hour) {
		t.Error(due)
	}
	if err := b.Sound(found.Add(time.Hour)); err != nil {
		t.Error(err)
	}
	for _, wrong := range []Breach{{}, {Found: found.Add(2 * time.Hour), What: b.What, Data: "x", People: "1"},
		{Found: found, What: "ngắn", Data: "x", People: "1"}, {Found: found, What: strings.Repeat("a", 5000), Data: "x", People: "1"}} {
		if err := wrong.Sound(found.Add(time.Hour)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", wrong.Found, err)
		}
	}
	why := "đã gửi thông báo đúng hạn"
	for _, s := range []struct {
		step Step
		kind errs.Kind
	}{{Step{To: Closed, Reason: why}, errs.Conflict}, {Step{To: Notified, Reason: why}, errs.Invalid}, {Step{To: Notified, Paper: "1/TB"}, errs.Invalid},
		{Step{To: Notified, Paper: "1/TB", Reason: why}, 0}, {Step{To: Notified, Paper: "2/TB", Reason: why}, errs.Conflict},
		{Step{To: Closed, Reason: why}, 0}, {Step{To: Closed, Reason: why}, errs.Conflict}} {
		if err := b.Take(s.step); errs.KindOf(err) != s.kind {
			t.Errorf("%+v: %v", s.step, err)
		}
	}
	if b.State != Closed || len(b.Steps) != 2 {
		t.Errorf("%+v", b)
	}
}

// TestRules: a file without terms, or with a right that gives fewer days where more people are involved, is refused.
func TestRules(t *testing.T) {
	const whole = "answer: {working_days: 2}\nbreach: {hours: 72}\nrights: [{code: a, title: {vi: A}, act_days: 15, shared_days: 20}]\n"
	if _, err := Parse([]byte(whole)); err != nil {
		t.Error(err)
	}
	for _, c := range [][2]string{{"hours: 72", "hours: 0"}, {"shared_days: 20", "shared_days: 10"}, {"code: a", "code: ''"}, {"breach", "vi_pham"}} {
		if _, err := Parse([]byte(strings.Replace(whole, c[0], c[1], 1))); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", c[1], err)
		}
	}
}

// TestSound: a request says who asks for what, on a day that can be.
func TestSound(t *testing.T) {
	r, today := rules(t), date.Must(2026, 11, 28)
	q := Request{Right: "see", Who: "Chủ hộ", What: "xem dữ liệu của hộ", Received: today}
	if err := q.Sound(r, today); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Request){"right": func(q *Request) { q.Right = "x" }, "who": func(q *Request) { q.Who = " " },
		"what": func(q *Request) { q.What = "xem" }, "tomorrow": func(q *Request) { q.Received = today.AddDays(1) },
		"old": func(q *Request) { q.Received = today.AddMonths(-13) }, "long": func(q *Request) { q.What = strings.Repeat("a", 2100) }} {
		wrong := q
		change(&wrong)
		if err := wrong.Sound(r, today); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
