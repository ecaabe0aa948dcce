package inspections

import (
	"context"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/documents"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	documentrows "giamngheo/internal/store/documents"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/inspections"
	"giamngheo/internal/store/reports"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/store/supports"
)

// Topic is what changes of checks are told by.
const Topic = signals.Checks

// Take takes a step of a visit that the person saw at its seen-th event. Who the step is by, its day, terms by the
// calendar, what links are worth and what came back by the ledger are set here, not by who asks. Errors: errs.Invalid,
// errs.Conflict (somebody else was faster), errs.Forbidden, errs.NotFound.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id, seen int64, e inspection.Event) error {
	v, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if e.Step.May() == "" || e.Step == inspection.Begin || e.Step == inspection.Register {
		return errs.New(errs.Invalid, "there is no such step")
	}
	if err := d.office.PlaceScope(a, e.Step.May(), d.office.Today(v.Unit)); err != nil {
		return err
	}
	if e.Step.May() == access.AnswerChecks && !d.answers(a, v.Unit) {
		return office.Forbidden()
	}
	if e.Step == inspection.Draw { // it reads much: before others wait for it
		if e.Sample, err = d.frames.Draw(ctx, a, v.Unit, e.Sample); err != nil {
			return err
		}
	}
	deed := d.deed(id, v.Unit, &e)
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		v, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if v.Seq != seen {
			return store.Overtaken()
		}
		if err := d.fill(ctx, tx, a, v, &e); err != nil {
			return err
		}
		return d.apply(ctx, tx, v, &e)
	})
}

func (d *room) deed(id int64, unit place.Code, e *inspection.Event) *office.Deed {
	note := map[string]string{"step": string(e.Step)}
	if e.No > 0 {
		note["no"] = strconv.Itoa(e.No)
	}
	return &office.Deed{Action: "inspection.step", Kind: kind, Subject: office.IDText(id), Place: unit, Note: note}
}

// apply has the machine take a step, and writes what it made.
func (d *room) apply(ctx context.Context, tx *office.Tx, v *inspections.Visit, e *inspection.Event) error {
	was := v.Content.Seq
	if err := v.Content.Apply(e); err != nil {
		return err
	}
	if err := inspections.Set(ctx, tx, v, was); err != nil {
		return err
	}
	if e.Step == inspection.Recover {
		if err := inspections.AddRefund(ctx, tx, v.Province, e.Recovery.Movement, v.ID, e.No); err != nil {
			return err
		}
	}
	tx.Changed(Topic, v.ID)
	return inspections.AddEvent(ctx, tx, v.Province, v.ID, &inspections.Event{Event: *e, At: d.office.Now()})
}

// fill sets of a step what the office knows better than who asks.
func (d *room) fill(
	ctx context.Context,
	tx *office.Tx,
	a *office.Ask,
	v *inspections.Visit,
	e *inspection.Event,
) (err error) {
	lib, err := d.days.Law()
	if err != nil {
		return err
	}
	e.By, e.Day, e.Object, e.Matter = a.Account, d.office.Day(), d.answers(a, v.Unit), nil
	switch e.Step {
	case inspection.Announce:
		e.Earliest = after(lib, e.Day, d.rules.NoticeDays)
	case inspection.Draft:
		e.Due = after(lib, e.Day, d.rules.AnswerDays)
	case inspection.Conclude:
		e.Symbol, err = d.cited(ctx, tx, a, e.Document)
	case inspection.Recommend:
		if e.Rec != nil && e.Rec.Due.IsZero() {
			e.Rec.Due = after(lib, e.Day, d.rules.RemedyDays)
		}
	case inspection.Find:
		err = d.link(ctx, tx, v, e.Finding)
	case inspection.Recover:
		err = d.refund(ctx, tx, v, e)
	case inspection.StrikeOut:
		err = d.takenBack(ctx, tx, e)
	case inspection.Waive:
		if e.Waiver != nil {
			e.Waiver.Symbol, err = d.cited(ctx, tx, a, e.Waiver.Document)
		}
	}
	return err
}

// after is the n-th working day after a day.
func after(lib *law.Library, day date.Date, n int) date.Date {
	for limit := 0; n > 0 && limit < 1000; limit++ {
		if day = day.AddDays(1); lib.Working(day) {
			n--
		}
	}
	return day
}

