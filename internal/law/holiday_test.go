package law

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/workday"
)

// restDays are the days of testdata/rest_days_2022_2027.csv, by date.
func restDays(t *testing.T) map[date.Date]workday.Kind {
	t.Helper()
	f, err := os.Open("testdata/rest_days_2022_2027.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[date.Date]workday.Kind{}
	for _, r := range rows[1:] {
		d, err := date.Parse(r[0])
		if err != nil {
			t.Fatal(err)
		}
		out[d] = workday.Kind(r[2])
	}
	return out
}

// TestCalendarDayByDay: every day of 2022 to 2027 is to offices what an independent calendar says.
func TestCalendarDayByDay(t *testing.T) {
	lib, want := shipped(t), restDays(t)
	for d := date.Must(2022, 1, 1); d <= date.Must(2027, 12, 31); d = d.AddDays(1) {
		h, _ := lib.Days.On(d)
		if h.Kind != want[d] {
			t.Errorf("%s is %q, want %q", d, h.Kind, want[d])
		}
		working := want[d] == workday.Worked || want[d] == "" && !workday.Weekend(d)
		if lib.Working(d) != working {
			t.Errorf("%s: working is %v", d, !working)
		}
		if h.Kind != "" && (h.Cite == "" || h.Title.VI == "" || h.Title.EN == "" || h.Reckoned) {
			t.Errorf("%s says not why: %+v", d, h)
		}
	}
}

// TestEndsOverHolidays: terms of working days over Tết, the National Day and an exchanged Saturday.
func TestEndsOverHolidays(t *testing.T) {
	lib, d := shipped(t), date.Must
	for _, c := range []struct {
		term       string
		event, end date.Date
	}{
		{"posting", d(2024, 2, 5), d(2024, 2, 15)},
		{"district_opinion", d(2024, 2, 1), d(2024, 2, 15)},
		{"posting", d(2026, 2, 11), d(2026, 2, 23)},
		{"posting", d(2025, 1, 24), d(2025, 2, 5)},
		{"posting", d(2024, 4, 26), d(2024, 5, 4)}, // 2 and 3 May, and the worked Saturday
		{"posting", d(2024, 8, 30), d(2024, 9, 6)},
		{"posting", d(2023, 4, 28), d(2023, 5, 8)},
		{"posting", d(2027, 4, 29), d(2027, 5, 6)}, // 1 May is a Saturday: Monday 3 is made good
		{"district_opinion", d(2024, 12, 2), d(2024, 12, 9)},
	} {
		if got, err := lib.End(c.term, c.event); err != nil || got.Last != c.end {
			t.Errorf("%s of %s ends on %s, want %s (%v)", c.term, c.event, got.Last, c.end, err)
		}
	}
}

// TestYearWithoutNotice: what the law itself fixes rests, holidays on weekly days of rest are made good, and it says
// so.
func TestYearWithoutNotice(t *testing.T) {
	lib, d := shipped(t), date.Must
	for _, c := range []struct {
		day  date.Date
		rest bool
	}{
		{d(2028, 1, 1), true}, {d(2028, 1, 3), true}, // a Saturday: Monday
		{d(2028, 1, 25), true}, {d(2028, 1, 28), true}, {d(2028, 1, 31), false},
		{d(2028, 9, 2), true}, {d(2028, 9, 4), true}, {d(2028, 9, 5), false},
		{d(2029, 4, 30), true}, {d(2029, 5, 1), true}, {d(2029, 5, 2), false},
		{d(2032, 5, 1), true}, {d(2032, 5, 3), true}, {d(2032, 11, 24), false}, {d(2026, 11, 24), false},
	} {
		if h, had := lib.Days.On(c.day); had != c.rest || lib.Working(c.day) == c.rest {
			t.Errorf("%s: %+v %v", c.day, h, had)
		}
	}
	if lib.Days.NoNotice(2027).VI != "" || !strings.Contains(lib.Days.NoNotice(2028).EN, "2028") {
		t.Errorf("%v, %v", lib.Days.NoNotice(2027), lib.Days.NoNotice(2028))
	}
	if off := lib.Days.SwitchedOff(2026); len(off) != 1 || off[0].Date != d(2026, 11, 24) ||
		len(lib.Days.SwitchedOff(2025)) != 0 {
		t.Errorf("%+v", off)
	}
}

// TestSwitch: a province that switches the Day of Culture on has it in every year, listed or not.
func TestSwitch(t *testing.T) {
	b, err := os.ReadFile("../../law/80-nq-tw-2026/ngay-van-hoa.yaml")
	if err != nil {
		t.Fatal(err)
	}
	on := strings.Replace(string(b), "off: true, ", "", 1)
	lib, err := Load(Overlay(os.DirFS("../../law"), fstest.MapFS{"80-nq-tw-2026/ngay-van-hoa.yaml": {Data: []byte(on)}}),
		parse.New)
	if err != nil {
		t.Fatal(err)
	}
	for day, working := range map[date.Date]bool{date.Must(2025, 11, 24): true, date.Must(2026, 11, 24): false,
		date.Must(2030, 11, 25): false} {
		if lib.Working(day) != working {
			t.Errorf("%s: working is %v", day, !working)
		}
	}
}

// TestCalendarFaults: a day entered twice, a worked day that is none, a kind that is none, each with its line.
func TestCalendarFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{date: 2030-03-04, title: {vi: a, en: a}, cite: x}, {date: 2030-03-04, title: {vi: b, en: b}, cite: x}`: "stands already",
		`{date: 2026-04-27, kind: worked, title: {vi: a, en: a}, cite: x}`:                                       "no Saturday or Sunday",
		`{date: 2027-05-01, kind: worked, title: {vi: a, en: a}, cite: x}`:                                       "stands already",
		`{date: 2027-06-05, kind: half, title: {vi: a, en: a}, cite: x}`:                                         "must be rest or worked",
		`{date: 2027-06-06, kind: worked, title: {vi: a, en: a}}`:                                                "missing citation",
		`{date: 2027-06-31, title: {vi: a, en: a}, cite: x}`:                                                     "not a day",
	} {
		file := "instrument: 45/2019/QH14\nholidays: [" + text + "]\n"
		_, err := Load(Overlay(os.DirFS("../../law"), fstest.MapFS{"z.yaml": {Data: []byte(file)}}), parse.New)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Line != 2 ||
			!strings.Contains(faults[0].Text.EN, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	// A province's file from before may list what the shipped calendar has by now.
	same := "instrument: 45/2019/QH14\nholidays: [{date: 2025-01-27, title: {vi: Nghỉ Tết, en: Tết}, cite: thông báo}]\n"
	if _, err := Load(Overlay(os.DirFS("../../law"), fstest.MapFS{"z.yaml": {Data: []byte(same)}}),
		parse.New); err != nil {
		t.Error(err)
	}
}

// TestWith: an office's own days hold over the law's, and the law itself does not change.
func TestWith(t *testing.T) {
	lib, d := shipped(t), date.Must
	title := errs.Text{VI: "hoán đổi", EN: "exchanged"}
	own := lib.With(lib.Days.With([]workday.Day{{Date: d(2026, 9, 3), Kind: workday.Rest, Title: title},
		{Date: d(2026, 9, 12), Kind: workday.Worked, Title: title},
		{Date: d(2026, 9, 1), Kind: workday.Ordinary}}, []workday.Year{{Year: 2028}}))
	for day, working := range map[date.Date]bool{d(2026, 9, 3): false, d(2026, 9, 12): true, d(2026, 9, 1): true,
		d(2026, 9, 2): false} {
		if own.Working(day) != working {
			t.Errorf("%s: working is %v", day, !working)
		}
	}
	if lib.Working(d(2026, 9, 1)) || !lib.Working(d(2026, 9, 3)) || lib.Days.NoNotice(2028).EN == "" ||
		own.Days.NoNotice(2028).EN != "" {
		t.Error("the law changed, or the year is not called whole")
	}
}

// TestOutlived: an instrument used after its own period says so; the others say nothing.
func TestOutlived(t *testing.T) {
	lib, d := shipped(t), date.Must
	for _, c := range []struct {
		number string
		on     date.Date
		want   string
	}{
		{"24/2021/QĐ-TTg", d(2025, 12, 31), ""},
		{"24/2021/QĐ-TTg", d(2026, 1, 1), "by QĐ 24/2021; what replaces it is not in the program"},
		{"07/2021/NĐ-CP", d(2026, 12, 31), ""}, {"07/2021/NĐ-CP", d(2027, 1, 1),
			"by NĐ 07/2021; what replaces it is not in the program"},
		{"45/2019/QH14", d(2040, 1, 1), ""}, {"none", d(2040, 1, 1), ""},
	} {
		if got := lib.Outlived(c.number, c.on).EN; got != c.want {
			t.Errorf("%s on %s: %q", c.number, c.on, got)
		}
	}
}
