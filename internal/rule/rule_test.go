package rule

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/value"
)

var on = date.Must(2024, 10, 15)

// theLaw is the language of the tests: the parameters and definitions of the standard 2022-2025.
func theLaw() Config {
	return Config{On: on, Slots: []string{"deprivations"},
		Params: []Param{
			{Name: "income_line", Type: Int, Rural: int64(1_500_000), Urban: int64(2_000_000)},
			{Name: "b1_line", Type: Double, Rural: 140.0, Urban: 175.0},
			{Name: "working_from", Type: Int, Value: int64(180)},
			{Name: "retirement_male", Type: Int, Value: int64(732)},
			{Name: "retirement_female", Type: Int, Value: int64(676)},
			{Name: "elderly_from", Type: Int, Value: int64(60)},
			{Name: "clean", Type: StringList, Value: []string{"tap", "rain"}},
			{Name: "strict", Type: Bool, Value: true},
		},
		Definitions: []Definition{
			{"low_income", Household, "income_given ? income_per_head <= income_line : b1_score <= b1_line"},
			{"working_age", Person,
				`m.age_months >= working_from && m.age_months < retirement_male && (m.sex == "male" || m.age_months < retirement_female)`},
			{"dependent", Person, "m.age < 16 || (m.social_allowance && (m.disability || m.age >= elderly_from))"},
			{"level_missed", Person,
				`(m.age >= 3 && m.age < 6 && m.attending != "preschool") || (m.age >= 6 && m.age < 12 && m.attending != "primary") || (m.age >= 12 && m.age < 16 && m.attending != "lower_secondary")`},
			{"qualified_for_age", Person,
				`m.qualification in ["upper_secondary", "elementary_vocational", "intermediate_vocational", "college", "university"] || (m.age < 18 && m.qualification == "lower_secondary")`},
		}}
}

// theRules are the 12 indicators of Decree 07/2021 in the law's order.
var theRules = []string{
	`members.exists(m, (m.working_age && m.able_to_work && m.wants_work && m.work == "not_working") || m.work == "wage_no_contract")`,
	"members.filter(m, m.dependent).size() * 2 > size",
	"members.exists(m, m.age < 16 && (m.stunted || m.underweight))",
	"members.exists(m, m.age >= 6 && !m.health_insurance)",
	"members.exists(m, m.age >= 16 && m.age <= 30 && !m.in_training && !m.qualified_for_age)",
	"members.exists(m, m.level_missed)",
	`(wall == "not_solid" && pillar == "not_solid") || (wall == "not_solid" && roof == "not_solid") || (pillar == "not_solid" && roof == "not_solid")`,
	"floor_area < 8.0 * double(size)",
	`!(water_source in ["tap", "borehole", "protected_well", "protected_spring", "rain", "bottled"])`,
	`!(toilet in ["septic", "pour_flush", "vip", "double_vault"])`,
	"!internet",
	"!information_means",
}

func compile(t testing.TB, e *Env, expr string) *Program {
	t.Helper()
	p, err := e.Compile(expr, Household)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return p
}

// oracle is cel-go's own interpreter over the same language: the checked expression, run on a map of values in which
// what is not known is CEL's unknown.
type oracle struct {
	env  *Env
	defs map[string]cel.Program
}

func newOracle(t testing.TB, e *Env) *oracle {
	o := &oracle{e, map[string]cel.Program{}}
	for _, d := range e.cfg.Definitions {
		o.defs[d.key()] = o.program(t, e.cel(d.Scope), d.Expr)
	}
	return o
}

