package tasks

import (
	"context"
	"io"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	appdocuments "giamngheo/internal/app/documents"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/store/tasks"
	"giamngheo/internal/task"
)

// Made is a task that somebody makes for a unit.
type Made struct {
	Place    place.Code
	Text     string
	Source   string // the document that asks for it, in words; "" none
	Due      date.Date
	Assignee int64
}

// Make makes a task and gives it to a person of the unit. Errors: errs.Invalid, errs.Forbidden.
func (d *Desk) Make(ctx context.Context, a *office.Ask, in Made) (int64, error) {
	if err := d.office.PlaceScope(a, access.AssignTasks, in.Place); err != nil {
		return 0, err
	}
	in.Text, in.Source = strings.Join(strings.Fields(in.Text), " "), strings.Join(strings.Fields(in.Source), " ")
	if err := task.CheckText(in.Text, in.Due, d.office.Day()); err != nil {
		return 0, err
	}
	if len([]rune(in.Source)) > task.MostWords {
		return 0, errs.New(errs.Invalid, "write at most %d letters; add the rest as a file", task.MostWords)
	}
	t := &tasks.Task{Province: d.province(), Place: in.Place, Text: in.Text, Source: in.Source, Made: d.office.Now(),
		Task: task.Task{State: task.Open, Due: in.Due, MadeBy: a.Account}}
	deed := &office.Deed{Action: "task.make", Kind: kind, Place: in.Place, Note: map[string]string{"text": in.Text}}
	err := d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		t.Since = d.office.Now()
		if err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
		deed.Subject = office.IDText(t.ID)
		return d.take(ctx, tx, a, t, &task.Event{Step: task.Assign, To: in.Assignee})
	})
	return t.ID, err
}

// take applies a step to a task in a transaction, as it was read there.
func (d *room) take(ctx context.Context, tx *office.Tx, a *office.Ask, t *tasks.Task, e *task.Event) error {
	e.By, e.Day = a.Account, d.office.Day()
	if e.Step == task.Assign {
		if err := d.canHave(ctx, tx, e.To, t.Place); err != nil {
			return err
		}
	}
	if e.Step == task.Block && e.For != 0 {
		if err := d.canWait(ctx, tx, a, t, e.For); err != nil {
			return err
		}
	}
	was, before := t.Version, t.State
	if err := t.Apply(*e); err != nil {
		return err
	}
	if t.State != before {
		t.Since = d.office.Now()
	}
	if err := tasks.Set(ctx, tx, t, was); err != nil {
		return err
	}
	tx.Changed(Topic, t.ID)
	return tasks.AddEvent(ctx, tx, t.Province, t.ID, &tasks.Event{Event: *e, At: d.office.Now()})
}

// canHave refuses to give a task to who does not work in its unit.
func (d *room) canHave(ctx context.Context, r store.Reader, who int64, unit place.Code) error {
	if who == 0 {
		return errs.New(errs.Invalid, "choose the person who does it")
	}
	acc, err := accounts.Find(ctx, r, who)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err == nil {
		if _, ok := d.works(acc, unit); ok {
			return nil
		}
	}
	return errs.New(errs.Invalid, "this person has no role in %s today by which tasks are done: choose another one, or have the administrator give the role",
		d.office.Unit(d.office.Today(unit)).FullName)
}

// mostChain is how far it is looked for tasks that wait for each other.
const mostChain = 100

// canWait refuses a task that is not there for who asks, is finished, or waits itself for this one.
func (d *room) canWait(ctx context.Context, r store.Reader, a *office.Ask, t *tasks.Task, id int64) error {
	next := id
	for range mostChain {
		if next == t.ID {
			return errs.New(errs.Invalid, "the two tasks would wait for each other: none of them could go on")
		}
		other, err := tasks.Find(ctx, r, d.province(), next)
		if office.IgnoreNotFound(err) != nil {
			return err
		}
		if next == id && (err != nil || !d.sees(a, other) || !other.State.Running()) {
			return errs.New(errs.Invalid, "there is no task number %d that still runs: look up its number on the page “Tasks”", id)
		}
		if err != nil || other.For == 0 {
			return nil
		}
		next = other.For
	}
	return nil
}

// seen is a task that an actor may see. Errors: errs.NotFound.
func (d *room) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*tasks.Task, error) {
	t, err := tasks.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, t) {
		return nil, office.NotYours()
	}
	return t, nil
}

// ofManager are the steps of who gives tasks; the others are of who has it.
func ofManager(s task.Step) bool {
	switch s {
	case task.Assign, task.Return, task.Confirm, task.Reopen, task.Drop:
		return true
	}
	return false
}

// may reports whether an actor may take a step of a task, whether it can follow now or not.
func (d *room) may(a *office.Ask, t *tasks.Task, s task.Step) bool {
	if s == task.Confirm && t.Claimer != a.Account && d.office.MayApprove(a, t.Claimer) != nil {
		return false // who stands in for the person who did it; of the own claim the task itself knows
	}
	has := d.office.ActsAs(a, t.Assignee) && d.in(a, access.DoTasks, t.Place)
	if ofManager(s) {
		return d.in(a, access.AssignTasks, t.Place) || s == task.Assign && has
	}
	return has
}

