// Package published holds the figures that the statistics office, decisions and the press published, and what they say of
// a plan's targets.
package published

import (
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"giamngheo/internal/datafile"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// One is one figure that was published, with its source. Decimals is how many it was printed with.
type One struct {
	AsOf       string  `json:"as_of"`
	Value      float64 `json:"value"`
	Decimals   int     `json:"decimals"`
	Source     string  `json:"source"`
	Confidence string  `json:"confidence,omitempty"`
	Note       string  `json:"note,omitempty"`
}

// Figures are the published figures that the program ships with.
type Figures struct {
	statistics []statistic
	press      []pressFigure
}

type statistic struct {
	indicator, metric string
	year              int
	One
}

type pressFigure struct {
	geo, indicator string
	One
}

// Read reads the published figures of the folder poverty/.
func Read(data fs.FS) (_ *Figures, err error) {
	defer errs.Wrap(&err, "published.Read")
	var fg Figures
	err = datafile.Each(data, "poverty/soctrang_official_indicators.csv", func(r datafile.Row) error {
		year, err := strconv.Atoi(r("year"))
		if err != nil {
			return err
		}
		p, err := one(r("value"))
		p.AsOf, p.Source = r("year"), fmt.Sprintf("Cục Thống kê, bảng %s: %s", r("indicator_code"),
			r("indicator_title"))
		fg.statistics = append(fg.statistics, statistic{r("indicator_code"), r("metric"), year, p})
		return err
	})
	if err != nil {
		return nil, err
	}
	err = datafile.Each(data, "poverty/press_and_decisions.csv", func(r datafile.Row) error {
		p, err := one(r("value"))
		p.AsOf, p.Source, p.Confidence, p.Note = r("as_of"), r("source"), r("confidence"), r("note")
		fg.press = append(fg.press, pressFigure{r("geo"), r("indicator"), p})
		return err
	})
	return &fg, err
}

func one(s string) (One, error) {
	v, err := strconv.ParseFloat(s, 64)
	_, fraction, _ := strings.Cut(s, ".")
	return One{Value: v, Decimals: len(fraction)}, err
}

// statisticsOf is the province of the statistics office's series that are shipped.
const statisticsOf = "94"

// At returns the figure of a series of a province at the end of a year; false where none was published. A preliminary result is not
// taken: a review has a preliminary and a final one, and a plan is answered by the final.
func (fg *Figures) At(province string, o *target.Official, year int) (One, bool) {
	if o.Indicator != "" {
		if province != statisticsOf {
			return One{}, false
		}
		for _, s := range fg.statistics {
			if s.indicator == o.Indicator && s.metric == o.Metric && s.year == year {
				return s.One, true
			}
		}
		return One{}, false
	}
	for _, p := range fg.press {
		if p.geo == o.Geo && p.indicator == o.Press && p.AsOf == fmt.Sprintf("%d-12", year) {
			return p.One, true
		}
	}
	return One{}, false
}

// Published returns what the press and decisions say of a figure of a place in a year, preliminary results too, in the
// order in which they came out.
func (fg *Figures) Published(geo, indicator string, year int) (out []One) {
	for _, p := range fg.press {
		if p.geo == geo && p.indicator == indicator && strings.HasPrefix(p.AsOf, strconv.Itoa(year)) {
			out = append(out, p.One)
		}
	}
	return out
}

// Official is what the published figures say of a part: for a change, the year before, the year, and the change
// between them as printed.
type Official struct {
	Before    *One      `json:"before,omitempty"`
	After     One       `json:"after"`
	Figure    float64   `json:"figure"`
	StandsFor errs.Text `json:"stands_for,omitzero"`
	Reached   *bool     `json:"reached,omitempty"` // nil where the series only stands for the part
}

// Of finds what the published figures say of a part in a year; nil where they say nothing.
func (fg *Figures) Of(province string, p *target.Part, year int) *Official {
	if p.Official == nil {
		return nil
	}
	after, ok := fg.At(province, p.Official, year)
	if !ok {
		return nil
	}
	f := &Official{After: after, Figure: after.Value, StandsFor: p.Official.StandsFor}
	if p.Kind == "change" {
		before, ok := fg.At(province, p.Official, year-1)
		if !ok {
			return nil
		}
		f.Before, f.Figure = &before, hundredths(after.Value-before.Value)
	}
	if p.Official.StandsFor.VI == "" && p.Planned != nil {
		reached := p.Reached(f.Figure)
		f.Reached = &reached
	}
	return f
}

// hundredths rounds a difference of percentages to the two decimals in which reviews are published, so that the noise
// of binary fractions decides nothing.
func hundredths(v float64) float64 { return math.Round(v*100) / 100 }
