package boundary_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"giamngheo/internal/boundary"
	"giamngheo/internal/date"
)

// square is a feature around a point of Cần Thơ.
func square(properties string, lon, lat float64) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]}}`,
		properties, lon, lat, lon+0.012345678, lat, lon, lat+0.01, lon, lat)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// TestOwn: a file of an official is a map, or each of its shapes that is wrong is said with its number and what to do.
func TestOwn(t *testing.T) {
	data, reg := registry(t)
	on := date.Must(2026, 11, 2)
	within, err := boundary.Within(data, reg, "92")
	if err != nil || within.IsZero() {
		t.Fatal(within, err)
	}
	good := square(`"code":"31120"`, 105.77, 10.03)
	for name, c := range map[string]struct {
		file   string
		faults []string // the beginning of each, in Vietnamese
		codes  int
	}{
		"one":                 {collection(good), nil, 1},
		"by name":             {collection(square(`"Ten_xa":"phường  cái khế "`, 105.77, 10.03)), nil, 1},
		"by a name of nobody": {collection(square(`"TEN":"Phường Mẫu"`, 105.77, 10.03)), []string{"hình 1: tỉnh có 0 xã, phường tên “Phường Mẫu”"}, 0},
		"by exact name":       {collection(square(`"TEN":"Phường Cái Khế"`, 105.77, 10.03)), nil, 1},
		"a number":            {collection(square(`"MaXa":31120`, 105.77, 10.03)), nil, 1},
		"numbered":            {collection(square(`"id":7,"name":"Phường Cái Khế"`, 105.77, 10.03)), nil, 1},
		"nothing":             {collection(good, "null"), []string{"hình 2: không phải hình vùng"}, 0},
		"no JSON":             {"mã;tên", []string{"tệp không phải GeoJSON"}, 0},
		"no shapes":           {`{"type":"FeatureCollection","features":[]}`, []string{"tệp không có hình GeoJSON nào"}, 0},
		"TopoJSON":            {`{"type":"Topology","objects":{},"arcs":[]}`, []string{"tệp không có hình GeoJSON nào"}, 0},
		"other system":        {`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9210"}},"features":[` + good + `]}`, []string{"tọa độ thuộc hệ khác (urn:ogc:def:crs:EPSG::9210)"}, 0},
		"metres":              {collection(square(`"code":"31120"`, 584321, 1108765)), []string{"hình 1: tọa độ 584321, 1108765 không phải kinh độ, vĩ độ"}, 0},
		"exchanged":           {collection(square(`"code":"31120"`, 10.03, 105.77)), []string{"hình 1: tọa độ 10.03, 105.77 không phải"}, 0},
		"outside":             {collection(good, square(`"code":"31147"`, 106.7, 20.9)), []string{"hình 2: nằm ngoài tỉnh"}, 0},
		"of elsewhere":        {collection(square(`"code":"00004"`, 105.77, 10.03)), []string{"hình 1: Phường Ba Đình (00004) không phải xã, phường của tỉnh"}, 0},
		"no longer":           {collection(square(`"code":"31117"`, 105.77, 10.03)), []string{"hình 1: mã 31117"}, 0},
		"twice":               {collection(good, good), []string{"hình 2: Phường Cái Khế (31120) được vẽ hai lần"}, 0},
		"unnamed":             {collection(square(`"x":1`, 105.77, 10.03)), []string{"hình 1: không ghi mã hay tên xã"}, 0},
		"open ring":           {collection(`{"type":"Feature","properties":{"code":"31120"},"geometry":{"type":"Polygon","coordinates":[[[105.7,10],[105.8,10],[105.8,10.1]]]}}`), []string{"hình 1: một đường bao chưa khép kín"}, 0},
		"a point":             {collection(`{"type":"Feature","properties":{"code":"31120"},"geometry":{"type":"Point","coordinates":[105.7,10]}}`), []string{"hình 1: không phải hình vùng"}, 0},
		"large":               {strings.Repeat(" ", boundary.MostBytes+1), []string{"tệp lớn hơn 8 MB"}, 0},
		"two are wrong":       {collection(square(`"code":"9"`, 105.77, 10.03), good, square(`"code":""`, 105.77, 10.03)), []string{"hình 1: mã", "hình 3: không ghi"}, 0},
		"unknown column":      {collection(square(`"MA":"x1"`, 105.77, 10.03)), []string{"hình 1: mã x1"}, 0},
	} {
		own, faults := boundary.ReadOwn([]byte(c.file), reg, "92", on, within)
		if len(faults) != len(c.faults) || (own == nil) == (c.codes > 0) {
			t.Errorf("%s: %v %v", name, own, faults)
			continue
		}
		for i, f := range faults {
			if !strings.HasPrefix(f.VI, c.faults[i]) {
				t.Errorf("%s: %q, not %q", name, f.VI, c.faults[i])
			}
		}
		if own == nil {
			continue
		}
		if len(own.Codes) != c.codes {
			t.Errorf("%s: %v are drawn", name, own.Codes)
		}
		if strings.Contains(string(own.JSON), "105.782345678") || !strings.Contains(string(own.JSON), "Phường Cái Khế") {
			t.Errorf("%s: %s", name, own.JSON)
		}
	}
}

// TestOwnBounds: a file that is too much is refused as a whole, and more than fifty faults are not told one by one.
func TestOwnBounds(t *testing.T) {
	_, reg := registry(t)
	on := date.Must(2026, 11, 2)
	many := make([]string, 2001)
	for i := range many {
		many[i] = square(`"code":"9"`, 105.77, 10.03)
	}
	_, faults := boundary.ReadOwn([]byte(collection(many...)), reg, "92", on, orb.Bound{})
	if len(faults) != 1 || !strings.HasPrefix(faults[0].VI, "tệp có 2001 hình") {
		t.Error(faults)
	}
	if _, faults := boundary.ReadOwn([]byte(collection(many[:200]...)), reg, "92", on, orb.Bound{}); len(faults) != 50 {
		t.Errorf("%d faults", len(faults))
	}
}
