package app_test

import (
	"context"
	"errors"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/programme"
)

// TestAgreementsTogether: on PostgreSQL, over two offices on it, what one office proposes waits in the other, and of two
// who take it at once one does; of supports recorded at once that come to more than one person gives alone only so many
// are recorded as do not.
func TestAgreementsTogether(t *testing.T) {
	s, ctx := officetest.SmallOn(t, postgrestest.Of(t).Database(t)), context.Background()
	other := s.Second(t)
	department := s.As("canbo.so")
	give := func(o *app.Desks, code household.ID, employer string, amount household.Dong) error {
		in := officetest.Job(s.ID(code), 1, s.Now())
		in.Amount, in.Note, in.Details["employer"] = amount, "khoản lớn theo hợp đồng", employer
		in.Content = employer // the same content is supported once a year
		in.Overrules = map[string]string{}
		for _, code := range []string{programme.UnlikelyAmount, programme.OverNorm, programme.Duplicate} {
			in.Overrules[code] = "có hợp đồng và chứng từ"
		}
		_, err := o.Supports.RecordSupport(ctx, department, in)
		return err
	}
	had := func(code household.ID) (n int) {
		t.Helper()
		all, err := s.Supports.SupportsOf(ctx, department, s.ID(code))
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}

	var waits *agreements.Waits
	if err := give(s.Desks, "H-02", "Công ty", 61_000_000); !errors.As(err, &waits) {
		t.Fatalf("recorded alone: %v", err)
	}
	chair := s.As("chutich.xa")
	if n, err := other.Agreements.Waiting(ctx, chair); n != 1 || err != nil {
		t.Errorf("%d wait in the other office: %v", n, err)
	}
	take := func(o *app.Desks) func() error {
		return func() error { _, err := o.Agreements.Take(ctx, chair, waits.ID); return err }
	}
	failed := together(take(s.Desks), take(other))
	if (failed[0] == nil) == (failed[1] == nil) || errs.KindOf(errors.Join(failed...)) != errs.Conflict || had("H-02") != 1 {
		t.Errorf("taken %d times: %v", had("H-02"), failed)
	}

	var at []func() error
	for i, o := range []*app.Desks{s.Desks, other, s.Desks, other} {
		at = append(at, func() error { return give(o, "H-03", "Công ty "+string(rune('A'+i)), 31_000_000) })
	}
	failed = together(at...)
	for _, err := range failed {
		if k := errs.KindOf(err); err != nil && k != errs.Invalid && k != errs.Conflict {
			t.Error(err)
		}
	}
	if n := had("H-03"); n != 1 {
		t.Errorf("%d of 31 million each are recorded by one person: %v", n, failed)
	}
	if err := give(other, "H-03", "Công ty khác", 31_000_000); !errors.As(err, &waits) && errs.KindOf(err) != errs.Conflict {
		t.Errorf("a sum is split into small ones: %v", err)
	}
}
