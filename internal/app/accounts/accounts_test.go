package accounts_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

// grant is a role of today on.
func grant(s *officetest.SmallOffice, role access.Role, at place.Code) access.Grant {
	return access.Grant{Role: role, Place: at, From: s.Now()}
}

// signIn signs somebody in with a password.
func signIn(s *officetest.SmallOffice, username, password string) (token, stage string, err error) {
	return s.Accounts.SignIn(context.Background(), accounts.SignInInput{Username: username, Password: password,
		From: "10.0.0.7"})
}

// TestRights: administrators manage accounts, and nobody else sees them.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	other := s.As("dieutra2").Account
	const admins = `may: quantri quantri2
		forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra.ngocdong chutich.xa
		chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
		duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen`
	everybody := strings.Replace(admins, "dieutra dieutra.ngocdong", "dieutra dieutra2 dieutra.ngocdong", 1)
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"lists": {func(a *office.Ask) error { _, err := s.Accounts.Accounts(ctx, a); return err }, everybody},
		"creates": {func(a *office.Ask) error {
			_, _, err := s.Accounts.CreateAccount(ctx, a, accounts.NewAccount{Username: "?"})
			return err
		}, everybody},
		"gives a role": {func(a *office.Ask) error {
			return s.Accounts.AddRole(ctx, a, other, grant(s, access.CommuneOfficer, "94"))
		}, everybody},
		"sees one, and everybody himself": {func(a *office.Ask) error {
			_, err := s.Accounts.AccountOf(ctx, a, other)
			return err
		}, strings.Replace(admins, "may:", "may: dieutra2", 1)},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestCreate: a new account has a temporary password, with which nothing can be done but to choose another.
func TestCreate(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	since := s.Seq()
	acc, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: " Moi.Den ",
		FullName: " Người Mới ", Grants: []access.Grant{grant(s, access.Enumerator, officetest.LongPhu)}})
	if err != nil || acc.Username != "moi.den" || acc.FullName != "Người Mới" || len(temporary) < 8 {
		t.Fatalf("%+v %q %v", acc, temporary, err)
	}
	deeds := s.Deeds(since)
	if len(deeds) != 1 || deeds[0].Action != "account.create" || deeds[0].Subject != office.IDText(acc.ID) ||
		deeds[0].Who != "quantri" || deeds[0].Detail.Note["username"] != "moi.den" ||
		deeds[0].Detail.Note["role"] != "enumerator 31669" {
		t.Errorf("on the record is %+v", deeds)
	}
	token, stage, err := signIn(s, "moi.den", temporary)
	if err != nil || stage != office.StageChange {
		t.Fatal(stage, err)
	}
	a, err := s.Accounts.Authenticate(ctx, token, "10.0.0.7")
	if err != nil || a.Stage != office.StageChange {
		t.Fatalf("%+v %v", a, err)
	}
	for fresh, says := range map[string]string{"ngan": "cần từ 12 ký tự",
		"passwordpassword": "bị đoán đầu tiên", temporary: "phải khác mật khẩu hiện tại"} {
		officetest.Refused(t, s.Accounts.ChangePassword(ctx, a, temporary, fresh), errs.Invalid, says)
	}
	officetest.Refused(t, s.Accounts.ChangePassword(ctx, a, "khong phai", "chieu nay mua tren song Hau"), errs.Invalid,
		"mật khẩu hiện tại không đúng")
	if err := s.Accounts.ChangePassword(ctx, a, temporary, "chieu nay mua tren song Hau"); err != nil {
		t.Fatal(err)
	}
	if a, err = s.Accounts.Authenticate(ctx, token, "10.0.0.7"); err != nil || a.Stage != office.StageIn {
		t.Errorf("%+v %v", a, err)
	}
	if _, _, err := signIn(s, "moi.den", temporary); err == nil {
		t.Error("the temporary password still opens")
	}
}

