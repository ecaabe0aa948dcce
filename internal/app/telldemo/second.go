package telldemo

import (
	"context"
	"errors"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
)

// Second has the enumerator propose answers that make a poor household none: they wait for the chairman.
func Second(ctx context.Context, b *book.Desk, r *register.Desk, as As, home place.Code) error {
	a, err := as(ctx, "dieutra")
	if err != nil {
		return err
	}
	standings, release, err := b.Standings(ctx, 0)
	if err != nil {
		return err
	}
	low := []poverty.Class{poverty.Poor, poverty.NearPoor}
	page := b.View().Snap.Find(snapshot.Query{Communes: []place.Code{home}, Classes: low, Stand: standings, Now: low,
		Sort: "code", Limit: 20})
	release()
	for i := range page.Items { // a small demonstration may have none
		v, err := b.Seen(ctx, a, page.Items[i].ID)
		if err != nil {
			return err
		}
		h := v.Household.Clone()
		h.IncomePerHead = household.Maybe[household.Dong]{Known: true, Value: 6_500_000}
		if c, err := b.View().Classify(h); err != nil || c.Class == v.Class {
			continue
		}
		_, err = r.Save(ctx, a, register.SaveInput{ID: v.ID, Version: v.Version, Household: h,
			Reason: "(MẪU) hộ khai lại thu nhập sau khi có kết quả rà soát"})
		var waits *agreements.Waits
		if errors.As(err, &waits) {
			return nil
		}
		return err
	}
	return nil
}
