package poverty

import (
	"math"
	"os"
	"strconv"
	"testing"

	"giamngheo/internal/datafile"
)

// published is the global MPI 2024 of Viet Nam: geo → measure → indicator → value.
type published map[string]map[string]map[string]float64

func globalMPI(t *testing.T) published {
	t.Helper()
	p := published{}
	err := datafile.Each(os.DirFS("testdata"), "vn_global_mpi_2024.csv", func(r datafile.Row) error {
		v, err := strconv.ParseFloat(r("value"), 64)
		if p[r("geo")] == nil {
			p[r("geo")] = map[string]map[string]float64{}
		}
		if p[r("geo")][r("measure")] == nil {
			p[r("geo")][r("measure")] = map[string]float64{}
		}
		p[r("geo")][r("measure")][r("indicator")] = v
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// mpiIndicators are the indicators with their weights where nutrition is missing.
var mpiIndicators = []struct {
	name   string
	weight float64
}{
	{"child_mortality", 1.0 / 3}, {"years_of_schooling", 1.0 / 6}, {"school_attendance", 1.0 / 6},
	{"cooking_fuel", 1.0 / 18}, {"sanitation", 1.0 / 18},
	{"drinking_water", 1.0 / 18}, {"electricity", 1.0 / 18}, {"housing", 1.0 / 18}, {"assets", 1.0 / 18},
}

// TestGlobalMPI: both identities of the global MPI hold to 1e-9 of what the kernel computes from the published
// headcounts, in the country and in every region; so do the published contributions and H × A.
func TestGlobalMPI(t *testing.T) {
	p := globalMPI(t)
	if len(p) != 7 {
		t.Fatalf("%d geographies, want the country and 6 regions", len(p))
	}
	national := 0.0
	for geo, m := range p {
		var weights, censored []float64
		for _, in := range mpiIndicators {
			weights, censored = append(weights, in.weight), append(censored, m["censored_headcount"][in.name]/100)
		}
		m0, contributions := adjusted(weights, censored)
		if want := m["MPI"][""]; math.Abs(m0-want) > 1e-9 {
			t.Errorf("%s: Σ weight × censored headcount = %.15f, published MPI %.15f", geo, m0, want)
		}
		if ha := m["H"][""] * m["A"][""] / 1e4; math.Abs(ha-m["MPI"][""]) > 1e-9 {
			t.Errorf("%s: H × A = %.15f, published MPI %.15f", geo, ha, m["MPI"][""])
		}
		for j, in := range mpiIndicators {
			if want := m["contribution"][in.name]; math.Abs(100*contributions[j]-want) > 1e-4 {
				t.Errorf("%s %s: contribution %.6f, published %.6f", geo, in.name, 100*contributions[j], want)
			}
		}
		if geo != "VNM" {
			national += m["population_share"][""] / 100 * m0
		}
	}
	if want := p["VNM"]["MPI"][""]; math.Abs(national-want) > 1e-9 {
		t.Errorf("Σ population share × regional MPI = %.15f, published %.15f", national, want)
	}
}
