// Package work says what waits for a person and until when, and what an office still needs before communes can
// begin. All of it is found anew from the facts each time: nothing is kept, so nothing is left over when it is done.
package work

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/meter"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/app/publishing"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/app/statements"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/jobs"
)

// Desk says what waits for whom.
type Desk struct {
	office      *office.Office
	accounts    *accounts.Desk
	book        *book.Desk
	days        *workdays.Desk
	duplicates  *duplicates.Desk
	reviews     *reviews.Desk
	corrections *corrections.Desk
	agreements  *agreements.Desk
	papers      *papers.Desk
	plans       *plans.Desk
	shares      *allocations.Desk
	batches     *batches.Desk
	statements  *statements.Desk
	reports     *reports.Desk
	meter       *meter.Desk
	notices     *notices.Desk
	feedbacks   *feedbacks.Desk
	inspections *inspections.Desk
	privacies   *privacies.Desk
	publishing  *publishing.Desk
	tasks       *tasks.Desk
	shifts      *shifts.Desk
	kept        kept
}

// New makes the desk.
func New(o *office.Office, a *accounts.Desk, b *book.Desk, d *workdays.Desk, g *duplicates.Desk, r *reviews.Desk,
	c *corrections.Desk, q *agreements.Desk, p *papers.Desk, n *plans.Desk, y *batches.Desk, s *statements.Desk, i *inspections.Desk,
	e *reports.Desk, m *allocations.Desk, w *meter.Desk, t *notices.Desk,
	f *feedbacks.Desk, v *privacies.Desk, u *publishing.Desk, k *tasks.Desk, z *shifts.Desk) *Desk {
	return &Desk{office: o, accounts: a, book: b, days: d, duplicates: g, reviews: r, corrections: c, agreements: q,
		papers: p, plans: n, batches: y, statements: s, reports: e, shares: m, meter: w,
		notices: t, feedbacks: f, inspections: i, privacies: v, publishing: u, tasks: k, shifts: z}
}

// Kind is what a row is about.
type Kind string

// The kinds.
const (
	List        Kind = "list"        // a hamlet's list of a review; ID is the list's
	Begin       Kind = "begin"       // a review that has not begun in communes of the person's
	Late        Kind = "late"        // lists of a commune whose step is overdue; ID is the campaign's
	Import      Kind = "import"      // a file that was looked at; ID is the job's
	Duplicate   Kind = "duplicate"   // pairs that may be one household or one person
	Privacy     Kind = "privacy"     // requests of persons about their data
	Correction  Kind = "correction"  // corrections of recognitions that another person proposed
	Second      Kind = "second"      // what other persons proposed and a second one has to agree to
	Reading     Kind = "reading"     // somebody was shown many households in a day
	Plan        Kind = "plan"        // the year has no plan
	Decide      Kind = "decide"      // allocations of money that wait for a decision; ID is one's
	Transfers   Kind = "transfers"   // submissions of transfers of money that wait for a decision; ID is one's
	Batch       Kind = "batch"       // a list by which people are paid waits for its next step; ID is its own
	Statement   Kind = "statement"   // a statement of the treasury with differences that have no answer; ID is its own
	Report      Kind = "report"      // a unit's report to fill in or to answer; ID is the report's
	Feedback    Kind = "feedback"    // what a resident sent waits for an answer; ID is its own, 0: the list of what is late below
	Notice      Kind = "notice"      // notices that wait to be published; ID is one's
	Visit       Kind = "visit"       // a check of a unit waits for its next step; ID is the visit's
	Publication Kind = "publication" // publications that wait to be approved; ID is one's
	Task        Kind = "task"        // what somebody was given to do; ID is the task's, 0: those of the plan that nobody has
	Round       Kind = "round"       // reports of a round to check, to approve or to sign; ID is the round's
)

// Row is one thing that waits.
type Row struct {
	Kind  Kind
	ID    int64
	What  errs.Text
	Where string // hamlet and unit, or the unit; empty: the whole of the person's
	Unit  place.Code
	Due   date.Date // zero: it has no day of its own
	Days  int       // working days until then, that day among them; of what is late, those that have passed since
	Late  bool
	Of    int // of so many of its kind; 0: it is one

	Why    errs.Text // how it stands; empty: nothing is to be said
	Blocks errs.Text // what cannot begin before; empty: nothing that is known
	Held   bool      // it waits for another itself
}

