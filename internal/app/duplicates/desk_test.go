package duplicates_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// beside writes a household into the database as an import does, which asks nothing and queues nothing.
func beside(t *testing.T, s *officetest.SmallOffice, code household.ID, like household.ID, change func(*household.Household)) {
	t.Helper()
	v := s.Version(like)
	v.ID, v.Version, v.Household.Code, v.ValidFrom = 0, 0, code, date.Must(2024, 1, 2)
	change(&v.Household)
	if err := s.Store.Write(context.Background(), func(tx *store.Tx) error {
		return households.Create(context.Background(), tx, v)
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Book.Reload(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestFind: what came without a form is found, once; reading the pairs is on the record.
func TestFind(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	beside(t, s, "H-51", "H-02", func(*household.Household) {})
	beside(t, s, "H-52", "H-03", func(h *household.Household) {
		h.Members = h.Members[:1]
		h.Members[0].CitizenID, h.Members[0].Birth = "", household.BornIn(1968)
	})
	beside(t, s, "H-53", "H-04", func(h *household.Household) { // the hamlet and the name are one, the births are not
		h.Members = h.Members[:1]
		h.Members[0].CitizenID, h.Members[0].Birth, h.Address = "", household.BornIn(1990), ""
	})
	for i, want := range []int{3, 0} {
		if n, err := s.Duplicates.Find(ctx); err != nil || n != want {
			t.Errorf("look %d finds %d: %v", i, n, err)
		}
	}
	list, err := s.Duplicates.List(ctx, s.As("canbo.xa"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list.Pairs {
		got = append(got, string(d.Kind)+" "+string(d.One.Household.Code)+" "+string(d.Two.Household.Code))
	}
	if strings.Join(got, ", ") != "citizen H-02 H-51, likely H-02 H-51, head H-03 H-52" {
		t.Errorf("%q", got)
	}
	h := s.Version("H-53") // the birth was wrong: the pair is one as it is saved
	h.Household.Members[0].Birth = household.Birth{}
	if _, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{ID: h.ID, Version: h.Version,
		Household: h.Household.Clone(), Confirmed: []string{"1/person"}}); err != nil {
		t.Fatal(err)
	}
	pairs := func() (n int) {
		states, err := households.DuplicateStates(ctx, s.Store, h.Province)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range states {
			if d.State == households.DuplicateOpen {
				n++
			}
		}
		return n
	}
	if n, err := s.Duplicates.Find(ctx); err != nil || n != 0 || pairs() != 4 {
		t.Errorf("after a change %d, %d are open: %v", n, pairs(), err)
	}
	read := 0
	for _, e := range s.Read(since) {
		if e.Action == "duplicate.list" && e.Who == "canbo.xa" && e.Detail.Note["households"] == "6" {
			read++
		}
	}
	if read != 1 {
		t.Errorf("%d deeds of reading", read)
	}
}

// TestGone: a pair of which one has left the register is open no more, and shown to nobody; it is open again once both
// are back, and one that is decided stays decided. A list has so many pairs, and says that there are others.
func TestGone(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	for i, code := range []household.ID{"H-51", "H-52", "H-53"} {
		beside(t, s, code, "H-02", func(h *household.Household) {
			h.Members, h.Hamlet, h.Address = h.Members[:1], "", ""
			h.Members[0].Name = "Mẫu Trùng " + string(rune('A'+i))
		})
	}
	list := func() *duplicates.Listed {
		t.Helper()
		l, err := s.Duplicates.List(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if n, err := s.Duplicates.Find(ctx); err != nil || n != 6 || len(list().Pairs) != 6 || list().More {
		t.Fatalf("%d %v", n, err)
	}
	ids := func(l *duplicates.Listed) (out []int64) {
		for i := range l.Pairs {
			out = append(out, l.Pairs[i].ID)
		}
		return out
	}
	decided := list().Pairs[0]
	if err := s.Duplicates.Decide(ctx, officer, decided.ID, false, 0, "hai người khác nhau"); err != nil {
		t.Fatal(err)
	}
	open := list().Pairs[0]
	duplicates.SetMostPairs(t, 5)
	if l := list(); len(l.Pairs) != 5 || l.More {
		t.Errorf("%d, more: %v", len(l.Pairs), l.More)
	}
	duplicates.SetMostPairs(t, 2)
	if l := list(); len(l.Pairs) != 2 || !l.More || l.Pairs[0].ID != open.ID {
		t.Errorf("%d, more: %v", len(l.Pairs), l.More)
	}
	for _, state := range []households.State{households.Closed, households.Active} {
		for _, code := range []household.ID{open.One.Household.Code, open.Two.Household.Code} {
			v := s.Version(code)
			if _, err := s.Register.SetState(ctx, officer, v.ID, v.Version, state, 0, "chuyển đi rồi về"); err != nil {
				t.Fatal(err)
			}
		}
		duplicates.SetMostPairs(t, 9)
		stands, n := state == households.Active, len(list().Pairs)
		if want := map[bool]int{true: 5, false: 1}[stands]; n != want && (stands || n > want) {
			t.Errorf("%d are shown, not %d", n, want)
		}
		if _, err := s.Duplicates.Find(ctx); err != nil {
			t.Fatal(err)
		}
		kept := ids(list())
		if s.Duplicates.Forget(); !slices.Equal(kept, ids(list())) {
			t.Errorf("in memory are %v, in the database %v", kept, ids(list()))
		}
		for _, d := range []struct {
			id    int64
			state households.DuplicateState
		}{{decided.ID, households.DuplicateDifferent},
			{open.ID, map[bool]households.DuplicateState{true: households.DuplicateOpen, false: households.DuplicateGone}[stands]}} {
			got, err := s.Duplicates.One(ctx, officer, d.id)
			if err != nil || got.State != d.state {
				t.Errorf("%+v %v, not %s", got, err, d.state)
			}
		}
		if !stands {
			officetest.Refused(t, s.Duplicates.Decide(ctx, officer, open.ID, false, 0, "hai người khác nhau"), errs.Conflict,
				"không còn gì để quyết định")
		}
	}
}

// TestMeanwhile: a pair that is one again by what is saved while others are closed stays open, to be decided.
func TestMeanwhile(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	beside(t, s, "H-51", "H-02", func(*household.Household) {})
	if n, err := s.Duplicates.Find(ctx); err != nil || n != 2 {
		t.Fatalf("%d %v", n, err)
	}
	v := s.Version("H-51")
	row, err := s.Book.View().Row(v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Register.SetState(ctx, officer, v.ID, v.Version, households.Closed, 0, "chuyển đi rồi về"); err != nil {
		t.Fatal(err)
	}
	row.Version += 2 // it is back, as it was
	duplicates.SetQueuePiece(t, 1)
	s.Office.On(office.TopicDuplicate, func([]int64) { s.Book.Put(row) })
	if _, err := s.Duplicates.Find(ctx); err != nil {
		t.Fatal(err)
	}
	if n, _, err := s.Duplicates.Count(ctx, officer); err != nil || n != 1 {
		t.Errorf("%d are open: %v", n, err)
	}
}

// TestDecide: nobody is taken out of a household that is none of the pair, nor of two that are one, nor of people who
// are two.
func TestDecide(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	beside(t, s, "H-51", "H-02", func(h *household.Household) { h.Members = h.Members[:1] })
	beside(t, s, "H-52", "H-03", func(h *household.Household) { h.Members = h.Members[:1]; h.Members[0].CitizenID = "" })
	if _, err := s.Duplicates.Find(ctx); err != nil {
		t.Fatal(err)
	}
	of := map[households.DuplicateKind]duplicates.Shown{}
	list, err := s.Duplicates.List(ctx, officer)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list.Pairs {
		of[d.Kind] = d
	}
	person, home := of[households.SameNumber], of[households.SameHead]
	if person.Merges() || !home.Merges() {
		t.Fatalf("%+v", list.Pairs)
	}
	const reason = "đã đối chiếu căn cước"
	for name, c := range map[string]struct {
		pair int64
		same bool
		drop int64
		says string
	}{
		"a household of no pair":  {person.ID, true, s.ID("H-05"), "chọn một trong hai hộ của cặp này"},
		"no household":            {person.ID, true, 99_999, "chọn một trong hai hộ của cặp này"},
		"of two different people": {person.ID, false, s.ID("H-51"), "hai người khác nhau"},
		"of two households":       {home.ID, true, s.ID("H-52"), "gộp"},
	} {
		t.Run(name, func(t *testing.T) {
			officetest.Refused(t, s.Duplicates.Decide(ctx, officer, c.pair, c.same, c.drop, reason), errs.Invalid, c.says)
		})
	}
	if s.Version("H-51").State != households.Active || len(s.Version("H-05").Household.Members) != 2 {
		t.Error("something was taken out")
	}
	if err := s.Duplicates.Decide(ctx, officer, home.ID, true, 0, reason); err != nil {
		t.Error(err)
	}
	if err := s.Duplicates.Decide(ctx, officer, person.ID, true, s.ID("H-51"), reason); err != nil ||
		s.Version("H-51").State != households.Closed {
		t.Error(err)
	}
}
