package main

import (
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden formats the templates of testdata.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.in")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		known, err := learn([]file{{name, string(src)}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := formatSafely(string(src), known)
		if err != nil {
			t.Errorf("%s:%v", name, err)
			continue
		}
		golden := strings.TrimSuffix(name, ".in") + ".want"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestFaults: what cannot be read is refused with its line.
func TestFaults(t *testing.T) {
	for src, want := range map[string]string{
		"<p>\n{{if .X}}":                   "does not end",
		"{{end}}":                          "1: {{end}} without a beginning",
		"\n<p {{if .X}}a>":                 "does not end in its tag",
		"\n\n{{.X":                         "3: an action that does not end",
		"{{\"a}}":                          "a string that does not end",
		"<textarea>":                       "is not closed",
		"<a href=\"x":                      "a value that does not end",
		"<a ":                              "a tag that does not end",
		"{{/* x":                           "a comment that does not end",
		"<!-- x":                           "markup that does not end",
		"</p":                              "a closing tag that does not end",
		"{{define \"a\"}}{{range .}}x</p>": "does not end",
	} {
		if _, err := formatSafely(src, templates{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

// pieces are what random templates are made of; the last three stand on lines of their own.
var pieces = []string{" ", " ", "\n", "chữ", "a, b", "{{.X}}", "{{$y := .X}}", "({{.X}})",
	`{{t "một" "one"}}`, "<br>",
	`<label class="form-check form-check-inline">a</label>`, `<input type="hidden" name="x">`,
	`<input class="a {{if .B}}b{{end}}" {{if .B}}checked{{end}}>`, "<textarea>\n x </textarea>",
	`<span class="prewrap"> a <span>b</span> </span>`,
	"<hr>", "<pre> a\n  b </pre>", `<div class="prewrap">a  {{.X}} </div>`}

// A wrapper is what random templates nest in.
type wrapper struct {
	before, after string
	apart         bool // it stands on lines of its own
	words         bool // it holds only what stands within a line
}

var wrappers = []wrapper{{"<div>", "</div>", true, false},
	{`<p class="x">`, "</p>", true, true}, {`<div class="d-flex">`, "</div>", true, false},
	{"<table><tr><td>", "</td></tr></table>", true, false},
	{"<span>", "</span>", false, true}, {"<b>", "</b>", false, true},
	{`<em title="/{{.X}}?a=b">`, "</em>", false, true},
	{`<button class="x">`, "</button>", false, true},
	{`<span class="visually-hidden">`, "</span>", false, true},
	{"{{if .B}}", "{{end}}", false, false}, {"{{range .L}}", "{{end}}", false, false},
	{"{{with .X}}{{.}}{{else}}", "{{end}}", false, false},
	{"{{if .B}}a{{else if .X}}", "{{end}}", false, false}, {"{{range .L}}", "{{else}}–{{end}}", false, false}}

// randomTemplate draws a template; with words it holds only what may stand within a line.
func randomTemplate(t *rapid.T, depth int, words bool) string {
	var b strings.Builder
	for range rapid.IntRange(0, 5).Draw(t, "n") {
		if depth > 0 && rapid.Bool().Draw(t, "nested") {
			w := rapid.SampledFrom(wrappers).Draw(t, "wrapper")
			if !words || !w.apart && !strings.HasPrefix(w.before, "<button") {
				b.WriteString(w.before + randomTemplate(t, depth-1, words || w.words) + w.after)
			}
			continue
		}
		from := pieces
		if words {
			from = pieces[:len(pieces)-3]
		}
		b.WriteString(rapid.SampledFrom(from).Draw(t, "piece"))
	}
	return b.String()
}

// TestRandom: whatever a template is made of, what a browser shows of it stays, whatever the values are; and it is
// formatted once and for all.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := `{{define "x"}}` + randomTemplate(t, 4, false) + "{{end}}"
		out, err := formatSafely(src, templates{})
		if err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		for _, values := range []map[string]any{{"B": true, "X": "giá trị",
			"L": []map[string]any{{"X": 1}, {"B": true}}},
			{"B": false, "L": []map[string]any{}}, {"X": " "}} {
			before, after := shownBy(t, src, values), shownBy(t, out, values)
			if before != after {
				t.Fatalf("%s\n%s\nshows\n%q\nand not\n%q", src, out, after, before)
			}
		}
	})
}

func shownBy(t *rapid.T, src string, values map[string]any) string {
	tmpl, err := template.New("").Funcs(template.FuncMap{"t": func(vi, _ string) string { return vi }}).Parse(src)
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	var b strings.Builder
	if err := tmpl.ExecuteTemplate(&b, "x", values); err != nil {
		return "error" // a value that the template cannot take, before and after
	}
	return shownText(b.String())
}

// TestCommand runs the command's work on a folder: it names what is not formatted, writes it, and then finds nothing.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.html")
	if err := os.WriteFile(name, []byte(`{{define "a"}}<div><p>x</p></div>{{end}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 1, 0} {
		changed, err := formatAll([]string{dir}, i == 1)
		if err != nil || len(changed) != want {
			t.Fatalf("%d: %v %v", i, changed, err)
		}
	}
	b, err := os.ReadFile(name)
	if want := "{{define \"a\"}}\n  <div>\n    <p>x</p>\n  </div>\n{{end}}\n"; err != nil || string(b) != want {
		t.Errorf("%s %v", b, err)
	}
	if _, err := formatAll([]string{filepath.Join(dir, "none")}, false); err == nil {
		t.Error("a folder that is not there")
	}
}
