package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store/households"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
	"giamngheo/internal/words"
)

// visit is somebody who asks for every page in a language.
type visit struct {
	*person
	role, lang string
	found      map[string]string // what the addresses stand for: a household, a list …
}

// pagesDay is a day on which a monthly review is under way.
func pagesDay() date.Date { return date.Must(2025, 1, 16) }

// TestPages asks for every page as every role in every language, through the handlers: every template runs in every
// language, and every page is whole.
func TestPages(t *testing.T) {
	o, _ := demotest.Open(t, demotest.Config{Households: 4000, Day: pagesDay})
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	ran := &web.Ran{}
	ran.Watch(s)
	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.Handle("/counting", web.ShowCounting(s))
	srv := httptest.NewServer(mux)
	defer srv.Close()
	found := findPages(t, srv.URL, o)
	roles := map[access.Role]bool{}
	t.Run("roles", func(t *testing.T) {
		for _, d := range o.Demo.Accounts() {
			roles[d.Role] = true
			t.Run(d.Username, func(t *testing.T) {
				t.Parallel()
				p := newPerson(t, srv.URL, d.Username) // signs in once: an address may not too often
				for _, lang := range []string{words.VI, words.EN, words.KM} {
					v := &visit{p, string(d.Role), lang, found}
					v.post("/lang", url.Values{"lang": {lang}, "next": {"/help"}})
					v.walk()
				}
			})
		}
	})
	for _, role := range access.Roles() {
		if !roles[role] {
			t.Errorf("nobody is %s", role)
		}
	}
	outside := newOutside(t, o)
	administrator, duyet := newPerson(t, srv.URL, "quantri"), as(t, o, "duyet").Account
	for _, lang := range []string{words.VI, words.EN, words.KM} {
		nobody := &visit{newPerson(t, srv.URL, ""), "nobody", lang, found}
		nobody.post("/lang", url.Values{"lang": {lang}, "next": {"/login"}})
		nobody.see("/login", "/c/khong-co", "/khong-co", "/cong-khai?lang="+lang, "/cong-khai/khong-co?lang="+lang,
			"/cong-khai/ho-ngheo?lang="+lang, "/cong-khai/muc-tieu?lang="+lang, "/cong-khai/nguon-von?lang="+lang,
			"/cong-khai/huong-dan?lang="+lang, "/cong-khai/o-trong?lang="+lang, "/cong-khai/du-lieu?lang="+lang,
			"/cong-khai/thong-bao?lang="+lang, "/cong-khai/thong-bao/1?lang="+lang, "/cong-khai/thong-bao/4?lang="+lang)
		voices(nobody)
		ownPage(nobody, newPerson(t, srv.URL, "canbo.xa"), o)
		oneTimeCodes(nobody, administrator)
		admin := &visit{administrator, "administrator", lang, found}
		byProvince(nobody, admin, outside, "lanhdao", demo.Password)
		secondPerson(&visit{newPerson(t, srv.URL, "thanhtra"), "inspector", lang, found}, administrator, duyet)
	}
	for _, name := range ran.Missed(s) {
		t.Errorf("no page ran the template %s", name)
	}
}

// secondPerson has an administrator propose to reset a password, and an inspector agree to it.
func secondPerson(v *visit, administrator *person, whose int64) {
	v.t.Helper()
	accepted(administrator, fmt.Sprintf("/accounts/%d/reset", whose),
		url.Values{"reason": {"người dùng quên mật khẩu"}})
	v.post("/lang", url.Values{"lang": {v.lang}, "next": {"/help"}})
	status, page := v.get("/agreements")
	v.whole("/agreements", status, page)
	ids := attrsOf(page, "[data-agreement]", "data-agreement", "")
	if len(ids) != 1 {
		v.t.Fatalf("%q wait for the inspector: %s", ids, errorOf(page))
	}
	status, page = v.post("/agreements/"+ids[0], url.Values{"what": {"take"}})
	v.whole("what was agreed to", status, page)
	if textIn(page, "#temporary") == "" {
		v.t.Errorf("no temporary password: %s", errorOf(page))
	}
}

