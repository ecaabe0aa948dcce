package tasks

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/stead"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/store/tasks"
	"giamngheo/internal/task"
)

// EventShown is a step with its names.
type EventShown struct {
	tasks.Event
	Who   string
	To    string              // Assign: to whom
	Doc   *documents.Document // Prove: the document, where the actor may see it
	File  *supports.Attachment
	Other string // Block: what the other task is, where the actor may see it
}

// Shown is a task with all that its page shows.
type Shown struct {
	Row
	Maker, Claimer string
	Events         []EventShown // the newest first
	More           bool         // older ones than these
	People         []Person     // to whom it can be given
	Documents      []documents.Document
	Other          *tasks.Task  // that it waits for, where the actor may see it
	OtherDone      bool         // it waits for a task that is finished
	Blocks         []tasks.Task // that wait for this one, of those that the actor may see

	may map[task.Step]bool
	by  int64
}

// Can reports whether who looks may take a step now.
func (s *Shown) Can(step task.Step) bool {
	return s.may[step] && s.Allows(step) && (step != task.Confirm || s.Task.Claimer != s.by)
}

// Own reports whether who looks said himself that it is done: another person confirms.
func (s *Shown) Own() bool { return s.State == task.Claimed && s.Task.Claimer == s.by }

// Bounds of a task's page.
const (
	mostEvents = 200
	mostCited  = 200
)

// Task shows one task. Errors: errs.NotFound.
func (d *Desk) Task(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	t, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	row := &Row{Task: *t}
	if !t.ByHand() {
		if row, err = d.planRow(ctx, d.office.Reader(), t.PlanYear, t.PlanTask); err != nil {
			return nil, err
		}
	}
	d.dress(ctx, row)
	s, err := d.shown(ctx, a, row)
	if err != nil {
		return nil, err
	}
	if err := d.history(ctx, a, s); err != nil {
		return nil, err
	}
	return s, d.around(ctx, a, s)
}

// PlanTask shows a task of a year's plan, whether somebody has done something about it or not. Errors: errs.NotFound,
// errs.Forbidden.
func (d *Desk) PlanTask(ctx context.Context, a *office.Ask, year int, key string) (*Shown, error) {
	if !d.office.May(a, access.ViewTasks) {
		return nil, office.Forbidden()
	}
	row, err := d.planRow(ctx, d.office.Reader(), year, key)
	if err != nil {
		return nil, err
	}
	if row.ID != 0 {
		return d.Task(ctx, a, row.ID)
	}
	d.dress(ctx, row)
	return d.shown(ctx, a, row)
}

func (d *room) shown(ctx context.Context, a *office.Ask, row *Row) (*Shown, error) {
	s := &Shown{Row: *row, by: a.Account, may: map[task.Step]bool{}}
	for _, step := range []task.Step{task.Assign, task.Take, task.Note, task.Prove, task.Block, task.Unblock,
		task.Claim, task.Return, task.Confirm, task.Reopen, task.Drop} {
		s.may[step] = d.may(a, &s.Task, step)
	}
	s.may[task.Drop] = s.may[task.Drop] && (s.ByHand() || s.Lost)
	if row.MadeBy != 0 {
		s.Maker = d.office.NameOf(ctx, row.MadeBy)
	}
	if row.Claimer != 0 {
		s.Claimer = d.office.NameOf(ctx, row.Claimer)
	}
	var err error
	if s.Can(task.Assign) {
		s.People, err = d.People(ctx, d.office.Reader(), row.Place)
		s.People = slices.DeleteFunc(s.People, func(p Person) bool { return p.ID == row.Assignee })
	}
	if err == nil && s.Can(task.Prove) && d.office.May(a, access.ViewDocuments) {
		s.Documents, err = documents.All(ctx, d.office.Reader(), d.province())
		s.Documents = slices.DeleteFunc(s.Documents, func(doc documents.Document) bool {
			return !appdocuments.Sees(d.office, a, &doc)
		})
		s.Documents = s.Documents[:min(len(s.Documents), mostCited)]
	}
	return s, err
}

