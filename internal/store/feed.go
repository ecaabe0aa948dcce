package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"giamngheo/internal/store/away"
)

// channel is where a transaction that changed something says so.
const channel = "giamngheo_change"

// feedTick is how often who listens looks without having been told: what is said on a broken connection is not heard.
const feedTick = time.Second

// Listen calls a function at once, and again whenever another program may have changed something: when one says so, and
// at least once a second. The function is told whether the connection holds on which they would say so. Listen returns
// with the context. On SQLite there is nobody else: it returns at once.
func Listen(ctx context.Context, s *Store, heard func(connected bool)) {
	if !s.postgres {
		return
	}
	for ctx.Err() == nil {
		holding{s}.listenOnce(ctx, heard)
		heard(false)
		select {
		case <-ctx.Done():
		case <-time.After(feedTick):
		}
	}
}

// listenOnce listens until the connection breaks.
func (s holding) listenOnce(ctx context.Context, heard func(connected bool)) {
	cfg, err := pgx.ParseConfig(s.url)
	if err != nil {
		return
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return
	}
	for ctx.Err() == nil {
		heard(true)
		wait, stop := context.WithTimeout(ctx, feedTick)
		_, err := conn.WaitForNotification(wait)
		stop()
		if err != nil && wait.Err() == nil {
			return
		}
		if err != nil { // nobody said anything: is anybody there?
			ask, stop := context.WithTimeout(ctx, connectTimeout)
			err = conn.Ping(ask)
			stop()
			if err != nil {
				return
			}
		}
	}
}

// notify says, once the transaction is on the disk, that something changed.
func (t *Tx) notify(ctx context.Context) error {
	if !t.store.postgres {
		return nil
	}
	_, err := t.conn.ExecContext(ctx, `NOTIFY `+channel)
	return err
}

// Clock is the time by which programs that share a database agree: the database's own, or this machine's on SQLite.
func Clock(ctx context.Context, s *Store) (time.Time, error) {
	if !s.postgres {
		return time.Now(), nil
	}
	var micro int64
	err := s.read.QueryRowContext(ctx, `SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT`).Scan(&micro)
	if err != nil {
		return time.Time{}, away.Unavailable(err)
	}
	return time.UnixMicro(micro).UTC(), nil
}
