// Package tasks keeps who does what by when: the tasks that the plan gives to bodies, and those that somebody
// makes for a unit. A task of the plan is read from the plan; it has a row of its own only once somebody has done
// something about it.
package tasks

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/tasks"
	"giamngheo/internal/target"
	"giamngheo/internal/task"
)

// Desk keeps tasks.
type Desk struct{ room }

// room is what the desk's use cases stand on: who sees what, and how a step is read, checked and written.
type room struct {
	office *office.Office
	plans  *plans.Desk
	bodies task.Bodies
}

// New makes the desk. Errors: the data of who came after which body cannot be used.
func New(o *office.Office, l *library.Library, p *plans.Desk) (*Desk, error) {
	bodies, err := task.ReadBodies(l.Data())
	return &Desk{room{o, p, bodies}}, err
}

// Topic is that of tasks; the ids of a change are theirs.
const Topic = office.TopicTask

// kind is what a task is called on the record, and what its files belong to.
const kind = "task"

// mostLooked is how many tasks of a state are looked at, the newest.
const mostLooked = 5000

func (d *room) province() string { return string(d.office.ProvinceCode()) }

// Body is a body as the plan names it, and who has its work on the working day.
type Body struct {
	Name errs.Text
	Now  errs.Text // the same where nothing has changed
	By   *task.Successor
}

// Changed reports whether another body has its work by now.
func (b Body) Changed() bool { return b.By != nil }

// Row is a task in a table. One of the plan about which nobody has done anything has no ID.
type Row struct {
	tasks.Task
	Unit   place.Unit
	Person string // who has it
	Late   bool

	Lead   Body   // of one of the plan
	With   []Body // who helps
	By     string // by when, in the plan's words
	Cite   string
	Lost   bool // the plan does not have it any more
	IsLead bool // the body leads; else it helps
}

// Silent reports whether the plan names neither a day nor says in words by when.
func (r *Row) Silent() bool { return r.Due.IsZero() && r.By == "" }

// Board is who does what: the tasks of a year's plan, and those that were made by hand.
type Board struct {
	Year     int
	Years    []int        // of which there is a plan
	Plan     *target.Plan // nil: there is none of the year
	Of       []Row        // the plan's
	Rows     []Row        // made by hand, all that the actor may see
	Finished bool         // the finished ones made by hand are shown, not those that run
	MayMake  bool
	MayGive  bool // tasks of the plan
}

// Board shows who does what in a year, 0: the running one. Errors: errs.Forbidden.
func (d *Desk) Board(ctx context.Context, a *office.Ask, year int, finished bool) (*Board, error) {
	if !d.office.May(a, access.ViewTasks) {
		return nil, office.Forbidden()
	}
	if year == 0 {
		year = d.office.Day().Year()
	}
	b := &Board{Year: year, Finished: finished, MayMake: d.office.May(a, access.AssignTasks),
		MayGive: d.office.PlaceScope(a, access.AssignTasks, d.office.ProvinceCode()) == nil}
	var err error
	if b.Years, err = d.plans.Years(ctx); err != nil {
		return nil, err
	}
	if !slices.Contains(b.Years, year) {
		b.Years = append(b.Years, year)
		slices.Sort(b.Years)
	}
	if b.Plan, b.Of, err = d.ofPlan(ctx, d.office.Reader(), year); err != nil {
		return nil, err
	}
	states := []task.State{task.Assigned, task.Taken, task.Blocked, task.Claimed}
	if finished {
		states = []task.State{task.Done, task.Dropped}
	}
	for _, state := range states {
		all, err := tasks.In(ctx, d.office.Reader(), d.province(), state, mostLooked)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if all[i].ByHand() && d.sees(a, &all[i]) {
				b.Rows = append(b.Rows, Row{Task: all[i]})
			}
		}
	}
	for _, rows := range [][]Row{b.Of, b.Rows} {
		for i := range rows {
			d.dress(ctx, &rows[i])
		}
	}
	slices.SortStableFunc(b.Rows, func(x, y Row) int {
		return cmp.Or(cmp.Compare(last(&x), last(&y)), cmp.Compare(y.ID, x.ID))
	})
	return b, nil
}

