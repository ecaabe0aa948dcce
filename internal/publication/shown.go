package publication

import (
	"fmt"
	"strings"
)

// percent writes hundredths of a percent as Vietnamese numbers are written.
func percent(hundredths int64) string {
	return strings.ReplaceAll(fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100), ".", ",")
}

// Percent is the share of a row's first column in its sum as it is shown: "–" of fewer than least, "…" where it is
// hidden.
func (r *Row) Percent(least int64) string {
	if s, ok := r.Share(least); ok {
		return percent(s)
	}
	if r.Cells[0] == nil || r.Cells[len(r.Cells)-1] == nil {
		return "…"
	}
	return "–"
}

// Above reports whether a row is a sum of others: the whole, or a district that is told with its communes.
func (r *Row) Above() bool { return r.In < 0 || r.sums }

// Value is a number of a target as it is shown.
type Value struct {
	Known  bool
	Value  float64
	Places int
	Sign   string
}

func (t *Target) value(v *float64) Value {
	if v == nil {
		return Value{}
	}
	out := Value{Known: true, Value: *v}
	if t.Unit == "percent" || t.Unit == "points" {
		out.Places, out.Sign = 2, " %"
	}
	return out
}

// Plan is what is planned.
func (t *Target) Plan() Value { return t.value(t.Planned) }

// Reached is what was reached.
func (t *Target) Reached() Value { return t.value(t.Actual) }

// SumRow is a sum of money with whether it is one of others below it.
type SumRow struct {
	Sum
	Above bool
}

// Sums are the rows of a table of money.
type Sums struct {
	Places bool
	Sums   []SumRow
}

// Percent is how much of what was granted is disbursed; "–" where nothing was.
func (s *Sum) Percent() string {
	if s.Granted <= 0 {
		return "–"
	}
	return percent((s.Disbursed*20_000 + s.Granted) / (2 * s.Granted))
}

// ByProject are the sums by project, the whole last.
func (f *Funds) ByProject() (out Sums) {
	for _, s := range f.Projects {
		out.Sums = append(out.Sums, SumRow{Sum: s})
	}
	out.Sums = append(out.Sums, SumRow{f.Whole, true})
	return out
}

// ByPlace are the sums by place, the whole last.
func (f *Funds) ByPlace() Sums {
	out, above := Sums{Places: true}, map[string]bool{}
	for _, s := range f.Places {
		above[s.In] = true
	}
	for _, s := range f.Places {
		out.Sums = append(out.Sums, SumRow{s, above[s.Code]})
	}
	out.Sums = append(out.Sums, SumRow{f.Whole, true})
	return out
}

// OnCourse is how many targets are on course.
func (c *Content) OnCourse() (n int) {
	for i := range c.Targets {
		if c.Targets[i].Light == "green" {
			n++
		}
	}
	return n
}
