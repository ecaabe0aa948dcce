package transfer

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"import.store":   errs.T("import stored"),
	"import.confirm": errs.T("import confirmed"),
	"import.undo":    errs.T("import to be taken back"),
	"job.import":     errs.T("uploaded"),
}
