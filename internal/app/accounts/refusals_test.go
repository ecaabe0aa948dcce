package accounts

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/office"
)

// TestRefusals: what one person or address is refused is on the record with a bound, and how often it was besides;
// others are counted apart, but not more of them than there is room for.
func TestRefusals(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	var told, times []string
	var o Refusals
	o.Init(func() time.Time { return now }, func(a *office.Ask, d office.Deed) {
		if d.Action == "session.turned_away_more" {
			times = append(times, a.Username+" "+d.Note["times"])
			return
		}
		told = append(told, a.Username+a.From+" "+d.Note["code"]+" "+d.Note["which"])
	})
	an := &office.Ask{Account: 7, Username: "an", From: "10.0.0.1"}
	for i := range 500 {
		o.Refused(an, "10.0.0.9", fmt.Sprint("GET /households/", i), "404")
	}
	o.Refused(&office.Ask{Account: 8, Username: "ba"}, "", "GET /"+strings.Repeat("x", 999), "403")
	o.Refused(nil, "203.0.113.5", "POST /login", "403")
	if len(told) != toldRefusals+2 || told[0] != "an10.0.0.1 404 GET /households/0" || len(told[20]) > 210 ||
		told[21] != "203.0.113.5 403 POST /login" || len(times) != 0 {
		t.Errorf("%d told: %q, %q", len(told), told[:1], times)
	}
	now = now.Add(refusalsWithin)
	o.Refused(an, "", "GET /x", "403")
	if len(told) != toldRefusals+3 || len(times) != 1 || times[0] != "an 480" {
		t.Errorf("%d told, %q", len(told), times)
	}
	told, times = nil, nil
	for i := range 3 * mostRefused {
		o.Refused(nil, fmt.Sprint("address ", i), "POST /login", "403")
	}
	if len(o.of) > mostRefused+1 || len(told) > mostRefused+toldRefusals {
		t.Errorf("%d counted, %d told", len(o.of), len(told))
	}
	now = now.Add(refusalsWithin)
	if err := o.Settle(context.Background()); err != nil || len(o.of) != 0 || len(times) != 1 {
		t.Errorf("%d counted, %q: %v", len(o.of), times, err)
	}
}
