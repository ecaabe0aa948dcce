package credential_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/credential"
)

func TestPolicy(t *testing.T) {
	p, err := credential.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	for password, ok := range map[string]bool{
		"ngắn quá": false, strings.Repeat("a b c d e ", 13): false, "aaaaaaaaaaaa": false, "123456789012": false,
		"qwertyuiopqw": false,
		"abcabcabcabc": false, "matkhau123456": false, "Mật khẩu 123456": false, "GiamNgheo2024!": false,
		"soctrang-giamngheo": false,
		"nguyenvanan2024":    false, "con mèo trèo cây cau": true, "correcthorsebatterystaple": false,
		"lúa chín vàng ruộng 7": true,
		"xa my xuyen phia nam":  true, "administrator": false,
	} {
		if err := p.Check(password, "nguyenvanan", "Nguyễn Văn An", "Xã Tham Đôn"); (err == nil) != ok {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestHash(t *testing.T) {
	h, ctx := credential.NewHasher(1), context.Background()
	one, err := h.Hash(ctx, "con mèo trèo cây cau")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Hash(ctx, "con mèo trèo cây cau")
	if err != nil || one == two {
		t.Error("no salt", err)
	}
	decomposed := "con me\u0300o tre\u0300o ca\u0302y cau"
	for password, want := range map[string]bool{"con mèo trèo cây cau": true, decomposed: true,
		"con meo treo cay cau": false, "": false} {
		if ok, err := h.Verify(ctx, one, password); ok != want || err != nil {
			t.Errorf("%q: %v %v", password, ok, err)
		}
	}
	for _, bad := range []string{"", "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAA$", one[:len(one)-3],
		strings.Replace(one, "m=19456", "m=99999999", 1)} {
		if ok, err := h.Verify(ctx, bad, "x"); ok || err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	stop()
	if _, err := credential.NewHasher(1).Hash(ctx, "x"); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestTOTP: the vectors of RFC 6238, appendix B (SHA-1), cut to six digits; a code works once and one step early or
// late.
func TestTOTP(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // 12345678901234567890 gitleaks:allow
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471",
		1234567890: "005924", 2000000000: "279037"} {
		now := time.Unix(at, 0)
		step, ok := credential.VerifyTOTP(secret, code, now, 0)
		if !ok {
			t.Errorf("%d: %s refused", at, code)
		}
		if _, again := credential.VerifyTOTP(secret, code, now, step); again {
			t.Errorf("%d: %s works twice", at, code)
		}
		if _, late := credential.VerifyTOTP(secret, code, now.Add(30*time.Second), 0); !late {
			t.Errorf("%d: %s refused one step later", at, code)
		}
		if _, late := credential.VerifyTOTP(secret, code, now.Add(90*time.Second), 0); late {
			t.Errorf("%d: %s works three steps later", at, code)
		}
	}
	own, url, err := credential.NewTOTP("giamngheo", "an")
	if err != nil || own == "" {
		t.Fatal(err)
	}
	if png, err := credential.QR(url); err != nil || len(png) < 100 {
		t.Error(err)
	}
}

func TestRecoveryCodes(t *testing.T) {
	plain, hashed := credential.NewRecoveryCodes(10)
	if len(plain) != 10 || strings.Contains(strings.Join(hashed, " "), plain[0][:5]) {
		t.Fatal(plain, hashed)
	}
	rest, ok := credential.UseRecoveryCode(hashed, " "+strings.ToUpper(strings.ReplaceAll(plain[3], "1", "l"))+" ")
	if !ok || len(rest) != 9 {
		t.Fatal(ok, len(rest))
	}
	if _, ok := credential.UseRecoveryCode(rest, plain[3]); ok {
		t.Error("a code works twice")
	}
	one, two := credential.NewToken(), credential.NewToken()
	if one == two || len(credential.NewTemporaryPassword()) != 19 {
		t.Error("tokens")
	}
}

func BenchmarkHash(b *testing.B) {
	h := credential.NewHasher(1)
	for b.Loop() {
		if _, err := h.Hash(context.Background(), "con mèo trèo cây cau"); err != nil {
			b.Fatal(err)
		}
	}
}
