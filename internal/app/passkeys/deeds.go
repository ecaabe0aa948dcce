package passkeys

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"session.passkey":        errs.T("passkey"),
	"session.confirm":        errs.T("confirmed with a passkey"),
	"session.passkey_copied": errs.T("passkey refused: its counter went back, there may be a copy"),
	"account.passkey_on":     errs.T("passkey registered"),
	"account.passkey_off":    errs.T("passkey removed"),
}
