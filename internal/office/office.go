package office

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"giamngheo/internal/exchange"
)

// settings are what the office was made from.
type settings struct{ cfg Config }

// Demo reports whether the office is the demonstration.
func (s settings) Demo() bool { return s.cfg.Demo }

// Log is where what goes wrong is written, without personal data.
func (s settings) Log() *slog.Logger { return s.cfg.Log }

// Codes are the code lists.
func (o *Office) Codes() *exchange.Codes { return o.codes }

// probeEach is how long the answer of a probe holds: who asks every second does not write every second.
const probeEach = 2 * time.Second

// probed is the last probe.
type probed struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// Probe says why the office cannot write, nil where it just did: that a database is open does not show that its disk
// has room or that its server is there.
func (o *Office) Probe(ctx context.Context) error {
	if err := o.store.Broken(); err != nil {
		return err
	}
	o.probe.mu.Lock()
	defer o.probe.mu.Unlock()
	if now := time.Now(); now.Sub(o.probe.at) > probeEach {
		o.probe.err = o.Keep(ctx, KeepProbe, func(tx *Tx) error {
			return tx.SetSetting(ctx, "probe", now.UTC().Format(time.RFC3339))
		})
		o.probe.at = now
	}
	return o.probe.err
}

// Ready says why the office cannot serve, nil where it can.
func (o *Office) Ready() error { return o.store.Broken() }
