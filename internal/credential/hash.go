package credential

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The cost of a password's hash (OWASP's for argon2id): 19 MiB, two passes, about 50 ms.
const (
	memory  = 19456
	passes  = 2
	lanes   = 1
	saltLen = 16
	keyLen  = 32
)

// Hasher hashes passwords with argon2id, a few at once: each takes 19 MiB.
type Hasher struct{ slots chan struct{} }

// NewHasher returns a hasher that works on so many passwords at once.
func NewHasher(parallel int) *Hasher { return &Hasher{slots: make(chan struct{}, max(parallel, 1))} }

func (h *Hasher) key(ctx context.Context, password string, salt []byte, p params) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, p.time, p.memory, p.lanes, keyLen), nil
}

// Hash returns the hash of a password in the PHC format.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt)
	key, err := h.key(ctx, password, salt, params{memory, passes, lanes})
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b64(salt),
		b64(key)), nil
}

type params struct {
	memory, time uint32
	lanes        uint8
}

var errPHC = errors.New("credential: not an argon2id hash")

func parsePHC(s string) (p params, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, errPHC
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.lanes); err != nil ||
		p.memory < 8 || p.memory > 1<<20 || p.time < 1 || p.time > 16 || p.lanes < 1 || p.lanes > 16 {
		return p, nil, nil, errPHC
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return p, nil, nil, errPHC
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) != keyLen {
		return p, nil, nil, errPHC
	}
	return p, salt, key, nil
}

// Verify reports in constant time whether a password is that of a hash.
func (h *Hasher) Verify(ctx context.Context, encoded, password string) (bool, error) {
	p, salt, want, err := parsePHC(encoded)
	if err != nil {
		return false, err
	}
	got, err := h.key(ctx, password, salt, p)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// Dummy does the work of Verify for an account that is not there, so that the time tells nothing.
func (h *Hasher) Dummy(ctx context.Context, password string) error {
	_, err := h.key(ctx, password, make([]byte, saltLen), params{memory, passes, lanes})
	return err
}
