package money_test

import (
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/money"
)

// TestRandom: whatever is tried, in any order of days, what is taken into the ledger keeps every invariant on every day
// and after every entry; a second account, made by adding everything up, agrees with it; and building it anew finds no
// fault, but finds one in what was changed behind it.
func TestRandom(t *testing.T) {
	kinds := money.Kinds()
	rapid.Check(t, func(t *rapid.T) {
		w := &money.Whole{}
		l := money.NewLedger(below)
		open := func(id, parent int64, fund, holder string, year int) {
			line := money.Line{ID: id, Parent: parent, Node: "DA1", Fund: fund, Origin: 2024, Year: year, Holder: holder}
			w.Lines = append(w.Lines, line)
			l.Open(line)
		}
		open(1, 0, "a", "94", 2024)
		open(2, 1, "a", "x", 2024)
		open(3, 1, "a", "y", 2024)
		open(4, 0, "a", "94", 2025)
		open(5, 0, "b", "94", 2024)
		w.Contracts = []money.Contract{{ID: 1, Number: "1", Value: 1000}, {ID: 2, Number: "2", Value: 50}}
		w.Items = []money.Item{{ID: 1, Contract: 1, Value: 60}, {ID: 2, Contract: 1, Value: 30}, {ID: 3, Contract: 2, Value: 50}}
		for _, c := range w.Contracts {
			l.Sign(c)
		}
		for _, i := range w.Items {
			if err := l.Accept(i); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(5, 60).Draw(t, "tries") {
			m := money.Movement{ID: int64(len(w.Movements) + 1), Day: day(rapid.IntRange(0, 6).Draw(t, "day")),
				Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Amount: money.Dong(rapid.IntRange(1, 90).Draw(t, "amount")),
				Document: 1, Voucher: "v", Reason: "r"}
			if m.Kind.From() == money.OfLine {
				m.From = rapid.Int64Range(1, 5).Draw(t, "from")
			}
			if m.Kind.To() == money.OfLine {
				m.To = rapid.Int64Range(1, 5).Draw(t, "to")
			}
			if m.Kind.MayContract() {
				m.Contract = rapid.Int64Range(0, 2).Draw(t, "contract")
			}
			if m.Kind == money.Pay {
				m.Item = rapid.Int64Range(0, 3).Draw(t, "item")
			}
			if m.Kind == money.Pay || m.Kind == money.Refund {
				m.Recovers = money.Dong(rapid.IntRange(0, int(m.Amount)).Draw(t, "recovers"))
			}
			if n := len(w.Movements); n > 0 && rapid.IntRange(0, 5).Draw(t, "back") == 0 {
				was := w.Movements[rapid.IntRange(0, n-1).Draw(t, "which")]
				if was.Reverses != 0 {
					continue
				}
				m = was.Reversal()
				m.ID, m.Reason, m.Day = int64(n+1), "r", was.Day.AddDays(rapid.IntRange(0, 2).Draw(t, "later"))
			}
			if l.Add(&m) == nil {
				w.Movements = append(w.Movements, m)
			}
			agree(t, l, w)
		}
		if _, at, err := money.Verify(w, below); err != nil {
			t.Fatalf("%v at %d of %+v", err, at, w.Movements)
		}
		if n := len(w.Movements); n > 0 && w.Movements[0].Kind == money.Grant {
			w.Movements[0].Kind = money.Allot
			if _, at, err := money.Verify(w, below); err == nil || at != 1 {
				t.Fatalf("a changed entry is not found: %d %v", at, err)
			}
		}
	})
}

// agree adds everything up another way: by what each kind means, over all movements, for every line and day.
func agree(t *rapid.T, l *money.Ledger, w *money.Whole) {
	granted, there := map[string]money.Dong{}, map[string]money.Dong{}
	for _, line := range w.Lines {
		for d := range 10 {
			var a, k, p money.Dong
			for _, m := range w.Movements {
				if m.Day > day(d) {
					continue
				}
				sign := money.Dong(1)
				if m.Reverses != 0 {
					sign = -1
				}
				if m.To == line.ID && m.Kind != money.Refund {
					a += sign * m.Amount
				}
				if m.From == line.ID && (m.To != 0 || m.Kind == money.Cancel) {
					a -= sign * m.Amount
				}
				switch {
				case m.Kind == money.Advance && m.From == line.ID:
					k += sign * m.Amount
				case m.Kind == money.Pay && m.From == line.ID:
					k, p = k+sign*(m.Amount-m.Recovers), p+sign*m.Amount
				case m.Kind == money.Refund && m.To == line.ID:
					k, p = k-sign*m.Amount, p-sign*(m.Amount-m.Recovers)
				case m.Kind == money.CarryAdvance && m.From == line.ID:
					k -= sign * m.Amount
				case m.Kind == money.CarryAdvance && m.To == line.ID:
					k += sign * m.Amount
				}
			}
			b := l.At(line.ID, day(d))
			if b.A() != a || b.K() != k || b.P != p || a < 0 || p < 0 || k-p < 0 || a-k < 0 {
				t.Fatalf("line %d on day %d: %+v, added up A %d K %d P %d of %+v", line.ID, d, b, a, k, p, w.Movements)
			}
		}
		b := l.At(line.ID, 0)
		there[line.Fund] += b.A() + b.Cancelled
	}
	for _, m := range w.Movements {
		if m.Kind == money.Grant || m.Kind == money.Mobilise {
			if m.Reverses != 0 {
				granted["a"] -= m.Amount * fundIs(w, m.To, "a")
				granted["b"] -= m.Amount * fundIs(w, m.To, "b")
				continue
			}
			granted["a"] += m.Amount * fundIs(w, m.To, "a")
			granted["b"] += m.Amount * fundIs(w, m.To, "b")
		}
	}
	if granted["a"] != there["a"] || granted["b"] != there["b"] {
		t.Fatalf("granted %v, there %v", granted, there)
	}
}

func fundIs(w *money.Whole, line int64, fund string) money.Dong {
	if w.Lines[line-1].Fund == fund {
		return 1
	}
	return 0
}
