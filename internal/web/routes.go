package web

import "net/http"

// routes are all addresses of the office. What changes something is a POST; a GET changes nothing.
func (s *Server) routes() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /static/", static())
	m.Handle("GET /healthz", http.HandlerFunc(s.healthz))
	m.Handle("GET /readyz", http.HandlerFunc(s.readyz))
	m.Handle("GET /metrics", http.HandlerFunc(s.showMetrics))
	m.Handle("POST /lang", s.open(s.setLanguage))

	m.Handle("GET /login", s.open(s.showSignIn))
	m.Handle("POST /login", s.open(s.signIn))
	m.Handle("GET /login/code", s.open(s.showCode))
	m.Handle("POST /login/code", s.open(s.giveCode))
	m.Handle("POST /logout", s.open(s.signOut))

	m.Handle("GET /account", s.signed(s.showAccount))
	m.Handle("GET /account/password", s.signed(s.showPassword))
	m.Handle("POST /account/password", s.signed(s.changePassword))
	m.Handle("GET /account/totp", s.signed(s.showTOTP))
	m.Handle("POST /account/totp", s.signed(s.enableTOTP))
	m.Handle("POST /account/totp/off", s.signed(s.disableTOTP))
	m.Handle("POST /account/sessions/end", s.signed(s.endSession))

	m.Handle("GET /accounts", s.signed(s.listAccounts))
	m.Handle("GET /accounts/new", s.signed(s.newAccount))
	m.Handle("POST /accounts/new", s.signed(s.createAccount))
	m.Handle("GET /accounts/{id}", s.signed(s.oneAccount))
	m.Handle("POST /accounts/{id}/reset", s.signed(s.resetAccount))
	m.Handle("POST /accounts/{id}/disable", s.signed(s.disableAccount))
	m.Handle("POST /accounts/{id}/roles", s.signed(s.addRole))
	m.Handle("POST /accounts/{id}/roles/end", s.signed(s.endRole))

	m.Handle("GET /{$}", s.signed(s.dashboard))
	m.Handle("GET /law", s.signed(s.showLaw))
	m.Handle("GET /help", s.signed(s.help))

	m.Handle("GET /households", s.signed(s.listHouseholds))
	m.Handle("GET /households/new", s.signed(s.newHousehold))
	m.Handle("POST /households/new", s.signed(s.saveHousehold))
	m.Handle("POST /households/check", s.signed(s.checkHousehold))
	m.Handle("POST /households/export", s.signed(s.exportHouseholds))
	m.Handle("GET /households/{id}", s.signed(s.showHousehold))
	m.Handle("GET /households/{id}/edit", s.signed(s.editHousehold))
	m.Handle("POST /households/{id}/edit", s.signed(s.saveHousehold))
	m.Handle("GET /households/{id}/history", s.signed(s.householdHistory))
	m.Handle("GET /households/{id}/notice", s.signed(s.householdNotice))
	m.Handle("GET /households/{id}/change", s.signed(s.changeHousehold))
	m.Handle("POST /households/{id}/state", s.signed(s.setState))
	m.Handle("POST /households/{id}/split", s.signed(s.splitHousehold))
	m.Handle("POST /households/{id}/merge", s.signed(s.mergeHousehold))
	m.Handle("POST /households/{id}/reveal", s.signed(s.revealHousehold))

	m.Handle("GET /duplicates", s.signed(s.listDuplicates))
	m.Handle("GET /duplicates/{id}", s.signed(s.showDuplicate))
	m.Handle("POST /duplicates/{id}", s.signed(s.decideDuplicate))

	m.Handle("GET /import", s.signed(s.showImport))
	m.Handle("POST /import", s.signed(s.upload))
	m.Handle("GET /paste", s.signed(s.showPaste))
	m.Handle("POST /paste", s.signed(s.savePaste))
	m.Handle("POST /paste/check", s.signed(s.checkPaste))
	m.Handle("GET /jobs", s.signed(s.listJobs))
	m.Handle("GET /jobs/{id}", s.signed(s.showJob))
	m.Handle("GET /jobs/{id}/rejected.xlsx", s.signed(s.rejectedFile))
	m.Handle("GET /jobs/{id}/export.xlsx", s.signed(s.exportFile))
	m.Handle("POST /jobs/{id}/columns", s.signed(s.matchColumns))
	m.Handle("POST /jobs/{id}/commit", s.signed(s.commitImport))
	m.Handle("POST /jobs/{id}/cancel", s.signed(s.cancelJob))

	m.Handle("GET /places", s.signed(s.showPlaces))
	m.Handle("POST /places/changes", s.signed(s.proposePlaces))
	m.Handle("POST /places/changes/{id}", s.signed(s.decidePlaces))
	m.Handle("GET /audit", s.signed(s.showAudit))
	m.Handle("/", s.open(func(http.ResponseWriter, *http.Request) error { return notThere() }))
	return m
}
