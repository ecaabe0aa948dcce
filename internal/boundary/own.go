package boundary

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/vietnamese"
)

// Bounds of a file of an official's own boundaries: what a weak connection still loads, and no browser chokes on.
const (
	MostBytes  = 8 << 20
	mostShapes = 2000
	mostPoints = 150_000
	mostFaults = 50
	// decimals of a degree that are kept: four are eleven metres.
	decimals = 1e4
)

// The country with its islands, in degrees: what lies outside is in other units, or of elsewhere.
var country = orb.Bound{Min: orb.Point{101.5, 6}, Max: orb.Point{118, 24}}

// names of the properties that say which unit a shape is, by its code and by its name. An “id” is none: programs number
// their shapes by it.
var (
	codeNames = []string{"code", "ma", "ma_xa", "maxa", "ma_dvhc", "madvhc"}
	titles    = []string{"name", "ten", "ten_xa", "tenxa", "ten_dvhc", "full_name", "fullname"}
)

// reading is one file being read.
type reading struct {
	reg    *place.Registry
	units  []place.Code
	on     date.Date
	within orb.Bound
	faults []errs.Text
	points int
}

// ReadOwn reads a GeoJSON file with one shape a unit, each of which is said by its code or its name. It answers either
// the map or what is wrong with the file, each fault with the number of the shape. within is where the province lies
// (Within); empty where nobody knows.
func ReadOwn(b []byte, reg *place.Registry, province place.Code, on date.Date, within orb.Bound,
) (*Drawing, []errs.Text) {
	r := &reading{reg: reg, units: Units(reg, province, on), on: on, within: within}
	switch {
	case len(b) > MostBytes:
		return nil, []errs.Text{errs.T("the file is larger than %d MB; simplify it (on mapshaper.org: Simplify 5 %%) and load it again",
			MostBytes>>20)}
	case !json.Valid(b):
		return nil, []errs.Text{errs.T("the file is no GeoJSON: it is not JSON. In QGIS: Export, Save features as, format GeoJSON")}
	}
	if why := otherSystem(b); why.VI != "" {
		return nil, []errs.Text{why}
	}
	all, err := geojson.UnmarshalFeatureCollection(b)
	switch {
	case err != nil || len(all.Features) == 0:
		return nil, []errs.Text{noShapes()}
	case len(all.Features) > mostShapes:
		return nil, []errs.Text{errs.T("the file has %d shapes; the most are %d: one a commune", len(all.Features), mostShapes)}
	}
	own, drawn := &Drawing{}, geojson.NewFeatureCollection()
	for i, f := range all.Features {
		u, ok := r.shape(i+1, f, own.Codes)
		if !ok {
			continue
		}
		kept := geojson.NewFeature(f.Geometry)
		kept.Properties = named(u)
		drawn.Append(kept)
		own.Codes = append(own.Codes, u.Code)
	}
	if r.points > mostPoints {
		r.fault(0, errs.T("the boundaries have %d points; the most are %d. Simplify them (on mapshaper.org: Simplify 5 %%) and load the file again",
			r.points, mostPoints))
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	slices.Sort(own.Codes)
	if own.JSON, err = drawn.MarshalJSON(); err != nil {
		return nil, []errs.Text{noShapes()}
	}
	return own, nil
}

func noShapes() errs.Text {
	return errs.T("the file holds no shapes of GeoJSON (a FeatureCollection with features). In QGIS: Export, Save features as, format GeoJSON")
}

// otherSystem refuses a file that says that its coordinates are of another system.
func otherSystem(b []byte) errs.Text {
	var head struct {
		CRS struct {
			Properties struct{ Name string }
		}
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return errs.Text{} // what is wrong with it is said where the shapes are read
	}
	name := head.CRS.Properties.Name
	if name == "" || strings.HasSuffix(name, "CRS84") || strings.HasSuffix(name, ":4326") {
		return errs.Text{}
	}
	return errs.T("the coordinates are of another system (%s). In QGIS: Export, Save features as, CRS EPSG:4326", name)
}

// fault notes what is wrong with a shape; of more than fifty faults the number only.
func (r *reading) fault(shape int, why errs.Text) {
	if shape > 0 {
		why = errs.T("shape %d: %s", shape, why)
	}
	if len(r.faults) < mostFaults {
		r.faults = append(r.faults, why)
	}
}

// shape looks at one shape and says which unit it is.
func (r *reading) shape(n int, f *geojson.Feature, had []place.Code) (u place.Unit, ok bool) {
	if f == nil {
		r.fault(n, noArea())
		return u, false
	}
	u, why := r.unit(f.Properties)
	if why.VI == "" && slices.Contains(had, u.Code) {
		why = errs.T("%s (%s) is drawn twice; join its parts to one shape", u.FullName, u.Code)
	}
	if why.VI == "" {
		why = r.geometry(f)
	}
	if why.VI != "" {
		r.fault(n, why)
	}
	return u, why.VI == ""
}

// unit is the unit that a shape's properties name.
func (r *reading) unit(p geojson.Properties) (place.Unit, errs.Text) {
	if code := property(p, codeNames); code != "" {
		if n, err := strconv.Atoi(code); err == nil && len(code) < 5 { // a number loses its noughts
			code = fmt.Sprintf("%05d", n)
		}
		u, ok := r.reg.At(place.Code(code), r.on)
		switch {
		case !ok:
			return u, r.reg.NotValid(place.Code(code), r.on)
		case !slices.Contains(r.units, u.Code):
			return u, errs.T("%s (%s) is no commune of the province", u.FullName, code)
		}
		return u, errs.Text{}
	}
	name := property(p, titles)
	if name == "" {
		return place.Unit{}, errs.T("it says neither code nor name of a commune; name the column of the codes “code”")
	}
	var found []place.Unit
	for _, code := range r.units {
		if u, ok := r.reg.At(code, r.on); ok && (same(u.FullName, name) || same(u.Name, name)) {
			found = append(found, u)
		}
	}
	if len(found) != 1 {
		return place.Unit{}, errs.T("%d communes of the province are named “%s”; say the code in a column “code”", len(found), name)
	}
	return found[0], errs.Text{}
}

func same(a, b string) bool { return vietnamese.Fold(a) == vietnamese.Fold(strings.TrimSpace(b)) }

// property is the first of some properties, whatever the case of its name.
func property(p geojson.Properties, names []string) string {
	for _, name := range names {
		for key, value := range p {
			if value != nil && strings.EqualFold(key, name) {
				if text := strings.TrimSpace(fmt.Sprint(value)); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

// geometry looks at a shape's rings and shortens their coordinates.
func (r *reading) geometry(f *geojson.Feature) errs.Text {
	var parts orb.MultiPolygon
	switch g := f.Geometry.(type) {
	case orb.Polygon:
		parts = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		parts = g
	default:
		return noArea()
	}
	for _, part := range parts {
		if len(part) == 0 {
			return noArea()
		}
		for _, ring := range part {
			if why := r.ring(ring); why.VI != "" {
				return why
			}
		}
	}
	if within := r.within; !within.IsZero() && !within.Intersects(parts.Bound()) {
		at := parts.Bound().Center()
		return errs.T("it lies outside the province (longitude %s, latitude %s)", degrees(at[0]), degrees(at[1]))
	}
	return errs.Text{}
}

func noArea() errs.Text { return errs.T("it is no area (a Polygon or MultiPolygon)") }

func (r *reading) ring(ring orb.Ring) errs.Text {
	for i, p := range ring {
		if !country.Contains(p) {
			return errs.T("the coordinates %s, %s are no longitude and latitude of Viet Nam: the file is of another system. In QGIS: Export, Save features as, CRS EPSG:4326",
				degrees(p[0]), degrees(p[1]))
		}
		ring[i] = orb.Point{math.Round(p[0]*decimals) / decimals, math.Round(p[1]*decimals) / decimals}
	}
	if r.points += len(ring); len(ring) < 4 || !ring.Closed() {
		return errs.T("a ring of it is not closed: it does not end where it begins")
	}
	return errs.Text{}
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Drawn is a map that was made of an own file for a day, as of a later one: what merged since is drawn as the unit that
// it is now; nil where nothing of it is left.
func Drawn(b []byte, reg *place.Registry, made, on date.Date) (*Drawing, error) {
	all, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, fmt.Errorf("boundary: %w", err)
	}
	d, drawn := &Drawing{}, geojson.NewFeatureCollection()
	for _, f := range all.Features {
		u, ok := now(reg, place.Code(property(f.Properties, codeNames)), made, max(made, Day(on)))
		if !ok {
			continue
		}
		f.Properties = named(u)
		drawn.Append(f)
		d.Codes = append(d.Codes, u.Code)
	}
	if len(d.Codes) == 0 {
		return nil, nil
	}
	slices.Sort(d.Codes)
	d.Codes = slices.Compact(d.Codes)
	d.JSON, err = drawn.MarshalJSON()
	return d, err
}

// named are the properties by which a shape is a unit.
func named(u place.Unit) geojson.Properties {
	return geojson.Properties{"code": string(u.Code), "name": u.FullName}
}
