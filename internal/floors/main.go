// Command floors draws the packages of the program floor by floor, from their imports, as an SVG picture:
//
//	go run ./internal/floors > doc/pictures/floors.svg
//
// It fails where a package imports one of its own row or above it.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "floors:", err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	packages, err := list()
	if err != nil {
		return err
	}
	h, err := build(packages)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	h.draw(out)
	return out.Flush()
}
