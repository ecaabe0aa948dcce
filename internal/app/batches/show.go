package batches

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	appsupports "giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/supports"
)

// Row is a batch as a list shows it.
type Row struct {
	batches.Batch
	Unit place.Unit
	Sums payout.Sums
}

// Listed are the lines that are on the list.
func (r *Row) Listed() payout.Sum {
	return r.Sums.Of(payout.Due, payout.Paid, payout.Replaced, payout.NotReceived, payout.Returned)
}

// Got are those that people received.
func (r *Row) Got() payout.Sum { return r.Sums.Of(payout.Paid, payout.Replaced) }

// Query asks for batches: of a year, of a state ("": any), of an activity (0: any), with numbers below one (0: the
// newest).
type Query struct {
	Year     int
	State    payout.State
	Activity int64
	Below    int64
}

const (
	onPage   = 50  // batches on a page
	onSheet  = 100 // lines on a page
	mostRead = 500 // batches read at once
)

// Batches lists the batches that an actor may see, the newest first; more is the number below which others follow, 0
// where none do. Errors: errs.Forbidden.
func (d *Desk) Batches(ctx context.Context, a *office.Ask, q Query) (out []Row, more int64, err error) {
	if !d.office.May(a, access.ViewMoney) {
		return nil, 0, office.Forbidden()
	}
	if q.Below <= 0 {
		q.Below = 1 << 60
	}
	for {
		all, err := d.some(ctx, &q)
		if err != nil {
			return nil, 0, err
		}
		for i := range all {
			b := &all[i]
			q.Below = b.ID
			if q.State != "" && b.State != q.State || !d.sees(a, b.Place) {
				continue
			}
			if len(out) == onPage {
				return out, out[onPage-1].ID, nil
			}
			r := Row{Batch: *b, Unit: d.office.Unit(b.Place)}
			if r.Sums, _, err = batches.Sums(ctx, d.office.Reader(), d.province(), b.ID); err != nil {
				return nil, 0, err
			}
			out = append(out, r)
		}
		if len(all) < mostRead || q.Activity != 0 {
			return out, 0, nil
		}
	}
}

func (d *room) some(ctx context.Context, q *Query) ([]batches.Batch, error) {
	if q.Activity != 0 {
		return batches.OfActivity(ctx, d.office.Reader(), d.province(), q.Activity)
	}
	return batches.OfYear(ctx, d.office.Reader(), d.province(), q.Year, q.Below, mostRead)
}

// LineShown is a line with who is paid, where the actor may see that.
type LineShown struct {
	payout.Line
	Key     string
	Support *appsupports.SupportShown // nil: not theirs to see
	Ended   *payout.Ended             // the support holds no more
	Lacks   []programme.Column        // of what the law asks
}

// Shown is a batch with a page of its lines.
type Shown struct {
	Row
	Activity *supports.Activity // nil: not theirs to see
	Line     *funds.Row         // of money; nil: not theirs to see
	Account  *payout.Account
	Lines    []LineShown
	State    payout.LineState // of the lines shown, "" any
	More     int64            // the support after which more lines follow, 0: none
	Columns  []programme.Column
	Moved    []int64 // movements of money

	Author, Approver, Sender, Reconciler string
	Can                                  May
}

// May is what the actor may do with a batch as it is.
type May struct{ TakeOff, Approve, Reject, Send, Record, GiveBack, Recover, Reconcile, Close, List bool }

// Show shows a batch. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Show(ctx context.Context, a *office.Ask, id int64, state payout.LineState, above int64) (*Shown,
	error) {
	b, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	v := &Shown{Row: Row{Batch: *b, Unit: d.office.Unit(b.Place)}, State: state}
	if v.Sums, _, err = batches.Sums(ctx, d.office.Reader(), d.province(), id); err != nil {
		return nil, err
	}
	if v.Account, err = d.account(ctx, d.office.Reader(), b); err != nil {
		return nil, err
	}
	if v.Moved, err = batches.Movements(ctx, d.office.Reader(), d.province(), id); err != nil {
		return nil, err
	}
	if act, err := d.activities.Activity(ctx, a, b.Activity); err == nil {
		v.Activity = &act.Activity
	} else if office.IgnoreNotFound(err) != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	if line, err := d.named(ctx, a, b.Line); err == nil {
		v.Line = line
	} else if office.IgnoreNotFound(err) != nil && errs.KindOf(err) != errs.Forbidden {
		return nil, err
	}
	v.Author, v.Approver = d.name(ctx, b.Author), d.name(ctx, b.Approver)
	v.Sender, v.Reconciler = d.name(ctx, b.Sender), d.name(ctx, b.Reconciler)
	v.Can = d.may(a, b, v.Account)
	d.office.Saw(a, office.Deed{Action: "batch.view", Kind: "batch", Subject: office.IDText(id), Place: b.Place})
	return v, d.lines(ctx, a, v, above)
}

