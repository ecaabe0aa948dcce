package plandrafts

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/results"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/planbook"
	"giamngheo/internal/planning"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// Opened is an open draft as one who changes it needs it: the plan as it would be, and what there is to choose from.
type Opened struct {
	Plan    *target.Plan
	Version int64
	By      string
	Row     planrows.Draft
	Bodies  []errs.Text // that the programmes' data knows of the plan's day
	On      date.Date   // the plan’s day
	Addable *planning.Catalogue
}

// Shown is an open draft with what was not carried into it, and what is still to be done.
type Shown struct {
	*Opened
	Left    []planning.Left
	Looks   []planning.Left // what came over as it was and is to be looked at
	Todo    target.Faults   // what keeps it from being put in force
	There   bool            // there is a plan of the year in force
	Was     int64           // its version
	Changes []planbook.Change
	Moved   bool              // the plan in force is another than that beside which the draft was made
	Since   []planbook.Change // what has changed in it since
	Before  *results.Whole    // the office's own result of the year before; nil: there is none
}

// Opened is the open draft of a year's plan, to be changed. Errors: errs.NotFound, errs.Forbidden.
func (o *Desk) Opened(ctx context.Context, a *office.Ask, year int) (*Opened, error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	row, err := o.open(ctx, year)
	if err != nil {
		return nil, err
	}
	s := &Opened{Row: *row, Version: row.Version, By: o.office.NameOf(ctx, row.RecordedBy)}
	if s.Plan, err = o.read(row); err != nil {
		return nil, err
	}
	s.On = planning.PlanDay(s.Plan, o.office.Day())
	bodies, err := o.files.Bodies()
	if err != nil {
		return nil, err
	}
	s.Bodies = bodies.On(s.On)
	s.Addable, err = o.library.Targets()
	return s, err
}

// Draft is the open draft of a year's plan. Errors: errs.NotFound, errs.Forbidden.
func (o *Desk) Draft(ctx context.Context, a *office.Ask, year int) (*Shown, error) {
	opened, err := o.Opened(ctx, a, year)
	if err != nil {
		return nil, err
	}
	s := &Shown{Opened: opened}
	from, err := originOf(&s.Row)
	if err != nil {
		return nil, err
	}
	came := len(s.Plan.Solutions)+len(s.Plan.Assignments) > 0 // some of what is to be looked at is still there
	for _, l := range from.Left {
		switch {
		case !l.Look:
			s.Left = append(s.Left, l)
		case came:
			s.Looks = append(s.Looks, l)
		}
	}
	if _, err := o.files.CheckPlan("draft.yaml", []byte(s.Row.Content)); err != nil {
		if s.Todo = target.FaultsOf(err); s.Todo == nil {
			return nil, err
		}
	}
	if err := o.beside(ctx, s, &from); err != nil {
		return nil, err
	}
	s.Before, err = o.before(ctx, year)
	return s, err
}

// beside holds a draft against the plan of its year in force.
func (o *Desk) beside(ctx context.Context, s *Shown, from *origin) error {
	now, version, err := o.inForce(ctx, s.Row.Year)
	if err != nil {
		return err
	}
	if s.There, s.Was = now != nil, version; !s.There {
		return nil
	}
	s.Changes = planbook.Changes(now, s.Plan)
	if s.Moved = from.moved(version); !s.Moved {
		return nil
	}
	then, err := o.version(ctx, s.Row.Year, *from.PlanWas)
	if err == nil {
		s.Since = planbook.Changes(then, now)
	}
	return err
}

// moved reports whether the plan in force is of another version than the one beside which a draft was made.
func (f *origin) moved(version int64) bool { return f.PlanWas != nil && *f.PlanWas != version }

// inForce is a year's plan in force with its version, nil where there is none.
func (o *Desk) inForce(ctx context.Context, year int) (*target.Plan, int64, error) {
	p, version, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if office.IgnoreNotFound(err) != nil {
		return nil, 0, err
	}
	return p, version, nil
}

