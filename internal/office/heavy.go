package office

import (
	"sync"

	"giamngheo/internal/errs"
)

// heavy keeps a person to one long computation at a time: what he asked for before is done, or given up, first.
type heavy struct {
	mu sync.Mutex
	by map[int64]bool
}

// Alone begins a long computation of a person; done ends it. Errors (errs.Unavailable): one of his is still running.
func (h *heavy) Alone(a *Ask) (done func(), err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.by[a.Account] {
		return nil,
			errs.New(errs.Unavailable,
				"what you asked for before is still being computed: wait until it is done, then ask again")
	}
	if h.by == nil {
		h.by = map[int64]bool{}
	}
	h.by[a.Account] = true
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.by, a.Account)
	}, nil
}
