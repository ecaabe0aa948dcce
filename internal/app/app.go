// Package app is the one door to the domain: every command, page and API route calls a use case here. A use case
// reads its input, lets the domain decide, writes the result, and reports what it did; doors only translate.
package app

import (
	"io/fs"
	"sync"

	"giamngheo/internal/law"
	"giamngheo/internal/place"
)

// Config is what an App is made from.
type Config struct {
	Data fs.FS // the folder data/: places, code lists, official figures
	Law  fs.FS // the folder law/, already overlaid with the province's own where there is one
}

// App holds what the use cases share. Its tables load on first use and are then kept.
type App struct {
	cfg    Config
	places func() (*place.Registry, error)
	law    func() (*law.Library, error)
}

// New makes an App; it reads nothing yet.
func New(cfg Config) *App {
	a := &App{cfg: cfg}
	a.places = sync.OnceValues(func() (*place.Registry, error) { return place.Load(a.cfg.Data) })
	a.law = sync.OnceValues(func() (*law.Library, error) { return readLaw(a.cfg.Law) })
	return a
}

// LayLaw lays a province's own law folder over the law in use; call it before anything else.
func (a *App) LayLaw(above fs.FS) { a.cfg.Law = law.Overlay(a.cfg.Law, above) }

// Progress is told how much of a long task is done; total is 0 while it is not known. It may be nil.
type Progress func(done, total int64)
