package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
	"giamngheo/internal/vault"
)

// TestProvinceOf: a database is that of the province that was said at its first start, or whose record it has already – a
// demonstration that was restored – and never another one's.
func TestProvinceOf(t *testing.T) {
	ctx := context.Background()
	v, err := vault.New(bytes.Repeat([]byte{3}, 32))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		record, said, asked string
		want                place.Code
		kind                errs.Kind
	}{
		"a first start":             {"", "", "92", "92", 0},
		"without a word":            {"", "", "", "", errs.Invalid},
		"said before":               {"92", "92", "", "92", 0},
		"another than said before":  {"92", "92", "94", "", errs.Conflict},
		"a demonstration":           {"94", "", "", "94", 0},
		"a demonstration, its name": {"94", "", "94", "94", 0},
		"a demonstration, another":  {"94", "", "92", "", errs.Conflict},
	} {
		st, err := store.Open(filepath.Join(t.TempDir(), "office.db"), v)
		if err == nil {
			err = st.Migrate(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			if c.record != "" {
				if err := tx.Audit(ctx, &audit.Entry{Province: c.record, Action: "x"}); err != nil {
					return err
				}
			}
			return tx.SetSetting(ctx, "province", c.said)
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // and so it is at the next start
			got, err := provinceOf(ctx, st, settings.Settings{Province: c.asked})
			if got != c.want || c.kind != 0 && errs.KindOf(err) != c.kind || c.kind == 0 && err != nil {
				t.Errorf("%s: %q %v", name, got, err)
			}
		}
		if kept, err := st.Setting(ctx, "province"); c.kind == 0 && (kept != string(c.want) || err != nil) {
			t.Errorf("%s: %q is remembered: %v", name, kept, err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
