package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/workday"
)

func newLaw(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "law", Short: "Pháp luật dưới dạng dữ liệu: kiểm tra, xem"}
	c.AddCommand(newLawCheck(s, a), newLawShow(s, a))
	return c
}

func newLawCheck(s streams, a *app.Tools) *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Đọc chặt mọi tệp luật và chạy mọi ca mẫu; DIR được đặt chồng lên luật kèm theo chương trình",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var above fs.FS
			if len(args) == 1 {
				if err := isFolder(args[0]); err != nil {
					return err
				}
				above = os.DirFS(args[0])
			}
			c, err := a.Files.CheckLaw(above)
			if err != nil {
				return err
			}
			for _, f := range c.Faults {
				fmt.Fprintln(s.out, f)
			}
			if n := len(c.Faults); n > 0 {
				return errs.Of(errs.Invalid, errs.N(n, "the law has %d fault", "the law has %d faults"))
			}
			fmt.Fprintf(s.err, "Không có lỗi: %d tệp, %d giá trị, %d chỉ số, %d ca mẫu đều đúng.\n", c.Files,
				c.Parameters, c.Indicators, c.Cases)
			return nil
		},
	}
}

func isFolder(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && !info.IsDir()) {
		return errs.New(errs.Invalid, "“%s” is not a folder", path)
	}
	return err
}

func newLawShow(s streams, a *app.Tools) *cobra.Command {
	var on dateFlag
	var format string
	c := &cobra.Command{
		Use:   "show --on DATE",
		Short: "Điều gì có hiệu lực vào một ngày, kèm đơn vị và căn cứ",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := formatOf(format, "text", "json"); err != nil {
				return err
			}
			v, err := a.Library.LawOn(date.Date(on))
			if err != nil {
				return err
			}
			if format == "json" {
				enc := json.NewEncoder(s.out)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(v)
			}
			return showLaw(s.out, &v)
		},
	}
	c.Flags().Var(&on, "on", "ngày, dạng NĂM-THÁNG-NGÀY")
	c.Flags().StringVar(&format, "format", "text", "text hoặc json")
	_ = c.MarkFlagRequired("on") // the flag is there
	return c
}

// showLaw writes what is in force for a person to read.
func showLaw(w io.Writer, v *law.InForce) error {
	p := &printed{w: w}
	p.line("Có hiệu lực ngày %s", v.On.Vietnamese())
	for _, f := range v.Samples {
		p.line("! MẪU – %s: %s", f.File, f.VI)
	}
	for _, s := range v.Standards {
		showStandard(p, &s)
	}
	p.head("Giá trị dùng chung")
	for _, x := range v.Parameters {
		showParameter(p, &x)
	}
	p.head("Định nghĩa dùng chung")
	for _, d := range v.Definitions {
		showRule(p, d.Name, d.Title.VI, d.Expr, d.Cite, d.Open.VI)
	}
	showTerms(p, v)
	p.head("Văn bản đang có hiệu lực")
	for _, in := range v.Instruments {
		p.line("  %-22s từ %s  %s", in.Number, in.InForce.Vietnamese(), in.Title.VI)
	}
	return p.err
}

func showStandard(p *printed, s *law.StandardView) {
	p.head(fmt.Sprintf("%s (%s – %s)", s.Title.VI, s.From.Vietnamese(), s.To.Vietnamese()))
	p.line("  [%s]", s.Cite)
	for _, x := range s.Parameters {
		showParameter(p, &x)
	}
	p.line("  Phân loại (xét lần lượt, điều kiện đúng đầu tiên):")
	for _, c := range s.Classes {
		showRule(p, c.Code, c.Title.VI, c.When, c.Cite, c.Open.VI)
	}
	p.line("  Chỉ số thiếu hụt:")
	for _, in := range s.Indicators {
		showRule(p, in.Code, in.Title.VI, in.Deprived, in.Cite, in.Open.VI)
	}
	p.line("  Định nghĩa:")
	for _, d := range s.Definitions {
		showRule(p, d.Name, d.Title.VI, d.Expr, d.Cite, d.Open.VI)
	}
	for _, st := range s.Statuses {
		showRule(p, st.Code, st.Title.VI, st.When, st.Cite, st.Open.VI)
	}
}

func showParameter(p *printed, x *law.ParameterNow) {
	value := fmt.Sprint(x.Now.Value)
	if a, ok := x.Now.Value.(law.AreaValue); ok {
		value = fmt.Sprintf("nông thôn %s, thành thị %s", number(a.Rural), number(a.Urban))
	} else if _, isList := x.Now.Value.([]string); !isList {
		value = number(x.Now.Value)
	}
	note := ""
	if x.Now.Note.VI != "" {
		note = " (" + x.Now.Note.VI + ")"
	}
	p.line("  %s: %s %s%s", x.Title.VI, value, x.Unit, note)
	p.line("      %s = [%s]", x.Name, x.Now.Cite)
}

func showRule(p *printed, name, title, expr, cite, open string) {
	p.line("  - %s (%s)", title, name)
	for l := range strings.Lines(strings.TrimSpace(expr)) {
		p.line("        %s", strings.TrimRight(l, "\n"))
	}
	p.line("      [%s]", cite)
	if open != "" {
		p.line("      Còn để ngỏ: %s", open)
	}
}

func showTerms(p *printed, v *law.InForce) {
	units := map[string]string{"months": "tháng", "days": "ngày", "working_days": "ngày làm việc"}
	p.head("Thời hạn và lịch")
	for _, t := range v.Terms {
		p.line("  %s: %v %s  [%s]", t.Title.VI, t.Now.Value, units[t.Unit], t.Now.Cite)
	}
	for _, c := range v.Calendars {
		span := c.Now.Start
		if c.Now.End != "" {
			span += " đến " + c.Now.End
		}
		p.line("  %s: %s (%s)  [%s]", c.Title.VI, span, map[string]string{"year": "hằng năm, tháng-ngày",
			"month": "hằng tháng, ngày"}[c.Now.Every], c.Now.Cite)
	}
	for _, c := range v.Counting {
		p.line("  Cách tính thời hạn: [%s]", c.Cite)
	}
	for _, h := range v.Holidays {
		p.line("  %s %s: %s", map[workday.Kind]string{workday.Rest: "Nghỉ", workday.Worked: "Làm việc"}[h.Kind],
			h.Date.Vietnamese(), h.Title.VI)
	}
	for _, s := range v.Scores {
		p.head(s.Title.VI)
		for _, r := range s.Rows {
			p.line("  %5.0f điểm  %s", r.Points, r.Title.VI)
		}
	}
}
