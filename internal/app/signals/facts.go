package signals

import (
	"context"
	"sync"
	"time"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/report"
	"giamngheo/internal/review"
	"giamngheo/internal/signal"
	"giamngheo/internal/store/inspections"
	"giamngheo/internal/store/reports"
	"giamngheo/internal/store/reviews"
)

// unseen is the fact of how many months ago a commune was checked; never is what stands for never.
const (
	unseen = "unseen"
	never  = 999
)

func (d *Desk) communes() []place.Code {
	return d.office.CommunesOf(d.office.ProvinceCode(), d.office.Day())
}

// incomeBand is how far from the income line a household is near it, as a share of the line.
const incomeBand = 0.1

// bunched are households just below the income line against those just above, in every commune against the others.
func (d *Desk) bunched(context.Context) (facts, error) {
	v, near := d.book.View(), map[place.Code]*check.Near{}
	cols := v.Snap.Columns(d.communes())
	for i := range cols.IDs {
		line := float64(v.Std.Line(cols.Area[i]))
		income := float64(cols.Income[i])
		if cols.Income[i] == poverty.UnknownIncome || line <= 0 || income < line*(1-incomeBand) ||
			income > line*(1+incomeBand) {
			continue
		}
		n := near[cols.Communes[i]]
		if n == nil {
			n = &check.Near{Group: string(cols.Communes[i])}
			near[cols.Communes[i]] = n
		}
		if income <= line {
			n.Inside++
		} else {
			n.Away++
		}
	}
	all := make([]check.Near, 0, len(near))
	for _, c := range d.communes() {
		if n := near[c]; n != nil {
			all = append(all, *n)
		}
	}
	out := facts{}
	for _, b := range check.Bunching(all) {
		if b.Grade != check.Few {
			out.set(place.Code(b.Group), "bunching", signal.Is(float64(b.Grade)))
		}
	}
	return out, nil
}

// doubled are households that have the same kind of support from two funds in one year.
func (d *Desk) doubled(context.Context) (facts, error) {
	type key struct {
		household int64
		kind      string
		year      int
		member    int
	}
	source, twice := map[key]string{}, map[key]bool{}
	n, any := map[place.Code]int{}, map[place.Code]bool{}
	d.receipts.Shelf.Each(func(s *programme.Support) {
		c := d.office.Today(s.Commune)
		any[c] = true
		if s.Household == 0 || s.State != programme.Valid {
			return
		}
		k := key{s.Household, s.Kind, s.Day.Year(), s.Member}
		had, ok := source[k]
		if ok && had != s.Source && !twice[k] {
			twice[k] = true
			n[c]++
		}
		source[k] = s.Source
	})
	out := facts{}
	for c := range any {
		out.set(c, "twice", signal.Is(float64(n[c])))
	}
	return out, nil
}

// spans are what was read of lists, each as of its last event.
type spans struct {
	mu sync.Mutex
	by map[int64]span
}

type span struct {
	seq int64
	reviews.Span
}

// burstWithin is in what time all steps of a list are recorded that cannot have taken place then; burstSteps how many
// they are at least.
const (
	burstWithin = time.Hour
	burstSteps  = 4
)

// reviewed are the second surveys, the lists and complaints of the newest review.
func (d *Desk) reviewed(ctx context.Context) (facts, error) {
	r, of := d.office.Reader(), string(d.office.ProvinceCode())
	campaigns, err := reviews.Campaigns(ctx, r, of)
	if err != nil {
		return nil, err
	}
	out := facts{}
	var newest *reviews.Campaign
	for i := range campaigns {
		if c := &campaigns[i]; c.Kind == review.Annual && (newest == nil || c.Year > newest.Year) {
			newest = c
		}
	}
	if newest == nil {
		return out, nil
	}
	lists, err := reviews.Lists(ctx, r, of, newest.ID)
	if err != nil {
		return nil, err
	}
	if err := d.verified(ctx, out, newest, lists); err != nil {
		return nil, err
	}
	return out, d.listed(ctx, out, lists)
}

