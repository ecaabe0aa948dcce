package transfer_test

import (
	"context"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
)

// TestUndo: an import is taken back exactly where nothing changed since: what it changed is as before, what it brought
// is out; what changed later is kept and listed. The file may be imported once more, and that taken back too.
func TestUndo(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	ctx := context.Background()
	first := "U1,31708,Ấp Thạnh Phú,1400000,60,tap\nU2,31708,Ấp Thạnh Phú,1500000,50,tap\n"
	people := "U1,1,Trần Văn Thử,head,male,1984-03-01,,yes\nU2,1,Lê Thị Mẫu,head,female,1986-05-02,,yes\n"
	d.store(d.preview(first, people).ID)
	second := "U1,31708,Ấp Thạnh Phú,900000,60,tap\nU2,31708,Ấp Thạnh Phú,800000,50,tap\nU3,31708,Ấp Thạnh Phú,700000,40,tap\n" +
		"U4,31708,Ấp Thạnh Phú,700000,40,tap\n"
	more := people + "U3,1,Lý Văn Mẫu,head,male,1970-03-01,,yes\nU4,1,Thạch Thị Mẫu,head,female,1950-03-01,,yes\n"
	s := d.store(d.preview(second, more).ID)
	if r := sums(s.Result); r != "2 new 2 changed 0 same 0 back, map[]" || !s.Result.Undoable {
		t.Fatal(r)
	}
	edit := func(code string) {
		t.Helper()
		v, err := o.Book.Seen(ctx, d.a, o.Book.View().Snap.ByCode(code))
		if err != nil {
			t.Fatal(err)
		}
		next := o.Book.Next(d.a, v, households.DeedEdit, v.ValidFrom)
		next.Household.Address = "sửa sau"
		if err := o.Book.Supersede(ctx, d.a, next, v, "household.edit", "sửa"); err != nil {
			t.Fatal(err)
		}
	}
	edit("U2")
	edit("U4")
	if err := o.Transfer.Undo(ctx, d.a, s.ID, ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	other := officetest.SignIn(t, o, "canbo.so")
	if err := o.Transfer.Undo(ctx, other, s.ID, "nhầm tệp"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("somebody else's: %v", err)
	}
	if err := o.Transfer.Undo(ctx, d.a, s.ID, "nhầm tệp"); err != nil {
		t.Fatal(err)
	}
	s = d.settled(s.ID)
	if u := s.Result.Undone; u == nil || u.Back != 2 || u.Kept != 2 || len(u.Codes) != 2 || s.State != jobs.Done {
		t.Fatalf("%+v %s", s.Result.Undone, s.State)
	}
	if v := d.house("U1").Text("income_per_head"); v != "1400000" {
		t.Errorf("U1 has %s", v)
	}
	if v := d.house("U2").Text("income_per_head"); v != "800000" || d.house("U2").Address != "sửa sau" {
		t.Errorf("U2 %+v", d.house("U2"))
	}
	if n := len(officetest.List(t, o, d.a, snapshot.Query{Text: "Lý Văn Mẫu"})); n != 0 {
		t.Errorf("U3 is still listed: %d", n)
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
	if err := o.Transfer.Undo(ctx, d.a, s.ID, "lần nữa"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
	again := d.preview("U3,31708,Ấp Thạnh Phú,700000,40,tap\n", "U3,1,Lý Văn Mẫu,head,male,1970-03-01,,yes\n")
	if r := sums(again.Result); r != "1 new 0 changed 0 same 0 back, map[]" {
		t.Fatal(r)
	}
	again = d.store(again.ID)
	if n := len(officetest.List(t, o, d.a, snapshot.Query{Text: "Lý Văn Mẫu"})); n != 1 {
		t.Errorf("U3 did not come again: %d", n)
	}
	if err := o.Transfer.Undo(ctx, d.a, again.ID, "nhầm tệp"); err != nil {
		t.Fatal(err)
	}
	if s = d.settled(again.ID); s.Result.Undone.Back != 1 || s.Result.Undone.Kept != 0 {
		t.Errorf("%+v", s.Result.Undone)
	}
	if n := len(officetest.List(t, o, d.a, snapshot.Query{Text: "Lý Văn Mẫu"})); n != 0 {
		t.Errorf("U3 is still listed: %d", n)
	}
}
