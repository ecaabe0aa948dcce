package plans

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"plan.view":     errs.T("viewed the plan"),
	"plan.target":   errs.T("viewed a target"),
	"plan.behind":   errs.T("opened the list behind a target"),
	"plan.share":    errs.T("shared a target out"),
	"figure.report": errs.T("reported a figure"),
}
