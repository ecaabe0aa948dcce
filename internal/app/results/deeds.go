package results

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"review.households": errs.T("read the list of households of a class"),
	"review.cell":       errs.T("viewed the households behind a figure"),
	"review.announce":   errs.T("figures announced"),
	"review.adopt":      errs.T("result taken over"),
	"review.export":     errs.T("exported tables or lists of a review"),
}
