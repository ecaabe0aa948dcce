// Package statement holds a month of the treasury's statement of a unit against the ledger of money: row by row, never
// silently. What does not agree is a difference of a kind, with an owner and an answer. It knows no storage and no
// clock.
package statement

import (
	"bytes"
	"cmp"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/vietnamese"
)

// Row is a row of the treasury's statement.
type Row struct {
	No      int // in the file
	Day     date.Date
	Voucher string
	Codes   string     // the budget's, as they stand there; "" where they do not
	Amount  money.Dong // paid; below 0 where it came back
	Content string
}

// Entry is a movement of the ledger as the treasury sees it: the money that left the line, below 0 where it came back.
type Entry struct {
	Movement int64
	Line     int64
	Day      date.Date
	Voucher  string
	Codes    string // of its line, "" where they are not known
	Amount   money.Dong
	By       int64
}

// Moved is the money that a movement takes out of its line at the treasury: what is advanced or paid beyond what it
// recovers; below 0 what comes back.
func Moved(m *money.Movement) money.Dong {
	from, to := m.Effect()
	return from.K() + to.K()
}

// Kind is how a row and a movement stand to each other.
type Kind string

// The kinds. All but Matched are differences.
const (
	Matched      Kind = "matched"
	Likely       Kind = "likely" // the same amount on the same day, under another voucher
	OnlyTreasury Kind = "only_treasury"
	OnlyOurs     Kind = "only_ours"
	OtherAmount  Kind = "amount" // the same voucher
	OtherNode    Kind = "node"   // the same voucher and amount, under other codes of the budget
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Matched, Likely, OtherAmount, OtherNode, OnlyTreasury, OnlyOurs} }

// Title is a kind's name.
func (k Kind) Title() errs.Text {
	return map[Kind]errs.Text{Matched: errs.T("statement|Agrees"),
		Likely:       errs.T("Same amount and day, another voucher"),
		OnlyTreasury: errs.T("Only at the treasury"), OnlyOurs: errs.T("Only in the ledger"),
		OtherAmount: errs.T("Another amount"), OtherNode: errs.T("Another project, by the budget’s codes")}[k]
}

// Owner is who answers a difference.
type Owner string

// The owners.
const (
	Accountant Owner = "accountant"
	Planner    Owner = "planner"
	Treasury   Owner = "treasury"
)

// Owners lists the owners.
func Owners() []Owner { return []Owner{Accountant, Planner, Treasury} }

// Title is an owner's name.
func (o Owner) Title() errs.Text {
	return map[Owner]errs.Text{Accountant: errs.T("The unit’s accountant"), Planner: errs.T("The planner"),
		Treasury: errs.T("The treasury")}[o]
}

// Owner is who usually answers a difference of a kind.
func (k Kind) Owner() Owner {
	switch k {
	case OtherNode:
		return Planner
	case OnlyOurs:
		return Treasury
	}
	return Accountant
}

// Pair is a row with the movement that it is of; one of them is nil where there is none.
type Pair struct {
	Kind  Kind
	Row   *Row
	Entry *Entry
}

// Subject names what a pair is about, for its answer: the row, or the movement that has none.
func (p *Pair) Subject() string {
	if p.Row != nil {
		return "r" + number(int64(p.Row.No))
	}
	return "m" + number(p.Entry.Movement)
}

func number(n int64) string {
	if n == 0 {
		return "0"
	}
	var b []byte
	for ; n > 0; n /= 10 {
		b = append(b, byte('0'+n%10))
	}
	slices.Reverse(b)
	return string(b)
}

// near is how many days a voucher may be posted before or after.
const near = 3

