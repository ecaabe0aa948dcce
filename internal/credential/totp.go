package credential

import (
	"bytes"
	"crypto/subtle"
	"encoding/base32"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// period is how long a one-time code lasts, in seconds (RFC 6238).
const period = 30

// NewTOTP makes the secret of an account's one-time codes and the address that an authenticator app reads.
func NewTOTP(issuer, account string) (secret, url string, err error) {
	return newTOTP(issuer, account, nil)
}

// newTOTP is NewTOTP with a secret of one's own; nil: a new one is made.
func newTOTP(issuer, account string, secret []byte) (text, url string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: period,
		Digits: otp.DigitsSix, Secret: secret})
	if err != nil {
		return "", "", err
	}
	return key.Secret(), key.URL(), nil
}

// TOTPAddress is the address of a secret that an authenticator app reads. Errors: it is no secret of NewTOTP.
func TOTPAddress(issuer, account, secret string) (string, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return "", err
	}
	_, url, err := newTOTP(issuer, account, raw)
	return url, err
}

// VerifyTOTP checks a code at a moment, one step early or late forgiven, and returns its step. A step that was used is
// refused: a code works once.
func VerifyTOTP(secret, code string, now time.Time, lastStep int64) (step int64, ok bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	for _, skew := range []int64{0, -1, 1} {
		at := now.Unix()/period + skew
		want, err := totp.GenerateCode(secret, time.Unix(at*period, 0))
		if err == nil && len(code) == 6 && subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 1 &&
			at > lastStep {
			return at, true
		}
	}
	return 0, false
}

// QR draws the address of NewTOTP for a phone's camera.
func QR(url string) ([]byte, error) {
	key, err := otp.NewKeyFromURL(url)
	if err != nil {
		return nil, err
	}
	img, err := key.Image(220, 220)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}
