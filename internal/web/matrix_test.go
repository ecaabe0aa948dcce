package web_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/demotest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// askers are who asks for every address, in the order of a row's signs: each role for the place of what is asked,
// nobody, and the four local roles in another commune and district.
var askers = strings.Fields(`canbo.xa dieutra chutich.xa canbo.huyen canbo.so kehoach ketoan.xa duyet lanhdao thanhtra quantri nobody
	xa.khac dieutra.khac chutich.khac huyen.khac`)

// elsewhere are the accounts of another commune, which is in another district.
var elsewhere = []struct{ name, role, place string }{
	{"xa.khac", "commune_officer", "31498"}, {"dieutra.khac", "enumerator", "31498"},
	{"chutich.khac", "commune_chair", "31498"}, {"huyen.khac", "district_officer", "941"},
}

// TestAddresses: the rooms serve the addresses that are listed, each once, and nothing else.
func TestAddresses(t *testing.T) {
	o, _ := demotest.Open(t, demotest.Config{Households: 500})
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	served := s.Served()
	listed := web.Addresses()
	slices.Sort(served)
	slices.Sort(listed)
	for i, one := range listed[1:] {
		if one == listed[i] {
			t.Errorf("%s is listed twice", one)
		}
	}
	for i, one := range served[1:] {
		if one == served[i] {
			t.Errorf("%s is served twice", one)
		}
	}
	for _, one := range served {
		if !slices.Contains(listed, one) {
			t.Errorf("%s is served and not listed", one)
		}
	}
	for _, one := range listed {
		if !slices.Contains(served, one) {
			t.Errorf("%s is listed and not served", one)
		}
	}
}

// endSession are the addresses after which somebody is another person, or nobody.
var endSession = []string{"POST /login", "POST /login/passkey", "POST /logout", "POST /account/sessions/end"}

// from sends requests as if they came from an address of their own: of one address only so many sign in a minute.
type from string

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", string(f))
	return http.DefaultTransport.RoundTrip(r)
}

// newcomer is somebody who is not signed in, at an address of their own.
func (m *matrix) newcomer() *person {
	m.came++
	p := newPerson(m.t, m.base, "")
	p.c.Transport = from(fmt.Sprintf("10.0.0.%d", m.came))
	return p
}

// uploads are the addresses that take a file.
var uploads = []string{"POST /accounts/import", "POST /import", "POST /activities/{id}/files", "POST /plan/{year}/edit", "POST /papers/{name}",
	"POST /documents/{id}/files", "POST /notices/{id}/files", "POST /tasks/{id}/files", "POST /money/batches/{id}/file", "POST /money/statements/of",
	"POST /inspection/visits/{id}/files", "POST /reports/{id}/report.xlsx", "POST /money/allocations/{id}/workbook",
	"POST /money/mobilised/file"}

// matrix asks for addresses as everybody.
type matrix struct {
	t         *testing.T
	base      string
	came      int // how many have come
	people    map[string]*person
	passwords map[string]string // of whom the demonstration does not know
	ids       map[string]string // what the addresses stand for
}

// person signs somebody in who has not yet or was signed out; redirects are answers.
func (m *matrix) person(name string) *person {
	if p := m.people[name]; p != nil {
		return p
	}
	p := m.newcomer()
	if name != "nobody" {
		accepted(p, "/login", m.login(name))
	}
	p.c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	m.people[name] = p
	return p
}

