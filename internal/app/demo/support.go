package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"giamngheo/internal/cascade"
	"giamngheo/internal/date"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/store/supports"
)

// demoLow is a household that the review before the plan's year recognised: whom the synthetic supports go to.
type demoLow struct {
	id      int64
	commune place.Code
	class   poverty.Class
	facts   programme.Facts
	members []demoMember
}

type demoMember struct {
	no    int
	work  bool // of 18 to 55 and able to work
	young bool // of 18 to 40
	facts programme.Facts
}

// lowOf notes what the supports need of a household that a review recognised on a day: the one before the plan's year.
func (f *filler) lowOf(v *households.Version, on date.Date) {
	if on.Year() != f.scene.Day.Year()-1 {
		return
	}
	h := &v.Household
	one := demoLow{id: v.ID, commune: h.Commune, class: v.Class,
		facts: programme.FactsOf(h, nil, on, v.Class, false, false)}
	for i := range h.Members {
		m := &h.Members[i]
		least, greatest := m.Birth.Months(on)
		able := m.AbleToWork == household.Yes && least >= 18*12
		one.members = append(one.members, demoMember{m.No, able && greatest < 55*12, able && greatest < 40*12,
			programme.PersonFacts(m, on)})
	}
	f.low = append(f.low, one)
}

// demoPlan is the making of the synthetic year: activities, supports, reported figures and the shares of the plan's
// targets.
type demoPlan struct {
	o        *Desk
	ctx      context.Context
	tx       *office.Tx
	low      []demoLow
	rnd      *rand.Rand
	year     int
	until    date.Date
	scale    float64 // of the province's number of households
	by       int64
	supports []*supports.Support
}

// fillPlan puts a synthetic year into the demonstration. Everything in it says that it is synthetic. Of a year whose
// programme has no contents by name there is nothing to put in; a province without a plan has no figures for it.
func (o *Desk) fillPlan(ctx context.Context, low []demoLow) error {
	if year := o.office.Day().Year(); len(low) == 0 || year > lastNamed {
		return nil
	}
	slices.SortFunc(low, func(x, y demoLow) int { return int(x.id - y.id) })
	acc, err := accounts.FindByName(ctx, o.office.Reader(), "canbo.so")
	if err != nil {
		return err
	}
	p := &demoPlan{o: o, ctx: ctx, low: low, rnd: rand.New(rand.NewPCG(35, 2024)), year: o.office.Day().Year(),
		until: o.office.Day().AddDays(-3), by: acc.ID}
	p.scale = float64(len(low)) / 30_179 // poor and near-poor at the end of 2023
	deed := &office.Deed{Action: "demo.supports", Kind: "list", Place: o.office.ProvinceCode()}
	err = o.office.Do(ctx, maker(), deed, func(tx *office.Tx) error {
		tx.Long()
		p.tx, p.supports = tx, nil
		fills := []func() error{p.jobs, p.courses, p.models, p.production, p.homes, p.cards, p.aid, p.officers}
		_, _, err := o.plans.PlanText(ctx, tx, p.year)
		if err == nil {
			fills = append(fills, p.reported, p.shares)
		} else if err = office.IgnoreNotFound(err); err != nil {
			return err
		}
		for _, fill := range fills {
			if err := fill(); err != nil {
				return err
			}
		}
		deed.Note = map[string]string{"supports": fmt.Sprint(len(p.supports))}
		return p.write()
	})
	if err != nil {
		return err
	}
	o.office.Tell(office.TopicActivity)
	all := make([]*programme.Support, len(p.supports))
	for i, s := range p.supports {
		all[i] = &s.Support
	}
	o.receipts.Shelf.Put(all...)
	return nil
}

// lastNamed is the last year of the programme whose projects have names: the one after it has none yet.
const lastNamed = 2025

// ours reports whether it is the province whose own trades are known.
func (p *demoPlan) ours() bool { return p.o.office.ProvinceCode() == generate.Official }

// department leads the programme in the province on a day, and below it the district or the commune: the labour offices
// ended with 28/02/2025, the districts with 30/06/2025.
func department(on date.Date) string {
	if on >= date.Must(2025, 3, 1) {
		return "Sở Nông nghiệp và Môi trường"
	}
	return "Sở Lao động - TB&XH"
}

