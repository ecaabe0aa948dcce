package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/place"
)

func forms(t testing.TB, codes ...string) *form.Set {
	t.Helper()
	all, err := form.Shipped(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*form.Form
	for _, f := range all {
		if slices.Contains(codes, f.Code) {
			out = append(out, f)
		}
	}
	return form.NewSet(out)
}

const (
	officer, chair, checker, approver = 1, 2, 3, 4
	poor, all, rate                   = form.Key("B01/ho_ngheo/thuc_hien"), form.Key("B01/tong_ho/thuc_hien"), form.Key("B01/ty_le/thuc_hien")
	near, meetings                    = form.Key("B01/can_ngheo/thuc_hien"), form.Key("B01/doi_thoai/thuc_hien")
	because                           = "theo biên bản kiểm tra của huyện"
)

func day(n int) date.Date { return date.Must(2024, 5, 1).AddDays(n) }

// driver takes the steps of one report, and keeps its events.
type driver struct {
	t      testing.TB
	set    *form.Set
	r      *Report
	events []Event
}

func begin(t testing.TB, set *form.Set) *driver {
	t.Helper()
	d := &driver{t: t, set: set, r: &Report{}}
	d.must(Event{Day: day(0), By: checker, Step: Open, Detail: Detail{Due: day(10)}})
	return d
}

func (d *driver) take(e Event) error {
	err := d.r.Apply(d.set, &e)
	if err == nil {
		d.events = append(d.events, e)
	}
	return err
}

func (d *driver) must(e Event) {
	d.t.Helper()
	if err := d.take(e); err != nil {
		d.t.Fatalf("%s: %v", e.Step, err)
	}
}

// whole are writes of a number into every cell that is filled in.
func (d *driver) whole(n int64) (out []Write) {
	for i := range d.set.Slots {
		if s := &d.set.Slots[i]; s.Kind == form.Input && !s.Type.Said() {
			out = append(out, Write{Key: s.Key, Value: form.Of(n)})
		}
	}
	return out
}

func (d *driver) sent(n int64) *driver {
	d.t.Helper()
	d.must(Event{Day: day(1), By: officer, Step: FillIn, Detail: Detail{Writes: d.whole(n)}})
	d.must(Event{Day: day(2), By: officer, Step: Submit})
	return d
}

func kind(err error) errs.Kind { return errs.KindOf(err) }

// TestReturnOneCell is the N17 test: of one cell that is returned, every other refuses to be written, the sum keeps the
// old value and says that it is pending, and after acceptance exactly that chain of sums changes.
func TestReturnOneCell(t *testing.T) {
	set := forms(t, "B01")
	var units []UnitReport
	var all109 []*driver
	for i := range 109 {
		d := begin(t, set).sent(int64(i + 1))
		all109 = append(all109, d)
		units = append(units, UnitReport{place.Code(fmt.Sprint(i)), d.r})
	}
	before := Roll(set, units, nil)
	one := all109[7]
	one.must(Event{Day: day(3), By: checker, Step: Return, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Due: day(5)}})
	for i, d := range all109 {
		for j := range set.Slots {
			s := &set.Slots[j]
			err := d.take(Event{Day: day(3), By: officer, Step: FillIn, Detail: Detail{Writes: []Write{{Key: s.Key, Value: form.Of(5), Seen: 99}}}})
			if is := i == 7 && s.Key == poor; (err == nil) != is {
				t.Fatalf("unit %d, %s: %v", i, s.Key, err)
			}
		}
	}
	pending := Roll(set, units, nil)
	if d := set.Differences(before.Values, pending.Values); len(d) != 0 {
		t.Errorf("sums change before the answer is accepted: %+v", d)
	}
	if want := []form.Key{poor, "B01/ngheo_da_chieu/thuc_hien", rate}; !slices.Equal(pending.Pending, want) {
		t.Errorf("pending: %v", pending.Pending)
	}
	one.must(Event{Day: day(4), By: officer, Step: Resubmit})
	if err := one.take(Event{Day: day(4), By: officer, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(6), Seen: 99}}}}); err == nil {
		t.Error("an answered cell is written")
	}
	if d := set.Differences(Before(set, one.r), Values(set, one.r, nil)); len(d) != 3 || d[0].Was != form.Of(8) || d[0].Now != form.Of(5) {
		t.Errorf("the difference: %+v", d)
	}
	one.must(Event{Day: day(4), By: checker, Step: Accept})
	after := Roll(set, units, nil)
	var changed []form.Key
	for _, d := range set.Differences(before.Values, after.Values) {
		changed = append(changed, d.Slot.Key)
	}
	if want := []form.Key{poor, "B01/ngheo_da_chieu/thuc_hien"}; !slices.Equal(changed, want) && !slices.Equal(changed, append(want, rate)) {
		t.Errorf("changed: %v", changed)
	}
	if got := after.Values[poor].Number - before.Values[poor].Number; got != 5-8 {
		t.Errorf("the sum changes by %d", got)
	}
}

