package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"modernc.org/sqlite"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/away"
	"giamngheo/internal/store/witness"
)

// Tx is a transaction under way. It is used by one goroutine, and not after its function has returned.
type Tx struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	store *Store
	after []func()
	long  bool
	turn  Turn // that began with the transaction

	change *witness.Change // what this write did to rows that are witnessed
	whole  map[*witness.Statement]*witness.Insertion
	copies bool // whole tables are copied, with what witnesses them
}

// pending is a write that waits its turn.
type pending struct {
	ctx   context.Context
	do    func(*Tx) error
	after []func()
	err   error
	done  chan struct{}
}

// mostShared is how many writes share one sync at most: enough to hide it, few enough that none waits long.
const mostShared = 64

// Write runs a function in one transaction: all of it is on the disk when Write returns nil, none of it otherwise. What
// the function hands to Tx.After runs then, in the order of the transactions, before Write returns. A panic in the
// function is an error of this write and of no other.
func (s *Store) Write(ctx context.Context, do func(*Tx) error) error {
	if err := s.Broken(); err != nil {
		return err
	}
	w := &pending{ctx: ctx, do: do, done: make(chan struct{})}
	s.inflight.RLock()
	if s.closed {
		s.inflight.RUnlock()
		return errs.New(errs.Unavailable, "the program is stopping; try again in a few minutes")
	}
	s.queue <- w
	s.inflight.RUnlock()
	<-w.done
	return w.err
}

// Broken says why nothing can be written now, nil where all is well.
func (s *Store) Broken() error {
	if e := s.broken.Load(); e != nil {
		return e
	}
	return nil
}

// committing runs what is to be written.
type committing struct{ *Store }

// writer runs the writes one after another, on the connection given or on one that it opens.
func (s committing) writer(conn *sql.Conn) {
	defer close(s.stopped)
	tx := &Tx{store: s.Store, conn: conn, stmts: map[string]*sql.Stmt{},
		whole: map[*witness.Statement]*witness.Insertion{}}
	for w := range s.queue {
		for {
			var err error
			if conn == nil {
				if conn, err = holding(s).connect(context.Background()); err == nil {
					tx.conn, tx.stmts = conn, map[string]*sql.Stmt{}
				}
			}
			if err == nil {
				if err = s.begin(tx); err != nil {
					giveUp(conn)
					conn = nil
				}
			}
			if err == nil {
				s.cutOff.Over()
				break
			}
			if !s.again(w, err) {
				w.finish(s.failed(err))
				w = nil
				break
			}
		}
		if w == nil {
			continue
		}
		if err := s.share(tx, w); err != nil { // the connection's state is not known any more
			giveUp(conn)
			conn = nil
		}
	}
	if conn != nil {
		for _, st := range tx.stmts { // an open statement would keep the file's log from being taken in
			_ = st.Close()
		}
		if s.postgres {
			_ = release(context.Background(), conn)
		}
		_ = conn.Close()
	}
}

// begin begins a transaction, when nobody else writes and what others wrote is known.
func (s committing) begin(tx *Tx) error {
	ctx := context.Background() // a person who goes away must not take the others' writes along
	if !s.postgres {
		_, err := tx.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		return err
	}
	if _, err := tx.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	if _, err := tx.conn.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(writerKey)); err != nil {
		return err
	}
	tx.turn = nil
	if t := s.turn.Load(); t != nil {
		if err := (*t).Begin(ctx); err != nil {
			return err
		}
		tx.turn = *t
	}
	return nil
}

// again waits a little and reports whether a write is tried anew whose transaction could not begin.
func (s committing) again(w *pending, err error) bool {
	return s.postgres && away.Cut(err) && w.ctx.Err() == nil && !s.cutOff.Lasted() && away.Pause(w.ctx)
}

// end tells that a transaction is over, however it ended.
func (t *Tx) end() {
	if t.turn != nil {
		t.turn.End()
	}
}

// share runs a write, and those that wait behind it, in the transaction that has begun. It returns an error where the
// connection must be given up.
func (s committing) share(tx *Tx, first *pending) error {
	defer tx.end()
	ctx := context.Background()
	batch, all := []*pending{first}, &witness.Change{}
	s.one(ctx, tx, first, all)
	for more := true; more && len(batch) < mostShared && !tx.long; {
		select {
		case w, ok := <-s.queue:
			if ok {
				batch = append(batch, w)
				s.one(ctx, tx, w, all)
			}
			more = ok
		default:
			more = false
		}
	}
	tx.long = false
	err := all.Seal(ctx, plainly{tx})
	if err == nil {
		_, err = tx.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, _ = tx.conn.ExecContext(ctx, "ROLLBACK")
		text := s.failed(err)
		for _, w := range batch {
			if w.err == nil {
				w.err = text
			}
			close(w.done)
		}
		return err
	}
	for _, w := range batch {
		if w.err == nil {
			for _, f := range w.after {
				f()
			}
		}
		close(w.done)
	}
	return nil
}

