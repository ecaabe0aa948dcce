package papers

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"paper.write":    errs.T("paper written"),
	"paper.open":     errs.T("certificates written with the heads' citizen numbers"),
	"paper.template": errs.T("template replaced"),
	"paper.address":  errs.T("public address set"),
}
