package waits

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/publication"
	"giamngheo/internal/report"
	"giamngheo/internal/review"
	allocationrows "giamngheo/internal/store/allocations"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/store/reports"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/task"
)

const listKind = work.List

// turns are by which right a list of a review goes on from a stage.
var turns = map[review.Stage]access.Action{review.Listing: access.RunReviews, review.Surveying: access.SurveyReviews,
	review.Meeting: access.RunReviews, review.Posting: access.RunReviews, review.Opinion: access.OpineReviews,
	review.Deciding: access.DecideReviews, review.Certifying: access.RunReviews}

// lists are the lists of open reviews.
func (d *Desk) lists(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewReviews) {
		return nil, nil
	}
	all, err := d.reviews.Campaigns(ctx, a)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != reviewrows.CampaignOpen {
			continue
		}
		c, err := d.reviews.Campaign(ctx, a, all[i].ID, "")
		if err != nil {
			return nil, err
		}
		for j := range c.Lists {
			l := &c.Lists[j]
			at := l.Stage
			if c.ForChairman(*l) {
				at = review.Deciding
			}
			if at == review.Finished {
				continue
			}
			w := Wait{Kind: work.List, ID: l.ID, What: errs.T("List of %s", l.Hamlet), Step: at.Title(), Unit: l.Commune,
				Due: l.Due, of: turns[at]}
			if at == review.Surveying {
				w.who = l.Enumerator
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// filled are the units' reports of running rounds.
func (d *Desk) filled(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewReports) {
		return nil, nil
	}
	all, err := d.reports.Rounds(ctx, a)
	for i := range all {
		if all[i].State != reports.Running {
			continue
		}
		for j := range all[i].Rows {
			row := &all[i].Rows[j].Row
			w := Wait{Kind: work.Report, ID: row.ID, What: all[i].Title, Unit: row.Unit, Due: row.Due,
				By: all[i].OpenedBy}
			if n := len(row.Turns); n > 0 {
				w.Since = row.Turns[n-1].From
				if !row.Turns[n-1].Due.IsZero() {
					w.Due = row.Turns[n-1].Due
				}
			}
			switch {
			case row.Back > 0:
				w.Step, w.of = errs.T("waits|Answer returned cells"), access.FillReports
			case row.State == report.Opened || row.State == report.Filling:
				w.Step, w.of = errs.T("waits|Fill in and send"), access.FillReports
			case row.State == report.Submitted:
				w.Step, w.of, w.By, w.Due = errs.T("waits|Check"), access.CheckReports, row.Sender, all[i].Dues.Check
			case row.State == report.Checked:
				w.Step, w.of, w.By, w.Due = errs.T("waits|Approve"), access.ApproveReports, row.Sender, all[i].Dues.Aim
			default:
				continue
			}
			out = append(out, w)
		}
	}
	return out, err
}

// given are the tasks that run.
func (d *Desk) given(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewTasks) {
		return nil, nil
	}
	b, err := d.tasks.Board(ctx, a, 0, false)
	if err != nil {
		return nil, err
	}
	for _, rows := range [][]tasks.Row{b.Of, b.Rows} {
		for i := range rows {
			t := &rows[i]
			if t.ID == 0 || !t.State.Running() {
				continue
			}
			w := Wait{Kind: work.Task, ID: t.ID, What: errs.Text{VI: t.Text, EN: t.Text}, Step: t.State.Title(),
				Unit: t.Place, Since: dayOf(t.Since), Due: t.Due, By: t.GivenBy, who: t.Assignee}
			if t.State == task.Claimed {
				w.By, w.who, w.of = t.Claimer, 0, access.AssignTasks
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// mostPages is how many pages of batches are looked at.
const mostPages = 10

// paid are the lists by which people are paid that are not approved, or approved and not paid.
func (d *Desk) paid(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, nil
	}
	for _, state := range []payout.State{payout.Drafted, payout.Approved} {
		q := batches.Query{State: state}
		for range mostPages {
			rows, more, err := d.batches.Batches(ctx, a, q)
			if err != nil {
				return nil, err
			}
			for i := range rows {
				b := &rows[i]
				w := Wait{Kind: work.Batch, ID: b.ID, What: errs.T("Payment list no. %d", b.ID), Unit: b.Place,
					By: b.Author, Since: dayOf(b.At), Step: errs.T("waits|Approve"), of: access.ApproveBatches}
				if state == payout.Approved {
					w.Step, w.of, w.Since = errs.T("waits|Pay out"), access.PayMoney, 0
				}
				out = append(out, w)
			}
			if q.Below = more; more == 0 {
				break
			}
		}
	}
	return out, nil
}

// shared are the allocations of money that wait for a decision.
func (d *Desk) shared(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, nil
	}
	all, _, err := d.shares.List(ctx, a, 0)
	for i := range all {
		v := &all[i]
		if v.State == allocationrows.Proposed {
			out = append(out, Wait{Kind: work.Decide, ID: v.ID, What: errs.Text{VI: v.Title, EN: v.Title},
				Unit: d.office.ProvinceCode(), By: v.ProposedBy, Step: errs.T("waits|Decide"),
				of: access.DecideTransfers})
		}
	}
	return out, err
}

// told are the notices that wait to be published.
func (d *Desk) told(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	all, err := d.notices.Notices(ctx, a, notice.Proposed)
	for i := range all {
		n := &all[i]
		title := n.In("vi").Title
		out = append(out, Wait{Kind: work.Notice, ID: n.ID, What: errs.Text{VI: title, EN: title}, Unit: n.Place,
			By: n.ProposedBy, Since: dayOf(n.Written), Step: errs.T("waits|Publish"), of: access.ApproveNotices})
	}
	return out, err
}

// published are the publications that wait to be approved.
func (d *Desk) published(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewPublications) {
		return nil, nil
	}
	all, err := d.publishing.All(ctx, a)
	for i := range all {
		p := &all[i]
		if p.State == publication.Prepared {
			out = append(out, Wait{Kind: work.Publication, ID: p.ID, What: errs.T("%s, %s", p.Series.Title(), p.Period),
				Unit: d.office.ProvinceCode(), By: p.By, Since: dayOf(p.At), Step: errs.T("waits|Approve"),
				of: access.ApprovePublications})
		}
	}
	return out, err
}

// asked is what residents sent that awaits an answer: what they wrote is not shown.
func (d *Desk) asked(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewFeedback) {
		return nil, nil
	}
	all, err := d.feedbacks.List(ctx, a, true)
	for i := range all {
		f := &all[i]
		out = append(out, Wait{Kind: work.Feedback, ID: f.ID, What: f.Kind.Title(), Unit: f.Unit, Since: f.Received,
			Due: f.Due, Step: errs.T("waits|Answer a resident"), of: access.AnswerFeedback, who: f.Handler})
	}
	return out, err
}

