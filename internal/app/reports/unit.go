package reports

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store/reports"
)

// Shown is a unit's report with all that its pages show.
type Shown struct {
	*reports.Report
	Round    *reports.Round
	Set      *form.Set
	Unit     place.Unit
	Became   place.Unit // what the unit is today, where it is another one
	Known    map[form.Key]report.Known
	Values   form.Values
	Before   form.Values // of the round before
	Findings []form.Finding
	Late     report.Lateness
	Asked    int               // cells that are asked of people
	Of       int               // of those that are typed or known
	ByHand   int               // cells that say another value than the office's
	Differs  []form.Difference // from what was sent before cells were returned

	MayFill, MaySubmit, MayCheck, MayApprove, MayOpen bool
}

// Report shows a unit's report. The reading is on the record. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Report(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	f, err := d.find(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	return d.show(ctx, a, f)
}

func (d *room) show(ctx context.Context, a *office.Ask, f *found) (*Shown, error) {
	s := &Shown{Report: f.Report, Round: f.of, Set: f.set, Unit: d.office.UnitOn(f.Unit, f.of.Dues.CutOff)}
	if now := d.office.Today(f.Unit); now != f.Unit {
		s.Became = d.office.Unit(now)
	}
	working, err := d.working()
	if err != nil {
		return nil, err
	}
	s.Late = f.Lateness(d.office.Day(), working)
	if s.Known, err = d.known(ctx, d.office.Reader(), f); err != nil {
		return nil, err
	}
	if s.Before, err = d.before(ctx, d.office.Reader(), f.of, f.Unit); err != nil {
		return nil, err
	}
	s.Values = report.Values(f.set, f.Content, s.Known)
	if f.State != report.Withdrawn {
		s.Findings = f.findings(s.Known, s.Before)
	}
	s.Differs = f.set.Differences(report.Before(f.set, f.Content), s.Values)
	if !f.State.Sent() {
		s.Differs = nil
	}
	for i := range f.set.Slots {
		slot := &f.set.Slots[i]
		if slot.Kind != form.Input || slot.Column.Optional {
			continue
		}
		s.Of++
		if k, has := s.Known[slot.Key]; !has || k.Value.Blank() {
			s.Asked++
		} else if c := f.Content.Cells[slot.Key]; c != nil && c.Entered != nil && *c.Entered != k.Value {
			s.ByHand++
		}
	}
	for action, to := range map[access.Action]*bool{access.FillReports: &s.MayFill, access.SubmitReports: &s.MaySubmit,
		access.CheckReports: &s.MayCheck, access.ApproveReports: &s.MayApprove, access.OpenReports: &s.MayOpen} {
		*to = d.may(a, action, f.Unit)
	}
	return s, nil
}

// EventShown is a step with who took it.
type EventShown struct {
	report.Event
	Who string
}

// Steps are the steps of a report, the newest first. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Steps(ctx context.Context, a *office.Ask, id int64) ([]EventShown, error) {
	f, err := d.find(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	all, err := reports.Events(ctx, d.office.Reader(), f.Province, f.ID)
	if err != nil {
		return nil, err
	}
	out := make([]EventShown, len(all))
	for i := range all {
		out[len(all)-1-i] = EventShown{all[i], d.office.NameOf(ctx, all[i].By)}
	}
	return out, nil
}
