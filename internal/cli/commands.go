package cli

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/cli/tell"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/settings"
	"giamngheo/internal/store"
)

// commands lists every subcommand; each has a file of its own.
func commands(s streams, a *app.Tools) []*cobra.Command {
	return []*cobra.Command{
		newLaw(s, a),
		newClassify(s, a),
		newPlan(s, a),
		newPlace(s, a),
		newVersion(s),
		newGenerate(s, a),
		newMeasure(s),
		newMoney(s, a),
		newPublish(s),
		tell.Cells(nationDoor(s)),
		newServe(s, a),
		newDemo(s, a),
		newUser(s, a),
		newBackup(s),
		newRestore(s),
		newVerify(s, a),
		newKey(s),
	}
}

// newApp wires the embedded folders into the use cases.
func newApp() (*app.Tools, error) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		return nil, err
	}
	law, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		return nil, err
	}
	return app.New(library.Config{Data: data, Law: law}), nil
}

// nationDoor is what commands of the nation are given.
func nationDoor(s streams) tell.Door {
	return tell.Door{Out: s.out, Err: s.err, Problem: problem, Rejected: errRejected, Beside: besideProvince}
}

// besideProvince opens the database of the settings for reading alone and does something with its province.
func besideProvince(c *cobra.Command, do func(st *store.Store, province string) error) error {
	set, err := settings.Read(c, settings.Settings{})
	if err != nil {
		return err
	}
	st, err := openBeside(c.Context(), set)
	if err != nil {
		return err
	}
	province, err := st.Setting(c.Context(), "province")
	if err == nil && province == "" {
		province, err = recordOf(c.Context(), st)
	}
	if err == nil && province == "" {
		err = errs.New(errs.NotFound, "the database does not say whose province it is: open the office once")
	}
	if err == nil {
		err = do(st, province)
	}
	return errors.Join(err, st.Close())
}
