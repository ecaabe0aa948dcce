package office

import (
	"log/slog"

	"giamngheo/internal/exchange"
)

// settings are what the office was made from.
type settings struct{ cfg Config }

// Demo reports whether the office is the demonstration.
func (s settings) Demo() bool { return s.cfg.Demo }

// Log is where what goes wrong is written, without personal data.
func (s settings) Log() *slog.Logger { return s.cfg.Log }

// During reports whether the demonstration stands in the midst of the yearly review.
func (s settings) During() bool { return s.cfg.During }

// Codes are the code lists.
func (o *Office) Codes() *exchange.Codes { return o.codes }

// Ready says why the office cannot serve, nil where it can.
func (o *Office) Ready() error { return o.store.Broken() }
