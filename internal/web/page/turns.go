package page

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"giamngheo/internal/errs"
)

// How many requests of one person, or of one address without a session, are answered at once, how many more wait for
// their turn, and how long. A browser asks for a handful at once; a class that signs in behind one address for forty.
const (
	atOnce   = 8
	openDoor = 16 // of an address, of those who are not signed in
	waiting  = 256
	patience = 20 * time.Second
)

// turns has the requests of one person wait for each other, so that nobody takes the whole office for himself: others
// are answered meanwhile.
type turns struct {
	mu sync.Mutex
	of map[string]*line
}

// line is the requests of one.
type line struct {
	slots *semaphore.Weighted
	there int // answered or waiting
}

// tooMany is the answer to who asks for more than is his share.
func tooMany() error {
	return errs.New(errs.TooMany,
		"too much is asked for at once from this account or this address: wait a moment, then try again").
		After(5 * time.Second)
}

// take waits for a turn. Errors: errs.TooMany where too many wait already or it takes too long.
func (t *turns) take(ctx context.Context, who string, most int64) (done func(), err error) {
	t.mu.Lock()
	l := t.of[who]
	if l == nil {
		if t.of == nil {
			t.of = map[string]*line{}
		}
		l = &line{slots: semaphore.NewWeighted(most)}
		t.of[who] = l
	}
	if l.there >= int(most)+waiting {
		t.mu.Unlock()
		return nil, tooMany()
	}
	l.there++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if l.there--; l.there == 0 {
			delete(t.of, who)
		}
	}
	within, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := l.slots.Acquire(within, 1); err != nil {
		leave()
		if ctx.Err() != nil { // who asked has gone
			return nil, ctx.Err()
		}
		return nil, tooMany()
	}
	return func() { l.slots.Release(1); leave() }, nil
}

// answer runs a handler when it is the turn of a request, from an address.
func (t *turns) answer(w http.ResponseWriter, r *http.Request, address string, h Action) error {
	who, most := "from "+address, int64(openDoor)
	if a := Actor(r); a != nil {
		who, most = "account "+strconv.FormatInt(a.Account, 10), atOnce
	}
	done, err := t.take(r.Context(), who, most)
	if err != nil {
		return err
	}
	defer done()
	return h(w, r)
}
