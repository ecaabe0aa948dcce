package officetest

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// tags are what stands between the words of a Word document.
var tags = regexp.MustCompile(`<[^>]*>`)

// Words are the words of a Word document; it fails where the file is none, and where a field was left unfilled.
func Words(t testing.TB, name string, docx []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(name, err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(name, err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(name, err)
	}
	text := html.UnescapeString(tags.ReplaceAllString(strings.ReplaceAll(string(b), "</w:p>", "\n"), ""))
	if strings.Contains(text, "{{") {
		t.Errorf("%s has an unfilled field: %s", name, text)
	}
	return text
}

// Cells are the rows of a workbook's sheet as texts.
func Cells(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Workbook opens a workbook that was written.
func Workbook(t *testing.T, write func(io.Writer) error) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
