package feedback

import (
	"errors"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
)

const termsFile = "public/feedback.yaml"

// Terms are the terms of all kinds.
type Terms []Term

// Of is the term of a kind.
func (t Terms) Of(k Kind) Term {
	for _, one := range t {
		if one.Kind == k {
			return one
		}
	}
	return Term{Kind: k}
}

// ReadTerms reads the terms of the folder data/. Errors: an unknown key or kind, a kind without a term or without its
// source.
func ReadTerms(data fs.FS) (_ Terms, err error) {
	defer errs.Wrap(&err, "feedback.ReadTerms")
	f, err := data.Open(termsFile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var file struct {
		Terms Terms `yaml:"terms"`
	}
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	if err := read.Decode(&file); err != nil {
		return nil, err
	}
	if len(file.Terms) != len(Kinds()) {
		return nil, errors.New(termsFile + ": one term for each kind")
	}
	for _, t := range file.Terms {
		if !slices.Contains(Kinds(), t.Kind) || t.Days < 1 || t.Days > 100 || t.Source == "" {
			return nil, errors.New(termsFile + ": no term or no source: " + string(t.Kind))
		}
	}
	return file.Terms, nil
}
