// Command giamngheo runs a Vietnamese province's sustainable poverty-reduction programme.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"

	"giamngheo/internal/cli"
)

// gcPercent lets the heap grow to three times what is in use before it is collected: a command's work is short and its
// memory small, and a third of the collecting is a tenth of the time.
const gcPercent = 200

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
