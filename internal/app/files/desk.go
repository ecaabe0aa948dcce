// Package files works on files without an office: it classifies, measures, generates registers, checks the law.
package files

import (
	"giamngheo/internal/library"
)

// Desk works on files without an office: it classifies, measures, generates registers, checks the law.
type Desk struct {
	library *library.Library
}

// New makes the desk.
func New(library *library.Library) *Desk {
	return &Desk{library: library}
}
