package privacies_test

import (
	"context"
	"testing"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/privacy"
	"giamngheo/internal/store"
)

// TestHeld: what is held is shown whole, for a reason that is on the record before; who looked stands in it, the next
// time this reading too; of elsewhere and of nowhere it is the same answer.
func TestHeld(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	const why = "chủ hộ hỏi, có căn cước"
	if _, err := s.Privacies.Held(ctx, officer, 1, " "); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	h, err := s.Privacies.Held(ctx, officer, 1, why)
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, c := range h.Data {
		if c.Column == "full_name" && c.After == h.Version.Household.Members[c.Member-1].Name {
			names++
		}
	}
	if names != len(h.Version.Household.Members) || len(h.Recognised) == 0 {
		t.Errorf("%d names of %d members, %d decisions", names, len(h.Version.Household.Members), len(h.Recognised))
	}
	if h, err = s.Privacies.Held(ctx, officer, 1, why); err != nil || len(h.Looked) == 0 || h.Looked[0].Action != "privacy.held" ||
		h.Looked[0].Detail.Reason != why {
		t.Errorf("who looked: %+v %v", h.Looked, err)
	}
	var elsewhere int64
	for id := int64(1); id < 200 && elsewhere == 0; id++ {
		if _, err := s.Privacies.Held(ctx, officer, id, why); err != nil {
			elsewhere = id
		}
	}
	_, there := s.Privacies.Held(ctx, officer, elsewhere, why)
	_, nowhere := s.Privacies.Held(ctx, officer, 987654, why)
	if there.Error() != nowhere.Error() || errs.KindOf(there) != errs.NotFound {
		t.Errorf("%v, %v", there, nowhere)
	}
	for _, who := range []string{"dieutra", "kehoach", "lanhdao", "thanhtra", "ketoan.xa", "chutich.xa"} {
		if _, err := s.Privacies.Held(ctx, s.As(who), 1, why); errs.KindOf(err) != errs.Forbidden && errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// TestRequests: a request is known in its place alone, waits with its day until it is answered, and two at once are
// told; a breach is the department's and the administrator's.
func TestRequests(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer, department := s.As("canbo.xa"), s.As("canbo.so")
	q := privacy.Request{Right: "correct", Who: "Chủ hộ", What: "ngày sinh của con ghi sai", Received: s.Office.Day()}
	id, err := s.Privacies.Ask(ctx, officer, q, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if n, late, next, err := s.Privacies.Waiting(ctx, officer); n != 1 || late != 0 || next <= s.Office.Day() || err != nil {
		t.Errorf("%d waits, %d late, by %s: %v", n, late, next, err)
	}
	if n, _, _, _ := s.Privacies.Waiting(ctx, s.As("lanhdao")); n != 0 {
		t.Errorf("a leader has %d to answer", n)
	}
	step := privacy.Step{To: privacy.Accepted}
	if err := s.Privacies.Step(ctx, officer, id, 1, step); err != nil {
		t.Fatal(err)
	}
	if err := s.Privacies.Step(ctx, department, id, 1, step); errs.KindOf(err) != errs.Conflict {
		t.Errorf("two at once: %v", err)
	}
	if err := s.Privacies.Step(ctx, department, id, 2, privacy.Step{To: privacy.Done, Reason: "đã sửa theo giấy khai sinh"}); err != nil {
		t.Fatal(err)
	}
	one, err := s.Privacies.Request(ctx, officer, id)
	if err != nil || one.State != privacy.Done || len(one.Steps) != 2 || one.Steps[1].Who == "" || one.Request.What != q.What {
		t.Errorf("%+v %v", one, err)
	}
	if n, _, _, _ := s.Privacies.Waiting(ctx, officer); n != 0 {
		t.Errorf("%d still wait", n)
	}
	b := privacy.Breach{Found: s.Office.Now().Add(-time.Hour), What: "mất một máy tính xách tay", Data: "danh sách", People: "40"}
	if _, err := s.Privacies.Found(ctx, officer, b); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a commune's officer: %v", err)
	}
	breach, err := s.Privacies.Found(ctx, department, b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Privacies.Request(ctx, department, breach); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a breach read as a request: %v", err)
	}
	if _, err := s.Privacies.Breach(ctx, department, id); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a request read as a breach: %v", err)
	}
	if shown, err := s.Privacies.Breach(ctx, s.As("quantri"), breach); err != nil || shown.Late || shown.Due != b.Found.Add(72*time.Hour) {
		t.Errorf("%+v %v", shown, err)
	}
	entries, err := s.Office.Entries(ctx, store.AuditQuery{Province: "94", Kind: "privacy", Limit: 20})
	if err != nil || len(entries) != 4 {
		t.Errorf("%d deeds on the record: %v", len(entries), err)
	}
}
