package reviews

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/review"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = func() office.Titles {
	out := office.Titles{
		"review.open": errs.T("review opened"),
		"review.view": errs.T("viewed a review's list"),
		"review.give": errs.T("list given to an enumerator"),
	}
	for step, title := range review.StepTitles {
		if step != review.Answer { // a survey's and the quality check's, named by the surveys
			out[string("review."+step)] = errs.T("review: %s", title)
		}
	}
	return out
}()