func (o *oracle) program(t testing.TB, scope *cel.Env, expr string) cel.Program {
	t.Helper()
	ast, iss := scope.Compile(expr)
	if iss.Err() != nil {
		t.Fatalf("%s: %v", expr, iss.Err())
	}
	p, err := scope.Program(ast)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var celUnknown = types.NewUnknown(1, nil)

// native is a field's value as cel-go takes it.
func native(c *field.Field, h *household.Household, m *household.Member) any {
	switch {
	case c.UnknownIn(h, m):
		return celUnknown
	case c.Whole != nil:
		return c.Whole(h, m).Lo
	case c.Real != nil:
		v, _ := c.Real(h, m)
		return v
	case c.Text != nil:
		v, _ := c.Text(h, m)
		return v
	case c.Enum != nil:
		return c.Enum.Names[c.Small(h, m)]
	}
	return c.Small(h, m) == uint8(yes)
}

// vars are a household's values, its definitions computed by cel-go itself.
func (o *oracle) vars(h *household.Household, deprivations Range) map[string]any {
	vars := map[string]any{"deprivations": any(celUnknown)}
	if deprivations.Lo == deprivations.Hi {
		vars["deprivations"] = deprivations.Lo
	}
	for name, c := range o.env.fields.Household {
		vars[name] = native(c, h, nil)
	}
	for i := range o.env.cfg.Params {
		p := &o.env.cfg.Params[i]
		if vars[p.Name] = p.valueIn(h); vars[p.Name] == nil {
			vars[p.Name] = celUnknown
		}
	}
	var members []any
	for i := range h.Members {
		m := map[string]any{}
		for name, c := range o.env.fields.Member {
			if !c.Birth {
				m[name] = native(c, h, &h.Members[i])
			}
		}
		members = append(members, m)
	}
	vars["members"] = members
	for _, d := range o.env.cfg.Definitions {
		if d.Scope == Household {
			vars[d.Name] = result(o.defs[d.key()].Eval(vars))
			continue
		}
		for _, m := range members {
			vars[personVar] = m
			m.(map[string]any)[d.Name] = result(o.defs[d.key()].Eval(vars))
		}
		delete(vars, personVar)
	}
	return vars
}

func result(v ref.Val, _ *cel.EvalDetails, err error) ref.Val {
	if v == nil {
		return types.WrapErr(err)
	}
	return v
}

// says turns cel-go's answer into a state.
func says(v ref.Val, _ *cel.EvalDetails, err error) state {
	switch {
	case types.IsUnknown(v):
		return unknown
	case err != nil || types.IsError(v):
		return failed
	}
	return value.Said(v == types.True)
}

// ours evaluates a program to a state.
func ours(t interface{ Fatalf(string, ...any) }, p *Program, in *Input) state {
	truth, err := p.Eval(in)
	var tr Trace
	traced, err2 := p.Explain(in, &tr)
	if truth != traced || (err == nil) != (err2 == nil) {
		t.Fatalf("Eval %v %v, Explain %v %v", truth, err, traced, err2)
	}
	if err != nil {
		return failed
	}
	return state(truth)
}

// anyHousehold draws a household of which a share of the answers is not known.
func anyHousehold(t *rapid.T, share int) *household.Household {
	answer := func(most uint8) uint8 {
		if rapid.IntRange(0, 99).Draw(t, "known") < share {
			return 0
		}
		return rapid.Uint8Range(1, most).Draw(t, "answer")
	}
	yesNo := func() household.Answer { return household.Answer(answer(2)) }
	h := &household.Household{Code: "H", Commune: "31552", Area: place.Area(answer(2)),
		Wall: household.Material(answer(2)), Pillar: household.Material(answer(2)), Roof: household.Material(answer(2)),
		Water: household.Water(answer(7)), Toilet: household.Toilet(answer(6)), Internet: yesNo(),
		InformationMeans: yesNo()}
	if answer(1) != 0 {
		h.IncomePerHead = household.Just(household.Dong(rapid.SampledFrom([]int64{0, 1_499_999, 1_500_000, 1_500_001,
			2_000_000, 2_000_001}).Draw(t, "income")))
	}
	if answer(1) != 0 {
		h.B1Score = household.Just(rapid.SampledFrom([]float64{0, 140, 140.5, 175, 176}).Draw(t, "b1"))
	}
	if answer(1) != 0 {
		h.FloorArea = household.Just(float64(rapid.IntRange(0, 40).Draw(t, "m2")))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "size") {
		m := household.Member{No: i + 1, Relationship: household.Relationship(answer(7)), Sex: household.Sex(answer(2)),
			Ethnicity: household.Ethnicity(answer(5)), AbleToWork: yesNo(), WantsWork: yesNo(),
			Work: household.Work(answer(4)), SocialAllowance: yesNo(), Disability: yesNo(), PersonOfMerit: yesNo(),
			HealthInsurance: yesNo(), Attending: household.Attending(answer(7)),
			Qualification: household.Qualification(answer(8)), InTraining: yesNo(), Stunted: yesNo(),
			Underweight: yesNo()}
		year := rapid.IntRange(1955, 2024).Draw(t, "year")
		switch known := answer(2); {
		case known == 1 && share > 0:
			m.Birth = household.BornIn(year)
		case known > 0:
			m.Birth = household.BornOn(date.Must(year, rapid.IntRange(1, 9).Draw(t, "month"),
				rapid.IntRange(1, 28).Draw(t, "day")))
		}
		h.Members = append(h.Members, m)
	}
	return h
}

// complete answers what a household leaves open at random, and only that.
func complete(t *rapid.T, h *household.Household) *household.Household {
	full := *h
	other := anyHousehold(t, 0)
	full.Area, full.Wall, full.Pillar, full.Roof = or(h.Area, other.Area), or(h.Wall, other.Wall),
		or(h.Pillar, other.Pillar), or(h.Roof, other.Roof)
	full.Water, full.Toilet, full.Internet, full.InformationMeans = or(h.Water, other.Water),
		or(h.Toilet, other.Toilet), or(h.Internet, other.Internet), or(h.InformationMeans, other.InformationMeans)
	// income stays: income_given says that it is not known
	full.B1Score, full.FloorArea = or(h.B1Score, other.B1Score), or(h.FloorArea, other.FloorArea)
	full.Members = nil
	for _, m := range h.Members {
		o := household.Member{Relationship: 1, Sex: 1, Ethnicity: 1}
		if len(other.Members) > 0 {
			o = rapid.SampledFrom(other.Members).Draw(t, "like")
		}
		pick := func(a household.Answer) household.Answer {
			return or(a, household.Answer(rapid.IntRange(1, 2).Draw(t, "answer")))
		}
		m.Relationship, m.Sex, m.Ethnicity = or(m.Relationship, o.Relationship), or(m.Sex, o.Sex),
			or(m.Ethnicity, o.Ethnicity)
		m.Work, m.Attending, m.Qualification = or(m.Work, household.Work(rapid.IntRange(1, 4).Draw(t, "work"))),
			or(m.Attending, household.Attending(rapid.IntRange(1, 7).Draw(t, "attending"))),
			or(m.Qualification, household.Qualification(rapid.IntRange(1, 8).Draw(t, "qualification")))
		m.AbleToWork, m.WantsWork, m.SocialAllowance, m.Disability = pick(m.AbleToWork), pick(m.WantsWork),
			pick(m.SocialAllowance), pick(m.Disability)
		m.PersonOfMerit, m.HealthInsurance, m.InTraining, m.Stunted, m.Underweight = pick(m.PersonOfMerit),
			pick(m.HealthInsurance), pick(m.InTraining), pick(m.Stunted), pick(m.Underweight)
		year := rapid.IntRange(1955, 2024).Draw(t, "year")
		if m.Birth.Known() {
			year = m.Birth.Earliest.Year()
		}
		if !m.Birth.Exact() {
			m.Birth = household.BornOn(date.Must(year, rapid.IntRange(1, 9).Draw(t, "month"),
				rapid.IntRange(1, 28).Draw(t, "day")))
		}
		full.Members = append(full.Members, m)
	}
	return &full
}

func or[T comparable](v, other T) T {
	var zero T
	if v == zero {
		return other
	}
	return v
}

// agree holds our answer against cel-go's: the same where cel-go decides; where it does not, either unknown too or, by
// ranges, an answer that every way of filling in the missing answers gives.
func agree(t *rapid.T, o *oracle, expr string, p *Program, prog cel.Program, h *household.Household, slot Range) {
	in := &Input{H: h, Slots: []Range{slot}}
	got, want := ours(t, p, in), says(prog.Eval(o.vars(h, slot)))
	if want != unknown {
		if got != want {
			t.Fatalf("%s: %d, cel-go %d", expr, got, want)
		}
		return
	}
	if got == unknown {
		return
	}
	for range 3 {
		full := complete(t, h)
		n := rapid.Int64Range(slot.Lo, slot.Hi).Draw(t, "slot")
		// the income stays open, see complete
		if v := says(prog.Eval(o.vars(full, Range{n, n}))); v != got && v != unknown {
			t.Fatalf("%s: decided %d without an answer with which cel-go says %d\n%+v", expr, got, v, full)
		}
	}
}

// TestTheRulesAgainstCEL: the twelve indicators and the classes' conditions.
func TestTheRulesAgainstCEL(t *testing.T) {
	e := env(t, theLaw())
	o := newOracle(t, e)
	rules := append([]string{"low_income && deprivations >= 3", "low_income && deprivations < 3",
		"income_given && income_per_head > income_line"}, theRules...)
	var programs []*Program
	var oracles []cel.Program
	for _, r := range rules {
		programs, oracles = append(programs, compile(t, e, r)), append(oracles, o.program(t, e.cel(Household), r))
	}
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t, rapid.SampledFrom([]int{0, 15, 50}).Draw(t, "share"))
		lo := rapid.Int64Range(0, 5).Draw(t, "lo")
		slot := Range{lo, lo + rapid.Int64Range(0, 2).Draw(t, "more")}
		for i := range rules {
			agree(t, o, rules[i], programs[i], oracles[i], h, slot)
		}
	})
}

