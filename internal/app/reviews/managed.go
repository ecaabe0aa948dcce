package reviews

import (
	"context"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/households"
)

// EachManaged hands the records of the households that are poor, near-poor or newly escaped on a day to a function,
// commune by commune, as the register had them then.
func (o *recognised) EachManaged(ctx context.Context, communes []place.Code, on date.Date,
	do func(v *households.Version, class poverty.Class, newly bool) error) error {
	type managed struct {
		id    int64
		class poverty.Class
		newly bool
	}
	var found []managed
	of, release := o.HeldPaths()
	o.book.View().Snap.Facts(communes, func(f *review.Fact) {
		if f.Gone && on >= o.office.Day() {
			return
		}
		class, newly, _ := of[f.Household].Status(on)
		if class == poverty.Poor || class == poverty.NearPoor || newly {
			found = append(found, managed{f.Household, class, newly})
		}
	})
	release()
	for _, l := range found {
		v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), l.id)
		if err != nil {
			return err
		}
		if on < v.ValidFrom {
			if v, err = book.VersionOn(ctx, o.office.Reader(), v, on); errs.KindOf(err) == errs.NotFound && err != nil {
				continue // it was not in the register yet
			}
			if err != nil {
				return err
			}
		}
		if v.State != households.Active {
			continue
		}
		if err := do(v, l.class, l.newly); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