// cited is the symbol of a document that a person may cite. Errors: errs.Invalid for one that is revoked,
// errs.NotFound.
func (d *room) cited(ctx context.Context, r store.Reader, a *office.Ask, id int64) (string, error) {
	if id == 0 {
		return "", nil // the machine asks for it
	}
	doc, err := documentrows.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return "", err
	}
	if err != nil || !documents.Sees(d.office, a, doc) {
		return "", office.NotYours()
	}
	if doc.State == document.Revoked {
		return "", errs.New(errs.Invalid, "%s was revoked: cite the document that holds", doc.Symbol())
	}
	return doc.Symbol(), nil
}

// link finds the rows that a finding points at, what they are worth, and refuses those that are not of the unit:
// whether
// they are elsewhere or nowhere is not told apart. Errors: errs.Invalid.
func (d *room) link(ctx context.Context, r store.Reader, v *inspections.Visit, f *inspection.Finding) error {
	if f == nil {
		return nil
	}
	if d.rules.Finding(f.Code) == nil {
		return errs.New(errs.Invalid, "choose the kind of the finding and how grave it is")
	}
	for i := range f.Links {
		l := &f.Links[i]
		at, err := d.find(ctx, r, l)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		if err != nil || !d.within(at, v.Unit) {
			return errs.New(errs.Invalid, "%s has no %s “%s”: a finding points at rows of the unit that is checked",
				d.office.Unit(d.office.Today(v.Unit)).FullName, l.Kind.Title(), l.Label)
		}
	}
	return nil
}

// find reads one row that a finding points at, by its number, a household by its code: where it lies and its worth.
// Errors: errs.NotFound.
func (d *room) find(ctx context.Context, r store.Reader, l *inspection.Link) (at place.Code, err error) {
	l.Label, l.Worth = strings.TrimSpace(l.Label), 0
	none := office.NotYours()
	if len(l.Label) > 60 {
		return "", none
	}
	if l.Kind == inspection.ToHousehold {
		return d.household(ctx, r, l)
	}
	if l.ID, err = strconv.ParseInt(l.Label, 10, 64); err != nil {
		return "", none
	}
	switch l.Kind {
	case inspection.ToSupport:
		v, err := supports.Find(ctx, r, d.province(), l.ID)
		if err != nil {
			return "", err
		}
		l.Worth = v.Amount
		return v.Commune, nil
	case inspection.ToMovement:
		return d.movement(ctx, r, l)
	case inspection.ToReport:
		v, err := reports.Find(ctx, r, d.province(), l.ID)
		if err != nil {
			return "", err
		}
		return v.Unit, nil
	case inspection.ToList:
		v, err := reviews.FindList(ctx, r, d.province(), l.ID)
		if err != nil {
			return "", err
		}
		return v.Commune, nil
	case inspection.ToActivity:
		v, err := supports.FindActivity(ctx, r, d.province(), l.ID)
		if err != nil {
			return "", err
		}
		l.Worth = v.Money
		return v.Place, nil
	case inspection.ToDocument:
		v, err := documentrows.Find(ctx, r, d.province(), l.ID)
		if err != nil {
			return "", err
		}
		return v.Place, nil
	case inspection.ToHousehold:
	}
	return "", none
}

func (d *room) household(ctx context.Context, r store.Reader, l *inspection.Link) (place.Code, error) {
	id, err := households.ByCode(ctx, r, d.province(), household.ID(l.Label))
	if err != nil {
		return "", err
	}
	if id == 0 {
		return "", office.NotYours()
	}
	v, err := households.Find(ctx, r, d.province(), id)
	if err != nil {
		return "", err
	}
	l.ID = id
	return v.Household.Commune, nil
}

func (d *room) movement(ctx context.Context, r store.Reader, l *inspection.Link) (place.Code, error) {
	m, err := funds.FindMovement(ctx, r, d.province(), l.ID)
	if err != nil {
		return "", err
	}
	if !m.Kind.Spends() || m.From == 0 {
		return "", office.NotYours()
	}
	line, err := funds.FindLine(ctx, r, d.province(), m.From)
	if err != nil {
		return "", err
	}
	l.Worth = m.Amount
	return line.Place, nil
}