// expressions draws a boolean expression of the language.
func expression(t *rapid.T, depth int, member bool) string {
	sub := func() string { return expression(t, depth-1, member) }
	number := func() string { return intExpression(t, depth-1, member) }
	kind := rapid.IntRange(0, 15).Draw(t, "kind")
	if depth == 0 {
		kind %= 6
	}
	pick := func(all ...string) string { return rapid.SampledFrom(all).Draw(t, "of") }
	if member && kind < 3 {
		return pick("m.stunted", "m.working_age", "m.dependent", `m.sex == "male"`,
			`m.work in ["self_employed", "not_working"]`, "m.age >= 16", "m.age_months < 192", "m.age == 40",
			"m.age != 15", "m.age <= 30", "m.age > 3",
			`m.ethnicity == "05"`, `m.attending != "primary"`, "!m.health_insurance", `m.ethnicity in ["01", "05"]`)
	}
	switch kind {
	case 0, 1, 2:
		return pick("internet", "information_means", "income_given", "low_income", "strict", `wall == "solid"`,
			`area != "rural"`, `toilet in ["vip", "none"]`, "water_source in clean", "true", "false",
			`water_source == wall`)
	case 3:
		return pick("income_per_head <= income_line", "income_per_head > 1500000", "1500000 >= income_per_head",
			"b1_score <= b1_line", "floor_area < 8.0 * double(size)", "floor_area >= 16", "size == 2",
			"deprivations >= 3", "deprivations != 1", "deprivations < 2")
	case 4:
		return number() + pick(" < ", " <= ", " > ", " >= ", " == ", " != ") + number()
	case 5:
		return "!" + pick("internet", "(deprivations > 2)", "low_income")
	case 6, 7, 8:
		return "(" + sub() + " && " + sub() + ")"
	case 9, 10, 11:
		return "(" + sub() + " || " + sub() + ")"
	case 12:
		return "(" + sub() + " ? " + sub() + " : " + sub() + ")"
	case 13:
		return "!(" + sub() + ")"
	}
	return "members." + pick("exists", "all", "exists_one") + "(m, " + expression(t, depth-1, true) + ")"
}

