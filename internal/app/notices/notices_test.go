package notices_test

import (
	"bytes"
	"context"
	"os"
	"sync"
	"testing"

	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/notices"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// draft is a notice of a place to an audience.
func draft(where place.Code, to notice.Audience) rows.Notice {
	return rows.Notice{Notice: notice.Notice{Place: where, Audience: to,
		Texts: map[string]notice.Text{"vi": {Title: "Họp dân", Body: "<script>alert(1)</script>"}}}}
}

// TestTwoPersons: who wrote or proposed a notice does not publish it; another one does; withdrawn, it stays to be seen
// with its reason, and never comes back.
func TestTwoPersons(t *testing.T) {
	s := officetest.Small(t)
	officer, chair := s.As("canbo.xa"), s.As("chutich.xa")
	home := officer.Grants[0].Place
	heard := s.Hears("notice")
	id, err := s.Notices.Write(ctx, officer, draft(home, notice.Public))
	if err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Notices.Move(ctx, chair, id, 1, notice.Published, ""), errs.Conflict, "mở lại")
	officetest.Refused(t, s.Notices.Move(ctx, officer, id, 1, notice.Published, ""), errs.Forbidden, "không có quyền")
	if err := s.Notices.Move(ctx, officer, id, 1, notice.Proposed, ""); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Notices.Attach(ctx, officer, id, "a.pdf", bytes.NewReader([]byte("%PDF-1.4"))), errs.Conflict, "dự thảo")
	if n, one, err := s.Notices.Waiting(ctx, chair); n != 1 || one.ID != id || err != nil {
		t.Errorf("%d wait for the chairman: %v", n, err)
	}
	officetest.Refused(t, s.Notices.Move(ctx, chair, id, 2, notice.Draft, ""), errs.Invalid, "lý do")
	if err := s.Notices.Move(ctx, chair, id, 2, notice.Published, ""); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Notices.Move(ctx, chair, id, 3, notice.Withdrawn, ""), errs.Invalid, "lý do")
	if err := s.Notices.Move(ctx, chair, id, 3, notice.Withdrawn, "gửi nhầm bản cũ"); err != nil {
		t.Fatal(err)
	}
	n, err := s.Notices.Notice(ctx, s.As("canbo.so"), id)
	if err != nil || n.Now != notice.Withdrawn || n.Reason != "gửi nhầm bản cũ" || n.Decider != chair.FullName {
		t.Errorf("%+v %v", n, err)
	}
	officetest.Refused(t, s.Notices.Move(ctx, officer, id, 4, notice.Draft, "làm lại từ đầu"), errs.Conflict, "mở lại")
	if len(heard.IDs) == 0 {
		t.Error("nobody heard of it")
	}
}

// TestAtOnce: of two who change a notice at once, or publish what was changed meanwhile, the later one is told.
func TestAtOnce(t *testing.T) {
	s := officetest.Small(t)
	officer, chair := s.As("canbo.xa"), s.As("chutich.xa")
	home := officer.Grants[0].Place
	id, err := s.Notices.Write(ctx, officer, draft(home, notice.Communes))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	failed := make([]error, 2)
	for i := range failed {
		wg.Go(func() {
			in := draft(home, notice.Communes)
			in.ID, in.Version = id, 1
			_, failed[i] = s.Notices.Write(ctx, officer, in)
		})
	}
	wg.Wait()
	if (failed[0] == nil) == (failed[1] == nil) {
		t.Fatalf("both or none: %v", failed)
	}
	for _, err := range failed {
		if err != nil {
			officetest.Refused(t, err, errs.Conflict, "người khác sửa")
		}
	}
	officetest.Refused(t, s.Notices.Move(ctx, officer, id, 1, notice.Proposed, ""), errs.Conflict, "người khác sửa")
	if err := s.Notices.Move(ctx, officer, id, 2, notice.Proposed, ""); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Notices.Move(ctx, chair, id, 2, notice.Published, ""), errs.Conflict, "người khác sửa")
}

// TestWhoSees: a draft is seen by who writes or publishes there, what is published by whom it is to; what is elsewhere
// and what is nowhere answer the same.
func TestWhoSees(t *testing.T) {
	s := officetest.Small(t)
	officer, other := s.As("canbo.xa"), s.As("canbo.ngocdong")
	home := officer.Grants[0].Place
	one, err := s.Notices.Write(ctx, officer, draft(home, notice.Communes))
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Notices.Write(ctx, s.As("canbo.so"), draft(s.Office.ProvinceCode(), notice.Communes))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Notices.Notice(ctx, other, one)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	_, err = s.Notices.Notice(ctx, other, 987654)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	_, err = s.Notices.Notice(ctx, officer, all)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	in := draft(home, notice.Public)
	in.ID, in.Version = all, 1
	_, err = s.Notices.Write(ctx, officer, in)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	in = draft(s.Office.ProvinceCode(), notice.Public)
	if _, err = s.Notices.Write(ctx, officer, in); err == nil {
		t.Error("a commune tells for the province")
	}
	for id, by := range map[int64][2]*office.Ask{one: {officer, s.As("chutich.xa")}, all: {s.As("canbo.so"), s.As("duyet")}} {
		for i, to := range []notice.State{notice.Proposed, notice.Published} {
			if err := s.Notices.Move(ctx, by[i], id, int64(i+1), to, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err = s.Notices.Notice(ctx, other, one)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	if n, err := s.Notices.Current(ctx, other, 9); len(n) != 1 || n[0].ID != all || err != nil {
		t.Errorf("%d are told to another commune: %v", len(n), err)
	}
	if n, err := s.Notices.Current(ctx, s.As("lanhdao"), 9); len(n) != 0 || err != nil {
		t.Errorf("%d are told to the leader: %v", len(n), err)
	}
}
