package transfer_test

import (
	"context"
	"strings"
	"testing"

	"giamngheo/internal/amend"
	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/date"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/officetest"
)

// TestRefusedBringsNoHamlet: a hamlet whose only household goes back for another reason is neither asked about nor added.
func TestRefusedBringsNoHamlet(t *testing.T) {
	o := officetest.Demo(t, 500)
	officer, department := newDesk(t, o, "canbo.xa"), newDesk(t, o, "canbo.so")
	officer.store(officer.preview("M1,31708,Ấp Một,1400000,60,tap\n", family).ID)
	houses := "M1,31795,Ấp Lạ,1400000,60,tap\nM2,31795,Ấp Mới,1400000,60,tap\n"
	people := family + "M2,1,Lý Văn Mẫu,head,male,1970-03-01,,yes\n"
	s := department.preview(houses, people)
	if got := sums(s.Result); got != "0 new 0 changed 0 same 2 back, map[hamlet:1 move:1]" {
		t.Errorf("preview: %s", got)
	}
	if err := o.Transfer.Agree(context.Background(), department.a, s.ID, amend.Agreed{amend.Hamlet}); err != nil {
		t.Fatal(err)
	}
	s = department.settled(s.ID)
	if got := sums(s.Result); got != "1 new 0 changed 0 same 1 back, map[hamlet:1 move:1]" {
		t.Errorf("agreed to the hamlet: %s", got)
	}
	department.store(s.ID, amend.Hamlet)
	l := o.Book.Hamlets("31795")
	for name, want := range map[string]hamlet.Standing{"Ấp Lạ": hamlet.Unknown, "Ấp Mới": hamlet.Listed} {
		if got := l.Look(name, o.Office.Day()).Standing; got != want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// TestEarlyHamlet: a household of a file in a hamlet that begins after the file's day is taken with a note; one whose
// hamlet has another name since that day is in that from its own day on, and the import can still be taken back.
func TestEarlyHamlet(t *testing.T) {
	o := officetest.Demo(t, 500)
	d, ctx := newDesk(t, o, "canbo.xa"), context.Background()
	day := date.Must(2024, 12, 20)
	change := func(name, to string) hamlets.Change {
		return hamlets.Change{Commune: "31708", Name: name, To: to, Day: day, Source: "NQ 5/2024 (MẪU)"}
	}
	if err := o.Hamlets.Add(ctx, d.a, change("Ấp Tân Lập", "")); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Hamlets.Rename(ctx, d.a, change("Ấp Chợ", "Ấp Chợ Mới")); err != nil {
		t.Fatal(err)
	}
	s := d.preview("M1,31708,ấp tân lập,1400000,60,tap\nM2,31708,Ấp Chợ,1400000,60,tap\n",
		family+"M2,1,Lý Văn Mẫu,head,male,1970-03-01,,yes\n")
	if got := sums(s.Result); got != "2 new 0 changed 0 same 0 back, map[]" || len(s.Result.Doubts) != 1 ||
		s.Result.Counts.Doubts != 1 {
		t.Fatalf("%s %+v", got, s.Result.Doubts)
	}
	if doubt := s.Result.Doubts[0]; doubt.Column != "hamlet" || doubt.Code != "M1" || doubt.Row == 0 ||
		!strings.Contains(doubt.Reason.VI, "20/12/2024") {
		t.Errorf("%+v", doubt)
	}
	s = d.store(s.ID)
	if h := d.house("M2"); h.Hamlet != "Ấp Chợ Mới" {
		t.Errorf("M2 is in %s", h.Hamlet)
	}
	if l, err := o.Hamlets.List(d.a, "31708"); err != nil || len(l.Off) != 0 {
		t.Errorf("%+v %v", l, err)
	}
	if err := o.Transfer.Undo(ctx, d.a, s.ID, "nhầm tệp"); err != nil {
		t.Fatal(err)
	}
	if u := d.settled(s.ID).Result.Undone; u == nil || u.Back != 2 || u.Kept != 0 {
		t.Errorf("taken back: %+v", u)
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}
