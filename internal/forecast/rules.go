package forecast

import (
	"fmt"
	"io/fs"
	"math"
	"strings"
	"sync/atomic"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
	"giamngheo/internal/rule/tree"
)

// file has the rules, beside the plans.
const file = "plan/forecasts.yaml"

// shape is what the rules look at, a bit for each of shapeNames.
type shape uint16

// shapeNames are what the rules may name, in the order of the bits of a shape.
func shapeNames() []string {
	return []string{"pace", "trend", "last", "review", "over", "decided", "at_limit", "register", "runs", "years",
		"moves"}
}

// shapes is how many shapes there are.
const shapes = 1 << 11

// Methods choose the method of a series by its shape: the first rule that holds. They are safe for use by several
// goroutines.
type Methods struct {
	rules []methodRule
	of    [shapes]atomic.Int32 // the rule that holds for a shape, one more than its index; 0: not looked for yet
}

type methodRule struct {
	name string
	when tree.Condition
	do   method
}

// Read reads the rules of the folder plan/, strictly, their conditions with a parser. Errors (errs.Invalid) name the
// rule at fault.
func Read(data fs.FS, parser tree.ConditionParser) (_ *Methods, err error) {
	defer errs.Wrap(&err, "forecast.Read")
	b, err := fs.ReadFile(data, file)
	if err != nil {
		return nil, err
	}
	return Parse(b, parser)
}

// Parse reads the rules from the text of their file.
func Parse(b []byte, parser tree.ConditionParser) (*Methods, error) {
	var f struct {
		Methods []struct {
			Method string    `yaml:"method"`
			When   string    `yaml:"when"`
			Why    errs.Text `yaml:"why"`
		} `yaml:"methods"`
	}
	dec := yaml.NewDecoder(strings.NewReader(string(b)))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	env, err := parser(shapeNames(), func(string) rule.Type { return rule.Bool })
	if err != nil {
		return nil, err
	}
	m := &Methods{}
	for i, r := range f.Methods {
		when, texts := env.Compile(r.When)
		do := methods()[r.Method]
		switch {
		case texts != nil:
			return nil, errs.New(errs.Invalid, "%s, rule %d: %s", file, i+1, texts[0])
		case do == nil:
			return nil, errs.New(errs.Invalid, "%s, rule %d: there is no method “%s”", file, i+1, r.Method)
		case r.Why.VI == "":
			return nil, errs.New(errs.Invalid, "%s, rule %d: the reason is missing (vi, en)", file, i+1)
		}
		m.rules = append(m.rules, methodRule{r.Method, when, do})
	}
	if n := len(f.Methods); n == 0 || strings.TrimSpace(f.Methods[n-1].When) != "true" {
		return nil, errs.New(errs.Invalid, `%s: the last rule must have when: "true", so that there is always a method`,
			file)
	}
	return m, nil
}

// enough is how many observations, years or runs of years a method needs for an interval, and how many observations
// say how a value moves: two movements.
const (
	enoughSeen  = 3
	enoughYears = 2
)

// shapeOf finds the shape of a series from its points in order.
func (s *Series) shapeOf(points []Point) (out shape) {
	last := points[len(points)-1].Value
	for i, is := range []bool{
		s.Nature == Pace, s.Nature == Trend, s.Nature == Last, s.Nature == Review, s.On >= s.End, s.Decided,
		s.Upward && last >= s.High && !math.IsInf(s.High, 0) || !s.Upward && last <= s.Low && !math.IsInf(s.Low, 0),
		s.Register, len(s.Runs) > 0, len(s.Years) >= enoughYears, len(observed(points)) >= enoughSeen,
	} {
		if is {
			out |= 1 << i
		}
	}
	return out
}

// choose returns the rule for a shape.
func (m *Methods) choose(sh shape) (*methodRule, error) {
	if i := m.of[sh].Load(); i > 0 {
		return &m.rules[i-1], nil
	}
	vars := map[string]any{}
	for i, name := range shapeNames() {
		vars[name] = sh>>i&1 == 1
	}
	for i := range m.rules {
		is, err := m.rules[i].when.Holds(vars)
		if err != nil {
			return nil, err
		}
		if is {
			m.of[sh].Store(int32(i + 1))
			return &m.rules[i], nil
		}
	}
	return nil, errs.New(errs.Invalid, "no rule holds")
}

// Forecast says what a series will come to at the end of its term.
func (m *Methods) Forecast(s *Series) Prediction {
	o, _ := m.forecast(s)
	return o
}

// forecast is Forecast that names its method too.
func (m *Methods) forecast(s *Series) (Prediction, string) {
	if s.Nature == None {
		return Prediction{Method: errs.T("this part is not forecast")}, ""
	}
	points := known(s.Points, s.On)
	if len(points) == 0 {
		if s.Nature == Review && s.Change {
			o := years(s, nil)
			return o.clamped(s.Low, s.High), "years"
		}
		return Prediction{Method: errs.T("there are no figures to forecast from")}, ""
	}
	r, err := m.choose(s.shapeOf(points))
	if err != nil {
		return Prediction{Method: errs.T("the rule of the forecasts cannot be worked out: %s", err.Error())}, ""
	}
	o := r.do(s, points)
	low := s.Low
	if s.Nature == Pace { // what was given does not become less
		low = points[len(points)-1].Value
	}
	return o.clamped(low, s.High), r.name
}