// findPages finds what the addresses stand for.
func findPages(t *testing.T, base string, o *app.Desks) map[string]string {
	t.Helper()
	out := map[string]string{}
	officer, chief := newPerson(t, base, "canbo.xa"), newPerson(t, base, "canbo.so")
	first := func(p *person, path, before string) string {
		t.Helper()
		_, page := p.get(path)
		id := numberIn(page, before)
		if id == "" {
			t.Fatalf("%s has no %s: %s", path, before, page)
		}
		return id
	}
	accepted(chief, "/papers/address", url.Values{"address": {publicAddress}})
	out["HOUSEHOLD"] = first(officer, "/households?sort=deprivations&down=1", "/households/")
	out["EXIT"] = first(chief, "/exit?budget=100000000", "/households/")
	plan := url.Values{"in_house": {"1"}, "cost_house": {"55.000.000"}, "state": {"agreed"},
		"lead": {"Ông A"}, "due": {"30/11/2025"}}
	accepted(chief, "/households/"+out["EXIT"]+"/exit", plan)
	monthly := url.Values{"kind": {"monthly"}, "year": {"2025"}, "month": {"1"}, "place": {"31708"}}
	page := accepted(officer, "/reviews", monthly)
	if out["CAMPAIGN"] = numberIn(page, "/reviews/"); out["CAMPAIGN"] == "" {
		t.Fatalf("no monthly review: %s", page)
	}
	accepted(newPerson(t, base, "kehoach"), "/plan/2025/new", url.Values{"from": {"own"}, "of": {"2024"}})
	surveyPages(t, o, officer, out)
	out["SUPPORT"] = first(officer, "/supports", "/supports/")
	out["ACTIVITY"] = first(chief, "/activities", "/activities/")
	for _, code := range []string{"TRUNG-1", "TRUNG-2"} {
		twice := newHousehold(code)
		twice.Set("m1_sex", "female")
		twice.Set("m1_citizen_id", "094180012345")
		if code == "TRUNG-2" { // the number is in TRUNG-1
			twice.Set("confirm", "1/citizen_id/number/")
		}
		accepted(officer, "/households/new", twice)
	}
	if status, page := upload(t, officer, "/import", "so-ho.xlsx", workbook(t)); status != 200 {
		t.Fatalf("no import: %d %s", status, errorOf(page))
	}
	request := url.Values{"code": {"TRUNG-1"}, "channel": {"direct"}, "day": {o.Office.Day().Vietnamese()}}
	page = accepted(officer, "/averages", request)
	out["AVERAGE"] = numberIn(page, "/averages/")
	out["LINE"] = first(officer, "/money", "/money/lines/")
	out["UPPER"] = first(newPerson(t, base, "kehoach"), "/money?by=line&node=DA1&year=2024", "/money/lines/")
	out["BATCH"] = first(newPerson(t, base, "kehoach"), "/money/batches", "/money/batches/")
	out["PARTLY"] = first(newPerson(t, base, "kehoach"), "/money/batches?year=2024&state=partly_paid", "/money/batches/")
	out["REPORT"] = first(officer, "/rounds/2", "/reports/")
	accepted(chief, "/publications/new", url.Values{"series": {"targets"}, "year": {"2024"}})
	out["PUBLICATION"] = first(chief, "/publications", "/publications/")
	out["OPEN"] = first(officer, "/households?q=TRUNG-1", "/households/") // of which little is known
	out["PAIR"] = first(officer, "/duplicates", "/duplicates/")
	return out
}

// accepted sends a form that is to be accepted.
func accepted(p *person, path string, form url.Values) string {
	p.t.Helper()
	status, page := p.post(path, form)
	if status != 200 {
		p.t.Fatalf("%s: %d %s", path, status, errorOf(page))
	}
	return page
}

// surveyForm is the address of form B of a household.
var surveyForm = regexp.MustCompile(`(?m)^/survey/(\d+)/(\d+)`)