// history reads the steps of a task.
func (d *room) history(ctx context.Context, a *office.Ask, s *Shown) error {
	events, err := tasks.Events(ctx, d.office.Reader(), s.Province, s.ID, mostEvents+1)
	if err != nil {
		return err
	}
	if s.More = len(events) > mostEvents; s.More {
		events = events[:mostEvents]
	}
	files, err := supports.Attachments(ctx, d.office.Reader(), s.Province, kind, s.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		one := EventShown{Event: e, Who: d.office.NameOf(ctx, e.By)}
		if e.To != 0 {
			one.To = d.office.NameOf(ctx, e.To)
		}
		switch e.Kind {
		case task.Document:
			doc, err := documents.Find(ctx, d.office.Reader(), s.Province, e.Subject)
			if office.IgnoreNotFound(err) != nil {
				return err
			}
			if err == nil && d.office.May(a, access.ViewDocuments) && appdocuments.Sees(d.office, a, doc) {
				one.Doc = doc
			}
		case task.File:
			if i := slices.IndexFunc(files, func(f supports.Attachment) bool { return f.ID == e.Subject }); i >= 0 {
				one.File = &files[i]
			}
		}
		s.Events = append(s.Events, one)
	}
	return nil
}

// around finds what a task waits for and what waits for it.
func (d *room) around(ctx context.Context, a *office.Ask, s *Shown) error {
	if s.For != 0 {
		other, err := tasks.Find(ctx, d.office.Reader(), s.Province, s.For)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		s.OtherDone = err != nil || !other.State.Running()
		if err == nil && d.sees(a, other) {
			s.Other = other
		}
	}
	all, err := tasks.Waiting(ctx, d.office.Reader(), s.Province, s.ID)
	s.Blocks = slices.DeleteFunc(all, func(t tasks.Task) bool { return !d.sees(a, &t) })
	return err
}

// Attached returns a file of a task that an actor may see. The reading is on the record.
func (d *Desk) Attached(ctx context.Context, a *office.Ask, id, file int64) (*supports.Attachment, error) {
	t, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	f, err := supports.FindAttachment(ctx, d.office.Reader(), d.province(), file)
	if err == nil && (f.Kind != kind || f.Subject != id) {
		return nil, office.NotYours()
	}
	if err == nil {
		d.office.Saw(a, office.Deed{Action: "task.open", Kind: kind, Subject: office.IDText(id), Place: t.Place})
	}
	return f, err
}

// Wait is a task that waits for a person.
type Wait struct {
	tasks.Task
	What   errs.Text
	Why    errs.Text
	Blocks errs.Text
	Held   bool // it waits for another itself
	Late   bool
}

