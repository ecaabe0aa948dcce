// Command giamngheo runs a Vietnamese province's sustainable poverty-reduction programme.
package main

import (
	"context"
	"os"
	"os/signal"

	"giamngheo/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
