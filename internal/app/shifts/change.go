package shifts

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/shift"
	rows "giamngheo/internal/store/shifts"
	"giamngheo/internal/words"
)

// Make begins a submission with the transfers that are proposed within a place's money of a budget year; there may be
// none, and who begins it sets them by hand. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Make(ctx context.Context, a *office.Ask, year int, at place.Code, title string) (int64, error) {
	if err := d.office.PlaceScope(a, access.ProposeTransfers, at); err != nil {
		return 0, err
	}
	if title = typed(title); title == "" || office.TooLong(title) {
		return 0, errs.New(errs.Invalid, "a submission has a title of at most 300 letters")
	}
	rules, err := d.rules()
	if err != nil {
		return 0, err
	}
	b, err := d.funds.Board(ctx, a, funds.Query{Year: year, Place: at})
	if err != nil {
		return 0, err
	}
	s, err := d.scene(ctx, a, b.Query.Year, b.Unit.Code)
	if err != nil {
		return 0, err
	}
	c := rows.Content{Moves: rules.Propose(s.standings()).Moves}
	s.keep(&c)
	v := &rows.Shift{Province: d.province(), Place: b.Unit.Code, Year: s.year, Title: title, State: rows.Draft,
		RecordedBy: a.Account, Recorded: d.office.Now()}
	deed := &office.Deed{Action: "shift.make", Kind: "shift", Place: v.Place, Note: map[string]string{"title": title}}
	return v.ID, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := rows.Add(ctx, tx, v); err != nil {
			return err
		}
		deed.Subject = office.IDText(v.ID)
		tx.Changed(Topic, v.ID)
		return rows.AddChange(ctx, tx, v.Province, v.ID, &rows.Change{Version: v.Version, Deed: deed.Action, Content: c,
			RecordedBy: a.Account, Recorded: v.Recorded})
	})
}

// keep writes the figures of the lines that a content moves money of into it.
func (s *scene) keep(c *rows.Content) {
	c.Day, c.Lines = s.on, nil
	for _, m := range c.Moves {
		for _, id := range []int64{m.From, m.To} {
			if l := s.line(id); l != nil && c.Figures(id) == nil {
				c.Lines = append(c.Lines, l.Figures)
			}
		}
	}
}

// mostMoves is how many transfers a submission may have.
const mostMoves = 200

// Set sets a transfer of a draft by hand, adds it, or with an amount of 0 takes it out. The figures are then those of
// today. Errors: errs.Invalid with what forbids it; those of change.
func (d *Desk) Set(ctx context.Context, a *office.Ask, id, version int64, m shift.Move) error {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if err := d.office.PlaceScope(a, access.ProposeTransfers, v.Place); err != nil {
		return err
	}
	s, err := d.scene(ctx, a, v.Year, d.office.Today(v.Place))
	if err != nil {
		return err
	}
	m.Reason, m.Hand = typed(m.Reason), true
	if m.Amount != 0 {
		if m.Rule, err = d.fits(s, &m); err != nil {
			return err
		}
	}
	return d.change(ctx, a, id, version, "shift.edit", m.Reason, func(_ *office.Tx, _ *rows.Shift, c *rows.Content) error {
		i := slices.IndexFunc(c.Moves, func(o shift.Move) bool { return o.From == m.From && o.To == m.To })
		switch {
		case m.Amount == 0 && i < 0:
			return office.NotYours()
		case m.Amount == 0:
			c.Moves = slices.Delete(c.Moves, i, i+1)
		case i >= 0:
			c.Moves[i] = m
		case len(c.Moves) >= mostMoves:
			return errs.New(errs.Invalid, "a submission has at most %d transfers: begin another one", mostMoves)
		default:
			c.Moves = append(c.Moves, m)
		}
		s.keep(c)
		return s.enough(c)
	})
}

// fits finds the kind of a transfer set by hand. Errors: errs.NotFound for lines that are not there for the actor,
// errs.Invalid with the rule that forbids it.
func (d *room) fits(s *scene, m *shift.Move) (string, error) {
	rules, err := d.rules()
	if err != nil {
		return "", err
	}
	from, to := s.line(m.From), s.line(m.To)
	switch {
	case from == nil || to == nil:
		return "", office.NotYours()
	case m.From == m.To:
		return "", errs.New(errs.Invalid, "money does not move to where it is")
	case m.Amount < 0 || m.Amount > money.Most:
		return "", errs.New(errs.Invalid, "an amount is above 0")
	}
	kind, _, bar := rules.Judge(&from.Line, &to.Line)
	switch {
	case bar != nil:
		return "", errs.New(errs.Invalid, "this transfer is forbidden: %s. Choose other lines", bar.Name)
	case kind == nil:
		return "", errs.New(errs.Invalid, "no rule lets money go between these lines. Choose others")
	}
	return kind.Code, office.NeedReason(m.Reason)
}