// verified compares what second surveys found with the review; of each commune anew where its lists or results changed.
func (d *Desk) verified(ctx context.Context, out facts, campaign *reviews.Campaign, lists []reviews.ReviewList) error {
	samples, err := reviews.Samples(ctx, d.office.Reader(), campaign.Province, campaign.ID)
	if err != nil {
		return err
	}
	at := map[place.Code]int64{}
	for i := range lists {
		at[lists[i].Commune] += lists[i].Seq
	}
	d.rechecks.mu.Lock()
	defer d.rechecks.mu.Unlock()
	if d.rechecks.by == nil {
		d.rechecks.by = map[place.Code]recheck{}
	}
	for i := range samples {
		s := &samples[i]
		if len(s.Results) == 0 {
			continue
		}
		had, ok := d.rechecks.by[s.Commune]
		if now := (recheck{campaign: campaign.ID, seq: at[s.Commune],
			n: len(s.Results)}); !ok || had.campaign != now.campaign ||
			had.seq != now.seq ||
			had.n != now.n {
			if now.wrong, err = d.quality.Rechecked(ctx, campaign, s); err != nil {
				return err
			}
			d.rechecks.by[s.Commune], had = now, now
		}
		out.set(d.office.Today(s.Commune), "recheck_wrong", signal.Of(had.wrong, had.n))
	}
	return nil
}

// rechecks are what second surveys of communes found, each as of its lists and results.
type rechecks struct {
	mu sync.Mutex
	by map[place.Code]recheck
}

type recheck struct {
	campaign, seq int64
	n, wrong      int
}

// listed adds up the lists that are over: households, complaints, and those whose steps were recorded in one burst.
func (d *Desk) listed(ctx context.Context, out facts, lists []reviews.ReviewList) error {
	households, complaints, burst := map[place.Code]int{}, map[place.Code]int{}, map[place.Code]int{}
	for i := range lists {
		l := &lists[i]
		if l.Stage < review.Certifying {
			continue
		}
		s, err := d.span(ctx, l)
		if err != nil {
			return err
		}
		c := d.office.Today(l.Commune)
		households[c] += l.Households
		complaints[c] += s.Complaints
		if s.Steps >= burstSteps && s.Last.Sub(s.First) < burstWithin {
			burst[c]++
		} else {
			burst[c] += 0
		}
	}
	for c, n := range households {
		out.set(c, "listed", signal.Is(float64(n)))
		out.set(c, "complaints", signal.Is(float64(complaints[c])))
		out.set(c, "burst", signal.Is(float64(burst[c])))
	}
	return nil
}

func (d *Desk) span(ctx context.Context, l *reviews.ReviewList) (reviews.Span, error) {
	d.spans.mu.Lock()
	defer d.spans.mu.Unlock()
	if had, ok := d.spans.by[l.ID]; ok && had.seq == l.Seq {
		return had.Span, nil
	}
	s, err := reviews.SpanOf(ctx, d.office.Reader(), l.Province, l.ID)
	if err != nil {
		return s, err
	}
	if d.spans.by == nil {
		d.spans.by = map[int64]span{}
	}
	d.spans.by[l.ID] = span{l.Seq, s}
	return s, nil
}

