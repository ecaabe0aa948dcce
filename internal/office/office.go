package office

import (
	"log/slog"

	"giamngheo/internal/exchange"
)

// Demo reports whether the office is the demonstration.
func (o *Office) Demo() bool { return o.cfg.Demo }

// Log is where what goes wrong is written, without personal data.
func (o *Office) Log() *slog.Logger { return o.cfg.Log }

// During reports whether the demonstration stands in the midst of the yearly review.
func (o *Office) During() bool { return o.cfg.During }

// Codes are the code lists.
func (o *Office) Codes() *exchange.Codes { return o.codes }

// Ready says why the office cannot serve, nil where it can.
func (o *Office) Ready() error { return o.store.Broken() }
