package cli

import (
	"bufio"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/exchange"
	"giamngheo/internal/poverty"
)

func newClassify(s streams, a *app.Tools) *cobra.Command {
	in := files.ClassifyInput{}
	var on dateFlag
	c := &cobra.Command{
		Use:   "classify PATH --on DATE",
		Short: "Phân loại từng hộ trong sổ hộ theo chuẩn nghèo có hiệu lực, kèm lý do và căn cứ",
		Long: `Đọc sổ hộ (tệp .xlsx có hai trang households và members, hoặc thư mục có households.csv và members.csv),
phân loại từng hộ vào ngày rà soát và ghi kết quả ra đầu ra chuẩn. Hộ có dòng sai được trả lại nguyên hộ:
--rejected FILE.xlsx là chính sổ đó, ô sai tô đỏ, lý do ở cột cuối, sửa xong gửi lại được.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", in.Format, "jsonl", "csv", "xlsx"); err != nil {
				return err
			}
			in.Path, in.On = args[0], date.Date(on)
			out := bufio.NewWriterSize(s.out, 256<<10)
			in.Out = out
			progress, end := newProgress(s.err, "Phân loại")
			done, err := a.Files.Classify(cmd.Context(), in, progress)
			end()
			if err = errors.Join(err, out.Flush()); err != nil {
				return err
			}
			return classified(s.err, done, in.Rejected)
		},
	}
	c.Flags().Var(&on, "on", "ngày rà soát, dạng NĂM-THÁNG-NGÀY")
	c.Flags().StringVar(&in.Standard, "standard", "", "chuẩn nghèo (mặc định: chuẩn có hiệu lực vào ngày rà soát)")
	c.Flags().StringVar(&in.Format, "format", "jsonl", "jsonl, csv hoặc xlsx")
	c.Flags().StringVar(&in.Rejected, "rejected", "", "tệp ghi các dòng bị trả lại (.xlsx, .csv, .jsonl)")
	_ = c.MarkFlagRequired("on") // the flag is there
	return c
}

// classified tells a person what was done.
func classified(w io.Writer, done *files.Classified, rejected string) error {
	p := &printed{w: w}
	if done.Synthetic {
		p.line("Sổ hộ này là DỮ LIỆU GIẢ LẬP.")
	}
	for _, n := range done.Notes {
		p.line("Lưu ý – trang %s: %s", n.Sheet, n.Text.VI)
	}
	for _, n := range done.Standard.Samples {
		p.line("MẪU – %s", n.VI)
	}
	p.line("%s:", done.Standard.Title.VI)
	for c := poverty.Poor; c <= poverty.None; c++ {
		p.line("  %-40s %12s hộ", done.Standard.ClassTitle(c).VI, number(done.Classes[c]))
	}
	p.line("  %-40s %12s hộ", done.Standard.ClassTitle(poverty.Undetermined).VI, number(done.Classes[poverty.Undetermined]))
	showCounts(p, done.Counts, rejected)
	if p.err != nil {
		return p.err
	}
	if done.Counts.AnyRejected() {
		return errRejected
	}
	return nil
}

func showCounts(p *printed, c exchange.Counts, rejected string) {
	for _, s := range []struct {
		name string
		exchange.Count
	}{{exchange.Households, c.Households}, {exchange.Members, c.Members}} {
		p.line("Trang %s: %s dòng = %s nhận + %s trả lại", s.name, number(s.In), number(s.Accepted), number(s.Rejected))
	}
	switch {
	case c.AnyRejected() && rejected != "":
		p.line("Các dòng bị trả lại ở %s: sửa rồi gửi lại.", rejected)
	case c.AnyRejected():
		p.line("Thêm --rejected FILE.xlsx để lấy các dòng bị trả lại cùng lý do.")
	}
}
