package whatif

import (
	"cmp"
	"context"
	"math/big"
	"runtime"
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/mpi"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// Input is a simulation on the households of a review: another standard, other lines, another cut-off or weights.
type Input struct {
	On       date.Date // of the review; zero: now
	Place    place.Code
	Standard string // empty: the one in force
	poverty.Adjustment
	Weights map[string]string // by indicator, as "1/12" or "2"; empty: a plain count
	// law files by their paths in the law folder, laid over the law in use: a province's own standard
	Overlay map[string]string
	Share   string        // with weights: the share from which a household counts as deprived, as "1/4"
	From    poverty.Class // the list: of households that go from this class …
	To      poverty.Class // … to this one
	List    bool
	Offset  int
	Limit   int
}

// WhatIf is a simulation's result beside the real one. It is never stored.
type WhatIf struct {
	Input      Input
	Place      place.Unit
	On         date.Date
	Real       *poverty.Standard
	Tried      *poverty.Standard
	Households [5][5]int64 // by class now, then tried
	People     [5][5]int64
	Below      []Unit
	Changed    int64
	Missing    []errs.Text // indicators of the tried standard that the register cannot tell
	Standards  []law.Standard
	Indicators []poverty.Indicator // that can be weighed
	Items      []Item
	Count      int
	Units      map[place.Code]string
}

// Unit is a unit below the place.
type Unit struct {
	place.Unit
	Households int64
	Real       [5]int64
	Tried      [5]int64
}

// Item is a household that would change its class, and why.
type Item struct {
	snapshot.Item
	Tried  poverty.Class
	Why    errs.Text
	Before errs.Text
}

// simulation is what WhatIf computes with.
type simulation struct {
	o      *Desk
	lib    *law.Library
	v      *book.View
	std    *poverty.Standard
	to     []int  // of each indicator of std, the number in the register's standard; -1: to be read from the record
	masks  []bool // with weights: whether a set of deprivations of std counts
	cutoff int
}

// WhatIf classifies the households of a review once more, otherwise. Errors: errs.Invalid for lines or weights that say
// nothing, errs.NotFound for a place that the actor does not see whole.
func (o *Desk) WhatIf(ctx context.Context, a *office.Ask, in Input) (*WhatIf, error) {
	communes, err := o.reviews.ReviewScope(a, access.ViewReviews, in.Place)
	if err != nil {
		return nil, err
	}
	done, err := o.office.Alone(a)
	if err != nil {
		return nil, err
	}
	defer done()
	v, err := o.book.ViewOn(ctx, in.On)
	if err != nil {
		return nil, err
	}
	sim, err := o.simulation(v, &in)
	if err != nil {
		return nil, err
	}
	w := &WhatIf{Input: in, On: v.On, Real: v.Std, Tried: sim.std, Standards: sim.lib.Standards,
		Indicators: sim.std.Indicators, Units: map[place.Code]string{}, Place: o.office.Home(a)}
	if in.Place != "" {
		w.Place = o.office.Unit(in.Place)
	}
	for i, j := range sim.to {
		if j < 0 {
			w.Missing = append(w.Missing, sim.std.Indicators[i].Title)
		}
	}
	cols := v.Snap.Columns(communes)
	tried, err := sim.classify(ctx, cols)
	if err != nil {
		return nil, err
	}
	w.sum(cols, tried)
	o.whatIfBelow(w, cols, tried)
	if in.List {
		err = o.whatIfList(ctx, w, sim, cols, tried)
	}
	o.office.Saw(a, office.Deed{Action: "review.whatif", Kind: "place",
		Subject: string(w.Place.Code), Place: w.Place.Code, Note: office.Counted(len(w.Items))})
	return w, err
}

func (o *Desk) simulation(v *book.View, in *Input) (*simulation, error) {
	now, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	lib := now
	if len(in.Overlay) > 0 {
		if lib, err = o.files.TryLaw(in.Overlay); err != nil {
			return nil, err
		}
	}
	code := in.Standard
	if code == "" {
		code = v.Std.Code
	}
	if in.Rural < 0 || in.Urban < 0 || in.Cutoff < 0 || in.Cutoff > 16 {
		return nil, errs.New(errs.Invalid, "lines and the cut-off may not be negative (the cut-off at most 16)")
	}
	std, err := poverty.Trial(lib, code, v.On, in.Adjustment)
	if err != nil {
		return nil, err
	}
	s := &simulation{o: o, lib: lib, v: v, std: std, cutoff: std.Cutoff()}
	for i := range std.Indicators {
		s.to = append(s.to, std.Same(i, v.Std, lib, now, v.On))
	}
	if len(in.Weights) > 0 {
		w, err := weightsOf(std, in)
		if err != nil {
			return nil, err
		}
		if s.masks, err = std.Masks(w); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func weightsOf(std *poverty.Standard, in *Input) (*poverty.Weights, error) {
	rat := func(text, what string) (*big.Rat, error) {
		r, ok := mpi.Fraction(strings.ReplaceAll(text, ",", "."))
		if !ok {
			return nil, errs.New(errs.Invalid, "“%[1]s” is no number (write 1/12 or 0.25)", text, what)
		}
		return r, nil
	}
	w := &poverty.Weights{}
	for i := range std.Indicators {
		text := in.Weights[std.Indicators[i].Code]
		if text == "" {
			text = "0"
		}
		r, err := rat(text, "trọng số")
		if err != nil {
			return nil, err
		}
		w.Of = append(w.Of, r)
	}
	k, err := rat(in.Share, "tỷ lệ")
	if err != nil {
		return nil, err
	}
	if k.Sign() <= 0 || k.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, errs.New(errs.Invalid, "the share lies above 0 and at most at 1")
	}
	w.K = k
	return w, nil
}

// classify classifies every household of columns. Where the tried standard asks what the columns do not hold, the
// records are read.
func (s *simulation) classify(ctx context.Context, cols *snapshot.Columns) ([]poverty.Class, error) {
	out := make([]poverty.Class, len(cols.IDs))
	if !s.std.FromColumns() || slices.Contains(s.to, -1) {
		return out, s.fromRecords(ctx, cols, out)
	}
	n, procs := len(cols.IDs), runtime.GOMAXPROCS(0)
	failed := make([]error, procs)
	var wg sync.WaitGroup
	for p := range procs {
		wg.Go(func() {
			c := s.std.Classifier()
			for i := n * p / procs; i < n*(p+1)/procs; i++ {
				if i%4096 == 0 && ctx.Err() != nil { // who asked is gone
					failed[p] = ctx.Err()
					return
				}
				var err error
				if out[i], err = s.one(c, cols, i); err != nil {
					failed[p] = err
					return
				}
			}
		})
	}
	wg.Wait()
	return out, cmp.Or(failed...)
}

// one classifies one household from the columns.
func (s *simulation) one(c *poverty.Classifier, cols *snapshot.Columns, i int) (poverty.Class, error) {
	r := poverty.Result{Deprived: remap(cols.Deprived[i], s.to), Unanswered: remap(cols.Unanswered[i], s.to)}
	least, greatest := r.Count()
	if s.masks != nil {
		least, greatest = 0, 0
		if s.masks[r.Deprived] {
			least = s.cutoff
		}
		if s.masks[r.Deprived|r.Unanswered] {
			greatest = s.cutoff
		}
	}
	var income household.Maybe[household.Dong]
	if cols.Income[i] != poverty.UnknownIncome {
		income = household.Just(household.Dong(cols.Income[i]))
	}
	var b1 household.Maybe[float64]
	if cols.B1[i] >= 0 {
		b1 = household.Just(float64(cols.B1[i]))
	}
	return c.ClassOf(cols.Area[i], income, b1, least, greatest)
}

// remap gives the bits of one standard's indicators the places of another's.
func remap(mask uint16, to []int) (out uint16) {
	for i, j := range to {
		out |= mask >> j & 1 << i
	}
	return out
}

// fromRecords classifies by reading every record: slower, for a standard that asks otherwise.
func (s *simulation) fromRecords(ctx context.Context, cols *snapshot.Columns, out []poverty.Class) error {
	if s.masks != nil {
		return errs.New(errs.Invalid, "weights can be tried on indicators that are decided as now only")
	}
	at := make(map[int64]int, len(cols.IDs))
	for i, id := range cols.IDs {
		at[id] = i
	}
	c := s.std.Classifier()
	asOf := date.Date(0)
	if s.v != s.o.book.View() {
		asOf = s.v.On
	}
	return households.Each(ctx, s.o.office.Reader(), string(s.o.office.ProvinceCode()), asOf,
		func(v *households.Version) error {
			i, ok := at[v.ID]
			if !ok {
				return ctx.Err()
			}
			var r poverty.Result
			err := c.Classify(&v.Household, &r)
			out[i] = r.Class
			return err
		})
}

func (w *WhatIf) sum(cols *snapshot.Columns, tried []poverty.Class) {
	for i, now := range cols.Class {
		w.Households[now][tried[i]]++
		w.People[now][tried[i]] += int64(cols.Size[i])
		if now != tried[i] {
			w.Changed++
		}
	}
}

func (o *Desk) whatIfBelow(w *WhatIf, cols *snapshot.Columns, tried []poverty.Class) {
	sums := map[place.Code]*Unit{}
	for i, c := range cols.Communes {
		u := sums[c]
		if u == nil {
			u = &Unit{}
			sums[c] = u
		}
		u.Households++
		u.Real[cols.Class[i]]++
		u.Tried[tried[i]]++
	}
	for _, u := range o.office.Reg().Children(w.Place.Code, w.On) {
		one := Unit{Unit: u}
		for _, c := range o.office.CommunesOf(u.Code, w.On) {
			if s := sums[c]; s != nil {
				one.Households += s.Households
				for k := range s.Real {
					one.Real[k] += s.Real[k]
					one.Tried[k] += s.Tried[k]
				}
			}
		}
		if one.Households > 0 {
			w.Below = append(w.Below, one)
		}
	}
}

// whatIfList lists the households that would go from one class to another, each with why.
func (o *Desk) whatIfList(ctx context.Context, w *WhatIf, s *simulation, cols *snapshot.Columns,
	tried []poverty.Class) error {
	var hits []int
	for i, now := range cols.Class {
		if now == w.Input.From && tried[i] == w.Input.To {
			hits = append(hits, i)
		}
	}
	w.Count = len(hits)
	from := min(max(w.Input.Offset, 0), len(hits))
	to := min(from+min(max(w.Input.Limit, 1), 100), len(hits))
	mine, theirs := s.v.Std.Classifier(), s.std.Classifier()
	on := s.v.On
	if s.v == o.book.View() { // the records of now, with the classes of the newest review's day
		on = max(on, o.office.Day())
	}
	for _, i := range hits[from:to] {
		item, _ := s.v.Snap.Item(cols.IDs[i])
		one := Item{Item: item, Tried: tried[i]}
		h, err := o.results.RecordOn(ctx, cols.IDs[i], on)
		if err != nil {
			return err
		}
		var e poverty.Explanation
		if err := mine.Explain(h, &e); err != nil {
			return err
		}
		one.Before = s.v.Std.Reason(h, &e)
		var t poverty.Explanation
		if err := theirs.Explain(h, &t); err != nil {
			return err
		}
		one.Why = s.std.Reason(h, &t)
		if s.masks != nil {
			one.Why = errs.T("%s by the weights tried, from a share of %s", s.std.ClassTitle(tried[i]), w.Input.Share)
		}
		w.Items = append(w.Items, one)
		w.Units[item.Commune] = o.office.Unit(item.Commune).FullName
	}
	return nil
}
