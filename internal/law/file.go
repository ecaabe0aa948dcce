package law

import (
	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
)

// file is one YAML file as written: one article or annex of one instrument. Dates stay text here so that a wrong one
// is a fault with its line, beside all the others.
type file struct {
	path string
	root yaml.Node

	Instrument  string           `yaml:"instrument"`
	Article     string           `yaml:"article"`
	Standard    string           `yaml:"standard"` // the standard whose values these are; empty = everybody's
	Sample      bool             `yaml:"sample"`   // the true values are not known: these are an example to be replaced
	Note        errs.Text        `yaml:"note"`
	Instruments []fileInstrument `yaml:"instruments"`
	Standards   []fileStandard   `yaml:"standards"`
	Dimensions  []fileDimension  `yaml:"dimensions"`
	Parameters  []fileParameter  `yaml:"parameters"`
	Definitions []fileDefinition `yaml:"definitions"`
	Indicators  []fileIndicator  `yaml:"indicators"`
	Classes     []fileClass      `yaml:"classes"`
	Statuses    []fileStatus     `yaml:"statuses"`
	Terms       []fileTerm       `yaml:"terms"`
	Counting    []fileCounting   `yaml:"counting"`
	Calendars   []fileCalendar   `yaml:"calendars"`
	Holidays    []fileHoliday    `yaml:"holidays"`

	HolidayRules []fileHolidayRule `yaml:"holiday_rules"`
	HolidayYears []fileHolidayYear `yaml:"holiday_years"`
	MadeGood     *fileMadeGood     `yaml:"made_good"`

	Scores []fileScore `yaml:"scores"`
	Forms  []fileForm  `yaml:"forms"`
}

type fileInstrument struct {
	Short      string    `yaml:"short"`
	Number     string    `yaml:"number"`
	Title      errs.Text `yaml:"title"`
	Issued     string    `yaml:"issued"`
	InForce    string    `yaml:"in_force"`
	Until      string    `yaml:"until"`
	Period     string    `yaml:"period_until"`
	AmendedBy  []string  `yaml:"amended_by"`
	ReplacedBy []string  `yaml:"replaced_by"`
	Confidence string    `yaml:"confidence"`
	Note       errs.Text `yaml:"note"`
}

type fileStandard struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
	From  string    `yaml:"from"`
	To    string    `yaml:"to"`
	Cite  string    `yaml:"cite"`
}

type fileDimension struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
}

type fileParameter struct {
	Name   string      `yaml:"name"`
	Title  errs.Text   `yaml:"title"`
	Unit   string      `yaml:"unit"`
	Type   string      `yaml:"type"`
	By     string      `yaml:"by"`
	Values []fileValue `yaml:"values"`
}

type fileValue struct {
	From       string    `yaml:"from"`
	To         string    `yaml:"to"`
	Value      yaml.Node `yaml:"value"`
	Cite       string    `yaml:"cite"`
	Confidence string    `yaml:"confidence"`
	Note       errs.Text `yaml:"note"`
}

type fileDefinition struct {
	Name  string    `yaml:"name"`
	Scope string    `yaml:"scope"`
	Title errs.Text `yaml:"title"`
	Expr  string    `yaml:"expr"`
	Cite  string    `yaml:"cite"`
	Open  errs.Text `yaml:"open"`
}

type fileIndicator struct {
	Code       string    `yaml:"code"`
	Dimension  string    `yaml:"dimension"`
	Title      errs.Text `yaml:"title"`
	Deprived   string    `yaml:"deprived"`
	Cite       string    `yaml:"cite"`
	Confidence string    `yaml:"confidence"`
	Open       errs.Text `yaml:"open"`
}

type fileClass struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
	When  string    `yaml:"when"`
	Cite  string    `yaml:"cite"`
	Open  errs.Text `yaml:"open"`
}

type fileStatus struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
	From  string    `yaml:"from"`
	To    string    `yaml:"to"`
	When  string    `yaml:"when"`
	Cite  string    `yaml:"cite"`
	Open  errs.Text `yaml:"open"`
}

type fileTerm struct {
	Name   string      `yaml:"name"`
	Title  errs.Text   `yaml:"title"`
	Unit   string      `yaml:"unit"`
	Moves  bool        `yaml:"moves_to_working_day"`
	Values []fileValue `yaml:"values"`
	Open   errs.Text   `yaml:"open"`
}

type fileCounting struct {
	From                 string `yaml:"from"`
	To                   string `yaml:"to"`
	FirstDayCounts       *bool  `yaml:"first_day_counts"`
	MonthWithoutDay      string `yaml:"month_without_the_day"`
	NonWorkingEndMovesTo string `yaml:"non_working_end_moves_to"`
	Cite                 string `yaml:"cite"`
}

type fileCalendar struct {
	Name   string             `yaml:"name"`
	Title  errs.Text          `yaml:"title"`
	Values []fileCalendarSpan `yaml:"values"`
}

type fileCalendarSpan struct {
	From  string `yaml:"from"`
	To    string `yaml:"to"`
	Every string `yaml:"every"` // year or month
	Start string `yaml:"start"` // MM-DD for a year, DD for a month
	End   string `yaml:"end"`
	Cite  string `yaml:"cite"`
}

type fileScore struct {
	Name  string          `yaml:"name"`
	Title errs.Text       `yaml:"title"`
	From  string          `yaml:"from"`
	To    string          `yaml:"to"`
	Cite  string          `yaml:"cite"`
	Rows  []fileScoreItem `yaml:"rows"`
}

type fileScoreItem struct {
	Code   string    `yaml:"code"`
	Title  errs.Text `yaml:"title"`
	When   string    `yaml:"when"`
	Points float64   `yaml:"points"`
}

// line returns the line of the node at a path of keys and indexes, or of the nearest one above it that is there.
func (f *file) line(path ...any) int {
	n := &f.root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := max(n.Line, 1)
	for _, step := range path {
		next := YAMLChild(n, step)
		if next == nil {
			return line
		}
		n, line = next, next.Line
	}
	return line
}

// textLine is line, but for a block of text (after "|" or ">") the line on which its text begins.
func (f *file) textLine(path ...any) int {
	n := &f.root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for _, step := range path {
		if n = YAMLChild(n, step); n == nil {
			return f.line(path...)
		}
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return n.Line + 1
	}
	return n.Line
}

// YAMLChild returns the value under a key or at an index of a YAML node, nil where there is none.
func YAMLChild(n *yaml.Node, step any) *yaml.Node {
	switch s := step.(type) {
	case string:
		for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			if n.Content[i].Value == s {
				return n.Content[i+1]
			}
		}
	case int:
		if n.Kind == yaml.SequenceNode && s < len(n.Content) {
			return n.Content[s]
		}
	}
	return nil
}
