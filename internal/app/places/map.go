package places

import (
	"context"
	"fmt"
	"hash/crc32"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/boundary"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/places"
)

// MapRef is a map that a page shows: where browsers get it, and how many units it draws.
type MapRef struct {
	On    date.Date // the day of the page
	Day   date.Date // whose units are drawn
	Units int       // 0: there is no map
	Stamp string    // changes with what is drawn
}

// MapShown is the map for the page where it is set.
type MapShown struct {
	MapRef
	Own     *places.Boundary // nil: the one shipped
	By      string
	Drawn   []place.Unit
	Missing []place.Unit
	MaySet  bool
}

// MapInput is a file of boundaries that an official brings.
type MapInput struct {
	File   string
	Source string // who drew them, and when
	Data   []byte
}

// drawnMap is a map that was made of a registry and maybe an own file, for a day.
type drawnMap struct {
	reg   *place.Registry
	on    date.Date
	own   *places.Boundary
	made  *boundary.Drawing
	stamp string
}

// MapOf says which map there is on a day, for a page that shows it.
func (o *Desk) MapOf(ctx context.Context, a *office.Ask, on date.Date) (MapRef, error) {
	d, err := o.draw(ctx, a, on)
	if err != nil {
		return MapRef{}, err
	}
	return d.ref(), nil
}

// ref is what a page says of a map.
func (d *drawnMap) ref() MapRef {
	r := MapRef{On: d.on, Day: boundary.Day(d.on), Stamp: d.stamp}
	if d.made != nil {
		r.Units = len(d.made.Codes)
	}
	return r
}

// Drawing is the map of a day as browsers take it. Errors (errs.NotFound): there is none.
func (o *Desk) Drawing(ctx context.Context, a *office.Ask, on date.Date) ([]byte, error) {
	d, err := o.draw(ctx, a, on)
	if err != nil {
		return nil, err
	}
	if d.made == nil {
		return nil, errs.New(errs.NotFound, "no boundaries of the province are known")
	}
	return d.made.JSON, nil
}

// draw makes a map, or returns the one made last.
func (o *Desk) draw(ctx context.Context, a *office.Ask, on date.Date) (*drawnMap, error) {
	if !o.office.May(a, access.ViewDashboard) && !o.office.May(a, access.ViewPlaces) {
		return nil, office.Forbidden()
	}
	if on.IsZero() {
		on = o.office.Day()
	}
	own, err := o.own(ctx)
	if err != nil {
		return nil, err
	}
	d := &drawnMap{reg: o.office.Reg(), on: on, own: own}
	if had := o.drawn.of(d); had != nil {
		return had, nil
	}
	if own == nil {
		d.made, err = boundary.Shipped(o.library.Data(), d.reg, o.office.ProvinceCode(), on)
	} else {
		d.made, err = o.ownDrawing(ctx, own, on)
	}
	if err != nil {
		return nil, err
	}
	if d.made != nil {
		d.stamp = fmt.Sprintf("%08x", crc32.ChecksumIEEE(d.made.JSON))
	}
	o.drawn.keep(d)
	return d, nil
}

// drawnMaps keeps the maps of the days that were looked at last: an own file may have many megabytes.
type drawnMaps struct {
	mu   sync.Mutex
	kept []*drawnMap
}

// mostDrawn is how many maps are kept.
const mostDrawn = 8

// of is the map that was made for the same day of the same registry and file; nil: none is kept.
func (m *drawnMaps) of(d *drawnMap) *drawnMap {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, had := range m.kept {
		if had.reg == d.reg && had.on == d.on && sameFile(had.own, d.own) {
			return had
		}
	}
	return nil
}

func (m *drawnMaps) keep(d *drawnMap) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = append([]*drawnMap{d}, m.kept[:min(len(m.kept), mostDrawn-1)]...)
}

func sameFile(a, b *places.Boundary) bool {
	return a == b || a != nil && b != nil && a.At.Equal(b.At)
}

