package cli_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giamngheo/internal/cli"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store"
	"giamngheo/internal/vault"
)

// TestStrayKey: a database that was sealed is not opened with a key file that is not there, and none is made in its
// place; a new one gets its own. Both engines.
func TestStrayKey(t *testing.T) {
	dir := t.TempDir()
	for _, db := range []string{filepath.Join(dir, "office.db"), postgrestest.Of(t).Database(t)} {
		run := func(key string, args ...string) (int, string) {
			var out bytes.Buffer
			status := cli.Run(context.Background(), append(args, "--province", "92", "--db", db, "--key", key, "--files",
				filepath.Join(dir, "files")), strings.NewReader(""), &out, &out)
			return status, out.String()
		}
		key, stray := filepath.Join(dir, "key"), filepath.Join(dir, "stray")
		_ = os.Remove(key)
		if status, out := run(key, "user", "add", "quantri", "--name", "Quản Trị"); status != cli.ExitDone {
			t.Fatal(out)
		}
		if status, out := run(stray, "user", "reset", "quantri"); status != cli.ExitFailed || !strings.Contains(out, stray) {
			t.Errorf("%d %s", status, out)
		}
		if _, err := os.Stat(stray); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a key file was made: %v", err)
		}
		if status, out := run(key, "user", "reset", "quantri"); status != cli.ExitDone {
			t.Errorf("with its own key: %s", out)
		}
	}
}

// TestOneProgram: while a program has a database open, every command that would write to it is refused with words
// and changes nothing; a backup and a check run beside it.
func TestOneProgram(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "office.db")
	run := func(args ...string) (int, string) {
		var out bytes.Buffer
		status := cli.Run(context.Background(), append(args, "--db", db), strings.NewReader(""), &out, &out)
		return status, out.String()
	}
	if status, out := run("user", "add", "quantri", "--name", "Quản Trị", "--province", "92"); status != cli.ExitDone {
		t.Fatal(out)
	}
	before := filepath.Join(dir, "before.db")
	if status, out := run("backup", before); status != cli.ExitDone {
		t.Fatal(out)
	}
	v, err := vault.ReadFile(db + ".key")
	if err != nil {
		t.Fatal(err)
	}
	office, err := store.Open(db, v)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(db + ".key")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0"}, {"user", "reset", "quantri"},
		{"user", "add", "khac", "--name", "Người Khác"}, {"restore", before, "--replace"}, {"key", "rotate"},
	} {
		if status, out := run(args...); status != cli.ExitFailed ||
			!strings.Contains(out, "chương trình giamngheo khác đang mở") {
			t.Errorf("%v: %d %s", args, status, out)
		}
	}
	if now, err := os.ReadFile(db + ".key"); err != nil || !bytes.Equal(now, keys) {
		t.Errorf("the key file was changed: %v", err)
	}
	if _, err := os.Stat(db + ".truoc-khoi-phuc"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the database was put away: %v", err)
	}
	for _, args := range [][]string{{"backup", filepath.Join(dir, "beside.db")}, {"verify"}} {
		if status, out := run(args...); status != cli.ExitDone {
			t.Errorf("%v: %d %s", args, status, out)
		}
	}
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	if status, out := run("user", "reset", "quantri"); status != cli.ExitDone {
		t.Error(out)
	}
}
