package generate_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// TestProvinces: the register of a province has the households asked for, in the class that an independent reading of
// the law gives them, in communes that are the province's on the day, in hamlets as they are called there; its totals are
// assumed where none are shipped, and it says so.
func TestProvinces(t *testing.T) {
	cfg := config(t, 200, 0)
	for name, c := range map[string]struct {
		province place.Code
		units    date.Date
		pair     [2]int
		year     int
		assumed  bool
		hamlets  []string // what their names begin with
	}{
		"Cần Thơ 2026":    {"92", date.Must(2026, 10, 15), [2]int{2025, 2026}, 2025, true, []string{"Ấp ", "Khóm "}},
		"Điện Biên 2026":  {"11", date.Must(2026, 9, 10), [2]int{2024, 2025}, 2025, true, []string{"Thôn ", "Tổ dân phố số "}},
		"Đồng Nai 2025":   {"75", date.Must(2025, 3, 1), [2]int{2023, 2024}, 2024, true, []string{"Ấp ", "Khu phố "}},
		"Hà Nội 2027":     {"01", date.Must(2027, 3, 1), [2]int{2025, 2026}, 2026, true, []string{"Thôn ", "Tổ dân phố số "}},
		"Hậu Giang 2024":  {"93", date.Must(2024, 5, 2), [2]int{2022, 2023}, 2023, true, []string{"Ấp ", "Khóm "}},
		"Sóc Trăng 2023":  {"94", 0, [2]int{2022, 2023}, 2022, false, []string{"Ấp ", "Khóm "}},
		"Sóc Trăng, none": {"", 0, [2]int{}, 2024, false, []string{"Ấp ", "Khóm "}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := cfg
			cfg.Province, cfg.Units, cfg.Pair, cfg.Year = c.province, c.units, c.pair, c.year
			g := register(t, cfg)
			want := g.Totals()
			if want.Assumed != c.assumed || want.Year != c.year {
				t.Errorf("totals of %d, assumed %v", want.Year, want.Assumed)
			}
			want.Year, want.On, want.Source, want.Assumed = 0, 0, "", false
			if diff := cmp.Diff(want, count(g)); diff != "" {
				t.Errorf("totals (-said +found):\n%s", diff)
			}
			on := c.units
			if on.IsZero() {
				on = g.On()
			}
			for h := range g.Households(context.Background()) {
				ofProvince(t, cfg.Places, g.Province().Code, on, h)
				if !slices.ContainsFunc(c.hamlets, func(begin string) bool { return strings.HasPrefix(h.Hamlet, begin) }) {
					t.Errorf("a hamlet %q", h.Hamlet)
				}
			}
			said := strings.Contains(strings.Join(g.Notice(), "\n"), "Số liệu giả định: không có số liệu chính thức")
			if said != c.assumed {
				t.Errorf("the notice: %q", g.Notice())
			}
		})
	}
}

func ofProvince(t *testing.T, places *place.Registry, province place.Code, on date.Date, h *household.Household) {
	t.Helper()
	u, ok := places.At(h.Commune, on)
	above := places.Ancestors(u, on)
	if !ok || u.Level != place.Commune || u.Area != h.Area || above[len(above)-1].Code != province {
		t.Errorf("%s in %s (%v), %v of %v", h.Code, h.Commune, h.Area, u, above)
	}
}

// TestNoProvince: what is no province in the year, or has no totals, is refused with what to do.
func TestNoProvince(t *testing.T) {
	for why, c := range map[string]struct {
		province place.Code
		year     int
	}{
		"mã 00 không có":         {"00", 2024},
		"nay là 92":              {"94", 2026},
		"mã tỉnh có hai chữ số":  {"31708", 2024},
		"chọn một trong các năm": {"92", 2019},
	} {
		cfg := config(t, 10, c.year)
		cfg.Province = c.province
		_, err := generate.New(cfg)
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(vietnameseOf(err), why) {
			t.Errorf("%s %d: %v", c.province, c.year, err)
		}
	}
}

// vietnameseOf is what an error says to people.
func vietnameseOf(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Text().In("vi")
}