func below(on date.Date) string {
	if on >= date.Must(2025, 3, 1) {
		return "UBND xã (giả lập)"
	}
	return "Phòng Lao động - TB&XH (giả lập)"
}

// number is a number of the whole province, scaled to the demonstration's size.
func (p *demoPlan) number(n int) int { return int(float64(n)*p.scale + 0.5) }

// day is a day of the year; late shifts it towards the end of the year, as such work does.
func (p *demoPlan) day(late float64) date.Date {
	x := p.rnd.Float64()
	if p.rnd.Float64() < late {
		x = 0.4 + 0.6*x
	}
	return date.Must(p.year, 1, 15).AddDays(int(x * 330))
}

// give notes a support; one after the demonstration's day has not happened.
func (p *demoPlan) give(h *demoLow, m *demoMember, s programme.Support) bool {
	if s.Day > p.until {
		return false
	}
	if h != nil {
		s.Household, s.Commune, s.Facts = h.id, h.commune, h.facts
		if p.o.office.Coastal(h.commune, s.Day) {
			s.Facts |= programme.Coastal
		}
		if m != nil {
			s.Member = m.no
			s.Facts |= m.facts
		}
	}
	if s.Quantity == 0 {
		s.Quantity = 1
	}
	s.State, s.Note = programme.Valid, generate.Label
	p.supports = append(p.supports, &supports.Support{Province: string(p.o.office.ProvinceCode()), Support: s,
		RecordedBy: p.by, Recorded: p.o.office.Now()})
	return true
}

func (p *demoPlan) write() error {
	first, err := supports.Reserve(p.ctx, p.tx, string(p.o.office.ProvinceCode()), int64(len(p.supports)))
	if err != nil {
		return err
	}
	slices.SortStableFunc(p.supports, func(x, y *supports.Support) int { return int(x.Day) - int(y.Day) })
	for i, s := range p.supports {
		s.ID = first + int64(i)
		if err := supports.Add(p.ctx, p.tx, s); err != nil {
			return err
		}
	}
	return nil
}

// some picks different households at random, those for which is says yes.
func (p *demoPlan) some(n int, is func(*demoLow) bool, do func(*demoLow)) {
	order := p.rnd.Perm(len(p.low))
	for _, i := range order {
		if n <= 0 {
			return
		}
		if h := &p.low[i]; is == nil || is(h) {
			do(h)
			n--
		}
	}
}

func worker(h *demoLow, young bool) *demoMember {
	for i := range h.members {
		if m := &h.members[i]; m.young || m.work && !young {
			return m
		}
	}
	return nil
}

func (p *demoPlan) jobs() error {
	hasWorker := func(h *demoLow) bool { return worker(h, false) != nil }
	p.some(p.number(6150), hasWorker, func(h *demoLow) {
		day := p.day(0.35)
		p.give(h, worker(h, false), programme.Support{Kind: "job_placed", Day: day, Amount: 400_000,
			Source: "central_recurrent", Evidence: "hợp đồng lao động (giả lập)",
			Details: map[string]string{"employer": "Doanh nghiệp giả lập", "contract_date": day.AddDays(-2).String(),
				"paid_elsewhere": "no"}})
	})
	p.some(p.number(52), func(h *demoLow) bool { return worker(h, true) != nil }, func(h *demoLow) {
		day := p.day(0.2)
		p.give(h, worker(h, true), programme.Support{Kind: "job_abroad", Day: day, Source: "central_recurrent",
			Content: "đi làm việc ở nước ngoài theo hợp đồng",
			Details: map[string]string{"country": "Nhật Bản", "contract_date": day.AddDays(-20).String()}})
	})
	return nil
}

func (p *demoPlan) activity(a programme.Activity) (int64, error) {
	v := &supports.Activity{Province: string(p.o.office.ProvinceCode()), RecordedBy: p.by, Recorded: p.o.office.Now(),
		Activity: a}
	v.Note = generate.Label
	if v.State == 0 {
		switch {
		case v.From > p.until:
			v.State = programme.Approved
		case !v.To.IsZero() && v.To <= p.until:
			v.State = programme.Done
		default:
			v.State = programme.Running
		}
	}
	err := supports.AddActivity(p.ctx, p.tx, v)
	return v.ID, err
}

