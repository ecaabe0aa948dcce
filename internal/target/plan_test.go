package target

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"giamngheo/internal/date"
	"giamngheo/internal/law"
	"giamngheo/internal/rule/parse"
)

// kinds and activities are the codes of the shipped catalogue.
var (
	kinds = []string{"job_placed", "job_abroad", "vocational_course", "production_model", "production_support",
		"insurance_card", "house", "water", "latrine", "internet",
		"information_device", "legal_aid_asked", "legal_aid_given", "nutrition", "officer_training",
		"communication_event"}
	activities = []string{"course", "model", "event", "training", "works", "survey", "other"}
)

func language(t testing.TB, on date.Date) *Language {
	t.Helper()
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLanguage(lib, parse.NewConditions, "", on, kinds, activities)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestShippedPlanIsComplete: the shipped plan has no fault, says of every part where it comes from, what it counts,
// how it is shared out and forecast, and what the plan's announcement does not say.
func TestShippedPlanIsComplete(t *testing.T) {
	p := plan2024(t)
	if err := p.Check(language(t, date.Must(2024, 12, 14))); err != nil {
		t.Error(err)
	}
	for _, part := range p.Parts() {
		if part.Numerator == nil || part.Denominator == nil && part.Kind != "count" && part.Numerator.Over != "report" {
			t.Errorf("%s: nothing to count", part.Code)
		}
		if part.Source == "" || part.Definition.VI == "" || part.Definition.EN == "" || part.Cascade.Rule == "" ||
			part.Method == "" {
			t.Errorf("%s: no source, definition, cascade or forecast", part.Code)
		}
	}
	if p.Signer != "" || len(p.Open) == 0 || len(p.Solutions) != 5 || len(p.Assignments) != 4 {
		t.Errorf("signer %q, %d open, %d solutions, %d assignments", p.Signer, len(p.Open), len(p.Solutions),
			len(p.Assignments))
	}
	for _, a := range p.Assignments {
		if !a.Lead || a.Body.VI != "Sở Lao động - Thương binh và Xã hội" || a.Open.VI == "" {
			t.Errorf("assignment %+v", a)
		}
	}
}

// TestPlanYAML: what is written is read back the same.
func TestPlanYAML(t *testing.T) {
	p := plan2024(t)
	b, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadPlan("again.yaml", b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, again, cmpopts.IgnoreUnexported(Plan{})); diff != "" {
		t.Error(diff)
	}
}

const faulty = `plan:
  number: 1/KH
  date: 2024-01-01
  year: 2024
  signr: ai
  title: {vi: a, en: a}
reports:
  - {code: known, title: {vi: a, en: a}, unit: percent, by: {vi: a, en: a}}
targets:
  - number: 1
    text: một
    parts:
      - code: a
        title: {vi: a, en: a}
        kind: rte
        unit: percent
        better: higher
        numerator: {over: household, where: wal == "solid"}
        denominator: {over: household, where: 'false'}
      - code: a
        title: {vi: a, en: a}
        kind: count
        unit: people
        planned: 1.5
        better: higher
        missing: {vi: a, en: a}
        numerator: {over: support, where: job_plced && poor}
        forecast: pase
  - number: 1
    text: hai
    parts:
      - code: b
        title: {vi: b, en: b}
        kind: rate
        unit: percent
        planned: 120
        better: higher
        missing: {vi: a, en: a}
        numerator: {over: support, where: poor + 1}
        denominator: {over: report, figure: unheard}
        cascade: {rule: proportional}
      - code: c
        title: {vi: c, en: c}
        kind: rate
        unit: percent
        better: higher
        numerator:
          over: person
          where: |
            m.age > 3 &&
            m.health_insurance == "yes"
      - code: d
        title: {vi: d, en: d}
        kind: change
        unit: percent
        better: lower
        numerator: {over: household, where: woman}
        denominator: {over: person, where: 'true'}
`

// TestAllFaultsAreLocated: every fault of a plan is reported at once, with its line, its target, its part and its
// field.
func TestAllFaultsAreLocated(t *testing.T) {
	p, err := ReadPlan("plan/x.yaml", []byte(faulty))
	if err == nil || p == nil {
		t.Fatal(p, err)
	}
	faults := append(FaultsOf(err), FaultsOf(p.Check(language(t, date.Must(2024, 12, 14))))...)
	got := map[string]bool{}
	for _, f := range faults {
		got[fmt.Sprintf("%d %d %s %s: %s", f.Line, f.Target, f.Part, f.Field, f.Text.VI)] = true
	}
	for _, want := range []string{
		"5 0  : khóa lạ “signr”",
		"15 1 a kind: phải là một trong: change, rate, count",
		"18 1 a numerator.where: không có tên “wal”",
		"19 1 a denominator.where: mẫu số luôn bằng 0",
		"20 1 a code: mã “a” đã dùng",
		"24 1 a planned: số đếm phải là số nguyên",
		"27 1 a numerator.where: không có tên “job_plced”; có phải “job_placed”?",
		"28 1 a forecast: phải là một trong",
		"29 1  number: số mục tiêu 1",
		"36 1 b planned: tỷ lệ phải từ 0 đến 100",
		"39 1 b numerator.where: sai kiểu: “+” không đi với đúng/sai và số nguyên",
		"40 1 b denominator.figure: không có số báo cáo “unheard” trong reports; có: known",
		"41 1 b cascade.rule: chỉ số đếm mới chia",
		"42 1 c denominator: thiếu mẫu số",
		"50 1 c numerator.where: điều đúng/sai thì so với true hoặc false, không so với chữ trong nháy (dòng 2,",
		"55 1 d unit: phải là một trong: points",
		"57 1 d numerator.where: child, disabled, woman nói về từng người",
		"58 1 d denominator.over: tử số và mẫu số",
		"52 1 d baseline: mức giảm, tăng cần ngày so sánh",
	} {
		found := false
		for g := range got {
			found = found || strings.HasPrefix(g, want)
		}
		if !found {
			t.Errorf("no fault %q", want)
		}
	}
	if t.Failed() {
		for g := range got {
			t.Log(g)
		}
	}
}

func TestUnreadablePlan(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "plan/x.yaml:1: tệp rỗng",
		"plan: [":                               "YAML sai",
		"plan: null\n":                          "targets: thiếu",
		"plan: {year: soon}\n":                  "sai kiểu: “soon”",
		"plan: {number: x}\n---\nplan: {}\n":    "mỗi tệp chỉ chứa một tài liệu",
		"plan: {number: x, date: 2024-02-30}\n": "2024-02-30",
		"targts: []\nplan: {number: x}\n":       "plan/x.yaml:1: khóa lạ “targts”",
		"plan: {number: x}\ntargets: [{parts: 3}]": "plan/x.yaml:2: sai kiểu",
	} {
		if _, err := Plans(fstest.MapFS{"plan/x.yaml": {Data: []byte(text)}}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestLanguageNames(t *testing.T) {
	lib, err := law.Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewLanguage(lib, parse.NewConditions, "", date.Must(2024, 6, 1), []string{"poor", "in vain"}, nil); err == nil ||
		!strings.Contains(err.Error(), "mã “poor” đã có nghĩa khác") || !strings.Contains(err.Error(), "mã “in vain”") {
		t.Errorf("a kind called like a fact: %v", err)
	}
	if _, err := NewLanguage(lib, parse.NewConditions, "", date.Must(1990, 1, 1), nil, nil); err == nil {
		t.Error("a language without a standard")
	}
}
