package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
)

// neighbours are two households of a hamlet of the commune that are recognised as poor or near-poor.
func neighbours(t testing.TB, o *app.Desks, clerk *office.Ask) (one, two snapshot.Item) {
	t.Helper()
	l, err := o.Register.List(context.Background(), clerk,
		register.ListInput{Query: snapshot.Query{Classes: []poverty.Class{poverty.Poor, poverty.NearPoor}, Limit: 100}})
	ok(t, err)
	first := map[string]snapshot.Item{}
	for _, it := range l.Items {
		path, err := o.Reviews.Path(context.Background(), clerk, it.ID)
		ok(t, err)
		if class, _, _ := path.Status(o.Office.Day()); class != it.Class {
			continue
		}
		if before, had := first[it.Hamlet]; had {
			return before, it
		}
		first[it.Hamlet] = it
	}
	t.Fatal("no hamlet has two poor or near-poor households")
	return one, two
}

// TestMonthlyReview: two households ask by form 04 to be recognised as escaped. They are found by name within the
// form, which keeps what was typed; one has escaped, the other is told in writing why not. There is no district in a
// monthly review.
func TestMonthlyReview(t *testing.T) {
	var day atomic.Int32
	on := func(d int) { day.Store(int32(date.Must(2025, 1, d))) }
	day.Store(int32(demo.Day()))
	base, o := serveOn(t, 20_000, func() date.Date { return date.Date(day.Load()) }, false)
	on(16)
	officer, enumerator, chairman := newPerson(t, base, "canbo.xa"), newPerson(t, base, "dieutra"),
		newPerson(t, base, "chutich.xa")
	clerk := as(t, o, "canbo.xa")
	escapes, stays := neighbours(t, o, clerk)
	must := (*person).must
	page := must(officer, "/reviews", url.Values{"kind": {"monthly"}, "year": {"2025"}, "month": {"1"},
		"place": {"31708"}})
	campaign := "/reviews/" + numberIn(page, "/reviews/")
	if !has(page, `form[action^="`+campaign+`/requests"]`) {
		t.Fatal("no form for requests")
	}
	request := func(f url.Values) (int, string) {
		f.Set("place", "31708")
		f.Set("day", "15/01/2025")
		f.Set("source", "request04")
		return officer.post(campaign+"/requests", f)
	}
	chosen := func(it snapshot.Item) string { return `[name="code"][value="` + it.Code + `"]` }
	kept := func(page string) bool {
		return has(page, `[value="request04"][selected]`) &&
			has(page, `[name="day"][value="15/01/2025"]`)
	}
	for what, f := range map[string]url.Values{"looked for": {"with": {escapes.Head}, "find": {"1"}},
		"received before one is chosen": {"with": {escapes.Head}}} {
		status, page := request(f)
		if status != 200 || !has(page, chosen(escapes)) || !kept(page) ||
			has(page, `[href^="/lists/"]`) {
			t.Errorf("%s: %d %s", what, status, errorOf(page))
		}
	}
	if status, page := request(url.Values{"with": {"không ai có tên này"}}); status != 200 ||
		!strings.Contains(page, "Không tìm thấy hộ nào ở đây") || !kept(page) {
		t.Errorf("nobody: %d", status)
	}
	if status, page := request(url.Values{}); status != 422 ||
		!strings.Contains(errorOf(page), "tên chủ hộ hoặc mã hộ") || !kept(page) {
		t.Errorf("nothing: %d %s", status, errorOf(page))
	}
	l, err := o.Register.List(context.Background(), clerk,
		register.ListInput{Query: snapshot.Query{Classes: []poverty.Class{poverty.None}, Limit: 1}})
	ok(t, err)
	if status, page := request(url.Values{"with": {l.Items[0].Head}, "code": {l.Items[0].Code}}); status != 422 ||
		!strings.Contains(errorOf(page), "Mẫu 04") || !has(page, chosen(l.Items[0])) || !kept(page) {
		t.Errorf("form 04 of who is not poor: %d %s", status, errorOf(page))
	}
	if status, page := request(url.Values{"with": {escapes.Head}, "code": {escapes.Code}}); status != 200 ||
		!strings.Contains(page, escapes.Code) || !strings.Contains(page, "Mẫu 04") {
		t.Fatalf("chosen among those found: %d %s", status, errorOf(page))
	}
	status, page := request(url.Values{"with": {strings.ToLower(stays.Code)}})
	if status != 200 || !strings.Contains(page, escapes.Code) || !strings.Contains(page, stays.Code) {
		t.Fatalf("by its code: %d %s", status, errorOf(page))
	}
	number, err := strconv.ParseInt(numberIn(page, "/lists/"), 10, 64)
	ok(t, err)
	list := fmt.Sprintf("/lists/%d", number)
	if status, page := request(url.Values{"code": {stays.Code}}); status != 409 ||
		!strings.Contains(errorOf(page), "đã có") {
		t.Errorf("twice: %d %s", status, errorOf(page))
	}

	step := func(step, on string, more ...string) string {
		t.Helper()
		f := url.Values{"step": {step}, "day": {on}}
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return must(officer, list+"/steps", f)
	}
	step("list.close", "16/01/2025")
	survey := "/survey/" + strings.TrimPrefix(list, "/lists/")
	for it, income := range map[snapshot.Item]string{escapes: "9.000.000", stays: ""} {
		form := fmt.Sprintf("%s/%d", survey, it.ID)
		if income != "" {
			must(enumerator, form, url.Values{"q": {"0"}, "h": {income}})
		}
		ok(t, officetest.AnswerAll(o, as(t, o, "dieutra"), number, it.ID)) // what ages is asked anew
		must(enumerator, form+"/finish", url.Values{"day": {"16/01/2025"}})
	}
	step("survey.close", "16/01/2025")
	step("meeting", "16/01/2025", "where", "Nhà sinh hoạt ấp", "chair", "Trưởng ấp", "secretary", "Thư ký",
		"attendance", "12",
		fmt.Sprintf("agree-%d", escapes.ID), "12", fmt.Sprintf("agree-%d", stays.ID), "11",
		fmt.Sprintf("against-%d", stays.ID), "1")
	step("posting", "16/01/2025", "where", "Nhà sinh hoạt ấp; trụ sở UBND xã")
	on(22)
	if page := step("posting.close", "22/01/2025"); strings.Contains(page, "cấp huyện") ||
		!strings.Contains(page, "Chủ tịch UBND xã ký") {
		t.Error("a monthly review goes to the district")
	}
	t.Run("decided", func(t *testing.T) {
		decision := url.Values{"place": {"31708"}, "list": {strings.TrimPrefix(list, "/lists/")}, "number": {"90/QĐ-UBND"},
			"day": {"22/01/2025"}, "signer": {"Chủ tịch"}}
		must(chairman, campaign+"/decisions", decision)
		page = must(officer, list+"/certificates", url.Values{"day": {"22/01/2025"}})
		if !strings.Contains(page, "Đã lập 0 giấy chứng nhận, 1 văn bản từ chối") ||
			!strings.Contains(page, "/papers/quyet-dinh-02") || strings.Contains(page, "/papers/chung-nhan") {
			t.Errorf("the list at its end: %s", regexp.MustCompile(`/papers/[a-z0-9-]+`).FindAllString(page, -1))
		}
		if text := officer.paper(list + "/papers/tu-choi"); !strings.Contains(text, stays.Head) ||
			!strings.Contains(text, "Mẫu 04") || !strings.Contains(text, "hộ vẫn thuộc diện") ||
			strings.Contains(text, escapes.Head) {
			t.Errorf("the refusal: %s", text)
		}
		if text := officer.paper(list + "/papers/quyet-dinh-02"); !strings.Contains(text, escapes.Head) ||
			!strings.Contains(text, "90/QĐ-UBND") || strings.Contains(text, stays.Head) {
			t.Errorf("form 02 of an escape: %s", text)
		}
		for it, want := range map[snapshot.Item]poverty.Class{escapes: poverty.None, stays: stays.Class} {
			path, err := o.Reviews.Path(context.Background(), clerk, it.ID)
			ok(t, err)
			if class, _, _ := path.Status(o.Office.Day()); class != want {
				t.Errorf("%s is %v, not %v", it.Head, class, want)
			}
		}
	})
}

// must posts a form that is taken, and is the page that answers.
func (p *person) must(path string, f url.Values) string {
	p.t.Helper()
	status, page := p.post(path, f)
	if status != 200 {
		p.t.Fatalf("%s: %d %s", path, status, errorOf(page))
	}
	return page
}

var tags = regexp.MustCompile(`<[^>]+>`)

// paper are the words of a Word document at an address.
func (p *person) paper(path string) string {
	p.t.Helper()
	r, err := p.c.Get(p.base + path)
	ok(p.t, err)
	b, err := io.ReadAll(r.Body)
	ok(p.t, err)
	ok(p.t, r.Body.Close())
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		p.t.Fatalf("%s: %d, no Word file", path, r.StatusCode)
	}
	body, err := fs.ReadFile(z, "word/document.xml")
	ok(p.t, err)
	return tags.ReplaceAllString(string(body), "")
}
