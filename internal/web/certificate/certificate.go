package certificate

import (
	"net/http"

	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type certificatePage struct {
	page.Page
	reviews.CertificateState
	ClassName errs.Text
	Token     string // for the way to the household's own page
}

// showCertificate answers a certificate's code: nothing personal, and no sign-in.
func (s *handlers) showCertificate(w http.ResponseWriter, r *http.Request) error {
	state, err := s.desks.Reviews.CheckCertificate(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	p := &certificatePage{CertificateState: state}
	p.Token = r.PathValue("token")
	p.ClassName = parts.ClassTitles[p.Class]
	if p.State == "unknown" {
		w.WriteHeader(http.StatusNotFound)
	}
	s.shell.Render(w, r, "certificate", errs.T("Certificate check"), p)
	return nil
}
