// Package purse makes the money of the demonstration.
package purse

import (
	"context"
	"fmt"
	"io/fs"
	"math/bits"
	"strconv"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/generate"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/funds"
)

// total is the money of one fund of a year as the published totals have it, in đồng.
type total struct {
	year        int
	fund        string
	plan, spent money.Dong
}

// demoMoney makes lines and movements whose totals are the province's published ones; how they are shared out, their
// days, documents and vouchers are invented and say so. There are no totals of other provinces.
type demoMoney struct {
	o   *office.Office
	ctx context.Context
	tx  *office.Tx
	doc map[int]int64 // the decision of each year
	day date.Date
	by  *Sharing // how one of the lines was shared out by a norm; nil: it was not

	shared int64 // that line
	models []model

	people *people    // who is paid by lists, nil: nobody
	node   string     // of the line at hand
	at     place.Code // where it is
}

// Sharing is what the communes got of the centre's recurrent money of 2024 for sub-project DA2, by a norm.
type Sharing struct{ Parts map[place.Code]money.Dong }

// Filled is what the demonstration's money has for allocations: the line that was shared out by a norm with its
// decision,
// and lines of the next year, a sample, that nobody shared out yet. 0: there is none.
type Filled struct{ Line, Document, Next, NextLocal int64 }

// Pool is what the communes share of the centre's recurrent money of 2024 for sub-project DA2, and on which day; 0
// where
// the office's day is before that.
func Pool(data fs.FS, day date.Date) (pool money.Dong, on date.Date, err error) {
	on = date.Must(sharedYear, 3, 25)
	all, err := totals(data)
	for i := range all {
		if all[i].year == sharedYear && all[i].fund == sharedFund && day >= on {
			pool = all[i].plan * sharing[sharedFund][0].percent / 100
		}
	}
	return pool, on, err
}

const (
	sharedYear = 2024
	sharedFund = "central_recurrent"
	sharedNode = "DA2"
)

// Fill puts the money of 2022 to the office's day into Sóc Trăng's demonstration, in one deed that is called so.
// In one commune people are paid by lists. Shared, where it is given, is how one line was shared out by a norm.
func Fill(ctx context.Context, o *office.Office, data fs.FS, by *office.Ask, action string, home place.Code,
	shared *Sharing) (out Filled, err error) {
	if o.ProvinceCode() != generate.Official {
		return out, nil
	}
	purses, err := totals(data)
	if err != nil {
		return out, err
	}
	deed := &office.Deed{Action: action, Kind: "list", Place: o.ProvinceCode()}
	err = o.Do(ctx, by, deed, func(tx *office.Tx) error {
		tx.Long()
		tx.Changed(office.TopicMoney)
		m := &demoMoney{o: o, ctx: ctx, tx: tx, doc: map[int]int64{}, day: o.Day(), by: shared}
		if err := m.gather(home); err != nil {
			return err
		}
		for i := range purses {
			if err := m.fill(&purses[i]); err != nil {
				return err
			}
		}
		if err := m.gifts(home); err != nil {
			return err
		}
		if err := m.contracts(home); err != nil {
			return err
		}
		if m.shared == 0 {
			return nil
		}
		out.Line, out.Document = m.shared, m.doc[sharedYear]
		return m.next(&out)
	})
	return out, err
}

// next grants money of the next year, which nobody shared out yet: invented, as its decision says.
func (m *demoMoney) next(out *Filled) error {
	year, on := m.day.Year()+1, m.day.AddDays(-5)
	if err := m.decision(year, on); err != nil {
		return err
	}
	for _, one := range []struct {
		fund   string
		amount money.Dong
		to     *int64
	}{{sharedFund, 12_000 * money.Million, &out.Next}, {"local", 4_500 * money.Million, &out.NextLocal}} {
		id, err := m.line(&total{year: year, fund: one.fund}, sharedNode, money.AtPlace, "", m.o.ProvinceCode(), 0)
		if err != nil {
			return err
		}
		*one.to = id
		if err := m.move(money.Movement{Kind: money.Grant, Day: on, To: id, Amount: one.amount,
			Document: m.doc[year]}); err != nil {
			return err
		}
	}
	return nil
}

