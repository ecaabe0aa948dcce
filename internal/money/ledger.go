package money

import (
	"maps"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/words"
)

// Ledger is lines and contracts with their balances of every day. What is added to it holds every invariant, in the
// order of the days and in that of recording, or is refused and changes nothing. It has one writer at a time.
type Ledger struct {
	below     func(node, above string) bool // of the programme's tree: a node is another or lies below it
	lines     map[int64]*Line
	accounts  map[int64]*account
	contracts map[int64]*Contract
	promised  map[int64]map[int64]*account // of each contract what it has of each line
	items     map[int64]*Item
	accepted  map[int64]Dong // of each contract
	settled   map[int64]Dong // what was paid of each item, of all lines
	reversed  map[int64]bool
}

// NewLedger makes an empty ledger; below says of the programme's tree whether a node is another or lies below it.
func NewLedger(below func(node, above string) bool) *Ledger {
	return &Ledger{below: below, lines: map[int64]*Line{}, accounts: map[int64]*account{},
		contracts: map[int64]*Contract{}, promised: map[int64]map[int64]*account{}, items: map[int64]*Item{},
		accepted: map[int64]Dong{}, settled: map[int64]Dong{}, reversed: map[int64]bool{}}
}

// Open puts a line into the ledger.
func (l *Ledger) Open(line Line) {
	l.lines[line.ID], l.accounts[line.ID] = &line, &account{}
}

// Sign puts a contract into the ledger.
func (l *Ledger) Sign(c Contract) { l.contracts[c.ID] = &c }

// Accept puts what was accepted of a contract into the ledger. Errors (errs.Invalid): more than the contract's value.
func (l *Ledger) Accept(i Item) error {
	c := l.contracts[i.Contract]
	if c == nil {
		return errs.New(errs.Invalid, "there is no such contract")
	}
	sum := l.accepted[c.ID] + i.Value
	if sum > c.Value {
		return errs.New(errs.Invalid, "with this %s would be accepted of contract %s, which is worth %s", num(sum),
			c.Number, num(c.Value))
	}
	l.items[i.ID], l.accepted[c.ID] = &i, sum
	return nil
}

// Line is a line of the ledger, nil where there is none.
func (l *Ledger) Line(id int64) *Line { return l.lines[id] }

// Contract is a contract of the ledger, nil where there is none.
func (l *Ledger) Contract(id int64) *Contract { return l.contracts[id] }

// At is a line's balance at the end of a day; a zero day is the end of all days.
func (l *Ledger) At(line int64, day date.Date) Balance {
	if a := l.accounts[line]; a != nil {
		return a.at(day)
	}
	return Balance{}
}

// Given is the day since which money has come into a line, up to a day, whatever became of it; zero where none has.
func (l *Ledger) Given(line int64, day date.Date) date.Date {
	if a := l.accounts[line]; a != nil {
		return a.since(day, func(b Balance) bool { return b.In > 0 })
	}
	return 0
}

// Advanced is the day since which a line has had an advance outstanding, up to a day; zero where none is then.
func (l *Ledger) Advanced(line int64, day date.Date) date.Date {
	if a := l.accounts[line]; a != nil {
		return a.since(day, func(b Balance) bool { return b.V > 0 })
	}
	return 0
}

// Promised is what a contract has of a line at the end of a day: committed, advanced, paid.
func (l *Ledger) Promised(contract, line int64, day date.Date) Balance {
	if a := l.promised[contract][line]; a != nil {
		return a.at(day)
	}
	return Balance{}
}

// Contracted is what a contract has of all lines together, at the end of all days.
func (l *Ledger) Contracted(contract int64) (sum Balance) {
	for _, a := range l.promised[contract] {
		sum = sum.Plus(a.at(0))
	}
	return sum
}

// PromisedBy are the lines of which a contract has something, in order.
func (l *Ledger) PromisedBy(contract int64) []int64 {
	return slices.Sorted(maps.Keys(l.promised[contract]))
}

// Item is what was accepted, nil where there is none.
func (l *Ledger) Item(id int64) *Item { return l.items[id] }

// Settled is what was paid of an item, of all lines together.
func (l *Ledger) Settled(item int64) Dong { return l.settled[item] }

// Restore puts a movement that was recorded into the ledger, without asking whether it may be; of lines and contracts
// that are not in the ledger nothing is kept.
func (l *Ledger) Restore(m *Movement) {
	from, to := m.Effect()
	if a := l.accounts[m.From]; a != nil {
		a.add(m.Day, from, m.ID)
	}
	if a := l.accounts[m.To]; a != nil {
		a.add(m.Day, to, m.ID)
	}
	if m.Contract != 0 {
		for line, change := range m.promises(from, to) {
			l.promise(m.Contract, line).add(m.Day, change, m.ID)
		}
	}
	l.note(m, from)
}

// promises are what a movement of a contract changes of what the contract has of each of its lines.
func (m *Movement) promises(from, to Balance) map[int64]Balance {
	out := map[int64]Balance{}
	for line, is := range map[int64]Balance{m.From: from, m.To: to} {
		if line != 0 {
			out[line] = Balance{V: is.V, P: is.P, C: is.C}
		}
	}
	return out
}

