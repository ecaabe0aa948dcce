package normbook

import (
	"fmt"
	"io"
	"math/big"

	"giamngheo/internal/allocation"
	"giamngheo/internal/norm"
)

// Summary says what a pool became, a line each.
func Summary(a *allocation.Allocation) (out []string) {
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	add("Tổng vốn: %s đồng", norm.Dong(a.Pool))
	for _, o := range a.Off {
		add("Trích trước cho %s: %s đồng (nhiều nhất %s %%, tức %s đồng; %s)", o.Node, norm.Dong(o.Amount), o.MostPercent.Text,
			norm.Dong(o.Most), o.Cite)
	}
	if a.Norm.Reserve != nil {
		add("Dự phòng %s %%: %s đồng", a.Norm.Reserve.Percent.Text, norm.Dong(a.Kept))
	}
	for _, t := range a.Tiers {
		add("Ưu tiên trước, %s: cần %s đồng, được %s đồng", t.What, norm.Dong(t.Need), norm.Dong(t.Given))
	}
	add("Phân bổ theo định mức: T = %s đồng, làm tròn đến %s đồng", norm.Dong(a.Shared), norm.Dong(a.Norm.RoundTo))
	add("Tổng trọng số: Σw = %s", norm.Written(a.Weights))
	if a.Quota != nil {
		q, exact := norm.Decimals(a.Quota, 4)
		sign := "≈"
		if exact {
			sign = "="
		}
		add("Một đơn vị trọng số được Q = %s %s %s đồng%s", a.Quota.RatString(), sign, q, bounded(a))
	}
	add("Phần nguyên chia hết còn dư %d đơn vị làm tròn, cộng cho %d phần lẻ lớn nhất "+
		"(phần lẻ bằng nhau: trọng số lớn hơn trước, rồi theo mã)", a.Over, a.Over)
	if a.Left > 0 {
		add("Không đủ một đơn vị làm tròn, vào dự phòng: %s đồng", norm.Dong(a.Left))
	}
	add("Tổng các phần = %s đồng", norm.Dong(a.Total))
	return out
}

// bounded says for whom the quota holds.
func bounded(a *allocation.Allocation) string {
	for i := range a.Rows {
		if a.Rows[i].BoundText().VI != "" {
			return " (trừ đơn vị ở mức sàn, mức trần hay mức ấn định)"
		}
	}
	return ""
}

// printed writes lines and keeps the first error.
type printed struct {
	w   io.Writer
	err error
}

func (p *printed) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// Text writes the derivation for people: of every unit each value, its band, coefficient and article, the weight, the
// exact share, and how it was rounded.
func Text(w io.Writer, paper *Paper) error {
	p, a := &printed{w: w}, paper.Allocation
	title := "PHÂN BỔ THEO ĐỊNH MỨC " + a.Norm.Code
	if paper.Sample() {
		title += " – MẪU (SAMPLE)"
	}
	p.line("%s", title)
	if a.Norm.Title.VI != "" {
		p.line("%s", a.Norm.Title.VI)
	}
	p.line("Văn bản: %s; vốn của %s", a.Norm.Instrument, join(a.Norm.Nodes))
	if a.Norm.Sample && a.Norm.Note.VI != "" {
		p.line("MẪU: %s", a.Norm.Note.VI)
	}
	for _, o := range a.Norm.Open {
		p.line("Chưa rõ: %s", o.VI)
	}
	p.line("")
	for _, s := range Summary(a) {
		p.line("%s", s)
	}
	for i := range a.Rows {
		p.row(a, &a.Rows[i])
	}
	for _, l := range paper.Without {
		p.line("")
		p.line("%s: ĐỂ NGOÀI, chưa có %s", l.Unit.Title(), join(l.Unknown))
	}
	if paper.Merger != nil {
		p.mergers(paper.Merger)
	}
	p.line("")
	p.line("TỔNG %s đồng cho %d đơn vị%s", norm.Dong(a.Total), len(a.Rows), check(a))
	return p.err
}

