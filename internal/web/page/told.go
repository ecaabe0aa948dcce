package page

import (
	"net/http"

	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/web/answer"
)

// Told writes an error's status and returns what it says to the person; "" for none.
func (s *Shell) Told(w http.ResponseWriter, r *http.Request, err error) string {
	if err == nil {
		return ""
	}
	var e *errs.Error
	if !AsError(err, &e) {
		return ""
	}
	s.refused(r, err)
	w.WriteHeader(answer.StatusOf(err))
	return vietnamese.UpperFirst(Pick(Lang(r), e.Text()))
}

// Personal reports whether an error is one that the form's own page shows.
func Personal(err error) bool {
	var e *errs.Error
	return AsError(err, &e) && (e.Kind == errs.Invalid || e.Kind == errs.Conflict || e.Kind == errs.NotFound ||
		e.Kind == errs.Forbidden)
}

// Mendable reports whether an error is one that the person mends in the form: not that something is not there or not
// theirs.
func Mendable(err error) bool {
	var e *errs.Error
	return AsError(err, &e) && (e.Kind == errs.Invalid || e.Kind == errs.Conflict)
}

// Sought reports whether an error is one that the page of a search shows: Personal ones, too many numbers of nobody.
func Sought(err error) bool { return Personal(err) || errs.KindOf(err) == errs.Unavailable }

// Typed is what a person typed into a form that was refused, so that nothing is typed twice.
func Typed(r *http.Request) map[string]string {
	out := map[string]string{}
	if r.Method == http.MethodPost {
		for k := range r.PostForm {
			out[k] = r.PostFormValue(k)
		}
	}
	return out
}

// AskedAgain says above a form that an unlikely value is asked about, in the template "doubts".
func AskedAgain() errs.Text {
	return errs.T("Is it right? Correct it, or tick that it is so; nothing is saved yet.")
}
