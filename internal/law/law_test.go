package law

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule/parse"
)

func shipped(t testing.TB) *Library {
	t.Helper()
	lib, err := Load(os.DirFS("../../law"), parse.New)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestShippedLaw(t *testing.T) {
	lib := shipped(t)
	s, ok := lib.StandardOn(date.Must(2026, 12, 31))
	if !ok || s.Code != "2022-2025" {
		t.Errorf("on 31/12/2026: %q", s.Code)
	}
	if s, ok = lib.StandardOn(date.Must(2027, 1, 1)); !ok || s.Code != "2027-2030" {
		t.Errorf("on 01/01/2027: %q", s.Code)
	}
	if _, ok = lib.StandardOn(date.Must(2021, 12, 31)); ok {
		t.Error("a standard is in force on 31/12/2021")
	}
	if n := len(lib.IndicatorsOf("2022-2025")); n != 12 {
		t.Errorf("%d indicators", n)
	}
	for _, in := range lib.Instruments {
		for _, n := range append(in.AmendedBy, in.ReplacedBy...) {
			if _, ok := lib.Instrument(n); !ok {
				t.Errorf("%s names %s, which is not in the register", in.Number, n)
			}
		}
	}
}

func TestRetirementAges(t *testing.T) {
	lib := shipped(t)
	at := func(name string, year int) int64 {
		for _, p := range lib.Parameters {
			if p.Name == name {
				v, ok := p.At(date.Must(year, 6, 1))
				if !ok {
					return -1
				}
				return v.Value.(int64)
			}
		}
		return -1
	}
	for _, c := range []struct {
		name   string
		year   int
		months int64
	}{
		{"retirement_male", 2021, 60*12 + 3}, {"retirement_male", 2024, 61 * 12}, {"retirement_male", 2027, 61*12 + 9},
		{"retirement_male", 2028, 62 * 12}, {"retirement_male", 2050, 62 * 12},
		{"retirement_female", 2021, 55*12 + 4}, {"retirement_female", 2024, 56*12 + 4},
		{"retirement_female", 2034, 59*12 + 8}, {"retirement_female", 2035, 60 * 12},
		{"retirement_female", 2050, 60 * 12},
		{"retirement_male", 2020, -1},
	} {
		if got := at(c.name, c.year); got != c.months {
			t.Errorf("%s in %d = %d months, want %d", c.name, c.year, got, c.months)
		}
	}
}

func TestTerms(t *testing.T) {
	lib := shipped(t)
	for _, c := range []struct {
		term  string
		event date.Date
		want  date.Date
	}{
		{"newly_escaped", date.Must(2024, 12, 10), date.Must(2027, 12, 10)},
		{"newly_escaped", date.Must(2024, 2, 29), date.Must(2027, 2, 28)}, // no such day: the month's last
		{"newly_escaped", date.Must(2023, 8, 31), date.Must(2026, 8, 31)},
		{"newly_escaped", date.Must(2024, 11, 28), date.Must(2027, 11, 28)}, // a Sunday: a status is not moved
		{"posting", date.Must(2024, 10, 10), date.Must(2024, 10, 15)},       // Thursday: Friday, Monday, Tuesday
		// 30/4 and 1/5 rest, the Saturday is worked
		{"posting", date.Must(2024, 4, 29), date.Must(2024, 5, 4)},
		{"monthly_decision", date.Must(2024, 10, 15), date.Must(2024, 10, 30)},
		{"monthly_decision", date.Must(2024, 6, 15), date.Must(2024, 7, 1)}, // 30/06/2024 is a Sunday: moved
		{"district_opinion", date.Must(2025, 6, 27), date.Must(2025, 7, 4)},
	} {
		got, err := lib.End(c.term, c.event)
		if err != nil || got.Last != c.want || len(got.Cites) != 2 {
			t.Errorf("%s from %s = %v, %v; want %s", c.term, c.event, got, err, c.want)
		}
	}
	if _, err := lib.End("district_opinion", date.Must(2025, 7, 1)); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the district's opinion after the districts: %v", err)
	}
	if _, err := lib.End("nothing", date.Must(2025, 7, 1)); err == nil {
		t.Error("a term of no name has an end")
	}
}

