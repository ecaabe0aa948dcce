package dashboard

import (
	"context"
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/results"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/reviews"
)

// Input asks for the figures of a place on a day.
type Input struct {
	Place place.Code
	On    date.Date
}

// Dashboard is what a leader sees of a place.
type Dashboard struct {
	*snapshot.Figures
	Place   place.Unit
	Above   []place.Unit
	Below   []BelowShown
	Until   date.Date // whose decisions count
	On      date.Date // of the answers and the ages
	Before  int       // the year of the review before; 0: none is known
	Result  *results.Standing
	Reviews []reviews.Review

	Unrecognised bool        // no household has a decision
	Names        []errs.Text // of the indicators
	Codes        []string
	Official     []OfficialShown
	Map          []MapShown
	MapGaps      []errs.Text // units of which the map cannot show the figures, and why
	Samples      []errs.Text
	Standard     errs.Text
	Outlived     []errs.Text // of the standard's instruments
}

// BelowShown is a unit below the place, with its figures.
type BelowShown struct {
	place.Unit
	Households, People int64
	Recognised         [5]int64
}

// MapShown is a commune of 2025 with the figures recast onto it.
type MapShown struct {
	place.Unit
	Households, Poor, NearPoor int64
}

// Dashboard adds up a place's households. The reading is noted.
func (o *Desk) Dashboard(ctx context.Context, a *office.Ask, in Input) (*Dashboard, error) {
	list := register.ListInput{Place: in.Place, On: in.On}
	v, err := o.register.Scoped(ctx, a, access.ViewDashboard, &list)
	if err != nil {
		return nil, err
	}
	d := &Dashboard{On: v.On, Samples: v.Std.Samples, Standard: v.Std.Title,
		Outlived: v.Std.Outlived}
	if d.Place = o.office.Home(a); in.Place != "" {
		d.Place = o.office.Unit(in.Place)
	}
	for _, i := range v.Std.Indicators {
		d.Names, d.Codes = append(d.Names, i.Title), append(d.Codes, i.Code)
	}
	if d.Reviews, err = reviews.Reviews(ctx, o.office.Reader(), string(o.office.ProvinceCode())); err != nil {
		return nil, err
	}
	if d.Figures, err = o.figures(ctx, v, list.Query.Communes, in.On); err != nil {
		return nil, err
	}
	if err = o.reviewed(ctx, a, d, in.On); err != nil {
		return nil, err
	}
	d.Above = o.office.Reg().Ancestors(d.Place, v.On)
	d.Below = o.below(d, v.On)
	o.mapped(d, v.On)
	if d.Place.Code == o.office.ProvinceCode() {
		d.Official = o.official(d)
	}
	o.office.Saw(a, office.Deed{Action: "dashboard.view", Kind: "place",
		Subject: string(d.Place.Code), Place: d.Place.Code})
	return d, nil
}

// reviewed fills in how the review stands that the day belongs to.
func (o *Desk) reviewed(ctx context.Context, a *office.Ask, d *Dashboard, on date.Date) error {
	if d.Until = on; on.IsZero() || on > o.office.Day() {
		d.Until = o.office.Day()
	}
	year, before, err := o.reviews.Years(ctx, d.Until)
	if err != nil {
		return err
	}
	d.Before, d.Unrecognised = before, d.Households > 0 && year == 0
	if year == 0 || !o.office.May(a, access.ViewReviews) {
		return nil
	}
	d.Result, err = o.results.StandingOf(ctx, a, year, d.Place.Code)
	if err = office.IgnoreNotFound(err); err != nil || d.Result == nil {
		return err
	}
	if r := d.Result; r.State != review.Final { // what is counted as it is now is what is recognised now
		r.All, r.Poor, r.Near = d.Households, d.Recognised[poverty.Poor].Households,
			d.Recognised[poverty.NearPoor].Households
	}
	return nil
}

// figuresKey says of what figures are: of the same state of the same register and the same communes they are the same.
type figuresKey struct {
	view       *book.View
	generation uint64
	stand      review.StandingsState
	communes   string
}

// figuresKept holds the last figures that were asked for.
type figuresKept struct {
	mu   sync.Mutex
	kept map[figuresKey]*snapshot.Figures
}

// mostFigures is how many are kept: a province's districts and communes.
const mostFigures = 256

// figures adds up communes' households, or returns what was added up before where nothing has changed since. The
// result is shared: it is not to be changed.
func (o *Desk) figures(ctx context.Context, v *book.View, communes []place.Code,
	on date.Date) (*snapshot.Figures, error) {
	var names strings.Builder
	for _, c := range communes {
		names.WriteString(string(c))
	}
	stand, release, err := o.book.Standings(ctx, on)
	if err != nil {
		return nil, err
	}
	defer release()
	key := figuresKey{v, v.Snap.Generation(), stand.State(), names.String()}
	k := &o.kept
	k.mu.Lock()
	f := k.kept[key]
	k.mu.Unlock()
	if f != nil {
		return f, nil
	}
	if f, err = v.Snap.Figures(communes, stand, len(v.Std.Indicators), v.Table); err != nil {
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

// below sums the communes' figures by the units right below the place: those of the day, or of today where households
// of the day stand under what their communes are now.
func (o *Desk) below(d *Dashboard, on date.Date) []BelowShown {
	out := o.belowOn(d, on)
	var shown, all int64
	for i := range out {
		shown += out[i].Households
	}
	for _, f := range d.Communes {
		all += f.Households
	}
	if today := o.office.Day(); shown < all && on != today {
		return o.belowOn(d, today)
	}
	return out
}

func (o *Desk) belowOn(d *Dashboard, on date.Date) (out []BelowShown) {
	for _, u := range o.office.Reg().Children(d.Place.Code, on) {
		b := BelowShown{Unit: u}
		for _, c := range o.office.CommunesOf(u.Code, on) {
			if f := d.Communes[c]; f != nil {
				b.Households += f.Households
				b.People += f.People
				for i, n := range f.Recognised {
					b.Recognised[i] += n
				}
			}
		}
		if b.Households > 0 || len(d.Communes) > 1 {
			out = append(out, b)
		}
	}
	return out
}

// onMap is the unit of the map that a commune is.
func (o *Desk) onMap(code place.Code, on date.Date) (place.Code, errs.Text) {
	if _, ok := o.office.Reg().At(code, on); !ok || on >= place.MergerDay { // it stands under what it is now
		return code, errs.Text{}
	}
	return o.office.Reg().Target(code, on, place.MergerDay)
}

// mapped recasts the communes' figures onto the units of the map.
func (o *Desk) mapped(d *Dashboard, on date.Date) {
	at := map[place.Code]int{}
	for code, f := range d.Communes {
		to, why := o.onMap(code, on)
		if why.VI != "" {
			if f.Households > 0 {
				d.MapGaps = append(d.MapGaps, errs.T("%s: %s", o.office.Unit(code).FullName, why))
			}
			continue
		}
		u, ok := o.office.Reg().At(to, max(on, place.MergerDay))
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
		m.Poor += f.Recognised[poverty.Poor]
		m.NearPoor += f.Recognised[poverty.NearPoor]
	}
	slices.SortFunc(d.Map, func(x, y MapShown) int { return strings.Compare(string(x.Code), string(y.Code)) })
}
