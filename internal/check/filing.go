package check

import (
	"errors"
	"io/fs"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
)

// filingFile has the rules by which the filing of a form is looked at.
const filingFile = "quality.yaml"

// FilingRules say which filing of a form is to be looked at again.
type FilingRules struct {
	Seconds   int    `yaml:"seconds_per_question"`
	NightFrom int    `yaml:"night_from"` // hour of the day, 0 to 23
	NightTo   int    `yaml:"night_to"`
	Source    string `yaml:"source"`
}

// ReadFilingRules reads the rules of the folder data/. Errors: an unknown key, hours that are none, no source.
func ReadFilingRules(data fs.FS) (_ *FilingRules, err error) {
	defer errs.Wrap(&err, "check.ReadFilingRules")
	f, err := data.Open(filingFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var file struct {
		Filing FilingRules `yaml:"filing"`
	}
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, err
	}
	r := &file.Filing
	hour := func(h int) bool { return h >= 0 && h < 24 }
	if r.Seconds < 0 || !hour(r.NightFrom) || !hour(r.NightTo) || r.Source == "" {
		return nil, errors.New(filingFile + ": the rules of filing are not whole")
	}
	return r, nil
}

// Filing is how a form was filled in and filed. Its times are those of the office's zone.
type Filing struct {
	Opened int   // questions that were answered since it was filed before
	Gaps   []int // whole seconds from one answer to the next
	Last   time.Time
	Filed  time.Time
}

// fewestAsked is from how many questions on their pace says something.
const fewestAsked = 4

// Flags are what is to be looked at of a filing: no question opened, at night, in seconds.
func (r *FilingRules) Flags(f Filing) (out []Flag) {
	if f.Opened == 0 {
		out = append(out, Flag{Code: "form_unopened",
			Text: errs.T("filed without opening a question: ask the household again")})
	}
	for _, at := range []time.Time{f.Last, f.Filed} {
		if !at.IsZero() && r.night(at.Hour()) {
			out = append(out, Flag{Code: "form_night", Text: errs.T("filled in at night (%s): was the household asked?",
				at.Format("15:04 02/01/2006"))})
			break
		}
	}
	if pace := f.pace(); f.Opened >= fewestAsked && pace < r.Seconds {
		out = append(out, Flag{Code: "form_hasty",
			Text: errs.T("%d questions, most of them answered in less than %d seconds each: were they asked?",
				f.Opened, r.Seconds)})
	}
	return out
}

func (r *FilingRules) night(hour int) bool {
	if r.NightFrom <= r.NightTo {
		return hour >= r.NightFrom && hour < r.NightTo
	}
	return hour >= r.NightFrom || hour < r.NightTo
}

// pace is the middle of the seconds from one question to the next; questions that were sent together took none.
func (f *Filing) pace() int {
	gaps := slices.Clone(f.Gaps)
	for len(gaps) < f.Opened-1 {
		gaps = append(gaps, 0)
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}
