package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/jobs"
)

// Progress is told how much of a long task is done; total is 0 while it is not known. It may be nil.
type Progress func(done, total int64)

// ActorOf is who asked for a job, with the rights of now and not of then.
func (o *Office) ActorOf(ctx context.Context, j *jobs.Job) (*Ask, error) {
	acc, err := accounts.Find(ctx, o.store, j.Account)
	if err != nil {
		return nil, err
	}
	if !acc.Disabled.IsZero() {
		return nil, Forbidden()
	}
	return &Ask{Account: acc.ID, Username: acc.Username, FullName: acc.FullName, Grants: acc.Grants, From: "job",
		Stage: StageIn, Fresh: o.Now()}, nil
}

// jobRunner runs the office's long work, one after another. What a stop of the program cut off begins again: every job
// changes the register in one transaction or not at all.
type jobRunner struct {
	o       *Office
	wake    chan struct{}
	ctx     context.Context
	cancel  context.CancelCauseFunc
	done    chan struct{}
	mu      sync.Mutex
	kinds   map[jobs.Kind]func(context.Context, *jobs.Job, Progress) error
	running map[int64]context.CancelCauseFunc
	at      map[int64][2]int64 // progress of what runs
	ended   chan struct{}      // closed, and made anew, whenever a job stops running
}

func (o *Office) startJobs(ctx context.Context) {
	r := &o.jobs
	r.o, r.wake, r.done = o, make(chan struct{}, 1), make(chan struct{})
	r.running, r.at, r.ended = map[int64]context.CancelCauseFunc{}, map[int64][2]int64{}, make(chan struct{})
	r.ctx, r.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	go r.run()
	r.poke()
}

func (r *jobRunner) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *jobRunner) stop() {
	if r.cancel == nil {
		return
	}
	r.cancel(errStopped)
	<-r.done
}

func (r *jobRunner) run() {
	defer close(r.done)
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-r.wake:
		}
		jobs, err := jobs.Unfinished(r.ctx, r.o.store)
		if err != nil && r.ctx.Err() == nil {
			r.o.Log().Error("jobs", "err", err)
		}
		for i := range jobs {
			if r.ctx.Err() != nil {
				return
			}
			r.one(&jobs[i])
		}
	}
}

// errCancelled is why a job's context ended: its person asked for it.
var errCancelled = errors.New("app: the job was cancelled")

func (r *jobRunner) one(j *jobs.Job) {
	ctx, cancel := context.WithCancelCause(r.ctx)
	defer cancel(nil)
	r.mu.Lock()
	r.running[j.ID] = cancel
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.running, j.ID)
		delete(r.at, j.ID)
		close(r.ended)
		r.ended = make(chan struct{})
		r.mu.Unlock()
	}()
	if now, err := jobs.Find(ctx, r.o.store, j.Province, j.ID); err != nil || now.State == jobs.Cancelled {
		return // cancelled while it waited
	}
	j.State = jobs.Running
	if err := r.save(j); err != nil {
		r.o.Log().Error("job", "id", j.ID, "err", err)
		return
	}
	err := r.guarded(ctx, j)
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStopped):
		return // it begins again at the next start
	case err != nil && errors.Is(cause, errCancelled): // else it was done already
		j.State, j.Message = jobs.Cancelled, ""
	case err != nil:
		j.State, j.Message = jobs.Failed, messageOf(err)
		r.o.Log().Warn("a job failed", "id", j.ID, "kind", j.Kind, "err", err)
	}
	if j.State != jobs.Ready {
		j.Finished = r.o.Now()
	}
	if err := r.save(j); err != nil {
		r.o.Log().Error("job", "id", j.ID, "err", err)
	}
}

// messageOf is what a person reads of an error, as Job.Said reads it: in every language, since who will ask is not
// known.
func messageOf(err error) string {
	text := errs.T("a fault of the program; see the server's log or tell the administrator")
	var e *errs.Error
	if errors.As(err, &e) {
		text = e.Text()
	}
	b, _ := json.Marshal(text) // a few strings: it cannot fail
	return string(b)
}

