package cli

import (
	"io/fs"

	"github.com/spf13/cobra"

	"giamngheo"
	"giamngheo/internal/app"
	"giamngheo/internal/library"
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
		newCells(s),
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
