package document

import (
	"slices"

	"giamngheo/internal/errs"
)

// Relation is what a document does to another one.
type Relation string

// The relations.
const (
	Replaces   Relation = "replaces"
	Amends     Relation = "amends"
	CarriesOut Relation = "carries_out"
	Cites      Relation = "cites"
)

// Relations lists the relations in order.
func Relations() []Relation { return []Relation{Replaces, Amends, CarriesOut, Cites} }

// Known reports whether it is one of them.
func (r Relation) Known() bool { return slices.Contains(Relations(), r) }

// Title says it from the document that does it.
func (r Relation) Title() errs.Text {
	switch r {
	case Replaces:
		return errs.T("relation|replaces")
	case Amends:
		return errs.T("relation|amends")
	case CarriesOut:
		return errs.T("relation|carries out")
	case Cites:
		return errs.T("relation|cites")
	}
	return errs.Text{VI: string(r), EN: string(r)}
}

// Turned says it from the document to which it is done.
func (r Relation) Turned() errs.Text {
	switch r {
	case Replaces:
		return errs.T("relation|is replaced by")
	case Amends:
		return errs.T("relation|is amended by")
	case CarriesOut:
		return errs.T("relation|is carried out by")
	case Cites:
		return errs.T("relation|is cited by")
	}
	return errs.Text{VI: string(r), EN: string(r)}
}
