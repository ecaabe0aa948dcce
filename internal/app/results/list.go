package results

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// ListedHousehold is a household of the detailed lists 14 and 15.
type ListedHousehold struct {
	No        int
	Household *household.Household
	Movement  string // new, again, before, waiting
	Minority  bool
	Merit     bool
	NoLabour  bool
	Deprived  uint16
}

// DetailedLists are the lists of households among the tables of a review, by their numbers in the law of the review's
// year.
func (o *Desk) DetailedLists(year int) ([]review.DetailedList, error) {
	p, err := o.reviews.Procedure()
	if err != nil {
		return nil, err
	}
	return p.DetailedLists(date.Must(year, 12, 31)), nil
}

// DetailedList hands every poor or near-poor household of a place to a function, commune by commune: as
// the register had them on the review's day. The actor must be allowed to export.
func (o *Desk) DetailedList(ctx context.Context, a *office.Ask, year int, unit place.Code, class poverty.Class,
	each func(*ListedHousehold) error) error {
	communes, err := o.reviews.ReviewScope(a, access.ExportHouseholds, unit)
	if err != nil {
		return err
	}
	src, err := o.factSource(ctx, year)
	if err != nil {
		return err
	}
	var wanted []review.Fact
	src.each(communes, func(f *review.Fact) {
		if !f.Gone && f.Class == class {
			wanted = append(wanted, *f)
		}
	})
	slices.SortFunc(wanted, func(x, y review.Fact) int {
		return cmp.Or(cmp.Compare(x.Commune, y.Commune), vietnamese.Compare(x.Hamlet, y.Hamlet),
			cmp.Compare(x.Household, y.Household))
	})
	no := 0
	defer func() {
		o.office.Saw(a, office.Deed{Action: "review.households", Kind: "place", Subject: string(unit), Place: unit,
			Note: map[string]string{office.CountNote: office.IDText(int64(no))}})
	}()
	return o.ordered(ctx, wanted, src.y.On, func(f *review.Fact, h *household.Household) error {
		no++
		l := &ListedHousehold{No: no, Household: h, Minority: f.Minority, Merit: f.Merit, NoLabour: f.NoLabour,
			Deprived: f.Deprived, Movement: "before"}
		if f.Prior != class {
			l.Movement = "new"
			if class == poverty.Poor && f.EverPoor || class == poverty.NearPoor && f.EverNear {
				l.Movement = "again"
			}
		}
		if f.Waiting {
			l.Movement = "waiting"
		}
		return each(l)
	})
}

// ordered reads the records of households as they were on a day, several at once, and hands them on in their order.
func (o *Desk) ordered(ctx context.Context, wanted []review.Fact, on date.Date,
	do func(*review.Fact, *household.Household) error) error {
	return readAhead(ctx, len(wanted), recordsAhead, func(ctx context.Context, i int) (*household.Household, error) {
		return o.RecordOn(ctx, wanted[i].Household, on)
	},
		func(i int, h *household.Household) error { return do(&wanted[i], h) })
}

// recordsAhead is how many records are read and not yet handed on at most: bounded memory.
const recordsAhead = 512

// readAhead reads n things, several at once and so many ahead at most, and hands them on one by one in their order.
func readAhead[T any](ctx context.Context, n, most int, read func(context.Context, int) (T, error),
	do func(int, T) error) error {
	type result struct {
		value T
		err   error
	}
	const workers = 4
	ctx, cancel := context.WithCancel(ctx)
	slots := make([]chan result, n)
	for i := range slots {
		slots[i] = make(chan result, 1)
	}
	ahead := make(chan struct{}, most)
	var next atomic.Int64
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range workers {
		wg.Go(func() {
			for {
				// The place comes before the number: the first thing that is waited for always has one, and whoever is
				// fast cannot take all places for later things.
				select {
				case ahead <- struct{}{}:
				case <-ctx.Done():
					return
				}
				i := int(next.Add(1)) - 1
				if i >= n {
					<-ahead
					return
				}
				v, err := read(ctx, i)
				slots[i] <- result{v, err}
			}
		})
	}
	for i := range n {
		var got result
		select {
		case got = <-slots[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		<-ahead
		if got.err != nil {
			return got.err
		}
		if err := do(i, got.value); err != nil {
			return err
		}
	}
	return nil
}

// RecordOn is a household's record as it was on a day.
func (o *Desk) RecordOn(ctx context.Context, id int64, on date.Date) (*household.Household, error) {
	v, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	if v.ValidFrom > on {
		if v, err = book.VersionOn(ctx, o.office.Reader(), v, on); err != nil {
			return nil, err
		}
	}
	return &v.Household, nil
}
