package reviews_test

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
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/jobs"
	reviewrows "giamngheo/internal/store/reviews"
)

// TestMergedInTheMidst: a commune that becomes another in the middle of its review takes its lists with it:
// households, forms, meetings and stages are as they were, the other commune's managed households come on lists too,
// and the review goes on under the new unit to its decision. What came in is what is there.
func TestMergedInTheMidst(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	department, planner, officer := officetest.SignIn(t, o, "canbo.so"), officetest.SignIn(t, o, "kehoach"),
		officetest.SignIn(t, o, "canbo.xa")
	d.To(review.Meeting)
	before := map[int64]reviewrows.ReviewList{}
	household := 0
	for _, l := range d.Lists(officer) {
		before[l.ID] = l
		household += l.Households
	}
	other := ""
	for _, u := range o.Office.Places().Children("947", o.Office.Day()) {
		if u.Code != "31708" && other == "" {
			other = string(u.Code)
		}
	}
	l, err := o.Register.List(ctx, department, register.ListInput{Place: place.Code(other),
		Query: snapshot.Query{Classes: []poverty.Class{poverty.Poor, poverty.NearPoor}, Limit: 1}})
	d.Ok(err)
	managedThere := l.Total
	in := places.PlaceChangeInput{On: o.Office.Day(), Basis: "QĐ thử (MẪU)",
		Text:    fmt.Sprintf("31708; %s; Xã; Hợp Nhất (MẪU)\n%s; %s; Xã; Hợp Nhất (MẪU)", other, other, other),
		Confirm: true}
	_, err = o.Places.ProposePlaces(ctx, planner, in)
	d.Ok(err)
	d.Ok(o.Places.DecidePlaces(ctx, department, 1, true, ""))

	carried, added := 0, 0
	for _, l := range d.Lists(department) {
		was, had := before[l.ID]
		if l.Commune != place.Code(other) {
			t.Errorf("list %d is still of %s", l.ID, l.Commune)
		}
		if !had {
			added += l.Households
			continue
		}
		carried += l.Households
		if l.Stage != was.Stage || l.Surveyed != was.Surveyed || l.Poor != was.Poor || l.Seq != was.Seq+1 ||
			!strings.HasPrefix(l.Hamlet, was.Hamlet) {
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
	if _, err := o.Reviews.OpenReview(ctx, department, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: place.Code(other)}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("opened again after the merger: %v", err)
	}
	if _, err := o.Reviews.OpenReview(ctx, department, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: "31708"}); err == nil {
		t.Error("opened in a commune that is no more")
	}
	if err := o.Places.ApplyMergers(ctx); err != nil || len(d.Lists(department)) == 0 {
		t.Errorf("a second time: %v", err)
	}

	// The people of the old commune are given their roles in the new one, and the review goes on.
	admin := officetest.SignIn(t, o, "quantri")
	accounts, err := o.Accounts.Accounts(ctx, admin)
	d.Ok(err)
	for _, acc := range accounts {
		for _, g := range acc.Grants {
			if g.Place == "31708" {
				d.Ok(o.Accounts.AddRole(ctx, admin, acc.ID, access.Grant{Role: g.Role, Place: place.Code(other),
					From: o.Office.Day()}))
			}
		}
	}
	d.Forget()
	d.To(review.Finished)
	officer = officetest.SignIn(t, o, "canbo.xa")
	for _, row := range d.Lists(officer) {
		v, err := o.Reviews.ReviewList(ctx, officer, row.ID)
		d.Ok(err)
		if v.Stage != review.Finished {
			t.Errorf("%s is at %s", v.Hamlet, v.Stage.Title().EN)
		}
		for _, it := range v.List.Items {
			path, err := o.Reviews.Path(ctx, officer, it.Household)
			d.Ok(err)
			if r := path.On(o.Office.Day()); it.NeedsCertificate() &&
				(r == nil || r.Commune != place.Code(other) || r.Year != 2024) {
				t.Errorf("household %d was recognised as %+v", it.Household, r)
			}
		}
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestBadInput of the review: each is refused with words that say what to do, and nothing changes.
func TestReviewBadInput(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	officer, enumerator := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "dieutra")
	lists := d.Lists(officer)
	first := lists[0]
	v, err := o.Reviews.ReviewList(ctx, officer, first.ID)
	d.Ok(err)
	id := v.List.Items[0].Household

	// A household that is on one hamlet's list cannot come on another's, though it has moved there.
	rec, err := o.Book.Peek(ctx, officer, id)
	d.Ok(err)
	moved := rec.Household.Clone()
	moved.Hamlet = "Ấp Khác Hẳn"
	officetest.Hamlets(t, o, moved.Commune, moved.Hamlet)
	_, err = o.Register.Save(ctx, officer, register.SaveInput{ID: id, Version: rec.Version, Household: moved})
	d.Ok(err)
	_, err = o.Reviews.Request(ctx, officer, d.Campaign, moved.Code, review.Request01, o.Office.Day())
	if errs.KindOf(err) != errs.Conflict || !strings.Contains(err.Error(), string(moved.Code)) {
		t.Errorf("on two hamlets' lists: %v", err)
	}
	for _, l := range d.Lists(officer) {
		if l.Hamlet == moved.Hamlet {
			t.Error("the refused request left a list behind")
		}
	}

	// A birth date that makes the head 7 years old.
	rec, err = o.Book.Peek(ctx, officer, id)
	d.Ok(err)
	young := rec.Household.Clone()
	young.Head().Birth, young.Head().CitizenID = household.BornOn(date.Must(2017, 3, 4)), ""
	_, err = o.Register.Save(ctx, officer, register.SaveInput{ID: id, Version: rec.Version, Household: young,
		Reason:    "sửa ngày sinh của chủ hộ",
		Confirmed: []string{fmt.Sprintf("%d/person", young.Head().No), fmt.Sprintf("%d/birth_date/head/", young.Head().No)}}) // asked whether this is still the head, the officer says so
	d.Ok(officetest.Agreed(o, officetest.SignIn(t, o, "chutich.xa"), err))
	d.Ok(o.Reviews.TakeStep(ctx, officer, first.ID, review.Event{Step: review.RemoveHousehold, Household: id,
		Reason: "lập lại danh sách"}))
	_, err = o.Reviews.Request(ctx, officer, d.Campaign, young.Code, review.Request01, o.Office.Day())
	d.Ok(err)
	for _, l := range d.Lists(officer) {
		if l.Hamlet == young.Hamlet {
			first = l
		}
	}
	d.Ok(o.Reviews.TakeStep(ctx, officer, first.ID, review.Event{Step: review.CloseList, Day: o.Office.Day()}))
	d.Ok(o.Surveys.ScreenSurvey(ctx, enumerator, first.ID, id, o.Office.Day(), nil))
	var faults book.Faults
	if _, err = o.Surveys.FinishSurvey(ctx, enumerator, first.ID, id, o.Office.Day(), ""); !errors.As(err, &faults) {
		t.Fatalf("form B of a household with a head of 7 years: %v", err)
	}
	if v, err = o.Reviews.ReviewList(ctx, officer, first.ID); err != nil || v.List.Item(id).Found != nil {
		t.Errorf("the refused form was taken: %v", err)
	}
	if !slices.ContainsFunc(faults, func(f household.Invalidity) bool {
		return f.Column == "birth_date" && strings.Contains(f.Text.VI, "7 tuổi")
	}) {
		t.Errorf("a head of 7 years: %v", err)
	}
}

// TestLastYearsCodes: a file with the codes of a commune that is no more is refused line by line with what the code
// has become, the rest is taken, and all that came in is accounted for.
func TestLastYearsCodes(t *testing.T) {
	o := officetest.Demo(t, 3000)
	department := officetest.SignIn(t, o, "canbo.so")
	file := "household_code,commune_code,hamlet,income_per_head\nM-1,31522,Khóm 1,900000\nM-2,31513,Khóm 1,900000\nM-3,31513,Khóm 2,900000\n"
	members := "household_code,member_no,full_name,relationship,sex,birth_date\nM-1,1,Người Mẫu Một,head,male,1980\nM-2,1,Người Mẫu Hai,head,male,1980\nM-3,1,Người Mẫu Ba,head,female,1980\n"
	ctx := context.Background()
	j, err := o.Transfer.Upload(ctx, department, "kết quả.xlsx",
		bytes.NewReader(officetest.RegisterBook(t, file, members)), 0)
	if err != nil {
		t.Fatal(err)
	}
	if s := officetest.Settled(t, o, department, j.ID); s.State != jobs.Ready {
		t.Fatalf("%s: %s", s.State, s.Message)
	}
	if err := o.Transfer.CommitImport(ctx, department, j.ID, nil, ""); err != nil {
		t.Fatal(err)
	}
	s := officetest.Settled(t, o, department, j.ID)
	if r := s.Result; r.New != 1 || r.Rejected != 2 || r.New+r.Changed+r.Unchanged+r.Rejected != 3 {
		t.Fatalf("%s %s %+v", s.State, s.Message, r)
	}
	var b bytes.Buffer
	if err := o.Transfer.RejectedFile(ctx, department, j.ID, &b); err != nil {
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
	for _, want := range []string{"M-2", "M-3", "hết hiệu lực từ 01/09/2024; nay là 31522 Phường 1; nếu tệp là số liệu của ngày trước đây"} {
		if !strings.Contains(text, want) {
			t.Errorf("the rejected file does not say %q: %s", want, text)
		}
	}
}
