package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"sync"
	"text/template/parse"

	"giamngheo/internal/errs"
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
	for lang, t := range s.pages.byLang {
		note := func(name string) string {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.times[lang+" "+name]++
			return ""
		}
		t.Funcs(template.FuncMap{"ran": note})
		for _, name := range TemplateNames(s) {
			first := template.New("").Funcs(template.FuncMap{"ran": note})
			template.Must(first.Parse(fmt.Sprintf("{{ran %q}}", name)))
			root := t.Lookup(name).Tree.Root
			root.Nodes = slices.Insert(root.Nodes, 0, first.Tree.Root.Nodes[0])
		}
	}
}

// Missed are the templates that have not run, each with its language.
func (r *Ran) Missed(s *Server) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for lang := range s.pages.byLang {
		for _, name := range TemplateNames(s) {
			if r.times[lang+" "+name] == 0 {
				out = append(out, lang+" "+name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TemplateNames are the names of all templates.
func TemplateNames(s *Server) []string {
	var out []string
	for _, t := range s.pages.byLang["vi"].Templates() {
		if t.Tree != nil && !parse.IsEmptyTree(t.Tree.Root) {
			out = append(out, t.Name())
		}
	}
	slices.Sort(out)
	return out
}

// ShowCounting answers as a plan does that is being counted, which no test waits for.
func ShowCounting(s *Server) http.Handler {
	return s.signed(func(w http.ResponseWriter, r *http.Request) error {
		p := &planCountingPage{}
		p.Nav = "plan"
		s.render(w, r, "plan_counting", errs.Text{VI: "Đang tính kế hoạch", EN: "The plan is being counted"}, p)
		return nil
	})
}