// Waits finds the tasks that wait for a person: those they have, those that others say are done in their unit, and
// of the plan those that nobody has, for who acts for the body that leads them.
func (d *Desk) Waits(ctx context.Context, a *office.Ask) (out []Wait, open int, err error) {
	if !d.office.May(a, access.ViewTasks) {
		return nil, 0, nil
	}
	if d.office.May(a, access.DoTasks) {
		if out, err = d.have(ctx, a); err != nil {
			return nil, 0, err
		}
	}
	claimed, err := d.claims(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	open, err = d.nobodys(ctx, a)
	return append(out, claimed...), open, err
}

// have are the tasks that a person has.
func (d *room) have(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	blocked, err := tasks.In(ctx, d.office.Reader(), d.province(), task.Blocked, mostLooked)
	if err != nil {
		return nil, err
	}
	behind := map[int64]int{}
	for i := range blocked {
		behind[blocked[i].For]++
	}
	for _, hand := range stead.Hands(a.Account, a.Grants, d.office.Day()) {
		mine, err := haveAs(ctx, d, hand, behind)
		if err != nil {
			return nil, err
		}
		if hand != a.Account {
			whom := d.office.NameOf(ctx, hand)
			for i := range mine {
				mine[i].Why = errs.T("%s · in the stead of %s", mine[i].Why, whom)
			}
		}
		out = append(out, mine...)
	}
	return out, nil
}

// haveAs are the tasks that an account has; behind says how many others wait for each.
func haveAs(ctx context.Context, d *room, account int64, behind map[int64]int) (out []Wait, err error) {
	for _, state := range []task.State{task.Assigned, task.Taken, task.Blocked} {
		all, err := tasks.Of(ctx, d.office.Reader(), d.province(), account, state, mostMine)
		if err != nil {
			return nil, err
		}
		for i := range all {
			t := &all[i]
			w := Wait{Task: *t, What: errs.T("Do: %s", t.Text), Late: t.Late(d.office.Day()), Why: t.State.Title()}
			if t.Why != "" && state == task.Taken {
				w.Why = errs.T("Sent back: %s", t.Why)
			}
			if state == task.Blocked {
				if w.Held, w.Why, err = d.heldBy(ctx, t); err != nil {
					return nil, err
				}
			}
			if n := behind[t.ID]; n > 0 {
				w.Blocks = errs.N(n, "%d other task", "%d other tasks")
			}
			out = append(out, w)
		}
	}
	return out, nil
}

// mostMine is how many tasks of a state somebody's list of what waits has.
const mostMine = 300

// heldBy says for whom a blocked task waits; not held where what it waited for is finished.
func (d *room) heldBy(ctx context.Context, t *tasks.Task) (bool, errs.Text, error) {
	if t.For == 0 {
		return true, errs.T("Waits for: %s", t.Waits), nil
	}
	other, err := tasks.Find(ctx, d.office.Reader(), t.Province, t.For)
	if office.IgnoreNotFound(err) != nil {
		return false, errs.Text{}, err
	}
	if err != nil || !other.State.Running() {
		return false, errs.T("Task number %d, for which it waited, is finished: go on", t.For), nil
	}
	return true, errs.T("Waits for task number %d", t.For), nil
}

// claims are the tasks that others say are done in the unit in which a person gives tasks.
func (d *room) claims(ctx context.Context, a *office.Ask) (out []Wait, err error) {
	if !d.office.May(a, access.AssignTasks) {
		return nil, nil
	}
	all, err := tasks.In(ctx, d.office.Reader(), d.province(), task.Claimed, mostLooked)
	for i := range all {
		t := &all[i]
		if d.office.MayApprove(a, t.Claimer) != nil || !d.gives(a, t) {
			continue
		}
		out = append(out, Wait{Task: *t, What: errs.T("Confirm that it is done: %s", t.Text), Why: t.State.Title()})
	}
	return out, err
}

// gives reports whether a person gives tasks in a task's own unit, not in one above it, or has given this one.
func (d *room) gives(a *office.Ask, t *tasks.Task) bool {
	if t.GivenBy == a.Account {
		return d.in(a, access.AssignTasks, t.Place)
	}
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Holds(d.office.Day()) && g.Role.Allows(access.AssignTasks) &&
			d.office.Today(g.Place) == d.office.Today(t.Place)
	})
}

// nobodys is how many tasks of the running year's plan nobody has, for who acts in the office for the body that
// leads them.
func (d *room) nobodys(ctx context.Context, a *office.Ask) (n int, err error) {
	if !slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
		return g.Holds(d.office.Day()) && d.bodies.Acts(string(g.Role))
	}) {
		return 0, nil
	}
	_, rows, err := d.ofPlan(ctx, d.office.Reader(), d.office.Day().Year())
	for i := range rows {
		r := &rows[i]
		role := d.bodies.Role(r.Lead.Name)
		if r.State == task.Open && !r.Lost && slices.ContainsFunc(a.Grants, func(g access.Grant) bool {
			return string(g.Role) == role && g.Holds(d.office.Day()) && g.Place == d.office.ProvinceCode()
		}) {
			n++
		}
	}
	return n, err
}
