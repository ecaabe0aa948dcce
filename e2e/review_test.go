package e2e_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// TestReview takes one hamlet in the browser from its list to certificates: the officer receives a request and closes
// the list, the enumerator fills in the forms on a telephone, the village meets – and meets again where too few agreed
// –, the list is posted, a complaint changes a class, the district gives its opinion, the chairman decides,
// certificates are made out and their codes answer.
func TestReview(t *testing.T) {
	var day atomic.Int32
	on := func(month, d int) { day.Store(int32(date.Must(2024, month, d))) }
	on(10, 15)
	o, stop, err := openOffice(t.TempDir(), 30_000, func() date.Date { return date.Date(day.Load()) })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	tab := func(username string) *tab {
		p := newTab(t, srv.URL)
		p.signIn(username, demo.Password)
		return p
	}
	officer, phone := tab("canbo.xa"), tab("dieutra")
	phone.do(chromedp.EmulateViewport(390, 844))
	surveyor := officetest.SignIn(t, o, "dieutra")

	// The officer finds what is to be done and closes the list of a hamlet.
	officer.open("/reviews")
	officer.click("a[data-campaign]")
	officer.wait(`document.querySelector("a[data-row]")`)
	campaign := officer.url()
	list := eval[string](officer,
		`[...document.querySelectorAll("tr")].filter(r => r.querySelector("a[data-row]") && +r.children[3].textContent >= 2 && +r.children[3].textContent <= 5)[0].querySelector("a[data-row]").getAttribute("href")`)
	officer.open(list)
	officer.waitText("#todo", "Lập danh sách")
	officer.look("review-1-list")
	asks := officer.request(strings.TrimPrefix(campaign, srv.URL), list)
	households := eval[int](officer, `document.querySelectorAll("#items tbody tr").length`)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Khảo sát: còn")

	// The enumerator's telephone: my hamlet, my households, one question a screen, the class at the end.
	id := list[strings.LastIndex(list, "/")+1:]
	officer.click(`form[action$="/steps"] button`)
	officer.waitText("#said", "Chưa xong")
	on(10, 21)
	for i := range households {
		phone.open("/survey/" + id)
		phone.waitText("main", fmt.Sprintf("Còn %d / %d hộ", households-i, households))
		href := eval[string](phone,
			fmt.Sprintf(`document.querySelectorAll(".list-group-item")[%d].getAttribute("href")`, i))
		if phone.open(href); i == 0 {
			phone.fits("a hamlet's households")
		}
		if strings.HasSuffix(href, fmt.Sprintf("/%d", asks.id)) {
			phone.formA("/survey/" + id)
			continue
		}
		if i == 0 {
			phone.open(href + "?q=0")
			phone.fill("#h", "1.200.000")
			phone.look("review-2-question-390")
			phone.walk(href)
		} else { // the other forms are filled in as fast as a test can
			var in, of int64
			if _, err := fmt.Sscanf(href, "/survey/%d/%d", &in, &of); err != nil {
				t.Fatal(err)
			}
			income := surveys.SurveyAnswer{Column: "income_per_head", Text: "1.200.000"}
			if err := officetest.AnswerAll(o, surveyor, in, of, income); err != nil {
				t.Fatal(err)
			}
			phone.open(href + "?q=99")
		}
		phone.wait(`document.querySelector("#survey-class")`)
		if i == 0 {
			phone.look("review-2-end-390")
			if got := phone.text("#survey-reason"); !strings.Contains(got, "1.200.000") &&
				!strings.Contains(got, "1200000") {
				t.Errorf("the reason does not name the income: %s", got)
			}
		}
		phone.click(`form[action*="/finish"] button`)
		phone.wait(`location.pathname == "/survey/` + id + `"`)
	}
	phone.waitText("main", "Đã khảo sát đủ")

	// Minutes, posting; a vote above those attending is refused and nothing typed is lost.
	officer.open(list)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.wait(`document.querySelector("#meeting")`)
	on(10, 24)
	officer.open(list)
	for css, v := range map[string]string{"#m-att": "10", "#m-where": "Nhà sinh hoạt ấp", "#m-chair": "Trưởng ấp",
		"#m-sec": "Thư ký"} {
		officer.fill(css, v)
	}
	eval[bool](officer, `document.querySelectorAll('input[name^="agree-"]').forEach(e => e.value = "12"); true`)
	officer.click("#meeting button.btn-primary")
	officer.waitText("#said", "nhiều hơn 10 người")
	if eval[string](officer, `document.querySelector("#m-chair").value`) != "Trưởng ấp" {
		t.Error("what was typed is lost")
	}
	eval[bool](officer, `document.querySelectorAll('input[name^="agree-"]').forEach(e => e.value = "9"); true`)
	officer.look("review-3-meeting")

	// Fewer than half agree on one household: it alone is surveyed again, and the next meeting votes on it alone.
	contested := eval[string](officer, `document.querySelector('input[name^="agree-"]').name.slice(6)`)
	officer.fill(`input[name="agree-`+contested+`"]`, "4")
	officer.click("#meeting button.btn-primary")
	officer.waitText("#todo", "Khảo sát: còn 1 trên")
	officer.look("review-3-meeting-below-half")
	phone.open("/survey/" + id)
	phone.waitText("main", fmt.Sprintf("Còn 1 / %d hộ", households))
	phone.waitText(`a[href="/survey/`+id+`/`+contested+`"]`, "khảo sát lại")
	phone.open("/survey/" + id + "/" + contested + "?q=99") // nothing has been asked since: it cannot be filed
	phone.wait(`document.querySelector("#unopened") && !document.querySelector('form[action*="/finish"]')`)
	phone.open("/survey/" + id + "/" + contested + "?q=0")
	phone.click(".survey-form button.btn-primary")
	phone.wait(`new URLSearchParams(location.search).get("q") == "1"`)
	phone.open("/survey/" + id + "/" + contested + "?q=99")
	phone.click(`form[action*="/finish"] button`)
	phone.waitText("main", "Đã khảo sát đủ")
	officer.open(list)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.wait(`document.querySelectorAll('input[name^="agree-"]').length == 1`)
	for css, v := range map[string]string{"#m-att": "10", "#m-where": "Nhà sinh hoạt ấp", "#m-chair": "Trưởng ấp",
		"#m-sec": "Thư ký", `input[name="agree-` + contested + `"]`: "5"} {
		officer.fill(css, v)
	}
	officer.click("#meeting button.btn-primary")
	officer.wait(`document.querySelector("#p-where")`)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Niêm yết đến hết ngày 29/10/2024")

	// A complaint about a household that is not on the list; its re-check makes it poor, and the list is posted again.
	on(10, 25)
	other := officer.neighbour(0)
	officer.open(list)
	eval[bool](officer, `[...document.querySelectorAll("details")].forEach(d => d.open = true); true`)
	officer.fill("#k-code", other.code)
	officer.fill("#k-from", "Ông Danh A")
	officer.fill("#k-text", "Hộ này khó khăn mà không có tên")
	eval[bool](officer, `document.querySelector("#k-text").form.requestSubmit(); true`)
	officer.waitText("#todo", "Phúc tra")
	phone.open(fmt.Sprintf("/survey/%s/%d?q=0", id, other.id))
	phone.fill("#h", "600000")
	phone.click(".survey-form button.btn-primary")
	phone.wait(`new URLSearchParams(location.search).get("q") == "1"`)
	for _, answer := range []struct{ title, value string }{{"Nguồn nước", "other"}, {"Nhà tiêu", "none"},
		{"sử dụng internet", "no"}, {"phương tiện tiếp cận", "no"}} {
		for q := 15; q < 26; q++ {
			phone.open(fmt.Sprintf("/survey/%s/%d?q=%d", id, other.id, q))
			if strings.Contains(phone.text("main"), answer.title) &&
				eval[bool](phone, `!!document.querySelector('input[name="h"][value="`+answer.value+`"]')`) {
				eval[bool](phone, `document.querySelector('input[name="h"][value="`+answer.value+`"]').click(); true`)
				phone.click(".survey-form button.btn-primary")
				phone.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("q") == "%d"`, q+1))
				break
			}
		}
	}
	on(10, 29)
	phone.open(fmt.Sprintf("/survey/%s/%d?q=0", id, other.id))
	phone.walk("other")
	phone.waitText("#survey-class", "Hộ nghèo")
	phone.waitText("#survey-turn", "→ nay hộ nghèo, vì ")
	phone.fill("#f-text", "Khiếu nại đúng: hộ thuộc diện nghèo")
	phone.look("review-4-recheck-390")
	phone.click(`form[action*="/finish"] button`)
	phone.wait(`location.pathname == "/survey/` + id + `"`)
	officer.open(list)
	officer.waitText("#todo", "Niêm yết lại")
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Niêm yết đến hết ngày 01/11/2024")
	on(11, 4)
	officer.open(list)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.wait(`document.querySelector("#o-day")`)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Chờ ý kiến cấp huyện")

	district := tab("canbo.huyen")
	district.open(list)
	district.fill("#go-text", "Thống nhất với kết quả")
	district.look("review-5-opinion")
	district.click(`form[action$="/steps"] button.btn-primary`)
	district.waitText("#todo", "Chủ tịch UBND xã ký")

	on(11, 6)
	chair := tab("chutich.xa")
	chair.open(strings.TrimPrefix(campaign, srv.URL) + "?place=31708")
	chair.fill("#d-number", "45/QĐ-UBND")
	chair.look("review-6-decision")
	chair.click(`form[action$="/decisions"] button.btn-primary`)
	chair.wait(
		`document.querySelector("dialog[open] [data-confirm-yes], dialog[open] button.btn-primary") || document.querySelector(".alert-success")`)
	if eval[bool](chair, `!!document.querySelector("dialog[open] button.btn-primary")`) {
		chair.click("dialog[open] button.btn-primary")
	}
	chair.waitText(".alert-success", "45/QĐ-UBND")

	officer.open(list)
	officer.click(`form[action$="/certificates"] button`)
	officer.waitText(".alert-success", "giấy chứng nhận, 1 văn bản từ chối")
	officer.look("review-7-finished")

	// The household's page shows its path; the certificate's code answers anybody, without a name.
	officer.open(fmt.Sprintf("/households/%d", other.id))
	officer.waitText("#path", "Hộ nghèo")
	officer.waitText("#path", "06/11/2024")
	officer.look("review-8-household")
	code := eval[string](officer, `document.querySelector('a[href^="/c/"]').getAttribute("href")`)
	anybody := newTab(t, srv.URL)
	anybody.open(code)
	anybody.waitText("#certificate-state", "CÒN GIÁ TRỊ")
	anybody.look("review-9-certificate")
	if page := anybody.text("body"); strings.Contains(page, other.head) || strings.Contains(page, other.code) {
		t.Error("the certificate's page tells who it is")
	}
	anybody.open("/c/aaaaaaaaaaaaaaaaaaaaaaaaaa")
	anybody.waitText("#certificate-state", "KHÔNG CÓ GIẤY NÀY")

	// All papers of the commune as one file.
	checkPapers(t, officer.download(strings.TrimPrefix(campaign, srv.URL)+"/papers.zip?place=31708"), other.head,
		asks.head)

	// A withdrawal, which the officer proposes and the chairman takes: the certificate's code says that it holds no more,
	// and the path keeps both.
	officer.open(fmt.Sprintf("/households/%d", other.id))
	eval[bool](officer, `document.querySelector("#rc-why").closest("details").open = true`)
	officer.fill("#rc-number", "50/QĐ-UBND")
	officer.fill("#rc-day", "06/11/2024")
	officer.fill("#rc-why", "Hộ chuyển đi nơi khác trước ngày quyết định")
	officer.click(`form[action$="/recognition"] button`)
	officer.waitText("#proposed", "người khác")
	chair.open("/corrections")
	chair.waitText("main", "Hộ chuyển đi nơi khác trước ngày quyết định")
	chair.look("review-10-correction")
	chair.click(`button[value="take"]`)
	chair.waitText(".alert-success", "bản cũ vẫn giữ")
	anybody.open(code)
	anybody.waitText("#certificate-state", "ĐÃ ĐƯỢC THAY THẾ")

	// Every step stands on the record.
	inspector := tab("thanhtra")
	inspector.open("/audit?kind=list&subject=" + id)
	record := inspector.text("main")
	inspector.open(fmt.Sprintf("/audit?kind=household&subject=%d", other.id))
	record += inspector.text("main")
	for _, step := range []string{"chốt danh sách", "phiếu B", "chốt khảo sát", "phiếu A", "văn bản từ chối", "họp dân",
		"niêm yết", "khiếu nại", "phúc tra", "kết thúc niêm yết", "gửi cấp huyện", "ý kiến cấp huyện", "quyết định",
		"giấy chứng nhận", "thu hồi kết quả công nhận"} {
		if !strings.Contains(record, step) {
			t.Errorf("no %s on the record", step)
		}
	}
}

// request receives the form 01 of a household of a hamlet, found by its name within the campaign's form, and stands on
// the hamlet's list after it.
func (p *tab) request(campaign, list string) (s someone) {
	p.t.Helper()
	s = p.neighbour(1)
	p.open(campaign + "?place=31708")
	p.fill("#rq-with", s.head)
	p.click(`#request button[name="find"]`)
	p.wait(`document.querySelector('#rq-found input[value="` + s.code + `"]')`)
	p.click(`#rq-found input[value="` + s.code + `"]`)
	p.look("review-1-request")
	p.click("#rq-take")
	p.wait(`location.pathname == "` + list + `"`)
	p.waitText("#items", s.code)
	return s
}

// formA notes three signs of a household on the page that asks for them, which conclude that it is not poor.
func (p *tab) formA(back string) {
	p.t.Helper()
	eval[bool](p, `[...document.querySelectorAll('input[name="sign"]')].slice(0, 3).forEach(e => e.click()); true`)
	p.look("review-2-form-a-390")
	p.click(`form[action$="/a"] button`)
	p.wait(`location.pathname == "` + back + `"`)
}

// walk answers the rest of a form as it stands, one question a screen, by the button under it; of what is asked anew it
// says that it is still the same.
func (p *tab) walk(href string) {
	p.t.Helper()
	asked := eval[int](p, `document.querySelector(".survey-form ~ p a, main progress").max ?? 0`)
	for q := 0; q < 60; q++ {
		if eval[bool](p, `!!document.querySelector("#survey-class")`) {
			if asked > 0 && q != asked {
				p.t.Errorf("%d screens for %d questions", q, asked)
			}
			return
		}
		p.fits(fmt.Sprintf("question %d", q+1))
		if n := eval[int](p, `document.querySelectorAll(".survey-form").length`); n != 1 {
			p.t.Errorf("question %d: %d forms on a screen", q+1, n)
		}
		eval[bool](p, `[...new Set([...document.querySelectorAll(".survey-form [type=radio]")].map(e => e.name))].forEach(name => {
			const group = [...document.getElementsByName(name)], typed = document.getElementById(name.replace(/_as$/, ""));
			if (!group.some(e => e.checked) && !typed?.value) group[0].click();
		}); true`)
		p.click(".survey-form button.btn-primary")
		p.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("q") == "%d"`, q+1))
	}
	p.t.Errorf("the form of %s has no end", href)
}

// fits reports what is wider than the telephone.
func (p *tab) fits(what string) {
	p.t.Helper()
	if wide := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); wide > 1 {
		p.t.Errorf("%s is %d pixels too wide for a telephone", what, wide)
	}
}

// someone is a household that the officer finds among those of the hamlet who are not on the list.
type someone struct {
	id         int64
	code, head string
}

// neighbour finds, by the officer's own list, the nth household of the hamlet on the page that belongs to no class.
func (p *tab) neighbour(n int) (s someone) {
	p.t.Helper()
	hamlet, _, _ := strings.Cut(p.text("h1"), " –")
	p.open("/households?class=none&hamlet=" + url.QueryEscape(hamlet))
	p.wait(fmt.Sprintf(`document.querySelectorAll("a[data-row]")[%d]`, n))
	p.open(eval[string](p, fmt.Sprintf(`document.querySelectorAll("a[data-row]")[%d].getAttribute("href")`, n)))
	s.head = p.text("h1")
	_, s.code, _ = strings.Cut(p.text("main p, main .text-secondary"), "mã hộ ")
	s.code = strings.TrimSpace(s.code)
	if _, err := fmt.Sscanf(p.url()[strings.LastIndex(p.url(), "/")+1:], "%d", &s.id); err != nil {
		p.t.Fatal(err)
	}
	return s
}

var tags, longNumber = regexp.MustCompile(`<[^>]+>`), regexp.MustCompile(`\d{12}`)

// checkPapers reads the commune's set of papers: all are there, say what was decided, and the posting says nothing
// that the law does not have posted.
func checkPapers(t *testing.T, path, poor, refused string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	texts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		docx, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatalf("%s is no Word file: %v", f.Name, err)
		}
		body, err := fs.ReadFile(docx, "word/document.xml")
		if err != nil {
			t.Fatal(f.Name, err)
		}
		texts[f.Name[strings.LastIndex(f.Name, "/")+1:]] = tags.ReplaceAllString(string(body), " ")
	}
	for name, want := range map[string][]string{
		"bien-ban-hop.docx": {"Nhà sinh hoạt ấp", "Trưởng ấp"}, "niem-yet.docx": {poor, "01/11/2024"},
		"quyet-dinh-02.docx": {poor, "45/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
		"chung-nhan.docx":    {poor, "HỘ NGHÈO", "45/QĐ-UBND", "/c/"}, "bao-cao.docx": {"BÁO CÁO"},
		"tu-choi.docx": {refused, "Mẫu 01", "3 dấu hiệu", "Hộ có quyền khiếu nại"},
	} {
		for _, w := range want {
			if !strings.Contains(texts[name], w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
		if strings.Contains(texts[name], "{{") {
			t.Errorf("%s has a field that was not filled in", name)
		}
	}
	if m := longNumber.FindString(texts["niem-yet.docx"]); m != "" {
		t.Error("a number of twelve digits is posted")
	}
}
