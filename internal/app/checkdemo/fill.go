// Package checkdemo fills the demonstration with checks: a visit in each state, and twenty communes with faults that an
// inspector should look at first. Everything in it is synthetic and says MẪU.
package checkdemo

import (
	"context"
	"slices"
	"time"

	"giamngheo/internal/app/samples"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/inspections"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"demo.checks": errs.T("recorded synthetic checks"),
}

// Planted is how many communes have faults that were put there.
const Planted = 20

type filler struct {
	o        *office.Office
	tx       *office.Tx
	lib      *law.Library
	day      date.Date
	lead     *accounts.Account // the inspector
	helper   *accounts.Account // of the department, who verifies
	officer  *accounts.Account // of the home commune
	home     place.Code
	document int64
	symbol   string

	drawnIn place.Code // the unit of the sample
	drawn   *inspection.Sample
}

// Fill puts the checks into the demonstration whose local people work in a commune, in one deed.
func Fill(
	ctx context.Context,
	o *office.Office,
	days *workdays.Desk,
	frames *samples.Frames,
	home place.Code,
	by *office.Ask,
) error {
	f := &filler{o: o, day: o.Day(), home: home}
	var err error
	if f.lib, err = days.Law(); err != nil {
		return err
	}
	for name, to := range map[string]**accounts.Account{"thanhtra": &f.lead, "canbo.so": &f.helper,
		"canbo.xa": &f.officer} {
		if *to, err = accounts.FindByName(ctx, o.Reader(), name); err != nil {
			return err
		}
	}
	if f.drawnIn, f.drawn, err = draw(ctx, f.communes(), frames, by); err != nil {
		return err
	}
	deed := &office.Deed{Action: "demo.checks", Kind: "inspection", Place: o.ProvinceCode()}
	return o.Do(ctx, by, deed, func(tx *office.Tx) error {
		f.tx = tx
		if err := f.cite(ctx); err != nil {
			return err
		}
		if err := f.states(ctx); err != nil {
			return err
		}
		return f.faults(ctx)
	})
}

// draw draws a sample of the first commune that has recognised households.
func draw(
	ctx context.Context,
	communes []place.Code,
	frames *samples.Frames,
	by *office.Ask,
) (unit place.Code, s *inspection.Sample, err error) {
	for _, c := range communes {
		s = &inspection.Sample{Kind: inspection.OfHouseholds, N: 5,
			Text: "Kết quả xổ số Sóc Trăng ngày 04/12/2024: 000000 (MẪU)"}
		if s, err = frames.Draw(ctx, by, c, s); err != nil {
			return "", nil, err
		}
		if len(s.Rows) > 0 {
			return c, s, nil
		}
	}
	return "", nil, nil
}

// sample adds the sample to the events of a visit whose team is out, looked at but for its last row.
func (f *filler) sample(events []inspection.Event, day date.Date) []inspection.Event {
	draw, look := f.step(inspection.Draw, day), f.step(inspection.LookAt, day)
	draw.Sample, look.No = f.drawn, 1
	for i := range f.drawn.Rows[1:] {
		l := inspection.Looked{Row: i + 1, Result: inspection.LookRight}
		if i == 0 {
			l.Result, l.Note = inspection.LookWrong, "Phiếu thiếu chữ ký chủ hộ (MẪU)"
		}
		look.Looked = append(look.Looked, l)
	}
	if events = append(events, draw); len(look.Looked) > 0 {
		events = append(events, look)
	}
	return events
}

// cite registers the document that conclusions are in.
func (f *filler) cite(ctx context.Context) error {
	d := &documents.Document{
		Province:   string(f.o.ProvinceCode()),
		RecordedBy: f.lead.ID,
		Recorded:   f.at(f.day.AddDays(-300)),
		Document: document.Document{
			Direction: document.Issued,
			Kind:      document.Notice,
			Issuer:    "Cơ quan thường trực Chương trình (MẪU)",
			Number:    "12",
			Series:    "KL-MAU",
			Day:       f.day.AddDays(-300),
			Place:     f.o.ProvinceCode(),
			State:     document.InForce,
			Abstract:  "Kết luận kiểm tra (MẪU)",
		},
	}
	err := documents.Add(ctx, f.tx, d)
	f.document, f.symbol = d.ID, d.Symbol()
	return err
}

