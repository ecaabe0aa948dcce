package reports

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/app"
	"giamngheo/internal/app/narratives"
	"giamngheo/internal/errs"
	"giamngheo/internal/narrative"
	"giamngheo/internal/web/page"
)

// words serves the report of a round in words.
type words struct {
	shell *page.Shell
	desks *app.Desks
}

type wordsPage struct {
	page.Page
	*narratives.Shown
	Sections []narrative.Section // as they are written in the form: those of the text, or what was typed and refused
	About    string
	Error    string
}

// Seen is the number of the saving that the page shows.
func (p *wordsPage) Seen() int64 {
	if p.Text == nil {
		return 0
	}
	return p.Text.N
}

// Pieces are a paragraph as it is read.
func (p *wordsPage) Pieces(paragraph string) []piece {
	shown := p.Text.Show(p.Book, paragraph)
	out := make([]piece, len(shown))
	for i := range shown {
		out[i] = piece{shown[i], fmt.Sprintf("/rounds/%d/whole#%s", p.Round.ID, shown[i].Key)}
	}
	return out
}

// piece is a stretch of a paragraph, in the template "words_piece".
type piece struct {
	narrative.Shown
	Href string
}

// Rows is how high the field of a paragraph is.
func (p *wordsPage) Rows(paragraph string) int { return min(2+len([]rune(paragraph))/110, 12) }

// Fault says what is wrong in a paragraph, numbered from 1; "" where nothing is.
func (p *wordsPage) Fault(section, paragraph int) (out []errs.Text) {
	for i := range p.Faults {
		if p.Faults[i].Section == section && p.Faults[i].Paragraph == paragraph {
			out = append(out, p.Faults[i].What)
		}
	}
	return out
}

// Nth is the number of what is counted from 0.
func (p *wordsPage) Nth(n int) int { return n + 1 }

func (h *words) show(w http.ResponseWriter, r *http.Request) error {
	return h.page(w, r, nil)
}

func (h *words) page(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &wordsPage{}
	if p.Shown, err = h.desks.Narratives.Text(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Text != nil {
		p.Sections, p.About = p.Text.Sections, p.Text.About
	}
	if failed != nil && r.PostForm.Has("about") {
		p.About, p.Sections = typedText(r)
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "rounds"
	h.shell.Render(w, r, "round_words", errs.T("Report in words: %s", p.Round.Title), p)
	return nil
}

// typedText reads the sections of the form: h0, p0, p0, …, h1, p1, …; an empty heading with paragraphs stays.
func typedText(r *http.Request) (about string, out []narrative.Section) {
	for i := range narrative.MostSections + 1 {
		n := strconv.Itoa(i)
		if !r.PostForm.Has("h" + n) {
			break
		}
		s := narrative.Section{Head: typed(r, "h"+n)}
		for _, p := range r.PostForm["p"+n] {
			s.Paragraphs = append(s.Paragraphs, strings.ReplaceAll(p, "\r\n", "\n"))
		}
		out = append(out, s)
	}
	return typed(r, "about"), out
}

// step takes a step with the text and answers with its page.
func (h *words) step(said errs.Text, do func(r *http.Request, id, seen int64) error) page.Action {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, seen, err := pathSeen(r)
		if err != nil {
			return err
		}
		err = do(r, id, seen)
		if page.Mendable(err) {
			return h.page(w, r, err)
		}
		if err != nil {
			return err
		}
		return page.Done(w, r, fmt.Sprintf("/rounds/%d/words", id), fmt.Sprintf("words-%d", id), said)
	}
}

func (h *words) begin(r *http.Request, id, _ int64) error {
	return h.desks.Narratives.Begin(r.Context(), page.Actor(r), id, typed(r, "template"))
}

func (h *words) save(r *http.Request, id, seen int64) error {
	about, sections := typedText(r)
	return h.desks.Narratives.Save(r.Context(), page.Actor(r), id, seen, about, sections)
}

func (h *words) take(r *http.Request, id, seen int64) error {
	return h.desks.Narratives.Take(r.Context(), page.Actor(r), id, seen)
}

func (h *words) restore(r *http.Request, id, seen int64) error {
	n, err := page.FormID(r, "n")
	if err != nil {
		return err
	}
	return h.desks.Narratives.Restore(r.Context(), page.Actor(r), id, seen, n)
}

func (h *words) file(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out strings.Builder
	if err := h.desks.Narratives.Write(r.Context(), page.Actor(r), id, &out); err != nil {
		return err
	}
	return page.Download(w, page.DocxType, "bao-cao.docx", []byte(out.String()))
}

// wordsRoutes are the addresses of the report in words.
func wordsRoutes(s *page.Shell, d *app.Desks) []page.Route {
	h := &words{s, d}
	return []page.Route{
		{Pattern: "GET /rounds/{id}/words", Handle: h.show},
		{Pattern: "GET /rounds/{id}/words.docx", Handle: h.file, File: true},
		{Pattern: "POST /rounds/{id}/words", Handle: h.step(errs.T("The text is saved."), h.save)},
		{Pattern: "POST /rounds/{id}/words/begin", Handle: h.step(
			errs.T("The draft is there; causes and proposals are yours to write."), h.begin)},
		{Pattern: "POST /rounds/{id}/words/take", Handle: h.step(
			errs.T("The figures of the last consolidation are taken over."), h.take)},
		{Pattern: "POST /rounds/{id}/words/restore", Handle: h.step(
			errs.T("The earlier text is back, as a new saving."), h.restore)},
	}
}