// check says whether the parts add up to what there was.
func check(a *allocation.Allocation) string {
	sum, out := a.Total+a.Kept+a.Left, ""
	for _, o := range a.Off {
		sum += o.Amount
	}
	if sum != a.Total {
		out = fmt.Sprintf("; cùng phần trích trước và dự phòng = %s đồng", norm.Dong(sum))
	}
	if sum != a.Pool {
		return out + fmt.Sprintf(" ≠ tổng vốn %s đồng: SAI", norm.Dong(a.Pool))
	}
	return out + " = tổng vốn ✓"
}

func (p *printed) row(a *allocation.Allocation, r *allocation.Row) {
	p.line("")
	if r.Unit.Name == "" {
		p.line("%s", r.Unit.Code)
	} else {
		p.line("%s  %s", r.Unit.Code, r.Unit.Name)
	}
	for i, t := range a.Norm.Terms() {
		p.line("  %s: %s", t.Name().VI, norm.Written(r.Counts[i]))
	}
	for i := range r.Steps {
		st := &r.Steps[i]
		k := norm.Written(st.Counts(a.Norm.Form))
		if !st.Highest {
			k += " (không tính: chỉ lấy hệ số cao nhất của nhóm)"
		}
		p.line("  %s: %s → hệ số %s (%s)", st.Criterion.Name().VI, st.Said().VI, k, st.Criterion.Cite)
	}
	p.line("  trọng số w = %s", r.Formula(a.Norm))
	for i, v := range r.Tiers {
		p.line("  ưu tiên trước, %s: %s đồng", a.Norm.Tiers[i].What, norm.Dong(v))
	}
	if b := r.BoundText(); b.VI != "" {
		p.line("  %s", b.VI)
	}
	if r.Hand != nil {
		p.line("  lý do ấn định: %s", r.Hand.Reason)
	}
	p.line("  phần được hưởng x = %s", exactly(r.Share(), 4)+" đồng")
	rest, plus := "", ""
	if r.Rank > 0 {
		d, _ := norm.Decimals(r.Remainder(), 4)
		rest = fmt.Sprintf(", phần lẻ %s (thứ %d)", d, r.Rank)
	}
	if r.Plus {
		plus = " + " + norm.Dong(a.Norm.RoundTo)
	}
	p.line("  phần nguyên %s%s", norm.Dong(r.Whole*a.Norm.RoundTo), rest)
	p.line("  ĐƯỢC PHÂN BỔ %s đồng%s", norm.Dong(r.Result), because(r, a.Norm, plus))
}

// because says of what a part was put together.
func because(r *allocation.Row, s *norm.Set, plus string) string {
	before := ""
	for _, v := range r.Tiers {
		if v > 0 {
			before += norm.Dong(v) + " + "
		}
	}
	if before == "" && plus == "" {
		return ""
	}
	return " = " + before + norm.Dong(r.Whole*s.RoundTo) + plus
}

// exactly is a fraction with its decimals where these are not all of it.
func exactly(r *big.Rat, places int) string {
	d, exact := norm.Decimals(r, places)
	if exact {
		return d
	}
	return r.RatString() + " ≈ " + d
}

func (p *printed) mergers(m *allocation.Merger) {
	p.line("")
	p.line("SÁP NHẬP: cộng các phần và tính lại trên địa giới mới")
	for i := range m.Rows {
		one := &m.Rows[i]
		var of []string
		for _, part := range one.Parts {
			of = append(of, fmt.Sprintf("%s %s", part.Unit.Title(), norm.Dong(part.Result)))
		}
		p.line("")
		p.line("%s (gồm %s)", one.Unit.Title(), join(of))
		p.line("  cộng các phần %s đồng; tính lại %s đồng; chênh lệch %s đồng", norm.Dong(one.SumOfParts),
			norm.Dong(one.Recomputed), signed(one.Difference))
		for _, w := range one.Why {
			p.line("  – %s", w.VI)
		}
	}
}

func signed(n int64) string {
	if n > 0 {
		return "+" + norm.Dong(n)
	}
	return norm.Dong(n)
}
