package store

import (
	"context"
	"database/sql"

	"giamngheo/internal/store/away"
)

// View runs a function that only reads, on one state of the database: it waits for no writer, and no writer waits
// for it. A PostgreSQL that does not answer is waited for before it begins. Errors (errs.Unavailable): it is away for
// longer, or went away meanwhile.
func (s *Store) View(ctx context.Context, do func(Reader) error) error {
	var conn *sql.Conn
	if err := patiently(ctx, s, func() (err error) {
		conn, err = beginView(ctx, s)
		return err
	}); err != nil {
		return err
	}
	tx := &Tx{store: s, conn: conn, stmts: map[string]*sql.Stmt{}}
	defer tx.leave(context.WithoutCancel(ctx))
	err := do(tx)
	if s.postgres {
		err = away.Named(err)
	}
	return err
}

// beginView begins a transaction that only reads.
func beginView(ctx context.Context, s *Store) (*sql.Conn, error) {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return nil, err
	}
	begin := "BEGIN"
	if s.postgres {
		begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		giveUp(conn)
		return nil, err
	}
	return conn, nil
}

// leave ends a reading transaction; a connection that cannot end it is thrown away.
func (t *Tx) leave(ctx context.Context) {
	for _, st := range t.stmts {
		_ = st.Close()
	}
	if _, err := t.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		giveUp(t.conn)
		return
	}
	_ = t.conn.Close()
}
