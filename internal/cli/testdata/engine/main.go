// Command engine is the engine of the law as a phone carries it: it reads the law and its checked expressions, and
// decides the golden cases by them. TestEngineSize builds it for GOOS=js and measures it.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/tree"
)

// main takes the law's folder and the file of its checked expressions.
func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, checked string) error {
	text, err := os.ReadFile(checked)
	if err != nil {
		return err
	}
	var book tree.Book
	if err := json.Unmarshal(text, &book); err != nil {
		return err
	}
	lib, err := law.Load(os.DirFS(folder), book.Parse)
	if err != nil {
		return err
	}
	faults := poverty.RunCases(lib)
	fmt.Println(len(lib.Cases), "cases,", len(faults), "faults")
	for _, f := range faults {
		fmt.Println(f)
	}
	return nil
}
