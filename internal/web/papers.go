package web

import (
	"bytes"
	"mime"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
)

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// download sends a file whole or not at all.
func download(w http.ResponseWriter, kind, name string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err := w.Write(body)
	return err
}

// webAddress is where people reach the office, for the codes on certificates.
func (s *Server) webAddress(r *http.Request) string {
	scheme := "http"
	if s.cfg.Secure {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func (s *Server) listPaper(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	var b bytes.Buffer
	if err := s.office.Papers.Paper(r.Context(), actor(r), id, name, s.webAddress(r), &b); err != nil {
		return err
	}
	return download(w, docxType, name+".docx", b.Bytes())
}

func (s *Server) communePapers(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.office.Papers.Papers(r.Context(), actor(r), id, r.FormValue("place"), s.webAddress(r), &b); err != nil {
		return err
	}
	return download(w, "application/zip", "giay-to.zip", b.Bytes())
}

func (s *Server) requestForm(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	var b bytes.Buffer
	if err := s.office.Papers.RequestForm(r.Context(), actor(r), id, name, &b); err != nil {
		return err
	}
	return download(w, docxType, name+".docx", b.Bytes())
}

type templatesPage struct {
	Page
	Templates []papers.TemplateShown
	Error     string
	MaySet    bool
}

func (s *Server) listTemplates(w http.ResponseWriter, r *http.Request) error {
	return s.templatesPage(w, r, nil)
}

func (s *Server) templatesPage(w http.ResponseWriter, r *http.Request, failed error) error {
	all, err := s.office.Papers.Templates(r.Context(), actor(r))
	if err != nil {
		return err
	}
	p := &templatesPage{Templates: all, MaySet: s.office.Office.May(actor(r), access.AnnounceReviews)}
	p.Nav, p.Error = "reviews", s.told(w, r, failed)
	s.render(w, r, "templates", errs.T("Paper templates (Word)"), p)
	return nil
}

func (s *Server) templateFile(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	b, err := s.office.Papers.TemplateFile(r.Context(), actor(r), name)
	if err != nil {
		return err
	}
	return download(w, docxType, "mau-"+name+".docx", b)
}

func (s *Server) setTemplate(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	var body bytes.Buffer
	file := ""
	if f, h, err := r.FormFile("file"); err == nil {
		defer func() { _ = f.Close() }()
		file = h.Filename
		if _, err := body.ReadFrom(f); err != nil {
			return err
		}
		if body.Len() == 0 {
			return s.templatesPage(w, r, errs.New(errs.Invalid, "the file is empty"))
		}
	} else if r.FormValue("reset") == "" {
		return s.templatesPage(w, r, errs.New(errs.Invalid, "choose a Word file"))
	}
	err := s.office.Papers.SetTemplate(r.Context(), actor(r), name, file, body.Bytes())
	if personal(err) {
		return s.templatesPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, "/papers", "", errs.T("The template is replaced"))
}

type certificatePage struct {
	Page
	reviews.CertificateState
	ClassName errs.Text
}

// showCertificate answers a certificate's code: nothing personal, and no sign-in.
func (s *Server) showCertificate(w http.ResponseWriter, r *http.Request) error {
	state, err := s.office.Reviews.CheckCertificate(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	p := &certificatePage{CertificateState: state}
	p.ClassName = classTitles[p.Class]
	if p.State == "unknown" {
		w.WriteHeader(http.StatusNotFound)
	}
	s.render(w, r, "certificate", errs.T("Certificate check"), p)
	return nil
}
