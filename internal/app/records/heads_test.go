package records_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"giamngheo/internal/officetest"
)

// TestHeads: the signed head is added once a day, and to a file that can be written.
func TestHeads(t *testing.T) {
	o, ctx := officetest.Small(t), context.Background()
	path := filepath.Join(t.TempDir(), "heads")
	for range 2 {
		if err := o.Records.KeepHeads(ctx, path); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil || bytes.Count(b, []byte("\n")) != 1 || !bytes.Contains(b, []byte(`"signature":"`)) {
		t.Errorf("%s %v", b, err)
	}
	if err := o.Records.KeepHeads(ctx, filepath.Join(path, "no folder")); err == nil {
		t.Error("a file that cannot be written is taken")
	}
}
