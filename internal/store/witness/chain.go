package witness

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/vault"
)

// Append adds an entry to its province's chain; Seq and Hash are set here.
func (c *Change) Append(ctx context.Context, r Rows, e *audit.Entry) error {
	heads, err := headOf(ctx, r, `SELECT province, seq, hash FROM audit_head WHERE province = $1`, e.Province)
	if err != nil {
		return err
	}
	before := heads[e.Province]
	e.Seq = before.Last + 1
	c.Entry, c.Noted = e.Seq, true
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Detail.Salt = salt()
	detail, err := e.Detail.Encode()
	if err != nil {
		return err
	}
	e.Hash = keyed(r.Vault())(e.Bytes(before.Head, detail))
	if err := r.Plain(ctx,
		`INSERT INTO audit (province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, e.Province, e.Seq, e.At.UnixMicro(), e.Account,
		e.Who, e.From, e.Action, e.Kind, e.Subject, e.Place,
		r.Vault().Seal(nil, detail, DetailPlace(e.Province, e.Seq)), e.Hash[:]); err != nil {
		return err
	}
	return r.Plain(ctx, `INSERT INTO audit_head (province, seq, hash) VALUES ($1, $2, $3)
		ON CONFLICT (province) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, e.Province, e.Seq, e.Hash[:])
}

func salt() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// DetailPlace is where an entry's detail belongs; its seal opens nowhere else.
func DetailPlace(province string, seq int64) string { return fmt.Sprintf("audit/%s/%d", province, seq) }

// keyed hashes entries with the office's first key, which stays in its file whatever keys come after it: an entry
// cannot be made without it.
func keyed(v *vault.Vault) audit.Hash {
	return func(b []byte) (out [32]byte) {
		copy(out[:], v.SignBy(1, "entry", b)[1:])
		return out
	}
}

// Heads are the ends of the chains as the database remembers them.
func Heads(ctx context.Context, r Reader) (map[string]audit.Chain, error) {
	return headOf(ctx, r, `SELECT province, seq, hash FROM audit_head`)
}

func headOf(ctx context.Context, r Reader, query string, args ...any) (map[string]audit.Chain, error) {
	heads := map[string]audit.Chain{}
	rows, err := r.Query(ctx, query, args...)
	return heads, each(rows, err, func() error {
		var province string
		var c audit.Chain
		var hash []byte
		err := rows.Scan(&province, &c.Last, &hash)
		copy(c.Head[:], hash)
		heads[province] = c
		return err
	})
}

