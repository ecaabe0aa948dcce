// Command fmthtml writes HTML templates in one way: at most 140 columns, an element a line where it holds elements, two
// spaces an indentation, and nothing that a browser shows changed by it.
//
//	fmthtml folder…     names the templates that are not so written, and fails where there is one
//	fmthtml -w folder…  writes them so
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	write := flag.Bool("w", false, "write the files anew instead of naming them")
	flag.Parse()
	changed, err := formatAll(flag.Args(), *write)
	for _, name := range changed {
		fmt.Println(name)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "fmthtml:", err)
		os.Exit(1)
	case len(changed) > 0 && !*write:
		os.Exit(1)
	}
}

// file is a template's file.
type file struct{ name, text string }

// formatAll formats the templates of folders and returns the names of those that were written otherwise.
func formatAll(folders []string, write bool) ([]string, error) {
	var files []file
	for _, f := range folders {
		more, err := templatesIn(f)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	known, err := learn(files)
	if err != nil {
		return nil, err
	}
	var changed []string
	var errs []error
	for _, f := range files {
		out, err := formatSafely(f.text, known)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%w", f.name, err))
			continue
		}
		if out == f.text {
			continue
		}
		changed = append(changed, f.name)
		if write {
			errs = append(errs, os.WriteFile(f.name, []byte(out), 0o644))
		}
	}
	return changed, errors.Join(errs...)
}

func templatesIn(folder string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".html":
			return nil
		}
		b, err := os.ReadFile(path)
		files = append(files, file{path, string(b)})
		return err
	})
	return files, err
}

// learn reads what the templates of the files begin and end with; they call each other, so it looks until nothing
// changes.
func learn(files []file) (templates, error) {
	known := templates{}
	for range 5 {
		for _, f := range files {
			root, err := parse(f.text)
			if err != nil {
				return nil, fmt.Errorf("%s:%w", f.name, err)
			}
			known.learn(root)
		}
	}
	return known, nil
}
