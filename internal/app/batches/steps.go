package batches

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/ledgers"
	appsupports "giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/stead"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/words"
)

// Step is what somebody does to a batch as they saw it.
type Step struct {
	Batch    int64
	Version  int64
	Document int64
	Reason   string
	Voucher  string
	Day      date.Date
}

// move does a step in one transaction: the deed is noted, the batch written.
func (d *room) move(ctx context.Context, a *office.Ask, action string, s *Step, may []access.Action,
	do func(tx *office.Tx, b *batches.Batch, deed *office.Deed) error) error {
	s.Reason, s.Voucher = strings.TrimSpace(s.Reason), strings.TrimSpace(s.Voucher)
	if office.TooLong(s.Reason) || office.TooLong(s.Voucher) {
		return errs.New(errs.Invalid, "a voucher and a reason have at most 300 letters")
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		b, err := d.allowed(ctx, tx, a, s.Batch, may...)
		if err != nil {
			return err
		}
		if s.Version != 0 && s.Version != b.Version {
			return errs.New(errs.Conflict, "somebody else has changed this batch meanwhile: look at it again")
		}
		deed := office.Deed{Action: action, Kind: "batch", Subject: office.IDText(b.ID), Place: b.Place,
			Reason: s.Reason,
			Note:   map[string]string{}}
		if err := do(tx, b, &deed); err != nil {
			return err
		}
		if err := batches.Set(ctx, tx, d.province(), b); err != nil {
			return err
		}
		tx.Changed(Topic, b.ID)
		return tx.Note(ctx, deed)
	})
}

// Approve approves a batch as another person than who drew it up: its list has every column of the law, and the line
// has the money. Supports that hold no more leave it. Errors: errs.Invalid, errs.Forbidden, errs.NotFound,
// errs.Conflict.
func (d *Desk) Approve(ctx context.Context, a *office.Ask, s Step) error {
	b, err := d.allowed(ctx, d.office.Reader(), a, s.Batch, access.ApproveBatches)
	if err != nil {
		return err
	}
	if err := d.office.MayApprove(a, b.Author); err != nil {
		return err
	}
	if err := d.complete(ctx, a, b); err != nil { // before the turn to write: it reads every household
		return err
	}
	return d.move(ctx, a, "batch.approve", &s, []access.Action{access.ApproveBatches},
		func(tx *office.Tx, b *batches.Batch, deed *office.Deed) error {
			if err := d.office.MayApprove(a, b.Author); err != nil {
				return err
			}
			if err := d.funds.Cites(ctx, tx, a, s.Document); err != nil {
				return err
			}
			sum, err := d.holds(ctx, tx, b, deed)
			if err != nil {
				return err
			}
			if err := d.affords(ctx, tx, b.Line, sum.Amount); err != nil {
				return err
			}
			b.Approver, b.Document = a.Account, s.Document
			return b.Move(payout.Approved)
		})
}

// complete refuses a list that lacks something of what the law of its day asks. Errors: errs.Invalid.
func (d *room) complete(ctx context.Context, a *office.Ask, b *batches.Batch) error {
	n, columns, err := d.lacks(ctx, a, b)
	switch {
	case err != nil:
		return err
	case columns == "":
		return errs.New(errs.Invalid,
			"what the list of a payment of %s must have is not known: the list cannot be approved for that day", b.Day)
	case n > 0:
		return errs.New(errs.Invalid,
			"%d lines lack something that the list must have (%s): complete the households’ records, or take the lines off",
			n, columns)
	}
	return nil
}

// lacks counts the lines that lack something, and names what the list must have: "" where no law is known.
func (d *room) lacks(ctx context.Context, a *office.Ask, b *batches.Batch) (n int, columns string, err error) {
	p, err := d.supports.Payees(a, false, "")
	if err != nil {
		return 0, "", err
	}
	var said []string
	for _, c := range p.Columns(b.Day, false) {
		said = append(said, c.Name.VI)
	}
	err = d.eachLine(ctx, d.office.Reader(), b.ID, payout.Due, func(l *payout.Line) error {
		v, err := supports.Find(ctx, d.office.Reader(), d.province(), l.Support)
		if err != nil {
			return err
		}
		payee, err := p.Of(ctx, v, p.Columns(b.Day, appsupports.Goods(v)))
		if err == nil && len(payee.Lacks) > 0 {
			n++
		}
		return err
	})
	return n, strings.Join(said, ", "), err
}