// own is what an official brought, nil where nobody has.
func (o *Desk) own(ctx context.Context) (*places.Boundary, error) {
	b, err := places.FindBoundary(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if errs.KindOf(err) == errs.NotFound {
		return nil, nil
	}
	return b, err
}

func (o *Desk) ownDrawing(ctx context.Context, own *places.Boundary, on date.Date) (*boundary.Drawing, error) {
	b, err := places.Drawing(ctx, o.office.Reader(), own.Province)
	if err != nil {
		return nil, err
	}
	return boundary.Drawn(b, o.office.Reg(), own.On, on)
}

// Map is the map of today, with what it draws and what it does not.
func (o *Desk) Map(ctx context.Context, a *office.Ask) (*MapShown, error) {
	if !o.office.May(a, access.ViewPlaces) {
		return nil, office.Forbidden()
	}
	d, err := o.draw(ctx, a, 0)
	if err != nil {
		return nil, err
	}
	m := &MapShown{MapRef: d.ref(), Own: d.own, MaySet: o.office.May(a, access.ChangePlaces)}
	if d.own != nil {
		m.By = o.office.NameOf(ctx, d.own.By)
	}
	drawn := map[place.Code]bool{}
	if d.made != nil {
		for _, code := range d.made.Codes {
			drawn[code] = true
			if u, ok := d.reg.At(code, m.Day); ok {
				m.Drawn = append(m.Drawn, u)
			}
		}
	}
	for _, code := range boundary.Units(d.reg, o.office.ProvinceCode(), o.office.Day()) {
		if u, ok := d.reg.At(code, m.Day); ok && !drawn[code] {
			m.Missing = append(m.Missing, u)
		}
	}
	return m, nil
}

// SetMap puts an official's boundaries in the place of those before. It answers the faults of the file, of which
// nothing is kept then.
func (o *Desk) SetMap(ctx context.Context, a *office.Ask, in MapInput) ([]errs.Text, error) {
	if !o.office.May(a, access.ChangePlaces) {
		return nil, office.Forbidden()
	}
	in.Source = strings.TrimSpace(in.Source)
	switch {
	case len(in.Data) == 0:
		return nil, errs.New(errs.Invalid, "choose a GeoJSON file")
	case in.Source == "":
		return nil, errs.New(errs.Invalid, "say who drew the boundaries, and when")
	case len([]rune(in.Source)) > 300:
		return nil, errs.New(errs.Invalid, "the source has at most 300 letters")
	}
	province := o.office.ProvinceCode()
	within, err := boundary.Within(o.library.Data(), o.office.Reg(), province)
	if err != nil {
		return nil, err
	}
	day := boundary.Day(o.office.Day())
	own, faults := boundary.ReadOwn(in.Data, o.office.Reg(), province, day, within)
	if len(faults) > 0 {
		return faults, nil
	}
	b := &places.Boundary{Province: string(province), On: day, File: in.File, Source: in.Source, Units: len(own.Codes),
		By: a.Account, At: o.office.Now()}
	return nil, o.office.Do(ctx, a, &office.Deed{Action: "place.map", Kind: "place", Subject: string(province),
		Place: province, Note: map[string]string{"file": in.File, "source": in.Source,
			"units": office.IDText(int64(b.Units))}},
		func(tx *office.Tx) error { return places.SetBoundary(ctx, tx, b, own.JSON) })
}

// DropMap goes back to the boundaries shipped.
func (o *Desk) DropMap(ctx context.Context, a *office.Ask) error {
	if !o.office.May(a, access.ChangePlaces) {
		return office.Forbidden()
	}
	province := o.office.ProvinceCode()
	return o.office.Do(ctx, a, &office.Deed{Action: "place.map_drop", Kind: "place", Subject: string(province),
		Place: province}, func(tx *office.Tx) error {
		had, err := places.DropBoundary(ctx, tx, string(province))
		if err == nil && !had {
			return errs.New(errs.Conflict, "there are no boundaries of your own; those shipped are in use")
		}
		return err
	})
}
