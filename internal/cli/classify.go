package cli

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/exchange"
	"giamngheo/internal/poverty"
)

func newClassify(s streams, a *app.Tools) *cobra.Command {
	in := files.ClassifyInput{}
	var on dateFlag
	var how readingFlags
	c := &cobra.Command{
		Use:   "classify PATH --on DATE",
		Short: "Phân loại từng hộ trong sổ hộ theo chuẩn nghèo có hiệu lực, kèm lý do và căn cứ",
		Long: `Đọc sổ hộ (tệp .xlsx có hai trang households và members, hoặc thư mục có households.csv và members.csv),
phân loại từng hộ vào ngày rà soát và ghi kết quả ra đầu ra chuẩn. Hộ có dòng sai được trả lại nguyên hộ:
--rejected FILE.xlsx là chính sổ đó, ô sai tô đỏ, lý do ở cột cuối, sửa xong gửi lại được.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := formatOf(in.Format, "jsonl", "csv", "xlsx"); err != nil {
				return err
			}
			in.Path, in.On, in.Reading = args[0], date.Date(on), how.reading()
			out := bufio.NewWriterSize(s.out, 256<<10)
			in.Out = out
			progress, end := newProgress(s.err, "Phân loại")
			done, err := a.Files.Classify(cmd.Context(), in, progress)
			end()
			if err = errors.Join(err, out.Flush()); err != nil {
				return howToAnswer(s.err, err)
			}
			return classified(s.err, done, &in)
		},
	}
	c.Flags().Var(&on, "on", "ngày rà soát, dạng NĂM-THÁNG-NGÀY")
	c.Flags().StringVar(&in.Standard, "standard", "", "chuẩn nghèo (mặc định: chuẩn có hiệu lực vào ngày rà soát)")
	c.Flags().StringVar(&in.Format, "format", "jsonl", "jsonl, csv hoặc xlsx")
	c.Flags().StringVar(&in.Rejected, "rejected", "", "tệp ghi các dòng bị trả lại (.xlsx, .csv, .jsonl)")
	c.Flags().StringVar(&in.Doubts, "doubts", "", "tệp ghi các điều cần xem lại của dòng đã nhận (.csv, .jsonl)")
	how.add(c)
	_ = c.MarkFlagRequired("on") // the flag is there
	return c
}

// readingFlags say how columns are read that could be read in two ways.
type readingFlags struct {
	thousands, asWritten, monthFirst, zeros []string
	marks                                   string
}

func (f *readingFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringSliceVar(&f.thousands, "thousands", nil, "cột ghi theo nghìn, thí dụ income_per_head")
	flags.StringSliceVar(&f.monthFirst, "month-first", nil, "cột ngày ghi tháng trước ngày, thí dụ birth_date")
	flags.StringSliceVar(&f.zeros, "zeros", nil, "cột số mất số 0 ở đầu cần thêm lại, thí dụ citizen_id")
	flags.StringSliceVar(&f.asWritten, "as-written", nil, "cột đọc đúng như ghi")
	flags.StringVar(&f.marks, "marks", "", "bảng CSV (mark,answer) thêm ký hiệu có/không; answer là yes hoặc no")
}

func (f *readingFlags) reading() files.Reading {
	r := files.Reading{Answers: map[string]doubt.Answer{}, Marks: f.marks}
	for _, one := range []struct {
		columns []string
		is      doubt.Answer
	}{{f.thousands, doubt.Thousands}, {f.monthFirst, doubt.MonthFirst}, {f.zeros, doubt.Zeros},
		{f.asWritten, doubt.AsWritten}} {
		for _, c := range one.columns {
			r.Answers[c] = one.is
		}
	}
	return r
}

// answerFlags are the flags that give an answer.
var answerFlags = map[doubt.Answer]string{doubt.Thousands: "--thousands", doubt.MonthFirst: "--month-first",
	doubt.Zeros: "--zeros", doubt.AsWritten: "--as-written"}

// howToAnswer says by which flags the questions of a file are answered, and returns the error.
func howToAnswer(w io.Writer, err error) error {
	var asked *exchange.QuestionsError
	if errors.As(err, &asked) {
		p := &printed{w: w}
		for _, q := range asked.Questions {
			p.question(q)
		}
	}
	return err
}

func (p *printed) question(q doubt.Question) {
	var ways []string
	for _, a := range q.Answers {
		ways = append(ways, answerFlags[a]+" "+q.Column)
	}
	p.line("Trang %s, cột %s: %s Chọn: %s.", q.Sheet, q.Column, q.Text.VI, strings.Join(ways, " hoặc "))
}

// classified tells a person what was done.
func classified(w io.Writer, done *files.Classified, in *files.ClassifyInput) error {
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
	p.line("  %-40s %12s hộ", done.Standard.ClassTitle(poverty.Undetermined).VI,
		number(done.Classes[poverty.Undetermined]))
	showCounts(p, done.Counts, in.Rejected)
	showDoubts(p, done.Counts.Doubts, in.Doubts)
	for _, q := range done.Questions {
		p.question(q)
	}
	if p.err != nil {
		return p.err
	}
	if done.Counts.AnyRejected() {
		return errRejected
	}
	return nil
}

// showDoubts says how much was taken with a note, and where it is.
func showDoubts(p *printed, n int64, file string) {
	switch {
	case n > 0 && file != "":
		p.line("%s điều cần xem lại ở các dòng đã nhận: xem %s.", number(n), file)
	case n > 0:
		p.line("%s điều cần xem lại ở các dòng đã nhận: thêm --doubts FILE.csv để lấy danh sách.", number(n))
	}
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
