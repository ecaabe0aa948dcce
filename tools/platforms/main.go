// Command platforms type-checks the program as every platform that officers use would compile it, which takes seconds
// where compiling takes minutes: a name that a platform does not have is found. `make platforms` compiles and links.
//
//	cd tools && go run ./platforms linux/amd64 windows/amd64 darwin/arm64
package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	for _, platform := range os.Args[1:] {
		if err := check(platform); err != nil {
			fmt.Fprintln(os.Stderr, "platforms:", err)
			os.Exit(1)
		}
		fmt.Println("types", platform)
	}
}

// check type-checks the program and its packages; the functions of libraries are taken as they are.
func check(platform string) error {
	system, processor, ok := strings.Cut(platform, "/")
	if !ok {
		return fmt.Errorf("%q is no system/processor", platform)
	}
	all, err := packages.Load(&packages.Config{
		Dir: "..",
		Env: append(os.Environ(), "GOOS="+system, "GOARCH="+processor, "CGO_ENABLED=0"),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedTypesSizes,
	}, "./cmd/giamngheo", "./internal/...")
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", platform, err)
	case len(all) < 2:
		return fmt.Errorf("%s: no packages were found", platform)
	case packages.PrintErrors(all) > 0:
		return fmt.Errorf("%s: the program does not compile", platform)
	}
	return nil
}
