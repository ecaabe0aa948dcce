package money_test

import (
	"fmt"
	"testing"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
)

// ledgerOf is a province's ledger: 109 communes with a line for each of 13 sub-projects below the province's, and so many
// movements over a year, all of which the ledger keeps.
func ledgerOf(b *testing.B, movements int) (*money.Ledger, []money.Movement, int64) {
	b.Helper()
	const communes, nodes = 109, 13
	l, lines := money.NewLedger(below), int64(0)
	var all []money.Movement
	first := date.Must(2024, 1, 2)
	add := func(m money.Movement) {
		m.ID, m.Document, m.Voucher = int64(len(all)+1), 1, "v"
		if err := l.Add(&m); err != nil {
			b.Fatal(err)
		}
		all = append(all, m)
	}
	open := func(node, holder string, parent int64) int64 {
		lines++
		l.Open(money.Line{ID: lines, Node: node, Fund: "a", Origin: 2024, Year: 2024, Holder: holder, Parent: parent})
		return lines
	}
	for n := range nodes {
		node := fmt.Sprintf("DA%d", n)
		above := open(node, "94", 0)
		add(money.Movement{Kind: money.Grant, Day: first, To: above, Amount: communes * 1_000_000_000})
		for c := range communes {
			id := open(node, fmt.Sprint(c), above)
			add(money.Movement{Kind: money.Allot, Day: first, From: above, To: id, Amount: 1_000_000_000})
		}
	}
	for i := 0; len(all) < movements; i++ {
		id := int64(i)%lines + 1
		if l.Line(id).Parent != 0 {
			add(money.Movement{Kind: money.Pay, Day: first.AddDays(1 + i*300/movements), From: id, Amount: 1_000_000})
		}
	}
	return l, all, lines
}

// BenchmarkBoard asks for all balances of all places on a day in the midst of the year; beside it one scan of all 200,000
// movements. The bar is 30 ms, and a twentieth of the scan.
func BenchmarkBoard(b *testing.B) {
	l, all, lines := ledgerOf(b, 200_000)
	on := date.Must(2024, 7, 1)
	var want money.Balance
	begun := time.Now()
	scanned := make(map[int64]money.Balance, lines)
	for i := range all {
		if m := &all[i]; m.Day <= on {
			from, to := m.Effect()
			scanned[m.From], scanned[m.To] = scanned[m.From].Plus(from), scanned[m.To].Plus(to)
		}
	}
	scan := time.Since(begun)
	for id := int64(1); id <= lines; id++ {
		want = want.Plus(scanned[id])
	}
	n := 0
	begun = time.Now()
	for b.Loop() {
		var sum money.Balance
		for id := int64(1); id <= lines; id++ {
			sum = sum.Plus(l.At(id, on))
		}
		if sum.A() != want.A() || sum.K() != want.K() {
			b.Fatalf("%+v, the scan has %+v", sum, want)
		}
		n++
	}
	b.ReportMetric(float64(scan)/float64(max(time.Since(begun)/time.Duration(n), 1)), "times-quicker-than-scan")
}
