package cli

import (
	"bufio"
	"errors"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/reading"
)

func newPlace(s streams, a *app.Tools) *cobra.Command {
	c := &cobra.Command{Use: "place", Short: "Đơn vị hành chính theo ngày: tra cứu, chuyển bảng số liệu"}
	c.AddCommand(newPlaceShow(s, a), newPlaceRecast(s, a))
	return c
}

func newPlaceShow(s streams, a *app.Tools) *cobra.Command {
	var on dateFlag
	c := &cobra.Command{
		Use:   "show CODE [--on DATE]",
		Short: "Đơn vị của một mã, cấp trên, từ đâu ra và nhập vào đâu",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			shown, err := a.Files.Place(place.Code(args[0]), date.Date(on))
			if err != nil {
				return err
			}
			p := &printed{w: s.out}
			for i := range shown {
				if i > 0 {
					p.line("")
				}
				showPlace(p, &shown[i])
			}
			return p.err
		},
	}
	c.Flags().Var(&on, "on", "ngày (mặc định: mọi đơn vị đã mang mã này)")
	return c
}

var levelNames = map[place.Level]string{place.Province: "cấp tỉnh", place.District: "cấp huyện",
	place.Commune: "cấp xã"}

func showPlace(p *printed, u *files.PlaceShown) {
	p.line("%s  %s (%s)", u.Code, u.FullName, levelNames[u.Level])
	from, to := "trước 01/02/2024", "nay"
	if !u.From.IsZero() {
		from = u.From.Vietnamese()
	}
	if !u.To.IsZero() {
		to = u.To.Vietnamese()
	}
	p.line("  hiệu lực: %s – %s (độ tin cậy %s)", from, to, u.Confidence)
	if u.Note.VI != "" {
		p.line("  lưu ý: %s", u.Note.VI)
	}
	if u.Level == place.Commune {
		p.line("  khu vực: %s", map[place.Area]string{place.Rural: "nông thôn", place.Urban: "thành thị",
			place.AreaUnknown: "chưa rõ (văn bản chưa nói)"}[u.Area])
	}
	for _, a := range u.Above {
		p.line("  thuộc: %s %s", a.Code, a.FullName)
	}
	if u.Coastal != "" {
		p.line("  xã đặc biệt khó khăn vùng bãi ngang, ven biển: %s", u.Coastal)
	}
	showLinks(p, "từ", u.CameFrom, func(l place.Link) place.Code { return l.From })
	showLinks(p, "thành", u.Became, func(l place.Link) place.Code { return l.To })
}

func showLinks(p *printed, word string, links []files.PlaceLink, end func(place.Link) place.Code) {
	for _, l := range links {
		split := ""
		if l.Split {
			split = ", bị chia ra"
		}
		p.line("  %s: %s %s từ %s (độ tin cậy %s%s; %s)", word, end(l.Link), l.Unit.FullName, l.On.Vietnamese(),
			l.Confidence, split, l.Source)
	}
}

func newPlaceRecast(s streams, a *app.Tools) *cobra.Command {
	var from, to dateFlag
	var o files.RecastOptions
	var dot string
	c := &cobra.Command{
		Use:   "recast FILE --from DATE --to DATE",
		Short: "Cộng một bảng theo mã đơn vị sang đơn vị của ngày khác; dòng không chuyển được thì nói rõ vì sao",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.Dot, err = dotFlag(dot); err != nil {
				return err
			}
			out := bufio.NewWriter(s.out)
			done, err := a.Files.RecastTable(cmd.Context(), args[0], date.Date(from), date.Date(to), o, out)
			if err = errors.Join(err, out.Flush()); err != nil {
				return err
			}
			p := &printed{w: s.err}
			for _, n := range done.Notes {
				p.line("Lưu ý: %s", n.VI)
			}
			for _, f := range done.Refused {
				p.line("Dòng %d: %s", f.Row, f.Reason.VI)
			}
			p.line("%s dòng = %s chuyển được + %s không", number(done.In), number(done.Recast),
				number(int64(len(done.Refused))))
			if p.err == nil && len(done.Refused) > 0 {
				return errRejected
			}
			return p.err
		},
	}
	c.Flags().Var(&from, "from", "ngày của bảng")
	c.Flags().Var(&to, "to", "ngày cần chuyển tới")
	c.Flags().StringSliceVar(&o.Sum, "sum", nil,
		"các cột cần cộng (mặc định: cột đếm và cột tiền, diện tích nhận ra được)")
	addDot(c, &dot)
	for _, name := range []string{"from", "to"} {
		_ = c.MarkFlagRequired(name) // the flag is there
	}
	return c
}

// addDot adds the flag that says what a point or comma before three digits is.
func addDot(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "dot", "",
		"dấu chấm hoặc phẩy trước ba chữ số (1.250): thousands (tách nghìn) hoặc decimal (thập phân); mặc định: xem cả cột")
}

func dotFlag(s string) (reading.Shape, error) {
	switch s {
	case "":
		return reading.NoNumber, nil
	case "thousands":
		return reading.Grouped, nil
	case "decimal":
		return reading.Pointed, nil
	}
	return 0, errs.New(errs.Invalid, "--%s “%s” is not valid; choose one of: %s", "dot", s, "thousands, decimal")
}
