package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/audit"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reviews"
)

// together runs functions at once and returns their errors.
func together(do ...func() error) []error {
	out := make([]error, len(do))
	var wg sync.WaitGroup
	for i := range do {
		wg.Go(func() { out[i] = do[i]() })
	}
	wg.Wait()
	return out
}

// answersOf are the entries of answers to a household's survey, the newest first.
func answersOf(t *testing.T, o *app.Desks, id int64) (out []audit.Entry) {
	t.Helper()
	a, before := officetest.SignIn(t, o, "thanhtra"), int64(0)
	for {
		page, err := o.Records.AuditLog(context.Background(), a, "household", strconv.FormatInt(id, 10), before)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		for _, e := range page {
			if e.Action == "review.answer" {
				out = append(out, e.Entry)
			}
		}
		before = page[len(page)-1].Seq
	}
}

// TestAnswersTogether: two people answer one household's survey at once, four hundred times. Answers to different
// questions both stand; of two to the same question that neither had seen, one stands and the other's writer is
// told; none is lost in silence, and each that stands is on the record, masked.
func TestAnswersTogether(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 5000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra")
	row := slices.MaxFunc(d.Lists(officer), func(a, b reviews.ReviewList) int { return a.Households - b.Households })
	d.Ok(o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	v, err := o.Reviews.ReviewList(ctx, enumerator, row.ID)
	d.Ok(err)
	id := v.List.Items[0].Household
	pairs := 400
	if testing.Short() { // under the race detector
		pairs = 40
	}
	stood, lost, told := 0, 0, 0
	for i := range pairs {
		s, err := o.Surveys.Survey(ctx, enumerator, row.ID, id)
		d.Ok(err)
		income, area := fmt.Sprint(1_000_000+1000*i), fmt.Sprint(10+i%50)
		other, column := area, "floor_area"
		if i%2 == 1 {
			other, column = fmt.Sprint(2_000_000+1000*i), "income_per_head"
		}
		failed := together(
			func() error {
				return o.Surveys.AnswerSurvey(ctx, enumerator, row.ID, id,
					[]surveys.SurveyAnswer{{Column: "income_per_head", Text: income, Seen: s.Revision}}, 1)
			},
			func() error {
				return o.Surveys.AnswerSurvey(ctx, officer, row.ID, id,
					[]surveys.SurveyAnswer{{Column: column, Text: other, Seen: s.Revision}}, 1)
			})
		now, err := o.Surveys.Survey(ctx, enumerator, row.ID, id)
		d.Ok(err)
		for k, want := range []struct{ column, text string }{{"income_per_head", income}, {column, other}} {
			switch {
			case failed[k] == nil && now.Record.Text(want.column) == want.text:
				stood++
			case failed[k] == nil:
				lost++
			case errs.KindOf(failed[k]) == errs.Conflict:
				told++
			default:
				t.Fatal(failed[k])
			}
		}
		if now.Revision != s.Revision+map[bool]int64{true: 1, false: 2}[column == "income_per_head"] {
			t.Fatalf("revision %d follows %d", now.Revision, s.Revision)
		}
	}
	if lost != 0 || told != pairs/2 || stood != pairs*3/2 {
		t.Errorf("of %d pairs of answers %d stand, %d were refused with words, %d were confirmed and are lost", pairs,
			stood, told, lost)
	}
	entries := answersOf(t, o, id)
	if len(entries) != stood {
		t.Errorf("%d entries of %d answers", len(entries), stood)
	}
	d.Ok(o.Surveys.AnswerSurvey(ctx, enumerator, row.ID, id,
		[]surveys.SurveyAnswer{{Member: v1(t, o, enumerator, row.ID, id), Column: "disability", Text: "yes"}}, 1))
	last := answersOf(t, o, id)[0]
	if last.Who != "dieutra" || last.Detail.Note["list"] != strconv.FormatInt(row.ID, 10) ||
		len(last.Detail.Changes) != 1 {
		t.Errorf("%+v", last)
	}
	if c := last.Detail.Changes[0]; !household.Confidential(c.Column) || c.After == "yes" {
		t.Errorf("a fact of health is on the record in the clear: %+v", c)
	}
}

// v1 is a member who is asked about disability and of whom it is not known that there is one.
func v1(t *testing.T, o *app.Desks, a *office.Ask, list, id int64) int {
	t.Helper()
	s, err := o.Surveys.Survey(context.Background(), a, list, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range s.Questions {
		for _, no := range q.Members {
			if q.Column == "disability" && s.Record.Member(no).Text("disability") != "yes" {
				return no
			}
		}
	}
	t.Fatal("nobody is asked about disability")
	return 0
}

// TestAnswerAndClose: an answer comes before the survey is closed, or is refused; it never slips in after.
func TestAnswerAndClose(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra")
	rounds := 0
	for _, row := range d.Lists(officer) {
		if row.Households == 0 || row.Households > 4 {
			continue
		}
		d.Ok(o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
		v, err := o.Reviews.ReviewList(ctx, enumerator, row.ID)
		d.Ok(err)
		for _, it := range v.List.Items {
			d.Survey(enumerator, row.ID, it.Household, o.Office.Day())
		}
		id := v.List.Items[0].Household
		answer := func() error {
			return o.Surveys.AnswerSurvey(ctx, enumerator, row.ID, id,
				[]surveys.SurveyAnswer{{Column: "floor_area", Text: "44"}}, 1)
		}
		closing := func() error {
			return o.Reviews.TakeStep(ctx, officer, row.ID, review.Event{Step: review.CloseSurvey, Day: o.Office.Day()})
		}
		for i, err := range together(answer, answer, closing, answer, answer) {
			if i == 2 && err != nil || err != nil && errs.KindOf(err) != errs.Conflict {
				t.Fatal(err)
			}
		}
		var closed int64
		for _, e := range officetest.EntriesOf(t, o, officetest.SignIn(t, o, "thanhtra"), row.ID) {
			if e.Action == "review."+string(review.CloseSurvey) {
				closed = e.Seq
			}
		}
		for _, e := range answersOf(t, o, id) {
			if e.Seq > closed {
				t.Errorf("list %d: an answer came after the survey was closed", row.ID)
			}
		}
		if err := answer(); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an answer to a closed survey: %v", err)
		}
		if rounds++; rounds == 8 {
			break
		}
	}
	if rounds < 3 {
		t.Errorf("%d lists only", rounds)
	}
}

// TestSampleTogether: what two inspectors find in two households of a sample at once is both kept.
func TestSampleTogether(t *testing.T) {
	c := &officetest.Clock{}
	c.Set(demo.ReviewDay())
	o, st := demotest.Open(t, demotest.Config{Households: 2000, During: true, Day: c.Now})
	ctx, inspector := context.Background(), officetest.SignIn(t, o, "thanhtra")
	campaign := officetest.Drive(t, o, c).Campaign
	if err := st.Write(ctx, func(tx *store.Tx) error {
		return reviews.SetSample(ctx, tx, "94", &reviews.Sample{Campaign: campaign, Commune: "31708", Seed: "x",
			Population: 2, Households: []int64{1, 2}})
	}); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		class := []poverty.Class{poverty.Poor, poverty.NearPoor}[i%2]
		for _, err := range together(
			func() error {
				return o.Quality.VerifySample(ctx, inspector, campaign, "31708", 1, class, "lần một")
			},
			func() error { return o.Quality.VerifySample(ctx, inspector, campaign, "31708", 2, class, "lần hai") }) {
			if err != nil {
				t.Fatal(err)
			}
		}
		s, err := reviews.FindSample(ctx, st, "94", campaign, "31708")
		if err != nil || s.Results[1].Class != class || s.Results[2].Class != class {
			t.Fatalf("round %d: %+v %v", i, s.Results, err)
		}
	}
}

// TestCostsTogether: of two planners who changed the table of costs that both had seen, the second is told.
func TestCostsTogether(t *testing.T) {
	o, _ := demotest.Open(t, demotest.Config{Households: 2000})
	ctx, planner := context.Background(), officetest.SignIn(t, o, "kehoach")
	costs, err := o.Exits.ExitCosts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	set := func(seen, kind string) error {
		return o.Exits.SetExitCosts(ctx, planner, seen, []exits.ExitCost{{Kind: kind, Cost: 7_000_000}})
	}
	if err := set(costs.Mark, costs.Options[0].Kind); err != nil {
		t.Fatal(err)
	}
	if err := set(costs.Mark, costs.Options[1].Kind); errs.KindOf(err) != errs.Conflict {
		t.Errorf("over costs that were not seen: %v", err)
	}
	now, err := o.Exits.ExitCosts(ctx)
	if err != nil || now.Mark == costs.Mark || now.Options[0].Cost != 7_000_000 || now.Options[0].Sample {
		t.Errorf("%+v %v", now, err)
	}
	if err := set(now.Mark, costs.Options[1].Kind); err != nil {
		t.Error(err)
	}
}

// TestCheckWaitsForNobody: what only checks is answered while a long write runs.
func TestCheckWaitsForNobody(t *testing.T) {
	o, st := demotest.Open(t, demotest.Config{Households: 2000})
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.so")
	id, code, member := officetest.AHousehold(t, o, a, poverty.Poor, 0)
	began, release, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- st.Write(ctx, func(*store.Tx) error {
			close(began)
			<-release
			return nil
		})
	}()
	<-began
	checked := make(chan error, 2)
	go func() {
		_, err := o.Supports.CheckSupport(ctx, a, officetest.Job(id, member, o.Office.Day()))
		checked <- err
	}()
	go func() {
		_, err := o.Supports.CheckSupports(ctx, a, code+"\t1\tjob_placed")
		checked <- err
	}()
	for range 2 {
		select {
		case err := <-checked:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a check waits for a save")
		}
	}
	close(release)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

// TestAnnounceWhole: where the announcement of a result is stopped in its midst, nothing of it is there: not the
// day of the register, in the database or in memory, not the campaign's end, no figures, no entry. Tried again,
// all of it is.
func TestAnnounceWhole(t *testing.T) {
	c := &officetest.Clock{}
	c.Set(demo.ReviewDay())
	path := filepath.Join(t.TempDir(), "office.db")
	o, st := demotest.Open(t, demotest.Config{Path: path, Households: 2000, During: true, Day: c.Now})
	ctx, department := context.Background(), officetest.SignIn(t, o, "canbo.so")
	d := officetest.Drive(t, o, c)
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	d.Ok(err)
	defer func() { _ = db.Close() }()
	do := func(query string, args ...any) { t.Helper(); _, err := db.Exec(query, args...); d.Ok(err) }
	do(`UPDATE review_list SET stage = $1`, int(review.Finished))
	for _, u := range officetest.AllPlaces(o) {
		if o.Office.Unit(u).Level == place.Commune {
			do(
				`INSERT INTO campaign_commune (province, campaign, commune, opened_by, opened_at) VALUES ('94', $1, $2, 0, 0) ON CONFLICT DO NOTHING`, d.Campaign, string(u))
		}
	}
	type state struct {
		shown, classes string
		reviews        string
		results, said  int
		campaign       string
	}
	look := func() (s state) {
		t.Helper()
		day, err := o.Book.ClassDay(ctx)
		d.Ok(err)
		held, err := reviews.Reviews(ctx, st, "94")
		d.Ok(err)
		results, err := reviews.Results(ctx, st, "94", 2024)
		d.Ok(err)
		campaign, err := reviews.FindCampaign(ctx, st, "94", d.Campaign)
		d.Ok(err)
		entries, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "thanhtra"), "review", "2024", 0)
		d.Ok(err)
		return state{shown: o.ShownOn().String(), classes: day.String(), reviews: fmt.Sprint(held),
			results: len(results), said: len(entries), campaign: string(campaign.State)}
	}
	before := look()
	if before.results != 0 || before.campaign != "open" || before.said != 0 {
		t.Fatalf("%+v", before)
	}
	for _, at := range []string{"INSERT ON review_result", "UPDATE ON campaign", "INSERT ON review",
		"INSERT ON audit WHEN NEW.action = 'review.announce'"} {
		event, when := at, ""
		if i := slices.Index([]byte(at), 'W'); i > 0 {
			event, when = at[:i], at[i:]
		}
		do(`CREATE TRIGGER stop BEFORE ` + event + ` ` + when + ` BEGIN SELECT RAISE(ABORT, 'stopped'); END`)
		if err := o.Results.Announce(ctx, department, 2024, "final"); err == nil {
			t.Fatalf("%s: announced", at)
		}
		do(`DROP TRIGGER stop`)
		if after := look(); after != before {
			t.Errorf("stopped at %s:\n%+v, before\n%+v", at, after, before)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := o.Results.Announce(gone, department, 2024, "final"); err == nil {
		t.Error("announced for one who has gone away")
	}
	if after := look(); after != before {
		t.Errorf("cancelled:\n%+v, before\n%+v", after, before)
	}
	d.Ok(o.Results.Announce(ctx, department, 2024, "final"))
	after := look()
	if after.campaign != "closed" || after.results != 1 || after.said != 1 || after.shown != after.classes ||
		after.shown == before.shown {
		t.Errorf("%+v", after)
	}
}
