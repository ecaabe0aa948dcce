package reports

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/report"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reports"
)

// OpenInput opens a round; zero days are those of the schedule.
type OpenInput struct {
	Schedule                  string
	Period                    form.Period
	CutOff, Commune, Province date.Date
}

// Proposed is a round as it would be opened: what the law and the schedule say.
type Proposed struct {
	Schedule form.Schedule
	Period   form.Period
	Dues     form.Dues
	Forms    []*form.Form
	Gone     []string // forms that are not in force on the cut-off day
	Units    int
}

// Propose says how a round would be opened. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) Propose(a *office.Ask, in OpenInput) (*Proposed, error) {
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return nil, err
	}
	return d.propose(in)
}

func (d *room) propose(in OpenInput) (*Proposed, error) {
	schedules, err := d.schedules()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(schedules, func(s form.Schedule) bool { return s.Code == in.Schedule })
	if i < 0 {
		return nil, errs.New(errs.Invalid, "choose what is to be reported")
	}
	working, err := d.working()
	if err != nil {
		return nil, err
	}
	p := &Proposed{Schedule: schedules[i], Period: in.Period}
	if p.Period.Kind = p.Schedule.Period; p.Period.Kind == form.HalfYear || p.Period.Kind == form.FullYear {
		p.Period.N = 0
	}
	var ok bool
	if p.Dues, ok = p.Schedule.Dues(p.Period, working); !ok {
		return nil, errs.New(errs.Invalid, "there is no such period; choose the year, and its month or quarter")
	}
	for from, to := range map[*date.Date]date.Date{&p.Dues.CutOff: in.CutOff, &p.Dues.Commune: in.Commune,
		&p.Dues.Province: in.Province} {
		if !to.IsZero() {
			*from = to
		}
	}
	if p.Dues.Commune < p.Dues.CutOff || p.Dues.Province < p.Dues.Commune {
		return nil, errs.New(errs.Invalid, "the days must follow each other: cut-off %s, communes %s, province %s",
			p.Dues.CutOff,
			p.Dues.Commune, p.Dues.Province)
	}
	p.Dues.Check = min(max(p.Dues.Check, p.Dues.Commune), p.Dues.Province)
	all, err := d.forms()
	if err != nil {
		return nil, err
	}
	for _, code := range p.Schedule.Forms {
		switch f := form.NewSet(all).Form(code); {
		case f == nil || !f.Holds(p.Dues.CutOff):
			p.Gone = append(p.Gone, code)
		default:
			p.Forms = append(p.Forms, f)
		}
	}
	p.Units = len(d.office.CommunesOf(d.office.ProvinceCode(), p.Dues.CutOff))
	return p, nil
}

// Open opens a round: every commune of the cut-off day has its report, with what the office knows. It returns its
// number. Errors: errs.Invalid, errs.Conflict where it is open already, errs.Forbidden.
func (d *Desk) Open(ctx context.Context, a *office.Ask, in OpenInput) (int64, error) {
	p, err := d.Propose(a, in)
	if err != nil {
		return 0, err
	}
	if len(p.Forms) == 0 {
		return 0, errs.New(errs.Invalid, "none of the forms is in force on %s", p.Dues.CutOff)
	}
	r := &reports.Round{Province: d.province(), State: reports.Running, OpenedBy: a.Account, Opened: d.office.Now(),
		Schedule: p.Schedule.Code, Period: p.Period, Dues: p.Dues, Cite: p.Schedule.Cite, Other: p.Schedule.OtherCite,
		Sample: p.Schedule.Sample, Title: errs.T("%s: %s", p.Schedule.Title, p.Period.Title())}
	for _, f := range p.Forms {
		r.Forms = append(r.Forms, *f)
	}
	return r.ID, d.open(ctx, a, r, d.units(r), "report.open")
}

// open writes a round with the reports of units.
func (d *room) open(ctx context.Context, a *office.Ask, r *reports.Round, units []place.Code, action string) error {
	if len(units) == 0 {
		return errs.New(errs.Invalid, "there is no commune on %s: a round needs units that report", r.Dues.CutOff)
	}
	r.Units = len(units)
	forms := make([]*form.Form, len(r.Forms))
	for i := range r.Forms {
		forms[i] = &r.Forms[i]
	}
	set, on := form.NewSet(forms), d.asOf(r)
	counted, err := d.counts.Count(ctx, set, units, on)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: action, Kind: "report_round", Place: d.office.ProvinceCode(),
		Note: map[string]string{"period": r.Period.String(), "units": office.IDText(int64(len(units)))}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := free(ctx, tx, r); err != nil {
			return err
		}
		if err := reports.AddRound(ctx, tx, r); err != nil {
			return err
		}
		deed.Subject = office.IDText(r.ID)
		if err := d.keepCounts(ctx, tx, r, counted, on); err != nil {
			return err
		}
		for _, u := range append([]place.Code{d.office.ProvinceCode()}, units...) {
			if err := begin(ctx, d, tx, a, r, set, u); err != nil {
				return err
			}
		}
		tx.Changed(office.TopicReport)
		return nil
	})
}

