// Package reports runs rounds of reports: units confirm what the office knows and type what nobody knows, who checks
// returns single cells, and what is sent is added up at any time with the gap named. Every step is an event that is
// written with its report in one transaction; nothing that was sent is changed in silence.
package reports

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/counts"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/reports"
)

// Desk runs rounds of reports.
type Desk struct{ room }

// room is what the desk's use cases stand on.
type room struct {
	office  *office.Office
	library *library.Library
	days    *workdays.Desk
	counts  *counts.Desk

	forms     func() ([]*form.Form, error)
	schedules func() ([]form.Schedule, error)
	sets      sync.Map // of rounds, by number: a round's forms never change
}

// New makes the desk.
func New(o *office.Office, l *library.Library, days *workdays.Desk, c *counts.Desk) *Desk {
	d := &Desk{room{office: o, library: l, days: days, counts: c}}
	d.forms = sync.OnceValues(func() ([]*form.Form, error) { return form.Shipped(l.Data()) })
	d.schedules = sync.OnceValues(func() ([]form.Schedule, error) {
		all, err := d.forms()
		if err != nil {
			return nil, err
		}
		return form.ReadSchedules(l.Data(), all)
	})
	return d
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"report.open":        errs.T("round of reports opened"),
	"report.ask":         errs.T("reports asked for once"),
	"report.count":       errs.T("figures of a round counted anew"),
	"report.withdraw":    errs.T("round of reports withdrawn"),
	"report.fill":        errs.T("report filled in"),
	"report.submit":      errs.T("report submitted"),
	"report.take_back":   errs.T("report taken back"),
	"report.receive":     errs.T("report received for checking"),
	"report.return":      errs.T("cells of a report returned"),
	"report.resubmit":    errs.T("returned cells answered"),
	"report.check":       errs.T("report checked"),
	"report.approve":     errs.T("report approved"),
	"report.extend":      errs.T("due day of a report extended"),
	"report.correct":     errs.T("report opened for correction"),
	"report.consolidate": errs.T("round of reports consolidated"),
	"report.final":       errs.T("consolidated report signed"),
}

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// Schedules are the kinds of rounds, with their forms.
func (d *Desk) Schedules() ([]form.Schedule, error) { return d.schedules() }

// working tells the working days of the office.
func (d *room) working() (func(date.Date) bool, error) {
	lib, err := d.days.Law()
	if err != nil {
		return nil, err
	}
	return lib.Working, nil
}

// set are the cells of a round's forms.
func (d *room) set(r *reports.Round) *form.Set {
	if had, ok := d.sets.Load(r.ID); ok {
		return had.(*form.Set)
	}
	forms := make([]*form.Form, len(r.Forms))
	for i := range r.Forms {
		forms[i] = &r.Forms[i]
	}
	s := form.NewSet(forms)
	d.sets.Store(r.ID, s)
	return s
}

// seen tells which units' reports an actor sees. Errors (errs.Forbidden): none.
func (d *room) seen(a *office.Ask) (func(place.Code) bool, error) {
	s := access.Where(a.Grants, access.ViewReports, d.office.Day())
	if s.Nowhere() {
		return nil, office.Forbidden()
	}
	return func(code place.Code) bool { return d.covers(s, code) }, nil
}

// covers reports whether a scope holds what a unit is today.
func (d *room) covers(s access.Scope, code place.Code) bool {
	now := d.office.Today(code)
	var above []place.Code
	for _, u := range d.office.Reg().Ancestors(d.office.Unit(now), d.office.Day()) {
		above = append(above, u.Code)
	}
	return s.Covers(now, above...)
}

// may reports whether an actor may do something with a unit's report.
func (d *room) may(a *office.Ask, action access.Action, unit place.Code) bool {
	return d.covers(access.Where(a.Grants, action, d.office.Day()), unit)
}

// need refuses what an actor may not do with a unit's report; what he may not see does not exist.
func (d *room) need(a *office.Ask, action access.Action, unit place.Code) error {
	switch {
	case !d.office.May(a, access.ViewReports):
		return office.Forbidden()
	case !d.may(a, access.ViewReports, unit) && unit != d.office.ProvinceCode(): // rounds are known to everybody
		return office.NotYours()
	case !d.may(a, action, unit):
		return office.Forbidden()
	}
	return nil
}

// round finds a round of which an actor sees some report. Errors: errs.NotFound, errs.Forbidden.
func (d *room) round(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*reports.Round, error) {
	if _, err := d.seen(a); err != nil {
		return nil, err
	}
	return reports.FindRound(ctx, r, d.province(), id)
}

// found is a report with its round.
type found struct {
	*reports.Report
	of  *reports.Round
	set *form.Set
}

// find finds a report that an actor sees. Errors: errs.NotFound, errs.Forbidden.
func (d *room) find(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*found, error) {
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	rep, err := reports.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !in(rep.Unit) {
		return nil, office.NotYours()
	}
	of, err := reports.FindRound(ctx, r, d.province(), rep.Round)
	if err != nil {
		return nil, err
	}
	return &found{rep, of, d.set(of)}, nil
}

