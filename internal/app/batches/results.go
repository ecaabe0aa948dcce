package batches

import (
	"context"
	"errors"
	"io"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payfile"
	"giamngheo/internal/payout"
	"giamngheo/internal/store/batches"
)

// Taken is what became of results: of every one either it is taken, anew or as it was, or it comes back with why.
type Taken struct {
	New, Same int
	Back      map[int]errs.Text // by its place among the results
}

// mayRecord are those who record what became of lines: who pays, and who has the signed list.
var mayRecord = []access.Action{access.PayMoney, access.PrepareBatches}

// Record records what became of lines. A result that cannot be stays out, with why; the same again changes nothing.
// Errors: errs.Invalid where the batch was not sent or is closed, errs.Forbidden, errs.NotFound.
func (d *Desk) Record(ctx context.Context, a *office.Ask, id int64, results []payout.Result) (*Taken, error) {
	if _, err := d.allowed(ctx, d.office.Reader(), a, id, mayRecord...); err != nil {
		return nil, err
	}
	var out *Taken
	err := d.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		out = &Taken{Back: map[int]errs.Text{}}
		b, err := d.allowed(ctx, tx, a, id, mayRecord...)
		if err != nil {
			return err
		}
		if b.State != payout.Sent && b.State != payout.PartlyPaid {
			return errs.New(errs.Invalid,
				"what became of the lines is recorded after the list was sent and before it is reconciled")
		}
		for i := range results {
			if err := d.take(ctx, tx, b, &results[i], i, out); err != nil {
				return err
			}
		}
		if out.New == 0 {
			return nil
		}
		if b.State == payout.Sent {
			if err := b.Move(payout.PartlyPaid); err != nil {
				return err
			}
		}
		if err := batches.Set(ctx, tx, d.province(), b); err != nil {
			return err
		}
		tx.Changed(Topic, b.ID)
		return tx.Note(ctx, office.Deed{Action: "batch.result", Kind: "batch", Subject: office.IDText(id),
			Place: b.Place,
			Note: map[string]string{"new": office.IDText(int64(out.New)),
				"back": office.IDText(int64(len(out.Back)))}})
	})
	return out, err
}

// MayRecord refuses who may not record what became of a batch's lines. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) MayRecord(ctx context.Context, a *office.Ask, id int64) error {
	_, err := d.allowed(ctx, d.office.Reader(), a, id, mayRecord...)
	return err
}

// MayRecover refuses who may not record that a wrong payment came back. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) MayRecover(ctx context.Context, a *office.Ask, id int64) error {
	_, err := d.allowed(ctx, d.office.Reader(), a, id, access.PayMoney)
	return err
}

// RecordDue is Record of the same result for every line of which nothing is known yet.
func (d *Desk) RecordDue(ctx context.Context, a *office.Ask, id int64, result payout.Result) (*Taken, error) {
	if err := d.MayRecord(ctx, a, id); err != nil {
		return nil, err
	}
	var all []payout.Result
	if err := d.eachLine(ctx, d.office.Reader(), id, payout.Due, func(l *payout.Line) error {
		result.Support = l.Support
		all = append(all, result)
		return nil
	}); err != nil {
		return nil, err
	}
	return d.Record(ctx, a, id, all)
}

// take puts one result into its line.
func (d *room) take(ctx context.Context, tx *office.Tx, b *batches.Batch, r *payout.Result, at int, out *Taken) error {
	l, err := batches.FindLine(ctx, tx, d.province(), b.ID, r.Support)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil {
		out.Back[at] = errs.T("there is no line with this key: it was mistyped, or is of another list")
		return nil
	}
	if r.Day > d.office.Day() {
		out.Back[at] = errs.T("the day %s lies after today", r.Day)
		return nil
	}
	changed, err := l.Take(r)
	var why *errs.Error
	switch {
	case errors.As(err, &why):
		out.Back[at] = why.Text()
		return nil
	case err != nil:
		return err
	case !changed:
		out.Same++
		return nil
	}
	out.New++
	return batches.SetLine(ctx, tx, d.province(), l)
}

// mostRows is how many rows a file of results has at most, with its heads.
const mostRows = mostLines + 100

// Filed is what became of a file of results: all its rows are taken, open or come back.
type Filed struct {
	payfile.File
	Taken
}