// each reads all rows of a query and closes it.
func each(rows *sql.Rows, err error, scan func() error) (failed error) {
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, rows.Close()) }()
	for rows.Next() {
		if err := scan(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Query says which entries are wanted.
type Query struct {
	Province, Kind, Subject string
	Places                  []string // only what belongs to these places; nil: of any
	Kinds                   []string // only of these kinds; nil: of any
	Before                  int64    // 0: from the newest
	Limit                   int
}

// entryColumns are the columns of an entry, in the order in which they are read.
const entryColumns = `SELECT province, seq, at, account, who, origin, action, kind, subject, place, sealed_detail, hash FROM audit`

// Entries returns entries, the newest first, with their details opened. Each place and kind is read by its own index, no
// further than the limit, however many entries others have left since.
func Entries(ctx context.Context, r Reader, q Query) (out []audit.Entry, err error) {
	if q.Before <= 0 {
		q.Before = 1 << 62
	}
	q.Limit = min(max(q.Limit, 1), 500)
	places, kinds := q.Places, q.Kinds
	if places == nil {
		places = []string{anything}
	}
	if q.Kind != "" {
		if kinds != nil && !slices.Contains(kinds, q.Kind) {
			return nil, nil
		}
		kinds = []string{q.Kind}
	}
	if kinds == nil {
		kinds = []string{anything}
	}
	for _, place := range places {
		for _, kind := range kinds {
			part, err := entriesOf(ctx, r, q, place, kind)
			if err != nil {
				return nil, err
			}
			out = append(out, part...)
		}
	}
	slices.SortFunc(out, func(a, b audit.Entry) int { return cmp.Compare(b.Seq, a.Seq) })
	return out[:min(len(out), q.Limit)], nil
}

// anything stands for every place, or every kind.
const anything = "\x00"

// entriesOf are the newest entries of one place and kind.
func entriesOf(ctx context.Context, r Reader, q Query, place, kind string) (out []audit.Entry, err error) {
	query, args := entryColumns+` WHERE province = $1 AND seq < $2`, []any{q.Province, q.Before}
	with := func(column, value string) {
		args = append(args, value)
		query += fmt.Sprintf(" AND %s = $%d", column, len(args))
	}
	if place != anything {
		with("place", place)
	}
	if kind != anything {
		with("kind", kind)
	}
	if kind != anything && q.Subject != "" {
		with("subject", q.Subject)
	}
	rows, err := r.Query(ctx, query+fmt.Sprintf(` ORDER BY seq DESC LIMIT %d`, q.Limit), args...)
	return out, each(rows, err, func() error {
		e, _, err := scanEntry(r.Vault(), rows)
		out = append(out, e)
		return err
	})
}

func scanEntry(v *vault.Vault, rows *sql.Rows) (e audit.Entry, detail []byte, err error) {
	var at int64
	var sealed, hash []byte
	if err := rows.Scan(&e.Province, &e.Seq, &at, &e.Account, &e.Who, &e.From, &e.Action, &e.Kind, &e.Subject, &e.Place,
		&sealed, &hash); err != nil {
		return e, nil, err
	}
	e.At = time.UnixMicro(at).UTC()
	copy(e.Hash[:], hash)
	detail, err = v.Open(nil, sealed, DetailPlace(e.Province, e.Seq))
	if err != nil {
		return e, nil, fmt.Errorf("%w: entry %d cannot be opened: %w", audit.ErrBroken, e.Seq, err)
	}
	if err := json.Unmarshal(detail, &e.Detail); err != nil {
		return e, nil, fmt.Errorf("%w: entry %d cannot be read: %w", audit.ErrBroken, e.Seq, err)
	}
	return e, detail, nil
}

// Walk walks every chain from its first entry to its last, and compares where they end. from says from which entry on a
// province's entries are hashed with the office's key. It goes on after an entry that does not hold, so that every one
// is named.
func Walk(ctx context.Context, r Reader, from func(province string) int64,
	step func(done, total int64)) (entries int64, chains map[string]audit.Chain, faults []Fault, err error) {
	heads, err := Heads(ctx, r)
	if err != nil {
		return 0, nil, nil, err
	}
	var total int64
	for _, c := range heads {
		total += c.Last
	}
	chains = map[string]audit.Chain{}
	rows, err := r.Query(ctx, entryColumns+` ORDER BY province, seq`)
	err = each(rows, err, func() error {
		e, detail, err := scanEntry(r.Vault(), rows)
		if err != nil && !errors.Is(err, audit.ErrBroken) {
			return err
		}
		by := keyed(r.Vault())
		if e.Seq < from(e.Province) {
			by = sha256.Sum256
		}
		c := chains[e.Province]
		if err == nil {
			err = c.Next(&e, detail, by)
		}
		if err != nil {
			faults = append(faults, Fault{Kind: Broken, Key: e.Province, Entry: e.Seq})
		}
		chains[e.Province] = audit.Chain{Last: e.Seq, Head: e.Hash}
		if entries++; step != nil && entries%1024 == 0 {
			step(entries, total)
		}
		return nil
	})
	return entries, chains, append(faults, differ(heads, chains)...), err
}

// differ compares the ends of the chains with those that the database remembers.
func differ(heads, chains map[string]audit.Chain) (faults []Fault) {
	all := maps.Clone(heads)
	maps.Copy(all, chains)
	for _, province := range slices.Sorted(maps.Keys(all)) {
		if heads[province] != chains[province] {
			faults = append(faults, Fault{Kind: Cut, Key: province})
		}
	}
	return faults
}
