package register

import (
	"context"
	"strings"
	"sync"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/vietnamese"
)

// Bounds of searches by a whole citizen or telephone number: a number that is hidden on a page is not found out by
// asking for one after the other.
const (
	mostMisses = 10 // numbers of nobody that one person may ask for in missedIn
	missedIn   = time.Hour
)

// misses counts, by account, the searches by number that found nobody.
type misses struct {
	mu sync.Mutex
	by map[int64][]time.Time
}

// left returns how long somebody waits before the next search by number; 0: not at all.
func (m *misses) left(account int64, now time.Time) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.by[account]
	for len(all) > 0 && now.Sub(all[0]) >= missedIn {
		all = all[1:]
	}
	if len(all) == 0 {
		delete(m.by, account)
		return 0
	}
	m.by[account] = all
	if len(all) < mostMisses {
		return 0
	}
	return missedIn - now.Sub(all[0])
}

func (m *misses) add(account int64, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil {
		m.by = map[int64][]time.Time{}
	}
	m.by[account] = append(m.by[account], now)
}

// numbersBy is the right by which somebody looks for people by number: that to open numbers; within their own commune
// whoever sees households there. Empty: by none.
func numbersBy(o *office.Office, a *office.Ask) access.Action {
	if o.May(a, access.RevealHouseholds) {
		return access.RevealHouseholds
	}
	if communes, err := o.Scope(a, access.ViewHouseholds, 0); err == nil && len(communes) == 1 {
		return access.ViewHouseholds
	}
	return ""
}

// asNumber returns the digits of a text that is a citizen or telephone number and no household's code.
func asNumber(o *Desk, text string) string {
	if o.book.View().Snap.ByCode(strings.TrimSpace(text)) != 0 {
		return ""
	}
	return vietnamese.AsNumber(text)
}

// beginNumber makes a query one by number and returns the right by which it is. Errors: errs.Forbidden,
// errs.Unavailable after too many numbers of nobody.
func (o *Desk) beginNumber(a *office.Ask, in *ListInput) (access.Action, error) {
	by := numbersBy(o.office, a)
	if by == "" {
		return "", errs.New(errs.Forbidden,
			"only who may open numbers, or works for one commune, looks for people by number: use a name or a code")
	}
	if wait := o.missed.left(a.Account, o.office.Now()); wait > 0 {
		return "", errs.New(errs.Unavailable,
			"%d numbers of nobody were asked for in an hour: wait %d minutes, or look by a name or a code", mostMisses,
			int64(wait/time.Minute)+1)
	}
	in.Query.Number = true
	return by, nil
}

// endNumber puts a search by number on the record, and counts it where it found nobody.
func endNumber(o *Desk, a *office.Ask, in *ListInput, l *Listed) {
	if l.Total == 0 {
		o.missed.add(a.Account, o.office.Now())
	}
	d := office.Deed{Action: "household.search", Kind: "household", Place: in.Place,
		Note: map[string]string{"found": office.IDText(int64(l.Total))}}
	if l.Total == 1 && len(l.Items) == 1 {
		d.Subject, d.Place = office.IDText(l.Items[0].ID), l.Items[0].Commune
	}
	o.office.Saw(a, d)
}

// SearchNumber finds households by a citizen or telephone number, among those that the actor may see; by any other text
// it is List. It is on the record. Errors: as List; errs.Forbidden, errs.Unavailable.
func (o *Desk) SearchNumber(ctx context.Context, a *office.Ask, in ListInput) (*Listed, error) {
	if asNumber(o, in.Query.Text) == "" {
		return o.List(ctx, a, in)
	}
	by, err := o.beginNumber(a, &in)
	if err != nil {
		return nil, err
	}
	l, err := o.list(ctx, a, by, &in)
	if err == nil {
		endNumber(o, a, &in, l)
	}
	return l, err
}
