// Package reportdemo fills the demonstration with rounds of reports in different states: one that was signed, one in
// the midst of checking with units late and cells returned, one that has just begun, and a request. Everything in it
// is synthetic and says MẪU where a person would have signed.
package reportdemo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/app/counts"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/library"
	"giamngheo/internal/narrative"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/narratives"
	"giamngheo/internal/store/reports"
)

// people are the accounts that take the steps, and the commune in which the demonstration's local people work.
type people struct {
	Officer, Checker, Planner, Approver int64
	Home                                place.Code
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"demo.reports": errs.T("recorded synthetic reports"),
}

// filler makes the rounds.
type filler struct {
	o       *office.Office
	tx      *office.Tx
	by      people
	day     date.Date
	working func(date.Date) bool
	forms   []*form.Form
	texts   []narrative.Template
	known   counts.Of
	units   []place.Code
	rnd     *rand.Rand
}

// stage is how far the reports of a round have come.
type stage int

const (
	begun  stage = iota // most have not sent
	midway              // most have sent, some are late, cells are returned
	signed              // all are approved, the province has signed
)

// Fill puts the rounds into the demonstration whose local people work in a commune, in one deed. The office's
// figures are those of the demonstration's day: a synthetic register has no other past than its reviews.
func Fill(ctx context.Context, o *office.Office, l *library.Library, days *workdays.Desk, count *counts.Desk,
	home place.Code,
	by *office.Ask) error {
	p := people{Home: home}
	for name, to := range map[string]*int64{"canbo.xa": &p.Officer, "canbo.so": &p.Checker, "kehoach": &p.Planner,
		"duyet": &p.Approver} {
		acc, err := accounts.FindByName(ctx, o.Reader(), name)
		if err != nil {
			return err
		}
		*to = acc.ID
	}
	lib, err := days.Law()
	if err != nil {
		return err
	}
	f := &filler{o: o, by: p, day: o.Day(), working: lib.Working}
	f.rnd = rand.New(rand.NewPCG(17, 0)) //nolint:gosec // synthetic figures, the same each time
	if f.forms, err = form.Shipped(l.Data()); err != nil {
		return err
	}
	schedules, err := form.ReadSchedules(l.Data(), f.forms)
	if err != nil {
		return err
	}
	if f.texts, err = narrative.Read(l.Data(), f.forms, schedules); err != nil {
		return err
	}
	f.units = o.CommunesOf(o.ProvinceCode(), f.day)
	if f.known, err = count.Count(ctx, form.NewSet(f.forms), f.units, f.day); err != nil {
		return err
	}
	return o.Do(ctx, by, &office.Deed{Action: "demo.reports", Kind: "list", Place: o.ProvinceCode()},
		func(tx *office.Tx) error {
			tx.Long()
			tx.Changed(office.TopicReport)
			f.tx = tx
			return f.rounds(ctx, schedules)
		})
}

func (f *filler) rounds(ctx context.Context, all []form.Schedule) error {
	year, month := f.day.Year(), f.day.Month()
	quarter := form.Period{Kind: form.Quarter, Year: year, N: (month - 1) / 3}
	if quarter.N == 0 {
		quarter = form.Period{Kind: form.Quarter, Year: year - 1, N: 4}
	}
	big, code := form.Period{Kind: form.HalfYear, Year: year}, "sau-thang"
	if month >= 11 {
		big, code = form.Period{Kind: form.FullYear, Year: year}, "nam"
	} else if month < 6 {
		big, code = form.Period{Kind: form.FullYear, Year: year - 1}, "nam"
	}
	for _, one := range []struct {
		code string
		of   form.Period
		to   stage
	}{{"quy-von", quarter, signed}, {code, big, midway}, {"thang-von", form.Period{Kind: form.Month, Year: year,
		N: month}, begun}} {
		for i := range all {
			if all[i].Code != one.code {
				continue
			}
			if err := f.round(ctx, &all[i], one.of, one.to); err != nil {
				return err
			}
		}
	}
	if err := f.request(ctx); err != nil {
		return err
	}
	for i := range all {
		if all[i].Code == "danh-gia-hang-nam" && big.Kind == form.FullYear {
			return f.round(ctx, &all[i], big, midway)
		}
	}
	return nil
}

