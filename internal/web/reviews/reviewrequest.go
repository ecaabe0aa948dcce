package reviews

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/web/page"
)

// mostFound is how many households a search within a form shows.
const mostFound = 10

// sought is what a search within a form found; nil: nothing was looked for.
type sought []snapshot.Item

// lookFor finds households of a place by what was typed into a form. It is a POST: what people look for may be a
// number that belongs in no address. It is asked once a page: each search is on the record.
func (s *handlers) lookFor(r *http.Request, unit place.Code) (sought, error) {
	l, err := s.desks.Register.SearchNumber(r.Context(), page.Actor(r),
		register.ListInput{Place: unit, Query: snapshot.Query{Text: r.PostFormValue("with"), Limit: mostFound}})
	if err != nil {
		return nil, err
	}
	return append(sought{}, l.Items...), nil
}

// requested is the code of the household whose request a form brings: the one that was chosen, or the one whose code
// was typed in full; empty where it is still to be chosen, of those that were found.
func (s *handlers) requested(r *http.Request, unit place.Code) (code string, found sought, err error) {
	with := strings.TrimSpace(r.PostFormValue("with"))
	find := r.PostFormValue("find") != ""
	switch code := r.PostFormValue("code"); {
	case with == "" && (find || code == ""):
		return "", nil, errs.New(errs.Invalid, "give the head's name or the household's code")
	case code != "" && !find:
		return code, nil, nil
	}
	if found, err = s.lookFor(r, unit); find || err != nil {
		return "", found, err
	}
	if i := slices.IndexFunc(found, func(it snapshot.Item) bool { return strings.EqualFold(it.Code, with) }); i >= 0 {
		return found[i].Code, found, nil
	}
	return "", found, nil
}

// addRequest receives a request. Until it is clear of which household, the page comes back with those that were found.
func (s *handlers) addRequest(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	unit := place.Code(r.PostFormValue("place"))
	code, found, err := s.requested(r, unit)
	if err == nil && code == "" || page.Sought(err) {
		return s.campaignPage(w, r, id, unit, found, err)
	}
	var day date.Date
	if err == nil {
		day, err = page.FormDay(r, "day")
	}
	var list int64
	if err == nil {
		list, err = s.desks.Reviews.Request(r.Context(), page.Actor(r), id, household.ID(code),
			review.Source(r.FormValue("source")), day)
	}
	if page.Personal(err) {
		if found == nil && r.PostFormValue("with") != "" { // the one that was chosen stays beside what is wrong with it
			again, failed := s.lookFor(r, unit)
			if failed != nil && !page.Personal(failed) {
				return failed
			}
			found = again
		}
		return s.campaignPage(w, r, id, unit, found, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/lists/%d", list), "", errs.T("Request received"))
}
