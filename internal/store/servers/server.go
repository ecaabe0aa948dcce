// Package servers keeps the rows of the programs that have one database open.
package servers

import (
	"context"
	"time"

	"giamngheo/internal/store"
)

// Server is a program that has the database open.
type Server struct {
	Province string
	ID       string // the origin of its changes
	Host     string
	Version  string // of the program
	Law      string // the digest of the law and the data that it decides by
	Started  time.Time
	Seen     time.Time // when it last said that it is there, by the database's clock
}

// Beat writes that a program is there.
func Beat(ctx context.Context, t store.Writer, s *Server) error {
	_, err := t.Exec(ctx, `INSERT INTO server (province, id, host, version, law, started, seen)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, id) DO UPDATE SET seen = excluded.seen`, s.Province, s.ID,
		s.Host, s.Version, s.Law, s.Started.UnixMicro(), s.Seen.UnixMicro())
	return err
}

// Leave takes a program away, and those that said nothing since a moment.
func Leave(ctx context.Context, t store.Writer, province, id string, silent time.Time) error {
	_, err := t.Exec(ctx, `DELETE FROM server WHERE province = $1 AND (id = $2 OR seen < $3)`, province, id,
		silent.UnixMicro())
	return err
}

// Since returns the programs that said since a moment that they are there, the oldest first.
func Since(ctx context.Context, r store.Reader, province string, at time.Time) (out []Server, err error) {
	rows, err := r.Query(ctx, `SELECT province, id, host, version, law, started, seen FROM server
		WHERE province = $1 AND seen >= $2 ORDER BY started, id`, province, at.UnixMicro())
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var s Server
		var started, seen int64
		err := r.Scan(&s.Province, &s.ID, &s.Host, &s.Version, &s.Law, &started, &seen)
		s.Started, s.Seen = time.UnixMicro(started).UTC(), time.UnixMicro(seen).UTC()
		out = append(out, s)
		return err
	})
}
