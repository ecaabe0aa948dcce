package passkeys_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/descope/virtualwebauthn"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/passkeys"
	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/signtest"
	"giamngheo/internal/store"
)

// own is the password that the people of these tests choose.
const own = "bông lúa chín ngoài đồng xa"

var (
	party = virtualwebauthn.RelyingParty{Name: "giamngheo", ID: "giamngheo.soctrang.gov.vn",
		Origin: "https://giamngheo.soctrang.gov.vn"}
	ctx = context.Background()
)

// small is an office with a public address.
func small(t *testing.T) *officetest.SmallOffice {
	t.Helper()
	s := officetest.Small(t)
	if err := s.Papers.SetPublicAddress(ctx, s.As("canbo.so"), party.Origin); err != nil {
		t.Fatal(err)
	}
	return s
}

// newcomer is somebody with a password of his own, signed in.
func newcomer(t *testing.T, s *officetest.SmallOffice, name string, role access.Role) *office.Ask {
	t.Helper()
	at := place.Code("94")
	_, temporary, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: name,
		FullName: "Người Thử", Grants: []access.Grant{{Role: role, Place: at, From: s.Now()}}})
	if err != nil {
		t.Fatal(err)
	}
	a := who(t, s.Desks, password(t, s.Desks, name, temporary))
	if err := s.Accounts.ChangePassword(ctx, a, temporary, own); err != nil {
		t.Fatal(err)
	}
	return who(t, s.Desks, password(t, s.Desks, name, own))
}

