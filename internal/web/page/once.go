package page

import (
	"net/http"

	"giamngheo/internal/errs"
	"giamngheo/internal/web/answer"
)

// Once runs the handler of a form, and answers one that was sent before as it was answered then. Forms without a key –
// of programs, and of pages from before – are run. Errors (errs.Invalid): what was sent cannot be read.
func (s *Shell) Once(w http.ResponseWriter, r *http.Request, h Action) error {
	k := Actor(r)
	if k == nil || r.Method != http.MethodPost {
		return h(w, r)
	}
	f, err := answer.Sent(r, k.Account)
	if err != nil {
		return err
	}
	if k.Sent = f; f == nil {
		return h(w, r)
	}
	if again, err := s.again(w, r); again || err != nil {
		return err
	}
	err = h(w, r)
	if f.Kept() {
		s.desks.Office.Answer(r.Context(), f, answer.Keep(w, err))
	}
	return err
}

// again answers a form that was sent before; false: it was not. Who wrote and did not come to answer left nothing to
// repeat: the form's own page says then that it is saved.
func (s *Shell) again(w http.ResponseWriter, r *http.Request) (bool, error) {
	k := Actor(r)
	if k == nil || k.Sent == nil || k.Sent.Kept() {
		return false, nil
	}
	was, before, err := s.desks.Office.SentBefore(r.Context(), k.Sent)
	if err != nil || !before {
		return false, err
	}
	if answer.Again(w, r, was) {
		return true, nil
	}
	to := cameFrom(r)
	if to == "" {
		to = "/"
	}
	return true, Done(w, r, to, "", errs.T("This was saved when it was sent the first time; nothing was written twice."))
}
