package target

import (
	"math"
	"strings"
	"testing"

	"giamngheo/internal/date"
)

// TestOwnBaseline: a register's 1.32 per cent against the plan's own baseline says what the published figures say.
func TestOwnBaseline(t *testing.T) {
	poor, _ := plan2024(t).Part("poor_rate")
	f := poor.Figure(&Evidence{AsOf: date.Must(2024, 12, 31), Now: Tally{Met: 132, NotMet: 9868}, Whole: true})
	if !f.Known || f.Value != -1.22 || *f.Before != 2.54 || !poor.Reached(f.Value) ||
		!strings.Contains(f.Source.VI, "số đầu kỳ: Kết quả rà soát cuối năm 2023") {
		t.Errorf("%+v", f)
	}
}

func TestFigures(t *testing.T) {
	p := plan2024(t)
	on := date.Must(2024, 12, 31)
	reports := map[string]Report{
		"poverty_officers": {Value: 200, Source: "Báo cáo 1", AsOf: date.Must(2024, 11, 1)},
		"officers_trained": {Value: 150, Source: "Báo cáo 2", AsOf: date.Must(2024, 11, 1)},
		"stunting_coastal": {Numerator: 23, Denominator: 200, Source: "Điều tra 2024", AsOf: date.Must(2024, 10, 1)},
	}
	report := func(code string) (Report, bool) { r, ok := reports[code]; return r, ok }
	for _, c := range []struct {
		code     string
		e        Evidence
		known    bool
		value    float64
		reported bool
		says     string // of the source, or why not
	}{
		{"insured", Evidence{Now: Tally{3, 1, 2}}, true, 75, false, "đếm từ sổ hộ"},
		{"insured", Evidence{Now: Tally{0, 0, 0}}, false, 0, false, "mẫu số bằng 0: không có ai"},
		{"insured", Evidence{Now: Tally{0, 0, 7}}, false, 0, false, "mẫu số bằng 0: 7 trường hợp đều chưa rõ"},
		{"jobs", Evidence{Now: Tally{Met: 4000}}, true, 4000, false, "sổ hỗ trợ"},
		{"models", Evidence{}, true, 0, false, "danh mục hoạt động"},
		{"officers_trained", Evidence{Now: Tally{Met: 300}, Report: report}, true, 75, true, "Báo cáo 2"},
		/* attendances are no officers */
		{"officers_trained", Evidence{Now: Tally{Met: 150}}, false, 0, true,
			"chưa có báo cáo “Số cán bộ làm công tác giảm nghèo”"},
		{"stunting_coastal", Evidence{Report: report}, true, 11.5, true, "Điều tra 2024"},
		{"legal_aid_known", Evidence{Report: report}, false, 0, true,
			"chưa có báo cáo “Tỷ lệ người dân biết đến trợ giúp pháp lý”"},
		{"legal_aid_given", Evidence{Now: Tally{1, 1, 0}}, true, 50, false, "sổ hỗ trợ"},
		// more were reached than are known to be meant: said, not hidden
		{"production_support", Evidence{Now: Tally{3, -1, 0}}, true, 150, false, "sổ hỗ trợ"},
		{"poor_rate", Evidence{Now: Tally{1, 99, 0}, Before: &Tally{3, 97, 0}}, true, -2, false, "đếm từ sổ hộ"},
		{"poor_rate", Evidence{Now: Tally{1, 99, 0}, Before: &Tally{}, Whole: true}, true, -1.54, false, "số đầu kỳ"},
		// the province's is no commune's
		{"poor_rate", Evidence{Now: Tally{1, 99, 0}, Before: &Tally{}}, false, 1, false, "không có sổ hộ"},
	} {
		part, _ := p.Part(c.code)
		c.e.AsOf = on
		f := part.Figure(&c.e)
		if f.Known != c.known || !near(f.Value, c.value) || f.Reported != c.reported ||
			!strings.Contains(f.Source.VI+f.Why.VI, c.says) {
			t.Errorf("%s of %+v: %+v", c.code, c.e.Now, f)
		}
	}
	part, _ := p.Part("stunting_coastal")
	if f := part.Figure(&Evidence{AsOf: on, Report: report}); f.AsOf != date.Must(2024, 10, 1) ||
		!part.Reached(f.Value) {
		t.Errorf("a survey's day: %+v", f)
	}
	bare := Part{Kind: "change", Numerator: &Measure{Over: "household"}, Denominator: &Measure{Over: "household"}}
	if f := bare.Figure(&Evidence{Now: Tally{1, 1, 0}, Whole: true}); f.Known ||
		!strings.Contains(f.Why.VI, "số đầu kỳ") {
		t.Errorf("a change from nowhere: %+v", f)
	}
}

