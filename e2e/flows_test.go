package e2e_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/office"
	"giamngheo/internal/snapshot"
)

// as returns an actor of the demonstration, for what a test prepares or looks up behind the browser.
func as(t *testing.T, username string) *office.Ask {
	t.Helper()
	token, _, err := anOffice.Accounts.SignIn(context.Background(),
		accounts.SignInInput{Username: username, Password: demo.Password, From: "test " + t.Name()})
	if err != nil {
		t.Fatal(err)
	}
	a, err := anOffice.Accounts.Authenticate(context.Background(), token, "test")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// some returns a household that the commune officer sees.
func some(t *testing.T, n int) snapshot.Item {
	t.Helper()
	l, err := anOffice.Register.List(context.Background(), as(t, "canbo.xa"),
		register.ListInput{Query: snapshot.Query{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	// not what other tests add
	made := slices.DeleteFunc(l.Items, func(i snapshot.Item) bool { return !strings.HasPrefix(i.Code, "31708-") })
	if len(made) <= n {
		t.Fatal(len(made))
	}
	return made[n]
}

// TestSignInWithCode: a new account changes its temporary password, turns one-time codes on, and signs in with one; a
// code does not work twice, a recovery code once.
func TestSignInWithCode(t *testing.T) {
	admin := newTab(t, base)
	admin.signIn("quantri", demo.Password)
	admin.open("/accounts/new")
	admin.fill("#full_name", "Người Thử Mã")
	admin.fill("#username", "thu.ma")
	admin.fill("#role", string(access.Leader))
	admin.fill("#place", "94")
	admin.click("main form button.btn-primary")
	admin.wait(`document.querySelector("#temporary")`)
	temporary := admin.text("#temporary")

	p := newTab(t, base)
	p.signIn("thu.ma", temporary)
	p.wait(`location.pathname === "/account/password"`)
	p.open("/households")
	p.wait(`location.pathname === "/account/password"`) // nothing else until it is changed
	const password = "bông lúa chín ngoài đồng xa"
	p.fill("#old", temporary)
	p.fill("#new", password)
	p.fill("#again", password)
	p.click("main form button.btn-primary")
	p.wait(`location.pathname === "/account"`)
	p.click(`a[href="/account/totp"]`)
	p.wait(`document.querySelector("#totp-secret")`)
	secret := p.text("#totp-secret")
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	p.fill("#code", code)
	p.click("main form button.btn-primary")
	p.waitText("main", "Mã dự phòng")
	recovery := eval[string](p, `document.querySelector("main li code").textContent`)

	q := newTab(t, base)
	q.signIn("thu.ma", password)
	q.wait(`location.pathname === "/login/code"`)
	q.open("/households")
	q.wait(`location.pathname === "/login/code"`) // the password alone opens nothing
	q.fill("#code", code)
	q.click("main form button.btn-primary")
	q.waitText(".alert-danger", "đã dùng")
	q.fill("#code", recovery)
	q.click("main form button.btn-primary")
	q.wait(`location.pathname === "/"`)
	q.waitText("h1", "Hôm nay")
}

// TestFindWithoutDiacritics: "/" and a few letters without marks find a household; down and Enter open it.
func TestFindWithoutDiacritics(t *testing.T) {
	item := some(t, 5)
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open("/households")
	folded := strings.ToLower(unmarked(item.Head))
	p.fill("#list-search", folded)
	p.wait(
		fmt.Sprintf(
			`[...document.querySelectorAll("a[data-row]")].some(a => a.textContent === %s) && document.querySelector("#total").textContent !== ""`, quote(item.Head)))
	p.wait(`location.search.includes("q=")`) // the search is in the address: it can be sent and comes back
	p.do(chromedp.Focus(chromedp.CSS("input[data-search]")))
	p.keys(kb.ArrowDown)
	p.wait(`document.activeElement.matches("a[data-row]")`)
	p.keys(kb.Enter)
	p.wait(`location.pathname.startsWith("/households/") && document.querySelector("#reason")`)
	p.waitText("main", item.Head)
}

// unmarked takes the marks off, the way a hurried person types.
func unmarked(s string) string {
	from := []rune(
		"àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ")
	to := []rune(
		"aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyydAAAAAAAAAAAAAAAAAEEEEEEEEEEEIIIIIOOOOOOOOOOOOOOOOOUUUUUUUUUUUYYYYYD")
	return strings.Map(func(r rune) rune {
		for i, f := range from {
			if f == r {
				return to[i]
			}
		}
		return r
	}, s)
}

// TestEditConflict: two people edit one household; the second sees both, and nothing of either is lost.
func TestEditConflict(t *testing.T) {
	item := some(t, 7)
	path := fmt.Sprintf("/households/%d/edit", item.ID)
	one, two := newTab(t, base), newTab(t, base)
	one.signIn("canbo.xa", demo.Password)
	two.signIn("dieutra", demo.Password)
	one.open(path)
	two.open(path)
	one.fill("#address", "Số 1 đường Một")
	one.fill("#floor_area", "41")
	one.click(".sticky-actions button")
	one.waitText("[role=status]", "Đã lưu")
	two.fill("#phone", "0909000002")
	two.fill("#floor_area", "42")
	two.click(".sticky-actions button")
	two.wait(`document.querySelector("#conflict")`)
	two.waitText("#conflict", "41")
	two.waitText("#conflict", "42")
	if got := eval[string](two, `document.querySelector("#address").value`); got != "Số 1 đường Một" {
		t.Errorf("the first person's address is lost: %q", got)
	}
	if v := two.axe(); len(v) > 0 {
		t.Error(v)
	}
	two.must(two.shot("conflict"))
	two.click(".sticky-actions button")
	two.waitText("[role=status]", "Đã lưu")
	v, err := anOffice.Book.Peek(context.Background(), as(t, "canbo.xa"), item.ID)
	if err != nil {
		t.Fatal(err)
	}
	if h := v.Household; h.Address != "Số 1 đường Một" || h.Phone != "0909000002" || h.FloorArea.Value != 42 {
		t.Errorf("saved %q %q %q", h.Address, h.Phone, h.Hamlet)
	}
}

// TestLiveChecks: a wrong birth year is named while typing; a draft survives a reload.
func TestLiveChecks(t *testing.T) {
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open("/households/new")
	p.fill("#m1_birth_date", "31/02/1980")
	p.waitText("#m1_birth_date-error", "không có ngày")
	p.fill("#m1_citizen_id", "123")
	p.waitText("#m1_citizen_id-error", "12")
	p.fill("#m1_full_name", "Nguyễn Thị Nháp")
	p.open("/households")
	p.open("/households/new")
	p.wait(`document.querySelector("#m1_full_name").value === "Nguyễn Thị Nháp"`)
	p.wait(`!document.querySelector("[data-draft-notice]").hidden`)
}

// TestPaste: forty rows from Excel, two of them wrong: thirty-eight are saved, two stay to be corrected, then all are
// there.
func TestPaste(t *testing.T) {
	var rows []string
	for i := range 40 {
		water, income := "nước máy", "1.200.000"
		if i == 7 {
			water = "nước trời"
		}
		if i == 23 {
			income = "một triệu"
		}
		rows = append(rows,
			fmt.Sprintf(
				"DAN-%02d\t31708\t\tSố %d\t%s\tbền chắc\tbền chắc\tbền chắc\t40,5\t%s\ttự hoại\tcó\tcó\t\tLý Thị Dán %d\tnữ\t05/09/1980\tKinh\t\tcó", i, i, income, water, i))
	}
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open("/paste")
	p.wait(`document.querySelector(".grid-wrap input")`)
	eval[bool](p, `(() => { const d = new DataTransfer(); d.setData("text/plain", `+quote(strings.Join(rows, "\r\n"))+
		`); const i = document.querySelector(".grid-wrap input"); i.focus(); i.dispatchEvent(new ClipboardEvent("paste", {clipboardData: d, bubbles: true, cancelable: true})); return true })()`)
	p.waitText("[data-grid-summary]", "40 dòng: 38 đúng, 2 có lỗi")
	if n := eval[int](p, `document.querySelectorAll(".grid-wrap input[aria-invalid]").length`); n != 2 {
		t.Errorf("%d cells are marked", n)
	}
	if v := p.axe(); len(v) > 0 {
		t.Error(v)
	}
	p.must(p.shot("paste"))
	p.do(chromedp.Focus(chromedp.CSS(".grid-wrap input")))
	eval[bool](p,
		`document.querySelector(".grid-wrap").dispatchEvent(new KeyboardEvent("keydown", {key: "z", ctrlKey: true, bubbles: true}))`)
	p.waitText("[data-grid-summary]", "0 dòng")
	eval[bool](p,
		`document.querySelector(".grid-wrap").dispatchEvent(new KeyboardEvent("keydown", {key: "y", ctrlKey: true, bubbles: true}))`)
	p.waitText("[data-grid-summary]", "40 dòng: 38 đúng, 2 có lỗi")
	p.click(".sticky-actions button")
	p.waitText("#paste-error", "Đã lưu 38 dòng")
	p.waitText("[data-grid-summary]", "2 dòng: 0 đúng, 2 có lỗi")
	p.fill(`.grid-wrap input[data-row="0"][data-col="9"]`, "nước máy")
	p.fill(`.grid-wrap input[data-row="1"][data-col="4"]`, "1200000")
	p.waitText("[data-grid-summary]", "2 dòng: 2 đúng")
	p.click(".sticky-actions button")
	p.waitText("[role=status]", "Đã lưu 2 hộ")
	l, err := anOffice.Register.List(context.Background(), as(t, "canbo.xa"),
		register.ListInput{Query: snapshot.Query{Text: "DAN-", Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	there := 0
	for _, i := range l.Items {
		if strings.HasPrefix(i.Code, "DAN-") {
			there++
		}
	}
	if there != 40 {
		t.Errorf("%d of 40 are there", there)
	}
}

// TestImport: a workbook with one wrong row: the preview counts, the good row is stored, the wrong one comes back
// marked.
func TestImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sổ hộ.xlsx")
	f := excelize.NewFile()
	write := func(sheet string, rows [][]any) {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("households", [][]any{{"Mã hộ", "Mã xã", "Ấp/khóm", "Nguồn nước sinh hoạt", "Tiền một đầu người",
		"Địa chỉ"},
		{"NHAP-1", "31708", "", "nước máy", 900000, "=1+1"}, {"NHAP-2", "31708", "", "nước trời", 900000},
		{"NHAP-3", "31498", "Ấp xã khác", "nước máy", 900000}})
	write("members", [][]any{{"Mã hộ", "STT thành viên", "Họ và tên", "Quan hệ với chủ hộ"},
		{"NHAP-1", 1, "Trần Nhập Một", "chủ hộ"}, {"NHAP-2", 1, "Trần Nhập Hai", "chủ hộ"},
		{"NHAP-3", 1, "Trần Nhập Ba", "chủ hộ"}})
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open("/import")
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
	p.click("main form button.btn-primary")
	p.wait(`document.querySelector("#job-state")?.dataset.state === "ready"`)
	p.waitText("#sum-new", "1")
	p.waitText("#sum-rejected", "2")
	// a header that is not known is matched by the person, and the preview is made again
	p.wait(`document.querySelector('select[name="c-0-4"]')`)
	p.click("#layout summary")
	p.fill(`select[name="c-0-4"]`, "income_per_head")
	if v := p.axe(); len(v) > 0 {
		t.Error(v)
	}
	p.must(p.shot("import-preview"))
	eval[bool](p, "window.before = true") // gone with the page
	p.click("main details form button")
	p.wait(
		`!window.before && document.querySelector("#job-state")?.dataset.state === "ready" && document.querySelector('select[name="c-0-4"]').value === "income_per_head"`)
	back := p.download("/jobs/" + strings.TrimPrefix(eval[string](p, "location.pathname"), "/jobs/") + "/rejected.xlsx")
	book, err := excelize.OpenFile(back)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("households")
	if err != nil || len(rows) != 3 || !strings.Contains(strings.Join(rows[1], " "), "NHAP-2") ||
		!strings.Contains(strings.Join(rows[2], " "), "ngoài phạm vi") {
		t.Errorf("rejected rows %q %v", rows, err)
	}
	p.click("#commit")
	p.click("dialog button.btn-primary")
	p.wait(`document.querySelector("#job-state")?.dataset.state === "done"`)
	l, err := anOffice.Register.List(context.Background(), as(t, "canbo.xa"),
		register.ListInput{Query: snapshot.Query{Text: "NHAP-", Limit: 10}})
	if err != nil || l.Total != 1 || l.Items[0].Income != 900000 {
		t.Fatalf("%+v %v", l.Items, err)
	}
	// exported, the formula text is text
	out := p.exported("/households/export", "q=NHAP-")
	book, err = excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err = book.GetRows("households")
	if err != nil || len(rows) != 2 || !slices.Contains(rows[1], "=1+1") {
		t.Fatalf("exported %q %v", rows, err)
	}
	cell, err := excelize.CoordinatesToCellName(slices.Index(rows[1], "=1+1")+1, 2)
	if err != nil {
		t.Fatal(err)
	}
	if formula, err := book.GetCellFormula("households", cell); err != nil || formula != "" {
		t.Errorf("a formula came through: %q %v", formula, err)
	}
}

// download fetches an address with the browser's session.
func (p *tab) download(path string) string {
	p.t.Helper()
	return p.save(fmt.Sprintf(`fetch(%s)`, quote(path)))
}

func (p *tab) exported(path, form string) string {
	p.t.Helper()
	return p.save(fmt.Sprintf(`fetch(%s, {method: "POST", body: new URLSearchParams(%s)})`, quote(path), quote(form)))
}

func (p *tab) save(fetch string) string {
	p.t.Helper()
	text := eval[string](p, fetch+
		`.then(async r => { if (!r.ok || !(r.headers.get("content-disposition") ?? "").startsWith("attachment")) return "!" + r.status; let s = ""; for (const b of new Uint8Array(await r.arrayBuffer())) s += String.fromCharCode(b); return btoa(s) })`)
	if strings.HasPrefix(text, "!") {
		p.t.Fatalf("%s: %s", fetch, text)
	}
	path := filepath.Join(p.t.TempDir(), "download.xlsx")
	if err := os.WriteFile(path, decode64(p.t, text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// TestNumberToArticle: a number on the dashboard opens its list, a household its reason, a deprivation its article.
func TestNumberToArticle(t *testing.T) {
	p := newTab(t, base)
	p.signIn("lanhdao", demo.Password)
	p.open("/overview")
	p.wait(`document.querySelector("#figure-poor")`)
	poor := p.text("#figure-poor")
	p.wait(`document.querySelector("#chart-map canvas") && document.querySelector("#chart-deprived canvas")`)
	p.click("#figure-poor")
	p.waitText("#total", poor)
	p.click("a[data-row]")
	p.waitText("#reason", "Hộ nghèo")
	p.waitText("#reason", "07/2021/NĐ-CP")
	p.click("a.deprived")
	p.wait(`location.pathname === "/law"`)
	p.waitText("tr.table-active", "07/2021/NĐ-CP")
}

// TestAnotherCommune: a household of another commune does not exist for a commune officer: not in the page, the
// search, the counts, the export, nor by its address.
func TestAnotherCommune(t *testing.T) {
	l, err := anOffice.Register.List(context.Background(), as(t, "lanhdao"),
		register.ListInput{Place: "31498", Query: snapshot.Query{Limit: 1}})
	if err != nil || len(l.Items) == 0 {
		t.Fatal(err)
	}
	other := l.Items[0]
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	for _, path := range []string{fmt.Sprintf("/households/%d", other.ID), fmt.Sprintf("/households/%d/edit", other.ID),
		fmt.Sprintf("/households/%d/history", other.ID),
		"/households?place=31498", "/overview?place=31498", "/overview?place=94"} {
		got := eval[int](p, fmt.Sprintf(`fetch(%s).then(r => r.status)`, quote(path)))
		if want := map[bool]int{true: http.StatusNotFound}[path != "/overview?place=94"]; want != 0 && got != want {
			t.Errorf("%s: %d", path, got)
		}
	}
	p.open("/households?q=" + other.Code)
	p.waitText("#results", "Không có hộ nào phù hợp")
	p.open("/overview?place=94")
	p.wait(`document.querySelector(".big")`)
	mine, err := anOffice.Register.List(context.Background(), as(t, "canbo.xa"),
		register.ListInput{Query: snapshot.Query{Limit: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(p.text(".big"), ".", ""); got != fmt.Sprint(mine.Total) {
		t.Errorf("the dashboard counts %s households, not the commune's %d", got, mine.Total)
	}
	book, err := excelize.OpenFile(p.exported("/households/export", "q="))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("households")
	if err != nil || len(rows)-1 != mine.Total {
		t.Errorf("%d rows exported, %d households: %v", len(rows)-1, mine.Total, err)
	}
	if status := eval[int](p,
		`fetch("/households/export", {method: "POST", body: new URLSearchParams("place=31498")}).then(r => r.status)`); status != http.StatusNotFound {
		t.Errorf("another commune's export: %d", status)
	}
}

// TestReveal: a citizen number is masked until a reason is given, and that is on the record.
func TestReveal(t *testing.T) {
	item := some(t, 3)
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open(fmt.Sprintf("/households/%d", item.ID))
	const shown = `/\d{12}/.test(document.querySelector("main").textContent)`
	p.wait(`document.querySelector("#reason")`)
	if eval[bool](p, shown) {
		t.Error("a citizen number is shown")
	}
	p.fill("#why", "đối chiếu với thẻ căn cước")
	p.click(`form[action$="/reveal"] button`)
	p.wait(`document.querySelector("#reason") && ` + shown)
	entries, err := anOffice.Records.AuditLog(context.Background(), as(t, "thanhtra"), "household", fmt.Sprint(item.ID),
		0)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range entries {
		found = found || e.Action == "household.reveal" && e.Detail.Reason == "đối chiếu với thẻ căn cước" &&
			e.Who == "canbo.xa"
	}
	if !found {
		t.Error("the record does not know of it")
	}
}

// TestWithoutScript: signing in, searching and saving work with forms and links alone.
func TestWithoutScript(t *testing.T) {
	item := some(t, 9)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	post := func(path string, form url.Values) string { return body(t)(c.PostForm(base+path, form)) }
	get := func(path string) string { return body(t)(c.Get(base + path)) }
	if page := post("/login", url.Values{"username": {"canbo.xa"},
		"password": {demo.Password}}); !strings.Contains(page, "Tổng quan") {
		t.Fatalf("%.300s", page)
	}
	if page := get("/households?q=" + item.Code); !strings.Contains(page,
		fmt.Sprintf(`href="/households/%d"`, item.ID)) {
		t.Errorf("the search does not find %s", item.Code)
	}
	path := fmt.Sprintf("/households/%d/edit", item.ID)
	form := fields(t, get(path))
	form.Set("address", "Không cần script")
	if page := post(path, form); !strings.Contains(page, "Đã lưu") {
		t.Errorf("not saved: %.2000s", page)
	}
	v, err := anOffice.Book.Peek(context.Background(), as(t, "canbo.xa"), item.ID)
	if err != nil || v.Household.Address != "Không cần script" || len(v.Household.Members) != item.Size {
		t.Errorf("%q %d %v", v.Household.Address, len(v.Household.Members), err)
	}
}

// body reads an answer.
func body(t *testing.T) func(*http.Response, error) string {
	t.Helper()
	return func(r *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
}

// fields are the values that a browser would send of a page's household form, as it stands.
func fields(t *testing.T, page string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	var walk func(n *html.Node, inside bool, choice string)
	walk = func(n *html.Node, inside bool, choice string) {
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		_, checked := at["checked"]
		_, selected := at["selected"]
		switch {
		case n.Data == "form":
			inside = strings.Contains(at["class"], "household-form")
		case n.Data == "template" || n.Data == "noscript":
			return
		case inside && n.Data == "input" && at["name"] != "" && (at["type"] != "checkbox" || checked):
			out.Add(at["name"], at["value"])
		case inside && n.Data == "select":
			choice = at["name"]
			out.Set(choice, "")
		case inside && n.Data == "option" && selected:
			out.Set(choice, at["value"])
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inside, choice)
		}
	}
	walk(root, false, "")
	return out
}

// TestExpiredSession: a session that ended elsewhere while a form was filled in costs nothing: after signing in again
// the form is there with what was typed.
func TestExpiredSession(t *testing.T) {
	item := some(t, 11)
	p := newTab(t, base)
	p.signIn("canbo.xa", demo.Password)
	p.open(fmt.Sprintf("/households/%d/edit", item.ID))
	p.fill("#address", "Gõ dở khi hết phiên")
	a := as(t, "canbo.xa")
	if err := anOffice.Accounts.EndSession(context.Background(), a, 0); err != nil { // all but the test's own
		t.Fatal(err)
	}
	p.click(".sticky-actions button")
	p.wait(`document.querySelector("#password")`)
	p.fill("#username", "canbo.xa")
	p.fill("#password", demo.Password)
	p.click("main form button.btn-primary")
	p.wait(`location.pathname.endsWith("/edit") && document.querySelector("#address").value === "Gõ dở khi hết phiên"`)
	p.click(".sticky-actions button")
	p.waitText("[role=status]", "Đã lưu")
	v, err := anOffice.Book.Peek(context.Background(), as(t, "canbo.xa"), item.ID)
	if err != nil || v.Household.Address != "Gõ dở khi hết phiên" {
		t.Errorf("%q %v", v.Household.Address, err)
	}
}

// TestWalkOfAList: from a household one goes to the next of the list that one came from and back, by button and by key; a
// list's filters stand above it, each with a way to the list without it; the form says what class its answers make.
func TestWalkOfAList(t *testing.T) {
	p := newTab(t, base)
	p.signIn("canbo.so", demo.Password)
	p.open("/households?recognised=poor")
	list := eval[[]string](p, `[...document.querySelectorAll("a[data-row]")].map(a => a.getAttribute("href"))`)
	if len(list) < 3 {
		t.Fatal("too few households")
	}
	p.open(list[1])
	p.click("[data-walk-next]")
	p.wait(`location.pathname === ` + quote(list[2]))
	p.wait(`!document.querySelector("[data-walk]").hidden`)
	p.keys("[")
	p.wait(`location.pathname === ` + quote(list[1]))
	p.open("/supports?kind=job_placed&ended=1")
	p.wait(`document.querySelectorAll("[data-chips] a").length === 2`)
	p.click(`[data-chips] a[href="/supports?ended=1"]`)
	p.wait(`location.search === "?ended=1" && document.querySelectorAll("[data-chips] a").length === 1`)
	q := newTab(t, base)
	q.signIn("canbo.xa", demo.Password)
	q.open("/households/new")
	q.waitText("[data-live]", "câu để xác định")
}