func TestLastDay(t *testing.T) {
	lib := shipped(t)
	if d, err := lib.LastDay("annual_review", 2024); err != nil || d != date.Must(2024, 12, 14) {
		t.Error(d, err)
	}
	if _, err := lib.LastDay("annual_review", 2019); err == nil {
		t.Error("a review before its law")
	}
}

func TestSamplesAreMarked(t *testing.T) {
	lib := shipped(t)
	var files []string
	for _, s := range lib.On(date.Must(2027, 6, 1)).Samples {
		files = append(files, s.File)
	}
	want := []string{"07-2021-tt-bldtbxh/b1-MAU.yaml", "07-2021-tt-bldtbxh/phieu-a-MAU.yaml",
		"351-2025-nd-cp/phu-luc-MAU.yaml"}
	if d := cmp.Diff(want, files); d != "" {
		t.Error(d)
	}
	if n := len(lib.On(date.Must(2024, 6, 1)).Samples); n != 2 {
		t.Errorf("%d samples in 2024, want the B1 table and form A", n)
	}
}

func TestInForce(t *testing.T) {
	v := shipped(t).On(date.Must(2024, 10, 1))
	if len(v.Standards) != 1 || v.Standards[0].Code != "2022-2025" || len(v.Standards[0].Indicators) != 12 ||
		len(v.Standards[0].Classes) != 4 {
		t.Errorf("standards: %+v", v.Standards)
	}
	for _, in := range v.Instruments {
		if in.Number == "351/2025/NĐ-CP" {
			t.Error("Decree 351/2025 is in force in 2024")
		}
	}
	for _, p := range v.Standards[0].Parameters {
		if p.Now.Cite == "" || p.Unit == "" {
			t.Errorf("%s lacks its citation or unit", p.Name)
		}
	}
}

const register = `instruments:
  - {number: A/1, title: {vi: a, en: a}, confidence: high}
`

const standard = `instrument: A/1
standard: s
standards:
  - {code: s, title: {vi: s, en: s}, from: 2022-01-01, to: 2026-12-31, cite: c}
dimensions: [{code: d, title: {vi: d, en: d}}]
parameters:
  - name: line
    title: {vi: l, en: l}
    unit: VND
    type: int
    values: [{from: 2022-01-01, to: 2026-12-31, value: 5, cite: c}]
indicators: [{code: i, dimension: d, title: {vi: i, en: i}, deprived: "!internet", cite: c}]
classes: [{code: none, title: {vi: n, en: n}, when: income_per_head > line || deprivations >= 0, cite: c}]
`

