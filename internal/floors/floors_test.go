package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestPicture: the picture in the papers is the one of today's code.
func TestPicture(t *testing.T) {
	const name = "../../doc/pictures/floors.svg"
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := run(&got); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s is not what the code makes: make floors", name)
	}
	for _, room := range []string{"app/plans", "store/plans", "web/plans", "office", "review"} {
		if !strings.Contains(got.String(), "<title>"+room+"\n") {
			t.Errorf("%s is not drawn", room)
		}
	}
}

// TestUpward: a package that imports one of a higher floor is named.
func TestUpward(t *testing.T) {
	_, err := build([]listed{{path: "review", imports: []string{"store"}}, {path: "store"}})
	if err == nil || !strings.Contains(err.Error(), "review imports store") {
		t.Error(err)
	}
}

// TestRows: a package stands above those of its floor that it imports, and what another import implies is no line.
func TestRows(t *testing.T) {
	h, err := build([]listed{{path: "law", imports: []string{"date", "errs", "rule"}},
		{path: "rule", imports: []string{"errs"}},
		{path: "date", imports: []string{"errs"}}, {path: "errs"}})
	if err != nil {
		t.Fatal(err)
	}
	var rows, lines []string
	for _, f := range h.floors {
		for _, row := range f.rows {
			for _, r := range row {
				rows = append(rows, r.path)
				for _, b := range r.below {
					lines = append(lines, r.path+"→"+b.path)
				}
			}
		}
	}
	if got := strings.Join(rows, " "); got != "law date rule errs" {
		t.Error(got)
	}
	if got := strings.Join(lines, " "); got != "law→date law→rule date→errs rule→errs" {
		t.Error(got)
	}
}