// promise is the account of what a contract has of a line.
func (l *Ledger) promise(contract, line int64) *account {
	of := l.promised[contract]
	if of == nil {
		of = map[int64]*account{}
		l.promised[contract] = of
	}
	if of[line] == nil {
		of[line] = &account{}
	}
	return of[line]
}

// note keeps what a movement settles and what it takes back.
func (l *Ledger) note(m *Movement, from Balance) {
	if m.Item != 0 {
		l.settled[m.Item] += from.P
	}
	if m.Reverses != 0 {
		l.reversed[m.Reverses] = true
	}
}

// Add records a movement. Errors (errs.Invalid): it cannot be, or more would go than there is on some day; the message
// has the numbers, and what would make room.
func (l *Ledger) Add(m *Movement) error {
	if err := l.check(m); err != nil {
		return err
	}
	from, to := m.Effect()
	if c := l.contracts[m.Contract]; c != nil && from.C+to.C > 0 {
		if sum := l.Contracted(c.ID).C + from.C + to.C; sum > c.Value {
			return errs.New(errs.Invalid, "with this %s would be committed of contract %s, which is worth %s", num(sum),
				c.Number, num(c.Value))
		}
	}
	parts := []struct {
		a      *account
		change Balance
		holds  func(Balance) bool
		refuse func(m *Movement, change Balance, on date.Date, was Balance, by int64) error
	}{{l.accounts[m.From], from, lineHolds, l.refuseLine}, {l.accounts[m.To], to, lineHolds, l.refuseLine}}
	if m.Contract != 0 {
		for line, change := range m.promises(from, to) {
			p := parts[0]
			p.a, p.change, p.holds, p.refuse = l.promise(m.Contract, line), change, promiseHolds, l.refusePromise
			parts = append(parts, p)
		}
	}
	for _, p := range parts {
		if p.a == nil || p.change == (Balance{}) {
			continue
		}
		if on, was, by, bad := p.a.fails(m.Day, p.change, p.holds); bad {
			return p.refuse(m, p.change, on, was, by)
		}
	}
	for _, p := range parts {
		if p.a != nil {
			p.a.add(m.Day, p.change, m.ID)
		}
	}
	l.note(m, from)
	return nil
}

// Reversed reports whether a movement was taken back.
func (l *Ledger) Reversed(id int64) bool { return l.reversed[id] }

// lineHolds are the invariants of a line on a day: nothing is below zero, and sums stay far from overflowing.
func lineHolds(b Balance) bool {
	return b.A() >= 0 && b.V >= 0 && b.P >= 0 && b.B() >= 0 && b.C >= 0 && b.In <= 100*Most
}

// promiseHolds are those of a contract's part of a line: no more is disbursed than promised.
func promiseHolds(b Balance) bool { return b.C >= 0 && b.V >= 0 && b.P >= 0 && b.K() <= b.C }

func num(d Dong) any { return words.Number(int64(d)) }

// refuseLine says why a line cannot take a change, with its numbers of the day, and what would make room.
func (l *Ledger) refuseLine(m *Movement, change Balance, on date.Date, was Balance, by int64) error {
	is := was.Plus(change)
	var why errs.Text
	switch {
	case is.V < 0:
		why = errs.T("on %s only %s is advanced and not recovered: more cannot be recovered", on, num(was.V))
	case is.P < 0:
		why = errs.T("on %s only %s is paid: more cannot be given back of it", on, num(was.P))
	case is.C < 0:
		why = errs.T("on %s only %s is committed: more cannot be taken back", on, num(was.C))
	case is.In > 100*Most:
		why = errs.T("the line’s sum would be too great")
	default:
		why = errs.T("on %s the line has %s available and %s disbursed, so %s is unspent: %s more is needed. There is room after more is allotted, after advances are recovered (%s is outstanding), or after what is not needed is taken back from lines below",
			on, num(was.A()), num(was.K()), num(was.B()), num(-min(is.B(), is.A())), num(was.V))
	}
	return refused(m, why, on, by)
}

func (l *Ledger) refusePromise(m *Movement, change Balance, on date.Date, was Balance, by int64) error {
	is := was.Plus(change)
	number := l.contracts[m.Contract].Number
	var why errs.Text
	switch {
	case is.V < 0:
		why = errs.T("on %s only %s of contract %s is advanced and not recovered: more cannot be recovered", on, num(was.V),
			number)
	case is.P < 0:
		why = errs.T("on %s only %s of contract %s is paid: more cannot be given back of it", on, num(was.P), number)
	default:
		why = errs.T("on %s contract %s has %s committed of this line and %s disbursed: %s more would have to be committed first",
			on, number, num(was.C), num(was.K()), num(is.K()-is.C))
	}
	return refused(m, why, on, by)
}

// refused names the later movement that a movement of an earlier day would leave without its money.
func refused(m *Movement, why errs.Text, on date.Date, by int64) error {
	if on != m.Day && by != 0 {
		return errs.New(errs.Invalid, "%s (this is of %s; movement no. %d of %s would lack it)", why, m.Day, by, on)
	}
	return errs.Of(errs.Invalid, why)
}