// version is a version of a year's plan; 0 is the shipped one, an empty one where none is shipped.
func (o *Desk) version(ctx context.Context, year int, version int64) (*target.Plan, error) {
	if version == 0 {
		all, err := o.library.ShippedPlans()
		i := slices.IndexFunc(all, func(p target.Plan) bool {
			return p.Province == string(o.office.ProvinceCode()) && p.Year == year
		})
		if err != nil || i < 0 {
			return &target.Plan{}, err
		}
		return &all[i], nil
	}
	all, err := planrows.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p planrows.Plan) bool { return p.Year == year && p.Version == version })
	if i < 0 {
		return &target.Plan{}, nil
	}
	return target.ReadPlan("plan.yaml", []byte(all[i].Content))
}

// open is the newest version of an open draft. Errors: errs.NotFound.
func (o *Desk) open(ctx context.Context, year int) (*planrows.Draft, error) {
	row, err := o.newest(ctx, year)
	if err == nil && (row == nil || row.State != planrows.DraftOpen) {
		err = errs.New(errs.NotFound, "there is no draft of the plan of %d: make one on the page “Plan”", year)
	}
	return row, err
}

// read reads a draft's text, whatever it still lacks and whatever is wrong with it, where all of it could be read.
func (o *Desk) read(row *planrows.Draft) (*target.Plan, error) {
	p, err := target.ReadPlan("draft.yaml", []byte(row.Content))
	if target.Lacks(err) {
		return p, nil
	}
	if p == nil || target.FaultsOf(err) == nil {
		return nil, err
	}
	if again, failed := p.YAML(); failed != nil || string(again) != row.Content {
		return nil, err
	}
	return p, nil
}

// Edit is a change of a draft: of which version it was made.
type Edit struct {
	Year   int
	Was    int64
	Reason string
}

// unchanged is the open draft, where it is still the version that is to be changed. Errors: errs.Conflict.
func (o *Desk) unchanged(ctx context.Context, in Edit) (*planrows.Draft, error) {
	row, err := o.open(ctx, in.Year)
	if err == nil && row.Version != in.Was {
		err = errs.New(errs.Conflict,
			"%s has changed this draft since you opened it: nothing of yours is saved; open the page again and enter it anew",
			o.office.NameOf(ctx, row.RecordedBy))
	}
	return row, err
}

