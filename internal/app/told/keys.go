package told

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"io"
	"os"
	"strings"

	"giamngheo/internal/cells"
	"giamngheo/internal/errs"
)

// KeysFile names the provinces' keys in a folder of the nation: a line a key, the province's code before it.
const KeysFile = "khoa-cac-tinh.txt"

// mostKeys bounds the file of keys.
const mostKeys = 1 << 20

// ReadKeys reads the keys of provinces. Errors: errs.NotFound; errs.Invalid with the line.
func ReadKeys(name string) (_ map[string]ed25519.PublicKey, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, errs.New(errs.NotFound, "the file of the provinces’ keys “%s” cannot be read: a line a province, its code and its key as “giamngheo cells key” prints them",
			name).Because(err)
	}
	defer func() { _ = f.Close() }() // read only
	out := map[string]ed25519.PublicKey{}
	lines := bufio.NewScanner(io.LimitReader(f, mostKeys))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, text, _ := strings.Cut(line, " ")
		key, err := hex.DecodeString(strings.TrimSpace(text))
		if err != nil || len(key) != ed25519.PublicKeySize || len(code) != 2 {
			return nil, errs.New(errs.Invalid, "line %d of “%s” is no province’s code with its key", n, name)
		}
		out[code] = key
	}
	return out, lines.Err()
}

// ReadFile reads a file of cells; where the keys of provinces are known it must be signed by its province's. Errors
// (errs.Invalid): as cells.ReadFile; a province whose key is not known; another's key.
func ReadFile(data []byte, keys map[string]ed25519.PublicKey, known bool) (*cells.Read, error) {
	r, err := cells.ReadFile(data)
	if err != nil || !known {
		return r, err
	}
	key, ok := keys[r.Sheet.Province]
	switch {
	case !ok:
		return nil, errs.New(errs.Invalid, "the key of province %s is not known: add its line to the file of keys", r.Sheet.Province)
	case !key.Equal(r.Key):
		return nil, errs.New(errs.Invalid, "the file says it is of province %s, and is not signed with that province’s key",
			r.Sheet.Province)
	}
	return r, nil
}

// Newer refuses a sheet where the file of a name has a later one that is its province's, as the keys know it: a
// stranger's file gives way. Errors: errs.Conflict.
func Newer(name string, s *cells.Sheet, keys map[string]ed25519.PublicKey) error {
	f, err := os.Open(name)
	if err != nil {
		return nil //nolint:nilerr // there is none yet
	}
	data, err := io.ReadAll(io.LimitReader(f, cells.MostBytes+1))
	_ = f.Close() // read only
	if err != nil {
		return err
	}
	if had, err := ReadFile(data, keys, true); err == nil && had.Sheet.Made > s.Made {
		return errs.New(errs.Conflict, "a later file of the same review is there: it stays")
	}
	return nil
}
