package planning_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/planning"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

func shipped(t *testing.T) (*planning.Catalogue, *target.Plan, *planning.Bodies) {
	t.Helper()
	data := os.DirFS("../../data")
	c, err := planning.ReadCatalogue(data)
	if err != nil {
		t.Fatal(err)
	}
	plans, err := target.Plans(data)
	if err != nil {
		t.Fatal(err)
	}
	all, err := programme.ReadCatalogue(data)
	if err != nil {
		t.Fatal(err)
	}
	return c, &plans[0], planning.NewBodies(all, c.Names)
}

// TestCatalogue: the model's targets are those of the shipped plan and count the same; nothing in the catalogue is of a
// province, a year or a body; each is under a heading and said in both languages.
func TestCatalogue(t *testing.T) {
	c, plan, _ := shipped(t)
	for _, p := range plan.Parts() {
		e := c.Entry(p.Code)
		if e == nil || !e.Model {
			t.Errorf("%s is not in the catalogue", p.Code)
			continue
		}
		type counted struct {
			Kind, Unit, Better, Cohort string
			N, D                       *target.Measure
			Cascade                    target.CascadeRule
			Method                     string
		}
		of := func(p *target.Part) counted {
			return counted{p.Kind, p.Unit, p.Better, p.Cohort, p.Numerator, p.Denominator, p.Cascade, string(p.Method)}
		}
		e.Part.Numerator.FigureTitle = p.Numerator.FigureTitle
		if e.Part.Denominator != nil {
			e.Part.Denominator.FigureTitle = p.Denominator.FigureTitle
		}
		if d := cmp.Diff(of(p), of(&e.Part)); d != "" {
			t.Errorf("%s: %s", p.Code, d)
		}
	}
	models := 0
	for i := range c.Targets {
		e := &c.Targets[i]
		if e.Model {
			models++
		}
		for _, text := range []errs.Text{e.Counts, e.Part.Title} {
			if text.VI == "" || text.EN == "" {
				t.Errorf("%s: a text is missing", e.Part.Code)
			}
		}
		if e.Part.Kind != "count" && e.Of.VI == "" {
			t.Errorf("%s: of whom?", e.Part.Code)
		}
		if e.Part.Planned != nil || e.Part.Baseline != nil || e.Part.Official != nil || e.Part.Source != "" || e.Part.Body.VI != "" {
			t.Errorf("%s has something of a year or a province", e.Part.Code)
		}
		if !slices.ContainsFunc(c.Groups, func(g planning.Group) bool { return g.Code == e.Group }) {
			t.Errorf("%s: no group %q", e.Part.Code, e.Group)
		}
		for _, bad := range []string{"Sóc Trăng", "Sở ", "huyện", "2024"} {
			if strings.Contains(e.Part.Missing.VI+e.Part.Open.VI+e.Counts.VI+e.Of.VI, bad) {
				t.Errorf("%s says %q", e.Part.Code, bad)
			}
		}
	}
	if models != len(plan.Parts()) || len(c.Targets) < models+10 {
		t.Errorf("%d targets, %d of the model", len(c.Targets), models)
	}
}

// TestEnded: bodies end by the data's dates, whatever people call them; of others nothing is known.
func TestEnded(t *testing.T) {
	_, _, bodies := shipped(t)
	for _, c := range []struct {
		name string
		day  date.Date
		last date.Date // zero: there, or unknown
	}{
		{"Sở Lao động - Thương binh và Xã hội", date.Must(2025, 2, 28), 0},
		{"Sở Lao động - Thương binh và Xã hội", date.Must(2025, 3, 1), date.Must(2025, 2, 28)},
		{"Sở Lao động – Thương binh và Xã hội", date.Must(2026, 1, 1), date.Must(2025, 2, 28)},
		{"Sở LĐ-TB&XH", date.Must(2026, 1, 1), date.Must(2025, 2, 28)},
		{"sở nông nghiệp và phát triển nông thôn", date.Must(2026, 1, 1), date.Must(2025, 2, 28)},
		{"UBND cấp huyện", date.Must(2025, 6, 30), 0},
		{"UBND cấp huyện", date.Must(2025, 7, 1), date.Must(2025, 6, 30)},
		{"Ủy ban nhân dân các huyện, thị xã, thành phố", date.Must(2026, 1, 1), date.Must(2025, 6, 30)},
		{"Sở Nông nghiệp và Môi trường", date.Must(2026, 1, 1), 0},
		{"Ủy ban nhân dân cấp xã", date.Must(2024, 1, 1), 0},
		{"Sở Y tế", date.Must(2026, 1, 1), 0}, {"Sở Tư pháp", date.Must(2026, 1, 1), 0}, {"", date.Must(2026, 1, 1), 0},
	} {
		if last, ended := bodies.Ended(c.name, c.day); last != c.last || ended != !c.last.IsZero() {
			t.Errorf("%s on %s: %s %v", c.name, c.day, last, ended)
		}
	}
	on := bodies.On(date.Must(2026, 11, 2))
	for _, b := range on {
		if strings.Contains(b.VI, "huyện") || strings.Contains(b.VI, "Lao động") {
			t.Errorf("%s is offered", b.VI)
		}
	}
	if len(on) < 4 {
		t.Errorf("%d bodies", len(on))
	}
}

