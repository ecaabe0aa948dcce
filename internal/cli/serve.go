package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"giamngheo/internal/app"
	"giamngheo/internal/app/sso"
	"giamngheo/internal/cli/tell"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
	"giamngheo/internal/store/witness"
	"giamngheo/internal/tlscert"
	"giamngheo/internal/vault"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

// opened is an office with what it stands on.
type opened struct {
	*app.Desks
	store *store.Store
}

func (o *opened) close() error { return errors.Join(o.Close(), o.store.Close()) }

// openStore opens the database of the settings, with others or alone; a new key file is made only for a database that
// is new too.
func openStore(ctx context.Context, set settings.Settings, create bool,
	open func(string, *vault.Vault) (*store.Store, error)) (*store.Store, error) {
	if err := store.CheckTarget(set.DB); err != nil {
		return nil, err
	}
	v, err := vault.ReadFile(set.Key)
	fresh := !store.IsPostgres(set.DB) && !exists(set.DB)
	if errs.KindOf(err) == errs.NotFound && create {
		v, err = firstKey(ctx, set, fresh, err)
	}
	if err != nil {
		return nil, err
	}
	if fresh && !create {
		return nil, errs.New(errs.NotFound, "there is no database “%s”", set.DB)
	}
	st, err := open(set.DB, v)
	if err != nil {
		return nil, err
	}
	if err := st.Migrate(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// firstKey makes the key file of a database that is new; one that was sealed before has its own somewhere, and the
// error says that it is missing.
func firstKey(ctx context.Context, set settings.Settings, fresh bool, missing error) (*vault.Vault, error) {
	if !fresh {
		if !store.IsPostgres(set.DB) {
			return nil, missing
		}
		if sealed, err := store.Sealed(ctx, set.DB); err != nil || sealed {
			return nil, cmp.Or(err, missing)
		}
	}
	return vault.CreateFile(set.Key)
}

// openBeside opens the database of the settings for reading alone, also while the office runs.
func openBeside(ctx context.Context, set settings.Settings) (*store.Store, error) {
	v, err := vault.ReadFile(set.Key)
	if !store.IsPostgres(set.DB) && !exists(set.DB) {
		return nil, errs.New(errs.NotFound, "there is no database “%s”", set.DB)
	}
	if err != nil {
		return nil, err
	}
	st, err := store.OpenBeside(set.DB, v)
	if err != nil {
		return nil, err
	}
	if err := st.Migrate(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

func openOffice(ctx context.Context, a *app.Tools, set settings.Settings, create bool,
	log *slog.Logger) (*opened, error) {
	st, err := openStore(ctx, set, create, store.Open)
	if err != nil {
		return nil, err
	}
	province, err := provinceOf(ctx, st, set)
	if err == nil {
		var o *app.Desks
		o, err = app.Open(ctx, a, office.Config{Store: st, Province: province, Files: absolute(set.Files), Log: log,
			Version: version, Upgrade: set.Upgrade})
		if err == nil {
			return &opened{o, st}, nil
		}
	}
	return nil, errors.Join(err, st.Close())
}

// provinceOf remembers the province at the first start: a register never changes hands by a flag. A database that was
// filled before anybody said it – a demonstration – is that of the province whose record it has.
func provinceOf(ctx context.Context, st *store.Store, set settings.Settings) (place.Code, error) {
	said, err := st.Setting(ctx, "province")
	had := said
	if err == nil && had == "" {
		had, err = recordOf(ctx, st)
	}
	switch {
	case err != nil:
		return "", err
	case had == "" && set.Province == "":
		return "", errs.New(errs.Invalid, "first start: add --province CODE (92 Cần Thơ, for example)")
	case had == "":
		had = set.Province
	case set.Province != "" && set.Province != had:
		return "", errs.New(errs.Conflict, "this database is that of province %s, not %s", had, set.Province)
	}
	if said == "" {
		err = st.Write(ctx, func(tx *store.Tx) error { return tx.SetSetting(ctx, "province", had) })
	}
	return place.Code(had), err
}

// recordOf is the province whose record of deeds a database has; empty where it has none, or several.
func recordOf(ctx context.Context, st *store.Store) (string, error) {
	heads, err := witness.Heads(ctx, st)
	if err != nil || len(heads) != 1 {
		return "", err
	}
	for province := range heads {
		return province, nil
	}
	return "", nil
}

func newServe(s streams, a *app.Tools) *cobra.Command {
	var nation string
	var upgrade bool
	c := &cobra.Command{Use: "serve", Short: "Mở văn phòng trong trình duyệt, cho công việc thật", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			set, err := settings.Read(c, settings.Settings{Addr: "127.0.0.1:8080", Log: "info", DB: nation})
			if err != nil {
				return err
			}
			if err := set.Guarded(); err != nil {
				return err
			}
			log := newLog(s.err, set.Log)
			ctx, stop := untilStopped(c.Context())
			defer stop()
			if nation != "" {
				return tell.Serve(ctx, nationDoor(s), a.Library, nation, set, log)
			}
			set.Upgrade = upgrade
			o, err := openOffice(ctx, a, set, true, log)
			if err != nil {
				return err
			}
			if err := o.Records.KeepHeads(ctx, absolute(set.Heads)); err != nil {
				return errors.Join(err, o.close())
			}
			return errors.Join(listen(ctx, s, o, set, log, nil), o.close())
		}}
	c.Flags().BoolVar(&upgrade, "upgrade", false,
		"nhận việc thay các máy chủ đang chạy theo bộ luật hoặc tệp dữ liệu khác (PostgreSQL)")
	c.Flags().StringVar(&nation, "nation", "", "mở trang cả nước: thư mục tệp của các tỉnh, hoặc postgres://… của trung ương")
	settings.Flags(c, "db", "key", "files", "heads", "addr", "province", "proxies", "secure", "tls-cert",
		"tls-key", "oidc-issuer", "oidc-client", "oidc-secret-file", "oidc-name", "oidc-factors",
		"insecure", "log")
	return c
}

// newLog writes structured lines without personal data.
func newLog(w io.Writer, level string) *slog.Logger {
	l := slog.LevelInfo
	if level == "warn" {
		l = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

func untilStopped(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
}

// serverGC is how much garbage, in percent of what lives, a server lets gather.
const serverGC = 50

// stopAfter is how long what runs may finish once the program was asked to stop.
const stopAfter = 20 * time.Second

// signOn has people sign in by the program of their province, where the settings name one.
func signOn(o *opened, set settings.Settings) error {
	if set.OIDCIssuer == "" {
		return nil
	}
	secret, err := os.ReadFile(set.OIDCSecretFile)
	if err != nil {
		return errs.New(errs.Invalid, "the file “%s” with the secret of the sign-in program cannot be read",
			set.OIDCSecretFile).Because(err)
	}
	return o.SSO.Configure(sso.Config{Issuer: set.OIDCIssuer, Client: set.OIDCClient,
		Secret: strings.TrimSpace(string(secret)), Name: set.OIDCName, Factors: strings.Fields(set.OIDCFactors)})
}

// listen serves until the context ends, then finishes what runs.
func listen(ctx context.Context, s streams, o *opened, set settings.Settings, log *slog.Logger,
	ready func(address string)) error {
	prefixes, err := set.Prefixes()
	if err != nil {
		return err
	}
	var own *tlscert.Certificate
	if set.TLSCert != "" || set.TLSKey != "" {
		if own, err = tlscert.Read(set.TLSCert, set.TLSKey, log); err != nil {
			return err
		}
	}
	if err := signOn(o, set); err != nil {
		return err
	}
	handler, err := web.New(page.Config{Desks: o.Desks, Log: log, Proxies: prefixes, Secure: set.Secure || own != nil,
		Version: version})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", set.Addr)
	if err != nil {
		return errs.New(errs.Unavailable, "cannot listen on %s: another program may use it; add another --addr",
			set.Addr).Because(err)
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute,
		WriteTimeout: 10 * time.Minute,
		IdleTimeout:  2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	// A server lives long with a large heap that hardly changes: what the loading left goes back to the system, and the
	// collector runs often enough to keep the process small (old laptops).
	debug.SetGCPercent(serverGC)
	debug.FreeOSMemory()
	address := "http://" + l.Addr().String()
	if own != nil {
		address = "https://" + l.Addr().String()
		srv.TLSConfig = own.Config()
	}
	fmt.Fprintf(s.out, "Văn phòng mở tại %s (Ctrl+C để dừng)\n", address)
	if ready != nil {
		ready(address)
	}
	failed := make(chan error, 1)
	go func() {
		if own != nil {
			failed <- srv.ServeTLS(l, "", "")
			return
		}
		failed <- srv.Serve(l)
	}()
	go o.Office.Tend(ctx)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	case <-o.Office.Replaced():
		fmt.Fprintln(s.err, "Một máy chủ đã nâng cấp nhận việc thay máy chủ này.")
	}
	fmt.Fprintln(s.err, "Đang dừng: làm nốt việc đang chạy…")
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopAfter)
	defer cancel()
	return srv.Shutdown(wait)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// absolute makes a path independent of where the program stands.
func absolute(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}
