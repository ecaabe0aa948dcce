package accounts

import (
	"bytes"
	"errors"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app/people"
	"giamngheo/internal/errs"
	"giamngheo/internal/roster"
	"giamngheo/internal/web/page"
)

type importPage struct {
	page.Page
	*people.List
	Error string
	Fresh bool
}

// Verdicts are the verdicts, those first that a person must look at.
func (p *importPage) Verdicts() []roster.Verdict {
	return []roster.Verdict{roster.Refused, roster.Changed, roster.New, roster.Same}
}

// With are the rows with a verdict.
func (p *importPage) With(v roster.Verdict) (out []*people.Person) {
	for i := range p.Rows {
		if p.Rows[i].Verdict == v {
			out = append(out, &p.Rows[i])
		}
	}
	return out
}

// Writes is how many accounts would be made or changed.
func (p *importPage) Writes() int { return p.Count(roster.New) + p.Count(roster.Changed) }

func (h *bulk) importForm(w http.ResponseWriter, r *http.Request, p *importPage) error {
	p.Fresh, p.Nav = h.desks.Office.NeedFresh(page.Actor(r)) == nil, "accounts"
	h.shell.Render(w, r, "account_import", errs.T("Accounts of a list"), p)
	return nil
}

func (h *bulk) showImport(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.May(page.Actor(r), access.ManageAccounts) {
		return h.desks.Register.Refuse()
	}
	return h.importForm(w, r, &importPage{})
}

// lookImport reads a workbook and shows what it would come to; nothing is written by it.
func (h *bulk) lookImport(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.May(page.Actor(r), access.ManageAccounts) {
		return h.desks.Register.Refuse()
	}
	p := &importPage{}
	text, err := h.listOf(r)
	if err == nil {
		p.List, err = h.desks.People.LookList(r.Context(), page.Actor(r), text)
	}
	if err != nil && !page.Personal(err) {
		return err
	}
	p.Error = h.shell.Told(w, r, err)
	return h.importForm(w, r, p)
}

// listOf is the list of a form's file.
func (h *bulk) listOf(r *http.Request) (string, error) {
	file, head, err := r.FormFile("file")
	if err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return "", errs.New(errs.Invalid, "the file is too large: 16 MB and 2,000 people at most")
		}
		return "", errs.New(errs.Invalid, "no file chosen: choose an .xlsx")
	}
	defer func() { _ = file.Close() }()
	return h.desks.People.ReadList(page.Actor(r), file, head.Filename)
}

// takeImport writes what was looked at. Where accounts have changed since, it shows what the list comes to now.
func (h *bulk) takeImport(w http.ResponseWriter, r *http.Request) error {
	text, sign := r.PostFormValue("text"), r.PostFormValue("sign")
	made, err := h.desks.People.TakeList(r.Context(), page.Actor(r), text, sign)
	p := &importPage{List: made}
	if p.List != nil && page.Personal(err) && errs.KindOf(err) != errs.Forbidden {
		p.Error = h.shell.Told(w, r, err)
		return h.importForm(w, r, p)
	}
	if err != nil {
		return err
	}
	p.Nav = "accounts"
	h.shell.Render(w, r, "account_imported", errs.T("Accounts of a list"), p)
	return nil
}

// rejected sends the rows that are refused, with why, as a workbook.
func (h *bulk) rejected(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	if err := h.desks.People.Rejected(r.Context(), page.Actor(r), r.PostFormValue("text"), &b); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "tai-khoan-bi-tra-lai.xlsx", b.Bytes())
}

// template sends an empty list.
func (h *bulk) template(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	if err := h.desks.People.Template(page.Actor(r), &b); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "mau-danh-sach-tai-khoan.xlsx", b.Bytes())
}
