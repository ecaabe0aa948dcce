package web

import (
	"fmt"
	"html/template"
	"net/http"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"giamngheo/internal/web/page"
	"giamngheo/internal/web/plans"
)

// Ran notes which templates were executed in which language.
type Ran struct {
	mu    sync.Mutex
	times map[string]int
}

// Watch makes a server's templates note that they run; to be called before the server answers.
func (r *Ran) Watch(s *Server) {
	if r.times == nil {
		r.times = map[string]int{}
	}
	s.shell.Each(func(lang string, t *template.Template) {
		note := func(name string) string {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.times[lang+" "+name]++
			return ""
		}
		t.Funcs(template.FuncMap{"ran": note})
		for _, name := range names(t) {
			first := template.New("").Funcs(template.FuncMap{"ran": note})
			template.Must(first.Parse(fmt.Sprintf("{{ran %q}}", name)))
			root := t.Lookup(name).Tree.Root
			root.Nodes = slices.Insert(root.Nodes, 0, first.Tree.Root.Nodes[0])
		}
	})
}

// Missed are the templates that have not run, each with its language; Khmer is only in part of the pages.
func (r *Ran) Missed(s *Server) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	s.shell.Each(func(lang string, t *template.Template) {
		for _, name := range names(t) {
			if r.times[lang+" "+name] == 0 {
				out = append(out, lang+" "+name)
			}
		}
	})
	slices.Sort(out)
	return out
}

// names are the names of all templates.
func names(all *template.Template) []string {
	var out []string
	for _, t := range all.Templates() {
		if t.Tree != nil && !parse.IsEmptyTree(t.Tree.Root) {
			out = append(out, t.Name())
		}
	}
	slices.Sort(out)
	return out
}

// ShowCounting answers as a plan does that is being counted, which no test waits for.
func ShowCounting(s *Server) http.Handler {
	return s.shell.Handler(page.Route{Pattern: "GET /counting", Handle: plans.ShowCounting(s.shell)})
}

// Addresses are the addresses that are listed.
func Addresses() []string {
	return slices.DeleteFunc(addresses(), func(a string) bool { return a == "/" }) // whatever is not there
}

// Served are the addresses that the rooms answer.
func (s *Server) Served() []string {
	var out []string
	for _, room := range rooms() {
		for _, r := range room.routes(s.shell, s.desks) {
			if r.Pattern != "/" { // whatever is not there
				out = append(out, r.Pattern)
			}
		}
	}
	return out
}

// Rooms are the rooms that answer the addresses, by the name of their package.
func (s *Server) Rooms() map[string]string {
	out := map[string]string{}
	for _, room := range rooms() {
		for _, r := range room.routes(s.shell, s.desks) {
			name := runtime.FuncForPC(reflect.ValueOf(r.Handle).Pointer()).Name()
			name, _, _ = strings.Cut(strings.TrimPrefix(name, "giamngheo/internal/web/"), ".")
			out[r.Pattern] = name
		}
	}
	return out
}