// surveys puts households into the monthly review: one is being surveyed, another has answers that are to be looked at
// again.
func surveyPages(t *testing.T, o *app.Desks, officer *person, out map[string]string) {
	t.Helper()
	ctx, surveyor := context.Background(), as(t, o, "dieutra")
	campaign := "/reviews/" + out["CAMPAIGN"]
	_, page := officer.get("/households?sort=deprivations&down=1")
	for _, code := range codesOf(page)[:2] {
		request := url.Values{"place": {"31708"}, "day": {"15/01/2025"}, "source": {"request01"}, "with": {code}}
		accepted(officer, campaign+"/requests", request)
	}
	_, page = officer.get(campaign + "?place=31708")
	var forms [][2]int64
	for _, list := range attrsOf(page, "a[data-row]", "href", "/lists/") {
		accepted(officer, "/lists/"+list+"/steps", url.Values{"step": {"list.close"}, "day": {"16/01/2025"}})
		_, survey := newPerson(t, officer.base, "dieutra").get("/survey/" + list)
		for _, form := range surveyForm.FindAllStringSubmatch(strings.Join(attrsOf(survey, "a", "href", ""), "\n"), -1) {
			var one [2]int64
			for i := range one {
				one[i], _ = strconv.ParseInt(form[i+1], 10, 64)
			}
			forms = append(forms, one)
		}
	}
	if len(forms) != 2 {
		t.Fatalf("%d forms", len(forms))
	}
	answers := []surveys.SurveyAnswer{{Column: "income_per_head", Text: "1500000"},
		{Column: "floor_area", Text: "3", Sure: "3"}}
	for i, answer := range answers {
		ok(t, o.Surveys.ScreenSurvey(ctx, surveyor, forms[i][0], forms[i][1], o.Office.Day(), nil))
		ok(t, officetest.AnswerAll(o, surveyor, forms[i][0], forms[i][1], answer))
	}
	_, err := o.Surveys.FinishSurvey(ctx, surveyor, forms[1][0], forms[1][1], o.Office.Day(), "")
	ok(t, err)
	out["LIST"], out["FORM"] = strconv.FormatInt(forms[0][0], 10), strconv.FormatInt(forms[0][1], 10)
}

