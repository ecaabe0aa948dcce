package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// driver carries the yearly review of the demonstration's commune on, all its lists at once.
type driver struct {
	t        testing.TB
	o        *app.Office
	clock    *clock
	campaign int64
	skip     func(*store.ReviewList) bool // lists that are left where they are; nil: none
}

func drive(t testing.TB, o *app.Office, c *clock) *driver {
	t.Helper()
	campaigns, err := o.Campaigns(context.Background(), signIn(t, o, "canbo.xa"))
	if err != nil || len(campaigns) == 0 {
		t.Fatal("no campaign", err)
	}
	return &driver{t: t, o: o, clock: c, campaign: campaigns[0].ID}
}

func (d *driver) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *driver) lists(a *app.Actor) []store.ReviewList {
	d.t.Helper()
	c, err := d.o.Campaign(context.Background(), a, d.campaign, "")
	d.ok(err)
	return c.Lists
}

// survey answers form B of a household; where its class stays undetermined its income is put above every line.
func (d *driver) survey(a *app.Actor, list, id int64, day date.Date) {
	d.t.Helper()
	ctx := context.Background()
	for _, income := range []string{"1400000", "9000000"} {
		d.ok(d.o.AnswerSurvey(ctx, a, list, id, []app.SurveyAnswer{{Column: "income_per_head", Text: income}}, 1))
		s, err := d.o.FinishSurvey(ctx, a, list, id, day, "")
		d.ok(err)
		if s.Explanation.Class != poverty.Undetermined {
			return
		}
	}
}

// to carries every list on until it has come to a stage, within three weeks from 15 October 2024.
func (d *driver) to(stage review.Stage) {
	d.t.Helper()
	ctx := context.Background()
	officer, chair, enumerator, district := signIn(d.t, d.o, "canbo.xa"), signIn(d.t, d.o, "chutich.xa"), signIn(d.t, d.o, "dieutra"), signIn(d.t, d.o, "canbo.huyen")
	first, closed, decided := date.Must(2024, 10, 15), date.Must(2024, 10, 21), date.Must(2024, 10, 23)
	d.clock.set(decided)
	deciding := map[place.Code][]int64{}
	for _, row := range d.lists(officer) {
		if d.skip != nil && d.skip(&row) {
			continue
		}
		take := func(a *app.Actor, e review.Event) { d.t.Helper(); d.ok(d.o.TakeStep(ctx, a, row.ID, e)) }
		for at := row.Stage; at < stage; {
			switch at {
			case review.Listing:
				take(officer, review.Event{Step: review.CloseList, Day: first})
			case review.Surveying:
				v, err := d.o.ReviewList(ctx, enumerator, row.ID)
				d.ok(err)
				for _, it := range v.List.Items {
					d.survey(enumerator, row.ID, it.Household, first)
				}
				take(officer, review.Event{Step: review.CloseSurvey, Day: first})
			case review.Meeting:
				v, err := d.o.ReviewList(ctx, officer, row.ID)
				d.ok(err)
				e := review.Event{Step: review.HoldMeeting, Day: first, Place: "Nhà sinh hoạt ấp", Chair: "Trưởng ấp", Secretary: "Thư ký", Attendance: 20}
				for _, it := range v.List.ToVote() {
					e.Votes = append(e.Votes, review.Vote{Household: it.Household, Agree: 19, Against: 1})
				}
				take(officer, e)
			case review.Posting:
				take(officer, review.Event{Step: review.Post, Day: first, Place: "Nhà sinh hoạt ấp; trụ sở UBND xã"})
				take(officer, review.Event{Step: review.ClosePosting, Day: closed})
			case review.Opinion:
				take(officer, review.Event{Step: review.SendOpinion, Day: closed})
				take(district, review.Event{Step: review.GiveOpinion, Day: decided, Agree: true, Text: "thống nhất"})
			case review.Deciding:
				deciding[row.Commune] = append(deciding[row.Commune], row.ID)
				at = stage - 1
			}
			at++
		}
	}
	for _, lists := range deciding {
		_, err := d.o.DecideReview(ctx, chair, app.DecideInput{Lists: lists, Day: decided, Number: "45/QĐ-UBND", EscapeNumber: "46/QĐ-UBND", Signer: "Chủ tịch UBND xã"})
		d.ok(err)
	}
	if stage == review.Finished {
		for _, row := range d.lists(officer) {
			if row.Stage == review.Certifying {
				_, _, err := d.o.Certify(ctx, officer, row.ID, decided)
				d.ok(err)
			}
		}
	}
}

