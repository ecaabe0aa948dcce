package work

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	batchrows "giamngheo/internal/store/batches"
)

// payments are the lists by which people are paid that wait for the person: to be approved, to be sent, and with money
// that was not received and is to be given back.
func (o *Desk) payments(ctx context.Context, a *office.Ask) (out []Row, err error) {
	if !o.office.May(a, access.ViewMoney) {
		return nil, nil
	}
	w, err := o.batches.Waits(ctx, a)
	if err != nil {
		return nil, err
	}
	add := func(what errs.Text, b *batchrows.Batch) {
		out = append(out, Row{Kind: Batch, ID: b.ID, What: what, Unit: b.Place, Where: o.office.Unit(b.Place).FullName,
			Why: errs.Text{VI: b.Title, EN: b.Title}})
	}
	for i := range w.Approve {
		add(errs.T("Approve payment list no. %d", w.Approve[i].ID), &w.Approve[i])
	}
	for i := range w.Send {
		add(errs.T("Pay out and send payment list no. %d", w.Send[i].ID), &w.Send[i])
	}
	for i := range w.Returned {
		b := &w.Returned[i]
		add(errs.N(w.Returns[b.ID], "Payment list no. %[2]d: %[1]d person did not receive the money",
			"Payment list no. %[2]d: %[1]d people did not receive the money", b.ID), b)
	}
	return out, nil
}

// treasury are the treasury's statements with differences that wait for the person's answer.
func (o *Desk) treasury(ctx context.Context, a *office.Ask) (out []Row, err error) {
	all, err := o.statements.Waiting(ctx, a)
	for i := range all {
		v := &all[i]
		out = append(out, Row{Kind: Statement, ID: v.ID, Unit: v.Place, Where: v.Name,
			What: errs.N(v.Open, "Treasury statement %[2]d/%[3]d: %[1]d difference without an answer",
				"Treasury statement %[2]d/%[3]d: %[1]d differences without an answer", v.Month, v.Year)})
	}
	return out, err
}