// round makes a round of a schedule.
func (f *filler) round(ctx context.Context, s *form.Schedule, of form.Period, to stage) error {
	dues, ok := s.Dues(of, f.working)
	if !ok {
		return nil
	}
	r := &reports.Round{Schedule: s.Code, Period: of, Dues: dues, Cite: s.Cite, Other: s.OtherCite, Sample: s.Sample,
		Title: errs.T("%s: %s", s.Title, of.Title())}
	set := form.NewSet(f.forms)
	for _, code := range s.Forms {
		if one := set.Form(code); one != nil && one.Holds(dues.CutOff) {
			r.Forms = append(r.Forms, *one)
		}
	}
	if len(r.Forms) == 0 {
		return nil
	}
	return f.fill(ctx, r, to)
}

// request makes a request that is asked once: of two figures the office knows one.
func (f *filler) request(ctx context.Context) error {
	due := f.day.AddDays(4)
	for !f.working(due) {
		due = due.AddDays(1)
	}
	title := errs.Text{VI: "Yêu cầu nhanh (MẪU): điểm phát thanh phục vụ hộ nghèo",
		EN: "Request (SAMPLE): loudspeakers for poor households"}
	r := &reports.Round{Title: title, Why: "Phục vụ họp Ban Chỉ đạo (MẪU)", Period: form.Period{Kind: form.AdHoc,
		Year: f.day.Year()},
		Dues: form.Dues{CutOff: f.day, Commune: due, Check: due, Province: due, Aim: due}}
	r.Forms = []form.Form{{Code: "YC", Title: title, Instrument: "yêu cầu báo cáo nhanh", From: f.day,
		Columns: []form.Column{{Code: "gia_tri", Title: errs.T("Value"), Fill: form.Figure, Roll: form.Added,
			Override: true},
			{Code: "ghi_chu", Title: errs.T("Note"), Type: form.Words, Fill: form.Ask, Roll: form.NotRolled,
				Optional: true}},
		Rows: []form.Row{{Code: "k1", Title: errs.Text{VI: "Hộ nghèo", EN: "Poor households"},
			Unit: errs.Text{VI: "hộ", EN: "households"},
			Type: form.Whole, Figure: &form.Source{Class: "poor"}},
			{Code: "h1", Title: errs.Text{VI: "Điểm phát thanh của xã", EN: "Loudspeakers of the commune"},
				Unit: errs.Text{VI: "điểm", EN: "loudspeakers"}, Type: form.Whole}}}}
	return f.fill(ctx, r, begun)
}

// fill writes a round with the reports of all units, and the province's own.
func (f *filler) fill(ctx context.Context, r *reports.Round, to stage) error {
	opened := min(r.Dues.CutOff.AddDays(-5), f.day)
	r.Province, r.OpenedBy, r.Opened, r.Units = string(f.o.ProvinceCode()), f.by.Planner, at(opened), len(f.units)
	if r.State = reports.Running; to == signed {
		r.State = reports.Finished
	}
	if err := reports.AddRound(ctx, f.tx, r); err != nil {
		return err
	}
	forms := make([]*form.Form, len(r.Forms))
	for i := range r.Forms {
		forms[i] = &r.Forms[i]
	}
	set := form.NewSet(forms)
	var all []report.UnitReport
	for i, unit := range f.units {
		values := map[string]form.Value{}
		for _, s := range append(set.Sources(), counts.Households) {
			if v, ok := f.known[unit][s.Key()]; ok {
				values[s.Key()] = v
			}
		}
		if err := reports.SetKnown(ctx, f.tx, r.Province, r.ID, &reports.Known{Unit: unit, AsOf: min(r.Dues.CutOff,
			f.day),
			Values: values, Counted: f.o.Now()}); err != nil {
			return err
		}
		w := &walk{f: f, set: set, r: r, unit: unit, n: i, known: values, of: &report.Report{}}
		if err := w.on(ctx, opened, to); err != nil {
			return err
		}
		all = append(all, report.UnitReport{Unit: unit, Report: w.of})
	}
	return f.whole(ctx, set, r, all, opened, to)
}