func intExpression(t *rapid.T, depth int, member bool) string {
	kind := rapid.IntRange(0, 8).Draw(t, "int")
	if depth <= 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return rapid.SampledFrom([]string{"0", "1", "2", "3", "-1", "9223372036854775807"}).Draw(t, "n")
	case 1:
		return "size"
	case 2:
		return "deprivations"
	case 3:
		if member {
			return "m.age"
		}
		return "elderly_from"
	case 4, 5:
		return "(" + intExpression(t, depth-1, member) + rapid.SampledFrom([]string{" + ", " - ", " * ", " / ",
			" % "}).Draw(t, "op") + intExpression(t, depth-1, member) + ")"
	case 6:
		return "-" + intExpression(t, 0, member)
	}
	return "members.filter(m, " + expression(t, depth-1, true) + ").size()"
}

// TestRandomExpressionsAgainstCEL: any expression of the language, on any household.
func TestRandomExpressionsAgainstCEL(t *testing.T) {
	e := env(t, theLaw())
	o := newOracle(t, e)
	rapid.Check(t, func(t *rapid.T) {
		expr := strings.ReplaceAll(expression(t, 3, false), "--", "- -")
		ast, iss := e.cel(Household).Compile(expr)
		if iss.Err() != nil {
			t.Skip("cel-go refuses it: ", iss.Err())
		}
		prog, err := e.cel(Household).Program(ast)
		if err != nil {
			t.Fatal(err)
		}
		p, err := e.Compile(expr, Household)
		if err != nil {
			t.Fatalf("%s: %v", expr, err)
		}
		for range 4 {
			lo := rapid.Int64Range(0, 4).Draw(t, "lo")
			agree(t, o, expr, p, prog, anyHousehold(t, rapid.SampledFrom([]int{0, 20, 60}).Draw(t, "share")),
				Range{lo, lo + rapid.Int64Range(0, 1).Draw(t, "more")})
		}
	})
}

