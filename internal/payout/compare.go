package payout

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/words"
)

// Sum is how many lines there are of a state, and what they come to.
type Sum struct {
	N      int
	Amount money.Dong
}

// Sums are the lines of a batch by state.
type Sums map[LineState]Sum

// Of adds up states.
func (s Sums) Of(states ...LineState) (out Sum) {
	for _, st := range states {
		out.N, out.Amount = out.N+s[st].N, out.Amount+s[st].Amount
	}
	return out
}

// Ended is a line whose support holds no more: withdrawn, or corrected by another one. Holds is what the support that
// stands in its place is worth, 0 where none does.
type Ended struct {
	Line

	Now   int64 // the support that stands in its place, 0: none
	Holds money.Dong
}

// Claim is what is to be recovered of it: what was received beyond what holds.
func (e *Ended) Claim() money.Dong {
	if !e.State.Got() {
		return 0
	}
	return max(0, e.Amount-e.Holds-e.Recovered)
}

// Owed is what was received too little.
func (e *Ended) Owed() money.Dong {
	if !e.State.Got() || e.Now == 0 {
		return 0
	}
	return max(0, e.Holds-e.Amount)
}

// Account holds a batch's list against its supports and against the ledger.
type Account struct {
	Listed    Sum // on the list, without what was taken off it
	Supports  money.Dong
	Got       Sum // received
	Waiting   Sum // not yet known, or not received and not given back
	Returned  Sum
	Recovered money.Dong
	Ledger    money.Dong // what moved for it: paid, less what was given back
	Sent      bool
	Ended     []Ended // the differences between list and supports, each named
}

// Compare makes the account of a batch: sums are of its lines, recovered what was given back of claims, ended the
// lines whose supports hold no more, ledger what moved for it.
func Compare(sent bool, sums Sums, recovered money.Dong, ended []Ended, ledger money.Dong) *Account {
	a := &Account{Listed: sums.Of(Due, Paid, Replaced, NotReceived, Returned), Got: sums.Of(Paid, Replaced),
		Waiting: sums.Of(Due, NotReceived), Returned: sums.Of(Returned), Recovered: recovered, Ledger: ledger,
		Sent: sent}
	a.Supports = a.Listed.Amount
	for _, e := range ended {
		if e.State == Dropped {
			continue
		}
		a.Supports += e.Holds - e.Amount
		if e.State != Returned {
			a.Ended = append(a.Ended, e)
		}
	}
	return a
}

// Moved is what must have moved for the batch by now.
func (a *Account) Moved() money.Dong {
	if !a.Sent {
		return 0
	}
	return a.Listed.Amount - a.Returned.Amount - a.Recovered
}

// Claims is what is still to be recovered.
func (a *Account) Claims() (sum money.Dong) {
	for i := range a.Ended {
		sum += a.Ended[i].Claim()
	}
	return sum
}

// Agrees says why the ledger does not have what the lines have: what households are paid by a batch is what its
// supports are worth. Errors: errs.Invalid.
func (a *Account) Agrees() error {
	if a.Ledger != a.Moved() {
		return errs.New(errs.Invalid, "the lines of the batch come to %s, and %s moved for it", num(a.Moved()),
			num(a.Ledger))
	}
	return nil
}

// Settled says what still stands against reconciling a batch. Errors: errs.Invalid.
func (a *Account) Settled(note string) error {
	switch {
	case a.Waiting.N > 0:
		return errs.New(errs.Invalid,
			"of %d lines it is not known yet who received them, or the money was not given back: record that first",
			a.Waiting.N)
	case len(a.Ended) > 0 && note == "":
		return errs.New(errs.Invalid, "of %d lines the support does not hold any more: say what is done about it",
			len(a.Ended))
	}
	return a.Agrees()
}

// Closes says what still stands against closing a batch. Errors: errs.Invalid.
func (a *Account) Closes() error {
	if sum := a.Claims(); sum > 0 {
		return errs.New(errs.Invalid, "%s is still to be recovered: the batch is closed when the money is back",
			num(sum))
	}
	return a.Agrees()
}

func num(d money.Dong) any { return words.Number(int64(d)) }
