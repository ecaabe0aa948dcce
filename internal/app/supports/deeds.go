package supports

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"support.view":     errs.T("viewed support"),
	"support.list":     errs.T("viewed supports"),
	"support.record":   errs.T("recorded support"),
	"support.correct":  errs.T("corrected support"),
	"support.withdraw": errs.T("withdrew support"),
	"support.payment":  errs.T("payment list"),
}
