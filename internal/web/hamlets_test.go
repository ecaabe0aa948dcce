package web_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"giamngheo/internal/officetest"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// small serves the small office.
func small(t *testing.T) (*officetest.SmallOffice, string) {
	t.Helper()
	o := officetest.Small(t)
	s, err := web.New(page.Config{Desks: o.Desks})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return o, srv.URL
}

// TestHamlets: an officer sees the hamlets of the commune, adds and renames; what is refused stays in its form with
// why.
func TestHamlets(t *testing.T) {
	_, base := small(t)
	officer, enumerator := newPerson(t, base, "canbo.xa"), newPerson(t, base, "dieutra")
	status, page := officer.get("/hamlets")
	if status != 200 || !strings.Contains(page, "Ấp Một") || !has(page, "#add") {
		t.Fatalf("%d %.500s", status, page)
	}
	if status, page = enumerator.get("/hamlets/31708"); status != 200 || has(page, "#add") || has(page, "#change") {
		t.Errorf("an enumerator: %d, with a form", status)
	}
	form := url.Values{"do": {"rename"}, "name": {"Ấp Hai"}, "to": {"ấp một"}, "source": {"NQ 5/2024 (MẪU)"}}
	status, page = officer.post("/hamlets/31708", form)
	if status != 409 || !strings.Contains(errorOf(page), "nhập hai ấp") || !has(page, `#c-to[value="ấp một"]`) ||
		!has(page, `#c-name option[selected]:contains("Ấp Hai")`) || has(page, `#a-source[value^="NQ"]`) {
		t.Errorf("%d %s", status, errorOf(page))
	}
	form.Set("to", "Ấp Hai Mới")
	if status, page = officer.post("/hamlets/31708", form); status != 200 || !strings.Contains(page, "Ấp Hai Mới") ||
		!strings.Contains(page, "6") {
		t.Errorf("%d %s", status, errorOf(page))
	}
	if status, page = officer.post("/hamlets/31708", url.Values{"do": {"add"}, "name": {"Ấp Năm"}, "day": {"30/02/2024"},
		"source": {"QĐ 1/2024 (MẪU)"}}); status != 422 || !has(page, `#a-name[value="Ấp Năm"]`) {
		t.Errorf("a day that is none: %d %s", status, errorOf(page))
	}
	if status, page = officer.get("/hamlets/31708?do=add&name=Ấp+Sáu"); status != 200 || !has(page, `#a-name[value="Ấp Sáu"]`) {
		t.Errorf("a form begun: %d", status)
	}
	if status, _ = officer.post("/hamlets/31708", url.Values{"do": {"burn"}, "name": {"Ấp Một"}}); status != 422 {
		t.Errorf("what is not there to do: %d", status)
	}
}

// TestSplitAndMerge: both go in two steps; what is refused stays in the form; households of another commune and those
// that are nowhere are refused alike, in every field that names one.
func TestSplitAndMerge(t *testing.T) {
	o, base := small(t)
	officer := newPerson(t, base, "canbo.xa")
	one, two, far := o.ID("H-01"), o.ID("H-02"), o.ID("H-25")
	change := fmt.Sprintf("/households/%d/change", one)
	if status, page := officer.get(change + "?split=1"); status != 200 || !strings.Contains(plain(find(page, "#said")), "Chọn người ra ở riêng") {
		t.Errorf("nobody leaves: %d %s", status, errorOf(page))
	}
	status, page := officer.get(change + "?split=1&member=2")
	if status != 200 || !has(page, `#sp-head option[value="2"]`) || has(page, "#sp-stay") {
		t.Fatalf("the second step: %d %s", status, plain(find(page, "#split")))
	}
	if _, page = officer.get(change + "?split=1&member=1"); !has(page, `#sp-stay option[value="2"]`) {
		t.Error("the head leaves, and nobody is asked who follows")
	}
	split := url.Values{"version": {"1"}, "member": {"2"}, "head": {"2"}, "reason": {"ở riêng"}, "from": {"01/01/2031"}}
	at := fmt.Sprintf("/households/%d/split", one)
	if status, page = officer.post(at, split); status != 422 || !has(page, `#sp-from[value="01/01/2031"].is-invalid`) ||
		!has(page, `#sp-reason[value="ở riêng"]`) {
		t.Errorf("of another decade: %d", status)
	}
	split.Del("from")
	if status, page = officer.post(at, split); status != 422 || !has(page, `#asked input[name="confirm"]`) {
		t.Fatalf("a child of 14 heads it: %d %s", status, errorOf(page))
	}
	split.Set("confirm", find(page, `#asked input[name="confirm"]`).AttrOr("value", ""))
	if status, page = officer.post(at, split); status != 200 || !strings.Contains(page, "hộ mới") {
		t.Errorf("confirmed: %d %s", status, errorOf(page))
	}
	if status, page = officer.get(change + fmt.Sprintf("?other=%d", two)); status != 200 || !has(page, `#merge [name="relationship_1"]`) {
		t.Errorf("the second step of a merger: %d", status)
	}
	merge := url.Values{"version": {"2"}, "other": {fmt.Sprint(two)}, "other_version": {"1"}, "reason": {"về ở chung"},
		"relationship_1": {"parent"}}
	at = fmt.Sprintf("/households/%d/merge", one)
	if status, page = officer.post(at, merge); status != 422 || !has(page, `[name="relationship_2"].is-invalid`) ||
		!has(page, `[name="relationship_1"] option[selected][value="parent"]`) {
		t.Errorf("one is not said: %d %s", status, errorOf(page))
	}
	merge.Set("relationship_2", "other")
	with := func(field, value string) url.Values {
		out := url.Values{}
		for k, v := range merge {
			out[k] = v
		}
		out.Set(field, value)
		return out
	}
	const nowhere = 999_999
	for name, ask := range map[string]func(id int64) (int, string){
		"shown":       func(id int64) (int, string) { return officer.get(fmt.Sprintf("/households/%d/change", id)) },
		"other":       func(id int64) (int, string) { return officer.get(change + fmt.Sprintf("?other=%d", id)) },
		"split":       func(id int64) (int, string) { return officer.post(fmt.Sprintf("/households/%d/split", id), split) },
		"merged into": func(id int64) (int, string) { return officer.post(fmt.Sprintf("/households/%d/merge", id), merge) },
		"taken in":    func(id int64) (int, string) { return officer.post(at, with("other", fmt.Sprint(id))) },
	} {
		status, elsewhere := ask(far)
		if also, none := ask(nowhere); status != 404 || also != 404 || errorOf(elsewhere) != errorOf(none) {
			t.Errorf("%s: elsewhere %d %q, nowhere %d %q", name, status, errorOf(elsewhere), also, errorOf(none))
		}
	}
	if v := o.Version("H-25"); v.Version != 1 {
		t.Errorf("%+v", v)
	}
	if status, page = officer.post(at, merge); status != 200 || len(o.Version("H-01").Household.Members) != 3 {
		t.Errorf("%d %s", status, errorOf(page))
	}
}
