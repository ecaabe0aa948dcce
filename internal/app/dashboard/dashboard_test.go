package dashboard_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

// TestRights: who sees the figures of Thạnh Phú.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"the page": {func(a *office.Ask) error {
			_, err := s.Dashboard.Dashboard(ctx, a, dashboard.Input{Place: officetest.ThanhPhu})
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
			forbidden: quantri quantri2`},
		"the month": {func(a *office.Ask) error {
			_, err := s.Dashboard.MonthWork(ctx, a, officetest.ThanhPhu, 2024, 10)
			return err
		}, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
			ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
			forbidden: quantri quantri2`},
		"reported figures": {func(a *office.Ask) error {
			_, err := s.Dashboard.Figures(ctx, a, 2024)
			return err
		}, `may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
			duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen
			forbidden: quantri quantri2`},
		"shares below the province": {func(a *office.Ask) error {
			_, err := s.Dashboard.Share(ctx, a, 2024, "no such part", "")
			return err
		}, `may:
			forbidden: quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestFigures: the figures of every place are what one counts by hand, and those below add up to it.
func TestFigures(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		who              string
		in               dashboard.Input
		place            place.Code
		households, poor int64
		near             int64
		below            int
	}{
		"a leader's province":  {"lanhdao", dashboard.Input{}, "94", 30, 8, 9, 11},
		"a leader's district":  {"lanhdao.huyen", dashboard.Input{}, "946", 6, 1, 1, 11},
		"the other district":   {"canbo.so", dashboard.Input{Place: "947"}, "947", 24, 7, 8, 11},
		"an officer's commune": {"canbo.xa", dashboard.Input{}, officetest.ThanhPhu, 16, 5, 4, 0},
		"Ngọc Đông":            {"canbo.huyen", dashboard.Input{Place: officetest.NgocDong}, officetest.NgocDong, 8, 2, 4, 0},
		"Ngọc Đông before its review": {"canbo.huyen", dashboard.Input{Place: officetest.NgocDong,
			On: date.Must(2024, 9, 1)}, officetest.NgocDong, 8, 2, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := s.Dashboard.Dashboard(ctx, s.As(c.who), c.in)
			if err != nil {
				t.Fatal(err)
			}
			if d.Place.Code != c.place || d.Households != c.households || d.People != 2*c.households ||
				d.Recognised[poverty.Poor].Households != c.poor || d.Recognised[poverty.NearPoor].Households != c.near {
				t.Errorf("%s: %d households, %d people, %d poor, %d near-poor", d.Place.FullName, d.Households, d.People,
					d.Recognised[poverty.Poor].Households, d.Recognised[poverty.NearPoor].Households)
			}
			sum := int64(0)
			for _, b := range d.Below {
				sum += b.Households
			}
			if len(d.Below) != c.below || c.below > 0 && sum != c.households {
				t.Errorf("%d units below with %d households", len(d.Below), sum)
			}
		})
	}
	_, err := s.Dashboard.Dashboard(ctx, s.As("canbo.xa"), dashboard.Input{Place: officetest.LongPhu})
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy, hoặc bạn không được xem")
}

// TestMonthWork: the course runs in October, begins in September and ends in November.
func TestMonthWork(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for month, want := range map[int][4]int{8: {}, 9: {0, 1, 0, 0}, 10: {0, 0, 1, 0}, 11: {0, 0, 0, 1}, 12: {1, 0, 0, 0}} {
		w, err := s.Dashboard.MonthWork(ctx, s.As("canbo.xa"), "", 2024, month)
		if month == 12 { // by then it should have ended
			s.Set(date.Must(2024, 12, 10))
			w, err = s.Dashboard.MonthWork(ctx, s.As("canbo.xa"), "", 2024, month)
			s.Set(officetest.SmallDay())
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := [4]int{len(w.Late), len(w.Begin), len(w.Running), len(w.End)}; got != want {
			t.Errorf("month %d: late, begin, running, end: %v, not %v", month, got, want)
		}
	}
}
