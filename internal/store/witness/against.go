package witness

import (
	"bytes"
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"time"
)

// Against compares the database with a file of heads that was kept elsewhere: it must not be older than any of them, and
// every entry that one names must be the same still. It says how many heads it looked at.
func Against(ctx context.Context, r Reader, file []byte) (heads int, faults []Fault, err error) {
	h, err := readHead(ctx, r, false)
	if err != nil { // Verify has said what is wrong with it
		h.Clock = 0
	}
	for i, line := range slices.Collect(bytes.Lines(file)) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		heads++
		l, err := ReadLine(r.Vault(), line)
		if err != nil {
			faults = append(faults, Fault{Kind: ForgedLine, Entry: int64(i + 1)})
			continue
		}
		day := l.At.Format(time.RFC3339)
		if h.Clock < l.Head.Clock {
			faults = append(faults, Fault{Kind: PutBack, Key: day})
		}
		for _, province := range slices.Sorted(maps.Keys(l.Head.Ends)) {
			same, err := sameEntry(ctx, r, province, l.Head.Ends[province])
			if err != nil {
				return heads, faults, err
			}
			if !same {
				faults = append(faults, Fault{Kind: Replaced, Key: day, Entry: l.Head.Ends[province].Seq})
			}
		}
	}
	return heads, faults, nil
}

// sameEntry reports whether an entry has the hash that a head names.
func sameEntry(ctx context.Context, r Reader, province string, e End) (same bool, err error) {
	rows, err := r.Query(ctx, `SELECT hash FROM audit WHERE province = $1 AND seq = $2`, province, e.Seq)
	same = e.Seq == 0
	return same, each(rows, err, func() error {
		var hash []byte
		err := rows.Scan(&hash)
		same = hex.EncodeToString(hash) == e.Hash
		return err
	})
}