func (f *filler) at(d date.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 9, 30, 0, 0, time.FixedZone("+07", 7*3600))
}

// matter is a check of a commune in the year of a day.
func (f *filler) matter(unit place.Code, on date.Date, basis, subject string) *inspection.Matter {
	return &inspection.Matter{Unit: unit, Year: on.Year(), Month: on.Month(), Origin: inspection.Own, Basis: basis,
		Subject: subject + " (MẪU)", Nodes: []string{"DA2"}, Period: "Năm " + office.IDText(int64(on.Year())),
		Team: []inspection.Member{
			{Account: f.lead.ID, Name: f.lead.FullName, Lead: true},
			{Account: f.helper.ID, Name: f.helper.FullName},
		}}
}

// put writes a visit with its events.
func (f *filler) put(ctx context.Context, events ...inspection.Event) error {
	v := &inspections.Visit{Row: inspections.Row{Province: string(f.o.ProvinceCode())}, Content: &inspection.Visit{}}
	for i := range events {
		e := &events[i]
		if err := v.Content.Apply(e); err != nil {
			return err
		}
	}
	if err := inspections.Add(ctx, f.tx, v); err != nil {
		return err
	}
	for i := range events {
		if err := inspections.AddEvent(ctx, f.tx, v.Province, v.ID, &inspections.Event{Event: events[i],
			At: f.at(events[i].Day)}); err != nil {
			return err
		}
	}
	f.tx.Changed(signals.Checks, v.ID)
	return nil
}

// step is an event of the inspector's.
func (f *filler) step(s inspection.Step, on date.Date) inspection.Event {
	return inspection.Event{Step: s, By: f.lead.ID, Day: on}
}

// way is the events of a visit that began on a day, up to a state.
func (f *filler) way(unit place.Code, from date.Date, to inspection.State) []inspection.Event {
	out := []inspection.Event{f.step(inspection.Begin, from)}
	out[0].Matter = f.matter(unit, from, "risk", "Kiểm tra rà soát và hỗ trợ")
	add := func(s inspection.Step, on date.Date) *inspection.Event {
		out = append(out, f.step(s, on))
		return &out[len(out)-1]
	}
	if to == inspection.Planned {
		return out
	}
	if to == inspection.Cancelled {
		add(inspection.Cancel, from).Reason = "Trùng với cuộc kiểm toán cùng năm (MẪU)"
		return out
	}
	add(inspection.Declare, from)
	add(inspection.Declare, from).By = f.helper.ID
	e := add(inspection.Announce, from)
	e.From, e.Earliest, e.Content, e.Asked = from.AddDays(
		10,
	), from.AddDays(
		10,
	), "Rà soát hộ nghèo và chi trả hỗ trợ (MẪU)",
		"Biên bản họp, danh sách ký nhận, sổ vốn (MẪU)"
	if to == inspection.Announced {
		return out
	}
	field := from.AddDays(10)
	add(inspection.GoOut, field)
	add(inspection.Check, field).Checks = map[string]inspection.Answer{"posted": {Result: inspection.Yes},
		"meeting": {
			Result: inspection.Partly,
			Note:   "Thiếu chữ ký thư ký (MẪU)",
		}, "lists": {Result: inspection.No, Note: "Một đợt chi không có ký nhận (MẪU)"}}
	add(inspection.Find, field).Finding = &inspection.Finding{
		Code:     "documents",
		Severity: 2,
		Article:  "Quyết định 24/2021/QĐ-TTg (MẪU)",
		Text:     "Danh sách chi trả thiếu ký nhận (MẪU)",
		Amount:   6_000_000,
		Links: []inspection.Link{
			{Kind: inspection.ToDocument, ID: f.document, Label: office.IDText(f.document), Worth: 8_000_000},
		},
	}
	if to == inspection.InField {
		return out
	}
	add(inspection.Draft, field.AddDays(1)).Due = field.AddDays(12)
	if to == inspection.Drafted {
		return out
	}
	e = add(inspection.Reply, field.AddDays(6))
	e.By, e.Content = f.officer.ID, "Đơn vị đã bổ sung một phần (MẪU)"
	e.Replies = []inspection.UnitReply{{No: 1, Text: "Nhất trí"}}
	if to == inspection.Answered {
		return out
	}
	e = add(inspection.Conclude, field.AddDays(14))
	e.Content, e.Document, e.Symbol = "Công tác rà soát cơ bản đúng quy trình; chi trả còn thiếu hồ sơ (MẪU)",
		f.document, f.symbol
	if to == inspection.Concluded {
		return out
	}
	e = add(inspection.Recommend, field.AddDays(14))
	e.Rec = &inspection.Recommendation{
		Finding: 1,
		What:    "Bổ sung danh sách ký nhận của đợt chi (MẪU)",
		Due:     field.AddDays(50),
	}
	if to == inspection.Following {
		e = add(inspection.Recommend, field.AddDays(14))
		e.Rec = &inspection.Recommendation{
			Finding: 1,
			What:    "Thu hồi tiền chi không có ký nhận (MẪU)",
			Due:     field.AddDays(60),
			Amount:  household.Dong(6_000_000),
		}
		e = add(inspection.Claim, field.AddDays(20))
		e.By, e.No, e.Reason = f.officer.ID, 1, "Đã bổ sung đủ danh sách ký nhận (MẪU)"
		return out
	}
	e = add(inspection.Claim, field.AddDays(30))
	e.By, e.No, e.Reason = f.officer.ID, 1, "Đã bổ sung đủ danh sách ký nhận (MẪU)"
	e = add(inspection.Verify, field.AddDays(40))
	e.By, e.No = f.helper.ID, 1
	return out
}

