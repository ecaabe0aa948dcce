// Package norm holds the norms by which a programme's money is shared out to places – a resolution's criteria, bands
// and coefficients – as data, and reads them strictly. It must not know storage, pages, other files than a norm's
// own, or how money is shared out by them. All amounts are whole đồng, all coefficients fractions; there is no float.
package norm

import (
	"math/big"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/target"
)

// Decimal is a number that a norm gives as a text, "1.15", so that it is exact. A number without quotes is refused:
// what a program reads of it is not what the resolution says.
type Decimal struct {
	*big.Rat
	Text  string
	wrong errs.Text
}

var decimalPattern = regexp.MustCompile(`^\d{1,18}(\.\d{1,18})?$`)

// UnmarshalYAML implements yaml.Unmarshaler; what is wrong is told by the checks of the norm.
func (d *Decimal) UnmarshalYAML(n *yaml.Node) error {
	d.Text = n.Value
	switch {
	case n.Kind != yaml.ScalarNode:
		d.wrong = errs.T("must be a decimal number in quotes, for example \"1.15\"")
	case n.Tag != "!!str":
		d.wrong = errs.T("write the number as a text in quotes, \"%s\": unquoted it would not be exact", n.Value)
	case strings.Contains(n.Value, ","):
		d.wrong = errs.T("“%s”: write the decimal point as a point: \"%s\"", n.Value,
			strings.ReplaceAll(n.Value, ",", "."))
	case !decimalPattern.MatchString(n.Value):
		d.wrong = errs.T("“%s” is no decimal number from 0 up, for example \"1.15\"", n.Value)
	default:
		d.Rat, _ = new(big.Rat).SetString(n.Value) // by the pattern
	}
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (d *Decimal) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Tag: "!!str", Value: d.Text}, nil
}

// Form says how a weight comes of coefficients.
type Form string

// The forms: the coefficients are added up, or a quantity is multiplied by them.
const (
	Sum     Form = "sum"
	Product Form = "product"
)

// Recipients says who is shared out to.
type Recipients string

// The recipients.
const (
	Communes  Recipients = "commune"
	Districts Recipients = "district"
	Bodies    Recipients = "body"
)

// Levels says over which levels a norm shares out.
type Levels string

// Flat goes straight to the recipients; what a district has is their sum. Staged is one step of several, each with
// its own norm and decision.
const (
	Flat   Levels = "flat"
	Staged Levels = "staged"
)

// ByNorm is the tier of what the norm shares out, after all others.
const ByNorm = "norm"

// Set is a norm: what it shares out, to whom, by what.
type Set struct {
	Code       string      `yaml:"norm"`
	Title      errs.Text   `yaml:"title,omitempty"`
	Instrument string      `yaml:"instrument"`       // the document that it stands in, as it is cited
	Sample     bool        `yaml:"sample,omitempty"` // the coefficients are an example; the true ones are not known
	Note       errs.Text   `yaml:"note,omitempty"`
	Open       []errs.Text `yaml:"open,omitempty"` // what the text at hand does not say
	Nodes      []string    `yaml:"nodes,flow"`     // of the programme's tree, whose money it shares out
	Recipients Recipients  `yaml:"recipients"`
	Levels     Levels      `yaml:"levels,omitempty"`
	Round      *Amount     `yaml:"round_to,omitempty"`
	RoundTo    int64       `yaml:"-"` // đồng; 1 where nothing is said
	Form       Form        `yaml:"form"`
	Quantity   *Quantity   `yaml:"quantity,omitempty"` // of a product
	Criteria   []Criterion `yaml:"criteria,omitempty"`
	HighestOf  [][]string  `yaml:"highest_of,omitempty,flow"` // codes of criteria of which only the highest counts
	Floor      *Limit      `yaml:"floor,omitempty"`
	Ceiling    *Limit      `yaml:"ceiling,omitempty"`
	Reserve    *Reserve    `yaml:"reserve,omitempty"`
	OffTheTop  []OffTheTop `yaml:"off_the_top,omitempty"`
	Tiers      []Tier      `yaml:"tiers,omitempty"`
}