// at is a moment of a day's working hours.
func at(d date.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 9, 0, 0, 0, time.FixedZone("ICT", 7*3600)).UTC()
}

// whole writes the province's own report of a round.
func (f *filler) whole(ctx context.Context, set *form.Set, r *reports.Round, all []report.UnitReport,
	opened date.Date, to stage) error {
	w := &walk{f: f, set: set, r: r, unit: f.o.ProvinceCode(), of: &report.Report{}}
	w.take(opened, f.by.Planner, report.Open, report.Detail{Due: r.Dues.Province, Document: report.WholeReport})
	day, rolled := f.day, report.Roll(set, all, nil)
	if to == signed {
		day = min(r.Dues.Aim, f.day)
	}
	if to == begun || rolled.Counted == 0 {
		return w.write(ctx)
	}
	w.take(day, f.by.Planner, report.Consolidate, report.Detail{Rolled: rolled})
	text := f.words(set, r, w.of, to)
	if to == signed {
		content, err := json.Marshal(text)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		w.take(day, f.by.Approver, report.Finish, report.Detail{Document: "01/BC-MẪU", Signer: "Người ký mẫu (MẪU)",
			Signed: day, Text: 1, TextHash: hex.EncodeToString(sum[:])})
	}
	if err := w.write(ctx); err != nil {
		return err
	}
	return narratives.Add(ctx, f.tx, &narratives.Text{Province: r.Province, Report: w.id, N: 1, By: f.by.Planner,
		At: at(day), Text: text})
}

// words is the report of a round in words: a draft, in a signed one with a sample where people write.
func (f *filler) words(set *form.Set, r *reports.Round, of *report.Report, to stage) *narrative.Text {
	i := slices.IndexFunc(f.texts, func(t narrative.Template) bool { return slices.Contains(t.Schedules, r.Schedule) })
	place := f.o.UnitOn(f.o.ProvinceCode(), r.Dues.CutOff)
	text := f.texts[i].Draft(narrative.NewBook(narrative.Facts(set, of.Rolled)), narrative.Words{
		Period: r.Period.Title().VI, CutOff: r.Dues.CutOff.Vietnamese(), Place: place.Spoken()})
	for i := range text.Sections {
		if to != signed {
			break
		}
		for j, p := range text.Sections[i].Paragraphs {
			text.Sections[i].Paragraphs[j] = strings.ReplaceAll(p, "……", "(MẪU: nơi người viết báo cáo nêu ý kiến).")
		}
	}
	return text
}

// walk takes one report its way.
type walk struct {
	f      *filler
	set    *form.Set
	r      *reports.Round
	unit   place.Code
	n      int // of the unit
	known  map[string]form.Value
	of     *report.Report
	events []report.Event
	failed error
	id     int64 // of the report, once it is written
}

// take takes a step; after one that was refused none is taken any more.
func (w *walk) take(day date.Date, by int64, step report.Step, d report.Detail) {
	if w.failed != nil || day > w.f.day {
		return
	}
	e := report.Event{At: at(day), Day: day, By: by, Step: step, Detail: d}
	if w.failed = w.of.Apply(w.set, &e); w.failed == nil {
		w.events = append(w.events, e)
	}
}

func (w *walk) write(ctx context.Context) error {
	if w.failed != nil {
		return w.failed
	}
	rep := &reports.Report{Row: reports.Row{Province: w.r.Province, Round: w.r.ID, Unit: w.unit}, Content: w.of}
	if err := reports.Add(ctx, w.f.tx, rep); err != nil {
		return err
	}
	w.id = rep.ID
	for i := range w.events {
		if err := reports.AddEvent(ctx, w.f.tx, w.r.Province, rep.ID, &w.events[i]); err != nil {
			return err
		}
	}
	return nil
}
