package places_test

import (
	"context"
	"strings"
	"testing"

	"giamngheo/internal/app/places"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

// one draws Xã Ngọc Tố of 2025, which is in what was Sóc Trăng.
const one = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"31723"},
	"geometry":{"type":"Polygon","coordinates":[[[105.9,9.5],[106,9.5],[105.9,9.6],[105.9,9.5]]]}}]}`

// TestMapRights: who sees the map, who sets it.
func TestMapRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sets": {func(a *office.Ask) error {
			_, err := s.Places.SetMap(ctx, a, places.MapInput{File: "x.json", Source: "Sở (MẪU)", Data: []byte(one)})
			return err
		}, `may: kehoach kehoach2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
		"looks": {func(a *office.Ask) error { _, err := s.Places.Map(ctx, a); return err },
			`may: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
				chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so duyet
				duyet.huyen lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2
				forbidden:`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestMap: the map shipped is the office's province's; an own one takes its place at once, says what it does not draw,
// and goes again; a file with faults changes nothing.
func TestMap(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	a := s.As("kehoach")
	units := func() (int, string) {
		ref, err := s.Places.MapOf(ctx, s.As("canbo.xa"), 0)
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.Places.Drawing(ctx, s.As("canbo.xa"), 0)
		if err != nil || ref.Day != date.Must(2025, 7, 1) {
			t.Fatal(ref, err)
		}
		return ref.Units, string(b)
	}
	shipped, drawn := units()
	if shipped != 43 || !strings.Contains(drawn, "Phường Sóc Trăng") || strings.Contains(drawn, "Cái Khế") {
		t.Errorf("%d units: %.300s", shipped, drawn)
	}
	m, err := s.Places.Map(ctx, a)
	if err != nil || m.Own != nil || len(m.Drawn) != 43 || len(m.Missing) != 0 || !m.MaySet {
		t.Errorf("%+v %v", m, err)
	}
	officetest.Refused(t, s.Places.DropMap(ctx, a), errs.Conflict, "chưa có ranh giới riêng nào")
	_, err = s.Places.SetMap(ctx, a, places.MapInput{Source: "Sở (MẪU)"})
	officetest.Refused(t, err, errs.Invalid, "chọn một tệp GeoJSON")
	_, err = s.Places.SetMap(ctx, a, places.MapInput{Source: " ", Data: []byte(one)})
	officetest.Refused(t, err, errs.Invalid, "ghi ai lập ranh giới này, khi nào")
	before := s.Seq()
	faults, err := s.Places.SetMap(ctx, a, places.MapInput{Source: "Sở (MẪU)", Data: []byte(strings.Replace(one, "31723", "31708x", 1))})
	if n, _ := units(); len(faults) != 1 || err != nil || n != 43 || len(s.Deeds(before)) != 0 {
		t.Error(faults, err, n)
	}
	if faults, err = s.Places.SetMap(ctx, a, places.MapInput{File: "xa.geojson", Source: "Sở (MẪU)", Data: []byte(one)}); err != nil || faults != nil {
		t.Fatal(faults, err)
	}
	if n, drawn := units(); n != 1 || !strings.Contains(drawn, `"31723"`) {
		t.Errorf("%d units: %.300s", n, drawn)
	}
	if m, err = s.Places.Map(ctx, a); err != nil || m.Own == nil || m.Own.File != "xa.geojson" || len(m.Missing) != 42 {
		t.Errorf("%+v %v", m, err)
	}
	if err := s.Places.DropMap(ctx, a); err != nil {
		t.Fatal(err)
	}
	if n, _ := units(); n != 43 {
		t.Errorf("%d units", n)
	}
	deeds := s.Deeds(before)
	if len(deeds) != 2 || deeds[0].Action != "place.map" && deeds[1].Action != "place.map" {
		t.Errorf("%+v", deeds)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestMapAfterMerger: an own map draws what has merged since as the unit that it is now, as the shipped one does.
func TestMapAfterMerger(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	s.Set(date.Must(2025, 8, 1))
	a := s.As("kehoach")
	set := func(codes ...string) {
		t.Helper()
		var shapes []string
		for _, code := range codes {
			shapes = append(shapes, `{"type":"Feature","properties":{"code":"`+code+`"},"geometry":{"type":"Polygon",
				"coordinates":[[[105.9,9.5],[106,9.5],[105.9,9.6],[105.9,9.5]]]}}`)
		}
		faults, err := s.Places.SetMap(ctx, a, places.MapInput{File: "x.json", Source: "Sở (MẪU)",
			Data: []byte(`{"type":"FeatureCollection","features":[` + strings.Join(shapes, ",") + `]}`)})
		if err != nil || faults != nil {
			t.Fatal(faults, err)
		}
	}
	set("31708", "31717")
	was, err := s.Places.MapOf(ctx, a, 0)
	if err != nil || was.Units != 2 {
		t.Fatal(was, err)
	}
	s.Set(date.Must(2025, 8, 15))
	reg := s.Office.Places()
	s.Office.SetPlaces(reg.With([]place.Merger{{On: date.Must(2025, 8, 10), To: "39999", Type: "Xã", Name: "Mẫu",
		From: []place.Code{"31708", "31717"}}}))
	ref, err := s.Places.MapOf(ctx, a, 0)
	if err != nil || ref.Units != 1 || ref.Stamp == was.Stamp {
		t.Errorf("%+v %v, before %+v", ref, err, was)
	}
	b, err := s.Places.Drawing(ctx, a, 0)
	if err != nil || !strings.Contains(string(b), `"39999"`) || strings.Contains(string(b), `"31708"`) {
		t.Errorf("%s %v", b, err)
	}
}
