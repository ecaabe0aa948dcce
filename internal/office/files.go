package office

import (
	"io"
	"path/filepath"
	"strings"

	"giamngheo/internal/listing"
	"giamngheo/internal/sheet"
)

// MostUploaded is how large an uploaded file may be.
const MostUploaded = 200 << 20

// EndingOf keeps only endings that matter to nobody but a person.
func EndingOf(name string) string {
	switch e := strings.ToLower(filepath.Ext(name)); e {
	case ".xlsx", ".csv", ".zip":
		return e
	}
	return ".bin"
}

// UploadLimits are narrower than those of the command line: a file comes from anybody with an account.
func UploadLimits() sheet.Limits {
	return sheet.Limits{UnpackedBytes: 2 << 30, SharedStringBytes: 128 << 20}
}

// Table is the rows of a table that somebody sends under a file's name, at most so many. Errors: errs.Invalid.
func Table(o *Office, src io.Reader, name string, most int) (table []listing.Line, err error) {
	err = o.WithUpload(src, MostUploaded, EndingOf(name), func(path string) (err error) {
		table, err = listing.Table(path, UploadLimits(), most)
		return err
	})
	return table, err
}