// Quantity is what a product is of: so many of one, and of others so many times.
type Quantity struct {
	Term `yaml:",inline"`
	Plus []Term `yaml:"plus,omitempty"`
	Day  string `yaml:"day,omitempty"` // of the counting, in the norm's words: review_before
}

// Term is something counted, times a factor. Code is its column in a table of values: what it counts where that is a
// single word.
type Term struct {
	target.Measure `yaml:",inline"`
	Code           string    `yaml:"code,omitempty"`
	Title          errs.Text `yaml:"title,omitempty"`
	Times          Decimal   `yaml:"times,omitempty"`
}

// Name is what people call what is counted.
func (t *Term) Name() errs.Text { return named(t.Title, t.Code) }

func named(title errs.Text, code string) errs.Text {
	if title.VI != "" {
		return title
	}
	return errs.Text{VI: code, EN: code}
}

// Ratio is a measure of a criterion: a count, or a share of one in another.
type Ratio struct {
	Numerator   *Counted `yaml:"numerator"`
	Denominator *Counted `yaml:"denominator,omitempty"`
}

// Counted is something counted, with the column of a table that has it.
type Counted struct {
	target.Measure `yaml:",inline"`
	Code           string `yaml:"code,omitempty"`
}

// Criterion is one criterion: a measure with the coefficients of its bands, or so much for each that it counts; or a
// list of places that have a coefficient.
type Criterion struct {
	Code        string    `yaml:"code"`
	Title       errs.Text `yaml:"title,omitempty"`
	Measure     *Ratio    `yaml:"measure,omitempty"`
	Bands       []Band    `yaml:"bands,omitempty"`
	Each        *Decimal  `yaml:"each,omitempty"` // of a sum: the coefficient of each that is counted
	List        string    `yaml:"list,omitempty"`
	Coefficient *Decimal  `yaml:"coefficient,omitempty"` // of the places on the list; the others have 0, or 1 in a product
	// Merge says how a merged place's value comes of its parts' where the measure does not: sum, or the code of the
	// column by which to weigh them.
	Merge string `yaml:"merge,omitempty"`
	Cite  string `yaml:"cite"`
}

// Band gives a coefficient to the values from where the band before it ends to below Below; the last one has no
// Below. A value on a limit is of the upper band. Equals is a band of one value.
type Band struct {
	From        *Decimal `yaml:"from,omitempty"` // to be read; it must be where the band before ends
	Below       *Decimal `yaml:"below,omitempty"`
	Equals      *Decimal `yaml:"equals,omitempty"`
	Coefficient *Decimal `yaml:"coefficient"`
	from        *big.Rat // where it begins
	after       bool     // from itself is a band of its own
}

// Limit bounds what a recipient gets of the norm's share: an amount in đồng, or a part of the pool.
type Limit struct {
	Amount        *Amount  `yaml:"amount,omitempty"`
	PercentOfPool *Decimal `yaml:"percent_of_pool,omitempty"`
	Cite          string   `yaml:"cite,omitempty"`
}

// Amount is whole đồng.
type Amount struct {
	Dong  int64
	wrong errs.Text
}