// TestRatioOfRollups: 8 of 10 and 50 of 100 are 52.73 %, not 65 %; the gap is missing, not 0.
func TestRatioOfRollups(t *testing.T) {
	set := forms(t, "B01")
	var units []UnitReport
	for _, c := range [][2]int64{{8, 10}, {50, 100}} {
		d := begin(t, set)
		w := d.whole(0)
		for i := range w {
			switch w[i].Key {
			case poor:
				w[i].Value = form.Of(c[0])
			case all:
				w[i].Value = form.Of(c[1])
			}
		}
		d.must(Event{Day: day(1), By: officer, Step: FillIn, Detail: Detail{Writes: w}})
		d.must(Event{Day: day(1), By: officer, Step: Submit})
		units = append(units, UnitReport{place.Code(fmt.Sprint(c[0])), d.r})
	}
	if got := Roll(set, units, nil).Values[rate]; got.Number != 5273 || got.Missing != 0 {
		t.Errorf("%+v", got)
	}
	units = append(units, UnitReport{"late", begin(t, set).r})
	r := Roll(set, units, nil)
	if r.Values[poor] != (form.Value{Known: true, Number: 58, Missing: 1}) || !slices.Equal(r.Gap, []place.Code{"late"}) || r.Counted != 2 || len(r.Unapproved) != 2 {
		t.Errorf("%+v %+v", r.Values[poor], r)
	}
}

