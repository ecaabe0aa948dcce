// Package cli is the command-line door: a file for each command, which translates flags into one call of app and its
// result into text. It decides nothing.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"giamngheo/internal/errs"
)

// Exit statuses that scripts rely on.
const (
	ExitDone     = 0
	ExitRejected = 1 // done, with rejected rows
	ExitFailed   = 2 // could not run
)

// streams are the standard streams of one run.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errRejected ends a command that did its work but rejected rows.
var errRejected = errors.New("rows were rejected")

// Run runs the command line and returns the exit status.
func Run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	s := streams{in, out, errw}
	root, err := newRoot(s)
	if err != nil {
		fmt.Fprintln(errw, problem(err))
		return ExitFailed
	}
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err = root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return ExitDone
	case errors.Is(err, errRejected):
		return ExitRejected
	}
	fmt.Fprintln(errw, problem(err))
	return ExitFailed
}

// problem is what a person is shown of an error: the Vietnamese text with its cause.
func problem(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return "Lỗi: " + e.Error()
	}
	return "Lỗi: " + err.Error()
}

func newRoot(s streams) (*cobra.Command, error) {
	a, err := newApp()
	if err != nil {
		return nil, err
	}
	root := &cobra.Command{
		Use:           "giamngheo",
		Short:         "Chương trình giảm nghèo bền vững của một tỉnh: từ văn bản pháp luật đến từng hộ",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	var above string
	root.PersistentFlags().StringVar(&above, "law", os.Getenv("GIAMNGHEO_LAW"),
		"thư mục luật của tỉnh, đặt chồng lên luật kèm theo (hoặc biến GIAMNGHEO_LAW)")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if above == "" {
			return nil
		}
		if err := isFolder(above); err != nil {
			return err
		}
		a.Library.LayLaw(os.DirFS(above))
		return nil
	}
	root.AddCommand(commands(s, a)...)
	return root, nil
}
