package guide_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/form"
	"giamngheo/internal/guide"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

// sources are those that the program ships with, of the plan of 2024.
func sources(t *testing.T) (*programme.Catalogue, guide.Sources) {
	t.Helper()
	data := os.DirFS("../../data")
	c, err := programme.ReadCatalogue(data)
	if err != nil {
		t.Fatal(err)
	}
	s := guide.Sources{Programme: c.Programme("gnbv-2021-2025")}
	if s.Forms, err = form.Shipped(data); err != nil {
		t.Fatal(err)
	}
	if s.Schedules, err = form.ReadSchedules(data, s.Forms); err != nil {
		t.Fatal(err)
	}
	plans, err := target.Plans(data)
	if err != nil {
		t.Fatal(err)
	}
	s.Plan = &plans[0]
	if s.Frames, err = guide.Read(data, c, s.Forms); err != nil {
		t.Fatal(err, target.FaultsOf(err))
	}
	return c, s
}

func in(g *guide.Guide, node string) *guide.Section {
	for i := range g.Sections {
		if s := &g.Sections[i]; s.Node == nil && node == "" || s.Node != nil && s.Node.Code == node {
			return s
		}
	}
	return nil
}

// TestLay: every part of the plan stands in the guide once, in the project that the frame names, with where it comes
// from and by which schedules it is sent; rows of forms that count a part stand with it and not beside it.
func TestLay(t *testing.T) {
	_, s := sources(t)
	g := guide.Lay(s, date.Must(2024, 12, 31))
	had, rows := map[string]int{}, map[string]string{}
	for _, section := range g.Sections {
		for _, x := range section.Indicators {
			node := ""
			if section.Node != nil {
				node = section.Node.Code
			}
			if x.Part != nil {
				had[x.Part.Code]++
			} else {
				rows[x.Form.Code+"/"+x.Row.Code] = node
			}
			if len(x.Origins) == 0 || x.Title.VI == "" {
				t.Errorf("%s: %+v", node, x)
			}
			for _, o := range x.Origins {
				if g.Origins[o].Verify.VI == "" || o.Title().VI == "" && o.Title().EN == "" {
					t.Errorf("%s is verified in no way", o)
				}
			}
		}
	}
	for _, p := range s.Plan.Parts() {
		if had[p.Code] != 1 {
			t.Errorf("%s stands in the guide %d times", p.Code, had[p.Code])
		}
	}
	for row, node := range map[string]string{"B02/mo_hinh": "DA2", "VON/DA3-TDA1": "DA3-TDA1", "VON/tong": "",
		"B05/hoat_dong": "DA2", "B01/can_bo": ""} {
		if got, ok := rows[row]; !ok || got != node {
			t.Errorf("%s is of %q, not of %q", row, got, node)
		}
	}
	if x := in(g, "DA3-TDA2").Indicators; len(x) != 3 || len(x[1].Rows) != 3 {
		t.Errorf("a form of one project does not stand as one: %+v", x)
	}
	if _, ok := rows["B02/viec_lam"]; ok {
		t.Error("a row that counts a part stands beside the part")
	}
	jobs := in(g, "DA4-TDA3").Indicators[0]
	if jobs.Part.Code != "jobs" || !slices.Equal(jobs.Origins, []guide.Origin{guide.Support}) ||
		!slices.Equal(jobs.Forms, []string{"B02"}) || !slices.Equal(jobs.Due, []int{0, 1, 2}) {
		t.Errorf("%+v", jobs)
	}
	if len(in(g, "DA3").Indicators) != 0 || !g.Placed {
		t.Error("a project above others has something of its own")
	}
}

// TestOrigins: from where each kind of row comes.
func TestOrigins(t *testing.T) {
	_, s := sources(t)
	g := guide.Lay(s, date.Must(2024, 12, 31))
	is := map[string]guide.Origin{}
	for _, section := range g.Sections {
		for _, x := range section.Indicators {
			if x.Row != nil {
				is[x.Form.Code+"/"+x.Row.Code] = x.Origins[0]
			} else if x.Part.Code == "stunting_coastal" && (x.Origins[0] != guide.Reported || len(x.By) != 1) {
				t.Errorf("%+v", x)
			}
		}
	}
	for row, want := range map[string]guide.Origin{"B01/tong_ho": guide.Register, "B01/ho_ngheo": guide.Recognised,
		"B01/ty_le": guide.Computed, "B01/can_bo": guide.Asked, "VON/DA1": guide.Ledger, "VON/tong": guide.Computed,
		"B03/hoat_dong": guide.Asked} {
		if is[row] != want {
			t.Errorf("%s is from %q, not from %q", row, is[row], want)
		}
	}
}

// TestBare: without a plan, without a programme, with a programme that no frame knows, and before any form was in
// force there is a guide, which says what it lacks.
func TestBare(t *testing.T) {
	c, s := sources(t)
	for name, change := range map[string]func(*guide.Sources){
		"no plan": func(s *guide.Sources) { s.Plan = nil }, "no programme": func(s *guide.Sources) { s.Programme = nil },
		"no frame": func(s *guide.Sources) { s.Programme = c.Programme("ctmtqg-2026-2035") },
	} {
		with := s
		change(&with)
		g := guide.Lay(with, date.Must(2024, 12, 31))
		if g.Placed != (name == "no plan") || len(in(g, "").Indicators) == 0 || len(g.Open) == 0 {
			t.Errorf("%s: %+v", name, g)
		}
	}
	for _, section := range guide.Lay(s, date.Must(2019, 12, 31)).Sections {
		for _, x := range section.Indicators {
			if x.Part == nil || len(x.Forms) > 0 {
				t.Errorf("a form that was not in force asks for %+v", x)
			}
		}
	}
	if n := len(s.Forms); n != 17 || slices.Contains(s.Forms, nil) {
		t.Error("laying out changed the forms", n)
	}
}

// TestRead: a frame that names what there is not is refused with its line.
func TestRead(t *testing.T) {
	c, s := sources(t)
	shipped, err := os.ReadFile("../../data/report/guide.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for was, is := range map[string]string{"node: DA2,": "node: DA99,", "[B05]": "[B55]", "B02/mo_hinh": "B02/khong_co",
		"programme: gnbv-2021-2025": "programme: khong-co", "  ledger:": "  so_cai:", "frames:": "khung:"} {
		text := strings.Replace(string(shipped), was, is, 1)
		_, err := guide.Read(fstest.MapFS{"report/guide.yaml": {Data: []byte(text)}}, c, s.Forms)
		if err == nil || text == string(shipped) || !strings.Contains(target.FaultsOf(err).Error(), "guide.yaml:") {
			t.Errorf("%s: %v", is, err)
		}
	}
	if len(slices.Collect(maps.Keys(s.Frames.Origins))) != 8 {
		t.Error(s.Frames.Origins)
	}
}
