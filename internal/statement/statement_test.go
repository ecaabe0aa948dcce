package statement_test

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/statement"
)

func day(n int) date.Date { return date.Must(2024, 10, n) }

// TestMatch: a voucher written otherwise and posted within three days agrees; the kinds of difference are told
// apart; every row and movement is in one pair, and another order of the movements changes nothing.
func TestMatch(t *testing.T) {
	rows := []statement.Row{
		{No: 2, Day: day(3), Voucher: "UNC 015", Amount: 100},
		{No: 3, Day: day(9), Voucher: "UNC 16", Amount: 200, Codes: "423 341 10"},
		{No: 4, Day: day(10), Voucher: "UNC 17", Amount: 305},
		{No: 5, Day: day(11), Voucher: "KB 9", Amount: 400},
		{No: 6, Day: day(12), Voucher: "UNC 99", Amount: 500},
		{No: 7, Day: day(20), Voucher: "UNC 20", Amount: 700},
	}
	entries := []statement.Entry{
		{Movement: 1, Day: day(1), Voucher: "unc15", Amount: 100},
		{Movement: 2, Day: day(9), Voucher: "UNC-16", Amount: 200, Codes: "423 341 11"},
		{Movement: 3, Day: day(10), Voucher: "UNC 17", Amount: 300},
		{Movement: 4, Day: day(11), Voucher: "UNC 18", Amount: 400},
		{Movement: 5, Day: day(13), Voucher: "UNC 19", Amount: 600},
		{Movement: 6, Day: day(2), Voucher: "UNC 20", Amount: 700},
	}
	want := []struct {
		kind     statement.Kind
		row      int
		movement int64
	}{
		{statement.OtherAmount, 4, 3}, {statement.Likely, 5, 4}, {statement.OnlyTreasury, 6, 0}, {statement.Likely,
			7, 6},
		{statement.OnlyOurs, 0, 5}, {statement.OtherNode, 3, 2},
	}
	for turn := range 2 {
		all := entries
		if turn == 1 {
			all = []statement.Entry{entries[5], entries[4], entries[3], entries[2], entries[1], entries[0]}
		}
		pairs := statement.Match(rows, all)
		if len(pairs) != 7 {
			t.Fatalf("%d pairs: %+v", len(pairs), pairs)
		}
		find := func(row int, movement int64) statement.Kind {
			for i := range pairs {
				p := &pairs[i]
				if (p.Row != nil && p.Row.No == row || p.Row == nil && row == 0) &&
					(p.Entry != nil && p.Entry.Movement == movement || p.Entry == nil && movement == 0) {
					return p.Kind
				}
			}
			return ""
		}
		for _, w := range want {
			if got := find(w.row, w.movement); got != w.kind {
				t.Errorf("turn %d: row %d with movement %d is %q, not %q", turn, w.row, w.movement, got, w.kind)
			}
		}
		s := statement.SumsOf(pairs)
		if s.Treasury != 2205 || s.Ours != 2300 || s.N[statement.Matched] != 1 || s.Differences() != 6 {
			t.Errorf("%+v", s)
		}
	}
}

// TestMoved: what the treasury sees of a movement is what leaves the line: not what only recovers an advance.
func TestMoved(t *testing.T) {
	for want, m := range map[money.Dong]money.Movement{
		60: {Kind: money.Advance, Amount: 60}, 20: {Kind: money.Pay, Amount: 50, Recovers: 30},
		-15: {Kind: money.Refund, Amount: 15}, -70: {Kind: money.Pay, Amount: 70, Reverses: 1},
		0: {Kind: money.Pay, Amount: 30, Recovers: 30},
	} {
		if got := statement.Moved(&m); got != want {
			t.Errorf("%+v: %d, not %d", m, got, want)
		}
	}
}

// TestRefused: a statement of another account, and rows of another month.
func TestRefused(t *testing.T) {
	if err := statement.OfAccount("9523.2.1234567", "95232 1234567"); err != nil {
		t.Error(err)
	}
	if err := statement.OfAccount("", "9523"); err != nil {
		t.Error(err)
	}
	if err := statement.OfAccount("9523.2.7654321", "9523.2.1234567"); errs.KindOf(err) != errs.Invalid || err == nil {
		t.Error(err)
	}
	rows := []statement.Row{{No: 2, Day: day(31)}, {No: 3, Day: date.Must(2024, 11, 1)}}
	if statement.In(rows[:1], 2024, 10) != nil || statement.In(rows, 2024, 10) == nil {
		t.Error("the month")
	}
}
