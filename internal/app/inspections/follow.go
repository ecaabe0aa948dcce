package inspections

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/inspections"
)

// RecRow is a recommendation of a list.
type RecRow struct {
	Visit   int64
	Place   place.Unit
	Origin  inspection.Origin
	Symbol  string
	What    string
	Overdue bool
	Undone  household.Dong // of what was counted as come back and the ledger took back since
	inspections.Rec
}

// Runs reports whether something is still to be done: it is open, or what closed it was taken back.
func (r *RecRow) Runs() bool { return r.State.Open() || r.Undone > 0 }

// Left is what is still to come back.
func (r *RecRow) Left() household.Dong { return r.Amount - r.Back - r.Forgone }

// Follow is how recommendations are followed up.
type Follow struct {
	Rows                  []RecRow // of the page
	Of, Page, Pages       int
	Open, Overdue, Closed int
	Asked, Back, Forgone  household.Dong // of those that were not withdrawn
	OnlyOpen, OnlyOverdue bool
	Unit                  place.Code
}

// Left is what is still to come back of all.
func (f *Follow) Left() household.Dong { return f.Asked - f.Back - f.Forgone }

// RecQuery asks for recommendations.
type RecQuery struct {
	All, Overdue bool // with closed ones; only overdue ones
	Unit         place.Code
	Page         int
}

// Recommendations lists recommendations, the earliest due first, those that run before those that do not. Errors:
// errs.Forbidden.
func (d *Desk) Recommendations(ctx context.Context, a *office.Ask, q RecQuery) (*Follow, error) {
	rows, err := d.rows(ctx, a)
	if err != nil {
		return nil, err
	}
	undone, err := d.undone(ctx)
	if err != nil {
		return nil, err
	}
	f := &Follow{OnlyOpen: !q.All, OnlyOverdue: q.Overdue, Unit: q.Unit}
	var of []RecRow
	today := d.office.Day()
	for i := range rows {
		v := &rows[i]
		if q.Unit != "" && !d.within(v.Unit, q.Unit) {
			continue
		}
		for _, r := range v.Recs {
			one := RecRow{Visit: v.ID, Place: v.Place, Origin: v.Origin, Symbol: v.Symbol, Rec: r,
				Undone: undone[inspections.Refund{Visit: v.ID, Rec: r.No}]}
			one.Back -= one.Undone
			one.Overdue = one.Runs() && r.Due < today
			f.add(&one)
			if q.Overdue && !one.Overdue || !q.All && !one.Runs() {
				continue
			}
			of = append(of, one)
		}
	}
	slices.SortStableFunc(of, func(x, y RecRow) int {
		return cmp.Or(cmp.Compare(closed(&x), closed(&y)), cmp.Compare(x.Due, y.Due))
	})
	f.Of, f.Pages = len(of), max(1, (len(of)+mostRows-1)/mostRows)
	f.Page = min(max(q.Page, 1), f.Pages)
	f.Rows = of[(f.Page-1)*mostRows : min(len(of), f.Page*mostRows)]
	return f, d.words(ctx, f.Rows)
}

func closed(r *RecRow) int {
	if r.Runs() {
		return 0
	}
	return 1
}

func (f *Follow) add(r *RecRow) {
	if r.State != inspection.RecWithdrawn {
		f.Asked, f.Back, f.Forgone = f.Asked+r.Amount, f.Back+r.Back, f.Forgone+r.Forgone
	}
	switch {
	case r.Overdue:
		f.Open, f.Overdue = f.Open+1, f.Overdue+1
	case r.Runs():
		f.Open++
	default:
		f.Closed++
	}
}

// words reads what the recommendations of a page say.
func (d *room) words(ctx context.Context, rows []RecRow) error {
	had := map[int64]*inspections.Visit{}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := &rows[i]
		v := had[r.Visit]
		if v == nil {
			var err error
			if v, err = inspections.Find(ctx, d.office.Reader(), d.province(), r.Visit); err != nil {
				return err
			}
			had[r.Visit] = v
		}
		if rec := v.Content.Rec(r.No); rec != nil {
			r.What = rec.What
		}
	}
	return nil
}

// Wait is something of a visit that waits for a person.
type Wait struct {
	Visit int64
	What  errs.Text
	Unit  place.Code
	Due   date.Date
}

