package nation

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/errs"
)

// Folder is a folder of signed files of provinces, with the file of their keys. A file that has not changed is not
// read again.
type Folder struct {
	path string
	had  map[string]kept
	keys time.Time // when the file of keys was written that the files were read with
}

// kept is a file as it was read.
type kept struct {
	at    time.Time
	size  int64
	sheet *cells.Sheet
	fault errs.Text
}

// mostFiles bounds how many files a folder may have: 63 provinces, reviews of many years.
const mostFiles = 2000

// OpenFolder opens a folder. Errors: errs.NotFound.
func OpenFolder(path string) (*Folder, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return nil, errs.New(errs.NotFound, "there is no folder “%s” of the provinces’ files", path)
	}
	return &Folder{path: path, had: map[string]kept{}}, nil
}

// Read reads the files that are new or have changed. Errors: the folder or the file of keys cannot be read.
func (f *Folder) Read(ctx context.Context) (sheets []*cells.Sheet, faults []Fault, err error) {
	keyed := filepath.Join(f.path, told.KeysFile)
	keys, err := told.ReadKeys(keyed)
	if err != nil {
		return nil, nil, err
	}
	if info, err := os.Stat(keyed); err == nil && !info.ModTime().Equal(f.keys) {
		f.keys, f.had = info.ModTime(), map[string]kept{}
	}
	all, err := os.ReadDir(f.path)
	if err != nil {
		return nil, nil, err
	}
	next := map[string]kept{}
	for _, e := range all {
		if !strings.HasSuffix(e.Name(), told.Ending) || e.IsDir() {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if len(next) >= mostFiles {
			faults = append(faults, Fault{From: e.Name(), Why: errs.T("the folder has more than %d files: move the old ones away", mostFiles)})
			break
		}
		one := f.one(e, keys)
		next[e.Name()] = one
		if one.sheet != nil {
			sheets = append(sheets, one.sheet)
		} else {
			faults = append(faults, Fault{From: e.Name(), Why: one.fault})
		}
	}
	f.had = next
	return sheets, faults, nil
}

// one is a file as it was read before, or is now.
func (f *Folder) one(e fs.DirEntry, keys map[string]ed25519.PublicKey) kept {
	info, err := os.Stat(filepath.Join(f.path, e.Name())) // of a link: what it leads to
	if err != nil || !info.Mode().IsRegular() {           // a pipe would be waited for
		return kept{fault: errs.T("“%s” cannot be read", e.Name())}
	}
	if had, ok := f.had[e.Name()]; ok && had.at.Equal(info.ModTime()) && had.size == info.Size() {
		return had
	}
	k := kept{at: info.ModTime(), size: info.Size()}
	r, err := readFile(filepath.Join(f.path, e.Name()), keys)
	switch {
	case err != nil:
		if k.fault = errs.T("“%s” cannot be read", e.Name()); errs.KindOf(err) == errs.Invalid {
			k.fault = textOf(err)
		}
	case len(r.Rejected) > 0:
		k.fault = errs.T("%d lines are accepted and %d rejected; the first: line %d, %s", r.Accepted, len(r.Rejected),
			r.Rejected[0].Line, r.Rejected[0].Why)
	default:
		k.sheet = r.Sheet
	}
	return k
}

func readFile(name string, keys map[string]ed25519.PublicKey) (*cells.Read, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, cells.MostBytes+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return told.ReadFile(data, keys, true)
}
