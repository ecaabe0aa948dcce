package sso_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/sso"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/signtest"
)

// own is the password that the people of these tests choose.
const own = "bông lúa chín ngoài đồng xa"

const address = "https://giamngheo.soctrang.gov.vn"

var (
	ctx  = context.Background()
	here = accounts.SignInInput{From: "10.0.0.7", Agent: "test"}
)

// provider is a sign-in program that an office is told of.
type provider struct{ *signtest.Provider }

func newProvider(t *testing.T, s *officetest.SmallOffice) *provider {
	t.Helper()
	p := &provider{signtest.New(t)}
	if err := s.SSO.Configure(sso.Config{Issuer: p.URL, Client: signtest.Client, Secret: signtest.Secret, Name: "VNeID",
		Factors: []string{"amr:mfa"}}); err != nil {
		t.Fatal(err)
	}
	return p
}

// trip is a person who goes out and comes back: with a subject, and what else the token says.
func (p *provider) trip(t *testing.T, s *officetest.SmallOffice, subject string, more map[string]any) sso.Back {
	t.Helper()
	out, err := s.SSO.SetOut(ctx, "10.0.0.7", "/plan")
	if err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(out.Address); err != nil || u.Query().Get("redirect_uri") != address+"/login/sso/back" {
		t.Fatal(out.Address, err)
	}
	back := sso.Back{Browser: out.Browser}
	if back.State, back.Code, err = p.SignIn(out.Address, subject, s.Office.Now(), more); err != nil {
		t.Fatal(err)
	}
	return back
}

// small is an office with a public address.
func small(t *testing.T) *officetest.SmallOffice {
	t.Helper()
	s := officetest.Small(t)
	if err := s.Papers.SetPublicAddress(ctx, s.As("canbo.so"), address); err != nil {
		t.Fatal(err)
	}
	return s
}

// newcomer is somebody with a password of his own, signed in with it.
func newcomer(t *testing.T, s *officetest.SmallOffice, name string, role access.Role) *office.Ask {
	t.Helper()
	_, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: name,
		FullName: "Người Thử", Grants: []access.Grant{{Role: role, Place: "94", From: s.Now()}}})
	if err != nil {
		t.Fatal(err)
	}
	enter := func(password string) *office.Ask {
		token, _, err := s.Accounts.SignIn(ctx, accounts.SignInInput{Username: name, Password: password, From: "10.0.0.7"})
		if err != nil {
			t.Fatal(err)
		}
		return who(t, s, token)
	}
	if err := s.Accounts.ChangePassword(ctx, enter(temporary), temporary, own); err != nil {
		t.Fatal(err)
	}
	return enter(own)
}