// atOnce is how many lines are read at once.
const atOnce = 500

// Each hands the lines of a batch to a function, in the order of their supports. Who calls has shown that the actor
// may see them.
func (d *Desk) Each(ctx context.Context, id int64, do func(*payout.Line) error) error {
	return d.eachLine(ctx, d.office.Reader(), id, "", do)
}

// ToList is a batch whose list an actor may take out. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) ToList(ctx context.Context, a *office.Ask, id int64) (*batches.Batch, error) {
	return d.allowed(ctx, d.office.Reader(), a, id, access.PrepareBatches, access.ApproveBatches, access.PayMoney)
}

// eachLine hands the lines of a batch of a state to a function, "" those of any, in the order of their supports.
func (d *room) eachLine(ctx context.Context, r store.Reader, id int64, state payout.LineState,
	do func(*payout.Line) error) error {
	for above := int64(0); ; {
		lines, err := batches.Lines(ctx, r, d.province(), id, state, above, atOnce)
		if err != nil {
			return err
		}
		for i := range lines {
			if err := do(&lines[i]); err != nil {
				return err
			}
			above = lines[i].Support
		}
		if len(lines) < atOnce {
			return nil
		}
	}
}

// holds takes what holds no more off a batch that is not sent, and adds up the rest. Errors (errs.Invalid): nothing is
// left.
func (d *room) holds(ctx context.Context, tx *office.Tx, b *batches.Batch, deed *office.Deed) (payout.Sum, error) {
	ended, err := ledgers.Ended(ctx, tx, d.province(), b)
	if err != nil {
		return payout.Sum{}, err
	}
	for i := range ended {
		if l := &ended[i].Line; l.State == payout.Due {
			l.State = payout.Dropped
			if err := batches.SetLine(ctx, tx, d.province(), l); err != nil {
				return payout.Sum{}, err
			}
			deed.Note["dropped."+office.IDText(l.Support)] = office.IDText(int64(l.Amount))
		}
	}
	sums, _, err := batches.Sums(ctx, tx, d.province(), b.ID)
	if err != nil {
		return payout.Sum{}, err
	}
	sum := sums.Of(payout.Due)
	if sum.N == 0 {
		return sum, errs.New(errs.Invalid, "no line of the list holds any more: reject it")
	}
	deed.Note["lines"], deed.Note["amount"] = office.IDText(int64(sum.N)), office.IDText(int64(sum.Amount))
	return sum, nil
}

// affords refuses a sum that a line has not unspent. Errors: errs.Invalid with the numbers.
func (d *room) affords(ctx context.Context, tx *office.Tx, line int64, sum money.Dong) error {
	b, err := d.balance(ctx, tx, line)
	if err != nil {
		return err
	}
	if b.B() < sum {
		return errs.New(errs.Invalid,
			"the list comes to %s; its line has %s available and %s disbursed, so %s is unspent: %s more is needed",
			num(sum),
			num(b.A()), num(b.K()), num(b.B()), num(sum-b.B()))
	}
	return nil
}

func num(d money.Dong) any { return words.Number(int64(d)) }

// Reject rejects a batch before it is sent: its supports may be on another. Who drew it up takes a draft back so.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Reject(ctx context.Context, a *office.Ask, s Step) error {
	if err := office.NeedReason(s.Reason); err != nil {
		return err
	}
	may := []access.Action{access.ApproveBatches, access.PrepareBatches}
	return d.move(ctx, a, "batch.reject", &s, may, func(tx *office.Tx, b *batches.Batch, _ *office.Deed) error {
		if b.State == payout.Approved {
			if err := d.office.PlaceScope(a, access.ApproveBatches, b.Place); err != nil {
				return err
			}
		}
		if err := b.Move(payout.Rejected); err != nil {
			return err
		}
		b.Note = s.Reason
		return batches.DropAll(ctx, tx, d.province(), b.ID)
	})
}

