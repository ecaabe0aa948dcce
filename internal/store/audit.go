package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/vault"
)

// Audit appends an entry to its province's chain; Seq and Hash are set here.
func (t *Tx) Audit(ctx context.Context, e *audit.Entry) error {
	var before [32]byte
	var head []byte
	err := t.Row(ctx, `SELECT seq, hash FROM audit_head WHERE province = $1`, e.Province).Scan(&e.Seq, &head)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	copy(before[:], head)
	e.Seq++
	t.change.Entry, t.change.Noted = e.Seq, true
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Detail.Salt = salt()
	detail, err := e.Detail.Encode()
	if err != nil {
		return err
	}
	e.Hash = keyed(t.store.vault)(e.Bytes(before, detail))
	if _, err := t.Exec(ctx,
		`INSERT INTO audit (province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, e.Province, e.Seq, e.At.UnixMicro(), e.Account,
		e.Who, e.From, e.Action,
		e.Kind, e.Subject, e.Place, t.store.vault.Seal(nil, detail, AuditPlace(e.Province, e.Seq)),
		e.Hash[:]); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO audit_head (province, seq, hash) VALUES ($1, $2, $3)
		ON CONFLICT (province) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, e.Province, e.Seq, e.Hash[:])
	return err
}

func salt() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// AuditPlace is where an entry's detail belongs; its seal opens nowhere else.
func AuditPlace(province string, seq int64) string { return fmt.Sprintf("audit/%s/%d", province, seq) }

// AuditQuery says which entries are wanted: of a kind and subject where given, before a number, the newest first. Kinds
// and Places narrow to what somebody may read; nil: everything.
type AuditQuery struct {
	Province, Kind, Subject string
	Kinds, Places           []string
	Before                  int64 // 0: from the newest
	Limit                   int
}

// Audit returns entries, the newest first, with their details opened.
func (s *Store) Audit(ctx context.Context, q AuditQuery) (out []audit.Entry, err error) {
	if q.Before <= 0 {
		q.Before = 1 << 62
	}
	query := `SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit
		WHERE province = $1 AND seq < $2`
	args := []any{q.Province, q.Before}
	one := func(column string, values ...string) {
		marks := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		query += fmt.Sprintf(" AND %s IN (%s)", column, strings.Join(marks, ", "))
	}
	if q.Kind != "" {
		one("kind", q.Kind)
	}
	if q.Kind != "" && q.Subject != "" {
		one("subject", q.Subject)
	}
	if q.Kinds != nil {
		one("kind", q.Kinds...)
	}
	if q.Places != nil {
		one("place", q.Places...)
	}
	rows, err := s.Query(ctx, query+fmt.Sprintf(` ORDER BY seq DESC LIMIT %d`, min(max(q.Limit, 1), 500)), args...)
	return out, Each(rows, err, func(r Scanner) error {
		e, _, err := scanAudit(s.vault, r)
		out = append(out, e)
		return err
	})
}

func scanAudit(v *vault.Vault, r Scanner) (e audit.Entry, detail []byte, err error) {
	var at int64
	var sealed, hash []byte
	if err := r.Scan(&e.Province, &e.Seq, &at, &e.Account, &e.Who, &e.From, &e.Action, &e.Kind, &e.Subject, &e.Place,
		&sealed, &hash); err != nil {
		return e, nil, err
	}
	e.At = time.UnixMicro(at).UTC()
	copy(e.Hash[:], hash)
	detail, err = v.Open(nil, sealed, AuditPlace(e.Province, e.Seq))
	if err != nil {
		return e, nil, fmt.Errorf("%w: entry %d cannot be opened: %w", audit.ErrBroken, e.Seq, err)
	}
	return e, detail, decodeDetail(detail, &e.Detail)
}

// keyed hashes entries with the office's first key, which stays in its file whatever keys come after it: an entry
// cannot be made without it.
func keyed(v *vault.Vault) audit.Hash {
	return func(b []byte) (out [32]byte) {
		copy(out[:], v.SignBy(1, "entry", b)[1:])
		return out
	}
}

// walkChains walks every chain from its first entry to its last. from says from which entry on a province's entries are
// hashed with the office's key. Errors: audit.ErrBroken with the entry at which one breaks.
func walkChains(ctx context.Context, r Reader, from func(province string) int64, step func()) (chains map[string]audit.Chain,
	err error) {
	chains = map[string]audit.Chain{}
	rows, err := r.Stream(ctx,
		`SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit
		ORDER BY province, seq`)
	return chains, Each(rows, err, func(row Scanner) error {
		e, detail, err := scanAudit(r.Vault(), row)
		if err != nil {
			return err
		}
		by := keyed(r.Vault())
		if e.Seq < from(e.Province) {
			by = sha256.Sum256
		}
		c := chains[e.Province]
		if err := c.Next(&e, detail, by); err != nil {
			return err
		}
		chains[e.Province] = c
		step()
		return nil
	})
}
