package purse

import (
	"fmt"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
	"giamngheo/internal/outlook"
	"giamngheo/internal/place"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/snoozes"
	"giamngheo/internal/target"
)

// model is a commune's line for models of livelihood in the year that was shared out, with what it was allotted.
type model struct {
	line int64
	at   place.Code
	has  money.Dong
}

// contracts are those of some communes that promise more than their lines have, so that money has to come from where it
// stays unspent; of the first a part is accepted and waits to be paid. All of it is invented, and nothing is paid of it.
func (m *demoMoney) contracts(home place.Code) error {
	const apart = 37 // so that they lie in several districts
	signed, accepted := date.Must(sharedYear, 5, 10), date.Must(sharedYear, 11, 20)
	if m.day < signed {
		return nil
	}
	var chosen []*model
	for i := range m.models {
		switch l := &m.models[i]; {
		case l.at == home:
			chosen = append([]*model{l}, chosen...)
		case i%apart == apart/2:
			chosen = append(chosen, l)
		}
	}
	if len(m.models) > 0 {
		if err := m.aside(&m.models[0]); err != nil {
			return err
		}
	}
	for i, l := range chosen {
		if err := m.contract(l, i+1, l.has*money.Dong(120+5*i)/100, signed, accepted); err != nil {
			return err
		}
	}
	return nil
}

// aside puts the alert of a line aside for a month: what is to be accepted by then is known.
func (m *demoMoney) aside(l *model) error {
	if m.day.Year() != sharedYear || m.day.Month() < 10 {
		return nil
	}
	var by int64
	if m.people != nil {
		by = m.people.account["ketoan.xa"]
	}
	return snoozes.Add(m.ctx, m.tx, string(m.o.ProvinceCode()), &snoozes.Snooze{Snooze: outlook.Snooze{Line: l.line,
		Rule: "unspent", Until: m.day.AddDays(30), Reason: "Đã có lịch nghiệm thu đợt cuối (MẪU)", Light: target.Amber,
		Left: l.has / 2}, Year: sharedYear, By: by, At: m.o.Now()})
}

// contract signs one for a value, commits all of it, and accepts a third.
func (m *demoMoney) contract(l *model, no int, value money.Dong, signed, accepted date.Date) error {
	province, by := string(m.o.ProvinceCode()), funds.By{At: m.o.Now()}
	c := &money.Contract{Number: fmt.Sprintf("%02d/HĐ-MẪU", no), Partner: "Hợp tác xã MẪU",
		Title: "Cung cấp con giống cho mô hình sinh kế (MẪU)", Place: l.at, Node: sharedNode, Day: signed,
		End: date.Must(sharedYear, 12, 31), Value: value}
	if err := funds.AddContract(m.ctx, m.tx, province, c, by); err != nil {
		return err
	}
	if err := m.move(money.Movement{Kind: money.Commit, Day: signed, From: l.line, Amount: value,
		Contract: c.ID}); err != nil || m.day < accepted {
		return err
	}
	return funds.AddItem(m.ctx, m.tx, province, &money.Item{Contract: c.ID, Day: accepted, Title: "Đợt 1 (MẪU)",
		Value: value / 3}, by)
}