// spent is how the year's money of communes is disbursed: behind the time that has passed, advanced, idle.
func (d *Desk) spent(ctx context.Context) (facts, error) {
	day := d.office.Day()
	held := map[place.Code]map[string]money.Balance{}
	err := d.funds.Read(ctx, func(b *funds.Books) error {
		for i := range b.Lines {
			l := &b.Lines[i]
			if l.Year != day.Year() {
				continue
			}
			at := d.office.Today(l.Place)
			if held[at] == nil {
				held[at] = map[string]money.Balance{}
			}
			held[at][l.Node] = held[at][l.Node].Plus(b.At(l.ID, day))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	first, last := date.Must(day.Year(), 1, 1), date.Must(day.Year(), 12, 31)
	passed := 100 * float64(day.Sub(first)+1) / float64(last.Sub(first)+1)
	out := facts{}
	for c, nodes := range held {
		var in, disbursed, advanced int64
		idle := 0
		for _, b := range nodes {
			in, disbursed, advanced = in+int64(b.A()), disbursed+int64(b.K()), advanced+int64(b.V)
			if b.A() > 0 && b.K() == 0 && passed > 50 {
				idle++
			}
		}
		if in <= 0 {
			continue
		}
		out.set(c, "unspent", signal.Is(max(0, passed-100*float64(disbursed)/float64(in))))
		out.set(c, "idle_money", signal.Is(float64(idle)))
		if disbursed > 0 {
			out.set(c, "advance_open", signal.Is(100*float64(advanced)/float64(disbursed)))
		}
	}
	return out, nil
}

// mostRounds is how many of the newest rounds of reports are looked at.
const mostRounds = 12

// reported are the reports of communes: late, returned, typed over.
func (d *Desk) reported(ctx context.Context) (facts, error) {
	r, of := d.office.Reader(), string(d.office.ProvinceCode())
	rounds, err := reports.Rounds(ctx, r, of)
	if err != nil {
		return nil, err
	}
	type sum struct{ sent, late, asked, back, hand int }
	sums := map[place.Code]*sum{}
	for i := range rounds[:min(len(rounds), mostRounds)] {
		if rounds[i].State == reports.Gone {
			continue
		}
		rows, err := reports.Of(ctx, r, of, rounds[i].ID)
		if err != nil {
			return nil, err
		}
		for j := range rows {
			row := &rows[j]
			s := sums[d.office.Today(row.Unit)]
			if s == nil {
				s = &sum{}
				sums[d.office.Today(row.Unit)] = s
			}
			s.asked++
			if d.lateReport(row) {
				s.late++
			}
			if row.Sent.IsZero() {
				continue
			}
			s.sent++
			if d.turnsOf(row) > 1 {
				s.back++
			}
			if row.ByHand > 0 {
				s.hand++
			}
		}
	}
	out := facts{}
	for c, s := range sums {
		out.set(c, "reports_late", signal.Of(s.late, s.asked))
		out.set(c, "cells_returned", signal.Of(s.back, s.sent))
		out.set(c, "by_hand", signal.Of(s.hand, s.sent))
	}
	return out, nil
}

// lateReport reports whether a unit sent its report after its day, or has not sent it by today.
func (d *Desk) lateReport(r *reports.Row) bool {
	if r.State == report.Withdrawn || len(r.Turns) == 0 {
		return false
	}
	sent := r.Sent
	if sent.IsZero() {
		sent = d.office.Day()
	}
	return sent > r.Turns[0].Due
}

// turnsOf is how often a report was with its unit.
func (d *Desk) turnsOf(r *reports.Row) (n int) {
	for i := range r.Turns {
		if !r.Turns[i].Above {
			n++
		}
	}
	return n
}

// checked is when communes were checked last, and what of it is overdue. Of a commune that no visit of this office
// concerned nothing is known before its first plan; then it was never checked.
func (d *Desk) checked(ctx context.Context) (facts, error) {
	all, err := inspections.All(ctx, d.office.Reader(), string(d.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	day, out := d.office.Day(), facts{}
	last, over, any := map[place.Code]date.Date{}, map[place.Code]int{}, false
	for i := range all {
		v := &all[i]
		c := d.office.Today(v.Unit)
		if !v.Concluded.IsZero() {
			last[c], any = max(last[c], v.Concluded), true
		}
		if v.State != inspection.Following {
			continue
		}
		for _, r := range v.Recs {
			if r.State.Open() && r.Due < day {
				over[c]++
			}
		}
	}
	for _, c := range d.communes() {
		out.set(c, "open_recommendations", signal.Is(float64(over[c])))
		switch seen := last[c]; {
		case !seen.IsZero():
			out.set(c, unseen, signal.Is(float64(day.MonthsSince(seen))))
		case any:
			out.set(c, unseen, signal.Is(never))
		}
	}
	return out, nil
}

// Opens is the address of the rows behind a signal of a commune, "" where there are none.
func Opens(s *signal.Signal, commune place.Code) string {
	c := string(commune)
	return map[string]string{"quality": "/reviews", "supports": "/supports?place=" + c, "money": "/money?place=" + c,
		"reports": "/reports", "review": "/reviews", "visits": "/inspection/plan?unit=" + c}[s.Opens]
}

// Uncounted are the facts that this office does not count yet.
func (d *Desk) Uncounted() []errs.Text {
	var out []errs.Text
	for _, f := range d.set.Uncounted() {
		out = append(out, f.Of)
	}
	return out
}