// enough refuses a content that takes more of a line than is unspent. Errors: errs.Invalid with the line's figures.
func (s *scene) enough(c *rows.Content) error {
	gone := map[int64]money.Dong{}
	for _, m := range c.Moves {
		l := s.line(m.From)
		if l == nil {
			return errs.New(errs.Invalid, "a line of the submission has no money any more: take its transfer out")
		}
		if gone[m.From] += m.Amount; gone[m.From] > l.B() {
			return errs.New(errs.Invalid,
				"%s has %s đồng available and %s disbursed, so %s are unspent: %s cannot be transferred from it",
				l.Name, words.Number(int64(l.A)), words.Number(int64(l.K)), words.Number(int64(l.B())),
				words.Number(int64(gone[m.From])))
		}
	}
	return nil
}

// change does something to a draft, for who may propose transfers of its place. Errors: errs.NotFound, errs.Forbidden,
// errs.Conflict where somebody else changed it or it is no draft any more.
func (d *room) change(ctx context.Context, a *office.Ask, id, version int64, action, reason string,
	do func(*office.Tx, *rows.Shift, *rows.Content) error) error {
	may := func(v *rows.Shift) error { return d.office.PlaceScope(a, access.ProposeTransfers, v.Place) }
	return d.step(ctx, a, &step{id, version, action, reason, rows.Draft, may}, func(tx *office.Tx, v *rows.Shift,
		c *rows.Content, _ *office.Deed) error {
		return do(tx, v, c)
	})
}

// step is what is done to a submission in a state.
type step struct {
	id, version    int64
	action, reason string
	in             rows.State
	may            func(*rows.Shift) error
}

// step does something to a submission in one transaction, for who may.
func (d *room) step(ctx context.Context, a *office.Ask, s *step,
	do func(*office.Tx, *rows.Shift, *rows.Content, *office.Deed) error) error {
	if s.reason = typed(s.reason); office.TooLong(s.reason) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	deed := &office.Deed{Action: s.action, Kind: "shift", Subject: office.IDText(s.id), Reason: s.reason}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(Topic, s.id)
		v, err := d.seen(ctx, tx, a, s.id)
		if err != nil {
			return err
		}
		if err := s.may(v); err != nil {
			return err
		}
		deed.Place = v.Place
		was, err := rows.FindChange(ctx, tx, v.Province, v.ID, v.Version)
		if err != nil {
			return err
		}
		c, version := was.Content, v.Version
		if v.State != s.in || version != s.version {
			return errs.New(errs.Conflict, "the submission was changed meanwhile, and is %s by now: open it again",
				v.State.Title())
		}
		if err := do(tx, v, &c, deed); err != nil {
			return err
		}
		if err := rows.Set(ctx, tx, v, version); err != nil {
			return err
		}
		return rows.AddChange(ctx, tx, v.Province, v.ID, &rows.Change{Version: v.Version, Deed: s.action,
			Reason: s.reason, Content: c, RecordedBy: a.Account, Recorded: d.office.Now()})
	})
}

// may refuses who neither proposes nor decides transfers of a submission's place.
func (d *room) may(a *office.Ask, v *rows.Shift) error {
	if err := d.office.PlaceScope(a, access.ProposeTransfers, v.Place); err != nil {
		return d.office.PlaceScope(a, access.DecideTransfers, v.Place)
	}
	return nil
}

// Propose freezes a draft for a decision, with the figures of today. Errors: errs.Invalid where it has no transfer, a
// line has too little, or the last day of its rule is over; those of change.
func (d *Desk) Propose(ctx context.Context, a *office.Ask, id, version int64) error {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if err := d.office.PlaceScope(a, access.ProposeTransfers, v.Place); err != nil {
		return err
	}
	s, err := d.scene(ctx, a, v.Year, d.office.Today(v.Place))
	if err != nil {
		return err
	}
	return d.change(ctx, a, id, version, "shift.propose", "", func(_ *office.Tx, v *rows.Shift, c *rows.Content) error {
		if len(c.Moves) == 0 {
			return errs.New(errs.Invalid, "there is no transfer to propose yet: add one")
		}
		for i := range c.Moves {
			if _, err := d.kind(&c.Moves[i], d.office.Day()); err != nil {
				return err
			}
		}
		s.keep(c)
		v.State, v.ProposedBy = rows.Proposed, a.Account
		return s.enough(c)
	})
}

// kind is the kind of a transfer, by the rules of today. Errors (errs.Invalid): they know it no more, or its last day
// is over.
func (d *room) kind(m *shift.Move, on date.Date) (*shift.Allowed, error) {
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	k := rules.Kind(m.Rule)
	switch {
	case k == nil:
		return nil, errs.New(errs.Invalid, "the rules know a kind of these transfers no more: take it out and add it again")
	case k.Over(on):
		return nil, errs.New(errs.Invalid, "“%s” is decided up to %s: that day is over", k.Name, k.Until)
	}
	return k, nil
}

