package people

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"account.import":  errs.T("accounts made of a list"),
	"account.amend":   errs.T("account changed by a list"),
	"account.end":     errs.T("roles of an account ended"),
	"account.restore": errs.T("roles of an account given back"),
	"account.move":    errs.T("account moved to another unit"),
}
