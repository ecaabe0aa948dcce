// Package inspections keeps checks of localities: the year's plan with its draw, visits from their announcement to
// their
// close, findings that point at rows, recommendations and the money that comes back. The domain's machine decides what
// may follow; this desk decides who may, and whether what a finding points at lies in the unit that is checked.
package inspections

import (
	"context"
	"io"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/samples"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/inspections"
	"giamngheo/internal/store/supports"
)

// Desk keeps checks of localities.
type Desk struct{ room }

// room is what the desk's use cases stand on: who sees what, and how a step is read, checked and written.
type room struct {
	recoveries
	frames  *samples.Frames
	days    *workdays.Desk
	signals *signals.Desk
	rules   *inspection.Rules
}

// New makes the desk; rules are days, kinds of findings and checklists.
func New(
	o *office.Office,
	w *workdays.Desk,
	s *signals.Desk,
	f *samples.Frames,
	rules *inspection.Rules,
) *Desk {
	return &Desk{room{
		recoveries: recoveries{area{o}}, frames: f, days: w, signals: s, rules: rules,
	}}
}

// kind is what a visit is called on the record, and what its files belong to.
const kind = "inspection"

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"inspection.draw":   errs.T("units to be checked were drawn"),
	"inspection.view":   errs.T("viewed a visit"),
	"inspection.step":   errs.T("step of a visit taken"),
	"inspection.attach": errs.T("evidence added to a visit"),
	"inspection.open":   errs.T("evidence of a visit opened"),
}

// Rules are days, kinds of findings and checklists.
func (d *Desk) Rules() *inspection.Rules { return d.rules }

// area is who does what where.
type area struct{ office *office.Office }

func (d *area) province() string { return string(d.office.ProvinceCode()) }

// may reports whether an actor may do something in a unit.
func (d *area) may(a *office.Ask, action access.Action, unit place.Code) bool {
	return d.office.PlaceScope(a, action, d.office.Today(unit)) == nil
}

// answers reports whether somebody speaks for a unit that is checked: of the unit itself or of one in it. A finance
// officer of the province has the same role, and is not the commune.
func (d *area) answers(a *office.Ask, unit place.Code) bool {
	units := access.Where(a.Grants, access.AnswerChecks, d.office.Day()).Units
	return slices.ContainsFunc(units, func(of place.Code) bool { return d.within(of, unit) })
}

// verifies reports whether somebody verifies in a unit, and is not of it.
func (d *area) verifies(a *office.Ask, unit place.Code) bool {
	return d.may(a, access.VerifyChecks, unit) && !d.answers(a, unit)
}

// within reports whether a place lies in the unit that is checked, by today's units.
func (d *area) within(at, unit place.Code) bool {
	at, unit = d.office.Today(at), d.office.Today(unit)
	if at == unit {
		return true
	}
	for _, up := range d.office.Reg().Ancestors(d.office.Unit(at), d.office.Day()) {
		if up.Code == unit {
			return true
		}
	}
	return false
}

// Row is a visit with its unit.
type Row struct {
	inspections.Row
	Place   place.Unit
	Open    int  // recommendations that run
	Overdue int  // of them
	Late    bool // the unit's answer is overdue
}

func (d *room) row(r *inspections.Row) Row {
	out := Row{Row: *r, Place: d.office.Unit(d.office.Today(r.Unit))}
	today := d.office.Day()
	out.Late = r.State == inspection.Drafted && r.AnswerBy < today
	for _, rec := range r.Recs {
		if rec.State.Open() {
			out.Open++
			if rec.Due < today {
				out.Overdue++
			}
		}
	}
	return out
}

// rows are the visits that an actor may see, the newest first. Errors: errs.Forbidden.
func (d *room) rows(ctx context.Context, a *office.Ask) (out []Row, err error) {
	if !d.office.May(a, access.ViewChecks) {
		return nil, office.Forbidden()
	}
	all, err := inspections.All(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	seen := map[place.Code]bool{}
	for i := range all {
		in, known := seen[all[i].Unit]
		if !known {
			in = d.may(a, access.ViewChecks, all[i].Unit)
			seen[all[i].Unit] = in
		}
		if in && !d.unannounced(a, &all[i]) {
			out = append(out, d.row(&all[i]))
		}
	}
	return out, nil
}

// unannounced reports whether the unit that is to be checked does not know of a visit yet: one without notice would be
// none.
func (d *room) unannounced(a *office.Ask, r *inspections.Row) bool {
	return r.Origin == inspection.Own && r.From.IsZero() &&
		(r.State == inspection.Planned || r.State == inspection.Cancelled) && d.answers(a, r.Unit)
}

// seen is a visit that an actor may see. Errors: errs.NotFound, errs.Forbidden.
func (d *room) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*inspections.Visit, error) {
	if !d.office.May(a, access.ViewChecks) {
		return nil, office.Forbidden()
	}
	v, err := inspections.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.may(a, access.ViewChecks, v.Unit) || d.unannounced(a, &v.Row) {
		return nil, office.NotYours()
	}
	return v, nil
}

