package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestNoPlan: where a year has no plan everybody reads who makes one and what there is meanwhile, and the planner makes
// one.
func TestNoPlan(t *testing.T) {
	base := serve(t, 500)
	for _, name := range []string{"canbo.xa", "lanhdao", "thanhtra", "canbo.so"} {
		p := newPerson(t, base, name)
		status, page := p.get("/plan?year=2026")
		if status != 200 || !has(page, "#none") || has(page, `a[href="/plan/2026/new"]`) ||
			!strings.Contains(page, "Cán bộ kế hoạch của tỉnh lập kế hoạch") || !has(page, `a[href="/plan?year=2024"]`) {
			t.Errorf("%s: %d %s", name, status, errorOf(page))
		}
	}
	p := newPerson(t, base, "kehoach")
	if _, page := p.get("/plan?year=2026"); !has(page, `a[href="/plan/2026/new"]`) {
		t.Error("no way to make a plan")
	}
	if status, _ := p.get("/plan?year=2024&place=99999"); status != 404 {
		t.Errorf("a place that there is not: %d", status)
	}
	_, page := p.get("/plan/2025/new")
	for _, want := range []string{`#own [name="of"]`, `#chosen [value="water_poor"]`} {
		if !has(page, want) {
			t.Errorf("%s is not there", want)
		}
	}
	if !strings.Contains(page, "hộ nghèo dùng nước hợp vệ sinh / hộ nghèo") {
		t.Error("the catalogue is not in plain words")
	}
}

