package vault_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/errs"
	"giamngheo/internal/vault"
)

func TestSealOpen(t *testing.T) {
	v, err := vault.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed := v.Seal(nil, plain, "a/1")
		if len(plain) > 4 && bytes.Contains(sealed, plain) {
			t.Fatal("sealed in the clear")
		}
		got, err := v.Open(nil, sealed, "a/1")
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatal(got, err)
		}
		if _, err := v.Open(nil, sealed, "a/2"); err == nil {
			t.Fatal("opened in another place")
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "i")
		sealed[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := v.Open(nil, sealed, "a/1"); err == nil {
			t.Fatal("opened though damaged")
		}
	})
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	if _, err := vault.ReadFile(path); errs.KindOf(err) != errs.NotFound {
		t.Fatalf("a missing file: %v", err)
	}
	v1, err := vault.CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vault.CreateFile(path); err == nil {
		t.Error("a key file was replaced")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
	old := v1.Seal(nil, []byte("x"), "p")
	v2, err := vault.AddKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := v2.Open(nil, old, "p"); err != nil || string(got) != "x" {
		t.Errorf("the old key's value: %q %v", got, err)
	}
	if v2.Newest() != 2 || vault.KeyOf(v2.Seal(nil, nil, "p")) != 2 || !v2.Knows(v1.Mark()) || v1.Knows(v2.Mark()) {
		t.Error("the new key does not seal")
	}
	if err := os.WriteFile(path, []byte("# nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.ReadFile(path); errs.KindOf(err) != errs.Invalid {
		t.Errorf("an empty file: %v", err)
	}
}