// workbook is a register without a household.
func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, sheet := range []string{"households", "members"} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(sheet, "A1", &[]string{"household_code", "full_name"}); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// everywhere are the pages that are opened by an address.
var everywhere = strings.Fields(`
/ /work /overview /components /start /?place=947 /overview?place=947 /overview?on=01/07/2024 /help /law /law?rule=poor /account /account/password /account/totp /counting /accounts
/accounts?q=canbo&state=active&unit=94 /accounts/import /accounts/new /accounts/1 /places /places/map /places?other=01/07/2025 /audit /audit?kind=list /calendar/2024 /households
/households?q=khong-co-ai /households?class=poor&deprived=health_insurance /households?print=1 /households/new
/households/HOUSEHOLD /households/HOUSEHOLD?on=01/07/2024 /households/HOUSEHOLD/edit /households/HOUSEHOLD/history
/households/HOUSEHOLD/notice /households/OPEN /households/OPEN/notice /households/HOUSEHOLD/change
/households/HOUSEHOLD/exit /households/EXIT/exit /duplicates /duplicates/PAIR /import /paste /jobs /jobs/1 /reviews
/reviews/adopt /reviews/CAMPAIGN /reviews/CAMPAIGN?place=31708 /reviews/CAMPAIGN?place=947 /reviews/1?place=31708
/reviews/CAMPAIGN/quality?place=31708 /reviews/1/quality?place=31708 /lists/LIST /lists/1 /survey /survey/LIST
/survey/LIST/FORM /survey/LIST/FORM?q=0 /survey/LIST/FORM?q=3 /survey/LIST/FORM?q=9 /survey/LIST/FORM?q=99
/results/2024 /results/2024/1 /results/2024/3?place=947 /results/2024/9 /results/2024/14 /results/2024/15
/results/2024/cell?code=poor.h /results/2023 /whatif /whatif?standard=2027-2030&list=1&from=4&to=1 /papers /plan
/plan?place=947 /plan?year=2025 /plan/2024/poor_rate /plan/2024/jobs?place=947 /plan/2024/insured
/plan/2024/stunting_coastal /plan/2024/behind/insured?which=not_met /plan/2024/behind/jobs /plan/2024/figures
/plan/2024/brief /plan/2024/edit /plan/2027/edit /plan/2024/new /plan/2025/new /plan/2025/draft /plan/2025/draft/latrine /plan/2024/share/jobs /plan/2024/share/insured?place=947 /programme
/programme?year=2024 /programme/DA2/people /programme/DA4-TDA1/people?left=1 /supports /supports?ended=1
/supports?node=DA4 /supports/SUPPORT /supports/new /supports/new?household=HOUSEHOLD
/supports/new?kind=job_abroad&household=HOUSEHOLD /supports/new?kind=house&household=HOUSEHOLD
/supports/new?kind=communication_event&commune=31708 /supports/new?replaces=SUPPORT /supports/paste
/supports/paste?kind=house /activities /activities?state=live /activities?month=2024-12 /activities/new
/activities/ACTIVITY /activities/ACTIVITY/edit /averages /averages?state=answered /averages/AVERAGE
/hamlets /hamlets?commune=31708 /hamlets/31708 /households/HOUSEHOLD/change?split=1 /households/HOUSEHOLD/change?split=1&member=1
/households/HOUSEHOLD/change?other=OPEN /exit /exit?budget=100000000 /exit?budget=hai /exit/costs
/exit?line=LINE /exit?line=LINE&budget=1000000 /exit?line=LINE&budget=9000000000000 /money /money/phase /money/phase?programme=ctmtqg-2026-2035&place=947 /money/alerts /money/alerts?on=15/11/2024 /money/alerts?year=2019 /money?by=line&year=2024 /money?by=fund&on=15/11/2024 /money?year=2019 /money?node=DA2&origin=2024&by=origin /money/new
/money/movements?year=2024&place=31708 /money/movements?year=2019 /money/lines/LINE /money/lines/LINE?on=01/03/2024
/money/norms /money/norms/new /money/norms/nq08-2022-mau-cong /money/norms/mau-thu /money/norms/qd16-2026?version=0 /money/allocations /money/allocations/new
/money/allocations/1 /money/allocations/2 /money/allocations/3 /money/allocations/1/derivation /money/allocations/3/derivation
/money/allocations/1/compare /money/allocations/1/compare?norm=nq08-2022-mau-cong@0 /money/allocations/1/compare?with=2 /money/allocations/1/compare?day=x
/money/allocations/1/annex /money/allocations/2/annex?by=year /money/allocations/1/annex?by=alone /money/allocations/3/annex
/money/allocations/1/merger /money/allocations/1/merger?v.31552.coastal=có /money/allocations/1/merger?on=20/12/2024
/money/allocations/1/behind?unit=31708&column=poor /money/allocations/1/behind?unit=31708&column=khong
/money/lines/UPPER /money/contracts /money/batches /money/batches?year=2019 /money/batches/BATCH /money/batches/PARTLY
/money/mobilised /money/mobilised?year=2024&place=31708 /money/mobilised?year=2024&place=94&source=community&form=labour /money/statements /money/statements/of?place=31708&holder=31708 /money/statements/1 /money/statements/2 /money/transfers /money/transfers/find /money/transfers/find?year=2024&place=947 /money/transfers/1 /money/transfers/2 /money/transfers/1/paper /money/yearend /money/yearend?year=2024&place=31708 /money/yearend/LINE /money/batches/PARTLY?state=paid /money/batches/new?activity=ACTIVITY /publications /publications/new /publications/new?series=money&year=2024 /publications/new?series=targets&year=2024 /publications/1 /publications/2 /publications/PUBLICATION /told /told/2024/final /documents /documents?with=khong-co-gi /documents/1 /documents/new /documents/1/edit
/privacy /privacy/new /privacy/new?household=HOUSEHOLD /privacy/requests/1 /privacy/breaches /privacy/breaches/2 /privacy/file /reports /reports/guide /reports/guide?year=2024&node=DA4 /reports/guide?year=2027 /rounds/new /rounds/new?schedule=nam&year=2024 /rounds/new?schedule=nam&year=1 /rounds/ask /rounds/1 /rounds/2 /rounds/4 /rounds/1/whole /rounds/1/words /rounds/2/words /rounds/4/words
/rounds/2/whole /rounds/4/whole /reports/REPORT /reports/REPORT/changes
/households/HOUSEHOLD/letters /feedback /feedback?all=1 /feedback/1 /feedback/2 /feedback/3 /tasks /tasks?state=finished /tasks?year=2019 /tasks/new /tasks/new?place=31708 /tasks/1 /tasks/2 /tasks/3 /tasks/4 /tasks/5 /tasks/6 /plan-tasks/2024/inspect /plan-tasks/2024/carry_out /notices /notices/new /notices/1 /notices/2 /notices/3 /notices/4
/inspection /inspection/places/31708 /inspection/plan /inspection/plan?year=2023 /inspection/plan?unit=31708 /inspection/plan/new /inspection/plan/draw
/inspection/recommendations /inspection/recommendations?state=late /inspection/recommendations?state=all /inspection/visits/1 /inspection/visits/2 /inspection/visits/3
/inspection/visits/4 /inspection/visits/5 /inspection/visits/6 /inspection/visits/7 /inspection/visits/8 /inspection/visits/9 /inspection/visits/10
/inspection/visits/7/paper?which=announcement /inspection/visits/7/paper?which=minutes /inspection/visits/7/paper?which=results /inspection/visits/7/paper?which=follow
/documents/1?with=quyet+dinh /documents/2?with=QD /documents/numbers /documents/numbers?issuer=UBND+tỉnh&series=QĐ-UBND&year=2024
/deputies /deadlines /waits /waits?late=1&mine=1 /waits?place=31708&kind=list /communication /communication?year=2023 /communication?place=31708 /notices/1/loudspeaker
/khong-co`)

