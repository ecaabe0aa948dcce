package cli_test

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"giamngheo/internal/cli"
)

// TestMain lets the scripts run the program itself as the command giamngheo.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"giamngheo": func() { os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs every command as people do: testdata/script, a file a command.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
