// Package samples draws what a check looks at – recognised households, payments – and says what it showed.
package samples

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/sampling"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/words"
)

// Frames are what samples are drawn from.
type Frames struct {
	office *office.Office
	book   *book.Desk
	funds  *funds.Desk
}

// New makes them.
func New(o *office.Office, b *book.Desk, f *funds.Desk) *Frames { return &Frames{o, b, f} }

// Draw draws a sample in a unit: its kind, its text, how many, and the year of payments are asked for. Errors:
// errs.Invalid.
func (d *Frames) Draw(
	ctx context.Context,
	a *office.Ask,
	unit place.Code,
	in *inspection.Sample,
) (*inspection.Sample, error) {
	if in == nil {
		return nil, errs.New(errs.Invalid, "choose what the sample is drawn from")
	}
	seed, err := sampling.Seed(in.Text)
	if err != nil {
		return nil, err
	}
	if in.N < 1 || in.N > inspection.MostDrawn {
		return nil, errs.New(errs.Invalid, "choose how many are drawn: 1 to %d", inspection.MostDrawn)
	}
	s := &inspection.Sample{Kind: in.Kind, Text: in.Text, N: in.N}
	switch in.Kind {
	case inspection.OfHouseholds:
		return s, d.households(ctx, d.office.Today(unit), seed, s)
	case inspection.OfPayments:
		s.Year = cmp.Or(in.Year, d.office.Day().Year())
		return s, d.payments(ctx, a, d.office.Today(unit), seed, s)
	}
	return s, nil // the machine refuses it
}

// households draws of those that are recognised as poor or near-poor today, by class and hamlet.
func (d *Frames) households(ctx context.Context, unit place.Code, seed string, s *inspection.Sample) error {
	stand, release, err := d.book.Standings(ctx, 0)
	if err != nil {
		return err
	}
	defer release()
	view, strata, codes := d.book.View(), map[string]*sampling.Stratum{}, map[int64]string{}
	for _, class := range []poverty.Class{poverty.Poor, poverty.NearPoor} {
		found := view.Snap.Find(snapshot.Query{Communes: d.office.CommunesOf(unit, d.office.Day()), Stand: stand,
			Now: []poverty.Class{class}})
		for i := range found.Items {
			it := &found.Items[i]
			name := fmt.Sprintf("%s · %s · %s", class, it.Commune, it.Hamlet)
			if strata[name] == nil {
				strata[name] = &sampling.Stratum{Name: name}
			}
			strata[name].Rows, codes[it.ID] = append(strata[name].Rows, it.ID), it.Code
		}
	}
	s.Of = len(codes)
	all := make([]sampling.Stratum, 0, len(strata))
	for _, one := range strata {
		all = append(all, *one)
	}
	for _, drawn := range sampling.Stratified(seed, all, s.N) {
		s.Rows = append(s.Rows, inspection.SampleRow{ID: drawn.Row, Label: codes[drawn.Row], Stratum: drawn.Stratum})
	}
	return nil
}

// payments draws of what was paid of a year's lines of a unit: each đồng has the same chance.
func (d *Frames) payments(
	ctx context.Context,
	a *office.Ask,
	unit place.Code,
	seed string,
	s *inspection.Sample,
) error {
	entries, _, err := d.funds.Entries(ctx, a, funds.Query{Place: unit, Year: s.Year})
	if err != nil {
		return err
	}
	var frame []sampling.Item
	labels := map[int64]string{}
	for i := range entries {
		if m := &entries[i]; m.Kind == money.Pay && m.Reverses == 0 && !m.Reversed && m.Amount > 0 {
			frame = append(frame, sampling.Item{ID: m.ID, Amount: m.Amount})
			labels[m.ID] = fmt.Sprintf("%d · %s", m.ID, m.Voucher)
		}
	}
	if s.Of = len(frame); s.Of == 0 {
		return nil // the machine says that there is nothing to draw from
	}
	drawn, err := sampling.DrawMoney(seed, frame, s.N)
	if err != nil {
		return err
	}
	s.Total, s.Interval, s.Start = drawn.Total, drawn.Interval, drawn.Start
	for _, one := range drawn.Items {
		s.Rows = append(s.Rows, inspection.SampleRow{ID: one.ID, Label: labels[one.ID], Worth: one.Amount})
	}
	return nil
}

// Shows is the sentence of what a sample showed and what it did not; nothing while rows are left.
func Shows(s *inspection.Sample) (errs.Text, error) {
	switch {
	case s.Left() > 0:
		return errs.Text{}, nil
	case len(s.Rows) == s.Of && s.Kind == inspection.OfPayments:
		var wrong household.Dong
		for i := range s.Rows {
			wrong += s.Rows[i].Wrong
		}
		return errs.T("All %d payments were looked at: in %d of them %s đồng is wrong", s.Of, s.Wrongs(),
			words.Number(int64(wrong))), nil
	case s.Kind == inspection.OfPayments:
		drawn := &sampling.Money{Total: s.Total, N: s.N, Interval: s.Interval, Start: s.Start}
		var wrong []sampling.Wrong
		for i := range s.Rows {
			r := &s.Rows[i]
			item := sampling.Item{ID: r.ID, Amount: r.Worth}
			drawn.Items = append(drawn.Items, item)
			wrong = append(wrong, sampling.Wrong{Item: item, Wrong: r.Wrong})
		}
		shown, err := drawn.Show(wrong)
		if err != nil {
			return errs.Text{}, err
		}
		return shown.Sentence(), nil
	case len(s.Rows) == s.Of:
		return errs.T("All %d recognised households were looked at: %d are wrong", s.Of, s.Wrongs()), nil
	}
	in := check.Wilson(s.Wrongs(), len(s.Rows))
	return errs.T(
		"%d of %d recognised households were drawn by class and hamlet, and %d of them are wrong: with 95%% confidence %s%% to %s%% of all are wrong. Which others are wrong was not shown",
		len(s.Rows),
		s.Of,
		s.Wrongs(),
		words.Decimal(math.Round(in.Lower*1000)/10),
		words.Decimal(math.Round(in.Upper*1000)/10),
	), nil
}