// recommended are the recommendations of checks that are not carried out.
func (d *Desk) recommended(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.ViewChecks) {
		return nil, nil
	}
	for n, pages := 1, 1; n <= min(pages, mostPages); n++ {
		f, err := d.inspections.Recommendations(ctx, a, inspections.RecQuery{Page: n})
		if err != nil {
			return nil, err
		}
		pages = f.Pages
		for i := range f.Rows {
			r := &f.Rows[i]
			w := Wait{Kind: work.Visit, ID: r.Visit, What: errs.T("Recommendation %d of %s", r.No, r.Symbol),
				Unit: r.Place.Code, Due: r.Due, Step: errs.T("waits|Carry out a recommendation"),
				of: access.AnswerChecks}
			if r.Claimer != 0 {
				w.By, w.Step, w.of = r.Claimer, errs.T("waits|Verify what was carried out"), access.VerifyChecks
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// mostProposed is how many of one's own proposals are looked at.
const mostProposed = 100

// proposed is what the actor proposed and a second person has not decided on.
func (d *Desk) proposed(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	all, err := proposals.By(ctx, d.office.Reader(), string(d.office.ProvinceCode()), a.Account, mostProposed)
	for i := range all {
		p := &all[i]
		rule := d.agreements.Rule(p.Kind)
		if p.State != proposals.Open || rule == nil {
			continue
		}
		since := dayOf(p.At)
		out = append(out, Wait{Kind: work.Second, ID: p.ID, What: d.agreements.Title(p.Kind), Unit: p.Place, By: p.By,
			Since: since, Due: since.AddDays(rule.Days), Step: errs.T("waits|Agree as the second person"),
			Whose: errs.T("A second person: %s", rule.Takes[0].Title())})
	}
	return out, err
}
