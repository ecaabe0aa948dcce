package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// Change is a thing that changed, as other processes on the same database hear of it.
type Change struct {
	Seq    int64
	Origin string  // the process that wrote it
	Topic  string  // what sort of thing
	IDs    []int64 // which; empty: anything of the topic
	At     time.Time
}

// Same reports whether another row is this change.
func (c *Change) Same(other *Change) bool {
	return c.Seq == other.Seq && c.Origin == other.Origin && c.At.Equal(other.At)
}

// AddChange notes what changed, in the transaction that changes it. Its number follows that of the change before: the
// newest row is never trimmed away.
func (t *Tx) AddChange(ctx context.Context, province string, c *Change) error {
	text := ""
	if len(c.IDs) > 0 {
		b, err := json.Marshal(c.IDs)
		if err != nil {
			return err
		}
		text = string(b)
	}
	err := t.Row(ctx, `INSERT INTO change (province, seq, origin, topic, ids, at)
		VALUES ($1, COALESCE((SELECT MAX(seq) FROM change WHERE province = $1), 0) + 1, $2, $3, $4, $5) RETURNING seq`,
		province, c.Origin, c.Topic, text, c.At.UnixMicro()).Scan(&c.Seq)
	if err != nil {
		return err
	}
	return t.notify(ctx)
}

// Changes returns what changed from a number on, in order, at most limit of them.
func (s *Store) Changes(ctx context.Context, province string, from int64, limit int) (out []Change, err error) {
	rows, err := s.Query(ctx,
		`SELECT seq, origin, topic, ids, at FROM change WHERE province = $1 AND seq >= $2 ORDER BY seq LIMIT $3`,
		province, from, limit)
	return out, Each(rows, err, func(r Scanner) error {
		c, err := scanChange(r)
		out = append(out, c)
		return err
	})
}

func scanChange(r Scanner) (c Change, err error) {
	var text string
	var at int64
	if err := r.Scan(&c.Seq, &c.Origin, &c.Topic, &text, &at); err != nil {
		return c, err
	}
	c.At = time.UnixMicro(at).UTC()
	if text != "" {
		err = json.Unmarshal([]byte(text), &c.IDs)
	}
	return c, err
}

// LastChange returns the newest change; its number is 0 where there is none.
func (s *Store) LastChange(ctx context.Context, province string) (Change, error) {
	c, err := scanChange(s.Row(ctx,
		`SELECT seq, origin, topic, ids, at FROM change WHERE province = $1 ORDER BY seq DESC LIMIT 1`, province))
	if errors.Is(err, sql.ErrNoRows) {
		return Change{}, nil
	}
	return c, err
}

// TrimChanges removes changes from before a moment, but for the newest.
func (t *Tx) TrimChanges(ctx context.Context, province string, before time.Time) (int64, error) {
	return t.Exec(ctx, `DELETE FROM change WHERE province = $1 AND at < $2
		AND seq < (SELECT MAX(seq) FROM change WHERE province = $1)`, province, before.UnixMicro())
}
