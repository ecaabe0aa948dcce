package documents

import (
	"errors"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/documents"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type listPage struct {
	page.Page
	Items  []rows.Document
	With   string
	MayAdd bool
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	a := page.Actor(r)
	p := &listPage{With: r.FormValue("with"), MayAdd: h.desks.Office.May(a, access.RegisterDocuments)}
	if p.Items, err = h.desks.Documents.Documents(r.Context(), a, p.With); err != nil {
		return err
	}
	p.Nav = "documents"
	h.shell.Render(w, r, "documents", errs.T("Register of documents"), p)
	return nil
}

type documentPage struct {
	page.Page
	*documents.Shown
	Kinds []document.Relation
	Error string
	With  string          // what the other document is looked for by
	Found []rows.Document // that have it
}

// mostFound is how many documents are offered for a relation.
const mostFound = 20

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	return h.documentPage(w, r, nil)
}

func (h *handlers) documentPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &documentPage{Error: h.shell.Told(w, r, failed)}
	if p.Shown, err = h.desks.Documents.Document(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Nav, p.Kinds, p.With = "documents", document.Relations(), strings.TrimSpace(r.FormValue("with"))
	if p.MayEdit && p.With != "" {
		if p.Found, err = h.desks.Documents.Documents(r.Context(), page.Actor(r), p.With); err != nil {
			return err
		}
		p.Found = slices.DeleteFunc(p.Found, func(d rows.Document) bool { return d.ID == id || d.Day > p.Document.Day })
		p.Found = p.Found[:min(mostFound, len(p.Found))]
	}
	h.shell.Render(w, r, "document", errs.T("%s %s", p.Kind.Title(), p.Symbol()), p)
	return nil
}

type formPage struct {
	page.Page
	ID         int64
	Values     map[string]string
	Units      template.HTML
	Directions []document.Direction
	Kinds      []document.Kind
	Error      string
	Taken      int64 // the document that has the number already
}

func (h *handlers) newDocument(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, &formPage{Values: map[string]string{}})
}

func (h *handlers) edit(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	v, err := h.desks.Documents.Document(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if !v.MayEdit {
		return office.Forbidden()
	}
	values := map[string]string{"direction": string(v.Direction),
		"kind": string(v.Kind), "issuer": v.Issuer, "symbol": v.Symbol(), "day": v.Day.Vietnamese(),
		"place":  string(v.Place),
		"signer": v.Signer, "signer_title": v.SignerTitle, "abstract": v.Abstract, "state": string(v.State),
		"version": strconv.FormatInt(v.Version, 10)}
	if v.Public {
		values["public"] = "1"
	}
	for name, day := range map[string]date.Date{"from": v.From, "to": v.To} {
		if !day.IsZero() {
			values[name] = day.Vietnamese()
		}
	}
	return h.form(w, r, &formPage{ID: id, Values: values})
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request, p *formPage) error {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.RegisterDocuments) {
		return office.Forbidden()
	}
	where := p.Values["place"]
	if where == "" {
		where = string(h.desks.Office.Home(a).Code)
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), where)
	p.Directions, p.Kinds, p.Nav = document.Directions(), document.Kinds(), "documents"
	title := errs.T("Enter a document into the register")
	if p.ID != 0 {
		title = errs.T("Correct the document")
	}
	h.shell.Render(w, r, "document_form", title, p)
	return nil
}

// typed reads the form of a document.
func typed(r *http.Request) (in rows.Document, err error) {
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	in.Direction, in.Kind, in.Issuer = document.Direction(text("direction")), document.Kind(text("kind")),
		text("issuer")
	in.Number, in.Series = document.ReadSymbol(text("symbol"))
	in.Place, in.Signer, in.SignerTitle = place.Code(text("place")), text("signer"), text("signer_title")
	in.Abstract, in.State = text("abstract"), document.InForce
	if document.State(text("state")) == document.Revoked {
		in.State = document.Revoked
	}
	in.Public = text("public") != ""
	if in.From, err = page.FormDay(r, "from"); err != nil {
		return in, err
	}
	if in.To, err = page.FormDay(r, "to"); err != nil {
		return in, err
	}
	if in.Day, err = page.FormDay(r, "day"); err == nil {
		in.Version, err = page.FormID(r, "version")
	}
	return in, err
}

func (h *handlers) save(w http.ResponseWriter, r *http.Request) error {
	var id int64
	in, err := typed(r)
	if err == nil && r.PathValue("id") != "" {
		in.ID, err = page.PathID(r)
	}
	if err == nil {
		id, err = h.desks.Documents.Register(r.Context(), page.Actor(r), in)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		p := &formPage{ID: in.ID, Values: map[string]string{}, Error: h.shell.Told(w, r, err)}
		var taken *documents.Taken
		if errors.As(err, &taken) {
			p.Taken = taken.ID
		}
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		return h.form(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/documents/%d", id), "", errs.T("The document is in the register."))
}

func (h *handlers) attach(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return h.documentPage(w, r, errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again"))
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	err = h.desks.Documents.Attach(r.Context(), page.Actor(r), id, head.Filename, file)
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return h.documentPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/documents/%d", id), "", errs.T("The file is added."))
}

// fileOf is the number of a file in an address.
func fileOf(r *http.Request) (int64, error) {
	n, err := strconv.ParseInt(r.PathValue("file"), 10, 64)
	if err != nil {
		return 0, page.NotThere()
	}
	return n, nil
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	n, err := fileOf(r)
	if err != nil {
		return err
	}
	f, err := h.desks.Documents.Attached(r.Context(), page.Actor(r), id, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	_, _ = w.Write(f.Content) // the person is gone: nothing to be done
	return nil
}

func (h *handlers) remove(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	n, err := fileOf(r)
	if err != nil {
		return err
	}
	err = h.desks.Documents.Detach(r.Context(), page.Actor(r), id, n, r.FormValue("reason"))
	if errs.KindOf(err) == errs.Invalid && err != nil {
		return h.documentPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/documents/%d", id), "", errs.T("The file is removed."))
}