// communes are those of the demonstration without the home, in the order of their codes.
func (f *filler) communes() []place.Code {
	all := slices.Clone(f.o.CommunesOf(f.o.ProvinceCode(), f.day))
	return slices.DeleteFunc(all, func(c place.Code) bool { return c == f.home })
}

// states are visits in each state; those that wait for the local people are in their commune.
func (f *filler) states(ctx context.Context) error {
	units := f.communes()
	for i, one := range []struct {
		state inspection.State
		ago   int // days
		home  bool
	}{
		{inspection.Planned, 2, false}, {inspection.Announced, 5, false}, {inspection.InField, 11, false},
		{inspection.Drafted, 14, true},
		{inspection.Answered, 20, false}, {inspection.Concluded, 40, false}, {inspection.Following, 50, true},
		{inspection.Closed, 120, false}, {inspection.Cancelled, 90, false},
	} {
		unit := units[i%len(units)]
		if one.home {
			unit = f.home
		}
		drawn := one.state == inspection.InField && f.drawn != nil
		if drawn {
			unit = f.drawnIn
		}
		events := f.way(unit, f.day.AddDays(-one.ago), one.state)
		if drawn {
			events = f.sample(events, events[len(events)-1].Day)
		}
		if err := f.put(ctx, events...); err != nil {
			return err
		}
	}
	return nil
}

// FaultsIn are the communes with planted faults, out of those of the demonstration.
func FaultsIn(communes []place.Code) (out []place.Code) {
	for i := 0; len(out) < Planted && i < len(communes); i += max(1, len(communes)/(Planted+1)) {
		out = append(out, communes[i])
	}
	return out
}

// faults are conclusions of a year ago of which recommendations are overdue: of the State Audit, of the inspectorate.
func (f *filler) faults(ctx context.Context) error {
	then := f.day.AddDays(-280)
	for i, unit := range FaultsIn(f.communes()) {
		e := f.step(inspection.Register, then)
		e.Document, e.Symbol = f.document, f.symbol
		e.Matter = f.matter(unit, then, "order", "Kiểm tra quản lý, sử dụng vốn Chương trình")
		e.Matter.Team, e.Matter.Origin = nil, inspection.StateAudit
		if i%2 == 1 {
			e.Matter.Origin = inspection.Inspectors
		}
		events := []inspection.Event{e}
		for n := range 3 {
			e := f.step(inspection.Recommend, then)
			e.Rec = &inspection.Recommendation{What: "Hoàn thiện hồ sơ thanh toán còn thiếu (MẪU)",
				Due: then.AddDays(90 + 10*n)}
			if n == 0 && i%3 == 0 {
				e.Rec.What, e.Rec.Amount = "Thu hồi kinh phí chi sai nội dung (MẪU)",
					household.Dong(3_000_000+500_000*int64(i))
			}
			events = append(events, e)
		}
		if err := f.put(ctx, events...); err != nil {
			return err
		}
	}
	return nil
}
