package duplicates

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
)

// queue keeps the open pairs in memory, as there may be tens of thousands of them: every home page counts those of who
// looks. What the office has heard of since is read anew before they are looked at.
type queue struct {
	reading sync.Mutex              // held by who reads
	open    []*households.Duplicate // by their ids: not to be changed, they are given out

	mu    sync.Mutex // held for a moment: who saves takes it too
	known bool       // open is what it was, but for stale
	stale map[int64]bool
}

// mostStale is how many pairs are read one by one: more are read with all of them.
const mostStale = 1000

// heard says which pairs have changed; none: any.
func (q *queue) heard(ids []int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.known || len(ids) == 0 || len(q.stale)+len(ids) > mostStale {
		q.known, q.stale = false, nil
		return
	}
	if q.stale == nil {
		q.stale = map[int64]bool{}
	}
	for _, id := range ids {
		q.stale[id] = true
	}
}

// take is which pairs are to be read anew; not known: all.
func (q *queue) take() (known bool, stale []int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	known, stale = q.known, slices.Collect(maps.Keys(q.stale))
	q.known, q.stale = true, nil
	return known, stale
}

// queued are the open pairs of the office, the oldest first: not to be changed.
func (o *Desk) queued(ctx context.Context) (open []*households.Duplicate, err error) {
	q := &o.queue
	q.reading.Lock()
	defer q.reading.Unlock()
	known, stale := q.take()
	if known {
		open, err = o.reread(ctx, q.open, stale)
	} else {
		open, err = o.readOpen(ctx)
	}
	if err != nil {
		q.heard(nil)
		return nil, err
	}
	q.open = open
	return open, nil
}

func (o *Desk) readOpen(ctx context.Context) (out []*households.Duplicate, err error) {
	const piece = 5000
	for above, left := int64(0), true; left; {
		all, err := households.Duplicates(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
			households.DuplicateOpen, above, piece)
		if err != nil {
			return nil, err
		}
		for i := range all {
			above = all[i].ID
			out = append(out, &all[i])
		}
		left = len(all) == piece
	}
	return out, nil
}

// reread are the open pairs with those of some ids as they are by now.
func (o *Desk) reread(ctx context.Context, open []*households.Duplicate,
	ids []int64) ([]*households.Duplicate, error) {
	if len(ids) == 0 {
		return open, nil
	}
	open = slices.Clone(open)
	for _, id := range ids {
		d, err := households.FindDuplicate(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
		if office.IgnoreNotFound(err) != nil {
			return nil, err
		}
		at, had := slices.BinarySearchFunc(open, id,
			func(d *households.Duplicate, id int64) int { return cmp.Compare(d.ID, id) })
		if had {
			open = slices.Delete(open, at, at+1)
		}
		if err == nil && d.State == households.DuplicateOpen {
			open = slices.Insert(open, at, d)
		}
	}
	return open, nil
}
