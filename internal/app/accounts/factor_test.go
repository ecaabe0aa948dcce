package accounts_test

import (
	"context"
	"testing"

	"github.com/pquerna/otp/totp"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// ownPassword is what the people of these tests choose.
const ownPassword = "bông lúa chín ngoài đồng xa"

// newcomer is an account with a password of its own, signed in; its token stays.
func newcomer(t *testing.T, s *officetest.SmallOffice, username string, role access.Role) (token string) {
	t.Helper()
	ctx := context.Background()
	_, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: username,
		FullName: "Người Thử", Grants: []access.Grant{grant(s, role, "94")}})
	if err != nil {
		t.Fatal(err)
	}
	token, stage, err := signIn(s, username, temporary)
	if err != nil || stage != office.StageChange {
		t.Fatal(stage, err)
	}
	if err := s.Accounts.ChangePassword(ctx, who(t, s, token), temporary, ownPassword); err != nil {
		t.Fatal(err)
	}
	return token
}

func who(t *testing.T, s *officetest.SmallOffice, token string) *office.Ask {
	t.Helper()
	a, err := s.Accounts.Authenticate(context.Background(), token, "10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// code is the one-time code of a secret at the office's time.
func code(t *testing.T, s *officetest.SmallOffice, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, s.Office.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTemporaryEnds: a temporary password opens nothing after three days, and a new one does; an own password stays.
func TestTemporaryEnds(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	acc, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: "moi",
		FullName: "Người Mới", Grants: []access.Grant{grant(s, access.Leader, "94")}})
	if err != nil {
		t.Fatal(err)
	}
	began := s.Now()
	s.Set(began.AddDays(2))
	if _, stage, err := signIn(s, "moi", temporary); err != nil || stage != office.StageChange {
		t.Errorf("on the second day: %s %v", stage, err)
	}
	s.Set(began.AddDays(4))
	_, _, err = signIn(s, "moi", temporary)
	officetest.Refused(t, err, errs.Forbidden, "mật khẩu tạm này chỉ dùng được đến ")
	_, _, err = signIn(s, "moi", "sai")
	officetest.Refused(t, err, errs.Invalid, "tên đăng nhập hoặc mật khẩu không đúng")
	if temporary, err = s.Accounts.ResetPassword(ctx, s.As("quantri"), acc.ID); err != nil {
		t.Fatal(err)
	}
	token, stage, err := signIn(s, "moi", temporary)
	if err != nil || stage != office.StageChange {
		t.Fatalf("after a reset: %s %v", stage, err)
	}
	if err := s.Accounts.ChangePassword(ctx, who(t, s, token), temporary, ownPassword); err != nil {
		t.Fatal(err)
	}
	s.Set(began.AddDays(400))
	if _, stage, err := signIn(s, "moi", ownPassword); err != nil || stage != office.StageIn {
		t.Errorf("the own password a year later: %s %v", stage, err)
	}
}

// TestEnrol: after the days of grace a planner does nothing without one-time codes but turn them on; a leader does.
func TestEnrol(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	newcomer(t, s, "kehoach.moi", access.Planner)
	newcomer(t, s, "lanhdao.moi", access.Leader)
	began := s.Now()
	for _, c := range []struct {
		username string
		days     int
		want     string
	}{{"kehoach.moi", 13, office.StageIn}, {"kehoach.moi", 14, office.StageEnrol}, {"lanhdao.moi", 14, office.StageIn}} {
		s.Set(began.AddDays(c.days))
		token, _, err := signIn(s, c.username, ownPassword)
		if err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, token); a.Stage != c.want {
			t.Errorf("%s after %d days: %s, not %s", c.username, c.days, a.Stage, c.want)
		}
	}
	token, _, err := signIn(s, "kehoach.moi", ownPassword)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := s.Accounts.BeginTOTP(who(t, s, token))
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := s.Accounts.Offered(who(t, s, token), offer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accounts.EnableTOTP(ctx, who(t, s, token), offer, code(t, s, secret)); err != nil {
		t.Fatal(err)
	}
	if a := who(t, s, token); a.Stage != office.StageIn {
		t.Errorf("with codes: %s", a.Stage)
	}
}

// TestOwnSecret: only the secret that was made for a session can be turned on, once; it is turned off with a code.
func TestOwnSecret(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	mine, theirs := newcomer(t, s, "mot", access.Leader), newcomer(t, s, "hai", access.Leader)
	other, err := s.Accounts.BeginTOTP(who(t, s, theirs))
	if err != nil {
		t.Fatal(err)
	}
	for what, offer := range map[string]string{"of somebody else": other, "made up": "AA", "none": "",
		"no letters of it": "?!", "a secret": "JBSWY3DPEHPK3PXP"} {
		_, err := s.Accounts.EnableTOTP(ctx, who(t, s, mine), offer, code(t, s, "JBSWY3DPEHPK3PXP"))
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("an offer %s: %v", what, err)
		}
	}
	offer, err := s.Accounts.BeginTOTP(who(t, s, mine))
	if err != nil {
		t.Fatal(err)
	}
	secret, url, err := s.Accounts.Offered(who(t, s, mine), offer)
	if err != nil || url == "" {
		t.Fatal(url, err)
	}
	_, err = s.Accounts.EnableTOTP(ctx, who(t, s, mine), offer, "000000x")
	officetest.Refused(t, err, errs.Invalid, "mã không khớp")
	recovery, err := s.Accounts.EnableTOTP(ctx, who(t, s, mine), offer, code(t, s, secret))
	if err != nil || len(recovery) != 10 {
		t.Fatal(recovery, err)
	}
	_, err = s.Accounts.EnableTOTP(ctx, who(t, s, mine), offer, code(t, s, secret))
	officetest.Refused(t, err, errs.Conflict, "mã một lần đã bật rồi")
	for _, wrong := range []string{"", "000000x", code(t, s, secret)} { // the last was used to turn them on
		officetest.Refused(t, s.Accounts.DisableTOTP(ctx, who(t, s, mine), wrong), errs.Invalid, "mã không đúng hoặc đã dùng rồi")
	}
	if err := s.Accounts.DisableTOTP(ctx, who(t, s, mine), recovery[3]); err != nil {
		t.Error(err)
	}
	if a := who(t, s, mine); a.HasTOTP {
		t.Error("still on")
	}
}

// TestApart: who surveys is not made chairman as well, in whatever order the days are given.
func TestApart(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin, enumerator := s.As("quantri"), s.As("dieutra2").Account
	chair := grant(s, access.CommuneChair, officetest.LongPhu)
	chair.From = s.Now().AddDays(30)
	officetest.Refused(t, s.Accounts.AddRole(ctx, admin, enumerator, chair), errs.Invalid,
		"không ai được vừa là “Điều tra viên” vừa là “Chủ tịch UBND xã”")
	inspector := grant(s, access.Inspector, "94")
	later := grant(s, access.Administrator, "94")
	later.From = s.Now().AddDays(1)
	_, _, err := s.Accounts.CreateAccount(ctx, admin, accounts.NewAccount{Username: "hai.mu", FullName: "Hai Mũ",
		Grants: []access.Grant{later, inspector}})
	officetest.Refused(t, err, errs.Invalid, "quản trị tài khoản không được đồng thời xem dữ liệu hộ")
}
