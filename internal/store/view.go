package store

import (
	"context"
	"database/sql"
)

// View runs a function that only reads, on one state of the database: it waits for no writer, and no writer waits
// for it.
func (s *Store) View(ctx context.Context, do func(Reader) error) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return unavailable(err)
	}
	begin := "BEGIN"
	if s.postgres {
		begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		giveUp(conn)
		return unavailable(err)
	}
	tx := &Tx{store: s, conn: conn, stmts: map[string]*sql.Stmt{}}
	defer tx.leave(context.WithoutCancel(ctx))
	return do(tx)
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
