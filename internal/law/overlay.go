package law

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// Overlay is a law folder with a province's own laid over it: a file of the same path replaces the one below, any other
// is added.
func Overlay(below, above fs.FS) fs.FS { return overlay{below, above} }

type overlay struct{ below, above fs.FS }

// Open opens the upper file where there is one.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.above.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.below.Open(name)
	}
	return f, err
}

// ReadDir lists both folders as one.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	byName := map[string]fs.DirEntry{}
	found := false
	for _, layer := range []fs.FS{o.below, o.above} {
		entries, err := fs.ReadDir(layer, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = true
		for _, e := range entries {
			byName[e.Name()] = e
		}
	}
	if !found {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	names := slices.Sorted(maps.Keys(byName))
	out := make([]fs.DirEntry, len(names))
	for i, n := range names {
		out[i] = byName[n]
	}
	return out, nil
}
