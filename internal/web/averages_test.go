package web_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"giamngheo/internal/average"
	"giamngheo/internal/date"
)

// TestAverageForms: what is typed comes back to its own field; nothing is not nought; what is unlikely is asked about;
// one looks for a household whatever is chosen; from 2027 on the form asks by which instrument.
func TestAverageForms(t *testing.T) {
	o, base := small(t)
	officer := newPerson(t, base, "canbo.xa")
	day := func() string { return o.Now().Vietnamese() }
	_, page := officer.post("/averages", url.Values{"with": {"Mẫu"}, "channel": {"direct"}, "day": {day()}, "find": {"1"}})
	if find(page, `#request input[name="code"]`).Length() < 2 || find(page, `#request button[name="find"][formnovalidate]`).Length() != 1 {
		t.Fatalf("several are found, and one may look again: %s", page)
	}
	if steps := find(page, "#steps").Text(); !strings.Contains(steps, "Niêm yết") {
		t.Errorf("the steps of the law: %s", steps)
	}
	_, page = officer.post("/averages", url.Values{"code": {"H-01"}, "channel": {"direct"}, "day": {day()}})
	at := "/averages/" + numberIn(page, "/averages/")
	say := func(p *person, pairs ...string) (int, string) {
		form := url.Values{"day": {day()}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return p.post(at, form)
	}
	if status, page := say(officer, "step", "check", "income", " ", "farms", "yes"); status != 422 ||
		find(page, "#farms option[selected]").AttrOr("value", "") != "yes" || find(page, "#found").Length() > 0 {
		t.Errorf("an empty income: %d %s", status, errorOf(page))
	}
	status, page := say(officer, "step", "check", "income", "1.500", "farms", "yes")
	if sure := find(page, `input[name="sure"]`).AttrOr("value", ""); status != 422 || sure != "1500" ||
		find(page, "#income").AttrOr("value", "") != "1.500" {
		t.Errorf("1.500 đồng: %d, to be confirmed as %q", status, sure)
	}
	if status, page := say(officer, "step", "check", "income", "9.000.000", "farms", "yes"); status != 200 ||
		find(page, "#found").Length() != 1 {
		t.Fatalf("%d %s", status, errorOf(page))
	}
	say(officer, "step", "post", "where", "Trụ sở")
	if status, page := say(officer, "step", "object", "from", "Ông B", "objection", "sai"); status != 422 ||
		find(page, "#ob-why").AttrOr("value", "") != "sai" || find(page, `[name="reason"][value="sai"]`).Length() > 0 {
		t.Errorf("an objection without its reason: %d", status)
	}
	back := average.Done{Step: average.Return, Day: o.Now(), Reason: "tính lại thu nhập"}
	if err := o.Averages.Take(context.Background(), o.As("chutich.xa"), 1, back, ""); err != nil {
		t.Fatal(err)
	}
	o.Set(date.Must(2027, 3, 1))
	officer = newPerson(t, base, "canbo.xa")
	if _, page := officer.get(at); find(page, "#silent").Length() != 1 || find(page, "#own option").Length() != 3 {
		t.Errorf("2027: %s", page)
	}
	if status, page := say(officer, "step", "check", "income", "3.000.000", "farms", "yes", "own", "yes", "by",
		"Nghị quyết MẪU 01/2027"); status != 200 || find(page, "#found").Length() != 1 {
		t.Errorf("%d %s", status, errorOf(page))
	}
}
