package exitplan

import (
	"math"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

const (
	mostOptions = 16                      // of a household: all their sets are looked at
	mostMoney   = household.Dong(1 << 52) // the relaxation counts in floats, exact up to here
	mostWeight  = 1 << 20
	mostPeople  = 1 << 10
)

func invalid(text errs.Text) error {
	return errs.Of(errs.Invalid, text)
}

// Check refuses a problem that cannot be meant, with what to mend.
func (p *Problem) Check() error {
	if p.Budget < 0 || p.Budget > mostMoney {
		return invalid(errs.T("the sum of %d đồng is not valid: enter one from 0 to %d", p.Budget, mostMoney))
	}
	if p.Goal > LeaveNearPoverty {
		return invalid(errs.T("there is no goal %d: choose to leave poverty or to leave near-poverty", p.Goal))
	}
	if p.Cutoff < 1 || p.Cutoff > 16 {
		return invalid(errs.T("the cut-off of %d deprivations is not valid: enter one from 1 to 16", p.Cutoff))
	}
	if err := p.checkLimits(); err != nil {
		return err
	}
	seen := make(map[int64]*Household, len(p.Households))
	for i := range p.Households {
		h := &p.Households[i]
		if seen[h.ID] != nil {
			return invalid(errs.T("household %d is there twice: remove one", h.ID))
		}
		seen[h.ID] = h
		if err := h.check(); err != nil {
			return err
		}
	}
	return p.checkLocks(seen)
}

func (p *Problem) checkLimits() error {
	seen := map[string]bool{}
	for _, l := range p.Limits {
		if l.Kind == "" || seen[l.Kind] {
			return invalid(errs.T("the limit of support kind %q is empty or there twice: one a kind", l.Kind))
		}
		seen[l.Kind] = true
		if l.Quantity.Value < 0 || l.Money.Value < 0 || l.Money.Value > mostMoney || l.Quantity.Value > math.MaxInt32 {
			return invalid(errs.T("the limit of %q is not valid: enter no negative number and at most %d đồng", l.Kind,
				mostMoney))
		}
	}
	return nil
}

func (h *Household) check() error {
	if h.People > mostPeople {
		return invalid(errs.T("household %d has %d people: check its members", h.ID, h.People))
	}
	if h.People < 1 && h.Gap.Known {
		return invalid(errs.T("household %d has an income but no people: add its members", h.ID))
	}
	if h.Gap.Value < 0 || h.Gap.Value > mostMoney/mostPeople || h.Weight < 0 || h.Weight > mostWeight {
		return invalid(
			errs.T("household %d: the income gap or the weight is not valid (not negative, a weight of at most %d)",
				h.ID, mostWeight))
	}
	if len(h.Options) > mostOptions {
		return invalid(errs.T("household %d has %d kinds of support: choose %d at most", h.ID, len(h.Options),
			mostOptions))
	}
	for i, o := range h.Options {
		if o.Kind == "" || h.option(o.Kind) != i {
			return invalid(errs.T("household %d: support kind %q is empty or there twice", h.ID, o.Kind))
		}
		if o.Cost < 0 || o.Cost > mostMoney/mostOptions || o.Quantity < 0 || o.Quantity > math.MaxInt32 ||
			o.Income < 0 || o.Income > mostMoney/mostOptions ||
			o.Chance < 0 || o.Chance > 1 {
			return invalid(
				errs.T(
					"household %d: cost, quantity, income or chance of %q is not valid: enter no negative number, and a chance of at most 1", h.ID, o.Kind))
		}
	}
	return nil
}

// option returns where a kind stands among the options, -1 where it is not possible.
func (h *Household) option(kind string) int {
	for i := range h.Options {
		if h.Options[i].Kind == kind {
			return i
		}
	}
	return -1
}

func (p *Problem) checkLocks(households map[int64]*Household) error {
	type place struct {
		id   int64
		kind string
	}
	seen := map[place]bool{}
	out := map[int64]bool{}
	for _, l := range p.Locks {
		h := households[l.Household]
		switch {
		case h == nil:
			return invalid(errs.T("lock of household %d: it is not on the list", l.Household))
		case l.Kind == "" && l.In:
			return invalid(errs.T("lock of household %d: choose the kind of support that it gets", l.Household))
		case l.In && h.option(l.Kind) < 0:
			return invalid(errs.T("lock of household %d: support %q is not possible for it", l.Household, l.Kind))
		}
		if was, ok := seen[place{l.Household, l.Kind}]; ok && was != l.In {
			return errs.New(errs.Conflict, "household %d: support %q is both locked in and locked out: remove one lock",
				l.Household, l.Kind)
		}
		seen[place{l.Household, l.Kind}] = l.In
		out[l.Household] = out[l.Household] || l.Kind == ""
	}
	for _, l := range p.Locks {
		if l.In && out[l.Household] {
			return errs.New(errs.Conflict,
				"household %d is left out of the proposal but has support %q locked in: remove one lock", l.Household,
				l.Kind)
		}
	}
	return nil
}