// TestRefused: an account that cannot be is refused with what to mend, and none is made.
func TestRefused(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	of := func(username, name string, grants ...access.Grant) accounts.NewAccount {
		return accounts.NewAccount{Username: username, FullName: name, Grants: grants}
	}
	for name, c := range map[string]struct {
		in   accounts.NewAccount
		says string
	}{
		"two letters":                  {of("ab", "Người Mới"), "tên đăng nhập gồm 3–40 ký tự: chữ thường không dấu, số, dấu"},
		"diacritics":                   {of("cán.bộ", "Người Mới"), "tên đăng nhập gồm 3–40 ký tự: chữ thường không dấu, số, dấu"},
		"no name":                      {of("moi", " "), "ghi họ và tên (tối đa 300 chữ)"},
		"a long name":                  {of("moi", strings.Repeat("a", 301)), "ghi họ và tên (tối đa 300 chữ)"},
		"no such unit":                 {of("moi", "M", grant(s, access.CommuneOfficer, "99999")), "không có đơn vị mã “99999”"},
		"another province":             {of("moi", "M", grant(s, access.CommuneOfficer, "00001")), "đơn vị “Phường Phúc Xá” thuộc tỉnh khác"},
		"a province's commune officer": {of("moi", "M", grant(s, access.CommuneOfficer, "94")), "vai trò “Cán bộ xã” không giữ được ở cấp của Tỉnh Sóc Trăng"},
		"no such role":                 {of("moi", "M", grant(s, "king", "94")), "không có vai trò này"},
		"no first day":                 {of("moi", "M", access.Grant{Role: access.Leader, Place: "94"}), "thiếu ngày bắt đầu giữ vai trò"},
		"ends before it begins": {of("moi", "M", access.Grant{Role: access.Leader, Place: "94", From: s.Now(),
			To: s.Now().AddDays(-1)}), "ngày kết thúc trước ngày bắt đầu"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), c.in)
			officetest.Refused(t, err, errs.Invalid, c.says)
		})
	}
	_, _, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), of("canbo.xa", "Người Mới"))
	officetest.Refused(t, err, errs.Conflict, "tên đăng nhập “canbo.xa” đã có; hãy chọn tên khác")
	if all, err := s.Accounts.Accounts(ctx, s.As("quantri")); err != nil || len(all) != len(officetest.SmallPeople) {
		t.Errorf("%d accounts: %v", len(all), err)
	}
	stale := s.As("quantri")
	s.Set(s.Now().AddDays(1)) // the password was given yesterday
	_, _, err = s.Accounts.CreateAccount(ctx, stale, of("moi", "Người Mới"))
	officetest.Refused(t, err, errs.Forbidden, "việc này cần đăng nhập lại: đã quá 15 phút từ lần nhập mật")
}

// TestOwnAndLast: nobody changes their own rights, an administrator has no data, and one administrator stays.
func TestOwnAndLast(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	one, two, officer := s.As("quantri"), s.As("quantri2"), s.As("canbo.xa")
	officetest.Refused(t, s.Accounts.SetDisabled(ctx, one, one.Account, true), errs.Forbidden, "không ai tự thay đổi quyền của chính mình; nhờ quản trị tài")
	officetest.Refused(t, s.Accounts.AddRole(ctx, one, one.Account, grant(s, access.Leader, "94")), errs.Forbidden, "không ai tự thay đổi quyền của chính mình; nhờ quản trị tài")
	officetest.Refused(t, s.Accounts.EndRole(ctx, one, one.Account, 1), errs.Forbidden, "không ai tự thay đổi quyền của chính mình; nhờ quản trị tài")
	officetest.Refused(t, s.Accounts.AddRole(ctx, one, two.Account, grant(s, access.Leader, "94")), errs.Invalid, "quản trị tài khoản không được đồng thời xem dữ liệu hộ:")
	officetest.Refused(t, s.Accounts.AddRole(ctx, one, officer.Account, grant(s, access.Administrator, "94")),
		errs.Invalid, "quản trị tài khoản không được đồng thời xem dữ liệu hộ:")
	if err := s.Accounts.SetDisabled(ctx, one, two.Account, true); err != nil {
		t.Fatal(err)
	}
	// who was disabled and still has a page open removes nobody
	officetest.Refused(t, s.Accounts.SetDisabled(ctx, two, one.Account, true), errs.Forbidden, "tài khoản của bạn không có quyền làm việc này; nếu cần, đề")
	if err := s.Accounts.SetDisabled(ctx, one, two.Account, false); err != nil {
		t.Error(err)
	}
}