// last puts what has no day behind what has one.
func last(r *Row) int64 {
	if r.Due.IsZero() {
		return 1 << 40
	}
	return int64(r.Due)
}

func (d *room) dress(ctx context.Context, r *Row) {
	r.Unit = d.office.Unit(d.office.Today(r.Place))
	r.Late = r.Task.Late(d.office.Day())
	if r.Assignee != 0 {
		r.Person = d.office.NameOf(ctx, r.Assignee)
	}
}

// ofPlan are the tasks of a year's plan in its order, with what was done about them, without names; those that it
// has no more at the end.
func (d *room) ofPlan(ctx context.Context, r store.Reader, year int) (*target.Plan, []Row, error) {
	plan, _, err := d.plans.PlanText(ctx, r, year)
	if errs.KindOf(err) == errs.NotFound {
		plan, err = nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	had, err := tasks.OfPlan(ctx, r, d.province(), year)
	if err != nil {
		return nil, nil, err
	}
	of := map[string]*tasks.Task{}
	for i := range had {
		of[had[i].PlanTask] = &had[i]
	}
	var out []Row
	if plan != nil {
		for i := range plan.Assignments {
			w := &plan.Assignments[i]
			row := d.planned(plan, w)
			if t := of[w.Key()]; t != nil {
				due := row.Due
				if row.Task = *t; !due.IsZero() {
					row.Due = due // the plan's day holds, also where it was changed
				}
				delete(of, w.Key())
			}
			out = append(out, row)
		}
	}
	for i := range had {
		if of[had[i].PlanTask] != nil {
			out = append(out, Row{Task: had[i], Lost: true})
		}
	}
	return plan, out, nil
}

// planned is a task as the plan has it.
func (d *room) planned(plan *target.Plan, w *target.Assignment) Row {
	day := d.office.Day()
	body := func(name errs.Text) Body {
		now, by := d.bodies.On(name, day)
		return Body{name, now, by}
	}
	r := Row{Lead: body(w.Body), By: w.By, Cite: w.Cite, IsLead: w.Lead, Task: tasks.Task{
		Province: d.province(), PlanYear: plan.Year,
		PlanTask: w.Key(), Place: d.office.ProvinceCode(), Text: w.Task.VI, Source: plan.Number,
		Task: task.Task{State: task.Open, Due: w.Due}}}
	for _, name := range w.With {
		r.With = append(r.With, body(name))
	}
	return r
}

// sees reports whether an actor may see a task: of the plan everybody who sees tasks, of others who sees those of
// its unit, who has it and who made it.
func (d *room) sees(a *office.Ask, t *tasks.Task) bool {
	if !d.office.May(a, access.ViewTasks) {
		return false
	}
	return !t.ByHand() || d.office.ActsAs(a, t.Assignee) || t.MadeBy == a.Account || d.in(a, access.ViewTasks, t.Place)
}

func (d *room) in(a *office.Ask, action access.Action, unit place.Code) bool {
	return d.office.PlaceScope(a, action, d.office.Today(unit)) == nil
}

// Person is somebody who can be given tasks of a unit.
type Person struct {
	ID   int64
	Name string
	Role access.Role
}

// People are those who can be given tasks of a unit today: who works in it.
func (d *room) People(ctx context.Context, r store.Reader, unit place.Code) (out []Person, err error) {
	all, err := accounts.All(ctx, r)
	if err != nil {
		return nil, err
	}
	for _, acc := range all {
		if role, ok := d.works(acc, unit); ok {
			out = append(out, Person{acc.ID, acc.FullName, role})
		}
	}
	slices.SortFunc(out, func(x, y Person) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

// works reports whether somebody works in a unit today and can be given tasks there, and as what.
func (d *room) works(acc *accounts.Account, unit place.Code) (access.Role, bool) {
	if !acc.Disabled.IsZero() {
		return "", false
	}
	for i := range acc.Grants {
		g := &acc.Grants[i]
		if g.Holds(d.office.Day()) && g.Role.Allows(access.DoTasks) && d.office.Today(g.Place) == d.office.Today(unit) {
			return g.Role, true
		}
	}
	return "", false
}