// change changes a draft: what it says then is checked as a file would be; what it may still lack it may. Errors:
// errs.Invalid with faults, errs.Conflict where somebody else changed it.
func (o *Desk) change(ctx context.Context, a *office.Ask, in Edit, do func(*target.Plan) error) error {
	if err := o.may(a); err != nil {
		return err
	}
	row, err := o.unchanged(ctx, in)
	if err != nil {
		return err
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	if err := do(p); err != nil {
		return err
	}
	from, err := originOf(row)
	if err != nil {
		return err
	}
	if err := o.sound(row, p); err != nil {
		return err
	}
	return o.record(ctx, a, recording{year: in.Year, plan: p, origin: from, was: in.Was, action: "plan.draft",
		state: planrows.DraftOpen, reason: in.Reason})
}

// sound refuses what not even a draft may have, where the change brings it: what was wrong before is on the draft's
// page and mended one by one. Of several faults the first is said, with the part and the column that it is of.
func (o *Desk) sound(was *planrows.Draft, p *target.Plan) error {
	text, err := p.YAML()
	if err != nil {
		return err
	}
	faults, err := o.faults(text)
	if err != nil || len(faults) == 0 {
		return err
	}
	had, err := o.faults([]byte(was.Content))
	if err != nil {
		return err
	}
	if f := brought(had, faults); f != nil {
		return errs.Of(errs.Invalid, faultText(p, f))
	}
	return nil
}

// faults are what not even a draft may have of a plan's text.
func (o *Desk) faults(text []byte) (target.Faults, error) {
	_, err := o.files.CheckPlan("draft.yaml", text)
	all := target.FaultsOf(err)
	if err != nil && len(all) == 0 {
		return nil, err
	}
	return slices.DeleteFunc(all, func(f target.Fault) bool { return f.Later }), nil
}

// brought is the first fault that a change brings: where one was before there may be one still, in other words too –
// the bodies that there are, say, where the plan's day is another. Nil where it brings none.
func brought(had, now target.Faults) *target.Fault {
	type place struct {
		target      int // 0 of a part's, which its code tells: the target's number may be what is changed
		part, field string
	}
	at := func(f *target.Fault) place {
		if f.Part != "" {
			return place{part: f.Part, field: f.Field}
		}
		return place{target: f.Target, field: f.Field}
	}
	count := map[place]int{}
	for i := range had {
		count[at(&had[i])]++
	}
	known := func(f *target.Fault) bool {
		return slices.ContainsFunc(had, func(b target.Fault) bool { return at(&b) == at(f) && b.Text.VI == f.Text.VI })
	}
	var first *target.Fault
	for _, ofBefore := range []bool{true, false} { // a fault of before takes its own place
		for i := range now {
			if f := &now[i]; known(f) == ofBefore {
				if count[at(f)]--; count[at(f)] < 0 && first == nil {
					first = f
				}
			}
		}
	}
	return first
}

// faultText says a fault with the part and the column that it is of.
func faultText(p *target.Plan, f *target.Fault) errs.Text {
	text := f.Text
	if title, known := planbook.FieldTitle(f.Field); known {
		text = errs.T("%s: %s", title, text)
	}
	if part, _ := p.Part(f.Part); part != nil && part.Title.VI != "" {
		text = errs.T("%s: %s", part.Title, text)
	}
	return text
}

// Heading is what a plan says of itself.
type Heading struct {
	Number, Signer string
	Date           date.Date
	Title, Goal    string
	Beneficiaries  string
	Source         string
}

// SetHeading changes a draft's heading. Errors as of change.
func (o *Desk) SetHeading(ctx context.Context, a *office.Ask, in Edit, h Heading) error {
	return o.change(ctx, a, in, func(p *target.Plan) error {
		if !h.Date.IsZero() && (h.Date.Year() > in.Year || h.Date.Year() < in.Year-1) {
			return errs.New(errs.Invalid, "a plan of %d is issued in %d or the year before, not on %s", in.Year, in.Year,
				h.Date.Vietnamese())
		}
		p.Number, p.Signer, p.Date = strings.TrimSpace(h.Number), strings.TrimSpace(h.Signer), h.Date
		said(&p.Title, h.Title)
		said(&p.Goal, h.Goal)
		said(&p.Beneficiaries, h.Beneficiaries)
		said(&p.Source, h.Source)
		return nil
	})
}

// said puts Vietnamese words into a text; other languages are kept where the words stay the same.
func said(t *errs.Text, vi string) {
	if vi = strings.TrimSpace(vi); vi != t.VI {
		*t = errs.Text{VI: vi}
	}
}

// Add adds a target of the catalogue to a draft. Errors as of change.
func (o *Desk) Add(ctx context.Context, a *office.Ask, in Edit, code string) error {
	c, err := o.library.Targets()
	if err != nil {
		return err
	}
	here, err := o.planning(in.Year)
	if err != nil {
		return err
	}
	return o.change(ctx, a, in, func(p *target.Plan) error { return c.Added(here, p, code) })
}

// Remove takes a part out of a draft, with its target where it was the only one, and with the figures that are reported
// for it alone. What is to be done of the target as a whole goes to its next part. Errors as of change.
func (o *Desk) Remove(ctx context.Context, a *office.Ask, in Edit, code string) error {
	return o.change(ctx, a, in, func(p *target.Plan) error {
		t, had := find(p, code)
		if had == nil {
			return plans.NoPart(code)
		}
		was, sentence := *had, slices.Contains(had.Todo, target.TodoSentence)
		t.Parts = slices.DeleteFunc(t.Parts, func(x target.Part) bool { return x.Code == code })
		if sentence && len(t.Parts) > 0 {
			t.Parts[0].Do(target.TodoSentence)
		}
		p.Targets = slices.DeleteFunc(p.Targets, func(t target.Target) bool { return len(t.Parts) == 0 })
		planning.Unasked(p, &was)
		return nil
	})
}

// List names a list of a plan that came over as it was.
type List string

// The lists.
const (
	Solutions   List = "solutions"
	Assignments List = "assignments"
)

// TakeOut takes an entry out of a list of a draft, by its place in the draft's version that is changed. Errors as of
// change; errs.NotFound where there is none.
func (o *Desk) TakeOut(ctx context.Context, a *office.Ask, in Edit, of List, at int) error {
	return o.change(ctx, a, in, func(p *target.Plan) error {
		switch {
		case at < 0:
		case of == Solutions && at < len(p.Solutions):
			p.Solutions = slices.Delete(p.Solutions, at, at+1)
			return nil
		case of == Assignments && at < len(p.Assignments):
			p.Assignments = slices.Delete(p.Assignments, at, at+1)
			return nil
		}
		return errs.New(errs.NotFound, "the draft has nothing there to be taken out")
	})
}

// Follow says that the draft goes by a newer version of the plan in force: who makes it has seen what changed. Errors:
// errs.Conflict where somebody else changed the one or the other meanwhile.
func (o *Desk) Follow(ctx context.Context, a *office.Ask, in Edit, planWas int64) error {
	if err := o.may(a); err != nil {
		return err
	}
	row, err := o.unchanged(ctx, in)
	if err != nil {
		return err
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	from, err := originOf(row)
	if err != nil {
		return err
	}
	if _, version, err := o.inForce(ctx, in.Year); err != nil {
		return err
	} else if version != planWas {
		return errs.New(errs.Conflict, "the plan of %d in force was changed again: look at what changed", in.Year)
	}
	from.PlanWas = &planWas
	return o.record(ctx, a, recording{year: in.Year, plan: p, origin: from, was: in.Was, action: "plan.draft",
		state: planrows.DraftOpen, reason: in.Reason})
}

// PutInForce makes a draft the plan of its year, by the same use case as a plan's file. PlanWas is the version of the
// plan that it follows. Errors: errs.Invalid with what is still to be done, errs.Conflict.
func (o *Desk) PutInForce(ctx context.Context, a *office.Ask, in Edit, planWas int64) error {
	if err := o.may(a); err != nil {
		return err
	}
	row, err := o.open(ctx, in.Year)
	if err != nil {
		return err
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	if row.Version != in.Was {
		return errs.New(errs.Conflict, "%s has changed this draft since you opened it: look at it again before it is put in force",
			o.office.NameOf(ctx, row.RecordedBy))
	}
	from, err := originOf(row)
	if err != nil {
		return err
	}
	if _, version, err := o.inForce(ctx, in.Year); err != nil {
		return err
	} else if from.moved(version) {
		return errs.New(errs.Conflict, "the plan of %d in force was changed since this draft was made (version %d, then %d):"+
			" look on the draft’s page at what changed, enter what shall stay, and say there that the draft goes by it", in.Year,
			*from.PlanWas, version)
	}
	closed, err := o.row(a, &recording{year: in.Year, plan: p, state: planrows.DraftInForce, reason: in.Reason})
	if err != nil {
		return err
	}
	closed.LeftOut = row.LeftOut
	with := func(tx *office.Tx) error { return planrows.AddDraft(ctx, tx, closed, in.Was) }
	_, err = o.files.SavePlanBook(ctx, a, planfiles.PlanSaving{Name: "draft.yaml", Text: []byte(row.Content),
		Was: planWas, Reason: in.Reason, With: with})
	if n := len(target.FaultsOf(err)); n > 0 {
		return errs.Of(errs.Invalid, errs.N(n, "the draft still has %d thing to be done; see the list",
			"the draft still has %d things to be done; see the list"))
	}
	return err
}

// Drop drops a draft; its versions are kept. Errors as of change.
func (o *Desk) Drop(ctx context.Context, a *office.Ask, in Edit) error {
	if err := o.may(a); err != nil {
		return err
	}
	if err := office.NeedReason(in.Reason); err != nil {
		return err
	}
	row, err := o.unchanged(ctx, in)
	if err != nil {
		return err
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	from, err := originOf(row)
	if err != nil {
		return err
	}
	return o.record(ctx, a, recording{year: in.Year, plan: p, origin: from, was: in.Was, action: "plan.draft.drop",
		state: planrows.DraftDropped, reason: in.Reason})
}
