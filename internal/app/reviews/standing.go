package reviews

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/office"
	"giamngheo/internal/review"
	"giamngheo/internal/store/reviews"
)

// paths are the recognitions of all households in memory, kept current by every decision.
type paths struct {
	mu sync.RWMutex
	of map[int64]review.Path
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
	if p.of == nil {
		p.of = map[int64]review.Path{}
	}
	for _, r := range all {
		path := slices.Clone(p.of[r.Household]) // readers may hold the old one
		if i := slices.IndexFunc(path, func(o review.Recognition) bool { return o.ID == r.ID }); i >= 0 {
			path[i] = r
		} else {
			path = append(path, r)
		}
		slices.SortStableFunc(path, func(x, y review.Recognition) int { return int(x.From) - int(y.From) })
		p.of[r.Household] = path
	}
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

// LoadPaths reads all recognitions.
func (o *recognised) LoadPaths(ctx context.Context) error {
	fresh := map[int64]review.Path{}
	err := reviews.Recognitions(ctx, o.office.Reader(), string(o.office.ProvinceCode()), func(r *review.Recognition) {
		path := append(fresh[r.Household], *r)
		if n := len(path); n > 1 && path[n-2].From > r.From {
			slices.SortStableFunc(path, func(x, y review.Recognition) int { return int(x.From) - int(y.From) })
		}
		fresh[r.Household] = path
	})
	if err != nil {
		return err
	}
	o.paths.mu.Lock()
	o.paths.of = fresh
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
	o.office.Elsewhere(office.TopicRecognition, func(ctx context.Context, _ []int64) error { return o.LoadPaths(ctx) })
}
