package office

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Caught turns a panic of a goroutine into the reason why its work ended; deferred.
func Caught(cancel context.CancelCauseFunc) {
	if p := recover(); p != nil {
		cancel(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	}
}

var errStopped = errors.New("app: the office is closing")

// Tend does what time brings, until the context ends: mergers whose day has come, sessions that are over, files that
// nobody fetches any more.
func (o *tending) Tend(ctx context.Context) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		o.TendOnce(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// TendOnce tends now, where time was moved on.
func (o *tending) TendOnce(ctx context.Context) {
	o.once.Lock()
	defer o.once.Unlock()
	defer func() {
		if p := recover(); p != nil {
			o.log.Error("tending panicked", "panic", p)
		}
	}()
	for _, t := range o.tended {
		if err := t.do(ctx); err != nil && ctx.Err() == nil {
			o.log.Warn("tending", "what", t.name, "err", err)
		}
	}
}

// tend is a piece of recurring work.
type tend struct {
	name string
	do   func(context.Context) error
}

// tending is the recurring work of an office.
type tending struct {
	tended []tend
	once   sync.Mutex // held while it tends
	log    *slog.Logger
}

// Tending adds recurring work, before the office tends for the first time.
func (o *tending) Tending(name string, do func(context.Context) error) {
	o.tended = append(o.tended, tend{name, do})
}
