package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// lawTexts are the law files that a page has open to be changed.
func lawTexts(page string) map[string]string {
	out := map[string]string{}
	for _, area := range find(page, `textarea[name^="law:"]`).EachIter() {
		out[strings.TrimPrefix(area.AttrOr("name", ""), "law:")] = area.Text()
	}
	return out
}

// TestWhatIfOverlay: the province's own text of the law is tried by a form that carries it: it says what the same line as a
// number says, its households open without the text in an address, and a fault comes back with its file and line and with all
// that was typed.
func TestWhatIfOverlay(t *testing.T) {
	p := newPerson(t, serve(t, 3358), "kehoach")
	const file = "07-2021-nd-cp/dieu-3.yaml"
	status, page := p.get("/whatif")
	if status != 200 || len(lawTexts(page)) != 0 || !has(page, `option[value="`+file+`"]`) || !has(page, `option[value="07-2021-nd-cp/phu-luc.yaml"]`) || strings.Contains(page, "24-2021-qd-ttg") {
		t.Fatal(status, "the files of the standards are not offered, or others are")
	}
	form := url.Values{"place": {"947"}, "standard": {"2027-2030"}, "urban": {"2.500.000"}, "file": {file}, "open": {"1"}}
	status, page = p.post("/whatif", form)
	text := lawTexts(page)[file]
	if status != 200 || !strings.Contains(text, "value: {rural: 1500000, urban: 2000000}") || !has(page, `option[value="2022-2025"][selected]`) || !has(page, `option[value="947"][selected]`) || !has(page, `[value="2.500.000"]`) {
		t.Fatalf("opened: %d %s\n%.300s", status, errorOf(page), text)
	}

	higher := strings.ReplaceAll(text, "rural: 1500000", "rural: 2000000")
	try := func(more ...string) (int, string) {
		f := url.Values{"place": {"947"}, "standard": {"2022-2025"}, "law:" + file: {strings.ReplaceAll(higher, "\n", "\r\n")}}
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return p.post("/whatif", f)
	}
	_, byNumber := p.get("/whatif?place=947&standard=2022-2025&rural=2000000")
	status, page = try()
	want, got := textIn(byNumber, "#changed"), textIn(page, "#changed")
	if status != 200 || want == "" || want != got || got == "0" {
		t.Fatalf("%d %s: by its text %q households change, by the number %q", status, errorOf(page), got, want)
	}
	if lawTexts(page)[file] != higher || !strings.Contains(page, "MÔ PHỎNG") || !strings.Contains(page, "được sửa ở trang này: "+file) {
		t.Error("the page does not show what was tried, or that it is a simulation")
	}
	if strings.Contains(page, "?list=1") || strings.Contains(page, "law%3A") || !has(page, `[name="move"][value="3-1"]`) && !has(page, `[name="move"][value="4-1"]`) {
		t.Error("its households open by an address that does not carry the text")
	}
	move := attrOf(page, `[name="move"][value^="3-"], [name="move"][value^="4-"]`, "value")
	status, page = try("move", move)
	if status != 200 || !has(page, "#list") || !has(page, "[data-row]") || !strings.Contains(page, "2.000.000") || lawTexts(page)[file] != higher {
		t.Errorf("the households that go %s: %d", move, status)
	}
	commune := attrOf(page, `[name="go"]`, "value")
	if status, page = try("go", commune); status != 200 || !has(page, `option[value="`+commune+`"][selected]`) {
		t.Errorf("a commune below: %d", status)
	}

	typed := strings.Replace(higher, "standards:\n", "không_có_mục_này: 1\nstandards:\n", 1)
	line := 1 + strings.Count(typed[:strings.Index(typed, "không_có_mục_này")], "\n")
	status, page = try("law:"+file, typed, "place", "31708", "rural", "1.900.000")
	said := errorOf(page)
	if status != 422 || !strings.Contains(said, file) || !strings.Contains(said, "dòng "+strconv.Itoa(line)+":") {
		t.Errorf("a fault: %d %s", status, said)
	}
	if lawTexts(page)[file] != typed || !has(page, `[value="1.900.000"]`) || !has(page, `option[value="31708"][selected]`) || !has(page, `option[value="2022-2025"][selected]`) {
		t.Error("what was typed is lost")
	}
	if has(page, "#matrix") {
		t.Error("a form that was refused has a result")
	}
	if status, page := try("open", "1", "file", "../go.mod"); status != 422 || lawTexts(page)[file] != higher {
		t.Errorf("a file that is none of them: %d", status)
	}
	if status, page := try("drop", file); status != 200 || len(lawTexts(page)) != 0 {
		t.Errorf("left out: %d", status)
	}
	if _, page := p.get("/whatif?place=947&standard=2022-2025"); textIn(page, "#changed") != "0" {
		t.Error("a trial has changed the law in use")
	}
}