// begin opens the report of a unit, or the province's own.
func begin(ctx context.Context, d *room, tx *office.Tx, a *office.Ask, r *reports.Round, set *form.Set,
	u place.Code) error {
	rep := &reports.Report{Row: reports.Row{Province: r.Province, Round: r.ID, Unit: u}, Content: &report.Report{}}
	e := report.Event{At: d.office.Now(), Day: d.office.Day(), By: a.Account, Step: report.Open,
		Detail: report.Detail{Due: r.Dues.Commune}}
	if u == d.office.ProvinceCode() {
		e.Due, e.Document = r.Dues.Province, report.WholeReport
	}
	if err := rep.Content.Apply(set, &e); err != nil {
		return err
	}
	if err := reports.Add(ctx, tx, rep); err != nil {
		return err
	}
	return reports.AddEvent(ctx, tx, r.Province, rep.ID, &e)
}

// free refuses a round that there is already, and finds the one before on the same schedule.
func free(ctx context.Context, r store.Reader, of *reports.Round) error {
	all, err := reports.Rounds(ctx, r, of.Province)
	if err != nil {
		return err
	}
	for i := range all {
		had := &all[i]
		if had.State == reports.Gone || of.Schedule == "" || !shares(had, of) {
			continue
		}
		if had.Schedule == of.Schedule && had.Period == of.Period {
			return errs.New(errs.Conflict, "“%s” is open already; go on with that one", had.Title)
		}
		if of.Prior == 0 && had.Schedule != "" && had.Dues.CutOff < of.Dues.CutOff {
			of.Prior = had.ID
		}
	}
	return nil
}

// shares reports whether two rounds have a form in common.
func shares(a, b *reports.Round) bool {
	return slices.ContainsFunc(a.Forms, func(f form.Form) bool {
		return slices.ContainsFunc(b.Forms, func(g form.Form) bool { return f.Code == g.Code })
	})
}

// RoundShown is a round with how many of the reports that an actor sees stand where.
type RoundShown struct {
	reports.Round
	Rows  []UnitRow
	Whole *reports.Row // the province's own; nil for who does not see the province
	Stood map[report.State]int
	Late  int   // that were late, or are
	Back  int   // with cells that are with their unit
	Mine  int64 // the report of the only unit that the actor sees; 0: he sees several

	MayOpen, MayCheck, MayApprove bool
	Asked, Of                     int // cells that must be typed, of those that are typed or known
	MayCheckAll                   int // reports that are checked and wait to be approved
}

// UnitRow is a unit on the board of a round.
type UnitRow struct {
	reports.Row
	Place place.Unit
	Late  report.Lateness
}

// mostRounds is how many rounds are listed.
const mostRounds = 60

