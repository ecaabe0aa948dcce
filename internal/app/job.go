package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// The states of a job.
const (
	JobQueued    = "queued"
	JobRunning   = "running"
	JobReady     = "ready" // looked at: a person decides whether it goes on
	JobDone      = "done"
	JobFailed    = "failed"
	JobCancelled = "cancelled"
)

// jobRunner runs the office's long work, one after another. What a stop of the program cut off begins again: every job
// changes the register in one transaction or not at all.
type jobRunner struct {
	o       *Office
	wake    chan struct{}
	ctx     context.Context
	cancel  context.CancelCauseFunc
	done    chan struct{}
	mu      sync.Mutex
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
		jobs, err := r.o.store.UnfinishedJobs(r.ctx)
		if err != nil && r.ctx.Err() == nil {
			r.o.cfg.Log.Error("jobs", "err", err)
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

func (r *jobRunner) one(j *store.Job) {
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
	if now, err := r.o.store.Job(ctx, j.Province, j.ID); err != nil || now.State == JobCancelled {
		return // cancelled while it waited
	}
	j.State = JobRunning
	if err := r.save(j); err != nil {
		r.o.cfg.Log.Error("job", "id", j.ID, "err", err)
		return
	}
	err := r.guarded(ctx, j)
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errStopped):
		return // it begins again at the next start
	case err != nil && errors.Is(cause, errCancelled): // else it was done already
		j.State, j.Message = JobCancelled, ""
	case err != nil:
		j.State, j.Message = JobFailed, messageOf(err)
		r.o.cfg.Log.Warn("a job failed", "id", j.ID, "kind", j.Kind, "err", err)
	}
	if j.State != JobReady {
		j.Finished = r.o.now()
	}
	if err := r.save(j); err != nil {
		r.o.cfg.Log.Error("job", "id", j.ID, "err", err)
	}
}

// messageOf is what a person reads of an error.
func messageOf(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Text.VI
	}
	return "lỗi của chương trình; xem nhật ký máy chủ hoặc báo người quản trị"
}

// guarded runs a job; its panic is its failure and not the program's.
func (r *jobRunner) guarded(ctx context.Context, j *store.Job) (err error) {
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
	switch j.Kind {
	case "import":
		return r.o.runImport(ctx, j, progress)
	case "export":
		return r.o.runExport(ctx, j, progress)
	}
	return fmt.Errorf("no job of kind %q", j.Kind)
}

func (r *jobRunner) save(j *store.Job) error {
	return r.o.store.Write(context.WithoutCancel(r.ctx), func(tx *store.Tx) error { return tx.SetJob(context.Background(), j) })
}

// queue writes a job and wakes the runner.
func (o *Office) queue(ctx context.Context, a *Actor, j *store.Job, input any) error {
	text, err := json.Marshal(input)
	if err != nil {
		return err
	}
	j.Province, j.Account, j.State, j.Input, j.Created = string(o.cfg.Province), a.Account, JobQueued, string(text), o.now()
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddJob(ctx, j); err != nil {
			return err
		}
		e := o.entry(a, "job."+j.Kind, "job", idText(j.ID), "")
		return tx.Audit(ctx, e)
	})
	o.jobs.poke()
	return err
}

// Job returns one of the actor's jobs with its progress as of now.
func (o *Office) Job(ctx context.Context, a *Actor, id int64) (*store.Job, error) {
	j, err := o.store.Job(ctx, string(o.cfg.Province), id)
	if err != nil || j.Account != a.Account {
		return nil, notYours()
	}
	o.jobs.mu.Lock()
	if p, ok := o.jobs.at[id]; ok {
		j.Done, j.Total = p[0], p[1]
	}
	o.jobs.mu.Unlock()
	return j, nil
}

