package condition_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/condition"
	"giamngheo/internal/errs"
	"giamngheo/internal/planning"
	"giamngheo/internal/target"
)

func words(names ...string) (out []condition.Word) {
	for _, n := range names {
		out = append(out, condition.Word{Name: n, Title: errs.Text{VI: "tên " + n, EN: n}})
	}
	return out
}

func names() *condition.Names {
	return &condition.Names{Definitions: words("working_age"), Ethnic: words("01", "05"),
		Kinds: words("job_placed", "job_abroad", "vocational_course", "production_model", "production_support",
			"legal_aid_asked", "legal_aid_given", "house"),
		Activities: words("model"), States: words("running", "done")}
}

// TestShippedConditions: every condition of the shipped plan and of the catalogue is shown as choices, which make it
// again.
func TestShippedConditions(t *testing.T) {
	plans, err := target.Plans(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := planning.ReadCatalogue(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	parts := plans[0].Parts()
	for i := range c.Targets {
		parts = append(parts, &c.Targets[i].Part)
	}
	read := 0
	for _, p := range parts {
		for _, m := range []*target.Measure{p.Numerator, p.Denominator, p.Cascade.By} {
			if m == nil || m.Over == "report" {
				continue
			}
			v := condition.New(condition.Over(m.Over), names())
			clauses, ok := v.Read(m.Where)
			if read++; !ok {
				t.Errorf("%s: %q is not read", p.Code, m.Where)
			} else if again := v.Text(clauses); again != m.Where {
				t.Errorf("%s: %q became %q", p.Code, m.Where, again)
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d conditions", read)
	}
}

// TestClauses: choices make these conditions and no others, and are told in the words of the vocabulary.
func TestClauses(t *testing.T) {
	is, not := condition.Is, condition.Not
	for _, c := range []struct {
		over    condition.Over
		clauses []condition.Clause
		text    string
		told    string
	}{
		{condition.Household, nil, "true", "tất cả"},
		{condition.Household, []condition.Clause{{"group", is, []string{"poor", "near_poor"}},
			{"water_source", is, []string{"tap", "rain"}}}, `(poor || near_poor) && water_source in ["tap", "rain"]`,
			"nước máy, nước mưa"},
		{condition.Household, []condition.Clause{{"group", not, []string{"poor", "coastal"}}}, "!(poor || coastal)", "không thuộc"},
		{condition.Household, []condition.Clause{{"toilet", not, []string{"none"}}, {"internet", condition.No, nil}},
			`toilet != "none" && !internet`, "không có"},
		{condition.Household, []condition.Clause{{"toilet", not, []string{"none", "other"}}},
			`!(toilet in ["none", "other"])`, "khác"},
		{condition.Household, []condition.Clause{{"income_per_head", condition.Below, []string{"1500000"}},
			{"age", condition.AtLeast, []string{"15"}}, {"sex", is, []string{"female"}}},
			`income_per_head < 1500000 && members.exists(m, m.age >= 15 && m.sex == "female")`, "ít nhất 15"},
		{condition.Household, []condition.Clause{{"income_per_head", condition.Below, []string{"1500000"}}},
			`income_per_head < 1500000`, "1.500.000"},
		{condition.Household, []condition.Clause{{"floor_area", condition.AtLeast, []string{"12.5"}}},
			`floor_area >= 12.5`, "12,5"},
		{condition.Person, []condition.Clause{{"group", is, []string{"poor"}}, {"working_age", condition.Yes, nil}},
			"poor && m.working_age", "tên working_age: có"},
		{condition.Support, []condition.Clause{{"kind", is, []string{"house"}}, {"group", is, []string{"poor"}}},
			"house && poor", "tên house"},
		{condition.Activity, []condition.Clause{{"kind", is, []string{"model"}}, {"state", is, []string{"running", "done"}}},
			"model && (running || done)", "tên running, tên done"},
	} {
		v := condition.New(c.over, names())
		if text := v.Text(slices.Clone(c.clauses)); text != c.text {
			t.Errorf("%q, want %q", text, c.text)
		}
		back, ok := v.Read(c.text)
		if d := cmp.Diff(c.clauses, back); !ok || d != "" {
			t.Errorf("%q: %v %s", c.text, ok, d)
		}
		if told := v.Told(c.clauses).VI; !strings.Contains(told, c.told) {
			t.Errorf("%q is told as %q", c.text, told)
		}
	}
}

// TestNotSaid: what choices cannot say is not taken for something else.
func TestNotSaid(t *testing.T) {
	for _, text := range []string{"", "poor || internet", "size > members.size()", "!members.exists(m, m.stunted)",
		"members.exists(m, m.stunted) && members.exists(m, m.underweight)", "floor_area / size >= 8", `toilet == "hố"`,
		"poorr", "poor && ", "(poor", `members.exists(m, poor && m.stunted)`, "income_per_head < income_line", "!internet || poor"} {
		if clauses, ok := condition.New(condition.Household, names()).Read(text); ok {
			t.Errorf("%q is read as %+v", text, clauses)
		}
	}
}