// Match finds for every row the movement that it is of, and for every movement its row: by voucher, amount and a
// day not more than three away; by voucher; by amount and day. The result has every row and every movement once,
// the rows in the order of the file, then the movements without one in the order of their days.
func Match(rows []Row, entries []Entry) []Pair {
	m := &matcher{rows: rows, entries: slices.Clone(entries), of: make([]int, len(rows)), kind: make([]Kind,
		len(rows)),
		used: make([]bool, len(entries)), by: map[string][]int{}, on: map[money.Dong][]int{}}
	slices.SortStableFunc(m.entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Movement, b.Movement))
	})
	for i := range m.entries {
		if v := voucher(m.entries[i].Voucher); v != "" {
			m.by[v] = append(m.by[v], i)
		}
		m.on[m.entries[i].Amount] = append(m.on[m.entries[i].Amount], i)
	}
	for i := range m.of {
		m.of[i] = -1
	}
	m.pass(func(r *Row, e *Entry) bool {
		return r.Amount == e.Amount && away(r.Day, e.Day) <= near && sameCodes(r, e)
	}, Matched,
		true)
	m.pass(func(r *Row, e *Entry) bool { return r.Amount == e.Amount && away(r.Day, e.Day) <= near }, OtherNode, true)
	m.pass(func(_ *Row, _ *Entry) bool { return true }, OtherAmount, true)
	m.pass(func(r *Row, e *Entry) bool { return r.Day == e.Day && sameCodes(r, e) }, Likely, false)
	return m.pairs()
}

// matcher finds pairs; each row and each entry is in one at most.
type matcher struct {
	rows    []Row
	entries []Entry
	of      []int // of each row its entry, -1: none
	kind    []Kind
	used    []bool
	by      map[string][]int     // entries by voucher
	on      map[money.Dong][]int // entries by amount
}

// pass pairs rows that have none yet with the first entry that holds, of their voucher or of their amount.
func (m *matcher) pass(holds func(*Row, *Entry) bool, kind Kind, byVoucher bool) {
	for i := range m.rows {
		r := &m.rows[i]
		if m.of[i] >= 0 {
			continue
		}
		among := m.on[r.Amount]
		if byVoucher {
			among = m.by[voucher(r.Voucher)]
		}
		for _, j := range among {
			if !m.used[j] && holds(r, &m.entries[j]) {
				m.of[i], m.kind[i], m.used[j] = j, kind, true
				break
			}
		}
	}
}

func (m *matcher) pairs() (out []Pair) {
	for i := range m.rows {
		p := Pair{Kind: OnlyTreasury, Row: &m.rows[i]}
		if j := m.of[i]; j >= 0 {
			p.Kind, p.Entry = m.kind[i], &m.entries[j]
			if p.Kind == OtherAmount && p.Row.Amount == p.Entry.Amount { // the same but for a day far away
				p.Kind = Likely
			}
		}
		out = append(out, p)
	}
	for j := range m.entries {
		if !m.used[j] {
			out = append(out, Pair{Kind: OnlyOurs, Entry: &m.entries[j]})
		}
	}
	return out
}

// voucher is a voucher's number as it is compared: people write the same one with and without spaces, points, leading
// zeros. Runs of letters and of digits are told apart, whatever stands between them.
func voucher(s string) string {
	var b, run []byte
	digits := false
	flush := func() {
		if digits {
			run = bytes.TrimLeft(run, "0")
		}
		if len(run) > 0 {
			b = append(append(b, run...), '/')
		}
		run = nil
	}
	for _, c := range []byte(vietnamese.Fold(s)) {
		number := c >= '0' && c <= '9'
		if number != digits || !number && (c < 'a' || c > 'z') {
			flush()
			digits = number
		}
		if number || c >= 'a' && c <= 'z' {
			run = append(run, c)
		}
	}
	flush()
	return string(b)
}

// sameCodes reports whether the budget's codes do not say otherwise: what is not known says nothing.
func sameCodes(r *Row, e *Entry) bool {
	a, b := voucher(r.Codes), voucher(e.Codes)
	return a == "" || b == "" || a == b
}

func away(a, b date.Date) int {
	n := a.Sub(b)
	if n < 0 {
		return -n
	}
	return n
}

// Sums are how many pairs there are of each kind, and the sums of both sides.
type Sums struct {
	N              map[Kind]int
	Treasury, Ours money.Dong
}

// SumsOf adds pairs up.
func SumsOf(pairs []Pair) Sums {
	s := Sums{N: map[Kind]int{}}
	for i := range pairs {
		p := &pairs[i]
		s.N[p.Kind]++
		if p.Row != nil {
			s.Treasury += p.Row.Amount
		}
		if p.Entry != nil {
			s.Ours += p.Entry.Amount
		}
	}
	return s
}

// Differences is how many pairs do not agree.
func (s *Sums) Differences() (n int) {
	for k, of := range s.N {
		if k != Matched {
			n += of
		}
	}
	return n
}
