package households

import "giamngheo/internal/errs"

// Deed is why there is a version of a household.
type Deed string

// The deeds that write a version.
const (
	DeedCreate    Deed = "create"
	DeedEdit      Deed = "edit"
	DeedMove      Deed = "move"
	DeedSplit     Deed = "split"
	DeedMerge     Deed = "merge"  // took another in
	DeedMerged    Deed = "merged" // was taken in
	DeedClose     Deed = "close"
	DeedDelete    Deed = "delete"
	DeedRestore   Deed = "restore"
	DeedImport    Deed = "import"
	DeedReview    Deed = "review"
	DeedDuplicate Deed = "duplicate"
	DeedMembers   Deed = "members"
	DeedUnit      Deed = "unit"   // its commune became another
	DeedUndo      Deed = "undo"   // an import was taken back
	DeedHamlet    Deed = "hamlet" // its hamlet was renamed or became another
)

// Deeds are what people call them. Not to be changed.
var Deeds = map[Deed]errs.Text{
	DeedCreate: errs.T("Created"), DeedEdit: errs.T("Edited"), DeedMove: errs.T("Moved"), DeedSplit: errs.T("Split"),
	DeedMerge: errs.T("Merged"), DeedMerged: errs.T("Merged into another"), DeedClose: errs.T("deedTitles|Closed"),
	DeedDelete: errs.T("deedTitles|Deleted"), DeedRestore: errs.T("Brought back"), DeedImport: errs.T("Imported"),
	DeedReview: errs.T("deedTitles|Review"), DeedDuplicate: errs.T("Duplicate removed"),
	DeedMembers: errs.T("deedTitles|Members"),
	DeedUnit:    errs.T("Unit merger"), DeedUndo: errs.T("Import taken back"),
	DeedHamlet: errs.T("Hamlet renamed or merged"),
}

// Title is what people call the deed; one of an older program is called by its own word.
func (d Deed) Title() errs.Text {
	if t, ok := Deeds[d]; ok {
		return t
	}
	return errs.Text{VI: string(d), EN: string(d)}
}
