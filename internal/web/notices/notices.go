package notices

import (
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/errs"
	"giamngheo/internal/notice"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/notices"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// line is a notice in the list.
type line struct {
	rows.Notice
	Now   notice.State
	Unit  place.Unit
	Title string // in the language of the page
}

type listPage struct {
	page.Page
	Open   []line // drafts and what waits
	Items  []line
	Pager  parts.Pager
	MayAdd bool
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error {
	a, ctx := page.Actor(r), r.Context()
	p := &listPage{MayAdd: h.desks.Office.May(a, access.WriteNotices)}
	open, err := h.desks.Notices.Notices(ctx, a, notice.Draft, notice.Proposed)
	if err != nil {
		return err
	}
	all, err := h.desks.Notices.Notices(ctx, a, notice.Published, notice.Withdrawn)
	if err != nil {
		return err
	}
	p.Pager = parts.NewPager(r, "/notices", len(all))
	from := min(parts.Offset(r), len(all))
	p.Open, p.Items = h.lines(r, open), h.lines(r, all[from:min(from+parts.PageRows, len(all))])
	h.shell.Render(w, r, "notices", errs.T("Notices"), p)
	return nil
}

func (h *handlers) lines(r *http.Request, all []rows.Notice) []line {
	out := make([]line, len(all))
	for i := range all {
		out[i] = line{all[i], all[i].On(h.desks.Office.Day()), h.desks.Office.Unit(all[i].Place),
			all[i].In(page.Lang(r)).Title}
	}
	return out
}

// said is a notice in one language.
type said struct {
	Lang   string
	Title  string
	Blocks []notice.Block
}

type noticePage struct {
	page.Page
	Of    *notices.Shown
	Said  []said
	Error string
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.noticePage(w, r, nil) }

// loudspeaker is a published notice as it is read out in a hamlet.
func (h *handlers) loudspeaker(w http.ResponseWriter, r *http.Request) error {
	return h.shown(w, r, nil, "notice_loudspeaker")
}

func (h *handlers) noticePage(w http.ResponseWriter, r *http.Request, failed error) error {
	return h.shown(w, r, failed, "notice_page")
}

func (h *handlers) shown(w http.ResponseWriter, r *http.Request, failed error, as string) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &noticePage{Error: h.shell.Told(w, r, failed)}
	if p.Of, err = h.desks.Notices.Notice(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	for _, lang := range notice.Languages() {
		if p.Of.Has(lang) {
			t := p.Of.In(lang)
			p.Said = append(p.Said, said{lang, t.Title, notice.Blocks(t.Body)})
		}
	}
	title := p.Of.In(page.Lang(r)).Title
	h.shell.Render(w, r, as, errs.Text{VI: title, EN: title}, p)
	return nil
}

type formPage struct {
	page.Page
	ID        int64
	Values    map[string]string
	Units     template.HTML
	Audiences []notice.Audience
	Languages []string
	Error     string
}

func (h *handlers) newNotice(w http.ResponseWriter, r *http.Request) error {
	return h.form(w, r, &formPage{Values: map[string]string{}})
}

func (h *handlers) edit(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	v, err := h.desks.Notices.Notice(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	if !v.MayEdit {
		return office.Forbidden()
	}
	values := map[string]string{"audience": string(v.Audience), "place": string(v.Place),
		"version": strconv.FormatInt(v.Version, 10)}
	if v.Pinned {
		values["pinned"] = "1"
	}
	if !v.From.IsZero() {
		values["from"] = v.From.Vietnamese()
	}
	if !v.To.IsZero() {
		values["to"] = v.To.Vietnamese()
	}
	for lang, t := range v.Texts {
		values["title_"+lang], values["body_"+lang] = t.Title, t.Body
	}
	return h.form(w, r, &formPage{ID: id, Values: values})
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request, p *formPage) error {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.WriteNotices) {
		return office.Forbidden()
	}
	where := p.Values["place"]
	if where == "" {
		where = string(h.desks.Office.Home(a).Code)
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), where)
	p.Audiences, p.Languages = notice.Audiences(), notice.Languages()
	title := errs.T("Write a notice")
	if p.ID != 0 {
		title = errs.T("Change the notice")
	}
	h.shell.Render(w, r, "notice_form", title, p)
	return nil
}

// typed reads the form of a notice.
func typed(r *http.Request) (in rows.Notice, err error) {
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	in.Audience, in.Place = notice.Audience(text("audience")), place.Code(text("place"))
	in.Pinned = text("pinned") != ""
	in.Texts = map[string]notice.Text{}
	for _, lang := range notice.Languages() {
		in.Texts[lang] = notice.Text{Title: text("title_" + lang), Body: text("body_" + lang)}
	}
	if in.From, err = page.FormDay(r, "from"); err != nil {
		return in, err
	}
	if in.To, err = page.FormDay(r, "to"); err == nil {
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
		id, err = h.desks.Notices.Write(r.Context(), page.Actor(r), in)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		p := &formPage{ID: in.ID, Values: map[string]string{}, Error: h.shell.Told(w, r, err)}
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		return h.form(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", errs.T("The draft is kept. Read it as others will, then propose it."))
}

func address(id int64) string { return fmt.Sprintf("/notices/%d", id) }

// told are what a page says after a step.
var told = map[notice.State]errs.Text{
	notice.Proposed:  errs.T("Proposed. Another person publishes it."),
	notice.Draft:     errs.T("It is a draft again."),
	notice.Published: errs.T("The notice is published."),
	notice.Withdrawn: errs.T("Withdrawn: it stays to be seen as withdrawn, with the reason."),
}

func (h *handlers) move(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	to, reason := notice.State(r.FormValue("to")), norm.NFC.String(r.FormValue("reason"))
	err = h.desks.Notices.Move(r.Context(), page.Actor(r), id, version, to, reason)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.noticePage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", told[to])
}

func (h *handlers) attach(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return h.noticePage(w, r, errs.New(errs.Invalid, "no file was chosen, or the upload was cut off; send it again"))
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	err = h.desks.Notices.Attach(r.Context(), page.Actor(r), id, head.Filename, file)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.noticePage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", errs.T("The file is added."))
}

// fileOf are the numbers of a notice and a file in an address.
func fileOf(r *http.Request) (id, file int64, err error) {
	if id, err = page.PathID(r); err != nil {
		return 0, 0, err
	}
	if file, err = strconv.ParseInt(r.PathValue("file"), 10, 64); err != nil {
		return 0, 0, page.NotThere()
	}
	return id, file, nil
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	id, n, err := fileOf(r)
	if err != nil {
		return err
	}
	f, err := h.desks.Notices.Attached(r.Context(), page.Actor(r), id, n)
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
	id, n, err := fileOf(r)
	if err != nil {
		return err
	}
	if err := h.desks.Notices.Detach(r.Context(), page.Actor(r), id, n); err != nil {
		return err
	}
	return page.Done(w, r, address(id), "", errs.T("The file is removed."))
}
