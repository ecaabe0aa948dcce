package published_test

import (
	"os"
	"testing"

	"giamngheo/internal/published"
	"giamngheo/internal/target"
)

// TestOfficialFigures: what was published of target 1 in 2024, with its sources, and nothing of any other.
func TestOfficialFigures(t *testing.T) {
	plans, err := target.Plans(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	p := &plans[0]
	fg, err := published.Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range p.Targets {
		for i := range one.Parts {
			o := fg.Of(p.Province, &one.Parts[i], p.Year)
			switch one.Parts[i].Code {
			case "poor_rate":
				if o == nil || o.Before.Value != 2.54 || o.After.Value != 1.32 || o.Figure != -1.22 ||
					o.Reached == nil || !*o.Reached || o.After.Source == "" {
					t.Errorf("poor rate: %+v", o)
				}
			case "khmer_poor_rate":
				if o == nil || o.Figure != -1.77 || o.Reached != nil || o.StandsFor.VI == "" {
					t.Errorf("Khmer poor rate: %+v", o)
				}
			default:
				if o != nil {
					t.Errorf("%s has an official figure", one.Parts[i].Code)
				}
			}
		}
	}
	if o := fg.Of(p.Province, &p.Targets[0].Parts[0], 2025); o != nil {
		t.Errorf("a figure of 2025: %+v", o)
	}
}

// TestPreliminaryIsNotTheResult: the review of 2024 has a preliminary figure, 4,484, and a final one, 4,430.
func TestPreliminaryIsNotTheResult(t *testing.T) {
	fg, err := published.Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := fg.At("94", &target.Official{Press: "poor_households", Geo: "Sóc Trăng"}, 2024); !ok || f.Value != 4430 {
		t.Errorf("%+v, %v", f, ok)
	}
}

// TestElsewhere: the statistics office's series are of one province, and of no other's figures.
func TestElsewhere(t *testing.T) {
	fg, err := published.Read(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	series := &target.Official{Indicator: "1.3", Metric: "count_households"}
	if f, ok := fg.At("94", series, 2024); !ok || f.Value != 4430 {
		t.Errorf("%+v, %v", f, ok)
	}
	for _, province := range []string{"92", "42", ""} {
		if f, ok := fg.At(province, series, 2024); ok {
			t.Errorf("%s: %+v", province, f)
		}
	}
}
