package parts

import (
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSaying: a template whose texts were said as it was read shows what it shows when they are said each time.
func TestSaying(t *testing.T) {
	says := func(id string) string { return map[string]string{"Print": "In", "R&D": "Điều 1 & “2” + 3"}[id] }
	for _, source := range []string{
		`<p title="{{t "Print"}}">{{t "Print"}} {{t "R&D"}}</p>`,
		`<p title="{{t "R&D"}}">{{if .}}{{t "Print"}}{{else}}{{t "R&D"}}{{end}}</p>`,
		`{{range .}}<b>{{t "Print" 1}}{{two (t "R&D") (two "a" (t "Print"))}}</b>{{end}}`,
		`{{with $x := t "R&D"}}{{$x}}{{end}}{{$y := t "Print"}}{{$y}}{{template "a" (t "R&D")}}`,
	} {
		shown := [2]string{}
		for i := range shown {
			tree := template.New("").Funcs(template.FuncMap{"t": func(id string, _ ...any) string { return says(id) },
				"two": func(x, y string) string { return x + y }})
			template.Must(tree.New("a").Parse(`<i>{{.}}</i>`))
			page := template.Must(tree.New("page").Parse(source))
			if i == 1 {
				Saying{"t": says}.In(page.Tree.Root)
				if n := strings.Count(page.Tree.Root.String(), `t "Print"}}`); n > 0 && !strings.Contains(source, ":=") {
					t.Errorf("%s: said each time", source)
				}
			}
			var out strings.Builder
			if err := page.Execute(&out, []int{1, 2}); err != nil {
				t.Fatal(err)
			}
			shown[i] = out.String()
		}
		if shown[0] != shown[1] {
			t.Errorf("%s\nsaid each time: %s\nsaid once:      %s", source, shown[0], shown[1])
		}
	}
}

// TestTextsInAddresses: a text within an address is not said as the template is read, for it stands otherwise there:
// {{print (t "…")}}.
func TestTextsInAddresses(t *testing.T) {
	inAddress := regexp.MustCompile(`\s(?:href|src|action|formaction|hx-get|hx-post)="[^">]*\{\{(?:t|field) "[^"]*"\}\}`)
	files, err := filepath.Glob("../*/*.html")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range inAddress.FindAll(source, -1) {
			t.Errorf("%s: %s", name, one)
		}
	}
}
