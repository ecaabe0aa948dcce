package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestHouseholdInWords: the page of a poor household says by which decision it is poor, what would change it and what has
// happened; its members stand in words, all columns below; health facts and numbers stay covered.
func TestHouseholdInWords(t *testing.T) {
	p := newPerson(t, serve(t, 2000), "canbo.so")
	_, list := p.get("/households?recognised=poor")
	address := attrOf(list, "a[data-row]", "href")
	status, page := p.get(address)
	if status != http.StatusOK || strings.Contains(page, "%!") {
		t.Fatalf("%d %.300s", status, page)
	}
	if got := textIn(page, "#story li[data-event=recognised]"); !strings.Contains(got, "Hộ nghèo") {
		t.Errorf("what happened: %s", got)
	}
	if got := len(textsOf(page, "#ways li")); got < 1 {
		t.Error("nothing would change it")
	}
	if heads := len(textsOf(page, "#members thead th")); heads != 7 {
		t.Errorf("%d columns of members", heads)
	}
	if rows, all := len(textsOf(page, "#members tbody tr")), len(textsOf(page, "#members-all tbody tr")); rows == 0 || rows != all {
		t.Errorf("%d members, %d below", rows, all)
	}
	for _, one := range textsOf(page, "#members tbody th small") {
		if !strings.HasPrefix(one, "***") {
			t.Errorf("a citizen number is open: %s", one)
		}
	}
	if !has(page, "[data-walk][hidden] [data-walk-next]") {
		t.Error("there is no way to the next household of a list")
	}
	_, page = p.get(address + "?on=2023-12-20")
	if has(page, "#story li[data-event=running]") {
		t.Error("on a day of before what runs today is told")
	}
}

// TestLiveClass: the form is told what its answers make of the household, and has a place to say so.
func TestLiveClass(t *testing.T) {
	p := newPerson(t, serve(t, 500), "canbo.xa")
	_, form := p.get("/households/new")
	if !has(form, ".sticky-actions [data-live]") || !has(form, "details.member[open] fieldset") {
		t.Error("the form has no place for the class, or its member is folded")
	}
	f := newHousehold("LIVE-1")
	status, answer := p.post("/households/check", f)
	if status != http.StatusOK || !strings.Contains(answer, `"live":"Còn `) {
		t.Errorf("%d %s", status, answer)
	}
}
