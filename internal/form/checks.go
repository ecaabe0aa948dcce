package form

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// Severity is what a finding does.
type Severity string

// The severities: a report with it is not sent; it is explained; it is only said.
const (
	Block   Severity = "block"
	Explain Severity = "explain"
	Info    Severity = "info"
)

// Title is what a severity is called.
func (s Severity) Title() errs.Text {
	return map[Severity]errs.Text{Block: errs.T("to be mended"), Explain: errs.T("to be explained"),
		Info: errs.T("to be noted")}[s]
}

// Check holds sums of cells against each other. A cell is named row/column, */column for every row by itself, or
// form/row/column of another form; a whole number is itself.
type Check struct {
	Code     string    `yaml:"code"`
	Severity Severity  `yaml:"severity"`
	Left     []string  `yaml:"left,flow"`
	Op       string    `yaml:"op"` // = <= >=
	Right    []string  `yaml:"right,flow"`
	Text     errs.Text `yaml:"text"`
	Cite     string    `yaml:"cite,omitempty"`
}

// Finding is what is wrong with cells, with both numbers.
type Finding struct {
	Key       Key // the first of the cells on the left
	Severity  Severity
	Text      errs.Text
	Left      Value
	Right     Value
	Type      Type
	Explained string // what the unit says to it
}

// Open reports whether something is to be done before the report is sent.
func (f *Finding) Open() bool {
	return f.Severity == Block || f.Severity == Explain && len([]rune(f.Explained)) < 5
}

// Check runs the checks of all forms over values that are computed, beside those of the period before; nil where
// there is none. explained says what the unit says of a cell.
func (s *Set) Check(v, before Values, explained func(Key) string) (out []Finding) {
	for _, f := range s.Forms {
		for i := range f.Checks {
			c := &f.Checks[i]
			for _, row := range c.rows(f) {
				if found, ok := s.check(f, c, row, v); ok {
					out = append(out, found)
				}
			}
		}
	}
	for i := range s.Slots {
		slot := &s.Slots[i]
		now, was := v[slot.Key], before[slot.Key]
		if slot.Column.Cumulative && now.Known && was.Known && now.Number < was.Number && slot.Kind != Divided {
			out = append(out, Finding{Key: slot.Key, Severity: Explain, Left: now, Right: was, Type: slot.Type,
				Text: errs.T("counted from the beginning of the year, and less than in the period before")})
		}
	}
	for i := range out {
		out[i].Explained = explained(out[i].Key)
	}
	return out
}

// rows are the rows for which a check is made: all with cells where it names *, else one without a name.
func (c *Check) rows(f *Form) (out []string) {
	if !slices.ContainsFunc(append(slices.Clone(c.Left), c.Right...),
		func(s string) bool { return strings.HasPrefix(s, "*/") }) {
		return []string{""}
	}
	for i := range f.Rows {
		if !f.Rows[i].Head {
			out = append(out, f.Rows[i].Code)
		}
	}
	return out
}

// key is the cell that a check names, in a row.
func (c *Check) key(f *Form, name, row string) Key {
	if rest, all := strings.CutPrefix(name, "*/"); all {
		return At(f.Code, row, rest)
	}
	if strings.Count(name, "/") == 1 {
		return Key(f.Code + "/" + name)
	}
	return Key(name)
}

func (s *Set) check(f *Form, c *Check, row string, v Values) (Finding, bool) {
	left, okLeft := s.side(f, c, c.Left, row, v)
	right, okRight := s.side(f, c, c.Right, row, v)
	if !okLeft || !okRight {
		return Finding{}, false
	}
	holds := map[string]bool{"=": left == right, "<=": left <= right, ">=": left >= right}[c.Op]
	key := c.key(f, c.Left[0], row)
	slot := s.Slot(key)
	if holds || slot == nil {
		return Finding{}, false
	}
	return Finding{Key: key, Severity: c.Severity, Text: c.Text, Left: Of(left), Right: Of(right),
		Type: slot.Type}, true
}

// side adds cells up; false where one of them is not known: completeness is another check.
func (s *Set) side(f *Form, c *Check, names []string, row string, v Values) (sum int64, ok bool) {
	for _, name := range names {
		if n, err := strconv.ParseInt(name, 10, 64); err == nil {
			sum += n
			continue
		}
		is := v[c.key(f, name, row)]
		if !is.Known || is.Missing > 0 {
			return 0, false
		}
		sum += is.Number
	}
	return sum, true
}

// leastUnits is below how many units nobody is looked at as unlike the others.
const leastUnits = 6

// Strange is a value that is far from those of the others: z = 0.6745·(x − median)/MAD, above 3.5.
type Strange struct {
	Index  int
	Median string // in units of the value, one decimal
	Z      string // one decimal; "" where more than half of the values are the same, so that only the order tells
}

// Outliers finds values far from the others. Few says that they are too few to tell.
func Outliers(values []int64) (out []Strange, few bool) {
	n := len(values)
	if n < leastUnits {
		return nil, true
	}
	median := middle(values) // doubled
	off := make([]int64, n)
	for i, v := range values {
		off[i] = max(2*v-median, median-2*v)
	}
	mad := middle(off) // of doubled differences, doubled again
	for i, d := range off {
		// 0.6745·(d/2)/(mad/4) > 3.5
		switch {
		case mad > 0 && 2*6745*d > 35000*mad:
			z := (2*6745*d*10/mad + 5000) / 10000
			out = append(out, Strange{i, tenths(median * 5), tenths(z)})
		case mad == 0 && d > 0 && d == slices.Max(off):
			out = append(out, Strange{i, tenths(median * 5), ""})
		}
	}
	return out, false
}

// middle is twice the median.
func middle(values []int64) int64 {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b int64) int { return cmp.Compare(a, b) })
	n := len(sorted)
	return sorted[(n-1)/2] + sorted[n/2]
}

// tenths writes a number of tenths.
func tenths(n int64) string {
	minus := ""
	if n < 0 {
		minus, n = "−", -n
	}
	return minus + strconv.FormatInt(n/10, 10) + "," + strconv.FormatInt(n%10, 10)
}