// TestRefusals: what every step refuses, and that a refusal changes nothing.
func TestRefusals(t *testing.T) {
	set := forms(t, "B01")
	known := map[form.Key]Known{all: {form.Of(10), day(0)}, meetings: {form.Of(3), day(0)}}
	fill := func(w ...Write) Event {
		return Event{Day: day(1), By: officer, Step: FillIn, Detail: Detail{Writes: w}}
	}
	for name, c := range map[string]struct {
		steps []Event
		last  Event
		want  errs.Kind
	}{
		"a computed cell":    {nil, fill(Write{Key: rate, Value: form.Of(1)}), errs.Invalid},
		"a cell of nowhere":  {nil, fill(Write{Key: "B01/x/y", Value: form.Of(1)}), errs.Invalid},
		"a number too large": {nil, fill(Write{Key: poor, Value: form.Of(form.Most + 1)}), errs.Invalid},
		"words for a number": {nil, fill(Write{Key: poor, Value: form.Value{Known: true, Text: "x"}}), errs.Invalid},
		"a blank":            {nil, Event{Day: day(1), By: officer, Step: Submit}, errs.Invalid},
		"opened twice":       {nil, Event{Day: day(1), Step: Open}, errs.Conflict},
		"a step of nowhere":  {nil, Event{Day: day(1), Step: "approve_all"}, errs.Invalid},
		"approved unchecked": {nil, Event{Day: day(1), By: approver, Step: Approve}, errs.Conflict},
		"signed by a unit":   {nil, Event{Day: day(1), By: approver, Step: Finish}, errs.Conflict},
		"consolidated by a unit": {nil, Event{Day: day(1), By: approver, Step: Consolidate, Detail: Detail{Rolled: &Rolled{Counted: 1}}},
			errs.Conflict},
	} {
		d := begin(t, set)
		for _, e := range c.steps {
			d.must(e)
		}
		was := string(must(json.Marshal(d.r)))
		if err := d.take(c.last); kind(err) != c.want || err == nil {
			t.Errorf("%s: %v", name, err)
		}
		if now := string(must(json.Marshal(d.r))); now != was {
			t.Errorf("%s changed %s\nto %s", name, was, now)
		}
	}
	d := begin(t, set)
	d.must(fill(append(d.whole(10), Write{Key: all, Value: form.Of(11)})[0:]...))
	d.must(fill(Write{Key: all, Value: form.Of(11), Seen: 2}))
	if err := d.take(Event{Day: day(1), By: officer, Step: Submit, Detail: Detail{Known: known}}); kind(err) != errs.Invalid {
		t.Errorf("another value than the office's without a reason: %v", err)
	}
	d.must(fill(Write{Key: all, Value: form.Of(11), Reason: "đếm lại tại xã", Seen: 3}, Write{Key: meetings, Value: form.Of(2), Reason: "hai cuộc", Seen: 2}))
	d.must(Event{Day: day(1), By: officer, Step: Submit, Detail: Detail{Known: known}})
	if c := d.r.Cells[all]; !c.Overrides() || c.Auto.Value != form.Of(10) || c.Value() != form.Of(11) {
		t.Errorf("both are kept: %+v", c)
	}
	for name, c := range map[string]struct {
		e    Event
		want errs.Kind
	}{
		"checked by who sent":  {Event{By: officer, Step: Accept}, errs.Forbidden},
		"returned without one": {Event{By: checker, Step: Return, Detail: Detail{Reason: because, Due: day(9)}}, errs.Invalid},
		"returned unreasoned":  {Event{By: checker, Step: Return, Detail: Detail{Keys: []form.Key{poor}, Reason: "sai", Due: day(9)}}, errs.Invalid},
		"returned until yesterday": {Event{By: checker, Step: Return, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Due: day(1)}},
			errs.Invalid},
		"a computed cell returned": {Event{By: checker, Step: Return, Detail: Detail{Keys: []form.Key{rate}, Reason: because, Due: day(9)}},
			errs.Invalid},
		"sent twice":            {Event{By: officer, Step: Submit, Detail: Detail{Known: known}}, errs.Conflict},
		"answered without one":  {Event{By: officer, Step: Resubmit}, errs.Conflict},
		"corrected too early":   {Event{By: checker, Step: Correct, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Document: "12/CV", Due: day(9)}}, errs.Conflict},
		"extended while above":  {Event{By: checker, Step: Extend, Detail: Detail{Reason: because, Due: day(20)}}, errs.Conflict},
		"taken back unreasoned": {Event{By: officer, Step: TakeBack}, errs.Invalid},
	} {
		c.e.Day = day(2)
		if err := d.take(c.e); kind(err) != c.want || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.must(Event{Day: day(2), By: checker, Step: Receive})
	if err := d.take(Event{Day: day(2), By: officer, Step: TakeBack, Detail: Detail{Reason: because}}); kind(err) != errs.Conflict {
		t.Errorf("taken back after it was received: %v", err)
	}
	d.must(Event{Day: day(2), By: checker, Step: Return, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Due: day(9)}})
	if err := d.take(Event{Day: day(3), By: officer, Step: Resubmit}); kind(err) != errs.Invalid {
		t.Errorf("neither changed nor explained: %v", err)
	}
	if err := d.take(Event{Day: day(3), By: checker, Step: Accept}); kind(err) != errs.Conflict {
		t.Errorf("accepted while a cell is with the unit: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestTwoFillIn: who did not see what another typed does not write over it, and is told which cells.
func TestTwoFillIn(t *testing.T) {
	d := begin(t, forms(t, "B01"))
	d.must(Event{Day: day(1), By: officer, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(1)}}}})
	err := d.take(Event{Day: day(1), By: chair, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(2)}, {Key: near, Value: form.Of(3)}}}})
	var clash *Clash
	if !errors.As(err, &clash) || !slices.Equal(clash.Keys, []form.Key{poor}) || d.r.Cells[near] != nil {
		t.Fatalf("%v %+v", err, d.r.Cells[near])
	}
	d.must(Event{Day: day(1), By: chair, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(1)}}}}) // the same
	d.must(Event{Day: day(1), By: chair, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(2), Seen: 3}}}})
}

