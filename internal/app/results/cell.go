package results

import (
	"context"
	"sort"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
)

// CellInput names a figure of a review: a measure in a place.
type CellInput struct {
	Year          int
	Place         place.Code
	Code          string
	Offset, Limit int
}

// CellShown are the households behind a figure: what each adds to it.
type CellShown struct {
	Input CellInput
	Place place.Unit
	Total int64 // of the figure, as the households in the register make it now
	Kept  int64 // of the figure, as the result was announced; the same as Total while it is not final
	State review.State
	Items []CellItem
	Count int // of households
	Units map[place.Code]string
}

// CellItem is one household behind a figure.
type CellItem struct {
	snapshot.Item
	Adds        int64
	Now, Before poverty.Class // as the two reviews have it
	Waiting     bool          // not yet reviewed: it keeps its class
}

// ReviewCell lists the households behind a figure: those for which its measure is not zero. Errors: errs.NotFound.
func (o *Desk) ReviewCell(ctx context.Context, a *office.Ask, in CellInput) (*CellShown, error) {
	communes, err := o.figureScope(ctx, a, access.ViewHouseholds, in.Year, in.Place)
	if err != nil {
		return nil, err
	}
	if in.Place == "" {
		in.Place = o.office.Home(a).Code
	}
	src, err := o.factSource(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	if !o.wholly(communes, in.Place, src.y.On) {
		return nil, office.NotYours()
	}
	tables := tablesOf(src.v.Std)
	i := tables.Index(in.Code)
	if i < 0 {
		return nil, errs.New(errs.NotFound, "there is no such figure")
	}
	m := tables.Measures[i]
	inside := office.AsSet(o.office.CommunesOf(in.Place, src.y.On))
	out := &CellShown{Input: in, Place: o.office.Unit(in.Place), Units: map[place.Code]string{}}
	type hit struct {
		id          int64
		adds        int64
		now, before poverty.Class
		waiting     bool
	}
	var hits []hit
	src.each(nil, func(f *review.Fact) {
		here, there := inside[f.Commune], inside[f.PriorCommune]
		if !here && !there || !m.All && !f.Low() {
			return
		}
		if v := m.Value(f, here, there); v != 0 {
			hits = append(hits, hit{f.Household, v, f.Class, f.Prior, f.Waiting})
			out.Total += v
		}
	})
	sort.Slice(hits, func(x, y int) bool { return hits[x].id < hits[y].id })
	out.Count, out.Kept, out.State = len(hits), out.Total, src.y.state
	if src.y.final != nil {
		c, err := o.count(ctx, in.Year)
		if err != nil {
			return nil, err
		}
		out.Kept = c.tables.Value(c.tally(in.Place), in.Code)
	}
	from := min(max(in.Offset, 0), len(hits))
	to := min(from+min(max(in.Limit, 1), office.MostListed), len(hits))
	for _, h := range hits[from:to] {
		item, _ := src.v.Snap.Item(h.id)
		out.Items = append(out.Items, CellItem{item, h.adds, h.now, h.before, h.waiting})
		if out.Units[item.Commune] == "" {
			out.Units[item.Commune] = o.office.Unit(item.Commune).FullName
		}
	}
	o.office.Saw(a, office.Deed{Action: "review.cell", Kind: "place", Subject: string(in.Place), Place: in.Place,
		Note: map[string]string{office.CountNote: office.IDText(int64(len(out.Items)))}})
	return out, nil
}
