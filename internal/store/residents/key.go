// Package residents keeps the keys that open residents' own pages.
package residents

import (
	"context"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/store"
)

// Key opens the own page of a household. The token itself is kept nowhere: it stands in a letter.
type Key struct {
	Province  string
	ID        int64
	TokenHash string
	Household int64
	IssuedBy  int64
	Issued    time.Time
	Until     date.Date // the last day on which it opens
	RevokedBy int64     // 0: it was not revoked
	Revoked   time.Time
	Reason    string
}

const columns = `province, id, token_hash, household, issued_by, issued_at, until_day, revoked_by, revoked_at, reason`

func scan(r store.Scanner, k *Key) error {
	var until string
	var issued, revoked int64
	err := r.Scan(&k.Province, &k.ID, &k.TokenHash, &k.Household, &k.IssuedBy, &issued, &until, &k.RevokedBy, &revoked,
		&k.Reason)
	if err != nil {
		return err
	}
	k.Issued = time.UnixMicro(issued).UTC()
	if revoked != 0 {
		k.Revoked = time.UnixMicro(revoked).UTC()
	}
	k.Until, err = store.DayOf(until)
	return err
}

// Add keeps a key; its ID is set here.
func Add(ctx context.Context, t store.Writer, k *Key) (err error) {
	if k.ID, err = t.Next(ctx, k.Province, "resident_key", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO resident_key (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, k.Province,
		k.ID, k.TokenHash, k.Household, k.IssuedBy, k.Issued.UnixMicro(), store.DayText(k.Until), 0, 0, "")
	return err
}

// Revoke ends a key. Errors (errs.Conflict): it was revoked meanwhile.
func Revoke(ctx context.Context, t store.Writer, k *Key) error {
	n, err := t.Exec(ctx, `UPDATE resident_key SET revoked_by = $1, revoked_at = $2, reason = $3
		WHERE province = $4 AND id = $5 AND revoked_at = 0`, k.RevokedBy, k.Revoked.UnixMicro(), k.Reason, k.Province, k.ID)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

// ByToken returns the key whose token has a hash. Errors: errs.NotFound.
func ByToken(ctx context.Context, s store.Reader, province, hash string) (*Key, error) {
	var k Key
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM resident_key WHERE province = $1 AND token_hash = $2`, province, hash),
		&k); err != nil {
		return nil, store.NotFound(err)
	}
	return &k, nil
}

// Of returns the keys of a household, the newest first.
func Of(ctx context.Context, s store.Reader, province string, household int64) (out []Key, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM resident_key WHERE province = $1 AND household = $2 ORDER BY id DESC`,
		province, household)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var k Key
		err := scan(r, &k)
		out = append(out, k)
		return err
	})
}