// TestMergedInTheMidst: a commune that becomes another in the middle of its review takes its lists with it: households, forms,
// meetings and stages are as they were, the other commune's managed households come on lists too, and the review goes on under
// the new unit to its decision. What came in is what is there.
func TestMergedInTheMidst(t *testing.T) {
	o, c := reviewOffice(t, 20_000)
	ctx := context.Background()
	d := drive(t, o, c)
	department, planner, officer := signIn(t, o, "canbo.so"), signIn(t, o, "kehoach"), signIn(t, o, "canbo.xa")
	d.to(review.Meeting)
	before := map[int64]store.ReviewList{}
	household := 0
	for _, l := range d.lists(officer) {
		before[l.ID] = l
		household += l.Households
	}
	other := ""
	for _, u := range o.Places().Children("947", o.Day()) {
		if u.Code != "31708" && other == "" {
			other = string(u.Code)
		}
	}
	l, err := o.List(ctx, department, app.ListInput{Place: place.Code(other), Query: snapshot.Query{Classes: []poverty.Class{poverty.Poor, poverty.NearPoor}, Limit: 1}})
	d.ok(err)
	managedThere := l.Total
	in := app.PlaceChangeInput{On: o.Day(), Basis: "QĐ thử (MẪU)", Text: fmt.Sprintf("31708; %s; Xã; Hợp Nhất (MẪU)\n%s; %s; Xã; Hợp Nhất (MẪU)", other, other, other), Confirm: true}
	_, err = o.ProposePlaces(ctx, planner, in)
	d.ok(err)
	d.ok(o.DecidePlaces(ctx, department, 1, true, ""))

	carried, added := 0, 0
	for _, l := range d.lists(department) {
		was, had := before[l.ID]
		if l.Commune != place.Code(other) {
			t.Errorf("list %d is still of %s", l.ID, l.Commune)
		}
		if !had {
			added += l.Households
			continue
		}
		carried += l.Households
		if l.Stage != was.Stage || l.Surveyed != was.Surveyed || l.Poor != was.Poor || l.Seq != was.Seq+1 || !strings.HasPrefix(l.Hamlet, was.Hamlet) {
			t.Errorf("carried over otherwise than it was: %+v, %+v", was, l)
		}
		delete(before, l.ID)
	}
	if carried != household || len(before) != 0 || household == 0 {
		t.Errorf("%d of %d households on carried lists, %d lists lost", carried, household, len(before))
	}
	if added == 0 || added != managedThere {
		t.Errorf("%d households of the other commune were put on lists, it has %d managed", added, managedThere)
	}
	if _, err := o.OpenReview(ctx, department, app.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: place.Code(other)}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("opened again after the merger: %v", err)
	}
	if _, err := o.OpenReview(ctx, department, app.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "31708"}); err == nil {
		t.Error("opened in a commune that is no more")
	}
	if err := o.ApplyMergers(ctx); err != nil || len(d.lists(department)) == 0 {
		t.Errorf("a second time: %v", err)
	}

	// The people of the old commune are given their roles in the new one, and the review goes on.
	admin := signIn(t, o, "quantri")
	accounts, err := o.Accounts(ctx, admin)
	d.ok(err)
	for _, acc := range accounts {
		for _, g := range acc.Grants {
			if g.Place == "31708" {
				d.ok(o.AddRole(ctx, admin, acc.ID, access.Grant{Role: g.Role, Place: place.Code(other), From: o.Day()}))
			}
		}
	}
	d.to(review.Finished)
	officer = signIn(t, o, "canbo.xa")
	for _, row := range d.lists(officer) {
		v, err := o.ReviewList(ctx, officer, row.ID)
		d.ok(err)
		if v.Stage != review.Finished {
			t.Errorf("%s is at %s", v.Hamlet, v.Stage.Title().EN)
		}
		for _, it := range v.List.Items {
			path, err := o.Path(ctx, officer, it.Household)
			d.ok(err)
			if r := path.On(o.Day()); it.NeedsCertificate() && (r == nil || r.Commune != place.Code(other) || r.Year != 2024) {
				t.Errorf("household %d was recognised as %+v", it.Household, r)
			}
		}
	}
	if _, different, err := o.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestBadInput of the review: each is refused with words that say what to do, and nothing changes.
