package surveys

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/review"
)

// Visits are the households that an enumerator still has to visit, by hamlet; the hamlet that is due first before
// others.
type Visits struct {
	Hamlets []VisitHamlet
	Left    int     // households, of all hamlets
	Next    []Visit // the first of them; all are of one hamlet
}

// VisitHamlet is a hamlet that is surveyed now.
type VisitHamlet struct {
	List                   int64
	Name, Unit             string
	Due                    date.Date
	Late                   bool
	Households, Left, Open int // Open: complaints without a re-check
}

// Visit is one household that is still to be visited.
type Visit struct {
	List, Household int64
	Head, Code      string
	Hamlet, Address string
	Again, Begun    bool // to be surveyed anew; some answers are there
	Contested       bool // a complaint waits for its re-check
}

// mostVisits is how many households are named at once.
const mostVisits = 5

// Visits finds whom an enumerator visits next: of the hamlet that is due first, those who are to be surveyed again,
// then those whose form was begun, then the others in the list's order. Errors: errs.Forbidden.
func (o *Desk) Visits(ctx context.Context, a *office.Ask) (*Visits, error) {
	lists, err := o.MyLists(ctx, a)
	if err != nil {
		return nil, err
	}
	v, today := &Visits{}, o.office.Day()
	for i := range lists {
		l := &lists[i]
		h := VisitHamlet{List: l.ID, Name: l.Hamlet, Unit: o.office.Unit(l.Commune).FullName, Due: l.Due,
			Late: !l.Due.IsZero() && l.Due < today, Households: l.Households, Open: l.Complaints}
		if h.Left = l.Complaints; l.Stage == review.Surveying {
			h.Left += l.Households - l.Surveyed + l.Undetermined
		}
		v.Left += h.Left
		v.Hamlets = append(v.Hamlets, h)
	}
	slices.SortStableFunc(v.Hamlets, func(x, y VisitHamlet) int { return cmp.Compare(x.Due, y.Due) })
	for _, h := range v.Hamlets {
		if h.Left == 0 {
			continue
		}
		if v.Next, err = o.next(ctx, a, h.List); err != nil || len(v.Next) > 0 {
			return v, err
		}
	}
	return v, nil
}

// next are the first households that are still to be visited of a list.
func (o *Desk) next(ctx context.Context, a *office.Ask, list int64) (out []Visit, err error) {
	l, err := o.reviews.ReviewList(ctx, a, list)
	if err != nil {
		return nil, err
	}
	for _, it := range l.List.Items {
		contested := slices.ContainsFunc(l.List.Complaints, func(c review.Complaint) bool {
			return c.Household == it.Household && c.Done.IsZero()
		})
		if it.Settled() && !contested || !contested && l.Stage != review.Surveying {
			continue
		}
		head := l.Heads[it.Household]
		out = append(out, Visit{List: list, Household: it.Household, Head: head.Head, Code: head.Code, Hamlet: l.Hamlet,
			Again: it.Resurvey, Begun: l.Form[it.Household] > 0, Contested: contested})
	}
	slices.SortStableFunc(out, func(x, y Visit) int { return cmp.Compare(x.rank(), y.rank()) })
	out = out[:min(len(out), mostVisits)]
	for i := range out {
		h, err := o.book.Seen(ctx, a, out[i].Household)
		if err = office.IgnoreNotFound(err); err != nil {
			return nil, err
		}
		if h != nil {
			out[i].Address = h.Household.Address
		}
	}
	return out, nil
}

func (v *Visit) rank() int {
	switch {
	case v.Contested:
		return 0
	case v.Again:
		return 1
	case v.Begun:
		return 2
	}
	return 3
}
