package page

import (
	"bytes"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/web/answer"
	"giamngheo/internal/web/parts"
	"giamngheo/internal/words"
)

// pages are the templates, one a file in the folder of their capability, once in each language: a text stands in them
// in English and is said by package words.
type pages struct {
	byLang map[string]*template.Template
	groups map[string]string
}

var languages = []string{words.VI, words.EN, words.KM}

// parsePages reads the templates of the rooms; groups are the names of ethnic groups by their codes.
func parsePages(rooms []fs.FS, groups map[string]string) (*pages, error) {
	p := &pages{byLang: map[string]*template.Template{}, groups: groups}
	for _, lang := range languages {
		t := template.New("").Funcs(parts.Funcs(lang, groups)).
			Funcs(template.FuncMap{"once": answer.NewKey})
		for _, room := range rooms {
			if err := parseRoom(t, room); err != nil {
				return nil, err
			}
		}
		texts := parts.Saying{"t": func(id string) string { return words.In(lang, id) },
			"field": func(column string) string { return parts.FieldTitle(lang, column) }}
		for _, one := range t.Templates() {
			if one.Tree != nil {
				unindent(one.Tree.Root)
				texts.In(one.Tree.Root)
			}
		}
		p.byLang[lang] = t
	}
	return p, nil
}

// parseRoom reads the templates of one room.
func parseRoom(t *template.Template, room fs.FS) error {
	names, err := fs.Glob(room, "*.html")
	if err != nil {
		return err
	}
	for _, name := range names {
		source, err := fs.ReadFile(room, name)
		if err != nil {
			return err
		}
		if _, err := t.New(name).Parse(answer.WithKeys(string(source))); err != nil {
			return err
		}
	}
	return nil
}

// indentation is what the templates are indented by, and the line before a tag's end.
var indentation = regexp.MustCompile(`\n +(>?)`)

// unindent takes the indentation out of a template, so that pages are as light as if they were written in one line.
// The content of pre and textarea is not indented.
func unindent(n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		n.Text = indentation.ReplaceAllFunc(n.Text, func(b []byte) []byte {
			if b[len(b)-1] == '>' {
				return []byte(">")
			}
			return []byte(" ")
		})
	case *parse.ListNode:
		for _, c := range n.Nodes {
			unindent(c)
		}
	case *parse.IfNode:
		unindentBranches(n.BranchNode)
	case *parse.RangeNode:
		unindentBranches(n.BranchNode)
	case *parse.WithNode:
		unindentBranches(n.BranchNode)
	}
}

func unindentBranches(n parse.BranchNode) {
	unindent(n.List)
	if n.ElseList != nil {
		unindent(n.ElseList)
	}
}

// Page is what every page has.
type Page struct {
	Lang      string
	Title     string
	Path      string
	Here      string // the address with its query, for the language switch
	Actor     *office.Ask
	Demo      bool
	Assumed   errs.Text // of a demonstration: that its figures are assumed; empty: they follow official ones
	Province  place.Unit
	Day       date.Date
	May       map[string]bool
	Nav       string
	Notice    string
	DraftDone string
	Broken    *errs.Text
	Sought    string // what was searched for
	Frame     Frame
}

func (p *Page) base() *Page { return p }

type page interface{ base() *Page }

// actionsShown are the rights that the layout asks for.
func (s *Shell) rights(a *office.Ask) map[string]bool {
	out := map[string]bool{}
	for _, action := range access.Actions() {
		out[mayKey(action)] = s.desks.Office.May(a, action)
	}
	return out
}

// Lang is the language in which a request wants its page: the cookie's, or Vietnamese.
func Lang(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil && slices.Contains(languages, c.Value) {
		return c.Value
	}
	return "vi"
}

// Pick is a text in a language.
func Pick(lang string, t errs.Text) string {
	return t.In(lang)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page whole or not at all. A form that is refused, and was sent before, is answered as it was then,
// whatever has become of it by now.
func (s *Shell) Render(w http.ResponseWriter, r *http.Request, name string, title errs.Text, p page) {
	if answer.Refusing(w) {
		if again, err := s.again(w, r); again && err == nil {
			return
		}
	}
	b := p.base()
	b.Lang, b.Path, b.Here, b.Actor, b.Demo = Lang(r), r.URL.Path, r.URL.RequestURI(), Actor(r), s.desks.Office.Demo()
	b.Title, b.Province, b.Day = Pick(b.Lang, title), s.desks.Office.Province(), s.desks.Office.Day()
	if b.Demo {
		b.Assumed = s.desks.Demo.Assumed()
	}
	if b.Nav == "" {
		b.Nav, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	}
	if b.Actor != nil {
		b.May = s.rights(b.Actor)
		if b.Actor.Stage == office.StageIn {
			s.layOut(b, r)
		}
	}
	if err := s.desks.Office.Ready(); err != nil {
		var e *errs.Error
		if AsError(err, &e) {
			b.Broken = new(e.Text())
		}
	}
	if c, err := r.Cookie(answer.Notice); err == nil {
		b.Notice, _ = url.QueryUnescape(c.Value)
		http.SetCookie(w, &http.Cookie{Name: answer.Notice, Path: "/", MaxAge: -1})
	}
	if c, err := r.Cookie(answer.DraftDone); err == nil {
		b.DraftDone = c.Value
		http.SetCookie(w, &http.Cookie{Name: answer.DraftDone, Path: "/", MaxAge: -1})
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.pages.byLang[b.Lang].ExecuteTemplate(buf, name, p); err != nil {
		s.Log.Error("page", "name", name, "err", err)
		http.Error(w, "Chương trình gặp lỗi khi dựng trang. The page could not be made.",
			http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(buf.Bytes()) // the person is gone: nothing to be done
}

// Execute writes a template of no page of the office in a language.
func Execute(s *Shell, w io.Writer, lang, name string, value any) error {
	return s.pages.byLang[lang].ExecuteTemplate(w, name, value)
}

// Value is a column's text of the register as a person reads it.
func Value(s *Shell, lang, column, text string) string {
	return parts.Value(lang, s.pages.groups, column, text)
}

// Languages are those in which pages are written, as their addresses and cookies call them.
func Languages() []string { return languages }

// Done redirects after a change, with a line that the next page shows; draft names the form whose draft is finished.
func Done(w http.ResponseWriter, r *http.Request, to, draft string, what errs.Text) error {
	answer.Say(w, answer.Notice, url.QueryEscape(Pick(Lang(r), what)))
	if draft != "" {
		answer.Say(w, answer.DraftDone, draft)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// QueryEscape is a text as a value in the query of an address.
func QueryEscape(s string) string { return url.QueryEscape(s) }
