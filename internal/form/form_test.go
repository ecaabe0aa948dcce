package form

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
)

func shipped(t testing.TB) []*Form {
	t.Helper()
	all, err := Shipped(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(target.FaultsOf(err), err)
	}
	return all
}

func named(t testing.TB, code string) *Form {
	t.Helper()
	f := NewSet(shipped(t)).Form(code)
	if f == nil {
		t.Fatal("no form", code)
	}
	return f
}

// weekdays is a calendar without holidays.
func weekdays(d date.Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// TestShipped: the forms 01 to 15, the money table and the questions of an evaluation are there, what is not known of them says so, and the schedules
// know their forms.
func TestShipped(t *testing.T) {
	all := shipped(t)
	if len(all) != 17 {
		t.Errorf("%d forms", len(all))
	}
	for _, f := range all {
		if !f.Sample || !strings.Contains(f.Number, "MẪU") || f.Note.VI == "" {
			t.Errorf("%s does not say that it is a sample", f.Code)
		}
	}
	schedules, err := ReadSchedules(os.DirFS("../../data"), all)
	if err != nil || len(schedules) != 9 {
		t.Fatal(len(schedules), err, target.FaultsOf(err))
	}
	if _, err := ReadSchedules(os.DirFS("../../data"), all[:3]); !strings.Contains(target.FaultsOf(err).Error(), "schedules.yaml:32: ") {
		t.Errorf("a form that is not there: %v", target.FaultsOf(err))
	}
}

// TestFaults: each fault of a form with its line.
func TestFaults(t *testing.T) {
	b, err := os.ReadFile("../../data/report/forms/bieu-01-mau.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"sample: true", "samples: true", "x.yaml:7: "},
		{"form: B01", "form: ''", "x.yaml:3: "},
		{"roll: sum, override: true", "roll: total", "x.yaml:16: "},
		{"fill: estimate", "fill: ratio", "x.yaml:17: "},
		{"{code: uoc, title", "{code: uoc, type: percent, title", "x.yaml:17: "},
		{"sum: [ho_ngheo, can_ngheo]", "sum: [ho_ngheo, ho_giau]", "x.yaml:24: "},
		{"sum: [ho_ngheo, can_ngheo]", "sum: [ho_ngheo, ty_le]", "x.yaml:24: "},
		{"num: ngheo_da_chieu, den: tong_ho", "num: ngheo_da_chieu", "x.yaml:25: "},
		{"num: ngheo_da_chieu, den: tong_ho", "num: '', den: ''", "x.yaml:25: "},
		{"figure: {class: poor}", "figure: {class: rich}", "x.yaml:22: "},
		{"figure: {class: poor}", "figure: {class: poor, money: A}", "x.yaml:22: "},
		{"code: nuoc_tong", "code: nuoc", "x.yaml:32: "},
		{"left: [doi_thoai/thuc_hien]", "left: [doi_thoai/da_hop]", "x.yaml:39: "},
		{"op: '>='", "op: '>'", "x.yaml:39: "},
		{"from: 2022-05-31", "from: 2022-05-31\nto: 2021-01-01", "x.yaml:15: "},
	} {
		text := strings.Replace(string(b), c.from, c.to, 1)
		if text == string(b) {
			t.Fatalf("nothing to replace: %s", c.from)
		}
		_, err := ReadForm("x.yaml", []byte(text))
		if said := target.FaultsOf(err).Error(); !strings.Contains(said, c.want) {
			t.Errorf("%q: want %q, got\n%s", c.to, c.want, said)
		}
	}
	ring := strings.Replace(string(b), "figure: {class: poor}", "sum: [ngheo_da_chieu]", 1)
	if _, err := ReadForm("x.yaml", []byte(ring)); len(target.FaultsOf(err)) == 0 {
		t.Error("a cell that is computed from itself")
	}
	for _, text := range []string{"", "[", "form: [1]", "---\n---\n"} {
		if _, err := ReadForm("x.yaml", []byte(text)); err == nil {
			t.Errorf("%q is a form", text)
		}
	}
}

// TestReadValue: numbers as Vietnamese papers write them, and back; text in a number's cell is refused.
func TestReadValue(t *testing.T) {
	slot := func(of Type) *Slot { return &Slot{Type: of, Kind: Input, Row: &Row{}, Column: &Column{}} }
	for _, c := range []struct {
		of   Type
		in   string
		want int64
		out  string
	}{
		{Whole, "1.234", 1234, "1.234"}, {Whole, "0", 0, "0"}, {Whole, "-5", -5, "−5"}, {Whole, " 12 ", 12, "12"},
		{Decimal, "1,5", 150, "1,5"}, {Decimal, "1.5", 150, "1,5"}, {Decimal, "1.234,50", 123450, "1.234,5"},
		{Percent, "12 %", 1200, "12,00"}, {Percent, "52,73", 5273, "52,73"}, {Money, "1.500.000.000", 1_500_000_000, "1.500.000.000"},
		{Whole, "12,0", 12, "12"}, {Decimal, "3,05", 305, "3,05"},
	} {
		v, err := ReadValue(slot(c.of), c.in)
		if err != nil || v != Of(c.want) || v.Written(c.of) != c.out {
			t.Errorf("%s %q: %+v %q %v", c.of, c.in, v, v.Written(c.of), err)
		}
	}
	for of, texts := range map[Type][]string{Whole: {"mười", "1,5", "1.5", "12 %", "1.23.4", "1e3", "99999999999999999999", "٣"},
		Percent: {"1,234", "%"}, Money: {"9.000.000.000.000.001"}, Words: {strings.Repeat("a", 301)}} {
		for _, text := range texts {
			if v, err := ReadValue(slot(of), text); err == nil {
				t.Errorf("%s %q is %+v", of, text, v)
			}
		}
	}
	if v, err := ReadValue(slot(Whole), "unknown"); err != nil || v.Why != NotKnown || v.Known {
		t.Errorf("%+v %v", v, err)
	}
}

// TestCompute: sums say what is missing, a ratio needs both sides, what does not concern the unit is not missing.
func TestCompute(t *testing.T) {
	set := NewSet([]*Form{named(t, "B01")})
	v := Values{At("B01", "tong_ho", "thuc_hien"): Of(110), At("B01", "ho_ngheo", "thuc_hien"): Of(58)}
	set.Compute(v)
	sum, rate := v[At("B01", "ngheo_da_chieu", "thuc_hien")], v[At("B01", "ty_le", "thuc_hien")]
	if sum != (Value{Known: true, Number: 58, Missing: 1}) || rate.Number != 5273 || rate.Missing != 1 {
		t.Errorf("%+v %+v", sum, rate)
	}
	v[At("B01", "can_ngheo", "thuc_hien")] = Value{Why: OutsideScope}
	set.Compute(v)
	if v[At("B01", "ngheo_da_chieu", "thuc_hien")] != Of(58) {
		t.Error("what does not concern the unit is missing")
	}
	v[At("B01", "tong_ho", "thuc_hien")] = Of(0)
	set.Compute(v)
	if got := v[At("B01", "ty_le", "thuc_hien")]; !got.Blank() {
		t.Errorf("a share of nothing is %+v", got)
	}
	for _, c := range [][3]int64{{1, 3, 3333}, {2, 3, 6667}, {1, 8, 1250}, {-1, 3, -3333}, {58, 110, 5273}} {
		if got, ok := divide(c[0], c[1]); !ok || got != c[2] {
			t.Errorf("%d/%d = %d", c[0], c[1], got)
		}
	}
}

// TestDues: before 01/06/2024 is by 31/05 (a Friday); before 01/12/2024 is by Saturday 30/11, reminders aim at Friday
// 29/11; the other reading, fifteen working days after the period, is 19/07/2024.
func TestDues(t *testing.T) {
	all, err := ReadSchedules(os.DirFS("../../data"), shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	half, ok := all[0].Dues(Period{HalfYear, 2024, 0}, weekdays)
	if !ok || half.Province != date.Must(2024, 5, 31) || half.Other != date.Must(2024, 7, 19) || half.CutOff != date.Must(2024, 5, 10) {
		t.Errorf("%+v", half)
	}
	year, ok := all[1].Dues(Period{FullYear, 2024, 0}, weekdays)
	if !ok || year.Province != date.Must(2024, 11, 30) || year.Aim != date.Must(2024, 11, 29) ||
		year.Commune != date.Must(2024, 11, 8) || year.Check != date.Must(2024, 11, 20) {
		t.Errorf("%+v", year)
	}
	month, ok := all[4].Dues(Period{Month, 2024, 12}, weekdays)
	if !ok || month.Province != date.Must(2025, 1, 10) || month.CutOff != date.Must(2024, 12, 31) {
		t.Errorf("%+v", month)
	}
	for _, p := range []Period{{Month, 2024, 13}, {Month, 2024, 0}, {Quarter, 2024, 5}, {HalfYear, 1, 0}, {"week", 2024, 1}} {
		if _, _, ok := p.Days(); ok {
			t.Errorf("%v is a period", p)
		}
	}
	if _, ok := all[0].Dues(Period{FullYear, 2024, 0}, weekdays); ok {
		t.Error("a half-yearly schedule has a round of a year")
	}
}

// TestChecks: arithmetic, rows by themselves, and a series that falls; the explanation closes what is to be explained.
func TestChecks(t *testing.T) {
	set := NewSet([]*Form{named(t, "VON")})
	key := func(column string) Key { return At("VON", "DA1", column) }
	v := Values{key("ke_hoach"): Of(100), key("giai_ngan"): Of(120), key("con_lai"): Of(-20)}
	found := set.Check(v, Values{key("giai_ngan"): Of(130)}, func(Key) string { return "" })
	if len(found) != 2 || found[0].Severity != Block || found[0].Left != Of(120) || found[0].Right != Of(100) ||
		found[1].Severity != Explain || !found[1].Open() {
		t.Errorf("%+v", found)
	}
	found = set.Check(v, Values{key("giai_ngan"): Of(130)}, func(Key) string { return "thu hồi tạm ứng" })
	if !found[0].Open() || found[1].Open() {
		t.Errorf("%+v", found)
	}
	if found := set.Check(Values{key("ke_hoach"): Of(100), key("giai_ngan"): Of(120)}, nil, func(Key) string { return "" }); len(found) != 1 {
		t.Errorf("a sum of what is not known is checked: %+v", found)
	}
}

// TestOutliers: the design's eight communes; too few to tell; more than half the same.
func TestOutliers(t *testing.T) {
	out, few := Outliers([]int64{12, 15, 14, 13, 16, 11, 14, 90})
	if d := cmp.Diff([]Strange{{7, "14,0", "34,2"}}, out); d != "" || few {
		t.Error(d, few)
	}
	if out, few := Outliers([]int64{1, 2, 3, 4, 900}); !few || out != nil {
		t.Error("five units tell something")
	}
	out, _ = Outliers([]int64{7, 7, 7, 7, 7, 9})
	if d := cmp.Diff([]Strange{{5, "7,0", ""}}, out); d != "" {
		t.Error(d)
	}
	if out, _ := Outliers([]int64{7, 7, 7, 7, 7, 7}); out != nil {
		t.Error("equals are unlike each other")
	}
}

// TestRecast: a merger keeps sums; nobody gets what belongs to nobody known.
func TestRecast(t *testing.T) {
	set := NewSet([]*Form{named(t, "B01")})
	poor, rate := At("B01", "ho_ngheo", "thuc_hien"), At("B01", "ty_le", "thuc_hien")
	all := At("B01", "tong_ho", "thuc_hien")
	was := map[place.Code]Values{"1": {poor: Of(8), all: Of(10)}, "2": {poor: Of(50), all: Of(100)}, "3": {poor: Of(1), all: Of(2)},
		"4": {poor: Of(5)}}
	became := map[place.Code]place.Code{"1": "9", "2": "9", "3": "3"}
	now, refused := set.Recast(was, func(c place.Code) (place.Code, bool) { to, ok := became[c]; return to, ok })
	if now["9"][poor] != Of(58) || now["9"][all] != Of(110) || now["3"][poor] != Of(1) || !slices.Equal(refused, []place.Code{"4"}) {
		t.Errorf("%+v %v", now, refused)
	}
	if got := now["9"][rate]; got.Number != 5273 { // not (80 + 50) / 2
		t.Errorf("%+v", got)
	}
}

// TestChoice: a cell of choices holds one of them, in either language and whatever its capitals, and nothing else by
// any door; a tally says how many chose what, and how many have not.
func TestChoice(t *testing.T) {
	set := NewSet(shipped(t))
	slot := set.Slot("DG/duy_tu/muc_do")
	for text, want := range map[string]Value{"Khá": {Known: true, Text: "Khá"}, "khá": {Known: true, Text: "Khá"}, "GOOD": {Known: true, Text: "Tốt"},
		"": {}, "chưa có số liệu": {}} {
		v, err := ReadValue(slot, text)
		if text == "chưa có số liệu" {
			continue // a reason, as of any cell
		}
		if err != nil || v != want {
			t.Errorf("%q: %+v %v", text, v, err)
		}
	}
	for _, text := range []string{"Rất tốt", "5", "Khá lắm"} {
		if v, err := ReadValue(slot, text); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "Trung bình") {
			t.Errorf("%q: %+v %v", text, v, err)
		}
		if err := slot.Sound(Value{Known: true, Text: text}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q is kept: %v", text, err)
		}
	}
	if err := slot.Sound(Value{Known: true, Text: "Khá"}); err != nil {
		t.Error(err)
	}
	one := func(s string) Value { return Value{Known: true, Text: s} }
	got := slot.Tally([]Value{one("Khá"), one("Tốt"), {}, one("Khá"), {Why: OutsideScope}, {Why: NotKnown}})
	if (got != Value{Known: true, Text: "Tốt 1, Khá 2", Missing: 2}) {
		t.Errorf("%+v", got)
	}
	if got := slot.Tally([]Value{{}}); got.Known || got.Missing != 1 {
		t.Errorf("%+v", got)
	}
	head := "form: X\ntitle: {vi: X}\ninstrument: MẪU\nfrom: 2022-01-01\nrows: [{code: a, title: {vi: A}}]\n"
	for text, want := range map[string]string{
		"columns: [{code: b, title: {vi: B}, type: text, fill: ask, roll: tally}]\n":  "tally",
		"columns: [{code: b, title: {vi: B}, type: choice, fill: ask, roll: none}]\n": "choices",
	} {
		if _, err := ReadForm("x.yaml", []byte(head+text)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := ReadForm("x.yaml", []byte(strings.Replace(head, "vi: A}", "vi: A}, type: choice", 1)+
		"columns: [{code: b, title: {vi: B}, fill: ask, roll: none}]\n")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a row of choices without any: %v", err)
	}
}
