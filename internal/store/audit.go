package store

import (
	"context"
	"crypto/rand"
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
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Detail.Salt = salt()
	detail, err := e.Detail.Encode()
	if err != nil {
		return err
	}
	e.Hash = e.Sum(before, detail)
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

// VerifyAudit walks every chain from its first entry to its head and returns how many entries hold. Errors:
// audit.ErrBroken with the entry at which it breaks.
func (s *Store) VerifyAudit(ctx context.Context, progress func(done, total int64)) (entries int64, err error) {
	heads := map[string]audit.Chain{}
	var total int64
	rows, err := s.Query(ctx, `SELECT province, seq, hash FROM audit_head`)
	if err := Each(rows, err, func(r Scanner) error {
		var province string
		var c audit.Chain
		var hash []byte
		err := r.Scan(&province, &c.Last, &hash)
		copy(c.Head[:], hash)
		heads[province] = c
		total += c.Last
		return err
	}); err != nil {
		return 0, err
	}
	chains := map[string]*audit.Chain{}
	rows, err = s.Query(ctx,
		`SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit
		ORDER BY province, seq`)
	err = Each(rows, err, func(r Scanner) error {
		e, detail, err := scanAudit(s.vault, r)
		if err != nil {
			return err
		}
		c := chains[e.Province]
		if c == nil {
			c = &audit.Chain{}
			chains[e.Province] = c
		}
		entries++
		if progress != nil && entries%1024 == 0 {
			progress(entries, total)
		}
		return c.Next(&e, detail)
	})
	if err != nil {
		return entries, err
	}
	for province, head := range heads {
		if c := chains[province]; c == nil || c.Last < head.Last || (c.Last == head.Last && c.Head != head.Head) {
			return entries, fmt.Errorf("%w: the newest entries of %s are missing", audit.ErrBroken, province)
		}
	}
	return entries, nil
}
