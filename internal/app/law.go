package app

import (
	"errors"
	"io/fs"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
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

// CheckLaw reads every law file strictly and runs every golden case; above, where not nil, is laid over the law shipped.
func (a *App) CheckLaw(above fs.FS) (LawCheck, error) {
	folder := a.cfg.Law
	if above != nil {
		folder = law.Overlay(folder, above)
	}
	lib, err := law.Load(folder)
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

// Law returns the law in use; one with faults is refused, for nothing may be decided by it.
func (a *App) Law() (*law.Library, error) {
	lib, err := a.law()
	var faults law.Faults
	if errors.As(err, &faults) {
		return nil, &errs.Error{Kind: errs.Invalid, Err: faults, Text: errs.Text{
			VI: "dữ liệu pháp luật có lỗi, chạy “giamngheo law check” để xem và sửa", EN: "the law has faults, run “giamngheo law check”"}}
	}
	return lib, err
}

// LawOn returns what is in force on a day.
func (a *App) LawOn(on date.Date) (law.InForce, error) {
	lib, err := a.Law()
	if err != nil {
		return law.InForce{}, err
	}
	return lib.On(on), nil
}
