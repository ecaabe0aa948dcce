package check_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"giamngheo/internal/check"
)

// TestFiling: what was filed unopened, at night or in seconds is to be looked at, and nothing else.
func TestFiling(t *testing.T) {
	rules, err := check.ReadFilingRules(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour, minute int) time.Time { return time.Date(2024, 10, 15, hour, minute, 0, 0, time.UTC) }
	day := at(10, 0)
	for name, c := range map[string]struct {
		f    check.Filing
		want string
	}{
		"asked by day":                  {check.Filing{Opened: 5, Gaps: []int{9, 40, 7, 5}, Last: day, Filed: day}, ""},
		"nothing opened":                {check.Filing{Filed: day}, "form_unopened"},
		"half past nine in the evening": {check.Filing{Opened: 1, Last: at(21, 59), Filed: at(21, 59)}, ""},
		"at ten":                        {check.Filing{Opened: 1, Last: at(22, 0), Filed: at(22, 1)}, "form_night"},
		"before five":                   {check.Filing{Opened: 1, Last: at(4, 59), Filed: day}, "form_night"},
		"at five":                       {check.Filing{Opened: 1, Last: at(5, 0), Filed: day}, ""},
		"in seconds":                    {check.Filing{Opened: 21, Gaps: []int{0, 1, 1, 2, 0, 1, 600, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1}, Filed: day}, "form_hasty"},
		"all at once":                   {check.Filing{Opened: 8, Filed: day}, "form_hasty"},
		"three questions in a hurry":    {check.Filing{Opened: 3, Gaps: []int{0, 0}, Filed: day}, ""},
		"slowly but for some":           {check.Filing{Opened: 6, Gaps: []int{1, 1, 3, 9, 9}, Filed: day}, ""},
		"unopened at night":             {check.Filing{Filed: at(23, 0)}, "form_unopened form_night"},
	} {
		var codes []string
		for _, f := range rules.Flags(c.f) {
			codes = append(codes, f.Code)
			if f.Text.VI == "" || f.Text.VI == f.Text.EN || f.Secret {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestFilingRules: rules that nobody can trace, or with a key that nobody reads, are refused.
func TestFilingRules(t *testing.T) {
	for _, text := range []string{
		"filing: {seconds_per_question: 3, night_from: 22, night_to: 5}",
		"filing: {seconds_per_question: 3, night_from: 24, night_to: 5, source: x}",
		"filing: {seconds_per_question: -1, night_from: 22, night_to: 5, source: x}",
		"filing: {seconds: 3, night_from: 22, night_to: 5, source: x}",
	} {
		if _, err := check.ReadFilingRules(fstest.MapFS{"quality.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("taken: %s", text)
		}
	}
	rules, err := check.ReadFilingRules(fstest.MapFS{"quality.yaml": {
		Data: []byte("filing: {seconds_per_question: 0, night_from: 12, night_to: 13, source: x}")}})
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2024, 10, 15, 12, 30, 0, 0, time.UTC)
	if got := rules.Flags(check.Filing{Opened: 9, Last: noon, Filed: noon}); len(got) != 1 || got[0].Code != "form_night" {
		t.Errorf("hours of a province's own: %+v", got)
	}
}