// WaitJob returns a job of the actor's once it waits and runs no more, or the context's error.
func (o *Office) WaitJob(ctx context.Context, a *Actor, id int64) (*store.Job, error) {
	for {
		o.jobs.mu.Lock()
		ended := o.jobs.ended
		o.jobs.mu.Unlock()
		j, err := o.Job(ctx, a, id)
		if err != nil || j.State != JobQueued && j.State != JobRunning {
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
func (o *Office) Jobs(ctx context.Context, a *Actor) ([]store.Job, error) {
	return o.store.Jobs(ctx, string(o.cfg.Province), a.Account, 100)
}

// CancelJob stops a job that waits or runs; what it had begun leaves nothing.
func (o *Office) CancelJob(ctx context.Context, a *Actor, id int64) error {
	j, err := o.Job(ctx, a, id)
	if err != nil {
		return err
	}
	if j.State != JobQueued && j.State != JobRunning && j.State != JobReady {
		return errs.New(errs.Conflict, "việc này đã kết thúc", "this has ended already")
	}
	o.jobs.mu.Lock()
	cancel := o.jobs.running[id]
	o.jobs.mu.Unlock()
	if cancel != nil {
		cancel(errCancelled)
		return nil
	}
	j.State, j.Finished = JobCancelled, o.now()
	return o.jobs.save(j)
}

// The office's own files are sealed in pieces: uploads hold citizen numbers.
const sealedPiece = 1 << 20

// keepFile seals a stream into a new file of the office and returns its name and size. Errors (errs.Invalid): it is longer
// than most.
func (o *Office) keepFile(src io.Reader, most int64) (name string, size int64, err error) {
	if err := os.MkdirAll(o.cfg.Files, 0o700); err != nil {
		return "", 0, err
	}
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	name = hex.EncodeToString(b)
	f, err := os.OpenFile(filepath.Join(o.cfg.Files, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	size, err = o.sealTo(f, name, src, most)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return name, size, err
}

func (o *Office) sealTo(f io.Writer, name string, src io.Reader, most int64) (size int64, err error) {
	piece := make([]byte, sealedPiece)
	var sealed []byte
	for n := 0; ; n++ {
		k, err := io.ReadFull(src, piece)
		size += int64(k)
		if size > most {
			return size, errs.New(errs.Invalid, fmt.Sprintf("tệp lớn quá: tối đa %d MB; chia tệp theo xã rồi nhập từng tệp", most>>20),
				fmt.Sprintf("the file is too large: at most %d MB; part it by commune", most>>20))
		}
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return size, err
		}
		sealed = o.store.Vault().Seal(sealed[:0], piece[:k], fmt.Sprintf("file/%s/%d/%v", name, n, last))
		head := []byte{byte(len(sealed) >> 24), byte(len(sealed) >> 16), byte(len(sealed) >> 8), byte(len(sealed))}
		if _, err := f.Write(append(head, sealed...)); err != nil {
			return size, err
		}
		if last {
			return size, nil
		}
	}
}

// openFile writes the plain content of one of the office's files to a stream.
func (o *Office) openFile(name string, dst io.Writer) error {
	f, err := os.Open(filepath.Join(o.cfg.Files, filepath.Base(name)))
	if err != nil {
		return notYours()
	}
	defer func() { _ = f.Close() }()
	var head [4]byte
	var sealed, plain []byte
	for n := 0; ; n++ {
		if _, err := io.ReadFull(f, head[:]); err != nil {
			return fmt.Errorf("a file of the office is cut short: %w", err)
		}
		size := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
		if size > sealedPiece+64 {
			return errors.New("a file of the office is damaged")
		}
		if cap(sealed) < size {
			sealed = make([]byte, size)
		}
		if _, err := io.ReadFull(f, sealed[:size]); err != nil {
			return fmt.Errorf("a file of the office is cut short: %w", err)
		}
		last := false
		plain, err = o.store.Vault().Open(plain[:0], sealed[:size], fmt.Sprintf("file/%s/%d/false", name, n))
		if err != nil {
			last = true
			if plain, err = o.store.Vault().Open(plain[:0], sealed[:size], fmt.Sprintf("file/%s/%d/true", name, n)); err != nil {
				return err
			}
		}
		if _, err := dst.Write(plain); err != nil || last {
			return err
		}
	}
}

// withPlain makes a file of the office readable to a function under a path, in a folder that nobody else may enter, and
// takes it away after.
func (o *Office) withPlain(name, ending string, do func(path string) error) (err error) {
	dir, err := os.MkdirTemp(o.cfg.Files, "work-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "upload"+ending)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(o.openFile(name, f), f.Close()); err != nil {
		return err
	}
	return do(path)
}

// dropFile removes a file of the office.
func (o *Office) dropFile(name string) {
	if name != "" {
		_ = os.Remove(filepath.Join(o.cfg.Files, filepath.Base(name))) // at worst a sealed file is left
	}
}

// SweepFiles removes what imports of long ago left, and work that a stop cut off.
func (o *Office) SweepFiles(olderThan time.Duration) error {
	entries, err := os.ReadDir(o.cfg.Files)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && o.now().Sub(info.ModTime()) > olderThan {
			_ = os.RemoveAll(filepath.Join(o.cfg.Files, e.Name()))
		}
	}
	return err
}
