package reports

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/counts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reports"
)

// asOf is the day of which a round's figures are by now.
func (d *room) asOf(r *reports.Round) date.Date { return min(r.Dues.CutOff, d.office.Day()) }

// keepCounts writes what was counted for a round.
func (d *room) keepCounts(ctx context.Context, tx *office.Tx, r *reports.Round, c counts.Of, on date.Date) error {
	for unit, values := range c {
		if err := reports.SetKnown(ctx, tx, r.Province, r.ID, &reports.Known{Unit: unit, AsOf: on, Values: values,
			Counted: d.office.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// Recount counts a round's figures anew, as of today or of its cut-off day once that has come. What was sent stays
// as it was sent. Errors: errs.Forbidden, errs.NotFound, errs.Conflict where the round has ended.
func (d *Desk) Recount(ctx context.Context, a *office.Ask, round int64) error {
	r, err := d.round(ctx, d.office.Reader(), a, round)
	if err != nil {
		return err
	}
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	return d.recount(ctx, a, r)
}

func (d *room) recount(ctx context.Context, a *office.Ask, r *reports.Round) error {
	if r.State != reports.Running {
		return errs.New(errs.Conflict, "the round has ended; its figures stay as they are")
	}
	on := d.asOf(r)
	c, err := d.counts.Count(ctx, d.set(r), d.units(r), on)
	if err != nil {
		return err
	}
	return d.office.Do(ctx, a, &office.Deed{Action: "report.count", Kind: "report_round", Subject: office.IDText(r.ID),
		Place: d.office.ProvinceCode(), Note: map[string]string{"day": on.String()}}, func(tx *office.Tx) error {
		tx.Changed(office.TopicReport)
		return d.keepCounts(ctx, tx, r, c, on)
	})
}

// Begin says that figures are counted once more when a round's cut-off day has come.
func (d *Desk) Begin() {
	d.office.Tending("reports", func(ctx context.Context) error {
		all, err := reports.Rounds(ctx, d.office.Reader(), d.province())
		if err != nil {
			return err
		}
		for i := range all {
			r := &all[i]
			if r.State != reports.Running {
				continue
			}
			known, err := reports.FindKnown(ctx, d.office.Reader(), d.province(), r.ID, first(d.units(r)))
			if office.IgnoreNotFound(err) != nil {
				return err
			}
			if err == nil && known.AsOf >= d.asOf(r) {
				continue
			}
			if err := d.recount(ctx, office.Program(), r); err != nil {
				return err
			}
		}
		return nil
	})
}

// units are the units that a round obliges: those of its cut-off day.
func (d *room) units(r *reports.Round) []place.Code {
	return d.office.CommunesOf(d.office.ProvinceCode(), r.Dues.CutOff)
}

func first(u []place.Code) place.Code {
	if len(u) > 0 {
		return u[0]
	}
	return ""
}

// known is what the office knows of a unit's cells for a round: its own figures, and what the period before said.
func (d *room) known(ctx context.Context, r store.Reader, f *found) (map[form.Key]report.Known, error) {
	out := map[form.Key]report.Known{}
	k, err := reports.FindKnown(ctx, r, d.province(), f.Round, f.Unit)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	before, err := d.before(ctx, r, f.of, f.Unit)
	if err != nil {
		return nil, err
	}
	for i := range f.set.Slots {
		s := &f.set.Slots[i]
		if s.Kind != form.Input {
			continue
		}
		if s.Column.Fill == form.Previous {
			of, row, _ := s.Key.Parts()
			if v := before[form.At(of, row, s.Column.Of)]; v.Known {
				out[s.Key] = report.Known{Value: v, Day: f.of.Dues.CutOff}
			} else if f.of.Prior == 0 {
				out[s.Key] = report.Known{Value: form.Value{Why: form.OutsideScope}, Day: f.of.Dues.CutOff}
			}
			continue
		}
		if s.Source == nil || k == nil {
			continue
		}
		if v, ok := k.Values[s.Source.Key()]; ok {
			out[s.Key] = report.Known{Value: v, Day: k.AsOf}
		}
	}
	return out, nil
}

// before are the values that a unit sent in the round before. Of a unit that came out of others, their sums.
func (d *room) before(ctx context.Context, r store.Reader, of *reports.Round, unit place.Code) (form.Values, error) {
	if of.Prior == 0 {
		return nil, nil
	}
	prior, err := reports.FindRound(ctx, r, d.province(), of.Prior)
	if err != nil {
		return nil, err
	}
	set := d.set(prior)
	rep, err := reports.FindOf(ctx, r, d.province(), prior.ID, unit)
	if err == nil && rep.State.Sent() {
		return report.Before(set, rep.Content), nil
	}
	if office.IgnoreNotFound(err) != nil || err == nil {
		return nil, err
	}
	all, err := reports.Whole(ctx, r, d.province(), prior.ID)
	if err != nil {
		return nil, err
	}
	was := map[place.Code]form.Values{}
	for i := range all {
		if c := all[i].Content; c.State.Sent() && d.office.Today(all[i].Unit) == unit {
			was[all[i].Unit] = report.Before(set, c)
		}
	}
	now, _ := set.Recast(was, func(place.Code) (place.Code, bool) { return unit, true })
	return now[unit], nil
}
