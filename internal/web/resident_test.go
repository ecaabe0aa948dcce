package web_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"giamngheo/internal/officetest"
)

// keyOfForm is the key of a form, as a page has it.
var keyOfForm = regexp.MustCompile(`name="once" value="[^"]*"`)

// TestResident: a letter opens a household its own page, from there a complaint is sent, the officer answers it, and the
// sender reads the answer by the code. None of it needs a script or a cookie, and nothing of it is kept by a browser.
func TestResident(t *testing.T) {
	s := officetest.Small(t)
	base := serveDesks(t, s.Desks)
	v := s.Version("H-01")
	token, _, err := s.Residents.Issue(context.Background(), s.As("canbo.xa"), v.ID)
	if err != nil {
		t.Fatal(err)
	}
	resident := newPerson(t, base, "")
	_, door := resident.get("/toi/" + token)
	_, other := resident.get("/toi/" + strings.Repeat("a", len(token)))
	plain := func(page, token string) string { // without the key of the form, which is another each time
		return strings.ReplaceAll(keyOfForm.ReplaceAllString(page, ""), token, "")
	}
	if plain(door, token) != plain(other, strings.Repeat("a", len(token))) {
		t.Error("the door of a token that is none looks otherwise")
	}
	r, err := resident.c.PostForm(base+"/toi/"+token, url.Values{"year": {fmt.Sprint(v.Household.Head().Birth.Earliest.Year())}})
	status, page := resident.read(r, err)
	if status != 200 || !strings.Contains(page, "Hộ nghèo") || strings.Contains(page, "<script") || len(r.Cookies()) > 0 {
		t.Fatalf("%d %s", status, page)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow",
		"Referrer-Policy": "no-referrer"} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, m := range v.Household.Members {
		if m.CitizenID != "" && strings.Contains(page, m.CitizenID) {
			t.Errorf("the page has a citizen number of %s", m.Name)
		}
	}
	to := attrsOf(page, "main a", "href", "")
	if len(to) == 0 || !strings.HasPrefix(to[0], "/cong-khai/gop-y?kind=complaint") {
		t.Fatalf("no way to complain: %v", to)
	}
	_, form := resident.get(to[0])
	sent := url.Values{"key": {valueOf(form, `[name="key"]`)}, "kind": {"complaint"}, "place": {string(officetest.ThanhPhu)},
		"text": {"<script>alert(1)</script> Nhà tôi xếp sai diện."}}
	_, page = resident.post("/cong-khai/gop-y", sent)
	code := textIn(page, "#code")
	if code == "" {
		t.Fatalf("no code: %s", page)
	}
	officer := newPerson(t, base, "canbo.xa")
	_, page = officer.get("/feedback/1")
	if strings.Contains(page, "<script>alert") || !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Errorf("what was written is no text: %s", page)
	}
	accepted(officer, "/feedback/1", url.Values{"version": {"1"}, "step": {"answer"}, "text": {"Tổ rà soát sẽ phúc tra tuần này."}})
	_, page = resident.post("/cong-khai/gop-y/theo-doi", url.Values{"code": {strings.ToLower(code)}})
	if !strings.Contains(page, "Tổ rà soát sẽ phúc tra tuần này.") || strings.Contains(page, "canbo.xa") {
		t.Errorf("the answer: %s", page)
	}
}
