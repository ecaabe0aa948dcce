package page

import (
	"errors"
	"net/http"
	"strconv"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/store/proposals"
)

// Waits reports whether an error says that what was done waits for a second person: handlers return it as it is.
func Waits(err error) bool {
	var w *agreements.Waits
	return errors.As(err, &w)
}

// proposed answers who did what needs a second person: it is proposed, and shown among what waits.
func proposed(w http.ResponseWriter, r *http.Request, err error) bool {
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		return false
	}
	draft := ""
	if waits.Kind == proposals.Answers { // what was typed is kept with the proposal
		draft = "household-" + strconv.FormatInt(waits.Subject, 10)
	}
	_ = Done(w, r, "/agreements", draft,
		errs.T("Not done yet: it waits as no. %d for a second person. Until then everything stays as it is.", waits.ID))
	return true
}
