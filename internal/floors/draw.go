package main

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// The picture's measures, in points.
const (
	width    = 1400
	left     = 190 // where the rooms begin
	high     = 38  // of a room
	between  = 12  // rooms
	rowGap   = 20
	floorPad = 16
	head     = 74
	letter   = 8.1 // how wide a letter is, at most
	across   = width - left - 24
	widest   = 70 // what is put between rooms beyond that
)

// sizes are the lines of a package above which it has one more dot. They are rough on purpose: the picture changes
// with the house and not with every line.
var sizes = []int{250, 500, 1000, 2000}

// spot is where a room stands.
type spot struct{ x, y, w float64 }

func (h *house) draw(w io.Writer) {
	at, tall := h.spots()
	fmt.Fprintf(w,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %.0f" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">
<style>
.name { font-size: 14px; text-anchor: middle; pointer-events: none }
.dots { font-size: 8px; text-anchor: middle; pointer-events: none; letter-spacing: 1px }
.line { fill: none; stroke: #8a94a3; stroke-width: 1; opacity: .33; pointer-events: none }
.room:hover .line { stroke: #c2185b; stroke-width: 2; opacity: 1 }
</style>
<rect width="100%%" height="100%%" fill="#ffffff"/>
<text x="24" y="34" font-size="22" font-weight="bold" fill="#222">The floors of giamngheo</text>
<text x="24" y="56" font-size="13" fill="#555">A package imports only what stands lower. Drawn are the imports that no other one implies; `+
			`a room's title names all. Dots: lines of Go without tests, up to %s, and more.</text>
`, width, tall, sizesSaid())
	h.drawFloors(w, at)
	for _, f := range h.floors { // from the top, so that rooms cover the lines that pass below them
		for _, row := range f.rows {
			for _, r := range row {
				drawRoom(w, f, r, at)
			}
		}
	}
	fmt.Fprintln(w, "</svg>")
}

func sizesSaid() string {
	var out []string
	for _, n := range sizes {
		out = append(out, fmt.Sprint(n))
	}
	return strings.Join(out, ", ")
}

// spots places the rooms: a row is broken where it is full, and stands in the middle.
func (h *house) spots() (at map[*room]spot, tall float64) {
	at = map[*room]spot{}
	y := float64(head)
	for _, f := range h.floors {
		y += floorPad
		for _, row := range f.rows {
			for len(row) > 0 {
				n, total := fits(row)
				space := min(widest, (across-total)/float64(n)) // beyond what fits
				x := left + (across-total-space*float64(n-1))/2
				for _, r := range row[:n] {
					w := wide(r)
					at[r] = spot{x, y, w}
					x += w + between + space
				}
				row = row[n:]
				y += high + rowGap
			}
		}
		y += floorPad - rowGap
	}
	return at, y + 20
}

// fits is how many rooms of a row stand beside one another, and how wide they are together.
func fits(row []*room) (n int, total float64) {
	for _, r := range row {
		more := wide(r)
		if n > 0 {
			more += between
		}
		if n > 0 && total+more > across {
			break
		}
		n, total = n+1, total+more
	}
	return n, total
}

func wide(r *room) float64 { return max(52, float64(len(short(r.path)))*letter+16) }

// short is a room's name on its floor.
func short(path string) string {
	for _, prefix := range []string{"web/", "app/", "store/", "cmd/"} {
		path = strings.TrimPrefix(path, prefix)
	}
	return path
}

func (h *house) drawFloors(w io.Writer, at map[*room]spot) {
	for _, f := range h.floors {
		first, last := f.rows[0], f.rows[len(f.rows)-1]
		top := at[first[0]].y - floorPad
		bottom := at[last[len(last)-1]].y + high + floorPad
		fmt.Fprintf(w, `<rect x="12" y="%.0f" width="%d" height="%.0f" rx="8" fill="%s" opacity=".55"/>
<text x="26" y="%.0f" font-size="16" font-weight="bold" fill="%s">%s</text>
<text x="26" y="%.0f" font-size="12" fill="#444">%s</text>
`, top+3, width-24, bottom-top-6, f.fill, top+34, f.edge, f.name, top+52, f.says)
	}
}

func drawRoom(w io.Writer, f *floor, r *room, at map[*room]spot) {
	s := at[r]
	fmt.Fprintf(w, "<g class=\"room\">\n<title>%s\n%s</title>\n", r.path, html.EscapeString(said(r)))
	for _, b := range r.below {
		to := at[b]
		x1, y1, x2, y2 := s.x+s.w/2, s.y+high, to.x+to.w/2, to.y
		bend := (y2 - y1) / 2
		fmt.Fprintf(w, "<path class=\"line\" d=\"M%.0f %.0f C%.0f %.0f %.0f %.0f %.0f %.0f\"/>\n", x1, y1, x1, y1+bend,
			x2, y2-bend, x2, y2)
	}
	fmt.Fprintf(w,
		"<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%d\" rx=\"5\" fill=\"#ffffff\" stroke=\"%s\"/>\n", s.x,
		s.y, s.w, high, f.edge)
	fmt.Fprintf(w, "<text class=\"name\" x=\"%.0f\" y=\"%.0f\" fill=\"#222\">%s</text>\n", s.x+s.w/2, s.y+18,
		short(r.path))
	fmt.Fprintf(w, "<text class=\"dots\" x=\"%.0f\" y=\"%.0f\" fill=\"%s\">%s</text>\n</g>\n", s.x+s.w/2, s.y+31,
		f.edge, dots(r.lines))
}

func said(r *room) string {
	if len(r.imports) == 0 {
		return "imports nothing of the program"
	}
	return "imports " + strings.Join(r.imports, ", ")
}

func dots(lines int) string {
	n := 1
	for _, s := range sizes {
		if lines > s {
			n++
		}
	}
	return strings.Repeat("●", n)
}
