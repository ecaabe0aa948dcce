package accounts

import (
	"cmp"
	"crypto/sha256"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Tries bounds how often passwords are tried: by address, and by account – where an address from which the account has
// signed in before has its own allowance of passwords, so that a stranger cannot lock its owner out. Codes have one
// allowance an account, wherever they come from: who guesses at them has the password. Right passwords are no guesses.
// What is kept of a name is its hash, and of how many names is bounded.
type Tries struct {
	mu    sync.Mutex
	Now   func() time.Time
	by    map[tryKey]*rate.Limiter
	Known map[tryKey]time.Time // account and address that succeeded, and when last
}

// tryKey is the hash of what a throttle counts: as long as somebody's text may be, it takes this much memory.
type tryKey [sha256.Size]byte

func keyOf(what, account, address string) tryKey {
	return sha256.Sum256([]byte(what + "\x00" + account + "\x00" + address))
}

// How long an address is known by which an account signed in, and how many of these and of the throttles are kept at
// most: the oldest go first, and the throttles that hold nobody back.
const (
	knownFor  = 30 * 24 * time.Hour
	mostKnown = 10_000
	mostTries = 10_000
)

// Init makes the allowances full, and now their clock.
func (t *Tries) Init(now func() time.Time) {
	t.Now, t.by, t.Known = now, map[tryKey]*rate.Limiter{}, map[tryKey]time.Time{}
}

// The allowances: 10 wrong passwords a minute an account, 100 an hour an address.
var (
	perAccount = rate.Every(6 * time.Second)
	perAddress = rate.Every(36 * time.Second)
)

const (
	accountBurst = 10
	addressBurst = 60 // of which most are not finished yet where a whole class signs in at once
)

// tried is what is guessed at: each has its own allowance of an account.
type tried string

const (
	triesPassword tried = "password"
	triesCode     tried = "code"
)

// try is a guess that was allowed.
type try struct {
	of []*rate.Reservation
	at time.Time
}

// right gives back what a guess took: it was none.
func (t *try) right() {
	for _, r := range t.of {
		r.CancelAt(t.at)
	}
}

// allow takes a guess from the allowances of an address and of an account, or says how long to wait. Where the address
// has none left the account's is not looked at: nothing is kept of what is typed there.
func (t *Tries) allow(what tried, account, address string) (*try, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := &try{at: t.Now()}
	if len(t.by) >= mostTries {
		t.thin(out.at)
	}
	from := keyOf(string(what), account, "")
	if what == triesPassword && t.knows(account, address, out.at) {
		from = keyOf(string(what), account, address)
	}
	for _, one := range []struct {
		key   tryKey
		every rate.Limit
		burst int
	}{{keyOf("address", "", address), perAddress, addressBurst}, {from, perAccount, accountBurst}} {
		l := t.by[one.key]
		if l == nil {
			l = rate.NewLimiter(one.every, one.burst)
			t.by[one.key] = l
		}
		r := l.ReserveN(out.at, 1)
		if wait := r.DelayFrom(out.at); wait > 0 {
			r.CancelAt(out.at)
			out.right()
			return nil, wait
		}
		out.of = append(out.of, r)
	}
	return out, 0
}

// thin drops the throttles that hold nobody back by now, and of the others the tenth with the most left.
func (t *Tries) thin(now time.Time) {
	maps.DeleteFunc(t.by, func(_ tryKey, l *rate.Limiter) bool { return l.TokensAt(now) >= float64(l.Burst()) })
	if len(t.by) < mostTries {
		return
	}
	left := func(k tryKey) float64 { return t.by[k].TokensAt(now) / float64(t.by[k].Burst()) }
	fullest := slices.SortedFunc(maps.Keys(t.by), func(a, b tryKey) int { return cmp.Compare(left(b), left(a)) })
	for _, key := range fullest[:mostTries/10] {
		delete(t.by, key)
	}
}

// Succeeded remembers that an account has signed in from an address, and gives it its full allowance there again.
func (t *Tries) Succeeded(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.Now()
	t.Known[keyOf("known", account, address)] = now
	t.forgetKnown(now)
	delete(t.by, keyOf(string(triesPassword), account, address))
}

// Knows reports whether an account has signed in from an address of late.
func (t *Tries) Knows(account, address string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.knows(account, address, now)
}

func (t *Tries) knows(account, address string, now time.Time) bool {
	last, ok := t.Known[keyOf("known", account, address)]
	return ok && now.Sub(last) < knownFor
}

// forgetKnown drops the addresses that are known no longer, and the oldest tenth where there are too many.
func (t *Tries) forgetKnown(now time.Time) {
	if len(t.Known) <= mostKnown {
		return
	}
	maps.DeleteFunc(t.Known, func(_ tryKey, last time.Time) bool { return now.Sub(last) >= knownFor })
	if len(t.Known) <= mostKnown {
		return
	}
	oldest := slices.SortedFunc(maps.Keys(t.Known), func(a, b tryKey) int { return t.Known[a].Compare(t.Known[b]) })
	for _, key := range oldest[:mostKnown/10] {
		delete(t.Known, key)
	}
}