// TestWholeReport: consolidated with a gap that is named, signed by another, and after it version 2.
func TestWholeReport(t *testing.T) {
	set := forms(t, "B01")
	d := &driver{t: t, set: set, r: &Report{}}
	d.must(Event{Day: day(0), By: checker, Step: Open, Detail: Detail{Due: day(30), Document: WholeReport}})
	if err := d.take(Event{Day: day(1), By: checker, Step: Consolidate, Detail: Detail{Rolled: Roll(set, []UnitReport{{"1", begin(t, set).r}}, nil)}}); kind(err) != errs.Invalid {
		t.Errorf("nothing is added up: %v", err)
	}
	units := []UnitReport{{"1", begin(t, set).sent(3).r}, {"2", begin(t, set).r}}
	d.must(Event{Day: day(3), By: checker, Step: Consolidate, Detail: Detail{Rolled: Roll(set, units, nil)}})
	sign := Event{Day: day(4), By: approver, Step: Finish, Detail: Detail{Document: "12/BC-UBND", Signer: "Nguyễn Văn A", Signed: day(4)}}
	if err := d.take(sign); kind(err) != errs.Invalid {
		t.Errorf("signed without naming the gap: %v", err)
	}
	sign.Reason = "xã 2 mất điện, bổ sung sau"
	same := sign
	same.By = checker
	if err := d.take(same); kind(err) != errs.Forbidden {
		t.Errorf("signed by who added it up: %v", err)
	}
	d.must(sign)
	d.must(Event{Day: day(9), By: checker, Step: Consolidate, Detail: Detail{Rolled: Roll(set, units, nil)}})
	if d.r.Version != 2 || d.r.State != Consolidated || d.r.Signed == nil {
		t.Errorf("%+v", d.r)
	}
}

// TestCorrection: after approval cells are opened by a document, as the next version; what was sent counts until the
// new values are accepted.
func TestCorrection(t *testing.T) {
	set := forms(t, "B01")
	d := begin(t, set).sent(3)
	d.must(Event{Day: day(3), By: checker, Step: Accept})
	d.must(Event{Day: day(4), By: approver, Step: Approve})
	e := Event{Day: day(40), By: checker, Step: Correct, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Due: day(45)}}
	if err := d.take(e); kind(err) != errs.Invalid {
		t.Errorf("corrected without a document: %v", err)
	}
	e.Document = "45/CV-SLĐTBXH"
	d.must(e)
	d.must(Event{Day: day(41), By: officer, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(4), Seen: 9}}}})
	if v, waits := d.r.Counted(poor); v != form.Of(3) || !waits {
		t.Errorf("%+v %v", v, waits)
	}
	d.must(Event{Day: day(41), By: officer, Step: Resubmit})
	d.must(Event{Day: day(42), By: checker, Step: Accept})
	if v, waits := d.r.Counted(poor); v != form.Of(4) || waits || d.r.Version != 2 {
		t.Errorf("%+v %v version %d", v, waits, d.r.Version)
	}
}

func weekdays(d date.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }

