package reviews

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
)

// paths are the recognitions of all households in memory, kept current by every decision.
type paths struct {
	mu      sync.RWMutex
	of      map[int64]review.Path
	changes atomic.Uint64 // how often what is held has changed
}

func (p *paths) get(household int64) review.Path {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.of[household]
}

// put adds recognitions, or replaces those with the same ids.
func (p *paths) put(all ...review.Recognition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes.Add(1)
	if p.of == nil {
		p.of = map[int64]review.Path{}
	}
	for _, r := range all {
		p.of[r.Household] = p.of[r.Household].With(r) // a new one: readers may hold the old one
	}
}

// set replaces all recognitions of a household.
func (p *paths) set(household int64, path review.Path) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes.Add(1)
	if p.of == nil {
		p.of = map[int64]review.Path{}
	}
	p.of[household] = path
}

// PathOf is what decisions recognised a household as, as it stands in memory.
func (o *recognised) PathOf(household int64) review.Path { return o.paths.get(household) }

// PutPaths shows recognitions in memory.
func (o *recognised) PutPaths(all ...review.Recognition) { o.paths.put(all...) }

// HeldPaths is what decisions recognised all households as; nothing is added to it until it is released.
func (o *recognised) HeldPaths() (of map[int64]review.Path, release func()) {
	o.paths.mu.RLock()
	return o.paths.of, o.paths.mu.RUnlock
}

// Decided tells two states of what is recognised apart: it grows with every change.
func (o *recognised) Decided() uint64 { return o.paths.changes.Load() }

// standings are what decisions say on a day.
func (o *recognised) standings(ctx context.Context, on date.Date) (*review.Standings, func(), error) {
	_, before, err := o.Years(ctx, on)
	if err != nil {
		return nil, nil, err
	}
	of, release := o.HeldPaths()
	state := review.StandingsState{On: on, Before: before, Changes: o.paths.changes.Load()}
	return review.NewStandings(of, state), release, nil
}

// Years are the year of the review that a day belongs to – the last one whose result is known or that has begun – and
// the one of the result before it; 0 where there is none.
func (o *recognised) Years(ctx context.Context, on date.Date) (year, before int, err error) {
	campaigns, err := reviews.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return 0, 0, err
	}
	results, err := reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return 0, 0, err
	}
	for i := range campaigns {
		if c := &campaigns[i]; c.Kind == review.Annual && c.Opens <= on {
			year = max(year, c.Year)
		}
	}
	for _, r := range results {
		if r.On <= on {
			year = max(year, r.Year)
		}
	}
	for _, r := range results {
		if r.Year < year {
			before = max(before, r.Year)
		}
	}
	return year, before, nil
}

// Count is how many households are in the register of a day, and what they are recognised as on it: the figure that
// every page, table and plan shows as poor or near-poor. None of communes means all.
type Count struct {
	Households, Poor, NearPoor, Newly int64
}

// RecognisedOn counts what the active households of communes are recognised as on a day (zero: today).
func (o *recognised) RecognisedOn(ctx context.Context, communes []place.Code, on date.Date) (c Count, err error) {
	v, err := o.book.ViewOn(ctx, on)
	if err != nil {
		return c, err
	}
	s, release, err := o.book.Standings(ctx, on)
	if err != nil {
		return c, err
	}
	defer release()
	v.Snap.Facts(communes, func(f *review.Fact) {
		if f.Gone {
			return
		}
		c.Households++
		switch now, _ := s.Of(f.Household); now {
		case poverty.Poor:
			c.Poor++
		case poverty.NearPoor:
			c.NearPoor++
		}
		if s.Newly(f.Household) {
			c.Newly++
		}
	})
	return c, nil
}

// along is a path with one more recognition, in the order of their days.
func along(path review.Path, r *review.Recognition) review.Path {
	path = append(path, *r)
	if n := len(path); n > 1 && path[n-2].From > r.From {
		slices.SortStableFunc(path, func(x, y review.Recognition) int { return int(x.From) - int(y.From) })
	}
	return path
}

// reread reads what households are recognised as anew, where another process has changed it: all of them where it does
// not say which.
func (o *recognised) reread(ctx context.Context, households []int64) error {
	if len(households) == 0 {
		return o.LoadPaths(ctx)
	}
	for _, id := range households {
		var path review.Path
		if err := reviews.RecognitionsOf(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id,
			func(r *review.Recognition) { path = along(path, r) }); err != nil {
			return err
		}
		o.paths.set(id, path)
	}
	return nil
}

// LoadPaths reads all recognitions.
func (o *recognised) LoadPaths(ctx context.Context) error {
	fresh := map[int64]review.Path{}
	if err := reviews.Recognitions(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		func(r *review.Recognition) { fresh[r.Household] = along(fresh[r.Household], r) }); err != nil {
		return err
	}
	o.paths.mu.Lock()
	o.paths.of = fresh
	o.paths.changes.Add(1)
	o.paths.mu.Unlock()
	o.office.Tell(office.TopicRecognition)
	return nil
}

// Path is what decisions recognised a household as over the years. Errors: errs.NotFound where it may not be seen.
func (o *recognised) Path(ctx context.Context, a *office.Ask, id int64) (review.Path, error) {
	if _, err := o.book.Seen(ctx, a, id); err != nil {
		return nil, err
	}
	return o.PathOf(id), nil
}

// Begin says how the recognitions in memory take in what other processes changed.
func (o *recognised) Begin() {
	o.office.Elsewhere(office.TopicRecognition, o.reread)
}
