package office

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store"
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

// The office's own files are sealed in pieces: uploads hold citizen numbers.
const sealedPiece = 1 << 20

// KeepFile seals a stream into a new file of the office and returns its name and size. Errors (errs.Invalid): it is
// longer than most.
func (o *files) KeepFile(src io.Reader, most int64) (name string, size int64, err error) {
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return "", 0, err
	}
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	name = hex.EncodeToString(b)
	f, err := os.OpenFile(filepath.Join(o.folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	size, err = o.sealTo(f, name, src, most)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return name, size, err
}

func (o *files) sealTo(f io.Writer, name string, src io.Reader, most int64) (size int64, err error) {
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
		head := []byte{byte(len(sealed) >> 24), byte(len(sealed) >> 16), byte(len(sealed) >> 8), byte(len(sealed))}
		if _, err := f.Write(append(head, sealed...)); err != nil {
			return size, err
		}
		if last {
			return size, nil
		}
	}
}

// OpenFile writes the plain content of one of the office's files to a stream.
func (o *files) OpenFile(name string, dst io.Writer) error {
	f, err := os.Open(filepath.Join(o.folder, filepath.Base(name)))
	if err != nil {
		return NotYours()
	}
	defer func() { _ = f.Close() }()
	var head [4]byte
	var sealed, plain []byte
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
		last := false
		plain, err = o.store.Vault().Open(plain[:0], sealed[:size], fmt.Sprintf("file/%s/%d/false", name, n))
		if err != nil {
			last = true
			if plain, err = o.store.Vault().Open(plain[:0], sealed[:size],
				fmt.Sprintf("file/%s/%d/true", name, n)); err != nil {
				return err
			}
		}
		if _, err := dst.Write(plain); err != nil || last {
			return err
		}
	}
}

// WithPlain makes a file of the office readable to a function under a path, in a folder that nobody else may enter, and
// takes it away after.
func (o *files) WithPlain(name, ending string, do func(path string) error) (err error) {
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

// DropFile removes a file of the office.
func (o *files) DropFile(name string) {
	if name != "" {
		_ = os.Remove(filepath.Join(o.folder, filepath.Base(name))) // at worst a sealed file is left
	}
}

// SweepFiles removes what imports of long ago left, and work that a stop cut off.
func (o *files) SweepFiles(olderThan time.Duration) error {
	entries, err := os.ReadDir(o.folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && o.now().Sub(info.ModTime()) > olderThan {
			_ = os.RemoveAll(filepath.Join(o.folder, e.Name()))
		}
	}
	return err
}

// files are the office's own files: uploads, exports, what is worked on.
type files struct {
	folder string
	store  *store.Store
	now    func() time.Time
}

// Folder is where the office keeps its sealed files.
func (o *files) Folder() string { return o.folder }
