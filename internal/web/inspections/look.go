package inspections

import (
	"net/http"
	"strconv"

	"giamngheo/internal/app/places"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/signal"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type lookPage struct {
	page.Page
	Places    []signals.Place
	Figure    *parts.MapFigure
	MapOf     places.MapRef
	Set       *signal.Set
	Uncounted []errs.Text
	Top       int // rows that are shown at once; the others are below
}

// shownFirst is how many communes stand in the first table.
const shownFirst = 20

func (h *handlers) look(w http.ResponseWriter, r *http.Request) (err error) {
	p := &lookPage{Set: h.desks.Signals.Set(), Uncounted: h.desks.Signals.Uncounted(), Top: shownFirst}
	if p.Places, err = h.desks.Signals.Board(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	if p.MapOf, err = h.desks.Places.MapOf(r.Context(), page.Actor(r), h.desks.Office.Day()); err != nil {
		return err
	}
	title := errs.T("Score by commune")
	p.Figure = parts.NewMap(p.MapOf, title.In(page.Lang(r)))
	most := 0.0
	for i := range p.Places {
		most = max(most, float64(p.Places[i].Points))
	}
	for i := range p.Places {
		one := &p.Places[i]
		p.Figure.Tile(one.Unit.Name, strconv.Itoa(one.Points), float64(one.Points), most)
	}
	p.Nav = "inspection"
	h.shell.Render(w, r, "inspection", errs.T("Where to look first"), p)
	return nil
}

type communePage struct {
	page.Page
	*signals.Place
	Set *signal.Set
}

// Opens is the address of the rows behind a signal.
func (p *communePage) Opens(t signal.Term) string { return signals.Opens(t.Signal, p.Unit.Code) }

func (h *handlers) commune(w http.ResponseWriter, r *http.Request) (err error) {
	p := &communePage{Set: h.desks.Signals.Set()}
	if p.Place, err = h.desks.Signals.One(r.Context(), page.Actor(r), place.Code(r.PathValue("commune"))); err != nil {
		return err
	}
	p.Nav = "inspection"
	h.shell.Render(w, r, "inspection_place", errs.T("Why to look at %s", p.Unit.FullName), p)
	return nil
}
