package budget

import (
	"strconv"
	"testing"
	"time"

	"giamngheo/internal/store/allowances"
)

// TestHeldIsBounded: however many have nothing left, what is remembered of them is bounded, and the newest is there.
func TestHeldIsBounded(t *testing.T) {
	d := New(nil)
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	var last allowances.Name
	for i := range 3 * mostHeld {
		last = allowances.NameOf("ai", strconv.Itoa(i))
		d.hold(last, now, now.Add(time.Duration(i+1)*time.Millisecond))
	}
	if n := len(d.held); n > mostHeld {
		t.Errorf("%d are held", n)
	}
	if d.held[last].IsZero() {
		t.Error("the newest is not held")
	}
}
