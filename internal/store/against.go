package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"time"

	"giamngheo/internal/store/witness"
)

// HeadLine is the signed head as a line for a file elsewhere.
func (s *Store) HeadLine(ctx context.Context, at time.Time) ([]byte, error) {
	return witness.WriteLine(ctx, s, at)
}

// Against compares the database with a file of heads that was kept elsewhere: it must not be older than any of them, and
// every entry that one names must be the same still. It says how many heads it looked at.
func (s *Store) Against(ctx context.Context, file []byte) (heads int, faults []witness.Fault, err error) {
	return heads, faults, s.View(ctx, func(r Reader) error {
		clock, err := witness.Clock(ctx, r)
		if err != nil { // verify has said what is wrong with it
			clock = 0
		}
		for i, line := range slices.Collect(bytes.Lines(file)) {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			heads++
			l, err := witness.ReadLine(r.Vault(), line)
			if err != nil {
				faults = append(faults, witness.Fault{Kind: witness.ForgedLine, Entry: int64(i + 1)})
				continue
			}
			day := l.At.Format(time.RFC3339)
			if clock < l.Head.Clock {
				faults = append(faults, witness.Fault{Kind: witness.PutBack, Key: day})
			}
			for _, province := range slices.Sorted(maps.Keys(l.Head.Ends)) {
				same, err := sameEntry(ctx, r, province, l.Head.Ends[province])
				if err != nil {
					return err
				}
				if !same {
					faults = append(faults, witness.Fault{Kind: witness.Replaced, Key: day, Entry: l.Head.Ends[province].Seq})
				}
			}
		}
		return nil
	})
}

// sameEntry reports whether an entry has the hash that a head names.
func sameEntry(ctx context.Context, r Reader, province string, e witness.End) (bool, error) {
	var hash []byte
	err := r.Row(ctx, `SELECT hash FROM audit WHERE province = $1 AND seq = $2`, province, e.Seq).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return e.Seq == 0, nil
	}
	return hex.EncodeToString(hash) == e.Hash, err
}
