package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"giamngheo/internal/app/matrix"
	"giamngheo/internal/errs"
	"giamngheo/internal/mpi"
	"giamngheo/internal/sheet"
)

const measureExample = `  giamngheo measure bang.csv --k 3 --by vung
  giamngheo measure bang.csv --k 1/3,1/2 --dimensions "y_te=a,b;giao_duc:1/2=c"
  giamngheo measure mau.csv --k 1/3 --weight quyen_so --strata tang --psu cum
  giamngheo measure mau.csv --k 1/3 --time nam --panel cum`

func newMeasure(s streams) *cobra.Command {
	var in matrix.Input
	var missing, format, dot string
	c := &cobra.Command{
		Use:     "measure MATRIX --k 3|1/3[,…]",
		Short:   "Đo nghèo đa chiều Alkire-Foster từ một bảng 0/1",
		Example: measureExample,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains([]string{"drop", "zero"}, missing) ||
				!slices.Contains([]string{"text", "json", "csv"}, format) {
				return errs.New(errs.Invalid, "--missing takes drop or zero; --format takes text, json or csv")
			}
			var err error
			if in.Dot, err = dotFlag(dot); err != nil {
				return err
			}
			in.Path, in.ZeroFill = args[0], missing == "zero"
			progress, end := newProgress(s.err, "Đo lường")
			got, err := matrix.Measure(c.Context(), in, func(e *sheet.Error) { fmt.Fprintln(s.err, e) }, progress)
			end()
			if err != nil {
				return err
			}
			for _, n := range got.Notes {
				fmt.Fprintf(s.err, "Lưu ý: %s\n", n.VI)
			}
			fmt.Fprintf(s.err, "Đọc %s dòng: nhận %s, bỏ vì thiếu %s, từ chối %s; %s ô trống tính là 0.\n",
				number(got.In),
				number(got.Accepted), number(got.Dropped), number(got.Rejected), number(got.Filled))
			if err := writeMeasures(s, format, &got); err != nil {
				return err
			}
			if got.Rejected > 0 {
				return errRejected
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&in.K, "k", "", "ngưỡng, một hay nhiều (1/3,1/2): số nguyên là số chỉ tiêu (1: thiếu từ một chỉ tiêu); "+
		"phân số là phần trọng số (1/1: thiếu tất cả)")
	f.StringVar(&in.Weights, "weights", "", "trọng số chỉ tiêu, thí dụ a=1/6,b=5/6 (mặc định: bằng nhau)")
	f.StringVar(&in.Dimensions, "dimensions", "",
		`chiều và chỉ tiêu, thí dụ "y_te=a,b;giao_duc=c": chiều bằng nhau, trong chiều chia đều; "y_te:1/4=a,b": phần của chiều`)
	f.StringVar(&in.Scheme, "scheme", "",
		"bảng trọng số: cột indicator, dimension và (không bắt buộc) dimension_weight, weight (phần trong chiều)")
	f.StringVar(&in.Weight, "weight", "", "cột quyền số dân số")
	f.StringSliceVar(&in.By, "by", nil, "các cột chia nhóm")
	f.BoolVar(&in.Errors, "se", false, "sai số chuẩn và khoảng 95 % của mẫu")
	f.StringVar(&in.Stratum, "strata", "", "cột tầng của mẫu (kèm sai số chuẩn)")
	f.StringVar(&in.Cluster, "psu", "", "cột cụm (đơn vị mẫu cấp một; kèm sai số chuẩn)")
	f.StringVar(&in.Time, "time", "", "cột kỳ (năm): đo từng kỳ và thay đổi so với kỳ trước, kèm sai số của thay đổi")
	f.StringVar(&in.Before, "before", "", "bảng của kỳ trước, thay cho --time")
	f.StringVar(&in.Panel, "panel", "",
		"cột mã cụm (hoặc hộ) được điều tra lại ở mọi kỳ; không có: hai mẫu độc lập")
	f.StringVar(&missing, "missing", "drop", "ô trống: drop (bỏ dòng) hoặc zero (tính là 0)")
	addDot(c, &dot)
	f.StringVar(&format, "format", "text", "text, json hoặc csv")
	cobra.CheckErr(c.MarkFlagRequired("k"))
	return c
}

func writeMeasures(s streams, format string, r *matrix.Result) error {
	switch format {
	case "json":
		return json.NewEncoder(s.out).Encode(r.JSON())
	case "csv":
		return csv.NewWriter(s.out).WriteAll(r.CSV())
	}
	p := &printed{w: s.out}
	if len(r.Periods) == 0 {
		measuresText(p, r.Ks)
	}
	for _, period := range r.Periods {
		p.head("KỲ " + period.Name)
		measuresText(p, period.Ks)
	}
	for _, c := range r.Changes {
		p.head("THAY ĐỔI " + c.From + " → " + c.To)
		for i := range c.Ks {
			changeText(p, &r.Ks[i].Spec, &c.Ks[i], &c.Parts[i])
		}
	}
	return p.err
}

// measuresText prints the measures at every k; where there are several, a table by k goes first.
func measuresText(p *printed, ks []mpi.Measures) {
	if len(ks) > 1 {
		p.line("%8s %10s %10s %10s %10s %10s %10s", "k", "H %", "± (SE)", "A %", "± (SE)", "M0", "± (SE)")
		for _, m := range ks {
			f := m.All
			p.line("%8s %10s %10s %10s %10s %10s %10s", m.Spec.K, decimals(100*f.H, 2), seText(f.HError, 100),
				decimals(100*f.A, 2), seText(f.AError, 100), decimals(f.M0, 6), seText(f.M0Error, 1))
		}
	}
	for _, m := range ks {
		p.line("Ngưỡng k: %s", cutoffText(m.Spec.K))
		figuresText(p, "Tất cả", &m.All, &m.Spec)
		for i, by := range m.Spec.By {
			for _, g := range slices.Sorted(maps.Keys(m.Groups[i])) {
				f := m.Groups[i][g]
				figuresText(p, by+" = "+g, &f, &m.Spec)
			}
		}
	}
}

// seText is a standard error, or a line where there is none.
func seText(e mpi.Error, times float64) string {
	if !e.Known {
		return "–"
	}
	return decimals(times*e.SE, 4)
}

// cutoffText says which of the two readings of k holds: --k 1 is one indicator, --k 1/1 all the weight.
func cutoffText(k mpi.Cutoff) string {
	if k.Share == nil {
		return fmt.Sprintf("nghèo là thiếu hụt từ %d chỉ tiêu trở lên", k.Count)
	}
	return "nghèo là thiếu hụt từ " + k.Share.RatString() + " tổng trọng số trở lên"
}

func figuresText(p *printed, title string, f *mpi.Figures, spec *mpi.Spec) {
	p.head(title)
	if f.Population == 0 {
		p.line("Số dòng %s, dân số 0: không có ai để đo, không có tỷ lệ.", number(f.Rows))
		return
	}
	p.line("Số dòng %s, dân số %s (%s %%); đóng góp vào M0: %s %%", number(f.Rows), number(f.Population),
		decimals(100*f.Share, 2), decimals(100*f.Contribution, 2))
	intensity := decimals(100*f.A, 2) + " %"
	if f.H == 0 {
		intensity = "– (không ai nghèo)"
	}
	p.line("Tỷ lệ nghèo H %s %%   Mức thiếu hụt A %s   M0 %s", decimals(100*f.H, 2), intensity, decimals(f.M0, 6))
	for _, x := range []struct {
		name string
		mpi.Error
	}{{"H", f.HError}, {"A", f.AError}, {"M0", f.M0Error}} {
		if x.Known {
			p.line("%s: sai số chuẩn %s, khoảng 95 %% từ %s đến %s", x.name, decimals(x.SE, 4), decimals(x.Low, 4),
				decimals(x.High, 4))
		}
	}
	p.line("%12s %12s %12s  %s", "thiếu hụt %", "và nghèo %", "đóng góp %", "chỉ tiêu")
	for i, x := range f.Indicators {
		p.line("%12s %12s %12s  %s", decimals(100*x.Raw, 2), decimals(100*x.Censored, 2),
			decimals(100*x.Contribution, 2), spec.Indicators[i])
	}
	for _, d := range spec.Parts(f) {
		p.line("%12s %12s %12s  chiều %s (trọng số %s)", "", "", decimals(100*d.Contribution, 2), d.Name,
			decimals(d.Weight, 4))
	}
}

// changeText prints how the measures changed at a k.
func changeText(p *printed, spec *mpi.Spec, c *mpi.Changes, parts *mpi.MeasureChange) {
	p.line("Ngưỡng k: %s", cutoffText(spec.K))
	one := func(title string, d mpi.Differences) {
		if !d.Known {
			p.line("%s: có kỳ không có ai, không so sánh được", title)
			return
		}
		for _, x := range d.Named() {
			text := fmt.Sprintf("%s: %s thay đổi %s", title, x.Name, decimals(x.Change, 6))
			if x.Known {
				text += fmt.Sprintf(" (sai số chuẩn %s, khoảng 95 %% từ %s đến %s)", decimals(x.SE, 6), decimals(x.Low, 6),
					decimals(x.High, 6))
			}
			p.line("%s", text)
		}
	}
	one("Tất cả", c.All)
	if c.All.Known {
		p.line("M0 thay đổi do H %s, do A %s; theo chỉ tiêu:", decimals(parts.Incidence, 6), decimals(parts.Intensity, 6))
		for i, v := range parts.Indicators {
			p.line("%12s  %s", decimals(v, 6), spec.Indicators[i])
		}
	}
	for i, by := range spec.By {
		for _, g := range slices.Sorted(maps.Keys(c.Groups[i])) {
			one(by+" = "+g, c.Groups[i][g])
		}
	}
}
