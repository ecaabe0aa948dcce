package app

import (
	"context"
	"slices"
	"sort"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// ListInput asks for households: of a place (the whole of what the actor sees where empty), on a day (zero: now), narrowed
// by the query, whose communes are set here.
type ListInput struct {
	Place place.Code
	On    date.Date
	Query snapshot.Query
}

// Listed is a page of households, with the place it is of.
type Listed struct {
	snapshot.Page
	Place place.Unit
	On    date.Date
	Units map[place.Code]string // names of the communes on the page
}

// mostListed is how many households a page of a list has at most.
const mostListed = 500

// List finds households that the actor may see. The list, its count, its export and its print are this one query.
func (o *Office) List(ctx context.Context, a *Actor, in ListInput) (*Listed, error) {
	v, err := o.scoped(ctx, a, access.ViewHouseholds, &in)
	if err != nil {
		return nil, err
	}
	in.Query.Limit = min(max(in.Query.Limit, 1), mostListed)
	l := &Listed{Page: v.snap.Find(in.Query), On: in.On, Units: map[place.Code]string{}}
	if in.Place != "" {
		l.Place = o.unit(in.Place)
	}
	for i := range l.Items {
		if c := l.Items[i].Commune; l.Units[c] == "" {
			l.Units[c] = o.unit(c).FullName
		}
	}
	return l, nil
}

// scoped sets a query's communes to those of the place that the actor may see, and returns the register of the day.
func (o *Office) scoped(ctx context.Context, a *Actor, action access.Action, in *ListInput) (*view, error) {
	communes, err := o.scope(a, action, in.On)
	if err != nil {
		return nil, err
	}
	if in.Place != "" {
		if communes, err = o.within(communes, in.Place, in.On); err != nil {
			return nil, err
		}
	}
	in.Query.Communes = communes
	if a.Stage != StageIn && a.From != "cli" {
		return nil, forbidden()
	}
	return o.viewOn(ctx, in.On)
}

// within narrows communes to those of a unit. Errors (errs.NotFound): none of them, whether the unit is or not.
func (o *Office) within(communes []place.Code, unit place.Code, on date.Date) ([]place.Code, error) {
	if on.IsZero() {
		on = o.Day()
	}
	inside := o.communesOf(unit, on)
	if len(inside) == 0 {
		inside = o.communesOf(unit, o.Day())
	}
	if len(inside) == len(communes) && slices.Equal(inside, communes) {
		return communes, nil
	}
	var out []place.Code
	for _, c := range inside {
		if slices.Contains(communes, c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, notYours()
	}
	return out, nil
}

// IDs returns the ids of all households of a list, for an export; the actor must be allowed to export.
func (o *Office) IDs(ctx context.Context, a *Actor, in ListInput) ([]int64, error) {
	v, err := o.scoped(ctx, a, access.ExportHouseholds, &in)
	if err != nil {
		return nil, err
	}
	in.Query.Limit = 0
	return v.snap.IDs(in.Query), nil
}

// Home is the place that an actor's pages begin with: the smallest unit that holds all he may see.
func (o *Office) Home(a *Actor) place.Unit {
	s := access.Where(a.Grants, access.ViewDashboard, o.Day())
	if len(s.Units) == 1 {
		return o.unit(s.Units[0])
	}
	return o.Province()
}

// Choices are the units that an actor may look at, for a form: those of his scope with all below them.
func (o *Office) Choices(a *Actor, on date.Date) (out []place.Unit) {
	if on.IsZero() {
		on = o.Day()
	}
	seen := map[place.Code]bool{}
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		if seen[u.Code] {
			return
		}
		seen[u.Code] = true
		out = append(out, u)
		for _, c := range o.reg().Children(u.Code, on) {
			walk(c)
		}
	}
	for _, code := range access.Where(a.Grants, access.ViewDashboard, o.Day()).Units {
		if u, ok := o.reg().At(code, on); ok {
			walk(u)
		}
	}
	return out
}

// EditableCommunes are the communes into which an actor may put households.
func (o *Office) EditableCommunes(a *Actor) (out []place.Unit) {
	communes, err := o.scope(a, access.EditHouseholds, 0)
	if err != nil {
		return nil
	}
	for _, c := range communes {
		out = append(out, o.unit(c))
	}
	return out
}

// Hamlets lists the hamlets of a commune that have households, in order; none of a larger place.
func (o *Office) Hamlets(a *Actor, unit place.Code) []string {
	communes, err := o.scope(a, access.ViewHouseholds, 0)
	if err == nil && unit != "" {
		communes, err = o.within(communes, unit, 0)
	}
	if err != nil || len(communes) > 1 { // a hamlet is one of a commune: names repeat from commune to commune
		return nil
	}
	codes := make([]string, len(communes))
	for i, c := range communes {
		codes[i] = string(c)
	}
	out := o.current.Load().snap.Hamlets(codes...)
	sort.Strings(out)
	return out
}

// DashboardInput asks for the figures of a place on a day.
type DashboardInput struct {
	Place place.Code
	On    date.Date
}

// Dashboard is what a leader sees of a place.
type Dashboard struct {
	*snapshot.Figures
	Place    place.Unit
	Above    []place.Unit
	Below    []BelowShown
	On       date.Date
	Reviews  []store.Review
	Names    []errs.Text // of the indicators
	Codes    []string
	Official []OfficialShown
	Map      []MapShown
	MapGaps  []errs.Text // units of which the map cannot show the figures, and why
	Samples  []errs.Text
	Standard errs.Text
}

// BelowShown is a unit below the place, with its figures.
type BelowShown struct {
	place.Unit
	Households, People int64
	Classes            [5]int64
}

// MapShown is a commune of 2025 with the figures recast onto it.
type MapShown struct {
	place.Unit
	Households, Poor, NearPoor int64
}

// Dashboard adds up a place's households. The reading is noted.
func (o *Office) Dashboard(ctx context.Context, a *Actor, in DashboardInput) (*Dashboard, error) {
	list := ListInput{Place: in.Place, On: in.On}
	v, err := o.scoped(ctx, a, access.ViewDashboard, &list)
	if err != nil {
		return nil, err
	}
	d := &Dashboard{On: v.on, Samples: v.std.Samples, Standard: v.std.Title}
	if d.Place = o.Home(a); in.Place != "" {
		d.Place = o.unit(in.Place)
	}
	for _, i := range v.std.Indicators {
		d.Names, d.Codes = append(d.Names, i.Title), append(d.Codes, i.Code)
	}
	if d.Reviews, err = o.store.Reviews(ctx, string(o.cfg.Province)); err != nil {
		return nil, err
	}
	if d.Figures, err = o.figures(v, list.Query.Communes); err != nil {
		return nil, err
	}
	d.Above = o.reg().Ancestors(d.Place, v.on)
	d.Below = o.below(d, v.on)
	o.mapped(d, v.on)
	if d.Place.Code == o.cfg.Province {
		d.Official = o.official(d)
	}
	o.reads.add(o.entry(a, "dashboard.view", "place", string(d.Place.Code), d.Place.Code))
	return d, nil
}

// figuresKey says of what figures are: of the same state of the same register and the same communes they are the same.
type figuresKey struct {
	view       *view
	generation uint64
	communes   string
}

// figuresKept holds the last figures that were asked for.
type figuresKept struct {
	mu   sync.Mutex
	kept map[figuresKey]*snapshot.Figures
}

// mostFigures is how many are kept: a province's districts and communes.
const mostFigures = 256

// figures adds up communes' households, or returns what was added up before where nothing has changed since. The result is
// shared: it is not to be changed.
func (o *Office) figures(v *view, communes []place.Code) (*snapshot.Figures, error) {
	var names strings.Builder
	for _, c := range communes {
		names.WriteString(string(c))
	}
	key := figuresKey{v, v.snap.Generation(), names.String()}
	k := &o.kept
	k.mu.Lock()
	f := k.kept[key]
	k.mu.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := v.snap.Figures(communes, len(v.std.Indicators), v.table)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	if len(k.kept) >= mostFigures || k.kept == nil {
		k.kept = map[figuresKey]*snapshot.Figures{}
	}
	k.kept[key] = f
	k.mu.Unlock()
	return f, nil
}

// below sums the communes' figures by the units right below the place.
func (o *Office) below(d *Dashboard, on date.Date) (out []BelowShown) {
	for _, u := range o.reg().Children(d.Place.Code, on) {
		b := BelowShown{Unit: u}
		for _, c := range o.communesOf(u.Code, on) {
			if f := d.Communes[c]; f != nil {
				b.Households += f.Households
				b.People += f.People
				for i, n := range f.Classes {
					b.Classes[i] += n
				}
			}
		}
		if b.Households > 0 || len(d.Communes) > 1 {
			out = append(out, b)
		}
	}
	return out
}

// mergerDay is the day from which the 43 communes of the map are: old figures are recast onto them.
var mergerDay = date.Must(2025, 7, 1)

// mapped recasts the communes' figures onto the units of the map.
func (o *Office) mapped(d *Dashboard, on date.Date) {
	at := map[place.Code]int{}
	for code, f := range d.Communes {
		to, why := code, errs.Text{}
		if on < mergerDay {
			to, why = o.reg().Target(code, on, mergerDay)
		}
		if why.VI != "" {
			if f.Households > 0 {
				d.MapGaps = append(d.MapGaps, errs.Text{VI: o.unit(code).FullName + ": " + why.VI, EN: o.unit(code).FullName + ": " + why.EN})
			}
			continue
		}
		u, ok := o.reg().At(to, max(on, mergerDay))
		if !ok {
			continue
		}
		i, had := at[to]
		if !had {
			i = len(d.Map)
			at[to] = i
			d.Map = append(d.Map, MapShown{Unit: u})
		}
		m := &d.Map[i]
		m.Households += f.Households
		m.Poor += f.Classes[1]
		m.NearPoor += f.Classes[2]
	}
	slices.SortFunc(d.Map, func(x, y MapShown) int { return strings.Compare(string(x.Code), string(y.Code)) })
}
