package page

import (
	"mime"
	"net/http"
)

// Attachment makes the answer a download: never shown by the browser in the office's own name.
func Attachment(w http.ResponseWriter, name string) {
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
}

// DocxType is the media type of a Word document.
const DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Download sends a file whole or not at all.
func Download(w http.ResponseWriter, kind, name string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err := w.Write(body)
	return err
}

// XlsxType is the media type of a workbook.
const XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
