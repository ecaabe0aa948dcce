package duplicates

import "testing"

// SetMostPairs makes lists of pairs as long as a test needs them.
func SetMostPairs(t *testing.T, n int) { set(t, &mostPairs, n) }

// SetQueuePiece has so many pairs be queued or closed in one transaction.
func SetQueuePiece(t *testing.T, n int) { set(t, &queuePiece, n) }

func set(t *testing.T, what *int, n int) {
	was := *what
	*what = n
	t.Cleanup(func() { *what = was })
}

// Forget has the open pairs be read anew, all of them.
func (o *Desk) Forget() { o.queue.heard(nil) }
