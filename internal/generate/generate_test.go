package generate_test

import (
	"context"
	"fmt"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

func config(t testing.TB, households int64, year int) generate.Config {
	t.Helper()
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return generate.Config{Data: data, Places: places, Households: households, Seed: 1, Year: year, Unknown: 0.01}
}

func register(t testing.TB, cfg generate.Config) *generate.Register {
	t.Helper()
	g, err := generate.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// count adds up a register as an independent reading of the law classifies it.
func count(g *generate.Register) (got generate.Totals) {
	for h := range g.Households(context.Background()) {
		v := judge(h, g.On())
		got.Households++
		minority := h.EthnicMinority() == household.Yes
		if minority {
			got.Minority++
		}
		if v.poor {
			got.Poor++
		}
		if v.near {
			got.NearPoor++
		}
		if v.poor && minority {
			got.MinorityPoor++
		}
		if v.near && minority {
			got.MinorityNearPoor++
		}
	}
	return got
}

// TestOfficialTotals: exactly the totals of the province's reviews of 2023 and 2024.
func TestOfficialTotals(t *testing.T) {
	for _, want := range []generate.Totals{
		{Households: 335_186, Poor: 8_526, NearPoor: 21_653, Minority: 118_393, MinorityPoor: 4_116,
			MinorityNearPoor: 9_130},
		{Households: 335_886, Poor: 4_430, NearPoor: 17_063, Minority: 119_614, MinorityPoor: 2_038,
			MinorityNearPoor: 7_085},
	} {
		t.Run(fmt.Sprint(want.Households), func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, count(register(t, config(t, want.Households, 0)))); diff != "" {
				t.Errorf("totals (-official +register):\n%s", diff)
			}
		})
	}
}
