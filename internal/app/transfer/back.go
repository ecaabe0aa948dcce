package transfer

import (
	"errors"
	"os"
	"path/filepath"

	"giamngheo/internal/doubt"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/result"
)

// backFiles gather what an import sends back and what it takes with a note: the first for the page, all for files. Each
// file is made with its first line.
type backFiles struct {
	o       *Desk
	dir     string
	result  *ImportResult
	headers func(sheet string) []string
	rows    *exchange.RejectedWriter
	doubts  *result.DoubtWriter
}

func (b *backFiles) reject(row exchange.RejectedRow) (err error) {
	if b.rows == nil {
		if b.rows, err = exchange.NewRejectedWriter(filepath.Join(b.dir, "rejected.xlsx"), b.headers); err != nil {
			return err
		}
	}
	for _, f := range row.Faults {
		if len(b.result.Faults) == mostListed {
			break
		}
		value := f.Value
		if household.Confidential(f.Column) {
			value = maskText(f.Column, value)
		}
		b.result.Faults = append(b.result.Faults, ImportFault{f.Sheet, f.Row, f.Column, value, f.Reason})
	}
	return b.rows.Reject(row)
}

func (b *backFiles) doubt(d doubt.Doubt) (err error) {
	if b.doubts == nil {
		if b.doubts, err = result.NewDoubtWriter(filepath.Join(b.dir, "doubts.csv")); err != nil {
			return err
		}
	}
	if len(b.result.Doubts) < mostListed {
		b.result.Doubts = append(b.result.Doubts, d)
	}
	return b.doubts.Write(d)
}

// close seals both files into the office's and returns the name of that of the rows.
func (b *backFiles) close() (rejected string, err error) {
	if b.rows != nil {
		if err := b.rows.Close(); err != nil {
			return "", err
		}
		if rejected, err = b.keep("rejected.xlsx"); err != nil {
			return "", err
		}
	}
	if b.doubts != nil {
		if err := b.doubts.Close(); err != nil {
			return "", err
		}
		b.result.DoubtFile, err = b.keep("doubts.csv")
	}
	return rejected, err
}

func (b *backFiles) keep(name string) (kept string, err error) {
	f, err := os.Open(filepath.Join(b.dir, name))
	if err != nil {
		return "", err
	}
	kept, _, err = b.o.office.KeepFile(f, office.MostUploaded*4)
	return kept, errors.Join(err, f.Close())
}