// totals are the published totals by fund and year. Of 2024 the centre's money is not published by kind: a seventh of
// it is taken as investment; the local money of the years before is not published by year and left out.
func totals(data fs.FS) (out []total, err error) {
	const million = money.Million
	err = datafile.Each(data, "money/programme_money.csv", func(row datafile.Row) error {
		year, _ := strconv.Atoi(row("year"))
		plan, _ := strconv.ParseInt(row("plan_mvnd"), 10, 64)
		spent, _ := strconv.ParseInt(row("disbursed_mvnd"), 10, 64)
		if year == 0 || plan == 0 || spent == 0 || row("scope") != "programme" {
			return nil
		}
		p := total{year: year, plan: money.Dong(plan) * million, spent: money.Dong(spent) * million}
		switch row("funds") + " " + row("kind") {
		case "central development investment":
			p.fund = "central_investment"
			out = append(out, p)
		case "central recurrent (sự nghiệp)":
			p.fund = "central_recurrent"
			out = append(out, p)
		case "local all":
			p.fund = "local"
			out = append(out, p)
		case "central all":
			a, b := p, p
			a.fund, a.plan, a.spent = "central_investment", p.plan/7, p.spent/7
			b.fund, b.plan, b.spent = "central_recurrent", p.plan-a.plan, p.spent-a.spent
			out = append(out, a, b)
		}
		return nil
	})
	return out, err
}

// sharing is which part of a fund goes to a node, in percent, and to whom.
var sharing = map[string][]struct {
	node    string
	percent money.Dong
	to      string // communes, districts or a body
}{
	"central_investment": {{"DA1", 100, "districts"}},
	"central_recurrent": {{"DA2", 55, "communes"}, {"DA3-TDA1", 15, "districts"}, {"DA4-TDA1", 20, "districts"},
		{"DA7-TDA1", 10, "Sở Lao động - Thương binh và Xã hội"}},
	"local": {{"DA2", 60, "districts"}, {"DA4-TDA1", 40, "districts"}},
}

func (m *demoMoney) fill(p *total) error {
	grant, allot := date.Must(p.year, 2, 20), date.Must(p.year, 3, 25)
	if p.year == 2022 { // the programme's first money came in the summer
		grant, allot = date.Must(2022, 7, 20), date.Must(2022, 9, 5)
	}
	if m.day < allot {
		return nil
	}
	if err := m.decision(p.year, grant); err != nil {
		return err
	}
	done := money.Dong(0)
	for i, s := range sharing[p.fund] {
		part := p.plan * s.percent / 100
		if i == len(sharing[p.fund])-1 {
			part = p.plan - done
		}
		above, err := m.line(p, s.node, money.AtPlace, "", m.o.ProvinceCode(), 0)
		if err != nil {
			return err
		}
		if err := m.move(money.Movement{Kind: money.Grant, Day: grant, To: above, Amount: part,
			Document: m.doc[p.year]}); err != nil {
			return err
		}
		spent := parts(disbursed(p), done, done+part, p.plan)
		done += part
		if err := m.share(p, s.node, s.to, above, allot, part, spent); err != nil {
			return err
		}
	}
	return nil
}

