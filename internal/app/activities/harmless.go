package activities

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"regexp"
	"strings"

	"giamngheo/internal/errs"
)

// doing are what a PDF says where it does something by itself: runs a script, starts a program, brings files along.
// Not to be changed.
var doing = []string{"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA"}

// escaped is a letter of a PDF's name that is written by its number.
var escaped = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

// harmless refuses a PDF that does something by itself, and a document or workbook with macros. What a PDF has packed is
// not unpacked: a viewer asks before it runs what stands there. Errors: errs.Invalid.
func harmless(content []byte) error {
	does := false
	switch {
	case bytes.HasPrefix(content, []byte("%PDF")):
		plain := escaped.ReplaceAllFunc(content, func(b []byte) []byte {
			one, _ := hex.DecodeString(string(b[1:]))
			return one
		})
		for _, name := range doing {
			does = does || bytes.Contains(plain, []byte(name))
		}
	case bytes.HasPrefix(content, []byte("PK")):
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return errs.New(errs.Invalid, "the file is damaged: save it anew and choose it again")
		}
		for _, f := range z.File {
			name := strings.ToLower(f.Name)
			does = does || strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/activex/")
		}
	}
	if does {
		return errs.New(errs.Invalid,
			"the file has macros or scripts in it: save it without them (print it to PDF anew), then choose it again")
	}
	return nil
}