// Drop gives up a draft. Errors: those of change.
func (d *Desk) Drop(ctx context.Context, a *office.Ask, id, version int64, reason string) error {
	return d.change(ctx, a, id, version, "shift.drop", reason, func(_ *office.Tx, v *rows.Shift, _ *rows.Content) error {
		v.State = rows.Dropped
		return office.NeedReason(reason)
	})
}

// Return gives what is proposed back to be changed, with the reason: who decides on it, or who proposes. Errors:
// errs.NotFound, errs.Forbidden, errs.Conflict.
func (d *Desk) Return(ctx context.Context, a *office.Ask, id, version int64, reason string) error {
	may := func(v *rows.Shift) error { return d.may(a, v) }
	return d.step(ctx, a, &step{id, version, "shift.return", reason, rows.Proposed, may}, func(_ *office.Tx,
		v *rows.Shift, _ *rows.Content, _ *office.Deed) error {
		v.State = rows.Draft
		return office.NeedReason(reason)
	})
}

// Decision carries a submission out: the document that decides it, and its day. Again says that a document that is
// cited already is this one.
type Decision struct {
	ID, Version int64
	Document    int64
	Day         date.Date
	Again       bool
}

// Decide carries a submission out: its movements are written into the ledger in one transaction. Errors: errs.Forbidden
// of who had a hand in it; errs.Conflict of what has changed; errs.Invalid where it is not known who decides, the last
// day is over, or a line has too little; AskedAgain.
func (d *Desk) Decide(ctx context.Context, a *office.Ask, in *Decision) error {
	if err := d.unused(ctx, a, in); err != nil {
		return err
	}
	may := func(v *rows.Shift) error { return d.office.PlaceScope(a, access.DecideTransfers, v.Place) }
	return d.step(ctx, a, &step{in.ID, in.Version, "shift.decide", "", rows.Proposed, may}, func(tx *office.Tx,
		v *rows.Shift, c *rows.Content, deed *office.Deed) error {
		if err := d.decidable(ctx, tx, a, v, c, in); err != nil {
			return err
		}
		for _, m := range c.Moves {
			move := &money.Movement{Kind: money.Adjust, Day: in.Day, From: m.From, To: m.To, Amount: m.Amount,
				Document: in.Document, Reason: v.Title}
			if err := d.funds.RecordIn(ctx, tx, a, move); err != nil {
				return err
			}
		}
		v.State, v.Document, v.DecidedBy, v.Decided = rows.Decided, in.Document, a.Account, in.Day
		deed.Note = map[string]string{"document": office.IDText(in.Document),
			"moves": office.IDText(int64(len(c.Moves)))}
		return nil
	})
}

// decidable refuses what may not be decided: by this person, by this document, by nobody who is known.
func (d *room) decidable(ctx context.Context, tx *office.Tx, a *office.Ask, v *rows.Shift, c *rows.Content,
	in *Decision) error {
	all, err := rows.Changes(ctx, tx, v.Province, v.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Deed != "shift.return" {
			if err := d.office.MayApprove(a, all[i].RecordedBy); err != nil {
				return err
			}
		}
	}
	switch {
	case in.Document == 0:
		return errs.New(errs.Invalid,
			"“%s” carries out a decision: choose the document, or enter it into the register first", money.Adjust.Title())
	case in.Day.IsZero():
		return errs.New(errs.Invalid, "the movement’s day is missing")
	}
	for i := range c.Moves {
		k, err := d.kind(&c.Moves[i], in.Day)
		if err != nil {
			return err
		}
		if k.Decider == nil && !d.office.Demo() {
			return errs.New(errs.Invalid,
				"it is not known who decides on “%s”: fill it in (data/money/transfer.yaml: decider, cite), then decide", k.Name)
		}
	}
	return d.funds.Cites(ctx, tx, a, in.Document)
}

// unused refuses a document that is cited already.
func (d *room) unused(ctx context.Context, a *office.Ask, in *Decision) error {
	v, err := d.seen(ctx, d.office.Reader(), a, in.ID)
	if err != nil {
		return err
	}
	if err := d.office.PlaceScope(a, access.DecideTransfers, v.Place); err != nil || v.State != rows.Proposed ||
		in.Document == 0 {
		return err
	}
	n, sum, err := d.funds.CitedBy(ctx, in.Document)
	if err != nil || n == 0 || in.Again {
		return err
	}
	return usedError{errs.New(errs.Conflict,
		"%d movements of money carry this document out already, %s đồng in all. If it is the same decision, say so and decide again; if not, choose the right document",
		n, words.Number(int64(sum)))}
}
