package accounts

import (
	"context"
	"sync"
	"time"

	"giamngheo/internal/office"
	"giamngheo/internal/store/allowances"
)

// Of what one person, or one address without a session, is refused within an hour the first times are on the record
// one by one, and how often it was altogether in one entry after it: who knocks on every door fills no record.
const (
	toldRefusals   = 20
	refusalsWithin = time.Hour
	sweptEach      = time.Minute
	mostRefused    = 10_000 // persons and addresses that are counted apart; all others are counted as one
)

// Refusals keeps count of what was refused.
type Refusals struct {
	mu  sync.Mutex
	now func() time.Time
	saw func(*office.Ask, office.Deed)
	of  map[allowances.Name]*refused

	swept time.Time // when the counts were last gone through
}

// refused is what one person, or one address, was refused since a time.
type refused struct {
	who   office.Ask
	since time.Time
	times int
}

// Init begins the count.
func (o *Refusals) Init(now func() time.Time, saw func(*office.Ask, office.Deed)) {
	o.now, o.saw, o.of = now, saw, map[allowances.Name]*refused{}
}

// Refused notes that somebody was refused something, by the status of the answer; a is nil where nobody is signed in.
// What is asked for is an address as the office lists it, without what stood in it: that may be somebody's name.
func (o *Refusals) Refused(a *office.Ask, from, what, status string) {
	who, key := office.Ask{From: from}, allowances.NameOf("refused", "", from)
	if a != nil {
		who = office.Ask{Account: a.Account, Username: a.Username, From: a.From}
		key = allowances.NameOf("refused", office.IDText(a.Account), "")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	r := o.of[key]
	if r == nil && len(o.of) >= mostRefused {
		if now.Sub(o.swept) >= sweptEach { // with all their places taken they are not gone through at every knock
			o.sweep(now)
		}
		if len(o.of) >= mostRefused {
			who, key = office.Ask{}, allowances.Name{}
			r = o.of[key]
		}
	}
	if r != nil && now.Sub(r.since) >= refusalsWithin {
		o.close(r)
		r = nil
	}
	if r == nil {
		r = &refused{who: who, since: now}
		o.of[key] = r
	}
	if r.times++; r.times <= toldRefusals {
		o.saw(&who, office.Deed{Action: "session.turned_away", Kind: "session",
			Note: map[string]string{"which": cut200(what), "code": status}})
	}
}

// close puts on the record how often one was refused beyond what is told one by one.
func (o *Refusals) close(r *refused) {
	if more := r.times - toldRefusals; more > 0 {
		o.saw(&r.who, office.Deed{Action: "session.turned_away_more", Kind: "session",
			Note: map[string]string{"times": office.IDText(int64(more))}})
	}
}

// sweep ends the counts whose hour is over.
func (o *Refusals) sweep(now time.Time) {
	o.swept = now
	for key, r := range o.of {
		if now.Sub(r.since) >= refusalsWithin {
			o.close(r)
			delete(o.of, key)
		}
	}
}

// Settle ends the counts whose hour is over.
func (o *Refusals) Settle(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sweep(o.now())
	return nil
}
