package e2e_test

import (
	"archive/zip"
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"giamngheo/internal/app"
	"giamngheo/internal/date"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/web"
)

// TestReview takes one hamlet in the browser from its list to certificates: the officer closes the list, the enumerator fills
// in the forms on a telephone, the village meets, the list is posted, a complaint changes a class, the district gives its
// opinion, the chairman decides, certificates are made out and their codes answer.
func TestReview(t *testing.T) {
	var day atomic.Int32
	on := func(month, d int) { day.Store(int32(date.Must(2024, month, d))) }
	on(10, 15)
	o, stop, err := openOffice(t.TempDir(), 30_000, true, func() date.Date { return date.Date(day.Load()) })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	s, err := web.New(web.Config{Office: o})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	tab := func(username string) *tab {
		p := newTab(t, srv.URL)
		p.signIn(username, app.DemoPassword)
		return p
	}
	officer, phone := tab("canbo.xa"), tab("dieutra")
	phone.do(chromedp.EmulateViewport(390, 844))

	// The officer finds what is to be done and closes the list of a hamlet.
	officer.open("/reviews")
	officer.click("a[data-campaign]")
	officer.wait(`document.querySelector("a[data-row]")`)
	campaign := officer.url()
	list := eval[string](officer, `[...document.querySelectorAll("tr")].filter(r => r.querySelector("a[data-row]") && +r.children[3].textContent >= 2 && +r.children[3].textContent <= 5)[0].querySelector("a[data-row]").getAttribute("href")`)
	officer.open(list)
	officer.waitText("#todo", "Lập danh sách")
	officer.look("review-1-list")
	households := eval[int](officer, `document.querySelectorAll("#items tbody tr").length`)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Khảo sát: còn")

	// The enumerator's telephone: my hamlet, my households, one question a screen, the class at the end.
	id := list[strings.LastIndex(list, "/")+1:]
	on(10, 21)
	for i := range households {
		phone.open("/survey/" + id)
		href := eval[string](phone, fmt.Sprintf(`document.querySelectorAll(".list-group-item")[%d].getAttribute("href")`, i))
		phone.open(href + "?q=0")
		phone.fill("#h", "1.200.000")
		if i == 0 {
			phone.look("review-2-question-390")
			if wide := eval[int](phone, `document.documentElement.scrollWidth - innerWidth`); wide > 1 {
				t.Errorf("a question is %d pixels too wide for a telephone", wide)
			}
			phone.click(".survey-form button.btn-primary")
			phone.wait(`new URLSearchParams(location.search).get("q") == "1"`)
			phone.open(href + "?q=2")
			phone.look("review-2-members-390")
		} else {
			phone.click(".survey-form button.btn-primary")
			phone.wait(`new URLSearchParams(location.search).get("q") == "1"`)
		}
		phone.open(href + "?q=99")
		phone.wait(`document.querySelector("#survey-class")`)
		if i == 0 {
			phone.look("review-2-end-390")
			if got := phone.text("#survey-reason"); !strings.Contains(got, "1.200.000") && !strings.Contains(got, "1200000") {
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
	for css, v := range map[string]string{"#m-att": "10", "#m-where": "Nhà sinh hoạt ấp", "#m-chair": "Trưởng ấp", "#m-sec": "Thư ký"} {
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
	officer.click("#meeting button.btn-primary")
	officer.wait(`document.querySelector("#p-where")`)
	officer.click(`form[action$="/steps"] button.btn-primary`)
	officer.waitText("#todo", "Niêm yết đến hết ngày 29/10/2024")

	// A complaint about a household that is not on the list; its re-check makes it poor, and the list is posted again.
	on(10, 25)
	officerActor, err := actorOf(o, "canbo.xa")
	if err != nil {
		t.Fatal(err)
	}
	hamlet := officer.text("h1")
	hamlet = hamlet[:strings.Index(hamlet, " –")]
	l, err := o.List(context.Background(), officerActor, app.ListInput{Query: snapshot.Query{Classes: []poverty.Class{poverty.None}, Hamlet: hamlet, Limit: 1}})
	if err != nil || len(l.Items) == 0 {
		t.Fatal("no household that is not poor", err)
	}
	other := l.Items[0]
	officer.open(list)
	eval[bool](officer, `[...document.querySelectorAll("details")].forEach(d => d.open = true); true`)
	officer.fill("#k-code", other.Code)
	officer.fill("#k-from", "Ông Danh A")
	officer.fill("#k-text", "Hộ này khó khăn mà không có tên")
	eval[bool](officer, `document.querySelector("#k-text").form.requestSubmit(); true`)
	officer.waitText("#todo", "Phúc tra")
	phone.open(fmt.Sprintf("/survey/%s/%d?q=0", id, other.ID))
	phone.fill("#h", "600000")
	phone.click(".survey-form button.btn-primary")
	phone.wait(`new URLSearchParams(location.search).get("q") == "1"`)
	for _, answer := range []struct{ title, value string }{{"Nguồn nước", "other"}, {"Nhà tiêu", "none"}, {"sử dụng internet", "no"}, {"phương tiện tiếp cận", "no"}} {
		for q := 15; q < 26; q++ {
			phone.open(fmt.Sprintf("/survey/%s/%d?q=%d", id, other.ID, q))
			if strings.Contains(phone.text("main"), answer.title) && eval[bool](phone, `!!document.querySelector('input[name="h"][value="`+answer.value+`"]')`) {
				eval[bool](phone, `document.querySelector('input[name="h"][value="`+answer.value+`"]').click(); true`)
				phone.click(".survey-form button.btn-primary")
				phone.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("q") == "%d"`, q+1))
				break
			}
		}
	}
	on(10, 29)
	phone.open(fmt.Sprintf("/survey/%s/%d?q=99", id, other.ID))
	phone.waitText("#survey-class", "Hộ nghèo")
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
	chair.fill("#d-escape", "46/QĐ-UBND")
	chair.look("review-6-decision")
	chair.click(`form[action$="/decisions"] button.btn-primary`)
	chair.wait(`document.querySelector("dialog[open] [data-confirm-yes], dialog[open] button.btn-primary") || document.querySelector(".alert-success")`)
	if eval[bool](chair, `!!document.querySelector("dialog[open] button.btn-primary")`) {
		chair.click("dialog[open] button.btn-primary")
	}
	chair.waitText(".alert-success", "45/QĐ-UBND")

	officer.open(list)
	officer.click(`form[action$="/certificates"] button`)
	officer.waitText(".alert-success", "giấy chứng nhận")
	officer.look("review-7-finished")

	// The household's page shows its path; the certificate's code answers anybody, without a name.
	officer.open(fmt.Sprintf("/households/%d", other.ID))
	officer.waitText("#path", "Hộ nghèo")
	officer.look("review-8-household")
	code := eval[string](officer, `document.querySelector('a[href^="/c/"]').getAttribute("href")`)
	anybody := newTab(t, srv.URL)
	anybody.open(code)
	anybody.waitText("#certificate-state", "CÒN GIÁ TRỊ")
	anybody.look("review-9-certificate")
	if page := anybody.text("body"); strings.Contains(page, other.Head) || strings.Contains(page, other.Code) {
		t.Error("the certificate's page tells who it is")
	}
	anybody.open("/c/aaaaaaaaaaaaaaaaaaaaaaaaaa")
	anybody.waitText("#certificate-state", "KHÔNG CÓ GIẤY NÀY")

	// All papers of the commune as one file.
	z, err := zip.OpenReader(officer.download(strings.TrimPrefix(campaign, srv.URL) + "/papers.zip?place=31708"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	names := ""
	for _, f := range z.File {
		names += f.Name + "\n"
	}
	for _, want := range []string{"bien-ban-hop.docx", "niem-yet.docx", "chung-nhan.docx", "quyet-dinh-02.docx", "bao-cao.docx"} {
		if !strings.Contains(names, want) {
			t.Errorf("%s is not among the papers:\n%s", want, names)
		}
	}
}

// actorOf signs an account of an office in behind the browser.
func actorOf(o *app.Office, username string) (*app.Actor, error) {
	token, _, err := o.SignIn(context.Background(), app.SignInInput{Username: username, Password: app.DemoPassword, From: "test"})
	if err != nil {
		return nil, err
	}
	return o.Authenticate(context.Background(), token, "test")
}