func who(t *testing.T, s *officetest.SmallOffice, token string) *office.Ask {
	t.Helper()
	a, err := s.Accounts.Authenticate(ctx, token, "10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// link links a subject to the account of who is signed in, as he does it himself.
func link(t *testing.T, s *officetest.SmallOffice, p *provider, a *office.Ask, subject string) {
	t.Helper()
	back := p.trip(t, s, subject, nil)
	came, err := s.SSO.Return(ctx, back, here)
	if err != nil || came.Token != "" || came.Subject != subject {
		t.Fatalf("%+v %v", came, err)
	}
	if waits, err := s.SSO.Waiting(ctx, back.Browser); err != nil || waits != subject {
		t.Fatal(waits, err)
	}
	if err := s.SSO.Link(ctx, a, back.Browser); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.SSO.Link(ctx, a, back.Browser), errs.Invalid, "mười phút")
}

// TestLinked: who is linked signs in by the other program, as the account with its roles, whatever the token says of
// roles; who is not linked opens nothing.
func TestLinked(t *testing.T) {
	s := small(t)
	p := newProvider(t, s)
	a := newcomer(t, s, "lanhdao.moi", access.Leader)
	link(t, s, p, a, "sub-1")
	since := s.Seq()
	came, err := s.SSO.Return(ctx, p.trip(t, s, "sub-1", map[string]any{"roles": []string{"administrator"},
		"groups": []string{"admin"}, "email": "quantri@soctrang.gov.vn", "preferred_username": "quantri"}), here)
	if err != nil || came.Stage != office.StageIn || came.Next != "/plan" {
		t.Fatalf("%+v %v", came, err)
	}
	b := who(t, s, came.Token)
	if b.Account != a.Account || len(b.Grants) != 1 || b.Grants[0].Role != access.Leader {
		t.Errorf("%+v", b)
	}
	if e := s.Deeds(since); len(e) == 0 || e[len(e)-1].Action != "session.sso" || e[len(e)-1].Who != "lanhdao.moi" {
		t.Errorf("on the record is %+v", e)
	}
	other := newcomer(t, s, "khac", access.Leader)
	back := p.trip(t, s, "sub-2", nil)
	if came, err = s.SSO.Return(ctx, back, here); err != nil || came.Token != "" {
		t.Fatalf("%+v %v", came, err)
	}
	if err := s.SSO.Link(ctx, a, back.Browser); errs.KindOf(err) != errs.Conflict { // a has one already
		t.Errorf("a second outside account: %v", err)
	}
	links, err := s.SSO.Own(ctx, a)
	if err != nil || len(links) != 1 {
		t.Fatal(links, err)
	}
	officetest.Refused(t, s.SSO.Unlink(ctx, other, a.Account, links[0].ID), errs.Forbidden, "không có quyền")
	officetest.Refused(t, s.SSO.Unlink(ctx, other, other.Account, links[0].ID), errs.NotFound, "không còn")
	if err := s.Accounts.SetDisabled(ctx, s.As("quantri"), a.Account, true); err != nil {
		t.Fatal(err)
	}
	_, err = s.SSO.Return(ctx, p.trip(t, s, "sub-1", nil), here)
	officetest.Refused(t, err, errs.Forbidden, "bị khóa")
	if s.SSO.SignOutAddress() != p.URL+"/end?client_id=giamngheo" {
		t.Error(s.SSO.SignOutAddress())
	}
}

// TestNotAccepted: an answer of another browser, a used or foreign code, a token of another question, for another
// program, of another one, over, unsigned or changed opens nothing; nor does a program that does not answer.
func TestNotAccepted(t *testing.T) {
	s := small(t)
	p := newProvider(t, s)
	link(t, s, p, newcomer(t, s, "mot", access.Leader), "sub-1")
	const no, again = "không được chấp nhận", "mười phút"
	refuse := func(what string, back sso.Back, kind errs.Kind, says string) {
		t.Helper()
		came, err := s.SSO.Return(ctx, back, here)
		if err == nil {
			t.Errorf("%s: %+v", what, came)
			return
		}
		officetest.Refused(t, err, kind, says)
	}
	past := s.Office.Now().Add(-2 * time.Hour).Unix()
	for what, claims := range map[string]map[string]any{"another nonce": {"nonce": "x"}, "no nonce": {"nonce": nil},
		"another audience": {"aud": "ke-toan"}, "another issuer": {"iss": "https://vneid.example"},
		"over": {"exp": past}, "no subject": {"sub": ""}, "a subject that is none": {"sub": "a\nb"}} {
		refuse(what, p.trip(t, s, "sub-1", claims), errs.Invalid, no)
	}
	back := p.trip(t, s, "sub-1", nil)
	if _, err := s.SSO.Return(ctx, back, here); err != nil {
		t.Fatal(err)
	}
	refuse("twice", back, errs.Invalid, again)
	replayed := p.trip(t, s, "sub-1", nil)
	replayed.Code = back.Code
	refuse("a code that was used", replayed, errs.Invalid, no)
	stolen, mine := p.trip(t, s, "sub-1", nil), p.trip(t, s, "sub-1", nil)
	mine.Code = stolen.Code
	refuse("a code of somebody else's", mine, errs.Invalid, no) // his verifier is not known
	fixed := p.trip(t, s, "sub-1", nil)
	fixed.Browser = "another"
	refuse("another browser", fixed, errs.Invalid, no)
	mixed := p.trip(t, s, "sub-1", nil)
	mixed.Issuer = "https://vneid.example"
	refuse("another issuer’s answer", mixed, errs.Invalid, no)
	denied := p.trip(t, s, "sub-1", nil)
	denied.Error, denied.Code = "access_denied", ""
	refuse("denied", denied, errs.Invalid, "không cho đăng nhập")
	refuse("no state", sso.Back{Browser: "x", State: "y", Code: "z"}, errs.Invalid, again)
	forged := p.trip(t, s, "sub-1", nil)
	p.Forge(t)
	refuse("another key", forged, errs.Invalid, no)
	p.Forge(t)
	late := p.trip(t, s, "sub-1", nil)
	s.Set(s.Now().AddDays(1))
	refuse("a day later", late, errs.Invalid, again)
	down := p.trip(t, s, "sub-1", nil)
	p.Close()
	refuse("a program that is down", down, errs.Unavailable, "không trả lời")
	for _, c := range []sso.Config{{Issuer: "http://vneid.example", Client: "x", Secret: "y"}, {Issuer: p.URL, Client: "x"},
		{Issuer: "ftp://x", Client: "x", Secret: "y"}} {
		if err := s.SSO.Configure(c); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := s.SSO.Configure(sso.Config{Issuer: p.URL, Client: "x", Secret: "y"}); err != nil {
		t.Fatal(err)
	}
	_, err := s.SSO.SetOut(ctx, "10.0.0.7", "/")
	officetest.Refused(t, err, errs.Unavailable, "không trả lời")
}

// TestFactor: the office's own second factor is asked for after the other program, unless that says what the setting
// takes for one; then a role that must have one is let in too.
func TestFactor(t *testing.T) {
	s := small(t)
	p := newProvider(t, s)
	link(t, s, p, newcomer(t, s, "kehoach.moi", access.Planner), "sub-1")
	s.Set(s.Now().AddDays(20))
	for _, c := range []struct {
		amr  any
		want string
	}{{nil, office.StageEnrol}, {[]string{"pwd"}, office.StageEnrol}, {[]string{"pwd", "mfa"}, office.StageIn}} {
		came, err := s.SSO.Return(ctx, p.trip(t, s, "sub-1", map[string]any{"amr": c.amr}), here)
		if err != nil {
			t.Fatal(err)
		}
		if a := who(t, s, came.Token); a.Stage != c.want {
			t.Errorf("%v: %s, not %s", c.amr, a.Stage, c.want)
		}
	}
}

// TestProposed: an administrator's link opens somebody's account, so that a second person has to agree.
func TestProposed(t *testing.T) {
	s := small(t)
	p := newProvider(t, s)
	a, admin := newcomer(t, s, "mot", access.Leader), s.As("quantri")
	officetest.Refused(t, s.SSO.Propose(ctx, s.As("kehoach"), a.Account, "sub-1", "cán bộ mới"), errs.Forbidden, "không có quyền")
	officetest.Refused(t, s.SSO.Propose(ctx, admin, admin.Account, "sub-1", "cán bộ mới"), errs.Forbidden, "chính mình")
	officetest.Refused(t, s.SSO.Propose(ctx, admin, a.Account, " ", "cán bộ mới"), errs.Invalid, "tài khoản ngoài")
	waits := s.SSO.Propose(ctx, admin, a.Account, "sub-1", "cán bộ mới")
	if came, err := s.SSO.Return(ctx, p.trip(t, s, "sub-1", nil), here); err != nil || came.Token != "" {
		t.Errorf("before a second person agrees: %+v %v", came, err)
	}
	officetest.Refused(t, officetest.Agreed(s.Desks, admin, waits), errs.Forbidden, "bạn là người đề nghị")
	if err := officetest.Agreed(s.Desks, s.As("thanhtra"), waits); err != nil {
		t.Fatal(err)
	}
	if came, err := s.SSO.Return(ctx, p.trip(t, s, "sub-1", nil), here); err != nil || came.Token == "" {
		t.Errorf("%+v %v", came, err)
	}
	b := newcomer(t, s, "hai", access.Leader)
	waits = s.SSO.Propose(ctx, admin, b.Account, "sub-1", "cán bộ mới")
	officetest.Refused(t, officetest.Agreed(s.Desks, s.As("thanhtra"), waits), errs.Conflict, "đã được liên kết")
	links, err := s.SSO.Of(ctx, admin, a.Account)
	if err != nil || len(links) != 1 {
		t.Fatal(links, err)
	}
	if err := s.SSO.Unlink(ctx, admin, a.Account, links[0].ID); err != nil {
		t.Error(err)
	}
}
