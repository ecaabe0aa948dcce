package households

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/store"
)

// An import goes into the register in four steps, of which only short ones take the writer: its rows are staged;
// ClaimImport keeps others from the households that it is about and checks that nobody was there before; the caller's
// transaction with DecideImport makes it the register's, all of it; MoveImport moves it there. FinishImports moves
// what a stop left decided, and throws away what it left undecided.

// How far an import is, as import_batch.decided says it; 0: it is being staged.
const (
	importClaimed = 2 // its households are nobody else's
	importDecided = 1
)

// importPiece is how many rows of an import are moved, or thrown away, in one transaction: people's saves wait no
// longer than for that.
const importPiece = 400

// BeginImport opens an import's staging. Errors: the job has one.
func BeginImport(ctx context.Context, t store.Writer, province string, job int64) error {
	_, err := t.Exec(ctx, `INSERT INTO import_batch (province, job, decided) VALUES ($1, $2, 0)`, province, job)
	return err
}

// Stage lays down the seq-th household of an import, as it will be in the register; was is the version that it
// follows, 0 for a new one. Its ID and Version are set before, and so is its record: see Seal.
func Stage(ctx context.Context, t store.Writer, job, seq int64, v *Version, was int64) error {
	_, err := t.Exec(ctx,
		`INSERT INTO import_row (province, job, seq, was, id, code, commune, state, version, valid_from, recorded_at, recorded_by,
		deed, class, sealed_record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, v.Province, job, seq, was, v.ID,
		string(v.Household.Code), string(v.Household.Commune), int(v.State), v.Version, v.ValidFrom.String(),
		v.RecordedAt.UnixMicro(),
		v.RecordedBy, v.Deed, int(v.Class), record(t, v))
	return err
}

// ClaimImport keeps everybody else from the households of a staged import, until it is moved or dropped. Errors
// (errs.Conflict): one of them was changed, or its code was taken, since it was staged.
func ClaimImport(ctx context.Context, s *store.Store, province string, job int64) error {
	s.SetImporting(true)
	err := s.Write(ctx, func(tx *store.Tx) error { // those that came before are done
		_, err := tx.Exec(ctx, `UPDATE import_batch SET decided = $1 WHERE province = $2 AND job = $3`, importClaimed,
			province, job)
		return err
	})
	if err != nil {
		return err
	}
	var changed, taken int64
	err = s.Row(ctx, `SELECT COUNT(*) FROM import_row r JOIN household h ON h.province = r.province AND h.id = r.id
		WHERE r.province = $1 AND r.job = $2 AND h.version <> r.was`, province, job).Scan(&changed)
	if err != nil {
		return err
	}
	err = s.Row(ctx, `SELECT COUNT(*) FROM import_row r JOIN household h ON h.province = r.province AND h.code = r.code
		WHERE r.province = $1 AND r.job = $2 AND h.id <> r.id`, province, job).Scan(&taken)
	if err == nil && changed+taken > 0 {
		err = errs.New(errs.Conflict, "the register has changed since the preview: look at it again, then import")
	}
	return err
}

// DecideImport makes a claimed import the register's, with whatever else the transaction holds.
func DecideImport(ctx context.Context, t store.Writer, province string, job int64) error {
	_, err := t.Exec(ctx, `UPDATE import_batch SET decided = $1 WHERE province = $2 AND job = $3`, importDecided,
		province, job)
	return err
}

// MoveImport moves a decided import into the register, piece by piece, and lets others at its households again.
func MoveImport(ctx context.Context, s *store.Store, province string, job int64) error {
	return clearImport(ctx, s, province, job, movePiece)
}

// DropImport throws a staged import away that is not decided, and lets others at its households again.
func DropImport(ctx context.Context, s *store.Store, province string, job int64) error {
	return clearImport(ctx, s, province, job, func(context.Context, store.Writer, string, int64,
		int64) error {
		return nil
	})
}

// clearImport hands an import's rows, up to a number each time, to a function and takes them away; then the import
// itself.
func clearImport(ctx context.Context, s *store.Store, province string, job int64,
	piece func(context.Context, store.Writer, string, int64, int64) error) error {
	for more := true; more; {
		err := s.Write(ctx, func(tx *store.Tx) error {
			var first int64
			err := tx.Row(ctx, `SELECT seq FROM import_row WHERE province = $1 AND job = $2 ORDER BY seq LIMIT 1`,
				province, job).Scan(&first)
			if more = !errors.Is(err, sql.ErrNoRows); !more {
				tx.After(func() { s.SetImporting(false) })
				_, err = tx.Exec(ctx, `DELETE FROM import_batch WHERE province = $1 AND job = $2`, province, job)
				return err
			}
			last := first + importPiece - 1
			if err == nil {
				err = piece(ctx, tx, province, job, last)
			}
			if err == nil {
				_, err = tx.Exec(ctx, `DELETE FROM import_row WHERE province = $1 AND job = $2 AND seq <= $3`, province,
					job, last)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// movePiece puts an import's rows up to a number into the register, and what they follow into its history.
func movePiece(ctx context.Context, t store.Writer, province string, job, last int64) error {
	if _, err := t.Exec(ctx, `INSERT INTO import_written (province, job, id, version, was)
		SELECT province, job, id, version, was FROM import_row WHERE province = $1 AND job = $2 AND seq <= $3
		ON CONFLICT (province, job, id) DO NOTHING`,
		province, job, last); err != nil {
		return err
	}
	if _, err := t.Exec(ctx,
		`INSERT INTO household_version (province, id, version, code, commune, state, valid_from, valid_to, recorded_at, recorded_by,
		deed, class, sealed_record) SELECT h.province, h.id, h.version, h.code, h.commune, h.state, h.valid_from, r.valid_from, h.recorded_at,
		h.recorded_by, h.deed, h.class, h.sealed_record FROM import_row r JOIN household h ON h.province = r.province AND h.id = r.id
		WHERE r.province = $1 AND r.job = $2 AND r.seq <= $3`, province, job, last); err != nil {
		return err
	}
	_, err := t.Exec(ctx,
		`INSERT INTO household (province, id, code, commune, state, version, valid_from, recorded_at, recorded_by, deed, class,
		sealed_record) SELECT province, id, code, commune, state, version, valid_from, recorded_at, recorded_by, deed, class, sealed_record
		FROM import_row WHERE province = $1 AND job = $2 AND seq <= $3
		ON CONFLICT (province, id) DO UPDATE SET code = excluded.code, commune = excluded.commune, state = excluded.state, version = excluded.version,
		valid_from = excluded.valid_from, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by, deed = excluded.deed,
		class = excluded.class, sealed_record = excluded.sealed_record`, province, job, last)
	return err
}

// Written is what an import wrote of a household: the version that it got and the one before, 0 for a new one.
type Written struct{ ID, Version, Was int64 }

// WrittenBy returns what an import wrote, up to a number of households with ids above one.
func WrittenBy(ctx context.Context, s store.Reader, province string, job, above int64, most int) (out []Written,
	err error) {
	rows, err := s.Query(ctx, `SELECT id, version, was FROM import_written WHERE province = $1 AND job = $2 AND id > $3
		ORDER BY id LIMIT $4`, province, job, above, most)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var w Written
		err := r.Scan(&w.ID, &w.Version, &w.Was)
		out = append(out, w)
		return err
	})
}

// FinishImports moves the imports that a stop left decided, and throws away those that it left undecided; not those of
// jobs that other servers run.
func FinishImports(ctx context.Context, s *store.Store, running []int64) error {
	type batch struct {
		province string
		job      int64
	}
	var left []batch
	rows, err := s.Query(ctx, `SELECT province, job FROM import_batch`)
	if err := store.Each(rows, err, func(r store.Scanner) error {
		var b batch
		err := r.Scan(&b.province, &b.job)
		if !slices.Contains(running, b.job) {
			left = append(left, b)
		}
		return err
	}); err != nil {
		return err
	}
	for _, b := range left {
		if err := FinishImport(ctx, s, b.province, b.job); err != nil {
			return err
		}
	}
	return nil
}

// FinishImport moves what a job that was cut off had decided to import, and throws away what it had not.
func FinishImport(ctx context.Context, s *store.Store, province string, job int64) error {
	var decided int
	err := s.Row(ctx, `SELECT decided FROM import_batch WHERE province = $1 AND job = $2`, province, job).Scan(&decided)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case decided == importDecided:
		return MoveImport(ctx, s, province, job)
	}
	return DropImport(ctx, s, province, job)
}

// free refuses a household, by its id and code, that an import under way is about.
func free(ctx context.Context, t store.Writer, province string, id int64, code household.ID) error {
	if !t.Importing() {
		return nil
	}
	var n int64
	err := t.Row(ctx, `SELECT (SELECT COUNT(*) FROM import_row r JOIN import_batch b ON b.province = r.province AND b.job = r.job
		WHERE r.province = $1 AND r.id = $2 AND b.decided > 0)
		+ (SELECT COUNT(*) FROM import_row r JOIN import_batch b ON b.province = r.province AND b.job = r.job
		WHERE r.province = $1 AND r.code = $3 AND b.decided > 0)`, province, id, string(code)).Scan(&n)
	if err == nil && n > 0 {
		err = errs.New(errs.Conflict, "this household is being imported from a file; save again in a few seconds")
	}
	return err
}