// TestFaults: what is wrong is found, each with its file and line.
func TestFaults(t *testing.T) {
	extra := "instrument: A/1\nparameters:\n"
	param := func(rest string) string {
		return extra + "  - name: p\n    title: {vi: p, en: p}\n    unit: u\n    type: int\n    values:\n" + rest
	}
	for _, c := range []struct {
		name, file string
		want       []string // "line: part of the message"
	}{
		{"unknown key", "instrument: A/1\nparametres: []\n", []string{"2: khóa lạ “parametres”"}},
		{"unknown key inside", param("      - {from: 2022-01-01, value: 1, cite: c, unti: x}\n"),
			[]string{"8: khóa lạ “unti”"}},
		{"wrong type", param("      - {from: 2022-01-01, value: abc, cite: c}\n"), []string{"8: sai kiểu"}},
		{"wrong type of a list", "instrument: A/1\nparameters: 5\n", []string{"2: sai kiểu"}},
		{"no citation", param("      - {from: 2022-01-01, value: 1}\n"), []string{"8: thiếu căn cứ"}},
		{"overlap",
			param(
				"      - {from: 2022-01-01, to: 2023-06-30, value: 1, cite: c}\n      - {from: 2023-06-30, value: 2, cite: c}\n"), []string{"9: trùng ngày"}},
		{"gap",
			param(
				"      - {from: 2022-01-01, to: 2022-12-31, value: 1, cite: c}\n      - {from: 2023-01-02, value: 2, cite: c}\n"), []string{"9: hở ngày"}},
		{"order",
			param("      - {from: 2023-01-01, value: 1, cite: c}\n      - {from: 2022-01-01, value: 2, cite: c}\n"),
			[]string{"9: trùng ngày"}},
		{"impossible date", param("      - {from: 2022-02-30, value: 1, cite: c}\n"), []string{"8: ngày “2022-02-30”"}},
		{"ends before it begins", param("      - {from: 2022-01-02, to: 2022-01-01, value: 1, cite: c}\n"),
			[]string{"8: ngày kết thúc trước"}},
		{"no value", param("      - {from: 2022-01-01, cite: c}\n"), []string{"8: thiếu “value”"}},
		{"by area",
			"instrument: A/1\nparameters:\n  - {name: p, title: {vi: p, en: p}, unit: u, type: int, by: area, values: [{from: 2022-01-01, value: {rural: 1}, cite: c}]}\n", []string{"3: giá trị theo khu vực"}},
		{"another instrument", "instrument: B/2\n", []string{"1: văn bản “B/2” không có trong sổ"}},
		{"no instrument", "article: x\n", []string{"1: thiếu “instrument”"}},
		{"another standard", "instrument: A/1\nstandard: z\n", []string{"2: không có chuẩn “z”"}},
		{"sample without a note", "instrument: A/1\nsample: true\n", []string{"2: tệp MẪU phải có"}},
		{"expression: type",
			"instrument: A/1\nstandard: s\nindicators:\n  - {code: j, dimension: d, title: {vi: j, en: j}, deprived: 'size == \"a\"', cite: c}\n", []string{"4: biểu thức"}},
		{"expression: name",
			"instrument: A/1\nstandard: s\nindicators:\n  - {code: j, dimension: d, title: {vi: j, en: j}, deprived: wal == \"solid\", cite: c}\n", []string{"4: biểu thức, cột 1"}},
		{"expression: vocabulary",
			"instrument: A/1\nstandard: s\nindicators:\n  - code: j\n    dimension: d\n    title: {vi: j, en: j}\n    deprived: |\n      internet &&\n      wall == \"soild\"\n    cite: c\n", []string{"9: biểu thức, cột 9: “soild”"}},
		{"expression: not true or false",
			"instrument: A/1\nstandard: s\nindicators:\n  - {code: j, dimension: d, title: {vi: j, en: j}, deprived: size, cite: c}\n", []string{"4: biểu thức"}},
		{"expression: unsupported",
			"instrument: A/1\nstandard: s\nindicators:\n  - {code: j, dimension: d, title: {vi: j, en: j}, deprived: '{\"a\": 1}.size() == 1', cite: c}\n", []string{"4: biểu thức"}},
		{"circular definitions",
			"instrument: A/1\ndefinitions:\n  - {name: x, scope: household, expr: y, cite: c}\n  - {name: y, scope: household, expr: x, cite: c}\n", []string{"vòng tròn"}},
		{"dimension",
			"instrument: A/1\nstandard: s\nindicators:\n  - {code: j, dimension: e, title: {vi: j, en: j}, deprived: internet, cite: c}\n", []string{"4: chiều “e” chưa khai"}},
		{"name twice",
			"instrument: A/1\nstandard: s\nparameters:\n  - {name: line, title: {vi: l, en: l}, unit: u, type: int, values: [{from: 2022-01-01, to: 2026-12-31, value: 1, cite: c}]}\n", []string{"“line” đã khai"}},
		{"days of the standard not covered",
			"instrument: A/1\nstandard: s\nparameters:\n  - {name: q, title: {vi: l, en: l}, unit: u, type: int, values: [{from: 2022-01-01, to: 2025-12-31, value: 1, cite: c}]}\n", []string{"4: “q” không có giá trị cho mọi ngày"}},
		{"standards overlap",
			"instrument: A/1\nstandard: t\nstandards: [{code: t, title: {vi: t, en: t}, from: 2026-12-31, cite: c}]\ndimensions: [{code: d, title: {vi: d, en: d}}]\nindicators: [{code: i, dimension: d, title: {vi: i, en: i}, deprived: internet, cite: c}]\nclasses: [{code: none, title: {vi: n, en: n}, when: internet, cite: c}]\n", []string{"trùng ngày"}},
		{"bad YAML", "instrument: [\n", []string{"YAML sai"}},
		{"two documents", "instrument: A/1\n---\ninstrument: A/1\n", []string{"một tài liệu YAML"}},
		{"empty", "", []string{"tệp rỗng"}},
		{"key twice", "instrument: A/1\ninstrument: A/1\n", []string{"2: khóa “instrument” viết hai lần"}},
		{"several at once", param("      - {from: 2022-13-01, value: abc, unti: x}\n") + "bogus: 1\n",
			[]string{"8: khóa lạ “unti”", "9: khóa lạ “bogus”", "8: ngày “2022-13-01”", "8: sai kiểu",
				"8: thiếu căn cứ"}},
	} {
		_, err := Load(fstest.MapFS{"instruments.yaml": {Data: []byte(register)}, "s.yaml": {Data: []byte(standard)},
			"x.yaml": {Data: []byte(c.file)}}, parse.New)
		var faults Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s: no fault", c.name)
			continue
		}
		for _, want := range c.want {
			line, part, hasLine := strings.Cut(want, ": ")
			if !hasLine || strings.Trim(line, "0123456789") != "" {
				line, part = "", want
			}
			if !strings.Contains(faults.Error(), ":"+line) || !found(faults, line, part) {
				t.Errorf("%s: want %q among\n%s", c.name, want, faults)
			}
		}
	}
}

