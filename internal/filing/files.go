// Package filing keeps the office's own files, sealed and in pieces: uploads and results hold citizen numbers. They lie
// in a folder, or in the database where several servers must find them.
package filing

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// The office's own files are sealed in pieces: uploads hold citizen numbers.
const sealedPiece = 1 << 20

// KeepFile seals a stream into a new file of the office and returns its name and size. Errors (errs.Invalid): it is
// longer than most.
func (o *Files) KeepFile(src io.Reader, most int64) (name string, size int64, err error) {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	name = hex.EncodeToString(b)
	to, err := o.shelf.create(name)
	if err != nil {
		return "", 0, err
	}
	size, err = o.sealTo(to, name, src, most)
	if err = errors.Join(err, to.close()); err != nil {
		o.shelf.drop(name)
	}
	return name, size, err
}

func (o *Files) sealTo(to taker, name string, src io.Reader, most int64) (size int64, err error) {
	piece := make([]byte, sealedPiece)
	var sealed []byte
	for n := 0; ; n++ {
		k, err := io.ReadFull(src, piece)
		size += int64(k)
		if size > most {
			return size, errs.New(errs.Invalid, "the file is too large: at most %d MB; part it by commune", most>>20)
		}
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return size, err
		}
		sealed = o.store.Vault().Seal(sealed[:0], piece[:k], fmt.Sprintf("file/%s/%d/%v", name, n, last))
		if err := to.take(sealed); err != nil || last {
			return size, err
		}
	}
}

// OpenFile writes the plain content of one of the office's files to a stream.
func (o *Files) OpenFile(name string, dst io.Writer) error {
	var plain []byte
	return o.shelf.each(name, func(n int, sealed []byte) (last bool, err error) {
		plain, err = o.store.Vault().Open(plain[:0], sealed, fmt.Sprintf("file/%s/%d/false", name, n))
		if err != nil {
			last = true
			plain, err = o.store.Vault().Open(plain[:0], sealed, fmt.Sprintf("file/%s/%d/true", name, n))
			if err != nil {
				return last, err
			}
		}
		_, err = dst.Write(plain)
		return last, err
	})
}

// WithPlain makes a file of the office readable to a function under a path, in a folder that nobody else may enter, and
// takes it away after.
func (o *Files) WithPlain(name, ending string, do func(path string) error) (err error) {
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.folder, "work-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "upload"+ending)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(o.OpenFile(name, f), f.Close()); err != nil {
		return err
	}
	return do(path)
}

// WithUpload makes what somebody sends readable to a function under a path, and keeps nothing of it. Errors
// (errs.Invalid): it is empty, or longer than most.
func (o *Files) WithUpload(src io.Reader, most int64, ending string, do func(path string) error) error {
	name, size, err := o.KeepFile(src, most)
	if err != nil {
		return err
	}
	defer o.DropFile(name)
	if size == 0 {
		return errs.New(errs.Invalid, "the file is empty: choose another")
	}
	return o.WithPlain(name, ending, do)
}

// DropFile removes a file of the office.
func (o *Files) DropFile(name string) {
	if name != "" {
		o.shelf.drop(filepath.Base(name))
	}
}

// SweepFiles removes what imports of long ago left, and work that a stop cut off.
func (o *Files) SweepFiles(olderThan time.Duration) error {
	before := o.now().Add(-olderThan)
	return errors.Join(folderShelf{o.folder}.sweep(before), o.shelf.sweep(before))
}

// Rows runs a function in one transaction of the office that leaves no entry.
type Rows func(ctx context.Context, do func(store.Writer) error) error

// Files are the office's own files.
type Files struct {
	folder string
	shelf  shelf
	store  *store.Store
	now    func() time.Time
}

// New keeps files in a folder, and on PostgreSQL in the database.
func New(folder, province string, s *store.Store, now func() time.Time, rows Rows, log *slog.Logger) *Files {
	o := &Files{folder: folder, store: s, now: now, shelf: folderShelf{folder}}
	if s.Postgres() {
		o.shelf = databaseShelf{province, s, rows, now, log}
	}
	return o
}

// Folder is where the office keeps its sealed files, and where it works on plain ones.
func (o *Files) Folder() string { return o.folder }
