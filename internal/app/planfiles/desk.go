// Package planfiles takes a year's plan in and gives it out: its text and its workbook, read with all that is wrong
// with them before anything is recorded, its versions, and papers and workbooks of its results.
package planfiles

import (
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk takes plans in and gives them out.
type Desk struct {
	office  *office.Office
	library *library.Library
	plans   *plans.Desk
	papers  *papers.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, plans *plans.Desk, papers *papers.Desk) *Desk {
	return &Desk{office: office, library: library, plans: plans, papers: papers}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"plan.save":   errs.T("saved a plan"),
	"plan.file":   errs.T("downloaded a plan's file"),
	"plan.export": errs.T("exported a plan's results"),
}
