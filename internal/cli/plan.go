package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/published"
	"giamngheo/internal/target"
)

func newPlan(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "plan", Short: "Kế hoạch năm: mục tiêu, số liệu"}
	c.AddCommand(newPlanShow(s, a))
	return c
}

func newPlanShow(s streams, a *app.Tools) *cobra.Command {
	in := files.PlanInput{}
	var on dateFlag
	var how readingFlags
	format := "text"
	c := &cobra.Command{
		Use:   "show --year YEAR [--register PATH]",
		Short: "Mười hai mục tiêu của kế hoạch: số kế hoạch, số liệu chính thức, số liệu từ sổ hộ, còn thiếu gì",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := formatOf(format, "text", "json"); err != nil {
				return err
			}
			in.On, in.Reading = date.Date(on), how.reading()
			progress, end := newProgress(s.err, "Đọc sổ hộ")
			shown, err := a.Files.Plan(cmd.Context(), in, progress)
			end()
			if err != nil {
				return howToAnswer(s.err, err)
			}
			if format == "json" {
				enc := json.NewEncoder(s.out)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				err = enc.Encode(shown)
			} else {
				err = showPlan(&printed{w: s.out}, shown)
			}
			if err != nil || shown.Register == nil {
				return err
			}
			p := &printed{w: s.err}
			showDoubts(p, shown.Register.Counts.Doubts, in.Doubts)
			if shown.Register.Counts.AnyRejected() {
				showCounts(p, shown.Register.Counts, in.Rejected)
				return errRejected
			}
			return p.err
		},
	}
	c.Flags().IntVar(&in.Year, "year", 0, "năm của kế hoạch")
	c.Flags().StringVar(&in.Register, "register", "", "sổ hộ để đếm (.xlsx hoặc thư mục CSV)")
	c.Flags().Var(&on, "on", "ngày rà soát của sổ hộ (mặc định: ngày cuối của đợt rà soát định kỳ trong năm)")
	c.Flags().StringVar(&in.Rejected, "rejected", "", "tệp ghi các dòng bị trả lại (.xlsx, .csv, .jsonl)")
	c.Flags().StringVar(&in.Doubts, "doubts", "", "tệp ghi các điều cần xem lại của dòng đã nhận (.csv, .jsonl)")
	how.add(c)
	c.Flags().StringVar(&format, "format", format, "text hoặc json")
	_ = c.MarkFlagRequired("year") // the flag is there
	return c
}

// showPlan writes the plan as a table of parts with the sources below it.
func showPlan(p *printed, s *files.PlanShown) error {
	p.line("Kế hoạch %s ngày %s – %s", s.Number, s.Date.Vietnamese(), s.Issuer.VI)
	p.line("%s", s.Title.VI)
	if r := s.Register; r != nil {
		kind := ""
		if r.Synthetic {
			kind = " – DỮ LIỆU GIẢ LẬP, không phải hộ thật"
		}
		p.line("Sổ hộ: %s, rà soát ngày %s, chuẩn %s, %s hộ (%s chưa xác định)%s", r.Path, r.On.Vietnamese(),
			r.Standard, number(r.Households), number(r.Undetermined), kind)
		for _, n := range r.Samples {
			p.line("MẪU – %s", n.VI)
		}
	}
	notes := &footnotes{}
	p.line("")
	p.line("%s", row("Mục tiêu", "Kế hoạch", "Số liệu chính thức", "Theo sổ hộ", "Kết quả"))
	p.line("%s", strings.Repeat("─", 150))
	for _, t := range s.Targets {
		for i := range t.Parts {
			showPart(p, &t, i, s.Parts[t.Parts[i].Code], notes)
		}
	}
	p.line("")
	p.line("Nguồn và ghi chú")
	for i, n := range notes.list {
		p.line("  [%d] %s", i+1, n)
	}
	return p.err
}

// footnotes numbers notes, each text once.
type footnotes struct{ list []string }

func (f *footnotes) add(text string) string {
	for i, n := range f.list {
		if n == text {
			return fmt.Sprintf("[%d]", i+1)
		}
	}
	f.list = append(f.list, text)
	return fmt.Sprintf("[%d]", len(f.list))
}

// widths are the columns' widths in letters.
var widths = []int{78, 14, 28, 20, 18}

