// Package publishdemo has the demonstration publish what an office would: prepared by one person, approved by another.
package publishdemo

import (
	"context"

	"giamngheo/internal/app/publishing"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/publication"
)

// Filler has the desk with which it is done, and the demonstration's people.
type Filler struct {
	Office     *office.Office
	Publishing *publishing.Desk
	As         func(ctx context.Context, username string) (*office.Ask, error)
}

// Fill has the last final result, the year's money and the guide public, as one person prepared and another
// approved them; the result before waits for its approval.
func (o *Filler) Fill(ctx context.Context) error {
	prepares, err := o.As(ctx, "canbo.so")
	if err != nil {
		return err
	}
	approves, err := o.As(ctx, "duyet")
	if err != nil {
		return err
	}
	years, err := o.Publishing.Years(ctx)
	if err != nil {
		return err
	}
	day := o.Office.Day()
	inputs := []publishing.Input{{Series: publication.Guide}, {Series: publication.Money, Year: day.Year() - 1}}
	for i, year := range years[:min(2, len(years))] {
		in := publishing.Input{Series: publication.Households, Year: year}
		ok, err := o.finest(ctx, prepares, &in)
		switch {
		case err != nil:
			return err
		case ok && i == 0:
			inputs = append(inputs, in)
		case ok:
			if _, err := o.Publishing.Prepare(ctx, prepares, in); err != nil {
				return err
			}
		}
	}
	for _, in := range inputs {
		id, err := o.Publishing.Prepare(ctx, prepares, in)
		if k := errs.KindOf(err); err != nil && (k == errs.NotFound || k == errs.Invalid) { // nothing of it is here
			continue
		}
		if err == nil {
			err = o.Publishing.Step(ctx, approves, id, publication.Approve, day, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finest chooses the finest form in which a result can be published; false where there is none.
func (o *Filler) finest(ctx context.Context, a *office.Ask, in *publishing.Input) (bool, error) {
	offers, err := o.Publishing.Offers(ctx, a, in.Year)
	if err != nil {
		return false, err
	}
	for i := range offers {
		if offers[i].Open == nil && !offers[i].Rounded {
			in.Form = offers[i].Form
			return true, nil
		}
	}
	return false, nil
}
