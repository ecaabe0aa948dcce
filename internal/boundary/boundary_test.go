package boundary_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/boundary"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

func registry(t *testing.T) (fs.FS, *place.Registry) {
	data := os.DirFS("../../data")
	reg, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return data, reg
}

// TestShipped: every commune of every province is drawn, each on its own province's map.
func TestShipped(t *testing.T) {
	data, reg := registry(t)
	files, err := fs.Glob(data, "boundaries/*.topojson")
	if err != nil || len(files) != 34 {
		t.Fatal(len(files), err)
	}
	n := 0
	for _, f := range files {
		p := place.Code(strings.TrimSuffix(strings.TrimPrefix(f, "boundaries/"), ".topojson"))
		for _, on := range []date.Date{place.MergerDay, date.Must(2026, 11, 2)} {
			d, err := boundary.Shipped(data, reg, p, on)
			if err != nil || d == nil || !slices.Equal(d.Codes, boundary.Units(reg, p, on)) {
				t.Errorf("%s on %v: %v %v", p, on, d, err)
				continue
			}
			if n += len(d.Codes); !json.Valid(d.JSON) {
				t.Errorf("%s on %v: no JSON", p, on)
			}
		}
	}
	if n != 2*3321 {
		t.Errorf("%d communes are drawn", n)
	}
}

// TestOldProvince: a province of before the merger is drawn on what its communes have become, and on nothing else.
func TestOldProvince(t *testing.T) {
	data, reg := registry(t)
	for p, want := range map[place.Code]int{"94": 43, "93": 28, "92": 32, "42": 69} {
		d, err := boundary.Shipped(data, reg, p, date.Must(2024, 12, 20))
		if err != nil || d == nil {
			t.Error(p, d, err)
			continue
		}
		if len(d.Codes) != want {
			t.Errorf("%s: %d communes are drawn, not %d", p, len(d.Codes), want)
		}
	}
	if d, err := boundary.Shipped(data, reg, "ZZ", place.MergerDay); d != nil || err != nil {
		t.Error(d, err)
	}
}