// Proposal is what a person says of a visit that is to be planned, or of a conclusion of another body.
type Proposal struct {
	Unit     place.Code
	Year     int
	Month    int
	Origin   inspection.Origin
	Basis    string
	Subject  string
	Why      string
	Period   string
	Nodes    []string
	Lead     string   // its username
	Members  []string // others'
	Document int64    // of a conclusion
}

// Plan puts a visit into the plan of its year, or registers a conclusion of Thanh tra or State Audit. It returns the
// visit. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (d *Desk) Plan(ctx context.Context, a *office.Ask, in Proposal) (int64, error) {
	if err := d.office.PlaceScope(a, access.PlanChecks, in.Unit); err != nil {
		return 0, err
	}
	v := &inspections.Visit{Row: inspections.Row{Province: d.province()}, Content: &inspection.Visit{}}
	e := inspection.Event{Step: inspection.Begin, By: a.Account, Day: d.office.Day()}
	if in.Origin != inspection.Own {
		e.Step, e.Document = inspection.Register, in.Document
	}
	deed := d.deed(0, in.Unit, &e)
	err := d.office.Do(ctx, a, deed, func(tx *office.Tx) (err error) {
		if e.Symbol, err = d.cited(ctx, tx, a, e.Document); err != nil {
			return err
		}
		if e.Matter, err = d.matter(ctx, tx, &in); err != nil {
			return err
		}
		if err := d.add(ctx, tx, v, &e); err != nil {
			return err
		}
		deed.Subject = office.IDText(v.ID)
		return nil
	})
	return v.ID, err
}

// add writes a new visit with its first event.
func (d *room) add(ctx context.Context, tx *office.Tx, v *inspections.Visit, e *inspection.Event) error {
	if err := v.Content.Apply(e); err != nil {
		return err
	}
	if err := inspections.Add(ctx, tx, v); err != nil {
		return err
	}
	tx.Changed(Topic, v.ID)
	return inspections.AddEvent(ctx, tx, v.Province, v.ID, &inspections.Event{Event: *e, At: d.office.Now()})
}

func (d *room) matter(ctx context.Context, r store.Reader, in *Proposal) (*inspection.Matter, error) {
	m := &inspection.Matter{Unit: in.Unit, Year: in.Year, Month: in.Month, Origin: in.Origin, Basis: in.Basis,
		Why: strings.TrimSpace(in.Why), Nodes: in.Nodes, Period: strings.TrimSpace(in.Period), Subject: in.Subject}
	if in.Origin != inspection.Own {
		return m, nil
	}
	if len(in.Members) > 20 {
		return nil, errs.New(errs.Invalid, "a team has at most %d people", 20)
	}
	for i, name := range append([]string{in.Lead}, in.Members...) {
		if name = strings.TrimSpace(name); name == "" && i > 0 {
			continue
		}
		acc, err := accounts.FindByName(ctx, r, name)
		if office.IgnoreNotFound(err) != nil {
			return nil, err
		}
		if err != nil || !d.runs(acc, in.Unit) {
			return nil, errs.New(
				errs.Invalid,
				"“%s” is nobody who runs checks in %s: choose an inspector or an officer of the district or the department",
				name,
				d.office.Unit(in.Unit).FullName,
			)
		}
		m.Team = append(m.Team, inspection.Member{Account: acc.ID, Name: acc.FullName, Lead: i == 0})
	}
	return m, nil
}

// runs reports whether somebody runs checks in a unit, and is not of it.
func (d *room) runs(acc *accounts.Account, unit place.Code) bool {
	if !acc.Disabled.IsZero() {
		return false
	}
	ask := &office.Ask{Account: acc.ID, Grants: acc.Grants}
	return d.may(ask, access.RunChecks, unit) && !d.answers(ask, unit)
}

// Runners are the people who may run a check in a unit, for a form.
func (d *Desk) Runners(ctx context.Context, unit place.Code) (out []accounts.Account, err error) {
	all, err := accounts.All(ctx, d.office.Reader())
	for _, acc := range all {
		if d.runs(acc, unit) {
			out = append(out, *acc)
		}
	}
	return out, err
}
