package book

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
)

// Deeds are the deeds of this room, as the record of deeds calls them: the versions of a household, whichever room
// writes them, and the class that a new law gives. Not to be changed.
var Deeds = func() office.Titles {
	out := office.Titles{
		"household.view": errs.T("viewed household"),
		"law.reclass":    errs.T("classified anew"),
		// what was asked before a version was written, and confirmed; a hamlet that came with it
		"household.confirm": errs.T("confirmed what was asked of household"),
		"hamlet.add":        errs.T("hamlet added"),
		"household.number":  errs.T("was told whose citizen number it is"),
	}
	for deed, title := range households.Deeds {
		out[string("household."+deed)] = title
	}
	return out
}()
