package batches

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/ledgers"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	rows "giamngheo/internal/store/funds"
	"giamngheo/internal/store/supports"
)

// mostLines is how many lines a batch has at most.
const mostLines = 20_000

// Input asks for a batch of all supports of an activity that wait for their payment in a place.
type Input struct {
	Activity int64
	Place    place.Code // the activity's, or one below it
	Line     int64      // of money that pays them
	Title    string
	Day      date.Date
	Way      payout.Way
	Payer    string
}

// Draft draws up a batch. Errors: errs.Invalid where nobody waits, errs.Forbidden, errs.NotFound.
func (d *Desk) Draft(ctx context.Context, a *office.Ask, in Input) (int64, error) {
	act, err := d.activities.Activity(ctx, a, in.Activity)
	if err != nil {
		return 0, err
	}
	if err := d.office.PlaceScope(a, access.PrepareBatches, in.Place); err != nil {
		return 0, err
	}
	if of := d.office.Today(act.Place); d.office.Today(in.Place) != of && !slices.Contains(d.above(in.Place), of) {
		return 0, errs.New(errs.Invalid, "the activity is not of this unit")
	}
	if _, err := d.named(ctx, a, in.Line); err != nil {
		return 0, err
	}
	b := &batches.Batch{Batch: payout.Batch{Activity: in.Activity, Line: in.Line, Place: in.Place,
		Title: strings.Join(strings.Fields(in.Title), " "), Day: in.Day, Way: in.Way,
		Payer: strings.Join(strings.Fields(in.Payer), " "), State: payout.Drafted, Author: a.Account},
		At: d.office.Now()}
	if err := b.Check(); err != nil {
		return 0, err
	}
	if office.TooLong(b.Title) || office.TooLong(b.Payer) {
		return 0, errs.New(errs.Invalid, "a title and a name have at most 300 letters")
	}
	deed := &office.Deed{Action: "batch.draft", Kind: "batch", Place: b.Place}
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Long()
		waits, err := d.waiting(ctx, tx, &act.Activity, b.Line, b.Place)
		if err != nil {
			return err
		}
		if err := fits(waits); err != nil {
			return err
		}
		if err := batches.Add(ctx, tx, d.province(), b); err != nil {
			return err
		}
		sum := money.Dong(0)
		for _, v := range waits {
			if err := batches.AddLine(ctx, tx, d.province(), &payout.Line{Batch: b.ID, Support: v.ID,
				Household: v.Household,
				Commune:   v.Commune, Amount: v.Amount, State: payout.Due}); err != nil {
				return err
			}
			sum += v.Amount
		}
		deed.Subject = office.IDText(b.ID)
		deed.Note = map[string]string{"activity": office.IDText(b.Activity), "line": office.IDText(b.Line),
			"supports": strconv.Itoa(len(waits)), "amount": office.IDText(int64(sum))}
		tx.Changed(Topic, b.ID)
		return nil
	})
	return b.ID, err
}

func fits(waits []*supports.Support) error {
	switch {
	case len(waits) == 0:
		return errs.New(errs.Invalid,
			"no support of this activity waits for its payment from this line: they are paid, on another list, or of another fund")
	case len(waits) > mostLines:
		return errs.New(errs.Invalid, "%d supports wait, a list holds %d: draw up one for each commune", len(waits),
			mostLines)
	}
	return nil
}

// Waiting counts the supports of an activity that would be on a batch of a place paid from a line.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask, in Input) (sum payout.Sum, err error) {
	act, err := d.activities.Activity(ctx, a, in.Activity)
	if err != nil {
		return sum, err
	}
	if err := d.office.PlaceScope(a, access.PrepareBatches, in.Place); err != nil {
		return sum, err
	}
	if _, err := d.named(ctx, a, in.Line); err != nil {
		return sum, err
	}
	return sum, d.office.Look(ctx, func(r store.Reader) error {
		waits, err := d.waiting(ctx, r, &act.Activity, in.Line, in.Place)
		for _, v := range waits {
			sum.N, sum.Amount = sum.N+1, sum.Amount+v.Amount
		}
		return err
	})
}

// waiting are the valid supports of an activity that a line pays, that people of a place get, and that no batch holds
// – nor one in whose place they stand.
func (d *room) waiting(ctx context.Context, r store.Reader, act *supports.Activity, line int64,
	at place.Code) (out []*supports.Support, err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	l, err := rows.FindLine(ctx, r, d.province(), line)
	if err != nil {
		return nil, err
	}
	held, err := batches.Held(ctx, r, d.province(), act.ID)
	if err != nil {
		return nil, err
	}
	instead, err := supports.Corrected(ctx, r, d.province(), act.ID)
	if err != nil {
		return nil, err
	}
	all, err := supports.Under(ctx, r, d.province(), act.ID)
	if err != nil {
		return nil, err
	}
	in := map[place.Code]bool{}
	for i := range all {
		v := &all[i]
		k := c.Kind(v.Kind)
		if v.State != programme.Valid || v.Amount <= 0 || k == nil || !k.Paid || held[v.ID] ||
			!pays(c, l, act.Node, v.Source) || !d.within(in, v, at) {
			continue
		}
		if was := instead[v.ID]; was != 0 {
			if paid, err := d.heldBefore(ctx, r, was); err != nil {
				return nil, err
			} else if paid {
				continue
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// within reports whether the people of a place look after a support today; in keeps what was asked of communes.
func (d *room) within(in map[place.Code]bool, v *supports.Support, at place.Code) bool {
	commune := v.Commune
	if v.Household != 0 {
		if c := d.book.View().Snap.CommuneOf(v.Household); c != "" {
			commune = place.Code(c)
		}
	}
	is, had := in[commune]
	if !had {
		today, of := d.office.Today(commune), d.office.Today(at)
		is = today == of || slices.Contains(d.above(today), of)
		in[commune] = is
	}
	return is
}

// heldBefore reports whether a batch holds a support or one in whose place it stands.
func (d *room) heldBefore(ctx context.Context, r store.Reader, id int64) (bool, error) {
	for range ledgers.MostCorrections {
		if id == 0 {
			return false, nil
		}
		lines, err := batches.LinesOf(ctx, r, d.province(), id)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(lines, func(l payout.Line) bool { return l.State.Live() }) {
			return true, nil
		}
		if id, err = supports.Corrects(ctx, r, d.province(), id); err != nil {
			return false, err
		}
	}
	return true, nil // nobody corrects one support so often: it is not paid unseen
}

// TakeOff takes a support off a list that is not approved yet. Errors: errs.Conflict, errs.Forbidden, errs.NotFound.
func (d *Desk) TakeOff(ctx context.Context, a *office.Ask, id, support int64) error {
	deed := &office.Deed{Action: "batch.drop", Kind: "batch", Subject: office.IDText(id),
		Note: map[string]string{"support": office.IDText(support)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		b, err := d.allowed(ctx, tx, a, id, access.PrepareBatches)
		if err != nil {
			return err
		}
		deed.Place = b.Place
		l, err := batches.FindLine(ctx, tx, d.province(), id, support)
		if err != nil {
			return err
		}
		if b.State != payout.Drafted || l.State != payout.Due {
			return errs.New(errs.Conflict, "the batch is “%s”: this step does not follow; look at the page again",
				b.State.Title())
		}
		l.State = payout.Dropped
		tx.Changed(Topic, id)
		return batches.SetLine(ctx, tx, d.province(), l)
	})
}
