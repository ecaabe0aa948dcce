package results

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// TestReadAhead: things come in their order, each once, with so many ahead at most, however uneven the readers are:
// every seventh reading waits until all that may be ahead of it has been read.
func TestReadAhead(t *testing.T) {
	const n, most = 500, 8
	var begun, done atomic.Int64
	wake := make([]chan struct{}, n)
	for i := range wake {
		wake[i] = make(chan struct{})
	}
	handed := 0
	read := func(_ context.Context, i int) (int, error) {
		if b := begun.Add(1); b-int64(i) > most {
			t.Errorf("%d begun when %d is read", b, i)
		}
		if i%7 == 1 && i+most-2 < n {
			<-wake[i+most-2]
		}
		close(wake[i])
		done.Add(1)
		return i * i, nil
	}
	err := readAhead(context.Background(), n, most, read, func(i, v int) error {
		if i != handed || v != i*i {
			t.Fatalf("%d comes as %d, %d was due", v, i, handed)
		}
		handed++
		return nil
	})
	if err != nil || handed != n || done.Load() != n {
		t.Errorf("%d handed on, %d read: %v", handed, done.Load(), err)
	}
}

// TestReadAheadStops: an error of a reading or of who takes, and a cancelled context, end it without anybody left
// waiting.
func TestReadAheadStops(t *testing.T) {
	broken := errors.New("broken")
	gone, stop := context.WithCancel(context.Background())
	stop()
	for what, c := range map[string]struct {
		ctx         context.Context
		read, taken int
		want        error
	}{"a reading": {context.Background(), 40, -1, broken}, "who takes": {context.Background(), -1, 40, broken},
		"cancelled": {gone, -1, -1, context.Canceled}} {
		got := readAhead(c.ctx, 1000, 16, func(_ context.Context, i int) (int, error) {
			if i == c.read {
				return 0, broken
			}
			return i, nil
		}, func(i, _ int) error {
			if i > 40 && what != "cancelled" {
				t.Errorf("%s: %d was handed on after the error", what, i)
			}
			if i == c.taken {
				return broken
			}
			return nil
		})
		if !errors.Is(got, c.want) && what != "cancelled" { // what was read before may all have been handed on
			t.Errorf("%s: %v", what, got)
		}
	}
}
