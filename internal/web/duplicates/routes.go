// Package duplicates serves the pages of households and people who may be one.
package duplicates

import (
	"embed"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/store/households"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	shell *page.Shell
	desks *app.Desks
}

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /duplicates", Handle: h.list, Entry: &page.Entry{
			Group: page.Register, Order: 4, Title: errs.T("Duplicates"), Icon: "copy",
			Needs: access.DecideDuplicates, Counts: work.Duplicate,
		}},
		{Pattern: "GET /duplicates/{id}", Handle: h.show},
		{Pattern: "POST /duplicates/{id}", Handle: h.decide},
	}
}

type duplicatesPage struct {
	page.Page
	*duplicates.Listed
	Pair     *duplicates.Shown
	MayMerge bool // of two households that may be one
}

func (s *handlers) list(w http.ResponseWriter, r *http.Request) error {
	l, err := s.desks.Duplicates.List(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "duplicates", errs.T("Likely duplicates"), &duplicatesPage{Listed: l})
	return nil
}

func (s *handlers) show(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	d, err := s.desks.Duplicates.One(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	may := func(v *households.Version) bool {
		return s.desks.Office.MayIn(page.Actor(r), access.EditHouseholds, v.Household.Commune)
	}
	p := &duplicatesPage{Pair: d, MayMerge: may(d.One) && may(d.Two)}
	p.Nav = "duplicates"
	s.shell.Render(w, r, "duplicate", errs.T("Likely duplicate"), p)
	return nil
}

func (s *handlers) decide(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	drop, err := page.FormID(r, "drop")
	if err != nil {
		return err
	}
	if err := s.desks.Duplicates.Decide(r.Context(), page.Actor(r), id, r.FormValue("same") == "1", drop,
		r.FormValue("reason")); err != nil {
		return err
	}
	return page.Done(w, r, "/duplicates", "", errs.T("decideDuplicate|Decided."))
}