// UnmarshalYAML implements yaml.Unmarshaler; what is wrong is told by the checks of the norm.
func (a *Amount) UnmarshalYAML(n *yaml.Node) error {
	text := n.Value
	if n.Kind != yaml.ScalarNode || n.Tag != "!!int" && n.Tag != "!!str" {
		text = "" // 1.500 without quotes is a fraction
	}
	dong, err := money.Amount(text)
	if a.Dong = int64(dong); err != nil {
		a.wrong = errs.T("“%s”: %s", n.Value, err)
	}
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (a *Amount) MarshalYAML() (any, error) { return a.Dong, nil }

// Reserve is what is kept back of the pool.
type Reserve struct {
	Percent *Decimal `yaml:"percent"`
	Cite    string   `yaml:"cite,omitempty"`
}

// OffTheTop is a node that may be given a part of the pool before it is shared out; how much, who decides says.
type OffTheTop struct {
	Node        string   `yaml:"node"`
	MostPercent *Decimal `yaml:"most_percent"`
	Cite        string   `yaml:"cite"`
}

// Tier is what is met first, in order: a need in đồng that a table of values has by place, or the norm.
type Tier struct {
	What string `yaml:"what"`
	Cite string `yaml:"cite,omitempty"`
}

// Kind is what a column of values holds.
type Kind uint8

// The kinds of columns.
const (
	Number Kind = iota
	Share       // a number of which 0.42 is 42 %
	YesNo
	Money
)

// Column is a column that a table of values must have, or, for a merger only, may have. Whole ones count.
type Column struct {
	Code   string
	Title  errs.Text
	Kind   Kind
	Whole  bool
	Merger bool
}

// Columns are the columns of the values that the norm needs, each once; those that only a merger needs come last.
func (s *Set) Columns() []Column {
	var out []Column
	seen := map[string]int{}
	s.uses(func(c Column, _ ...any) {
		if at, ok := seen[c.Code]; ok {
			out[at].Merger = out[at].Merger && c.Merger
			return
		}
		seen[c.Code] = len(out)
		out = append(out, c)
	})
	return out
}

// uses tells every use of a column, and where in the norm it stands.
func (s *Set) uses(add func(c Column, at ...any)) {
	for i, t := range s.Terms() {
		at := []any{"quantity"}
		if i > 0 {
			at = append(at, "plus", i-1)
		}
		add(Column{Code: t.Code, Title: t.Title, Kind: Number, Whole: counts(&t.Measure)}, at...)
	}
	for i := range s.Criteria {
		c := &s.Criteria[i]
		whole := c.Kind() == Number && c.Measure != nil && counts(&c.Measure.Numerator.Measure)
		add(Column{Code: c.Code, Title: c.Title, Kind: c.Kind(), Whole: whole}, "criteria", i, "code")
	}
	for i, t := range s.Tiers {
		if t.What != ByNorm {
			add(Column{Code: t.What, Kind: Money, Whole: true}, "tiers", i, "what")
		}
	}
	for i := range s.Criteria {
		if by := s.Criteria[i].MergedBy(); by != "" && by != "sum" {
			add(Column{Code: by, Kind: Number, Merger: true}, "criteria", i)
		}
	}
}

// counts reports whether a measure counts whole things.
func counts(m *target.Measure) bool { return m.Over != "report" && (m.Sum == "" || m.Sum == "records") }

// Terms are the terms of the quantity; none of a sum.
func (s *Set) Terms() []Term {
	if s.Quantity == nil {
		return nil
	}
	return append([]Term{s.Quantity.Term}, s.Quantity.Plus...)
}

// Kind is what the criterion's values are.
func (c *Criterion) Kind() Kind {
	switch {
	case c.List != "":
		return YesNo
	case c.Measure != nil && c.Measure.Denominator != nil:
		return Share
	}
	return Number
}

// MergedBy is how the values of parts become their merger's: sum, weighed by a column, or "": nobody knows.
func (c *Criterion) MergedBy() string {
	switch m := c.Measure; {
	case c.Merge != "":
		return c.Merge
	case m == nil || m.Numerator == nil:
		return ""
	case m.Denominator != nil:
		return m.Denominator.Code
	case m.Numerator.Over == "report":
		return ""
	}
	return "sum"
}

// Name is what people call the criterion.
func (c *Criterion) Name() errs.Text { return named(c.Title, c.Code) }

// ListName is what people call the criterion's list: by the criterion's title, where it has one.
func (c *Criterion) ListName() string {
	if c.Title.VI != "" {
		return c.Title.VI
	}
	return c.List
}

// Most is the largest amount that the program reckons with, in đồng.
const Most = int64(money.Most)