// take takes a step with a report in a transaction: the event and the report as it makes it.
func (d *room) take(ctx context.Context, tx *office.Tx, f *found, e *report.Event) error {
	e.At, e.Day = d.office.Now(), d.office.Day()
	was := f.Seq
	if err := f.Content.Apply(f.set, e); err != nil {
		return err
	}
	if err := reports.AddEvent(ctx, tx, f.Province, f.ID, e); err != nil {
		return err
	}
	tx.Changed(office.TopicReport, f.ID)
	return reports.Set(ctx, tx, f.Report, was)
}

// note is the deed of a step.
func note(f *found, e *report.Event) office.Deed {
	d := office.Deed{Action: "report." + string(e.Step), Kind: "report", Subject: office.IDText(f.ID), Place: f.Unit,
		Reason: e.Reason, Note: map[string]string{"round": office.IDText(f.Round),
			"version": office.IDText(int64(f.Content.Version)),
			"step":    office.IDText(e.Seq)}}
	if n := max(len(e.Keys), len(e.Writes)); n > 0 {
		d.Note["cells"] = office.IDText(int64(n))
	}
	if e.Document != "" {
		d.Note["document"] = e.Document
	}
	return d
}

// right is who may take a step with a unit's report.
var right = map[report.Step]access.Action{report.FillIn: access.FillReports, report.Submit: access.SubmitReports,
	report.TakeBack: access.SubmitReports, report.Resubmit: access.SubmitReports, report.Receive: access.CheckReports,
	report.Return: access.CheckReports, report.Accept: access.CheckReports, report.Approve: access.ApproveReports,
	report.Extend: access.OpenReports, report.Correct: access.OpenReports}

// above are the steps that who reads a report takes: what he has not seen he does not decide on.
var above = []report.Step{report.Return, report.Accept, report.Approve, report.Correct}

// Step takes a step with a unit's report; seen is the number of the last event that the page showed. Errors:
// errs.Invalid, errs.Conflict (*report.Overtaken where somebody else took a step meanwhile, *report.Clash),
// errs.Forbidden, errs.NotFound.
func (d *Desk) Step(ctx context.Context, a *office.Ask, id, seen int64, e report.Event) error {
	action, ok := right[e.Step]
	if !ok {
		return errs.New(errs.Invalid, "there is no such step")
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		f, err := d.find(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := d.need(a, action, f.Unit); err != nil {
			return err
		}
		if slices.Contains(above, e.Step) && seen != f.Seq {
			return d.overtaken(ctx, tx, f)
		}
		if err := d.prepare(ctx, tx, f, &e); err != nil {
			return err
		}
		e.By = a.Account
		if action == access.CheckReports || action == access.ApproveReports {
			if err := d.office.MayApprove(a, f.Content.Sender); err != nil {
				return err
			}
		}
		if err := d.take(ctx, tx, f, &e); err != nil {
			return err
		}
		return tx.Note(ctx, note(f, &e))
	})
}

// overtaken says who took which step since the page was shown.
func (d *room) overtaken(ctx context.Context, r store.Reader, f *found) error {
	all, err := reports.Events(ctx, r, f.Province, f.ID)
	if err != nil || len(all) == 0 {
		return store.Overtaken()
	}
	last, who := all[len(all)-1], "giamngheo"
	if acc, err := accounts.Find(ctx, r, last.By); err == nil {
		who = acc.FullName
	}
	err = errs.New(errs.Conflict,
		"%s has taken a step meanwhile: “%s”. Nothing of yours was kept; look at the report again",
		who, last.Step.Title())
	return &report.Overtaken{Cause: err, By: last.By, Step: last.Step}
}

// prepare gives an event what the office knows, and refuses what its checks refuse.
func (d *room) prepare(ctx context.Context, tx *office.Tx, f *found, e *report.Event) error {
	switch e.Step {
	case report.FillIn:
		known, err := d.known(ctx, tx, f)
		if err != nil {
			return err
		}
		for i := range e.Writes {
			w := &e.Writes[i]
			slot := f.set.Slot(w.Key)
			if slot == nil || slot.Column.Override || slot.Source == nil && slot.Column.Fill != form.Previous {
				continue
			}
			if is, has := known[w.Key]; has && !is.Value.Blank() && !w.Value.Blank() && w.Value != is.Value {
				return errs.New(errs.Invalid,
					"“%s, %s” is a figure of the office and is not typed over; clear the cell",
					slot.Row.Title, slot.Column.Title)
			}
		}
	case report.Submit, report.Resubmit:
		known, err := d.known(ctx, tx, f)
		if err != nil {
			return err
		}
		if e.Step == report.Submit {
			e.Known = known
		}
		before, err := d.before(ctx, tx, f.of, f.Unit)
		if err != nil {
			return err
		}
		for _, found := range f.findings(known, before) {
			if found.Open() {
				s := f.set.Slot(found.Key)
				return errs.New(errs.Invalid, "“%s, %s”: %s (%s and %s)", s.Row.Title, s.Column.Title, found.Text,
					found.Left.Written(found.Type), found.Right.Written(found.Type))
			}
		}
	}
	return nil
}

// findings are what the checks say of a report as it stands.
func (f *found) findings(known map[form.Key]report.Known, before form.Values) []form.Finding {
	return f.set.Check(report.Values(f.set, f.Content, known), before, func(k form.Key) string {
		if c := f.Content.Cells[k]; c != nil {
			return c.Reason
		}
		return ""
	})
}