// Rounds lists the rounds, the newest first, each with how the reports that an actor sees stand. Errors:
// errs.Forbidden.
func (d *Desk) Rounds(ctx context.Context, a *office.Ask) (out []RoundShown, err error) {
	if _, err := d.seen(a); err != nil {
		return nil, err
	}
	all, err := reports.Rounds(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	for i := range all[:min(len(all), mostRounds)] {
		s, err := d.board(ctx, a, &all[i])
		if err != nil {
			return nil, err
		}
		if len(s.Rows) > 0 || s.Whole != nil {
			out = append(out, *s)
		}
	}
	return out, nil
}

// Board is a round with the reports that an actor sees. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Board(ctx context.Context, a *office.Ask, id int64) (*RoundShown, error) {
	r, err := d.round(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	return d.board(ctx, a, r)
}

func (d *room) board(ctx context.Context, a *office.Ask, r *reports.Round) (*RoundShown, error) {
	in, err := d.seen(a)
	if err != nil {
		return nil, err
	}
	working, err := d.working()
	if err != nil {
		return nil, err
	}
	rows, err := reports.Of(ctx, d.office.Reader(), d.province(), r.ID)
	if err != nil {
		return nil, err
	}
	out := &RoundShown{Round: *r, Stood: map[report.State]int{}, MayOpen: d.may(a, access.OpenReports,
		d.office.ProvinceCode()),
		MayApprove: d.may(a, access.ApproveReports, d.office.ProvinceCode()), MayCheck: d.office.May(a,
			access.CheckReports)}
	out.Asked, out.Of = d.set(r).Burden()
	for i := range rows {
		row := &rows[i]
		switch {
		case !in(row.Unit):
			continue
		case row.Unit == d.office.ProvinceCode():
			out.Whole = row
			continue
		}
		u := UnitRow{Row: *row, Place: d.office.UnitOn(row.Unit, r.Dues.CutOff), Late: row.Lateness(d.office.Day(),
			working)}
		out.Rows = append(out.Rows, u)
		out.Stood[row.State]++
		if u.Late.Standing == report.Late || u.Late.Unit > 0 {
			out.Late++
		}
		if row.Back > 0 {
			out.Back++
		}
		if row.State == report.Checked && row.Sender != a.Account {
			out.MayCheckAll++
		}
	}
	if len(out.Rows) == 1 && out.Whole == nil {
		out.Mine = out.Rows[0].ID
	}
	return out, nil
}

// Withdraw takes a round back, with a reason: nothing in it is filled in any more. Errors: errs.Conflict where it was
// signed.
func (d *Desk) Withdraw(ctx context.Context, a *office.Ask, id int64, reason string) error {
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		r, err := d.round(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if r.State != reports.Running {
			return errs.New(errs.Conflict, "the round has ended; its figures stay as they are")
		}
		all, err := reports.Whole(ctx, tx, d.province(), id)
		if err != nil {
			return err
		}
		for i := range all {
			f := &found{&all[i], r, d.set(r)}
			e := &report.Event{By: a.Account, Step: report.Withdraw,
				Detail: report.Detail{Reason: strings.TrimSpace(reason)}}
			if err := d.take(ctx, tx, f, e); err != nil {
				return err
			}
		}
		r.State = reports.Gone
		if err := reports.SetRound(ctx, tx, r); err != nil {
			return err
		}
		return tx.Note(ctx, office.Deed{Action: "report.withdraw", Kind: "report_round", Subject: office.IDText(id),
			Place: d.office.ProvinceCode(), Reason: strings.TrimSpace(reason)})
	})
}

// ApproveAll approves every checked report of a round that somebody else has sent, and says how many.
func (d *Desk) ApproveAll(ctx context.Context, a *office.Ask, id int64) (n int, err error) {
	if err := d.need(a, access.ApproveReports, d.office.ProvinceCode()); err != nil {
		return 0, err
	}
	err = d.office.Each(ctx, a, func(tx *office.Tx) error {
		r, err := d.round(ctx, tx, a, id)
		if err != nil {
			return err
		}
		all, err := reports.Whole(ctx, tx, d.province(), id)
		if err != nil {
			return err
		}
		n = 0
		for i := range all {
			if all[i].State != report.Checked || d.office.MayApprove(a, all[i].Sender) != nil {
				continue
			}
			f, e := &found{&all[i], r, d.set(r)}, &report.Event{By: a.Account, Step: report.Approve}
			if err := d.take(ctx, tx, f, e); err != nil {
				return err
			}
			if err := tx.Note(ctx, note(f, e)); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return errs.New(errs.Conflict, "no report is checked and waits to be approved")
		}
		return nil
	})
	return n, err
}

// OpenOnce opens a round that asks once. Where nothing is to be typed nobody is asked: every unit says what the office
// knows. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) OpenOnce(ctx context.Context, a *office.Ask, r *reports.Round, typed bool) error {
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	r.Province, r.State, r.OpenedBy, r.Opened = d.province(), reports.Running, a.Account, d.office.Now()
	if err := d.open(ctx, a, r, d.units(r), "report.ask"); err != nil || typed {
		return err
	}
	return answerAll(ctx, &d.room, a, r)
}

// Forms are the forms that there are.
func (d *Desk) Forms() ([]*form.Form, error) { return d.forms() }

// answerAll sends for every unit what the office knows, where nothing else is asked of it: nobody is asked.
func answerAll(ctx context.Context, d *room, a *office.Ask, r *reports.Round) error {
	return d.office.Each(ctx, a, func(tx *office.Tx) error {
		all, err := reports.Whole(ctx, tx, d.province(), r.ID)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].Unit == d.office.ProvinceCode() {
				continue
			}
			f := &found{&all[i], r, d.set(r)}
			e := &report.Event{Step: report.Submit} // by the program: it says what the office knows
			if e.Known, err = d.known(ctx, tx, f); err != nil {
				return err
			}
			if len(e.Known) < f.inputs() {
				continue // not everything is known of this unit: it is asked
			}
			if err := d.take(ctx, tx, f, e); err != nil {
				return err
			}
			if err := tx.Note(ctx, note(f, e)); err != nil {
				return err
			}
		}
		return nil
	})
}

// inputs is how many cells of a report must have a value.
func (f *found) inputs() (n int) {
	for i := range f.set.Slots {
		if s := &f.set.Slots[i]; s.Kind == form.Input && !s.Column.Optional {
			n++
		}
	}
	return n
}
