package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"giamngheo/internal/audit"
	"giamngheo/internal/store/migrations"
	"giamngheo/internal/store/witness"
)

// Audit appends an entry to its province's chain; Seq and Hash are set here.
func (t *Tx) Audit(ctx context.Context, e *audit.Entry) error {
	return t.change.Append(ctx, plainly{t}, e)
}

// AuditQuery says which entries of the record are wanted.
type AuditQuery = witness.Query

// Audit returns entries, the newest first, with their details opened.
func (s *Store) Audit(ctx context.Context, q AuditQuery) ([]audit.Entry, error) {
	return witness.Entries(ctx, s, q)
}

// plainly is a transaction whose statements the witness does not hear of: its own.
type plainly struct{ *Tx }

// Plain runs a statement of the witness.
func (p plainly) Plain(ctx context.Context, query string, args ...any) error {
	_, err := p.exec(ctx, query, args...)
	return err
}

// HeadLine is the signed head of the database as a line for a file elsewhere.
func HeadLine(ctx context.Context, s *Store, at time.Time) ([]byte, error) {
	return witness.WriteLine(ctx, s, at)
}

// Verified is what a check of the record of deeds and of the rows found.
type Verified struct {
	Entries  int64 // of the record of deeds
	Rows     int64 // that are witnessed
	Unsigned bool  // an earlier program made the database: its rows have no signatures yet
	Faults   []witness.Fault
}

// Witness walks every chain of the record and compares every witnessed row with its signature, on one state of the
// database, while people work.
func (s *Store) Witness(ctx context.Context, progress func(done, total int64)) (v Verified, err error) {
	since, err := witnessedSince()
	if err != nil {
		return v, err
	}
	err = s.View(ctx, func(r Reader) (err error) {
		v, err = verified(ctx, r, since, progress)
		return err
	})
	return v, err
}

func verified(ctx context.Context, r Reader, since int64, progress func(done, total int64)) (v Verified, err error) {
	var now int64
	if err := r.Row(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&now); err != nil {
		return v, err
	}
	v.Unsigned = now < since
	from := func(string) int64 { return math.MaxInt64 }
	if !v.Unsigned {
		if from, err = witness.KeyedFrom(ctx, r); err != nil {
			return v, err
		}
	}
	var chains map[string]audit.Chain
	if v.Entries, chains, v.Faults, err = witness.Walk(ctx, r, from, progress); err != nil || v.Unsigned {
		return v, err
	}
	has, err := migrations.Tables(now)
	if err != nil {
		return v, err
	}
	ends := len(v.Faults)
	var found []witness.Fault
	v.Rows, found, err = witness.Verify(ctx, r, has, chains)
	for _, f := range found {
		if f.Kind != witness.Cut || !slices.Contains(v.Faults[:ends], f) { // where a chain ends may be wrong by both
			v.Faults = append(v.Faults, f)
		}
	}
	return v, err
}

// VerifyAudit is Witness, whose first fault is an error. Errors: audit.ErrBroken.
func (s *Store) VerifyAudit(ctx context.Context, progress func(done, total int64)) (entries int64, err error) {
	v, err := s.Witness(ctx, progress)
	if err == nil {
		err = first(v.Faults)
	}
	return v.Entries, err
}

// first is the first of what was found, as an error. Errors: audit.ErrBroken.
func first(faults []witness.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", audit.ErrBroken, faults[0].Text().In("en"))
}

// witnessing is a database whose rows are checked, or signed anew.
type witnessing struct{ *Store }

// Resign signs every row and the head with the newest key, after what was sealed is sealed with it. What was wrong
// before stays known.
func Resign(ctx context.Context, s *Store) error {
	schema, err := witness.SchemaOf(ctx, s)
	if err != nil {
		return err
	}
	v, err := s.Witness(ctx, nil)
	if err != nil {
		return err
	}
	return witnessing{s}.reseal(ctx, schema, false, v.Faults)
}

// reseal signs every row anew as it is: after new keys, or where a migration has changed the tables. What was wrong
// before stays known; first says that there cannot be a head yet.
func (s witnessing) reseal(ctx context.Context, schema int64, first bool, before []witness.Fault) error {
	return s.Write(ctx, func(tx *Tx) error {
		tx.Long()
		return witness.Adopt(ctx, plainly{tx}, schema, first, before)
	})
}

// witnessedSince is the number of the migration that began to witness rows.
func witnessedSince() (int64, error) {
	all, err := migrations.Tables(math.MaxInt64)
	return all["seal_head"], err
}

// beforeMigration checks rows as they are before a migration changes their tables; later they could not be.
func (s witnessing) beforeMigration(ctx context.Context, now, target int64) ([]witness.Fault, error) {
	since, err := witnessedSince()
	if err != nil || now == target || now < since {
		return nil, err
	}
	v, err := s.Witness(ctx, nil)
	return v.Faults, err
}

// afterMigration signs the rows where that was never done, or their tables were changed since.
func (s witnessing) afterMigration(ctx context.Context, target int64, before []witness.Fault) error {
	begun, err := witness.Begun(ctx, s)
	if err != nil {
		return err
	}
	schema, err := witness.SchemaOf(ctx, s)
	switch {
	case err == nil && schema == target:
		return nil
	case err == nil, witness.NoHead(err):
		return s.reseal(ctx, target, begun, before)
	}
	return nil // forged: verify says so, and so does the next write
}
