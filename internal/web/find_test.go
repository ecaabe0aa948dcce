package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestFind: what the search suggests – people with one letter wrong and by which member they were found, the end of a
// code, wards told apart, pages – as far as who asks may see it; a number is not looked for while it is typed.
func TestFind(t *testing.T) {
	base := serve(t, 2000)
	officer, chief := newPerson(t, base, "canbo.xa"), newPerson(t, base, "canbo.so")
	found := func(p *person, text string) (texts []string, page string) {
		t.Helper()
		status, page := p.post("/find", url.Values{"q": {text}})
		if status != 200 {
			t.Fatalf("%q: %d %s", text, status, page)
		}
		return textsOf(page, "a[role=option]"), page
	}
	f := newHousehold("TIM-0417")
	f.Set("m1_full_name", "Lâm Thị Quỳnh")
	f.Set("m2_full_name", "Kim Hoàng Vĩnh")
	f.Set("m2_relationship", "child")
	accepted(officer, "/households/new", f)
	for text, want := range map[string]string{"lam thi quynh": "Lâm Thị Quỳnh TIM-0417", "lam thi qunyh": "Lâm Thị Quỳnh",
		"0417": "TIM-0417", "kim hoang vinh": "theo Kim Hoàng Vĩnh", "khao sat": "Khảo sát trang"} {
		all, _ := found(officer, text)
		if !slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("%q: %q has no %q", text, all, want)
		}
	}
	wards, _ := found(chief, "phuong 1 soc trang")
	if len(wards) == 0 || wards[0] != "Phường 1, Thành phố Sóc Trăng đơn vị" {
		t.Errorf("wards: %q", wards)
	}
	for _, text := range []string{"th", "t", "n"} { // as many as the list has, in thousands
		_, page := found(chief, text)
		_, list := chief.get("/households?q=" + text)
		if total := textIn(list, "#total"); !strings.Contains(total, ".") ||
			!strings.Contains(textsOf(page, ".found-note")[0], " "+total+" ") {
			t.Errorf("%q: %q of %s in the list", text, textsOf(page, ".found-note"), total)
		}
	}
	for _, text := range []string{"094180012345", strings.Repeat("a", 150), "<script>alert(1)</script>"} {
		if all, page := found(officer, text); len(all) > 0 || runs(page) {
			t.Errorf("%q: %q", text, all)
		}
	}
	if all, page := found(newPerson(t, base, "quantri"), "lam thi quynh"); len(all) > 0 || strings.Contains(page, "Quỳnh") {
		t.Errorf("an administrator finds people: %q", all)
	}
}
