package files

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"testing/fstest"

	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/library"
	"giamngheo/internal/poverty"
)

// LawCheck is what a check of the law found.
type LawCheck struct {
	Faults     law.Faults
	Files      int
	Cases      int
	Parameters int
	Indicators int
}

// CheckLaw reads every law file strictly and runs every golden case; above, where not nil, is laid over the law
// shipped.
func (a *Desk) CheckLaw(above fs.FS) (LawCheck, error) {
	folder := a.library.LawFolder()
	if above != nil {
		folder = law.Overlay(folder, above)
	}
	lib, err := library.ReadLaw(folder)
	var c LawCheck
	if err != nil && !errors.As(err, &c.Faults) {
		return c, err
	}
	c.Cases, c.Parameters, c.Indicators = len(lib.Cases), len(lib.Parameters), len(lib.Indicators)
	if len(c.Faults) == 0 { // cases of a law with faults would only repeat them
		c.Faults = poverty.RunCases(lib)
	}
	c.Files, err = countFiles(folder)
	return c, err
}

func countFiles(folder fs.FS) (int, error) {
	n := 0
	err := fs.WalkDir(folder, ".", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	return n, err
}

// The most that a trial of law files takes.
const (
	mostLawFiles = 20
	mostLawBytes = 256 << 10
)

// TryLaw reads the law with files laid over it, by their paths in the law folder, for a simulation: nothing is kept.
// Errors (errs.Invalid): a path that is none, files too large, faults in the law that comes of it.
func (a *Desk) TryLaw(files map[string]string) (*law.Library, error) {
	above, size := fstest.MapFS{}, 0
	for name, text := range files {
		if !fs.ValidPath(name) || path.Ext(name) != ".yaml" {
			return nil, errs.New(errs.Invalid, "“%s” is no path of a law file (…/….yaml)", name)
		}
		above[name] = &fstest.MapFile{Data: []byte(text)}
		size += len(text)
	}
	if len(files) > mostLawFiles || size > mostLawBytes {
		return nil, errs.New(errs.Invalid, "the overlay is too large (20 files, 256 KB)")
	}
	lib, err := library.ReadLaw(law.Overlay(a.library.LawFolder(), above))
	var faults law.Faults
	if errors.As(err, &faults) && len(faults) > 0 {
		f := faults[0]
		return nil, errs.New(errs.Invalid, "the overlay has %d faults; the first: %s line %d: %s", len(faults), f.File,
			f.Line, f.Text)
	}
	return lib, err
}

// TrialFile is a law file that a trial may change: it holds the lines and classes of a standard, or its indicators.
type TrialFile struct {
	Name     string // its path in the law folder
	Standard string
	Title    errs.Text
}

// TrialFiles lists the law files that hold a standard's lines, classes or indicators, the standard in the law's order.
func (a *Desk) TrialFiles() (out []TrialFile, err error) {
	lib, err := a.library.Law()
	if err != nil {
		return nil, err
	}
	add := func(standard string, src law.Source, what errs.Text) {
		if slices.ContainsFunc(out, func(f TrialFile) bool { return f.Name == src.File }) {
			return
		}
		at := src.Instrument + ", " + src.Article
		out = append(out, TrialFile{src.File, standard, errs.T("%s – %s: %s", standard, at, what)})
	}
	for _, st := range lib.Standards {
		add(st.Code, st.Source, errs.T("lines and classes"))
		for _, c := range lib.Classes {
			if c.Standard == st.Code {
				add(st.Code, c.Source, errs.T("classes"))
			}
		}
		for _, in := range lib.Indicators {
			if in.Standard == st.Code {
				add(st.Code, in.Source, errs.T("indicators"))
			}
		}
	}
	return out, nil
}
