package money

// Balance is a line's account on a day, or what a movement changes of it.
type Balance struct {
	In, Out   Dong // what came and what went on: their difference is available
	V         Dong // advanced and not recovered
	P         Dong // accepted and paid
	C         Dong // promised by contracts
	Cancelled Dong // of what went: given back to who gave it
}

// A is available: what the line may spend (kế hoạch vốn của dòng).
func (b Balance) A() Dong { return b.In - b.Out }

// K is disbursed as the treasury counts it (giải ngân): paid and advanced.
func (b Balance) K() Dong { return b.P + b.V }

// B is unspent.
func (b Balance) B() Dong { return b.A() - b.K() }

// U is not promised and not spent; below 0 where contracts promise more than there is this year.
func (b Balance) U() Dong { return b.A() - max(b.C, b.K()) }

// Plus adds two balances.
func (b Balance) Plus(c Balance) Balance {
	return Balance{b.In + c.In, b.Out + c.Out, b.V + c.V, b.P + c.P, b.C + c.C, b.Cancelled + c.Cancelled}
}

// Minus is the balance with every sign turned.
func (b Balance) Minus() Balance {
	return Balance{-b.In, -b.Out, -b.V, -b.P, -b.C, -b.Cancelled}
}

// Disbursed is K of A in percent (giải ngân).
func (b Balance) Disbursed() string { return Percent(b.K(), b.A()) }

// Paid is P of A in percent (thanh toán).
func (b Balance) Paid() string { return Percent(b.P, b.A()) }

// Committed is C of A in percent (cam kết).
func (b Balance) Committed() string { return Percent(b.C, b.A()) }

// Effect is what a movement changes of the line from which it comes and of that to which it goes.
func (m *Movement) Effect() (from, to Balance) {
	switch m.Kind {
	case Grant, Mobilise:
		to.In = m.Amount
	case Allot, Withdraw, Adjust, CarryEstimate:
		from.Out, to.In = m.Amount, m.Amount
	case CarryAdvance:
		from.Out, to.In = m.Amount, m.Amount
		from.V, to.V = -m.Amount, m.Amount
		if m.Contract != 0 { // what is promised goes with what is advanced of it
			from.C, to.C = -m.Amount, m.Amount
		}
	case Commit:
		from.C = m.Amount
	case Uncommit:
		from.C = -m.Amount
	case Advance:
		from.V = m.Amount
	case Pay:
		from.P, from.V = m.Amount, -m.Recovers
	case Refund:
		to.V, to.P = -m.Recovers, m.Recovers-m.Amount
	case Cancel:
		from.Out, from.Cancelled = m.Amount, m.Amount
	}
	if m.Reverses != 0 {
		return from.Minus(), to.Minus()
	}
	return from, to
}