// Mine is what waits for a person today: what is late, then what has a day, what keeps others waiting, the rest,
// and last what waits for others itself.
type Mine struct {
	Rows []Row
	Late int // of them
}

// Mine finds what waits for a person.
func (o *Desk) Mine(ctx context.Context, a *office.Ask) (*Mine, error) {
	m, since := &Mine{}, o.kept.since()
	for _, find := range []func(context.Context, *office.Ask) ([]Row, error){o.Lists, o.begins, o.imports, o.pairs,
		o.proposed, told{o}.seconds, told{o}.asked, o.readings, o.plan, o.payments, o.treasury, o.toReport, o.decisions,
		told{o}.toPublish, told{o}.toAnswer, told{o}.toApprove, checks(o), transfers(o), given{o}.toDo} {
		rows, err := find(ctx, a)
		if err != nil {
			return nil, err
		}
		m.Rows = append(m.Rows, rows...)
	}
	slices.SortStableFunc(m.Rows, func(x, y Row) int { return cmp.Compare(order(&x), order(&y)) })
	lib, err := o.days.Law()
	if err != nil {
		return nil, err
	}
	today := o.office.Day()
	for i := range m.Rows {
		r := &m.Rows[i]
		switch {
		case r.Due.IsZero():
		case r.Late:
			r.Days = working(lib, r.Due, today)
			m.Late++
		default:
			r.Days = working(lib, today.AddDays(-1), r.Due)
		}
	}
	o.keep(a, m, since)
	return m, nil
}

// order puts what is late first, then what has a day by its day, what keeps others waiting, the rest, and last
// what waits for others itself.
func order(r *Row) int64 {
	const undated, held = int64(1) << 40, int64(1) << 44
	n := int64(r.Due)
	switch {
	case !r.Due.IsZero():
	case r.Blocks.VI != "":
		n = undated
	default:
		n = undated + 1
	}
	if r.Held && !r.Late {
		n += held
	}
	return n
}

// mostDays is how many days are looked at: what is further away is not counted in working days.
const mostDays = 1000

// working counts the working days after a day, to another one that is counted too.
func working(lib *law.Library, after, to date.Date) (n int) {
	last := after.AddDays(mostDays)
	for d := after.AddDays(1); d <= to && d <= last; d = d.AddDays(1) {
		if lib.Working(d) {
			n++
		}
	}
	return n
}

// imports are the person's files that were looked at and wait for the word to go on.
func (o *Desk) imports(ctx context.Context, a *office.Ask) (out []Row, err error) {
	if !o.office.May(a, access.ImportHouseholds) {
		return nil, nil
	}
	all, err := o.office.Jobs(ctx, a)
	for _, j := range all {
		if j.State == jobs.Ready {
			out = append(out, Row{Kind: Import, ID: j.ID,
				What: errs.T("A file has been looked at: see what it would change, then store it or give it up")})
		}
	}
	return out, err
}

// pairs are the likely duplicates that the person may decide on.
func (o *Desk) pairs(ctx context.Context, a *office.Ask) ([]Row, error) {
	if !o.office.May(a, access.DecideDuplicates) {
		return nil, nil
	}
	n, more, err := o.duplicates.Count(ctx, a)
	switch {
	case err != nil || n == 0:
		return nil, err
	case more:
		return []Row{{Kind: Duplicate, What: errs.T("More than %d likely duplicates to decide", n), Of: n}}, nil
	}
	return []Row{{Kind: Duplicate, Of: n, What: errs.N(n, "%d likely duplicate to decide",
		"%d likely duplicates to decide")}}, nil
}

// proposed are the corrections of recognitions that wait for the person's decision.
func (o *Desk) proposed(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, err := o.corrections.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Row{{Kind: Correction, Of: n, What: errs.N(n, "%d proposed correction of a recognition to decide",
		"%d proposed corrections of recognitions to decide")}}, nil
}

