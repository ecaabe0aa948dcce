package exports

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"household.export": errs.T("exported"),
	"job.export":       errs.T("asked for export"),
}
