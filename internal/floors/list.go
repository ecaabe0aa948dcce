package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is the path that all packages of the program begin with.
const module = "giamngheo/"

// listed is a package: its path within the module, how many lines of Go it has without its tests, and what of the
// module it imports.
type listed struct {
	path    string
	lines   int
	imports []string
}

// list asks the go command for the packages, as they are built for Linux.
func list() (out []listed, err error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"cmd/...", module+"internal/...")
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64")
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p struct {
			ImportPath, Dir  string
			GoFiles, Imports []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		one := listed{path: within(p.ImportPath)}
		for _, name := range p.GoFiles {
			b, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return nil, err
			}
			one.lines += bytes.Count(b, []byte("\n"))
		}
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, module) {
				one.imports = append(one.imports, within(imp))
			}
		}
		slices.Sort(one.imports)
		out = append(out, one)
	}
}

// within is a package's path without the module and without internal.
func within(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "internal/")
}
