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
	row, err := o.shelf.open(ctx, year)
	if err != nil {
		return nil, err
	}
	s := &Opened{Row: *row, Version: row.Version, By: o.office.NameOf(ctx, row.RecordedBy)}
	if s.Plan, err = readDraft(row); err != nil {
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
	now, version, err := o.shelf.inForce(ctx, s.Row.Year)
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
	then, err := o.shelf.version(ctx, s.Row.Year, *from.PlanWas)
	if err == nil {
		s.Since = planbook.Changes(then, now)
	}
	return err
}

// Edit is a change of a draft: of which version it was made.
type Edit struct {
	Year   int
	Was    int64
	Reason string
}

// change changes a draft: what it says then is checked as a file would be; what it may still lack it may. Errors:
// errs.Invalid with faults, errs.Conflict where somebody else changed it.
func (o *Desk) change(ctx context.Context, a *office.Ask, in Edit, do func(*target.Plan) error) error {
	if err := o.may(a); err != nil {
		return err
	}
	h, err := o.shelf.hold(ctx, in)
	if err != nil {
		return err
	}
	if err := do(h.plan); err != nil {
		return err
	}
	if err := o.shelf.sound(h.row, h.plan); err != nil {
		return err
	}
	return o.shelf.next(ctx, a, in, h, "plan.draft", planrows.DraftOpen)
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

// hold takes the draft that is to be changed, by who may, with the version of the plan in force.
func (o *Desk) hold(ctx context.Context, a *office.Ask, in Edit) (h *held, version int64, err error) {
	if err := o.may(a); err != nil {
		return nil, 0, err
	}
	if h, err = o.shelf.hold(ctx, in); err == nil {
		_, version, err = o.shelf.inForce(ctx, in.Year)
	}
	return h, version, err
}

// Follow says that the draft goes by a newer version of the plan in force: who makes it has seen what changed. Errors:
// errs.Conflict where somebody else changed the one or the other meanwhile.
func (o *Desk) Follow(ctx context.Context, a *office.Ask, in Edit, planWas int64) error {
	h, version, err := o.hold(ctx, a, in)
	if err != nil {
		return err
	}
	if version != planWas {
		return errs.New(errs.Conflict, "the plan of %d in force was changed again: look at what changed", in.Year)
	}
	h.from.PlanWas = &planWas
	return o.shelf.next(ctx, a, in, h, "plan.draft", planrows.DraftOpen)
}

// PutInForce makes a draft the plan of its year, by the same use case as a plan's file. PlanWas is the version of the
// plan that it follows. Errors: errs.Invalid with what is still to be done, errs.Conflict.
func (o *Desk) PutInForce(ctx context.Context, a *office.Ask, in Edit, planWas int64) error {
	h, version, err := o.hold(ctx, a, in)
	if err != nil {
		return err
	}
	if h.from.moved(version) {
		return errs.New(errs.Conflict, "the plan of %d in force was changed since this draft was made (version %d, then %d):"+
			" look on the draft’s page at what changed, enter what shall stay, and say there that the draft goes by it", in.Year,
			*h.from.PlanWas, version)
	}
	closed, err := o.shelf.row(a, &recording{year: in.Year, plan: h.plan, origin: h.from, state: planrows.DraftInForce,
		reason: in.Reason})
	if err != nil {
		return err
	}
	with := func(tx *office.Tx) error { return planrows.AddDraft(ctx, tx, closed, in.Was) }
	_, err = o.files.SavePlanBook(ctx, a, planfiles.PlanSaving{Name: "draft.yaml", Text: []byte(h.row.Content),
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
	h, err := o.shelf.hold(ctx, in)
	if err != nil {
		return err
	}
	return o.shelf.next(ctx, a, in, h, "plan.draft.drop", planrows.DraftDropped)
}
