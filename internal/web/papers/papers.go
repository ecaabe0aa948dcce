package papers

import (
	"bytes"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

func (s *handlers) listPaper(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	var b bytes.Buffer
	if err := s.desks.Papers.Paper(r.Context(), page.Actor(r), id, name, &b); err != nil {
		return err
	}
	return page.Download(w, page.DocxType, name+".docx", b.Bytes())
}

// openCertificates sends certificates with the heads' citizen numbers, for a reason.
func (s *handlers) openCertificates(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	reason := r.PostFormValue("reason")
	if err := s.desks.Papers.OpenCertificates(r.Context(), page.Actor(r), id, reason, &b); err != nil {
		return err
	}
	return page.Download(w, page.DocxType, "chung-nhan.docx", b.Bytes())
}

func (s *handlers) communePapers(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.desks.Papers.Papers(r.Context(), page.Actor(r), id, r.FormValue("place"), &b); err != nil {
		return err
	}
	return page.Download(w, "application/zip", "giay-to.zip", b.Bytes())
}

func (s *handlers) requestForm(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	var b bytes.Buffer
	if err := s.desks.Papers.RequestForm(r.Context(), page.Actor(r), id, name, &b); err != nil {
		return err
	}
	return page.Download(w, page.DocxType, name+".docx", b.Bytes())
}

type templatesPage struct {
	page.Page
	Templates []papers.TemplateShown
	Error     string
	MaySet    bool
	Address   string // that QR codes name; "": none
}

func (s *handlers) listTemplates(w http.ResponseWriter, r *http.Request) error {
	return s.templatesPage(w, r, nil)
}

func (s *handlers) templatesPage(w http.ResponseWriter, r *http.Request, failed error) error {
	all, err := s.desks.Papers.Templates(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	p := &templatesPage{Templates: all, MaySet: s.desks.Office.May(page.Actor(r), access.AnnounceReviews)}
	if p.Address, err = s.desks.Papers.PublicAddress(r.Context()); err != nil {
		return err
	}
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "templates", errs.T("Paper templates (Word)"), p)
	return nil
}

func (s *handlers) setAddress(w http.ResponseWriter, r *http.Request) error {
	err := s.desks.Papers.SetPublicAddress(r.Context(), page.Actor(r), r.FormValue("address"))
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return s.templatesPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/papers", "", errs.T("The public address is set."))
}

func (s *handlers) templateFile(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	b, err := s.desks.Papers.TemplateFile(r.Context(), page.Actor(r), name)
	if err != nil {
		return err
	}
	return page.Download(w, page.DocxType, "mau-"+name+".docx", b)
}

func (s *handlers) setTemplate(w http.ResponseWriter, r *http.Request) error {
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
	err := s.desks.Papers.SetTemplate(r.Context(), page.Actor(r), name, file, body.Bytes())
	if page.Personal(err) {
		return s.templatesPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/papers", "", errs.T("The template is replaced"))
}
