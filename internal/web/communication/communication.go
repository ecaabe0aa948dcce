// Package communication serves the page of communication work: events held and to come, and how many people they
// reached, by sub-project.
package communication

import (
	"cmp"
	"embed"
	"net/http"
	"slices"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
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
		{Pattern: "GET /communication", Handle: h.show, Entry: &page.Entry{
			Group: page.Public, Order: 3, Title: errs.T("Communication work"), Icon: "calendar",
			Needs: access.ViewPlans,
		}},
	}
}

// event is the kind of activities that are talks and events.
const event = "event"

// project is a sub-project with what it held and whom it reached in the year.
type project struct {
	Node          *programme.Node
	Held, Planned int
	Reached       int64 // attendances that are recorded under its events
}

type communicationPage struct {
	page.Page
	Year     int
	Before   int
	After    int
	Place    place.Unit
	Projects []project
	Coming   []activities.ActivityShown // the next ones first
	Past     []activities.ActivityShown // the newest first
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	a, today := page.Actor(r), h.desks.Office.Day()
	p := &communicationPage{Year: today.Year()}
	if y, err := strconv.Atoi(r.FormValue("year")); err == nil && y >= 2000 && y <= 2100 {
		p.Year = y
	}
	q := activities.ActivityQuery{Place: place.Code(r.FormValue("place")), Year: p.Year, Live: true}
	if q.Place == "" {
		q.Place = h.desks.Office.Home(a).Code
	}
	all, err := h.desks.Activities.Activities(r.Context(), a, q)
	if err != nil {
		return err
	}
	p.Before, p.After, p.Place = p.Year-1, p.Year+1, h.desks.Office.Unit(q.Place)
	p.fill(all, today)
	h.shell.Render(w, r, "communication", errs.T("Communication work of %d – %s", p.Year, p.Place.FullName), p)
	return nil
}

// fill sorts the events of the year, and counts them by sub-project.
func (p *communicationPage) fill(all []activities.ActivityShown, today date.Date) {
	at := map[string]int{}
	for i := range all {
		e := &all[i]
		if e.Kind != event || e.Node == nil {
			continue
		}
		n, ok := at[e.Node.Code]
		if !ok {
			n = len(p.Projects)
			at[e.Node.Code], p.Projects = n, append(p.Projects, project{Node: e.Node})
		}
		if e.From > today {
			p.Coming = append(p.Coming, *e)
		} else {
			p.Past = append(p.Past, *e)
		}
		if one := &p.Projects[n]; e.State == programme.Done || e.Taken > 0 {
			one.Held, one.Reached = one.Held+1, one.Reached+e.Taken
		} else {
			one.Planned++
		}
	}
	slices.SortFunc(p.Projects, func(x, y project) int { return cmp.Compare(x.Node.Code, y.Node.Code) })
	byDay := func(x, y activities.ActivityShown) int { return cmp.Compare(x.From, y.From) }
	slices.SortStableFunc(p.Coming, byDay)
	slices.SortStableFunc(p.Past, func(x, y activities.ActivityShown) int { return byDay(y, x) })
	p.Past = p.Past[:min(mostPast, len(p.Past))]
	p.Coming = p.Coming[:min(mostPast, len(p.Coming))]
}

// mostPast is how many events of a kind are listed; all of them are among the activities.
const mostPast = 60