// walk asks for every page and sends what comes back with words.
func (v *visit) walk() {
	v.t.Helper()
	v.menu()
	v.see(everywhere...)
	for path, form := range map[string]url.Values{
		"/households/new":               {"commune_code": {"31708"}, "m1_full_name": {"Lâm Thị Mới"}},
		"/households/HOUSEHOLD/edit":    {"version": {"1"}, "commune_code": {"31708"}, "m1_relationship": {"child"}},
		"/account/password":             {"old": {"x"}, "new": {"y"}, "again": {"z"}},
		"/account/totp":                 {"offer": {"JBSWY3DPEHPK3PXP"}, "code": {"1"}},
		"/accounts/new":                 {"username": {"?"}, "role": {"leader"}, "place": {"94"}},
		"/accounts/bulk":                {"act": {"end"}, "id": {"2"}},
		"/accounts/bulk/done":           {"act": {"x"}},
		"/accounts/import/take":         {"text": {"#\tHọ và tên\tVai trò\n2\tLê An\tVua"}, "sign": {"x"}},
		"/places/changes":               {"from": {"01/07/2025"}, "basis": {"x"}, "units": {"31708; 31799; Xã; Xã Thử"}},
		"/reviews/CAMPAIGN/requests":    {"place": {"31708"}, "with": {"van"}, "find": {"1"}, "source": {"request01"}},
		"/reviews/CAMPAIGN/answers":     {"place": {"31708"}},
		"/reviews/adopt":                {"on": {"x"}},
		"/results/2024":                 {"stage": {"x"}},
		"/lists/LIST/steps":             {"step": {"meeting"}},
		"/households/HOUSEHOLD/change":  {"with": {"van"}},
		"/supports/find":                {"with": {"van"}},
		"/supports/new":                 {"kind": {"house"}, "household": {"HOUSEHOLD"}, "day": {"x"}},
		"/supports/paste":               {"kind": {"house"}, "text": {"a\tb\nc\td"}},
		"/supports/SUPPORT/withdraw":    {},
		"/activities/new":               {"title": {"Lớp"}, "node": {"DA4-TDA1"}},
		"/exit/costs":                   {"x": {"y"}},
		"/money/new":                    {"node": {"DA2"}, "fund": {"local"}, "year": {"2025"}, "origin": {"2025"}, "place": {"94"}, "holder_kind": {"place"}, "amount": {"1500"}},
		"/money/lines/LINE":             {"kind": {"pay"}, "amount": {"1,5"}},
		"/money/contracts":              {"value": {"x"}},
		"/money/norms":                  {"text": {"norm: x"}, "do": {"check"}},
		"/money/allocations":            {"norm": {"nq08-2022-mau-cong@0"}, "line": {"x"}, "amount": {"1500"}},
		"/money/allocations/3":          {"do": {"value"}, "version": {"1"}, "column": {"coastal"}},
		"/money/allocations/2/decide":   {"version": {"3"}, "document": {"1"}},
		"/money/batches/new":            {"activity": {"ACTIVITY"}, "title": {"x"}, "place": {"94"}},
		"/money/batches/BATCH/reject":   {"reason": {"x"}},
		"/money/batches/PARTLY/results": {"state": {"paid"}},
		"/money/statements/2/answer":    {"subject": {"x"}},
		"/money/alerts":                 {"line": {"LINE"}, "rule": {"unspent"}, "until": {"1/1/2031"}, "reason": {"đã hỏi rồi"}},
		"/money/transfers":              {"year": {"2024"}, "place": {"94"}},
		"/money/transfers/2":            {"do": {"set"}, "version": {"1"}, "line": {"LINE"}, "to": {"LINE"}, "amount": {"1,5"}},
		"/money/transfers/1/decide":     {"version": {"2"}, "document": {"1"}, "day": {"20/12/2024"}},
		"/money/yearend/LINE":           {"choice": {"carry"}},
		"/money/mobilised":              {"place": {"31708"}, "node": {"DA2"}, "form": {"land"}, "quantity": {"1,5"}},
		"/deputies":                     {"deputy": {"999"}, "from": {"x"}},
		"/documents/new":                {"symbol": {"1/QĐ"}},
		"/documents/numbers":            {"issuer": {"UBND tỉnh"}, "series": {"QĐ-UBND"}, "place": {"94"}, "about": {"số cho quyết định"}},
		"/documents/1/relations":        {"other": {"1"}, "kind": {"cites"}},
		"/notices/new":                  {"title_vi": {"x"}},
		"/tasks/new":                    {"place": {"31708"}, "text": {"x"}},
		"/tasks/1":                      {"step": {"x"}, "seen": {"1"}},
		"/plan-tasks/2024/inspect":      {"to": {"999"}},
		"/plan/2024/share/jobs":         {"by": {"hand"}},
		"/plan/2024/figures":            {"figure": {"x"}, "value": {"y"}},
		"/plan/2025/new":                {"from": {"model"}},
		"/papers/x":                     {},
		"/paste":                        {"text": {"a\tb"}},
		"/survey/LIST/FORM/finish?q=9":  {},
		"/whatif":                       {"standard": {"2022-2025"}, "rural": {"x"}},
		"/rounds/new":                   {"schedule": {"nam"}, "year": {"1"}},
		"/rounds/ask":                   {"title": {" "}},
		"/rounds/2/withdraw":            {"reason": {"x"}},
		"/rounds/2/sign":                {"number": {"x"}},
		"/privacy/new":                  {"right": {"x"}},
		"/privacy/requests/1":           {"to": {"done"}, "version": {"1"}},
		"/privacy/breaches":             {"what": {"x"}},
		"/privacy/breaches/2":           {"to": {"closed"}, "version": {"1"}},
		"/households/HOUSEHOLD/held":    {"reason": {"người trong hộ hỏi, có căn cước"}},
		"/rounds/1/words":               {"seen": {"1"}, "about": {"x"}, "h0": {"I."}, "p0": {"Có 12 hộ"}},
		"/reports/REPORT/step":          {"step": {"return"}},
		"/reports/REPORT":               {"v.B01/doi_thoai/thuc_hien": {"ba"}},
	} {
		for name, values := range form {
			for i := range values {
				form[name][i] = v.place(values[i])
			}
		}
		status, page := v.post(v.place(path), form)
		v.whole("POST "+path, status, page)
	}
	_, yaml := v.get("/plan/2024/plan.yaml")
	for name, text := range map[string]string{"plan.yaml": yaml, "x.yaml": "year: x"} {
		status, page := upload(v.t, v.person, "/plan/2024/edit", name, []byte(text))
		v.whole("the plan "+name, status, page)
	}
	status, page := upload(v.t, v.person, v.place("/money/batches/PARTLY/file"), "ket-qua.csv",
		[]byte("Mã dòng,Kết quả\nCT1-1-00,đã nhận\n"))
	v.whole("results of payments", status, page)
	status, page = upload(v.t, v.person, "/money/mobilised/file", "huy-dong.csv",
		[]byte("Ngày,Mã đơn vị,Dự án,Nguồn,Bên đóng góp,Hình thức,Số lượng,Nội dung\n1/5/2024,31708,DA2,Cộng đồng,Dân,Đất (m²),x,y\n"))
	v.whole("what was mobilised", status, page)
	_, book := v.get("/money/allocations/1/workbook.xlsx")
	f, err := excelize.OpenReader(strings.NewReader(book))
	if err != nil {
		return // who may not see allocations
	}
	var edited bytes.Buffer
	if err := errors.Join(f.SetCellValue("Phân bổ", "F3", "1,5"), f.Write(&edited)); err != nil {
		v.t.Fatal(err)
	}
	status, page = upload(v.t, v.person, "/money/allocations/1/workbook", "sua.xlsx", edited.Bytes())
	v.whole("an allocation’s workbook", status, page)
}