// guarded runs a job; its panic is its failure and not the program's.
func (r *jobRunner) guarded(ctx context.Context, j *jobs.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a job panicked: %v\n%s", p, debug.Stack())
		}
	}()
	progress := func(done, total int64) {
		r.mu.Lock()
		r.at[j.ID] = [2]int64{done, total}
		r.mu.Unlock()
	}
	r.mu.Lock()
	run := r.kinds[j.Kind]
	r.mu.Unlock()
	if run == nil {
		return fmt.Errorf("no job of kind %q", j.Kind)
	}
	return run(ctx, j, progress)
}

// Handle says who runs jobs of a kind.
func (o *Office) Handle(kind jobs.Kind, title errs.Text, run func(ctx context.Context, j *jobs.Job,
	progress Progress) error) {
	o.jobs.mu.Lock()
	defer o.jobs.mu.Unlock()
	if o.jobs.kinds == nil {
		o.jobs.kinds = map[jobs.Kind]func(context.Context, *jobs.Job, Progress) error{}
	}
	o.jobs.kinds[kind] = run
	o.name(kind, title)
}

// Closing is done when the office closes: long work that must not be given up asks it.
func (o *Office) Closing() context.Context { return o.jobs.ctx }

// WakeJobs has the runner look for jobs that wait.
func (o *Office) WakeJobs() { o.jobs.poke() }

func (r *jobRunner) save(j *jobs.Job) error {
	return r.o.Keep(context.WithoutCancel(r.ctx), KeepJob, func(tx *Tx) error {
		return jobs.Set(context.Background(), tx, j)
	})
}

// Queue writes a job and wakes the runner.
func (o *Office) Queue(ctx context.Context, a *Ask, j *jobs.Job, input any) error {
	text, err := json.Marshal(input)
	if err != nil {
		return err
	}
	j.Province, j.Account, j.State, j.Input, j.Created = string(o.ProvinceCode()), a.Account, jobs.Queued, string(text),
		o.Now()
	d := &Deed{Action: string("job." + j.Kind), Kind: "job"}
	err = o.Do(ctx, a, d, func(tx *Tx) error {
		if err := jobs.Add(ctx, tx, j); err != nil {
			return err
		}
		d.Subject = IDText(j.ID)
		return nil
	})
	o.jobs.poke()
	return err
}

// Job returns one of the actor's jobs with its progress as of now.
func (o *Office) Job(ctx context.Context, a *Ask, id int64) (*jobs.Job, error) {
	j, err := jobs.Find(ctx, o.store, string(o.ProvinceCode()), id)
	if err != nil || j.Account != a.Account {
		return nil, NotYours()
	}
	o.jobs.mu.Lock()
	if p, ok := o.jobs.at[id]; ok {
		j.Done, j.Total = p[0], p[1]
	}
	o.jobs.mu.Unlock()
	return j, nil
}

// WaitJob returns a job of the actor's once it waits and runs no more, or the context's error.
func (o *Office) WaitJob(ctx context.Context, a *Ask, id int64) (*jobs.Job, error) {
	for {
		o.jobs.mu.Lock()
		ended := o.jobs.ended
		o.jobs.mu.Unlock()
		j, err := o.Job(ctx, a, id)
		if err != nil || j.State != jobs.Queued && j.State != jobs.Running {
			return j, err
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Jobs returns the actor's jobs, the newest first.
func (o *Office) Jobs(ctx context.Context, a *Ask) ([]jobs.Job, error) {
	return jobs.Of(ctx, o.store, string(o.ProvinceCode()), a.Account, 100)
}

// CancelJob stops a job that waits or runs; what it had begun leaves nothing.
func (o *Office) CancelJob(ctx context.Context, a *Ask, id int64) error {
	j, err := o.Job(ctx, a, id)
	if err != nil {
		return err
	}
	if j.State != jobs.Queued && j.State != jobs.Running && j.State != jobs.Ready {
		return errs.New(errs.Conflict, "this has ended already")
	}
	o.jobs.mu.Lock()
	cancel := o.jobs.running[id]
	o.jobs.mu.Unlock()
	if cancel != nil {
		cancel(errCancelled)
		return nil
	}
	j.State, j.Finished = jobs.Cancelled, o.Now()
	return o.jobs.save(j)
}