// TestLate: the unit's clock stands while the report is above, and the other way round; an extension moves the day.
func TestLate(t *testing.T) {
	set := forms(t, "B01")
	due := date.Must(2024, 5, 10) // a Friday
	at := func(d int) date.Date { return date.Must(2024, 5, d) }
	open := func() *driver {
		d := &driver{t: t, set: set, r: &Report{}}
		d.must(Event{Day: at(2), By: checker, Step: Open, Detail: Detail{Due: due}})
		return d
	}
	is := func(d *driver, today date.Date, want Lateness) {
		t.Helper()
		if diff := cmp.Diff(want, d.r.Late(today, weekdays)); diff != "" {
			t.Error(diff)
		}
	}
	d := open()
	is(d, at(10), Lateness{Standing: NotDue})
	is(d, at(12), Lateness{Standing: Late}) // a Sunday: late, of no working day
	is(d, at(14), Lateness{Standing: Late, Unit: 2})
	d.must(Event{Day: at(14), By: checker, Step: Extend, Detail: Detail{Reason: because, Due: at(17)}})
	is(d, at(14), Lateness{Standing: Extended})
	d.must(Event{Day: at(16), By: officer, Step: FillIn, Detail: Detail{Writes: d.whole(1)}})
	d.must(Event{Day: at(16), By: officer, Step: Submit})
	is(d, at(24), Lateness{Standing: OnTime, Above: 6, Waits: true})
	d.must(Event{Day: at(24), By: checker, Step: Return, Detail: Detail{Keys: []form.Key{poor}, Reason: because, Due: at(28)}})
	is(d, at(29), Lateness{Standing: Back, Unit: 1, Above: 6})
	d.must(Event{Day: at(29), By: officer, Step: FillIn, Detail: Detail{Writes: []Write{{Key: poor, Value: form.Of(2), Seen: 9}}}})
	d.must(Event{Day: at(29), By: officer, Step: Resubmit})
	d.must(Event{Day: at(30), By: checker, Step: Accept})
	d.must(Event{Day: at(31), By: approver, Step: Approve})
	is(d, date.Must(2024, 8, 1), Lateness{Standing: Late, Unit: 1, Above: 8})
}

// TestWalks drives twelve units of three districts at random: after every step a replay of the events equals the state,
// cells that are not open were refused, and the sums of each level equal a plain recount.
func TestWalks(t *testing.T) {
	set := forms(t, "B01")
	var inputs []form.Key
	for i := range set.Slots {
		if s := &set.Slots[i]; s.Kind == form.Input && !s.Type.Said() {
			inputs = append(inputs, s.Key)
		}
	}
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 17))
		var units []*driver
		for range 12 {
			units = append(units, begin(t, set))
		}
		for step := range 700 {
			d := units[rnd.IntN(len(units))]
			stored := &Report{} // between two steps a report lies in the database
			if err := json.Unmarshal([]byte(state(d.r)), stored); err != nil {
				t.Fatal(err)
			}
			d.r = stored
			e := d.random(rnd, inputs, step)
			was := state(d.r)
			open := map[form.Key]bool{}
			for i := range set.Slots {
				open[set.Slots[i].Key] = d.r.OpenTo(&set.Slots[i])
			}
			err := d.take(e)
			if err != nil && state(d.r) != was {
				t.Fatalf("seed %d step %d: %s is refused and changes the report: %v", seed, step, e.Step, err)
			}
			if e.Step == FillIn && err == nil && slices.ContainsFunc(e.Writes, func(w Write) bool { return !open[w.Key] }) {
				t.Fatalf("seed %d step %d: a locked cell was written", seed, step)
			}
			again, err := Replay(set, d.events)
			if err != nil || state(again) != state(d.r) {
				t.Fatalf("seed %d step %d %s: replay differs: %v\n%s\n%s", seed, step, e.Step, err, state(again), state(d.r))
			}
		}
		recount(t, set, units, inputs)
	}
}

func state(r *Report) string { return string(must(json.Marshal(r))) }

// random is a step that may be possible, or not.
func (d *driver) random(rnd *rand.Rand, inputs []form.Key, n int) Event {
	e := Event{Day: day(n / 20), By: int64(1 + rnd.IntN(4))}
	e.Step = []Step{FillIn, FillIn, FillIn, Submit, Submit, TakeBack, Receive, Return, Resubmit, Accept, Accept, Approve, Extend, Correct}[rnd.IntN(14)]
	some := func() (out []form.Key) {
		for range 1 + rnd.IntN(3) {
			out = append(out, inputs[rnd.IntN(len(inputs))])
		}
		return out
	}
	switch e.Step {
	case FillIn:
		if d.r.State == Opened && rnd.IntN(2) == 0 {
			e.Writes = d.whole(int64(rnd.IntN(100)))
		} else if back := d.r.Returned(d.set); len(back) > 0 && rnd.IntN(3) > 0 {
			e.Writes = []Write{{Key: back[rnd.IntN(len(back))], Value: form.Of(int64(rnd.IntN(100))), Seen: d.r.Seq, Reason: because}}
		} else {
			for _, k := range some() {
				e.Writes = append(e.Writes, Write{Key: k, Value: form.Of(int64(rnd.IntN(100))), Seen: d.r.Seq - int64(rnd.IntN(2))})
			}
		}
	case Return, Correct:
		e.Keys, e.Reason, e.Due, e.Document = some(), because, e.Day.AddDays(3), "12/CV"
	case TakeBack, Extend:
		e.Reason, e.Due = because, e.Day.AddDays(rnd.IntN(40))
	}
	return e
}

