package places

import (
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/places"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

type placesPage struct {
	page.Page
	On, Other   date.Date
	Left, Right []placeRow
	Changes     []places.PlaceChangeShown
	MayChange   bool
	MayApprove  bool
	Preview     *places.PlacePreview
}

type placeRow struct {
	place.Unit
	Depth      int
	Came       []place.Link
	Became     []place.Link
	Households int
}

func (s *handlers) placeTree(on date.Date) (out []placeRow) {
	reg := s.desks.Office.Places()
	root, ok := reg.At(s.desks.Office.Province().Code, on)
	if !ok { // the province itself was merged: show what it became
		if links := reg.Became(s.desks.Office.Province().Code, on.AddDays(-400)); len(links) > 0 {
			root, ok = reg.At(links[len(links)-1].To, on)
		}
		if !ok {
			return nil
		}
	}
	var walk func(u place.Unit, depth int)
	walk = func(u place.Unit, depth int) {
		out = append(out, placeRow{Unit: u, Depth: depth, Came: reg.CameFrom(u.Code, on),
			Became: reg.Became(u.Code, on)})
		for _, c := range reg.Children(u.Code, on) {
			walk(c, depth+1)
		}
	}
	walk(root, 0)
	return out
}

func (s *handlers) showPlaces(w http.ResponseWriter, r *http.Request) error {
	p := &placesPage{MayChange: s.desks.Office.May(page.Actor(r), access.ChangePlaces),
		MayApprove: s.desks.Office.May(page.Actor(r), access.ApprovePlaces)}
	var err error
	if p.On, err = page.FormDay(r, "on"); err != nil {
		return err
	}
	if p.Other, err = page.FormDay(r, "other"); err != nil {
		return err
	}
	if p.On.IsZero() {
		p.On = s.desks.Office.Day()
	}
	p.Left = s.placeTree(p.On)
	if !p.Other.IsZero() {
		p.Right = s.placeTree(p.Other)
	}
	if p.Changes, err = s.desks.Places.PlaceChanges(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	s.shell.Render(w, r, "places", errs.T("Administrative units"), p)
	return nil
}

func (s *handlers) proposePlaces(w http.ResponseWriter, r *http.Request) error {
	on, err := page.FormDay(r, "from")
	if err != nil {
		return err
	}
	in := places.PlaceChangeInput{On: on, Basis: r.FormValue("basis"), Text: r.FormValue("units"),
		Confirm: r.FormValue("confirm") == "1"}
	preview, err := s.desks.Places.ProposePlaces(r.Context(), page.Actor(r), in)
	if err != nil {
		return err
	}
	if !in.Confirm {
		p := &placesPage{Preview: preview, MayChange: true}
		p.Nav = "places"
		s.shell.Render(w, r, "place_preview", errs.T("Preview of the merger"), p)
		return nil
	}
	return page.Done(w, r, "/places", "", errs.T("Proposed; somebody else who may approve decides."))
}

func (s *handlers) decidePlaces(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := s.desks.Places.DecidePlaces(r.Context(), page.Actor(r), id, r.FormValue("approve") == "1",
		r.FormValue("reason")); err != nil {
		return err
	}
	return page.Done(w, r, "/places", "", errs.T("decidePlaces|Decided."))
}
