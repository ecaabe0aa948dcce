// Package tell has the commands of what a province tells the nation, and of the nation that takes it in.
package tell

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/errs"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
)

// Door is what the command line gives its commands.
type Door struct {
	Out, Err io.Writer
	Beside   func(c *cobra.Command, do func(st *store.Store, province string) error) error // reads the database
	Problem  func(error) string
	Rejected error // ends a command that did its work but refused something
}

// Cells is what a province tells the nation, and what the nation takes in.
func Cells(s Door) *cobra.Command {
	c := &cobra.Command{Use: "cells", Short: "Số liệu gửi trung ương: ô tổng hợp có chữ ký, không có hộ hay người nào"}
	c.AddCommand(newCellsExport(s), newCellsKey(s), newCellsVerify(s), newCellsImport(s), newCellsWindow(s),
		newCellsJoin(s))
	return c
}

func newCellsExport(s Door) *cobra.Command {
	c := &cobra.Command{Use: "export", Args: cobra.NoArgs,
		Short:   "Ghi số liệu của kết quả rà soát cuối cùng thành tệp có chữ ký, kể cả khi văn phòng đang mở",
		Example: "  giamngheo cells export --db van-phong.db --out /mnt/usb"}
	year := c.Flags().Int("year", 0, "năm rà soát (mặc định: năm mới nhất)")
	out := c.Flags().String("out", ".", "thư mục ghi tệp")
	c.RunE = func(c *cobra.Command, _ []string) error {
		return s.Beside(c, func(st *store.Store, province string) error {
			name, data, err := told.Export(c.Context(), st, province, *year, cells.Final)
			if err != nil {
				return err
			}
			name = filepath.Join(*out, name)
			if err := writeWhole(name, data); err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.Out, "Đã ghi %s (%d byte).\n", name, len(data))
			return err
		})
	}
	settings.Flags(c, "db", "key")
	return c
}

// writeWhole writes a file whole or not at all.
func writeWhole(name string, data []byte) error {
	temp := name + ".tmp"
	if err := os.WriteFile(temp, data, 0o644); err != nil { //nolint:gosec // it is for others to read
		return errs.New(errs.Invalid, "“%s” cannot be written: check its folder", name).Because(err)
	}
	return os.Rename(temp, name)
}

func newCellsKey(s Door) *cobra.Command {
	c := &cobra.Command{Use: "key", Args: cobra.NoArgs,
		Short: "In khóa công khai của tỉnh: bộ ghi một dòng “MÃ_TỈNH KHÓA” vào tệp " + told.KeysFile}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return s.Beside(c, func(st *store.Store, province string) error {
			key, err := told.KeyOf(st.Vault(), province)
			if err == nil {
				_, err = fmt.Fprintf(s.Out, "%s %s\n", province, told.Public(key))
			}
			return err
		})
	}
	settings.Flags(c, "db", "key")
	return c
}

func newCellsVerify(s Door) *cobra.Command {
	c := &cobra.Command{Use: "verify TỆP…", Args: cobra.MinimumNArgs(1),
		Short:   "Kiểm tra tệp số liệu: chữ ký, từng dòng, tổng; trạng thái 1 khi có tệp bị từ chối",
		Example: "  giamngheo cells verify 92-2026-final.cells --keys khoa-cac-tinh.txt"}
	keys := c.Flags().String("keys", "", "tệp khóa các tỉnh; không có thì chỉ kiểm tra chữ ký của chính tệp")
	c.RunE = func(_ *cobra.Command, args []string) error {
		known, err := keysOf(*keys)
		if err != nil {
			return err
		}
		_, err = readAll(s, args, known, *keys != "")
		return err
	}
	return c
}

func newCellsImport(s Door) *cobra.Command {
	c := &cobra.Command{Use: "import TỆP…", Args: cobra.MinimumNArgs(1),
		Short:   "Nhận tệp số liệu của tỉnh vào thư mục mà “serve --nation” đọc; tệp sai bị từ chối, có nêu lý do",
		Example: "  giamngheo cells import *.cells --nation /srv/quoc-gia"}
	folder := c.Flags().String("nation", "", "thư mục số liệu của cả nước, có tệp "+told.KeysFile)
	cobra.CheckErr(c.MarkFlagRequired("nation"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		known, err := keysOf(filepath.Join(*folder, told.KeysFile))
		if err != nil {
			return err
		}
		read, err := readAll(s, args, known, true)
		if err != nil && !errors.Is(err, s.Rejected) {
			return err
		}
		for _, one := range read {
			name := filepath.Join(*folder, told.FileName(one.sheet))
			if older := told.Newer(name, one.sheet, known); older != nil {
				fmt.Fprintf(s.Err, "%s: %s\n", one.name, s.Problem(older))
				err = s.Rejected
				continue
			}
			if failed := writeWhole(name, one.data); failed != nil {
				return failed
			}
		}
		return err
	}
	return c
}

// keysOf are the keys of provinces in a file; none where no file is named.
func keysOf(name string) (map[string]ed25519.PublicKey, error) {
	if name == "" {
		return nil, nil
	}
	return told.ReadKeys(name)
}

// taken is a file that was taken in.
type taken struct {
	name  string
	data  []byte
	sheet *cells.Sheet
}

// readAll reads files and says of each what was accepted and what was rejected. Errors: Rejected.
func readAll(s Door, names []string, keys map[string]ed25519.PublicKey, known bool) (out []taken, err error) {
	for _, name := range names {
		data, failed := readBounded(name)
		var r *cells.Read
		if failed == nil {
			r, failed = told.ReadFile(data, keys, known)
		}
		switch {
		case failed != nil:
			fmt.Fprintf(s.Out, "%s: từ chối. %s\n", name, s.Problem(failed))
			err = s.Rejected
		case len(r.Rejected) > 0:
			fmt.Fprintf(s.Out, "%s: từ chối; %d dòng đúng, %d dòng sai.\n", name, r.Accepted, len(r.Rejected))
			for _, f := range r.Rejected[:min(len(r.Rejected), 20)] {
				fmt.Fprintf(s.Out, "  dòng %d: %s\n", f.Line, f.Why.In("vi"))
			}
			err = s.Rejected
		default:
			h := &r.Sheet.Head
			fmt.Fprintf(s.Out, "%s: đạt; %s, rà soát %d, ngày %s, %d dòng, khóa %x…\n", name, h.Name, h.Review,
				h.On.Vietnamese(), r.Accepted, []byte(r.Key[:4]))
			out = append(out, taken{name, data, r.Sheet})
		}
	}
	return out, err
}

// readBounded reads a file, and no more of it than a file of cells may have.
func readBounded(name string) (data []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, errs.New(errs.NotFound, "“%s” cannot be read", name).Because(err)
	}
	data, err = io.ReadAll(io.LimitReader(f, cells.MostBytes+1))
	return data, errors.Join(err, f.Close())
}
