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
	"plan.save":     errs.T("saved a plan"),
	"plan.file":     errs.T("downloaded a plan's file"),
	"plan.export":   errs.T("exported a plan's results"),
	"figure.report": errs.T("reported a figure"),
}