func found(faults Faults, line, part string) bool {
	for _, f := range faults {
		if strings.Contains(f.Text.VI, part) && (line == "" || strings.Contains(f.String(), ":"+line+": ")) {
			return true
		}
	}
	return false
}

// TestSoundLawHasNoFaults: the texts that the faults are planted in are themselves right.
func TestSoundLawHasNoFaults(t *testing.T) {
	if _, err := Load(fstest.MapFS{"instruments.yaml": {Data: []byte(register)}, "s.yaml": {Data: []byte(standard)}},
		parse.New); err != nil {
		t.Error(err)
	}
}

func TestOverlay(t *testing.T) {
	higher := strings.Replace(standard, "value: 5", "value: 7", 1)
	folder := Overlay(fstest.MapFS{"instruments.yaml": {Data: []byte(register)}, "a/s.yaml": {Data: []byte(standard)}},
		fstest.MapFS{"a/s.yaml": {Data: []byte(higher)}, "b/more.yaml": {Data: []byte("instrument: A/1\n")}})
	lib, err := Load(folder, parse.New)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := lib.Parameters[0].At(date.Must(2022, 1, 1)); v.Value != int64(7) {
		t.Errorf("the province's value is not taken: %v", v.Value)
	}
}

func TestNullCloses(t *testing.T) {
	p := Parameter{Values: []Value{{Period: Period{From: date.Must(2022, 1, 1), To: date.Must(2022, 12, 31)},
		Value: int64(1)}, {Period: Period{From: date.Must(2023, 1, 1)}}}}
	if _, ok := p.At(date.Must(2022, 12, 31)); !ok {
		t.Error("closed too early")
	}
	if _, ok := p.At(date.Must(2023, 1, 1)); ok {
		t.Error("null does not close")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(standard)
	f.Add("instrument: A/1\nparameters: [{values: [{value: {rural: [}]}]\n")
	f.Add("households: &a {<<: *a}\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := Load(fstest.MapFS{"instruments.yaml": {Data: []byte(register)}, "x.yaml": {Data: []byte(text)},
			"cases.yaml": {Data: []byte(text)}}, parse.New)
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Errorf("not faults: %v", err)
		}
		for _, x := range faults {
			if x.Line < 1 || x.File == "" || x.Text.VI == "" || x.Text.EN == "" {
				t.Errorf("a fault without its place or message: %+v", x)
			}
		}
	})
}
