package normbook

import (
	"encoding/json"
	"io"
	"math/big"

	"giamngheo/internal/allocation"
	"giamngheo/internal/norm"
)

// Comparison writes two allocations side by side for people.
func Comparison(w io.Writer, c *allocation.Comparison) error {
	p := &printed{w: w}
	p.line("SO SÁNH HAI CÁCH PHÂN BỔ %s đồng", norm.Dong(c.A.Pool))
	for _, one := range []struct {
		name string
		a    *allocation.Allocation
		per  *allocation.Spread
	}{{"A", c.A, c.PerA}, {"B", c.B, c.PerB}} {
		p.line("%s: %s theo %s%s", one.name, one.a.Norm.Code, one.a.Norm.Instrument, sampleMark(one.a.Norm))
		if one.per != nil {
			p.line("   đồng một hộ nghèo: ít nhất %s, trung vị %s, nhiều nhất %s", rounded(one.per.Min),
				rounded(one.per.Median), rounded(one.per.Max))
		}
	}
	p.line("")
	p.line("%-10s %-24s %20s %20s %20s", "mã", "đơn vị", "A", "B", "chênh lệch")
	for i := range c.Rows {
		r := &c.Rows[i]
		p.line("%-10s %-24s %20s %20s %20s", r.Unit.Code, r.Unit.Name, norm.Dong(r.A), norm.Dong(r.B),
			signed(r.Difference))
	}
	p.line("")
	p.line("%d đơn vị được thêm, %d bị giảm, %d như cũ; chuyển giữa các đơn vị tất cả %s đồng (½ tổng chênh lệch)", c.Gain,
		c.Lose, c.Same, norm.Written(c.Moved))
	if !c.Monotone {
		p.line("Lưu ý: có đơn vị được ít hơn dù tổng vốn lớn hơn; chỉ do làm tròn theo phần lẻ lớn nhất.")
	}
	return p.err
}

func rounded(r *big.Rat) string {
	s, _ := norm.Decimals(r, 0)
	return s
}

func sampleMark(s *norm.Set) string {
	if s.Sample {
		return " – MẪU (SAMPLE)"
	}
	return ""
}

// comparedLine is a unit in two allocations.
type comparedLine struct {
	Place      string `json:"place"`
	A          int64  `json:"a"`
	B          int64  `json:"b"`
	Difference int64  `json:"difference"`
}

// comparedLast is what two allocations come to.
type comparedLast struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Moved   string   `json:"moved"`
	Gain    int      `json:"gain"`
	Lose    int      `json:"lose"`
	Same    int      `json:"same"`
	PerA    *perLine `json:"per_poor_household_a,omitempty"`
	PerB    *perLine `json:"per_poor_household_b,omitempty"`
	Samples []string `json:"samples,omitempty"`
}

type perLine struct {
	Min    string `json:"min"`
	Median string `json:"median"`
	Max    string `json:"max"`
}

// ComparisonJSON writes two allocations side by side as lines of JSON, one a unit and last what they come to.
func ComparisonJSON(w io.Writer, c *allocation.Comparison) error {
	enc := json.NewEncoder(w)
	for i := range c.Rows {
		r := &c.Rows[i]
		if err := enc.Encode(comparedLine{r.Unit.Code, r.A, r.B, r.Difference}); err != nil {
			return err
		}
	}
	last := comparedLast{A: c.A.Norm.Code, B: c.B.Norm.Code, Moved: norm.Plain(c.Moved), Gain: c.Gain, Lose: c.Lose,
		Same: c.Same, PerA: perOf(c.PerA), PerB: perOf(c.PerB)}
	for _, a := range []*allocation.Allocation{c.A, c.B} {
		if a.Norm.Sample {
			last.Samples = append(last.Samples, a.Norm.Code)
		}
	}
	return enc.Encode(last)
}

func perOf(s *allocation.Spread) *perLine {
	if s == nil {
		return nil
	}
	return &perLine{s.Min.String(), s.Median.String(), s.Max.String()}
}
