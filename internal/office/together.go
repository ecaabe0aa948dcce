package office

import (
	"context"
	"os"
	"sync"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/servers"
)

// Times of servers that have one database open.
const (
	beatEach   = 5 * time.Second    // how often each says that it is there
	goneAfter  = 15 * time.Second   // who has said nothing for so long is gone
	staleAfter = 2 * time.Second    // others that were not heard for so long may have changed rights
	clockApart = time.Minute        // how far a server's clock may be from the database's
	changeKept = 7 * 24 * time.Hour // how long changes are kept for others
)

// together is what a server does among others on one database.
type together struct {
	o      *Office
	joined bool
	self   servers.Server
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Meet looks at the others that have the database open. Errors (errs.Unavailable, errs.Conflict): this server's clock
// is not theirs, or it would decide by another law.
func (t *together) Meet(ctx context.Context) error {
	if !t.o.store.Postgres() {
		return nil
	}
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	if apart := time.Since(now).Abs(); apart > clockApart {
		return errs.New(errs.Unavailable,
			"this machine's clock and that of the database are %s seconds apart: set the clock (NTP) and start again",
			IDText(int64(apart.Seconds())))
	}
	others, err := servers.Since(ctx, t.o.store, t.o.province, now.Add(-goneAfter))
	for i := range others {
		if s := &others[i]; !t.o.cfg.Upgrade && s.ID != t.o.origin && s.Law != t.o.cfg.Law {
			return errs.New(errs.Conflict,
				"the server “%s” of this office decides by another law or other data files: stop it, start both with the same, or have this one take over (--upgrade)",
				s.Host)
		}
	}
	return err
}

// Join has this server say that it is there and hear of the others' changes before it writes, once all is in memory.
// Errors as Meet.
func (t *together) Join(ctx context.Context) error {
	if !t.o.store.Postgres() {
		return nil
	}
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	host, _ := os.Hostname()
	t.self = servers.Server{Province: t.o.province, ID: t.o.origin, Host: host,
		Version: t.o.cfg.Version, Law: t.o.cfg.Law,
		Started: now}
	t.joined = true
	store.Take(t.o.store, &t.o.hearers)
	if err := t.beat(ctx); err != nil {
		return err
	}
	if t.o.cfg.Upgrade {
		return t.takeOver(ctx)
	}
	return t.Meet(ctx) // with who came at the same time
}

// takeOver has those end that decide by another law or other data files. It is in the order of all writes: none of
// theirs comes after it.
func (t *together) takeOver(ctx context.Context) error {
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	return t.o.Keep(ctx, KeepServer, func(tx *Tx) error {
		others, err := servers.Since(ctx, tx, t.o.province, now.Add(-goneAfter))
		for i := range others {
			if s := &others[i]; err == nil && s.Law != t.o.cfg.Law {
				err = servers.Leave(ctx, tx, t.o.province, s.ID, now.Add(-24*time.Hour))
			}
		}
		tx.Changed(TopicServer)
		return err
	})
}

// hearUpgrade has this server end where one that came later decides by another law or other data files.
func (t *together) hearUpgrade(ctx context.Context, _ []int64) error {
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	others, err := servers.Since(ctx, t.o.store, t.o.province, now.Add(-goneAfter))
	for i := range others {
		if s := &others[i]; s.Law != t.o.cfg.Law && s.Started.After(t.self.Started) && !t.o.over() {
			t.o.Log().Info("an upgraded server takes over", "host", s.Host, "version", s.Version)
			close(t.o.replaced)
		}
	}
	return err
}

// beat says that this server is there.
func (t *together) beat(ctx context.Context) error {
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	s := t.self
	s.Seen = now
	return t.o.Keep(ctx, KeepServer, func(tx *Tx) error { return servers.Beat(ctx, tx, &s) })
}

// Servers are the servers that have the database open now, this one among them; none on SQLite.
func (t *together) Servers(ctx context.Context) ([]servers.Server, error) {
	now, err := store.Clock(ctx, t.o.store)
	if err != nil || !t.o.store.Postgres() {
		return nil, err
	}
	return servers.Since(ctx, t.o.store, t.o.province, now.Add(-goneAfter))
}

// startTogether begins to listen to others and to tell them of itself.
func (t *together) startTogether(ctx context.Context) {
	if !t.o.store.Postgres() || !t.joined {
		return
	}
	ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
	t.done.Go(func() { store.Listen(ctx, t.o.store, func(connected bool) { t.listen(ctx, connected) }) })
	t.done.Go(func() {
		tick := time.NewTicker(beatEach)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := t.beat(ctx); err != nil && ctx.Err() == nil && !t.o.over() {
				t.o.Log().Warn("this server could not say that it is there", "err", err)
			}
		}
	})
}

// listen takes over what others changed.
func (t *together) listen(ctx context.Context, connected bool) {
	if !connected {
		t.o.heard.Store(0)
		return
	}
	at := time.Now()
	if err := t.o.CatchUp(ctx); err != nil {
		if ctx.Err() == nil {
			t.o.Log().Warn("what other servers changed was not taken over", "err", err)
		}
		return
	}
	t.o.heard.Store(at.UnixNano())
}

// leaveTogether says that this server is gone.
func (t *together) leaveTogether() error {
	if t.cancel == nil {
		return nil
	}
	t.cancel()
	t.done.Wait()
	if t.o.over() { // it writes nothing any more, and is forgotten as one that says nothing
		return nil
	}
	ctx := context.Background()
	now, err := store.Clock(ctx, t.o.store)
	if err != nil {
		return err
	}
	return t.o.Keep(ctx, KeepServer, func(tx *Tx) error {
		return servers.Leave(ctx, tx, t.o.province, t.o.origin, now.Add(-24*time.Hour))
	})
}

// sweepChanges removes changes that every server has heard of long ago; one that has not reads everything anew.
func (t *together) sweepChanges(ctx context.Context) error {
	return t.o.Keep(ctx, KeepServer, func(tx *Tx) error {
		_, err := tx.inner.TrimChanges(ctx, t.o.province, t.o.Now().Add(-changeKept))
		return err
	})
}

// Running is how many jobs this server runs.
func (t *together) Running() int {
	t.o.jobs.mu.Lock()
	defer t.o.jobs.mu.Unlock()
	return len(t.o.jobs.running)
}

// Shared reports whether other servers may have the office's database open too.
func (h *hearers) Shared() bool { return h.store.Postgres() }

// Heard is how long ago others were last listened to; nought where there are none.
func (h *hearers) Heard() time.Duration {
	if !h.store.Postgres() {
		return 0
	}
	return time.Since(time.Unix(0, h.heard.Load()))
}

// Following reports whether what others change reaches this server at once: what it has in memory of rights holds.
func (h *hearers) Following() bool { return h.Heard() < staleAfter }

// Known is the number of the newest change that this server's memory holds.
func (h *hearers) Known() int64 { return h.known.Load() }

// Reach has this server's memory hold a change of which a person has seen the result, on whichever server. Errors
// (errs.Unavailable): the database does not have it any more.
func (h *hearers) Reach(ctx context.Context, seq int64) error {
	if h.Known() >= seq {
		return nil
	}
	if err := h.CatchUp(ctx); err != nil {
		return err
	}
	if h.Known() < seq {
		return errs.New(errs.Unavailable,
			"the database came back as it was before your last visit: check what you saved last, and tell the administrator")
	}
	return nil
}

var _ store.Turn = (*hearers)(nil)
