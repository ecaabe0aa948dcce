package e2e_test

import (
	"context"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/vault"
	"giamngheo/internal/web"
	"giamngheo/internal/web/page"
)

var (
	shared   *browser
	anOffice *app.Desks
	base     string
)

// TestMain opens one office and one browser for all tests.
func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	dir, err := os.MkdirTemp("", "giamngheo-e2e-*")
	if err != nil {
		return 1, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	o, stop, err := openOffice(dir, 4000, demo.Day)
	if err != nil {
		return 1, err
	}
	defer stop()
	s, err := web.New(page.Config{Desks: o})
	if err != nil {
		return 1, err
	}
	srv := httptest.NewServer(s)
	defer srv.Close()
	anOffice, base = o, srv.URL
	if shared, err = startBrowser(); err != nil {
		return 1, err
	}
	defer shared.stop()
	return m.Run(), nil
}

// openOffice opens the demonstration with a small register.
func openOffice(dir string, households int64, day func() date.Date) (*app.Desks, func(), error) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		return nil, nil, err
	}
	law, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		return nil, nil, err
	}
	v, err := vault.CreateFile(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, nil, err
	}
	st, err := store.Open(filepath.Join(dir, "office.db"), v)
	if err != nil {
		return nil, nil, err
	}
	ctx := context.Background()
	if err := st.Migrate(ctx); err != nil {
		return nil, nil, err
	}
	o, err := app.Open(ctx, app.New(library.Config{Data: data, Law: law}), office.Config{Store: st, Province: "94",
		Day: day, Files: filepath.Join(dir, "files"), Demo: true})
	if err != nil {
		return nil, nil, err
	}
	if err := o.Demo.FillDemo(ctx, households, nil); err != nil {
		return nil, nil, err
	}
	return o, func() { _ = o.Close(); _ = st.Close() }, nil
}