// TestBaselines: a value of another place is refused with what to do; an own one, and none, is taken.
func TestBaselines(t *testing.T) {
	_, plan, bodies := shipped(t)
	for what, c := range map[string]struct {
		baseline target.Baseline
		says     string
	}{
		"the model's":        {*plan.Targets[0].Parts[0].Baseline, "Sóc Trăng"},
		"another newspaper":  {target.Baseline{Source: "Báo Hậu Giang, 02/01/2026"}, "Hậu Giang"},
		"another code":       {target.Baseline{Place: "94", Source: "báo cáo"}, "mã 94"},
		"its own":            {target.Baseline{Source: "Quyết định của thành phố Cần Thơ (Sóc Trăng, Hậu Giang cũ)"}, ""},
		"its own by code":    {target.Baseline{Place: "92", Source: "Báo Sóc Trăng"}, ""},
		"of nobody by name":  {target.Baseline{Source: "báo cáo 15/BC-UBND"}, ""},
		"a word like a name": {target.Baseline{Source: "hoa huệ, đồng nai con"}, "Đồng Nai"},
	} {
		v := 2.5
		b := c.baseline
		b.Day, b.Value = date.Must(2025, 12, 31), &v
		p := &target.Plan{Year: 2026, Province: "92", Targets: []target.Target{{Number: 1,
			Parts: []target.Part{{Code: "poor_rate", Baseline: &b}}}}}
		here := planning.Here{Province: "92", Name: "Cần Thơ", Others: []string{"Sóc Trăng", "Hậu Giang", "Huế", "Đồng Nai"},
			Bodies: bodies, Day: date.Must(2026, 11, 2)}
		faults := here.Check(p)
		if c.says == "" != (len(faults) == 0) || c.says != "" && (!strings.Contains(faults[0].Text.VI, c.says) ||
			!strings.Contains(faults[0].Text.VI, "31/12/2025") || faults[0].Part != "poor_rate") {
			t.Errorf("%s: %v", what, faults)
		}
		if b.Value = nil; len(here.Check(p)) != 0 {
			t.Errorf("%s: no value is none of another place", what)
		}
	}
}

// TestNobody: a target of ethnic groups stays out where no head of a register is of them and it is of heads; what the
// heads do not tell is to be looked at.
func TestNobody(t *testing.T) {
	c, _, bodies := shipped(t)
	khmer := `members.exists(m, m.relationship == "head" && m.ethnicity == "05")`
	for what, x := range map[string]struct {
		where string
		heads map[string]int64
		out   string // "" to be looked at, "in", or what is said of it
	}{
		"an empty register":   {khmer, nil, ""},
		"none of them":        {khmer, map[string]int64{"01": 7}, "nhóm 05"},
		"one of them":         {khmer, map[string]int64{"01": 7, "05": 1}, "in"},
		"one of a list":       {strings.Replace(khmer, `== "05"`, `in ["03", "05"]`, 1), map[string]int64{"05": 1}, "in"},
		"none of a list":      {strings.Replace(khmer, `== "05"`, `in ["03", "05"]`, 1), map[string]int64{"01": 1}, "nhóm 03, nhóm 05"},
		"members, not heads":  {`members.exists(m, m.ethnicity == "05")`, map[string]int64{"01": 7}, ""},
		"whom it is not of":   {`!(m.ethnicity in ["01", "04"])`, map[string]int64{"05": 7}, "in"},
		"whom it is not of 2": {`m.ethnicity != "01"`, map[string]int64{"05": 7}, "in"},
		"nobody in special":   {"poor", nil, "in"},
	} {
		own := &target.Plan{Year: 2024, Targets: []target.Target{{Number: 1, Text: "câu", Parts: []target.Part{{Code: "a", Kind: "count",
			Title: errs.Text{VI: "Chỉ tiêu"}, Numerator: &target.Measure{Over: "household", Where: x.where}}}}}}
		d := c.FromOwn(&planning.Office{Year: 2025, Day: date.Must(2025, 1, 1), Bodies: bodies,
			Ethnic: func() map[string]int64 { return x.heads }, EthnicName: func(code string) string { return "nhóm " + code }}, own)
		p, _ := d.Plan.Part("a")
		switch {
		case x.out == "in":
			if p == nil || slices.Contains(p.Todo, target.TodoReading) {
				t.Errorf("%s: %+v", what, p)
			}
		case x.out == "":
			if p == nil || !slices.Contains(p.Todo, target.TodoReading) {
				t.Errorf("%s is not to be looked at: %+v", what, p)
			}
		case p != nil || !slices.ContainsFunc(d.Left, func(l planning.Left) bool { return strings.Contains(l.Text.VI, x.out) }):
			t.Errorf("%s: %+v %+v", what, p, d.Left)
		}
	}
}
