package activities

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"activity.create":   errs.T("activity made"),
	"activity.edit":     errs.T("activity changed"),
	"activity.state":    errs.T("activity moved"),
	"activity.attach":   errs.T("document added"),
	"activity.detach":   errs.T("document removed"),
	"activity.document": errs.T("document opened"),
}
