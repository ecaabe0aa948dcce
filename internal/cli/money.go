package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/sharing"
	"giamngheo/internal/date"
	"giamngheo/internal/normbook"
	"giamngheo/internal/office"
)

func newMoney(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "money", Short: "Vốn của Chương trình: phân bổ theo định mức, kiểm tra sổ vốn"}
	c.AddCommand(newAllocate(s, a), newCompare(s, a), newMoneyVerify(s, a))
	return c
}

const allocateExample = `  giamngheo money allocate dinh-muc.yaml --pool 1.000.000.003 --values xa.csv
  giamngheo money allocate dinh-muc.yaml --pool 1000000003 --values xa.csv --merge 31522=31528,31525=31528 --format json
  giamngheo money allocate dinh-muc.yaml --pool 1000000003 --values xa.csv --round 1000000 --format xlsx > phu-luc.xlsx`

func newAllocate(s streams, a *app.Tools) *cobra.Command {
	var in sharing.Input
	var format, dot string
	var on dateFlag
	c := &cobra.Command{
		Use:   "allocate NORM.yaml --pool N --values VALUES.csv",
		Short: "Phân bổ một khoản vốn theo định mức, đúng đến đồng, kèm cách tính từng đơn vị",
		Long: `Đọc định mức (tiêu chí, nhóm giá trị, hệ số) và bảng giá trị của từng đơn vị, chia tổng vốn theo trọng số và ghi cách
tính ra đầu ra chuẩn. Bảng giá trị có cột place (mã đơn vị), cột name nếu muốn, và mỗi tiêu chí, mỗi số lượng của định
mức một cột theo mã. Ô trống là chưa biết: khi đó không phân bổ, trừ khi có --without-unknown.
Trạng thái kết thúc: 0 xong; 1 xong nhưng có đơn vị bị để ngoài; 2 không phân bổ được.`,
		Example: allocateExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := formatOf(format, "text", "json", "xlsx"); err != nil {
				return err
			}
			var err error
			if in.Dot, err = dotFlag(dot); err != nil {
				return err
			}
			if in.Norm, in.On = args[0], date.Date(on); in.On.IsZero() {
				in.On = office.DayOf(time.Now())
			}
			paper, notes, err := sharing.Allocate(cmd.Context(), a.Library, &in)
			if err != nil {
				return err
			}
			for _, n := range notes {
				fmt.Fprintf(s.err, "Lưu ý: %s\n", n.VI)
			}
			return allocated(s, format, paper)
		},
	}
	f := c.Flags()
	addPool(c, &in)
	f.StringSliceVar(&in.Merge, "merge", nil, "sáp nhập đơn vị: MÃ CŨ=MÃ MỚI, cách nhau dấu phẩy")
	f.StringVar(&in.New, "merge-values", "",
		"giá trị của đơn vị mới mà các đơn vị cũ không cho biết, như danh sách xã (cùng cột với --values, thiếu cột cũng được)")
	f.StringVar(&in.Round, "round", "", "làm tròn đến bao nhiêu đồng (mặc định: theo định mức)")
	f.StringSliceVar(&in.OffTop, "off-top", nil, "trích trước cho tiểu dự án mà định mức cho phép: MÃ=SỐ TIỀN")
	f.BoolVar(&in.Without, "without-unknown", false, "để ngoài đơn vị còn giá trị chưa biết; kết quả là MẪU")
	f.Var(&on, "on", "ngày của luật mà điều kiện trong định mức dựa vào (mặc định: hôm nay)")
	f.StringVar(&format, "format", "text", "text, json hoặc xlsx")
	addDot(c, &dot)
	return c
}

// addPool adds the flags that say what is shared out, and by which values.
func addPool(c *cobra.Command, in *sharing.Input) {
	f := c.Flags()
	f.StringVar(&in.Pool, "pool", "", "tổng vốn, đồng: 1000000003 hoặc 1.000.000.003")
	f.StringVar(&in.Values, "values", "", "bảng giá trị của các đơn vị (.csv hoặc .xlsx)")
	for _, name := range []string{"pool", "values"} {
		_ = c.MarkFlagRequired(name) // the flag is there
	}
}

func newCompare(s streams, a *app.Tools) *cobra.Command {
	var in sharing.Input
	var format, poor string
	c := &cobra.Command{
		Use:   "compare A.yaml B.yaml --pool N --values VALUES.csv",
		Short: "So sánh hai định mức trên cùng tổng vốn và bảng giá trị: ai được thêm, ai bị giảm, chuyển bao nhiêu",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := formatOf(format, "text", "json"); err != nil {
				return err
			}
			in.Norm, in.On = args[0], office.DayOf(time.Now())
			compared, notes, err := sharing.Compare(cmd.Context(), a.Library, &in, args[1], poor)
			if err != nil {
				return err
			}
			for _, n := range notes {
				fmt.Fprintf(s.err, "Lưu ý: %s\n", n.VI)
			}
			if format == "json" {
				return normbook.ComparisonJSON(s.out, compared)
			}
			return normbook.Comparison(s.out, compared)
		},
	}
	addPool(c, &in)
	c.Flags().StringVar(&poor, "poor", "poor", "cột ghi số hộ nghèo, để tính số tiền một hộ nghèo")
	c.Flags().StringVar(&format, "format", "text", "text hoặc json")
	return c
}

// allocated writes an allocation.
func allocated(s streams, format string, p *normbook.Paper) error {
	write := map[string]func(io.Writer, *normbook.Paper) error{"text": normbook.Text, "json": normbook.JSON,
		"xlsx": normbook.Book}[format]
	out := bufio.NewWriter(s.out)
	if err := errors.Join(write(out, p), out.Flush()); err != nil {
		return err
	}
	if p.Sample() {
		fmt.Fprintln(s.err, "MẪU (SAMPLE): không dùng để quyết định.")
	}
	if len(p.Without) > 0 {
		fmt.Fprintf(s.err, "%d đơn vị bị để ngoài vì còn giá trị chưa biết.\n", len(p.Without))
		return errRejected
	}
	return nil
}
