package money

import (
	"giamngheo/internal/errs"
)

// check says why a movement cannot be, whatever the balances are. Errors: errs.Invalid.
func (l *Ledger) check(m *Movement) error {
	r := m.Kind.rule()
	no := func(why errs.Text) error { return errs.Of(errs.Invalid, why) }
	switch {
	case r.kind == "":
		return no(errs.T("there is no such kind of movement"))
	case m.Day.IsZero():
		return no(errs.T("the movement’s day is missing"))
	case m.Amount <= 0 || m.Amount > Most:
		return wrongAmount()
	case m.From != 0 && l.lines[m.From] == nil, m.To != 0 && l.lines[m.To] == nil:
		return no(errs.T("there is no such line"))
	case (m.From != 0) != (r.from == OfLine) || (m.To != 0) != (r.to == OfLine):
		return no(errs.T("“%s” does not go this way", r.title))
	case m.From == m.To:
		return no(errs.T("money does not move to where it is"))
	case m.Reverses != 0:
		return l.checkReversal(m)
	case r.document && m.Document == 0:
		return no(errs.T("“%s” carries out a decision: choose the document, or enter it into the register first", r.title))
	case r.voucher && m.Voucher == "":
		return no(errs.T("“%s” needs its voucher’s number", r.title))
	case m.Kind == Mobilise && m.Reason == "":
		return no(errs.T("say who gave it and in which form"))
	}
	if err := l.checkContract(m, r); err != nil {
		return err
	}
	if m.From != 0 && m.To != 0 {
		return l.checkWay(m, l.lines[m.From], l.lines[m.To])
	}
	return nil
}

func (l *Ledger) checkReversal(m *Movement) error {
	switch {
	case l.reversed[m.Reverses]:
		return errs.New(errs.Invalid, "movement no. %d has been taken back already", m.Reverses)
	case m.Reason == "":
		return errs.New(errs.Invalid, "say why the movement is taken back")
	}
	return nil
}

// checkContract: what a movement says of a contract, what is recovered, what was accepted.
func (l *Ledger) checkContract(m *Movement, r *rule) error {
	no := func(why errs.Text) error { return errs.Of(errs.Invalid, why) }
	item := l.items[m.Item]
	switch {
	case r.contract && m.Contract == 0:
		return no(errs.T("choose the contract"))
	case m.Contract != 0 && (l.contracts[m.Contract] == nil || !m.Kind.MayContract()):
		return no(errs.T("there is no such contract"))
	case m.Recovers < 0 || m.Recovers > m.Amount, m.Recovers != 0 && m.Kind != Pay && m.Kind != Refund:
		return no(errs.T("what is recovered is between 0 and the amount"))
	case m.Item != 0 && (item == nil || item.Contract != m.Contract || m.Kind != Pay):
		return no(errs.T("this was not accepted of this contract"))
	case m.Kind == Pay && m.Contract != 0 && m.Item == 0:
		return no(errs.T("a payment of a contract is of what was accepted: choose it"))
	case item != nil && m.Day < item.Day:
		return no(errs.T("it is paid on %s, before it was accepted on %s", m.Day, item.Day))
	case item != nil && l.settled[m.Item]+m.Amount > item.Value:
		return no(errs.T("“%s” is worth %s, of which %s is paid, by whatever fund: nothing is settled twice",
			item.Title, num(item.Value), num(l.settled[m.Item])))
	}
	return nil
}

// checkWay: from which line to which line money may go.
func (l *Ledger) checkWay(m *Movement, from, to *Line) error {
	no := func(why errs.Text) error { return errs.Of(errs.Invalid, why) }
	switch {
	case from.Fund != to.Fund:
		return no(errs.T("money does not change its fund"))
	case from.Origin != to.Origin:
		return no(errs.T("money does not change the year of its origin"))
	}
	carried := m.Kind == CarryEstimate || m.Kind == CarryAdvance
	switch {
	case !carried && from.Year != to.Year:
		return no(errs.T("money goes into another year only by being carried over"))
	case carried && (to.Year != from.Year+1 || !from.sameButYear(to)):
		return no(errs.T("money is carried over to the same line of the next year"))
	case m.Kind == Allot && to.Parent != from.ID, m.Kind == Withdraw && from.Parent != to.ID:
		return no(errs.T("money is allotted from a line to those below it, and taken back by the same way"))
	case m.Kind == Allot && !l.below(to.Node, from.Node):
		return no(errs.T("money is allotted for the same project or a part of it"))
	}
	return nil
}
