// Package nation keeps what provinces tell: signed files in a folder, or the window of their databases, read again and
// again, and boards made of it. It has no office and sees no household.
package nation

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/nation"
	"giamngheo/internal/place"
)

// Fault is something that could not be read.
type Fault = nation.Fault

// Source is where sheets come from: all that can be read, and what cannot.
type Source interface {
	Read(ctx context.Context) (sheets []*cells.Sheet, faults []Fault, err error)
}

// Desk knows what provinces tell. It is used by several goroutines.
type Desk struct {
	reg    *place.Registry
	source Source
	log    *slog.Logger
	now    func() time.Time

	mu     sync.Mutex
	sheets map[key]*cells.Sheet
	faults []Fault
	read   time.Time
	failed errs.Text
	boards map[date.Date]*nation.Board
}

// key is a sheet's: a province tells one of a review and stage.
type key struct {
	province string
	review   int
	stage    cells.Stage
}

// New makes the desk; nothing is read yet.
func New(reg *place.Registry, source Source, log *slog.Logger, now func() time.Time) *Desk {
	return &Desk{reg: reg, source: source, log: log, now: now, sheets: map[key]*cells.Sheet{}}
}

// Every is how often what provinces tell is looked at again.
const Every = 15 * time.Second

// Follow reads now and then again until the context ends.
func (d *Desk) Follow(ctx context.Context) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := d.Read(ctx); err != nil && ctx.Err() == nil {
				d.log.Warn("nation", "err", err)
			}
		}
	}
}

// Read reads what provinces tell. What cannot be read any more stays shown as it was, and is named.
func (d *Desk) Read(ctx context.Context) error {
	sheets, faults, err := d.source.Read(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.read = d.now(); err != nil {
		d.failed = textOf(err)
		return err
	}
	d.failed = errs.Text{}
	next := map[key]*cells.Sheet{}
	for _, s := range sheets {
		k := key{s.Province, s.Review, s.Stage}
		if had := next[k]; had == nil || s.Made >= had.Made {
			next[k] = s
		}
	}
	for i := range faults { // a province that does not answer keeps what it told before
		for k, s := range d.sheets {
			if k.province == faults[i].From {
				faults[i].Last = max(faults[i].Last, s.On)
				if next[k] == nil {
					next[k] = s
				}
			}
		}
	}
	d.faults = faults
	if !maps.Equal(next, d.sheets) {
		d.sheets, d.boards = next, nil
	}
	return nil
}

func textOf(err error) errs.Text {
	if e, ok := err.(interface{ Text() errs.Text }); ok {
		return e.Text()
	}
	return errs.T("what the provinces tell cannot be read: see the program’s log")
}

// Board are the provinces on the units of a day. It is not to be changed.
func (d *Desk) Board(on date.Date) *nation.Board {
	d.mu.Lock()
	defer d.mu.Unlock()
	if b := d.boards[on]; b != nil {
		return b
	}
	const mostBoards = 8
	if len(d.boards) >= mostBoards || d.boards == nil {
		d.boards = map[date.Date]*nation.Board{}
	}
	b := nation.New(d.reg, slices.Collect(maps.Values(d.sheets)), on)
	d.boards[on] = b
	return b
}

// State is when it was read last, what could not be, and why nothing could.
type State struct {
	Read   time.Time
	Faults []Fault
	Failed errs.Text
}

// State is how reading stands.
func (d *Desk) State() State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return State{d.read, slices.Clone(d.faults), d.failed}
}

// Today is the working day.
func (d *Desk) Today() date.Date {
	t := d.now().In(time.FixedZone("+07", 7*3600))
	return date.Must(t.Year(), int(t.Month()), t.Day())
}
