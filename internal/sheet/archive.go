package sheet

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"

	"giamngheo/internal/errs"
)

// archive is an open zip file whose directory was checked.
type archive struct {
	file  *os.File
	parts map[string]*zip.File
}

// openArchive reads a zip's directory and refuses it, before anything is unpacked, where it declares more than the
// limits or is not what a spreadsheet program writes. What is declared is held to again while unpacking: archive/zip
// stops at the declared size.
func openArchive(name string, size int64, lim Limits) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(f, size)
	if err != nil {
		return nil,
			errors.Join(errs.New(errs.Invalid, "the Excel file is damaged or incomplete: fetch it again").Because(err),
				f.Close())
	}
	zr.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	a := &archive{f, map[string]*zip.File{}}
	if err := a.check(zr.File, lim); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return a, nil
}

const ratioFrom = 16 << 20 // smaller files may be packed as tightly as they like

func (a *archive) check(files []*zip.File, lim Limits) error {
	if len(files) > lim.Entries {
		return refuse(errs.T("the archive has %d entries, more than %d", len(files), lim.Entries))
	}
	var total uint64
	for _, f := range files {
		total += f.UncompressedSize64
		switch {
		case total > uint64(lim.UnpackedBytes) || f.UncompressedSize64 > uint64(lim.UnpackedBytes):
			return refuse(errs.T("the file unpacks to more than %d MB: refused (it may be a zip bomb)",
				lim.UnpackedBytes>>20))
		case f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > uint64(lim.Ratio):
			return refuse(errs.T("the file is packed more than %d times: refused (it may be a zip bomb)", lim.Ratio))
		case f.Flags&1 != 0:
			return refuse(errs.T("the file has a password: remove it and send it again"))
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return refuse(errs.T("unknown compression: open it in Excel and save it as .xlsx"))
		}
		name := partName(f.Name)
		if _, dup := a.parts[name]; dup {
			return refuse(errs.T("the archive has two entries named “%s”", name))
		}
		a.parts[name] = f
	}
	return nil
}

// partName is the name of a part as relationships give it: no leading slash, forward slashes, lower case as OPC
// compares.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, "\\", "/")), "/"))
}

// smallPart is the most that a part read as a whole may hold.
const smallPart = 64 << 20

// part reads a small part as a whole; nil where it is not there.
func (a *archive) part(name string) ([]byte, error) {
	f, ok := a.parts[partName(name)]
	if !ok {
		return nil, nil
	}
	if f.UncompressedSize64 > smallPart {
		return nil, refuse(errs.T("the part “%s” of the file is too large", name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer func() { _ = r.Close() }() // read only
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, damaged(name, err)
	}
	return b, nil
}

func damaged(part string, err error) error {
	return errs.New(errs.Invalid,
		"the part “%s” of the Excel file is damaged: open it in Excel and save it, or fetch it again",
		part).Because(err)
}
