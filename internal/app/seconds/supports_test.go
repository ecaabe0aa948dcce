package seconds_test

import (
	"context"
	"errors"
	"testing"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/programme"
)

// TestSumAlone: a support above the sum of the rule is recorded when a second person agrees, and nobody splits it into
// small ones; what is refused is not proposed, and what has come to stand against it meanwhile is not recorded.
func TestSumAlone(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	department := s.As("canbo.so")
	dear := officetest.Job(s.ID("H-02"), 1, s.Now())
	dear.Amount, dear.Note = 61_000_000, "khoản lớn theo hợp đồng"
	dear.Overrules = map[string]string{programme.UnlikelyAmount: "có hợp đồng và chứng từ",
		programme.OverNorm: "có văn bản của sở"}
	_, err := s.Supports.RecordSupport(ctx, department, dear)
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		t.Fatalf("recorded alone: %v", err)
	}
	had, err := s.Supports.SupportsOf(ctx, department, dear.Household)
	if err != nil || len(had) != 0 {
		t.Errorf("while it waits the household has %d: %v", len(had), err)
	}
	_, err = s.Agreements.Take(ctx, department, waits.ID)
	officetest.Refused(t, err, errs.Forbidden, "người khác")
	if _, err := s.Agreements.Take(ctx, s.As("chutich.xa"), waits.ID); err != nil {
		t.Fatal(err)
	}
	had, err = s.Supports.SupportsOf(ctx, department, dear.Household)
	if err != nil || len(had) != 1 || had[0].Amount != 61_000_000 || had[0].RecordedBy != department.Account {
		t.Errorf("%+v %v", had, err)
	}
}