// Send pays a batch out of its line and hands it to who pays people. Sent again it stays as it is. Errors:
// errs.Invalid where the line has not the money, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Send(ctx context.Context, a *office.Ask, s Step) error {
	b, err := d.allowed(ctx, d.office.Reader(), a, s.Batch, access.PayMoney)
	if err != nil {
		return err
	}
	if b.State.Out() {
		return nil
	}
	err = d.move(ctx, a, "batch.send", &s, []access.Action{access.PayMoney},
		func(tx *office.Tx, b *batches.Batch, deed *office.Deed) error {
			if err := b.Move(payout.Sent); err != nil {
				return err
			}
			sum, err := d.holds(ctx, tx, b, deed)
			if err != nil {
				return err
			}
			if err := d.affords(ctx, tx, b.Line, sum.Amount); err != nil {
				return err
			}
			b.Sender = a.Account
			return d.moves(ctx, tx, a, b, 0, money.Movement{Kind: money.Pay, From: b.Line, Amount: sum.Amount,
				Day:     s.Day,
				Voucher: s.Voucher, Reason: said("Chi trả theo danh sách số %d", b.ID)})
		})
	if errs.KindOf(err) == errs.Conflict { // two at once: the second finds it sent
		if again, look := batches.Find(ctx, d.office.Reader(), d.province(),
			s.Batch); look == nil && again.State.Out() {
			return nil
		}
	}
	return err
}

func said(form string, id int64) string { return strings.ReplaceAll(form, "%d", office.IDText(id)) }

// moves records a movement of a batch in the ledger.
func (d *room) moves(ctx context.Context, tx *office.Tx, a *office.Ask, b *batches.Batch, support int64,
	m money.Movement) error {
	if err := d.funds.RecordIn(ctx, tx, a, &m); err != nil {
		return err
	}
	return batches.Link(ctx, tx, d.province(), m.ID, b.ID, support)
}

// Reconcile says that list, supports and payments agree, or with the reason why they do not. Who sent the batch does
// not reconcile it. Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Reconcile(ctx context.Context, a *office.Ask, s Step) error {
	may := []access.Action{access.PrepareBatches, access.ReconcileMoney}
	return d.move(ctx, a, "batch.reconcile", &s, may, func(tx *office.Tx, b *batches.Batch, _ *office.Deed) error {
		if err := stead.MayLend(a.Account, a.Grants, d.office.Day(), access.Reconciles, access.Enters,
			b.Sender); err != nil {
			return err
		}
		account, err := d.account(ctx, tx, b)
		if err != nil {
			return err
		}
		was := b.State
		if err := b.Move(payout.Reconciled); err != nil {
			return err
		}
		if was.Out() {
			if err := account.Settled(s.Reason); err != nil {
				return err
			}
		}
		b.Reconciler, b.Note = a.Account, s.Reason
		return nil
	})
}

// Close closes a batch that is reconciled and of which nothing is to be recovered. Errors: errs.Invalid,
// errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Close(ctx context.Context, a *office.Ask, s Step) error {
	return d.move(ctx, a, "batch.close", &s, []access.Action{access.PayMoney},
		func(tx *office.Tx, b *batches.Batch, _ *office.Deed) error {
			if err := b.Move(payout.Closed); err != nil {
				return err
			}
			account, err := d.account(ctx, tx, b)
			if err != nil {
				return err
			}
			return account.Closes()
		})
}

// account holds a batch against its supports and the ledger.
func (d *room) account(ctx context.Context, r store.Reader, b *batches.Batch) (*payout.Account, error) {
	return ledgers.Account(ctx, r, d.province(), b)
}
