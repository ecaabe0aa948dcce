package target

import (
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
)

// Meter counts the parts of a plan over the households of one register file, one after another, each with the class
// that its answers give it.
type Meter struct {
	gauge        *Gauge
	tallies      []Tally
	Households   int64
	Undetermined int64 // households whose class the answers do not decide: unknown in every part that asks for a class
}

// NewMeter compiles the parts that a register answers under a standard on a day. Errors: expressions with faults.
func NewMeter(p *Plan, lib *law.Library, standard string, on date.Date) (*Meter, error) {
	l, err := NewLanguage(lib, nil, standard, on, nil, nil)
	if err != nil {
		return nil, err
	}
	g, err := NewGauge(p, l)
	if err != nil {
		return nil, err
	}
	g.computed = true
	return &Meter{gauge: g, tallies: make([]Tally, len(g.parts))}, nil
}

// Add counts one household of a class. A file does not say who newly escaped nor which communes are coastal: that is
// not known.
func (m *Meter) Add(h *household.Household, class poverty.Class) error {
	m.Households++
	unsure := programme.NewlyEscaped | programme.Coastal
	if class == poverty.Undetermined {
		m.Undetermined++
		unsure |= undetermined
	}
	is := programme.FactsOf(h, nil, m.gauge.lang.On, class, false, false)
	return m.gauge.Register(h, is, unsure, m.tallies)
}

// Tallies returns the counts by part, of the parts that a register alone answers.
func (m *Meter) Tallies() map[string]Tally {
	out := map[string]Tally{}
	for i, p := range m.gauge.parts {
		if p.fromRegister() {
			out[p.Code] = m.tallies[i]
		}
	}
	return out
}
