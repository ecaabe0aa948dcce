package web_test

import (
	"net/url"
	"strings"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/sso"
	"giamngheo/internal/signtest"
)

// outside is the sign-in program of the province, of which an office is told.
type outside struct {
	*signtest.Provider

	o *app.Desks
}

func newOutside(t *testing.T, o *app.Desks) *outside {
	t.Helper()
	p := &outside{signtest.New(t), o}
	ok(t, o.SSO.Configure(sso.Config{Issuer: p.URL, Client: signtest.Client, Secret: signtest.Secret, Name: "Cổng tỉnh"}))
	return p
}

// comes has the person of a subject go out and come back.
func (p *outside) comes(v *visit, what, subject string) string {
	v.t.Helper()
	status, page := v.post("/login/sso", url.Values{"next": {"/account"}})
	v.whole("led out", status, page)
	to := attrsOf(page, "#sso-out", "href", "")
	if len(to) != 1 {
		v.t.Fatalf("led nowhere: %d %s", status, errorOf(page))
	}
	state, code, err := p.SignIn(to[0], subject, p.o.Office.Now(), nil)
	ok(v.t, err)
	status, page = v.get("/login/sso/back?" + url.Values{"state": {state}, "code": {code}}.Encode())
	v.whole(what, status, page)
	return page
}

// byProvince signs somebody in by the program of the province: who is linked to nobody, then links himself, then by it
// alone; an administrator sees the link and ends it.
func byProvince(nobody, admin *visit, p *outside, name, password string) {
	nobody.t.Helper()
	subject := "sub-" + name
	out := func() {
		nobody.post("/logout", nil)
		nobody.post("/lang", url.Values{"lang": {nobody.lang}, "next": {"/login"}})
	}
	out()
	if page := p.comes(nobody, "linked to nobody", subject); textIn(page, "#subject") != subject {
		nobody.t.Errorf("who is linked to nobody is not told his code: %s", page)
	}
	nobody.post("/login", url.Values{"username": {name}, "password": {password}, "next": {"/account"}})
	nobody.see("/account")
	status, page := nobody.post("/account/sso", nil)
	nobody.whole("linked", status, page)
	out()
	nobody.see("/login?out=1")
	status, page = nobody.get("/login/sso/back?state=x&code=y")
	nobody.whole("nobody's answer", status, page)
	if page = p.comes(nobody, "signed in by it", subject); !strings.Contains(page, subject) {
		nobody.t.Errorf("not signed in: %s", page)
	}
	_, page = admin.get("/accounts?q=" + name)
	account := "/accounts/" + numberIn(page, "/accounts/")
	status, page = admin.get(account)
	admin.whole("a linked account", status, page)
	status, page = admin.post(account+"/sso/end", url.Values{"link": {valueOf(page, `[name="link"]`)}})
	admin.whole("a link that is ended", status, page)
}