// TestDraftPages: a draft made of chosen targets is changed on its pages, by choices, and put in force; two at once.
func TestDraftPages(t *testing.T) {
	p := newPerson(t, serve(t, 500), "kehoach")
	status, page := p.post("/plan/2025/new", url.Values{"from": {"chosen"}, "code": {"water_poor", "jobs"}})
	if status != 200 || !has(page, "#todo") || !strings.Contains(page, "CHƯA CÓ HIỆU LỰC") || !has(page, `tr[data-part="jobs"]`) {
		t.Fatalf("%d %s", status, errorOf(page))
	}
	if todo := textIn(page, "#todo"); !strings.Contains(todo, "Ngày ban hành: thiếu") || strings.Contains(todo, "date") {
		t.Error(todo)
	}
	if status, _ = p.post("/plan/2025/new", url.Values{"from": {"chosen"}, "code": {"jobs"}}); status != 409 {
		t.Errorf("a second draft: %d", status)
	}
	if _, page = p.get("/plan/2025/draft/water_poor"); !has(page, `[name="n_value_0"][value="tap"][checked]`) ||
		!strings.Contains(page, "nước máy") || !strings.Contains(page, `water_source in [`) {
		t.Error("the condition is not shown by choices")
	}
	if attrOf(page, `form[action="/plan/2025/draft/water_poor"] button`, "value") != "save" {
		t.Error("the key Enter does not save the form")
	}
	form := url.Values{"version": {"1"}, "do": {"save"}, "title": {"Hộ nghèo dùng nước máy"}, "sentence": {"90% hộ nghèo dùng nước máy"},
		"kind": {"rate"}, "unit": {"percent"}, "better": {"higher"}, "planned": {"90,5"}, "body": {"Sở Y tế"}, "cascade": {"same"},
		"n_over": {"household"}, "n_by": {"choices"}, "n_field_0": {"water_source"}, "n_compare_0": {"is"}, "n_value_0": {"tap"},
		"d_over": {"household"}, "d_by": {"choices"}, "d_field_0": {"group"}, "d_compare_0": {"is"}, "d_value_0": {"poor"}}
	for what, c := range map[string]struct {
		set  url.Values
		says string
	}{
		"no number":  {url.Values{"planned": {"chín mươi"}}, "không phải số"},
		"nothing":    {url.Values{"n_value_0": {}}, "chọn ít nhất một"},
		"too much":   {url.Values{"planned": {"120"}}, "0 đến 100"},
		"a bad rule": {url.Values{"n_by": {"text"}, "n_text": {"water_source = tap"}}, "=="},
		"no name":    {url.Values{"title": {" "}}, "Điền tên chỉ tiêu"},
		"more than choices": {url.Values{"n_by": {"text"}, "n_text": {`!internet || water_source == "tap"`}, "n_add": {"age"}},
			"phức tạp hơn các lựa chọn"},
	} {
		bad := url.Values{}
		for _, from := range []url.Values{form, c.set} {
			for k, v := range from {
				bad[k] = v
			}
		}
		if status, page = p.post("/plan/2025/draft/water_poor", bad); status != 422 || !strings.Contains(textIn(page, "#said"), c.says) ||
			strings.Contains(page, "token") {
			t.Errorf("%s: %d %s", what, status, textIn(page, "#said"))
		}
	}
	add := url.Values{"n_add": {"age"}}
	for k, v := range form {
		add[k] = v
	}
	if status, page = p.post("/plan/2025/draft/water_poor", add); status != 200 || !has(page, `[name="n_field_1"][value="age"]`) ||
		!has(page, `[name="planned"][value="90,5"]`) {
		t.Errorf("a condition is added: %d", status)
	}
	add.Set("n_by", "text") // to a rule that choices can say
	add.Set("n_text", `water_source == "rain"`)
	if _, page = p.post("/plan/2025/draft/water_poor", add); !has(page, `[name="n_value_0"][value="rain"][checked]`) ||
		!has(page, `[name="n_field_1"][value="age"]`) || has(page, `[name="n_by"][value="text"][checked]`) {
		t.Error("a condition is not added to a rule")
	}
	if status, page = p.post("/plan/2025/draft/water_poor", form); status != 200 || !strings.Contains(page, "90,5 %") {
		t.Fatalf("%d %s", status, errorOf(page))
	}
	if status, page = p.post("/plan/2025/draft/water_poor", form); status != 409 || !strings.Contains(page, "đã sửa bản thảo này") {
		t.Errorf("the second at once: %d", status)
	}
	again := `form[action="/plan/2025/draft/water_poor"] [name="version"]`
	if valueOf(page, again) != "1" { // sent again it would overwrite what the first has saved
		t.Errorf("the form that was too late is of version %s", valueOf(page, again))
	}
	form.Set("version", "2")
	form.Set("planned", "nhiều")
	if _, page = p.post("/plan/2025/draft/water_poor", form); valueOf(page, again) != "2" {
		t.Errorf("a form with a fault is of version %s", valueOf(page, again))
	}
	form.Set("planned", "90,5")
	form.Set("looked", "reading") // of the condition that is another now
	p.post("/plan/2025/draft/water_poor", form)
	heading := url.Values{"version": {"2"}, "do": {"heading"}, "number": {"7/KH-UBND"}, "date": {"10/01/2025"},
		"title": {"Kế hoạch giảm nghèo năm 2025"}}
	if status, page = p.post("/plan/2025/draft", heading); status != 409 || valueOf(page, `#heading [name="version"]`) != "2" ||
		valueOf(page, `#heading [name="number"]`) != "7/KH-UBND" || valueOf(page, `#force [name="version"]`) != "3" {
		t.Errorf("a heading that was too late: %d, version %s", status, valueOf(page, `#heading [name="version"]`))
	}
	heading.Set("version", "3")
	p.post("/plan/2025/draft", heading)
	p.post("/plan/2025/draft", url.Values{"version": {"4"}, "do": {"remove"}, "code": {"jobs"}})
	force := url.Values{"version": {"5"}, "do": {"force"}, "plan_was": {"0"}, "reason": {"ban hành kế hoạch"}}
	if status, page = p.post("/plan/2025/draft", force); status != 200 {
		t.Fatalf("%d %s", status, errorOf(page))
	}
	if _, page = p.plan("/plan?year=2025"); !strings.Contains(page, "90% hộ nghèo dùng nước máy") {
		t.Error("the plan is not in force")
	}
}
