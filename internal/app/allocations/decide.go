package allocations

import (
	"context"
	"errors"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/allocation"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/norm"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
	"giamngheo/internal/words"
)

// Propose freezes a draft under the next number of its proposals. Errors: those of change; errs.Invalid where
// nothing can be
// shared out, with all values that are not known.
func (d *Desk) Propose(ctx context.Context, a *office.Ask, id, version int64) error {
	return d.change(ctx, a, id, version, "allocation.propose", "", func(_ *office.Tx, v *rows.Allocation,
		c *rows.Content) error {
		if err := freeze(c); err != nil {
			return err
		}
		v.State, v.ProposedBy = rows.Proposed, a.Account
		v.Proposal++
		return nil
	})
}

// freeze keeps what each unit gets. Errors: those of allocation.Allocate.
func freeze(c *rows.Content) error {
	got, err := shared(c)
	if err != nil {
		return err
	}
	c.Result = map[string]int64{}
	for i := range got.Rows {
		c.Result[got.Rows[i].Unit.Code] = got.Rows[i].Result
	}
	return nil
}

// Drop gives up a draft. Errors: those of change.
func (d *Desk) Drop(ctx context.Context, a *office.Ask, id, version int64, reason string) error {
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	return d.change(ctx, a, id, version, "allocation.drop", reason, func(_ *office.Tx, v *rows.Allocation,
		_ *rows.Content) error {
		v.State = rows.Dropped
		return nil
	})
}

// Return gives a proposal back to be changed, with the reason: who decides on it, or who proposed it. Errors:
// errs.NotFound, errs.Forbidden, errs.Conflict where it is no proposal any more.
func (d *Desk) Return(ctx context.Context, a *office.Ask, id, version int64, reason string) error {
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	if office.TooLong(reason) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	deed := &office.Deed{Action: "allocation.return", Kind: "allocation", Subject: office.IDText(id),
		Reason: typed(reason)}
	return d.told(ctx, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(Topic, id)
		v, p, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if may := d.office.PlaceScope(a, access.DecideTransfers, p.Place); may != nil && d.mayEdit(a, p) != nil {
			return may
		}
		deed.Place = p.Place
		was, err := d.still(ctx, tx, v, version, rows.Proposed)
		if err != nil {
			return err
		}
		v.State = rows.Draft
		was.Content.Result = nil
		return d.next(ctx, tx, a, v, &was.Content, deed.Action, deed.Reason)
	}))
}

// Decision carries a proposal out: the document that decides it, and its day. Again says that a document that is cited
// already is this one.
type Decision struct {
	ID, Version int64
	Document    int64
	Day         date.Date
	Again       bool
}

// Used refuses a document that other movements carry out already, until somebody says that it is the same decision.
type Used struct{ error }

// Unwrap is what is said.
func (e Used) Unwrap() error { return e.error }

// AskedAgain reports whether an error is that a document is used already: the form asks whether it is the same.
func AskedAgain(err error) bool {
	var used Used
	return errors.As(err, &used)
}

// Decide carries a proposal out: its movements are written into the ledger in one transaction, and it is never reckoned
// again. Errors: errs.Forbidden of who had a hand in it; errs.Conflict of what is decided already or has changed; a
// line that
// has too little; a sample; Used.
func (d *Desk) Decide(ctx context.Context, a *office.Ask, in *Decision) error {
	if err := d.unused(ctx, a, in); err != nil {
		return err
	}
	deed := &office.Deed{Action: "allocation.decide", Kind: "allocation", Subject: office.IDText(in.ID)}
	return d.told(ctx, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(Topic, in.ID)
		v, p, err := d.decidable(ctx, tx, a, in.ID)
		if err != nil {
			return err
		}
		deed.Place = p.Place
		was, err := d.still(ctx, tx, v, in.Version, rows.Proposed)
		if err != nil {
			return err
		}
		if err := d.norms.Cited(ctx, tx, a, in.Document); err != nil {
			return err
		}
		if err := d.may(ctx, tx, a, v, &was.Content); err != nil {
			return err
		}
		shares, err := d.shares(ctx, tx, a, v, p, &was.Content)
		if err != nil {
			return err
		}
		m := money.Movement{Day: in.Day, Document: in.Document, Reason: v.Title}
		if err := d.funds.DecideIn(ctx, tx, a, v.Line, shares, m); err != nil {
			return err
		}
		v.State, v.Document, v.DecidedBy, v.Decided = rows.Decided, in.Document, a.Account, in.Day
		deed.Note = map[string]string{"document": office.IDText(in.Document), "proposal": office.IDText(v.Proposal)}
		return d.next(ctx, tx, a, v, &was.Content, deed.Action, "")
	}))
}

// decidable is a proposal that an actor may sign. Errors: errs.NotFound, errs.Forbidden.
func (d *room) decidable(ctx context.Context, tx *office.Tx, a *office.Ask, id int64) (*rows.Allocation, *money.Line,
	error) {
	v, p, err := d.seen(ctx, tx, a, id)
	if err != nil {
		return nil, nil, err
	}
	return v, p, d.office.PlaceScope(a, access.DecideTransfers, p.Place)
}

// unused refuses a document that is cited already.
func (d *room) unused(ctx context.Context, a *office.Ask, in *Decision) error {
	if v, p, err := d.seen(ctx, d.office.Reader(), a, in.ID); err != nil {
		return err
	} else if err := d.office.PlaceScope(a, access.DecideTransfers, p.Place); err != nil || v.State != rows.Proposed {
		return err
	}
	switch {
	case in.Document == 0:
		return errs.New(errs.Invalid,
			"“%s” carries out a decision: choose the document, or enter it into the register first",
			money.Allot.Title())
	case in.Day.IsZero():
		return errs.New(errs.Invalid, "the movement’s day is missing")
	}
	n, sum, err := d.funds.CitedBy(ctx, in.Document)
	if err != nil || n == 0 || in.Again {
		return err
	}
	return Used{errs.New(errs.Conflict,
		"%d movements of money carry this document out already, %s đồng in all. If it is the same decision, say so and decide again; if not, choose the right document",
		n, words.Number(int64(sum)))}
}