// portion is a sum's part of a part of a whole, rounded down; parts of consecutive parts add up to the sum.
func portion(sum, part, whole money.Dong) money.Dong {
	hi, lo := bits.Mul64(uint64(sum), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return money.Dong(q)
}

// parts are of sums the parts from one part of a whole to another.
func parts(sums []money.Dong, from, to, whole money.Dong) []money.Dong {
	out := make([]money.Dong, len(sums))
	for i, sum := range sums {
		out[i] = portion(sum, to, whole) - portion(sum, from, whole)
	}
	return out
}

// disbursed is what of a year's money is disbursed by each day of its course.
func disbursed(p *total) (out []money.Dong) {
	for _, c := range course(p) {
		out = append(out, portion(p.spent, c.part, c.whole))
	}
	return out
}

// receivers are who a node's money is shared out to, each with a weight.
func (m *demoMoney) receivers(to string, on date.Date) (out []money.Line) {
	switch to {
	case "communes":
		for _, c := range m.o.CommunesOf(m.o.ProvinceCode(), on) {
			out = append(out, money.Line{Kind: money.AtPlace, Place: c})
		}
	case "districts":
		for _, u := range m.o.Reg().Children(m.o.ProvinceCode(), on) {
			out = append(out, money.Line{Kind: money.AtPlace, Place: u.Code})
		}
	default:
		out = []money.Line{{Kind: money.AtBody, Holder: to, Place: m.o.ProvinceCode()}}
	}
	return out
}

// weight is how much of a node's money a receiver has, between 3 and 9; it says nothing of the place.
func weight(l *money.Line) money.Dong {
	n := 0
	for _, r := range string(l.Place) {
		n = 31*n + int(r)
	}
	return 3 + money.Dong(n%7)
}

func (m *demoMoney) share(p *total, node, to string, above int64, on date.Date, part money.Dong,
	spent []money.Dong) error {
	all := m.receivers(to, on)
	sum, had := money.Dong(0), money.Dong(0)
	weighs := weight
	if m.by != nil && p.year == sharedYear && p.fund == sharedFund && node == sharedNode {
		m.shared = above
		// the sum of all is what is shared out: each has its own part
		weighs = func(l *money.Line) money.Dong { return m.by.Parts[l.Place] }
	}
	for i := range all {
		sum += weighs(&all[i])
	}
	for i := range all {
		l := &all[i]
		from := had
		if had += weighs(l); had == from {
			continue
		}
		has := portion(part, had, sum) - portion(part, from, sum)
		id, err := m.line(p, node, l.Kind, l.Holder, l.Place, above)
		if err != nil {
			return err
		}
		if err := m.move(money.Movement{Kind: money.Allot, Day: on, From: above, To: id, Amount: has,
			Document: m.doc[p.year]}); err != nil {
			return err
		}
		if p.year == sharedYear && p.fund == sharedFund && node == sharedNode {
			m.models = append(m.models, model{id, l.Place, has})
		}
		if m.node, m.at = node, l.Place; p.year != lastPublished || p.fund != "central_recurrent" {
			m.at = ""
		}
		if err := m.spend(p, id, has, parts(spent, from, had, sum)); err != nil {
			return err
		}
		if err := m.rest(id); err != nil {
			return err
		}
		if err := m.statement(id); err != nil {
			return err
		}
	}
	return nil
}

// paid is how much of what a year's total has is disbursed by a day: part of whole.
type paid struct {
	day         date.Date
	part, whole money.Dong
}

// course is how a year's money is spent. Of 2024 what was disbursed by 15/07 (over 22 % of the plan) and by
// 15/11 (68,566 million) is published; that of other days is ours, as all of 2022, whose total alone is known.
func course(p *total) []paid {
	at := func(month, day int, part, whole money.Dong) paid {
		return paid{date.Must(p.year, month, day), part, whole}
	}
	switch p.year {
	case 2022:
		return []paid{at(11, 15, 2, 5), at(12, 28, 1, 1)}
	case 2023:
		return []paid{at(6, 19, 1, 1)}
	}
	const year2024 = 102_408 // million, the total of 31/12
	return []paid{at(7, 15, 25_141, year2024), at(9, 30, 45_000, year2024), at(11, 15, 68_566, year2024),
		at(12, 18, 92_000, year2024), at(12, 31, 1, 1)}
}

// spend advances and pays a line's money: of the first payment the greater part is advanced, which the last recovers.
// What 2022 leaves is given back; of what is not published of 2023 five sixths are spent.
func (m *demoMoney) spend(p *total, line int64, has money.Dong, spent []money.Dong) error {
	total, advanced := money.Dong(0), money.Dong(0)
	for i, c := range course(p) {
		by := spent[i]
		now := by - total
		if c.day > m.day || now <= 0 {
			continue
		}
		voucher := fmt.Sprintf("UNC-MẪU %d/%d", line, c.day.Month())
		if total == 0 && c.part < c.whole {
			advanced = max(1, now*6/10)
			if err := m.move(money.Movement{Kind: money.Advance, Day: c.day, From: line, Amount: advanced,
				Voucher: voucher}); err != nil {
				return err
			}
			if now -= advanced; now > 0 {
				if err := m.move(money.Movement{Kind: money.Pay, Day: c.day, From: line, Amount: now,
					Voucher: voucher}); err != nil {
					return err
				}
			}
			total = by
			continue
		}
		recovers := money.Dong(0)
		if c.part == c.whole {
			recovers, advanced = advanced, 0
		} else {
			left, err := m.byLists(line, c.day, voucher, now)
			if total = by; err != nil {
				return err
			}
			if now = left; now == 0 {
				continue
			}
		}
		if err := m.move(money.Movement{Kind: money.Pay, Day: c.day, From: line, Amount: now + recovers,
			Recovers: recovers,
			Voucher:  voucher}); err != nil {
			return err
		}
		total = by
	}
	return m.yearEnd(p, line, has-total)
}

// yearEnd deals with what a line of 2022 or 2023 has left. Of these nothing is published.
func (m *demoMoney) yearEnd(p *total, line int64, left money.Dong) error {
	if p.year == 2023 && left > 0 && m.day >= date.Must(2023, 12, 28) {
		now := left * 5 / 6
		if now > 0 {
			if err := m.move(money.Movement{Kind: money.Pay, Day: date.Must(2023, 12, 28), From: line, Amount: now,
				Voucher: fmt.Sprintf("UNC-MẪU %d/12", line)}); err != nil {
				return err
			}
		}
		left -= now
	}
	end := date.Must(p.year+1, 1, 31)
	if p.year == 2024 || left <= 0 || m.day < end {
		return nil
	}
	return m.move(money.Movement{Kind: money.Cancel, Day: end, From: line, Amount: left, Document: m.doc[p.year]})
}

func (m *demoMoney) line(p *total, node string, kind money.HolderKind, holder string, at place.Code,
	above int64) (int64, error) {
	l := &money.Line{Node: node, Fund: p.fund, Origin: p.year, Year: p.year, Kind: kind, Holder: holder, Place: at,
		Parent: above}
	if kind == money.AtPlace {
		l.Holder = string(at)
	}
	err := funds.AddLine(m.ctx, m.tx, string(m.o.ProvinceCode()), l, funds.By{At: m.o.Now()})
	return l.ID, err
}

func (m *demoMoney) move(v money.Movement) error {
	_, err := m.moved(v)
	return err
}

// moved is move, with the movement's number.
func (m *demoMoney) moved(v money.Movement) (int64, error) {
	v.Reason = "MẪU"
	row := &funds.Movement{Movement: v, At: m.o.Now()}
	err := funds.AddMovement(m.ctx, m.tx, string(m.o.ProvinceCode()), row)
	return row.ID, err
}

// decision registers the sample decision of a year.
func (m *demoMoney) decision(year int, on date.Date) (err error) {
	if m.doc[year] != 0 {
		return nil
	}
	number := "1"
	if on.Year() != year {
		number = "2"
	}
	d := &documents.Document{Province: string(m.o.ProvinceCode()), Recorded: m.o.Now(),
		Document: document.Document{Direction: document.Issued, Kind: document.Decision, Number: number,
			Series: "QĐ-MẪU",
			Issuer: "UBND " + m.o.Province().FullName + " (MẪU)", Day: on, Place: m.o.ProvinceCode(),
			Abstract: fmt.Sprintf("Giao và phân bổ vốn Chương trình năm %d (MẪU: số văn bản là giả lập)", year),
			State:    document.InForce}}
	err = documents.Add(m.ctx, m.tx, d)
	m.doc[year] = d.ID
	return err
}
