package target

import (
	"fmt"
	"io/fs"
	"math"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
	"giamngheo/internal/rule"
	"giamngheo/internal/rule/tree"
)

// Light says at a glance how a part stands.
type Light string

// The lights. Grey is: nothing can be said.
const (
	Green Light = "green"
	Amber Light = "amber"
	Red   Light = "red"
	Grey  Light = "grey"
)

// Lights are the rules that choose a light, as data: the first that holds.
type Lights struct{ rules []lightRule }

type lightRule struct {
	light Light
	why   errs.Text
	when  tree.Condition
}

// Situation is what the lights look at: a part of a place on a day. Planned is the place's own, nil where it has none;
// Elapsed how much of the plan's term is over, from 0 to 1.
type Situation struct {
	Part     *Part
	Planned  *float64
	Actual   Figure
	Forecast forecast.Prediction
	Elapsed  float64
	Settled  bool // the year's last decision of what the part counts has been taken
}

// lightNames are what the rules may name. Where there is no forecast, forecast, low and high are the actual value and
// will_reach is reached. low and high are worth a look only where there is an interval.
func lightNames() []string {
	return []string{"planned", "actual", "forecast", "low", "high", "elapsed",
		"known", "has_plan", "forecast_known", "interval", "reached", "will_reach", "lower_is_better", "undetermined",
		"lacks", "firm", "settled"}
}

func lightType(name string) rule.Type {
	switch name {
	case "planned", "actual", "forecast", "low", "high", "elapsed":
		return rule.Double
	}
	return rule.Bool
}

// ReadLights reads the rules of the lights from the folder plan/, their conditions with a parser.
func ReadLights(data fs.FS, parser tree.ConditionParser) (_ *Lights, err error) {
	defer errs.Wrap(&err, "target.ReadLights")
	b, err := fs.ReadFile(data, lightsFile)
	if err != nil {
		return nil, err
	}
	return ParseLights(lightsFile, b, parser)
}

// ParseLights reads the rules of the lights from the text of their file. The error (errs.Invalid) carries Faults.
func ParseLights(name string, b []byte, parser tree.ConditionParser) (*Lights, error) {
	var f struct {
		Lights []struct {
			Light string    `yaml:"light"`
			When  string    `yaml:"when"`
			Why   errs.Text `yaml:"why"`
		} `yaml:"lights"`
	}
	s := source{file: name}
	faults, ok := s.decode(b, &f)
	if !ok {
		return nil, faults.asError("tệp quy tắc đèn")
	}
	env, err := parser(lightNames(), lightType)
	if err != nil {
		return nil, err
	}
	l := &Lights{}
	fault := func(i int, field string, text errs.Text) {
		faults = append(faults, Fault{File: name, Line: s.line("lights", i, field),
			Field: fmt.Sprintf("lights[%d].%s", i+1, field), Text: text})
	}
	for i, r := range f.Lights {
		switch Light(r.Light) {
		case Green, Amber, Red, Grey:
		default:
			fault(i, "light", errs.T("a light is green, amber, red or grey"))
		}
		if r.Why.VI == "" || r.Why.EN == "" {
			fault(i, "why", errs.T("the reason is missing (vi, en)"))
		}
		when, texts := env.Compile(r.When)
		for _, t := range texts {
			fault(i, "when", t)
		}
		if texts != nil {
			continue
		}
		l.rules = append(l.rules, lightRule{Light(r.Light), r.Why, when})
	}
	if n := len(f.Lights); n == 0 || strings.TrimSpace(f.Lights[n-1].When) != "true" {
		faults = append(faults, Fault{File: name, Line: s.line("lights"),
			Text: errs.T(`the last rule must have when: "true", so that there is always a light`)})
	}
	return l, faults.asError("tệp quy tắc đèn")
}

// Light chooses the light of a situation and says why.
func (l *Lights) Light(s *Situation) (Light, errs.Text) {
	vars := map[string]any{
		"planned": 0.0, "actual": s.Actual.Value, "forecast": s.Actual.Value, "low": s.Actual.Value,
		"high": s.Actual.Value, "elapsed": math.Min(math.Max(s.Elapsed, 0), 1),
		"known": s.Actual.Known, "has_plan": s.Planned != nil, "forecast_known": s.Forecast.Known,
		"interval": s.Forecast.Interval,
		"reached":  s.reached(s.Actual.Value), "will_reach": s.reached(s.Actual.Value),
		"lower_is_better": s.Part.Better != "higher",
		"undetermined":    s.Part.Straddles(s.Planned, &s.Actual), "lacks": s.Part.Lacks.VI != "",
		"firm": s.Forecast.Firm, "settled": s.Settled,
	}
	if s.Planned != nil {
		vars["planned"] = *s.Planned
	}
	if s.Forecast.Known {
		vars["forecast"], vars["low"], vars["high"], vars["will_reach"] = s.Forecast.Value, s.Forecast.Low,
			s.Forecast.High, s.reached(s.Forecast.Value)
	}
	for _, r := range l.rules {
		is, err := r.when.Holds(vars)
		if err != nil {
			return Grey, errs.T("the rule of the lights cannot be worked out: %s", err.Error())
		}
		if is {
			return r.light, r.why
		}
	}
	return Grey, errs.T("no rule holds")
}

func (s *Situation) reached(value float64) bool {
	return s.Actual.Known && s.Planned != nil && s.Part.reaches(*s.Planned, value)
}
