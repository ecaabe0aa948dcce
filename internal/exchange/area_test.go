package exchange

import (
	"strings"
	"testing"

	"giamngheo/internal/place"
)

// TestAreaOfTheCommune: rural or urban is that of the commune's type on the day; a cell that says otherwise is noted, with
// what it says, and not taken.
func TestAreaOfTheCommune(t *testing.T) {
	houses := [][]any{{"household_code", "commune_code", "area"},
		{"A1", "31552", "urban"}, {"A2", "31552", "rural"}, {"A3", "31552", ""}}
	members := [][]any{memberTop,
		{"A1", 1, "Lâm A", "head", 1980}, {"A2", 1, "Kim A", "head", 1970}, {"A3", 1, "Thạch A", "head", 1975}}
	f := readWith(t, book(t, houses, members, nil), nil)
	if f.err != nil || len(f.homes) != 3 {
		t.Fatal(f.err, f.reasons())
	}
	for _, h := range f.homes {
		if h.Area != place.Rural {
			t.Errorf("%s: %s", h.Code, h.Area)
		}
	}
	if len(f.doubts) != 1 {
		t.Fatalf("%+v", f.doubts)
	}
	d := f.doubts[0]
	if d.Column != "area" || d.Read != "rural" || d.Else != "urban" || !strings.Contains(d.Reason.VI, "loại xã, phường") {
		t.Errorf("%+v", d)
	}
}
