// Package library holds what the program ships with, read once: the law, places, code lists, the programme, plans and
// published figures.
package library

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/place"
)

// Config is what an App is made from.
type Config struct {
	Data fs.FS // the folder data/: places, code lists, official figures
	Law  fs.FS // the folder law/, already overlaid with the province's own where there is one
}

// Data is the folder data/.
func (l *Library) Data() fs.FS { return l.cfg.Data }

// LawFolder is the folder law/ in use.
func (l *Library) LawFolder() fs.FS { return l.cfg.Law }

// ShippedPlaces are the units that the program ships with.
func (l *Library) ShippedPlaces() (*place.Registry, error) { return l.places() }

// LayLaw lays a province's own law folder over the law in use; call it before anything else.
func (l *Library) LayLaw(above fs.FS) { l.cfg.Law = law.Overlay(l.cfg.Law, above) }

// Law returns the law in use; one with faults is refused, for nothing may be decided by it.
func (l *Library) Law() (*law.Library, error) {
	lib, err := l.law()
	var faults law.Faults
	if errors.As(err, &faults) {
		return nil, errs.New(errs.Invalid, "the law has faults, run “giamngheo law check”").Because(faults)
	}
	return lib, err
}

// LawText returns a law file's text, to be changed for a trial. Errors: errs.NotFound.
func (l *Library) LawText(name string) (string, error) {
	if !fs.ValidPath(name) || path.Ext(name) != ".yaml" {
		return "", errs.New(errs.NotFound, "there is no such file")
	}
	b, err := fs.ReadFile(l.LawFolder(), name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errs.New(errs.NotFound, "there is no such file")
	}
	return string(b), err
}

// Digest names the law and the data in use: two programs with the same decide alike.
func (l *Library) Digest() (string, error) {
	sum := sha256.New()
	for _, folder := range []fs.FS{l.cfg.Law, l.cfg.Data} {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(folder, name)
			fmt.Fprintf(sum, "%s %d\n", name, len(b))
			sum.Write(b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// LawOn returns what is in force on a day.
func (l *Library) LawOn(on date.Date) (law.InForce, error) {
	lib, err := l.Law()
	if err != nil {
		return law.InForce{}, err
	}
	return lib.On(on), nil
}