// actOf is what the record calls a step.
func actOf(s task.Step) string {
	if s == task.Assign {
		return "task.assign"
	}
	return "task.step"
}

// Step takes a step of a task, as it was seen in a version. Errors: errs.NotFound, errs.Forbidden, errs.Invalid,
// errs.Conflict.
func (d *Desk) Step(ctx context.Context, a *office.Ask, id, version int64, e task.Event) error {
	deed := &office.Deed{Action: actOf(e.Step), Kind: kind, Subject: office.IDText(id), Reason: e.Words,
		Note: map[string]string{"step": string(e.Step)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		t, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		return d.stepIn(ctx, tx, a, t, version, &e, deed)
	})
}

func (d *room) stepIn(ctx context.Context, tx *office.Tx, a *office.Ask, t *tasks.Task, version int64, e *task.Event,
	deed *office.Deed) error {
	deed.Place = t.Place
	if !d.may(a, t, e.Step) {
		return office.Forbidden()
	}
	if t.Version != version {
		return store.Overtaken()
	}
	e.Words, e.Waits = strings.TrimSpace(e.Words), strings.TrimSpace(e.Waits)
	if e.Step == task.Prove && e.Kind == task.Document {
		if err := d.citable(ctx, tx, a, e.Subject); err != nil {
			return err
		}
	}
	if e.Step == task.Prove && e.Kind == task.File {
		return errs.New(errs.Invalid, "choose the document, the file or the page that shows it")
	}
	if e.Step == task.Drop && !t.ByHand() {
		row, err := d.planRow(ctx, tx, t.PlanYear, t.PlanTask)
		if err != nil {
			return err
		}
		e.Lost = row.Lost
	}
	return d.take(ctx, tx, a, t, e)
}

// citable refuses a document that is not there for who asks.
func (d *room) citable(ctx context.Context, r store.Reader, a *office.Ask, id int64) error {
	doc, err := documents.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || !d.office.May(a, access.ViewDocuments) || !appdocuments.Sees(d.office, a, doc) {
		return errs.New(errs.Invalid, "this document is not in the register that you see: choose one of the list, or enter it first")
	}
	return nil
}

// Give gives a task of a year's plan to a person, before anybody has done something about it. Errors: errs.NotFound,
// errs.Forbidden, errs.Invalid, errs.Conflict where somebody was faster.
func (d *Desk) Give(ctx context.Context, a *office.Ask, year int, key string, e task.Event) (id int64, err error) {
	if !d.office.May(a, access.ViewTasks) {
		return 0, office.Forbidden()
	}
	deed := &office.Deed{Action: "task.assign", Kind: kind, Place: d.office.ProvinceCode(),
		Note: map[string]string{"step": string(task.Assign), "plan": office.IDText(int64(year))}}
	err = d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		row, err := d.planRow(ctx, tx, year, key)
		if err != nil {
			return err
		}
		if row.ID != 0 || row.Lost {
			return store.Overtaken()
		}
		t := row.Task
		if !d.may(a, &t, task.Assign) {
			return office.Forbidden()
		}
		t.Made, t.Since = d.office.Now(), d.office.Now()
		if err := tasks.Add(ctx, tx, &t); err != nil {
			return err
		}
		id, deed.Subject, deed.Note["text"] = t.ID, office.IDText(t.ID), t.Text
		e.Step = task.Assign
		return d.take(ctx, tx, a, &t, &e)
	})
	return id, err
}

// planRow is a task of a year's plan. Errors: errs.NotFound.
func (d *room) planRow(ctx context.Context, r store.Reader, year int, key string) (*Row, error) {
	_, rows, err := d.ofPlan(ctx, r, year)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].PlanTask == key {
			return &rows[i], nil
		}
	}
	return nil, office.NotYours()
}

// Attach keeps a file as evidence, sealed. Errors: errs.Invalid for another kind or a larger one, errs.Conflict.
func (d *Desk) Attach(ctx context.Context, a *office.Ask, id, version int64, name string, src io.Reader) error {
	t, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if !d.may(a, t, task.Prove) {
		return office.Forbidden()
	}
	file, err := activities.ReadAttachment(name, src)
	if err != nil {
		return err
	}
	file.Province, file.Kind, file.Subject, file.AddedBy, file.Added = t.Province, kind, id, a.Account, d.office.Now()
	deed := &office.Deed{Action: "task.step", Kind: kind, Subject: office.IDText(id), Place: t.Place,
		Note: map[string]string{"step": string(task.Prove), "file": file.Name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		t, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if !d.may(a, t, task.Prove) {
			return office.Forbidden()
		}
		if t.Version != version {
			return store.Overtaken()
		}
		if err := supports.AddAttachment(ctx, tx, file); err != nil {
			return err
		}
		return d.take(ctx, tx, a, t, &task.Event{Step: task.Prove, Kind: task.File, Subject: file.ID})
	})
}
