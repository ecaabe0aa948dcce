package web_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store"
	"giamngheo/internal/web"
)

const ownPassword = "bông lúa chín ngoài đồng xa"

// stepPerson is a planner, made by the administrator, who has signed in with the temporary password.
func stepPerson(t *testing.T, s *officetest.SmallOffice, base, username string) (p *person, temporary string) {
	t.Helper()
	_, temporary, err := s.Accounts.EnterAccount(context.Background(), s.As("quantri"), accounts.NewAccount{
		Username: username, FullName: "Người Thử",
		Grants: []access.Grant{{Role: access.Planner, Place: "94", From: s.Now()}}})
	if err != nil {
		t.Fatal(err)
	}
	p = newPerson(t, base, "")
	p.signsIn(username, temporary)
	return p, temporary
}

func (p *person) signsIn(username, password string) {
	p.t.Helper()
	if status, shown := p.post("/login", url.Values{"username": {username}, "password": {password}}); status != 200 {
		p.t.Fatalf("%s: %d %.300s", username, status, shown)
	}
}

// age has somebody have given the password so long ago.
func age(t *testing.T, s *officetest.SmallOffice, username string, by time.Duration) {
	t.Helper()
	id := s.As(username).Account
	if err := s.Store.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE session SET fresh_at = fresh_at - $1 WHERE account = $2`,
			by.Microseconds(), id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.Office.Tell(office.TopicAccount)
}

// anybodys are the addresses of people and programs that have no account: a certificate's page, what is public, a
// household's own page, a calendar's secret address, and where the province's sign-in sends people back to.
var anybodys = []string{"/c/", "/cong-khai", "/toi/", "/lich/", "/login/sso/back"}

// goesOn visits every address as somebody who must do something first: each leads to where it is done, or shows a way on.
func (p *person) goesOn(what string, steps ...string) {
	p.t.Helper()
	c := *p.c
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	q := &person{p.t, p.base, &c}
	blank := regexp.MustCompile(`\{[a-z]+\}`)
	visited := 0
	for _, pattern := range web.Addresses() {
		method, path, _ := strings.Cut(pattern, " ")
		if method != http.MethodGet {
			continue
		}
		path = blank.ReplaceAllString(strings.TrimSuffix(path, "{$}"), "1")
		answer, err := c.Get(p.base + path)
		if err != nil {
			p.t.Fatal(err)
		}
		to := answer.Header.Get("Location")
		status, shown := q.read(answer, nil)
		visited++
		on := false
		for _, step := range steps {
			on = on || to == step
		}
		switch {
		case status == http.StatusSeeOther && on:
		case status == http.StatusSeeOther && to == "/": // from there it leads to the step
		case status == http.StatusOK && strings.Contains(shown, `<form method="post" action="/log`): // signs in or out
		case slices.ContainsFunc(anybodys, func(of string) bool { return strings.HasPrefix(path, of) }):
		default:
			p.t.Errorf("%s, %s: %d to %q, no way on: %.200s", what, path, status, to, shown)
		}
	}
	if visited < 60 {
		p.t.Errorf("%d addresses were visited only", visited)
	}
}

// TestNobodyIsLockedIn: whoever must set a password, turn one-time codes on or give a code first is led there from every
// address, can sign out, and comes through: also when the password was given long ago.
func TestNobodyIsLockedIn(t *testing.T) {
	s := officetest.Small(t)
	base := serveDesks(t, s.Desks)
	p, temporary := stepPerson(t, s, base, "ke.hoach")
	p.goesOn("a temporary password", "/account/password")
	age(t, s, "ke.hoach", time.Hour)
	p.goesOn("a temporary password of an hour ago", "/account/password")
	p.post("/account/password", url.Values{"old": {temporary}, "new": {ownPassword}, "again": {ownPassword}})

	s.Set(s.Now().AddDays(14))
	p.signsIn("ke.hoach", ownPassword)
	p.goesOn("one-time codes", "/account/totp")
	age(t, s, "ke.hoach", 16*time.Minute)
	p.goesOn("one-time codes, a password of a while ago", "/account/totp", "/login?next=/account/totp")
	status, shown := p.get("/plan")
	if status != 200 || !strings.Contains(shown, `name="next" value="/account/totp"`) {
		t.Fatalf("no way to give the password again: %d %.500s", status, shown)
	}
	status, shown = p.post("/account/totp", url.Values{"offer": {"x"}, "code": {"000000"}})
	if status != 200 || !strings.Contains(shown, `name="next" value="/account/totp"`) {
		t.Errorf("a form sent late: %d %.500s", status, shown)
	}
	_, shown = p.post("/login", url.Values{"username": {"ke.hoach"}, "password": {ownPassword}, "next": {"/account/totp"}})
	offer := regexp.MustCompile(`name="offer" value="([^"]+)"`).FindStringSubmatch(shown)
	secret := regexp.MustCompile(`id="totp-secret">([A-Z2-7]+)<`).FindStringSubmatch(shown)
	if offer == nil || secret == nil {
		t.Fatalf("signing in again does not lead to the codes: %.900s", shown)
	}
	code, err := totp.GenerateCode(secret[1], s.Office.Now())
	if err != nil {
		t.Fatal(err)
	}
	if status, shown = p.post("/account/totp", url.Values{"offer": {offer[1]}, "code": {code}}); status != 200 ||
		strings.Count(shown, "<li><code>") != 10 {
		t.Fatalf("%d %.900s", status, shown)
	}
	if status, shown = p.get("/plan"); status != 200 || strings.Contains(shown, "totp-secret") {
		t.Errorf("with codes: %d %.300s", status, shown)
	}
	p.signsIn("ke.hoach", ownPassword)
	p.goesOn("the code", "/login/code")
	if _, shown = p.post("/logout", nil); !strings.Contains(shown, `action="/login"`) {
		t.Errorf("signed out: %.300s", shown)
	}
}
