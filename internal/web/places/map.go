package places

import (
	"bytes"
	"net/http"

	"giamngheo/internal/app/places"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type mapPage struct {
	page.Page
	*places.MapShown
	Source, Error string
	Faults        []errs.Text
}

// Figure is the map that the page shows.
func (p *mapPage) Figure() *parts.MapFigure {
	m := parts.NewMap(p.MapRef, p.Title)
	for i := range p.Missing {
		m.Tile(p.Missing[i].FullName, string(p.Missing[i].Code), 0, 0)
	}
	return m
}

// drawing answers the boundaries of a day's units. The address has their stamp, so that a browser need not ask again.
func (s *handlers) drawing(w http.ResponseWriter, r *http.Request) error {
	on, err := page.FormDay(r, "on")
	if err != nil {
		return err
	}
	b, err := s.desks.Places.Drawing(r.Context(), page.Actor(r), on)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	if r.FormValue("v") != "" {
		w.Header().Set("Cache-Control", "private, max-age=604800, immutable")
	}
	_, err = w.Write(b)
	return err
}

func (s *handlers) showMap(w http.ResponseWriter, r *http.Request) error {
	return s.mapPage(w, r, nil, nil)
}

func (s *handlers) mapPage(w http.ResponseWriter, r *http.Request, faults []errs.Text, failed error) error {
	m, err := s.desks.Places.Map(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	p := &mapPage{MapShown: m, Source: r.FormValue("source"), Faults: faults}
	p.Nav = "places"
	switch {
	case failed != nil:
		p.Error = s.shell.Told(w, r, failed)
	case len(faults) > 0:
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	s.shell.Render(w, r, "place_map", errs.T("The map of the communes"), p)
	return nil
}

func (s *handlers) setMap(w http.ResponseWriter, r *http.Request) error {
	in := places.MapInput{Source: r.FormValue("source")}
	var body bytes.Buffer
	if f, h, err := r.FormFile("file"); err == nil {
		defer func() { _ = f.Close() }()
		if _, err := body.ReadFrom(f); err != nil {
			return err
		}
		in.File, in.Data = h.Filename, body.Bytes()
	}
	faults, err := s.desks.Places.SetMap(r.Context(), page.Actor(r), in)
	if page.Personal(err) || len(faults) > 0 {
		return s.mapPage(w, r, faults, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/places/map", "", errs.T("The map shows your boundaries now"))
}

func (s *handlers) dropMap(w http.ResponseWriter, r *http.Request) error {
	if err := s.desks.Places.DropMap(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	return page.Done(w, r, "/places/map", "", errs.T("The map shows the boundaries shipped again"))
}
