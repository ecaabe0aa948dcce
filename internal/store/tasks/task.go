// Package tasks keeps the rows of what somebody has to do.
package tasks

import (
	"context"
	"time"

	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/task"
)

// Task is a task with where it comes from. Version counts its changes.
type Task struct {
	Province string
	ID       int64
	Version  int64
	PlanYear int    // of the plan that it is of; 0: made by hand
	PlanTask string // its key in the plan
	Place    place.Code
	Text     string // of one made by hand, and of one of a plan as it was when somebody first did something about it
	Source   string // the document that asks for it, in words
	task.Task
	Made  time.Time
	Since time.Time // when it came to its state
}

// ByHand reports whether a task was made by hand.
func (t *Task) ByHand() bool { return t.PlanTask == "" }

const columns = `province, id, version, plan_year, plan_task, place, text, source, due, state, assignee, given_by, claimer, waits,
	waits_for, why, evidence, made_by, made_at, since`

func scan(r store.Scanner, t *Task) error {
	var due string
	var made, since int64
	if err := r.Scan(&t.Province, &t.ID, &t.Version, &t.PlanYear, &t.PlanTask, &t.Place, &t.Text, &t.Source, &due, &t.State,
		&t.Assignee, &t.GivenBy, &t.Claimer, &t.Waits, &t.For, &t.Why, &t.Evidence, &t.MadeBy, &made, &since); err != nil {
		return err
	}
	t.Made, t.Since = time.UnixMicro(made).UTC(), time.UnixMicro(since).UTC()
	var err error
	t.Due, err = store.DayOf(due)
	return err
}

// Add keeps a task; its ID is set here.
func Add(ctx context.Context, w store.Writer, t *Task) (err error) {
	if t.ID, err = w.Next(ctx, t.Province, "task", 1); err != nil {
		return err
	}
	t.Version = 1
	_, err = w.Exec(ctx, `INSERT INTO task (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`, t.Province, t.ID,
		t.Version, t.PlanYear, t.PlanTask, string(t.Place), t.Text, t.Source, store.DayText(t.Due), string(t.State), t.Assignee,
		t.GivenBy, t.Claimer, t.Waits, t.For, t.Why, t.Evidence, t.MadeBy, t.Made.UnixMicro(), t.Since.UnixMicro())
	return err
}

// Set writes a task that has come further. Errors (errs.Conflict): another change came between.
func Set(ctx context.Context, w store.Writer, t *Task, was int64) error {
	n, err := w.Exec(ctx, `UPDATE task SET version = $1, state = $2, assignee = $3, given_by = $4, claimer = $5, waits = $6,
		waits_for = $7, why = $8, evidence = $9, since = $10 WHERE province = $11 AND id = $12 AND version = $13`, was+1,
		string(t.State), t.Assignee, t.GivenBy, t.Claimer, t.Waits, t.For, t.Why, t.Evidence, t.Since.UnixMicro(), t.Province,
		t.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	t.Version = was + 1
	return err
}

// Find returns one task. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Task, error) {
	var t Task
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM task WHERE province = $1 AND id = $2`, province, id), &t); err != nil {
		return nil, store.NotFound(err)
	}
	return &t, nil
}

// OfPlan returns what was done about tasks of a year's plan.
func OfPlan(ctx context.Context, s store.Reader, province string, year int) ([]Task, error) {
	return list(ctx, s, `SELECT `+columns+` FROM task WHERE province = $1 AND plan_year = $2 AND plan_task <> ''
		ORDER BY plan_task`, province, year)
}

// In returns the tasks in a state, the newest first, at most so many.
func In(ctx context.Context, s store.Reader, province string, state task.State, most int) ([]Task, error) {
	return list(ctx, s, `SELECT `+columns+` FROM task WHERE province = $1 AND state = $2 ORDER BY id DESC LIMIT $3`, province,
		string(state), most)
}

// Of returns the tasks that somebody has in a state, the newest first, at most so many.
func Of(ctx context.Context, s store.Reader, province string, account int64, state task.State, most int) ([]Task, error) {
	return list(ctx, s, `SELECT `+columns+` FROM task WHERE province = $1 AND assignee = $2 AND state = $3
		ORDER BY id DESC LIMIT $4`, province, account, string(state), most)
}

// Waiting returns the tasks that wait for another one.
func Waiting(ctx context.Context, s store.Reader, province string, id int64) ([]Task, error) {
	return list(ctx, s, `SELECT `+columns+` FROM task WHERE province = $1 AND waits_for = $2 AND state = 'blocked'
		ORDER BY id LIMIT 100`, province, id)
}

func list(ctx context.Context, s store.Reader, query string, args ...any) (out []Task, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var t Task
		err := scan(r, &t)
		out = append(out, t)
		return err
	})
}
