package budget

import (
	"context"
	"net/netip"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/allowances"
)

// Bound is how much of something an address may do: Burst at once and one more every Every; and all addresses together,
// 0: they are not bounded.
type Bound struct {
	What     string
	Every    time.Duration
	Burst    int
	AllEvery time.Duration
	AllBurst int
}

// Of takes one of what somebody may do; nil and how long to wait where nothing is left.
func (d *Desk) Of(ctx context.Context, b Bound, who string) (*Taken, time.Duration, error) {
	all := []*allowances.Allowance{{Name: allowances.NameOf(b.What, who), Every: b.Every, Burst: b.Burst}}
	names := []allowances.Name{all[0].Name}
	if b.AllBurst > 0 {
		all = append(all, &allowances.Allowance{Name: allowances.NameOf(b.What, "all"), Every: b.AllEvery,
			Burst: b.AllBurst})
		names = append(names, all[1].Name)
	}
	if wait := d.Held(names...); wait > 0 {
		return nil, wait, nil
	}
	return d.Take(ctx, Of(all...))
}

// Bounded takes one of what an address may do. Errors: errs.TooMany.
func (d *Desk) Bounded(ctx context.Context, b Bound, address string) error {
	_, wait, err := d.Of(ctx, b, network(address))
	if err != nil || wait == 0 {
		return err
	}
	minutes := int(wait/time.Minute) + 1
	return errs.Of(errs.TooMany, errs.N(minutes,
		"too much has come from here; try again in %d minute, or go to the commune",
		"too much has come from here; try again in %d minutes, or go to the commune")).After(wait)
}

// network is an address, or what one household has of the newer addresses.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Is4() || a.Is4In6() {
		return address
	}
	p, err := a.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