// courses trains people, a class in a commune at a time.
func (p *demoPlan) courses() error {
	trades := []string{"May công nghiệp", "Kỹ thuật trồng lúa", "Nuôi tôm nước lợ", "Sửa chữa máy nông nghiệp",
		"Nấu ăn", "Đan lát", "Chăn nuôi thú y"}
	if !p.ours() {
		trades = []string{"May công nghiệp", "Kỹ thuật trồng trọt", "Sửa chữa máy nông nghiệp", "Nấu ăn",
			"Chăn nuôi thú y"}
	}
	communes := map[place.Code][]*demoLow{}
	var codes []place.Code
	for i := range p.low {
		c := p.low[i].commune
		if communes[c] == nil {
			codes = append(codes, c)
		}
		communes[c] = append(communes[c], &p.low[i])
	}
	slices.Sort(codes)
	left := p.number(3420)
	trained := map[int64]bool{}
	for round := 0; left > 0 && round < 4; round++ {
		for _, c := range codes {
			if left <= 0 {
				break
			}
			trade := trades[p.rnd.IntN(len(trades))]
			from := p.day(0.25)
			places := min(30, max(1, p.number(30)), left)
			id, err := p.activity(programme.Activity{Node: "DA4-TDA1", Kind: "course", Title: "Lớp " + trade, Place: c,
				From: from, To: from.AddDays(60), Lead: below(from), Quantity: int64(places),
				Unit:   "học viên",
				Places: int64(places), Money: household.Dong(places) * 2_000_000, Source: "central_recurrent"})
			if err != nil {
				return err
			}
			n := 0
			for _, h := range communes[c] {
				if n == places {
					break
				}
				if m := worker(h, true); m != nil && p.rnd.IntN(3) == 0 && !trained[h.id] {
					amount := household.Dong(2_000_000)
					if h.class == poverty.Poor {
						amount = 0 // the norm of poor households is not known
					}
					trained[h.id] = p.give(h, m, programme.Support{Kind: "vocational_course", Day: from.AddDays(2),
						Amount: amount, Source: "central_recurrent", Activity: id, Content: trade,
						Details: map[string]string{"trade": trade}})
					n++
				}
			}
			left -= places
		}
	}
	return nil
}

func (p *demoPlan) models() error {
	titles := []string{"Nuôi bò sinh sản", "Nuôi dê", "Trồng hành tím", "Nuôi tôm sú quảng canh",
		"Trồng màu dưới chân ruộng", "Nuôi gà thả vườn", "Đan lát xuất khẩu"}
	if !p.ours() {
		titles = []string{"Nuôi bò sinh sản", "Nuôi dê", "Trồng rau an toàn", "Nuôi gà thả vườn"}
	}
	n := max(2, p.number(14))
	for i := range n {
		group := p.below(p.low[p.rnd.IntN(len(p.low))].commune)
		from := p.day(0.1)
		if i == 0 { // where its people are paid by lists
			from = date.Must(p.year, 4, 2)
			if at := p.below(p.home()); len(at) >= 4 {
				group = at
			}
		}
		state := programme.ActivityState(0)
		if i >= n-1 {
			state = programme.Planned
		}
		id, err := p.activity(programme.Activity{Node: "DA2", Kind: "model", Title: "Mô hình " + titles[i%len(titles)],
			Place: group[0].commune, From: from, To: date.Must(p.year, 12, 15), Lead: "UBND xã (giả lập)", Quantity: 1,
			Unit: "mô hình", Places: 20, Money: 20 * 15_000_000, Source: "central_recurrent", State: state,
			Revolving: 20 * 3_000_000})
		if err != nil {
			return err
		}
		if state == programme.Planned {
			continue
		}
		for _, h := range group {
			p.give(h, nil, programme.Support{Kind: "production_model", Day: from.AddDays(10), Amount: 15_000_000,
				Source: "central_recurrent", Activity: id, Content: titles[i%len(titles)],
				Details: map[string]string{"form": "community", "revolving": "3000000"}})
		}
	}
	return nil
}