// TestChangesAct: a changed role, a reset password and a disabled account act on the next request, are on the record
// and are heard.
func TestChangesAct(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin, since, heard := s.As("quantri"), s.Seq(), s.Hears(office.TopicAccount)
	token, stage, err := signIn(s, "dieutra2", demo.Password)
	if err != nil || stage != office.StageIn {
		t.Fatal(stage, err)
	}
	now := func() *office.Ask {
		a, err := s.Accounts.Authenticate(ctx, token, "10.0.0.7")
		if err != nil {
			return nil
		}
		return a
	}
	id := now().Account
	if err := s.Accounts.AddRole(ctx, admin, id, grant(s, access.CommuneOfficer, officetest.LongPhu)); err != nil {
		t.Fatal(err)
	}
	if !s.Office.MayIn(now(), access.ImportHouseholds, officetest.LongPhu) {
		t.Error("a role that was given does not act")
	}
	acc, err := s.Accounts.AccountOf(ctx, admin, id)
	if err != nil || len(acc.Grants) != 2 {
		t.Fatalf("%+v %v", acc, err)
	}
	if err := s.Accounts.EndRole(ctx, admin, id, acc.GrantIDs[1]); err != nil {
		t.Fatal(err)
	}
	if s.Office.MayIn(now(), access.ImportHouseholds, officetest.LongPhu) {
		t.Error("a role that was ended still acts")
	}
	_, err = s.Accounts.ResetPassword(ctx, admin, id, "quên mật khẩu")
	if now() == nil {
		t.Error("a session ends although the reset waits for a second person")
	}
	if err := officetest.Agreed(s.Desks, s.As("thanhtra"), err); err != nil {
		t.Fatal(err)
	}
	if now() != nil {
		t.Error("a session goes on after its password was reset")
	}
	if err := s.Accounts.SetDisabled(ctx, admin, id, true); err != nil {
		t.Fatal(err)
	}
	if _, _, err = signIn(s, "dieutra2", demo.Password); err == nil {
		t.Error("a disabled account signs in")
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		if e.Kind == "account" {
			deeds = append(deeds, e.Action+" "+e.Detail.Note["username"])
		}
	}
	if want := []string{"account.grant dieutra2", "account.revoke dieutra2", "account.reset dieutra2",
		"account.disable dieutra2"}; !slices.Equal(deeds, want) || heard.Times != 4 {
		t.Errorf("on the record are %q, heard %d times", deeds, heard.Times)
	}
}

// TestSignInTellsNothing: a wrong name, a wrong password and a disabled account are refused with the same words.
func TestSignInTellsNothing(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	if err := s.Accounts.SetDisabled(ctx, s.As("quantri"), s.As("dieutra2").Account, true); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ username, password string }{
		"nobody": {"khongco", demo.Password}, "wrong password": {"canbo.xa", "sai"},
		"disabled": {"dieutra2", demo.Password}, "empty": {"", ""},
		"endless": {strings.Repeat("a", 5000), demo.Password}, "endless password": {"canbo.xa", strings.Repeat("a", 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := signIn(s, c.username, c.password)
			officetest.Refused(t, err, errs.Invalid, "tên đăng nhập hoặc mật khẩu không đúng")
		})
	}
}

// TestUnits: a role can be held for the province, its districts and its communes of the day.
func TestUnits(t *testing.T) {
	s := officetest.Small(t)
	levels := map[place.Level]int{}
	for _, u := range s.Accounts.UnitsFor() {
		levels[u.Level]++
	}
	if levels[place.Province] != 1 || levels[place.District] != 11 || levels[place.Commune] != 108 {
		t.Errorf("%v", levels)
	}
	s.Set(date.Must(2025, 8, 1)) // there are no districts since July 2025
	if _, _, err := s.Accounts.CreateAccount(context.Background(), s.As("quantri"), accounts.NewAccount{
		Username: "moi", FullName: "M", Grants: []access.Grant{grant(s, access.DistrictOfficer, "947")}}); err == nil {
		t.Error("a role for a district that is no more")
	}
}
