package sealed

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// Verify checks everything that is stored: the file, the chains of the record of deeds, and that every household of
// every province can be opened and read, its history too.
func Verify(ctx context.Context, s *store.Store, progress func(done, total int64)) (entries, counted int64, err error) {
	if err := s.Integrity(ctx); err != nil {
		return 0, 0, err
	}
	if entries, err = s.VerifyAudit(ctx, progress); err != nil {
		return entries, 0, errs.New(errs.Invalid, "the record of deeds was changed or damaged").Because(err)
	}
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
			return entries, counted, err
		}
	}
	return entries, counted, nil
}