// below are up to twenty poor and near-poor households of a commune.
func (p *demoPlan) below(commune place.Code) (group []*demoLow) {
	for j := range p.low {
		if h := &p.low[j]; h.commune == commune && len(group) < 20 {
			group = append(group, h)
		}
	}
	return group
}

// production supports poor households in farming, a project in a commune at a time.
func (p *demoPlan) production() error {
	communes := map[place.Code][]*demoLow{}
	var codes []place.Code
	for i := range p.low {
		h := &p.low[i]
		if h.class != poverty.Poor || worker(h, false) == nil {
			continue
		}
		if communes[h.commune] == nil {
			codes = append(codes, h.commune)
		}
		communes[h.commune] = append(communes[h.commune], h)
	}
	slices.Sort(codes)
	for i, c := range codes {
		if i%2 == 1 {
			continue // every other commune
		}
		from, group := p.day(0.2), communes[c]
		id, err := p.activity(programme.Activity{Node: "DA3-TDA1", Kind: "model",
			Title: "Hỗ trợ giống, vật tư sản xuất", Place: c, From: from, To: date.Must(p.year, 12, 20),
			Lead: "UBND xã (giả lập)", Quantity: 1, Unit: "dự án",
			Places: int64(len(group)), Money: household.Dong(len(group)) * 6_000_000, Source: "central_recurrent"})
		if err != nil {
			return err
		}
		for _, h := range group {
			p.give(h, nil, programme.Support{Kind: "production_support", Day: from.AddDays(15), Amount: 6_000_000,
				Source: "central_recurrent", Activity: id, Content: "giống, vật tư"})
		}
	}
	return nil
}

// homes are what households receive for their houses, water, latrines and information.
func (p *demoPlan) homes() error {
	for _, k := range []struct {
		kind, source string
		n            int
		amount       household.Dong
		details      map[string]string
	}{
		{"house", "mobilised", 210, 50_000_000, map[string]string{"form": "new", "solid": "yes"}},
		{"water", "integrated", 160, 4_000_000, nil}, {"latrine", "credit", 340, 6_000_000, nil},
		{"internet", "central_recurrent", 900, 600_000, nil},
		{"information_device", "central_recurrent", 420, 1_800_000,
			map[string]string{"goods_name": "Điện thoại thông minh (giả lập)"}},
	} {
		p.some(p.number(k.n), nil, func(h *demoLow) {
			p.give(h, nil, programme.Support{Kind: k.kind, Day: p.day(0.3), Amount: k.amount, Source: k.source,
				Details: k.details})
		})
	}
	return nil
}

// cards are insurance cards of the people of poor households.
func (p *demoPlan) cards() error {
	from, to := date.Must(p.year, 1, 1), date.Must(p.year, 12, 31)
	for i := range p.low {
		h := &p.low[i]
		if h.class != poverty.Poor {
			continue
		}
		for j := range h.members {
			p.give(h, &h.members[j], programme.Support{Kind: "insurance_card", Day: from.AddDays(9), Source: "local",
				Content: fmt.Sprintf("thẻ năm %d", p.year), Details: map[string]string{"card_from": from.String(),
					"card_to": to.String()}})
		}
	}
	return nil
}

func (p *demoPlan) aid() error {
	p.some(p.number(86), func(h *demoLow) bool { return worker(h, false) != nil }, func(h *demoLow) {
		day, m := p.day(0), worker(h, false)
		if p.give(h, m, programme.Support{Kind: "legal_aid_asked", Day: day}) {
			p.give(h, m, programme.Support{Kind: "legal_aid_given", Day: day.AddDays(5),
				Details: map[string]string{"form": "advice"}})
		}
	})
	return nil
}

// home is the commune under which what is done for the whole province is counted.
func (p *demoPlan) home() place.Code {
	return homeOf(p.o.office.Reg(), p.o.office.ProvinceCode(), p.o.office.Day())
}

