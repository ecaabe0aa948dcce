package ledgers_test

import (
	"context"
	"errors"
	"testing"

	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store"
)

// TestEarlier: a database of an earlier program, without the tables of today, is said to be one; it is no fault.
func TestEarlier(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	if n, err := ledgers.Audit(ctx, s.Store, s.Library); err != nil {
		t.Fatal(n, err)
	}
	if err := s.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM goose_db_version WHERE version_id > 26`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DROP TABLE batch_movement`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := ledgers.Audit(ctx, s.Store, s.Library); !errors.Is(err, ledgers.ErrEarlier) {
		t.Error(err)
	}
}
