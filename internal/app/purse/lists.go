package purse

import (
	"fmt"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/supports"
)

// people are the receivers of an activity who are paid by lists, and the lists that are still to be paid from its
// line.
type people struct {
	activity *supports.Activity
	at       place.Code
	lists    []*demoList
	account  map[string]int64 // of who did what
}

// lastPublished is the last year of which totals are published.
const lastPublished = 2024

// demoList is a list of the demonstration.
type demoList struct {
	state    payout.State
	supports []supports.Support
	sum      money.Dong
	paid     bool
}

// gather finds an activity of a commune, of another where it has none, whose receivers can be paid by lists, and
// shares them out to lists in every state: nobody is invented, and nothing is paid that the published totals do not
// have.
func (m *demoMoney) gather(home place.Code) error {
	province := string(m.o.ProvinceCode())
	all, err := supports.Activities(m.ctx, m.tx, province)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b supports.Activity) int { return near(a.Place, home) - near(b.Place, home) })
	for i := range all {
		act := &all[i]
		if act.Place == m.o.ProvinceCode() || act.Node != "DA2" || act.Source != "central_recurrent" ||
			act.From.Year() != lastPublished {
			continue
		}
		got, err := supports.Under(m.ctx, m.tx, province, act.ID)
		if err != nil {
			return err
		}
		var waits []supports.Support
		for _, v := range got {
			if v.State == programme.Valid && v.Amount > 0 && v.Source == act.Source {
				waits = append(waits, v)
			}
		}
		if len(waits) < 3 {
			continue
		}
		m.people = &people{activity: act, at: act.Place, account: map[string]int64{}}
		part := max(1, len(waits)/4)
		for k, state := range []payout.State{payout.Closed, payout.PartlyPaid, payout.Approved, payout.Drafted} {
			l := &demoList{state: state}
			for j := k * part; j < min((k+1)*part, len(waits)); j++ {
				l.supports, l.sum = append(l.supports, waits[j]), l.sum+waits[j].Amount
			}
			if len(l.supports) > 0 {
				m.people.lists = append(m.people.lists, l)
			}
		}
		return m.who()
	}
	return nil
}

// near is 0 of a commune itself.
func near(at, home place.Code) int {
	if at == home {
		return 0
	}
	return 1
}

// who finds the accounts of the demonstration that do it.
func (m *demoMoney) who() error {
	for _, name := range []string{"canbo.xa", "chutich.xa", "ketoan.xa"} {
		a, err := accounts.FindByName(m.ctx, m.tx, name)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		if err == nil {
			m.people.account[name] = a.ID
		}
	}
	return nil
}

// byLists pays lists of people out of what a line pays on a day: the payment is parted, its sum stays. It returns
// what is left of it.
func (m *demoMoney) byLists(line int64, on date.Date, voucher string, now money.Dong) (money.Dong, error) {
	if m.people == nil || m.at != m.people.at || m.node != m.people.activity.Node {
		return now, nil
	}
	for _, l := range m.people.lists {
		if l.paid || !l.state.Out() || l.sum > now || on < l.supports[0].Day {
			continue
		}
		id, err := m.moved(money.Movement{Kind: money.Pay, Day: on, From: line, Amount: l.sum, Voucher: voucher})
		if err != nil {
			return now, err
		}
		l.paid = true
		return now - l.sum, m.list(l, line, on, id)
	}
	return now, nil
}

// rest are the lists that are not sent, which lie beside the line.
func (m *demoMoney) rest(line int64) error {
	if m.people == nil || m.at != m.people.at || m.node != m.people.activity.Node {
		return nil
	}
	for _, l := range m.people.lists {
		if !l.state.Out() {
			if err := m.list(l, line, m.day, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// list writes a list with its lines, and what paid it.
func (m *demoMoney) list(l *demoList, line int64, on date.Date, movement int64) error {
	who := m.people.account
	b := &batches.Batch{At: m.o.Now(), Batch: payout.Batch{Activity: m.people.activity.ID, Line: line,
		Place: m.people.at,
		Title: "Chi trả: " + m.people.activity.Title + " (MẪU)", Day: on, Way: payout.Cashier,
		Payer: "Thủ quỹ xã (MẪU)",
		State: l.state, Author: who["canbo.xa"]}}
	if l.state != payout.Drafted {
		b.Approver = who["chutich.xa"]
	}
	if l.state.Out() {
		b.Sender = who["ketoan.xa"]
	}
	if l.state == payout.Closed {
		b.Reconciler = who["canbo.xa"]
	}
	province := string(m.o.ProvinceCode())
	if err := batches.Add(m.ctx, m.tx, province, b); err != nil {
		return err
	}
	for i := range l.supports {
		v := &l.supports[i]
		one := payout.Line{Batch: b.ID, Support: v.ID, Household: v.Household, Commune: v.Commune, Amount: v.Amount,
			State: payout.Due}
		switch {
		case l.state == payout.Closed, l.state == payout.PartlyPaid && i == 1:
			one.State, one.Day, one.Receipt = payout.Paid, on, fmt.Sprintf("PC-MẪU %d", i+1)
		case l.state == payout.PartlyPaid && i == 0:
			one.State, one.Day, one.Reason = payout.NotReceived, on, payout.Absent
		}
		if err := batches.AddLine(m.ctx, m.tx, province, &one); err != nil {
			return err
		}
	}
	if movement == 0 {
		return nil
	}
	return batches.Link(m.ctx, m.tx, province, movement, b.ID, 0)
}
