package activities

import (
	"archive/zip"
	"bytes"
	"testing"

	"giamngheo/internal/errs"
)

// TestHarmless: a PDF that runs something and a workbook with macros are refused, however the names are written; plain ones
// are taken.
func TestHarmless(t *testing.T) {
	book := func(names ...string) []byte {
		t.Helper()
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, c := range []struct {
		content []byte
		ok      bool
	}{
		{[]byte("%PDF-1.4\n<< /Type /Catalog >>"), true},
		{[]byte("%PDF-1.4\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), false},
		{[]byte("%PDF-1.4\n<< /S /J#61vaScript >>"), false},
		{[]byte("%PDF-1.4\n<< /S /Launch /F (cmd.exe) >>"), false},
		{book("word/document.xml"), true},
		{book("word/document.xml", "word/vbaProject.bin"), false},
		{[]byte("PK damaged"), false},
		{[]byte("\x89PNG"), true},
	} {
		if err := harmless(c.content); (err == nil) != c.ok || err != nil && errs.KindOf(err) != errs.Invalid {
			t.Errorf("%.40q: %v", c.content, err)
		}
	}
}
