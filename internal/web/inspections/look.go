package inspections

import (
	"net/http"

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
	Figure    *parts.MapFigure // nil: no boundaries of today's communes are known
	Drawn     []signals.Place  // on the map
	MapOf     places.MapRef
	Set       *signal.Set
	Uncounted []errs.Text
	More      int // communes with a lower score that are not shown
}

// shownFirst is how many communes are shown unless all are asked for.
const shownFirst = 30

func (h *handlers) look(w http.ResponseWriter, r *http.Request) (err error) {
	p := &lookPage{Set: h.desks.Signals.Set(), Uncounted: h.desks.Signals.Uncounted()}
	if p.Places, err = h.desks.Signals.Board(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	all := p.Places
	if r.FormValue("all") == "" {
		p.Places = all[:min(len(all), shownFirst)]
		p.More = len(all) - len(p.Places)
	}
	if err := h.mapOf(r, p, all); err != nil {
		return err
	}
	p.Nav = "inspection"
	h.shell.Render(w, r, "inspection", errs.T("Where to look first"), p)
	return nil
}

// mapOf draws the scores where the boundaries are those of today's communes.
func (h *handlers) mapOf(r *http.Request, p *lookPage, all []signals.Place) (err error) {
	if p.MapOf, err = h.desks.Places.MapOf(r.Context(), page.Actor(r), h.desks.Office.Day()); err != nil {
		return err
	}
	if p.MapOf.Units == 0 || p.MapOf.Day > h.desks.Office.Day() {
		return nil
	}
	p.Figure = parts.NewMap(p.MapOf, errs.T("Score by commune").In(page.Lang(r)))
	p.Drawn = all
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
