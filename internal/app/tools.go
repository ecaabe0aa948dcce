// Package app is the one door to the domain: every command, page and API route calls a use case of one of its desks. A
// use case reads its input, lets the domain decide, writes the result, and reports what it did; doors only translate.
// This package wires the desks together; each desk is a package below it.
package app

import (
	"giamngheo/internal/app/files"
	"giamngheo/internal/library"
)

// Tools are what works without an office: the law, classification, measures, synthetic registers, plans.
type Tools struct {
	Library *library.Library
	Files   *files.Desk
}

// New makes the tools; it reads nothing yet.
func New(cfg library.Config) *Tools {
	l := library.New(cfg)
	return &Tools{Library: l, Files: files.New(l)}
}
