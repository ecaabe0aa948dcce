// Package accounts serves the pages of accounts, roles, sign-in and sessions.
package accounts

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	*entrance
	*bulk
	*keys
	*outside

	shell *page.Shell
	desks *app.Desks
}

// entrance serves sign-in and one's own account.
type entrance struct{ *handlers }

// bulk serves the list of accounts and what is done with many of them at once.
type bulk struct{ *handlers }

// mostOfList is how much may be sent with a list of people, in bytes: its workbook, or its rows in a form.
const mostOfList = 20 << 20

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{shell: s, desks: d}
	h.entrance, h.bulk, h.keys, h.outside = &entrance{h}, &bulk{h}, &keys{h}, &outside{h}
	return []page.Route{
		{Pattern: "POST /lang", Handle: h.setLanguage, Open: true},
		{Pattern: "GET /login", Handle: h.showSignIn, Open: true},
		{Pattern: "POST /login", Handle: h.signIn, Open: true},
		{Pattern: "GET /login/code", Handle: h.showCode, Open: true},
		{Pattern: "POST /login/code", Handle: h.giveCode, Open: true},
		{Pattern: "POST /login/sso", Handle: h.setOut, Open: true},
		{Pattern: "GET /login/sso/back", Handle: h.back, Open: true},
		{Pattern: "POST /login/passkey/begin", Handle: h.askSignIn, Open: true},
		{Pattern: "POST /login/passkey", Handle: h.enter, Open: true},
		{Pattern: "POST /logout", Handle: h.signOut, Open: true},
		{Pattern: "GET /account", Handle: h.showAccount},
		{Pattern: "GET /account/password", Handle: h.showPassword},
		{Pattern: "POST /account/password", Handle: h.changePassword},
		{Pattern: "GET /account/totp", Handle: h.showTOTP},
		{Pattern: "POST /account/totp", Handle: h.enableTOTP},
		{Pattern: "POST /account/totp/off", Handle: h.disableTOTP},
		{Pattern: "POST /account/passkeys/begin", Handle: h.askNew, Looks: true},
		{Pattern: "POST /account/passkeys", Handle: h.add},
		{Pattern: "POST /account/passkeys/remove", Handle: h.remove},
		{Pattern: "POST /account/confirm/begin", Handle: h.askAgain, Looks: true},
		{Pattern: "POST /account/confirm", Handle: h.confirm},
		{Pattern: "POST /account/sso", Handle: h.link},
		{Pattern: "POST /account/sso/end", Handle: h.unlink},
		{Pattern: "POST /account/sessions/end", Handle: h.endSession},
		{Pattern: "GET /accounts", Handle: h.listAccounts, Entry: &page.Entry{
			Group: page.Office, Order: 1, Title: errs.T("Accounts"), Icon: "users",
			Needs: access.ManageAccounts, Phone: 1,
		}},
		{Pattern: "GET /accounts/import", Handle: h.showImport},
		{Pattern: "GET /accounts/import/template.xlsx", Handle: h.template},
		{Pattern: "POST /accounts/import", Handle: h.lookImport, Most: mostOfList},
		{Pattern: "POST /accounts/import/rejected.xlsx", Handle: h.rejected, Most: mostOfList, File: true},
		{Pattern: "POST /accounts/import/take", Handle: h.takeImport, Most: mostOfList},
		{Pattern: "POST /accounts/bulk", Handle: h.lookAct},
		{Pattern: "POST /accounts/bulk/done", Handle: h.doAct},
		{Pattern: "POST /accounts/letters", Handle: h.letters, File: true},
		{Pattern: "GET /accounts/new", Handle: h.newAccount},
		{Pattern: "POST /accounts/new", Handle: h.createAccount},
		{Pattern: "GET /accounts/{id}", Handle: h.oneAccount},
		{Pattern: "POST /accounts/{id}/reset", Handle: h.resetAccount},
		{Pattern: "POST /accounts/{id}/passkeys/remove", Handle: h.takeAway},
		{Pattern: "POST /accounts/{id}/sso", Handle: h.propose},
		{Pattern: "POST /accounts/{id}/sso/end", Handle: h.end},
		{Pattern: "POST /accounts/{id}/disable", Handle: h.disableAccount},
		{Pattern: "POST /accounts/{id}/roles", Handle: h.addRole},
		{Pattern: "POST /accounts/{id}/roles/end", Handle: h.endRole},
	}
}
