package page

import (
	"net/http"

	"giamngheo/internal/errs"
	"giamngheo/internal/sending"
	"giamngheo/internal/web/answer"
)

// Within is an address to which somebody is led back, "/" where it is outside the office or that of the sign-in.
func Within(next string) string { return answer.Within(next) }

// CameFrom is the address of the office's page from which a form was sent; "" where it is not known.
func CameFrom(r *http.Request) string { return answer.CameFrom(r) }

// StatusOf maps the kind of an error to its status.
func StatusOf(err error) int { return answer.StatusOf(err) }

// Once runs the handler of a form, and answers one that was sent before as it was answered then. Forms without a key –
// of programs, and of pages from before – are run. Errors (errs.Invalid): what was sent cannot be read.
func (s *Shell) Once(w http.ResponseWriter, r *http.Request, h Action) error {
	return s.once(w, r, h, false)
}

func (s *Shell) once(w http.ResponseWriter, r *http.Request, h Action, file bool) error {
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
	f.Repeats = file
	if again, err := s.again(w, r); again || err != nil {
		return err
	}
	said := sending.Saved
	if file {
		said = sending.Shown // a file that breaks off is asked for again
	}
	defer func() {
		if f.Kept() {
			s.desks.Office.Answer(f, said)
		}
	}()
	err = h(w, r)
	said = answer.Keep(w, err)
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
	to := answer.CameFrom(r)
	if to == "" {
		to = "/"
	}
	return true, Done(w, r, to, "", errs.T("This was saved when it was sent the first time; nothing was written twice."))
}