// menu follows every line of the side bar and of the bar of a telephone: what stands there opens, and is marked where
// one is. How much waits comes by itself.
func (v *visit) menu() {
	v.t.Helper()
	_, page := v.get("/account")
	lines := attrsOf(page, "#side li a", "href", "")
	if len(lines) < 3 || len(attrsOf(page, "nav.bottom a", "href", "")) > 5 {
		v.t.Errorf("%s has %d lines in the side bar: %v", v.role, len(lines), lines)
	}
	for _, line := range lines {
		status, page := v.get(line)
		if on := attrsOf(page, "#side li a[aria-current]", "href", ""); status != 200 || line != "/" && line != "/work" &&
			(len(on) != 1 || on[0] != line) {
			v.t.Errorf("%s, %s of the side bar: %d, on %v", v.role, line, status, on)
		}
	}
	if status, found := v.post("/find", url.Values{"q": {"khao sat"}}); status != 200 || strings.Contains(found, "%!") {
		v.t.Errorf("%s finds nothing: %d %s", v.role, status, found)
	}
	if status, counts := v.get("/work/count"); status != 200 || !has(counts, "#count-all") && v.role != string(access.Administrator) {
		v.t.Errorf("%s: what waits is not counted: %d %s", v.role, status, counts)
	}
}

