// Package boundary draws a province's units on a map: the boundaries that the program ships for every province, or
// those of a file that an official brings.
package boundary

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/paulmach/orb"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

// Drawing is a map as browsers take it: TopoJSON, or GeoJSON; each shape has the properties code and name.
type Drawing struct {
	Codes []place.Code // the units that are drawn, ascending
	JSON  []byte
}

// Day is the day whose units are drawn for a day: there are no boundaries of units before those of 1 July 2025.
func Day(on date.Date) date.Date { return max(on, place.MergerDay) }

// topology is a TopoJSON file, of which only the shapes' properties are looked at.
type topology struct {
	Type      string             `json:"type"`
	Transform *transform         `json:"transform,omitempty"`
	Arcs      json.RawMessage    `json:"arcs"`
	Objects   map[string]*object `json:"objects"`
}

type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

type object struct {
	Type       string  `json:"type"`
	Geometries []shape `json:"geometries"`
}

type shape struct {
	Type       string          `json:"type"`
	Arcs       json.RawMessage `json:"arcs"`
	Properties properties      `json:"properties"`
}

type properties struct {
	Code place.Code `json:"code"`
	Name string     `json:"name"`
}

// Shipped draws the communes that a province's are, or have become, on the day of the map: what merged since is drawn
// as the unit that it is now. nil where no boundaries of the province are shipped. Errors: the file shipped is broken.
func Shipped(data fs.FS, reg *place.Registry, province place.Code, on date.Date) (*Drawing, error) {
	t, err := read(data, reg, province)
	if t == nil || err != nil {
		return nil, err
	}
	units := Units(reg, province, on)
	drawn := object{Type: "GeometryCollection"}
	out := &Drawing{}
	for _, o := range t.Objects {
		for _, s := range o.Geometries {
			u, ok := now(reg, s.Properties.Code, place.MergerDay, Day(on))
			if !ok || !slices.Contains(units, u.Code) {
				continue
			}
			s.Properties = properties{u.Code, u.FullName}
			drawn.Geometries = append(drawn.Geometries, s)
			out.Codes = append(out.Codes, u.Code)
		}
	}
	if len(out.Codes) == 0 {
		return nil, nil
	}
	slices.Sort(out.Codes)
	out.Codes = slices.Compact(out.Codes)
	t.Objects = map[string]*object{"units": &drawn}
	out.JSON, err = json.Marshal(t)
	return out, err
}

// read reads the file shipped for a province, or for what it has become; nil where there is none.
func read(data fs.FS, reg *place.Registry, province place.Code) (*topology, error) {
	if _, ok := reg.At(province, place.MergerDay); !ok {
		links := reg.Became(province, place.MergerDay.AddDays(-1))
		if len(links) != 1 {
			return nil, nil
		}
		province = links[0].To
	}
	name := fmt.Sprintf("boundaries/%s.topojson", province)
	b, err := fs.ReadFile(data, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var t topology
	if err == nil {
		err = json.Unmarshal(b, &t)
	}
	if err != nil {
		return nil, fmt.Errorf("boundary: %s: %w", name, err)
	}
	return &t, nil
}

// now is the unit that a unit of a day is on a later one.
func now(reg *place.Registry, code place.Code, was, on date.Date) (place.Unit, bool) {
	if u, ok := reg.At(code, on); ok {
		return u, true
	}
	to, why := reg.Target(code, was, on)
	if why.VI != "" {
		return place.Unit{}, false
	}
	return reg.At(to, on)
}

// Units are the communes of a province on the day of the map; before it, and of a province that is no more, what its
// communes became.
func Units(reg *place.Registry, province place.Code, on date.Date) (out []place.Code) {
	before := min(on, place.MergerDay.AddDays(-1))
	if _, ok := reg.At(province, on); ok && on >= place.MergerDay {
		return communes(reg, province, on)
	}
	for _, code := range communes(reg, province, before) {
		to := []place.Link{{To: code}}
		if links := reg.Became(code, before); len(links) > 0 {
			to = links
		}
		for _, l := range to {
			if u, ok := now(reg, l.To, place.MergerDay, Day(on)); ok {
				out = append(out, u.Code)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func communes(reg *place.Registry, code place.Code, on date.Date) (out []place.Code) {
	for _, u := range reg.Children(code, on) {
		if u.Level == place.Commune {
			out = append(out, u.Code)
		} else {
			out = append(out, communes(reg, u.Code, on)...)
		}
	}
	slices.Sort(out)
	return out
}

// Within is where the units of a province lie by the boundaries shipped, in degrees, with a margin; empty where none are.
func Within(data fs.FS, reg *place.Registry, province place.Code) (orb.Bound, error) {
	t, err := read(data, reg, province)
	if t == nil || t.Transform == nil || err != nil {
		return orb.Bound{}, err
	}
	var arcs [][][2]float64
	if err := json.Unmarshal(t.Arcs, &arcs); err != nil {
		return orb.Bound{}, fmt.Errorf("boundary: arcs: %w", err)
	}
	var all orb.MultiPoint
	for _, arc := range arcs {
		var x, y float64
		for _, step := range arc { // each point is told by how far it is from the one before
			x, y = x+step[0], y+step[1]
			all = append(all, orb.Point{x*t.Transform.Scale[0] + t.Transform.Translate[0],
				y*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	return all.Bound().Pad(margin), nil
}

// margin is how many degrees a unit may lie beside the province by boundaries that are drawn otherwise.
const margin = 0.1
