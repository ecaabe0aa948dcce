package library

import (
	"io/fs"
	"sync"

	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/forecast"
	"giamngheo/internal/law"
	"giamngheo/internal/outlook"
	"giamngheo/internal/place"
	"giamngheo/internal/planning"
	"giamngheo/internal/programme"
	"giamngheo/internal/published"
	"giamngheo/internal/review"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/signal"
	"giamngheo/internal/target"
)

// Library is what the program ships with: the law, the units, the programme, the plans, the published figures. Each is
// read on first use and then kept.
type Library struct {
	cfg        Config
	places     func() (*place.Registry, error)
	law        func() (*law.Library, error)
	programmes func() (*programme.Catalogue, error)
	rules      sync.Map // of the programme, by day

	// Published are the official figures, ShippedPlans the plans that the program comes with.
	Published    func() (*published.Figures, error)
	ShippedPlans func() ([]target.Plan, error)

	// Targets are what a plan may be made of.
	Targets func() (*planning.Catalogue, error)

	// Signals say where to look first.
	Signals func() (*signal.Set, error)

	// Lights choose the light of a target, Methods how it is forecast.
	Lights func() (*target.Lights, error)
	// Alerts call attention to lines of money.
	Alerts  func() (*outlook.Rules, error)
	Methods func() (*forecast.Methods, error)
}

// New makes a Library; it reads nothing yet.
func New(cfg Config) *Library {
	l := &Library{cfg: cfg}
	l.places = sync.OnceValues(func() (*place.Registry, error) { return place.Load(l.cfg.Data) })
	l.law = sync.OnceValues(func() (*law.Library, error) { return ReadLaw(l.cfg.Law) })
	l.programmes = sync.OnceValues(func() (*programme.Catalogue, error) { return programme.ReadCatalogue(l.cfg.Data) })
	l.Published = sync.OnceValues(func() (*published.Figures, error) { return published.Read(l.cfg.Data) })
	l.ShippedPlans = sync.OnceValues(func() ([]target.Plan, error) { return target.Plans(l.cfg.Data) })
	l.Targets = sync.OnceValues(func() (*planning.Catalogue, error) { return planning.ReadCatalogue(l.cfg.Data) })
	l.Alerts = sync.OnceValues(func() (*outlook.Rules, error) {
		return outlook.ReadRules(l.cfg.Data, parse.NewConditions)
	})
	l.Lights = sync.OnceValues(func() (*target.Lights, error) {
		return target.ReadLights(l.cfg.Data, parse.NewConditions)
	})
	l.Signals = sync.OnceValues(func() (*signal.Set, error) { return signal.Read(l.cfg.Data, parse.NewConditions) })
	l.Methods = sync.OnceValues(func() (*forecast.Methods, error) {
		return forecast.Read(l.cfg.Data, parse.NewConditions)
	})
	return l
}

// PlanLanguage is target.NewLanguage with CEL's parser and what the catalogue has, for a day under the standard in
// force.
func (l *Library) PlanLanguage(on date.Date) (*target.Language, error) {
	lib, err := l.Law()
	if err != nil {
		return nil, err
	}
	c, err := l.Catalogue()
	if err != nil {
		return nil, err
	}
	kinds, activities := make([]string, len(c.Kinds)), make([]string, len(c.Activities))
	for i := range c.Kinds {
		kinds[i] = c.Kinds[i].Code
	}
	for i := range c.Activities {
		activities[i] = c.Activities[i].Code
	}
	return target.NewLanguage(lib, parse.NewConditions, "", on, kinds, activities)
}

// ReadLaw reads a law folder with CEL's parser. The error is law.Faults too where the review could number nothing by
// it.
func ReadLaw(folder fs.FS) (*law.Library, error) {
	lib, err := law.Load(folder, parse.New)
	if err != nil {
		return lib, err
	}
	if faults := append(review.CheckForms(lib), average.CheckSteps(lib)...); len(faults) > 0 {
		return lib, faults
	}
	return lib, nil
}
