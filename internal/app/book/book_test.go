package book_test

import (
	"context"
	"errors"
	"testing"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/store/households"
)

// TestSeenRights: who sees a household of Thạnh Phú, and its versions.
func TestSeenRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id := s.ID("H-01")
	const see = `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
		ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
		forbidden: quantri quantri2`
	for name, do := range map[string]func(*office.Ask) error{
		"sees":       func(a *office.Ask) error { _, err := s.Book.Seen(ctx, a, id); return err },
		"peeks":      func(a *office.Ask) error { _, err := s.Book.Peek(ctx, a, id); return err },
		"by version": func(a *office.Ask) error { _, err := s.Book.VersionOf(ctx, a, id, 1); return err },
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, see, do) })
	}
	_, err := s.Book.Seen(ctx, s.As("canbo.so"), 99_999)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
	_, err = s.Book.VersionOf(ctx, s.As("canbo.so"), id, 9)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
}

// TestVersionOn: a household is what it was on a day; before it was there, it is not.
func TestVersionOn(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	now := s.Version("H-23") // found near-poor by September’s review
	for day, want := range map[date.Date]int64{date.Must(2024, 9, 1): 1, s.Now(): now.Version, date.Must(2023, 12, 14): 1} {
		if v, err := book.VersionOn(ctx, s.Office.Reader(), now, day); err != nil || v.Version != want {
			t.Errorf("on %s: %+v %v", day, v, err)
		}
	}
	_, err := book.VersionOn(ctx, s.Office.Reader(), now, date.Must(2023, 12, 13))
	officetest.Refused(t, err, errs.NotFound, "ngày 13/12/2023")
}

// TestSupersede: a version is written with its class, its deed and its change; over one that somebody else wrote
// meanwhile it is refused; a code that is taken says so beside the field.
func TestSupersede(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, was, since, heard := s.As("canbo.xa"), s.Version("H-01"), s.Seq(), s.Hears(office.TopicHousehold)
	next := func(change func(*household.Household)) error {
		v := s.Book.Next(officer, was, households.DeedEdit, s.Now())
		change(&v.Household)
		return s.Book.Supersede(ctx, officer, v, was, "household.edit", "thu nhập tăng")
	}
	var faults book.Faults
	if err := book.CodeTaken(next(func(h *household.Household) { h.Code = "H-02" })); !errors.As(err, &faults) || !faults.Taken() {
		t.Errorf("a taken code: %v", err)
	}
	rich := func(h *household.Household) { h.IncomePerHead = household.Just(household.Dong(6_000_000)) }
	if err := next(rich); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, next(rich), errs.Conflict, "vừa")
	v := s.Version("H-01")
	if v.Class != poverty.None || v.Version != was.Version+1 || heard.Times != 1 || heard.IDs[0] != v.ID {
		t.Errorf("%+v, heard %+v", v, heard)
	}
	d := s.Deeds(since)
	if len(d) != 1 || d[0].Action != "household.edit" || d[0].Detail.Reason != "thu nhập tăng" ||
		len(d[0].Detail.Changes) != 1 || d[0].Detail.Note["class"] == "" {
		t.Errorf("%+v", d)
	}
	conflict := s.Book.Conflict(ctx, v, was.Version)
	var both *book.ConflictError
	if !errors.As(conflict, &both) || both.Base.Version != was.Version || both.Theirs.Version != v.Version {
		t.Errorf("%+v", conflict)
	}
}