func TestReviewBadInput(t *testing.T) {
	o, c := reviewOffice(t, 20_000)
	ctx := context.Background()
	d := drive(t, o, c)
	officer, enumerator := signIn(t, o, "canbo.xa"), signIn(t, o, "dieutra")
	lists := d.lists(officer)
	first := lists[0]
	v, err := o.ReviewList(ctx, officer, first.ID)
	d.ok(err)
	id := v.List.Items[0].Household

	// A household that is on one hamlet's list cannot come on another's, though it has moved there.
	rec, err := o.Peek(ctx, officer, id)
	d.ok(err)
	moved := rec.Household.Clone()
	moved.Hamlet = "Ấp Khác Hẳn"
	_, err = o.Save(ctx, officer, app.SaveInput{ID: id, Version: rec.Version, Household: moved})
	d.ok(err)
	_, err = o.Request(ctx, officer, d.campaign, moved.Code, review.Request01, o.Day())
	if errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), string(moved.Code)) {
		t.Errorf("on two hamlets' lists: %v", err)
	}
	for _, l := range d.lists(officer) {
		if l.Hamlet == moved.Hamlet {
			t.Error("the refused request left a list behind")
		}
	}

	// A birth date that makes the head 7 years old.
	rec, err = o.Peek(ctx, officer, id)
	d.ok(err)
	young := rec.Household.Clone()
	young.Head().Birth, young.Head().CitizenID = household.BornOn(date.Must(2017, 3, 4)), ""
	_, err = o.Save(ctx, officer, app.SaveInput{ID: id, Version: rec.Version, Household: young})
	d.ok(err)
	d.ok(o.TakeStep(ctx, officer, first.ID, review.Event{Step: review.RemoveHousehold, Household: id, Reason: "lập lại danh sách"}))
	_, err = o.Request(ctx, officer, d.campaign, young.Code, review.Request01, o.Day())
	d.ok(err)
	for _, l := range d.lists(officer) {
		if l.Hamlet == young.Hamlet {
			first = l
		}
	}
	d.ok(o.TakeStep(ctx, officer, first.ID, review.Event{Step: review.CloseList, Day: o.Day()}))
	d.ok(o.ScreenSurvey(ctx, enumerator, first.ID, id, o.Day(), nil))
	var faults app.Faults
	if _, err = o.FinishSurvey(ctx, enumerator, first.ID, id, o.Day(), ""); !errors.As(err, &faults) {
		t.Fatalf("form B of a household with a head of 7 years: %v", err)
	}
	if v, err = o.ReviewList(ctx, officer, first.ID); err != nil || v.List.Item(id).Found != nil {
		t.Errorf("the refused form was taken: %v", err)
	}
	if !slices.ContainsFunc(faults, func(f household.Invalidity) bool {
		return f.Column == "birth_date" && strings.Contains(f.Text.VI, "7 tuổi")
	}) {
		t.Errorf("a head of 7 years: %v", err)
	}
}

// TestLastYearsCodes: a file with the codes of a commune that is no more is refused line by line with what the code has become,
// the rest is taken, and all that came in is accounted for.
func TestLastYearsCodes(t *testing.T) {
	o := newOffice(t, 3000)
	department := signIn(t, o, "canbo.so")
	file := "household_code,commune_code,hamlet,income_per_head\nM-1,31522,Khóm 1,900000\nM-2,31513,Khóm 1,900000\nM-3,31513,Khóm 2,900000\n"
	members := "household_code,member_no,full_name,relationship,sex,birth_date\nM-1,1,Người Mẫu Một,head,male,1980\nM-2,1,Người Mẫu Hai,head,male,1980\nM-3,1,Người Mẫu Ba,head,female,1980\n"
	ctx := context.Background()
	j, err := o.Upload(ctx, department, "kết quả.xlsx", bytes.NewReader(workbook(t, file, members)), 0)
	if err != nil {
		t.Fatal(err)
	}
	if s := settled(t, o, department, j.ID); s.State != app.JobReady {
		t.Fatalf("%s: %s", s.State, s.Message)
	}
	if err := o.CommitImport(ctx, department, j.ID); err != nil {
		t.Fatal(err)
	}
	s := settled(t, o, department, j.ID)
	if r := s.Result; r.New != 1 || r.Rejected != 2 || r.New+r.Changed+r.Unchanged+r.Rejected != 3 {
		t.Fatalf("%s %s %+v", s.State, s.Message, r)
	}
	var b bytes.Buffer
	if err := o.RejectedFile(ctx, department, j.ID, &b); err != nil {
		t.Fatal(err)
	}
	back, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, sheet := range back.GetSheetList() {
		rows, err := back.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintln(rows)
		comments, err := back.GetComments(sheet)
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintln(comments)
	}
	for _, want := range []string{"M-2", "M-3", "hết hiệu lực từ 01/09/2024; nay là 31522"} {
		if !strings.Contains(text, want) {
			t.Errorf("the rejected file does not say %q: %s", want, text)
		}
	}
}

// workbook makes a workbook of the sheets households and members from comma-separated lines.
func workbook(t *testing.T, households, members string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for name, lines := range map[string]string{"households": households, "members": members} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
			for j, cell := range strings.Split(line, ",") {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStr(name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