// Shown is a visit with all that its page shows.
type Shown struct {
	*inspections.Visit
	Place  place.Unit
	Lists  []inspection.Checklist
	Files  []supports.Attachment
	Events []EventShown
	Names  map[int64]string
	Gone   map[int64]bool // movements counted as recoveries that the ledger took back since

	today  date.Date
	may    map[access.Action]bool
	by     int64
	Object bool // who looks belongs to the unit that is checked
}

// EventShown is a step with who took it.
type EventShown struct {
	inspections.Event
	Who string
}

// Can reports whether who looks may take a step now.
func (s *Shown) Can(step inspection.Step) bool {
	return s.may[step.May()] && s.Content.Allows(step, s.by)
}

// May reports whether who looks may take steps of a kind in the unit, whether one can follow now or not.
func (s *Shown) May(step inspection.Step) bool { return s.may[step.May()] }

// Draft reports whether who looks sees findings that were not stated to the unit yet.
func (s *Shown) Draft() bool { return !s.Object }

// Overdue reports whether a recommendation's day has passed.
func (s *Shown) Overdue(r inspection.Recommendation) bool { return r.Overdue(s.today) }

// Late reports whether the unit's answer is overdue.
func (s *Shown) Late() bool { return s.Content.Late(s.today) }

// ConcludeFrom is from which day on the visit can be concluded though the unit has not answered.
func (s *Shown) ConcludeFrom() date.Date { return s.Content.AnswerBy.AddDays(1) }

// hide takes away what the unit that is checked does not see before it is stated: findings in draft, the notes of the
// checklist.
func (s *Shown) hide() {
	c := *s.Content
	if c.State == inspection.InField {
		c.Findings, c.Checks, c.Samples = nil, nil, nil
	}
	c.Why = ""
	s.Visit = &inspections.Visit{Row: s.Row, Content: &c}
	s.Events = slices.DeleteFunc(s.Events, func(e EventShown) bool {
		return slices.Contains(inner, e.Step)
	})
	if c.State == inspection.Planned || c.State == inspection.InField {
		s.Files = nil
	}
}

// inner are the team's own steps, which the unit is not shown. Not to be changed.
var inner = []inspection.Step{inspection.Find, inspection.Check, inspection.Settle, inspection.Draw, inspection.LookAt}

// Visit shows one visit. The reading is on the record. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Visit(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	s := &Shown{Visit: v, Place: d.office.Unit(d.office.Today(v.Unit)), Names: map[int64]string{},
		today: d.office.Day(),
		may:   map[access.Action]bool{}, by: a.Account, Lists: d.rules.Asked(v.Content.Nodes)}
	for _, action := range []access.Action{access.PlanChecks, access.RunChecks, access.VerifyChecks} {
		s.may[action] = d.may(a, action, v.Unit)
	}
	s.Object = d.answers(a, v.Unit)
	s.may[access.AnswerChecks] = s.Object
	if s.Files, err = supports.Attachments(ctx, d.office.Reader(), v.Province, kind, id); err != nil {
		return nil, err
	}
	if s.Gone, err = d.gone(ctx, v); err != nil {
		return nil, err
	}
	events, err := inspections.Events(ctx, d.office.Reader(), v.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range events {
		s.Events = append(s.Events, EventShown{events[len(events)-1-i], d.office.NameOf(ctx,
			events[len(events)-1-i].By)})
	}
	if s.Object {
		s.hide()
	}
	d.office.Saw(a, office.Deed{Action: "inspection.view", Kind: kind, Subject: office.IDText(id), Place: v.Unit})
	return s, nil
}

// Citable are the documents that an actor may cite, the newest first.
func (d *Desk) Citable(ctx context.Context, _ *office.Ask) ([]documents.Document, error) {
	all, err := documents.All(ctx, d.office.Reader(), d.province())
	return all[:min(len(all), mostCited)], err
}

// mostCited is how many documents a form offers.
const mostCited = 200

// Attach keeps a file as evidence of a visit, sealed. Errors: errs.Invalid for another kind or a larger one.
func (d *Desk) Attach(ctx context.Context, a *office.Ask, id int64, name string, src io.Reader) error {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if !d.may(a, access.RunChecks, v.Unit) && !d.answers(a, v.Unit) {
		return office.Forbidden()
	}
	if v.State == inspection.Closed || v.State == inspection.Cancelled {
		return errs.New(errs.Conflict, "the visit is over: nothing is added to it")
	}
	file, err := activities.ReadAttachment(name, src)
	if err != nil {
		return err
	}
	file.Province, file.Kind, file.Subject, file.AddedBy, file.Added = v.Province, kind, id, a.Account, d.office.Now()
	deed := &office.Deed{Action: "inspection.attach", Kind: kind, Subject: office.IDText(id), Place: v.Unit,
		Note: map[string]string{"file": file.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error { return supports.AddAttachment(ctx, tx, file) })
}

// Attached returns a file of a visit that an actor may see.
func (d *Desk) Attached(ctx context.Context, a *office.Ask, id, file int64) (*supports.Attachment, error) {
	s, err := d.Visit(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.Files, func(f supports.Attachment) bool { return f.ID == file }) {
		return nil, office.NotYours()
	}
	f, err := supports.FindAttachment(ctx, d.office.Reader(), d.province(), file)
	if err == nil {
		d.office.Saw(a, office.Deed{Action: "inspection.open", Kind: kind, Subject: office.IDText(id), Place: s.Unit})
	}
	return f, err
}