// one runs a write within the shared transaction; what it did is undone where it fails.
func (s committing) one(ctx context.Context, tx *Tx, w *pending, all *witness.Change) {
	if err := w.ctx.Err(); err != nil {
		w.err = err
		return
	}
	if _, err := tx.conn.ExecContext(ctx, "SAVEPOINT one"); err != nil {
		w.err = s.failed(err)
		return
	}
	tx.after, tx.change, tx.copies = nil, &witness.Change{}, false
	w.err = guarded(tx, w.do)
	if w.err == nil {
		w.err = tx.change.Flush(ctx, plainly{tx})
	}
	if w.err != nil {
		if _, err := tx.conn.ExecContext(ctx, "ROLLBACK TO SAVEPOINT one"); err != nil {
			w.err = errors.Join(s.failed(err), w.err)
		}
		var lite *sqlite.Error
		if errors.As(w.err, &lite) {
			w.err = s.failed(w.err)
		}
		if s.postgres {
			w.err = away.Named(w.err)
		}
	}
	if _, err := tx.conn.ExecContext(ctx, "RELEASE SAVEPOINT one"); err != nil && w.err == nil {
		w.err = s.failed(err)
	}
	if w.after = tx.after; w.err == nil {
		all.Join(tx.change)
	}
}

// guarded turns a panic into an error.
func guarded(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: a write panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return do(tx)
}

// giveUp throws a connection away, with the transaction and the lock that it may hold.
func giveUp(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return errGivenUp })
	_ = conn.Close()
}

func (w *pending) finish(err error) {
	w.err = err
	close(w.done)
}

// After has a function run once the transaction is on the disk.
func (t *Tx) After(f func()) { t.after = append(t.after, f) }

// Long says that this transaction will take long: it shares its sync with nothing that comes after it.
func (t *Tx) Long() { t.long = true }

func (t *Tx) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	t.store.note(query)
	if st, ok := t.stmts[query]; ok {
		return st, nil
	}
	st, err := t.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	t.stmts[query] = st
	return st, nil
}

// Exec changes rows and returns how many. The witness hears of what it does to rows of its tables.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	w := witness.Of(query)
	if w == nil || t.copies {
		return t.exec(ctx, query, args...)
	}
	if w.Before != "" {
		rows, err := t.Query(t.short(ctx), w.Before, w.BeforeArgs(args)...)
		if err != nil {
			return 0, err
		}
		if err := t.change.Before(w, rows); err != nil {
			return 0, err
		}
	}
	whole, known := t.whole[w]
	if given := whole.Rows(args); given != nil {
		n, err := t.exec(ctx, query, args...)
		if err == nil {
			t.change.Inserted(w, given)
		}
		return n, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	rows, err := t.Query(t.short(ctx), w.Returning, args...)
	if err != nil {
		return 0, err
	}
	if !known {
		names, err := rows.Columns()
		if err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		whole = w.Insertion(names)
		t.whole[w] = whole
	}
	if whole != nil {
		return t.change.Added(w, rows)
	}
	return t.change.After(w, rows)
}

func (t *Tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	st, err := t.stmt(ctx, query)
	if err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	r, err := st.ExecContext(t.short(ctx), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// short is the context of a statement of a write: SQLite's driver would start a goroutine for each that may be
// interrupted, and a write is short.
func (t *Tx) short(ctx context.Context) context.Context {
	if t.store.postgres {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// Stream is Query: the statements of a transaction are its own.
func (t *Tx) Stream(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.Query(ctx, query, args...)
}

// Importing reports whether an import is claimed: its households are nobody else's.
func (t *Tx) Importing() bool { return t.store.Importing() }

// Query reads rows as the transaction sees them.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := t.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// Row reads one row as the transaction sees it; its Scan has what went wrong.
func (t *Tx) Row(ctx context.Context, query string, args ...any) Scanner {
	st, err := t.stmt(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return st.QueryRowContext(ctx, args...)
}

// errGivenUp makes database/sql throw a connection away, which it does for this one error of a driver.
var errGivenUp = fmt.Errorf("store: the connection is given up: %w", driver.ErrBadConn)

// SQLite's result codes of a disk that fails or is full, and of a file that cannot be written.
const (
	liteReadOnly = 8
	liteIOError  = 10
	liteFull     = 13
)

// failed names a failure of the disk for people. After an I/O error what the disk holds is not known, so that the
// office only reads until it is started again; a full disk is tried again with the next write.
func (s committing) failed(err error) error {
	var lite *sqlite.Error
	code := -1
	if errors.As(err, &lite) {
		code = lite.Code() & 0xFF
	}
	text := fmt.Sprint(err)
	switch {
	case code == liteFull || strings.Contains(text, "SQLSTATE 53100"):
		return errs.New(errs.Unavailable,
			"the disk is full: nothing of this was saved. Free some space on the server and save again; reading still works").Because(err)
	case s.postgres && away.Cut(err):
		return away.Unavailable(err)
	case code == liteIOError || code == liteReadOnly || strings.Contains(text, "SQLSTATE 58030"):
		e := errs.New(errs.Unavailable,
			"the server's disk reports an error: nothing of this was saved. The office only reads now; the administrator must check the disk, take a backup and start it again").Because(err)
		s.broken.CompareAndSwap(nil, e)
		return e
	}
	return err
}
