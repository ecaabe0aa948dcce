package plans

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"giamngheo/internal/errs"
)

// background runs what nobody waits for and what the office waits for when it closes.
type background struct {
	mu      sync.Mutex
	running sync.WaitGroup
	ctx     context.Context // of all that runs; made with the first
	cancel  context.CancelFunc
	closed  bool
}

// run starts something; not after the office has begun to close.
func (b *background) run(do func(context.Context)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	if b.ctx == nil {
		b.ctx, b.cancel = context.WithCancel(context.Background())
	}
	b.running.Go(func() { do(b.ctx) })
}

// stop ends what runs and waits for it.
func (b *background) stop() {
	b.mu.Lock()
	b.closed = true
	if b.cancel != nil {
		b.cancel()
	}
	b.mu.Unlock()
	b.running.Wait()
}

// planYear is the year of the plan that is meant: the one asked for, else this year's, else the newest. Errors:
// errs.NotFound.
func (o *Desk) planYear(ctx context.Context, year int) (int, error) {
	if year != 0 {
		return year, nil
	}
	years, err := o.planYears(ctx)
	if err != nil {
		return 0, err
	}
	for _, y := range years {
		if y == o.office.Day().Year() {
			return y, nil
		}
	}
	if len(years) == 0 {
		return 0, errs.New(errs.NotFound, "there is no plan yet: a planner enters its file on the page “Plan”")
	}
	return years[0], nil
}

// Years are the years of which there is a plan, the newest first.
func (o *Desk) Years(ctx context.Context) ([]int, error) { return o.planYears(ctx) }

// CountPlans begins to count this year's plan in the background, so that the first page does not wait for it. The first
// counting reads every version of every household.
func (o *Desk) CountPlans() {
	if o.book.Size() == 0 {
		return
	}
	o.background.run(func(ctx context.Context) {
		year, err := o.planYear(ctx, 0)
		if err != nil {
			return // no plan: its page says so
		}
		if p, err := o.planOfYear(ctx, year); err == nil {
			p.beginCounting(ctx)
		}
	})
}

// beginCounting counts a plan for the first time, once; what goes wrong is said to who asks for the plan.
func (p *planKept) beginCounting(ctx context.Context) {
	p.begin.Do(func() {
		defer close(p.counted)
		defer func() {
			if c := recover(); c != nil {
				p.o.office.Log().Error("counting a plan panicked", "panic", fmt.Sprint(c), "stack",
					string(debug.Stack()))
			}
		}()
		p.mu.Lock()
		defer p.mu.Unlock()
		if err := p.ready(ctx); err != nil && ctx.Err() == nil {
			p.o.office.Log().Warn("counting a plan", "err", err)
		}
	})
}

// PlanCounted reports whether a year's plan (0: this year's) can be shown at once. Where it was never counted that
// begins in the background, and is waited for no longer than so; a plan that is not there is one of which the page says
// so.
func (o *Desk) PlanCounted(ctx context.Context, year int, wait time.Duration) bool {
	year, err := o.planYear(ctx, year)
	if err != nil {
		return true
	}
	p, err := o.planOfYear(ctx, year)
	if err != nil {
		return true
	}
	select {
	case <-p.counted:
		return true
	default:
	}
	o.background.run(p.beginCounting)
	if wait <= 0 {
		return false
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-p.counted:
		return true
	case <-t.C:
	case <-ctx.Done():
	}
	return false
}

// Stop ends what counts in the background.
func (o *Desk) Stop() { o.background.stop() }
