package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// howTo is a tree with the page's blocks laid over it: what a file holds, by its path in the tree.
type howTo struct {
	root  string
	files map[string]string
}

// blockOf is a line that names the file of the blocks below it.
var blockOf = regexp.MustCompile("^`([a-z0-9_./-]+)`(, at its end)?:$")

// TestHowTo takes the blocks of the page on adding a capability into the tree, and runs the example's own tests.
func TestHowTo(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "doc", "how-to-add-a-capability.md"))
	if err != nil {
		t.Fatal(err)
	}
	h := &howTo{root, map[string]string{}}
	blocks, err := h.take(string(page))
	if err != nil || blocks < 20 {
		t.Fatal(blocks, err)
	}
	overlay := h.overlay(t)
	for _, c := range []struct{ pkg, tests string }{
		{"access", "^TestMatrix$"}, {"app/notes", "."}, {"web", "^TestNotes$"},
	} {
		bin := filepath.Join(t.TempDir(), "test.exe")
		h.run(t, root, "go", "test", "-c", "-vet=off", overlay, "-o", bin, "./internal/"+c.pkg)
		if out := h.run(t, t.TempDir(), bin, "-test.v", "-test.run", c.tests); !strings.Contains(out, "--- PASS") {
			t.Errorf("%s: no test ran: %s", c.pkg, out)
		}
	}
}

// take takes all blocks of the page.
func (h *howTo) take(page string) (blocks int, err error) {
	path, atEnd := "", false
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		if m := blockOf.FindStringSubmatch(lines[i]); m != nil {
			path, atEnd = m[1], m[2] != ""
			continue
		}
		kind, fenced := strings.CutPrefix(lines[i], "```")
		if !fenced {
			continue
		}
		n := slices.Index(lines[i+1:], "```")
		if n < 0 || path == "" {
			return blocks, fmt.Errorf("line %d: a block without an end or a file", i+1)
		}
		block := lines[i+1 : i+1+n]
		if err := h.lay(path, kind, atEnd, block); err != nil {
			return blocks, fmt.Errorf("line %d: %s: %w", i+1, path, err)
		}
		i += n + 1
		blocks++
	}
	return blocks, nil
}

// lay takes one block: a file, an end of one, or a change.
func (h *howTo) lay(path, kind string, atEnd bool, block []string) error {
	had, err := h.read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && kind != "diff" && !atEnd:
		text := strings.Join(block, "\n") + "\n"
		h.files[path] = text
		if kind != "go" {
			return nil
		}
		out, err := format.Source([]byte(text))
		if err == nil && string(out) != text {
			err = errors.New("gofmt would write it otherwise")
		}
		return err
	case err != nil:
		return err
	case atEnd:
		h.files[path] = had + "\n" + strings.Join(block, "\n") + "\n"
		return nil
	case kind != "diff":
		return errors.New("the file is there already")
	}
	h.files[path], err = changed(had, block)
	return err
}

func (h *howTo) read(path string) (string, error) {
	if text, ok := h.files[path]; ok {
		return text, nil
	}
	b, err := os.ReadFile(filepath.Join(h.root, filepath.FromSlash(path)))
	return string(b), err
}

// changed is a text after a change: its lines that begin with a space or - follow one another in the text at one
// place; those with + come in their place. A … stands for any text, in the n-th new line with a … for that of the n-th
// old one.
func changed(text string, block []string) (string, error) {
	lines := strings.Split(text, "\n")
	var old []string
	for _, l := range block {
		switch {
		case strings.HasPrefix(l, "+"): // it comes in the place of others
		case l == "" || l[0] != ' ' && l[0] != '-':
			return "", fmt.Errorf("%q begins with no space, + or -", l)
		default:
			old = append(old, l[1:])
		}
	}
	found := -1
	for i := 0; i+len(old) <= len(lines); i++ {
		if !slices.EqualFunc(lines[i:i+len(old)], old, func(line, want string) bool {
			_, ok := filled(line, want)
			return ok
		}) {
			continue
		}
		if found >= 0 {
			return "", fmt.Errorf("%q stands there twice", old[0])
		}
		found = i
	}
	if found < 0 || len(old) == 0 {
		return "", fmt.Errorf("%q does not stand there", old)
	}
	return strings.Join(slices.Replace(lines, found, found+len(old), renewed(lines[found:found+len(old)], block)...),
		"\n"), nil
}

// renewed are the lines that come in the place of others.
func renewed(lines, block []string) (out []string) {
	var between []string // what … stood for in the lines that go
	n := 0
	for _, l := range block {
		switch l[0] {
		case '+':
			l = l[1:]
			if strings.Contains(l, "…") && len(between) > 0 {
				l, between = strings.Replace(l, "…", between[0], 1), between[1:]
			}
			out = append(out, l)
			continue
		case ' ':
			out = append(out, lines[n])
		case '-':
			if text, _ := filled(lines[n], l[1:]); strings.Contains(l, "…") {
				between = append(between, text)
			}
		}
		n++
	}
	return out
}

// filled reports whether a line is as wanted, and what its … stands for.
func filled(line, want string) (string, bool) {
	before, after, open := strings.Cut(want, "…")
	if !open {
		return "", line == want
	}
	rest, ok := strings.CutPrefix(line, strings.TrimRight(before, " "))
	if !ok {
		return "", false
	}
	text, ok := strings.CutSuffix(rest, strings.TrimLeft(after, " "))
	return strings.TrimSpace(text), ok
}

// overlay writes the files out for the go command, and returns its flag.
func (h *howTo) overlay(t *testing.T) string {
	t.Helper()
	dir, replace := t.TempDir(), map[string]string{}
	for path, text := range h.files {
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.WriteFile(at, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(h.root, filepath.FromSlash(path))] = at
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return "-overlay=" + name
}

func (h *howTo) run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}
