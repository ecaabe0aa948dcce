package e2e_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/officetest"
)

// TestPasskey: in a browser somebody registers a passkey, signs out, and signs in with it alone; the password is then
// not enough, and the passkey is its second factor. A passkey whose counter goes back is refused.
func TestPasskey(t *testing.T) {
	at := strings.Replace(base, "127.0.0.1", "localhost", 1) // a passkey belongs to a name
	ctx := context.Background()
	if err := anOffice.Papers.SetPublicAddress(ctx, officetest.SignIn(t, anOffice, "canbo.so"), at); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := anOffice.Papers.SetPublicAddress(ctx, officetest.SignIn(t, anOffice, "canbo.so"), ""); err != nil {
			t.Error(err)
		}
	})
	p := openTab(t, at, &traffic{})
	var device webauthn.AuthenticatorID
	p.do(chromedp.Func(func(ctx context.Context, tg *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tg, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		yes := true
		made, err := cdp.Call(ctx, tg, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
				Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: yes, HasUserVerification: yes,
				IsUserVerified: yes, AutomaticPresenceSimulation: yes}})
		device = made.AuthenticatorID
		return err
	}))
	leader := officetest.SignIn(t, anOffice, "lanhdao")
	p.signIn("lanhdao", demo.Password)
	p.open("/account")
	p.fill("#name", "Máy thử")
	p.click(`form[data-passkey-do="create"] button`)
	p.wait(`document.querySelector("[data-passkey-id]")`)
	out := func() {
		p.open("/account")
		eval[bool](p, `(() => { document.querySelector('form[action="/logout"]').submit(); return true })()`)
		p.wait(`location.pathname === "/login"`)
	}
	out()
	p.click("#passkey button")
	p.wait(`location.pathname === "/"`)
	out()
	p.signIn("lanhdao", demo.Password)
	p.wait(`location.pathname === "/login/code"`)
	p.open("/households")
	p.wait(`location.pathname === "/login/code"`) // the password alone opens nothing
	p.click("#passkey button")
	p.wait(`location.pathname !== "/login/code"`)
	out()
	p.do(chromedp.Func(func(ctx context.Context, tg *chromedp.Target) error { return setBack(ctx, tg, device) }))
	p.click("#passkey button")
	p.waitText(".alert-danger", "bản sao")
	keys, err := anOffice.Passkeys.Own(ctx, leader)
	if err != nil || len(keys) != 1 || keys[0].Doubted.IsZero() {
		t.Fatalf("%+v %v", keys, err)
	}
	if err := anOffice.Passkeys.Remove(ctx, leader, keys[0].ID); err != nil {
		t.Error(err)
	}
}

// setBack sets the counter of a device's passkey back, as of a copy that was made before.
func setBack(ctx context.Context, tg *chromedp.Target, device webauthn.AuthenticatorID) error {
	all, err := cdp.Call(ctx, tg, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: device})
	if err != nil {
		return err
	}
	for _, c := range all.Credentials {
		if _, err := cdp.Call(ctx, tg, webauthn.ClearCredentials,
			webauthn.ClearCredentialsParams{AuthenticatorID: device}); err != nil {
			return err
		}
		add := cdp.Command[map[string]any, cdp.Empty]{Method: webauthn.CommandAddCredential}
		if _, err := cdp.Call(ctx, tg, add, map[string]any{"authenticatorId": device, "credential": map[string]any{
			"credentialId": c.CredentialID, "isResidentCredential": true, "rpId": c.RpID, "privateKey": c.PrivateKey,
			"userHandle": c.UserHandle, "signCount": 0}}); err != nil {
			return err
		}
	}
	return nil
}