// place puts what was found into an address.
func (v *visit) place(path string) string {
	for name, id := range v.found {
		path = strings.ReplaceAll(path, name, id)
	}
	return path
}

func (v *visit) see(paths ...string) {
	v.t.Helper()
	for _, path := range paths {
		status, page := v.get(v.place(path))
		v.whole(path, status, page)
	}
}

// whole says what is wrong with a page: an error of the program, a value that has no form, another language, an
// element that is there twice, a label of nothing.
func (v *visit) whole(what string, status int, page string) {
	v.t.Helper()
	fault := func(format string, args ...any) {
		v.t.Helper()
		v.t.Errorf("%s %s, %s: %s", v.role, v.lang, what, fmt.Sprintf(format, args...))
	}
	for _, sign := range []string{"ZgotmplZ", "&lt;no value&gt;", "%!"} {
		if strings.Contains(page, sign) {
			fault("%s", sign)
		}
	}
	if status >= 500 {
		fault("%d %s", status, errorOf(page))
	}
	if !strings.Contains(page, `<html lang="`+v.lang+`"`) {
		fault("not a page in its language: %.200s", page)
	}
	if !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
		fault("not whole: …%.100s", page[max(0, len(page)-100):])
	}
	for _, f := range faultsOfLabels(page) {
		fault("%s", f)
	}
	if v.lang == words.VI {
		for _, f := range plainWords(page) {
			fault("a word of programs: …%s…", f)
		}
	}
}

// faultsOfLabels are the elements of a page that are there twice, and the labels of nothing.
func faultsOfLabels(page string) (out []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, labels := map[string]int{}, map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "for" && n.Data == "label":
				labels[a.Val] = true
			}
		}
	}
	for id, times := range ids {
		if times > 1 {
			out = append(out, fmt.Sprintf("%d elements are %q", times, id))
		}
	}
	for id := range labels {
		if ids[id] == 0 {
			out = append(out, fmt.Sprintf("a label of %q, which is not there", id))
		}
	}
	return out
}

// ofAList makes an account of a list, with a row that is refused, and its letter.
func ofAList(admin *visit) {
	admin.t.Helper()
	list := "Họ và tên,Đơn vị,Vai trò,Đến ngày\nLê Văn " + admin.lang + ",31708,Enumerator,31/12/2099\nAi,31708,Vua\n"
	status, page := upload(admin.t, admin.person, "/accounts/import", "ds.csv", []byte(list))
	admin.whole("a list of people", status, page)
	form := url.Values{"text": {valueOf(page, `[name="text"]`)}, "sign": {valueOf(page, `[name="sign"]`)}}
	status, page = admin.post("/accounts/import/take", form)
	admin.whole("a list that is taken", status, page)
	status, page = admin.post("/accounts/letters", url.Values{"id": attrsOf(page, `#letters [name="id"]`, "value", "")})
	admin.whole("a letter", status, page)
	if !has(page, ".letter .temporary") {
		admin.t.Errorf("no letter: %d %s", status, errorOf(page))
	}
}

