//go:build linux

package store_test

import (
	"context"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// TestBackToAMoment drills what doc/operations.md says of PostgreSQL's own backups: a base backup and the archived log
// bring the office back as it was at a moment, with nothing of after it.
func TestBackToAMoment(t *testing.T) {
	ctx, c := context.Background(), postgrestest.Of(t)
	kept := c.Keep(t)
	target := c.Database(t)
	s := open(t, target)
	save := func(code household.ID) {
		t.Helper()
		write(t, s, func(tx *store.Tx) error {
			return households.Create(ctx, tx, &households.Version{Province: "94", State: households.Active,
				ValidFrom: date.Must(2024, 1, 1), RecordedAt: at, Deed: "create",
				Household: household.Household{Code: code, Commune: "31708"}})
		})
	}
	save("TRUOC")
	moment := kept.Now()
	save("SAU")
	back := open(t, kept.To(moment).Moved(target))
	var codes []household.ID
	if err := households.Each(ctx, back, "94", 0, func(v *households.Version) error {
		codes = append(codes, v.Household.Code)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(codes) != 1 || codes[0] != "TRUOC" {
		t.Errorf("brought back: %v", codes)
	}
}
