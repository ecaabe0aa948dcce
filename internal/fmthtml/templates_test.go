package main

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// pages is where the program's templates are.
const pages = "../web"

// TestTemplates holds the program's own templates: every one is formatted, and no line is wider than 140 columns but
// one that is a single text.
func TestTemplates(t *testing.T) {
	files, err := templatesIn(pages)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("%d templates only", len(files))
	}
	known, err := learn(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		out, err := formatSafely(f.text, known)
		if err != nil {
			t.Errorf("%s:%v", f.name, err)
		} else if out != f.text {
			t.Errorf("%s is not formatted: go run ./internal/fmthtml -w internal/web", f.name)
		}
		for n, line := range strings.Split(f.text, "\n") {
			if tooWide(line) {
				t.Errorf("%s:%d: %d columns", f.name, n+1, utf8.RuneCountInString(line))
			}
		}
	}
}

var oneText = regexp.MustCompile("^ *(\"(\\\\.|[^\"\\\\])*\"|`[^`]*`)$")

// tooWide says whether a line is too wide; a text that cannot be broken may be.
func tooWide(line string) bool {
	return utf8.RuneCountInString(line) > mostColumns && !oneText.MatchString(line)
}

func TestTooWide(t *testing.T) {
	long := strings.Repeat("chữ ", 50)
	for line, want := range map[string]bool{"": false, long: true, `  "` + long + `"`: false,
		`  "` + long + `" "b"`: true, `<p title="` + long + `">`: true} {
		if tooWide(line) != want {
			t.Errorf("%.40q: %v", line, !want)
		}
	}
}
