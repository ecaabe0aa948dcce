package plandrafts

import (
	"context"
	"encoding/json"
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

// Shown is an open draft: the plan as it would be, what was not carried into it, and what is still to be done.
type Shown struct {
	Plan    *target.Plan
	Version int64
	By      string
	Row     planrows.Draft
	Left    []planning.Left
	Todo    target.Faults // what keeps it from being put in force
	There   bool          // there is a plan of the year in force
	Was     int64         // its version
	Changes []planbook.Change
	Bodies  []errs.Text    // of the plan's day
	On      date.Date      // the plan’s day
	Before  *results.Whole // the office's own result of the year before; nil: there is none
	Addable *planning.Catalogue
}

// Draft is the open draft of a year's plan. Errors: errs.NotFound, errs.Forbidden.
func (o *Desk) Draft(ctx context.Context, a *office.Ask, year int) (*Shown, error) {
	if err := o.may(a); err != nil {
		return nil, err
	}
	row, err := o.open(ctx, year)
	if err != nil {
		return nil, err
	}
	s := &Shown{Row: *row, Version: row.Version, By: o.office.NameOf(ctx, row.RecordedBy)}
	if err := json.Unmarshal([]byte(row.LeftOut), &s.Left); err != nil {
		return nil, err
	}
	if s.Plan, err = o.read(row); err != nil {
		return nil, err
	}
	if _, err := o.files.CheckPlan("draft.yaml", []byte(row.Content)); err != nil {
		if s.Todo = target.FaultsOf(err); s.Todo == nil {
			return nil, err
		}
	}
	was, version, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if s.There, s.Was = err == nil, version; s.There {
		s.Changes = planbook.Changes(was, s.Plan)
	}
	s.On = planning.PlanDay(s.Plan, o.office.Day())
	bodies, err := o.files.Bodies()
	if err != nil {
		return nil, err
	}
	s.Bodies = bodies.On(s.On)
	if s.Addable, err = o.library.Targets(); err != nil {
		return nil, err
	}
	s.Before, err = before(ctx, o.results, year)
	return s, err
}

// open is the newest version of an open draft. Errors: errs.NotFound.
func (o *Desk) open(ctx context.Context, year int) (*planrows.Draft, error) {
	row, err := o.newest(ctx, year)
	if err == nil && (row == nil || row.State != planrows.DraftOpen) {
		err = errs.New(errs.NotFound, "there is no draft of the plan of %d: make one on the page “Plan”", year)
	}
	return row, err
}

// read reads a draft's text, whatever it still lacks.
func (o *Desk) read(row *planrows.Draft) (*target.Plan, error) {
	p, err := target.ReadPlan("draft.yaml", []byte(row.Content))
	if !target.Lacks(err) {
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

// change changes a draft: what it says then is checked as a file would be; what it may still lack it may. Errors:
// errs.Invalid with faults, errs.Conflict where somebody else changed it.
func (o *Desk) change(ctx context.Context, a *office.Ask, in Edit, do func(*target.Plan) error) error {
	if err := o.may(a); err != nil {
		return err
	}
	row, err := o.open(ctx, in.Year)
	if err != nil {
		return err
	}
	if row.Version != in.Was {
		return errs.New(errs.Conflict,
			"%s has changed this draft since you opened it: nothing of yours is saved; open the page again and enter it anew",
			o.office.NameOf(ctx, row.RecordedBy))
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	if err := do(p); err != nil {
		return err
	}
	var left []planning.Left
	if err := json.Unmarshal([]byte(row.LeftOut), &left); err != nil {
		return err
	}
	if err := o.sound(p); err != nil {
		return err
	}
	return o.record(ctx, a, recording{year: in.Year, plan: p, left: left, was: in.Was, action: "plan.draft",
		state: planrows.DraftOpen, reason: in.Reason})
}

// sound refuses what not even a draft may have; of several faults the first is said, with the part that it is of.
func (o *Desk) sound(p *target.Plan) error {
	text, err := p.YAML()
	if err != nil {
		return err
	}
	if _, err = o.files.CheckPlan("draft.yaml", text); target.Lacks(err) {
		return nil
	}
	for _, f := range target.FaultsOf(err) {
		if f.Later {
			continue
		}
		if part, _ := p.Part(f.Part); part != nil {
			return errs.New(errs.Invalid, "%s: %s", part.Title, f.Text)
		}
		return errs.Of(errs.Invalid, f.Text)
	}
	return err
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

// Remove takes a part out of a draft, with its target where it was the only one. Errors as of change.
func (o *Desk) Remove(ctx context.Context, a *office.Ask, in Edit, code string) error {
	return o.change(ctx, a, in, func(p *target.Plan) error {
		if had, _ := p.Part(code); had == nil {
			return plans.NoPart(code)
		}
		for i := range p.Targets {
			t := &p.Targets[i]
			t.Parts = slices.DeleteFunc(t.Parts, func(x target.Part) bool { return x.Code == code })
		}
		p.Targets = slices.DeleteFunc(p.Targets, func(t target.Target) bool { return len(t.Parts) == 0 })
		return nil
	})
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
	row, err := o.open(ctx, in.Year)
	if err != nil {
		return err
	}
	p, err := o.read(row)
	if err != nil {
		return err
	}
	return o.record(ctx, a, recording{year: in.Year, plan: p, was: in.Was, action: "plan.draft.drop",
		state: planrows.DraftDropped, reason: in.Reason})
}
