package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"
	"sync"

	"giamngheo/internal/audit"
	"giamngheo/internal/store/witness"
)

// plainly is a transaction whose statements the witness does not hear of: its own.
type plainly struct{ *Tx }

// Plain runs a statement of the witness.
func (p plainly) Plain(ctx context.Context, query string, args ...any) error {
	_, err := p.exec(ctx, query, args...)
	return err
}

// sealHead brings the signed head to what a shared transaction did, before it is committed.
func (s committing) sealHead(ctx context.Context, tx *Tx, all *witness.Change) error {
	if all.Empty() {
		return nil
	}
	ends, err := endsOf(ctx, tx)
	if err != nil {
		return err
	}
	return all.Seal(ctx, plainly{tx}, ends)
}

// endsOf are the ends of the chains of the record.
func endsOf(ctx context.Context, r Reader) (map[string]witness.End, error) {
	heads, err := chainHeads(ctx, r)
	out := map[string]witness.End{}
	for province, c := range heads {
		out[province] = witness.End{Seq: c.Last, Hash: hex.EncodeToString(c.Head[:])}
	}
	return out, err
}

// chainHeads are the ends of the chains as audit_head has them.
func chainHeads(ctx context.Context, r Reader) (map[string]audit.Chain, error) {
	heads := map[string]audit.Chain{}
	rows, err := r.Query(ctx, `SELECT province, seq, hash FROM audit_head`)
	return heads, Each(rows, err, func(r Scanner) error {
		var province string
		var c audit.Chain
		var hash []byte
		err := r.Scan(&province, &c.Last, &hash)
		copy(c.Head[:], hash)
		heads[province] = c
		return err
	})
}

// reseal signs every row anew as it is: after new keys, or where a migration has changed the tables. What was wrong
// before stays known; first says that there cannot be a head yet.
func (s *Store) reseal(ctx context.Context, schema int64, first bool, before []witness.Fault) error {
	return s.Write(ctx, func(tx *Tx) error {
		tx.Long()
		ends, err := endsOf(ctx, tx)
		if err != nil {
			return err
		}
		return witness.Adopt(ctx, plainly{tx}, schema, ends, first, before)
	})
}

// Verified is what a check of the record of deeds and of the rows found.
type Verified struct {
	Entries int64 // of the record of deeds
	Rows    int64 // that are witnessed
	Faults  []witness.Fault
}

// Witness walks every chain of the record and compares every witnessed row with its signature, on one state of the
// database, while people work. Errors: audit.ErrBroken with the entry at which a chain breaks.
func (s *Store) Witness(ctx context.Context, progress func(done, total int64)) (v Verified, err error) {
	return v, s.View(ctx, func(r Reader) error {
		from, err := witness.KeyedFrom(ctx, r)
		if err != nil {
			return err
		}
		heads, err := chainHeads(ctx, r)
		if err != nil {
			return err
		}
		var total int64
		for _, c := range heads {
			total += c.Last
		}
		chains, err := walkChains(ctx, r, from, func() {
			if v.Entries++; progress != nil && v.Entries%1024 == 0 {
				progress(v.Entries, total)
			}
		})
		if err != nil {
			return err
		}
		if err := sameEnds(heads, chains); err != nil {
			return err
		}
		v.Rows, v.Faults, err = witness.Verify(ctx, r, chains)
		return err
	})
}

// VerifyAudit is Witness, whose first fault is an error. Errors: audit.ErrBroken.
func (s *Store) VerifyAudit(ctx context.Context, progress func(done, total int64)) (entries int64, err error) {
	v, err := s.Witness(ctx, progress)
	if err == nil && len(v.Faults) > 0 {
		err = fmt.Errorf("%w: %s", audit.ErrBroken, v.Faults[0].Text().In("en"))
	}
	return v.Entries, err
}

// walkOnly checks the chains of a database that was made before rows were witnessed.
func (s *Store) walkOnly(ctx context.Context) error {
	none := func(string) int64 { return math.MaxInt64 }
	chains, err := walkChains(ctx, s, none, func() {})
	if err != nil {
		return err
	}
	heads, err := chainHeads(ctx, s)
	if err != nil {
		return err
	}
	return sameEnds(heads, chains)
}

// sameEnds compares the ends of the chains with those that the database remembers.
func sameEnds(heads, chains map[string]audit.Chain) error {
	for province, head := range heads {
		if chains[province] != head {
			return fmt.Errorf("%w: the newest entries of %s are missing", audit.ErrBroken, province)
		}
	}
	if len(heads) != len(chains) {
		return fmt.Errorf("%w: the end of a chain is missing", audit.ErrBroken)
	}
	return nil
}

// witnessedSince is the number of the migration that began to witness rows.
var witnessedSince = sync.OnceValues(func() (int64, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	for i, name := range files {
		text, err := fs.ReadFile(migrations, name)
		if err != nil || strings.Contains(string(text), "CREATE TABLE seal_head") {
			return int64(i + 1), err
		}
	}
	return 0, errors.New("store: no migration makes the table of the head")
})

// beforeMigration checks rows as they are before a migration changes their tables; later they could not be.
func (s checked) beforeMigration(ctx context.Context, now, target int64) ([]witness.Fault, error) {
	since, err := witnessedSince()
	if err != nil || now == target || now < since {
		return nil, err
	}
	v, err := s.Witness(ctx, nil)
	if errors.Is(err, audit.ErrBroken) { // verify says where
		return v.Faults, nil
	}
	return v.Faults, err
}

// afterMigration signs the rows where that was never done, or their tables were changed since.
func (s checked) afterMigration(ctx context.Context, was, target int64, before []witness.Fault) error {
	since, err := witnessedSince()
	if err != nil {
		return err
	}
	schema, err := witness.SchemaOf(ctx, s)
	switch {
	case err == nil && schema == target:
		return nil
	case err == nil, was < since, witness.NoHead(err):
		return s.reseal(ctx, target, was < since, before)
	}
	return nil // forged: verify says so, and so does the next write
}

// whole checks the record of deeds and the rows of a database of whatever schema.
func (s checked) whole(ctx context.Context, progress func(done, total int64)) error {
	since, err := witnessedSince()
	if err != nil {
		return err
	}
	var now int64
	if err := s.Row(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&now); err != nil {
		return err
	}
	if now < since {
		return s.walkOnly(ctx)
	}
	_, err = s.VerifyAudit(ctx, progress)
	return err
}

// Resign signs every row and the head with the newest key, after what was sealed is sealed with it. What was wrong
// before stays known.
func (s *Store) Resign(ctx context.Context) error {
	schema, err := witness.SchemaOf(ctx, s)
	if err != nil {
		return err
	}
	v, err := s.Witness(ctx, nil)
	if err != nil && !errors.Is(err, audit.ErrBroken) {
		return err
	}
	return s.reseal(ctx, schema, false, v.Faults)
}
