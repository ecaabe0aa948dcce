package parts

import (
	"net/url"

	"giamngheo/internal/app/places"
)

// MapFigure is the map beside a table of units (#table-map), whose rows have the units' codes; where no boundaries are
// known it is a field of tiles, one a unit.
type MapFigure struct {
	Address string // "": tiles
	Title   string
	Tiles   []Tile
}

// Tile is a unit without boundaries: its name, its figure as people read it, and how dark it is.
type Tile struct {
	Name, Text string
	Level      int // 0 to 4
}

// NewMap is the map that a page shows.
func NewMap(of places.MapRef, title string) *MapFigure {
	m := &MapFigure{Title: title}
	if of.Units > 0 {
		m.Address = "/map?" + url.Values{"on": {of.On.String()}, "v": {of.Stamp}}.Encode()
	}
	return m
}

// Tile adds a unit's tile to a map without boundaries; most is the largest value that any has.
func (m *MapFigure) Tile(name, text string, value, most float64) {
	if m.Address != "" {
		return
	}
	level := 0
	if most > 0 && value > 0 {
		level = min(4, int(5*value/most))
	}
	m.Tiles = append(m.Tiles, Tile{name, text, level})
}
