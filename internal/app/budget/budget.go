// Package budget bounds how often something is done, by whom and from where. What is left is kept in the database, so
// that it holds over restarts and on every server of an office.
package budget

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"giamngheo/internal/office"
	"giamngheo/internal/store/allowances"
)

// Desk keeps the budgets of an office. It is used by several goroutines.
type Desk struct {
	office *office.Office

	mu   sync.Mutex
	held map[allowances.Name]time.Time // who has nothing left, and until when: no flood of tries reaches the database
}

// mostHeld is how many are known without asking the database to have nothing left.
const mostHeld = 10_000

// New makes the desk.
func New(office *office.Office) *Desk {
	return &Desk{office: office, held: map[allowances.Name]time.Time{}}
}

// Begin drops now and then what holds nobody back any more.
func (d *Desk) Begin() {
	d.office.Tending("budgets", func(ctx context.Context) error {
		return d.office.Keep(ctx, office.KeepBudget, func(tx *office.Tx) error {
			return allowances.Sweep(ctx, tx, d.office.Now())
		})
	})
}

// Taken is one that was taken of each of some allowances.
type Taken struct {
	d  *Desk
	of []*allowances.Allowance
}

// errSpent ends a transaction in which one of the allowances has nothing left.
var errSpent = errors.New("nothing is left")

// Asked says which allowances something takes one of; it may look up what is known.
type Asked func(known func(allowances.Name) (bool, error)) ([]*allowances.Allowance, error)

// Of asks for one of each of some allowances.
func Of(all ...*allowances.Allowance) Asked {
	return func(func(allowances.Name) (bool, error)) ([]*allowances.Allowance, error) { return all, nil }
}

// Take takes one of each allowance, or of none: then it returns how long to wait. What was taken stays taken unless it
// is given back: of many at once no more get through than of one after the other.
func (d *Desk) Take(ctx context.Context, asked Asked) (*Taken, time.Duration, error) {
	now := d.office.Now()
	out := &Taken{d: d}
	var wait time.Duration
	err := d.office.Keep(ctx, office.KeepBudget, func(tx *office.Tx) (err error) {
		out.of, err = asked(func(n allowances.Name) (bool, error) {
			until, err := allowances.Until(ctx, tx, n)
			return until.After(now), err
		})
		if err != nil {
			return err
		}
		for _, a := range out.of {
			if wait, err = allowances.Take(ctx, tx, a, now); err != nil {
				return err
			}
			if wait > 0 {
				d.hold(a.Name, now, now.Add(wait))
				return errSpent
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, errSpent):
		return nil, wait, nil
	case err != nil:
		return nil, 0, err
	}
	return out, 0, nil
}

// Window takes one of n that somebody has within a time, however they lie in it, or says how long to wait.
func (d *Desk) Window(ctx context.Context, n int, within time.Duration, parts ...string) (
	*Taken, time.Duration, error) {
	places := make([]*allowances.Allowance, n)
	for i := range places {
		name := allowances.NameOf(append(parts, strconv.Itoa(i))...)
		places[i] = &allowances.Allowance{Name: name, Every: within, Burst: 1}
	}
	var least time.Duration
	for _, p := range places {
		wait := d.Held(p.Name)
		if wait == 0 {
			var taken *Taken
			var err error
			if taken, wait, err = d.Take(ctx, Of(p)); err != nil || wait == 0 {
				return taken, 0, err
			}
		}
		if least == 0 || wait < least {
			least = wait
		}
	}
	return nil, least, nil
}

// Back gives back what was taken, and does what else belongs to it in the same transaction.
func (t *Taken) Back(ctx context.Context, also ...func(context.Context, *office.Tx) error) error {
	return t.d.office.Keep(ctx, office.KeepBudget, func(tx *office.Tx) error {
		for _, a := range t.of {
			if err := allowances.GiveBack(ctx, tx, a); err != nil {
				return err
			}
		}
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// Held returns how long one of some names has to wait as far as this server remembers; the database is not asked.
func (d *Desk) Held(names ...allowances.Name) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.office.Now()
	for _, n := range names {
		if wait := d.held[n].Sub(now); wait > 0 {
			return wait
		}
	}
	return 0
}

// hold remembers that a name has nothing left until a time. Where too many are remembered those whose time is over go,
// then any: the database knows them.
func (d *Desk) hold(n allowances.Name, now, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.held) >= mostHeld {
		for other, at := range d.held {
			if !at.After(now) || len(d.held) >= mostHeld {
				delete(d.held, other)
			}
		}
	}
	d.held[n] = until
}
