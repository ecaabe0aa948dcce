package web_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/descope/virtualwebauthn"

	"giamngheo/internal/signtest"
)

// publicAddress is where people reach the office of these tests, as a passkey knows it.
const publicAddress = "https://giamngheo.soctrang.gov.vn"

// device is a device of somebody's with a passkey.
type device struct {
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice() *device {
	return &device{virtualwebauthn.RelyingParty{Name: "giamngheo", ID: "giamngheo.soctrang.gov.vn", Origin: publicAddress},
		virtualwebauthn.NewAuthenticator(), signtest.Passkey()}
}

// question is what the office asks at an address.
func question(v *visit, path string) (id, options string) {
	v.t.Helper()
	status, body := v.post(path, nil)
	var q struct {
		ID      string          `json:"id"`
		Options json.RawMessage `json:"options"`
	}
	if err := json.Unmarshal([]byte(body), &q); err != nil || status != 200 {
		v.t.Fatalf("%s: %d %s", path, status, body)
	}
	return q.ID, string(q.Options)
}

// register answers with a new passkey.
func (d *device) register(v *visit) url.Values {
	v.t.Helper()
	id, text := question(v, "/account/passkeys/begin")
	o, err := virtualwebauthn.ParseAttestationOptions(text)
	if err != nil {
		v.t.Fatal(err)
	}
	d.auth.Options.UserHandle = []byte(o.UserID)
	return url.Values{"question": {id}, "signed": {virtualwebauthn.CreateAttestationResponse(d.rp, d.auth, d.key, *o)}}
}

// sign answers with the passkey.
func (d *device) sign(v *visit, path string) url.Values {
	v.t.Helper()
	id, text := question(v, path)
	o, err := virtualwebauthn.ParseAssertionOptions(text)
	if err != nil {
		v.t.Fatal(err)
	}
	d.key.Counter++
	return url.Values{"question": {id}, "signed": {virtualwebauthn.CreateAssertionResponse(d.rp, d.auth, d.key, *o)}}
}

// aPasskey registers a passkey for who is signed in, whom an administrator sees with it.
func aPasskey(nobody, admin *visit, name string) *device {
	nobody.t.Helper()
	d := newDevice()
	status, page := nobody.post("/account/passkeys", d.register(nobody))
	nobody.whole("a passkey without a name", status, page)
	form := d.register(nobody)
	form.Set("name", "Điện thoại")
	status, page = nobody.post("/account/passkeys", form)
	nobody.whole("a passkey", status, page)
	if len(attrsOf(page, "[data-passkey-id]", "data-passkey-id", "")) != 1 {
		nobody.t.Errorf("no passkey: %d %s", status, errorOf(page))
	}
	status, page = nobody.post("/account/confirm", d.sign(nobody, "/account/confirm/begin"))
	nobody.whole("confirmed with a passkey", status, page)
	_, page = admin.get("/accounts?q=" + name)
	id := numberIn(page, "/accounts/")
	status, page = admin.get("/accounts/" + id)
	admin.whole("an account with a passkey", status, page)
	if !has(page, "#passkeys") {
		admin.t.Errorf("the administrator sees no passkey of %s: %d", id, status)
	}
	return d
}

// withPasskey signs in with a passkey, after the password and alone.
func withPasskey(nobody *visit, d *device) {
	nobody.t.Helper()
	status, page := nobody.post("/login/passkey", url.Values{"question": {"x"}, "signed": {"{}"}})
	nobody.whole("a passkey that is none after the password", status, page)
	status, page = nobody.post("/login/passkey", d.sign(nobody, "/login/passkey/begin"))
	nobody.whole("a passkey after the password", status, page)
	nobody.post("/logout", nil)
	nobody.post("/lang", url.Values{"lang": {nobody.lang}, "next": {"/login"}})
	status, page = nobody.post("/login/passkey", url.Values{"question": {"x"}, "signed": {"{}"}})
	nobody.whole("a passkey that is none", status, page)
	status, page = nobody.post("/login/passkey", d.sign(nobody, "/login/passkey/begin"))
	nobody.whole("a passkey alone", status, page)
	nobody.see("/account")
}

// TestPasskeyWithout: an office without a public address says why there are no passkeys, and asks for none.
func TestPasskeyWithout(t *testing.T) {
	base := serve(t, 500)
	p := newPerson(t, base, "canbo.xa")
	if _, page := p.get("/account"); textIn(page, "#passkeys-off") == "" || has(page, "form[data-passkey]") {
		t.Errorf("the account's page: %s", page)
	}
	if status, body := p.post("/account/passkeys/begin", nil); status != 422 || body == "" {
		t.Errorf("a question: %d %s", status, body)
	}
	if _, page := newPerson(t, base, "").get("/login"); has(page, "#passkey") {
		t.Errorf("the page to sign in: %s", page)
	}
}