// may refuses who had a hand in what he would decide on, and a norm that is a sample: of a real office.
func (d *room) may(ctx context.Context, tx *office.Tx, a *office.Ask, v *rows.Allocation, c *rows.Content) error {
	all, err := rows.Versions(ctx, tx, v.Province, v.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Deed != "allocation.return" {
			if err := d.office.MayApprove(a, all[i].RecordedBy); err != nil {
				return err
			}
		}
	}
	s, err := norm.Read(c.Norm.Code, []byte(c.Norm.Text), nil)
	if err == nil && s.Sample && !d.office.Demo() {
		err = errs.New(errs.Invalid,
			"the norm “%s” is a sample (MẪU): record the true coefficients as its next version, and share out by that",
			s.Code)
	}
	return err
}

// shares are what lines below get: of what is decided in place of another one what differs.
func (d *room) shares(ctx context.Context, tx *office.Tx, a *office.Ask, v *rows.Allocation, p *money.Line,
	c *rows.Content) (out []funds.Share, err error) {
	before := map[string]int64{}
	old := &rows.Content{}
	if v.Replaces != 0 {
		if old, err = d.superseded(ctx, tx, a, v); err != nil {
			return nil, err
		}
		before = old.Result
	}
	s, err := norm.Read(c.Norm.Code, []byte(c.Norm.Text), nil)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, units := range [][]rows.Unit{c.Units, old.Units} {
		for i := range units {
			u := &units[i]
			if n := c.Result[u.Code] - before[u.Code]; n != 0 && !seen[u.Code] {
				out = append(out, funds.Share{Line: lineOf(s, p, u), Amount: money.Dong(n)})
			}
			seen[u.Code] = true
		}
	}
	off, err := d.off(p, c, old)
	return append(out, off...), err
}

// lineOf is the line below that a unit has.
func lineOf(s *norm.Set, p *money.Line, u *rows.Unit) money.Line {
	l := money.Line{Node: p.Node, Kind: money.AtPlace, Place: place.Code(u.Code)}
	if s.Recipients == norm.Bodies {
		l.Kind, l.Holder, l.Place = money.AtBody, strings.Join(strings.Fields(u.Name), " "), p.Place
	}
	return l
}

// off are the parts of the line's node that get something off the top; what is of no part of it stays on the line.
func (d *room) off(p *money.Line, c, old *rows.Content) (out []funds.Share, err error) {
	tree, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	for node := range c.Off {
		if node != p.Node && tree.Within(node, p.Node) && c.Off[node] != old.Off[node] {
			out = append(out, funds.Share{Line: money.Line{Node: node, Kind: money.AtPlace, Place: p.Place},
				Amount: money.Dong(c.Off[node] - old.Off[node])})
		}
	}
	return out, nil
}

// superseded ends the allocation in whose place another one is decided, and returns what it was made of.
func (d *room) superseded(ctx context.Context, tx *office.Tx, a *office.Ask, by *rows.Allocation) (*rows.Content,
	error) {
	v, err := rows.Find(ctx, tx, d.province(), by.Replaces)
	if err != nil {
		return nil, err
	}
	was, err := rows.FindVersion(ctx, tx, v.Province, v.ID, v.Version)
	if err != nil {
		return nil, err
	}
	if v.State != rows.Decided {
		return nil, errs.New(errs.Conflict,
			"the allocation in whose place this one comes is %s by now: begin anew from the one that holds",
			v.State.Title())
	}
	v.State = rows.Superseded
	if err := d.next(ctx, tx, a, v, &was.Content, "allocation.replace", by.Title); err != nil {
		return nil, err
	}
	return &was.Content, tx.Note(ctx, office.Deed{Action: "allocation.replace", Kind: "allocation",
		Subject: office.IDText(v.ID),
		Note:    map[string]string{"by": office.IDText(by.ID)}})
}

// Again begins a draft in the place of a decided allocation, with the same norm and values. Errors: errs.NotFound,
// errs.Forbidden, errs.Invalid where it is not decided.
func (d *Desk) Again(ctx context.Context, a *office.Ask, id int64) (int64, error) {
	v, p, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return 0, err
	}
	if err := d.mayEdit(a, p); err != nil {
		return 0, err
	}
	was, err := rows.FindVersion(ctx, d.office.Reader(), v.Province, id, v.Version)
	if err != nil {
		return 0, err
	}
	return d.replacing(ctx, a, v, p, &was.Content, "")
}

// replacing begins a draft in the place of a decided allocation.
func (d *room) replacing(ctx context.Context, a *office.Ask, v *rows.Allocation, p *money.Line, c *rows.Content,
	reason string) (int64, error) {
	if v.State != rows.Decided {
		return 0, errs.New(errs.Invalid, "only a decided allocation is replaced by another; a draft is changed itself")
	}
	next := &rows.Allocation{Province: d.province(), Line: v.Line, Title: v.Title, State: rows.Draft, Replaces: v.ID,
		RecordedBy: a.Account, Recorded: d.office.Now()}
	c.Result = nil
	err := d.add(ctx, a, next, c, p, reason)
	return next.ID, err
}

// Undetermined are the values that are not known, where that is why nothing can be shared out.
func Undetermined(err error) *allocation.Undetermined {
	var unknown *allocation.Undetermined
	errors.As(err, &unknown)
	return unknown
}
