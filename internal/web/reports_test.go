package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// TestReports: a round is opened, a commune types what is asked and sends, one cell is returned and only it can be typed
// into, two reviewers are told of each other, and the sum names who is missing.
func TestReports(t *testing.T) {
	base := serve(t, 2000)
	planner, officer, district, chief := newPerson(t, base, "kehoach"), newPerson(t, base, "canbo.xa"), newPerson(t, base, "canbo.huyen"), newPerson(t, base, "canbo.so")
	if _, page := planner.get("/rounds/new?schedule=nam&year=2024"); !strings.Contains(page, "30/11/2024") || !strings.Contains(page, "MẪU") && !strings.Contains(page, "mẫu") {
		t.Errorf("the days of a round: %.3000s", page)
	}
	_, page := planner.get("/reports")
	for _, link := range strings.Split(page, `href="/rounds/`)[1:] { // the demonstration's own round of the year
		if id, title, _ := strings.Cut(link, `"`); strings.HasPrefix(title, ">Báo cáo giám sát năm") {
			accepted(planner, "/rounds/"+id+"/withdraw", url.Values{"reason": {"mở lại từ đầu để thử"}})
		}
	}
	page = accepted(planner, "/rounds/new", url.Values{"schedule": {"nam"}, "year": {"2024"}, "n": {"0"}})
	round := numberIn(page, "/rounds/")
	_, page = officer.get("/rounds/" + round)
	report := numberIn(page, "/reports/")
	form := url.Values{"seen": {"1"}}
	for _, key := range strings.Split(page, `name="w.`)[1:] {
		key, _, _ = strings.Cut(key, `"`)
		if !strings.Contains(page, `id="v.`+key+`"`) || strings.Contains(key, "ghi_chu") {
			continue
		}
		form.Set("w."+key, "")
		if strings.Contains(key, "/uoc") || strings.Contains(key, "/can_bo") || strings.Contains(key, "/doi_thoai") || strings.Contains(key, "mo_hinh") {
			form.Set("v."+key, "3")
		}
	}
	form.Set("v.B01/doi_thoai/thuc_hien", "ba cuộc")
	if status, page := officer.post("/reports/"+report, form); status != 422 || !strings.Contains(page, "ba cuộc") {
		t.Errorf("words for a number: %d %s", status, errorOf(page))
	}
	form.Set("v.B01/doi_thoai/thuc_hien", "3")
	form.Set("then", "submit")
	status, page := officer.post("/reports/"+report, form)
	if status != 200 || !strings.Contains(page, "Đã gửi báo cáo.") {
		t.Fatalf("not sent: %d %s %s", status, errorOf(page), textIn(page, "#said"))
	}
	_, page = chief.get("/reports/" + report)
	seen := seenIn(page)
	back := url.Values{"seen": {seen}, "step": {"return"}, "cell": {"B01/doi_thoai/thuc_hien"}, "reason": {"không khớp biên bản họp"}, "due": {"31/12/2099"}}
	accepted(district, "/reports/"+report+"/step", back)
	if status, page := chief.post("/reports/"+report+"/step", url.Values{"seen": {seen}, "step": {"check"}}); status != 409 || !strings.Contains(page, "rong lúc đó") {
		t.Errorf("two reviewers at once: %d %s", status, textIn(page, "#said"))
	}
	_, page = officer.get("/reports/" + report)
	if n := strings.Count(page, ` id="v.`); n != 1 || !strings.Contains(page, "không khớp biên bản họp") {
		t.Errorf("%d cells can be typed into", n)
	}
	locked := url.Values{"seen": {seenIn(page)}, "v.B01/can_bo/thuc_hien": {"9"}, "w.B01/can_bo/thuc_hien": {"3"}}
	if status, page := officer.post("/reports/"+report, locked); status != 409 || !strings.Contains(page, "đã khóa") {
		t.Errorf("a locked cell: %d %s", status, textIn(page, "#said"))
	}
	answer := url.Values{"seen": {seenIn(page)}, "v.B01/doi_thoai/thuc_hien": {"4"}, "w.B01/doi_thoai/thuc_hien": {"3"}, "then": {"resubmit"}}
	accepted(officer, "/reports/"+report, answer)
	if _, page = district.get("/reports/" + report); !strings.Contains(page, `id="differs"`) {
		t.Error("the difference is not shown")
	}
	accepted(district, "/reports/"+report+"/step", url.Values{"seen": {seenIn(page)}, "step": {"check"}})
	if _, page = chief.get("/rounds/" + round + "/whole"); !strings.Contains(page, `id="gap"`) || !strings.Contains(page, "Còn thiếu") {
		t.Errorf("the gap is not named")
	}
	if status, _ := officer.get("/reports/" + report + "/changes"); status != 200 {
		t.Error(status)
	}
	for _, path := range []string{fmt.Sprintf("/reports/%s/report.xlsx", report), fmt.Sprintf("/rounds/%s/whole.xlsx", round)} {
		if status, body := district.get(path); status != 200 || !strings.HasPrefix(body, "PK") {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// seenIn is the number of the last step that a page shows.
func seenIn(page string) string {
	_, rest, _ := strings.Cut(page, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	return seen
}
