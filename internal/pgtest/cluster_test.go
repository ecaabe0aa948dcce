package pgtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrograms(t *testing.T) {
	dir := t.TempDir()
	for _, version := range []string{"9", "15", "8"} {
		bin := filepath.Join(dir, version, "bin")
		if err := os.MkdirAll(bin, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	newest := filepath.Join(dir, "15", "bin")
	if got, err := programs(filepath.Join(dir, "*", "bin", "initdb")); err != nil || got != newest {
		t.Errorf("newest: %s, %v", got, err)
	}
	t.Setenv("PATH", newest)
	if got, err := programs("/nowhere/*"); err != nil || got != newest {
		t.Errorf("in PATH: %s, %v", got, err)
	}
	t.Setenv("PATH", "")
	if _, err := programs("/nowhere/*"); err == nil || !strings.Contains(err.Error(), "apt-get install -y postgresql") {
		t.Errorf("missing: %v", err)
	}
}