func (d *room) name(ctx context.Context, account int64) string {
	if account == 0 {
		return ""
	}
	return d.office.NameOf(ctx, account)
}

// may is what an actor may do with a batch as it is.
func (d *room) may(a *office.Ask, b *batches.Batch, account *payout.Account) May {
	has := func(any ...access.Action) bool {
		return slices.ContainsFunc(any, func(x access.Action) bool {
			return d.office.PlaceScope(a, x,
				b.Place) == nil
		})
	}
	is := func(any ...payout.State) bool { return slices.Contains(any, b.State) }
	out := is(payout.Sent, payout.PartlyPaid)
	return May{
		TakeOff: is(payout.Drafted) && has(access.PrepareBatches),
		Approve: is(payout.Drafted) && has(access.ApproveBatches) && d.office.MayApprove(a, b.Author) == nil,
		Reject: is(payout.Drafted) && has(access.ApproveBatches, access.PrepareBatches) ||
			is(payout.Approved) && has(access.ApproveBatches),
		Send:      is(payout.Approved) && has(access.PayMoney),
		Record:    out && has(mayRecord...),
		GiveBack:  out && has(access.PayMoney) && account.Waiting.N > 0,
		Recover:   b.State.Out() && has(access.PayMoney) && account.Claims() > 0,
		Reconcile: out && has(access.PrepareBatches, access.ReconcileMoney) && b.Sender != a.Account,
		Close:     is(payout.Reconciled) && has(access.PayMoney),
		List:      has(access.PrepareBatches, access.ApproveBatches, access.PayMoney),
	}
}

// lines fills in a page of a batch's lines.
func (d *Desk) lines(ctx context.Context, a *office.Ask, v *Shown, above int64) error {
	p, err := d.supports.Payees(a, false, "")
	if err != nil {
		return err
	}
	v.Columns = p.Columns(v.Day, false)
	lines, err := batches.Lines(ctx, d.office.Reader(), d.province(), v.ID, v.State, above, onSheet+1)
	if err != nil {
		return err
	}
	if len(lines) > onSheet {
		lines, v.More = lines[:onSheet], lines[onSheet-1].Support
	}
	ids := make([]int64, len(lines))
	for i := range lines {
		ids[i] = lines[i].Support
	}
	of, err := d.Some(ctx, a, ids)
	if err != nil {
		return err
	}
	ended := map[int64]*payout.Ended{}
	for i := range v.Account.Ended {
		ended[v.Account.Ended[i].Support] = &v.Account.Ended[i]
	}
	for i := range lines {
		l := LineShown{Line: lines[i], Key: payout.Key(v.ID, lines[i].Support), Support: of[lines[i].Support],
			Ended: ended[lines[i].Support]}
		if l.Support == nil { // of a person whom they may not see nothing is told
			l.Detail = payout.Detail{}
		} else if !v.Batch.State.Out() && l.State == payout.Due {
			payee, err := p.Of(ctx, &l.Support.Support, p.Columns(v.Day, appsupports.Goods(&l.Support.Support)))
			if err != nil {
				return err
			}
			l.Lacks = payee.Lacks
		}
		v.Lines = append(v.Lines, l)
	}
	return nil
}

// Some shows supports by their numbers. One that the actor may not see is left out.
func (d *Desk) Some(ctx context.Context, a *office.Ask, ids []int64) (map[int64]*appsupports.SupportShown, error) {
	out := map[int64]*appsupports.SupportShown{}
	return out, d.supports.EachSupport(ctx, ids, func(s *appsupports.SupportShown) error {
		err := d.office.In(a, access.ViewSupports, access.ViewSupports, s.Now)
		if err == nil {
			out[s.ID] = s
			return nil
		}
		if k := errs.KindOf(err); k == errs.NotFound || k == errs.Forbidden {
			return nil
		}
		return err
	})
}

