package work

import (
	"context"

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// given is what people are given to do.
type given struct{ *Desk }

// toDo are the tasks that a person has, those to confirm, and how many of the plan nobody has.
func (o given) toDo(ctx context.Context, a *office.Ask) (out []Row, err error) {
	all, open, err := o.tasks.Waits(ctx, a)
	if err != nil {
		return nil, err
	}
	for i := range all {
		w := &all[i]
		unit := o.office.Today(w.Place)
		out = append(out, Row{Kind: Task, ID: w.ID, What: w.What, Why: w.Why, Blocks: w.Blocks, Held: w.Held,
			Due: w.Due, Late: w.Late, Unit: unit, Where: o.office.Unit(unit).FullName})
	}
	if open > 0 {
		out = append(out, Row{Kind: Task, Of: open, What: errs.N(open, "%d task of the year’s plan has nobody who does it",
			"%d tasks of the year’s plan have nobody who does them")})
	}
	return out, nil
}
