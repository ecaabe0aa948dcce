package store

import (
	"context"
	"fmt"
	"strings"
)

// Optimize has the engine count anew what its tables hold, so that it finds the right index: at the start of the
// program and after much was written at once. It is done in milliseconds on SQLite, whatever the size of the tables.
func (s *Store) Optimize(ctx context.Context) error {
	if s.Broken() != nil { // nothing can be written, and nothing has to be
		return nil
	}
	if s.postgres {
		_, err := s.read.ExecContext(ctx, `ANALYZE`)
		return err
	}
	if err := s.Write(ctx, func(tx *Tx) error { return tx.analyze(ctx) }); err != nil {
		return err
	}
	s.read.SetMaxIdleConns(0) // a connection knows the statistics of when it was opened
	s.read.SetMaxIdleConns(readers)
	return nil
}

// countedFrom is from how many rows on SQLite's own statistics of a table are taken. Those of a smaller one say
// nothing of what it will be when people have worked with it for a day: then every index is presumed to be good.
const countedFrom = 1000

// analyze counts, looking at 400 rows of an index at most, and presumes the rest.
func (t *Tx) analyze(ctx context.Context) error {
	for _, do := range []string{`PRAGMA analysis_limit = 400`, `ANALYZE`,
		`DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < ` + fmt.Sprint(countedFrom)} {
		if _, err := t.conn.ExecContext(ctx, do); err != nil {
			return err
		}
	}
	if err := t.presume(ctx); err != nil {
		return err
	}
	_, err := t.conn.ExecContext(ctx, `ANALYZE sqlite_schema`) // has the statistics read anew
	return err
}

// presumedOf are the statistics of an index of a table that was not counted: a province has all the rows, what comes
// next in the index has twenty, and its whole key has one.
func presumedOf(columns int, first string) string {
	counts := []string{"100000"}
	if first == "province" && columns > 1 {
		counts = append(counts, "100000")
	}
	if len(counts) < columns {
		counts = append(counts, "20")
	}
	for len(counts) <= columns {
		counts = append(counts, "1")
	}
	return strings.Join(counts, " ")
}

// presume writes statistics of the indexes that have none.
func (t *Tx) presume(ctx context.Context) error {
	rows, err := t.conn.QueryContext(ctx, `SELECT m.name, CASE WHEN l.origin = 'pk' THEN m.name ELSE l.name END,
		(SELECT COUNT(*) FROM pragma_index_info(l.name) i), (SELECT i.name FROM pragma_index_info(l.name) i WHERE i.seqno = 0)
		FROM sqlite_schema m, pragma_index_list(m.name) l
		WHERE m.type = 'table' AND NOT EXISTS (SELECT 1 FROM sqlite_stat1 s WHERE s.tbl = m.name)`)
	var found [][3]string
	if err := Each(rows, err, func(r Scanner) error {
		var table, index, first string
		var columns int
		err := r.Scan(&table, &index, &columns, &first)
		found = append(found, [3]string{table, index, presumedOf(columns, first)})
		return err
	}); err != nil {
		return err
	}
	for _, f := range found {
		if _, err := t.conn.ExecContext(ctx, `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)`, f[0],
			f[1], f[2]); err != nil {
			return err
		}
	}
	return nil
}