// Payment is a line of a household with its batch.
type Payment struct {
	payout.Line
	Title string
	Of    payout.State
	Sees  bool // the actor may see the batch
}

// PaymentsOf are the payments of a household by the supports that they are of, the newest batch last. Who calls has
// shown that the actor may see the household's supports.
func (d *Desk) PaymentsOf(ctx context.Context, a *office.Ask, household int64) (map[int64][]Payment, error) {
	all, err := batches.OfHousehold(ctx, d.office.Reader(), d.province(), household)
	if err != nil {
		return nil, err
	}
	out, had := map[int64][]Payment{}, map[int64]*batches.Batch{}
	for _, l := range all {
		b := had[l.Batch]
		if b == nil {
			if b, err = batches.Find(ctx, d.office.Reader(), d.province(), l.Batch); err != nil {
				return nil, err
			}
			had[l.Batch] = b
		}
		out[l.Support] = append(out[l.Support], Payment{l, b.Title, b.State, d.sees(a, b.Place)})
	}
	return out, nil
}

// Choices are what a new batch of an activity may be made of.
type Choices struct {
	Activity *supports.Activity
	Units    []place.Unit
	Lines    []funds.Row
	Before   []Row
}

// Choose says what a new batch of an activity may be made of. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Choose(ctx context.Context, a *office.Ask, activity int64) (*Choices, error) {
	act, err := d.activities.Activity(ctx, a, activity)
	if err != nil {
		return nil, err
	}
	c := &Choices{Activity: &act.Activity}
	for _, u := range d.office.Choices(a, 0) {
		of := d.office.Today(act.Place)
		if (u.Code == of || slices.Contains(d.above(u.Code), of)) && d.office.PlaceScope(a, access.PrepareBatches,
			u.Code) == nil {
			c.Units = append(c.Units, u)
		}
	}
	if len(c.Units) == 0 {
		return nil, office.Forbidden()
	}
	if c.Lines, err = d.linesFor(ctx, a, act.Activity.Node, act.Source, d.office.Day().Year()); err != nil {
		return nil, err
	}
	c.Before, _, err = d.Batches(ctx, a, Query{Activity: activity})
	return c, err
}

// Waits is what of batches waits for a person.
type Waits struct {
	Approve  []batches.Batch // drawn up by others
	Send     []batches.Batch
	Returns  map[int64]int // lines not received, by batch
	Returned []batches.Batch
}

// mostWaiting is how many batches of each kind are found.
const mostWaiting = 200

// Waits finds what of batches waits for a person.
func (d *Desk) Waits(ctx context.Context, a *office.Ask) (w *Waits, err error) {
	w = &Waits{}
	find := func(state payout.State, action access.Action, mine func(*batches.Batch) bool) (out []batches.Batch,
		err error) {
		if !d.office.May(a, action) {
			return nil, nil
		}
		all, err := batches.OfState(ctx, d.office.Reader(), d.province(), state, 0, mostWaiting)
		for i := range all {
			if d.office.PlaceScope(a, action, all[i].Place) == nil && mine(&all[i]) {
				out = append(out, all[i])
			}
		}
		return out, err
	}
	any := func(*batches.Batch) bool { return true }
	if w.Approve, err = find(payout.Drafted, access.ApproveBatches,
		func(b *batches.Batch) bool { return b.Author != a.Account }); err != nil {
		return nil, err
	}
	if w.Send, err = find(payout.Approved, access.PayMoney, any); err != nil {
		return nil, err
	}
	if !d.office.May(a, access.PayMoney) {
		return w, nil
	}
	if w.Returns, err = batches.Waiting(ctx, d.office.Reader(), d.province()); err != nil || len(w.Returns) == 0 {
		return w, err
	}
	w.Returned, err = find(payout.PartlyPaid, access.PayMoney,
		func(b *batches.Batch) bool { return w.Returns[b.ID] > 0 })
	return w, err
}
