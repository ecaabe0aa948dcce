package app_test

import (
	"context"
	"sync"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/privacy"
)

// TestPrivacyTogether: on PostgreSQL, over two offices on it, a request about personal data is answered once: of two who
// answer it at the same moment one is told, and what waits is known in both.
func TestPrivacyTogether(t *testing.T) {
	s, ctx := officetest.SmallOn(t, postgrestest.Of(t).Database(t)), context.Background()
	other := s.Second(t)
	officer := s.As("canbo.xa")
	id, err := s.Privacies.Ask(ctx, officer, privacy.Request{Right: "see", Who: "Chủ hộ", What: "xem dữ liệu của hộ",
		Received: s.Now()}, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if n, _, _, err := other.Privacies.Waiting(ctx, officer); n != 1 || err != nil {
		t.Errorf("%d wait in the other office: %v", n, err)
	}
	failed, wait := make([]error, 2), sync.WaitGroup{}
	for i, o := range []*app.Desks{s.Desks, other} {
		wait.Go(func() { failed[i] = o.Privacies.Step(ctx, officer, id, 1, privacy.Step{To: privacy.Accepted}) })
	}
	wait.Wait()
	if (failed[0] == nil) == (failed[1] == nil) {
		t.Fatalf("answered twice: %v, %v", failed[0], failed[1])
	}
	for _, err := range failed {
		if err != nil && errs.KindOf(err) != errs.Conflict {
			t.Error(err)
		}
	}
	if h, err := other.Privacies.Held(ctx, officer, 1, "chủ hộ hỏi, có căn cước"); err != nil || len(h.Data) == 0 {
		t.Errorf("what is held: %v", err)
	}
}
