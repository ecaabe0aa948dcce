package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/errs"
	"giamngheo/internal/mpi"
	"giamngheo/internal/sheet"
)

func newMeasure(s streams, a *app.Tools) *cobra.Command {
	var in files.MeasureInput
	var missing, format, dot string
	c := &cobra.Command{
		Use:     "measure MATRIX --k 3|1/3",
		Short:   "Đo nghèo đa chiều Alkire-Foster từ một bảng 0/1",
		Example: "  giamngheo measure bang.csv --k 3 --by vung\n  giamngheo measure bang.csv --k 1/3 --weights a=1/2,b=1/4,c=1/4\n  giamngheo measure mau.csv --k 1/3 --weight quyen_so --strata tang --psu cum",
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
			got, err := a.Files.Measure(c.Context(), in, func(e *sheet.Error) { fmt.Fprintln(s.err, e) }, progress)
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
			if err := writeMeasures(s, format, got.Measures, in.Weight != ""); err != nil {
				return err
			}
			if got.Rejected > 0 {
				return errRejected
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&in.K, "k", "",
		"ngưỡng: số chỉ tiêu (3; 1 là thiếu từ một chỉ tiêu) hoặc phần trọng số (1/3; 1/1 là thiếu tất cả)")
	f.StringVar(&in.Weights, "weights", "", "trọng số chỉ tiêu, thí dụ a=1/6,b=5/6 (mặc định: bằng nhau)")
	f.StringVar(&in.Weight, "weight", "", "cột quyền số dân số")
	f.StringSliceVar(&in.By, "by", nil, "các cột chia nhóm")
	f.BoolVar(&in.Errors, "se", false, "sai số chuẩn và khoảng 95 % của mẫu")
	f.StringVar(&in.Stratum, "strata", "", "cột tầng của mẫu (kèm sai số chuẩn)")
	f.StringVar(&in.Cluster, "psu", "", "cột cụm (đơn vị mẫu cấp một; kèm sai số chuẩn)")
	f.StringVar(&missing, "missing", "drop", "ô trống: drop (bỏ dòng) hoặc zero (tính là 0)")
	addDot(c, &dot)
	f.StringVar(&format, "format", "text", "text, json hoặc csv")
	cobra.CheckErr(c.MarkFlagRequired("k"))
	return c
}

func writeMeasures(s streams, format string, m mpi.Measures, weighted bool) error {
	switch format {
	case "json":
		return json.NewEncoder(s.out).Encode(measuresJSON(m, weighted))
	case "csv":
		return measuresCSV(s, m)
	}
	p := &printed{w: s.out}
	p.line("Ngưỡng k: %s", cutoffText(m.Spec.K))
	figuresText(p, "Tất cả", m.All, m.Spec.Indicators)
	for i, by := range m.Spec.By {
		for _, g := range slices.Sorted(maps.Keys(m.Groups[i])) {
			figuresText(p, by+" = "+g, m.Groups[i][g], m.Spec.Indicators)
		}
	}
	return p.err
}

// cutoffText says which of the two readings of k holds: --k 1 is one indicator, --k 1/1 all the weight.
func cutoffText(k mpi.Cutoff) string {
	if k.Share == nil {
		return fmt.Sprintf("nghèo là thiếu hụt từ %d chỉ tiêu trở lên", k.Count)
	}
	return "nghèo là thiếu hụt từ " + k.Share.RatString() + " tổng trọng số trở lên"
}

func figuresText(p *printed, title string, f mpi.Figures, names []string) {
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
			decimals(100*x.Contribution, 2), names[i])
	}
}

func measuresJSON(m mpi.Measures, weighted bool) map[string]any {
	out := figuresJSON(m.All, m.Spec.Indicators, weighted)
	if len(m.Spec.By) == 0 {
		return out
	}
	by := make(map[string]any)
	for i, name := range m.Spec.By {
		groups := make(map[string]any)
		for g, f := range m.Groups[i] {
			one := figuresJSON(f, m.Spec.Indicators, weighted)
			one["share"], one["contribution"] = f.Share, f.Contribution
			groups[g] = one
		}
		by[name] = groups
	}
	out["by"] = by
	return out
}

func figuresJSON(f mpi.Figures, names []string, weighted bool) map[string]any {
	indicators := make(map[string]any)
	rate := func(v float64, of float64) any { // null: a rate of nobody
		if of == 0 {
			return nil
		}
		return v
	}
	for i, x := range f.Indicators {
		indicators[names[i]] = map[string]any{"raw": rate(x.Raw, f.Population),
			"censored": rate(x.Censored, f.Population), "contribution": rate(x.Contribution, f.M0)}
	}
	out := map[string]any{"n": f.Rows, "H": rate(f.H, f.Population), "A": rate(f.A, f.H),
		"M0": rate(f.M0, f.Population), "indicators": indicators}
	if weighted {
		out["population"] = f.Population
	}
	for name, e := range map[string]mpi.Error{"H": f.HError, "A": f.AError, "M0": f.M0Error} {
		if e.Known {
			out[name+"_se"], out[name+"_ci"] = e.SE, [2]float64{e.Low, e.High}
		}
	}
	return out
}

func measuresCSV(s streams, m mpi.Measures) error {
	w := csv.NewWriter(s.out)
	head := []string{"by", "group", "n", "population", "share", "contribution", "H", "A", "M0"}
	for _, x := range m.Spec.Indicators {
		head = append(head, x+":raw", x+":censored", x+":contribution")
	}
	rows := [][]string{head, figuresCSV("", "", m.All)}
	for i, by := range m.Spec.By {
		for _, g := range slices.Sorted(maps.Keys(m.Groups[i])) {
			rows = append(rows, figuresCSV(by, g, m.Groups[i][g]))
		}
	}
	return w.WriteAll(rows)
}

func figuresCSV(by, group string, f mpi.Figures) []string {
	out := []string{by, group, strconv.FormatInt(f.Rows, 10)}
	values := []float64{f.Population, f.Share, f.Contribution, f.H, f.A, f.M0}
	of := []float64{1, 1, 1, f.Population, f.H, f.Population}
	for _, x := range f.Indicators {
		values, of = append(values, x.Raw, x.Censored, x.Contribution), append(of, f.Population, f.Population, f.M0)
	}
	for i, v := range values {
		s := ""
		if of[i] != 0 { // else a rate of nobody
			s = strconv.FormatFloat(v, 'g', -1, 64)
		}
		out = append(out, s)
	}
	return out
}
