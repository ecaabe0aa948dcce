package publishing

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"giamngheo/internal/errs"
	"giamngheo/internal/suppress"
)

// AuditTable audits a table of open data in a file and writes what a reader can compute of every hidden cell. It reports
// whether none can be computed back. Errors: a file that cannot be read; errs.Invalid.
func AuditTable(w io.Writer, name string, threshold int64) (passes bool, err error) {
	if threshold < 2 {
		return false, errs.New(errs.Invalid, "a threshold is 2 or more")
	}
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	r := csv.NewReader(transform.NewReader(f, unicode.UTF8BOM.NewDecoder()))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err = errors.Join(err, f.Close()); err != nil {
		return false, err
	}
	t, known, err := suppress.FromRows(rows)
	if err != nil {
		return false, err
	}
	shown := 0
	if known { // of values that are not known none is small for sure
		shown = t.Small(threshold)
	}
	a := suppress.Check(t, threshold)
	open := 0
	for _, v := range a.Cells {
		high, sign := strconv.FormatInt(v.High, 10), ""
		if v.High >= suppress.Unbounded {
			high = "∞"
		}
		if v.Primary && (v.Low > 0 || v.High < threshold) || v.Reveals(threshold) {
			open, sign = open+1, "\tLỘ"
		}
		if _, err := fmt.Fprintf(w, "%s\t%d..%s%s\n", t.Where(v.Place, v.Column), v.Low, high, sign); err != nil {
			return false, err
		}
	}
	switch {
	case open > 0:
		_, err = fmt.Fprintf(w, "Không đạt: %d ô ẩn tính ngược lại được.\n", open)
	case len(a.Open) > 0:
		_, err = fmt.Fprintf(w, "Không đạt: hộ duy nhất của %s tính ra được %s.\n", a.Open[0].Insider, a.Open[0].Where)
	case shown > 0:
		_, err = fmt.Fprintf(w, "Không đạt: %d ô từ 1 đến %d không được che.\n", shown, threshold-1)
	default:
		_, err = fmt.Fprintf(w, "Đạt: %d ô ẩn, không ô nào tính ngược lại được với ngưỡng %d.\n", len(a.Cells), threshold)
		passes = true
	}
	return passes, err
}
