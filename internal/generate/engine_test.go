package generate_test

import (
	"context"
	"io/fs"
	"testing"

	"giamngheo"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/parse"
)

// TestTheLawAgrees: the rules compiled from law/ find in every household the deprivations and the class that the plain
// reading of the decree in these tests finds; nowhere is a class undetermined.
func TestTheLawAgrees(t *testing.T) {
	folder, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := law.Load(folder, parse.New)
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{2023, 2024} {
		cfg := config(t, 30_000, year)
		cfg.Unknown = 0.1
		g := register(t, cfg)
		std, err := poverty.Compile(lib, "2022-2025", g.On())
		if err != nil {
			t.Fatal(err)
		}
		c := std.Classifier()
		var r poverty.Result
		for h := range g.Households(context.Background()) {
			if err := c.Classify(h, &r); err != nil {
				t.Fatal(err)
			}
			if v := judge(h, g.On()); v.mask() != r.Deprived || !v.is(r.Class) {
				t.Fatalf("%d %s: the law says %s %012b, the tests %+v", year, h.Code, r.Class, r.Deprived, v)
			}
		}
	}
}

// TestOfficialTotalsByTheLaw: the two official registers, household by household through the compiled law, have exactly
// the official totals.
func TestOfficialTotalsByTheLaw(t *testing.T) {
	if testing.Short() {
		t.Skip("two registers of 335,000 households")
	}
	folder, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := law.Load(folder, parse.New)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ households, poor, near, minorityPoor, minorityNear int64 }{
		{335_186, 8_526, 21_653, 4_116, 9_130}, {335_886, 4_430, 17_063, 2_038, 7_085},
	} {
		g := register(t, config(t, want.households, 0))
		std, err := poverty.Compile(lib, "", g.On())
		if err != nil {
			t.Fatal(err)
		}
		got, c := want, std.Classifier()
		got.households, got.poor, got.near, got.minorityPoor, got.minorityNear = 0, 0, 0, 0, 0
		for h := range g.Households(context.Background()) {
			var r poverty.Result
			if err := c.Classify(h, &r); err != nil {
				t.Fatal(err)
			}
			got.households++
			minority := int64(0)
			if h.EthnicMinority() == household.Yes {
				minority = 1
			}
			switch r.Class {
			case poverty.Poor:
				got.poor++
				got.minorityPoor += minority
			case poverty.NearPoor:
				got.near++
				got.minorityNear += minority
			}
		}
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func (v *verdict) mask() (m uint16) {
	for i, d := range v.deprived {
		if d {
			m |= 1 << i
		}
	}
	return m
}

// is reports whether a class is that of the verdict, which knows no more than poor and near-poor.
func (v *verdict) is(c poverty.Class) bool {
	switch c {
	case poverty.Poor:
		return v.poor
	case poverty.NearPoor:
		return v.near
	case poverty.Undetermined:
		return false
	}
	return !v.poor && !v.near
}
