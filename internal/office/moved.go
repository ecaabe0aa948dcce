package office

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// movedSetting keeps the day that a demonstration was moved on to.
const movedSetting = "demo_day"

// LoadDay takes up the day that a demonstration was moved on to before. An office for real work has none: its day is
// that of the calendar.
func (o *Office) LoadDay(ctx context.Context) error {
	if !o.Demo() {
		return nil
	}
	kept, err := o.store.Setting(ctx, movedSetting)
	if err != nil || kept == "" {
		return err
	}
	day, err := date.Parse(kept)
	o.moved.Store(int32(day))
	return err
}

// MoveDay moves a demonstration's day on, with the deed that it is, and does at once what the days between bring.
// Errors: errs.NotFound in an office for real work, errs.Invalid where the day is not a later one.
func (o *Office) MoveDay(ctx context.Context, k *Ask, to date.Date, deed *Deed) error {
	if !o.Demo() {
		return errs.New(errs.NotFound, "the day of an office for real work is that of the calendar")
	}
	if to <= o.Day() {
		return errs.New(errs.Invalid, "it is %s already: the day is only moved on, never back past what was done", o.Day())
	}
	err := o.Do(ctx, k, deed, func(tx *Tx) error { return tx.SetSetting(ctx, movedSetting, to.String()) })
	if err != nil {
		return err
	}
	o.moved.Store(int32(to))
	o.communs.Clear()
	o.tendOnce(ctx)
	return nil
}
