package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestCalendar: everybody sees where a day comes from; who may changes one with its source, the page says what moved;
// what was refused stays in the form; a change is undone on the page.
func TestCalendar(t *testing.T) {
	base := serve(t, 2000)
	officer, department := newPerson(t, base, "canbo.xa"), newPerson(t, base, "canbo.so")
	status, page := officer.get("/calendar/2024")
	for _, want := range []string{"29/04/2024", "Làm bù cho ngày 29/4/2024", "13/02/2024", "Điều 112 khoản 1 điểm b"} {
		if status != 200 || !strings.Contains(page, want) {
			t.Errorf("%d, no %q", status, want)
		}
	}
	if has(page, "#set") {
		t.Error("an officer of a commune has the form")
	}
	if _, page := officer.get("/calendar/2029"); !strings.Contains(page, "hưa có thông báo nghỉ của năm 2029") ||
		!strings.Contains(page, "heo QĐ 24/2021, văn bản thay thế chưa có trong chương trình") {
		t.Error("2029 does not say that its notice is missing")
	}
	form := url.Values{"kind": {"worked"}, "day": {"27/12/2025"}, "title": {"Làm bù"}}
	if status, page := officer.post("/calendar/2025", form); status != 403 {
		t.Errorf("an officer sets: %d %.100s", status, page)
	}
	if status, page := department.post("/calendar/2025", form); status != 422 ||
		!strings.Contains(page, "hi số và ngày của văn bản") ||
		!has(page, `[value="27/12/2025"]`) {
		t.Errorf("without a source: %d %.300s", status, page)
	}
	form.Set("number", "77/TB-MẪU")
	form.Set("issued", "02/12/2024")
	status, page = department.post("/calendar/2025", form)
	if status != 200 || !strings.Contains(page, "Đã sửa lịch.") ||
		!strings.Contains(page, "77/TB-MẪU ngày 02/12/2024") {
		t.Fatalf("%d %.500s", status, page)
	}
	id := valueOf(page, `[name="id"]`)
	if id == "" {
		t.Fatal("no way to undo")
	}
	if status, page := department.post("/calendar/2025", form); status != 409 ||
		!strings.Contains(page, "không ghi hai lần") {
		t.Errorf("twice: %d %.300s", status, page)
	}
	status, page = department.post("/calendar/2025/undo", url.Values{"id": {id}})
	if status != 200 || !strings.Contains(page, "bỏ bởi") || has(page, `[name="id"]`) {
		t.Errorf("undone: %d %.300s", status, page)
	}
}