// ReadFile takes the file that came back from who pays people. Rows whose key is not known and that cannot be come
// back with why; the same file again changes nothing. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) ReadFile(ctx context.Context, a *office.Ask, id int64, name string, src io.Reader) (*Filed, error) {
	b, err := d.allowed(ctx, d.office.Reader(), a, id, mayRecord...)
	if err != nil {
		return nil, err
	}
	table, err := office.Table(d.office, src, name, mostRows)
	if err != nil {
		return nil, err
	}
	read, err := payfile.Read(id, min(b.Day, d.office.Day()), table)
	if err != nil {
		return nil, err
	}
	taken, err := d.Record(ctx, a, id, read.Results)
	if err != nil {
		return nil, err
	}
	out := &Filed{*read, *taken}
	for i, l := range read.At {
		if why, back := taken.Back[i]; back {
			out.File.Back = append(out.File.Back, payfile.Back{Line: l, Why: why})
		}
	}
	slices.SortStableFunc(out.File.Back, func(x, y payfile.Back) int { return x.Number - y.Number })
	return out, nil
}

// GiveBack returns to the line of money what people did not receive: of one line, or with support 0 of all that were
// not received. Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) GiveBack(ctx context.Context, a *office.Ask, s Step, support int64) error {
	return d.move(ctx, a, "batch.return", &s, []access.Action{access.PayMoney},
		func(tx *office.Tx, b *batches.Batch, deed *office.Deed) error {
			if b.State != payout.Sent && b.State != payout.PartlyPaid {
				return errs.New(errs.Conflict, "the batch is “%s”: this step does not follow; look at the page again",
					b.State.Title())
			}
			sum, n := money.Dong(0), 0
			var lines []*payout.Line
			if err := d.eachLine(ctx, tx, b.ID, payout.NotReceived, func(l *payout.Line) error {
				if support == 0 || l.Support == support {
					lines = append(lines, l)
				}
				return nil
			}); err != nil {
				return err
			}
			for _, l := range lines {
				if err := l.GiveBack(s.Day); err != nil {
					return err
				}
				if err := batches.SetLine(ctx, tx, d.province(), l); err != nil {
					return err
				}
				sum, n = sum+l.Amount, n+1
			}
			if n == 0 {
				return errs.New(errs.Invalid, "no line is recorded as not received: nothing is to be given back")
			}
			deed.Note["lines"], deed.Note["amount"] = office.IDText(int64(n)), office.IDText(int64(sum))
			return d.moves(ctx, tx, a, b, support, money.Movement{Kind: money.Refund, To: b.Line, Amount: sum,
				Day:     s.Day,
				Voucher: s.Voucher, Reason: said("Nộp lại khoản không nhận của danh sách chi trả số %d", b.ID)})
		})
}

// Recover records that somebody gave back what they were paid and should not have been. Errors: errs.Invalid where no
// so much is to be recovered, errs.Forbidden, errs.NotFound, errs.Conflict.
func (d *Desk) Recover(ctx context.Context, a *office.Ask, s Step, support int64, amount money.Dong) error {
	return d.move(ctx, a, "batch.recover", &s, []access.Action{access.PayMoney},
		func(tx *office.Tx, b *batches.Batch, deed *office.Deed) error {
			account, err := d.account(ctx, tx, b)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(account.Ended, func(e payout.Ended) bool { return e.Support == support })
			if i < 0 || account.Ended[i].Claim() < amount || amount <= 0 {
				return errs.New(errs.Invalid, "so much is not to be recovered of this line")
			}
			l, err := batches.FindLine(ctx, tx, d.province(), b.ID, support)
			if err != nil {
				return err
			}
			l.Recovered += amount
			if err := batches.SetLine(ctx, tx, d.province(), l); err != nil {
				return err
			}
			deed.Note["support"], deed.Note["amount"] = office.IDText(support), office.IDText(int64(amount))
			return d.moves(ctx, tx, a, b, support, money.Movement{Kind: money.Refund, To: b.Line, Amount: amount,
				Day:     s.Day,
				Voucher: s.Voucher, Reason: said("Thu hồi khoản chi sai của danh sách chi trả số %d", b.ID)})
		})
}
