package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/cli/tell"
	"giamngheo/internal/vietnamese"
)

func newGenerate(s streams, a *app.Tools) *cobra.Command {
	var in files.GenerateInput
	var nation bool
	c := &cobra.Command{
		Use:   "generate --households N --seed S --out PATH",
		Short: "Tạo sổ hộ giả lập (có ghi rõ là giả lập), khớp số liệu rà soát chính thức",
		Long: "Tạo sổ hộ giả lập: xã thật, người không có thật. PATH có đuôi .xlsx thì ghi một tệp Excel, nếu không thì ghi thư mục\n" +
			"gồm households.csv và members.csv. Với 335186 hộ (cuối năm 2023) và 335886 hộ (cuối năm 2024) thì số hộ nghèo, cận nghèo,\n" +
			"nghèo và cận nghèo dân tộc thiểu số đúng bằng số chính thức; cùng --seed thì sổ năm 2024 là sổ năm 2023 sau một năm.\n" +
			"--province nhận mã của tỉnh có vào ngày 14/12 của năm rà soát (92: Cần Thơ); tỉnh không có số liệu chính thức kèm theo\n" +
			"thì tổng số là giả định và có ghi rõ.",
		Example: "  giamngheo generate --households 335886 --seed 1 --out so-ho-2024\n" +
			"  giamngheo generate --households 2000 --seed 7 --year 2023 --out thu.xlsx\n" +
			"  giamngheo generate --province 92 --year 2026 --households 5000 --out can-tho-2026\n" +
			"  giamngheo generate --nation --households 28000000 --out ca-nuoc",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if nation {
				progress, end := newProgress(s.err, "Tạo cả nước")
				defer end()
				ask := tell.GenerateInput{Households: in.Households, Seed: in.Seed, Out: in.Out, Year: in.Year,
					Force: in.Force}
				return tell.Generate(c.Context(), nationDoor(s), a.Library, ask, progress)
			}
			progress, end := newProgress(s.err, "Tạo sổ hộ")
			got, err := a.Files.Generate(c.Context(), in, progress)
			end()
			if err != nil {
				return err
			}
			t := got.Totals
			fmt.Fprintf(s.err,
				"Đã tạo sổ GIẢ LẬP %s hộ, rà soát ngày %s: %s hộ nghèo, %s hộ cận nghèo; dân tộc thiểu số: %s nghèo, %s cận nghèo.\n",
				number(t.Households), t.On.Vietnamese(), number(t.Poor), number(t.NearPoor), number(t.MinorityPoor),
				number(t.MinorityNearPoor))
			if got.Official.Assumed {
				fmt.Fprintf(s.err, "Số liệu giả định: không có số liệu chính thức của %s.\n",
					vietnamese.LowerFirst(got.Province.FullName))
			}
			fmt.Fprintln(s.err, "Ghi ra: "+strings.Join(got.Files, ", "))
			return nil
		},
	}
	f := c.Flags()
	f.Int64Var(&in.Households, "households", 0, "số hộ, từ 1 đến 40000000")
	f.Uint64Var(&in.Seed, "seed", 1, "số mầm: cùng số hộ và cùng mầm thì cùng một sổ")
	f.StringVar(&in.Out, "out", "", "nơi ghi: tệp .xlsx, hoặc một thư mục")
	f.IntVar(&in.Year, "year", 0, "năm rà soát (mặc định: năm có đúng số hộ đó, nếu không thì năm cuối có số liệu)")
	f.StringVar(&in.Province, "province", "", "mã tỉnh, 2 chữ số (mặc định: 94 Sóc Trăng)")
	f.Float64Var(&in.Unknown, "unknown", 0.01, "phần hộ không nghèo có một câu trả lời bỏ trống, từ 0 đến 1")
	f.BoolVar(&in.Force, "force", false, "ghi đè nếu đã có")
	f.BoolVar(&nation, "nation", false, "cả nước: tệp số liệu tổng hợp của 34 tỉnh giả lập, không ghi từng hộ")
	for _, name := range []string{"households", "out"} {
		cobra.CheckErr(c.MarkFlagRequired(name))
	}
	return c
}
