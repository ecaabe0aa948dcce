// Package target holds the targets of a plan as data – what each sentence of the plan measures, what was planned – and
// finds the actual figures: official ones that were published, and those that a register of households gives. It must
// not know file formats other than its own data, storage or the clock.
package target

import (
	"bytes"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
)

// Plan is a year's plan with its targets.
type Plan struct {
	Number   string    `yaml:"number" json:"number"`
	Date     date.Date `yaml:"date" json:"date"`
	Year     int       `yaml:"year" json:"year"`
	Province string    `yaml:"province" json:"province"`
	Issuer   errs.Text `yaml:"issuer" json:"issuer"`
	Title    errs.Text `yaml:"title" json:"title"`
	Targets  []Target  `yaml:"-" json:"targets"`
}

// Target is one numbered target: the plan's sentence and the parts that it measures.
type Target struct {
	Number int    `yaml:"number" json:"number"`
	Text   string `yaml:"text" json:"text"`
	Parts  []Part `yaml:"parts" json:"parts"`
}

// Part is one measurable part of a target.
type Part struct {
	Code     string    `yaml:"code" json:"code"`
	Title    errs.Text `yaml:"title" json:"title"`
	Kind     string    `yaml:"kind" json:"kind"` // change (points from the year before), rate or count
	Unit     string    `yaml:"unit" json:"unit"` // points, percent, people, models
	Planned  *float64  `yaml:"planned" json:"planned"`
	Better   string    `yaml:"better" json:"better"` // higher (at least), lower (at most) or below (less than)
	Official *Official `yaml:"official" json:"-"`
	Register *Register `yaml:"register" json:"-"`
	Missing  errs.Text `yaml:"missing" json:"-"`
	Open     errs.Text `yaml:"open" json:"open,omitzero"`
}

// Official names the published series that answers a part: a row of the statistics office (Indicator, Metric) or of
// decisions and the press (Press, Geo). StandsFor is said where the series is not exactly the part's.
type Official struct {
	Indicator string    `yaml:"indicator"`
	Metric    string    `yaml:"metric"`
	Press     string    `yaml:"press"`
	Geo       string    `yaml:"geo"`
	StandsFor errs.Text `yaml:"stands_for"`
}

// Register says how a register of households answers a part: over households or persons, of which classes, of whom (a
// rule), and what counts as met (a rule, or being in one of MetClasses).
type Register struct {
	Unit       string   `yaml:"unit"`
	Among      []string `yaml:"among"`
	Of         string   `yaml:"of"`
	Met        string   `yaml:"met"`
	MetClasses []string `yaml:"met_classes"`
}

// Plans reads the plans of the folder plan/, strictly. Errors name the file and every line at fault.
func Plans(data fs.FS) (plans []Plan, err error) {
	defer errs.Wrap(&err, "target.Plans")
	names, err := fs.Glob(data, "plan/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p, err := readPlan(data, name)
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

func readPlan(data fs.FS, name string) (Plan, error) {
	b, err := fs.ReadFile(data, name)
	if err != nil {
		return Plan{}, err
	}
	var f struct {
		Plan    Plan     `yaml:"plan"`
		Targets []Target `yaml:"targets"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return Plan{}, &errs.Error{Kind: errs.Invalid, Err: err, Text: errs.Text{VI: "tệp kế hoạch " + name + " sai", EN: "the plan's file " + name + " is wrong"}}
	}
	f.Plan.Targets = f.Targets
	return f.Plan, f.Plan.check(name)
}

// check refuses a plan whose parts cannot be shown or decided.
func (p *Plan) check(name string) error {
	wrong := func(where, vi, en string) error {
		return errs.New(errs.Invalid, fmt.Sprintf("%s: %s: %s", name, where, vi), fmt.Sprintf("%s: %s: %s", name, where, en))
	}
	if p.Number == "" || p.Date.IsZero() || p.Year == 0 || len(p.Targets) == 0 {
		return wrong("plan", "thiếu số, ngày, năm hoặc mục tiêu", "number, date, year or targets missing")
	}
	for _, t := range p.Targets {
		for _, part := range t.Parts {
			if vi, en := part.fault(); vi != "" {
				return wrong(fmt.Sprintf("%d %s", t.Number, part.Code), vi, en)
			}
		}
	}
	return nil
}

// fault says what is wrong with a part; empty where nothing is.
func (p *Part) fault() (vi, en string) {
	switch {
	case p.Code == "" || p.Title.VI == "" || p.Title.EN == "":
		return "thiếu code hoặc title", "code or title missing"
	case p.Kind != "change" && p.Kind != "rate" && p.Kind != "count":
		return "kind phải là change, rate hoặc count", "kind must be change, rate or count"
	case p.Better != "higher" && p.Better != "lower" && p.Better != "below":
		return "better phải là higher, lower hoặc below", "better must be higher, lower or below"
	case p.Official == nil && p.Register == nil && p.Missing.VI == "":
		return "không có số liệu thì phải nói còn thiếu gì (missing)", "without any figure, say what is missing"
	case p.Register == nil:
		return "", ""
	case p.Register.Unit != "household" && p.Register.Unit != "person":
		return "register.unit phải là household hoặc person", "register.unit must be household or person"
	case (p.Register.Met == "") == (len(p.Register.MetClasses) == 0):
		return "register cần đúng một trong met, met_classes", "register needs exactly one of met, met_classes"
	}
	for _, c := range append(append([]string{}, p.Register.Among...), p.Register.MetClasses...) {
		if _, ok := poverty.ParseClass(c); !ok {
			return "không có phân loại “" + c + "”", "no class “" + c + "”"
		}
	}
	return "", ""
}

// Reached reports whether a figure reaches what was planned; false where nothing was.
func (p *Part) Reached(figure float64) bool {
	switch {
	case p.Planned == nil:
		return false
	case p.Better == "higher":
		return figure >= *p.Planned
	case p.Better == "lower":
		return figure <= *p.Planned
	}
	return figure < *p.Planned
}