func TestFaultsHaveTheirPlace(t *testing.T) {
	e := env(t, theLaw())
	for _, c := range []struct {
		expr string
		line int
		col  int
		want string
	}{
		{"internet &&", 1, 12, "sai cú pháp"},
		{"internet &&\n  wal == \"solid\"", 2, 3, "không có tên “wal”; có phải “wall”"},
		{`wall == "soild"`, 1, 9, "“soild” không có trong các giá trị của wall"},
		{`toilet in ["vip", "hole"]`, 1, 19, "“hole”"},
		{`members.exists(m, m.work == "idle")`, 1, 29, "“idle”"},
		{"members.exists(m, m.weight > 3)", 1, 20, "không có trường"},
		{"size", 1, 1, "đúng/sai"},
		{"wall > 3", 1, 6, "sai kiểu"},
		{`{"a": 1}.size() == 1`, 1, 1, "không hỗ trợ"},
		{`internet == true && b"x" == b"y"`, 1, 21, "không hỗ trợ"},
		{"members.filter(m, m.stunted) == members", 1, 15, "lọc ra"},
		{`wall.matches(roof)`, 1, 14, "mẫu của matches"},
		{"[1, 2].exists(x, [1].exists(y, [1].exists(z, [1].exists(v, [1].exists(w, w == x)))))", 1, 0, "lồng nhau"},
		{"members.exists(a, members.exists(b, members.exists(c, members.exists(d, d.stunted))))", 1, 0, "lồng nhau"},
	} {
		_, err := e.Compile(c.expr, Household)
		var fs Faults
		if !errors.As(err, &fs) {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if !strings.Contains(fs.Error(), c.want) || fs[0].Line != c.line || c.col > 0 && fs[0].Col != c.col {
			t.Errorf("%s: %d:%d %s, want %d:%d %s", c.expr, fs[0].Line, fs[0].Col, fs, c.line, c.col, c.want)
		}
	}
	if _, err := e.Compile("m.stunted", Household); err == nil {
		t.Error("a person in the household's scope")
	}
	if _, err := e.Compile("m.stunted && wall == \"solid\"", Person); err != nil {
		t.Error(err)
	}
	_, err := e.Compile(`wall == "a" || roof == "b"`, Household)
	var fs Faults
	if errors.As(err, &fs); len(fs) != 2 {
		t.Errorf("one fault hides another: %v", fs)
	}
}

func TestDefinitions(t *testing.T) {
	for _, c := range []struct {
		name string
		defs []Definition
		want string
	}{
		{"cycle", []Definition{{"a", Household, "b"}, {"b", Household, "a"}}, "vòng tròn"},
		{"itself", []Definition{{"a", Person, "m.a"}}, "vòng tròn"},
		{"type", []Definition{{"a", Household, `"x"`}}, "đúng/sai hoặc số"},
		{"syntax", []Definition{{"a", Household, "1 +"}}, "cú pháp"},
		{"vocabulary", []Definition{{"a", Person, `m.sex == "m"`}}, "“m”"},
	} {
		_, err := New(Config{On: on, Definitions: c.defs}, ParserOfTests)
		var df *DefinitionFault
		if !errors.As(err, &df) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	e := env(t, Config{On: on, Definitions: []Definition{{"half", Household, "double(size) / 2.0"},
		{"twice", Household, "count * 2"}, {"count", Household, "members.filter(m, m.old).size()"},
		{"old", Person, "m.age > 50"}}})
	h := &household.Household{Members: []household.Member{{Birth: household.BornIn(1950)},
		{Birth: household.BornIn(1990)}, {}}}
	for expr, want := range map[string]Truth{"twice > 1": household.Yes, "twice < 5": household.Yes,
		"twice == 2": household.Unknown, "half == 1.5": household.Yes, "twice > 4": household.No} {
		if got, err := compile(t, e, expr).Eval(&Input{H: h}); got != want || err != nil {
			t.Errorf("%s = %v %v, want %v", expr, got, err, want)
		}
	}
}

func TestTrace(t *testing.T) {
	e := env(t, theLaw())
	h := &household.Household{Area: place.Rural, IncomePerHead: household.Just(household.Dong(1_600_000)),
		Wall: household.NotSolid,
		Members: []household.Member{{No: 1, Birth: household.BornOn(date.Must(1980, 1, 1)),
			HealthInsurance: household.Yes}, {No: 3, Birth: household.BornIn(2018)}}}
	for _, c := range []struct {
		expr, want string
		unknown    string
	}{
		{"low_income && deprivations >= 3", `income_given=true income_per_head=1600000 income_line=1500000`, ""},
		{theRules[3],
			`members[1].age=44 members[1].health_insurance=true members[3].age="5–6" members[3].health_insurance=null`,
			"members[3].age members[3].health_insurance"},
		{theRules[6], `wall="not_solid" pillar=null roof=null`, "pillar roof"},
		{"deprivations >= 3", `deprivations="2–4"`, "deprivations"},
		{"water_source in clean", `water_source=null`, "water_source"},
		{"size > 1 || internet", "size=2", ""},
	} {
		var tr Trace
		if _, err := compile(t, e, c.expr).Explain(&Input{H: h, Slots: []Range{{2, 4}}}, &tr); err != nil {
			t.Fatal(err)
		}
		var got, open []string
		for i := range tr.Reads {
			name := string(tr.Reads[i].AppendName(nil))
			got = append(got, name+"="+string(tr.Reads[i].AppendJSON(nil)))
			if tr.Reads[i].Unknown() {
				open = append(open, name)
			}
		}
		if d := cmp.Diff(c.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s: %s", c.expr, d)
		}
		if d := cmp.Diff(c.unknown, strings.Join(open, " ")); d != "" {
			t.Errorf("%s, unknown: %s", c.expr, d)
		}
	}
}

// TestFlags: what is true or false at an evaluation stands beside the household's own fields, by name.
func TestFlags(t *testing.T) {
	cfg := theLaw()
	cfg.Flags = []string{"poor", "coastal"}
	e := env(t, cfg)
	p, err := e.Compile(`(poor || coastal) && [poor].exists(x, x) && m.sex == "female"`, Person)
	if err != nil {
		t.Fatal(err)
	}
	h := &household.Household{Members: []household.Member{{Sex: household.Female}}}
	for flags, want := range map[uint64]Truth{0: household.No, 1: household.Yes, 2: household.No, 3: household.Yes} {
		if got, err := p.Eval(&Input{H: h, M: &h.Members[0], Flags: flags}); err != nil || got != want {
			t.Errorf("flags %b: %v, %v, want %v", flags, got, err, want)
		}
	}
	if got, err := p.Eval(&Input{H: h, M: &household.Member{}, Flags: 1}); err != nil || got != household.Unknown {
		t.Errorf("sex not known: %v, %v", got, err)
	}
	var tr Trace
	if _, err := p.Explain(&Input{H: h, M: &h.Members[0], Flags: 1}, &tr); err != nil {
		t.Fatal(err)
	}
	if r := tr.Reads[0]; string(r.AppendName(nil)) != "poor" || string(r.AppendJSON(nil)) != "true" || r.Unknown() {
		t.Errorf("the trace begins with %s = %s", r.AppendName(nil), r.AppendJSON(nil))
	}
	if _, err := e.Compile("poor > 1", Household); err == nil {
		t.Error("a flag was taken as a number")
	}
	cfg.Flags = []string{"wall"}
	if _, err := New(cfg, ParserOfTests); err == nil {
		t.Error("a flag may hide a column")
	}
}

func TestFieldsAndCompared(t *testing.T) {
	e := env(t, theLaw())
	p := compile(t, e, "low_income && deprivations >= 3 && income_per_head < 2250000")
	if d := cmp.Diff([]string{"b1_line", "b1_score", "deprivations", "income_given", "income_line", "income_per_head"},
		p.Fields()); d != "" {
		t.Error(d)
	}
	if got, ok := p.Compared("income_per_head"); !ok || cmp.Diff([]int64{1_500_000, 2_000_000, 2_250_000}, got) != "" {
		t.Error(got, ok)
	}
	for _, expr := range []string{"income_per_head * 2 > 5", "income_per_head > size", "double(income_per_head) > 1.5",
		"income_per_head in [1, 2]"} {
		if got, ok := compile(t, e, expr).Compared("income_per_head"); ok {
			t.Errorf("%s: compared with %v only", expr, got)
		}
	}
}

// TestAgesByDay holds the comparison of packed dates against the age itself, on every kind of day.
func TestAgesByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month := rapid.IntRange(2020, 2030).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
		day := date.Must(year, month, rapid.IntRange(1, date.DaysIn(year, month)).Draw(t, "day"))
		by, bm := rapid.IntRange(1925, year-1).Draw(t, "birth year"), rapid.IntRange(1, 12).Draw(t, "birth month")
		birth := household.BornOn(date.Must(by, bm, rapid.IntRange(1, date.DaysIn(by, bm)).Draw(t, "birth day")))
		if rapid.Bool().Draw(t, "year alone") {
			birth = household.BornIn(by)
		}
		e, err := New(Config{On: day}, ParserOfTests)
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.Int64Range(-1, 110).Draw(t, "n")
		unit := rapid.SampledFrom([]string{"age", "age_months"}).Draw(t, "unit")
		lo, hi := birth.Months(day)
		if unit == "age" {
			lo, hi = lo/12, hi/12
		} else {
			n *= 11
		}
		for op, f := range map[string]func(a int64) bool{"<": func(a int64) bool { return a < n },
			"<=": func(a int64) bool { return a <= n }, ">": func(a int64) bool { return a > n },
			">=": func(a int64) bool { return a >= n }, "==": func(a int64) bool { return a == n },
			"!=": func(a int64) bool { return a != n }} {
			expr := fmt.Sprintf("m.%s %s %d", unit, op, n)
			p, err := e.Compile(expr, Person)
			if err != nil {
				t.Fatal(err)
			}
			m := &household.Member{Birth: birth}
			got, err := p.Eval(&Input{H: &household.Household{}, M: m})
			if err != nil {
				t.Fatal(err)
			}
			var some, all = false, true
			for a := int64(lo); a <= int64(hi); a++ {
				some, all = some || f(a), all && f(a)
			}
			want := household.Unknown
			if some == all {
				want = household.Said(all)
			}
			if got != want {
				t.Fatalf("%s on %s, born %v (%d–%d): %v, want %v", expr, day, birth, lo, hi, got, want)
			}
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, r := range theRules {
		f.Add(r)
	}
	for _, s := range []string{"1/0 == 1", "[1,2].map(x, x*2).filter(y, y > 1).size() == 2",
		"members.map(m, m.age).size() == size", `"a" in ["b"]`, "timestamp(\"2024-01-01T00:00:00Z\") < review_date",
		"a.B.c", "true ? 1 : 2u", "-9223372036854775808 == 1"} {
		f.Add(s)
	}
	e, err := New(theLaw(), ParserOfTests)
	if err != nil {
		f.Fatal(err)
	}
	h := &household.Household{Members: []household.Member{{No: 1, Birth: household.BornIn(1980)}}}
	f.Fuzz(func(t *testing.T, expr string) {
		if len(expr) > 2000 {
			t.Skip()
		}
		p, err := e.Compile(expr, Household)
		if err != nil {
			var fs Faults
			if !errors.As(err, &fs) || len(fs) == 0 {
				t.Fatalf("%v is no list of faults", err)
			}
			return
		}
		var tr Trace
		a, err1 := p.Eval(&Input{H: h, Slots: []Range{{1, 2}}})
		b, err2 := p.Explain(&Input{H: h, Slots: []Range{{1, 2}}}, &tr)
		if a != b || (err1 == nil) != (err2 == nil) {
			t.Fatalf("Eval %v %v, Explain %v %v", a, err1, b, err2)
		}
	})
}

// TestDates: a birth date is a timestamp, or a range of them where only the year is known.
func TestDates(t *testing.T) {
	e := env(t, theLaw())
	for _, c := range []struct {
		expr  string
		birth household.Birth
		want  Truth
	}{
		{`m.birth_date < timestamp("1980-05-09T00:00:00Z")`, household.BornOn(date.Must(1980, 5, 8)), household.Yes},
		{`m.birth_date < timestamp("1980-05-09T00:00:00Z")`, household.BornOn(date.Must(1980, 5, 9)), household.No},
		{`m.birth_date < timestamp("1980-05-09T00:00:00Z")`, household.BornIn(1979), household.Yes},
		{`m.birth_date < timestamp("1980-05-09T00:00:00Z")`, household.BornIn(1980), household.Unknown},
		{`m.birth_date < timestamp("1980-05-09T00:00:00Z")`, household.Birth{}, household.Unknown},
		{`m.birth_date == timestamp("1980-05-09T00:00:00Z")`, household.BornOn(date.Must(1980, 5, 9)), household.Yes},
		{`m.birth_date.getFullYear() == 1980`, household.BornIn(1980), household.Yes},
		{`m.birth_date.getFullYear() >= 1981`, household.BornOn(date.Must(1980, 12, 31)), household.No},
		{`m.birth_date <= review_date`, household.BornOn(on), household.Yes},
		{`m.birth_date < review_date`, household.BornOn(on), household.No},
	} {
		p, err := e.Compile(c.expr, Person)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		if got, err := p.Eval(&Input{H: &household.Household{}, M: &household.Member{Birth: c.birth}}); got != c.want ||
			err != nil {
			t.Errorf("%s of %v = %v %v, want %v", c.expr, c.birth, got, err, c.want)
		}
	}
	if _, err := e.Compile(`m.birth_date < timestamp("1980-02-30T00:00:00Z")`, Person); err == nil {
		t.Error("30 February was taken")
	}
}
