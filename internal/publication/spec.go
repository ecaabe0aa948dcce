package publication

import (
	"io/fs"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Spec is what is published of households and how, as data.
type Spec struct {
	Threshold        int64              `yaml:"threshold"`
	LeastDenominator int64              `yaml:"least_denominator"`
	Sample           bool               `yaml:"sample"`
	Days             []string           `yaml:"days"`
	Cite             string             `yaml:"cite"`
	Groups           map[string][]Group `yaml:"groups"`
}

// Group is some ethnic groups that are told as one.
type Group struct {
	Code   string    `yaml:"code"`
	Title  errs.Text `yaml:"title"`
	Ethnic []int     `yaml:"ethnic"` // by their codes; none: all that are in no other
}

// ReadSpec reads the spec, strictly.
func ReadSpec(data fs.FS) (*Spec, error) {
	s := &Spec{}
	if err := read(data, "public/tables.yaml", s); err != nil {
		return nil, err
	}
	if s.Threshold < 2 || s.LeastDenominator < 1 || len(s.Days) == 0 || len(s.Groups[""]) < 2 {
		return nil, errs.New(errs.Invalid, "public/tables.yaml: a threshold below 2, no days or no groups")
	}
	for _, groups := range s.Groups {
		for i, g := range groups {
			if (len(g.Ethnic) == 0) != (i == len(groups)-1) {
				return nil, errs.New(errs.Invalid, "public/tables.yaml: the last group, and no other, is of all the rest")
			}
		}
	}
	return s, nil
}

// GroupsOf are the groups that are told in a province.
func (s *Spec) GroupsOf(province string) []Group {
	if g, ok := s.Groups[province]; ok {
		return g
	}
	return s.Groups[""]
}

// DayBefore is the last of the days, of which figures are published, up to a day.
func (s *Spec) DayBefore(day date.Date) date.Date {
	var out date.Date
	for _, year := range []int{day.Year() - 1, day.Year()} {
		for _, text := range s.Days {
			t, err := time.Parse("01-02", text)
			if err != nil {
				continue
			}
			if d := date.Must(year, int(t.Month()), t.Day()); d <= day && d > out {
				out = d
			}
		}
	}
	return out
}

// Fixed reports whether figures are published of a day.
func (s *Spec) Fixed(day date.Date) bool { return slices.Contains(s.Days, day.String()[len("2024-"):]) }

// Procedure is one by which residents apply.
type Procedure struct {
	Code       string    `yaml:"code" json:"code"`
	Title      errs.Text `yaml:"title" json:"title"`
	Who        errs.Text `yaml:"who" json:"who"`
	Time       errs.Text `yaml:"time" json:"time"`
	Papers     errs.Text `yaml:"papers" json:"papers"`
	Fee        errs.Text `yaml:"fee" json:"fee"`
	Confidence string    `yaml:"confidence" json:"confidence"`
}

// ReadProcedures reads the procedures, with their source.
func ReadProcedures(data fs.FS) (cite string, all []Procedure, err error) {
	var in struct {
		Cite       string      `yaml:"cite"`
		Procedures []Procedure `yaml:"procedures"`
	}
	err = read(data, "public/procedures.yaml", &in)
	return in.Cite, in.Procedures, err
}

func read(data fs.FS, name string, into any) (err error) {
	defer errs.Wrap(&err, "%s", name)
	f, err := data.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // read only
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	return d.Decode(into)
}
