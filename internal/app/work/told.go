package work

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// told is what an office tells and is asked.
type told struct{ *Desk }

// toPublish are the notices of others that wait for the person.
func (o told) toPublish(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, one, err := o.notices.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	title := one.In("vi").Title
	return []Row{{Kind: Notice, ID: one.ID, Of: n, Unit: one.Place, Where: o.office.Unit(one.Place).FullName,
		What: errs.N(n, "%d notice waits to be published", "%d notices wait to be published"),
		Why:  errs.Text{VI: title, EN: title}}}, nil
}

// toAnswer is what residents sent that the person's units have to answer, and how much is late in units below.
func (o told) toAnswer(ctx context.Context, a *office.Ask) (out []Row, err error) {
	own, late, err := o.feedbacks.Waits(ctx, a)
	if err != nil {
		return nil, err
	}
	for i := range own {
		f := &own[i]
		out = append(out, Row{Kind: Feedback, ID: f.ID,
			What: errs.T("Answer a resident: %s", errs.InSentence(f.Kind.Title())),
			Unit: f.Unit, Where: o.office.Unit(f.Unit).FullName, Due: f.Due,
			Late: o.feedbacks.Late(f), Why: f.State.Title()})
	}
	if n := len(late); n > 0 {
		out = append(out, Row{Kind: Feedback, Of: n, Due: late[0].Due, Late: true, What: errs.N(n,
			"%d resident was not answered in time by a unit below", "%d residents were not answered in time by units below")})
	}
	return out, nil
}

// toApprove are the publications of others that wait for the person.
func (o told) toApprove(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, one, err := o.publishing.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	unit := o.office.ProvinceCode()
	return []Row{{Kind: Publication, ID: one.ID, Of: n, Unit: unit, Where: o.office.Unit(unit).FullName,
		What: errs.N(n, "%d publication waits to be approved", "%d publications wait to be approved"),
		Why:  errs.T("%s, %s", one.Series.Title(), one.Period)}}, nil
}
