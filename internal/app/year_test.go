package app_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/app"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	reviewrows "giamngheo/internal/store/reviews"
)

// recount is what the database itself says, by a plain loop that shares nothing with what pages ask.
type recount struct{ all, poor, near int64 }

func plainly(t *testing.T, o *app.Desks) (c recount) {
	t.Helper()
	ctx := context.Background()
	class := map[int64]review.Recognition{}
	err := reviewrows.Recognitions(ctx, o.Office.Reader(), "94", func(r *review.Recognition) {
		had, ok := class[r.Household]
		if r.Superseded == 0 && r.From <= o.Office.Day() && (!ok || r.From >= had.From) {
			class[r.Household] = *r
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	err = households.Each(ctx, o.Office.Reader(), "94", 0, func(v *households.Version) error {
		if v.State != households.Active {
			return nil
		}
		c.all++
		switch class[v.ID].Class {
		case poverty.Poor:
			c.poor++
		case poverty.NearPoor:
			c.near++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// yearTest is a year of a small office.
type yearTest struct {
	t          *testing.T
	servers    []*app.Desks // of one database: who works goes from one to the next
	o          *app.Desks   // that one works at now
	d          *officetest.Driver
	said       []string // what was done, and what a plain recount says after it
	rnd        *rand.Rand
	department *office.Ask
	officer    *office.Ask
	chair      *office.Ask
	year       int // of the review that is looked at
	did        map[string]int
	final      *recount // of the result once it is final
}

// agree compares what every door says with the plain recount, at the next server where there are two.
func (y *yearTest) agree(after string) {
	y.t.Helper()
	y.turn()
	t, o, ctx := y.t, y.o, context.Background()
	want := plainly(t, o)
	y.said = append(y.said, fmt.Sprintf("%s: %+v", after, want))
	same := func(what string, got recount) {
		t.Helper()
		if got != want {
			t.Errorf("after %s: %s says %+v, a plain recount %+v", after, what, got, want)
		}
	}
	// the day asked may be today, in words or not at all
	for _, on := range []date.Date{0, o.Office.Day(), o.Office.Day().AddDays(1)} {
		d, err := o.Dashboard.Dashboard(ctx, y.department, dashboard.Input{On: on})
		y.ok(err)
		same(fmt.Sprintf("the first page on %s", on), recount{d.Households, d.Recognised[poverty.Poor].Households,
			d.Recognised[poverty.NearPoor].Households})
		var below recount
		for _, b := range d.Below {
			below.all, below.poor, below.near = below.all+b.Households, below.poor+b.Recognised[poverty.Poor],
				below.near+b.Recognised[poverty.NearPoor]
		}
		same("its units", below)
		moved := int64(0)
		for _, row := range d.Movement {
			moved += row[poverty.Poor]
		}
		if moved != want.poor {
			t.Errorf("after %s: %d poor households in the movement, not %d", after, moved, want.poor)
		}
		var listed, exported recount
		for class, n := range map[poverty.Class][2]*int64{
			poverty.Undetermined: {&listed.all, &exported.all}, poverty.Poor: {&listed.poor, &exported.poor},
			poverty.NearPoor: {&listed.near, &exported.near},
		} {
			in := register.ListInput{On: on, Query: snapshot.Query{Limit: 1}}
			if class != poverty.Undetermined {
				in.Query.Now = []poverty.Class{class}
			}
			l, err := o.Register.List(ctx, y.department, in)
			y.ok(err)
			ids, err := o.Register.IDs(ctx, y.department, in)
			y.ok(err)
			*n[0], *n[1] = int64(l.Total), int64(len(ids))
		}
		same("the list", listed)
		same("the export", exported)
	}
	c, err := o.Reviews.RecognisedOn(ctx, nil, 0)
	y.ok(err)
	same("the count", recount{c.Households, c.Poor, c.NearPoor})
	managed := 0
	for _, hamlets := range o.Reviews.Managed(nil) {
		for _, all := range hamlets {
			managed += len(all)
		}
	}
	if int64(managed) != want.poor+want.near {
		t.Errorf("after %s: %d households are managed, not %d", after, managed, want.poor+want.near)
	}
	in := plans.ProgressInput{Year: 2024}
	if o.Office.Day().Year() == in.Year {
		plan, err := o.Plans.Counting(ctx, y.department, &in)
		y.ok(err)
		if met := plan.Now[plan.Here][plan.Index("poor_rate")].Met; met != want.poor {
			t.Errorf("after %s: the plan says %d poor households, not %d", after, met, want.poor)
		}
	}
	y.tables(after, want)
}

// tables compares the tables of the review with the recount, or with the final result where it is announced, and
// closes their balances.
func (y *yearTest) tables(after string, want recount) {
	t, ctx := y.t, context.Background()
	t.Helper()
	tables, err := y.o.Results.ReviewTables(ctx, y.department, y.year, "")
	y.ok(err)
	if y.final != nil {
		want = *y.final
	}
	first := officetest.Total(&tables[0], 0)
	if got := (recount{first[0].Value, first[2].Value, first[4].Value}); got != want {
		t.Errorf("after %s: table 1 (%s) says %+v, not %+v", after, tables[0].State, got, want)
	}
	for i := range tables[1:3] {
		for line := range 2 {
			c := officetest.Total(&tables[1+i], line)
			if v := c[0].Value - c[1].Value - c[2].Value - c[3].Value + c[4].Value + c[5].Value + c[6].Value +
				c[7].Value; v != c[8].Value {
				t.Errorf("after %s: table %d, line %d: %d, not %d", after, 2+i, line, v, c[8].Value)
			}
		}
		open := officetest.Total(&tables[1+i], 0)
		reviewed := tables[0].Coverage.Reviewed
		if y.final == nil && tables[0].Coverage.Communes > 0 && open[2].Value > reviewed+int64(y.did["correction"]) {
			t.Errorf("after %s: %d households rose above the line, %d were reviewed", after, open[2].Value, reviewed)
		}
	}
	if y.rnd.IntN(8) == 0 {
		f := officetest.Workbook(t, func(w io.Writer) error {
			return y.o.Results.WriteTables(ctx, y.department, y.year,
				"", w)
		})
		said := ""
		for _, r := range officetest.Cells(t, f, "Biểu 1") {
			if len(r) > 4 && r[1] == "Tổng cộng" {
				said = strings.NewReplacer(",", "", ".", "").Replace(r[4]) // without the signs between thousands
			}
		}
		if said != strconv.FormatInt(want.poor, 10) {
			t.Errorf("after %s: the workbook says %q poor households, not %d", after, said, want.poor)
		}
		listed := map[poverty.Class]int64{}
		for _, class := range []poverty.Class{poverty.Poor, poverty.NearPoor} {
			y.ok(y.o.Results.DetailedList(ctx, y.department, y.year, "", class,
				func(*results.ListedHousehold) error { listed[class]++; return nil }))
		}
		if y.final == nil && (listed[poverty.Poor] != want.poor || listed[poverty.NearPoor] != want.near) {
			t.Errorf("after %s: lists 14 and 15 have %v, not %+v", after, listed, want)
		}
	}
}

func (y *yearTest) ok(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

// anybody is a household of the officer's commune at random.
func (y *yearTest) anybody() *households.Version {
	items := officetest.List(y.t, y.o, y.officer, snapshot.Query{})
	v, err := y.o.Book.Peek(context.Background(), y.officer, items[y.rnd.IntN(len(items))].ID)
	y.ok(err)
	return v
}

// register does something to the register at random: it changes what is calculated and never what is recognised.
func (y *yearTest) register(n int) string {
	ctx := context.Background()
	switch y.rnd.IntN(4) {
	case 0:
		_, err := y.o.Register.Save(ctx, y.officer,
			register.SaveInput{Household: officetest.Fresh(fmt.Sprintf("Y-%d", n))})
		y.ok(err)
		return "new"
	case 1:
		v := y.anybody()
		h := v.Household.Clone()
		y.ok(h.Set("income_per_head", []string{"900000", "9000000"}[y.rnd.IntN(2)]))
		_, err := y.o.Register.Save(ctx, y.officer, register.SaveInput{ID: v.ID, Version: v.Version, Household: h,
			Deed: households.DeedEdit, Reason: "khai lại thu nhập"})
		var faults interface{ Error() string }
		if err != nil && errors.As(err, &faults) && errs.KindOf(err) != errs.Internal {
			return "edit refused"
		}
		y.ok(err)
		return "edit"
	case 2:
		v := y.anybody()
		if len(v.Household.Members) < 2 {
			return "nothing"
		}
		m := v.Household.Members[len(v.Household.Members)-1]
		_, err := y.o.Register.Split(ctx, y.officer, register.SplitInput{
			ID: v.ID, Version: v.Version, Members: []int{m.No}, Head: m.No,
			Code: household.ID(fmt.Sprintf("T-%d", n)), Reason: "ra ở riêng",
		})
		if err != nil {
			return "split refused"
		}
		return "split"
	}
	v := y.anybody()
	_, err := y.o.Register.SetState(ctx, y.officer, v.ID, v.Version, households.Closed, y.o.Office.Day(),
		"chuyển đi nơi khác")
	y.ok(err)
	return "closed"
}

// correct corrects or withdraws a recognition at random.
func (y *yearTest) correct() string {
	for range 50 {
		v := y.anybody()
		path := y.o.Reviews.PathOf(v.ID)
		r := path.On(y.o.Office.Day())
		if r == nil || r.Class == poverty.None {
			continue
		}
		in := corrections.Input{Household: v.ID, Recognition: r.ID, Number: "77/QĐ-UBND", Day: y.o.Office.Day(),
			Reason: "chấm nhầm chỉ số"}
		if in.Correct = y.rnd.IntN(2) == 0; in.Correct {
			in.Class = map[poverty.Class]poverty.Class{poverty.Poor: poverty.NearPoor,
				poverty.NearPoor: poverty.Poor}[r.Class]
		}
		y.ok(officetest.Corrected(y.o, y.officer, y.chair, in))
		return "correction"
	}
	return "nothing"
}

// announce announces a preliminary result, with the communes ticked of which nothing is decided.
func (y *yearTest) announce() string {
	err := officetest.Preliminary(y.o, y.department, 2024)
	if errs.KindOf(err) == errs.Conflict && err != nil {
		return "announcement refused"
	}
	y.ok(err)
	return "preliminary"
}

// TestYear drives a year of random events through a small office – households entered, edited, split and closed, lists
// decided one by one, preliminary results, corrections, withdrawals, the final result, another year's result taken
// over – and compares the first page, lists, exports, tables, workbook and plan with a plain recount after each. It is
// the same year on one server over SQLite, on one over PostgreSQL, and on two over PostgreSQL in turn.
// YEAR_HOUSEHOLDS and YEAR_EVENTS make it bigger.
func TestYear(t *testing.T) {
	size, events := int64(500), 16
	if n, err := strconv.ParseInt(os.Getenv("YEAR_HOUSEHOLDS"), 10, 64); err == nil {
		size = n
	}
	if n, err := strconv.Atoi(os.Getenv("YEAR_EVENTS")); err == nil {
		events = n
	}
	var said []string
	t.Run("SQLite", func(t *testing.T) {
		o, clock := officetest.ReviewOffice(t, size)
		said = aYear(t, clock, events, o)
	})
	for servers := 1; servers <= 2; servers++ {
		t.Run(fmt.Sprintf("PostgreSQL, %d servers", servers), func(t *testing.T) {
			clock := &officetest.Clock{}
			clock.Set(demo.ReviewDay())
			target := postgrestest.Of(t).Database(t)
			all := []*app.Desks{demotest.Server(t, target, clock.Now)}
			if err := all[0].Demo.FillDemo(context.Background(), size, nil); err != nil {
				t.Fatal(err)
			}
			for len(all) < servers {
				all = append(all, demotest.Server(t, target, clock.Now))
			}
			if diff := cmp.Diff(said, aYear(t, clock, events, all...)); diff != "" {
				t.Errorf("another year than on SQLite (-SQLite +PostgreSQL):\n%s", diff)
			}
		})
	}
}

// turn goes on at the next server: whoever works there has seen what was done here.
func (y *yearTest) turn() {
	if len(y.servers) > 1 {
		y.servers = append(y.servers[1:], y.servers[0])
		y.d.Turn(y.servers[0])
	}
	y.o = y.servers[0]
	y.department, y.officer, y.chair = y.d.As("canbo.so"), y.d.As("canbo.xa"), y.d.As("chutich.xa")
}

// one does something at random.
func (y *yearTest) one(n, kind int) {
	what := "nothing"
	switch kind {
	case 0:
		what = y.correct()
	case 1:
		what = y.announce()
	case 2: // one more list is decided
		lists := y.d.Lists(y.officer)
		if len(lists) == 0 {
			break
		}
		chosen := lists[y.rnd.IntN(len(lists))].ID
		y.d.Skip = func(l *reviewrows.ReviewList) bool { return l.ID != chosen }
		y.d.To(review.Finished)
		y.d.Skip = nil
		what = "a decided list"
	default:
		what = y.register(n)
	}
	y.did[what]++
	y.agree(what)
}

// open opens the yearly review in a place.
func (y *yearTest) open(at place.Code) {
	y.t.Helper()
	_, err := y.o.Reviews.OpenReview(context.Background(), y.department,
		reviews.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: at})
	y.ok(err)
	y.agree("the opening in " + string(at))
}

// kinds are how many kinds of events there are.
const kinds = 7

// aYear is a year on servers of one database in turn; it returns what was done and what each left.
func aYear(t *testing.T, clock *officetest.Clock, events int, servers ...*app.Desks) []string {
	ctx := context.Background()
	y := &yearTest{t: t, servers: servers, d: officetest.Drive(t, servers[0], clock),
		rnd: rand.New(rand.NewPCG(11, 2024)), year: 2024, did: map[string]int{}}
	y.d.Everywhere()
	y.turn()
	y.agree("nothing")
	y.open("943")
	clock.Set(date.Must(2024, 10, 23))
	y.agree("a week")
	for n := range events {
		kind := y.rnd.IntN(kinds)
		if n < kinds { // each at least once
			kind = (n + 2) % kinds // something is decided before a result is announced
		}
		y.one(n, kind)
	}
	y.open("94")
	y.d.To(review.Finished)
	y.agree("the last decision")
	want := plainly(t, y.o)
	y.ok(y.o.Results.Announce(ctx, y.department, 2024, review.Final))
	y.final = &want
	y.agree("the final result")
	for n := range events / 3 {
		if kind := y.rnd.IntN(kinds); kind != 1 && kind != 2 {
			y.one(events+n, kind)
		}
	}
	for _, what := range []string{"new", "edit", "split", "closed", "correction", "a decided list", "preliminary"} {
		if y.did[what] == 0 {
			t.Errorf("no %s in this year: %v", what, y.did)
		}
	}
	clock.Set(date.Must(2025, 3, 3))
	y.agree("the new year")
	_, err := y.o.Results.AdoptReview(ctx, y.department, 2025, date.Must(2025, 3, 1), "QĐ 1/2025 (MẪU)")
	y.ok(err)
	y.year, want = 2025, plainly(t, y.o)
	y.final = &want
	y.agree("a result taken over")
	return y.said
}
