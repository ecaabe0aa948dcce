package cli

import "github.com/spf13/cobra"

// commands lists every subcommand; each has a file of its own.
func commands(s streams) []*cobra.Command {
	return []*cobra.Command{}
}