// password signs somebody in with a password and returns the token.
func password(t *testing.T, o *app.Desks, name, secret string) string {
	t.Helper()
	token, _, err := o.Accounts.SignIn(ctx, accounts.SignInInput{Username: name, Password: secret, From: "10.0.0.7"})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func who(t *testing.T, o *app.Desks, token string) *office.Ask {
	t.Helper()
	a, err := o.Accounts.Authenticate(ctx, token, "10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// device is somebody's device with a passkey on it.
type device struct {
	t    *testing.T
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice(t *testing.T) *device {
	t.Helper()
	return &device{t, party, virtualwebauthn.NewAuthenticator(), signtest.Passkey()}
}

func (d *device) options(q *passkeys.Question, err error) string {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	b, err := json.Marshal(q.Options)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(b)
}

// made answers a question to register.
func (d *device) made(q *passkeys.Question, err error) passkeys.Answer {
	d.t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(d.options(q, err))
	if err != nil {
		d.t.Fatal(err)
	}
	d.auth.Options.UserHandle = []byte(o.UserID)
	d.auth.AddCredential(d.key)
	return passkeys.Answer{Question: q.ID, Signed: virtualwebauthn.CreateAttestationResponse(d.rp, d.auth, d.key, *o)}
}

// signed answers a question to sign.
func (d *device) signed(q *passkeys.Question, err error) passkeys.Answer {
	d.t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(d.options(q, err))
	if err != nil {
		d.t.Fatal(err)
	}
	d.key.Counter++
	return passkeys.Answer{Question: q.ID, Signed: virtualwebauthn.CreateAssertionResponse(d.rp, d.auth, d.key, *o)}
}

// register registers a new device of somebody's.
func register(t *testing.T, s *officetest.SmallOffice, a *office.Ask, name string) *device {
	t.Helper()
	d := newDevice(t)
	if err := s.Passkeys.Add(ctx, a, d.made(s.Passkeys.AskNew(ctx, a)), name); err != nil {
		t.Fatal(err)
	}
	return d
}

var here = accounts.SignInInput{From: "10.0.0.7", Agent: "test"}

// TestAlone: a passkey signs in by itself, on another server too; an answer is good once, for the question that was
// asked, within five minutes, from the office's own address, by a device that has looked at its person.
func TestAlone(t *testing.T) {
	s := small(t)
	d := register(t, s, newcomer(t, s, "lanhdao.moi", access.Leader), "Điện thoại")
	other := s.Second(t)
	since := s.Seq()
	in := d.signed(other.Passkeys.Ask(ctx, nil, "10.0.0.7")) // asked there, answered here
	token, stage, err := s.Passkeys.Enter(ctx, nil, in, here)
	if err != nil || stage != office.StageIn {
		t.Fatal(stage, err)
	}
	if a := who(t, other, token); a.Username != "lanhdao.moi" || a.Stage != office.StageIn || s.Office.NeedFresh(a) != nil {
		t.Errorf("%+v", a)
	}
	if e := s.Deeds(since); len(e) == 0 || e[len(e)-1].Action != "session.passkey" || e[len(e)-1].Who != "lanhdao.moi" {
		t.Errorf("on the record is %+v", e)
	}
	refused := func(what string, in passkeys.Answer, says string) {
		t.Helper()
		t.Run(what, func(t *testing.T) {
			_, _, err := s.Passkeys.Enter(ctx, nil, in, here)
			officetest.Refused(t, err, errs.Invalid, says)
		})
	}
	ask := func() (*passkeys.Question, error) { return s.Passkeys.Ask(ctx, nil, "10.0.0.7") }
	const no, late = "khóa truy cập này không được chấp nhận", "quá năm phút hoặc đã gửi rồi"
	refused("again", in, late)
	q, err := ask()
	mixed := d.signed(ask())
	mixed.Question = q.ID
	refused("of another question", mixed, no)
	if err != nil {
		t.Fatal(err)
	}
	phished := *d
	phished.rp.Origin = "https://giamngheo-soctrang.com"
	refused("from another address", phished.signed(ask()), no)
	unseen := *d
	unseen.auth.Options.UserNotVerified = true
	refused("without looking at its person", unseen.signed(ask()), no)
	stranger := newDevice(t)
	stranger.auth.Options.UserHandle = d.auth.Options.UserHandle
	refused("nobody's", stranger.signed(ask()), no)
	mine := *d
	mine.auth.Options.UserHandle = []byte("somebody else")
	refused("of another owner", mine.signed(ask()), no)
	refused("no answer", passkeys.Answer{Question: "x", Signed: "{}"}, late)
	d.key.Counter += 9
	slow := d.signed(ask())
	if err := s.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE passkey_asked SET until = until - 300000001`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	refused("after five minutes", slow, late)
	if _, _, err := s.Passkeys.Enter(ctx, nil, d.signed(ask()), here); err != nil {
		t.Error("and after all that:", err)
	}
}

// TestSecondFactor: who has a passkey signs in with it after the password, and with no code; it is asked for instead
// of one-time codes from a role that must have a second factor, and is not removed while it is the last one.
func TestSecondFactor(t *testing.T) {
	s := small(t)
	newcomer(t, s, "kehoach.moi", access.Planner)
	s.Set(s.Now().AddDays(20))
	a := who(t, s.Desks, password(t, s.Desks, "kehoach.moi", own))
	if a.Stage != office.StageEnrol {
		t.Fatalf("after the days of grace: %s", a.Stage)
	}
	d := register(t, s, a, "Khóa USB")
	token := password(t, s.Desks, "kehoach.moi", own)
	if a = who(t, s.Desks, token); a.Stage != office.StageCode {
		t.Fatalf("the password alone: %s", a.Stage)
	}
	_, _, err := s.Accounts.VerifyCode(ctx, a, "328482", "test") // of no secret there is no code
	officetest.Refused(t, err, errs.Invalid, "mã không đúng")
	officetest.Refused(t, s.Passkeys.Confirm(ctx, a, d.signed(s.Passkeys.Ask(ctx, a, "10.0.0.7"))), errs.Invalid, "năm phút")
	fresh, stage, err := s.Passkeys.Enter(ctx, a, d.signed(s.Passkeys.Ask(ctx, a, "10.0.0.7")), here)
	if err != nil || stage != office.StageIn {
		t.Fatal(stage, err)
	}
	if _, err := s.Accounts.Authenticate(ctx, token, "10.0.0.7"); errs.KindOf(err) != errs.NotFound {
		t.Error("the session of the password goes on")
	}
	a = who(t, s.Desks, fresh)
	if a.Stage != office.StageIn || a.Passkeys != 1 {
		t.Fatalf("%+v", a)
	}
	keys, err := s.Passkeys.Own(ctx, a)
	if err != nil || len(keys) != 1 || keys[0].Name != "Khóa USB" || keys[0].Used.IsZero() || keys[0].Record != nil {
		t.Fatalf("%+v %v", keys, err)
	}
	officetest.Refused(t, s.Passkeys.Remove(ctx, a, keys[0].ID), errs.Conflict, "yếu tố thứ hai cuối cùng")
	officetest.Refused(t, s.Passkeys.Remove(ctx, a, keys[0].ID+1), errs.NotFound, "không tìm thấy")
	second := register(t, s, a, "Máy tính")
	if err := s.Passkeys.Remove(ctx, a, keys[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err = s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here); err == nil {
		t.Error("a removed passkey opens")
	}
	if _, _, err = s.Passkeys.Enter(ctx, nil, second.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here); err != nil {
		t.Error(err)
	}
}

// TestConfirm: a passkey takes the place of the password before what is sensitive; only one's own does.
func TestConfirm(t *testing.T) {
	s := small(t)
	a, b := newcomer(t, s, "mot", access.Leader), newcomer(t, s, "hai", access.Leader)
	d, theirs := register(t, s, a, "Một"), register(t, s, b, "Hai")
	token, _, err := s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here)
	if err != nil {
		t.Fatal(err)
	}
	old := func() *office.Ask {
		a := who(t, s.Desks, token)
		a.Fresh = a.Fresh.Add(-1 << 40) // some 18 minutes
		return a
	}
	_, err = s.Passkeys.AskNew(ctx, old())
	officetest.Refused(t, err, errs.Forbidden, "15 phút")
	officetest.Refused(t, s.Passkeys.Confirm(ctx, old(), theirs.signed(s.Passkeys.AskAgain(ctx, old()))), errs.Invalid,
		"không được chấp nhận")
	before := who(t, s.Desks, token).Fresh
	if err := s.Passkeys.Confirm(ctx, old(), d.signed(s.Passkeys.AskAgain(ctx, old()))); err != nil {
		t.Fatal(err)
	}
	if a := who(t, s.Desks, token); !a.Fresh.After(before) {
		t.Errorf("fresh since %s still", a.Fresh)
	}
}

// TestCopied: a counter that goes back closes the passkey, on the record, and its owner is told; the password still
// opens no more than the page of the second factor.
func TestCopied(t *testing.T) {
	s := small(t)
	a := newcomer(t, s, "mot", access.Leader)
	d := register(t, s, a, "Khóa")
	d.key.Counter = 10
	copied := *d
	if _, _, err := s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here); err != nil {
		t.Fatal(err)
	}
	since := s.Seq()
	_, _, err := s.Passkeys.Enter(ctx, nil, copied.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.8")), here)
	officetest.Refused(t, err, errs.Forbidden, "bản sao")
	if e := s.Deeds(since); !slices.ContainsFunc(e, func(e audit.Entry) bool {
		return e.Action == "session.passkey_copied" && e.Who == "mot" && e.Detail.Note["which"] == "Khóa"
	}) {
		t.Errorf("on the record is %+v", e)
	}
	_, _, err = s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here)
	officetest.Refused(t, err, errs.Forbidden, "bản sao")
	if a := who(t, s.Desks, password(t, s.Desks, "mot", own)); a.Stage != office.StageCode {
		t.Errorf("with the password: %s", a.Stage)
	}
	keys, err := s.Passkeys.Own(ctx, a)
	if err != nil || len(keys) != 1 || keys[0].Doubted.IsZero() {
		t.Errorf("%+v %v", keys, err)
	}
}

// TestShared: one passkey is not of two persons, and a disabled account is not entered.
func TestShared(t *testing.T) {
	s := small(t)
	a, b := newcomer(t, s, "mot", access.Leader), newcomer(t, s, "hai", access.Leader)
	d := register(t, s, a, "Máy chung")
	officetest.Refused(t, s.Passkeys.Add(ctx, b, d.made(s.Passkeys.AskNew(ctx, b)), "Máy chung"), errs.Conflict, "đã được đăng ký")
	officetest.Refused(t, s.Passkeys.Add(ctx, b, newDevice(t).made(s.Passkeys.AskNew(ctx, b)), " "), errs.Invalid, "đặt tên")
	stolen := newDevice(t).made(s.Passkeys.AskNew(ctx, a)) // the question of another session
	officetest.Refused(t, s.Passkeys.Add(ctx, b, stolen, "Khác"), errs.Invalid, "năm phút")
	if err := s.Accounts.SetDisabled(ctx, s.As("quantri"), a.Account, true); err != nil {
		t.Fatal(err)
	}
	d.auth.Options.UserHandle = nil
	keys, err := s.Passkeys.Of(ctx, s.As("quantri"), a.Account)
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	_, _, err = s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here)
	officetest.Refused(t, err, errs.Invalid, "không được chấp nhận")
}

// TestLost: an administrator takes a lost passkey away when a second person agrees, and a reset of the password takes
// all of them.
func TestLost(t *testing.T) {
	s := small(t)
	a := newcomer(t, s, "mot", access.Leader)
	d := register(t, s, a, "Mất rồi")
	admin := s.As("quantri")
	keys, err := s.Passkeys.Of(ctx, admin, a.Account)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Passkeys.Of(ctx, s.As("kehoach"), a.Account); errs.KindOf(err) != errs.Forbidden {
		t.Error("a planner sees passkeys of others:", err)
	}
	officetest.Refused(t, s.Passkeys.TakeAway(ctx, s.As("kehoach"), a.Account, keys[0].ID, "mất điện thoại"), errs.Forbidden, "không có quyền")
	officetest.Refused(t, s.Passkeys.TakeAway(ctx, admin, s.As("kehoach").Account, keys[0].ID, "mất điện thoại"), errs.NotFound, "không tìm thấy")
	officetest.Refused(t, s.Passkeys.TakeAway(ctx, admin, a.Account, keys[0].ID, ""), errs.Invalid, "lý do")
	waits := s.Passkeys.TakeAway(ctx, admin, a.Account, keys[0].ID, "mất điện thoại")
	if _, _, err := s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here); err != nil {
		t.Error("before a second person agrees:", err)
	}
	officetest.Refused(t, officetest.Agreed(s.Desks, admin, waits), errs.Forbidden, "bạn là người đề nghị")
	if err := officetest.Agreed(s.Desks, s.As("thanhtra"), waits); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here); err == nil {
		t.Error("it opens still")
	}
	b := newcomer(t, s, "hai", access.Leader)
	register(t, s, b, "Khóa")
	if err := officetest.Agreed(s.Desks, s.As("thanhtra"), reset(s, b)); err != nil {
		t.Fatal(err)
	}
	if keys, err = s.Passkeys.Of(ctx, admin, b.Account); err != nil || len(keys) != 0 {
		t.Errorf("after a reset: %+v %v", keys, err)
	}
}

func reset(s *officetest.SmallOffice, a *office.Ask) error {
	_, err := s.Accounts.ResetPassword(ctx, s.As("quantri"), a.Account, "quên mật khẩu")
	return err
}

// TestAddress: without an address that passkeys can be bound to they are refused and one-time codes stay; with another
// address nobody is locked in by a passkey of the old one.
func TestAddress(t *testing.T) {
	s := officetest.Small(t)
	set := func(address string) {
		t.Helper()
		if err := s.Papers.SetPublicAddress(ctx, s.As("canbo.so"), address); err != nil {
			t.Fatal(err)
		}
	}
	a := newcomer(t, s, "kehoach.moi", access.Planner)
	for address, says := range map[string]string{"": "chưa có địa chỉ", "https://10.0.0.5": "là một dãy số",
		"http://giamngheo.soctrang.gov.vn": "không phải https"} {
		set(address)
		_, err := s.Passkeys.AskNew(ctx, a)
		officetest.Refused(t, err, errs.Invalid, says)
		_, err = s.Passkeys.Ask(ctx, nil, "10.0.0.7")
		officetest.Refused(t, err, errs.Invalid, says)
	}
	set(party.Origin)
	d := register(t, s, a, "Khóa")
	set("https://giamngheo.cantho.gov.vn")
	if a := who(t, s.Desks, password(t, s.Desks, "kehoach.moi", own)); a.Stage != office.StageIn {
		t.Errorf("a passkey of another address is asked for: %s", a.Stage)
	}
	d.rp.ID, d.rp.Origin = "giamngheo.cantho.gov.vn", "https://giamngheo.cantho.gov.vn"
	_, _, err := s.Passkeys.Enter(ctx, nil, d.signed(s.Passkeys.Ask(ctx, nil, "10.0.0.7")), here)
	officetest.Refused(t, err, errs.Invalid, "không được chấp nhận")
}
