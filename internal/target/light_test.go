package target

import (
	"os"
	"strings"
	"testing"

	"giamngheo/internal/forecast"
	"giamngheo/internal/rule/parse"
)

func TestLights(t *testing.T) {
	l, err := ReadLights(os.DirFS("../../data"), parse.NewConditions)
	if err != nil {
		t.Fatal(err)
	}
	plan := 80.0
	of := func(v, low, high float64) forecast.Prediction {
		return forecast.Prediction{Known: true, Value: v, Interval: true, Low: low, High: high}
	}
	for _, c := range []struct {
		name   string
		better string
		s      Situation
		want   Light
		why    string
	}{
		{"no figure", "higher", Situation{Planned: &plan}, Grey, "Chưa có số liệu"},
		{"no plan", "higher", Situation{Actual: Figure{Known: true, Value: 3}}, Grey, "không ghi số"},
		{"reached", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 80}}, Green, "Đã đạt"},
		{"reached, but it falls", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 80},
			Forecast: of(70, 60, 79), Elapsed: 0.5}, Red, "Dự báo không đạt nếu"},
		{"surely reached in time", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50},
			Forecast: of(90, 80, 100), Elapsed: 0.5}, Green, "cả ở mức xấu"},
		{"reached without an interval", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50},
			Forecast: forecast.Prediction{Known: true, Value: 90, Low: 90, High: 90}, Elapsed: 0.5}, Amber,
			"chưa đủ số liệu"},
		{"perhaps reached", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50},
			Forecast: of(90, 79, 100), Elapsed: 0.5}, Amber, "ở mức xấu của khoảng dự báo thì không"},
		{"perhaps missed", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50},
			Forecast: of(70, 60, 80), Elapsed: 0.5}, Amber, "còn trong khoảng"},
		{"missed", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50}, Forecast: of(70, 60, 79),
			Elapsed: 0.25}, Red, "Dự báo không đạt nếu"},
		{"too early", "higher", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 50},
			Forecast: of(70, 60, 79), Elapsed: 0.2}, Amber, "một phần tư"},
		{"low enough", "lower", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 90},
			Forecast: of(70, 60, 80), Elapsed: 0.5}, Green, "cả ở mức xấu"},
		{"too high", "lower", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 90},
			Forecast: of(90, 81, 95), Elapsed: 0.5}, Red, "Dự báo không đạt nếu"},
		{"at a bound that must not be met", "below", Situation{Planned: &plan, Actual: Figure{Known: true, Value: 80},
			Elapsed: 0.5}, Red, "Dự báo không đạt nếu"},
	} {
		c.s.Part = &Part{Better: c.better}
		if got, why := l.Light(&c.s); got != c.want || !strings.Contains(why.VI, c.why) {
			t.Errorf("%s: %s, %s", c.name, got, why.VI)
		}
	}
}

func TestLightFaults(t *testing.T) {
	_, err := ParseLights("plan/lights.yaml", []byte(`lights:
  - {light: blue, when: known, why: {vi: a, en: a}}
  - {light: green, when: planed > 1, why: {vi: a, en: a}}
  - {light: green, when: planned, why: {vi: a}}
`), parse.NewConditions)
	got := ""
	for _, f := range FaultsOf(err) {
		got += f.String() + "\n"
	}
	for _, want := range []string{"plan/lights.yaml:2: lights[1].light: đèn phải là",
		"plan/lights.yaml:3: lights[2].when: không có tên “planed”; có phải “planned”?",
		"plan/lights.yaml:4: lights[3].when: biểu thức phải cho kết quả đúng/sai, không phải số thập phân",
		"plan/lights.yaml:4: lights[3].why: thiếu lý do", "quy tắc cuối phải có"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