// oneTimeCodes turns one-time codes on for a new account in the language of the visit, and signs in with one.
func oneTimeCodes(nobody *visit, administrator *person) {
	t := nobody.t
	t.Helper()
	admin := &visit{administrator, "administrator", nobody.lang, nobody.found}
	admin.post("/lang", url.Values{"lang": {nobody.lang}, "next": {"/help"}})
	name := "thu." + nobody.lang
	account := url.Values{"username": {name}, "full_name": {"Người Thử"}, "role": {"leader"}, "place": {"94"}}
	status, page := admin.post("/accounts/new", account)
	admin.whole("a new account", status, page)
	temporary := textIn(page, "#temporary")
	if temporary == "" {
		t.Fatalf("no temporary password: %s", page)
	}
	ofAList(admin)
	const own = "một câu dễ nhớ của tôi"
	status, page = nobody.post("/login", url.Values{"username": {name}, "password": {temporary}})
	nobody.whole("a temporary password", status, page)
	status, page = nobody.post("/account/password", url.Values{"old": {temporary}, "new": {own}, "again": {own}})
	nobody.whole("an own password", status, page)
	_, page = nobody.get("/account/totp")
	secret := textIn(page, "#totp-secret")
	if secret == "" {
		t.Fatalf("no secret: %s", page)
	}
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	offer := valueOf(page, `[name="offer"]`)
	status, page = nobody.post("/account/totp", url.Values{"offer": {offer}, "code": {code}})
	nobody.whole("one-time codes", status, page)
	nobody.see("/account")
	d := aPasskey(nobody, admin, name)
	nobody.post("/logout", nil)
	nobody.post("/lang", url.Values{"lang": {nobody.lang}, "next": {"/login"}})
	status, page = nobody.post("/login", url.Values{"username": {name}, "password": {own}})
	nobody.whole("a code is asked for", status, page)
	withPasskey(nobody, d)
}

// voices sends a question as anybody does, and follows it.
func voices(nobody *visit) {
	nobody.t.Helper()
	nobody.see("/cong-khai/gop-y?lang="+nobody.lang, "/cong-khai/gop-y/theo-doi?lang="+nobody.lang)
	form := url.Values{"kind": {"question"}, "place": {"31708"}, "text": {"ngắn"}}
	status, page := nobody.post("/cong-khai/gop-y?lang="+nobody.lang, form)
	nobody.whole("a question that is too short", status, page)
	form.Set("text", "Nhà tôi có được xét hộ nghèo không?")
	status, page = nobody.post("/cong-khai/gop-y?lang="+nobody.lang, form)
	nobody.whole("a question", status, page)
	code := textIn(page, "#code")
	if code == "" {
		nobody.t.Errorf("no code: %d %s", status, page)
	}
	status, page = nobody.post("/cong-khai/gop-y/theo-doi?lang="+nobody.lang, url.Values{"code": {code}})
	nobody.whole("a question that is followed", status, page)
}

// ownPage has the officer make a letter, and opens the household's page by it in the language of the visit.
func ownPage(nobody *visit, officer *person, o *app.Desks) {
	nobody.t.Helper()
	letter := &visit{officer, "commune_officer", nobody.lang, nobody.found}
	letter.post("/lang", url.Values{"lang": {nobody.lang}, "next": {"/help"}})
	status, page := letter.post(letter.place("/households/HOUSEHOLD/letters"), nil)
	letter.whole("a letter to a household", status, page)
	address, err := url.Parse(textIn(page, ".own-address"))
	if err != nil || !strings.HasPrefix(address.Path, "/toi/") {
		nobody.t.Fatalf("no letter: %d %s", status, errorOf(page))
	}
	id, _ := strconv.ParseInt(nobody.found["HOUSEHOLD"], 10, 64)
	v, err := households.Find(context.Background(), o.Office.Reader(), "94", id)
	ok(nobody.t, err)
	nobody.see(address.Path + "?lang=" + nobody.lang)
	status, page = nobody.post(address.Path+"?lang="+nobody.lang, url.Values{"year": {"1"}})
	nobody.whole("a wrong year", status, page)
	year := strconv.Itoa(v.Household.Head().Birth.Earliest.Year())
	status, page = nobody.post(address.Path+"?lang="+nobody.lang, url.Values{"year": {year}})
	nobody.whole("a household’s own page", status, page)
	if !has(page, "#class") {
		nobody.t.Errorf("the own page is not opened: %d %s", status, page)
	}
}
