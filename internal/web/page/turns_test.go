package page

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"giamngheo/internal/errs"
)

// TestTurns: one who asks for much at once waits for himself, and is refused when too many wait; others do not wait, and
// nothing is kept of who has been answered.
func TestTurns(t *testing.T) {
	var all turns
	ctx := context.Background()
	var done []func()
	for range atOnce {
		end, err := all.take(ctx, "an", atOnce)
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, end)
	}
	for i := range 1000 {
		end, err := all.take(ctx, fmt.Sprint("khac ", i), atOnce)
		if err != nil {
			t.Fatal("others wait:", err)
		}
		end()
	}
	got := make(chan error, waiting)
	for range waiting {
		go func() {
			end, err := all.take(ctx, "an", atOnce)
			if err == nil {
				end()
			}
			got <- err
		}()
	}
	for there := 0; there < atOnce+waiting; {
		all.mu.Lock()
		there = all.of["an"].there
		all.mu.Unlock()
	}
	_, err := all.take(ctx, "an", atOnce)
	if errs.KindOf(err) != errs.TooMany {
		t.Error("too many may wait:", err)
	}
	for _, end := range done {
		end()
	}
	for range waiting {
		if err := <-got; err != nil {
			t.Error("who waited was refused:", err)
		}
	}
	if len(all.of) != 0 {
		t.Errorf("%d are remembered", len(all.of))
	}
}

// TestTurnsLeave: who goes away while he waits leaves his place.
func TestTurnsLeave(t *testing.T) {
	var all turns
	end, err := all.take(context.Background(), "an", 1)
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := all.take(gone, "an", 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	end()
	if len(all.of) != 0 {
		t.Errorf("%d are remembered", len(all.of))
	}
}
