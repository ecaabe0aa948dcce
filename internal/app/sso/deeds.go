package sso

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"session.sso":     errs.T("signed in by the province’s program"),
	"account.sso_on":  errs.T("outside account linked"),
	"account.sso_off": errs.T("link to an outside account ended"),
}
