// Package site is what the pages for anybody share: their layout, their languages by the address, what an error
// looks like. It asks nobody who he is, sets no cookie and needs no script.
package site

import (
	"bytes"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giamngheo/internal/app/public"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/publication"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/web/answer"
	"giamngheo/internal/web/page"
	"giamngheo/internal/words"
)

// Templates are the layout.
//
//go:embed *.html
var Templates embed.FS

// Root is the address of the first public page; all others lie below it.
const Root = "/cong-khai"

// Shell is what the public pages share. It is used by several goroutines.
type Shell struct {
	page *page.Shell
	desk *public.Desk
	kept kept
}

// New makes a shell for the pages of a room.
func New(s *page.Shell, d *public.Desk) *Shell { return &Shell{page: s, desk: d} }

// Page is what every public page has.
type Page struct {
	Lang      string
	Title     string
	Path      string
	Province  place.Unit
	Site      publication.Site
	Demo      bool
	Day       date.Date
	Updated   date.Date // the day from which on the newest publication is public; zero: there is none
	Visits    int64     // before Day
	Languages []Choice
	Menu      []Choice
}

// Choice is a link: another language, or a page.
type Choice struct {
	Code, Name, Address string
	Here                bool
}

func (p *Page) base() *Page { return p }

// Based is a page's value: it embeds Page.
type Based interface{ base() *Page }

// To is an address in the page's language.
func (p *Page) To(path string) string { return In(p.Lang, path) }

// In is an address of a public page in a language.
func In(lang, path string) string {
	if lang == words.VI {
		return path
	}
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}

// LangOf is the language that an address asks for: Vietnamese where it asks for none.
func LangOf(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); slices.Contains(page.Languages(), lang) {
		return lang
	}
	return words.VI
}

// NoticeFile returns a file of a notice to everybody. Errors: errs.NotFound.
func (s *Shell) NoticeFile(r *http.Request, id, file int64) (*supports.Attachment, error) {
	return s.desk.NoticeFile(r.Context(), id, file)
}

// Address is where a request comes from, for what is bounded.
func (s *Shell) Address(r *http.Request) string { return s.page.Address(r) }

// Known is what is public now.
func (s *Shell) Known(r *http.Request) (*public.Known, error) { return s.desk.Known(r.Context()) }

// Handle runs a handler; what goes wrong is answered by a page of the public site. That the page was asked for is counted.
func (s *Shell) Handle(h page.Action) page.Action {
	return func(w http.ResponseWriter, r *http.Request) error {
		s.desk.Visited(pageOf(r))
		if err := h(w, r); err != nil {
			return s.fail(w, r, err)
		}
		return nil
	}
}

// pageOf is the page that a request is for, as it is counted: an address without what is in its blanks.
func pageOf(r *http.Request) string {
	_, path, _ := strings.Cut(r.Pattern, " ")
	return path
}

type errorPage struct {
	Page
	Text errs.Text
}

func (s *Shell) fail(w http.ResponseWriter, r *http.Request, err error) error {
	status := answer.StatusOf(err)
	var e *errs.Error
	if status >= http.StatusInternalServerError || !page.AsError(err, &e) {
		return err // of the program: with a number, as in the office
	}
	w.WriteHeader(status)
	return s.Render(w, r, "public_error", errs.T("Not done"), &errorPage{Text: e.Text()})
}

// Render writes a page whole or not at all.
func (s *Shell) Render(w http.ResponseWriter, r *http.Request, name string, title errs.Text, v Based) error {
	known, err := s.Known(r)
	if err != nil {
		return err
	}
	p := v.base()
	p.Lang, p.Path, p.Day, p.Demo = LangOf(r), r.URL.Path, known.Day, known.Demo
	p.Title, p.Province, p.Site, p.Visits = title.In(p.Lang), known.Province, known.Site, known.Visits
	for _, one := range known.All {
		p.Updated = max(p.Updated, one.From)
	}
	p.Languages, p.Menu = languages(r.URL, p.Lang), menu(p)
	var b bytes.Buffer
	if err := page.Execute(s.page, &b, p.Lang, name, v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // the person is gone: nothing to be done
	return nil
}

// names are the languages' own names.
var names = map[string]string{words.VI: "Tiếng Việt", words.EN: "English", words.KM: "ភាសាខ្មែរ"}

// languages are the same address in every language.
func languages(at *url.URL, now string) (out []Choice) {
	for _, lang := range page.Languages() {
		q := at.Query()
		q.Del("lang")
		if lang != words.VI {
			q.Set("lang", lang)
		}
		to := url.URL{Path: at.Path, RawQuery: q.Encode()}
		out = append(out, Choice{lang, names[lang], to.String(), lang == now})
	}
	return out
}

// entries are the pages that the menu of every page has, in their order.
var entries = []struct {
	path  string
	title errs.Text
}{
	{Root, errs.T("public|Home")},
	{Root + "/ho-ngheo", errs.T("public|Poor households")},
	{Root + "/muc-tieu", errs.T("public|Targets")},
	{Root + "/nguon-von", errs.T("public|Money")},
	{Root + "/huong-dan", errs.T("public|How to apply")},
	{Root + "/thong-bao", errs.T("public|Notices")},
	{Root + "/gop-y", errs.T("public|Ask, complain, report")},
	{Root + "/du-lieu", errs.T("public|Open data")},
}

func menu(p *Page) (out []Choice) {
	for _, e := range entries {
		out = append(out, Choice{Name: e.title.In(p.Lang), Address: p.To(e.path), Here: p.Path == e.path})
	}
	return out
}
