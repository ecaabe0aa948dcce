package words

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		lang, id string
		args     []any
		want     string
	}{
		{EN, "100% done", nil, "100% done"},
		{EN, "of a list|Head of %s", []any{"HH1"}, "Head of HH1"},
		{EN, "%s, %s", []any{Number(1500000), "x"}, "1,500,000, x"},
		{VI, "%s, %s", []any{Number(-1500000), "x"}, "-1.500.000, x"},
		{KM, "%s, %s", []any{Number(999), "x"}, "999, x"},
		{VI, "%s, %s", []any{Decimal(-1036.5), Decimal(1500000)}, "-1.036,5, 1.500.000"},
		{EN, "%s, %s", []any{Decimal(1036.5), Decimal(0.25)}, "1,036.5, 0.25"},
		{VI, "%[2]s – %[1]s", []any{"a", "b"}, "b – a"},
		{VI, "of nobody|a text that no catalogue has", nil, "a text that no catalogue has"},
	} {
		if got := In(c.lang, c.id, c.args...); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.id, got, c.want)
		}
	}
	if got := Format(VI, "chỉ một: %[2]s", "a", "b"); got != "chỉ một: b" {
		t.Error("an argument that is not used: ", got)
	}
}

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 nothings of x", 1: "1 nothing of x", 2: "2 nothings of x"} {
		if got := Plural(EN, n, "%d nothing of %s", "%d nothings of %s", "x"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	c := catalogueOf([]byte(strings.Replace(head, "nplurals=1; plural=0", "nplurals=2; plural=n>4", 1) +
		"\nmsgid \"%d row\"\nmsgid_plural \"%d rows\"\nmsgstr[0] \"%d dòng\"\nmsgstr[1] \"nhiều dòng: %d\"\n" +
		"\nmsgctxt \"of a list\"\nmsgid \"%d row\"\nmsgid_plural \"%d rows\"\nmsgstr[0] \"%d hàng\"\nmsgstr[1] \"nhiều hàng: %d\"\n"))
	for _, w := range []struct {
		n         int
		one, want string
	}{{1, "%d row", "%d dòng"}, {5, "%d row", "nhiều dòng: %d"}, {1, "of a list|%d row", "%d hàng"},
		{5, "of a list|%d row", "nhiều hàng: %d"}, {5, "%d line", ""}} {
		if got, ok := c.plural(w.n, w.one, "%d rows"); got != w.want || ok != (w.want != "") {
			t.Errorf("%d %s: %q", w.n, w.one, got)
		}
	}
}

var tree = fstest.MapFS{
	"internal/app/a.go": {Data: []byte(`package app
func f(n int, s string) {
	errs.T("%s of %d", s, n)
	errs.New(errs.Invalid, "a list|no " + "household")
	errs.N(n, "%d row of %s", "%d rows of %s", s)
	errs.T("%s, %s", s, s)
	errs.T(s)
	errs.T("%s and %s", s)
	errs.T("only %s", s, n)
	errs.T("100% sure")
}`)},
	"internal/app/a_test.go": {Data: []byte(`package app; var _ = errs.T("of a test")`)},
	"internal/web/pages/p.html": {Data: []byte(
		`{{define "p"}}<a title="{{t "Look"}}">{{if eq (t "A") "x"}}{{t "%s days" .N}}{{else}}{{tn .N "%d day" "%d days"}}{{end}}</a>{{template "q" (dict "x" (km "Head"))}}{{t .X}}{{end}}`)},
}

func TestExtract(t *testing.T) {
	f, err := extract(tree)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for id, m := range f.all {
		got[id] = m.args
	}
	want := map[string]int{"%s of %d": 2, "a list|no household": 0, "%d row of %s": 2, "%s and %s": 1, "only %s": 2,
		"100% sure": 0, "Look": 0, "A": 0, "%s days": 1, "%d day": 1, "Head": 0}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	faults := []string{`internal/app/a.go: "%s and %s" has 2 verbs and 1 arguments`,
		`internal/app/a.go: "only %s" leaves out its argument 2 of 2`,
		"internal/app/a.go:7: a text that is no constant: no catalogue can have it",
		"internal/web/pages/p.html: t .X: a text that is no constant"}
	if d := cmp.Diff(faults, f.faults); d != "" {
		t.Error(d)
	}
}

const head = "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=1; plural=0;\\n\"\n"

// TestCheck: every kind of fault between code and catalogue is found, and nothing else.
func TestCheck(t *testing.T) {
	code := &found{all: map[string]*message{
		"%s of %d":     {id: "%s of %d", args: 2, files: []string{"a.go"}},
		"list|Head":    {id: "list|Head", files: []string{"a.go"}},
		"%d row of %s": {id: "%d row of %s", plural: "%d rows of %s", args: 2, files: []string{"a.go"}},
		"100%":         {id: "100%", files: []string{"a.go"}},
	}}
	good := head + `
msgid "%s of %d"
msgstr "%[2]d của %[1]s"

msgctxt "list"
msgid "Head"
msgstr "Chủ hộ"

msgid "%d row of %s"
msgid_plural "%d rows of %s"
msgstr[0] "%d dòng của %s"

msgid "100%"
msgstr "100% số"
`
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"%[2]d của %[1]s", "%[2]d của ai", `"%s of %d": "%[2]d của ai": argument 1 is left out`},
		{"%[2]d của %[1]s", "%[2]s của %[1]s", `"%s of %d": "%[2]s của %[1]s": argument 2 is %s and not %d`},
		{"%[2]d của %[1]s", "%[2]d của %[1]s %[3]s", `"%s of %d": "%[2]d của %[1]s %[3]s": there is no argument 3`},
		{`msgctxt "list"`, `msgctxt "lost"`, "missing: \"list|Head\" of a.go\nunused: \"lost|Head\""},
		{`"Chủ hộ"`, `""`, `missing: "list|Head" has no translation`},
		{"msgstr[0]", "msgstr[0] \"x\"\nmsgstr[1]", `"%d row of %s": 2 forms and not 1`},
		{`"%d rows of %s"`, `"%d lines of %s"`,
			`"%d row of %s": its plural is "%d rows of %s" and not "%d lines of %s"`},
		{`msgid "100%"`, "msgid \"100%\"\nmsgstr \"\"\n\nmsgid \"100%\"",
			"5 entries of which 4 are different: a text stands twice"},
	} {
		if got := strings.Join(check(code, strings.Replace(good, c.old, c.new, 1), true), "\n"); got != c.want {
			t.Errorf("%s → %s:\n%s\nwant\n%s", c.old, c.new, got, c.want)
		}
	}
	if faults := check(code, write(code, VI, good), true); faults != nil {
		t.Error("what is written is not what was read:", faults)
	}
	if faults := check(code, write(code, KM, head), false); faults != nil {
		t.Error("a new catalogue is not complete:", faults)
	}
	code.all["100%"].khmer = true
	if faults := check(code, write(code, KM, head), false); len(faults) != 1 ||
		faults[0] != `missing: "100%" has no translation` {
		t.Error("a text that a page says in Khmer:", faults)
	}
	code.all["100%"].id, code.all["100%"].plural = "%d per cent", "100%"
	code.all["%d per cent"] = code.all["100%"]
	delete(code.all, "100%")
	if text := write(code, VI, good); !strings.Contains(text,
		"msgid \"%d per cent\"\nmsgid_plural \"100%\"\nmsgstr[0] \"100% số\"") {
		t.Error("a text that became a plural lost its translation:", text)
	}
}