// recount adds up by hand, for three districts of four units and for all.
func recount(t *testing.T, set *form.Set, units []*driver, inputs []form.Key) {
	t.Helper()
	of := func(some []*driver) *Rolled {
		var in []UnitReport
		for i, d := range some {
			in = append(in, UnitReport{place.Code(fmt.Sprint(i)), d.r})
		}
		return Roll(set, in, nil)
	}
	whole := of(units)
	districts := map[form.Key]int64{}
	for i := 0; i < 12; i += 4 {
		for k, v := range of(units[i : i+4]).Values {
			if set.Slot(k).Kind == form.Input {
				districts[k] += v.Number
			}
		}
	}
	for _, k := range inputs {
		var sum int64
		missing := 0
		for _, d := range units {
			c := d.r.Cells[k]
			switch {
			case !d.r.State.Sent():
				missing++
			case c.Was != nil:
				sum += c.Was.Number
			default:
				sum += c.Entered.Number
			}
		}
		if got := whole.Values[k]; got.Number != sum || got.Missing != missing || districts[k] != sum {
			t.Errorf("%s: %+v, by hand %d and %d missing; by districts %d", k, got, sum, missing, districts[k])
		}
	}
}

// BenchmarkRoll consolidates a round of 109 units and fifteen forms.
func BenchmarkRoll(b *testing.B) {
	codes := []string{}
	for i := range 15 {
		codes = append(codes, fmt.Sprintf("B%02d", i+1))
	}
	set := forms(b, codes...)
	var texts [][]byte
	for i := range 109 {
		texts = append(texts, must(json.Marshal(begin(b, set).sent(int64(i)).r)))
	}
	for b.Loop() {
		var units []UnitReport
		for _, text := range texts {
			r := &Report{}
			if err := json.Unmarshal(text, r); err != nil {
				b.Fatal(err)
			}
			units = append(units, UnitReport{"1", r})
		}
		rolled := Roll(set, units, nil)
		set.Check(rolled.Values, nil, func(form.Key) string { return "" })
	}
}

// TestTally: choices are counted over who has sent; a unit that is missing is missing from each.
func TestTally(t *testing.T) {
	all, err := form.Shipped(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	set := form.NewSet([]*form.Form{form.NewSet(all).Form("DG")})
	key := form.Key("DG/duy_tu/muc_do")
	of := func(state State, text string) *Report {
		v := form.Value{Known: true, Text: text}
		return &Report{State: state, Cells: map[form.Key]*Cell{key: {Entered: &v}}}
	}
	back := of(Submitted, "Tốt")
	was := form.Value{Known: true, Text: "Chưa đạt"}
	back.Cells[key].State, back.Cells[key].Was = CellReturned, &was
	r := Roll(set, []UnitReport{{"1", of(Approved, "Khá")}, {"2", of(Submitted, "Khá")}, {"3", of(Filling, "Tốt")}, {"4", back}}, nil)
	if v := r.Values[key]; v.Text != "Khá 2, Chưa đạt 1" || v.Missing != 1 || !slices.Contains(r.Pending, key) {
		t.Errorf("%+v, pending %v", v, r.Pending)
	}
	if v := r.Values["DG/thoat_ngheo/muc_do"]; v.Known || v.Missing != 4 {
		t.Errorf("%+v", v)
	}
}
