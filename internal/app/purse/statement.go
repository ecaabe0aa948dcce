package purse

import (
	"fmt"

	"giamngheo/internal/date"
	"giamngheo/internal/statement"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/statements"
)

// months are those of which the demonstration has a statement of the commune's account: one that is closed and
// agrees, one that is open and differs.
var months = []struct {
	month   int
	state   statements.State
	differs bool
}{{9, statements.Closed, false}, {11, statements.Open, true}}

// statement writes the treasury's statements of the commune whose people are paid by lists, out of its line's
// movements: the open one has another amount, and a row that the ledger lacks.
func (m *demoMoney) statement(line int64) error {
	if m.people == nil || m.at != m.people.at || m.node != m.people.activity.Node {
		return nil
	}
	province := string(m.o.ProvinceCode())
	all, err := funds.From(m.ctx, m.tx, province, line)
	if err != nil {
		return err
	}
	account := &statements.Account{Place: m.at, Holder: string(m.at), Number: "9523.2.0000000", At: m.o.Now()}
	if err := statements.SetAccount(m.ctx, m.tx, province, account); err != nil {
		return err
	}
	for _, of := range months {
		var rows []statement.Row
		for i := range all {
			v := &all[i].Movement
			moved := statement.Moved(v)
			if !v.Kind.Spends() || moved == 0 || v.Day.Year() != lastPublished || v.Day.Month() != of.month {
				continue
			}
			rows = append(rows, statement.Row{No: len(rows) + 2, Day: v.Day.AddDays(1), Voucher: v.Voucher,
				Amount:  moved,
				Content: "MẪU"})
		}
		last := date.Must(lastPublished, of.month, 28)
		if len(rows) == 0 || m.day < last {
			continue
		}
		if of.differs {
			rows[0].Amount += 1_000_000
			rows = append(rows, statement.Row{No: len(rows) + 2, Day: last, Voucher: "KB-MẪU 9", Amount: 550_000,
				Content: "Phí chuyển tiền (MẪU)"})
		}
		v := &statements.Statement{Place: m.at, Holder: string(m.at), Number: account.Number, Year: lastPublished,
			Month: of.month, Hash: fmt.Sprintf("demo-%d", of.month), State: of.state, At: m.o.Now()}
		if of.state == statements.Closed {
			v.ClosedBy = m.people.account["ketoan.xa"]
		}
		if err := statements.Add(m.ctx, m.tx, province, v, rows); err != nil {
			return err
		}
	}
	return nil
}
