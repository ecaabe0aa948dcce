package register

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"household.list":    errs.T("read list of households"),
	"household.search":  errs.T("searched by number"),
	"household.history": errs.T("viewed history"),
	"household.reveal":  errs.T("revealed numbers"),
}
