package tasks

import (
	"context"
	"time"

	"giamngheo/internal/store"
	"giamngheo/internal/task"
)

// Event is a step of a task with when it was taken. Rows are only added.
type Event struct {
	Seq int64
	task.Event
	At time.Time
}

// AddEvent keeps a step of a task; its Seq is set here.
func AddEvent(ctx context.Context, w store.Writer, province string, id int64, e *Event) error {
	if err := w.Row(ctx, `SELECT COALESCE(MAX(seq), 0) + 1 FROM task_event WHERE province = $1 AND task = $2`, province,
		id).Scan(&e.Seq); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `INSERT INTO task_event (province, task, seq, step, made_by, made_at, day, to_whom, words, waits,
		waits_for, kind, subject, path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, province, id, e.Seq, string(e.Step), e.By,
		e.At.UnixMicro(), store.DayText(e.Day), e.To, e.Words, e.Waits, e.For, string(e.Kind), e.Subject, e.Path)
	return err
}

// Events returns the steps of a task in their order, at most the last so many.
func Events(ctx context.Context, s store.Reader, province string, id int64, most int) (out []Event, err error) {
	rows, err := s.Query(ctx, `SELECT seq, step, made_by, made_at, day, to_whom, words, waits, waits_for, kind, subject, path
		FROM task_event WHERE province = $1 AND task = $2 ORDER BY seq DESC LIMIT $3`, province, id, most)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var e Event
		var at int64
		var day string
		err := r.Scan(&e.Seq, &e.Step, &e.By, &at, &day, &e.To, &e.Words, &e.Waits, &e.For, &e.Kind, &e.Subject, &e.Path)
		if err != nil {
			return err
		}
		e.At = time.UnixMicro(at).UTC()
		e.Day, err = store.DayOf(day)
		out = append(out, e)
		return err
	})
}
