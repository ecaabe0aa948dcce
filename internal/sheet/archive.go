package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
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

// openArchive reads a zip's directory and refuses it, before anything is unpacked, where it declares more than the limits
// or is not what a spreadsheet program writes. What is declared is held to again while unpacking: archive/zip stops at
// the declared size.
func openArchive(name string, size int64, lim Limits) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(f, size)
	if err != nil {
		return nil, errors.Join(&errs.Error{Kind: errs.Invalid, Err: err, Text: errs.Text{
			VI: "tệp Excel hỏng hoặc chưa tải xong: hãy tải lại tệp gốc", EN: "the Excel file is damaged or incomplete: fetch it again"}}, f.Close())
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
		return refuse(fmt.Sprintf("tệp nén có %d mục, quá giới hạn %d", len(files), lim.Entries), fmt.Sprintf("the archive has %d entries, more than %d", len(files), lim.Entries))
	}
	var total uint64
	for _, f := range files {
		total += f.UncompressedSize64
		switch {
		case total > uint64(lim.UnpackedBytes) || f.UncompressedSize64 > uint64(lim.UnpackedBytes):
			return refuse(fmt.Sprintf("tệp giải nén ra hơn %d MB: từ chối (có thể là “bom nén”)", lim.UnpackedBytes>>20),
				fmt.Sprintf("the file unpacks to more than %d MB: refused (it may be a zip bomb)", lim.UnpackedBytes>>20))
		case f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > uint64(lim.Ratio):
			return refuse(fmt.Sprintf("tệp nén gấp hơn %d lần: từ chối (có thể là “bom nén”)", lim.Ratio),
				fmt.Sprintf("the file is packed more than %d times: refused (it may be a zip bomb)", lim.Ratio))
		case f.Flags&1 != 0:
			return refuse("tệp có mật khẩu: bỏ mật khẩu rồi gửi lại", "the file has a password: remove it and send it again")
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return refuse("kiểu nén lạ: mở bằng Excel và Lưu lại dưới dạng .xlsx", "unknown compression: open it in Excel and save it as .xlsx")
		}
		name := partName(f.Name)
		if _, dup := a.parts[name]; dup {
			return refuse("tệp nén có hai mục cùng tên “"+name+"”", "the archive has two entries named “"+name+"”")
		}
		a.parts[name] = f
	}
	return nil
}

// partName is the name of a part as relationships give it: no leading slash, forward slashes, lower case as OPC compares.
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
		return nil, refuse("phần “"+name+"” của tệp quá lớn", "the part “"+name+"” of the file is too large")
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
	return &errs.Error{Kind: errs.Invalid, Err: err, Text: errs.Text{
		VI: "phần “" + part + "” của tệp Excel hỏng: hãy mở bằng Excel và lưu lại, hoặc tải lại tệp gốc",
		EN: "the part “" + part + "” of the Excel file is damaged: open it in Excel and save it, or fetch it again"}}
}
