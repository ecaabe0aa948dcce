package plans

import (
	"context"

	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/panel"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/households"
)

// source hands a panel the office's households.
type source struct{ o *Desk }

func versionOf(v *households.Version) panel.Version {
	return panel.Version{ID: v.ID, Active: v.State == households.Active, ValidFrom: v.ValidFrom, ValidTo: v.ValidTo,
		Household: v.Household}
}

// Each reads versions in one goroutine and has them judged in another.
func (s source) Each(ctx context.Context, from, to date.Date, do func(*panel.Version) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	batches := make(chan []panel.Version, 4)
	go func() {
		defer close(batches)
		defer office.Caught(cancel)
		batch := make([]panel.Version, 0, book.LoadBatch)
		read := func(v *households.Version) error {
			batch = append(batch, versionOf(v))
			v.Household = household.Household{} // its members are the batch's now
			if len(batch) == book.LoadBatch {
				batches <- batch
				batch = make([]panel.Version, 0, book.LoadBatch)
			}
			return ctx.Err()
		}
		err := households.EachVersion(ctx, s.o.office.Reader(), string(s.o.office.ProvinceCode()), from, to, read)
		batches <- batch
		if err != nil {
			cancel(err)
		}
	}()
	for batch := range batches {
		for i := range batch {
			if err := do(&batch[i]); err != nil {
				cancel(err)
			}
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// History is all versions of a household, none where it is gone.
func (s source) History(ctx context.Context, id int64) ([]panel.Version, error) {
	all, err := households.History(ctx, s.o.office.Reader(), string(s.o.office.ProvinceCode()), id)
	if err != nil && office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	out := make([]panel.Version, len(all))
	for i := range all {
		out[i] = versionOf(&all[i])
	}
	return out, nil
}

// Facts are what was recognised of a household, and where its commune stands.
func (s source) Facts(v *panel.Version) (on func(date.Date) programme.Facts, days []date.Date) {
	path := s.o.reviews.PathOf(v.ID)
	on = func(day date.Date) programme.Facts { return s.o.factsFor(&v.Household, path, day) }
	return on, append(s.o.office.Reg().CoastalChanges(v.Household.Commune), path.Breaks()...)
}

// factsFor is what is so of a household on a day. A commune of which it is not known whether it is an especially
// difficult coastal one counts as none: the full list is not known, and a figure would else be unknown for nearly
// everybody.
func (o *Desk) factsFor(h *household.Household, path review.Path, day date.Date) programme.Facts {
	class, newly, _ := path.Status(day)
	return programme.FactsOf(h, nil, day, class, newly, o.office.Coastal(h.Commune, day))
}

// placesOn lays the counted units out over the places of a day. p.mu is held.
func (p *planKept) placesOn(on date.Date) *panel.Places {
	units := p.panel.Units()
	if had := p.places[on]; had != nil && had.Counted() == len(units.Codes()) {
		return had
	}
	o := p.o
	province, ok := o.office.Reg().At(o.office.ProvinceCode(), on)
	if !ok {
		province = o.office.Province()
	}
	s := units.Lay(o.office.Reg(), province, on, func(c place.Code) place.Code {
		return place.On(o.office.Reg(), c, on)
	})
	if len(p.places) > 40 {
		clear(p.places)
	}
	p.places[on] = s
	return s
}
