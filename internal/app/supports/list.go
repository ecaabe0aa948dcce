package supports

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/supports"
)

// SupportQuery asks for supports: of a place, a kind or a node of the tree, an activity, between two days.
type SupportQuery struct {
	Place         place.Code
	Kind, Node    string
	Activity      int64
	From, To      date.Date
	Ended         bool // those withdrawn or replaced too
	Offset, Limit int
}

// Shown are supports with their totals.
type Shown struct {
	Query  SupportQuery
	Place  place.Unit
	Items  []SupportShown
	Count  int
	Amount int64 // of the valid ones
}

// SupportsScope are the communes of a place whose supports an actor may see.
func (o *lists) SupportsScope(a *office.Ask, action access.Action, unit place.Code) ([]place.Code, error) {
	communes, err := o.office.Scope(a, action, 0)
	if err == nil && unit != "" {
		communes, err = o.office.Within(communes, unit, 0)
	}
	return communes, err
}

// Supports lists supports, the newest first. Errors: errs.NotFound where the place may not be seen.
func (o *lists) Supports(ctx context.Context, a *office.Ask, q SupportQuery) (*Shown, error) {
	ids, amount, err := o.supportIDs(a, access.ViewSupports, &q)
	if err != nil {
		return nil, err
	}
	out := &Shown{Query: q, Place: o.office.Unit(q.Place), Count: len(ids), Amount: amount}
	from := min(max(q.Offset, 0), len(ids))
	to := min(from+min(max(q.Limit, 1), office.MostListed), len(ids))
	err = o.EachSupport(ctx, ids[from:to], func(s *SupportShown) error {
		out.Items = append(out.Items, *s)
		return nil
	})
	o.office.Saw(a, office.Deed{Action: "support.list", Kind: "place", Subject: string(q.Place), Place: q.Place,
		Note: office.CountedOf(out.Items, func(s *SupportShown) int64 { return s.Household })})
	return out, err
}

// fewCommunes is up to how many communes supports are looked for household by household.
const fewCommunes = 20

// SupportsIn hands the supports that the people of some communes look after today to a function. For a commune it goes
// by its households: of the province's supports all others need not be looked at.
func (o *lists) SupportsIn(communes []place.Code, do func(*programme.Support)) {
	in, today := office.AsSet(communes), map[place.Code]place.Code{}
	here := func(v *programme.Support) bool {
		if v.Household != 0 {
			return in[o.nowCommune(&supports.Support{Support: *v})]
		}
		now, ok := today[v.Commune]
		if !ok {
			now = o.office.Today(v.Commune)
			today[v.Commune] = now
		}
		return in[now]
	}
	if len(communes) > fewCommunes || len(communes) == 0 {
		o.receipts.Shelf.Each(func(v *programme.Support) {
			if here(v) {
				do(v)
			}
		})
		return
	}
	var households []int64 // gathered first: no lock is taken within another
	o.book.View().Snap.Facts(communes, func(f *review.Fact) { households = append(households, f.Household) })
	for _, id := range households {
		o.receipts.Shelf.Of(id, do)
	}
	o.receipts.Shelf.Loose(func(v *programme.Support) {
		if here(v) {
			do(v)
		}
	})
}

// supportIDs finds supports in memory: their ids, the newest first, and what the valid ones sum up to.
func (o *lists) supportIDs(a *office.Ask, action access.Action,
	q *SupportQuery) (ids []int64, amount int64, err error) {
	if q.Place == "" {
		q.Place = o.office.Home(a).Code
	}
	communes, err := o.SupportsScope(a, action, q.Place)
	if err != nil {
		return nil, 0, err
	}
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, 0, err
	}
	if q.Kind != "" && c.Kind(q.Kind) == nil || q.Node != "" && c.Node(q.Node) == nil {
		return nil, 0, errs.New(errs.NotFound, "there is no such kind of support or sub-project")
	}
	nodes := library.NodesOf{C: c}
	wanted := func(v *programme.Support) bool {
		switch {
		case q.Kind != "" && v.Kind != q.Kind, q.Activity != 0 && v.Activity != q.Activity, !q.Ended &&
			v.State != programme.Valid,
			v.Day < q.From, !q.To.IsZero() && v.Day > q.To, q.Node != "" && !c.Within(nodes.Of(v), q.Node):
			return false
		}
		return true
	}
	type hit struct {
		id  int64
		day date.Date
	}
	var hits []hit
	o.SupportsIn(communes, func(v *programme.Support) {
		if !wanted(v) {
			return
		}
		hits = append(hits, hit{v.ID, v.Day})
		if v.State == programme.Valid {
			amount += int64(v.Amount)
		}
	})
	slices.SortFunc(hits, func(x, y hit) int {
		if x.day != y.day {
			return int(y.day) - int(x.day)
		}
		return int(y.id - x.id)
	})
	ids = make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.id
	}
	return ids, amount, nil
}

// EachSupport reads supports one by one with the names that lists show.
func (o *lists) EachSupport(ctx context.Context, ids []int64, do func(*SupportShown) error) error {
	for _, id := range ids {
		v, err := supports.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
		if err != nil {
			return err
		}
		s, err := o.supportShown(ctx, v, nil)
		if err != nil {
			return err
		}
		if err := do(s); err != nil {
			return err
		}
	}
	return nil
}
