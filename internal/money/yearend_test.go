package money_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo"
	"giamngheo/internal/money"
)

// TestGrounds: the file of grounds that the program ships with is read, and a faulty one is refused by name.
func TestGrounds(t *testing.T) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	g, err := money.ReadGrounds(data)
	if err != nil || !g.Sample || g.Of("programme_2021_2025") == nil || g.Of("x") != nil {
		t.Fatal(g, err)
	}
	for says, text := range map[string]string{
		"field x not found":  "x: 1",
		"lacks its code":     "grounds: [{code: a, name: {vi: A}}]",
		"stands there twice": "grounds: [{code: a, name: {vi: A}, cite: B}, {code: a, name: {vi: A}, cite: B}]",
	} {
		_, err := money.ReadGrounds(fstest.MapFS{"money/carry.yaml": {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
