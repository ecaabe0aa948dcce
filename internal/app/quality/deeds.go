package quality

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"review.quality": errs.T("viewed the quality checks"),
	"review.sample":  errs.T("sample drawn"),
	"review.verify":  errs.T("sample verified"),
}
