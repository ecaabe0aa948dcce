package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the program's own.
const version = "0.1.0-dev"

func newVersion(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Phiên bản chương trình",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			revision := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, kv := range info.Settings {
					if kv.Key == "vcs.revision" {
						revision = " " + kv.Value
					}
				}
			}
			_, err := fmt.Fprintf(s.out, "giamngheo %s%s (%s, %s/%s)\n", version, revision, runtime.Version(),
				runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