// seconds is what others proposed and the person may take as the second one.
func (o told) seconds(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, err := o.agreements.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Row{{Kind: Second, Of: n, What: errs.N(n, "%d thing waits for you to agree as the second person",
		"%d things wait for you to agree as the second person")}}, nil
}

// asked are the requests of persons about their data that wait.
func (o told) asked(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, late, next, err := o.privacies.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	row := Row{Kind: Privacy, Of: n, Due: next, What: errs.N(n, "%d request about personal data to answer",
		"%d requests about personal data to answer")}
	if late > 0 {
		row.Why = errs.N(late, "%d is late by the law’s term", "%d are late by the law’s term")
	}
	return []Row{row}, nil
}

// readings are the days of the last week on which somebody was shown many households, for inspectors.
func (o *Desk) readings(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, err := o.meter.Much(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Row{{Kind: Reading, Of: n, What: errs.N(n,
		"%d time in a week somebody was shown more households in a day than the rule expects: ask why",
		"%d times in a week somebody was shown more households in a day than the rule expects: ask why")}}, nil
}

// plan says to who makes it that the year has no plan.
func (o *Desk) plan(ctx context.Context, a *office.Ask) ([]Row, error) {
	if !o.office.May(a, access.EditPlans) {
		return nil, nil
	}
	years, err := o.plans.Years(ctx)
	if year := o.office.Day().Year(); err == nil && !slices.Contains(years, year) {
		return []Row{{Kind: Plan, What: errs.T("The plan of %d is missing", year)}}, nil
	}
	return nil, err
}

// decisions are the allocations of money that wait for the person's decision.
func (o *Desk) decisions(ctx context.Context, a *office.Ask) ([]Row, error) {
	n, one, err := o.shares.Waiting(ctx, a)
	if err != nil || n == 0 {
		return nil, err
	}
	if n == 1 {
		return []Row{{Kind: Decide, ID: one.ID, What: errs.T("An allocation waits for your decision: %s",
			one.Title)}}, nil
	}
	return []Row{{Kind: Decide, Of: n, What: errs.T("%d allocations wait for your decision", n)}}, nil
}

// transfers finds the submissions of transfers of money that wait for a person's decision.
func transfers(o *Desk) func(context.Context, *office.Ask) ([]Row, error) {
	return func(ctx context.Context, a *office.Ask) ([]Row, error) {
		n, one, err := o.shifts.Waiting(ctx, a)
		if err != nil || n == 0 {
			return nil, err
		}
		if n == 1 {
			return []Row{{Kind: Transfers, ID: one.ID, What: errs.T("A submission of transfers waits for your decision: %s",
				one.Title)}}, nil
		}
		return []Row{{Kind: Transfers, Of: n, What: errs.T("%d submissions of transfers wait for your decision", n)}}, nil
	}
}

// checks finds the visits and recommendations that wait for a person.
func checks(o *Desk) func(context.Context, *office.Ask) ([]Row, error) {
	return func(ctx context.Context, a *office.Ask) (out []Row, err error) {
		all, err := o.inspections.Waits(ctx, a)
		for i := range all {
			w := &all[i]
			out = append(out, Row{Kind: Visit, ID: w.Visit, What: w.What, Unit: w.Unit, Due: w.Due,
				Where: o.office.Unit(w.Unit).FullName, Late: !w.Due.IsZero() && w.Due < o.office.Day()})
		}
		return out, err
	}
}

// toReport are the reports that the person fills in, answers, checks, approves or signs.
func (o *Desk) toReport(ctx context.Context, a *office.Ask) (out []Row, err error) {
	all, err := o.reports.Waits(ctx, a)
	for i := range all {
		w := &all[i]
		r := Row{Kind: Report, ID: w.Report, What: w.What, Why: w.Title, Unit: w.Unit, Due: w.Due, Of: w.N,
			Late: !w.Due.IsZero() && w.Due < o.office.Day()}
		if w.Report == 0 {
			r.Kind, r.ID = Round, w.Round
		}
		if w.Unit != "" {
			r.Where = o.office.Unit(w.Unit).FullName
		}
		if r.Of == 1 {
			r.Of = 0
		}
		out = append(out, r)
	}
	return out, err
}
