package web_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// listBook is a workbook of people, a row each under its headings.
func listBook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range append([][]any{{"Họ và tên", "Đơn vị", "Vai trò", "Số ĐT"}}, rows...) {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", cell, &r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAccountsOfAList: an administrator looks at a list, confirms it, prints the letters, and the people sign in; what is
// refused comes back as a workbook; a form sent twice writes nothing twice and its letters are made anew.
func TestAccountsOfAList(t *testing.T) {
	_, base := small(t)
	admin := newPerson(t, base, "quantri")
	book := listBook(t, []any{"Lê Văn Thử", "Xã Thạnh Phú", "Cán bộ xã", "0912345678"},
		[]any{"Trần Thị Thử", "Xã Ngọc Đông", "Chủ tịch UBND xã"}, []any{"Lâm Thử", "Xã Không Có", "Cán bộ xã"})
	status, shown := upload(t, admin, "/accounts/import", "ds.xlsx", book)
	if status != 200 || textIn(shown, "#new") != "2" || textIn(shown, "#refused") != "1" ||
		!strings.Contains(textIn(shown, "#rows-refused tbody"), "Không có đơn vị “Xã Không Có”") ||
		!strings.Contains(textIn(shown, "#rows-new tbody"), "thulv.thanhphu") {
		t.Fatalf("%d %s", status, textIn(shown, "main"))
	}
	form := url.Values{"text": {valueOf(shown, `[name="text"]`)}, "sign": {valueOf(shown, `[name="sign"]`)}}
	status, back := admin.post("/accounts/import/rejected.xlsx", form)
	if status != 200 || !strings.HasPrefix(back, "PK") {
		t.Errorf("%d, not a workbook", status)
	}
	status, shown = admin.post("/accounts/import/take", url.Values{"text": form["text"], "sign": {"x"}})
	if status != 409 || !strings.Contains(errorOf(shown), "Tài khoản đã thay đổi") || textIn(shown, "#new") != "2" {
		t.Errorf("%d %s", status, errorOf(shown))
	}
	status, shown = admin.post("/accounts/import/take", form)
	ids := attrsOf(shown, `#letters [name="id"]`, "value", "")
	if status != 200 || len(ids) != 2 {
		t.Fatalf("%d %s", status, textIn(shown, "main"))
	}
	if _, shown = admin.get("/accounts"); !strings.Contains(textIn(shown, "#waiting"), "2 tài khoản chưa có mật khẩu") {
		t.Errorf("%s", textIn(shown, "#waiting"))
	}
	look := url.Values{"act": {"reset"}, "waiting": {"1"}}
	if status, shown = admin.post("/accounts/bulk", look); status != 200 || len(attrsOf(shown, `#do [name="id"]`, "value", "")) != 2 {
		t.Errorf("%d %s", status, textIn(shown, "main"))
	}
	letters := url.Values{"id": ids, "once": {"CHIAKHOACUATHUTHUNGHIEM"}}
	_, first := admin.post("/accounts/letters", letters)
	_, shown = admin.post("/accounts/letters", letters) // a double click: these hold
	passwords := textsOf(shown, ".temporary")
	if len(passwords) != 2 || strings.Contains(first, passwords[0]) || strings.Contains(shown, "0912345678") {
		t.Fatalf("%d letters", len(passwords))
	}
	for i, name := range []string{"thulv.thanhphu", "thutt.ngocdong"} {
		p := newPerson(t, base, "")
		status, shown := p.post("/login", url.Values{"username": {name}, "password": {passwords[i]}})
		if status != 200 || !has(shown, `[name="again"]`) {
			t.Errorf("%s does not sign in: %d %s", name, status, errorOf(shown))
		}
	}
}

// TestManyAccounts: accounts of a list are ticked, or all of a filter; what would become of them is shown, then done;
// what cannot be asked for comes back to the list with why.
func TestManyAccounts(t *testing.T) {
	o, base := small(t)
	admin := newPerson(t, base, "quantri")
	filter := url.Values{"unit": {"31711"}, "role": {"commune_officer"}}
	status, shown := admin.get("/accounts?" + filter.Encode())
	if ticked := attrsOf(shown, `#bulk tbody [name="id"]`, "value", ""); status != 200 || len(ticked) != 1 ||
		textIn(shown, "#total") != "1" {
		t.Fatalf("%d %s", status, textIn(shown, "main"))
	}
	filter.Set("act", "move")
	filter.Set("all", "1")
	if status, shown = admin.post("/accounts/bulk", filter); status != 422 ||
		!strings.Contains(errorOf(shown), "Chọn đơn vị chuyển đến") || textIn(shown, "#total") != "1" {
		t.Errorf("%d %s", status, errorOf(shown))
	}
	filter.Set("to", "31669")
	filter.Set("day", "")
	status, shown = admin.post("/accounts/bulk", filter)
	do := url.Values{"id": attrsOf(shown, `#do [name="id"]`, "value", ""), "act": {"move"},
		"to": {valueOf(shown, `#do [name="to"]`)}, "day": {valueOf(shown, `#do [name="day"]`)}}
	if status != 200 || len(do["id"]) != 1 || !strings.Contains(textIn(shown, "tbody"), "Cán bộ xã – Xã Ngọc Đông → Xã Long Phú, từ") {
		t.Fatalf("%d %s", status, textIn(shown, "main"))
	}
	if status, shown = admin.post("/accounts/bulk/done", do); status != 200 ||
		!strings.Contains(textIn(shown, "main"), "đã làm với 1 tài khoản") {
		t.Errorf("%d %s", status, textIn(shown, "main"))
	}
	a := o.As("canbo.ngocdong")
	if len(a.Grants) != 2 || a.Grants[1].Place != officetest.LongPhu {
		t.Errorf("%+v", a.Grants)
	}
	own := url.Values{"act": {"end"}, "id": {office.IDText(o.As("quantri").Account)}}
	if status, shown = admin.post("/accounts/bulk", own); status != 200 || has(shown, "#do") ||
		!strings.Contains(textIn(shown, "tbody"), "không ai tự thay đổi quyền") {
		t.Errorf("%d %s", status, textIn(shown, "main"))
	}
}
