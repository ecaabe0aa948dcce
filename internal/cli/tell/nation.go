package tell

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giamngheo/internal/app/nation"
	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate/country"
	"giamngheo/internal/library"
	"giamngheo/internal/poverty"
	"giamngheo/internal/publication"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
	"giamngheo/internal/store/foreign"
	"giamngheo/internal/tlscert"
	pages "giamngheo/internal/web/nation"
)

// Serve serves the nation's pages of a folder or a database until the context ends.
func Serve(ctx context.Context, s Door, lib *library.Library, target string, set settings.Settings,
	log *slog.Logger) (err error) {
	var source nation.Source
	if store.IsPostgres(target) {
		db, err := foreign.Open(target)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }() // read only
		source = db
	} else if source, err = nation.OpenFolder(target); err != nil {
		return err
	}
	reg, err := lib.ShippedPlaces()
	if err != nil {
		return err
	}
	desk := nation.New(reg, source, log, time.Now)
	begun := time.Now()
	if err := desk.Read(ctx); err != nil {
		return err
	}
	handler, err := pages.New(desk, log, set.Secure || set.TLSCert != "" || set.TLSKey != "")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	var own *tlscert.Certificate
	if set.TLSCert != "" || set.TLSKey != "" {
		if own, err = tlscert.Read(set.TLSCert, set.TLSKey, log); err != nil {
			return err
		}
		srv.TLSConfig = own.Config()
	}
	l, err := net.Listen("tcp", set.Addr)
	if err != nil {
		return errs.New(errs.Unavailable, "cannot listen on %s: another program may use it; add another --addr", set.Addr).Because(err)
	}
	fmt.Fprintf(s.Out, "Trang cả nước mở tại http%s://%s (đọc số liệu %d ms; Ctrl+C để dừng)\n",
		map[bool]string{true: "s"}[own != nil], l.Addr(), time.Since(begun).Milliseconds())
	failed := make(chan error, 1)
	go func() {
		if own != nil {
			failed <- srv.ServeTLS(l, "", "")
			return
		}
		failed <- srv.Serve(l)
	}()
	go desk.Follow(ctx)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(wait)
}

// GenerateInput asks for the files of a synthetic country.
type GenerateInput struct {
	Households int64
	Seed       uint64
	Out        string
	Year       int
	Force      bool
}

// Generate writes the files of a synthetic country's provinces into a folder, with the file of their keys.
func Generate(ctx context.Context, s Door, lib *library.Library, in GenerateInput,
	progress func(done, total int64)) error {
	if err := os.MkdirAll(in.Out, 0o755); err != nil { //nolint:gosec // for others to read
		return errs.New(errs.Invalid, "“%s” cannot be written: check its folder", in.Out).Because(err)
	}
	if had, err := filepath.Glob(filepath.Join(in.Out, "*"+told.Ending)); err != nil || len(had) > 0 && !in.Force {
		return errs.New(errs.Conflict, "“%s” has files of figures already: add --force to write over them", in.Out)
	}
	reg, err := lib.ShippedPlaces()
	if err != nil {
		return err
	}
	if in.Year == 0 {
		in.Year = 2025
	}
	ask := country.Input{Households: in.Households, Seed: in.Seed, On: date.Must(in.Year, 12, 14)}
	if err := lawOf(lib, &ask); err != nil {
		return err
	}
	keys, n, bytes, households := "# GIẢ LẬP / SYNTHETIC\n", 0, 0, int64(0)
	begun := time.Now()
	err = country.Make(ctx, reg, ask, func(p *country.Province) error {
		data, err := p.Sheet.Write(p.Key)
		if err != nil {
			return err
		}
		keys += p.Sheet.Province + " " + told.Public(p.Key) + "\n"
		n, bytes, households = n+1, bytes+len(data), households+int64(p.Sheet.Cells[0].Households)
		if progress != nil {
			progress(households, in.Households)
		}
		return writeWhole(filepath.Join(in.Out, told.FileName(p.Sheet)), data)
	})
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(in.Out, told.KeysFile), []byte(keys)); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "GIẢ LẬP: %d tỉnh, %d hộ, %d byte, %.1f giây. Mở: giamngheo serve --nation %s\n", n, households, bytes,
		time.Since(begun).Seconds(), in.Out)
	return nil
}

// lawOf puts the standard of the day and the threshold into an ask.
func lawOf(lib *library.Library, in *country.Input) error {
	law, err := lib.Law()
	if err != nil {
		return err
	}
	std, err := poverty.Compile(law, "", in.On)
	if err != nil {
		return err
	}
	spec, err := publication.ReadSpec(lib.Data())
	if err != nil {
		return err
	}
	in.Standard, in.Cutoff, in.Threshold = std.Code, std.Cutoff(), spec.Threshold
	for i := range std.Indicators {
		one := &std.Indicators[i]
		in.Indicators = append(in.Indicators, cells.Indicator{Code: one.Code, Title: one.Title.VI})
	}
	return nil
}

func newCellsWindow(s Door) *cobra.Command {
	c := &cobra.Command{Use: "window", Args: cobra.NoArgs,
		Short: "Mở cửa sổ “published” cho trung ương trong PostgreSQL của tỉnh: vai trò nation chỉ đọc được số liệu tổng hợp"}
	db := c.Flags().String("db", "", "postgres://… của tỉnh, với quyền của chủ cơ sở dữ liệu")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := foreign.Window(c.Context(), *db); err != nil {
			return err
		}
		_, err := fmt.Fprintln(s.Out, "Đã mở: vai trò nation chỉ đọc được published.cell và published.cell_sheet. Đặt mật khẩu: ALTER ROLE nation PASSWORD '…'")
		return err
	}
	cobra.CheckErr(c.MarkFlagRequired("db"))
	return c
}

func newCellsJoin(s Door) *cobra.Command {
	c := &cobra.Command{Use: "join MÃ_TỈNH", Args: cobra.ExactArgs(1),
		Short:   "Nối cửa sổ của một tỉnh vào PostgreSQL của trung ương (postgres_fdw)",
		Example: "  giamngheo cells join 92 --db postgres://quoc-gia --to postgres://may-92:5432/giamngheo --password-file mk92"}
	db := c.Flags().String("db", "", "postgres://… của trung ương")
	to := c.Flags().String("to", "", "postgres://máy:cổng/cơ_sở_dữ_liệu của tỉnh")
	file := c.Flags().String("password-file", "", "tệp mật khẩu của vai trò nation ở tỉnh")
	c.RunE = func(c *cobra.Command, args []string) error {
		var password []byte
		var err error
		if *file != "" {
			if password, err = os.ReadFile(*file); err != nil {
				return errs.New(errs.NotFound, "“%s” cannot be read", *file).Because(err)
			}
		}
		if err := foreign.Join(c.Context(), *db, args[0], *to, strings.TrimSpace(string(password))); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.Out, "Đã nối tỉnh %s.\n", args[0])
		return err
	}
	cobra.CheckErr(errors.Join(c.MarkFlagRequired("db"), c.MarkFlagRequired("to")))
	return c
}
