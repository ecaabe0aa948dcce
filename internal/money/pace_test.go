package money_test

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
)

// TestPace: the province's own 2024, as it stood on 15/11.
func TestPace(t *testing.T) {
	b := money.Balance{In: 114_277 * money.Million, P: 68_566 * money.Million}
	got := money.PaceOf(b, 2024, date.Must(2024, 11, 15))
	want := money.Pace{Passed: 320, Left: 46, LeftToSettle: 77, PerDay: 214_268_750, Needed: 993_717_392,
		NeededToSettle: 593_649_351, Linear: 78_422_362_500, Times: "4,64"}
	if got == nil || *got != want {
		t.Fatalf("%+v", got)
	}
	if share := money.Percent(got.Linear, b.A()); share != "68,62 %" {
		t.Error(share)
	}
	for what, none := range map[string]*money.Pace{
		"before the year": money.PaceOf(b, 2024, date.Must(2023, 12, 31)),
		"its last day":    money.PaceOf(b, 2024, date.Must(2024, 12, 31)),
		"no money":        money.PaceOf(money.Balance{}, 2024, date.Must(2024, 11, 15)),
		"all is spent":    money.PaceOf(money.Balance{In: 5, P: 5}, 2024, date.Must(2024, 11, 15)),
	} {
		if none != nil {
			t.Errorf("%s: %+v", what, none)
		}
	}
	if p := money.PaceOf(money.Balance{In: 100}, 2024, date.Must(2024, 12, 30)); p.Times != "–" || p.Needed != 100 ||
		p.Linear != 0 {
		t.Errorf("nothing is spent: %+v", p)
	}
	if p := money.PaceOf(money.Balance{In: 366, P: 365}, 2024, date.Must(2024, 1, 1)); p.Linear != 366 {
		t.Errorf("more would be spent than there is: %+v", p)
	}
}

// TestLeast: what the locality adds at least, by bracket, in 2024.
func TestLeast(t *testing.T) {
	central, local := 105_399*money.Million, 8_878*money.Million
	for percent, short := range map[int]money.Dong{3: -5_716_030_000, 10: 1_661_900_000, 15: 6_931_850_000} {
		if got := money.Least(central, percent) - local; got != short {
			t.Errorf("%d %%: short by %d, not %d", percent, got, short)
		}
	}
	if money.Least(101, 10) != 11 || money.Least(100, 10) != 10 || money.Least(money.Most, 100) != money.Most {
		t.Error("not rounded up")
	}
}
