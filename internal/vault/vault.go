// Package vault encrypts what is personal before it reaches the database (AES-256-GCM). The keys stand in a file
// outside the database; each sealed value names the key that sealed it, so that a new key can be laid over the old
// ones and the register sealed again while people work. It knows bytes, not households.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"giamngheo/internal/errs"
)

// keySize is the size of a key in bytes.
const keySize = 32

// Vault seals with its newest key and opens with any. It is safe for several goroutines.
type Vault struct {
	keys   map[byte]cipher.AEAD
	newest byte
	marks  map[byte]string
	signs  map[byte]*sync.Pool // of hash.Hash: what signs, by keys made from these and no key themselves
}

// New returns a vault of keys, the last of which seals; each must be 32 bytes.
func New(keys ...[]byte) (*Vault, error) {
	v := &Vault{keys: map[byte]cipher.AEAD{}, marks: map[byte]string{}, signs: map[byte]*sync.Pool{}}
	if len(keys) == 0 || len(keys) > 255 {
		return nil, errors.New("vault: between 1 and 255 keys")
	}
	for i, k := range keys {
		if len(k) != keySize {
			return nil, fmt.Errorf("vault: key %d has %d bytes, not %d", i+1, len(k), keySize)
		}
		block, err := aes.NewCipher(k)
		if err != nil {
			return nil, err
		}
		gcm, err := cipher.NewGCM(block)
		if err != nil {
			return nil, err
		}
		v.newest = byte(i + 1)
		v.keys[v.newest] = gcm
		sum := sha256.Sum256(append([]byte("giamngheo key mark\x00"), k...))
		v.marks[v.newest] = base64.RawURLEncoding.EncodeToString(sum[:9])
		signs := sha256.Sum256(append([]byte("giamngheo signature\x00"), k...))
		v.signs[v.newest] = &sync.Pool{New: func() any { return hmac.New(sha256.New, signs[:]) }}
	}
	return v, nil
}

// Newest is the number of the key that seals.
func (v *Vault) Newest() byte { return v.newest }

// Mark tells the newest key from others without giving it away: the database remembers it, so that a wrong key file is
// refused at the start and not at the first household.
func (v *Vault) Mark() string { return v.marks[v.newest] }

// Knows reports whether one of the keys has a mark.
func (v *Vault) Knows(mark string) bool {
	for _, m := range v.marks {
		if m == mark {
			return true
		}
	}
	return false
}

// KeyOf is the number of the key that sealed a value, 0 where it is none.
func KeyOf(sealed []byte) byte {
	if len(sealed) == 0 {
		return 0
	}
	return sealed[0]
}

// Seal appends the sealed form of plain to dst: 29 bytes longer. It opens only with the same place, so that a value
// moved to another row is refused.
func (v *Vault) Seal(dst, plain []byte, place string) []byte {
	gcm := v.keys[v.newest]
	dst = append(dst, v.newest)
	from := len(dst)
	dst = append(dst, make([]byte, gcm.NonceSize())...)
	nonce := dst[from:]
	_, _ = rand.Read(nonce) // never fails: crypto/rand ends the program instead
	return gcm.Seal(dst, nonce, plain, []byte(place))
}

// Open appends the plain form of a sealed value to dst. Errors: no key of that number, another place, a damaged value.
func (v *Vault) Open(dst, sealed []byte, place string) ([]byte, error) {
	gcm, ok := v.keys[KeyOf(sealed)]
	if !ok || len(sealed) < 1+gcm.NonceSize() {
		return nil, fmt.Errorf("vault: no key %d", KeyOf(sealed))
	}
	out, err := gcm.Open(dst, sealed[1:1+gcm.NonceSize()], sealed[1+gcm.NonceSize():], []byte(place))
	if err != nil {
		return nil, fmt.Errorf("vault: a value of %s cannot be opened: %w", place, err)
	}
	return out, nil
}

const fileHead = "# giamngheo: the keys of the register's personal data, oldest first. Keep a copy apart from the database:\n" +
	"# without this file no household can be read again.\n"

// ReadFile reads a key file. Errors (errs.NotFound): there is none.
func ReadFile(path string) (*Vault, error) {
	keys, err := readKeys(path)
	if err != nil {
		return nil, err
	}
	return New(keys...)
}

// CreateFile makes a key file with one new key, for its owner alone, and never replaces one.
func CreateFile(path string) (*Vault, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, unusable(path, err)
	}
	_, err = f.WriteString(fileHead + newKey() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, unusable(path, err)
	}
	return ReadFile(path)
}

// AddKey adds a new key to a key file, whole or not at all, and returns the vault that seals with it.
func AddKey(path string) (*Vault, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, unusable(path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".giamngheo-key-*")
	if err != nil {
		return nil, unusable(path, err)
	}
	_, err = f.WriteString(strings.TrimRight(string(text), "\n") + "\n" + newKey() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return nil, errors.Join(unusable(path, err), os.Remove(f.Name()))
	}
	return ReadFile(path)
}

func newKey() string {
	k := make([]byte, keySize)
	_, _ = rand.Read(k)
	return base64.StdEncoding.EncodeToString(k)
}

func readKeys(path string) (keys [][]byte, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil,
			errs.New(errs.NotFound, "no key file “%s”: bring back the one of this database, or name it with --key",
				path).Because(err)
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		k, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(k) != keySize {
			return nil, unusable(path, errors.New("a line is no key"))
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, unusable(path, errors.New("no key in it"))
	}
	return keys, nil
}

func unusable(path string, err error) error {
	return errs.New(errs.Invalid, "the key file “%s” cannot be used; check its path, permission and content",
		path).Because(err)
}

// signSize is how many bytes of a signature follow the number of its key.
const signSize = 32

// Sign signs data for a purpose with the newest key: whoever has the database and not the keys cannot. Its first byte
// is the number of the key.
func (v *Vault) Sign(purpose string, data []byte) []byte { return v.sign(v.newest, purpose, data) }

// SignBy is Sign with the key of a number, nil where there is none.
func (v *Vault) SignBy(key byte, purpose string, data []byte) []byte {
	return v.sign(key, purpose, data)
}

// Signed reports whether a signature is of this data for this purpose, by any of the keys.
func (v *Vault) Signed(signature []byte, purpose string, data []byte) bool {
	return len(signature) == 1+signSize && hmac.Equal(signature, v.sign(signature[0], purpose, data))
}

func (v *Vault) sign(key byte, purpose string, data []byte) []byte {
	by, ok := v.signs[key]
	if !ok {
		return nil
	}
	h := by.Get().(hash.Hash)
	defer by.Put(h)
	h.Reset()
	_, _ = h.Write([]byte(purpose + "\x00"))
	_, _ = h.Write(data)
	return h.Sum(append(make([]byte, 0, 1+signSize), key))
}
