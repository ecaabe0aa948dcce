package exits

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"exit.list":    errs.T("read list of exit plans"),
	"exit.view":    errs.T("viewed exit plan"),
	"exit.plan":    errs.T("exit plan recorded"),
	"exit.propose": errs.T("exit proposal"),
	"exit.costs":   errs.T("costs changed"),
}
