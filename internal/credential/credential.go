// Package credential holds what a person proves who he is with: passwords, one-time codes, recovery codes, tokens. It
// knows no accounts and stores nothing.
package credential

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
)

// The lengths of a password in letters (ASVS 5.0, 6.2.1 and 6.2.9: no rule of composition beside them).
const (
	Shortest = 12
	Longest  = 128
)

//go:embed common.txt
var common string

// Policy refuses passwords that are guessed first.
type Policy struct {
	common map[string]bool
	words  []string
}

// NewPolicy reads the list of common passwords.
func NewPolicy() (*Policy, error) {
	p := &Policy{common: map[string]bool{},
		words: strings.Fields(
			"giamngheo soctrang matkhau password vietnam xoadoi canbo hongheo ubnd admin quantri cantho welcome iloveyou qwerty")}
	for line := range strings.Lines(common) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			p.common[w] = true
		}
	}
	return p, nil
}

// least is how many letters must be left of a password once what everybody would try is taken out.
const least = 8

// Check says why a password is refused; context are words near to the person: the username, the name, the unit.
func (p *Policy) Check(password string, context ...string) error {
	password = norm.NFC.String(password)
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return errs.New(errs.Invalid, "the password has letters that cannot be read")
	case n < Shortest:
		return errs.New(errs.Invalid, "the password is too short: at least 12 letters; a short sentence is best")
	case n > Longest:
		return errs.New(errs.Invalid, "the password is too long: at most 128 letters")
	}
	bare := strings.ReplaceAll(vietnamese.Fold(password), " ", "")
	if p.common[bare] || p.common[strings.ToLower(password)] || distinct(password) < 5 || sequence(bare) ||
		repeated(bare) {
		return errs.New(errs.Invalid,
			"this password is among the first that are guessed; choose a sentence of your own")
	}
	rest := bare
	words := append([]string(nil), p.words...)
	for _, c := range context {
		words = append(words, strings.Fields(vietnamese.Fold(c))...)
		words = append(words, strings.ReplaceAll(vietnamese.Fold(c), " ", ""))
	}
	for i := len(words) - 1; i >= 0; i-- {
		if len(words[i]) >= 3 {
			rest = strings.ReplaceAll(rest, words[i], "")
		}
	}
	if rest != bare && len(strings.Trim(rest, "0123456789")) < least {
		return errs.New(errs.Invalid,
			"the password is mostly your name, your office's or the program's; choose other words")
	}
	return nil
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// sequence reports whether a text runs along the alphabet, the digits or a row of keys.
func sequence(s string) bool {
	const rows = "0123456789012345678901234567890 abcdefghijklmnopqrstuvwxyzabcdefghijklm qwertyuiopqwertyuiop asdfghjklasdfghjkl zxcvbnmzxcvbnm 1q2w3e4r5t6y7u8i9o0p qazwsxedcrfvtgbyhnujm"
	backward := []byte(s)
	for i, j := 0, len(backward)-1; i < j; i, j = i+1, j-1 {
		backward[i], backward[j] = backward[j], backward[i]
	}
	return strings.Contains(rows, s) || strings.Contains(rows, string(backward))
}

// repeated reports whether a text is one short piece again and again.
func repeated(s string) bool {
	for n := 1; n <= len(s)/2 && n <= 6; n++ {
		if strings.Repeat(s[:n], len(s)/n+1)[:len(s)] == s {
			return true
		}
	}
	return false
}

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// letters returns n random letters of Crockford's base 32: none is taken for another.
func letters(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return string(b)
}

// NewToken returns 256 random bits.
func NewToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// NewTemporaryPassword returns a password for an administrator's reset: 80 bits in four groups.
func NewTemporaryPassword() string {
	return letters(4) + "-" + letters(4) + "-" + letters(4) + "-" + letters(4)
}

// NewRecoveryCodes returns n codes as they are shown and as they are stored. A code has 120 random bits, so that a fast
// hash is enough (OWASP ASVS 5.0, 6.5.2: a password's hash is needed below 112).
func NewRecoveryCodes(n int) (plain, hashed []string) {
	for range n {
		code := letters(24)
		plain = append(plain, strings.Join([]string{code[:6], code[6:12], code[12:18], code[18:]}, "-"))
		hashed = append(hashed, hashCode(code))
	}
	return plain, hashed
}

func hashCode(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// UseRecoveryCode returns the codes left after one was used; false where it is none of them. Case, spaces, hyphens and
// O for 0, I and L for 1 are forgiven.
func UseRecoveryCode(hashed []string, code string) (rest []string, ok bool) {
	code = strings.NewReplacer(" ", "", "-", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
	want := []byte(hashCode(code))
	for _, h := range hashed {
		if subtle.ConstantTimeCompare([]byte(h), want) == 1 && !ok {
			ok = true
			continue
		}
		rest = append(rest, h)
	}
	return rest, ok
}
