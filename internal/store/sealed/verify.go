package sealed

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/witness"
)

// Report is what a check of everything found.
type Report struct {
	Entries    int64 // of the record of deeds
	Rows       int64 // whose signatures were compared
	Households int64
	Unsigned   bool // an earlier program made the database: its rows have no signatures yet
	Heads      int  // kept elsewhere, which the database was compared with
	Faults     []witness.Fault
}

// Verify checks everything that is stored: the file, the chains of the record of deeds, every witnessed row against its
// signature, heads that were kept elsewhere (none: nil), and that every household of every province can be opened and
// read, its history too. What was changed are the report's faults.
func Verify(ctx context.Context, s *store.Store, heads []byte, progress func(done, total int64)) (r Report, err error) {
	if err := s.Integrity(ctx); err != nil {
		return r, err
	}
	v, err := s.Witness(ctx, progress)
	if err != nil {
		return r, err
	}
	r.Entries, r.Rows, r.Unsigned, r.Faults = v.Entries, v.Rows, v.Unsigned, v.Faults
	if heads != nil {
		n, faults, err := Against(ctx, s, heads)
		if err != nil {
			return r, err
		}
		r.Heads, r.Faults = n, append(r.Faults, faults...)
	}
	if r.Households, err = readable(ctx, s); len(r.Faults) > 0 {
		return r, nil // what cannot be read is among them
	}
	return r, err
}

// Against compares the database with a file of heads that was kept elsewhere, and says how many there were.
func Against(ctx context.Context, s *store.Store, file []byte) (heads int, faults []witness.Fault, err error) {
	err = s.View(ctx, func(r store.Reader) error {
		heads, faults, err = witness.Against(ctx, r, file)
		return err
	})
	return heads, faults, err
}

// readable opens every household and every version of it, and counts the households.
func readable(ctx context.Context, s *store.Store) (counted int64, err error) {
	for _, table := range []string{`household`, `household_version`} {
		rows, err := s.Stream(ctx, `SELECT `+households.VersionColumns+` FROM `+table)
		var v households.Version
		var buf []byte
		if err := store.Each(rows, err, func(r store.Scanner) (err error) {
			if table == "household" {
				counted++
			}
			if buf, err = households.ScanVersion(s, r, &v, buf, nil); err != nil {
				return errs.New(errs.Invalid, "version %d of household %d cannot be read", v.Version, v.ID).Because(err)
			}
			return nil
		}); err != nil {
			return counted, err
		}
	}
	return counted, nil
}
