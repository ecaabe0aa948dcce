package book_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// elsewhere writes versions of a household of some days, as another process does, and has them read.
func elsewhere(t *testing.T, s *officetest.SmallOffice, code household.ID, days ...date.Date) {
	t.Helper()
	for _, day := range days {
		v := s.Version(code)
		was := v.Version
		v.ValidFrom, v.Household.Address = day, "số nhà mới"
		if err := s.Store.Write(context.Background(), func(tx *store.Tx) error {
			return households.Supersede(context.Background(), tx, v, was)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Reread(context.Background(), s.Book, []int64{s.ID(code)}); err != nil {
		t.Fatal(err)
	}
}

// TestPastIsKept: what changes from a day on, here or elsewhere, has only the registers of that day and later ones read
// anew.
func TestPastIsKept(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	june, may, july := date.Must(2024, 6, 1), date.Must(2024, 5, 1), date.Must(2024, 7, 1)
	view := func() *book.View {
		v, err := s.Book.ViewOn(ctx, june)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := view()
	elsewhere(t, s, "H-01", s.Now())
	elsewhere(t, s, "H-02", july, s.Now())
	if view() != v {
		t.Error("changes of later days have the register of June read anew")
	}
	for code, days := range map[household.ID][]date.Date{"H-03": {may}, "H-04": {may, s.Now()}, "H-05": {june}} {
		v = view()
		elsewhere(t, s, code, days...)
		if view() == v {
			t.Errorf("%s: a change of %s is not in the register of June", code, days[0])
		}
	}
	for code, c := range map[household.ID]struct {
		from date.Date
		kept bool
	}{"H-06": {july, true}, "H-07": {may, false}} { // saved here
		was, before := s.Version(code), view()
		next := s.Book.Next(s.As("canbo.xa"), was, households.DeedEdit, c.from)
		next.Household.Address = "sửa"
		if err := s.Book.Supersede(ctx, s.As("canbo.xa"), next, was, "household.edit", "sửa"); err != nil {
			t.Fatal(err)
		}
		if (view() == before) != c.kept {
			t.Errorf("saved from %s: kept is %v", c.from, !c.kept)
		}
	}
}

// TestPastLoads: nobody's saving waits for the register of a past day that is being loaded; what a change has overtaken
// meanwhile is loaded anew for who asks next, and only that.
func TestPastLoads(t *testing.T) {
	s := officetest.Small(t)
	june := date.Must(2024, 6, 1)
	for code, c := range map[household.ID]struct {
		from date.Date
		kept bool
	}{"H-06": {date.Must(2024, 7, 1), true}, "H-07": {date.Must(2024, 5, 1), false}, "H-08": {s.Now(), true}} {
		s.Book.ForgetPast(0)
		began, saved, loaded := make(chan bool), make(chan bool), make(chan *book.View)
		go func() {
			v, err := s.Book.LoadPast(june, func() (*book.View, error) {
				began <- true
				<-saved
				return s.Book.NewView(june)
			})
			if err != nil {
				t.Error(err)
			}
			loaded <- v
		}()
		<-began
		was := s.Version(code)
		next := s.Book.Next(s.As("canbo.xa"), was, households.DeedEdit, c.from)
		next.Household.Address = "sửa"
		err := s.Book.Supersede(context.Background(), s.As("canbo.xa"), next, was, "household.edit", "sửa")
		close(saved)
		first := <-loaded
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Book.LoadPast(june, func() (*book.View, error) { return s.Book.NewView(june) })
		if err != nil || (again == first) != c.kept {
			t.Errorf("saved from %s: kept is %v, %v", c.from, !c.kept, err)
		}
	}
}
