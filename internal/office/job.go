package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/stead"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/jobs"
)

// Progress is told how much of a long task is done; total is 0 while it is not known. It may be nil.
type Progress func(done, total int64)

// ActorOf is who asked for a job, with the rights of now and not of then.
func (o *Office) ActorOf(ctx context.Context, j *jobs.Job) (*Ask, error) {
	return AskOf(ctx, o, j.Account)
}

// AskOf is the person of an account with the rights of now, for what was asked for earlier. Errors: errs.Forbidden
// where the account is disabled.
func AskOf(ctx context.Context, o *Office, account int64) (*Ask, error) {
	acc, err := accounts.Find(ctx, o.store, account)
	if err != nil {
		return nil, err
	}
	if !acc.Disabled.IsZero() {
		return nil, Forbidden()
	}
	return &Ask{Account: acc.ID, Username: acc.Username, FullName: acc.FullName, Grants: o.GrantsOf(acc), From: "job",
		Stage: StageIn, Fresh: o.Now(), stead: &stead.Stead{}}, nil
}

// jobRunner runs the office's long work, one after another. What a stop of a server cut off begins again, here or on
// another server: every job changes the register in one transaction or not at all.
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
	ended   chan struct{}      // closed, and made anew, whenever a job stops running, here or elsewhere
}

// A server has a job for a while and says again and again that it has: one that says nothing any more was killed.
const (
	lease      = 15 * time.Second
	leaseRenew = 3 * time.Second
	jobsEach   = 5 * time.Second // how often a server looks for jobs whose server is gone
)

func (o *Office) startJobs(ctx context.Context) {
	r := &o.jobs
	r.o, r.wake, r.done = o, make(chan struct{}, 1), make(chan struct{})
	r.running, r.at, r.ended = map[int64]context.CancelCauseFunc{}, map[int64][2]int64{}, make(chan struct{})
	r.ctx, r.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	o.On(TopicJob, func([]int64) { r.heard() })
	o.Elsewhere(TopicJob, r.elsewhere)
	go r.run()
	r.poke()
}

func (r *jobRunner) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// heard wakes who waits for a job's end.
func (r *jobRunner) heard() {
	r.mu.Lock()
	close(r.ended)
	r.ended = make(chan struct{})
	r.mu.Unlock()
}

// elsewhere ends the jobs of this server that somebody has asked another one to end, and looks for new ones.
func (r *jobRunner) elsewhere(ctx context.Context, ids []int64) error {
	r.poke()
	for _, id := range ids {
		r.mu.Lock()
		cancel := r.running[id]
		r.mu.Unlock()
		if cancel == nil {
			continue
		}
		j, err := jobs.Find(ctx, r.o.store, string(r.o.ProvinceCode()), id)
		if err != nil {
			return err
		}
		if j.Cancel {
			cancel(errCancelled)
		}
	}
	return nil
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
	tick := time.NewTicker(jobsEach)
	defer tick.Stop()
	if !r.o.store.Postgres() {
		tick.Stop() // nobody else leaves jobs behind
	}
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-r.wake:
		case <-tick.C:
		}
		for r.ctx.Err() == nil {
			j, err := r.take()
			if err != nil && r.ctx.Err() == nil {
				r.o.Log().Error("jobs", "err", err)
			}
			if j == nil {
				break
			}
			r.one(j)
		}
	}
}

// take has this server run the next job; nil where there is none.
func (r *jobRunner) take() (j *jobs.Job, err error) {
	now, err := store.Clock(r.ctx, r.o.store)
	if err != nil {
		return nil, err
	}
	province, alone := string(r.o.ProvinceCode()), !r.o.store.Postgres()
	if waits, err := jobs.Waiting(r.ctx, r.o.store, province, alone, now); err != nil || !waits {
		return nil, err
	}
	return j, r.o.Keep(r.ctx, KeepJob, func(tx *Tx) error {
		j, err = jobs.Take(r.ctx, tx, province, r.o.origin, alone, now, now.Add(lease))
		return err
	})
}

// Why a job's context ended: its person asked for it; another server has it, since this one did not say in time that it
// had.
var (
	errCancelled = errors.New("app: the job was cancelled")
	errLost      = errors.New("app: another server runs the job")
)

// keep says until the context ends that this server has the job, and ends it where it has it no more or its person
// wants it to end.
func (r *jobRunner) keep(ctx context.Context, j *jobs.Job, cancel context.CancelCauseFunc) {
	if !r.o.store.Postgres() {
		return
	}
	tick := time.NewTicker(leaseRenew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, err := store.Clock(ctx, r.o.store)
		if err != nil {
			continue // the lease runs out where this lasts
		}
		mine := *j
		r.mu.Lock()
		mine.Done, mine.Total = r.at[j.ID][0], r.at[j.ID][1]
		r.mu.Unlock()
		var has bool
		err = r.o.Keep(ctx, KeepJob, func(tx *Tx) error {
			has, err = jobs.Renew(ctx, tx, &mine, now.Add(lease))
			return err
		})
		if err == nil && !has {
			cancel(errLost)
			return
		}
		if is, err := jobs.Find(ctx, r.o.store, j.Province, j.ID); err == nil && is.Cancel {
			cancel(errCancelled)
		}
	}
}

func (r *jobRunner) one(j *jobs.Job) {
	ctx, cancel := context.WithCancelCause(r.ctx)
	r.mu.Lock()
	r.running[j.ID] = cancel
	r.mu.Unlock()
	var keeping sync.WaitGroup
	kept := *j // the job itself is its work's from here on
	keeping.Go(func() { r.keep(ctx, &kept, cancel) })
	defer func() {
		cancel(nil)
		keeping.Wait()
		r.mu.Lock()
		delete(r.running, j.ID)
		delete(r.at, j.ID)
		r.mu.Unlock()
		r.heard()
	}()
	if j.Cancel {
		cancel(errCancelled)
	}
	err := r.o.resume(ctx, j)
	if err == nil {
		err = r.guarded(ctx, j)
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStopped), errors.Is(cause, errLost):
		return // it begins again, at the next start or elsewhere
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
		tx.Changed(TopicJob, j.ID)
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
		tx.Changed(TopicJob, j.ID)
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
		case <-time.After(jobsEach): // another server may run it
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
	if cancel != nil && j.State != jobs.Ready { // who has found what there is goes in a moment, and hears nothing more
		cancel(errCancelled)
		return nil
	}
	if j.State == jobs.Running { // another server has it
		return o.Keep(ctx, KeepJob, func(tx *Tx) error {
			tx.Changed(TopicJob, id)
			return jobs.AskEnd(ctx, tx, j.Province, id)
		})
	}
	j.State, j.Finished = jobs.Cancelled, o.Now()
	return o.jobs.save(j)
}
