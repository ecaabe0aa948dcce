//go:build linux

package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// TestBackupOfStandby: a backup is taken from the server that stands by, so that the one that leads is left alone.
func TestBackupOfStandby(t *testing.T) {
	ctx, pair := context.Background(), postgrestest.PairOf(t)
	target := pair.Database()
	s := open(t, target)
	write(t, s, func(tx *store.Tx) error {
		return households.Create(ctx, tx, &households.Version{Province: "94",
			State: households.Active, ValidFrom: date.Must(2024, 1, 1), RecordedAt: at, Deed: "create",
			Household: household.Household{Code: "DU-1", Commune: "31708"}})
	})
	beside, err := store.OpenBeside(pair.Standby(target), key(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	if err := beside.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := beside.Backup(ctx, path, nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := households.Each(ctx, open(t, path), "94", 0, func(*households.Version) error { n++; return nil }); err != nil ||
		n != 1 {
		t.Errorf("%d households in the backup: %v", n, err)
	}
}
