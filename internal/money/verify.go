package money

import (
	"cmp"
	"slices"

	"giamngheo/internal/errs"
)

// Whole is everything that a province's ledger has.
type Whole struct {
	Lines     []Line
	Contracts []Contract
	Items     []Item
	Movements []Movement
}

// Verify builds the ledger anew in the order of recording and holds it against every invariant. It returns the ledger
// and the first fault, with the movement that has it; 0 where it is of the whole.
func Verify(w *Whole, below func(node, above string) bool) (l *Ledger, at int64, fault error) {
	l = NewLedger(below)
	for i := range w.Lines {
		l.Open(w.Lines[i])
	}
	for i := range w.Contracts {
		l.Sign(w.Contracts[i])
	}
	for i := range w.Items {
		if err := l.Accept(w.Items[i]); err != nil {
			return l, 0, err
		}
	}
	all := slices.Clone(w.Movements)
	slices.SortFunc(all, func(a, b Movement) int { return cmp.Compare(a.ID, b.ID) })
	by := map[int64]*Movement{}
	for i := range all {
		m := &all[i]
		if m.Reverses != 0 {
			if err := m.mirrors(by[m.Reverses]); err != nil {
				return l, m.ID, err
			}
		}
		if err := l.Add(m); err != nil {
			return l, m.ID, err
		}
		by[m.ID] = m
	}
	return l, 0, l.sums(all)
}

// mirrors: what takes a movement back is that movement in everything but its day. Errors: errs.Invalid.
func (m *Movement) mirrors(was *Movement) error {
	switch {
	case was == nil || was.Reverses != 0:
		return errs.New(errs.Invalid, "there is no movement no. %d that could be taken back", m.Reverses)
	case was.Kind != m.Kind || was.From != m.From || was.To != m.To || was.Amount != m.Amount ||
		was.Recovers != m.Recovers || was.Contract != m.Contract || was.Item != m.Item || m.Day < was.Day:
		return errs.New(errs.Invalid, "movement no. %d is not taken back as it was", m.Reverses)
	}
	return nil
}

// Reversal is what takes a movement back on a day.
func (m *Movement) Reversal() Movement {
	r := *m
	r.ID, r.Reverses = 0, m.ID
	return r
}

// fund is money of one kind and origin.
type fund struct {
	code   string
	origin int
}

// sums: what was shared out of a line is what those below have of it, and of every fund and origin as much is
// available on all lines together, with what was given back, as was granted. Errors: errs.Invalid.
func (l *Ledger) sums(all []Movement) error {
	below, shared := map[int64]Dong{}, map[int64]Dong{}
	came, is := map[fund]Dong{}, map[fund]Dong{}
	for i := range all {
		m := &all[i]
		from, to := m.Effect()
		switch m.Kind {
		case Allot:
			shared[m.From] += from.Out
			below[l.lines[m.To].Parent] += to.In
		case Withdraw:
			shared[m.To] -= to.In
			below[l.lines[m.From].Parent] -= from.Out
		case Grant, Mobilise:
			line := l.lines[m.To]
			came[fund{line.Fund, line.Origin}] += to.In
		}
	}
	for id := range l.lines {
		if shared[id] != below[id] {
			return errs.New(errs.Invalid, "line %d has shared out %s, and those below have had %s of it", id,
				num(shared[id]), num(below[id]))
		}
	}
	for id, line := range l.lines {
		b := l.accounts[id].at(0)
		is[fund{line.Fund, line.Origin}] += b.A() + b.Cancelled
	}
	for f, sum := range is {
		if came[f] != sum {
			return errs.New(errs.Invalid, "of fund %s of %d %s came, and %s is there", f.code, f.origin, num(came[f]),
				num(sum))
		}
	}
	return nil
}