// fileRequest sends a file that is none of what it is taken for.
func fileRequest(t *testing.T, path string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "x.docx")
	if err == nil {
		_, err = part.Write([]byte("x"))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	r := request(t, http.MethodPost, path)
	r.Body, r.ContentLength = io.NopCloser(&b), int64(b.Len())
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

// login is what somebody sends to sign in.
func (m *matrix) login(name string) url.Values {
	password := m.passwords[name]
	if password == "" {
		password = demo.Password
	}
	return url.Values{"username": {name}, "password": {password}}
}

// ask returns the sign of an answer: + let in (whatever is then said of the form), 3 refused, 4 not there or not to be
// seen, L sent to sign in.
func (m *matrix) ask(name, pattern, path string, form url.Values) string {
	m.t.Helper()
	p := m.person(name)
	method, _, _ := strings.Cut(pattern, " ")
	if pattern == "POST /login" {
		form = m.login(name)
	}
	var r *http.Response
	var err error
	switch {
	case slices.Contains(uploads, pattern):
		r, err = p.c.Do(fileRequest(m.t, p.base+path))
	case method == http.MethodPost:
		r, err = p.c.PostForm(p.base+path, form)
	default:
		r, err = p.c.Get(p.base + path)
	}
	status, body := p.read(r, err)
	if slices.Contains(endSession, pattern) {
		delete(m.people, name)
	}
	switch to := r.Header.Get("Location"); {
	case status >= 500:
		m.t.Errorf("%s %s %s: %d %s", name, method, path, status, errorOf(body))
		return "5"
	case status == http.StatusForbidden:
		return "3"
	case status == http.StatusNotFound:
		return "4"
	case strings.HasPrefix(to, "/login"):
		return "L"
	}
	return "+"
}

// TestMatrix: who may open which address, for what is of their own place and for what is elsewhere, is what the table
// says: asked through the handlers, by every role and by nobody.
func TestMatrix(t *testing.T) {
	o, _ := demotest.Open(t, demotest.Config{Households: 3000, Day: demo.Day})
	s, err := web.New(page.Config{Desks: o, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	m := &matrix{t: t, base: srv.URL, people: map[string]*person{}, passwords: map[string]string{},
		ids: map[string]string{"PLACE": "31708"}}
	for _, e := range elsewhere {
		m.account(e.name, e.role, e.place)
	}
	m.find()
	for _, pattern := range web.Addresses() {
		path, form := m.fill(pattern)
		var got strings.Builder
		for _, name := range askers {
			if name == elsewhere[0].name {
				got.WriteByte(' ')
			}
			got.WriteString(m.ask(name, pattern, path, form))
		}
		if want := rights[pattern]; got.String() != want {
			t.Errorf("%q: %q, // want %q at %s", pattern, got.String(), want, path)
		}
	}
	for pattern := range rights {
		if !slices.Contains(web.Addresses(), pattern) {
			t.Errorf("there is no address %s", pattern)
		}
	}
}

// account makes an account with a password of its own.
func (m *matrix) account(name, role, place string) {
	m.t.Helper()
	form := url.Values{"username": {name}, "full_name": {"Người " + name}, "role": {role}, "place": {place}}
	status, body := m.person("quantri").post("/accounts/new", form)
	temporary := textIn(body, "#temporary")
	if temporary == "" {
		m.t.Fatalf("no account %s: %d %s", name, status, errorOf(body))
	}
	p := m.newcomer()
	accepted(p, "/login", url.Values{"username": {name}, "password": {temporary}})
	m.passwords[name] = "một câu dễ nhớ của " + name
	accepted(p, "/account/password", url.Values{"old": {temporary}, "new": {m.passwords[name]},
		"again": {m.passwords[name]}})
}

// addressOf are what the wildcards of addresses stand for, by the address's beginning; and what is asked of a place.
var addressOf = []struct{ begin, wildcard, name string }{
	{"/households/", "{id}", "HOUSEHOLD"}, {"/accounts/", "{id}", "ACCOUNT"}, {"/duplicates/", "{id}", "PAIR"},
	{"/jobs/", "{id}", "JOB"}, {"/reviews/", "{id}", "CAMPAIGN"}, {"/lists/", "{id}", "LIST"},
	{"/survey/", "{id}", "LIST"}, {"/survey/", "{household}", "FORM"}, {"/supports/", "{id}", "SUPPORT"},
	{"/activities/", "{id}", "ACTIVITY"}, {"/activities/", "{file}", "1"}, {"/results/", "{no}", "1"},
	{"/plan/", "{part}", "insured"}, {"/programme/", "{node}", "DA2"}, {"/papers/", "{name}", "bien-ban-hop"},
	{"/lists/", "{name}", "bien-ban-hop"}, {"/households/", "{name}", "request01"}, {"/c/", "{token}", "khong-co"}, {"/lich/", "{token}", "khong-co"}, {"/cong-khai/", "{rest...}", "khong-co"},
	{"/cong-khai/cong-bo/", "{id}", "2"}, {"/cong-khai/du-lieu/", "{name}", "dcat.jsonld"}, {"/publications/", "{id}", "1"}, {"/told/", "{stage}", "final"},
	{"/averages/", "{id}", "AVERAGE"}, {"/places/", "{id}", "1"}, {"/corrections/", "{id}", "1"}, {"/agreements/", "{id}", "987654"}, {"/deputies/", "{id}", "987654"}, {"/", "{year}", "2024"}, {"/", "{$}", ""},
	{"/hamlets/", "{commune}", "PLACE"}, {"/money/lines/", "{id}", "MONEY"}, {"/money/contracts/", "{id}", "1"},
	{"/money/allocations/", "{id}", "2"}, {"/money/norms/", "{code}", "nq08-2022-mau-cong"},
	{"/money/transfers/", "{id}", "1"},
	{"/money/statements/", "{id}", "STATEMENT"}, {"/money/yearend/", "{id}", "MONEY"}, {"/money/mobilised/", "{id}", "1"}, {"/money/batches/", "{id}", "BATCH"}, {"/documents/", "{id}", "1"}, {"/notices/", "{id}", "1"}, {"/toi/", "{token}", "khong-co"}, {"/households/", "{key}", "1"}, {"/feedback/", "{id}", "2"}, {"/cong-khai/thong-bao/", "{id}", "1"}, {"/cong-khai/thong-bao/", "{file}", "1"}, {"/notices/", "{file}", "1"}, {"/tasks/", "{id}", "1"}, {"/tasks/", "{file}", "1"}, {"/plan-tasks/", "{code}", "inspect"}, {"/documents/", "{file}", "1"},
	{"/reports/", "{id}", "REPORT"}, {"/rounds/", "{id}", "2"},
	{"/inspection/", "{commune}", "PLACE"}, {"/inspection/visits/", "{id}", "4"}, {"/inspection/visits/", "{file}", "1"},
	{"/privacy/requests/", "{id}", "1"}, {"/privacy/breaches/", "{id}", "2"},
}

// queries are what is asked of an address beside its path, for what is of a place.
var queries = map[string]string{
	"GET /communication": "place=PLACE", "GET /tasks/new": "place=PLACE",
	"GET /households": "place=PLACE", "GET /overview": "place=PLACE", "GET /reviews/{id}": "place=PLACE",
	"GET /reviews/{id}/quality": "place=PLACE", "GET /reviews/{id}/papers.zip": "place=PLACE",
	"GET /results/{year}/{no}": "place=PLACE", "GET /results/{year}/tables.xlsx": "place=PLACE",
	"GET /results/{year}/cell": "code=poor.h&place=PLACE", "GET /plan": "place=PLACE",
	"GET /plan/{year}/{part}": "place=PLACE", "GET /plan/{year}/behind/{part}": "place=PLACE",
	"GET /plan/{year}/brief":                   "place=PLACE",
	"GET /plan/{year}/behind/{part}/list.xlsx": "place=PLACE", "GET /programme": "place=PLACE",
	"GET /programme/{node}/people": "place=PLACE", "GET /programme/{node}/people.xlsx": "place=PLACE",
	"GET /supports": "place=PLACE", "GET /supports/new": "household=HOUSEHOLD", "GET /activities": "place=PLACE",
	"GET /exit": "place=PLACE", "GET /plan/{year}/figures": "place=PLACE",
	"GET /plan/{year}/share/{part}": "place=PLACE",
	"GET /money":                    "place=PLACE", "GET /money/board.xlsx": "place=PLACE", "GET /money/movements": "place=PLACE", "GET /money/phase": "place=PLACE", "GET /money/alerts": "place=PLACE",
	"GET /money/statements/of": "place=PLACE&holder=PLACE", "POST /money/statements/of": "place=PLACE&holder=PLACE",
	"GET /money/mobilised": "place=PLACE", "GET /money/mobilised/list.xlsx": "place=PLACE",
	"GET /money/transfers/find": "place=PLACE",
	"GET /money/yearend":        "place=PLACE", "GET /money/yearend.xlsx": "place=PLACE",
	"GET /money/batches/new": "activity=ACTIVITY",
	"GET /inspection/plan":   "unit=PLACE", "GET /inspection/visits/{id}/paper": "which=minutes",
	"GET /waits": "place=PLACE", "GET /whatif": "place=PLACE", "GET /survey": "place=PLACE", "GET /averages": "place=PLACE",

	"GET /money/allocations/{id}/behind": "unit=PLACE&column=poor",
}

// forms are what is sent to an address, beside nothing.
var forms = map[string]url.Values{
	"POST /accounts/bulk":         {"act": {"reset"}, "id": {"ACCOUNT"}},
	"POST /accounts/bulk/done":    {"act": {"end"}},
	"POST /accounts/letters":      {"id": {"ACCOUNT"}},
	"POST /households/new":        {"commune_code": {"PLACE"}, "m1_full_name": {"Lâm"}},
	"POST /households/find":       {"q": {"097079000006"}},
	"POST /supports/find":         {"with": {"thach"}},
	"POST /households/check":      {"id": {"HOUSEHOLD"}, "commune_code": {"PLACE"}, "m1_full_name": {"Lâm"}},
	"POST /households/export":     {"place": {"PLACE"}, "reason": {"x"}},
	"POST /households/{id}/edit":  {"version": {"1"}, "commune_code": {"PLACE"}, "m1_relationship": {"child"}},
	"POST /households/{id}/state": {"version": {"99"}, "to": {"close"}, "reason": {"thử quyền"}},
	"POST /households/{id}/split": {"version": {"99"}, "reason": {"thử quyền"}, "member": {"1"}, "head": {"1"}},
	"POST /households/{id}/merge": {"version": {"99"}, "reason": {"thử quyền"}, "other": {"HOUSEHOLD"}, "other_version": {"99"}},
	"POST /reviews":               {"kind": {"monthly"}, "year": {"2025"}, "month": {"13"}, "place": {"PLACE"}},
	"POST /reviews/{id}/requests": {"place": {"PLACE"}, "day": {"20/12/2024"}, "source": {"request01"},
		"code": {"CODE"}},
	"POST /reviews/{id}/decisions":    {"place": {"PLACE"}, "day": {"20/12/2024"}, "list": {"LIST"}},
	"POST /reviews/{id}/answers":      {"place": {"PLACE"}},
	"POST /inspection/plan/new":       {"unit": {"PLACE"}, "origin": {"own"}},
	"POST /inspection/visits/{id}":    {"step": {"settle"}, "no": {"9"}, "seen": {"7"}},
	"POST /reviews/{id}/sample":       {"place": {"PLACE"}},
	"POST /reviews/{id}/verify":       {"place": {"PLACE"}},
	"POST /supports/new":              {"kind": {"house"}, "household": {"HOUSEHOLD"}, "day": {"x"}},
	"POST /supports/check":            {"kind": {"house"}, "household": {"HOUSEHOLD"}, "day": {"20/12/2024"}},
	"POST /activities/new":            {"title": {"Lớp"}, "node": {"DA4-TDA1"}, "place": {"PLACE"}},
	"POST /lists/{id}/steps":          {"step": {"list.close"}, "day": {"20/12/2024"}},
	"POST /supports/paste/undo":       {"first": {"SUPPORT"}, "last": {"SUPPORT"}, "reason": {"thử quyền"}},
	"POST /activities/{id}/state":     {"to": {"cancelled"}},
	"POST /activities/{id}/edit":      {"title": {"Lớp"}, "node": {"DA4-TDA1"}, "place": {"PLACE"}},
	"POST /plan/{year}/figures":       {"figure": {"x"}, "value": {"1"}, "place": {"94"}, "as_of": {"20/12/2024"}},
	"POST /exit/adopt":                {"place": {"PLACE"}},
	"POST /averages":                  {"code": {"CODE"}, "channel": {"direct"}, "day": {"20/12/2024"}},
	"POST /averages/{id}":             {"step": {"object"}, "day": {"20/12/2024"}, "objection": {"thử quyền"}},
	"POST /money/new":                 {"place": {"PLACE"}, "amount": {"x"}},
	"POST /money/lines/{id}":          {"kind": {"pay"}, "amount": {"x"}},
	"POST /money/lines/{id}/back":     {"movement": {"2"}, "reason": {"thử quyền"}},
	"POST /money/contracts":           {"place": {"PLACE"}, "value": {"x"}},
	"POST /money/mobilised":           {"place": {"PLACE"}, "quantity": {"x"}},
	"POST /money/mobilised/{id}/end":  {"reason": {""}},
	"POST /deputies":                  {"absent": {"ACCOUNT"}, "deputy": {"999"}},
	"POST /documents/new":             {"place": {"PLACE"}},
	"POST /documents/{id}/relations":  {"other": {"1"}, "kind": {"cites"}},
	"POST /documents/numbers":         {"place": {"PLACE"}, "issuer": {"UBND"}, "series": {"QĐ"}, "about": {"x"}},
	"POST /tasks/new":                 {"place": {"PLACE"}},
	"POST /tasks/{id}":                {"step": {"assign"}, "to": {"999"}, "seen": {"99"}},
	"POST /plan-tasks/{year}/{code}":  {"to": {"999"}},
	"POST /notices/new":               {"place": {"PLACE"}},
	"POST /notices/{id}/edit":         {"place": {"PLACE"}},
	"POST /feedback/{id}":             {"step": {"x"}},
	"POST /publications/{id}":         {"step": {"refuse"}},
	"POST /notices/{id}":              {"to": {"withdrawn"}},
	"POST /money/batches/new":         {"place": {"PLACE"}, "activity": {"ACTIVITY"}},
	"POST /money/batches/{id}/reject": {"version": {"99"}, "reason": {"thử quyền"}},
	"POST /money/batches/{id}/off":    {"support": {"1"}},
	"POST /documents/{id}/edit":       {"place": {"94"}},
	"POST /hamlets/{commune}":         {"do": {"end"}, "name": {"Ấp Không Có"}, "source": {"thử quyền"}},
	"POST /reports/{id}/step":         {"step": {"return"}, "seen": {"1"}},
	"POST /rounds/{id}/withdraw":      {"reason": {"x"}},
	"POST /rounds/{id}/sign":          {"seen": {"99"}},

	"POST /money/alerts":                {"line": {"MONEY"}, "rule": {"khong"}, "until": {"20/12/2024"}, "reason": {"thử quyền"}},
	"POST /money/transfers":             {"place": {"PLACE"}},
	"POST /money/transfers/{id}":        {"do": {"drop"}, "version": {"99"}, "reason": {"thử quyền"}},
	"POST /money/transfers/{id}/decide": {"version": {"99"}},

	"POST /money/norms":            {"text": {"norm: x"}},
	"POST /money/allocations":      {"amount": {"x"}},
	"POST /money/allocations/{id}": {"do": {"return"}, "version": {"99"}, "reason": {"thử quyền"}},
}

// fill puts ids into an address and its form.
func (m *matrix) fill(pattern string) (string, url.Values) {
	_, path, _ := strings.Cut(pattern, " ")
	begin := path
	for _, a := range addressOf {
		if strings.HasPrefix(begin, a.begin) {
			path = strings.ReplaceAll(path, a.wildcard, a.name)
		}
	}
	if strings.Contains(path, "{") {
		m.t.Errorf("%s: nothing is said of %s", pattern, path)
	}
	if q := queries[pattern]; q != "" {
		path += "?" + q
	}
	form := url.Values{}
	put := func(s string) string {
		for name, id := range m.ids {
			s = strings.ReplaceAll(s, name, id)
		}
		return s
	}
	for name, values := range forms[pattern] {
		for _, v := range values {
			form.Add(name, put(v))
		}
	}
	return put(path), form
}

// find finds what the addresses stand for.
func (m *matrix) find() {
	m.t.Helper()
	first := func(name, path, before string) string {
		m.t.Helper()
		status, body := m.person(name).get(path)
		id := numberIn(body, before)
		if id == "" {
			m.t.Fatalf("%s has no %s: %d %s", path, before, status, errorOf(body))
		}
		return id
	}
	m.account("thu", "leader", "94")
	m.ids["HOUSEHOLD"] = first("canbo.xa", "/households?sort=deprivations&down=1", "/households/")
	m.ids["LIST"] = first("canbo.xa", "/reviews/1?place=31708", "/lists/")
	m.ids["FORM"] = first("canbo.xa", "/lists/"+m.ids["LIST"], "/households/")
	_, households := m.person("canbo.xa").get("/households?sort=deprivations&down=1")
	m.ids["CODE"] = codesOf(households)[0]
	m.ids["SUPPORT"] = first("canbo.xa", "/supports?place=31708", "/supports/")
	m.ids["ACTIVITY"] = first("canbo.so", "/activities", "/activities/")
	request := url.Values{"code": {m.ids["CODE"]}, "channel": {"direct"}, "day": {demo.Day().Vietnamese()}}
	m.person("canbo.xa").post("/averages", request)
	m.ids["AVERAGE"] = first("canbo.xa", "/averages", "/averages/")
	m.ids["MONEY"] = first("canbo.xa", "/money", "/money/lines/")
	m.ids["STATEMENT"] = "1"
	m.ids["BATCH"] = first("kehoach", "/money/batches", "/money/batches/")
	m.person("canbo.xa").post("/money/contracts", url.Values{"number": {"1"}, "partner": {"HTX"}, "title": {"Bò"},
		"place": {"31708"}, "node": {"DA2"}, "day": {demo.Day().Vietnamese()}, "value": {"5.000.000"}})
	m.ids["REPORT"] = first("canbo.xa", "/rounds/2", "/reports/")
	m.ids["CAMPAIGN"], m.ids["PAIR"], m.ids["JOB"] = "1", "1", "1"
	_, all := m.person("quantri").get("/accounts")
	m.ids["ACCOUNT"] = attrsOf(all, `a:contains("Người thu")`, "href", "/accounts/")[0]
}

// rights are who is let in, in the order of askers: + let in, 3 refused, 4 not there or not theirs to see, L to sign
// in.
var rights = map[string]string{
	"POST /lang":                                "++++++++++++ ++++",
	"GET /login":                                "++++++++++++ ++++",
	"POST /login":                               "++++++++++++ ++++",
	"GET /login/code":                           "++++++++++++ ++++",
	"POST /login/code":                          "+++++++++++L ++++",
	"POST /login/sso":                           "444444444444 4444",
	"GET /login/sso/back":                       "444444444444 4444",
	"POST /login/passkey/begin":                 "++++++++++++ ++++",
	"POST /login/passkey":                       "++++++++++++ ++++",
	"POST /logout":                              "LLLLLLLLLLLL LLLL",
	"GET /account":                              "+++++++++++L ++++",
	"GET /account/password":                     "+++++++++++L ++++",
	"POST /account/password":                    "+++++++++++L ++++",
	"GET /account/totp":                         "+++++++++++L ++++",
	"POST /account/totp":                        "+++++++++++L ++++",
	"POST /account/totp/off":                    "+++++++++++L ++++",
	"POST /account/passkeys/begin":              "+++++++++++L ++++",
	"POST /account/passkeys":                    "+++++++++++L ++++",
	"POST /account/passkeys/remove":             "44444444444L 4444",
	"POST /account/confirm/begin":               "+++++++++++L ++++",
	"POST /account/confirm":                     "+++++++++++L ++++",
	"POST /account/sso":                         "+++++++++++L ++++",
	"POST /account/sso/end":                     "44444444444L 4444",
	"POST /account/sessions/end":                "+++++++++++L ++++",
	"GET /accounts":                             "3333333333+L 3333",
	"GET /accounts/import":                      "3333333333+L 3333",
	"GET /accounts/import/template.xlsx":        "3333333333+L 3333",
	"POST /accounts/import":                     "3333333333+L 3333",
	"POST /accounts/import/rejected.xlsx":       "3333333333+L 3333",
	"POST /accounts/import/take":                "3333333333+L 3333",
	"POST /accounts/bulk":                       "3333333333+L 3333",
	"POST /accounts/bulk/done":                  "3333333333+L 3333",
	"POST /accounts/letters":                    "3333333333+L 3333",
	"GET /accounts/new":                         "3333333333+L 3333",
	"POST /accounts/new":                        "3333333333+L 3333",
	"GET /accounts/{id}":                        "3333333333+L 3333",
	"POST /accounts/{id}/reset":                 "3333333333+L 3333",
	"POST /accounts/{id}/passkeys/remove":       "33333333334L 3333",
	"POST /accounts/{id}/sso":                   "33333333334L 3333",
	"POST /accounts/{id}/sso/end":               "33333333334L 3333",
	"POST /accounts/{id}/disable":               "3333333333+L 3333",
	"POST /accounts/{id}/roles":                 "3333333333+L 3333",
	"POST /accounts/{id}/roles/end":             "33333333334L 3333",
	"POST /demo/day":                            "+3++++++33+L +3++",
	"GET /components":                           "+++++++++++L ++++",
	"GET /inspection":                           "333+++3+++3L 333+",
	"GET /inspection/places/{commune}":          "333+++3+++3L 3334",
	"GET /inspection/plan":                      "+3++++++++3L 4344",
	"GET /inspection/plan/new":                  "33333+333+3L 3333",
	"POST /inspection/plan/new":                 "33333+333+3L 3333",
	"GET /inspection/plan/draw":                 "33333+333+3L 3333",
	"POST /inspection/plan/draw":                "33333+333+3L 3333",
	"GET /inspection/recommendations":           "+3++++++++3L +3++",
	"GET /inspection/visits/{id}":               "+3++++++++3L 4344",
	"POST /inspection/visits/{id}":              "333++3333+3L 4344",
	"POST /inspection/visits/{id}/files":        "+3+++3+33+3L 4344",
	"GET /inspection/visits/{id}/files/{file}":  "43444444443L 4344",
	"GET /inspection/visits/{id}/paper":         "+3++++++++3L 4344",
	"GET /money/phase":                          "+3++++++++3L 4344",
	"POST /money/alerts":                        "+33++++3333L 4344",
	"GET /money/transfers":                      "+3++++++++3L +3++",
	"GET /money/transfers/find":                 "+3++++++++3L 4344",
	"POST /money/transfers":                     "33333+33333L 3333",
	"GET /money/transfers/{id}":                 "4344++4+++3L 4344",
	"POST /money/transfers/{id}":                "43443+43333L 4344",
	"POST /money/transfers/{id}/decide":         "4344334+333L 4344",
	"GET /money/transfers/{id}/paper":           "4344++4+++3L 4344",
	"GET /money/transfers/{id}/annex.xlsx":      "4344++4+++3L 4344",
	"GET /money/yearend":                        "+3++++++++3L 4344",
	"GET /money/yearend.xlsx":                   "+3++++++++3L 4344",
	"GET /money/yearend/{id}":                   "333333+3333L 4344",
	"POST /money/yearend/{id}":                  "333333+3333L 4344",
	"GET /money/mobilised":                      "+3++++++++3L 4344",
	"GET /money/mobilised/list.xlsx":            "+3++++++++3L 4344",
	"POST /money/mobilised":                     "+33++3+3333L 4334",
	"POST /money/mobilised/file":                "+33++3+3333L +33+",
	"POST /money/mobilised/{id}/end":            "+33++3+3333L 4344",
	"GET /money/statements":                     "+3++++++++3L +3++",
	"GET /money/statements/of":                  "+4++++++++4L 4444",
	"POST /money/statements/of":                 "343333+3334L 4444",
	"GET /money/statements/{id}":                "4444++4+++4L 4444",
	"POST /money/statements/{id}/take":          "44443343334L 4444",
	"POST /money/statements/{id}/answer":        "44443343334L 4444",
	"POST /money/statements/{id}/close":         "44443343334L 4444",
	"GET /money/batches":                        "+3++++++++3L +3++",
	"GET /money/batches/new":                    "4444+343334L 4444",
	"POST /money/batches/new":                   "4444+343334L 4444",
	"GET /money/batches/{id}":                   "4444++4+++4L 4444",
	"POST /money/batches/{id}/list":             "4444+34+334L 4444",
	"POST /money/batches/{id}/off":              "44444343334L 4444",
	"POST /money/batches/{id}/approve":          "4444334+334L 4444",
	"POST /money/batches/{id}/reject":           "4444+34+334L 4444",
	"POST /money/batches/{id}/send":             "44443343334L 4444",
	"POST /money/batches/{id}/results":          "4444+343334L 4444",
	"POST /money/batches/{id}/file":             "4444+343334L 4444",
	"POST /money/batches/{id}/returned":         "4444+343334L 4444",
	"POST /money/batches/{id}/back":             "44443343334L 4444",
	"POST /money/batches/{id}/recover":          "44443343334L 4444",
	"POST /money/batches/{id}/reconcile":        "4444+343334L 4444",
	"POST /money/batches/{id}/close":            "44443343334L 4444",
	"GET /deadlines":                            "+++++++++++L ++++",
	"GET /deadlines.ics":                        "+++++++++++L ++++",
	"POST /deadlines/key":                       "+++++++++++L ++++",
	"POST /deadlines/key/end":                   "+++++++++++L ++++",
	"GET /lich/{token}":                         "444444444444 4444",
	"GET /deputies":                             "+++++++++++L ++++",
	"POST /deputies":                            "3333333333+L 3333",
	"POST /deputies/{id}/end":                   "44444444444L 4444",
	"GET /documents":                            "+3++++++++3L +3++",
	"GET /documents/new":                        "333++++3333L 333+",
	"POST /documents/new":                       "333++++3333L 3334",
	"GET /documents/{id}":                       "+3++++++++3L +3++",
	"GET /documents/{id}/edit":                  "3333++33333L 3333",
	"POST /documents/{id}/edit":                 "3334++43333L 3334",
	"POST /documents/{id}/files":                "3334++43333L 3334",
	"GET /documents/{id}/files/{file}":          "43444444443L 4344",
	"POST /documents/{id}/files/{file}/remove":  "33344443333L 3334",
	"GET /money":                                "+3++++++++3L 4344",
	"GET /money/board.xlsx":                     "+3++++++++3L 4344",
	"GET /money/movements":                      "+3++++++++3L 4344",
	"GET /money/alerts":                         "+3++++++++3L 4344",
	"GET /money/new":                            "33333+33333L 3333",
	"POST /money/new":                           "33333+33333L 3333",
	"GET /money/lines/{id}":                     "+3++++++++3L 4344",
	"GET /money/lines/{id}/account.xlsx":        "+3++++++++3L 4344",
	"POST /money/lines/{id}":                    "333333+3333L 4344",
	"POST /money/lines/{id}/back":               "43443+43333L 4344",
	"GET /money/contracts":                      "+3++++++++3L +3++",
	"POST /money/contracts":                     "+33++3+3333L 4334",
	"POST /money/contracts/{id}/items":          "+33++3+3333L 4344",
	"GET /{$}":                                  "+++++++++++L ++++",
	"GET /overview":                             "++++++++++3L 4444",
	"GET /work/count":                           "+++++++++++L ++++",
	"POST /side":                                "+++++++++++L ++++",
	"GET /work":                                 "+++++++++++L ++++",
	"POST /find":                                "+++++++++++L ++++",
	"GET /start":                                "3333+33333+L 3333",
	"GET /law":                                  "+++++++++++L ++++",
	"GET /help":                                 "+++++++++++L ++++",
	"GET /averages":                             "++++++3+++3L 4444",
	"POST /averages":                            "+3333333333L 4444",
	"GET /averages/{id}":                        "++++++4+++4L 4444",
	"POST /averages/{id}":                       "+3333343334L 4444",
	"GET /averages/{id}/paper":                  "++++++4+++4L 4444",
	"POST /lists/{id}/certificates/open":        "+33++3433+4L 4444",
	"GET /households":                           "++++++++++3L 4444",
	"POST /households/find":                     "+++++3+33+3L ++++",
	"GET /households/new":                       "++333333333L ++33",
	"POST /households/new":                      "++333333334L 4444",
	"POST /households/check":                    "44444444443L 4444",
	"POST /households/export":                   "+33+++333+3L 4334",
	"GET /households/{id}":                      "++++++++++3L 4444",
	"GET /households/{id}/edit":                 "++333333333L 4444",
	"POST /households/{id}/edit":                "++333333333L 4444",
	"GET /households/{id}/history":              "++++++++++3L 4444",
	"GET /households/{id}/notice":               "++++++++++3L 4444",
	"GET /households/{id}/change":               "++333333333L 4444",
	"POST /households/{id}/change":              "++333333333L 4444",
	"POST /households/{id}/state":               "++333333333L 4444",
	"POST /households/{id}/split":               "++333333333L 4444",
	"POST /households/{id}/merge":               "++333333333L 4444",
	"POST /households/{id}/reveal":              "+33++3333+3L 4444",
	"GET /duplicates":                           "+33++333333L +33+",
	"GET /duplicates/{id}":                      "43344333333L 4334",
	"POST /duplicates/{id}":                     "43344333333L 4334",
	"GET /import":                               "+333+333333L +333",
	"GET /import/template.xlsx":                 "+333+333333L +333",
	"GET /import/example.xlsx":                  "+333+333333L +333",
	"POST /import":                              "+333+333333L +333",
	"GET /paste":                                "++333333333L ++33",
	"POST /paste":                               "++333333333L ++33",
	"POST /paste/check":                         "++333333333L ++33",
	"GET /jobs":                                 "+++++++++++L ++++",
	"GET /jobs/{id}":                            "44444444444L 4444",
	"GET /jobs/{id}/rejected.xlsx":              "44444444444L 4444",
	"GET /jobs/{id}/export.xlsx":                "44444444444L 4444",
	"GET /jobs/{id}/doubts.csv":                 "44444444444L 4444",
	"POST /jobs/{id}/arrange":                   "44444444444L 4444",
	"POST /jobs/{id}/answer":                    "44444444444L 4444",
	"POST /jobs/{id}/agree":                     "44444444444L 4444",
	"POST /jobs/{id}/commit":                    "44444444444L 4444",
	"POST /jobs/{id}/undo":                      "44444444444L 4444",
	"POST /jobs/{id}/cancel":                    "44444444444L 4444",
	"GET /reviews":                              "++++++3+++3L ++++",
	"POST /reviews":                             "+333+333333L 4333",
	"GET /reviews/adopt":                        "3333+333333L 3333",
	"POST /reviews/adopt":                       "3333+333333L 3333",
	"GET /reviews/{id}":                         "++++++3+++3L 4444",
	"POST /reviews/{id}/requests":               "+3333333333L 4444",
	"POST /reviews/{id}/decisions":              "33+33333333L 4444",
	"GET /reviews/{id}/papers.zip":              "++++++3+++3L ++++",
	"GET /reviews/{id}/quality":                 "++++++4+++4L 4444",
	"POST /reviews/{id}/answers":                "43333343344L 4444",
	"POST /reviews/{id}/sample":                 "333333433+4L 4444",
	"POST /reviews/{id}/verify":                 "333333433+4L 4444",
	"GET /lists/{id}":                           "++++++4+++4L 4444",
	"POST /lists/{id}/steps":                    "+3333343334L 4444",
	"POST /lists/{id}/give":                     "+3333343334L 4444",
	"POST /lists/{id}/certificates":             "+3333343334L 4444",
	"GET /lists/{id}/papers/{name}":             "++++++4+++4L 4444",
	"GET /survey":                               "++333333333L ++33",
	"GET /survey/{id}":                          "++++++4+++4L 4444",
	"GET /survey/{id}/{household}":              "++++++4+++4L 4444",
	"POST /survey/{id}/{household}":             "44444444444L 4444",
	"POST /survey/{id}/{household}/a":           "++333343334L 4444",
	"POST /survey/{id}/{household}/finish":      "++333343334L 4444",
	"GET /results":                              "++++++3+++3L ++++",
	"GET /results/{year}":                       "++++++3+++3L ++++",
	"POST /results/{year}":                      "3333+333333L 3333",
	"GET /results/{year}/tables.xlsx":           "++++++3+++3L 4444",
	"GET /results/{year}/cell":                  "++++++++++3L 4444",
	"GET /results/{year}/{no}":                  "++++++3+++3L 4444",
	"GET /waits":                                "++++++++++3L 4444",
	"GET /whatif":                               "++++++3+++3L 4444",
	"POST /whatif":                              "++++++3+++3L ++++",
	"GET /papers":                               "++++++3+++3L ++++",
	"GET /papers/{name}":                        "++++++3+++3L ++++",
	"POST /papers/address":                      "3333+333333L 3333",
	"POST /papers/{name}":                       "3333+333333L 3333",
	"GET /cong-khai/ho-ngheo":                   "++++++++++++ ++++",
	"GET /cong-khai/muc-tieu":                   "++++++++++++ ++++",
	"GET /cong-khai/nguon-von":                  "++++++++++++ ++++",
	"GET /cong-khai/huong-dan":                  "++++++++++++ ++++",
	"GET /cong-khai/cong-bo/{id}":               "++++++++++++ ++++",
	"GET /cong-khai/o-trong":                    "++++++++++++ ++++",
	"GET /cong-khai/du-lieu":                    "++++++++++++ ++++",
	"GET /cong-khai/du-lieu/{name}":             "++++++++++++ ++++",
	"GET /publications":                         "3333++3+++3L 3333",
	"GET /publications/new":                     "3333++33333L 3333",
	"POST /publications/new":                    "3333++33333L 3333",
	"GET /publications/{id}":                    "3333++3+++3L 3333",
	"POST /publications/{id}":                   "3333333+333L 3333",
	"GET /told":                                 "3333++3+++3L 3333",
	"GET /told/{year}/{stage}":                  "3333++3+++3L 3333",
	"GET /told/{year}/{stage}/file":             "3333++3+++3L 3333",
	"GET /cong-khai":                            "++++++++++++ ++++",
	"GET /cong-khai/trang.css":                  "++++++++++++ ++++",
	"GET /cong-khai/{rest...}":                  "444444444444 4444",
	"GET /c/{token}":                            "444444444444 4444",
	"GET /households/{id}/request/{name}":       "44444444444L 4444",
	"GET /agreements":                           "+++++++++++L ++++",
	"POST /agreements/{id}":                     "44444444444L 4444",
	"GET /corrections":                          "++++++3+++3L ++++",
	"POST /households/{id}/recognition":         "+3+3+333333L 4444",
	"POST /corrections/{id}":                    "44444444444L 4444",
	"GET /plan":                                 "++++++++++3L 4444",
	"GET /reports":                              "+3++++++++3L +3++",
	"GET /reports/guide":                        "+3++++++++3L +3++",
	"GET /privacy":                              "+3+3+333333L +3+3",
	"GET /privacy/new":                          "+3+3+333333L +3+3",
	"POST /privacy/new":                         "+3+3+333333L +3+3",
	"GET /privacy/requests/{id}":                "+3+3+333333L 4343",
	"POST /privacy/requests/{id}":               "+3+3+333333L 4343",
	"POST /households/{id}/held":                "+333+333333L 4444",
	"GET /privacy/breaches":                     "3333+33333+L 3333",
	"POST /privacy/breaches":                    "3333+33333+L 3333",
	"GET /privacy/breaches/{id}":                "3333+33333+L 3333",
	"POST /privacy/breaches/{id}":               "3333+33333+L 3333",
	"GET /privacy/file":                         "3333+33333+L 3333",
	"GET /rounds/new":                           "3333++33333L 3333",
	"POST /rounds/new":                          "3333++33333L 3333",
	"GET /rounds/ask":                           "3333++33333L 3333",
	"POST /rounds/ask":                          "3333++33333L 3333",
	"GET /rounds/{id}":                          "+3++++++++3L +3++",
	"POST /rounds/{id}/count":                   "3333++33333L 3333",
	"POST /rounds/{id}/withdraw":                "3333++33333L 3333",
	"POST /rounds/{id}/approve":                 "3333333+333L 3333",
	"GET /rounds/{id}/whole":                    "+3++++++++3L +3++",
	"GET /rounds/{id}/whole.xlsx":               "+3++++++++3L +3++",
	"POST /rounds/{id}/consolidate":             "3333++33333L 3333",
	"POST /rounds/{id}/sign":                    "3333333+333L 3333",
	"GET /rounds/{id}/words":                    "4344++4+++3L 4344",
	"GET /rounds/{id}/words.docx":               "4344++4+++3L 4344",
	"POST /rounds/{id}/words":                   "4344++43333L 4344",
	"POST /rounds/{id}/words/begin":             "4344++43333L 4344",
	"POST /rounds/{id}/words/take":              "4344++43333L 4344",
	"POST /rounds/{id}/words/restore":           "4344++43333L 4344",
	"GET /reports/{id}":                         "+3++++++++3L 4344",
	"POST /reports/{id}":                        "+33333+3333L 4344",
	"POST /reports/{id}/step":                   "333++333333L 4344",
	"GET /reports/{id}/changes":                 "+3++++++++3L 4344",
	"GET /reports/{id}/report.xlsx":             "+3++++++++3L 4344",
	"POST /reports/{id}/report.xlsx":            "+33333+3333L 4344",
	"GET /plan/{year}/brief":                    "++++++++++3L 4444",
	"GET /plan/{year}/{part}":                   "++++++++++3L 4444",
	"GET /plan/{year}/behind/{part}":            "++++++++++3L 4444",
	"GET /plan/{year}/behind/{part}/list.xlsx":  "+33+++333+3L 4334",
	"GET /plan/{year}/share/{part}":             "++++++++++3L 4444",
	"POST /plan/{year}/share/{part}":            "44443+43333L 4444",
	"GET /plan/{year}/figures":                  "++++++++++3L ++++",
	"POST /plan/{year}/figures":                 "3334++33333L 3334",
	"GET /plan/{year}/new":                      "33333+33333L 3333",
	"POST /plan/{year}/new":                     "33333+33333L 3333",
	"GET /plan/{year}/draft":                    "33333433333L 3333",
	"POST /plan/{year}/draft":                   "33333433333L 3333",
	"GET /plan/{year}/draft.xlsx":               "33333433333L 3333",
	"GET /plan/{year}/draft/{part}":             "33333433333L 3333",
	"POST /plan/{year}/draft/{part}":            "33333433333L 3333",
	"GET /plan/{year}/edit":                     "++++++++++3L ++++",
	"POST /plan/{year}/edit":                    "33333+33333L 3333",
	"POST /plan/{year}/edit/save":               "33333+33333L 3333",
	"GET /plan/{year}/plan.yaml":                "++++++++++3L ++++",
	"GET /plan/{year}/plan.xlsx":                "++++++++++3L ++++",
	"GET /plan/{year}/results.docx":             "++++++++++3L ++++",
	"GET /plan/{year}/results.xlsx":             "++++++++++3L ++++",
	"GET /programme":                            "++++++++++3L 4444",
	"GET /programme/{node}/people":              "++++++++++3L 4444",
	"GET /programme/{node}/people.xlsx":         "+33+++333+3L 4334",
	"GET /supports":                             "++++++++++3L 4444",
	"GET /supports/new":                         "+333+333333L 4444",
	"POST /supports/new":                        "+333+333333L 4444",
	"POST /supports/find":                       "+333+333333L +333",
	"POST /supports/check":                      "+++++++++++L ++++",
	"GET /supports/paste":                       "+333+333333L +333",
	"POST /supports/paste":                      "+333+333333L +333",
	"POST /supports/paste/check":                "+333+333333L +333",
	"POST /supports/paste/book":                 "+333+333333L +333",
	"POST /supports/paste/undo":                 "3333+333333L 3333",
	"POST /supports/paste/rejected.xlsx":        "+333+333333L +333",
	"POST /supports/payment.xlsx":               "+33+++333+3L +33+",
	"GET /supports/{id}":                        "++++++++++4L 4444",
	"POST /supports/{id}/withdraw":              "+333+333334L 4444",
	"GET /activities":                           "++++++++++3L 4444",
	"GET /activities/new":                       "+33+++33333L +33+",
	"POST /activities/new":                      "+33+++33333L 4334",
	"GET /activities/{id}":                      "4444++4+++4L 4444",
	"GET /activities/{id}/edit":                 "4444++43334L 4444",
	"POST /activities/{id}/edit":                "4334++33333L 4334",
	"POST /activities/{id}/state":               "4444++43334L 4444",
	"POST /activities/{id}/files":               "4444++43334L 4444",
	"GET /activities/{id}/files/{file}":         "44444444444L 4444",
	"POST /activities/{id}/files/{file}/remove": "44444444444L 4444",
	"GET /exit":                                 "++++++++++3L 4444",
	"POST /exit/adopt":                          "+333++33333L 4333",
	"GET /exit/costs":                           "++++++++++3L ++++",
	"POST /exit/costs":                          "33333+33333L 3333",
	"GET /households/{id}/exit":                 "++++++++++3L 4444",
	"POST /households/{id}/exit":                "+333++33333L 4444",
	"GET /calendar":                             "+++++++++++L ++++",
	"GET /calendar/{year}":                      "+++++++++++L ++++",
	"POST /calendar/{year}":                     "3333+333333L 3333",
	"POST /calendar/{year}/undo":                "33334333333L 3333",
	"GET /hamlets":                              "++++++++++3L ++++",
	"GET /hamlets/{commune}":                    "++++++++++4L 4444",
	"POST /hamlets/{commune}":                   "+333+333334L 4444",
	"GET /places":                               "+++++++++++L ++++",
	"GET /map":                                  "+++++++++++L ++++",
	"GET /places/map":                           "+++++++++++L ++++",
	"POST /places/map":                          "33333+33333L 3333",
	"POST /places/map/drop":                     "33333+33333L 3333",
	"POST /places/changes":                      "33333+33333L 3333",
	"POST /places/changes/{id}":                 "33334433333L 3333",
	"GET /audit":                                "333333333++L 3333",

	"GET /money/norms":                            "+3++++++++3L +3++",
	"GET /money/norms/new":                        "33333+33333L 3333",
	"POST /money/norms":                           "33333+33333L 3333",
	"GET /money/norms/{code}":                     "+3++++++++3L +3++",
	"GET /money/norms/{code}/norm.yaml":           "+3++++++++3L +3++",
	"GET /money/allocations":                      "+3++++++++3L +3++",
	"GET /money/allocations/new":                  "33333+33333L 3333",
	"POST /money/allocations":                     "33333+33333L 3333",
	"GET /money/allocations/{id}":                 "4344++4+++3L 4344",
	"POST /money/allocations/{id}":                "43443+4+333L 4344",
	"POST /money/allocations/{id}/values":         "43443+43333L 4344",
	"POST /money/allocations/{id}/decide":         "4344334+333L 4344",
	"GET /money/allocations/{id}/behind":          "4344++4+++3L 4344",
	"GET /money/allocations/{id}/derivation":      "4344++4+++3L 4344",
	"GET /money/allocations/{id}/derivation.xlsx": "4344++4+++3L 4344",
	"GET /money/allocations/{id}/derivation.json": "4344++4+++3L 4344",
	"GET /money/allocations/{id}/annex":           "4344++4+++3L 4344",
	"GET /money/allocations/{id}/annex.xlsx":      "4344++4+++3L 4344",
	"GET /money/allocations/{id}/workbook.xlsx":   "4344++4+++3L 4344",
	"POST /money/allocations/{id}/workbook":       "43443+43333L 4344",
	"GET /money/allocations/{id}/compare":         "4344++4+++3L 4344",
	"GET /money/allocations/{id}/merger":          "4344++4+++3L 4344",

	"GET /tasks":                             "++++++++++3L ++++",
	"GET /tasks.xlsx":                        "++++++++++3L ++++",
	"GET /tasks/new":                         "+3++++3+333L 4344",
	"POST /tasks/new":                        "+3++++3+333L 4344",
	"GET /tasks/{id}":                        "++++++++++4L ++++",
	"POST /tasks/{id}":                       "3333++3+334L 3333",
	"POST /tasks/{id}/files":                 "3333+333334L 3333",
	"GET /tasks/{id}/files/{file}":           "44444444444L 4444",
	"GET /plan-tasks/{year}/{code}":          "++++++++++3L ++++",
	"POST /plan-tasks/{year}/{code}":         "3333++3+333L 3333",
	"GET /notices":                           "+++++++++++L ++++",
	"GET /notices/new":                       "+33+++33333L +33+",
	"GET /notices/{id}":                      "+++++++++++L ++++",
	"GET /notices/{id}/edit":                 "33333333333L 3333",
	"POST /notices/{id}/files":               "4334++33333L 4334",
	"GET /notices/{id}/files/{file}":         "44444444444L 4444",
	"POST /notices/{id}/files/{file}/remove": "4334++33333L 4334",
	"POST /notices/new":                      "+33+++33333L 4334",
	"POST /notices/{id}":                     "3333++3+333L 3333",
	"POST /notices/{id}/edit":                "+33+++33333L 4334",

	"GET /cong-khai/thong-bao":             "++++++++++++ ++++",
	"GET /cong-khai/thong-bao/{id}":        "++++++++++++ ++++",
	"GET /cong-khai/thong-bao/{id}/{file}": "444444444444 4444",
	"GET /cong-khai/gop-y":                 "++++++++++++ ++++",
	"POST /cong-khai/gop-y":                "++++++++++++ ++++",
	"GET /cong-khai/gop-y/theo-doi":        "++++++++++++ ++++",
	"POST /cong-khai/gop-y/theo-doi":       "444444444444 4444",
	"GET /feedback":                        "+3+++3333+3L +3++",
	"GET /feedback/{id}":                   "+3+++3333+3L 4344",
	"POST /feedback/{id}":                  "+3+++333333L 4344",

	"GET /toi/{token}":                           "++++++++++++ ++++",
	"POST /toi/{token}":                          "444444444444 4444",
	"GET /households/{id}/letters":               "+3333333333L 4444",
	"POST /households/{id}/letters":              "+3333333333L 4444",
	"POST /households/{id}/letters/{key}/revoke": "+3333333333L 4444",

	"GET /documents/numbers":         "+3++++++++3L +3++",
	"POST /documents/numbers":        "333++++3333L 3334",
	"POST /documents/{id}/relations": "3334++43333L 3334",
	"GET /communication":             "++++++++++3L 4444",
	"GET /notices/{id}/loudspeaker":  "+++++++++++L ++++",
}