// row lays cells out in the table's columns; letters, not bytes, are counted.
func row(cells ...string) string {
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(c)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", max(1, widths[i]-len([]rune(c)))))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

func showPart(p *printed, t *target.Target, i int, known *files.PartShown, notes *footnotes) {
	part := &t.Parts[i]
	name := fmt.Sprintf("     %s", part.Title.VI)
	if i == 0 {
		name = fmt.Sprintf("%3d. %s", t.Number, part.Title.VI)
	}
	if part.Open.VI != "" {
		name += " " + notes.add(part.Open.VI)
	}
	official, reached := "–", ""
	switch {
	case known.Official != nil:
		official = officialText(known.Official, notes)
		if known.Official.Reached != nil {
			reached = verdict(*known.Official.Reached)
		}
	case known.Missing.VI != "":
		official = "chưa có số liệu " + notes.add("Còn thiếu: "+known.Missing.VI)
	}
	counted := "–"
	if known.Rate != nil || known.High != nil {
		counted = countedText(part, known, notes)
		switch {
		case reached != "":
		case known.Open:
			reached = "chưa xác định"
			if part.Lacks.VI != "" {
				reached += " " + notes.add(part.Title.VI+": chưa đo được "+part.Lacks.VI)
			}
		case known.Reached != nil:
			reached = verdict(*known.Reached) + " theo sổ hộ"
		}
	}
	p.line("%s", row(name, plannedText(part), official, counted, reached))
}

// countedText writes what a register says of a part: a rate, or what it lies between where answers are unknown.
func countedText(part *target.Part, known *files.PartShown, notes *footnotes) string {
	if known.High == nil {
		return decimals(*known.Rate, 2) + " %"
	}
	low, high := decimals(*known.Low, 1), decimals(*known.High, 1)
	if low == high {
		low, high = decimals(*known.Low, 2), decimals(*known.High, 2)
	}
	note := fmt.Sprintf("%s: %s trường hợp không rõ", part.Title.VI, number(known.Tally.Unknown))
	if known.Rate != nil {
		note += fmt.Sprintf("; chỉ tính trường hợp đã rõ thì là %s %%", decimals(*known.Rate, 2))
	}
	return strings.TrimSuffix(low, ",0") + "–" + strings.TrimSuffix(high, ",0") + " % " + notes.add(note)
}

func verdict(reached bool) string {
	if reached {
		return "đạt"
	}
	return "chưa đạt"
}

// plannedText writes what was planned with its sign and unit.
func plannedText(p *target.Part) string {
	if p.Planned == nil {
		return "không ghi số"
	}
	v := *p.Planned
	switch p.Unit {
	case "points":
		return signed(v, 0) + " điểm %"
	case "percent":
		return map[string]string{"higher": "", "lower": "≤ ", "below": "< "}[p.Better] + decimals(v, 0) + " %"
	}
	return map[string]string{"models": "≥ "}[p.Unit] + number(int64(v)) +
		map[string]string{"people": " người", "models": " mô hình"}[p.Unit]
}

// signed writes a number with a real minus sign or a plus.
func signed(v float64, n int) string {
	if v < 0 {
		return "−" + decimals(-v, n)
	}
	return "+" + decimals(v, n)
}

// officialText writes a published figure; a change as before → after = change.
func officialText(o *published.Official, notes *footnotes) string {
	source := o.After.Source
	if o.Before != nil && o.Before.Source != source {
		source = o.Before.Source + "; " + source
	}
	if o.StandsFor.VI != "" {
		source = o.StandsFor.VI + " – " + source
	}
	for _, f := range []*published.One{o.Before, &o.After} {
		if f != nil && f.Note != "" {
			source += fmt.Sprintf(" (%s: %s", f.AsOf, f.Note)
			if f.Confidence != "" {
				source += ", độ tin cậy " + f.Confidence
			}
			source += ")"
		}
	}
	mark := notes.add("Nguồn: " + source)
	if o.Before == nil {
		return decimals(o.After.Value, 2) + " % " + mark
	}
	return fmt.Sprintf("%s → %s %% = %s %s", decimals(o.Before.Value, 2), decimals(o.After.Value, 2),
		signed(o.Figure, 2), mark)
}
