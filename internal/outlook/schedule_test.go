package outlook

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
)

// TestScheduled: what contracts and lists name days for is the forecast where it is half of what is unspent; it is never
// more than there is, and never less than what was spent.
func TestScheduled(t *testing.T) {
	b, day := money.Balance{In: 1000, P: 400}, date.Must(2024, 10, 1)
	pace := Of(b, 2024, day, nil)
	for name, c := range map[string]struct {
		due    money.Dong
		method Method
		value  money.Dong
	}{
		"nothing has a day":  {0, ByPace, pace.Value},
		"less than half":     {299, ByPace, pace.Value},
		"half":               {300, BySchedule, 700},
		"most":               {500, BySchedule, 900},
		"more than there is": {900, BySchedule, 1000},
	} {
		f := Scheduled(b, 2024, day, nil, c.due)
		if f.Method != c.method || f.Value != c.value || f.High < f.Value || f.High > b.A() || f.Low > f.Value {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if f := Scheduled(b, 2024, date.Must(2025, 1, 5), nil, 300); f != nil {
		t.Errorf("outside the year: %+v", f)
	}
	if f := Scheduled(money.Balance{In: 1000, P: 400}, 2024, date.Must(2024, 2, 1), nil, 300); f.High != 1000 || !f.Interval {
		t.Errorf("the better end is the pace's: %+v", f)
	}
}

// TestBacktest: on the same day of a year before, with what was known then; years that were not recorded as they went say
// nothing.
func TestBacktest(t *testing.T) {
	at := func(year int, on date.Date) money.Balance {
		b := money.Balance{In: 1200}
		switch {
		case year == 2023: // a hundred a month
			n := 12
			if !on.IsZero() {
				n = on.Month()
				if on.Day() < 28 {
					n--
				}
			}
			b.P = money.Dong(n) * 100
		case year == 2022 && (on.IsZero() || on >= date.Must(2022, 12, 1)):
			b.P = 1000
		}
		return b
	}
	none := func(int, date.Date) []Reached { return nil }
	got := Backtest(2024, date.Must(2024, 6, 30), []int{2022, 2023}, at, none)
	if len(got) != 1 || got[0].Year != 2023 || got[0].Method != ByPace || got[0].Came != 1200 ||
		got[0].Forecast != Of(at(2023, date.Must(2023, 6, 30)), 2023, date.Must(2023, 6, 30), nil).Value {
		t.Fatalf("%+v", got)
	}
	one := Tested{Forecast: 900, Came: 1200}
	if one.Over() || one.Off() != "25,00 %" || !(&Tested{Forecast: 1500, Came: 1200}).Over() {
		t.Errorf("%s", one.Off())
	}
}
