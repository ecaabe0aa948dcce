package files

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

// GenerateInput says what synthetic register to make and where to put it.
type GenerateInput struct {
	Province   string // code; "": the one whose official totals are shipped
	Households int64
	Seed       uint64
	Year       int     // of the review; 0 = the one with exactly so many households, else the latest
	Unknown    float64 // share of the households of no class with an answer left blank
	Out        string  // a workbook where it ends in .xlsx, else a folder of CSV files
	Force      bool    // replace what is there
}

// Generated says what was made.
type Generated struct {
	Totals   generate.Totals
	Official generate.Totals // assumed where none are shipped
	Province place.Unit
	Files    []string
}

// Generate writes a synthetic register. Nothing is at Out until all of it is written: it is made under another name
// beside it and then renamed. Errors (errs.Conflict): there is something at Out already.
func (a *Desk) Generate(ctx context.Context, in GenerateInput, progress office.Progress) (_ Generated, err error) {
	if err := vacant(in.Out, in.Force); err != nil {
		return Generated{}, err
	}
	places, err := a.library.ShippedPlaces()
	if err != nil {
		return Generated{}, err
	}
	g, err := generate.New(generate.Config{Data: a.library.Data(), Places: places, Households: in.Households,
		Province: place.Code(in.Province), Seed: in.Seed, Year: in.Year, Unknown: in.Unknown})
	if err != nil {
		return Generated{}, err
	}
	out := Generated{Totals: g.Totals(), Official: g.Official(), Province: g.Province()}
	if isWorkbook(in.Out) {
		out.Files = []string{in.Out}
		return out, writeWorkbook(ctx, g, in.Out, progress)
	}
	out.Files, err = writeFolder(ctx, g, in.Out, progress)
	return out, err
}

func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// vacant refuses a path that is taken, and with force one of another kind than what is to be written.
func vacant(path string, force bool) error {
	if path == "" {
		return errs.New(errs.Invalid, "nowhere to write: add --out PATH (.xlsx, or a folder)")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return unwritable(path, err)
	case !force:
		return errs.New(errs.Conflict, "“%s” exists already; add --force to replace it, or choose another name", path)
	case info.IsDir() == isWorkbook(path):
		return errs.New(errs.Conflict,
			"“%s” exists and is not of the kind (file or folder) to be written; choose another name", path)
	}
	return nil
}

func unwritable(path string, err error) error {
	return errs.New(errs.Invalid, "cannot write to “%s”; check the folder, the permission and the free space",
		path).Because(err)
}

// book writes a register through the workbook writer.
type book struct{ *sheet.Writer }

// Sheet begins a sheet.
func (b book) Sheet(name string, widths []float64, frozen int) error {
	return b.Writer.Sheet(name, sheet.Options{Widths: widths, FreezeRows: frozen})
}

func writeWorkbook(ctx context.Context, g *generate.Register, path string, progress office.Progress) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".giamngheo-*")
	if err != nil {
		return unwritable(path, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already where all went well
	w := sheet.NewWriter(f)
	err = errors.Join(g.WriteBook(ctx, book{w}, progress), w.Close())
	if err = keep(f, err); err != nil {
		return cut(ctx, path, err)
	}
	return rename(f.Name(), path)
}

// writeFolder writes the folder under another name and renames it, or its files one by one where it is there already.
func writeFolder(ctx context.Context, g *generate.Register, path string,
	progress office.Progress) (files []string, err error) {
	path = filepath.Clean(path)
	dir, err := os.MkdirTemp(filepath.Dir(path), ".giamngheo-*")
	if err != nil {
		return nil, unwritable(path, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // gone already where all went well
	if err := writeTables(ctx, g, dir, progress); err != nil {
		return nil, cut(ctx, path, err)
	}
	names := []string{"households.csv", "members.csv", "README.txt"}
	for _, n := range names {
		files = append(files, filepath.Join(path, n))
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return files, rename(dir, path)
	}
	for i, n := range names {
		if err := rename(filepath.Join(dir, n), files[i]); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func writeTables(ctx context.Context, g *generate.Register, dir string, progress office.Progress) error {
	readme := strings.Join(g.Notice(), "\n\n") + "\n"
	if err := os.WriteFile(filepath.Join(dir, "README.txt"), []byte(readme), 0o600); err != nil {
		return err
	}
	households, err := os.Create(filepath.Join(dir, "households.csv"))
	if err != nil {
		return err
	}
	members, err := os.Create(filepath.Join(dir, "members.csv"))
	if err != nil {
		return keep(households, err)
	}
	h, m := bufio.NewWriterSize(households, 1<<18), bufio.NewWriterSize(members, 1<<18)
	err = g.WriteCSV(ctx, h, m, progress)
	err = keep(households, errors.Join(err, h.Flush()))
	return keep(members, errors.Join(err, m.Flush()))
}

// keep closes a file, on top of an error there may be.
func keep(f io.Closer, err error) error { return errors.Join(err, f.Close()) }

func rename(from, to string) error {
	if err := os.Chmod(from, modeOf(from)); err != nil {
		return unwritable(to, err)
	}
	if err := os.Rename(from, to); err != nil {
		return unwritable(to, err)
	}
	return nil
}

// modeOf is what everybody may do with what is renamed: temporary files are made for their owner alone.
func modeOf(path string) fs.FileMode {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return 0o755
	}
	return 0o644
}

// cut says why the writing ended early.
func cut(ctx context.Context, path string, err error) error {
	var e *errs.Error
	switch {
	case ctx.Err() != nil:
		return errs.New(errs.Unavailable, "stopped as asked; nothing is left at “%s”", path)
	case errors.As(err, &e):
		return err
	}
	return unwritable(path, err)
}
