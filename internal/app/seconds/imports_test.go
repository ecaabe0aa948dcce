package seconds_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/proposals"
)

// TestLargeAlone: an import of more households than the rule says is stored when a second person agrees, as its preview showed
// it; one of as many is stored by one.
func TestLargeAlone(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	file := func(from, n int) []byte {
		var households, members strings.Builder
		households.WriteString("household_code,commune_code,hamlet\n")
		members.WriteString("household_code,member_no,full_name,relationship\n")
		for i := range n {
			fmt.Fprintf(&households, "N-%d,31708,Ấp Thạnh Phú\n", from+i)
			fmt.Fprintf(&members, "N-%d,1,Nguyễn Văn Mẫu,head\n", from+i)
		}
		return officetest.RegisterBook(t, households.String(), members.String())
	}
	rule := s.Agreements.Rule(proposals.Import)
	if rule.Above != 20_000 {
		t.Errorf("above %d households, and a commune of today has up to 20,000", rule.Above)
	}
	rule.Above = 1000 // so many are read in a moment
	officer := s.As("canbo.xa")
	look := func(b []byte) int64 {
		t.Helper()
		j, err := s.Transfer.Upload(ctx, officer, "sổ.xlsx", strings.NewReader(string(b)), 0)
		if err != nil {
			t.Fatal(err)
		}
		if done := officetest.Settled(t, s.Desks, officer, j.ID); done.State != jobs.Ready || done.Result.New < 1000 {
			t.Fatalf("%s %s %+v", done.State, done.Message, done.Result)
		}
		return j.ID
	}
	small, large := look(file(0, 1000)), look(file(5000, 1001))
	if err := s.Transfer.CommitImport(ctx, officer, small, nil, ""); err != nil {
		t.Error(err)
	}
	officetest.Settled(t, s.Desks, officer, small)
	size := s.Book.Size()
	officetest.Refused(t, s.Transfer.CommitImport(ctx, officer, large, nil, ""), errs.Invalid, "lý do")
	err := s.Transfer.CommitImport(ctx, officer, large, nil, "nhận sổ hộ của xã cũ")
	var waits *agreements.Waits
	if !errors.As(err, &waits) || s.Book.Size() != size {
		t.Fatalf("stored alone: %v", err)
	}
	_, err = s.Agreements.Take(ctx, officer, waits.ID)
	officetest.Refused(t, err, errs.Forbidden, "không có quyền")
	if _, err := s.Agreements.Take(ctx, s.As("lanhdao"), waits.ID); err != nil {
		t.Fatal(err)
	}
	if done := officetest.Settled(t, s.Desks, officer, large); done.State != jobs.Done || s.Book.Size() != size+1001 {
		t.Errorf("%s %s, %d households", done.State, done.Message, s.Book.Size()-size)
	}
}

// TestSmallReclasses: an import of one household waits for a second person, too, where its answers make another class of
// a household that a decision is about.
func TestSmallReclasses(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	var was *households.Version
	for id := int64(1); id < 100 && was == nil; id++ {
		v, err := s.Book.Seen(ctx, officer, id)
		if r := s.Reviews.PathOf(id).On(s.Now()); err == nil && r != nil && r.Class == poverty.Poor {
			was = v
		}
	}
	var members strings.Builder
	members.WriteString("household_code,member_no,full_name,relationship\n")
	for _, m := range was.Household.Members {
		fmt.Fprintf(&members, "%s,%d,%s,%s\n", was.Household.Code, m.No, m.Name, m.Relationship)
	}
	file := officetest.RegisterBook(t, fmt.Sprintf("household_code,commune_code,hamlet,income_per_head\n%s,%s,%s,9000000\n",
		was.Household.Code, was.Household.Commune, was.Household.Hamlet), members.String())
	j, err := s.Transfer.Upload(ctx, officer, "sổ.xlsx", strings.NewReader(string(file)), 0)
	if err != nil {
		t.Fatal(err)
	}
	if done := officetest.Settled(t, s.Desks, officer, j.ID); done.State != jobs.Ready || done.Result.Reclassed != 1 {
		t.Fatalf("%s %s %+v", done.State, done.Message, done.Result)
	}
	err = s.Transfer.CommitImport(ctx, officer, j.ID, nil, "hộ khai lại thu nhập")
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		t.Fatalf("stored alone: %v", err)
	}
	if v, err := s.Book.Seen(ctx, officer, was.ID); err != nil || v.Version != was.Version {
		t.Errorf("stored while it waits: %v", err)
	}
	if _, err := s.Agreements.Take(ctx, s.As("chutich.xa"), waits.ID); err != nil {
		t.Fatal(err)
	}
	officetest.Settled(t, s.Desks, officer, j.ID)
	if v, err := s.Book.Seen(ctx, officer, was.ID); err != nil || v.Version != was.Version+1 || v.Class == was.Class {
		t.Errorf("after it: %+v %v", v, err)
	}
}
