package reports

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store/reports"
)

// Wait is something that waits for a person: a report to fill in or to answer, reports of a round to check, to approve,
// or a round to sign.
type Wait struct {
	Report int64 // of a unit; 0: it is of the round
	Round  int64
	What   errs.Text
	Title  errs.Text // of the round
	Unit   place.Code
	Due    date.Date
	N      int // reports; 1 of a unit
}

// Waits finds what waits for a person.
func (d *Desk) Waits(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewReports) {
		return nil, nil
	}
	all, err := reports.Rounds(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	for i := range all[:min(len(all), mostRounds)] {
		if all[i].State == reports.Gone {
			continue
		}
		rows, err := reports.Of(ctx, d.office.Reader(), d.province(), all[i].ID)
		if err != nil {
			return nil, err
		}
		out = append(out, waits(&d.room, a, &all[i], rows)...)
	}
	return out, nil
}

func waits(d *room, a *office.Ask, r *reports.Round, rows []reports.Row) (out []Wait) {
	scopes := map[access.Action]access.Scope{}
	for _, action := range []access.Action{access.FillReports, access.SubmitReports, access.CheckReports,
		access.ApproveReports} {
		scopes[action] = access.Where(a.Grants, action, d.office.Day())
	}
	in := func(action access.Action, unit place.Code) bool {
		return !scopes[action].Nowhere() && d.covers(scopes[action], unit)
	}
	check, approve := 0, 0
	for i := range rows {
		row := &rows[i]
		if row.Unit == d.office.ProvinceCode() {
			if row.State == report.Consolidated && row.Sender != a.Account && in(access.ApproveReports, row.Unit) {
				out = append(out, Wait{Round: r.ID, What: errs.T("Sign what is added up"), Title: r.Title,
					Due: r.Dues.Aim, N: 1})
			}
			continue
		}
		if in(access.FillReports, row.Unit) || in(access.SubmitReports, row.Unit) {
			if w, ok := ofUnit(r, row); ok {
				out = append(out, w)
			}
		}
		switch {
		case row.State == report.Submitted && row.Back == 0 && row.Sender != a.Account && in(access.CheckReports,
			row.Unit):
			check++
		case row.State == report.Checked && row.Sender != a.Account && in(access.ApproveReports, row.Unit):
			approve++
		}
	}
	if check > 0 {
		out = append(out, Wait{Round: r.ID, What: errs.N(check, "Check %d report", "Check %d reports"),
			Title: r.Title, Due: r.Dues.Check, N: check})
	}
	if approve > 0 {
		out = append(out, Wait{Round: r.ID, What: errs.N(approve, "Approve %d report", "Approve %d reports"),
			Title: r.Title, Due: r.Dues.Aim,
			N: approve})
	}
	return out
}

// ofUnit is what a unit has to do with its report.
func ofUnit(r *reports.Round, row *reports.Row) (Wait, bool) {
	w := Wait{Report: row.ID, Round: r.ID, Title: r.Title, Unit: row.Unit, Due: row.Due, N: 1}
	if n := len(row.Turns); n > 0 && !row.Turns[n-1].Due.IsZero() {
		w.Due = row.Turns[n-1].Due
	}
	switch {
	case row.Back > 0:
		w.What = errs.N(row.Back, "Answer %d returned cell", "Answer %d returned cells")
	case row.State == report.Opened || row.State == report.Filling:
		w.What = errs.T("Fill in and send the report")
	default:
		return w, false
	}
	return w, true
}