func TestCheckReport(t *testing.T) {
	p, today := plan2024(t), date.Must(2024, 12, 31)
	good := Report{Figure: "stunting_coastal", Source: "Điều tra", AsOf: date.Must(2024, 10, 1), Value: 11}
	if err := p.CheckReport(&good, today); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Report){
		"không có số báo cáo “x”":    func(r *Report) { r.Figure = "x" },
		"phải có nguồn":              func(r *Report) { r.Source = "" },
		"ở tương lai":                func(r *Report) { r.AsOf = date.Must(2025, 1, 1) },
		"không được âm":              func(r *Report) { r.Value = -1 },
		"mẫu số bằng 0":              func(r *Report) { r.Numerator = 3 },
		"tỷ lệ không được quá 100 %": func(r *Report) { r.Value = 101 },
	} {
		r := good
		change(&r)
		if err := p.CheckReport(&r, today); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestUnknownWidens: what is not known lies between all of it met and none. Insurance known of 1 person in 120 says
// 0.83 to 100 %: undetermined, as 37 unknown of 40 households' water (2.5 to 95 with one met of three known).
func TestUnknownWidens(t *testing.T) {
	p := plan2024(t)
	for _, c := range []struct {
		code      string
		e         Evidence
		low, high float64
		open      bool
	}{
		{"insured", Evidence{Now: Tally{1, 0, 119}}, 100. / 120, 100, true},
		{"insured", Evidence{Now: Tally{0, 1, 119}}, 0, 11900. / 120, false}, // one without: never all
		{"water", Evidence{Now: Tally{3, 0, 37}}, 7.5, 100, true},
		{"water", Evidence{Now: Tally{1, 2, 37}}, 2.5, 95, true},
		{"water", Evidence{Now: Tally{36, 1, 3}}, 90, 97.5, false},
		{"water", Evidence{Now: Tally{36, 4, 0}}, 90, 90, false},
		{"poor_rate", Evidence{Now: Tally{1, 98, 1}, Before: &Tally{3, 97, 0}}, -2, -1, false},
		{"poor_rate", Evidence{Now: Tally{1, 97, 2}, Before: &Tally{3, 95, 2}}, -4, 0, true},
		// who is unknown may only not be meant
		{"production_support", Evidence{Now: Tally{8, 2, 2}}, 800. / 12, 80, true},
		{"jobs", Evidence{Now: Tally{Met: 4000}}, 4000, 4000, false},
	} {
		part, _ := p.Part(c.code)
		f := part.Figure(&c.e)
		if !f.Known || !near(f.Low, c.low) || !near(f.High, c.high) || f.Low > f.Value+1e-9 || f.Value > f.High+1e-9 {
			t.Errorf("%s of %+v: %+v, want %g to %g", c.code, c.e.Now, f, c.low, c.high)
		}
		if open := part.Straddles(part.Planned, &f); open != c.open {
			t.Errorf("%s of %+v: undetermined %v", c.code, c.e.Now, open)
		}
	}
}

// TestUnknownCounts: an unknown answer widens a count of the register, and a rate over a figure that was reported.
func TestUnknownCounts(t *testing.T) {
	families := Measure{Over: "household", Where: "poor"}
	count := Part{Kind: "count", Better: "higher", Numerator: &families}
	f := count.Figure(&Evidence{Now: Tally{Met: 40, NotMet: 7, Unknown: 3}})
	if !f.Known || f.Value != 40 || f.Low != 40 || f.High != 43 || f.Unknown != 3 {
		t.Errorf("%+v", f)
	}
	planned := 42.0
	if !count.Straddles(&planned, &f) {
		t.Error("a light could be certain of 40 to 43 where 42 are planned")
	}
	rate := Part{Kind: "rate", Better: "higher", Numerator: &families,
		Denominator: &Measure{Over: "report", Figure: "all"}}
	f = rate.Figure(&Evidence{Now: Tally{Met: 40, Unknown: 10},
		Report: func(string) (Report, bool) { return Report{Value: 200, Source: "BC 1"}, true }})
	if !f.Known || f.Value != 20 || f.Low != 20 || f.High != 25 {
		t.Errorf("%+v", f)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.005 }
