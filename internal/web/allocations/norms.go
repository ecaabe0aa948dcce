package allocations

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/errs"
	normset "giamngheo/internal/norm"
	"giamngheo/internal/office"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

// normDoor serves the pages of norms.
type normDoor struct{ *handlers }

type normsPage struct {
	page.Page
	Norms  []norms.Norm
	MayAdd bool
}

// NormHref is the address of a version of a norm.
func NormHref(code string, version int64) string {
	return "/money/norms/" + url.PathEscape(code) + "?version=" + strconv.FormatInt(version, 10)
}

// Href is the address of a norm.
func (p *normsPage) Href(n norms.Norm) string { return NormHref(n.Ref.Code, n.Ref.Version) }

func (h *normDoor) norms(w http.ResponseWriter, r *http.Request) (err error) {
	p := &normsPage{MayAdd: h.desks.Office.May(page.Actor(r), access.EditNorms)}
	if p.Norms, err = h.desks.Norms.All(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	p.Nav = "norms"
	h.shell.Render(w, r, "norms", errs.T("Norms of allocation"), p)
	return nil
}

type normPage struct {
	page.Page
	*norms.Norm
	MayAdd bool
	Others []norms.Norm // its other versions
}

// Href is the address of a version.
func (p *normPage) Href(n norms.Norm) string { return NormHref(n.Ref.Code, n.Ref.Version) }

// File is the address of its text.
func (p *normPage) File() string {
	return "/money/norms/" + url.PathEscape(p.Ref.Code) + "/norm.yaml?version=" + strconv.FormatInt(p.Ref.Version, 10)
}

// band is a band of a criterion as the page shows it.
type band struct {
	Values      string
	Coefficient string
}

// Bands are what a criterion gives to which values.
func (p *normPage) Bands(c normset.Criterion) (out []band) {
	pick := func(t errs.Text) string { return page.Pick(p.Lang, t) }
	switch {
	case c.List != "":
		return []band{{pick(errs.T("on the list “%s”", c.ListName())), normset.Written(c.Coefficient.Rat)}}
	case c.Each != nil:
		return []band{{pick(errs.T("norm|for each")), normset.Written(c.Each.Rat)}}
	}
	for i := range c.Bands {
		out = append(out, band{pick(c.Range(i)), normset.Written(c.Bands[i].Coefficient.Rat)})
	}
	return out
}

// Times is how often a term of the quantity counts.
func (p *normPage) Times(t normset.Term) string { return normset.Written(t.Times.Rat) }

func (h *normDoor) norm(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	p := &normPage{MayAdd: h.desks.Office.May(a, access.EditNorms)}
	all, err := h.desks.Norms.All(r.Context(), a)
	if err != nil {
		return err
	}
	for i := range all {
		n := &all[i]
		switch {
		case n.Ref.Code != r.PathValue("code"):
		case n.Ref.Version == version && r.FormValue("version") != "" || r.FormValue("version") == "" && n.Newest:
			p.Norm = n
		default:
			p.Others = append(p.Others, *n)
		}
	}
	if p.Norm == nil {
		return page.NotThere()
	}
	p.Nav = "norms"
	h.shell.Render(w, r, "norm", errs.T("Norm %s", p.Code), p)
	return nil
}

func (h *normDoor) normFile(w http.ResponseWriter, r *http.Request) error {
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	n, err := h.desks.Norms.Norm(r.Context(), page.Actor(r), r.PathValue("code"), version)
	if err != nil {
		return err
	}
	return page.Download(w, "application/yaml", "dinh-muc.yaml", []byte(n.Ref.Text))
}

type normForm struct {
	page.Page
	Citable []documents.Document
	Read    *norms.Read
	Values  map[string]string
	Error   string
}

func (h *normDoor) newNorm(w http.ResponseWriter, r *http.Request) error {
	return h.normForm(w, r, &normForm{Values: map[string]string{}})
}

func (h *normDoor) normForm(w http.ResponseWriter, r *http.Request, p *normForm) (err error) {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.EditNorms) {
		return office.Forbidden()
	}
	if p.Citable, err = h.desks.Funds.Citable(r.Context(), a); err != nil {
		return err
	}
	p.Nav = "norms"
	h.shell.Render(w, r, "norm_form", errs.T("Record a norm"), p)
	return nil
}

func (h *normDoor) addNorm(w http.ResponseWriter, r *http.Request) error {
	in := &norms.File{Name: "dinh-muc.yaml", Data: []byte(norm.NFC.String(r.FormValue("text"))),
		Note: norm.NFC.String(r.FormValue("note"))}
	if file, head, err := r.FormFile("file"); err == nil {
		in.Name = head.Filename
		in.Data, err = io.ReadAll(io.LimitReader(file, norms.MostBytes+1))
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	var err error
	if in.Document, err = page.FormID(r, "document"); err != nil {
		return err
	}
	in.Check = r.FormValue("do") == "check"
	read, err := h.desks.Norms.Add(r.Context(), page.Actor(r), in)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) || err == nil && !read.Saved {
		p := &normForm{Read: read, Values: page.Typed(r), Error: h.shell.Told(w, r, err)}
		p.Values["text"] = string(in.Data)
		if read != nil && len(read.Faults) > 0 {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		return h.normForm(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, NormHref(read.Set.Code, read.Version), "", errs.T("The norm is recorded."))
}

// option is a norm to choose.
type option struct {
	Key, Title string
	Chosen     bool
}

// options are the norms to choose from, by their keys.
func options(all []norms.Norm, chosen string) (out []option) {
	for i := range all {
		title := all[i].Ref.Code + " (" + strconv.FormatInt(all[i].Ref.Version, 10) + ")"
		if all[i].Title.VI != "" {
			title += " – " + all[i].Title.VI
		}
		out = append(out, option{all[i].Key(), title, all[i].Key() == chosen})
	}
	return out
}
