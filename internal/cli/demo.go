package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
	"giamngheo/internal/vietnamese"
)

func newDemo(s streams, a *app.Tools) *cobra.Command {
	var addr, province string
	var day dateFlag
	var quiet bool
	var d demonstration
	c := &cobra.Command{Use: "demo",
		Short: "Văn phòng minh họa với dữ liệu giả lập: tỉnh nào, ngày nào cũng được, mỗi vai trò một tài khoản",
		Long: "Mở văn phòng minh họa: mọi hộ, mọi người đều là giả lập. Không có cờ nào thì là Sóc Trăng ngày 20/12/2024.\n" +
			"--province nhận mã của tỉnh có vào ngày --day (34 tỉnh từ 01/07/2025, 63 tỉnh trước đó). Tỉnh không có số liệu chính thức\n" +
			"kèm theo chương trình thì số liệu là giả định và mỗi trang đều ghi rõ. Ngày nằm trong đợt rà soát định kỳ thì đợt đó đang mở;\n" +
			"thêm --review thì danh sách các ấp, thôn đã đi tới đủ các bước mà ngày đó kịp.",
		Example: "  giamngheo demo\n  giamngheo demo --province 92 --day 2026-10-15 --review\n" +
			"  giamngheo demo --province 11 --households 3000",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, stop := untilStopped(c.Context())
			defer stop()
			if err := d.choose(a, province, date.Date(day), office.DayOf(time.Now())); err != nil {
				return err
			}
			o, clean, err := d.open(ctx, s, a)
			if err != nil {
				return err
			}
			defer clean()
			log := newLog(s.err, "warn")
			err = listen(ctx, s, o, settings.Settings{Addr: addr}, log, func(address string) {
				d.introduce(s, o)
				if !quiet {
					openBrowser(address)
				}
			})
			return errors.Join(err, o.close())
		}}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "địa chỉ nghe")
	c.Flags().StringVar(&province, "province", "", "mã tỉnh, 2 chữ số (mặc định: 94 Sóc Trăng)")
	c.Flags().StringVar(&d.dir, "dir", "", "giữ dữ liệu minh họa ở thư mục này (mặc định: thư mục tạm, xóa khi dừng)")
	c.Flags().Int64Var(&d.households, "households", 0,
		"số hộ giả lập (mặc định: Sóc Trăng 335.886 như cuối năm 2024, tỉnh khác 300.000)")
	c.Flags().BoolVar(&d.review, "review", false, "đang giữa đợt rà soát định kỳ (mặc định: ngày 15/10)")
	c.Flags().Var(&day, "day",
		"ngày làm việc, ví dụ 2024-11-20 (mặc định: 20/12/2024; có --province của tỉnh ngày nay thì là hôm nay)")
	c.Flags().BoolVar(&quiet, "no-browser", false, "không tự mở trình duyệt")
	return c
}

// demonstration says which demonstration is opened: in which folder, how large, and what stands in it.
type demonstration struct {
	dir        string
	households int64
	review     bool // asked for in the midst of a review, with lists in every stage
	name       string
	scene      demo.Scene
}

// choose finds the province and the day. Errors (errs.Invalid): there can be no demonstration of them, with what can
// be.
func (d *demonstration) choose(a *app.Tools, province string, day, today date.Date) (err error) {
	places, err := a.Library.ShippedPlaces()
	if err != nil {
		return err
	}
	lib, err := a.Library.Law()
	if err != nil {
		return err
	}
	code := cmp.Or(place.Code(province), generate.Official)
	on := demo.Day()
	switch _, why := place.ProvinceOn(places, code, today); {
	case !day.IsZero():
		on = day
	case province != "" && why.EN == "" && d.review:
		on = date.Must(today.Year(), 10, 15)
		if on > today {
			on = date.Must(today.Year()-1, 10, 15)
		}
	case province != "" && why.EN == "":
		on = today
	case d.review:
		on = demo.ReviewDay()
	}
	if d.scene, err = demo.SceneOf(a.Library, places, code, on); err != nil {
		return err
	}
	if d.review && !d.scene.During {
		return noReview(lib, on)
	}
	d.name = "demo"
	if province != "" || !day.IsZero() {
		d.name += "-" + string(code)
	}
	if !day.IsZero() || d.review && province != "" { // else the one that is filled goes on by the calendar
		d.name += "-" + on.String()
	}
	if d.review { // another register: its lists are on their way
		d.name += "-review"
	}
	return nil
}

// noReview says when the yearly review of a day's year is, or that there is none.
func noReview(lib *law.Library, on date.Date) error {
	opens, closes, err := demo.Span(lib, on.Year())
	if err != nil {
		return errs.New(errs.Invalid, "there is no yearly review in %d: no poverty standard is in force; leave --review out",
			on.Year())
	}
	return errs.New(errs.Invalid, "no yearly review is running on %s: choose a day from %s to %s, or leave --review out", on,
		opens, closes)
}

// introduce says who can sign in, and what the figures rest on.
func (d *demonstration) introduce(s streams, o *opened) {
	var names []string
	for _, acc := range o.Demo.Accounts() {
		names = append(names, acc.Username)
	}
	fmt.Fprintf(s.out, "%s, ngày %s. Tài khoản: %s\nMật khẩu: %s\n", o.Office.Province().FullName,
		o.Office.Day().Vietnamese(), strings.Join(names, ", "), o.Demo.Password())
	if t := o.Demo.Assumed(); t.EN != "" {
		fmt.Fprintln(s.out, vietnamese.UpperFirst(t.In("vi"))+".")
	}
}

// open opens the demonstration, filling it where it is new.
func (d *demonstration) open(ctx context.Context, s streams, a *app.Tools) (_ *opened, clean func(), err error) {
	clean = func() {}
	dir := d.dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "giamngheo-demo-*"); err != nil {
			return nil, nil, err
		}
		clean = func() { _ = os.RemoveAll(dir) }
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, err
	}
	set := settings.Settings{DB: filepath.Join(dir, d.name+".db")}
	if err := set.Complete(); err != nil {
		return nil, nil, err
	}
	fresh := !exists(set.DB)
	st, err := openStore(ctx, set, true, store.Open)
	if err != nil {
		return nil, nil, err
	}
	o, err := app.Open(ctx, a, office.Config{Store: st, Province: d.scene.Province.Code, Files: set.Files, Demo: true,
		Log: newLog(s.err, "warn"), Day: func() date.Date { return d.scene.Day }})
	if err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	if fresh {
		if err := d.fill(ctx, s, o); err != nil {
			return nil, nil, errors.Join(err, o.Close(), st.Close())
		}
	}
	return &opened{o, st}, clean, nil
}

func (d *demonstration) fill(ctx context.Context, s streams, o *app.Desks) error {
	fmt.Fprintln(s.err, "Đang nạp dữ liệu giả lập…")
	progress, end := newProgress(s.err, "hộ")
	err := o.Demo.FillDemo(ctx, d.households, progress)
	end()
	if err == nil && d.review {
		err = o.Demo.CarryLists(ctx)
	}
	return err
}

// openBrowser shows an address to the person, where there is somebody to look.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...) //nolint:gosec // one of the names above, with the office's own address
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
