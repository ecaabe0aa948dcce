package filing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"giamngheo/internal/store"
	"giamngheo/internal/store/pieces"
)

// shelf is where the office's own files lie, in sealed pieces: in its folder, or in the database where several servers
// must find them.
type shelf interface {
	create(name string) (taker, error)
	each(name string, piece func(n int, sealed []byte) (last bool, err error)) error
	drop(name string)
	sweep(before time.Time) error
}

// taker takes the pieces of a file, one after another.
type taker interface {
	take(sealed []byte) error
	close() error
}

// folderShelf keeps files in a folder.
type folderShelf struct{ folder string }

func (s folderShelf) create(name string) (taker, error) {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(s.folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return fileTaker{f}, err
}

// fileTaker writes each piece after its length.
type fileTaker struct{ f *os.File }

func (t fileTaker) take(sealed []byte) error {
	head := []byte{byte(len(sealed) >> 24), byte(len(sealed) >> 16), byte(len(sealed) >> 8), byte(len(sealed))}
	_, err := t.f.Write(append(head, sealed...))
	return err
}

func (t fileTaker) close() error { return errors.Join(t.f.Sync(), t.f.Close()) }

func (s folderShelf) each(name string, piece func(n int, sealed []byte) (last bool, err error)) error {
	f, err := os.Open(filepath.Join(s.folder, filepath.Base(name)))
	if err != nil {
		return store.OrNotFound(nil)
	}
	defer func() { _ = f.Close() }()
	var head [4]byte
	var sealed []byte
	for n := 0; ; n++ {
		if _, err := io.ReadFull(f, head[:]); err != nil {
			return fmt.Errorf("a file of the office is cut short: %w", err)
		}
		size := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
		if size > sealedPiece+64 {
			return errors.New("a file of the office is damaged")
		}
		if cap(sealed) < size {
			sealed = make([]byte, size)
		}
		if _, err := io.ReadFull(f, sealed[:size]); err != nil {
			return fmt.Errorf("a file of the office is cut short: %w", err)
		}
		if last, err := piece(n, sealed[:size]); err != nil || last {
			return err
		}
	}
}

func (s folderShelf) drop(name string) {
	_ = os.Remove(filepath.Join(s.folder, name)) // at worst a sealed file is left
}

func (s folderShelf) sweep(before time.Time) error {
	entries, err := os.ReadDir(s.folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.ModTime().Before(before) {
			_ = os.RemoveAll(filepath.Join(s.folder, e.Name()))
		}
	}
	return err
}

// databaseShelf keeps files in the database.
type databaseShelf struct {
	province string
	store    *store.Store
	rows     Rows
	now      func() time.Time
	log      *slog.Logger
}

func (s databaseShelf) create(name string) (taker, error) { return &rowTaker{s, name, 0}, nil }

// rowTaker writes each piece in a transaction of its own: people's saves wait no longer than for that.
type rowTaker struct {
	databaseShelf
	name string
	n    int
}

func (t *rowTaker) take(sealed []byte) error {
	ctx := context.Background() // what is left of a file that is not finished is dropped or swept away
	err := t.rows(ctx, func(w store.Writer) error {
		return pieces.Add(ctx, w, t.province, t.name, t.n, sealed, t.now())
	})
	t.n++
	return err
}

func (t *rowTaker) close() error { return nil }

func (s databaseShelf) each(name string, piece func(n int, sealed []byte) (last bool, err error)) error {
	for n := 0; ; n++ {
		sealed, err := pieces.Find(context.Background(), s.store, s.province, name, n)
		switch {
		case err != nil:
			return err
		case sealed == nil && n == 0:
			return store.OrNotFound(nil)
		case sealed == nil:
			return errors.New("a file of the office is cut short")
		}
		if last, err := piece(n, sealed); err != nil || last {
			return err
		}
	}
}

func (s databaseShelf) drop(name string) {
	ctx := context.Background()
	err := s.rows(ctx, func(w store.Writer) error { return pieces.Drop(ctx, w, s.province, name) })
	if err != nil { // at worst a sealed file is left until it is swept away
		s.log.Warn("a file of the office was not removed", "err", err)
	}
}

func (s databaseShelf) sweep(before time.Time) error {
	ctx := context.Background()
	return s.rows(ctx, func(w store.Writer) error { return pieces.Sweep(ctx, w, s.province, before) })
}