func (p *demoPlan) officers() error {
	for i, month := range []int{4, 6, 9, 10} {
		day := date.Must(p.year, month, 12)
		id, err := p.activity(programme.Activity{Node: "DA7-TDA1", Kind: "training",
			Title: fmt.Sprintf("Lớp tập huấn cán bộ giảm nghèo, khóa %d", i+1), Place: p.o.office.ProvinceCode(),
			From: day, To: day.AddDays(2), Lead: department(day) + " (giả lập)",
			Quantity: 60, Unit: "cán bộ", Places: 60, Money: 45_000_000, Source: "central_recurrent"})
		if err != nil {
			return err
		}
		p.give(nil, nil, programme.Support{Kind: "officer_training", Commune: p.home(), Day: day.AddDays(2),
			Quantity: int64(57 + i), Source: "central_recurrent", Activity: id, Content: fmt.Sprintf("khóa %d", i+1)})
	}
	for month := 3; month <= 11; month++ {
		day := date.Must(p.year, month, 20)
		id, err := p.activity(programme.Activity{Node: "DA6-TDA2", Kind: "event",
			Title: fmt.Sprintf("Tuyên truyền giảm nghèo tháng %d", month), Place: p.o.office.ProvinceCode(), From: day,
			To: day, Lead: department(day) + " (giả lập)", Quantity: 1, Unit: "cuộc",
			Money: 20_000_000, Source: "central_recurrent"})
		if err != nil {
			return err
		}
		p.give(nil, nil, programme.Support{Kind: "communication_event", Commune: p.home(), Day: day,
			Quantity: int64(80 + month), Source: "central_recurrent", Activity: id})
	}
	return nil
}

// reported are the figures that no register knows.
func (p *demoPlan) reported() error {
	for _, r := range []struct {
		figure, source string
		month, day     int
		value          float64
		numerator, of  int64
	}{
		{"poverty_officers", "Sở Lao động - TB&XH", 3, 31, 240, 0, 0},
		{"officers_trained", "Sở Lao động - TB&XH", 11, 30, 221, 0, 0},
		{"legal_aid_known", "Sở Tư pháp, khảo sát", 6, 30, 0, 1118, 1200},
		{"legal_aid_known", "Sở Tư pháp, khảo sát", 11, 30, 0, 1132, 1200},
		{"stunting_coastal", "Sở Y tế, điều tra dinh dưỡng", 6, 20, 11.6, 0, 0},
	} {
		v := &plans.Reported{Figure: r.figure, Place: p.o.office.ProvinceCode(),
			AsOf: date.Must(p.year, r.month, r.day), Numerator: r.numerator, Denominator: r.of, Value: r.value,
			Source: r.source + " (GIẢ LẬP)", Note: generate.Label, RecordedBy: p.by, Recorded: p.o.office.Now()}
		if r.of > 0 {
			v.Value = 100 * float64(r.numerator) / float64(r.of)
		}
		if v.AsOf > p.until {
			continue
		}
		if err := plans.AddReported(p.ctx, p.tx, string(p.o.office.ProvinceCode()), v); err != nil {
			return err
		}
	}
	return nil
}

// shares gives the districts their parts of the targets, by the plan's rules, in proportion to their poor and near-poor
// households.
func (p *demoPlan) shares() error {
	plan, _, err := p.o.plans.PlanText(p.ctx, p.tx, p.year)
	if err != nil {
		return err
	}
	on := date.Must(p.year, 3, 1)
	weight := map[place.Code]int64{}
	for i := range p.low {
		if u, ok := p.o.office.Reg().At(p.low[i].commune, on); ok {
			weight[u.Parent]++
		}
	}
	var units []cascade.Weighted
	for _, d := range p.o.office.Reg().Children(p.o.office.ProvinceCode(), on) {
		units = append(units, cascade.Weighted{Place: d.Code, Name: d.FullName, Weight: weight[d.Code]})
	}
	for _, part := range plan.Parts() {
		if part.Planned == nil || part.Cascade.Rule != "proportional" {
			continue
		}
		given, err := cascade.Share(part, *part.Planned, units)
		if err != nil {
			return err
		}
		s := &plans.PlanShares{Year: p.year, Part: part.Code, Rule: part.Cascade.Rule, Shares: map[place.Code]float64{},
			Reason: generate.Label, RecordedBy: p.by, Recorded: p.o.office.Now()}
		for _, g := range given {
			s.Shares[g.Place] = *g.Value
		}
		if err := plans.AddShares(p.ctx, p.tx, string(p.o.office.ProvinceCode()), s, 0); err != nil {
			return err
		}
	}
	return nil
}
