package accounts_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
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
	if temporary, err = s.Accounts.ResetPassword(ctx, s.As("quantri"), acc.ID, ""); err != nil {
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
	if acc, err := s.Accounts.AccountOf(ctx, who(t, s, mine), who(t, s, mine).Account); err != nil || acc.TOTP != "" {
		t.Error("still on", err)
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

// TestUpgrade: an office that is asked for one-time codes for the first time has its days of grace from that day, however
// old its accounts and roles are, and has them once.
func TestUpgrade(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	newcomer(t, s, "cu.moi", access.Planner)
	began := s.Now()
	kept := func(text string) {
		t.Helper()
		if err := s.Store.Write(ctx, func(tx *store.Tx) error {
			return tx.SetSetting(ctx, "codes_asked_since", text)
		}); err != nil {
			t.Fatal(err)
		}
	}
	s.Set(began.AddDays(100)) // the program that asks comes
	kept("")
	opened := func(days int) *accounts.Desk {
		t.Helper()
		s.Set(began.AddDays(days))
		again, err := demotest.Office(s.Store, office.Config{Day: s.Now, Now: s.Office.Now,
			Files: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = again.Close() })
		return again.Accounts
	}
	acc, err := accountrows.FindByName(ctx, s.Store, "cu.moi")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		days int
		kept string // "": what the office kept itself
		from int
	}{
		{100, "", 114},
		{107, "", 114},
		{110, `{"planner":"2099-01-01"}`, 124}, // what is kept delays nothing beyond the days of grace
		{110, `{"planner":"x"}`, 14},           // and where it cannot be read there are none
		{110, `x`, 14},
	} {
		if c.kept != "" {
			kept(c.kept)
		}
		if from := opened(c.days).CodesFrom(acc); from != began.AddDays(c.from) {
			t.Errorf("opened on day %d with %q: from %s, not %s", c.days, c.kept, from, began.AddDays(c.from))
		}
	}
}

// TestTemporaryCloses: what a temporary password has opened is closed when its time is over.
func TestTemporaryCloses(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	acc, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: "moi",
		FullName: "Người Mới", Grants: []access.Grant{grant(s, access.Leader, "94")}})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := signIn(s, "moi", temporary)
	if err != nil || who(t, s, token).Stage != office.StageChange {
		t.Fatal(err)
	}
	if err := s.Store.Write(ctx, func(tx *store.Tx) error { // an hour ago
		acc, err := accountrows.Find(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		acc.Until = s.Office.Now().Add(-time.Hour)
		return accountrows.Update(ctx, tx, acc)
	}); err != nil {
		t.Fatal(err)
	}
	s.Office.Tell(office.TopicAccount)
	if a, err := s.Accounts.Authenticate(ctx, token, "10.0.0.7"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("%+v %v", a, err)
	}
}

// TestSecretsRefused: wrong codes and wrong present passwords of who is signed in are on the record.
func TestSecretsRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	token := newcomer(t, s, "mot", access.Leader)
	offer, err := s.Accounts.BeginTOTP(who(t, s, token))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Accounts.EnableTOTP(ctx, who(t, s, token), offer, "000000x")
	officetest.Refused(t, err, errs.Invalid, "mã không khớp")
	officetest.Refused(t, s.Accounts.ChangePassword(ctx, who(t, s, token), "sai", "con đò nhỏ qua sông Hậu"), errs.Invalid,
		"mật khẩu hiện tại")
	secret, _, err := s.Accounts.Offered(who(t, s, token), offer)
	if err == nil {
		_, err = s.Accounts.EnableTOTP(ctx, who(t, s, token), offer, code(t, s, secret))
	}
	if err != nil {
		t.Fatal(err)
	}
	for errs.KindOf(err) != errs.Unavailable { // until it is held back
		err = s.Accounts.DisableTOTP(ctx, who(t, s, token), "000000x")
	}
	since := s.Seq()
	if err := s.Office.Close(); err != nil { // everything is on the record then
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, e := range s.Deeds(since - 40) {
		if e.Action == "session.turned_away" && e.Who == "mot" {
			got[e.Detail.Note["code"]+" "+e.Detail.Note["which"]]++
		}
	}
	want := map[string]int{"422 POST /account/totp": 1, "422 POST /account/password": 1, "422 POST /account/totp/off": 10,
		"503 POST /account/totp/off": 1}
	if !maps.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// TestEndRole: a role that is to begin is ended like one in force, and one that is over is not ended again; roles that
// were given together before nobody asked are told.
func TestEndRole(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin, id := s.As("quantri"), s.As("dieutra2").Account
	later := grant(s, access.CommuneOfficer, officetest.LongPhu)
	later.From = s.Now().AddDays(30)
	if err := s.Accounts.AddRole(ctx, admin, id, later); err != nil {
		t.Fatal(err)
	}
	of := func() *accountrows.Account {
		t.Helper()
		acc, err := s.Accounts.AccountOf(ctx, admin, id)
		if err != nil {
			t.Fatal(err)
		}
		return acc
	}
	acc := of()
	last := len(acc.Grants) - 1
	if err := s.Accounts.EndRole(ctx, admin, id, acc.GrantIDs[last]); err != nil {
		t.Fatal(err)
	}
	if acc = of(); !acc.Grants[last].Over(s.Now()) || acc.Grants[last].Holds(later.From) {
		t.Errorf("%+v", acc.Grants[last])
	}
	was := acc.Grants[last].To
	s.Set(s.Now().AddDays(100))
	officetest.Refused(t, s.Accounts.EndRole(ctx, s.As("quantri"), id, acc.GrantIDs[last]), errs.Conflict, "đã kết thúc")
	if acc = of(); acc.Grants[last].To != was {
		t.Errorf("what was over ended anew on %s", acc.Grants[last].To)
	}
	if c := s.Accounts.Conflicts(acc); c != nil {
		t.Errorf("%v of roles that go together", c)
	}
	chair := grant(s, access.CommuneChair, officetest.LongPhu)
	if err := s.Store.Write(ctx, func(tx *store.Tx) error { // as an earlier program did
		return accountrows.AddGrant(ctx, tx, id, chair, admin.Account, s.Office.Now())
	}); err != nil {
		t.Fatal(err)
	}
	if c := s.Accounts.Conflicts(of()); len(c) != 1 || c[0] != [2]access.Role{access.Enumerator, access.CommuneChair} {
		t.Errorf("%v", c)
	}
}