// Waits finds what of checks waits for a person: to answer, to claim; to take the next step of a visit of theirs; to
// verify.
func (d *Desk) Waits(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewChecks) {
		return nil, nil
	}
	rows, err := d.rows(ctx, a)
	if err != nil {
		return nil, err
	}
	undone, err := d.undone(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		r := &rows[i]
		if d.verifies(a, r.Unit) {
			out = append(out, toStrike(r, undone)...)
		}
		if r.State == inspection.Closed || r.State == inspection.Cancelled {
			continue
		}
		own := slices.Contains(r.Team, a.Account)
		switch {
		case d.answers(a, r.Unit):
			out = append(out, d.toAnswer(r)...)
		case own || r.Origin != inspection.Own && d.may(a, access.RunChecks, r.Unit):
			out = append(out, d.toRun(r)...)
		}
		if d.verifies(a, r.Unit) {
			out = append(out, toVerify(r, a.Account)...)
		}
	}
	return out, nil
}

func (d *room) toAnswer(r *Row) (out []Wait) {
	wait := func(what errs.Text, due date.Date) {
		out = append(out, Wait{Visit: r.ID, What: what, Unit: r.Unit, Due: due})
	}
	switch r.State {
	case inspection.Announced:
		wait(errs.T("A check is announced: have the documents ready"), r.From)
	case inspection.Drafted:
		wait(errs.N(r.Findings, "Answer the draft with %d finding", "Answer the draft with %d findings"), r.AnswerBy)
	case inspection.Following:
		for _, rec := range r.Recs {
			if rec.State == inspection.RecIssued || rec.State == inspection.RecAccepted {
				wait(errs.T("Carry out recommendation %d", rec.No), rec.Due)
			}
		}
	case inspection.Planned,
		inspection.InField,
		inspection.Answered,
		inspection.Concluded,
		inspection.Closed,
		inspection.Cancelled:
	}
	return out
}

func (d *room) toRun(r *Row) (out []Wait) {
	today := d.office.Day()
	wait := func(what errs.Text, due date.Date) {
		out = append(out, Wait{Visit: r.ID, What: what, Unit: r.Unit, Due: due})
	}
	switch r.State {
	case inspection.Planned:
		if r.Year < today.Year() || r.Year == today.Year() && r.Month <= today.Month()+1 {
			end := date.Must(r.Year, max(r.Month, 1), date.DaysIn(r.Year, max(r.Month, 1)))
			wait(errs.T("Announce the visit, after all have declared their interests"), end)
		}
	case inspection.Announced:
		wait(errs.T("Begin the visit"), r.From)
	case inspection.InField:
		wait(errs.T("Fill in the checklist and send the draft"), 0)
	case inspection.Drafted:
		if r.AnswerBy < today {
			wait(errs.T("The unit has not answered in its term: conclude"), r.AnswerBy)
		}
	case inspection.Answered:
		wait(errs.T("The unit has answered: settle what it contests and conclude"), 0)
	case inspection.Concluded:
		wait(errs.T("Issue recommendations, or close the visit"), 0)
	case inspection.Following, inspection.Closed, inspection.Cancelled:
	}
	return out
}

// toStrike are the recommendations of a visit of which a recovery is gone from the ledger.
func toStrike(r *Row, undone map[inspections.Refund]household.Dong) (out []Wait) {
	for _, rec := range r.Recs {
		if undone[inspections.Refund{Visit: r.ID, Rec: rec.No}] > 0 {
			out = append(out, Wait{Visit: r.ID, Unit: r.Unit, Due: rec.Due,
				What: errs.T("A recovery of recommendation %d was taken back in the ledger: strike it out", rec.No)})
		}
	}
	return out
}

func toVerify(r *Row, by int64) (out []Wait) {
	for _, rec := range r.Recs {
		var what errs.Text
		switch {
		case rec.State == inspection.RecClaimed && rec.Claimer != by:
			what = errs.T("Verify that recommendation %d is carried out", rec.No)
		case rec.State == inspection.RecObjected:
			what = errs.T("The unit objects to recommendation %d: decide", rec.No)
		case rec.State == inspection.RecVerified:
			what = errs.T("Recommendation %d is verified and its money is not back", rec.No)
		default:
			continue
		}
		out = append(out, Wait{Visit: r.ID, What: what, Unit: r.Unit, Due: rec.Due})
	}
	return out
}
