package tally

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"testing"

	"giamngheo"
)

// TestTotalsAreThePublished: the reviews' totals are those of the statistics office's tables, and give its rates.
func TestTotalsAreThePublished(t *testing.T) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	totals, err := read(data, Official)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Table(data, "poverty/soctrang_official_indicators.csv")
	if err != nil {
		t.Fatal(err)
	}
	published := map[string]float64{}
	for _, r := range rows {
		if published[r["indicator_code"]+r["metric"]+r["year"]], err = strconv.ParseFloat(r["value"], 64); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range totals {
		for code, got := range map[string]int64{"1.3": x.Poor, "1.5": x.NearPoor, "1.6": x.MinorityPoor,
			"1.7": x.MinorityNearPoor} {
			if want := published[fmt.Sprint(code, "count_households", x.Year)]; float64(got) != want {
				t.Errorf("%d, table %s: %d, published %.0f", x.Year, code, got, want)
			}
		}
		for code, got := range map[string]int64{"1.6": x.MinorityPoor, "1.7": x.MinorityNearPoor} {
			want := published[fmt.Sprint(code, "rate_percent", x.Year)]
			if rate := 100 * float64(got) / float64(x.Minority); math.Abs(rate-want) > 1e-3 {
				t.Errorf("%d, table %s: %.4f %%, published %.4f", x.Year, code, rate, want)
			}
		}
	}
}

// TestMovesAddUp: the movements of a year go from the totals of the first review to those of the second.
func TestMovesAddUp(t *testing.T) {
	for _, c := range [][2][3]int64{
		{{105147, 9130, 4116}, {110491, 7085, 2038}}, {{0, 0, 0}, {1, 1, 1}}, {{1, 1, 1}, {0, 0, 0}},
		{{0, 0, 5}, {5, 0, 0}}, {{0, 3, 0}, {0, 0, 3}},
	} {
		f := Move(c[0], c[1])
		for k := range Poor + 1 {
			var from, to int64
			for j := range Absent + 1 {
				from, to = from+f[k][j], to+f[j][k]
				if f[k][j] < 0 || f[j][k] < 0 {
					t.Errorf("%v: negative movement %v", c, f)
				}
			}
			if from != c[0][k] || to != c[1][k] {
				t.Errorf("%v: class %d has %d and %d", c, k, from, to)
			}
		}
	}
}
