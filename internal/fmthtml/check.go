package main

import (
	"fmt"
	"strings"
)

// formatSafely is format, with the proof that what it wrote shows the same and that it would write the same again.
func formatSafely(src string, known templates) (string, error) {
	out, err := format(src, known)
	if err != nil {
		return "", err
	}
	before, err := meaning(src, known)
	if err != nil {
		return "", err
	}
	after, err := meaning(out, known)
	if err != nil {
		return "", fmt.Errorf("what was written cannot be read: %w", err)
	}
	if at := differ(before, after); at >= 0 {
		return "", fmt.Errorf("formatting would change %q to %q", around(before, at), around(after, at))
	}
	again, err := format(out, known)
	if err != nil {
		return "", fmt.Errorf("what was written cannot be formatted: %w", err)
	}
	if at := differ(strings.Split(out, "\n"), strings.Split(again, "\n")); at >= 0 {
		return "", fmt.Errorf("formatted twice it differs at line %d", at+1)
	}
	return out, nil
}

// meaning is what a template is made of, in order, with the white space that shows.
func meaning(src string, known templates) ([]string, error) {
	root, err := parse(src)
	if err != nil {
		return nil, err
	}
	var out []string
	known.tell(root, &out)
	return out, nil
}

func (ts templates) tell(l *list, out *[]string) {
	for i, it := range l.items {
		ts.tellSpace(l, i, out)
		switch it.kind {
		case element, openTag:
			*out = append(*out, typeset(flatten(tagDoc(it)), 1<<20), it.raw)
		case endTag:
			*out = append(*out, "</"+it.name+">")
		case control:
		default:
			*out = append(*out, it.text)
		}
		for n, in := range it.lists {
			if it.kind == control {
				*out = append(*out, "{{"+it.heads[n]+"}}")
			}
			ts.tell(in, out)
		}
		if it.lists != nil {
			*out = append(*out, "end")
		}
	}
	ts.tellSpace(l, len(l.items), out)
}

func (ts templates) tellSpace(l *list, i int, out *[]string) {
	if l.space(i) && !ts.free(l, i) {
		*out = append(*out, " ")
	}
}

func differ(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func around(s []string, at int) string {
	return strings.Join(s[max(0, at-3):min(len(s), at+2)], "·")
}
