package public_test

import (
	"context"
	"os"
	"testing"

	"giamngheo/internal/demotest"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestVisits: pages are counted by day, written down in one go, and shown from the next day on; nothing is lost and nothing
// counted twice where it is written down again.
func TestVisits(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	total := func() int64 {
		t.Helper()
		k, err := s.Public.Known(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return k.Visits
	}
	for range 3 {
		s.Public.Visited("/cong-khai")
	}
	s.Office.TendOnce(ctx)
	s.Public.Visited("/cong-khai/khac")
	s.Office.TendOnce(ctx)
	s.Office.TendOnce(ctx)
	s.Public.Forget()
	if n := total(); n != 0 {
		t.Errorf("%d visits of today are shown today", n)
	}
	s.Set(s.Now().AddDays(1))
	if n := total(); n != 4 {
		t.Errorf("%d visits until yesterday, want 4", n)
	}
}
